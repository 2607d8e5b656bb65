// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A film's sound with its score under it. What goes in, one after the other:
//
//   SCORE      as it was played, before its master; may be shorter
//   DIALOGUE   what is spoken, alone; optional
//   ORIGINAL   the film's own sound
//
// then elara_film_mix_master() gives, as lanes (BUS of the sink):
//
//   -1 MIX        original + music
//    0 SCORE      the score at its level in the film, not ducked
//    1 MUSIC      the score at its level, ducked
//    2 ORIGINAL   the film's sound
// and, with a dialogue track,
//
//    3 DIALOGUE   what is spoken
//    4 EFFECTS    original - dialogue
//    5 M_E        score (not ducked) + effects
//
// all with the same gain and limiting, so that music + original = mix.
//
// Level: the score's loudness lies BELOW_LU under the anchor, the loudness of
// what is spoken in the film, or of its whole sound when nobody is known to
// speak; constant over the film. Ducked it is then 12 LU under the words: more
// than the 7 to 10 LU that broadcasters ask for, less than what is heard as
// silence. Without sound of its own the film sounds as its score does.
//
// Memory does not grow with the film, but for some bytes a stretch of speech;
// the tracks wait in temporary files, 8 bytes a sounding frame each.

#ifndef ELARA_SOUND_MIX_FILM_H
#define ELARA_SOUND_MIX_FILM_H

#include "sound/mix/duck.h"
#include "sound/mix/target.h"
#include "sound/sound.h"

#define ELARA_FILM_BELOW_LU 4.0
// An original softer than that is a room's noise: no anchor.
#define ELARA_FILM_LEAST_LUFS (-55.0)

typedef enum {
  ELARA_FILM_SCORE,
  ELARA_FILM_DIALOGUE,
  ELARA_FILM_ORIGINAL,
  ELARA_FILM_TRACKS
} ElaraFilmTrack;

typedef enum {
  ELARA_LANE_MIX = -1,
  ELARA_LANE_SCORE,
  ELARA_LANE_MUSIC,
  ELARA_LANE_ORIGINAL,
  ELARA_LANE_DIALOGUE,
  ELARA_LANE_EFFECTS,
  ELARA_LANE_M_E,
} ElaraFilmLane;

typedef struct {
  int rate;
  int64_t frames; // of the film
  double loudness_lufs;
  double dialogue_lufs; // NAN = the whole is measured, always
  double ceiling_dbtp;
  const ElaraStretch* speech; // known from elsewhere, in order; borrowed
  size_t speech_count;
  int stems; // 1: all lanes; 0: MIX and SCORE
  int threads;
  const char* spool_dir;
  int (*progress)(void* data, double done);
  void* progress_data;
} ElaraFilmMixConfig;

typedef struct {
  ElaraStems mix;  // as measured at the end
  int by_dialogue; // 1: the target was met where somebody speaks
  int has_anchor;
  int anchor_speaks;    // 1: the anchor is what is spoken
  double anchor_lufs;   // in the film as it came
  double score_gain_db; // against the score as it was played
  double spoken_s;      // in the film
} ElaraFilmLevels;

typedef struct ElaraFilmMix ElaraFilmMix;

ElaraStatus elara_film_mix_new(const ElaraFilmMixConfig* config,
                               ElaraDiags* diags,
                               ElaraFilmMix** mix);
void elara_film_mix_free(ElaraFilmMix* mix); // NULL-safe
// FRAMES of interleaved stereo, or NULL = silence; those past the film's end
// are left out. Tracks come whole, in the order above.
ElaraStatus elara_film_mix_add(ElaraFilmMix* mix,
                               ElaraFilmTrack track,
                               const float* interleaved,
                               size_t frames);
// No more of TRACK: silence until the film ends. Of the dialogue: from now on
// speech is what was heard in it.
ElaraStatus elara_film_mix_end(ElaraFilmMix* mix, ElaraFilmTrack track);
ElaraStatus elara_film_mix_master(ElaraFilmMix* mix,
                                  ElaraSink* sink,
                                  ElaraFilmLevels* levels);

#endif
