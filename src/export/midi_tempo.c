// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "export/midi_tempo.h"

// Exact time is counted in 1/3360 us, so that tempo x ticks is a whole number:
// one flick is 3360 x 1e6 / 705.6e6 = 100/21 of it.
#define UNITS_PER_US 3360

typedef struct {
  ElaraMidiTempoSink sink;
  void* data;
  int last;       // tempo in force
  int64_t played; // units until the current tick, as a MIDI reader counts
} Writer;

static int64_t
units(ElaraTime time)
{
  return (time * 100 + 10) / 21;
}

static void
emit(Writer* writer, ElaraTick tick, int64_t us)
{
  const int tempo = us < 1                       ? 1
                    : us > ELARA_MIDI_TEMPO_MOST ? ELARA_MIDI_TEMPO_MOST
                                                 : (int)us;
  if (tempo != writer->last) writer->sink(writer->data, tick, tempo);
  writer->last = tempo;
}

static void
segment(Writer* writer, ElaraTick from, ElaraTick to, int64_t target)
{
  const ElaraTick ticks = to - from;
  const int64_t wanted = target > writer->played ? target - writer->played : 1;
  const int64_t nearest = (wanted + ticks / 2) / ticks;
  const int64_t error = wanted - nearest * ticks;
  if (error <= UNITS_PER_US && error >= -UNITS_PER_US) {
    emit(writer, from, nearest);
    writer->played += writer->last * ticks;
    return;
  }
  const ElaraTick more = wanted % ticks; // ticks that take 1 us longer
  emit(writer, from, wanted / ticks);
  writer->played += writer->last * (ticks - more);
  emit(writer, to - more, wanted / ticks + 1);
  writer->played += writer->last * more;
}

void
elara_midi_tempo(const ElaraTempoMap* map, ElaraMidiTempoSink sink, void* data)
{
  Writer writer = {.sink = sink, .data = data};
  if (map->count < 2) emit(&writer, 0, 500000);
  writer.played = map->count ? units(map->anchors[0].time) : 0;
  for (size_t i = 0; i + 1 < map->count; i++) {
    const ElaraTempoAnchor* const a = &map->anchors[i];
    segment(&writer, a[0].tick, a[1].tick, units(a[1].time));
  }
}
