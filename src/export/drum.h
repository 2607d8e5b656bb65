// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Unpitched percussion on paper: name and place on a five-line staff of each
// General MIDI drum key.

#ifndef ELARA_EXPORT_DRUM_H
#define ELARA_EXPORT_DRUM_H

typedef struct {
  int key;
  const char* name;
  const char* sound_id; // MusicXML instrument-sound
  char step;            // where a treble clef would have it
  int octave;
  const char* head; // notehead, "normal" or "x" ...
} ElaraDrum;

// Never NULL: an unknown key is "Drum", on the middle line.
const ElaraDrum* elara_drum(int key);

#endif
