// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The door of picture/: a film watched, once, from its first frame to its last.
// Frames and sound come from ffmpeg over pipes; whatever is wrong with the film
// happens there. The same film gives the same Cut.

#ifndef ELARA_PICTURE_PICTURE_H
#define ELARA_PICTURE_PICTURE_H

#include "model/cut.h"
#include "model/story.h"

typedef struct {
  const char* ffmpeg;  // program, looked up on PATH; "ffmpeg"
  const char* ffprobe; // "ffprobe"
  int threads;         // of ffmpeg's; 0 = as many as it likes; 2
  double stall_s;      // give up when ffmpeg says nothing that long; 60
  size_t memory_bytes; // that ffmpeg may have, of address space; 4 GiB
  // The film watched so far, 0..1 (guessed where its length is not known);
  // non-zero = cancel. May be NULL.
  int (*progress)(void* data, double done);
  void* progress_data;
} ElaraPictureConfig;

ElaraPictureConfig elara_picture_config(void);

// On failure *CUT is NULL: ELARA_BAD_INPUT (no film; DIAGS says why),
// ELARA_IO_ERROR (ffmpeg is not there, hangs or fails; DIAGS says what to do),
// ELARA_CANCELLED, ELARA_NO_MEMORY. A film that breaks off is a film that ends
// there, with a warning. Time: about 20 times faster than the film at 720p on
// two cores; memory does not grow with the picture's size.
ElaraStatus elara_picture_watch(const char* path,
                                const ElaraPictureConfig* config,
                                ElaraDiags* diags,
                                ElaraCut** cut);

// Lays the scenes of STORY along the shots of CUT: a Cut of its own, with
// placings; CUT stays as it is. Placings of CUT with FIXED set are kept where
// they are (known by heading, then by number), the rest is laid around them.
// ELARA_BAD_INPUT when fixed placings cross each other or leave the film.
// Where STORY's clock is ELARA_CLOCK_SUBTITLES its times are the film's own.
ElaraStatus elara_picture_place(const ElaraStory* story,
                                const ElaraCut* cut,
                                ElaraDiags* diags,
                                ElaraCut** placed);

#endif
