// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// One piece as <note> elements, in the order of children that the schema asks
// for: chord, pitch, duration, tie, instrument, voice, type, dot, accidental,
// time-modification, notehead, staff, beam, notations.

#include "export/drum.h"
#include "export/musicxml.h"

#include <string.h>

#define ACCENT_FROM .3
#define STRONG_FROM .6

static const char steps[] = "CDEFGAB";

static int
step_index(char step)
{
  return (int)(strchr(steps, step) - steps);
}

// --- accidentals -------------------------------------------------------------

void
elara_accidentals_begin(ElaraAccidentals* a, int fifths, int fresh)
{
  memcpy(a->before, a->alter, sizeof a->before);
  for (int i = 0; i < 7; i++) {
    // F C G D A E B take sharps in this order, flats from the other end
    const int step = step_index("FCGDAEB"[i]);
    const int alter = fifths > i ? 1 : fifths < i - 6 ? -1 : 0;
    for (int staff = 0; staff < ELARA_STAVES; staff++) {
      memset(a->alter[staff][step], alter, sizeof a->alter[staff][step]);
    }
  }
  if (fresh) memcpy(a->before, a->alter, sizeof a->before);
}

static int
need_accidental(
    ElaraAccidentals* a, int staff, ElaraSpelling s, int octave, int tied)
{
  if (octave < 0 || octave > 11) return 1;
  signed char* const now = &a->alter[staff][step_index(s.step)][octave];
  signed char* const before = &a->before[staff][step_index(s.step)][octave];
  if (tied) return 0;
  // what the last bar had otherwise is told again, once
  const int kind = *now != s.alter ? 1 : *before != s.alter ? 2 : 0;
  *now = *before = (signed char)s.alter;
  return kind;
}

static int
tied_in(const ElaraPiece* p)
{
  return p->chord->tick < p->tick;
}

static int
tied_out(const ElaraPiece* p)
{
  return p->chord->end > p->end;
}

void
elara_musicxml_spell(ElaraPartWriter* w,
                     ElaraWrittenPiece* written,
                     ElaraAccidentals* accidentals,
                     int next)
{
  const ElaraPiece* const p = written->piece;
  if (!p->chord || w->instrument->clef == 'P') return;
  // a tied note keeps the name it began with
  ElaraSpellContext context = elara_musicxml_context(w, p->chord->tick);
  const int alone = p->chord->note_count == 1;
  context.next = alone ? next : -1;
  const int shift = elara_musicxml_shift(w, context.fifths);
  for (size_t i = 0; i < p->chord->note_count && i < 16; i++) {
    const int pitch = p->chord->notes[i]->pitch;
    const ElaraSpelling s = elara_spell_readable(
        elara_spell_shift(elara_spell(&context, pitch), shift),
        elara_musicxml_key(w, context.fifths));
    const int octave = elara_spell_octave(s, pitch - w->instrument->transpose);
    written->spelling[i] = s;
    written->octave[i] = octave;
    written->accidental[i] =
        need_accidental(accidentals, written->staff, s, octave, tied_in(p));
  }
}

// --- the parts of a note -----------------------------------------------------

static void
write_pitch(ElaraPartWriter* w, const ElaraWrittenPiece* written, size_t i)
{
  if (w->instrument->clef == 'P') {
    const ElaraDrum* const drum =
        elara_drum(written->piece->chord->notes[i]->pitch);
    const char step[] = {drum->step, '\0'};
    elara_xml_open(w->xml, "unpitched");
    elara_xml_leaf(w->xml, "display-step", step);
    elara_xml_leaf_int(w->xml, "display-octave", drum->octave);
    elara_xml_close(w->xml);
    return;
  }
  const ElaraSpelling s = written->spelling[i];
  const char step[] = {s.step, '\0'};
  elara_xml_open(w->xml, "pitch");
  elara_xml_leaf(w->xml, "step", step);
  if (s.alter) elara_xml_leaf_int(w->xml, "alter", s.alter);
  elara_xml_leaf_int(w->xml, "octave", written->octave[i]);
  elara_xml_close(w->xml);
}

static void
leaf_typed(ElaraXml* xml, const char* name, const char* type)
{
  elara_xml_open(xml, name);
  elara_xml_attr(xml, "type", type);
  elara_xml_close(xml);
}

