// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What hands, feet and drums can do. A harp has two hands of four fingers and
// seven strings to the octave; a timpanist has four drums and needs time to
// tune them; cymbals and tam-tam lose their force when heard too often.

#include "orchestrate/room.h"

#include <stdlib.h>

#define HAND 4         // notes
#define HAND_SPAN 16   // semitones, a tenth
#define STRING_NAMES 7 // pedals of a harp
#define DRUMS 4
#define RETUNE_S 8.0

enum { CRASH = 49, TAM_TAM = 52, SECOND_CRASH = 57, TRIANGLE = 81 };

static int
by_place(const void* a, const void* b)
{
  const ElaraScoreNote* const x = (const ElaraScoreNote*)a;
  const ElaraScoreNote* const y = (const ElaraScoreNote*)b;
  if (x->tick != y->tick) return x->tick < y->tick ? -1 : 1;
  if (x->pitch != y->pitch) return x->pitch - y->pitch;
  return x->voice - y->voice;
}

static void
drop_empty(NoteList* list)
{
  size_t kept = 0;
  for (size_t i = 0; i < list->count; i++) {
    if (list->items[i].duration > 0) list->items[kept++] = list->items[i];
  }
  list->count = kept;
}

static double
seconds(const Desk* desk, ElaraTick tick)
{
  return elara_time_s(elara_tempo_map_time(&desk->map, tick));
}

static int
cue_of(const Desk* desk, const ElaraScoreNote* n)
{
  return desk->sketch->phrases[n->phrase].cue;
}

// --- harp
// ----------------------------------------------------------------------------------

// From FIRST on, the notes struck together: the right hand has the upper ones,
// the left what it can reach below.
static size_t
two_hands(NoteList* list, size_t first)
{
  size_t last = first + 1;
  while (last < list->count &&
         list->items[last].tick == list->items[first].tick) {
    last++;
  }
  int left = 0;
  int right = 0;
  const int low = list->items[first].pitch;
  const int high = list->items[last - 1].pitch;
  for (size_t i = last; i-- > first;) {
    ElaraScoreNote* const n = &list->items[i];
    if (right < HAND && high - n->pitch <= HAND_SPAN) {
      right++;
    } else if (left < HAND && n->pitch - low <= HAND_SPAN) {
      left++;
    } else {
      n->duration = 0;
    }
  }
  return last;
}

// Seven strings to the octave: of every bar only seven pitch classes, the
// first to come.
static void
pedals(const Desk* desk, NoteList* list)
{
  size_t bar = (size_t)-1;
  unsigned strings = 0;
  int count = 0;
  for (size_t i = 0; i < list->count; i++) {
    ElaraScoreNote* const n = &list->items[i];
    const size_t here = elara_plan_bar_at(desk->plan, n->tick);
    if (here != bar) {
      bar = here;
      strings = 0;
      count = 0;
    }
    const unsigned bit = 1u << n->pitch % 12;
    if (strings & bit) continue;
    if (count == STRING_NAMES) {
      n->duration = 0;
      continue;
    }
    strings |= bit;
    count++;
  }
}

// Into a climax: the strings of its key, swept upwards in its last beat.
static void
sweep(Desk* desk, const ElaraPhrase* before, int phrase, const ElaraPhrase* p)
{
  NoteList* const list = &desk->notes[ELARA_HARP];
  const ElaraTick step = QUARTER / 8;
  const unsigned scale = elara_scale_mask(p->tonic, p->mode);
  const ElaraTick from = p->tick - 2 * QUARTER;
  if (from < before->tick || has(desk->without, ELARA_HARP)) return;
  for (size_t i = 0; i < list->count; i++) {
    ElaraScoreNote* const n = &list->items[i];
    if (n->tick >= from && n->tick < p->tick) n->duration = 0;
    if (n->tick < from && n->tick + n->duration > from)
      n->duration = from - n->tick;
  }
  drop_empty(list);
  ElaraTick tick = from;
  for (int pitch = 55; pitch < 97 && tick < p->tick; pitch++) {
    if (!(scale >> pitch % 12 & 1u)) continue;
    const ElaraScoreNote n = {.tick = tick,
                              .duration = step,
                              .pitch = pitch,
                              .role = ELARA_LINE_COLOUR,
                              .phrase = phrase};
    if (!ELARA_PUSH(desk->arena, list, n)) desk->failed = 1;
    tick += step;
  }
  const ElaraDynamic d = {from, p->tick, before->level, p->level};
  DynamicList* const dynamics = &desk->dynamics[ELARA_HARP];
  int known = 0;
  for (size_t i = 0; i < dynamics->count; i++) {
    known |=
        dynamics->items[i].tick <= from && dynamics->items[i].tick_end > from;
  }
  if (!known && !ELARA_PUSH(desk->arena, dynamics, d)) desk->failed = 1;
  const ElaraColour c = {from, phrase, ELARA_HARP, "glissando",
                         "a sweep of all strings into the climax"};
  if (!ELARA_PUSH(desk->arena, &desk->colours, c)) desk->failed = 1;
}

