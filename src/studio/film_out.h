// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// How a scored film leaves the house. The film is asked what it holds before
// any work is done (film_probe.c), its sound is decoded and mixed with the
// score (film_out.c, sound/mix/film.h), and the mix goes through a pipe into
// the ffmpeg that writes the new film, with the picture copied (film_mux.c).

#ifndef ELARA_STUDIO_FILM_OUT_H
#define ELARA_STUDIO_FILM_OUT_H

#include "base/child.h"
#include "picture/picture.h"
#include "sound/mix/film.h"
#include "studio/room.h"

typedef struct {
  int index;            // of the file, as ffmpeg counts
  const char* kind;     // "video", "audio", "subtitle", "data", "attachment"
  const char* codec;    // "h264"; "" when unknown
  const char* layout;   // of audio, "5.1(side)"; ""
  const char* language; // "eng"; ""
  const char* name;     // of an attachment or a track; ""
  int channels;
  int is_cover; // a picture, but no film
} FilmStream;

typedef struct {
  const char* path;
  FilmStream* streams;
  size_t count;
  const FilmStream* picture; // NULL = none
  const FilmStream* sound;   // the first one; NULL = none
  double file_start_s;       // the earliest time stamp of all
  double start_s;            // the picture's first; 0 without a picture
  double length_s;           // of the picture, or of the sound without one
  double frame_s;            // of the picture, 1/rate
  double bytes;
} FilmFile;

// film_probe.c: asks ffprobe. FILM lives in ARENA.
ElaraStatus
elara_studio_probe(ElaraProject* project, const char* path, FilmFile* film);
// One message about PROGRAM that failed or is not there.
void elara_studio_blame(ElaraProject* project,
                        const char* path,
                        const char* program,
                        int missing,
                        const char* why);
// The same of CHILD, once it has ended.
void elara_studio_blame_child(ElaraProject* project,
                              const char* path,
                              const char* program,
                              const ElaraChild* child);

// film_mux.c: the new film. What goes in is four channels of RATE frames a
// second: mix left, right, score left, right; what comes out lies at TEMPORARY.
typedef struct {
  const char* ending; // ".mp4", ".mov", ".mkv"
  const char* format; // what ffmpeg calls it
  int is_lossy;       // of the new sound
} FilmBox;

// The container that can hold the picture of FILM.
const FilmBox* elara_studio_box(const FilmFile* film);
ElaraStatus elara_studio_mux_start(ElaraProject* project,
                                   const FilmFile* film,
                                   const FilmBox* box,
                                   const char* temporary,
                                   ElaraChild** child);
ElaraStatus elara_studio_mux_finish(ElaraProject* project,
                                    const FilmFile* film,
                                    ElaraChild* child);

// film_sound.c: decodes the sound of FILM into TRACK of MIX, from the picture's
// first frame on, as stereo.
ElaraStatus elara_studio_hear(ElaraProject* project,
                              const FilmFile* film,
                              ElaraFilmMix* mix,
                              ElaraFilmTrack track);

// film_out.c: the picture of the options while its score is made.
struct StudioFilm {
  FilmFile file;
  FilmFile dialogue; // path NULL = none
  const FilmBox* box;
  ElaraStretches speech;
  ElaraFilmMix* mix;
};

#endif