static void
write_accidental(ElaraPartWriter* w, const ElaraWrittenPiece* written, size_t i)
{
  static const char* const names[] = {"flat-flat", "flat", "natural", "sharp",
                                      "double-sharp"};
  if (w->instrument->clef == 'P' || !written->accidental[i]) return;
  elara_xml_open(w->xml, "accidental");
  if (written->accidental[i] == 2) elara_xml_attr(w->xml, "cautionary", "yes");
  elara_xml_text(w->xml, names[written->spelling[i].alter + 2]);
  elara_xml_close(w->xml);
}

static void
write_value(ElaraPartWriter* w, const ElaraWrittenPiece* written, size_t i)
{
  const ElaraPiece* const p = written->piece;
  if (p->value >= 0 && !p->whole_bar) {
    elara_xml_leaf(w->xml, "type", elara_value_name(p->value));
    if (p->dots) elara_xml_empty(w->xml, "dot");
  }
  if (p->chord) write_accidental(w, written, i);
  if (!p->triplet) return;
  elara_xml_open(w->xml, "time-modification");
  elara_xml_leaf_int(w->xml, "actual-notes", 3);
  elara_xml_leaf_int(w->xml, "normal-notes", 2);
  elara_xml_close(w->xml);
}

static void
write_beams(ElaraPartWriter* w, const ElaraPiece* p)
{
  static const char* const names[] = {"",    "begin",        "continue",
                                      "end", "forward hook", "backward hook"};
  for (int i = 0; i < ELARA_BEAMS && p->beams[i]; i++) {
    elara_xml_open(w->xml, "beam");
    elara_xml_attr_int(w->xml, "number", i + 1);
    elara_xml_text(w->xml, names[p->beams[i]]);
    elara_xml_close(w->xml);
  }
}

// --- notations ---------------------------------------------------------------

static void
write_tremolo(ElaraPartWriter* w, const ElaraPiece* p)
{
  const int flags = p->value > 3 ? p->value - 3 : 0;
  elara_xml_open(w->xml, "ornaments");
  elara_xml_open(w->xml, "tremolo");
  elara_xml_attr(w->xml, "type", "single");
  elara_xml_text(w->xml, flags == 0 ? "3" : flags == 1 ? "2" : "1");
  elara_xml_close(w->xml);
  elara_xml_close(w->xml);
}

static const char*
articulation(const ElaraScoreNote* note)
{
  if (note->technique == ELARA_TECHNIQUE_MARCATO) {
    return note->accent >= STRONG_FROM ? "strong-accent" : "accent";
  }
  return note->accent >= ACCENT_FROM ? "accent" : NULL;
}

static void
write_articulations(ElaraPartWriter* w, const ElaraScoreNote* note)
{
  const char* const accent = articulation(note);
  const int staccato = note->technique == ELARA_TECHNIQUE_STACCATO;
  if (!accent && !staccato) return;
  elara_xml_open(w->xml, "articulations");
  if (accent) elara_xml_empty(w->xml, accent);
  if (staccato) elara_xml_empty(w->xml, "staccato");
  elara_xml_close(w->xml);
}

static void
write_slur(ElaraPartWriter* w,
           const ElaraWrittenPiece* written,
           const char* type)
{
  elara_xml_open(w->xml, "slur");
  elara_xml_attr(w->xml, "type", type);
  const int voice = written->piece->chord->notes[0]->voice;
  elara_xml_attr_int(w->xml, "number", voice + 1);
  elara_xml_close(w->xml);
}

static int
trembles(const ElaraScoreNote* note)
{
  return note->technique == ELARA_TECHNIQUE_TREMOLO ||
         note->technique == ELARA_TECHNIQUE_PONTICELLO ||
         note->technique == ELARA_TECHNIQUE_ROLL;
}

// A circle over a flute tone, a cross over a stopped note.
static const char*
technical(const ElaraScoreNote* note)
{
  if (note->technique == ELARA_TECHNIQUE_HARMONIC) return "harmonic";
  return note->technique == ELARA_TECHNIQUE_STOPPED ? "stopped" : NULL;
}

static void
write_technical(ElaraPartWriter* w, const ElaraScoreNote* note)
{
  if (!technical(note)) return;
  elara_xml_open(w->xml, "technical");
  elara_xml_empty(w->xml, technical(note));
  elara_xml_close(w->xml);
}

