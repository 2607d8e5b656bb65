// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "sound/sampler/voice.h"

#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846

// The hardware on which fonts are voiced took 0.4 dB for each dB written in
// the attenuation generator (not in modulators); every player follows it.
#define WRITTEN_ATTENUATION 0.4

// A louder voice than this never counts as silent; below, nobody hears it.
#define INAUDIBLE 1e-5

static double
seconds(double timecents)
{
  return exp2(timecents / 1200.0);
}

static int
zone_has(const ElaraZone* zone, int generator)
{
  return zone && (zone->set >> generator & 1);
}

static int
amount_of(const ElaraZone* global, const ElaraZone* local, int g, int standard)
{
  if (zone_has(local, g)) return local->amount[g];
  return zone_has(global, g) ? global->amount[g] : standard;
}

// An instrument's generators replace the defaults, a preset's add to them
// (section 9.4).
static void
sum_generators(ElaraVoice* v,
               const ElaraZone* preset_global,
               const ElaraZone* preset,
               const ElaraZone* instrument_global,
               const ElaraZone* instrument)
{
  for (int g = 0; g < ELARA_GEN_COUNT; g++) {
    const ElaraGeneratorInfo* const info = elara_generator_info(g);
    int value = amount_of(instrument_global, instrument, g, info->standard);
    if (info->in_preset) value += amount_of(preset_global, preset, g, 0);
    v->base[g] = (float)value;
  }
}

static void
apply_modulators(ElaraVoice* v, const ElaraControls* c)
{
  double sum[ELARA_GEN_COUNT] = {0};
  for (int i = 0; i < v->modulator_count; i++) {
    const ElaraModulator* const m = &v->modulators[i];
    sum[m->destination] += elara_modulator_value(m, c, v->key, v->velocity);
  }
  for (int g = 0; g < ELARA_GEN_COUNT; g++) {
    const ElaraGeneratorInfo* const info = elara_generator_info(g);
    const double base =
        (double)v->base[g] *
        (g == ELARA_GEN_ATTENUATION ? WRITTEN_ATTENUATION : 1.0);
    double value = base + sum[g];
    if (value < info->low) value = info->low;
    if (value > info->high) value = info->high;
    v->value[g] = (float)value;
  }
}

static void
set_envelope(const ElaraVoice* v, ElaraEnvelope* e, int first, int rate)
{
  const float* const g = v->value + first;
  // Two generators after release scale hold and decay with the key.
  const double from_60 = 60.0 - v->key;
  e->delay = g[0] <= -12000.0f ? 0.0 : seconds((double)g[0]) * rate;
  e->attack = seconds((double)g[1]) * rate;
  e->hold = g[2] <= -12000.0f
                ? 0.0
                : seconds((double)g[2] + (double)g[6] * from_60) * rate;
  e->decay = seconds((double)g[3] + (double)g[7] * from_60) * rate;
  // Faster releases than 15 ms click.
  e->release = seconds(fmax((double)g[5], -7200.0)) * rate;
}

static void
set_pitch(ElaraVoice* v, const ElaraControls* c, int rate)
{
  const float* const g = v->value;
  const ElaraSample* const s = v->sample;
  const double root =
      g[ELARA_GEN_ROOT_KEY] >= 0.0f ? (double)g[ELARA_GEN_ROOT_KEY] : s->key;
  v->pitch_cents = (double)g[ELARA_GEN_SCALE_TUNING] * (v->key - root) +
                   (double)g[ELARA_GEN_COARSE_TUNE] * 100.0 +
                   (double)g[ELARA_GEN_FINE_TUNE] + (double)g[ELARA_GEN_PITCH] +
                   s->correction + c->tuning_cents +
                   1200.0 * log2((double)s->rate / rate);
}

