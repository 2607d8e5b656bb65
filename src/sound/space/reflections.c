// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Early: image sources (Allen & Berkley, JASA 1979). A wall is a mirror; the
// mirror image of a player sends its sound over a straight line of length d,
// so it arrives (d - d0) / c after the direct sound, d0 / d as strong, less
// what the walls took at each bounce and the air on the way. Both losses
// depend on frequency: each octave band gets its own train of impulses, and
// the bands are joined in the frequency domain by weights that sum to one.
// Walls are not flat mirrors: an image of order n is smeared over n impulses
// within 0.4 n ms. Up to order 4, fading out between 60 and 100 ms.
//
// Late: beyond the mixing time (about 80 ms) echoes are too dense to tell
// apart and behave like Gaussian noise that dies exponentially, each octave at
// its own rate (Moorer, CMJ 1979; Polack 1988):  h(t) = n(t) 10^(-3 t / RT60).
// It fades in while the early part fades out; the ears get different noise,
// which is what makes it sound wide.
//
// Two microphones 0.5 m apart, wide cardioids turned 50 degrees outwards,
// 4 m behind the conductor, 3 m high.

#include "sound/space/reflections.h"

#include "base/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846
#define SPEED_OF_SOUND 343.0
#define MIC_Y (-4.0)
#define MIC_Z 3.0
#define SOURCE_Z 1.2
#define MOST_ORDER 4
#define SEED UINT64_C(0x48616c6c)

// Amplitude kept at a bounce, and decibels lost a metre of air (ISO 9613-1,
// 20 C, 50 % humidity), for 125 Hz ... 16 kHz.
static const double side_walls[ELARA_HALL_BANDS] = {
    0.90, 0.93, 0.95, 0.95, 0.94, 0.93, 0.91, 0.88}; // plaster and wood
static const double end_walls[ELARA_HALL_BANDS] = {
    0.90, 0.90, 0.89, 0.87, 0.85, 0.83, 0.80, 0.76}; // organ, balcony
static const double floor_ceiling[ELARA_HALL_BANDS] = {
    0.88, 0.86, 0.83, 0.80, 0.77, 0.75, 0.72, 0.68}; // audience, coffers
static const double air_db_per_m[ELARA_HALL_BANDS] = {
    0.0004, 0.0013, 0.0027, 0.0047, 0.0099, 0.0297, 0.106, 0.35};

// Weight of BAND at a frequency: raised-cosine cross-fades between the band
// centres 125 Hz * 2^band on a logarithmic axis; the outer bands reach on.
static double
band_weight(int band, double hz)
{
  const double octave = hz > 1.0 ? log2(hz / 125.0) : -7.0;
  const double away = octave - band;
  if (band == 0 && away < 0.0) return 1.0;
  if (band == ELARA_HALL_BANDS - 1 && away > 0.0) return 1.0;
  return fabs(away) >= 1.0 ? 0.0 : 0.5 + 0.5 * cos(PI * away);
}

typedef struct {
  double x, y, z;
} Place;

static double
microphone_gain(int ear, Place source, Place mic, double metres)
{
  const double turn = (ear ? 1.0 : -1.0) * 50.0 * PI / 180.0;
  const double dx = (source.x - mic.x) / metres,
               dy = (source.y - mic.y) / metres;
  return 0.6 + 0.4 * (dx * sin(turn) + dy * cos(turn));
}

// Image number N of a coordinate between walls at LOW and HIGH.
static double
mirror(double at, double low, double high, int n)
{
  const double size = high - low, inside = at - low;
  return low + n * size + (n % 2 == 0 ? inside : size - inside);
}

typedef struct {
  const ElaraHallModel* model;
  int rate, ear;
  Place source, mic;
  double direct_m;
} Path;

static double
fade_out(double s)
{
  if (s <= 0.06) return 1.0;
  if (s >= 0.10) return 0.0;
  const double c = cos((s - 0.06) / 0.04 * PI / 2.0);
  return c * c;
}

