// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// One measure of one part: its notes with their ticks in it. A chord begins
// with the note before it; backup and forward move the place.

#include "notation/room.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_NOTES 2000000
#define LONGEST_TICKS 1e7 // of a measure: three thousand quarters

static ElaraTick
tick_of(double at)
{
  return (ElaraTick)floor(at + .5);
}

static double
duration_of(NotationPlace* p, const xmlNode* node)
{
  const double value = elara_child_number(p->room, node, "duration", 0.0) *
                       (double)ELARA_TICKS_PER_QUARTER / p->part->divisions;
  if (value > LONGEST_TICKS) return 2.0 * LONGEST_TICKS; // is refused
  return value > 0.0 ? value : 0.0;
}

static ElaraStatus
move(NotationPlace* p, double ticks)
{
  p->at += ticks;
  if (p->at < 0.0) {
    elara_notation_warn(p->room, p->line, "it is taken as its beginning",
                        "a backup to before the measure");
    p->at = 0.0;
  }
  if (p->at > LONGEST_TICKS) {
    return elara_notation_refuse(p->room, p->line, "export the score again",
                                 "a measure longer than 3000 quarters");
  }
  const ElaraTick at = tick_of(p->at);
  if (at > p->measure->reach) p->measure->reach = at;
  return ELARA_OK;
}

// --- attributes --------------------------------------------------------------

// Written keys of a transposing part lie further round the circle of fifths.
static int
concert_fifths(const NotationPart* part, int fifths)
{
  int shift = -part->transpose[0] * 7 % 12;
  if (shift > 6) shift -= 12;
  if (shift < -6) shift += 12;
  int concert = fifths - shift;
  while (concert > 7)
    concert -= 12;
  while (concert < -7)
    concert += 12;
  return concert;
}

static ElaraStatus
read_key(NotationPlace* p, const xmlNode* node)
{
  const double fifths = elara_child_number(p->room, node, "fifths", -99.0);
  if (fifths < -7.0 || fifths > 7.0) return ELARA_OK;
  const ElaraMode mode =
      elara_mode_by_name(elara_child_text(p->room, node, "mode"));
  return elara_notation_event(
      p, (NotationEvent){.kind = EVENT_KEY,
                         .value = concert_fifths(p->part, (int)fifths),
                         .which = mode < ELARA_MODE_COUNT ? (int)mode
                                                          : ELARA_MODE_MAJOR});
}

// "3+2" beats are five; an unmeasured bar keeps the metre.
static void
read_time(NotationPlace* p, const xmlNode* node)
{
  int beats = 0;
  const char* text = elara_child_text(p->room, node, "beats");
  while (*text) {
    char* end = NULL;
    const long n = strtol(text, &end, 10);
    if (end == text || n < 1 || n > 96) break;
    beats += (int)n;
    text = end + (*end == '+');
  }
  const double type = elara_child_number(p->room, node, "beat-type", 0.0);
  if (beats < 1 || beats > 96) return;
  for (int t = 1; t <= 64; t *= 2) {
    if (type != t) continue;
    p->part->beats = beats;
    p->part->beat_type = t;
  }
}

static void
read_transpose(NotationPlace* p, const xmlNode* node)
{
  const double chromatic = elara_child_number(p->room, node, "chromatic", 0.0);
  const double octaves =
      elara_child_number(p->room, node, "octave-change", 0.0);
  const int staff =
      (int)elara_node_attribute_number(p->room, node, "number", 0.0);
  const double all = chromatic + 12.0 * octaves;
  if (all < -60.0 || all > 60.0) return;
  for (int i = 0; i < NOTATION_STAVES; i++) {
    if (staff == 0 || staff == i + 1) p->part->transpose[i] = (int)all;
  }
}

static ElaraStatus
read_attributes(NotationPlace* p, const xmlNode* node)
{
  for (const xmlNode* n = node->children; n; n = n->next) {
    const char* const name = elara_node_name(n);
    if (strcmp(name, "divisions") == 0) {
      const double value = elara_child_number(p->room, node, name, 0.0);
      if (value > 0.0 && value < 1e9) p->part->divisions = value;
      p->part->tuned = value > 0.0;
    } else if (strcmp(name, "time") == 0) {
      read_time(p, n);
    } else if (strcmp(name, "transpose") == 0) {
      read_transpose(p, n);
    }
  }
  for (const xmlNode* n = elara_node_child(node, "key"); n;
       n = elara_node_next(n, "key")) {
    ELARA_TRY(read_key(p, n));
  }
  const xmlNode* const style = elara_node_child(node, "measure-style");
  if (elara_node_child(style, "measure-repeat") && !p->room->no_mark_seen) {
    p->room->no_mark_seen = 1;
    elara_notation_warn(p->room, elara_node_line(style),
                        "write the measures out to hear them",
                        "signs for repeated measures are read as rests");
  }
  return ELARA_OK;
}

