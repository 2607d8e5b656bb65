// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The synthetic instruments against their own tables: partials, decays,
// formants, the riser's peak, the drop's fall; loudness, aliasing, DC; the
// same bytes for any block; the shimmer.

#include "model/instrument.h"
#include "sound/dsp/fft.h"
#include "sound/synth/shimmer.h"
#include "sound/synth/synth.h"
#include "tap.h"

#include <ebur128.h>

#define RATE 48000
#define PI 3.14159265358979323846
#define LONGEST (14 * RATE)
#define FFT (1 << 18)

static float left[LONGEST], right[LONGEST];

// A note alone, SECONDS of it from its start, in blocks of BLOCK.
static void
play(ElaraSynthKind kind,
     int key,
     int velocity,
     double length_s,
     double seconds,
     int colour,
     int block)
{
  ElaraSynth* const s = elara_synth_new(kind, RATE);
  const int count = (int)(seconds * RATE);
  memset(left, 0, sizeof left);
  memset(right, 0, sizeof right);
  elara_synth_control(s, 1, colour);
  elara_synth_note(s, key, velocity, (int64_t)(length_s * RATE), 1.0);
  for (int i = 0; i < count; i += block) {
    const int n = count - i < block ? count - i : block;
    elara_synth_render(s, left + i, right + i, n);
  }
  elara_synth_free(s);
}

static double
key_hz(int key)
{
  return 440.0 * pow(2.0, (key - 69) / 12.0);
}

static double
db(double power)
{
  return 10.0 * log10(power + 1e-30);
}

// The window's middle on the first frame: strokes are heard whole.
#define STROKE (-FFT / 2)

// Power of both channels by bin of RATE / FFT hertz, from frame FROM on; there
// is silence before 0.
static double*
spectrum(int from)
{
  static double power[FFT / 2 + 1];
  static float in[FFT], out[FFT + 2], scratch[2 * FFT];
  ElaraFft* const fft = elara_fft_new(FFT);
  memset(power, 0, sizeof power);
  for (int c = 0; c < 2; c++) {
    const float* const x = c ? right : left;
    for (int i = 0; i < FFT; i++) {
      const float window = (float)(.5 - .5 * cos(2.0 * PI * i / FFT));
      in[i] = from + i < 0 ? 0.0f : x[from + i] * window;
    }
    elara_fft_forward(fft, in, out, scratch);
    for (int i = 0; i <= FFT / 2; i++) {
      const double re = (double)out[i], im = (double)out[FFT / 2 + 1 + i];
      power[i] += re * re + im * im;
    }
  }
  elara_fft_free(fft);
  return power;
}

static int
bin_of(double hz)
{
  return (int)(hz * FFT / RATE + .5);
}

// Frequency of the strongest line between LOW and HIGH, by a parabola.
static double
peak_hz(const double* power, double low, double high)
{
  int best = bin_of(low);
  for (int i = bin_of(low); i <= bin_of(high); i++) {
    if (power[i] > power[best]) best = i;
  }
  const double a = db(power[best - 1]), b = db(power[best]),
               c = db(power[best + 1]);
  return (best + .5 * (a - c) / (a - 2.0 * b + c)) * RATE / FFT;
}

static double
cents(double a, double b)
{
  return 1200.0 * log2(a / b);
}

// Amplitude near HZ around frame AT, Hann window of WIDTH frames.
static double
amplitude(double hz, int at, int width)
{
  double sum = 0.0;
  for (int c = 0; c < 2; c++) {
    const float* const x = (c ? right : left) + at - width / 2;
    double re = 0.0, im = 0.0;
    for (int i = 0; i < width; i++) {
      const double w = .5 - .5 * cos(2.0 * PI * i / width);
      const double turn = 2.0 * PI * hz * i / RATE;
      re += w * (double)x[i] * cos(turn);
      im += w * (double)x[i] * sin(turn);
    }
    sum += re * re + im * im;
  }
  return sqrt(sum);
}

// --- level
// ---------------------------------------------------------------------

