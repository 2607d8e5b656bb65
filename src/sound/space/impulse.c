// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A hall from a recorded impulse response: read, find the direct sound, take it
// out, bring to the rate (windowed sinc: Smith & Gossett, ICASSP 1984), set the
// level, and the rest is the hall of a described room.

#include "base/threads.h"
#include "sound/space/hall_parts.h"

#include <math.h>
#include <sndfile.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846
#define MOST_CHANNELS 4
#define ONSET_DB (-20.0)   // below the peak, the direct sound's beginning
#define DIRECT_S 0.0025    // it is gone from here
#define DIRECT_END_S 0.005 // to here: the echo fades in
#define HALF_WIDTH 32      // zero crossings of the sinc on either side
#define KAISER 10.0        // 100 dB
#define PHASES 512
#define PASS 0.95 // of the lower Nyquist frequency

typedef struct {
  const char* path;
  ElaraDiags* diags;
  int channels, from_rate, rate;
  size_t count;  // frames a channel
  float* frames; // interleaved, as read
  float* ready[MOST_CHANNELS];
  size_t ready_count;
  float* kernel;
} Impulse;

static ElaraStatus
refuse(const Impulse* m, ElaraStatus status, const char* hint, const char* what)
{
  elara_diag(m->diags, ELARA_DIAG_ERROR, m->path, 0, 0, hint, "%s", what);
  return status;
}

static ElaraStatus
check_format(const Impulse* m, const SF_INFO* info)
{
  if (info->channels != 1 && info->channels != 2 && info->channels != 4) {
    elara_diag(m->diags, ELARA_DIAG_ERROR, m->path, 0, 0,
               "use mono, stereo, or true stereo (LL LR RL RR)",
               "an impulse of %d channels", info->channels);
    return ELARA_BAD_INPUT;
  }
  if (info->samplerate < 8000 || info->samplerate > 384000) {
    elara_diag(m->diags, ELARA_DIAG_ERROR, m->path, 0, 0,
               "use 8000 to 384000 frames a second",
               "an impulse at %d frames a second", info->samplerate);
    return ELARA_BAD_INPUT;
  }
  if (info->frames <= 0)
    return refuse(m, ELARA_BAD_INPUT, "use another file", "no sound in it");
  const double seconds = (double)info->frames / info->samplerate;
  if (seconds > ELARA_IMPULSE_MOST_S) {
    elara_diag(
        m->diags, ELARA_DIAG_ERROR, m->path, 0, 0,
        "cut it to 20 seconds; an impulse response is a room's echo, not "
        "music",
        "an impulse of %.1f seconds", seconds);
    return ELARA_BAD_INPUT;
  }
  return ELARA_OK;
}

static ElaraStatus
read_frames(Impulse* m, SNDFILE* file, const SF_INFO* info)
{
  ELARA_TRY(check_format(m, info));
  m->channels = info->channels;
  m->from_rate = info->samplerate;
  const size_t most = (size_t)info->frames;
  m->frames = (float*)malloc(most * (size_t)info->channels * sizeof(float));
  ELARA_TRY_PTR(m->frames);
  const sf_count_t got = sf_readf_float(file, m->frames, info->frames);
  if (got <= 0)
    return refuse(m, ELARA_BAD_INPUT, "use another file", "cannot be decoded");
  m->count = (size_t)got;
  for (size_t i = 0; i < m->count * (size_t)m->channels; i++) {
    if (!isfinite(m->frames[i])) {
      return refuse(m, ELARA_BAD_INPUT, "export it again",
                    "holds values that are not numbers");
    }
  }
  return ELARA_OK;
}

static ElaraStatus
read_file(Impulse* m)
{
  SF_INFO info = {0};
  SNDFILE* const file = sf_open(m->path, SFM_READ, &info);
  if (!file) {
    elara_diag(m->diags, ELARA_DIAG_ERROR, m->path, 0, 0,
               "name a WAV or FLAC file of a room's impulse response",
               "cannot be read as sound: %s", sf_strerror(NULL));
    return sf_error(NULL) == SF_ERR_SYSTEM ? ELARA_IO_ERROR : ELARA_BAD_INPUT;
  }
  const ElaraStatus status = read_frames(m, file, &info);
  sf_close(file);
  return status;
}

// Cuts what comes before the direct sound, and fades that out.
static ElaraStatus
trim(Impulse* m)
{
  const size_t channels = (size_t)m->channels;
  float peak = 0.0f;
  for (size_t i = 0; i < m->count * channels; i++)
    peak = fmaxf(peak, fabsf(m->frames[i]));
  if (peak < 1e-6f) {
    return refuse(m, ELARA_BAD_INPUT, "use another file",
                  "an impulse that is silent");
  }
  const float onset = peak * (float)pow(10.0, ONSET_DB / 20.0);
  size_t first = 0;
  while (fabsf(m->frames[first]) < onset)
    first++;
  first /= channels;
  m->count -= first;
  memmove(m->frames, m->frames + first * channels,
          m->count * channels * sizeof(float));
  const double end = DIRECT_END_S * m->from_rate;
  for (size_t i = 0; (double)i < end && i < m->count; i++) {
    const double at =
        ((double)i / m->from_rate - DIRECT_S) / (DIRECT_END_S - DIRECT_S);
    const double s = at <= 0.0 ? 0.0 : sin(PI / 2.0 * at);
    for (size_t c = 0; c < channels; c++)
      m->frames[i * channels + c] *= (float)(s * s);
  }
  return ELARA_OK;
}

