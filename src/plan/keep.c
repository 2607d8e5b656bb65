// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What stays as it was in an earlier plan of the same story: cues that are
// locked and, when it is asked for, all whose words are the same. They are
// found again by their key, wherever their words stand now; the cues around
// them are spotted anew and give way. A kept cue keeps its bars and so its
// notes; only when its place has become too short is its clock pressed
// together.

#include "base/random.h"
#include "plan/room.h"

#include <string.h>

#define PIECE_LEAST_S 20.0 // what is left of a cue that gave way, or nothing

// --- the words of a cue
// --------------------------------------------------------

// Seen or heard; a writer's note may speak to the composer.
static int
counts(const ElaraElement* e)
{
  return e->kind == ELARA_ELEMENT_NOTE ||
         (e->kind > ELARA_ELEMENT_TITLE && e->kind <= ELARA_ELEMENT_CENTERED);
}

// A sum of all words that count from START to END; never 0.
static uint64_t
sum_words(const PlanRoom* room, ElaraTime start, ElaraTime end)
{
  const ElaraStory* const story = room->story;
  uint64_t sum = 1;
  for (size_t i = 0; i < story->element_count; i++) {
    const ElaraElement* const e = &story->elements[i];
    if (e->start >= end) break;
    if (e->start >= start && counts(e)) {
      sum = elara_hash_mix(sum, elara_hash_text(e->text));
    }
  }
  return sum ? sum : 1;
}

ElaraStatus
elara_plan_words(PlanRoom* room)
{
  for (size_t i = 0; i < room->plan->cue_count; i++) {
    ElaraCue* const cue = &room->plan->cues[i];
    cue->words = sum_words(room, cue->start, cue->end);
  }
  return ELARA_OK;
}

// --- finding them again
// --------------------------------------------------------

typedef struct {
  size_t first, last; // cells
  const ElaraCue* old;
} Pin;

static int
wants_to_stay(const PlanRoom* room, const ElaraCue* old)
{
  return old->locked || (room->config.keep && old->words);
}

static ElaraTime
cell_end(const PlanRoom* room, size_t last)
{
  return room->cells[last - 1].end;
}

// The cells of OLD, from FIRST on: those that hold its words or, when some of
// them have changed, that last as long.
static size_t
find_end(const PlanRoom* room, size_t first, const ElaraCue* old)
{
  const ElaraTime start = room->cells[first].start;
  const ElaraTime length = old->end - old->start;
  for (size_t k = first + 1; k <= room->cell_count; k++) {
    if (sum_words(room, start, cell_end(room, k)) == old->words) return k;
    if (cell_end(room, k) - start > 2 * length) break;
  }
  if (!old->locked) return 0;
  size_t k = first + 1;
  while (k < room->cell_count && cell_end(room, k) - start < length)
    k++;
  return k;
}

static void
say_lost(PlanRoom* room, const ElaraCue* old, const char* why)
{
  if (!old->locked) return;
  elara_diag(room->diags, ELARA_DIAG_WARNING, room->story->source_name, 0, 0,
             "it is written anew; take the lock from it, or put its words back",
             "%s was locked, but %s", old->name, why);
}

static int
find_pin(PlanRoom* room, const ElaraCue* old, Pin* pin)
{
  for (size_t i = 0; i < room->cell_count; i++) {
    if (strcmp(room->cells[i].key, old->key) != 0) continue;
    *pin = (Pin){i, find_end(room, i, old), old};
    return pin->last > i;
  }
  say_lost(room, old, "the words with which it begins are gone");
  return 0;
}

static ElaraStatus
find_pins(PlanRoom* room, Pin* pins, size_t* count)
{
  const ElaraPlan* const before = room->config.before;
  *count = 0;
  for (size_t i = 0; i < before->cue_count; i++) {
    const ElaraCue* const old = &before->cues[i];
    Pin pin;
    if (old->movement > 0 || !wants_to_stay(room, old) ||
        !find_pin(room, old, &pin)) {
      continue;
    }
    // In the order of the new script, which may be another.
    size_t at = *count;
    while (at > 0 && pins[at - 1].first > pin.first)
      at--;
    if ((at > 0 && pins[at - 1].last > pin.first) ||
        (at < *count && pins[at].first < pin.last)) {
      say_lost(room, old, "another kept cue now stands in its place");
      continue;
    }
    memmove(&pins[at + 1], &pins[at], (*count - at) * sizeof *pins);
    pins[at] = pin;
    ++*count;
  }
  return ELARA_OK;
}