static double
loudest_lufs(double seconds)
{
  ebur128_state* m = ebur128_init(2, RATE, EBUR128_MODE_M);
  double most = -200.0;
  static float both[2 * 4800];
  for (int at = 0; at + 4800 <= (int)(seconds * RATE); at += 4800) {
    for (int i = 0; i < 4800; i++) {
      both[2 * i] = left[at + i];
      both[2 * i + 1] = right[at + i];
    }
    ebur128_add_frames_float(m, both, 4800);
    double now;
    if (at >= 3 * 4800 && ebur128_loudness_momentary(m, &now) == 0 &&
        now > most)
      most = now;
  }
  ebur128_destroy(&m);
  return most;
}

static const struct {
  int instrument;
  double length_s;
} middle_notes[ELARA_SYNTH_COUNT] = {
    {ELARA_CHURCH_BELL, 6.0},   {ELARA_GLASS_HARMONICA, 3.0},
    {ELARA_FORMANT_CHOIR, 3.0}, {ELARA_DEEP_DRONE, 10.0},
    {ELARA_RISER, 4.0},         {ELARA_SUB_DROP, 4.0},
};

static void
test_levels(void)
{
  for (int k = 0; k < ELARA_SYNTH_COUNT; k++) {
    const ElaraInstrument* const t =
        elara_instrument(middle_notes[k].instrument);
    TAP_EQ_I(elara_synth_kind(middle_notes[k].instrument), k, t->name);
    const int key = (t->sweet_low + t->sweet_high) / 2;
    play((ElaraSynthKind)k, key, 100, middle_notes[k].length_s, 12.0,
         k == ELARA_SYNTH_GLASS ? 60 : 0, 512);
    TAP_NEAR(loudest_lufs(12.0), -32.0 + t->power_db, .3,
             "as loud as its row says, LUFS");
    double mean = 0.0, peak = 0.0;
    for (int i = 0; i < 12 * RATE; i++) {
      mean += (double)left[i] / (12.0 * RATE);
      peak = fmax(peak, fabs((double)left[i]));
    }
    TAP_OK(fabs(mean) < 1e-3 * peak, "no DC: 60 dB under the peak");
    play((ElaraSynthKind)k, key, 50, middle_notes[k].length_s, 12.0, 0, 512);
    TAP_OK(loudest_lufs(12.0) < -32.0 + t->power_db - 10.0,
           "half the velocity is at least 10 dB softer");
  }
  TAP_EQ_I(elara_synth_kind(ELARA_VIOLIN_1), -1, "violins are sampled");
}

// --- the same bytes
// ------------------------------------------------------------

// Four notes and some controllers, rendered BLOCK frames at a time.
static uint64_t
fingerprint(ElaraSynthKind kind, int block)
{
  ElaraSynth* const s = elara_synth_new(kind, RATE);
  memset(left, 0, sizeof left);
  memset(right, 0, sizeof right);
  const int events[] = {100, 7777, 20011, 33000, 48001, 50000};
  size_t next = 0;
  int at = 0;
  while (at < 3 * RATE) {
    while (next < 6 && events[next] == at) {
      const int i = (int)next++;
      if (i < 4)
        elara_synth_note(s, 40 + 3 * i, 60 + 15 * i, 9000 + 5001 * i, 1.0);
      else
        elara_synth_control(s, i == 4 ? 11 : 1, 70);
      if (i == 3) elara_synth_bend(s, 9000);
    }
    int n = 3 * RATE - at < block ? 3 * RATE - at : block;
    if (next < 6 && events[next] - at < n) n = events[next] - at;
    elara_synth_render(s, left + at, right + at, n);
    at += n;
  }
  elara_synth_free(s);
  uint64_t sum = 1469598103934665603u;
  for (int i = 0; i < 3 * RATE; i++) {
    uint32_t bits[2];
    memcpy(&bits[0], &left[i], 4);
    memcpy(&bits[1], &right[i], 4);
    sum = (sum ^ bits[0]) * 1099511628211u;
    sum = (sum ^ bits[1]) * 1099511628211u;
  }
  return sum;
}