// --- what hangs on a note ----------------------------------------------------

// Flags that an element of <articulations>, <technical>, <ornaments> sets.
static const struct {
  const char* name;
  unsigned flag;
  double accent;
} signs[] = {
    {"staccato", NOTE_STACCATO, 0.0},
    {"staccatissimo", NOTE_STACCATO, .15},
    {"spiccato", NOTE_STACCATO, 0.0},
    {"detached-legato", 0, .1},
    {"tenuto", NOTE_TENUTO, 0.0},
    {"accent", 0, .5},
    {"soft-accent", 0, .2},
    {"stress", 0, .3},
    {"strong-accent", NOTE_STRONG, .8},
    {"stopped", NOTE_STOPPED, 0.0},
    {"harmonic", NOTE_HARMONIC, 0.0},
    {"snap-pizzicato", NOTE_PLUCKED, .5},
    {"pluck", NOTE_PLUCKED, 0.0},
    {"trill-mark", NOTE_TRILL, 0.0},
    {"mordent", NOTE_MORDENT, 0.0},
    {"inverted-mordent", NOTE_MORDENT | NOTE_UPPER, 0.0},
    {"turn", NOTE_TURN, 0.0},
    {"inverted-turn", NOTE_TURN | NOTE_UPPER, 0.0},
};

static int
written_flags(const char* type)
{
  static const char* const names[] = {"eighth", "16th", "32nd", "64th",
                                      "128th"};
  for (int i = 0; i < 5; i++) {
    if (strcmp(type, names[i]) == 0) return i + 1;
  }
  return 0;
}

static void
read_sign(NotationPlace* p,
          const xmlNode* note,
          const xmlNode* sign,
          NotationNote* n)
{
  const char* const name = elara_node_name(sign);
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
    if (strcmp(name, signs[i].name) != 0) continue;
    n->flags |= signs[i].flag;
    if (signs[i].accent > n->accent) n->accent = signs[i].accent;
  }
  if (strcmp(name, "tremolo") == 0) {
    const double beams =
        elara_child_number(p->room, sign->parent, "tremolo", 3.0);
    n->tremolo =
        (int)beams + written_flags(elara_child_text(p->room, note, "type"));
    if (n->tremolo < 1 || n->tremolo > 8) n->tremolo = 3;
  }
}

// The slurs of a part are open by number; a note of the voice that opened one
// belongs to it. Chord notes take the slur of the first.
static void
slur_starts(NotationPart* part, int number, NotationNote* n)
{
  size_t slot = NOTATION_SLURS;
  for (size_t i = 0; i < NOTATION_SLURS; i++) {
    if (part->slurs[i].number == number && part->slurs[i].voice == n->voice)
      slot = i;
    if (slot == NOTATION_SLURS && part->slurs[i].number == 0) slot = i;
  }
  if (slot == NOTATION_SLURS) return;
  part->slurs[slot].number = number;
  part->slurs[slot].voice = n->voice;
  part->slurs[slot].slur = n->slur = ++part->slur_count;
}

static void
slur_stops(NotationPart* part, int number, NotationNote* n)
{
  int found = -1;
  for (int i = 0; i < NOTATION_SLURS; i++) {
    if (part->slurs[i].number != number) continue;
    if (found < 0 || part->slurs[i].voice == n->voice) found = i;
  }
  if (found < 0) return;
  n->slur = part->slurs[found].slur;
  part->slurs[found].number = 0;
}

static void
read_slurs(NotationPlace* p, const xmlNode* notations, NotationNote* n)
{
  NotationPart* const part = p->part;
  for (int i = 0; i < NOTATION_SLURS; i++) {
    if (part->slurs[i].number && part->slurs[i].voice == n->voice)
      n->slur = part->slurs[i].slur;
  }
  for (int pass = 0; pass < 2; pass++) {
    const char* const want = pass ? "start" : "stop";
    const xmlNode* slur = elara_node_child(notations, "slur");
    for (; slur; slur = elara_node_next(slur, "slur")) {
      const char* const type = elara_node_attribute(p->room, slur, "type");
      const int number =
          (int)elara_node_attribute_number(p->room, slur, "number", 1.0);
      if (strcmp(type, want) != 0 || number < 1 || number > 99) continue;
      if (pass == 0) slur_stops(part, number, n);
      if (pass == 1) slur_starts(part, number, n);
    }
  }
}

