// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A part measure by measure. In a measure: attributes, then the first stream
// with the marks between its notes, then the other streams after a backup.

#include "export/musicxml.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct {
  ElaraPartWriter* w;
  size_t bar;
  ElaraTick start;
  ElaraTick end;
  ElaraPieces pieces;
  ElaraWrittenPiece* written; // one per piece
  size_t first[ELARA_STAVES][ELARA_VOICES];
  size_t count[ELARA_STAVES][ELARA_VOICES];
} Measure;

// --- keys --------------------------------------------------------------------

// Written keys beyond six sharps or flats turn round the circle.
int
elara_musicxml_shift(const ElaraPartWriter* w, int fifths)
{
  const int shift = w->instrument->fifths;
  const int written = fifths + shift;
  return written > 6 ? shift - 12 : written < -6 ? shift + 12 : shift;
}

int
elara_musicxml_key(const ElaraPartWriter* w, int fifths)
{
  return fifths + elara_musicxml_shift(w, fifths);
}

const ElaraKeyChange*
elara_musicxml_key_at(ElaraPartWriter* w, ElaraTick tick)
{
  const ElaraScore* const s = w->score;
  if (s->key_count == 0) return NULL;
  while (w->key_at > 0 && s->keys[w->key_at].tick > tick) {
    w->key_at--;
  }
  while (w->key_at + 1 < s->key_count && s->keys[w->key_at + 1].tick <= tick) {
    w->key_at++;
  }
  return &s->keys[w->key_at];
}

ElaraSpellContext
elara_musicxml_context(ElaraPartWriter* w, ElaraTick tick)
{
  const ElaraScore* const s = w->score;
  const ElaraKeyChange* const key = elara_musicxml_key_at(w, tick);
  ElaraSpellContext context = {.next = -1};
  if (key) {
    context.fifths = key->fifths;
    context.tonic = key->tonic;
    context.mode = key->mode;
  }
  while (w->chord_at > 0 && s->chords[w->chord_at].tick > tick) {
    w->chord_at--;
  }
  while (w->chord_at + 1 < s->chord_count &&
         s->chords[w->chord_at + 1].tick <= tick) {
    w->chord_at++;
  }
  if (w->chord_at >= s->chord_count) return context;
  const ElaraChord* const chord = &s->chords[w->chord_at];
  if (chord->tick <= tick && tick < chord->tick + chord->duration) {
    context.chord = chord;
  }
  return context;
}

// --- attributes --------------------------------------------------------------

static void
write_key(ElaraPartWriter* w, const ElaraKeyChange* key)
{
  elara_xml_open(w->xml, "key");
  const int fifths = key && w->instrument->clef != 'P'
                         ? elara_musicxml_key(w, key->fifths)
                         : 0;
  elara_xml_leaf_int(w->xml, "fifths", fifths);
  // notation programs know no other mode by name
  const int named =
      key && (key->mode == ELARA_MODE_MAJOR || key->mode == ELARA_MODE_MINOR);
  if (named && w->instrument->clef != 'P') {
    elara_xml_leaf(w->xml, "mode", elara_mode_name(key->mode));
  }
  elara_xml_close(w->xml);
}

static void
write_time(ElaraPartWriter* w, const ElaraBar* bar)
{
  elara_xml_open(w->xml, "time");
  elara_xml_leaf_int(w->xml, "beats", bar->beats);
  elara_xml_leaf_int(w->xml, "beat-type", bar->beat_type);
  elara_xml_close(w->xml);
}

static void
write_clef(ElaraPartWriter* w, int staff, char clef)
{
  static const struct {
    char clef;
    const char* sign;
    int line;
  } clefs[] = {{'G', "G", 2},
               {'F', "F", 4},
               {'C', "C", 3},
               {'T', "C", 4},
               {'P', "percussion", 0}};
  for (size_t i = 0; i < sizeof clefs / sizeof *clefs; i++) {
    if (clefs[i].clef != clef) continue;
    elara_xml_open(w->xml, "clef");
    if (w->staves == 2) elara_xml_attr_int(w->xml, "number", staff + 1);
    elara_xml_leaf(w->xml, "sign", clefs[i].sign);
    if (clefs[i].line) elara_xml_leaf_int(w->xml, "line", clefs[i].line);
    elara_xml_close(w->xml);
  }
}

