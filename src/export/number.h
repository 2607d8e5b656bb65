// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Numbers and times as text, without locale and without printf's %f, so that
// the files are the same bytes everywhere.

#ifndef ELARA_EXPORT_NUMBER_H
#define ELARA_EXPORT_NUMBER_H

#include "base/text.h"
#include "model/harmony.h"
#include "model/timecode.h"

#define ELARA_NUMBER_BYTES 32

typedef struct {
  char text[ELARA_NUMBER_BYTES];
} ElaraNumber;

// VALUE with DECIMALS (0..6) digits, rounded half away from zero; no "-0".
// Anything that is not finite reads "0".
ElaraNumber elara_number_fixed(double value, int decimals);
// Seconds with three decimals, rounded from the exact flicks.
ElaraNumber elara_number_seconds(ElaraTime time);
// "1:02:03" or "2:03", rounded to the second.
ElaraNumber elara_number_clock(ElaraTime time);
// "01:02:03:04" of the frame of FILM that begins nearest to TIME, on FILM's own
// slate; 24 frames a second from 00:00:00:00 where there is no film.
ElaraTimecode elara_number_timecode(const ElaraFilmClock* film, ElaraTime time);
// So many frames as a length, counted as FILM counts, without its start.
ElaraTimecode elara_number_timecode_length(const ElaraFilmClock* film,
                                           int64_t frames);
// "F# minor": the tonic spelled as the key signature has it.
ElaraNumber elara_number_key(int tonic, ElaraMode mode);

#endif
