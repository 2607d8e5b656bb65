// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Lines of tones, as the rules want them: of each voice of a part, and one
// virtual melody for the whole ensemble. Rules of time that ran on each part
// by itself would pull the orchestra apart; on one melody they move all
// together (Friberg, Frydén & Sundberg's melodic synchronisation).
//
// The virtual melody is a sweep over the notes of a cue by onset with the set
// of those that sound: O(notes x notes at once).

#include "perform/room.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  ElaraTick tick;
  ElaraTick end;
  int pitch;
  int part;
  int phrase;
} Sounding;

typedef ELARA_LIST(Sounding) SoundingList;
typedef ELARA_LIST(PerformTone) ToneList;

PerformPalette
elara_perform_palette(const PerformRoom* room, int cue)
{
  const ElaraMood mood =
      cue >= 0 ? room->plan->cues[cue].mood : ELARA_MOOD_SERENITY;
  PerformPalette p = room->palettes[mood < ELARA_MOOD_COUNT ? mood : 0];
  const double e = room->config.expression;
  double* const strengths[] = {
      &p.contrast, &p.twice,  &p.charge, &p.harmony, &p.phrase,   &p.sub,
      &p.ritard,   &p.punct,  &p.leap,   &p.runs,    &p.clock,    &p.motor,
      &p.high,     &p.accent, &p.repeat, &p.breath,  &p.swell_db, &p.taper_db,
  };
  for (size_t i = 0; i < sizeof strengths / sizeof *strengths; i++) {
    *strengths[i] *= e;
  }
  return p;
}

ElaraTick
elara_perform_cue_tick(const PerformRoom* room, int cue)
{
  return cue >= 0 ? room->plan->bars[room->plan->cues[cue].first_bar].tick : 0;
}

int
elara_perform_sub_phrase(const PerformRoom* room,
                         const ElaraPhrase* phrase,
                         ElaraTick tick,
                         ElaraTick* start,
                         ElaraTick* end)
{
  if (phrase->bar_count < 4) return 0;
  const size_t first = (size_t)phrase->first_bar;
  const size_t bar = elara_plan_bar_at(room->plan, tick);
  if (bar < first || bar >= first + (size_t)phrase->bar_count) return 0;
  const size_t groups = (size_t)phrase->bar_count / 2;
  size_t group = (bar - first) / 2;
  if (group >= groups) group = groups - 1;
  *start = room->plan->bars[first + 2 * group].tick;
  *end = group + 1 == groups ? phrase->end
                             : room->plan->bars[first + 2 * group + 2].tick;
  return 1;
}

// --- what a line knows of its tones
// ----------------------------------------------

static void
add_harmony(const PerformRoom* room, PerformTone* tone, const ElaraChord** last)
{
  const ElaraChord* const chord = elara_perform_chord_at(room, tone->tick);
  if (!chord) return;
  tone->harmony = elara_perform_chord_charge(chord);
  tone->chord_begins = chord != *last;
  *last = chord;
  if (tone->pitch >= 0) {
    tone->charge = elara_perform_melodic_charge(tone->pitch, chord->root);
  }
}

// Mean pitch of the two bars around each tone; two pointers run along.
static void
add_means(PerformTone* tones, size_t count)
{
  const ElaraTick reach = 4 * ELARA_TICKS_PER_QUARTER;
  double sum = 0.0;
  size_t first = 0;
  size_t last = 0;
  for (size_t i = 0; i < count; i++) {
    for (; last < count && tones[last].tick <= tones[i].tick + reach; last++) {
      sum += tones[last].pitch;
    }
    for (; tones[first].tick < tones[i].tick - reach; first++) {
      sum -= tones[first].pitch;
    }
    tones[i].mean = sum / (double)(last - first);
  }
}

static void
add_phrases(const PerformRoom* room, PerformTone* tones, size_t count)
{
  ElaraTick known = -1;
  for (size_t i = 0; i < count; i++) {
    const int index = elara_perform_phrase_at(room, tones[i].tick);
    const int next =
        i + 1 < count ? elara_perform_phrase_at(room, tones[i + 1].tick) : -1;
    tones[i].phrase_end = i + 1 == count || index != next;
    if (index < 0) continue;
    ElaraTick start = 0;
    ElaraTick end = 0;
    if (elara_perform_sub_phrase(room, &room->sketch->phrases[index],
                                 tones[i].tick, &start, &end)) {
      tones[i].sub_start = start != known;
      known = start;
    }
  }
}

static ElaraStatus
complete(const PerformRoom* room, const ElaraTempoMap* map, PerformLine* line)
{
  const ElaraChord* chord = NULL;
  for (size_t i = 0; i < line->count; i++) {
    PerformTone* const tone = &line->tones[i];
    const int more = i + 1 < line->count;
    tone->rest = more && line->tones[i + 1].tick > tone->end;
    tone->ms = 1000.0 * elara_time_s(elara_tempo_map_time(map, tone->end) -
                                     elara_tempo_map_time(map, tone->tick));
    add_harmony(room, tone, &chord);
  }
  add_means(line->tones, line->count);
  add_phrases(room, line->tones, line->count);
  double* const weights = elara_arena_array(
      room->scratch, line->count ? line->count : 1, sizeof *weights);
  ELARA_TRY_PTR(weights);
  elara_rule_punctuate(line->tones, line->count, weights);
  return ELARA_OK;
}