static void
test_blocks(void)
{
  for (int k = 0; k < ELARA_SYNTH_COUNT; k++) {
    const uint64_t whole = fingerprint((ElaraSynthKind)k, 1 << 20);
    TAP_OK(whole == fingerprint((ElaraSynthKind)k, 1) &&
               whole == fingerprint((ElaraSynthKind)k, 61) &&
               whole == fingerprint((ElaraSynthKind)k, 4096),
           "blocks of 1, 61, 4096 and all at once: the same bytes");
  }
  ElaraSynth* const s = elara_synth_new(ELARA_SYNTH_GLASS, RATE);
  elara_synth_note(s, 80, 100, RATE, 1.0);
  TAP_EQ_I(elara_synth_voice_count(s), 1, "a note is a voice");
  static float waste[2 * 2 * RATE];
  elara_synth_render(s, waste, waste + 2 * RATE, 2 * RATE);
  TAP_EQ_I(elara_synth_voice_count(s), 0, "and ends");
  elara_synth_note(s, 80, 100, RATE, 1.0);
  elara_synth_control(s, 120, 0);
  TAP_EQ_I(elara_synth_voice_count(s), 0, "all sound off");
  elara_synth_free(s);
}

// --- bell and glass
// ------------------------------------------------------------

typedef struct {
  double ratio, t60_s, split_hz;
} Partial;

static const Partial bell[] = {
    {0.5, 14.0, .31}, {1.0, 8.0, .47},   {1.2, 7.0, .66},
    {1.5, 3.6, .83},  {2.0, 4.6, 1.13},  {2.51, 2.1, 0.0},
    {2.66, 1.7, 0.0}, {3.01, 2.3, 1.61}, {4.16, 1.4, 0.0},
};

static const Partial glass[] = {
    {1.0, 3.2, .79},
    {2.32, 1.5, 1.27},
    {4.25, .75, 0.0},
    {6.63, .38, 0.0},
};

// SPLIT is of the reference note middle C; pairs are compared a beat apart, so
// that they stand the same.
static void
test_partials(const char* name,
              const Partial* table,
              size_t count,
              double hz,
              double slower)
{
  const double* const power = spectrum(STROKE);
  double worst_cents = 0.0, worst_decay = 0.0;
  for (size_t i = 0; i < count; i++) {
    const Partial* const p = &table[i];
    const double want = p->ratio * hz;
    const double got = peak_hz(power, want * .985, want * 1.015);
    worst_cents = fmax(worst_cents, fabs(cents(got, want)));
    const double split = fmin(p->split_hz * hz / 261.6, 4.0);
    const double t60 = p->t60_s * slower;
    const double apart = split > 0.0 ? 1.0 / split : .4 * t60;
    const int width = (int)(.16 * RATE);
    const int at = (int)(.12 * RATE);
    const double a = amplitude(want, at, width);
    const double b = amplitude(want, at + (int)(apart * RATE + .5), width);
    const double measured = 60.0 * apart / (20.0 * log10(a / b));
    worst_decay = fmax(worst_decay, fabs(measured / t60 - 1.0));
  }
  printf("# %s: worst %.2f cents, %.1f %% of T60\n", name, worst_cents,
         100.0 * worst_decay);
  TAP_NEAR(worst_cents, 0.0, 3.0, "every partial at its ratio, cents");
  TAP_NEAR(worst_decay, 0.0, .10, "every partial dies in its time");
}

static double
centroid_hz(void)
{
  const double* const power = spectrum(STROKE);
  double sum = 0.0, moment = 0.0;
  for (int i = 1; i <= FFT / 2; i++) {
    sum += power[i];
    moment += power[i] * i;
  }
  return moment / sum * RATE / FFT;
}

