// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// hall_tool NAME [RATE [GROUP [EAR]]]: a hall's reverberation times and decay
// curves as comma-separated values, for plots.

#include "decay.h"
#include "sound/space/hall.h"

#include <stdio.h>
#include <string.h>

#define BANDS 7 // 125 Hz to 8 kHz
#define STEP_S 0.02

static int
report(const ElaraHallModel* model, int rate, int group, int ear)
{
  double asked[ELARA_HALL_BANDS];
  ElaraHall* hall = NULL;
  elara_hall_rt60(model, asked);
  if (elara_hall_new(model, rate, 0, &hall) != ELARA_OK) return 1;
  const size_t count = elara_hall_length(hall);
  float* const x = (float*)malloc(count * sizeof(float));
  float* const curves = (float*)malloc(BANDS * count * sizeof(float));
  ElaraFft* const fft = elara_fft_new(decay_size(count));
  if (!x || !curves || !fft) return 1;
  elara_hall_response(hall, group, ear, x, count);
  printf("hz,asked_s,measured_s\n");
  for (int b = 0; b < BANDS; b++) {
    float* const curve = curves + (size_t)b * count;
    const double hz = 125.0 * (double)(1 << b);
    decay_curve(fft, rate, x, count, hz, curve);
    printf("%.0f,%.3f,%.3f\n", hz, asked[b], decay_t30(curve, count, rate));
  }
  printf("\nseconds,125,250,500,1000,2000,4000,8000\n");
  for (size_t i = 0; i < count; i += (size_t)(STEP_S * rate)) {
    printf("%.2f", (double)i / rate);
    for (int b = 0; b < BANDS; b++)
      printf(",%.2f", (double)curves[(size_t)b * count + i]);
    printf("\n");
  }
  free(x);
  free(curves);
  elara_fft_free(fft);
  elara_hall_free(hall);
  return 0;
}

int
main(int argc, char** argv)
{
  ElaraHallModel model;
  const char* const name = argc > 1 ? argv[1] : "";
  if (!elara_hall_model_by_name(name, &model)) {
    fprintf(stderr, "usage: hall_tool NAME [RATE [GROUP [EAR]]]; names:");
    for (size_t i = 0; i < elara_hall_count(); i++)
      fprintf(stderr, " %s", elara_hall_name(i));
    fprintf(stderr, "\n");
    return 2;
  }
  return report(&model, argc > 2 ? atoi(argv[2]) : 48000,
                argc > 3 ? atoi(argv[3]) : 5, argc > 4 ? atoi(argv[4]) : 0);
}
