// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What stands above and below a measure: loudness, words, tempo, signs of
// repeat, chord symbols.

#include "notation/room.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static ElaraTick
here(const NotationPlace* p)
{
  return (ElaraTick)floor(p->at + .5);
}

ElaraStatus
elara_notation_mark(NotationPlace* p, NotationMark mark)
{
  mark.tick = here(p);
  mark.measure = p->measure_index;
  return ELARA_PUSH(p->room->arena, &p->part->marks, mark) ? ELARA_OK
                                                           : ELARA_NO_MEMORY;
}

// A hold keeps the ticks that it came with.
ElaraStatus
elara_notation_event(NotationPlace* p, NotationEvent event)
{
  if (event.kind != EVENT_HOLD) event.tick = here(p);
  event.measure = p->measure_index;
  event.part = p->part_index;
  return ELARA_PUSH(p->room->arena, &p->room->events, event) ? ELARA_OK
                                                             : ELARA_NO_MEMORY;
}

// --- loudness ----------------------------------------------------------------

// Marks that hit: how hard, and the level after it, -1 when it stays.
static const struct {
  const char* name;
  double accent;
  double level;
} hits[] = {
    {"sf", .8, -1.0},   {"sfz", .9, -1.0},   {"sffz", 1.0, -1.0},
    {"fz", .8, -1.0},   {"rf", .5, -1.0},    {"rfz", .6, -1.0},
    {"fp", .7, .3125},  {"sfp", .9, .3125},  {"sfpp", .9, .1875},
    {"pf", 0.0, .6875}, {"sfzp", .9, .3125},
};

static ElaraStatus
one_dynamic(NotationPlace* p, const char* name)
{
  const double level = elara_notation_level(name);
  if (level >= 0.0)
    return elara_notation_mark(
        p, (NotationMark){.kind = MARK_LEVEL, .value = level});
  for (size_t i = 0; i < sizeof hits / sizeof *hits; i++) {
    if (strcmp(name, hits[i].name) != 0) continue;
    ELARA_TRY(elara_notation_mark(
        p, (NotationMark){.kind = MARK_ACCENT, .value = hits[i].accent}));
    if (hits[i].level < 0.0) return ELARA_OK;
    return elara_notation_mark(
        p, (NotationMark){.kind = MARK_LEVEL, .value = hits[i].level});
  }
  return ELARA_OK;
}

ElaraStatus
elara_notation_dynamics(NotationPlace* p, const xmlNode* node)
{
  for (const xmlNode* n = node->children; n; n = n->next) {
    const char* name = elara_node_name(n);
    if (strcmp(name, "other-dynamics") == 0) name = elara_node_text(p->room, n);
    if (name[0]) ELARA_TRY(one_dynamic(p, name));
  }
  return ELARA_OK;
}

static ElaraStatus
wedge(NotationPlace* p, const xmlNode* node)
{
  const char* const type = elara_node_attribute(p->room, node, "type");
  const NotationMarkKind kind = strcmp(type, "crescendo") == 0 ? MARK_GROW
                                : strcmp(type, "diminuendo") == 0
                                    ? MARK_SHRINK
                                    : MARK_HAIRPIN_END;
  if (strcmp(type, "continue") == 0) return ELARA_OK;
  return elara_notation_mark(p, (NotationMark){.kind = kind});
}

// --- tempo -------------------------------------------------------------------

static double
unit_quarters(const char* unit)
{
  static const struct {
    const char* name;
    double quarters;
  } units[] = {{"breve", 8.0}, {"whole", 4.0}, {"half", 2.0}, {"quarter", 1.0},
               {"eighth", .5}, {"16th", .25},  {"32nd", .125}};
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    if (strcmp(unit, units[i].name) == 0) return units[i].quarters;
  }
  return 0.0;
}

// "ca. 96", "88-92": the first number counts.
static double
metronome_bpm(NotationPlace* p, const xmlNode* node)
{
  double unit = 0.0;
  double dots = .5;
  for (const xmlNode* n = node->children; n; n = n->next) {
    const char* const name = elara_node_name(n);
    if (strcmp(name, "beat-unit") == 0) {
      if (unit > 0.0) return 0.0; // one value equals another: no tempo
      unit = unit_quarters(elara_node_text(p->room, n));
    } else if (strcmp(name, "beat-unit-dot") == 0) {
      unit += unit * dots / (1.0 + (1.0 - 2.0 * dots));
      dots *= .5;
    }
  }
  const char* text = elara_child_text(p->room, node, "per-minute");
  text += strcspn(text, "0123456789");
  return unit * strtod(text, NULL);
}

static ElaraStatus
set_tempo(NotationPlace* p, double bpm)
{
  if (!(bpm >= 1.0 && bpm <= 2000.0)) return ELARA_OK;
  return elara_notation_event(
      p, (NotationEvent){.kind = EVENT_TEMPO, .value = bpm});
}

// --- sound -------------------------------------------------------------------