// --- making room
// ---------------------------------------------------------------

typedef struct {
  size_t first, last;
} Span;

typedef ELARA_LIST(Span) SpanList;

static int
add_piece(PlanRoom* room, SpanList* list, size_t first, size_t last)
{
  if (first >= last || elara_time_s(cell_end(room, last) -
                                    room->cells[first].start) < PIECE_LEAST_S) {
    return 1;
  }
  const Span span = {first, last};
  return ELARA_PUSH(room->scratch, list, span);
}

// The cues as they were spotted, less the cells of the pins, and the pins.
static int
make_spans(PlanRoom* room, const Pin* pins, size_t count, SpanList* spans)
{
  size_t pin = 0;
  for (size_t i = 0; i < room->plan->cue_count; i++) {
    size_t at = room->first[i];
    for (; pin < count && pins[pin].first < room->last[i]; pin++) {
      const Span kept = {pins[pin].first, pins[pin].last};
      if (!add_piece(room, spans, at, kept.first) ||
          !ELARA_PUSH(room->scratch, spans, kept)) {
        return 0;
      }
      at = kept.last;
    }
    const size_t from =
        pin > 0 && pins[pin - 1].last > at ? pins[pin - 1].last : at;
    if (!add_piece(room, spans, from, room->last[i])) return 0;
  }
  for (; pin < count; pin++) {
    const Span kept = {pins[pin].first, pins[pin].last};
    if (!ELARA_PUSH(room->scratch, spans, kept)) return 0;
  }
  return 1;
}

ElaraStatus
elara_plan_pin(PlanRoom* room)
{
  const ElaraPlan* const before = room->config.before;
  if (!before) return ELARA_OK;
  Pin* const pins =
      elara_arena_array(room->scratch, before->cue_count + 1, sizeof *pins);
  ELARA_TRY_PTR(pins);
  size_t count = 0;
  ELARA_TRY(find_pins(room, pins, &count));
  if (count == 0) return ELARA_OK;
  SpanList spans = {0};
  if (!make_spans(room, pins, count, &spans)) return ELARA_NO_MEMORY;
  ELARA_TRY(elara_plan_new_cues(room, spans.count));
  for (size_t i = 0; i < spans.count; i++) {
    const int shared = i > 0 && spans.items[i - 1].last == spans.items[i].first;
    elara_plan_fill_cue(room, i, spans.items[i].first, spans.items[i].last,
                        shared);
  }
  room->any_kept = 1;
  return ELARA_OK;
}

// --- their themes
// --------------------------------------------------------------

static const ElaraThemeRole*
named(const ElaraThemeRole* themes, size_t count, const char* name)
{
  for (size_t i = 0; i < count; i++) {
    if (strcmp(themes[i].name, name) == 0) return &themes[i];
  }
  return NULL;
}

// A theme of the earlier plan with the people of this one.
static int
take_theme(PlanRoom* room, const ElaraThemeRole* old, ElaraThemeRole* theme)
{
  const ElaraPlan* const plan = room->plan;
  const ElaraThemeRole* const now =
      named(plan->themes, plan->theme_count, old->name);
  *theme = *old;
  theme->name = elara_arena_strdup(room->arena, old->name);
  theme->reason =
      elara_arena_strdup(room->arena, now ? now->reason : old->reason);
  if (old->book) theme->book = elara_arena_strdup(room->arena, old->book);
  theme->person = now ? now->person : -1;
  theme->other = now ? now->other : -1;
  return theme->name && theme->reason && (!old->book || theme->book);
}

// How many themes of BEFORE are the story's; those of a symphony follow them.
static size_t
story_themes(const ElaraPlan* before)
{
  size_t count = 0;
  for (size_t i = 0; i < before->cue_count; i++) {
    const ElaraCue* const cue = &before->cues[i];
    if (cue->movement > 0) continue;
    for (size_t t = 0; t < cue->theme_count; t++) {
      if ((size_t)cue->themes[t].theme >= count)
        count = (size_t)cue->themes[t].theme + 1;
    }
  }
  while (count < before->theme_count && before->themes[count].parent < 0)
    count++;
  return count;
}