static void
test_bells(void)
{
  play(ELARA_SYNTH_BELL, 60, 127, 12.0, 12.0, 0, 512);
  test_partials("bell", bell, sizeof bell / sizeof *bell, key_hz(60), 1.0);
  const double loud = centroid_hz();
  play(ELARA_SYNTH_BELL, 60, 30, 12.0, 12.0, 0, 512);
  TAP_OK(centroid_hz() < .8 * loud, "a soft stroke is darker");
  // Struck notes are short; their release is longer than these decays.
  play(ELARA_SYNTH_GLASS, 79, 127, .59, 8.0, 0, 512);
  const double hz =
      peak_hz(spectrum(STROKE), key_hz(79) * .98, key_hz(79) * 1.02);
  TAP_NEAR(cents(hz, key_hz(79)), 0.0, 3.0, "struck glass is in tune");
  for (size_t i = 1; i < sizeof glass / sizeof *glass; i++) {
    const double want = glass[i].ratio * key_hz(79);
    TAP_NEAR(cents(peak_hz(spectrum(STROKE), want * .98, want * 1.02), want),
             0.0, 5.0, "a mode of the glass, cents");
  }
  play(ELARA_SYNTH_GLASS, 79, 100, 4.0, 6.0, 60, 512);
  const int width = RATE / 20;
  const double early = amplitude(key_hz(79), (int)(.04 * RATE), width);
  const double held = amplitude(key_hz(79), 2 * RATE, width);
  TAP_OK(early < .3 * held, "bowed glass has no attack");
  TAP_NEAR(20.0 * log10(amplitude(key_hz(79), (int)(3.8 * RATE), RATE / 3) /
                        amplitude(key_hz(79), (int)(1.6 * RATE), RATE / 3)),
           0.0, 4.5, "and holds");
}

// --- choir
// -----------------------------------------------------------------------

// Bass keys, where the table of the bass holds.
static const double sung[3][2] = {{600, 1040}, {400, 750}, {350, 600}};

// Mean frequency of the power within 16 % of HZ: harmonics of twelve keys,
// freed of the 6 dB an octave that the buzz falls.
static double
formant_hz(double hz, int colour)
{
  double sum = 0.0, moment = 0.0;
  for (int key = 36; key < 48; key++) {
    play(ELARA_SYNTH_CHOIR, key, 100, 6.5, 6.6, colour, 512);
    const double* const power = spectrum(RATE);
    for (int h = 1; h * key_hz(key) < 1.3 * hz; h++) {
      const double at = h * key_hz(key);
      if (at < hz * .84 || at > hz * 1.16) continue;
      double p = 0.0;
      for (int i = bin_of(at * .98); i <= bin_of(at * 1.02); i++)
        p += power[i] * h * h;
      sum += p;
      moment += p * at;
    }
  }
  return moment / sum;
}

static void
test_choir(void)
{
  for (int vowel = 0; vowel < 3; vowel++) {
    for (int f = 0; f < (vowel < 2 ? 2 : 1); f++) {
      const double hz =
          formant_hz(sung[vowel][f], vowel == 1 ? 64 : 127 * vowel / 2);
      printf("# %c F%d: %.0f Hz, table %.0f\n", "AOU"[vowel], f + 1, hz,
             sung[vowel][f]);
      TAP_NEAR(hz / sung[vowel][f], 1.0, .05, "a formant at its frequency");
    }
  }
  play(ELARA_SYNTH_CHOIR, 69, 100, 6.5, 7.0, 0, 512);
  const double* const power = spectrum(RATE);
  double sum = 0.0, moment = 0.0;
  for (int i = bin_of(425.0); i < bin_of(455.0); i++) {
    sum += power[i];
    moment += power[i] * i;
  }
  TAP_NEAR(cents(moment / sum * RATE / FFT, 440.0), 0.0, 5.0,
           "eight singers are in tune together");
}

// --- aliasing
// --------------------------------------------------------------------

// Strongest line that is no harmonic of HZ, dB beside the strongest of all.
static double
worst_stranger(double hz, double low, double width_cents)
{
  const double* const power = spectrum(2 * RATE);
  double most = 0.0, stranger = 0.0;
  for (int i = bin_of(20.0); i <= FFT / 2; i++)
    most = fmax(most, power[i]);
  for (int i = bin_of(low); i <= FFT / 2; i++) {
    const double f = (double)i * RATE / FFT;
    const double h = floor(f / hz + .5);
    if (h >= 1.0 && fabs(cents(f, h * hz)) < width_cents) continue;
    // Where the harmonics lie so close that none is left out.
    stranger = fmax(stranger, power[i]);
  }
  return db(stranger) - db(most);
}