static int
says(NotationPlace* p, const xmlNode* sound, const char* attribute)
{
  const char* const value = elara_node_attribute(p->room, sound, attribute);
  return value[0] && strcmp(value, "no") != 0;
}

static void
jumps(NotationPlace* p, const xmlNode* sound)
{
  NotationMeasure* const m = p->measure;
  if (says(p, sound, "segno")) m->segno = 1;
  if (says(p, sound, "coda")) m->coda = 1;
  if (says(p, sound, "tocoda")) m->to_coda = 1;
  if (says(p, sound, "fine")) m->fine = 1;
  if (says(p, sound, "dacapo")) m->da_capo = 1;
  if (says(p, sound, "dalsegno")) m->dal_segno = 1;
}

ElaraStatus
elara_notation_sound(NotationPlace* p, const xmlNode* node)
{
  jumps(p, node);
  const char* const pizzicato =
      elara_node_attribute(p->room, node, "pizzicato");
  if (pizzicato[0]) {
    const int plucked = strcmp(pizzicato, "yes") == 0;
    ELARA_TRY(elara_notation_mark(
        p, (NotationMark){.kind = MARK_TECHNIQUE,
                          .which = plucked ? WAY_PLUCKED : WAY_BOWED}));
  }
  return set_tempo(p, elara_node_attribute_number(p->room, node, "tempo", 0.0));
}

// --- words -------------------------------------------------------------------

// What the words of one direction say, and whether its tempo is said better.
static ElaraStatus
obey(NotationPlace* p, const NotationWords* w, int tempo_known)
{
  NotationMeasure* const m = p->measure;
  m->da_capo |= w->jump == 1;
  m->dal_segno |= w->jump == 2;
  m->to_coda |= w->jump == 3;
  m->fine |= w->jump == 4;
  for (int i = 0; i < 2; i++) {
    if (w->ways[i] == WAY_NONE) continue;
    ELARA_TRY(elara_notation_mark(
        p, (NotationMark){.kind = MARK_TECHNIQUE, .which = (int)w->ways[i]}));
  }
  if (w->has_level)
    ELARA_TRY(elara_notation_mark(p, (NotationMark){.kind = w->level}));
  if (w->mood >= 0) {
    ELARA_TRY(elara_notation_event(
        p, (NotationEvent){.kind = EVENT_MOOD, .value = w->mood}));
  }
  if (w->has_event && !(tempo_known && w->event != EVENT_TACET)) {
    ELARA_TRY(elara_notation_event(p, (NotationEvent){.kind = w->event}));
  }
  return tempo_known || w->bpm <= 0.0 ? ELARA_OK : set_tempo(p, w->bpm);
}

static ElaraStatus
read_words(NotationPlace* p, const xmlNode* type, int tempo_known)
{
  const xmlNode* n = elara_node_child(type, "words");
  for (; n; n = elara_node_next(n, "words")) {
    const NotationWords words = elara_notation_words(
        elara_notation_plain(p->room, elara_node_text(p->room, n)));
    ELARA_TRY(obey(p, &words, tempo_known));
  }
  return ELARA_OK;
}

static ElaraStatus
read_type(NotationPlace* p, const xmlNode* type, int tempo_known)
{
  for (const xmlNode* n = type->children; n; n = n->next) {
    const char* const name = elara_node_name(n);
    if (strcmp(name, "dynamics") == 0) ELARA_TRY(elara_notation_dynamics(p, n));
    if (strcmp(name, "wedge") == 0) ELARA_TRY(wedge(p, n));
    if (strcmp(name, "segno") == 0) p->measure->segno = 1;
    if (strcmp(name, "rehearsal") == 0) {
      ELARA_TRY(elara_notation_event(
          p, (NotationEvent){.kind = EVENT_REHEARSAL,
                             .text = elara_node_text(p->room, n)}));
    }
    if (strcmp(name, "metronome") == 0 && !tempo_known)
      ELARA_TRY(set_tempo(p, metronome_bpm(p, n)));
  }
  return read_words(p, type, tempo_known);
}

// A coda sign with nothing to jump from is the coda, else where one leaves.
static void
coda_sign(NotationPlace* p, const xmlNode* node)
{
  const xmlNode* type = elara_node_child(node, "direction-type");
  for (; type; type = elara_node_next(type, "direction-type")) {
    if (!elara_node_child(type, "coda")) continue;
    const xmlNode* const sound = elara_node_child(node, "sound");
    if (says(p, sound, "tocoda") || p->measure->to_coda) return;
    p->measure->coda = 1;
  }
}

// 1 when the direction says in numbers how fast it is.
static int
has_metronome(NotationPlace* p, const xmlNode* node)
{
  const xmlNode* type = elara_node_child(node, "direction-type");
  for (; type; type = elara_node_next(type, "direction-type")) {
    const xmlNode* const m = elara_node_child(type, "metronome");
    if (m && metronome_bpm(p, m) > 0.0) return 1;
  }
  return 0;
}