void
elara_voice_update(ElaraVoice* v, const ElaraControls* c, int rate)
{
  apply_modulators(v, c);
  const float* const g = v->value;
  set_pitch(v, c, rate);
  const double angle = ((double)g[ELARA_GEN_PAN] + 500.0) * (PI / 2000.0);
  v->pan_left = cos(angle);
  v->pan_right = sin(angle);
  v->attenuation_db = fmax((double)g[ELARA_GEN_ATTENUATION], 0.0) / 10.0;
  if (v->released) return; // a release under way keeps its speed
  set_envelope(v, &v->volume, ELARA_GEN_VOL_ENV_DELAY, rate);
  v->volume.sustain = (double)g[ELARA_GEN_VOL_ENV_DELAY + 4] / 10.0;
  set_envelope(v, &v->modulation, ELARA_GEN_MOD_ENV_DELAY, rate);
  v->modulation.sustain = 1.0 - (double)g[ELARA_GEN_MOD_ENV_DELAY + 4] / 1000.0;
  v->mod_lfo.step =
      8.1757989 * seconds((double)g[ELARA_GEN_MOD_LFO_RATE]) / rate;
  v->vib_lfo.step =
      8.1757989 * seconds((double)g[ELARA_GEN_VIB_LFO_RATE]) / rate;
}

static double
offset(const ElaraVoice* v, int fine, int coarse)
{
  return (double)v->value[fine] + (double)v->value[coarse] * 32768.0;
}

static double
within(double x, double low, double high)
{
  return x < low ? low : x > high ? high : x;
}

// 0 when nothing is left to play.
static int
set_bounds(ElaraVoice* v)
{
  const ElaraSample* const s = v->sample;
  const double count = s->frame_count;
  v->start =
      within(offset(v, ELARA_GEN_START, ELARA_GEN_START_COARSE), 0, count);
  v->end =
      within(count + offset(v, ELARA_GEN_END, ELARA_GEN_END_COARSE), 0, count);
  v->loop_start = s->loop_start +
                  offset(v, ELARA_GEN_LOOP_START, ELARA_GEN_LOOP_START_COARSE);
  v->loop_end =
      s->loop_end + offset(v, ELARA_GEN_LOOP_END, ELARA_GEN_LOOP_END_COARSE);
  const int mode = (int)v->value[ELARA_GEN_SAMPLE_MODE];
  v->looping = (mode == 1 || mode == 3) && v->loop_start >= 0.0 &&
               v->loop_end <= count && v->loop_end - v->loop_start >= 2.0 &&
               v->start < v->loop_end;
  v->position = v->start;
  return v->end - v->start >= 1.0;
}

int
elara_voice_start(ElaraVoice* v,
                  const ElaraFont* font,
                  const ElaraZoneList* preset,
                  const ElaraZone* preset_zone,
                  const ElaraZoneList* instrument,
                  const ElaraZone* zone,
                  const ElaraControls* controls,
                  int key,
                  int velocity,
                  int rate)
{
  const ElaraSample* const sample = &font->samples[zone->target];
  if (!sample->frames) return 0;
  memset(v, 0, sizeof *v);
  v->sample = sample;
  v->note_key = key;
  sum_generators(v, preset->global, preset_zone, instrument->global, zone);
  v->key = v->base[ELARA_GEN_KEY] >= 0.0f ? (int)v->base[ELARA_GEN_KEY] : key;
  v->velocity = v->base[ELARA_GEN_VELOCITY] > 0.0f
                    ? (int)v->base[ELARA_GEN_VELOCITY]
                    : velocity;
  v->key &= 127;
  v->velocity &= 127;
  v->modulator_count =
      elara_modulators_of_instrument(v->modulators, instrument->global, zone);
  v->modulator_count = elara_modulators_add_preset(
      v->modulators, v->modulator_count, preset->global, preset_zone);
  elara_voice_update(v, controls, rate);
  const float* const g = v->value;
  v->mod_lfo.delay = seconds((double)g[ELARA_GEN_MOD_LFO_DELAY]) * rate;
  v->vib_lfo.delay = seconds((double)g[ELARA_GEN_VIB_LFO_DELAY]) * rate;
  v->exclusive_class = (int)g[ELARA_GEN_EXCLUSIVE_CLASS];
  v->cutoff_cents = -1.0;
  v->trim = 1.0;
  return set_bounds(v);
}