static int
by_dynamic(const void* a, const void* b)
{
  const ElaraDynamic* const x = (const ElaraDynamic*)a;
  const ElaraDynamic* const y = (const ElaraDynamic*)b;
  return (x->tick > y->tick) - (x->tick < y->tick);
}

static void
play_harp(Desk* desk)
{
  NoteList* const list = &desk->notes[ELARA_HARP];
  const ElaraSketch* const sketch = desk->sketch;
  for (size_t i = 1; i < sketch->phrase_count; i++) {
    const ElaraPhrase* const p = &sketch->phrases[i];
    const ElaraPhrase* const before = p - 1;
    if (p->climax && before->cue == p->cue && p->speech < SPEECH_FROM &&
        before->end == p->tick && p->level > .5)
      sweep(desk, before, (int)i - 1, p);
  }
  if (!list->count) return;
  DynamicList* const dynamics = &desk->dynamics[ELARA_HARP];
  if (dynamics->count)
    qsort(dynamics->items, dynamics->count, sizeof *dynamics->items,
          by_dynamic);
  qsort(list->items, list->count, sizeof *list->items, by_place);
  for (size_t i = 0; i < list->count;) {
    i = two_hands(list, i);
  }
  drop_empty(list);
  pedals(desk, list);
  drop_empty(list);
}

// --- timpani
// --------------------------------------------------------------------------------

typedef struct {
  int pitch;
  double used_s; // when it was last struck
} Drum;

// The drum for N: one tuned so, else one that has had time to be retuned.
static int
has_drum(Drum* drums, int pitch, double at, double end)
{
  int free = -1;
  for (int d = 0; d < DRUMS; d++) {
    if (drums[d].pitch == pitch) {
      drums[d].used_s = end;
      return 1;
    }
    if (at - drums[d].used_s >= RETUNE_S &&
        (free < 0 || drums[d].used_s < drums[free].used_s))
      free = d;
  }
  if (free < 0) return 0;
  drums[free] = (Drum){pitch, end};
  return 1;
}

static void
play_timpani(Desk* desk)
{
  NoteList* const list = &desk->notes[ELARA_TIMPANI];
  if (!list->count) return;
  qsort(list->items, list->count, sizeof *list->items, by_place);
  Drum drums[DRUMS];
  int cue = -1;
  for (size_t i = 0; i < list->count; i++) {
    ElaraScoreNote* const n = &list->items[i];
    if (cue_of(desk, n) != cue) {
      // between cues there is time to tune all four
      for (int d = 0; d < DRUMS; d++)
        drums[d] = (Drum){-1, -1e9};
      cue = cue_of(desk, n);
    }
    if (!has_drum(drums, n->pitch, seconds(desk, n->tick),
                  seconds(desk, n->tick + n->duration)))
      n->duration = 0;
  }
  drop_empty(list);
}

// --- cymbals and tam-tam
// --------------------------------------------------------------------

static void
play_percussion(Desk* desk)
{
  NoteList* const list = &desk->notes[ELARA_PERCUSSION];
  for (size_t i = 0; i < list->count; i++) {
    ElaraScoreNote* const n = &list->items[i];
    const ElaraPhrase* const p = &desk->sketch->phrases[n->phrase];
    const double reach = desk->plan->cues[p->cue].reach;
    const int dread =
        p->mood == ELARA_MOOD_DREAD || p->mood == ELARA_MOOD_TERROR;
    if (reach >= FULL_FORCE || dread) continue;
    if (n->pitch == CRASH || n->pitch == SECOND_CRASH) {
      // a small climax has a triangle, a swell on the cymbal stays away
      n->pitch = TRIANGLE;
      if (n->technique == ELARA_TECHNIQUE_ROLL) n->duration = 0;
    } else if (n->pitch == TAM_TAM) {
      n->duration = 0;
    }
  }
  drop_empty(list);
}

// --- small bells
// ------------------------------------------------------------

// Where the harp plays NOTE itself, at the same height and as long. *AT follows
// the harp's notes, which are in order as the bells' are.
static int
harp_has(const NoteList* harp, const ElaraScoreNote* note, size_t* at)
{
  while (*at < harp->count && harp->items[*at].tick < note->tick) {
    ++*at;
  }
  for (size_t i = *at; i < harp->count; i++) {
    const ElaraScoreNote* const h = &harp->items[i];
    if (h->tick > note->tick) break;
    if (h->pitch == note->pitch && h->duration == note->duration &&
        h->role == ELARA_LINE_FIGURE) {
      return 1;
    }
  }
  return 0;
}

// Celesta and glockenspiel beside the harp have other notes than it, however
// each came to them.
static void
play_bells(Desk* desk)
{
  static const int bells[] = {ELARA_CELESTA, ELARA_GLOCKENSPIEL};
  for (size_t k = 0; k < sizeof bells / sizeof bells[0]; k++) {
    NoteList* const list = &desk->notes[bells[k]];
    size_t at = 0;
    for (size_t i = 0; i < list->count; i++) {
      if (harp_has(&desk->notes[ELARA_HARP], &list->items[i], &at))
        list->items[i].duration = 0;
    }
    drop_empty(list);
  }
}

void
elara_idiom(Desk* desk)
{
  play_harp(desk);
  play_timpani(desk);
  play_percussion(desk);
  play_bells(desk);
}