ElaraStatus
elara_notation_direction(NotationPlace* p, const xmlNode* node)
{
  const double before = p->at;
  p->at += elara_child_number(p->room, node, "offset", 0.0) *
           (double)ELARA_TICKS_PER_QUARTER / p->part->divisions;
  if (p->at < 0.0 || p->at > 1e7) p->at = before;
  const xmlNode* const sound = elara_node_child(node, "sound");
  const int told = says(p, sound, "tempo");
  ElaraStatus status = ELARA_OK;
  const xmlNode* type = elara_node_child(node, "direction-type");
  for (; type && status == ELARA_OK;
       type = elara_node_next(type, "direction-type")) {
    const int counted = told || has_metronome(p, node);
    // a metronome mark counts itself where no sound does
    status = elara_node_child(type, "metronome") ? read_type(p, type, told)
                                                 : read_type(p, type, counted);
  }
  if (sound && status == ELARA_OK) status = elara_notation_sound(p, sound);
  coda_sign(p, node);
  p->at = before;
  return status;
}

// --- chord symbols -----------------------------------------------------------

static int
named_pitch(NotationRoom* room, const xmlNode* node, const char* what)
{
  static const int naturals[] = {9, 11, 0, 2, 4, 5, 7};
  char name[16];
  snprintf(name, sizeof name, "%s-step", what);
  const char step = elara_child_text(room, node, name)[0];
  snprintf(name, sizeof name, "%s-alter", what);
  const double alter = elara_child_number(room, node, name, 0.0);
  if (step < 'A' || step > 'G' || alter < -3.0 || alter > 3.0) return -1;
  return (naturals[step - 'A'] + (int)alter + 24) % 12;
}

static int
quality_of(NotationRoom* room, const xmlNode* node)
{
  const char* const kind = elara_child_text(room, node, "kind");
  if (strcmp(kind, "none") == 0) return -1;
  if (elara_node_child(node, "degree") && strcmp(kind, "major") == 0)
    return ELARA_CHORD_ADD_9;
  for (int i = 0; i < ELARA_CHORD_QUALITY_COUNT; i++) {
    if (strcmp(kind, elara_chord_info((ElaraChordQuality)i)->musicxml) == 0)
      return i;
  }
  return strncmp(kind, "minor", 5) == 0      ? ELARA_CHORD_MINOR
         : strncmp(kind, "dominant", 8) == 0 ? ELARA_CHORD_DOMINANT_7
                                             : ELARA_CHORD_MAJOR;
}

ElaraStatus
elara_notation_harmony(NotationPlace* p, const xmlNode* node)
{
  const int root = named_pitch(p->room, elara_node_child(node, "root"), "root");
  const int quality = quality_of(p->room, node);
  if (root < 0 || quality < 0) return ELARA_OK;
  const int bass = named_pitch(p->room, elara_node_child(node, "bass"), "bass");
  const int up = (p->part->transpose[0] % 12 + 12) % 12;
  const double before = p->at;
  p->at += elara_child_number(p->room, node, "offset", 0.0) *
           (double)ELARA_TICKS_PER_QUARTER / p->part->divisions;
  if (p->at < 0.0 || p->at > 1e7) p->at = before;
  const ElaraStatus status = elara_notation_event(
      p,
      (NotationEvent){.kind = EVENT_CHORD,
                      .chord = {.root = (root + up) % 12,
                                .quality = (ElaraChordQuality)quality,
                                .bass = ((bass < 0 ? root : bass) + up) % 12}});
  p->at = before;
  return status;
}

// --- bar lines ---------------------------------------------------------------

// "1, 2" or "1-3": a bit for each time.
static unsigned
ending_numbers(const char* text)
{
  unsigned bits = 0;
  int last = 0;
  int range = 0;
  for (; *text; text++) {
    if (*text == '-') range = 1;
    if (*text < '1' || *text > '9') continue;
    const int n = *text - '0';
    for (int i = range && last ? last : n; i <= n; i++)
      bits |= 1U << (i - 1);
    last = n;
    range = 0;
  }
  return bits;
}

void
elara_notation_barline(NotationPlace* p, const xmlNode* node)
{
  NotationMeasure* const m = p->measure;
  const char* const style = elara_child_text(p->room, node, "bar-style");
  const char* const place = elara_node_attribute(p->room, node, "location");
  const int left = strcmp(place, "left") == 0;
  if (!left && strcmp(style, "light-light") == 0) m->double_bar = 1;
  const xmlNode* const repeat = elara_node_child(node, "repeat");
  const char* const way = elara_node_attribute(p->room, repeat, "direction");
  if (strcmp(way, "forward") == 0) m->forward = 1;
  if (strcmp(way, "backward") == 0) {
    const double times =
        elara_node_attribute_number(p->room, repeat, "times", 2.0);
    m->backward = times >= 1.0 && times <= 16.0 ? (int)times : 2;
  }
  const xmlNode* const ending = elara_node_child(node, "ending");
  if (!ending) return;
  const char* const type = elara_node_attribute(p->room, ending, "type");
  m->ending |= ending_numbers(elara_node_attribute(p->room, ending, "number"));
  if (strcmp(type, "start") != 0) m->ending_stop = 1;
}
