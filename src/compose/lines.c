// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "compose/room.h"

LineWork
elara_line_begin(const CueWork* work)
{
  return (LineWork){.arena = work->arena};
}

void
elara_line_add(LineWork* line,
               ElaraTick tick,
               ElaraTick duration,
               int pitch,
               int technique,
               double accent)
{
  if (duration < 1 || pitch < 0 || pitch > 127) return;
  const ElaraSketchNote note = {.tick = tick,
                                .duration = duration,
                                .pitch = pitch,
                                .technique = technique,
                                .accent = accent};
  if (!ELARA_PUSH(line->arena, &line->notes, note)) line->failed = 1;
}

// Slurs join runs of two to eight notes within one bar; repeated pitches and
// short articulations break them.
void
elara_line_slur(LineWork* line, const PhraseWork* p)
{
  int next = 1;
  for (size_t i = 0; i < line->notes.count;) {
    const ElaraSketchNote* const first = &line->notes.items[i];
    ElaraTick bar_end = p->spec->p.end;
    for (int b = 0; b < p->bar_count; b++) {
      if (p->bar_start[b] > first->tick) {
        bar_end = p->bar_start[b];
        break;
      }
    }
    size_t last = i;
    while (last + 1 < line->notes.count && last + 1 - i < 8) {
      const ElaraSketchNote* const a = &line->notes.items[last];
      const ElaraSketchNote* const b = &line->notes.items[last + 1];
      if (b->tick >= bar_end || a->tick + a->duration != b->tick ||
          a->pitch == b->pitch)
        break;
      if (b->technique == ELARA_TECHNIQUE_STACCATO ||
          b->technique == ELARA_TECHNIQUE_MARCATO ||
          a->technique == ELARA_TECHNIQUE_STACCATO ||
          a->technique == ELARA_TECHNIQUE_MARCATO)
        break;
      last++;
    }
    if (last > i) {
      for (size_t k = i; k <= last; k++) {
        line->notes.items[k].slur = next;
      }
      next++;
    }
    i = last + 1;
  }
}

// A pattern that meets an odd bar may reach past it: a note gives way to the
// next one and to the end of the phrase.
static void
trim(LineWork* line, ElaraTick end)
{
  size_t kept = 0;
  for (size_t i = 0; i < line->notes.count; i++) {
    ElaraSketchNote n = line->notes.items[i];
    if (n.tick >= end) break;
    if (n.tick + n.duration > end) n.duration = end - n.tick;
    ElaraSketchNote* const before = kept ? &line->notes.items[kept - 1] : NULL;
    if (before && before->tick + before->duration > n.tick) {
      if (before->tick == n.tick) continue;
      before->duration = n.tick - before->tick;
    }
    line->notes.items[kept++] = n;
  }
  line->notes.count = kept;
}

void
elara_line_finish(CueWork* work,
                  LineWork* line,
                  ElaraLineRole role,
                  int phrase,
                  int order,
                  int theme)
{
  if (line->failed) work->failed = 1;
  trim(line, work->phrases.items[phrase].end);
  if (line->failed || line->notes.count == 0) return;
  const ElaraLine done = {.role = role,
                          .phrase = phrase,
                          .order = order,
                          .theme = theme,
                          .notes = line->notes.items,
                          .note_count = line->notes.count};
  if (!ELARA_PUSH(work->arena, &work->lines, done)) work->failed = 1;
  if (theme >= 0 && theme < 32) work->heard |= 1u << theme;
}