// Adds the image (NX, NY, NZ) to the impulse trains, one a band, of
// ELARA_EARLY_FFT frames.
static void
add_image(const Path* p, int nx, int ny, int nz, float* trains)
{
  const ElaraHallModel* const m = p->model;
  const int order = abs(nx) + abs(ny) + abs(nz);
  const Place at = {
      mirror(p->source.x, -m->width / 2, m->width / 2, nx),
      mirror(p->source.y, m->stage - m->depth, m->stage, ny),
      mirror(p->source.z, 0.0, m->height, nz),
  };
  const double metres = sqrt((at.x - p->mic.x) * (at.x - p->mic.x) +
                             (at.y - p->mic.y) * (at.y - p->mic.y) +
                             (at.z - p->mic.z) * (at.z - p->mic.z));
  ElaraRandom random = elara_random(
      SEED, "hall", (uint64_t)((nx + 8) * 256 + (ny + 8) * 16 + nz + 8),
      (uint64_t)p->ear);
  const double gain = p->direct_m / metres *
                      microphone_gain(p->ear, at, p->mic, metres) /
                      sqrt((double)order);
  for (int k = 0; k < order; k++) {
    const double spread = 0.0004 * order * elara_random_unit(&random);
    const double sign = k > 0 && elara_random_chance(&random, 0.5) ? -1.0 : 1.0;
    const double s = (metres - p->direct_m) / SPEED_OF_SOUND + spread;
    const double fade = fade_out(s);
    if (s < 0.0 || fade <= 0.0) continue;
    const size_t frame = (size_t)(s * p->rate + 0.5);
    for (int b = 0; b < ELARA_HALL_BANDS; b++) {
      const double kept = pow(side_walls[b], abs(nx)) *
                          pow(end_walls[b], abs(ny)) *
                          pow(floor_ceiling[b], abs(nz)) *
                          pow(10.0, -air_db_per_m[b] * metres / 20.0);
      trains[(size_t)b * ELARA_EARLY_FFT + frame] +=
          (float)(sign * gain * fade * kept);
    }
  }
}

static void
add_images(const Path* p, float* trains)
{
  for (int nx = -MOST_ORDER; nx <= MOST_ORDER; nx++) {
    for (int ny = -MOST_ORDER; ny <= MOST_ORDER; ny++) {
      for (int nz = -MOST_ORDER; nz <= MOST_ORDER; nz++) {
        const int order = abs(nx) + abs(ny) + abs(nz);
        if (order == 0 || order > MOST_ORDER) continue;
        add_image(p, nx, ny, nz, trains);
      }
    }
  }
}

void
elara_hall_early(const ElaraHallModel* model,
                 const ElaraFft* fft,
                 int rate,
                 double x,
                 double y,
                 int ear,
                 float* out,
                 float* scratch)
{
  const size_t n = ELARA_EARLY_FFT, bins = n / 2 + 1;
  Path path = {
      model, rate, ear, {x, y, SOURCE_Z}, {ear ? 0.25 : -0.25, MIC_Y, MIC_Z},
      0.0};
  path.direct_m =
      sqrt((x - path.mic.x) * (x - path.mic.x) + (y - MIC_Y) * (y - MIC_Y) +
           (MIC_Z - SOURCE_Z) * (MIC_Z - SOURCE_Z));
  float* const trains = scratch;
  float* const sum = trains + ELARA_HALL_BANDS * n;
  float* const spectrum = sum + n + 2;
  float* const work = spectrum + n + 2;
  memset(scratch, 0, (ELARA_HALL_BANDS * n + n + 2) * sizeof(float));
  add_images(&path, trains);
  for (int b = 0; b < ELARA_HALL_BANDS; b++) {
    elara_fft_forward(fft, trains + (size_t)b * n, spectrum, work);
    for (size_t k = 0; k < bins; k++) {
      const double hz = (double)k * rate / (double)n;
      const float w = (float)band_weight(b, hz);
      sum[k] += w * spectrum[k];
      sum[k + bins] += w * spectrum[k + bins];
    }
  }
  elara_fft_inverse(fft, sum, out, work);
  // What the zero-phase band filters smeared before time 0 wrapped round.
  memset(out + n / 2, 0, n / 2 * sizeof(float));
}

static double
fade_in(double s)
{
  if (s <= 0.02) return 0.0;
  if (s >= 0.10) return 1.0;
  const double c = sin((s - 0.02) / 0.08 * PI / 2.0);
  return c * c;
}

void
elara_hall_late_band(const ElaraHallModel* model,
                     const ElaraFft* fft,
                     int rate,
                     int ear,
                     int band,
                     float* out,
                     float* scratch)
{
  const size_t n = elara_fft_size(fft), bins = n / 2 + 1;
  ElaraRandom random =
      elara_random(SEED, "tail", (uint64_t)ear, (uint64_t)band);
  float* const spectrum = scratch;
  memset(spectrum, 0, (n + 2) * sizeof(float));
  for (size_t k = 1; k + 1 < bins; k++) {
    const double hz = (double)k * rate / (double)n;
    // Below 30 Hz a hall only rumbles.
    const double low_cut = hz < 30.0 ? hz / 30.0 : 1.0;
    const double w = band_weight(band, hz) * low_cut;
    if (w <= 0.0) continue;
    spectrum[k] = (float)(w * elara_random_normal(&random));
    spectrum[k + bins] = (float)(w * elara_random_normal(&random));
  }
  elara_fft_inverse(fft, spectrum, out, scratch + n + 2);
  // exp(-t / tau) by repeated multiplication: the same on every machine.
  const double step = pow(10.0, -3.0 / (model->rt60_s[band] * rate));
  double decay = 1.0;
  const double scale = sqrt((double)n);
  for (size_t i = 0; i < n; i++) {
    out[i] =
        (float)((double)out[i] * scale * decay * fade_in((double)i / rate));
    decay *= step;
  }
}
