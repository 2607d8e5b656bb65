// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A tempo map in whole microseconds a quarter, as MIDI has it.
//
// Rounding each segment alone would drift: half a microsecond a beat is
// milliseconds after a film. So each segment aims at its anchor's exact time
// from where rounding has really led; a segment of many quarters, which one
// whole number cannot hit, is cut where n turns into n + 1.

#ifndef ELARA_EXPORT_MIDI_TEMPO_H
#define ELARA_EXPORT_MIDI_TEMPO_H

#include "model/tempo_map.h"

#define ELARA_MIDI_TEMPO_MOST 16777215 // 24 bits: 3.6 quarters a minute

typedef void (*ElaraMidiTempoSink)(void* data, ElaraTick tick, int us);

// Calls SINK in tick order, first at tick 0, only where the tempo changes.
void
elara_midi_tempo(const ElaraTempoMap* map, ElaraMidiTempoSink sink, void* data);

#endif