// Kept cues need their themes as they were: those first, in their order, then
// what is new.
ElaraStatus
elara_plan_keep_themes(PlanRoom* room)
{
  if (!room->any_kept) return ELARA_OK;
  ElaraPlan* const plan = room->plan;
  const ElaraPlan* const before = room->config.before;
  const size_t kept = story_themes(before);
  ElaraThemeRole* const themes =
      elara_arena_array(room->arena, kept + plan->theme_count, sizeof *themes);
  ELARA_TRY_PTR(themes);
  size_t count = 0;
  for (size_t i = 0; i < kept; i++) {
    if (!take_theme(room, &before->themes[i], &themes[count++])) {
      return ELARA_NO_MEMORY;
    }
  }
  for (size_t i = 0; i < plan->theme_count; i++) {
    if (named(themes, kept, plan->themes[i].name)) continue;
    themes[count++] = plan->themes[i];
  }
  plan->themes = themes;
  plan->theme_count = count;
  return ELARA_OK;
}

// --- as they were
// --------------------------------------------------------------

// From the clock of an earlier cue to that of this one.
typedef struct {
  const ElaraCue* old;
  const ElaraCue* now;
  int lines; // of the story
} Move;

static ElaraTime
moved_time(const Move* m, ElaraTime time)
{
  const ElaraTime was = m->old->end - m->old->start;
  const ElaraTime is = m->now->end - m->now->start;
  const ElaraTime off = time - m->old->start;
  if (was == is) return m->now->start + off;
  return m->now->start +
         (ElaraTime)((double)off * ((double)is / (double)was) + .5);
}

static int
moved_line(const Move* m, int line)
{
  const int moved = line + m->now->line - m->old->line;
  return moved < 1 ? 1 : moved > m->lines ? m->lines : moved;
}

static ElaraStatus
take_arc(PlanRoom* room, const Move* m, ElaraCue* cue)
{
  ElaraArcPoint* const arc =
      elara_arena_array(room->arena, m->old->arc_count, sizeof *arc);
  ELARA_TRY_PTR(arc);
  for (size_t i = 0; i < m->old->arc_count; i++) {
    arc[i] = m->old->arc[i];
    arc[i].time = moved_time(m, arc[i].time);
    arc[i].line = moved_line(m, arc[i].line);
  }
  arc[m->old->arc_count - 1].time = cue->end;
  cue->arc = arc;
  cue->arc_count = m->old->arc_count;
  return ELARA_OK;
}

static ElaraStatus
take_layers(PlanRoom* room, const Move* m, ElaraCue* cue)
{
  ElaraCueLayer* const layers =
      elara_arena_array(room->arena, m->old->layer_count, sizeof *layers);
  ELARA_TRY_PTR(layers);
  for (size_t i = 0; i < m->old->layer_count; i++) {
    layers[i] = m->old->layers[i];
    layers[i].time = moved_time(m, layers[i].time);
    layers[i].line = moved_line(m, layers[i].line);
    layers[i].reason = elara_arena_strdup(room->arena, layers[i].reason);
    ELARA_TRY_PTR(layers[i].reason);
  }
  cue->layers = layers;
  cue->layer_count = m->old->layer_count;
  return ELARA_OK;
}

static ElaraStatus
take_themes(PlanRoom* room, const Move* m, ElaraCue* cue)
{
  const ElaraPlan* const plan = room->plan;
  const ElaraThemeRole* const old = room->config.before->themes;
  ElaraCueTheme* const themes =
      elara_arena_array(room->arena, m->old->theme_count, sizeof *themes);
  ELARA_TRY_PTR(themes);
  for (size_t i = 0; i < m->old->theme_count; i++) {
    const ElaraThemeRole* const now = named(plan->themes, plan->theme_count,
                                            old[m->old->themes[i].theme].name);
    if (!now) return ELARA_OK; // of a symphony that is another now
    themes[i] = m->old->themes[i];
    themes[i].theme = (int)(now - plan->themes);
    themes[i].reason = elara_arena_strdup(room->arena, themes[i].reason);
    ELARA_TRY_PTR(themes[i].reason);
  }
  cue->themes = themes;
  cue->theme_count = m->old->theme_count;
  return ELARA_OK;
}