static void
test_aliasing(void)
{
  play(ELARA_SYNTH_DRONE, 67, 127, 9.0, 9.0, 127, 512);
  const double drone = worst_stranger(key_hz(67), 40.0, 60.0);
  printf("# drone G4: %.1f dB\n", drone);
  TAP_OK(drone < -60.0, "a drone two octaves too high does not fold back");
  // The bell's highest partial that is let in is at 9.74 times the key. Below
  // its hum there are only the smooth skirts of the strike: what stands out of
  // them by 12 dB would be a line that folded back.
  play(ELARA_SYNTH_BELL, 96, 127, 9.0, 9.0, 0, 512);
  const double* const power = spectrum(STROKE);
  double most = 0.0, folded = 0.0;
  for (int i = 1; i <= FFT / 2; i++)
    most = fmax(most, power[i]);
  for (int i = 100; i < bin_of(.45 * key_hz(96)); i++) {
    const double skirt = .5 * (power[i - 60] + power[i + 60]);
    if (power[i] > 16.0 * skirt) folded = fmax(folded, power[i]);
  }
  printf("# bell C7: %.1f dB\n", db(folded) - db(most));
  TAP_OK(db(folded) - db(most) < -60.0, "nor does a bell");
}

// --- riser and drop
// ------------------------------------------------------------

// Milliseconds between the loudest moment of the mean of many risers and the
// end of their notes.
static double
peak_off_ms(double length_s)
{
  enum { BIN = 48, BINS = 5000 };
  static double power[BINS];
  memset(power, 0, sizeof power);
  for (int key = 40; key < 90; key++) {
    play(ELARA_SYNTH_RISER, key, 100, length_s, length_s + .2, 0, 512);
    for (int i = 0; i < (int)((length_s + .2) * RATE); i++)
      power[i / BIN] += (double)left[i] * (double)left[i] +
                        (double)right[i] * (double)right[i];
  }
  int best = 2;
  double most = 0.0;
  for (int i = 2; i < (int)((length_s + .2) * 1000.0) - 2; i++) {
    const double here =
        power[i - 2] + power[i - 1] + power[i] + power[i + 1] + power[i + 2];
    if (here > most) most = here, best = i;
  }
  return best + .5 - length_s * 1000.0;
}

static void
test_riser(void)
{
  static const double lengths[] = {1.5, 2.7, 4.2};
  for (int i = 0; i < 3; i++) {
    TAP_NEAR(peak_off_ms(lengths[i]), 0.0, 5.0,
             "the riser peaks where its note ends, ms");
  }
  play(ELARA_SYNTH_RISER, 60, 100, 3.0, 3.2, 0, 512);
  double after = 0.0, end = 0.0;
  for (int i = 0; i < RATE / 100; i++) {
    end = fmax(end, fabs((double)left[3 * RATE - RATE / 100 + i]));
    after = fmax(after, fabs((double)left[3 * RATE + RATE / 20 + i]));
  }
  TAP_OK(after < 1e-3 * end, "and is gone 50 ms later");
}

// Frequency at AT_S from the zero crossings around it.
static double
crossing_hz(double at_s)
{
  double first = 0.0, last = 0.0;
  int count = 0;
  const int from = (int)((at_s - .06) * RATE), to = (int)((at_s + .06) * RATE);
  for (int i = from; i < to; i++) {
    if (left[i] > 0.0f || left[i + 1] <= 0.0f) continue;
    last = i + (double)left[i] / (double)(left[i] - left[i + 1]);
    if (!count++) first = last;
  }
  return (count - 1) * RATE / (last - first);
}

static void
test_drop(void)
{
  play(ELARA_SYNTH_DROP, 40, 100, 5.0, 5.0, 0, 512);
  static const double times[] = {.2, .45, .9, 1.8};
  for (int i = 0; i < 4; i++) {
    const double want = key_hz(40) * (.3125 + .6875 * exp(-times[i] / .45));
    TAP_NEAR(crossing_hz(times[i]) / want, 1.0, .03, "the drop falls in time");
  }
  TAP_NEAR(20.0 * log10(amplitude(26.5, 2 * RATE, RATE / 5) /
                        amplitude(26.0, (int)(2.5 * RATE), RATE / 5)),
           60.0 * .5 / 2.6, 1.5, "and dies 60 dB in 2.6 s");
}

// --- controllers
// ----------------------------------------------------------------