static void
write_clefs(ElaraPartWriter* w, size_t bar)
{
  if (w->staves == 2) {
    write_clef(w, 0, 'G');
    write_clef(w, 1, 'F');
  } else {
    write_clef(w, 0, w->clefs[bar]);
  }
}

// Semitones to the written-to-sounding steps of the scale and octaves.
static void
write_transpose(ElaraPartWriter* w)
{
  static const int diatonic[12] = {0, 1, 1, 2, 2, 3, 3, 4, 5, 5, 6, 6};
  const int semitones = w->instrument->transpose;
  const int size = abs(semitones);
  const int sign = semitones < 0 ? -1 : 1;
  if (semitones == 0) return;
  elara_xml_open(w->xml, "transpose");
  elara_xml_leaf_int(w->xml, "diatonic", sign * diatonic[size % 12]);
  elara_xml_leaf_int(w->xml, "chromatic", sign * (size % 12));
  if (size >= 12) {
    elara_xml_leaf_int(w->xml, "octave-change", sign * (size / 12));
  }
  elara_xml_close(w->xml);
}

static void
write_attributes(ElaraPartWriter* w, size_t bar_index)
{
  const ElaraBar* const bar = &w->plan->bars[bar_index];
  const ElaraBar* const last = bar_index ? bar - 1 : NULL;
  const ElaraKeyChange* const key = elara_musicxml_key_at(w, bar->tick);
  const ElaraKeyChange* const before =
      last ? elara_musicxml_key_at(w, last->tick) : NULL;
  const int new_key = !last || (key && before && w->instrument->clef != 'P' &&
                                key->fifths != before->fifths);
  const int new_time =
      !last || last->beats != bar->beats || last->beat_type != bar->beat_type;
  const int rest = elara_musicxml_long_rest(w, bar_index);
  const int new_clef =
      last && w->staves == 1 && w->clefs[bar_index] != w->clefs[bar_index - 1];
  if (!new_key && !new_time && !new_clef && !rest) return;
  elara_xml_open(w->xml, "attributes");
  if (!last) {
    elara_xml_leaf_int(w->xml, "divisions",
                       ELARA_TICKS_PER_QUARTER / w->division);
  }
  if (new_key) write_key(w, key);
  if (new_time) write_time(w, bar);
  if (!last) {
    if (w->staves > 1) elara_xml_leaf_int(w->xml, "staves", w->staves);
    write_clefs(w, 0);
    write_transpose(w);
  } else if (new_clef) {
    write_clefs(w, bar_index);
  }
  if (rest) {
    elara_xml_open(w->xml, "measure-style");
    elara_xml_leaf_int(w->xml, "multiple-rest", rest);
    elara_xml_close(w->xml);
  }
  elara_xml_close(w->xml);
}

// --- pieces ------------------------------------------------------------------

// The chords of S that sound in [start, end), from its cursor on.
static size_t
sounding(ElaraStream* s, ElaraTick start, ElaraTick end)
{
  while (s->at < s->count && s->chords[s->at].end <= start) {
    s->at++;
  }
  size_t count = 0;
  while (s->at + count < s->count && s->chords[s->at + count].tick < end) {
    count++;
  }
  return count;
}

static ElaraStatus
notate_stream(
    Measure* m, int staff, int voice, const ElaraChordal* chords, size_t count)
{
  ElaraPartWriter* const w = m->w;
  m->first[staff][voice] = m->pieces.count;
  ELARA_TRY(elara_notate_bar(w->arena, &w->plan->bars[m->bar], m->end,
                             w->division, chords, count, &m->pieces));
  m->count[staff][voice] = m->pieces.count - m->first[staff][voice];
  return ELARA_OK;
}

