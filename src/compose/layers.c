// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The synthetic lines that the plan asks for: few notes, made of what the
// phrase already has. Glass and bell double long notes of the melody, the
// choir holds the chords under the climax, the drone the tonic; the riser
// fills the bar or two before its hit, the drop follows. Where someone speaks
// there is none.

#include "compose/room.h"

#define SPEECH .6   // of a phrase: above it the layers keep silent
#define DOUBLED 5   // melody notes at most, of one phrase
#define DOUBLING 2  // phrases at most, of one cue
#define DRONES 3    // phrases that a drone lies under
#define RISER_S 1.6 // shortest
#define DROP_S 3.0

static void
add(CueWork* work, LineWork* line, int phrase, int instrument)
{
  if (line->failed) work->failed = 1;
  if (line->failed || line->notes.count == 0) return;
  const ElaraLine done = {.role = ELARA_LINE_LAYER,
                          .phrase = phrase,
                          .order = instrument,
                          .theme = -1,
                          .notes = line->notes.items,
                          .note_count = line->notes.count};
  if (!ELARA_PUSH(work->arena, &work->lines, done)) work->failed = 1;
}

static ElaraTick
tick_at(const CueWork* work, ElaraTime time)
{
  const ElaraTempoMap map = elara_plan_tempo_map(work->plan);
  return elara_tempo_map_tick(&map, time);
}

static double
seconds(const CueWork* work, ElaraTick from, ElaraTick to)
{
  const ElaraTempoMap map = elara_plan_tempo_map(work->plan);
  return elara_time_s(elara_tempo_map_time(&map, to) -
                      elara_tempo_map_time(&map, from));
}

// The phrase that holds TICK, or the nearest in which nobody speaks; -1.
static int
phrase_near(const PhraseSpec* specs, int count, ElaraTick tick)
{
  int best = -1;
  ElaraTick least = 0;
  for (int i = 0; i < count; i++) {
    const ElaraPhrase* const p = &specs[i].p;
    const ElaraTick off = tick < p->tick   ? p->tick - tick
                          : tick >= p->end ? tick - p->end + 1
                                           : 0;
    if (p->speech > SPEECH || specs[i].melody == MELODY_NONE) continue;
    if (best < 0 || off < least) best = i, least = off;
  }
  return best;
}

static const ElaraLine*
line_of(const CueWork* work, int phrase, ElaraLineRole role, int order)
{
  for (size_t i = work->lines.count; i-- > 0;) {
    const ElaraLine* const l = &work->lines.items[i];
    if (l->phrase == phrase && l->role == role &&
        (order < 0 || l->order == order))
      return l;
  }
  return NULL;
}

// From TICK to the end of the chord that holds it.
static ElaraTick
chord_room(const CueWork* work, ElaraTick tick)
{
  for (size_t i = work->chords.count; i-- > 0;) {
    const ElaraChord* const chord = &work->chords.items[i];
    if (chord->tick <= tick) return chord->tick + chord->duration - tick;
  }
  return QUARTER;
}

static int
into_range(int pitch, int low, int high)
{
  while (pitch < low)
    pitch += 12;
  while (pitch > high)
    pitch -= 12;
  return pitch;
}

// --- glass and bell: long notes of the melody
// ---------------------------------------