// <tie> says what sounds, <tied> what is drawn: without the one the other.
static void
read_ties(NotationPlace* p,
          const xmlNode* parent,
          const char* name,
          NotationNote* n)
{
  const xmlNode* tie = elara_node_child(parent, name);
  for (; tie; tie = elara_node_next(tie, name)) {
    const char* const type = elara_node_attribute(p->room, tie, "type");
    if (strcmp(type, "start") == 0) n->flags |= NOTE_TIE_OUT;
    if (strcmp(type, "stop") == 0) n->flags |= NOTE_TIE_IN;
  }
}

static ElaraStatus
read_notations(NotationPlace* p, const xmlNode* note, NotationNote* n)
{
  const xmlNode* list = elara_node_child(note, "notations");
  read_ties(p, note, "tie", n);
  if (!elara_node_child(note, "tie")) read_ties(p, list, "tied", n);
  if (!(n->flags & NOTE_CHORD)) read_slurs(p, list, n);
  for (; list; list = elara_node_next(list, "notations")) {
    for (const xmlNode* g = list->children; g; g = g->next) {
      for (const xmlNode* s = g->children; s; s = s->next) {
        read_sign(p, note, s, n);
      }
    }
    if (elara_node_child(list, "fermata")) {
      ELARA_TRY(elara_notation_event(
          p,
          (NotationEvent){.kind = EVENT_HOLD, .tick = n->tick, .end = n->end}));
    }
    const xmlNode* const level = elara_node_child(list, "dynamics");
    if (level) ELARA_TRY(elara_notation_dynamics(p, level));
  }
  return ELARA_OK;
}

// --- pitch -------------------------------------------------------------------

static int
read_drum(NotationPlace* p, const xmlNode* note)
{
  const char* const id =
      elara_node_attribute(p->room, elara_node_child(note, "instrument"), "id");
  const NotationPart* const part = p->part;
  for (size_t i = 0; i < part->drums.count; i++) {
    if (part->drums.items[i].key >= 0 &&
        strcmp(part->drums.items[i].id, id) == 0)
      return part->drums.items[i].key;
  }
  if (part->drum >= 0) return part->drum;
  if (part->drums.count == 1 && part->drums.items[0].key >= 0)
    return part->drums.items[0].key;
  const xmlNode* const place = elara_node_child(note, "unpitched");
  const char* const step = elara_child_text(p->room, place, "display-step");
  const double octave =
      elara_child_number(p->room, place, "display-octave", -1.0);
  const int key = elara_notation_drum_at(
      step[0], (int)octave, elara_child_text(p->room, note, "notehead"));
  return key >= 0 ? key : 38;
}

// The sounding pitch, or -1 when the element says none.
static int
read_pitch(NotationPlace* p, const xmlNode* note, int staff)
{
  static const int naturals[] = {9, 11, 0, 2, 4, 5, 7}; // A B C D E F G
  const xmlNode* const pitch = elara_node_child(note, "pitch");
  const char step = elara_child_text(p->room, pitch, "step")[0];
  const double octave = elara_child_number(p->room, pitch, "octave", -9.0);
  const double alter = elara_child_number(p->room, pitch, "alter", 0.0);
  if (step < 'A' || step > 'G' || octave < 0.0 || octave > 9.0) return -1;
  if (alter < -3.0 || alter > 3.0) return -1;
  const int index = staff > 0 && staff <= NOTATION_STAVES ? staff - 1 : 0;
  const int sounding = naturals[step - 'A'] + (int)floor(alter + .5) +
                       12 * ((int)octave + 1) + p->part->transpose[index];
  return sounding >= 0 && sounding <= 127 ? sounding : -1;
}

// In a percussion part a note may have a pitch for its place alone.
static int
pitch_of(NotationPlace* p, const xmlNode* note, int staff)
{
  const int drums = p->part->instrument == ELARA_PERCUSSION;
  if (elara_node_child(note, "unpitched")) {
    return drums ? read_drum(p, note) : 60;
  }
  if (!drums) return read_pitch(p, note, staff);
  if (elara_node_child(note, "instrument") || p->part->drum >= 0)
    return read_drum(p, note);
  const int key = read_pitch(p, note, staff);
  return key >= 27 && key <= 87 ? key : 38;
}

// --- the note ----------------------------------------------------------------