// All chords of a staff in this bar as one line: NULL when two of them
// overlap, so that they need voices of their own (or when memory is short).
static ElaraChordal*
one_line(Measure* m, int staff, const size_t* counts, size_t total)
{
  ElaraChordal* const line = (ElaraChordal*)elara_arena_array(
      m->w->arena, total, sizeof(ElaraChordal));
  size_t count = 0;
  for (int voice = 0; line && voice < ELARA_VOICES; voice++) {
    const ElaraStream* const s = &m->w->streams[staff][voice];
    for (size_t i = 0; i < counts[voice]; i++) {
      size_t at = count++;
      for (; at > 0 && line[at - 1].tick > s->chords[s->at + i].tick; at--) {
        line[at] = line[at - 1];
      }
      line[at] = s->chords[s->at + i];
    }
  }
  for (size_t i = 1; line && i < count; i++) {
    if (line[i - 1].end > line[i].tick) return NULL;
  }
  return line;
}

static ElaraStatus
notate_staff(Measure* m, int staff)
{
  ElaraStream* const streams = m->w->streams[staff];
  size_t counts[ELARA_VOICES];
  size_t total = 0;
  for (int voice = 0; voice < ELARA_VOICES; voice++) {
    counts[voice] = sounding(&streams[voice], m->start, m->end);
    total += counts[voice];
  }
  const ElaraChordal* const line = one_line(m, staff, counts, total);
  if (line) return notate_stream(m, staff, 0, line, total);
  for (int voice = 0; voice < ELARA_VOICES; voice++) {
    const ElaraStream* const s = &streams[voice];
    if (counts[voice] == 0 && voice > 0) continue;
    ELARA_TRY(notate_stream(m, staff, voice, s->chords + s->at, counts[voice]));
  }
  return ELARA_OK;
}

static ElaraStatus
notate(Measure* m)
{
  for (int staff = 0; staff < m->w->staves; staff++) {
    ELARA_TRY(notate_staff(m, staff));
  }
  m->written = (ElaraWrittenPiece*)elara_arena_array(
      m->w->arena, m->pieces.count, sizeof(ElaraWrittenPiece));
  ELARA_TRY_PTR(m->written);
  return ELARA_OK;
}

static int
by_time(const void* a, const void* b)
{
  const ElaraWrittenPiece* const x = *(ElaraWrittenPiece* const*)a;
  const ElaraWrittenPiece* const y = *(ElaraWrittenPiece* const*)b;
  if (x->piece->tick != y->piece->tick) {
    return x->piece->tick < y->piece->tick ? -1 : 1;
  }
  return x < y ? -1 : x > y;
}

// Accidentals follow time, not the order of voices in the file.
static ElaraStatus
spell(Measure* m)
{
  ElaraPartWriter* const w = m->w;
  ElaraWrittenPiece** const order = (ElaraWrittenPiece**)elara_arena_array(
      w->arena, m->pieces.count, sizeof *order);
  ELARA_TRY_PTR(order);
  for (int staff = 0; staff < w->staves; staff++) {
    for (int voice = 0; voice < ELARA_VOICES; voice++) {
      for (size_t i = 0; i < m->count[staff][voice]; i++) {
        const size_t at = m->first[staff][voice] + i;
        m->written[at] = (ElaraWrittenPiece){
            .piece = &m->pieces.items[at], .staff = staff, .voice = voice};
        order[at] = &m->written[at];
      }
    }
  }
  qsort(order, m->pieces.count, sizeof *order, by_time);
  const ElaraKeyChange* const key = elara_musicxml_key_at(w, m->start);
  const ElaraBar* const bar = &w->plan->bars[m->bar];
  const int fresh =
      m->bar == 0 || bar[-1].cue != bar->cue || (key && key->tick == m->start);
  elara_accidentals_begin(&w->accidentals,
                          key ? elara_musicxml_key(w, key->fifths) : 0, fresh);
  for (size_t i = 0; i < m->pieces.count; i++) {
    if (!order[i]->piece->chord) continue;
    elara_musicxml_spell(w, order[i], &w->accidentals,
                         order[i]->piece->chord->next);
  }
  return ELARA_OK;
}

// --- the measure -------------------------------------------------------------