// The place in the sample of an unrolled POSITION.
static double
folded(const ElaraVoice* v, double position)
{
  if (!v->looping || position < v->loop_end) return position;
  const double length = v->loop_end - v->loop_start;
  return v->loop_start + fmod(position - v->loop_start, length);
}

void
elara_voice_release(ElaraVoice* v)
{
  if (v->released) return;
  v->released = 1;
  elara_volume_envelope_release(&v->volume);
  elara_modulation_envelope_release(&v->modulation);
  if (v->looping && (int)v->value[ELARA_GEN_SAMPLE_MODE] == 3) {
    v->position = folded(v, v->position);
    v->looping = 0;
  }
}

void
elara_voice_choke(ElaraVoice* v, int rate)
{
  elara_voice_release(v);
  v->volume.release = 0.02 * rate;
}

static void
convert(const ElaraSample* s, size_t from, float* out, size_t n)
{
  const int16_t* const in = s->frames + from;
  if (!s->low_bytes) {
    for (size_t i = 0; i < n; i++)
      out[i] = (float)in[i] * (1.0f / 32768.0f);
    return;
  }
  const uint8_t* const low = s->low_bytes + from;
  for (size_t i = 0; i < n; i++) {
    out[i] = (float)(in[i] * 256 + low[i]) * (1.0f / 8388608.0f);
  }
}

// OUT[0..n): the frames from unrolled place FIRST on, zeros outside.
static void
stage(const ElaraVoice* v, int64_t first, float* out, size_t n)
{
  const int64_t start = (int64_t)v->start;
  const int64_t end = v->looping ? (int64_t)v->loop_end : (int64_t)v->end;
  while (n > 0 && first < start) {
    *out++ = 0.0f;
    n--;
    first++;
  }
  while (n > 0) {
    const int64_t from = (int64_t)folded(v, (double)first);
    if (from >= end) break;
    const size_t room = (size_t)(end - from);
    const size_t run = n < room ? n : room;
    convert(v->sample, (size_t)from, out, run);
    out += run;
    n -= run;
    first += (int64_t)run;
  }
  memset(out, 0, n * sizeof *out);
}

// Highest step: five octaves up. Above, the note would be inaudible anyway.
#define MOST_STEP 32

static void
read_sample(
    ElaraVoice* v, const ElaraInterpolator* in, double step, float* out, int n)
{
  float staged[ELARA_SEGMENT * MOST_STEP + ELARA_TAPS + 2];
  if (step > MOST_STEP) step = MOST_STEP;
  const double whole = floor(v->position);
  const uint64_t phase = (uint64_t)((v->position - whole) * 4294967296.0);
  const uint64_t fixed = (uint64_t)(step * 4294967296.0);
  const size_t last = (size_t)((phase + fixed * (uint64_t)(n - 1)) >> 32);
  stage(v, (int64_t)whole - (ELARA_TAPS / 2 - 1), staged, last + ELARA_TAPS);
  elara_interpolate(in, elara_interpolator_kernel(step), staged, phase, fixed,
                    out, n);
  v->position += step * n;
  if (!v->looping && v->position >= v->end) v->dead = 1;
}

// The standard's two-pole low-pass (Robert Bristow-Johnson's cookbook form):
// resonance is the peak's height over a flat filter, and the gain at 0 Hz
// falls by half of it. Fully open without resonance it is left out.
static void
set_filter(ElaraVoice* v, double cents, int rate)
{
  double cutoff_hz = 8.1757989 * exp2(cents / 1200.0);
  const double q_db = (double)v->value[ELARA_GEN_FILTER_Q] / 10.0;
  if (cents == v->cutoff_cents && q_db == v->q_db) return;
  v->cutoff_cents = cents;
  v->q_db = q_db;
  v->filtering = cents < 13500.0 || q_db > 0.0;
  if (!v->filtering) return;
  cutoff_hz = within(cutoff_hz, 5.0, 0.45 * rate);
  const double q = pow(10.0, (q_db - 3.01) / 20.0);
  const double omega = 2.0 * PI * cutoff_hz / rate;
  const double alpha = sin(omega) / (2.0 * q);
  const double cosine = cos(omega);
  const double gain = pow(10.0, -q_db / 40.0);
  const double a0 = 1.0 + alpha;
  v->b0 = (float)(gain * (1.0 - cosine) / 2.0 / a0);
  v->a1 = (float)(-2.0 * cosine / a0);
  v->a2 = (float)((1.0 - alpha) / a0);
}

