// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A Standard MIDI File is a performance already: file -> Take.

#ifndef ELARA_PERFORM_MIDI_READ_H
#define ELARA_PERFORM_MIDI_READ_H

#include "model/take.h"

#include <stddef.h>

// Reads a Standard MIDI File of type 0, 1 or 2 (or RMID). One player for each
// track and channel with notes. A channel's program and controllers are its
// own track's when that track sets a program, else also those of the tracks
// that do not play (a conductor's). The take lasts 4 s longer than its last
// event. A damaged file gives what can be read and a warning in DIAGS;
// ELARA_BAD_INPUT when nothing can be. NAME is used in DIAGS. *TAKE is the
// caller's (elara_take_free), NULL on failure.
ElaraStatus elara_midi_read(const char* name,
                            const unsigned char* bytes,
                            size_t count,
                            ElaraDiags* diags,
                            ElaraTake** take);

#endif