// Marks before UNTIL, at their distance from AT, where the file now is.
static void
write_marks(Measure* m, ElaraTick at, ElaraTick until)
{
  ElaraMarks* const marks = &m->w->marks;
  while (marks->at < marks->count && marks->items[marks->at].tick < until) {
    const ElaraMark* const mark = &marks->items[marks->at++];
    elara_musicxml_mark(m->w, mark, mark->tick > at ? mark->tick - at : 0);
  }
}

// Hairpins that end with the bar are closed in it.
static void
write_closing_marks(Measure* m)
{
  ElaraMarks* const marks = &m->w->marks;
  while (marks->at < marks->count && marks->items[marks->at].tick == m->end &&
         marks->items[marks->at].rank == 0) {
    elara_musicxml_mark(m->w, &marks->items[marks->at++], 0);
  }
}

static void
move(ElaraPartWriter* w, const char* element, ElaraTick ticks)
{
  if (ticks <= 0) return;
  elara_xml_open(w->xml, element);
  elara_xml_leaf_int(w->xml, "duration", ticks / w->division);
  elara_xml_close(w->xml);
}

// A second voice has no rests of its own where it is silent.
static void
write_stream(Measure* m, int staff, int voice)
{
  const ElaraWrittenPiece* const p = m->written + m->first[staff][voice];
  const int first = staff == 0 && voice == 0;
  ElaraTick at = m->start;
  for (size_t i = 0; i < m->count[staff][voice]; i++) {
    if (first) write_marks(m, p[i].piece->tick, p[i].piece->end);
    if (voice > 0 && !p[i].piece->chord && !p[i].piece->triplet) continue;
    move(m->w, "forward", p[i].piece->tick - at);
    elara_musicxml_piece(m->w, &p[i]);
    at = p[i].piece->end;
  }
  if (first) write_closing_marks(m);
  move(m->w, "forward", m->end - at);
}

static void
write_streams(Measure* m)
{
  for (int staff = 0; staff < m->w->staves; staff++) {
    for (int voice = 0; voice < ELARA_VOICES; voice++) {
      if (m->count[staff][voice] == 0) continue;
      if (staff || voice) move(m->w, "backup", m->end - m->start);
      write_stream(m, staff, voice);
    }
  }
}

static void
write_barline(Measure* m)
{
  const ElaraPlan* const plan = m->w->plan;
  const int last = m->bar + 1 == plan->bar_count;
  const int cue = plan->bars[m->bar].cue;
  const int ends = last || (cue >= 0 && plan->bars[m->bar + 1].cue != cue);
  if (!ends) return;
  elara_xml_open(m->w->xml, "barline");
  elara_xml_attr(m->w->xml, "location", "right");
  elara_xml_leaf(m->w->xml, "bar-style", last ? "light-heavy" : "light-light");
  elara_xml_close(m->w->xml);
}

static ElaraStatus
write_measure(ElaraPartWriter* w, size_t bar)
{
  Measure m = {.w = w,
               .bar = bar,
               .start = w->plan->bars[bar].tick,
               .end = elara_plan_bar_end(w->plan, bar)};
  ELARA_TRY(notate(&m));
  ELARA_TRY(spell(&m));
  elara_xml_open(w->xml, "measure");
  elara_xml_attr_int(w->xml, "number", (long long)bar + 1);
  if (bar == 0) {
    elara_xml_open(w->xml, "print");
    elara_xml_leaf(w->xml, "measure-numbering", "system");
    elara_xml_close(w->xml);
  }
  write_attributes(w, bar);
  write_streams(&m);
  write_barline(&m);
  elara_xml_close(w->xml);
  return ELARA_OK;
}

ElaraStatus
elara_musicxml_part(ElaraPartWriter* w)
{
  char id[16];
  snprintf(id, sizeof id, "P%d", w->number);
  elara_xml_open(w->xml, "part");
  elara_xml_attr(w->xml, "id", id);
  for (size_t i = 0; i < w->plan->bar_count; i++) {
    ELARA_TRY(write_measure(w, i));
  }
  elara_xml_close(w->xml);
  return ELARA_OK;
}
