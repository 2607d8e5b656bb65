// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The hall by the measures of room acoustics (ISO 3382): reverberation time by
// Schroeder's backward integration, clarity, spaciousness.

#include "sound/dsp/fft.h"
#include "sound/space/hall.h"
#include "tap.h"

#include <stdlib.h>

#define RATE 48000
#define COUNT 262144
#define CENTRE 5

static float response[2][COUNT];

// RT60 of an octave band, from -5 to -35 dB of the decay curve.
static double
rt60_s(const ElaraFft* fft, const float* x, double hz)
{
  static float band[COUNT], spectrum[COUNT + 2], scratch[2 * COUNT];
  elara_fft_forward(fft, x, spectrum, scratch);
  for (size_t k = 0; k <= COUNT / 2; k++) {
    const double f = (double)k * RATE / COUNT;
    // A smooth octave: a hard edge would ring longer than the hall.
    const double away = f > 1.0 ? 2.0 * log2(f / hz) : -9.0;
    const double w =
        fabs(away) < 1.0 ? 0.5 + 0.5 * cos(3.14159265 * away) : 0.0;
    spectrum[k] *= (float)w;
    spectrum[k + COUNT / 2 + 1] *= (float)w;
  }
  elara_fft_inverse(fft, spectrum, band, scratch);
  double total = 0.0, left = 0.0, at_5 = 0.0, at_35 = 0.0;
  for (int i = 0; i < 4 * RATE; i++)
    total += (double)band[i] * (double)band[i];
  for (int i = 4 * RATE - 1; i >= 0; i--) {
    left += (double)band[i] * (double)band[i];
    const double db = 10.0 * log10(left / total);
    if (db < -35.0) at_35 = i;
    if (db < -5.0) at_5 = i;
  }
  return 2.0 * (at_35 - at_5) / RATE;
}

int
main(void)
{
  tap_begin("hall");
  const ElaraHallModel model = elara_hall_model();
  ElaraHall* hall = NULL;
  TAP_OK(elara_hall_new(&model, RATE, 2, &hall) == ELARA_OK,
         "the hall is built");
  for (int ear = 0; ear < 2; ear++) {
    elara_hall_response(hall, CENTRE, ear, response[ear], COUNT);
  }
  ElaraFft* const fft = elara_fft_new(COUNT);
  const double want[ELARA_HALL_BANDS - 1] = {2.4,  2.3,  2.1, 2.0,
                                             1.85, 1.55, 1.2};
  for (int b = 0; b < ELARA_HALL_BANDS - 1; b++) {
    const double hz = 125.0 * pow(2.0, b);
    const double got = rt60_s(fft, response[0], hz);
    char name[80];
    snprintf(name, sizeof name, "RT60 at %.0f Hz", hz);
    printf("# %s: %.2f s\n", name, got);
    TAP_NEAR(got, want[b], 0.12 * want[b], name);
  }
  double near = 2.0, far = 0.0, cross = 0.0, own[2] = {0};
  for (int i = 0; i < COUNT; i++) {
    for (int ear = 0; ear < 2; ear++) {
      const double e = (double)response[ear][i] * (double)response[ear][i];
      if (i < 0.08 * RATE)
        near += e;
      else
        far += e;
      if (i > 0.1 * RATE) own[ear] += e;
    }
    if (i > 0.1 * RATE)
      cross += (double)response[0][i] * (double)response[1][i];
  }
  TAP_NEAR(10.0 * log10(near / far), model.clarity_db, 0.1,
           "clarity C80 at the centre");
  TAP_NEAR(cross / sqrt(own[0] * own[1]), 0.0, 0.1,
           "the ears hear different tails");
  // Violins left: their reflections come earlier and stronger at the left.
  double side[2] = {0};
  for (int ear = 0; ear < 2; ear++) {
    elara_hall_response(hall, 0, ear, response[ear], COUNT);
    for (int i = 0; i < 0.03 * RATE; i++) {
      side[ear] += (double)response[ear][i] * (double)response[ear][i];
    }
  }
  TAP_OK(side[0] > side[1], "first violins reflect from the left");
  static float send[ELARA_HALL_BLOCK], l[ELARA_HALL_BLOCK], r[ELARA_HALL_BLOCK];
  const float* sends[ELARA_HALL_GROUPS] = {0};
  send[0] = 1.0f;
  sends[CENTRE] = send;
  elara_hall_response(hall, CENTRE, 0, response[0], COUNT);
  double worst = 0.0;
  int blocks = 0;
  for (int b = 0; b < 12; b++) {
    elara_hall_process(hall, sends, 2, l, r);
    sends[CENTRE] = NULL;
    if (elara_hall_silent(hall)) break;
    blocks++;
    for (int i = 0; i < ELARA_HALL_BLOCK && b * ELARA_HALL_BLOCK + i < COUNT;
         i++) {
      worst = fmax(
          worst, fabs((double)(l[i] - response[0][b * ELARA_HALL_BLOCK + i])));
    }
  }
  TAP_NEAR(worst, 0.0, 1e-5, "an impulse comes back as the response");
  TAP_OK(blocks >= 6 && blocks < 12, "and then the hall is silent");
  elara_fft_free(fft);
  elara_hall_free(hall);
  return tap_end();
}
