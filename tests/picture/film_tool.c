// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A toy film on stdout as raw RGB, 320 x 180; what is true of it into TRUTH.
// usage: film_tool SEED SHOTS TRUTH [HOLD]

#include "toy_film.h"

int
main(int argc, char** argv)
{
  static ToyFilm film;
  static uint8_t rgb[TOY_BYTES];
  if (argc < 4) return 2;
  toy_film(&film, strtoull(argv[1], NULL, 10), atoi(argv[2]));
  if (argc > 4) film.hold = atoi(argv[4]);
  FILE* const truth = fopen(argv[3], "w");
  if (!truth) return 1;
  toy_truth(&film, truth);
  fclose(truth);
  for (int i = 0; i < film.frame_count; i++) {
    toy_frame(&film, i, rgb);
    if (fwrite(rgb, 1, sizeof rgb, stdout) != sizeof rgb) return 1;
  }
  toy_film_clear(&film);
  return 0;
}