static void
double_melody(CueWork* work, const PhraseSpec* spec, int phrase, int instrument)
{
  const ElaraLine* const melody = line_of(work, phrase, ELARA_LINE_MELODY, -1);
  const ElaraInstrument* const t = elara_instrument(instrument);
  const int up = instrument == ELARA_GLASS_HARMONICA ? 12 : 0;
  // A bell needs room to ring, glass a little.
  const ElaraTick room =
      instrument == ELARA_CHURCH_BELL ? 4 * QUARTER : 2 * QUARTER;
  if (!melody) return;
  LineWork line = elara_line_begin(work);
  ElaraTick free_at = spec->p.tick;
  for (size_t i = 0; i < melody->note_count && line.notes.count < DOUBLED;
       i++) {
    const ElaraSketchNote* const n = &melody->notes[i];
    const int on_bar =
        work->plan->bars[elara_plan_bar_at(work->plan, n->tick)].tick ==
        n->tick;
    if (n->tick < free_at || (!on_bar && n->duration < 2 * QUARTER)) continue;
    const ElaraTick chord = chord_room(work, n->tick);
    ElaraTick duration = room < chord ? room : chord;
    if (duration < n->duration) duration = n->duration;
    if (n->tick + duration > spec->p.end) duration = spec->p.end - n->tick;
    if (line.notes.count > 0) {
      ElaraSketchNote* const b = &line.notes.items[line.notes.count - 1];
      if (b->tick + b->duration > n->tick) b->duration = n->tick - b->tick;
    }
    elara_line_add(&line, n->tick, duration,
                   into_range(n->pitch + up, t->used_low, t->used_high),
                   ELARA_TECHNIQUE_NORMAL, 0.0);
    free_at = n->tick + room;
  }
  add(work, &line, phrase, instrument);
}

// The phrase of the evidence and, as a memory, the last one.
static int
rings_in(const PhraseSpec* specs, int count, int index, ElaraTick tick)
{
  const int near = phrase_near(specs, count, tick);
  if (index == near) return 1;
  return DOUBLING > 1 && index == count - 1 && index != near &&
         specs[index].p.speech <= SPEECH;
}

// --- the choir: the harmony, held
// ----------------------------------------------------

static int
pitch_at(const ElaraLine* line, ElaraTick from, ElaraTick to)
{
  for (size_t i = 0; i < line->note_count; i++) {
    const ElaraSketchNote* const n = &line->notes[i];
    if (n->tick < to && n->tick + n->duration > from) return n->pitch;
  }
  return 0;
}

static void
hold_chord(CueWork* work, LineWork* line, int phrase, const ElaraChord* chord)
{
  const ElaraInstrument* const t = elara_instrument(ELARA_FORMANT_CHOIR);
  const ElaraTick to = chord->tick + chord->duration;
  int used[3] = {0};
  for (int v = 0; v < 3; v++) {
    const ElaraLine* const inner = line_of(work, phrase, ELARA_LINE_INNER, v);
    const int found = inner ? pitch_at(inner, chord->tick, to) : 0;
    if (!found) continue;
    const int pitch = into_range(found, t->sweet_low, t->sweet_high);
    if (pitch == used[0] || pitch == used[1]) continue;
    used[v] = pitch;
    elara_line_add(line, chord->tick, chord->duration, pitch,
                   ELARA_TECHNIQUE_LEGATO, 0.0);
  }
}

static void
hold_harmony(CueWork* work, const PhraseSpec* spec, int phrase)
{
  LineWork line = elara_line_begin(work);
  for (size_t i = 0; i < work->chords.count; i++) {
    ElaraChord chord = work->chords.items[i];
    if (chord.tick < spec->p.tick || chord.tick >= spec->p.end) continue;
    if (chord.tick + chord.duration > spec->p.end)
      chord.duration = spec->p.end - chord.tick;
    hold_chord(work, &line, phrase, &chord);
  }
  add(work, &line, phrase, ELARA_FORMANT_CHOIR);
}

// The climax, or the loudest phrase of a cue without one.
static int
stands_under(const PhraseSpec* specs, int count, int index)
{
  int best = -1;
  for (int i = 0; i < count; i++) {
    const ElaraPhrase* const p = &specs[i].p;
    if (p->speech > SPEECH) continue;
    if (best < 0 || p->climax + p->level_end >
                        specs[best].p.climax + specs[best].p.level_end) {
      best = i;
    }
  }
  return index == best;
}

// --- drone, riser, drop
// --------------------------------------------------------------