static void
test_controls(void)
{
  double level[2], hz[2];
  for (int i = 0; i < 2; i++) {
    ElaraSynth* const s = elara_synth_new(ELARA_SYNTH_GLASS, RATE);
    memset(left, 0, sizeof left);
    memset(right, 0, sizeof right);
    elara_synth_control(s, 11, i ? 64 : 127);
    elara_synth_bend(s, i ? 16383 : 8192);
    elara_synth_note(s, 79, 100, 7 * RATE, 1.0);
    elara_synth_render(s, left, right, 7 * RATE);
    elara_synth_free(s);
    hz[i] = peak_hz(spectrum(RATE / 2), 600.0, 1100.0);
    level[i] = loudest_lufs(7.0);
  }
  TAP_NEAR(cents(hz[1], hz[0]), 200.0, 4.0, "the wheel bends two semitones");
  TAP_NEAR(level[0] - level[1], 40.0 * log10(127.0 / 64.0), 1.0,
           "expression: 40 log10");
}

// --- shimmer
// --------------------------------------------------------------------

static void
shimmer(const float* in, int frames, int block)
{
  ElaraArena* const arena = elara_arena_new();
  ElaraShimmer* const s = elara_shimmer_new(arena, RATE);
  memset(left, 0, sizeof left);
  memset(right, 0, sizeof right);
  elara_shimmer_level(s, 1.0);
  for (int i = 0; i < frames; i += block) {
    const int n = frames - i < block ? frames - i : block;
    elara_shimmer_process(s, in + i, left + i, right + i, (size_t)n);
  }
  elara_arena_free(arena);
}

static void
test_shimmer(void)
{
  static float in[LONGEST], first[LONGEST];
  for (int i = 0; i < 8 * RATE; i++)
    in[i] = (float)(.5 * sin(2.0 * PI * 440.0 * i / RATE));
  shimmer(in, 8 * RATE, 4096);
  memcpy(first, left, sizeof first);
  const double* const power = spectrum(RATE);
  double at[4] = {0};
  static const double lines[] = {440.0, 660.0, 880.0, 1760.0};
  for (int k = 0; k < 4; k++) {
    for (int i = bin_of(lines[k] - 12.0); i < bin_of(lines[k] + 12.0); i++)
      at[k] += power[i];
  }
  printf("# 440 Hz in; out: fifth %.1f dB, second octave %.1f dB, itself %.1f "
         "dB beside the octave\n",
         db(at[1]) - db(at[2]), db(at[3]) - db(at[2]), db(at[0]) - db(at[2]));
  TAP_OK(at[2] > at[1] && at[1] > .05 * at[2], "an octave, and a fifth");
  TAP_OK(at[3] < .5 * at[2] && at[3] > 1e-4 * at[2],
         "what comes back again is weaker");
  TAP_OK(at[0] < 1e-3 * at[2], "the sound itself is not in the cloud");
  shimmer(in, 8 * RATE, 37);
  TAP_OK(memcmp(first, left, sizeof first) == 0,
         "blocks of 37 and of 4096: the same bytes");
}

static void
test_shimmer_dies(void)
{
  ElaraArena* const arena = elara_arena_new();
  ElaraShimmer* const s = elara_shimmer_new(arena, RATE);
  TAP_OK(elara_shimmer_silent(s), "silent before anything comes in");
  elara_shimmer_level(s, 1.0);
  static float in[RATE], l[RATE], r[RATE];
  uint32_t random = 1;
  double most = 0.0;
  for (int second = 0; second < 30; second++) {
    for (int i = 0; i < RATE; i++) {
      random = random * 1664525u + 1013904223u;
      in[i] = second < 10 ? (random >> 31 ? 1.0f : -1.0f) : 0.0f;
      l[i] = r[i] = 0.0f;
    }
    if (elara_shimmer_silent(s) && second > 10) break;
    elara_shimmer_process(s, in, l, r, RATE);
    for (int i = 0; i < RATE; i++)
      most = fmax(most, fabs((double)l[i]));
  }
  TAP_OK(most < 4.0, "full noise for ten seconds does not run away");
  TAP_OK(elara_shimmer_silent(s), "and is gone within twenty");
  elara_arena_free(arena);
}

int
main(void)
{
  tap_begin("synthesis");
  test_levels();
  test_blocks();
  test_bells();
  test_choir();
  test_aliasing();
  test_riser();
  test_drop();
  test_controls();
  test_shimmer();
  test_shimmer_dies();
  return tap_end();
}
