// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "orchestrate/room.h"

double
elara_fit(const ElaraLine* line,
          int instrument,
          int shift,
          ElaraTick from,
          ElaraTick to)
{
  const ElaraInstrument* const t = elara_instrument(instrument);
  double sum = 0.0;
  int count = 0;
  for (size_t i = 0; i < line->note_count; i++) {
    const ElaraSketchNote* const n = &line->notes[i];
    if (n->tick < from || n->tick >= to) continue;
    const int pitch = n->pitch + shift;
    count++;
    if (pitch < t->used_low || pitch > t->used_high) continue;
    sum += .4 + .6 * elara_instrument_comfort(instrument, pitch);
  }
  return count ? sum / count : 0.0;
}

int
elara_playable(const ElaraLine* line,
               int instrument,
               int shift,
               ElaraTick from,
               ElaraTick to)
{
  const ElaraInstrument* const t = elara_instrument(instrument);
  for (size_t i = 0; i < line->note_count; i++) {
    const ElaraSketchNote* const n = &line->notes[i];
    if (n->tick < from || n->tick >= to) continue;
    if (n->pitch + shift < t->low || n->pitch + shift > t->high) return 0;
  }
  return 1;
}

int
elara_best_shift(const ElaraLine* line,
                 int instrument,
                 ElaraTick from,
                 ElaraTick to)
{
  static const int shifts[] = {0, 12, -12, 24, -24};
  static const double distance[] = {0.0, .2, .2, .6, .6};
  int best = -99;
  double most = .25;
  for (int i = 0; i < 5; i++) {
    const double value =
        elara_fit(line, instrument, shifts[i], from, to) - distance[i];
    if (value > most) most = value, best = shifts[i];
  }
  return best;
}

// What a technique becomes on an instrument that does not have it.
static int
playable_technique(int instrument, int technique)
{
  const ElaraFamily family = elara_instrument(instrument)->family;
  const int string = family == ELARA_FAMILY_STRING;
  if (technique == ELARA_TECHNIQUE_PIZZICATO && !string)
    return ELARA_TECHNIQUE_STACCATO;
  if (technique == ELARA_TECHNIQUE_TREMOLO && !string)
    return ELARA_TECHNIQUE_NORMAL;
  if (technique == ELARA_TECHNIQUE_ROLL && family != ELARA_FAMILY_PERCUSSION)
    return ELARA_TECHNIQUE_NORMAL;
  if (technique == ELARA_TECHNIQUE_MUTED && family != ELARA_FAMILY_BRASS &&
      !string)
    return ELARA_TECHNIQUE_NORMAL;
  if (family == ELARA_FAMILY_KEYS || family == ELARA_FAMILY_PERCUSSION) {
    return technique == ELARA_TECHNIQUE_ROLL ? technique
                                             : ELARA_TECHNIQUE_NORMAL;
  }
  return technique;
}

static void
push(Stand* stand, int instrument, ElaraScoreNote note)
{
  Desk* const desk = stand->desk;
  if (!ELARA_PUSH(desk->arena, &desk->notes[instrument], note))
    desk->failed = 1;
}

// The last note written for this voice in this phrase, for joining.
static ElaraScoreNote*
last_note(Stand* stand, int instrument, int voice)
{
  NoteList* const list = &stand->desk->notes[instrument];
  for (size_t i = list->count; i > 0; i--) {
    ElaraScoreNote* const n = &list->items[i - 1];
    if (n->phrase != stand->index) return NULL;
    if (n->voice == voice) return n;
  }
  return NULL;
}

static void
write_note(Stand* stand,
           const Placing* p,
           const ElaraSketchNote* n,
           int voice,
           int slur_base)
{
  const ElaraInstrument* const t = elara_instrument(p->instrument);
  const int pitch = n->pitch + p->shift;
  if (pitch < t->low || pitch > t->high) return;
  if (p->sustain) {
    ElaraScoreNote* const before = last_note(stand, p->instrument, voice);
    const ElaraTick gap =
        before ? n->tick - before->tick - before->duration : 0;
    if (before && gap <= QUARTER) {
      const int same = before->pitch == pitch;
      const int fresh = n->tick - before->tick >= 8 * QUARTER;
      before->duration =
          n->tick - before->tick + (same && !fresh ? n->duration : 0);
      if (same && !fresh) return;
    }
  }
  const int technique = p->technique >= 0 ? p->technique : n->technique;
  push(stand, p->instrument,
       (ElaraScoreNote){
           .tick = n->tick,
           .duration = n->duration,
           .pitch = pitch,
           .voice = voice,
           .technique = playable_technique(p->instrument, technique),
           .accent = n->accent,
           .slur = n->slur && !p->sustain ? slur_base + n->slur : 0,
           .role = (int)p->line->role,
           .lead = p->lead,
           .phrase = stand->index});
}

static int
has_notes(const Placing* p)
{
  for (size_t i = 0; i < p->line->note_count; i++) {
    if (p->line->notes[i].tick >= p->from && p->line->notes[i].tick < p->to)
      return 1;
  }
  return 0;
}

int
elara_place(Stand* stand, const Placing* p)
{
  Desk* const desk = stand->desk;
  const ElaraInstrument* const t = elara_instrument(p->instrument);
  if (desk->without >> p->instrument & 1u) return 0;
  if (!p->line || !has_notes(p)) return 0;
  const int voice = stand->voices[p->instrument];
  if (voice > 1 || (voice == 1 && t->polyphony < 2)) return 0;
  const int slur_base = desk->next_slur[p->instrument];
  int highest = 0;
  for (size_t i = 0; i < p->line->note_count; i++) {
    const ElaraSketchNote* const n = &p->line->notes[i];
    if (n->tick < p->from || n->tick >= p->to) continue;
    write_note(stand, p, n, voice, slur_base);
    if (n->slur > highest) highest = n->slur;
  }
  desk->next_slur[p->instrument] += highest + 1;
  if (stand->voices[p->instrument]++ == 0) stand->playing++;
  return 1;
}