static void
lay_drone(CueWork* work, const PhraseSpec* spec, int phrase)
{
  const ElaraInstrument* const t = elara_instrument(ELARA_DEEP_DRONE);
  LineWork line = elara_line_begin(work);
  elara_line_add(&line, spec->p.tick, spec->p.end - spec->p.tick,
                 into_range(24 + spec->p.tonic, t->used_low, t->used_low + 11),
                 ELARA_TECHNIQUE_LEGATO, 0.0);
  add(work, &line, phrase, ELARA_DEEP_DRONE);
}

// The tick of the hit that stands in the plan at TIME.
static ElaraTick
hit_tick(const CueWork* work, const ElaraCueLayer* layer)
{
  for (size_t i = 0; i < work->plan->hit_count; i++) {
    const ElaraHit* const h = &work->plan->hits[i];
    if (h->cue == work->cue_index && h->hard && h->line == layer->line)
      return h->tick;
  }
  return tick_at(work, layer->time);
}

// One bar, or two where one is short, within the phrase that the hit ends or
// stands in.
static void
lead_to_hit(CueWork* work,
            const PhraseSpec* spec,
            int phrase,
            const ElaraCueLayer* layer)
{
  const ElaraPlan* const plan = work->plan;
  const ElaraTick hit = hit_tick(work, layer);
  if (hit <= spec->p.tick || hit > spec->p.end) return;
  size_t bar = elara_plan_bar_at(plan, hit - 1);
  while (plan->bars[bar].tick > spec->p.tick &&
         seconds(work, plan->bars[bar].tick, hit) < 2.0 * RISER_S) {
    bar--;
  }
  const ElaraTick from =
      plan->bars[bar].tick > spec->p.tick ? plan->bars[bar].tick : spec->p.tick;
  if (seconds(work, from, hit) < RISER_S) return;
  LineWork line = elara_line_begin(work);
  elara_line_add(&line, from, hit - from, 60 + spec->p.tonic,
                 ELARA_TECHNIQUE_NORMAL, 0.0);
  add(work, &line, phrase, ELARA_RISER);
}

static void
fall_from_hit(CueWork* work,
              const PhraseSpec* spec,
              int phrase,
              const ElaraCueLayer* layer)
{
  const ElaraTick hit = hit_tick(work, layer);
  if (hit < spec->p.tick || hit >= spec->p.end) return;
  ElaraTick end = hit + QUARTER;
  while (end < spec->p.end && seconds(work, hit, end) < DROP_S)
    end += QUARTER;
  if (end > spec->p.end) end = spec->p.end;
  LineWork line = elara_line_begin(work);
  elara_line_add(&line, hit, end - hit, 40, ELARA_TECHNIQUE_NORMAL, 0.0);
  add(work, &line, phrase, ELARA_SUB_DROP);
}

void
elara_layers(CueWork* work, const PhraseSpec* specs, int count, int index)
{
  const PhraseSpec* const spec = &specs[index];
  for (size_t i = 0; i < work->cue->layer_count; i++) {
    const ElaraCueLayer* const layer = &work->cue->layers[i];
    const ElaraTick tick = tick_at(work, layer->time);
    switch (layer->instrument) {
    case ELARA_CHURCH_BELL:
    case ELARA_GLASS_HARMONICA:
      if (rings_in(specs, count, index, tick))
        double_melody(work, spec, index, layer->instrument);
      break;
    case ELARA_FORMANT_CHOIR:
      if (stands_under(specs, count, index)) hold_harmony(work, spec, index);
      break;
    case ELARA_DEEP_DRONE: {
      const int near = phrase_near(specs, count, tick);
      const int first = near > 0 ? near - 1 : near;
      if (near >= 0 && index >= first && index < first + DRONES &&
          spec->p.speech <= SPEECH)
        lay_drone(work, spec, index);
      break;
    }
    case ELARA_RISER:
      lead_to_hit(work, spec, index, layer);
      break;
    case ELARA_SUB_DROP:
      fall_from_hit(work, spec, index, layer);
      break;
    default:
      break;
    }
  }
}
