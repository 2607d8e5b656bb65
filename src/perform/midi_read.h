// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A Standard MIDI File is a performance already: file -> Take.

#ifndef ELARA_PERFORM_MIDI_READ_H
#define ELARA_PERFORM_MIDI_READ_H

#include "model/take.h"

#include <stddef.h>

// Reads a Standard MIDI File of type 0, 1 or 2, bare or in RMID. One player
// for each channel with notes of each track and port; type 2 plays its tracks
// in a row. Tracks share a channel of a port as the standard says, unless each
// sets a program of its own (midi_players.c). Banks as GM, GS, GM2 and XG have
// them (midi_bank.c); of system exclusive messages, resets, drum parts, master
// volume and tuning, and the MIDI Tuning Standard (midi_sysex.c); the rest is
// passed over in silence.
//
// The take lasts 4 s longer than the last end of a track. What cannot be read
// is left out, with a note (nothing is lost) or a warning in DIAGS that names
// track and byte; ELARA_BAD_INPUT when nothing can be read. NAME is used in
// DIAGS. *TAKE is the caller's (elara_take_free), NULL on failure. Any thread.
//
// Time and memory are linear in COUNT: 200 kB take 8 ms and 7 MB.
ElaraStatus elara_midi_read(const char* name,
                            const unsigned char* bytes,
                            size_t count,
                            ElaraDiags* diags,
                            ElaraTake** take);

#endif
