// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "sound/synth/synth.h"

#include "model/instrument.h"
#include "sound/synth/voice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CC_SHIMMER 1
#define CC_DYNAMICS 2
#define CC_VOLUME 7
#define CC_EXPRESSION 11
#define CC_SOUND_OFF 120
#define CC_RESET 121
#define CC_NOTES_OFF 123
#define USUAL_VOLUME 100
#define BEND_SEMITONES 2.0
#define SECTION_LUFS (-32.0) // a string section at forte, as mix/calibrate.c

typedef struct {
  int instrument;
  void (*start)(ElaraSynthVoice* voice);
  void (*chunk)(ElaraSynthVoice* voice, const ElaraSynthControls* now);
  double lufs; // of its middle note at velocity 100, as it comes
  int saws;    // needs the tables of wave.h
} Kind;

// LUFS is measured as mix/calibrate.c does: the loudest 400 ms, K-weighted, of
// a note of three to ten seconds (glass bowed); tests/sound/test_synth.c checks
// what comes of it.
static const Kind kinds[ELARA_SYNTH_COUNT] = {
    [ELARA_SYNTH_BELL] = {ELARA_CHURCH_BELL, elara_bell_start, elara_bell_chunk,
                          -4.04, 0},
    [ELARA_SYNTH_GLASS] = {ELARA_GLASS_HARMONICA, elara_bell_start,
                           elara_bell_chunk, -5.85, 0},
    [ELARA_SYNTH_CHOIR] = {ELARA_FORMANT_CHOIR, elara_choir_start,
                           elara_choir_chunk, -10.21, 1},
    [ELARA_SYNTH_DRONE] = {ELARA_DEEP_DRONE, elara_drone_start,
                           elara_drone_chunk, -4.68, 1},
    [ELARA_SYNTH_RISER] = {ELARA_RISER, elara_riser_start, elara_riser_chunk,
                           -18.44, 0},
    [ELARA_SYNTH_DROP] = {ELARA_SUB_DROP, elara_drop_start, elara_drop_chunk,
                          -6.92, 0},
};

struct ElaraSynth {
  const Kind* kind;
  ElaraSynthKind which;
  int rate;
  ElaraWaves waves;
  uint8_t cc[128];
  int dynamics_moved;
  int bend;
  ElaraSynthVoice* voices; // in order of their start
  size_t count, capacity;
  uint64_t next_note;
  uint64_t voice_frames;
};

int
elara_synth_kind(int instrument)
{
  for (int i = 0; i < ELARA_SYNTH_COUNT; i++) {
    if (kinds[i].instrument == instrument) return i;
  }
  return -1;
}

static void
reset(ElaraSynth* s)
{
  s->cc[CC_SHIMMER] = 0;
  s->cc[CC_EXPRESSION] = 127;
  s->dynamics_moved = 0;
  s->bend = 8192;
}

ElaraSynth*
elara_synth_new(ElaraSynthKind kind, int rate)
{
  ElaraSynth* const s = (ElaraSynth*)calloc(1, sizeof *s);
  if (!s) return NULL;
  s->kind = &kinds[kind];
  s->which = kind;
  s->rate = rate;
  s->cc[CC_VOLUME] = USUAL_VOLUME;
  reset(s);
  if (s->kind->saws && !elara_waves_init(&s->waves, rate)) {
    free(s);
    return NULL;
  }
  return s;
}

void
elara_synth_free(ElaraSynth* s)
{
  if (!s) return;
  elara_waves_clear(&s->waves);
  free(s->voices);
  free(s);
}

void
elara_synth_control(ElaraSynth* s, int controller, int value)
{
  if (controller < 0 || controller > 127) return;
  s->cc[controller] = (uint8_t)(value & 127);
  switch (controller) {
  case CC_DYNAMICS:
    s->dynamics_moved = 1;
    break;
  case CC_RESET:
    reset(s);
    break;
  case CC_SOUND_OFF:
    s->count = 0;
    break;
  case CC_NOTES_OFF:
    for (size_t i = 0; i < s->count; i++) {
      ElaraSynthVoice* const v = &s->voices[i];
      if (v->length > v->age) v->length = v->age;
    }
    break;
  default:
    break;
  }
}

void
elara_synth_bend(ElaraSynth* s, int value)
{
  s->bend = value;
}

// Room for one more voice; NULL when out of memory.
static ElaraSynthVoice*
spare_voice(ElaraSynth* s)
{
  if (s->count == s->capacity) {
    const size_t capacity = s->capacity ? 2 * s->capacity : 4;
    ElaraSynthVoice* const grown =
        (ElaraSynthVoice*)realloc(s->voices, capacity * sizeof *grown);
    if (!grown) return NULL;
    s->voices = grown;
    s->capacity = capacity;
  }
  return &s->voices[s->count];
}

