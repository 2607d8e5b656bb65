// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What the files of this room share. A film is watched once, frame by frame:
//
//   probe.c     what the file is                                -> ElaraFilm
//   eye.c       a frame seen small, two frames compared
//   trace.c     a row of numbers for each frame (ElaraTrace), with the last few
//               seconds of frames at hand to compare any two
//   sound.c     how loud it is, every half second
//   then, on the rows alone:
//   hard.c      cuts and flashes
//   fades.c     flat stretches, fades, dissolves
//   shots.c     shots, looks, actions                            -> ElaraCut
//   settings.c  shots that look alike
//
// Memory: 60 bytes a frame and 5 MB: 25 MB for four hours.

#ifndef ELARA_PICTURE_ROOM_H
#define ELARA_PICTURE_ROOM_H

#include "base/child.h"
#include "model/cut.h"
#include "picture/eye.h"
#include "picture/picture.h"

// --- the file ----------------------------------------------------------------

typedef struct {
  ElaraFilmClock clock;
  int width, height; // as shown
  int video;         // index of the stream
  int audio;         // index of the first sound, -1 none
  double start_s;    // when the picture's first frame is due in the file
  double audio_at_s; // when the sound begins, after the picture does
  double duration_s; // 0 = not said
} ElaraFilm;

// Asks ffprobe. PATH as the user gave it.
ElaraStatus elara_film_probe(const char* path,
                             const ElaraPictureConfig* config,
                             ElaraDiags* diags,
                             ElaraFilm* film);
// ffmpeg opens no URL, no device and no option by the name of a file.
const char* elara_film_argument(ElaraArena* arena, const char* path);
// One message about PROGRAM that could not be run or failed.
void elara_film_blame(ElaraDiags* diags,
                      const char* path,
                      const char* program,
                      int missing,
                      const char* why);

// --- frames as numbers -------------------------------------------------------

typedef struct {
  float unlike;      // the frame before: colours and shape in equal parts
  float shape;       //   0..1
  float step;        //   levels
  float motion;      //   levels, the camera's taken off
  float brightness;  // 0..1
  float contrast;    // 0..1
  float warmth;      // -1..1
  float spread;      // levels; 0 = one colour
  float back;        // of a jump: how unlike the frame before it the frames of
                     //   the next quarter second are, at least; 1 = no jump
  float melt;        // how well this frame is the mean of two, HALF frames
                     //   before and after it, that differ; levels
  float melt_unlike; // these two, compared; 0 = not looked at
  float melt_alike;  // correlation of their luma, -1..1
  float melt_rest;   // what mixing them does not explain in between, 0 ...
  int16_t half;
  int16_t back_frames;
} ElaraTrace;

// What shots are told apart and known again by: colours, coarsely, and where it
// is light and dark.
#define ELARA_SIGN_BINS 64
#define ELARA_SIGN_CELLS 24
typedef struct {
  int64_t frame;
  float bins[ELARA_SIGN_BINS];
  float cells[ELARA_SIGN_CELLS];
} ElaraSign;

typedef struct ElaraWatcher ElaraWatcher;

typedef struct {
  ElaraArena* arena; // scratch of the call: all of this lives there
  double rate;       // frames a second
  ELARA_LIST(ElaraTrace) frames;
  ELARA_LIST(ElaraSign) signs; // one every half second
} ElaraTraces;

ElaraStatus
elara_watcher_new(ElaraTraces* traces, int upright, ElaraWatcher** watcher);
// RGB is EYE_BYTES.
ElaraStatus elara_watcher_frame(ElaraWatcher* w, const uint8_t* rgb);
// No more frames: what waited for them is settled.
void elara_watcher_end(ElaraWatcher* w);

// A jump from frame to frame that stands out from its neighbours: the measure
// of hard.c, also used while watching. > 0 = a candidate.
float elara_hard_strength(const ElaraTraces* traces, int64_t frame);

// --- joins -------------------------------------------------------------------

typedef struct {
  int64_t frame; // the first of the new shot
  int64_t first, last;
  ElaraJoin join;
  double confidence;
} ElaraBreak;

typedef ELARA_LIST(ElaraBreak) ElaraBreaks;
typedef struct {
  int64_t first, last; // [first, last)
  int black;
} ElaraFlat;
typedef ELARA_LIST(ElaraFlat) ElaraFlats;
typedef struct {
  int64_t frame;
  double strength;
} ElaraFlash;
typedef ELARA_LIST(ElaraFlash) ElaraFlashes;

typedef struct {
  ElaraBreaks breaks; // in order
  ElaraFlats flats;
  ElaraFlashes flashes;
} ElaraJoins;

ElaraStatus elara_find_fades(const ElaraTraces* traces, ElaraJoins* joins);
ElaraStatus elara_find_cuts(const ElaraTraces* traces, ElaraJoins* joins);
ElaraStatus elara_find_dissolves(const ElaraTraces* traces, ElaraJoins* joins);
void elara_sort_breaks(ElaraJoins* joins);

// --- sound -------------------------------------------------------------------

typedef struct {
  ELARA_LIST(float) halves; // LUFS of every half second; -70 = silence
  ELARA_LIST(float) tenths; // dBFS of every tenth
} ElaraLoudness;

// Hears FILM for duration_s, with FFMPEG under LIMITS.
ElaraStatus elara_film_listen(const ElaraFilm* film,
                              const char* path,
                              const char* ffmpeg,
                              const ElaraChildConfig* limits,
                              ElaraArena* arena,
                              ElaraLoudness* loudness);

// --- the paper ---------------------------------------------------------------

ElaraStatus elara_cut_assemble(const ElaraFilm* film,
                               const char* path,
                               const ElaraTraces* traces,
                               const ElaraJoins* joins,
                               const ElaraLoudness* loudness,
                               ElaraCut** cut);
ElaraStatus elara_find_settings(const ElaraTraces* traces, ElaraCut* cut);
ElaraStatus elara_find_actions(const ElaraTraces* traces,
                               const ElaraJoins* joins,
                               const ElaraLoudness* loudness,
                               ElaraCut* cut);

#endif