static void
filter(ElaraVoice* v, float* x, int n)
{
  const float b0 = v->b0, a1 = v->a1, a2 = v->a2;
  float z1 = v->z1, z2 = v->z2;
  for (int i = 0; i < n; i++) {
    const float in = b0 * x[i];
    const float y = in + z1;
    z1 = (in + in - a1 * y) + z2;
    z2 = in - a2 * y;
    x[i] = y;
  }
  v->z1 = z1;
  v->z2 = z2;
}

static void
mix(const float* x, double from, double to, float* out, int n)
{
  const float g0 = (float)from, dg = (float)((to - from) / n);
  for (int i = 0; i < n; i++) {
    out[i] += x[i] * (g0 + dg * (float)(i + 1));
  }
}

static double
amplitude(double db)
{
  return exp2(db * 0.166096404744368); // log2(10) / 20
}

static void
render(ElaraVoice* v,
       const ElaraInterpolator* interpolator,
       int rate,
       float* left,
       float* right,
       int n)
{
  const float* const g = v->value;
  const double lfo = elara_lfo(&v->mod_lfo, n);
  const double vibrato = elara_lfo(&v->vib_lfo, n);
  const double envelope = elara_modulation_envelope(&v->modulation, n);
  const double volume = elara_volume_envelope(&v->volume, n);
  const double cents = v->pitch_cents +
                       lfo * (double)g[ELARA_GEN_MOD_LFO_PITCH] +
                       vibrato * (double)g[ELARA_GEN_VIB_LFO_PITCH] +
                       envelope * (double)g[ELARA_GEN_MOD_ENV_PITCH];
  const double cutoff =
      within((double)g[ELARA_GEN_FILTER_CUTOFF] +
                 lfo * (double)g[ELARA_GEN_MOD_LFO_CUTOFF] +
                 envelope * (double)g[ELARA_GEN_MOD_ENV_CUTOFF],
             0.0, 13500.0);
  const double db =
      lfo * (double)g[ELARA_GEN_MOD_LFO_VOLUME] / 10.0 - v->attenuation_db;
  const double gain = volume * amplitude(db) * v->trim;
  float x[ELARA_SEGMENT];
  read_sample(v, interpolator, seconds(cents), x, n);
  set_filter(v, cutoff, rate);
  if (v->filtering) filter(v, x, n);
  mix(x, v->gain_left, gain * v->pan_left, left, n);
  mix(x, v->gain_right, gain * v->pan_right, right, n);
  v->gain_left = gain * v->pan_left;
  v->gain_right = gain * v->pan_right;
  if (elara_volume_envelope_done(&v->volume) ||
      (v->volume.stage == ELARA_STAGE_RELEASE && gain < INAUDIBLE)) {
    v->dead = 1;
  }
}

void
elara_voice_render(ElaraVoice* v,
                   const ElaraInterpolator* interpolator,
                   int rate,
                   float* left,
                   float* right,
                   int n)
{
  // The sample does not move while the volume envelope waits.
  if (v->volume.stage == ELARA_STAGE_DELAY) {
    const double left_over = v->volume.delay - v->volume.at;
    const int wait = left_over >= n ? n : (int)left_over;
    if (wait > 0) {
      elara_volume_envelope(&v->volume, wait);
      elara_modulation_envelope(&v->modulation, wait);
      elara_lfo(&v->mod_lfo, wait);
      elara_lfo(&v->vib_lfo, wait);
      left += wait;
      right += wait;
      n -= wait;
    }
  }
  if (n > 0) render(v, interpolator, rate, left, right, n);
}