ElaraStatus
elara_synth_note(
    ElaraSynth* s, int key, int velocity, int64_t length, double trim)
{
  ElaraSynthVoice* const v = spare_voice(s);
  ELARA_TRY_PTR(v);
  memset(v, 0, sizeof *v);
  v->kind = s->which;
  v->key = key & 127;
  v->velocity = velocity & 127;
  v->rate = s->rate;
  v->hz = 440.0 * pow(2.0, (v->key - 69) / 12.0);
  v->length = length > 1 ? length : 1;
  const double wanted =
      SECTION_LUFS + elara_instrument(s->kind->instrument)->power_db;
  v->trim = trim * pow(10.0, (wanted - s->kind->lufs) / 20.0);
  v->gain = -1.0f;
  v->random = elara_random((uint64_t)s->which, "sound.synth", s->next_note++,
                           (uint64_t)v->key);
  v->noise = (uint32_t)elara_random_u64(&v->random) | 1u;
  v->waves = &s->waves;
  v->used = ELARA_SYNTH_CHUNK;
  s->kind->start(v);
  s->count++;
  return ELARA_OK;
}

double
elara_synth_strength(const ElaraSynthVoice* v, const ElaraSynthControls* now)
{
  return now->dynamics >= 0.0 ? now->dynamics : v->velocity / 127.0;
}

static double
smooth(double x)
{
  if (x <= 0.0) return 0.0;
  return x >= 1.0 ? 1.0 : x * x * (3.0 - 2.0 * x);
}

int
elara_synth_envelope(const ElaraSynthVoice* v,
                     double attack,
                     double release,
                     float envelope[ELARA_SYNTH_CHUNK])
{
  const int64_t last = v->age + ELARA_SYNTH_CHUNK;
  if ((double)v->age >= attack && last <= v->length) {
    for (int i = 0; i < ELARA_SYNTH_CHUNK; i++)
      envelope[i] = 1.0f;
    return 0;
  }
  for (int i = 0; i < ELARA_SYNTH_CHUNK; i++) {
    const double up = ((double)(v->age + i) + 1.0) / attack;
    const double down = (double)(v->age + i - v->length) / release;
    // A release that starts during the attack goes on from where that was.
    envelope[i] = (float)(smooth(up) * (1.0 - smooth(down)));
  }
  return (double)(last - v->length) >= release;
}

static ElaraSynthControls
controls_now(const ElaraSynth* s)
{
  const double semitones = BEND_SEMITONES * (s->bend - 8192) / 8192.0;
  return (ElaraSynthControls){
      .shimmer = s->cc[CC_SHIMMER] / 127.0,
      .dynamics = s->dynamics_moved ? s->cc[CC_DYNAMICS] / 127.0 : -1.0,
      .bend = s->bend == 8192 ? 1.0 : pow(2.0, semitones / 12.0),
  };
}

// Level by strength and controllers, 40 log10 each as SoundFonts have it, and
// 0 dB at velocity 100; it glides over a chunk.
static void
apply_gain(const ElaraSynth* s, ElaraSynthVoice* v, double strength)
{
  const double x = strength * 1.27 * s->cc[CC_EXPRESSION] / 127.0 *
                   s->cc[CC_VOLUME] / USUAL_VOLUME;
  const float aim = (float)(v->trim * x * x);
  if (v->gain < 0.0f) v->gain = aim;
  const float step = (aim - v->gain) / (float)ELARA_SYNTH_CHUNK;
  for (int i = 0; i < ELARA_SYNTH_CHUNK; i++) {
    const float gain = v->gain + step * (float)(i + 1);
    v->out[0][i] *= gain;
    v->out[1][i] *= gain;
  }
  v->gain = aim;
}

static void
make_chunk(const ElaraSynth* s, ElaraSynthVoice* v)
{
  const ElaraSynthControls now = controls_now(s);
  s->kind->chunk(v, &now);
  apply_gain(s, v, elara_synth_strength(v, &now));
  v->age += ELARA_SYNTH_CHUNK;
  v->used = 0;
}

// True while more sound may follow.
static int
play(ElaraSynth* s, ElaraSynthVoice* v, float* left, float* right, int count)
{
  while (count > 0) {
    if (v->used == ELARA_SYNTH_CHUNK) {
      if (v->dead) return 0;
      make_chunk(s, v);
    }
    const int rest = ELARA_SYNTH_CHUNK - v->used;
    const int n = count < rest ? count : rest;
    for (int i = 0; i < n; i++) {
      left[i] += v->out[0][v->used + i];
      right[i] += v->out[1][v->used + i];
    }
    v->used += n;
    s->voice_frames += (uint64_t)n;
    left += n;
    right += n;
    count -= n;
  }
  return !(v->dead && v->used == ELARA_SYNTH_CHUNK);
}

void
elara_synth_render(ElaraSynth* s, float* left, float* right, int count)
{
  size_t kept = 0;
  for (size_t i = 0; i < s->count; i++) {
    if (!play(s, &s->voices[i], left, right, count)) continue;
    if (kept != i) s->voices[kept] = s->voices[i];
    kept++;
  }
  s->count = kept;
}

size_t
elara_synth_voice_count(const ElaraSynth* s)
{
  return s->count;
}

uint64_t
elara_synth_voice_frames(const ElaraSynth* s)
{
  return s->voice_frames;
}