static int
has_notations(const ElaraPiece* p, size_t i)
{
  if (i == 0 && (p->triplet_start || p->triplet_stop)) return 1;
  if (!p->chord) return 0;
  const ElaraScoreNote* const note = p->chord->notes[i];
  if (tied_in(p) || tied_out(p)) return 1;
  if (i > 0) return 0;
  return trembles(note) || technical(note) || p->chord->slur_start ||
         p->chord->slur_stop || articulation(note) ||
         note->technique == ELARA_TECHNIQUE_STACCATO;
}

static void
write_chord_notations(ElaraPartWriter* w, const ElaraWrittenPiece* written)
{
  const ElaraPiece* const p = written->piece;
  const ElaraScoreNote* const note = p->chord->notes[0];
  if (p->chord->slur_stop && !tied_out(p)) write_slur(w, written, "stop");
  if (p->chord->slur_start && !tied_in(p)) write_slur(w, written, "start");
  if (trembles(note)) write_tremolo(w, p);
  if (!tied_in(p)) write_technical(w, note);
  if (!tied_in(p)) write_articulations(w, note);
}

static void
write_notations(ElaraPartWriter* w, const ElaraWrittenPiece* written, size_t i)
{
  const ElaraPiece* const p = written->piece;
  if (!has_notations(p, i)) return;
  elara_xml_open(w->xml, "notations");
  if (p->chord && tied_in(p)) leaf_typed(w->xml, "tied", "stop");
  if (p->chord && tied_out(p)) leaf_typed(w->xml, "tied", "start");
  if (i == 0 && p->triplet_start) leaf_typed(w->xml, "tuplet", "start");
  if (i == 0 && p->triplet_stop) leaf_typed(w->xml, "tuplet", "stop");
  if (p->chord && i == 0) write_chord_notations(w, written);
  elara_xml_close(w->xml);
}

// --- the note ----------------------------------------------------------------

static void
write_ties(ElaraPartWriter* w, const ElaraPiece* p)
{
  if (!p->chord) return;
  if (tied_in(p)) leaf_typed(w->xml, "tie", "stop");
  if (tied_out(p)) leaf_typed(w->xml, "tie", "start");
}

static void
write_rest(ElaraPartWriter* w, const ElaraPiece* p)
{
  elara_xml_open(w->xml, "rest");
  if (p->whole_bar) elara_xml_attr(w->xml, "measure", "yes");
  elara_xml_close(w->xml);
}

static void
write_head(ElaraPartWriter* w, const ElaraScoreNote* note)
{
  const char* const head = elara_drum(note->pitch)->head;
  if (w->instrument->clef != 'P' || strcmp(head, "normal") == 0) return;
  elara_xml_leaf(w->xml, "notehead", head);
}

static void
write_note(ElaraPartWriter* w, const ElaraWrittenPiece* written, size_t i)
{
  const ElaraPiece* const p = written->piece;
  const ElaraScoreNote* const note = p->chord ? p->chord->notes[i] : NULL;
  elara_xml_open(w->xml, "note");
  if (i > 0) elara_xml_empty(w->xml, "chord");
  if (note) write_pitch(w, written, i);
  if (!note) write_rest(w, p);
  elara_xml_leaf_int(w->xml, "duration", (p->end - p->tick) / w->division);
  write_ties(w, p);
  if (note && w->instrument->clef == 'P') {
    elara_xml_open(w->xml, "instrument");
    elara_xml_attr(
        w->xml, "id",
        elara_musicxml_instrument_id(w->arena, w->number, note->pitch));
    elara_xml_close(w->xml);
  }
  elara_xml_leaf_int(w->xml, "voice", 4 * written->staff + written->voice + 1);
  write_value(w, written, i);
  if (note) write_head(w, note);
  if (w->staves > 1) elara_xml_leaf_int(w->xml, "staff", written->staff + 1);
  if (i == 0) write_beams(w, p);
  write_notations(w, written, i);
  elara_xml_close(w->xml);
}

void
elara_musicxml_piece(ElaraPartWriter* w, const ElaraWrittenPiece* written)
{
  const size_t count =
      written->piece->chord ? written->piece->chord->note_count : 1;
  for (size_t i = 0; i < count; i++) {
    write_note(w, written, i);
  }
}