// As long as it was, if it may: it ends before LIMIT.
static void
set_length(ElaraCue* cue, const ElaraCue* old, ElaraTime limit)
{
  const ElaraTime end = cue->start + (old->end - old->start);
  cue->end = end < limit ? end : limit;
}

static ElaraStatus
take_cue(PlanRoom* room, const ElaraCue* old, ElaraCue* cue, ElaraTime limit)
{
  set_length(cue, old, limit);
  const Move m = {old, cue, room->plan->story_line_count};
  cue->mood = old->mood;
  cue->bpm = old->bpm;
  cue->beats = old->beats;
  cue->beat_type = old->beat_type;
  cue->feeling = old->feeling;
  cue->importance = old->importance;
  cue->reach = old->reach;
  cue->tonic = old->tonic;
  cue->reroll = old->reroll;
  cue->locked = old->locked;
  ELARA_TRY(take_arc(room, &m, cue));
  ELARA_TRY(take_layers(room, &m, cue));
  return take_themes(room, &m, cue);
}

// --- their hits
// ----------------------------------------------------------------

typedef ELARA_LIST(ElaraHit) HitList;

static int
take_hits(PlanRoom* room, size_t index, const ElaraCue* old, HitList* list)
{
  const ElaraPlan* const before = room->config.before;
  const Move m = {old, &room->plan->cues[index], room->plan->story_line_count};
  for (size_t i = 0; i < before->hit_count; i++) {
    if (&before->cues[before->hits[i].cue] != old) continue;
    ElaraHit hit = before->hits[i];
    hit.time = moved_time(&m, hit.time);
    hit.cue = (int)index;
    hit.line = moved_line(&m, hit.line);
    hit.what = elara_arena_strdup(room->arena, hit.what);
    if (!hit.what || !ELARA_PUSH(room->arena, list, hit)) return 0;
  }
  return 1;
}

static ElaraStatus
gather_hits(PlanRoom* room)
{
  ElaraPlan* const plan = room->plan;
  HitList all = {0};
  size_t at = 0;
  for (size_t i = 0; i < plan->cue_count; i++) {
    const int kept = room->kept[i];
    if (kept >= 0 &&
        !take_hits(room, i, &room->config.before->cues[kept], &all)) {
      return ELARA_NO_MEMORY;
    }
    for (; at < plan->hit_count && plan->hits[at].cue == (int)i; at++) {
      if (kept >= 0) continue;
      if (!ELARA_PUSH(room->arena, &all, plan->hits[at])) {
        return ELARA_NO_MEMORY;
      }
    }
  }
  plan->hits = all.items;
  plan->hit_count = all.count;
  return ELARA_OK;
}

const ElaraCue*
elara_plan_kept(const PlanRoom* room, const ElaraCue* cue)
{
  const ElaraPlan* const before = room->config.before;
  for (size_t i = 0; before && i < before->cue_count; i++) {
    const ElaraCue* const old = &before->cues[i];
    if (strcmp(old->key, cue->key) != 0) continue;
    if (old->locked) return old;
    return room->config.keep && old->words == cue->words ? old : NULL;
  }
  return NULL;
}

ElaraStatus
elara_plan_keep(PlanRoom* room)
{
  ElaraPlan* const plan = room->plan;
  if (!room->config.before) return ELARA_OK;
  room->kept =
      elara_arena_array(room->scratch, plan->cue_count, sizeof *room->kept);
  ELARA_TRY_PTR(room->kept);
  int any = 0;
  for (size_t i = 0; i < plan->cue_count; i++) {
    ElaraCue* const cue = &plan->cues[i];
    const ElaraCue* const old = elara_plan_kept(room, cue);
    room->kept[i] = old ? (int)(old - room->config.before->cues) : -1;
    if (!old) continue;
    const ElaraTime limit =
        i + 1 < plan->cue_count ? cue[1].start : plan->length;
    ELARA_TRY(take_cue(room, old, cue, limit));
    any = 1;
  }
  return any ? gather_hits(room) : ELARA_OK;
}