static ElaraStatus
add_note(NotationPlace* p, const xmlNode* node, NotationNote* n)
{
  n->pitch = pitch_of(p, node, n->staff);
  if (n->pitch < 0) {
    elara_notation_warn(p->room, p->line, "it is left out",
                        "a note without a pitch from 0 to 127");
    return ELARA_OK;
  }
  if (++p->room->note_count > MOST_NOTES) {
    return elara_notation_refuse(p->room, p->line,
                                 "give one movement at a time",
                                 "more than two million notes");
  }
  const NotationNote* const last =
      p->part->notes.count ? &p->part->notes.items[p->part->notes.count - 1]
                           : NULL;
  if ((n->flags & NOTE_CHORD) && last && last->measure == n->measure) {
    n->slur = last->slur;
    n->accent = last->accent;
    n->tremolo = last->tremolo;
    n->flags |= last->flags &
                (NOTE_STACCATO | NOTE_TENUTO | NOTE_STRONG | NOTE_PLUCKED |
                 NOTE_GRACE | NOTE_STOPPED | NOTE_HARMONIC);
  }
  ELARA_TRY(read_notations(p, node, n));
  return ELARA_PUSH(p->room->arena, &p->part->notes, *n) ? ELARA_OK
                                                         : ELARA_NO_MEMORY;
}

static int
voice_number(const char* text)
{
  unsigned hash = 0;
  for (; *text; text++)
    hash = hash * 31 + (unsigned char)*text;
  return (int)(hash & 0xffff);
}

static int
is_measure_rest(NotationPlace* p, const xmlNode* node)
{
  const char* const whole =
      elara_node_attribute(p->room, elara_node_child(node, "rest"), "measure");
  return strcmp(whole, "yes") == 0;
}

static ElaraStatus
read_note(NotationPlace* p, const xmlNode* node)
{
  const int grace = elara_node_child(node, "grace") != NULL;
  const int chord = elara_node_child(node, "chord") != NULL;
  const double duration = grace ? 0.0 : duration_of(p, node);
  NotationNote n = {
      .measure = p->measure_index,
      .staff = (int)elara_child_number(p->room, node, "staff", 1.0),
      .voice = voice_number(elara_child_text(p->room, node, "voice")),
      .flags = (grace ? NOTE_GRACE : 0U) | (chord ? NOTE_CHORD : 0U),
      .tick = chord ? p->last : tick_of(p->at),
      .end = chord ? p->last + tick_of(duration) : tick_of(p->at + duration),
  };
  if (is_measure_rest(p, node)) {
    const ElaraTick rest = tick_of(p->at + duration);
    if (rest > p->measure->rest) p->measure->rest = rest;
    p->at += duration;
    return p->at < LONGEST_TICKS ? ELARA_OK : move(p, 0.0);
  }
  const int sounds = !elara_node_child(node, "rest") &&
                     !elara_node_child(node, "cue") &&
                     (grace || n.end > n.tick);
  if (sounds) {
    ELARA_TRY(add_note(p, node, &n));
  } else if (elara_node_child(node, "rest")) {
    NotationNote silent = n;
    ELARA_TRY(read_notations(p, node, &silent));
  }
  if (chord) return ELARA_OK;
  p->last = tick_of(p->at);
  return move(p, duration);
}

static ElaraStatus
read_element(NotationPlace* p, const xmlNode* node)
{
  const char* const name = elara_node_name(node);
  if (!name[0]) return ELARA_OK;
  p->line = elara_node_line(node);
  if (strcmp(name, "note") == 0) return read_note(p, node);
  if (strcmp(name, "backup") == 0) return move(p, -duration_of(p, node));
  if (strcmp(name, "forward") == 0) return move(p, duration_of(p, node));
  if (strcmp(name, "attributes") == 0) return read_attributes(p, node);
  if (strcmp(name, "direction") == 0) return elara_notation_direction(p, node);
  if (strcmp(name, "sound") == 0) return elara_notation_sound(p, node);
  if (strcmp(name, "harmony") == 0) return elara_notation_harmony(p, node);
  if (strcmp(name, "barline") == 0) elara_notation_barline(p, node);
  return ELARA_OK;
}

ElaraStatus
elara_notation_measure(NotationRoom* room,
                       size_t part,
                       size_t measure,
                       const xmlNode* node)
{
  NotationPlace p = {.room = room,
                     .part = &room->parts.items[part],
                     .measure = &room->measures.items[measure],
                     .part_index = (int)part,
                     .measure_index = (int)measure};
  if (strcmp(elara_node_attribute(room, node, "implicit"), "yes") == 0)
    p.measure->implicit = 1;
  if (!p.measure->line) p.measure->line = elara_node_line(node);
  for (const xmlNode* n = node->children; n; n = n->next) {
    ELARA_TRY(read_element(&p, n));
  }
  if (part == 0 || p.measure->beats == 0) {
    p.measure->beats = p.part->beats;
    p.measure->beat_type = p.part->beat_type;
  }
  return ELARA_OK;
}
