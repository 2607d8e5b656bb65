// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The lines of a CMX 3600 edit decision list. Its columns are fixed: event (3),
// reel (8), track (4), transition (4), its length (3), four timecodes (11).

#ifndef ELARA_EXPORT_EDL_H
#define ELARA_EXPORT_EDL_H

#include "base/text.h"
#include "model/timecode.h"

#define ELARA_EDL_REEL 8 // characters, A-Z and 0-9

// TITLE: and FCM:, the frame code mode.
void
elara_edl_head(ElaraText* text, const ElaraFilmClock* film, const char* title);
// One cut of the frames FROM (first) to TO (the one after the last), in source
// and record alike.
void elara_edl_event(ElaraText* text,
                     const ElaraFilmClock* film,
                     int number,
                     const char* reel,
                     const char* track,
                     int64_t from,
                     int64_t to);
// WORDS on one line: no line ends, and no '|', which Resolve takes for a tag.
void elara_edl_words(ElaraText* text, const char* words);

#endif
