// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The peak between the frames is found by 4x oversampling with a polyphase
// filter, as in ITU-R BS.1770-4, annex 2. The gain wanted
// for each frame is
//
//   g = min(1, ceiling / peak)
//
// and the gain applied is g run through a sliding minimum over the look-ahead,
// released exponentially, and smoothed by two moving averages as long as the
// look-ahead together. A moving average of a minimum held that long never
// exceeds it, so no peak passes; the gain has no corners, so nothing is heard
// but the level. Look-ahead 5 ms, release 200 ms. Music within the ceiling
// passes unchanged.
//
//   in -> peaks -> g -> minimum over W -> release -> average -> average
//   in -> delay W ------------------------------------------------> times

#include "sound/dsp/limiter.h"

#include "sound/dsp/true_peak.h"

#include <math.h>
#include <string.h>

#define TAPS ELARA_PEAK_TAPS

struct ElaraLimiter {
  ElaraPeakFilter filter;
  double ceiling, recover;
  size_t window;   // look-ahead, frames
  size_t half;     // each moving average
  size_t at;       // frames seen
  size_t quiet[2]; // frames in a row too soft for any peak, a channel
  float soft;      // below this, no peak between frames passes the ceiling
  float* delayed;  // ring of stereo frames
  size_t delay;
  float* history; // last TAPS frames, twice over, a channel
  float* wanted;  // ring of the gains wanted in the window
  size_t* queue;  // frames whose gain is a minimum, oldest first
  size_t queue_first, queue_count;
  double envelope;
  double* first; // rings of the two averages
  double* second;
  double first_sum, second_sum;
  double least;
};

ElaraLimiter*
elara_limiter_new(ElaraArena* arena, int rate, double ceiling)
{
  ElaraLimiter* const l = (ElaraLimiter*)elara_arena_alloc(arena, sizeof *l);
  if (!l) return NULL;
  l->ceiling = ceiling;
  l->half = (size_t)rate * 5 / 2000 + 1;
  l->window = 2 * l->half + TAPS + 1;
  l->delay = 2 * l->half + TAPS / 2;
  l->recover = 1.0 - exp(-1.0 / (0.2 * rate));
  l->envelope = l->least = 1.0;
  l->delayed = (float*)elara_arena_array(arena, l->delay * 2, sizeof(float));
  l->history =
      (float*)elara_arena_array(arena, (size_t)TAPS * 4, sizeof(float));
  l->wanted = (float*)elara_arena_array(arena, l->window, sizeof(float));
  l->queue = (size_t*)elara_arena_array(arena, l->window, sizeof(size_t));
  l->first = (double*)elara_arena_array(arena, l->half, sizeof(double));
  l->second = (double*)elara_arena_array(arena, l->half, sizeof(double));
  if (!l->delayed || !l->history || !l->wanted || !l->queue || !l->first ||
      !l->second) {
    return NULL;
  }
  for (size_t i = 0; i < l->half; i++)
    l->first[i] = l->second[i] = 1.0;
  l->first_sum = l->second_sum = (double)l->half;
  elara_peak_filter_init(&l->filter);
  l->soft = (float)(0.99 * ceiling / l->filter.most_gain);
  return l;
}

size_t
elara_limiter_delay(const ElaraLimiter* l)
{
  return l->delay;
}

double
elara_limiter_least_gain(const ElaraLimiter* l)
{
  return l->least;
}

// The highest of the sample and its interpolated neighbours, one channel.
// When the last TAPS frames are all soft, only the sample itself is told: the
// filter cannot raise them to the ceiling.
static float
peak_of(ElaraLimiter* l, int channel, float x)
{
  float* const ring = l->history + channel * TAPS * 2;
  const size_t at = l->at % TAPS;
  ring[at] = ring[at + TAPS] = x;
  const float* const from = ring + at + 1; // the last TAPS, oldest first
  const float peak = fabsf(x);
  l->quiet[channel] = peak < l->soft ? l->quiet[channel] + 1 : 0;
  if (l->quiet[channel] >= TAPS) return peak;
  const float between = elara_peak_between(&l->filter, from);
  return between > peak ? between : peak;
}

// The minimum of the last WINDOW gains, by a queue of rising gains: constant
// time a frame.
static double
sliding_minimum(ElaraLimiter* l, float gain)
{
  const size_t w = l->window;
  l->wanted[l->at % w] = gain;
  if (l->queue_count && l->queue[l->queue_first] + w <= l->at) {
    l->queue_first = (l->queue_first + 1) % w;
    l->queue_count--;
  }
  while (l->queue_count) {
    const size_t back = (l->queue_first + l->queue_count - 1) % w;
    if (l->wanted[l->queue[back] % w] < gain) break;
    l->queue_count--;
  }
  l->queue[(l->queue_first + l->queue_count++) % w] = l->at;
  return (double)l->wanted[l->queue[l->queue_first] % w];
}

static double
average(double* ring, size_t count, size_t at, double* sum, double x)
{
  double* const slot = &ring[at % count];
  *sum += x - *slot;
  *slot = x;
  return *sum / (double)count;
}

static double
next_gain(ElaraLimiter* l, float peak)
{
  const double ceiling = l->ceiling;
  const double wanted = (double)peak > ceiling ? ceiling / (double)peak : 1.0;
  const double least = sliding_minimum(l, (float)wanted);
  l->envelope += (1.0 - l->envelope) * l->recover;
  if (l->envelope > least) l->envelope = least;
  const double once =
      average(l->first, l->half, l->at, &l->first_sum, l->envelope);
  const double twice = average(l->second, l->half, l->at, &l->second_sum, once);
  // The running sums drift by rounding; unity must stay unity.
  return twice > 1.0 - 1e-7 ? 1.0 : twice;
}

void
elara_limiter_process(
    ElaraLimiter* l, const float* in, float* out, float* gains, size_t frames)
{
  for (size_t i = 0; i < frames; i++) {
    const float left = in[2 * i], right = in[2 * i + 1];
    const float a = peak_of(l, 0, left), b = peak_of(l, 1, right);
    const double gain = next_gain(l, a > b ? a : b);
    float* const slot = l->delayed + 2 * (l->at % l->delay);
    out[2 * i] = (float)((double)slot[0] * gain);
    out[2 * i + 1] = (float)((double)slot[1] * gain);
    slot[0] = left;
    slot[1] = right;
    if (gains) gains[i] = (float)gain;
    if (gain < l->least) l->least = gain;
    l->at++;
  }
}
