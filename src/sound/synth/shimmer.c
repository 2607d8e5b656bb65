// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Granular synthesis of the recent past (Roads, Microsound, ch. 3).
//
//   in --(level)--> low-pass 5 kHz, low-cut 180 Hz --(+)--> memory of 2 s
//                                                     ^         |
//                                     feedback 0.38 --+   grains: 12 at once
//                                                     |         v
//                                                     +------ cloud --> out
//
// A grain is 170 ms of memory under a Hann window, begun 40 to 600 ms ago and
// read at twice the speed (two of three grains) or one and a half times the
// speed; so it must begin far enough back not to overtake the writing head. A
// new grain starts every 30 ms or so; each has a place between left and right.
// The cloud goes back into the memory: what comes back the second time is two
// octaves up, and so on, each time some 15 dB weaker, until the low-pass has
// taken all of it. The loop cannot run away: grains start at least 21 ms apart,
// so at most 8.1 overlap, their windows sum to 4.1 at most, and
// 4.1 x 0.42 (a grain) x 0.38 (feedback) = 0.65 < 1 even if all of them agree.
// The low-pass in front keeps what is read at double speed below the Nyquist
// frequency.
//
// How it sounds: light on water above the hall; no attack, no certain echo.
// It needs a chord to live on, and turns runs into a blur: little of it.

#include "sound/synth/shimmer.h"

#include "base/random.h"

#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846
#define GRAINS 12
#define GRAIN_S .170
#define EVERY_S .030
#define MEMORY_S 2.0
#define NEAREST_S .040
#define FARTHEST_S .600
#define FEEDBACK .38f
#define LOW_PASS_HZ 5000.0
#define LOW_CUT_HZ 180.0
#define GLIDE_S .1
#define HANN_SIZE 512
#define SILENCE 1e-6f
#define SCALE .42f // of a grain: power 1 of about six overlapping

typedef struct {
  int left;    // frames to go, 0 = free
  double at;   // read position in the memory, frames
  double step; // 2 or 1.5
  float gain[2];
} Grain;

struct ElaraShimmer {
  int rate;
  size_t size; // of the memory, a power of two
  float* memory;
  size_t now; // writing head
  Grain grains[GRAINS];
  int length; // of a grain
  int wait;   // frames until the next
  float level, aim, glide;
  float low[2], cut; // states of the filters
  float low_a, cut_a;
  float window[HANN_SIZE + 2];
  ElaraRandom random;
  size_t quiet; // frames since anything above SILENCE was written
};

ElaraShimmer*
elara_shimmer_new(ElaraArena* arena, int rate)
{
  ElaraShimmer* const s =
      (ElaraShimmer*)elara_arena_alloc(arena, sizeof(ElaraShimmer));
  if (!s) return NULL;
  memset(s, 0, sizeof *s);
  s->rate = rate;
  s->size = 1;
  while ((double)s->size < MEMORY_S * rate)
    s->size *= 2;
  s->memory = (float*)elara_arena_array(arena, s->size, sizeof(float));
  if (!s->memory) return NULL;
  memset(s->memory, 0, s->size * sizeof(float));
  s->length = (int)(GRAIN_S * rate);
  s->glide = (float)(1.0 - exp(-1.0 / (GLIDE_S * rate)));
  s->low_a =
      (float)(1.0 - exp(-2.0 * PI * fmin(LOW_PASS_HZ, .2 * rate) / rate));
  s->cut_a = (float)(1.0 - exp(-2.0 * PI * LOW_CUT_HZ / rate));
  for (int i = 0; i < HANN_SIZE + 2; i++) {
    s->window[i] = (float)(.5 - .5 * cos(2.0 * PI * i / HANN_SIZE));
  }
  s->random = elara_random(0, "sound.shimmer", 0, 0);
  s->quiet = s->size;
  return s;
}

void
elara_shimmer_level(ElaraShimmer* s, double level)
{
  s->aim = (float)level;
}

static void
start_grain(ElaraShimmer* s)
{
  Grain* g = NULL;
  for (int i = 0; i < GRAINS && !g; i++) {
    if (s->grains[i].left == 0) g = &s->grains[i];
  }
  // The stream of numbers moves on whether or not there is room.
  const double fifth = elara_random_unit(&s->random);
  const double back_s =
      elara_random_range(&s->random, NEAREST_S, FARTHEST_S) + GRAIN_S;
  const double place = elara_random_range(&s->random, .08, .92);
  if (!g) return;
  g->left = s->length;
  g->step = fifth < .34 ? 1.5 : 2.0;
  g->at = (double)s->now - back_s * s->rate;
  if (g->at < 0.0) g->at += (double)s->size;
  g->gain[0] = SCALE * (float)cos(.5 * PI * place);
  g->gain[1] = SCALE * (float)sin(.5 * PI * place);
}

// One frame of one grain.
static float
read_grain(ElaraShimmer* s, Grain* g)
{
  const size_t mask = s->size - 1;
  const size_t i = (size_t)g->at;
  const float x = (float)(g->at - (double)i);
  const float a = s->memory[i & mask], b = s->memory[(i + 1) & mask];
  const float w =
      (float)(s->length - g->left) * ((float)HANN_SIZE / (float)s->length);
  const int k = (int)w;
  const float window =
      s->window[k] + (w - (float)k) * (s->window[k + 1] - s->window[k]);
  g->left--;
  g->at += g->step;
  if (g->at >= (double)s->size) g->at -= (double)s->size;
  return window * (a + x * (b - a));
}

static float
take_in(ElaraShimmer* s, float in)
{
  s->level += s->glide * (s->aim - s->level);
  const float x = s->level * in;
  s->cut += s->cut_a * (x - s->cut);
  return x - s->cut;
}

void
elara_shimmer_process(ElaraShimmer* s,
                      const float* mono,
                      float* left,
                      float* right,
                      size_t frames)
{
  if (!mono && elara_shimmer_silent(s)) {
    s->level = 0.0f;
    return;
  }
  for (size_t n = 0; n < frames; n++) {
    if (s->wait-- <= 0) {
      start_grain(s);
      s->wait =
          (int)(EVERY_S * s->rate * elara_random_range(&s->random, .7, 1.3));
    }
    float cloud[2] = {0.0f, 0.0f};
    for (int i = 0; i < GRAINS; i++) {
      Grain* const g = &s->grains[i];
      if (g->left == 0) continue;
      const float x = read_grain(s, g);
      cloud[0] += g->gain[0] * x;
      cloud[1] += g->gain[1] * x;
    }
    left[n] += cloud[0];
    right[n] += cloud[1];
    // Both ways into the memory pass the low-pass, twice 6 dB an octave.
    const float x = take_in(s, mono ? mono[n] : 0.0f) +
                    FEEDBACK * .7071f * (cloud[0] + cloud[1]);
    s->low[0] += s->low_a * (x - s->low[0]);
    s->low[1] += s->low_a * (s->low[0] - s->low[1]);
    s->memory[s->now] = s->low[1];
    s->now = (s->now + 1) & (s->size - 1);
    s->quiet = fabsf(s->low[1]) > SILENCE ? 0 : s->quiet + 1;
  }
}

int
elara_shimmer_silent(const ElaraShimmer* s)
{
  return s->quiet >= s->size;
}