// The modified Bessel function of order 0.
static double
bessel(double x)
{
  double sum = 1.0, term = 1.0;
  for (int k = 1; k < 60; k++) {
    term *= x / (2.0 * k) * (x / (2.0 * k));
    sum += term;
  }
  return sum;
}

// Half of the kernel, PHASES points a zero crossing and one more.
static ElaraStatus
make_kernel(Impulse* m)
{
  const size_t points = HALF_WIDTH * PHASES + 2;
  m->kernel = (float*)malloc(points * sizeof(float));
  ELARA_TRY_PTR(m->kernel);
  const double whole = bessel(KAISER);
  for (size_t i = 0; i < points; i++) {
    const double x = (double)i / PHASES, at = x / HALF_WIDTH;
    const double window =
        at < 1.0 ? bessel(KAISER * sqrt(1.0 - at * at)) / whole : 0.0;
    const double sinc = i == 0 ? 1.0 : sin(PI * x) / (PI * x);
    m->kernel[i] = (float)(window * sinc);
  }
  return ELARA_OK;
}

static double
kernel_at(const Impulse* m, double x)
{
  const double at = fabs(x) * PHASES;
  const size_t low = (size_t)at;
  if (low >= HALF_WIDTH * PHASES) return 0.0;
  const double part = at - (double)low;
  return (double)m->kernel[low] * (1.0 - part) +
         (double)m->kernel[low + 1] * part;
}

// Job: a channel.
static void
resample(void* data, size_t channel)
{
  const Impulse* const m = (const Impulse*)data;
  float* const out = m->ready[channel];
  const size_t step = (size_t)m->channels;
  const float* const in = m->frames + channel;
  const double ratio = (double)m->from_rate / m->rate;
  const double pass = PASS * fmin(1.0, 1.0 / ratio), reach = HALF_WIDTH / pass;
  for (size_t i = 0; i < m->ready_count; i++) {
    if (m->from_rate == m->rate) {
      out[i] = in[i * step];
      continue;
    }
    const double at = (double)i * ratio;
    const size_t from = at > reach ? (size_t)(at - reach) + 1 : 0;
    double sum = 0.0;
    for (size_t k = from; k < m->count && (double)k < at + reach; k++)
      sum += (double)in[k * step] * kernel_at(m, pass * ((double)k - at));
    out[i] = (float)(sum * pass);
  }
}

// The energy of one group's response, both ears: mean over the inputs.
static ElaraStatus
set_level(const Impulse* m, ElaraHallResponse* r)
{
  double energy = 0.0;
  for (size_t input = 0; input < r->inputs; input++) {
    for (size_t ear = 0; ear < 2; ear++) {
      for (size_t i = 0; i < r->late_count; i++) {
        const double x = (double)r->late[input][ear][i];
        energy += x * x / (double)r->inputs;
      }
    }
  }
  if (energy < 1e-9) {
    return refuse(m, ELARA_BAD_INPUT, "use the recording of a room",
                  "no echo after the direct sound");
  }
  const float gain = (float)sqrt(ELARA_CONCERT_HALL_ENERGY / energy);
  for (size_t i = 0; i < 2 * r->inputs; i++) {
    // A mono file's ears are the same frames.
    if (i == 1 && r->late[0][0] == r->late[0][1]) break;
    for (size_t k = 0; k < r->late_count; k++)
      r->late[i / 2][i % 2][k] *= gain;
  }
  return ELARA_OK;
}

static ElaraStatus
respond(Impulse* m, int threads, ElaraArena* arena, ElaraHallResponse* r)
{
  ELARA_TRY(read_file(m));
  ELARA_TRY(trim(m));
  ELARA_TRY(make_kernel(m));
  m->ready_count = (size_t)((double)m->count * m->rate / m->from_rate) + 1;
  if (m->from_rate == m->rate) m->ready_count = m->count;
  for (int c = 0; c < m->channels; c++) {
    m->ready[c] =
        (float*)elara_arena_array(arena, m->ready_count, sizeof(float));
    ELARA_TRY_PTR(m->ready[c]);
  }
  elara_parallel(threads, (size_t)m->channels, resample, m);
  *r = (ElaraHallResponse){.rate = m->rate,
                           .late_count = m->ready_count,
                           .inputs = m->channels == 4 ? 2 : 1};
  for (int i = 0; i < 2 * (int)r->inputs; i++)
    r->late[i / 2][i % 2] = m->ready[m->channels == 1 ? 0 : i];
  return set_level(m, r);
}

ElaraStatus
elara_hall_from_impulse(
    const char* path, int rate, int threads, ElaraDiags* diags, ElaraHall** out)
{
  *out = NULL;
  ElaraArena* const arena = elara_arena_new();
  ELARA_TRY_PTR(arena);
  Impulse impulse = {.path = path, .diags = diags, .rate = rate};
  ElaraHallResponse response;
  const ElaraStatus status = respond(&impulse, threads, arena, &response);
  free(impulse.frames);
  free(impulse.kernel);
  if (status == ELARA_OK)
    return elara_hall_from_response(arena, &response, out);
  elara_arena_free(arena);
  return status;
}