// --- a voice of a part
// -----------------------------------------------------------

ElaraStatus
elara_perform_line(const PerformRoom* room,
                   const ElaraPart* part,
                   size_t first,
                   size_t last,
                   int voice,
                   PerformLine* line,
                   size_t* places)
{
  ToneList list = {0};
  const int drums = elara_instrument_unpitched(part->instrument);
  for (size_t i = first; i < last; i++) {
    const ElaraScoreNote* const note = &part->notes[i];
    if (note->voice != voice) continue;
    PerformTone* const top = list.count ? &list.items[list.count - 1] : NULL;
    if (top && top->tick == note->tick) {
      if (!drums && note->pitch > top->pitch) top->pitch = note->pitch;
    } else {
      const PerformTone tone = {.tick = note->tick,
                                .end = note->tick + note->duration,
                                .pitch = drums ? -1 : note->pitch};
      if (!ELARA_PUSH(room->scratch, &list, tone)) return ELARA_NO_MEMORY;
    }
    places[i - first] = list.count - 1;
  }
  *line = (PerformLine){list.items, list.count};
  return complete(room, &room->map, line);
}

// --- the virtual melody
// ----------------------------------------------------------

// By onset; the rest only to be the same everywhere.
static int
by_onset(const void* a, const void* b)
{
  const Sounding* const x = a;
  const Sounding* const y = b;
  if (x->tick != y->tick) return x->tick < y->tick ? -1 : 1;
  if (x->end != y->end) return x->end < y->end ? -1 : 1;
  if (x->pitch != y->pitch) return x->pitch > y->pitch ? -1 : 1;
  return x->part - y->part;
}

// Index of the first note of PART at or after TICK.
static size_t
first_note(const ElaraPart* part, ElaraTick tick)
{
  size_t low = 0;
  size_t high = part->note_count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (part->notes[middle].tick < tick) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

static ElaraStatus
gather(const PerformRoom* room, size_t cue, SoundingList* all)
{
  const ElaraPlan* const plan = room->plan;
  const size_t bar = (size_t)plan->cues[cue].first_bar;
  const ElaraTick start = plan->bars[bar].tick;
  const ElaraTick end =
      elara_plan_bar_end(plan, bar + (size_t)plan->cues[cue].bar_count - 1);
  for (size_t p = 0; p < room->score->part_count; p++) {
    const ElaraPart* const part = &room->score->parts[p];
    if (elara_instrument_unpitched(part->instrument)) continue;
    for (size_t i = first_note(part, start);
         i < part->note_count && part->notes[i].tick < end; i++) {
      const ElaraScoreNote* const n = &part->notes[i];
      const Sounding s = {n->tick, n->tick + n->duration, n->pitch, (int)p, 0};
      if (!ELARA_PUSH(room->scratch, all, s)) return ELARA_NO_MEMORY;
    }
  }
  if (all->count > 1) {
    qsort(all->items, all->count, sizeof *all->items, by_onset);
  }
  return ELARA_OK;
}

static double
charge_of(const PerformRoom* room, const Sounding* note)
{
  const ElaraChord* const chord = elara_perform_chord_at(room, note->tick);
  return chord ? elara_perform_melodic_charge(note->pitch, chord->root) : 0.0;
}

static int
leads(const PerformRoom* room, const Sounding* a, const Sounding* b)
{
  const ElaraTick x = a->end - a->tick;
  const ElaraTick y = b->end - b->tick;
  if (x != y) return x < y;
  const double charge = charge_of(room, a) - charge_of(room, b);
  return charge != 0.0 ? charge > 0.0 : by_onset(a, b) < 0;
}

// Those that ended by TICK leave; the leader of the rest, or COUNT.
static size_t
leader(const PerformRoom* room, SoundingList* now, ElaraTick tick)
{
  size_t kept = 0;
  for (size_t i = 0; i < now->count; i++) {
    if (now->items[i].end > tick) now->items[kept++] = now->items[i];
  }
  now->count = kept;
  size_t best = 0;
  for (size_t i = 1; i < kept; i++) {
    if (leads(room, &now->items[i], &now->items[best])) best = i;
  }
  return best;
}

ElaraStatus
elara_perform_melody(const PerformRoom* room,
                     size_t cue,
                     const ElaraTempoMap* map,
                     PerformLine* line)
{
  SoundingList all = {0};
  SoundingList now = {0};
  ToneList tones = {0};
  ELARA_TRY(gather(room, cue, &all));
  for (size_t i = 0; i < all.count;) {
    const ElaraTick tick = all.items[i].tick;
    for (; i < all.count && all.items[i].tick == tick; i++) {
      if (!ELARA_PUSH(room->scratch, &now, all.items[i])) {
        return ELARA_NO_MEMORY;
      }
    }
    const Sounding best = now.items[leader(room, &now, tick)];
    // A note that goes on while a longer one joins stays what it is.
    if (best.tick < tick) continue;
    if (tones.count > 0) {
      PerformTone* const last = &tones.items[tones.count - 1];
      if (last->end > tick) last->end = tick;
    }
    const PerformTone tone = {
        .tick = tick, .end = best.end, .pitch = best.pitch};
    if (!ELARA_PUSH(room->scratch, &tones, tone)) return ELARA_NO_MEMORY;
  }
  *line = (PerformLine){tones.items, tones.count};
  return complete(room, map, line);
}
