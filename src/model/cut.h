// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The Cut: what can be seen and heard of a film. Made by picture/ from the
// film's frames, read by story/, plan/ and export/. Immutable once returned;
// owned by one arena; cut.json is its text form.
//
//   shots     tile the film; each says how it is joined to the one before
//   looks     the same measures every half second, as curves
//   actions   sudden things inside a shot: a movement, a flash, a blow heard
//   placings  where the script's scenes begin, once a script is laid along it
//
// Frames count from 0 on the film's own clock. A film whose frames come at
// uneven times is looked at on an even grid of its nominal rate.

#ifndef ELARA_MODEL_CUT_H
#define ELARA_MODEL_CUT_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/status.h"
#include "base/text.h"
#include "model/timecode.h"

// How a shot begins.
typedef enum {
  ELARA_JOIN_START,    // the film's first shot
  ELARA_JOIN_CUT,      // from one frame to the next
  ELARA_JOIN_DISSOLVE, // out of the shot before, over some frames
  ELARA_JOIN_FADE,     // through black or white, or out of it
  ELARA_JOIN_COUNT
} ElaraJoin;

const char* elara_join_name(ElaraJoin join); // "cut"

// What a stretch of film is like, means over it.
typedef struct {
  double motion;     // 0 still ... 1 wild: how much moves besides the camera's
                     //   steady pan, after Weber: .5 = a walk near the camera
  double brightness; // 0 black ... 1 white: mean of the luma
  double contrast;   // 0 flat ... 1: twice the luma's standard deviation
  double warmth;     // -1 blue ... 0 neutral ... 1 red
  double cut_rate;   // cuts in 10 s around it
  double sound_lufs; // how loud the film's own sound is; -70 = silence or none
} ElaraLook;

typedef struct {
  int64_t first_frame;
  int64_t frame_count; // >= 1
  ElaraTime start;     // when the first frame begins
  ElaraTime end;
  ElaraJoin join;
  int64_t join_first; // frames of the join: [join_first, join_last); of a cut
  int64_t join_last;  //   both are first_frame. They may reach to both sides
  double confidence;  // of the join, 0..1
  double change;      // how unlike the shot before, 0..1
  int black;          // nothing to see: black, or one colour
  int setting;        // shots with one number look alike: one place, 0 ...
  ElaraLook look;
} ElaraShot;

// LOOK as it is at TIME; every half second, the first at 0.
typedef struct {
  ElaraTime time;
  ElaraLook look;
} ElaraLookPoint;

typedef enum {
  ELARA_ACTION_MOVEMENT, // something starts moving at once
  ELARA_ACTION_STILL,    // everything stops at once
  ELARA_ACTION_FLASH,    // light for some frames
  ELARA_ACTION_SOUND,    // the film's own sound leaps
  ELARA_ACTION_COUNT
} ElaraActionKind;

const char* elara_action_name(ElaraActionKind kind);

typedef struct {
  ElaraActionKind kind;
  int64_t frame;
  ElaraTime time;
  double strength; // 0..1
} ElaraAction;

// A scene of the script on the film. Where FIXED is 1 the start was set by
// hand and stays; the rest is laid around it.
typedef struct {
  int scene;           // index into the story's scenes
  int line;            // of the script, where it begins
  const char* heading; // as written, to know it by
  ElaraTime start;     // on the film
  int fixed;
  double confidence; // 0..1
} ElaraPlacing;

typedef struct {
  ElaraArena* arena;
  const char* source_name; // the film as the user named it
  ElaraFilmClock clock;
  int width, height; // as shown, rotation done
  int64_t frame_count;
  ElaraTime length; // when the last frame ends
  int has_sound;
  ElaraShot* shots;
  size_t shot_count; // >= 1
  ElaraLookPoint* looks;
  size_t look_count;    // >= 1
  ElaraAction* actions; // in time order
  size_t action_count;
  ElaraPlacing* placings; // in order of scenes; none before a script is laid
  size_t placing_count;
} ElaraCut;

// NULL-safe.
void elara_cut_free(ElaraCut* cut);
// Shots tile the film without gap or overlap; joins lie in the film; looks and
// actions in order; measures finite and in range; placings rise.
ElaraStatus elara_cut_check(const ElaraCut* cut, ElaraDiags* diags);
// Index of the shot on screen at TIME (clamped).
size_t elara_cut_shot_at(const ElaraCut* cut, ElaraTime time);
// The measures at TIME, interpolated.
ElaraLook elara_cut_look(const ElaraCut* cut, ElaraTime time);

// JSON, stable key order, UTF-8, ends in a newline.
ElaraStatus elara_cut_write(const ElaraCut* cut, ElaraText* text);
// Reads what elara_cut_write wrote, perhaps edited by hand. On failure DIAGS
// says where and *CUT is NULL.
ElaraStatus elara_cut_read(const char* name,
                           const char* json,
                           size_t count,
                           ElaraDiags* diags,
                           ElaraCut** cut);

#endif
