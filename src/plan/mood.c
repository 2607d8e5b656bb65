// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What a cue feels like: mean feeling, mood, importance, tempo, metre, arc.
// The feelings of a story are relative to its own middle and small when
// averaged over a minute, while the moods stand at the corners; so the mean is
// stretched before a mood is chosen, and what happens in the cue pulls it.

#include "base/random.h"
#include "plan/room.h"

#include <math.h>
#include <string.h>

// Where an event pulls the mood of its cue.
static const ElaraFeeling pulls[ELARA_EVENT_KIND_COUNT] = {
    //                          V    A    T    L
    [ELARA_EVENT_REUNION] = {.50, .0, -.2, .0},
    [ELARA_EVENT_DEATH] = {-1.0, -.40, .30, -1.0},
    [ELARA_EVENT_FIGHT] = {-.20, .70, .30, -.1},
    [ELARA_EVENT_CHASE] = {-.05, .80, .30, .0},
    [ELARA_EVENT_KISS] = {.60, .0, .0, .0},
    [ELARA_EVENT_REVELATION] = {-.05, -.10, .40, -.1},
    [ELARA_EVENT_MAGIC] = {.40, .10, .15, -.1},
    [ELARA_EVENT_JOKE] = {.20, .15, -.15, .5},
    [ELARA_EVENT_SILENCE] = {.0, -.25, .15, -.1},
    [ELARA_EVENT_ENTRANCE] = {.0, .05, .0, .0},
};

// Weights of metres, by mood. Odd metres only in long scores, where the ear
// has time to learn them.
typedef struct {
  double w44, w34, w68, w54, w78;
} Metres;

static const Metres metres[ELARA_MOOD_COUNT] = {
    //                           4/4  3/4  6/8  5/4  7/8
    [ELARA_MOOD_TENDERNESS] = {.60, .30, .10, .0, .0},
    [ELARA_MOOD_SORROW] = {.75, .25, .0, .0, .0},
    [ELARA_MOOD_WONDER] = {.70, .15, .15, .0, .0},
    [ELARA_MOOD_MYSTERY] = {.80, .10, .0, .10, .0},
    [ELARA_MOOD_DREAD] = {1., .0, .0, .0, .0},
    [ELARA_MOOD_TERROR] = {.85, .0, .0, .15, .0},
    [ELARA_MOOD_SUSPENSE] = {.75, .05, .0, .20, .0},
    [ELARA_MOOD_ACTION] = {.70, .0, .05, .10, .15},
    [ELARA_MOOD_TRIUMPH] = {.90, .10, .0, .0, .0},
    [ELARA_MOOD_RESOLVE] = {.95, .05, .0, .0, .0},
    [ELARA_MOOD_SERENITY] = {.65, .20, .15, .0, .0},
    [ELARA_MOOD_NOSTALGIA] = {.60, .30, .10, .0, .0},
    [ELARA_MOOD_PLAYFULNESS] = {.65, .20, .15, .0, .0},
    [ELARA_MOOD_GROTESQUE] = {.65, .15, .0, .10, .10},
    [ELARA_MOOD_ROMANCE] = {.60, .30, .10, .0, .0},
    [ELARA_MOOD_ANGER] = {.90, .0, .0, .10, .0},
};

#define STRETCH 1.6

// Moods that shout need a cause: what it costs to choose one, beside its
// distance, unless the cue holds one of these events.
typedef struct {
  double cost;
  ElaraEventKind cause[3];
} Restraint;

static const Restraint restraints[ELARA_MOOD_COUNT] = {
    [ELARA_MOOD_ACTION] = {.20, {ELARA_EVENT_CHASE, ELARA_EVENT_FIGHT}},
    [ELARA_MOOD_TERROR] = {.20, {ELARA_EVENT_DEATH, ELARA_EVENT_FIGHT}},
    [ELARA_MOOD_ANGER] = {.15, {ELARA_EVENT_FIGHT}},
    [ELARA_MOOD_TRIUMPH] = {.15, {ELARA_EVENT_REUNION}},
    [ELARA_MOOD_GROTESQUE] = {.10, {ELARA_EVENT_JOKE}},
    [ELARA_MOOD_PLAYFULNESS] = {.05, {ELARA_EVENT_JOKE}},
};

static double
unit(double x)
{
  return elara_plan_clamp(x, -1.0, 1.0);
}

static ElaraFeeling
mean_feeling(const PlanRoom* room, size_t first, size_t last)
{
  ElaraFeeling f = {0};
  double time = 0.0;
  for (size_t i = first; i < last; i++) {
    const PlanCell* const cell = &room->cells[i];
    const double t = elara_time_s(cell->end - cell->start);
    f.valence += t * cell->feeling.valence;
    f.arousal += t * cell->feeling.arousal;
    f.tension += t * cell->feeling.tension;
    f.levity += t * cell->feeling.levity;
    time += t;
  }
  if (time <= 0.0) return f;
  f.valence = unit(f.valence / time);
  f.arousal = unit(f.arousal / time);
  f.tension = unit(f.tension / time);
  f.levity = unit(f.levity / time);
  return f;
}

// The pull of what happens; two deaths are not twice as sad as one.
static ElaraFeeling
pulled_feeling(const PlanRoom* room, const ElaraCue* cue, ElaraMood* asked)
{
  // What is not funny is not therefore grave: levity counts little below 0.
  ElaraFeeling f = {
      .valence = unit(STRETCH * cue->feeling.valence),
      .arousal = unit(STRETCH * cue->feeling.arousal),
      .tension = unit(STRETCH * cue->feeling.tension),
      .levity = elara_plan_clamp(STRETCH * cue->feeling.levity, -.4, 1.0),
  };
  // Where the story's middle stands in the world of all stories.
  f.valence += .25 * room->tone;
  f.tension -= .30 * room->tone;
  // A comedy's quiet moments are still a comedy's.
  f.levity += (room->tone > 0.0 ? .9 : .45) * room->tone;
  double seen[ELARA_EVENT_KIND_COUNT] = {0};
  for (size_t i = 0; i < room->story->event_count; i++) {
    const ElaraEvent* const event = &room->story->events[i];
    if (!elara_plan_event_in(event, cue)) continue;
    const PlanNote note = elara_plan_note(event);
    if (note.mood != ELARA_MOOD_COUNT) *asked = note.mood;
    const double size = event->strength * event->confidence;
    const double felt =
        elara_plan_clamp(1.5 * size, 0.0, 1.0) * (1.0 - seen[event->kind]);
    const ElaraFeeling* const pull = &pulls[event->kind];
    seen[event->kind] = elara_plan_clamp(seen[event->kind] + .5 * size, 0., 1.);
    f.valence += felt * pull->valence;
    f.arousal += felt * pull->arousal;
    f.tension += felt * pull->tension;
    f.levity += felt * pull->levity;
  }
  return f;
}

// Which end of all stories a mood belongs to: -1 dread, 1 mirth. In a comedy
// even the worst moment is not terror, nor is a ghost story ever quaint.
static const double leans[ELARA_MOOD_COUNT] = {
    [ELARA_MOOD_TENDERNESS] = .5,  [ELARA_MOOD_SORROW] = -.3,
    [ELARA_MOOD_WONDER] = .3,      [ELARA_MOOD_MYSTERY] = -.2,
    [ELARA_MOOD_DREAD] = -1.0,     [ELARA_MOOD_TERROR] = -1.0,
    [ELARA_MOOD_SUSPENSE] = -.3,   [ELARA_MOOD_ACTION] = -.4,
    [ELARA_MOOD_TRIUMPH] = .5,     [ELARA_MOOD_RESOLVE] = .0,
    [ELARA_MOOD_SERENITY] = .6,    [ELARA_MOOD_NOSTALGIA] = .5,
    [ELARA_MOOD_PLAYFULNESS] = 1., [ELARA_MOOD_GROTESQUE] = .3,
    [ELARA_MOOD_ROMANCE] = .7,     [ELARA_MOOD_ANGER] = -.8,
};

double
elara_plan_tone_cost(const PlanRoom* room, ElaraMood mood)
{
  const double against = -.55 * leans[mood] * room->tone;
  return against > 0.0 ? against : 0.0;
}

static int
holds_event(const PlanRoom* room, const ElaraCue* cue, ElaraEventKind kind)
{
  for (size_t i = 0; i < room->story->event_count; i++) {
    const ElaraEvent* const event = &room->story->events[i];
    if (event->kind == kind && elara_plan_event_in(event, cue) &&
        event->strength * event->confidence >= .15) {
      return 1;
    }
  }
  return 0;
}

static double
restraint(const PlanRoom* room, const ElaraCue* cue, ElaraMood mood)
{
  const Restraint* const r = &restraints[mood];
  for (size_t i = 0; i < 3 && r->cost > 0.0; i++) {
    // Zero fills the table; an entrance is nobody's cause.
    if (r->cause[i] && holds_event(room, cue, r->cause[i])) return 0.0;
  }
  // An opening that shouts has nowhere to go.
  return r->cost * (cue == room->plan->cues ? 2.0 : 1.0);
}

static double
square(double x)
{
  return x * x;
}

// The weights of elara_mood_nearest, with restraint.
static ElaraMood
choose_mood(const PlanRoom* room, const ElaraCue* cue)
{
  ElaraMood best = ELARA_MOOD_COUNT;
  const ElaraFeeling f = pulled_feeling(room, cue, &best);
  if (best != ELARA_MOOD_COUNT) return best;
  double least = 1e9;
  for (int i = 0; i < ELARA_MOOD_COUNT; i++) {
    const ElaraMoodInfo* const m = elara_mood_info((ElaraMood)i);
    const double far = square(unit(f.valence) - m->valence) +
                       square(unit(f.arousal) - m->arousal) +
                       .7 * square(unit(f.tension) - m->tension) +
                       1.2 * square(unit(f.levity) - m->levity) +
                       restraint(room, cue, (ElaraMood)i) +
                       elara_plan_tone_cost(room, (ElaraMood)i);
    if (far < least) {
      least = far;
      best = (ElaraMood)i;
    }
  }
  return best;
}

// What the music of CUE is asked to express: half of it what the story feels
// there, events and tone of the whole included, half what its mood stands for.
static ElaraFeeling
asked_feeling(const PlanRoom* room, const ElaraCue* cue)
{
  ElaraMood unused = ELARA_MOOD_COUNT;
  const ElaraFeeling f = pulled_feeling(room, cue, &unused);
  const ElaraMoodInfo* const m = elara_mood_info(cue->mood);
  const ElaraFeeling asked = {
      .5 * (unit(f.valence) + m->valence), .5 * (unit(f.arousal) + m->arousal),
      .5 * (unit(f.tension) + m->tension), .5 * (unit(f.levity) + m->levity)};
  return elara_plan_step_feeling(asked, 20);
}

// --- importance
// ----------------------------------------------------------------

// The power of the cue's strongest minute, so that a long quiet cue with one
// great moment counts.
static double
importance(const PlanRoom* room, size_t cue)
{
  if (room->first[cue] <= room->climax && room->climax < room->last[cue]) {
    return 1.0;
  }
  double most = 0.0;
  double sum = 0.0;
  for (size_t i = room->first[cue]; i < room->last[cue]; i++) {
    if (room->cells[i].power > most) most = room->cells[i].power;
    sum += room->cells[i].power;
  }
  const double mean = sum / (double)(room->last[cue] - room->first[cue]);
  double value = .6 * most + .4 * mean;
  // The first word and the last word weigh more than their feeling.
  if (cue == 0) value = value < .5 ? .5 : value;
  if (cue + 1 == room->plan->cue_count) value = value < .7 ? .7 : value;
  return elara_plan_clamp(elara_plan_step(value, 20), .05, .95);
}

// --- tempo and metre
// -------------------------------------------------------------

// Quarter notes per minute: the linear emotion map of composition research,
// BPM = 103 * 2^(.55 A + .12 V), pulled into the range of the mood.
static double
choose_bpm(const ElaraCue* cue)
{
  const ElaraMoodInfo* const info = elara_mood_info(cue->mood);
  const double a = unit(STRETCH * cue->feeling.arousal);
  const double v = unit(STRETCH * cue->feeling.valence);
  const double felt = 103.0 * exp2(.55 * a + .12 * v);
  const double place = .5 + .4 * (a - info->arousal) + .1 * (v - info->valence);
  const double at = info->bpm_low + elara_plan_clamp(place, 0.0, 1.0) *
                                        (info->bpm_high - info->bpm_low);
  const double pulled =
      elara_plan_clamp(.35 * felt + .65 * at, info->bpm_low, info->bpm_high);
  // Half beats per minute: also hides the last bits of exp2.
  return floor(pulled * 2.0 + .5) / 2.0;
}

// The tempo that the writer asks for in CUE, or BPM.
static double
asked_bpm(const PlanRoom* room, const ElaraCue* cue, double bpm)
{
  for (size_t i = 0; i < room->story->event_count; i++) {
    const ElaraEvent* const event = &room->story->events[i];
    if (event->kind != ELARA_EVENT_MUSIC_NOTE) continue;
    if (!elara_plan_event_in(event, cue)) continue;
    const PlanNote note = elara_plan_note(event);
    if (note.bpm > 0.0) bpm = note.bpm;
  }
  return bpm;
}

static void
choose_metre(const PlanRoom* room, ElaraCue* cue)
{
  static const int beats[] = {4, 3, 6, 5, 7};
  static const int types[] = {4, 4, 8, 4, 8};
  const Metres* const m = &metres[cue->mood];
  const int feature = elara_plan_minutes(room) > 40.0;
  const double weights[] = {m->w44, m->w34, m->w68, feature ? m->w54 : 0.0,
                            feature ? m->w78 : 0.0};
  // Hung on its first words: another cue before it changes nothing.
  ElaraRandom random =
      elara_random(room->config.seed, "plan.metre",
                   elara_hash_text(elara_mood_info(cue->mood)->name),
                   elara_hash_text(cue->key));
  int chosen = elara_random_weighted(&random, weights, 5);
  // The climax and very short cues stay plain.
  if (cue->importance >= 1.0 && beats[chosen] > 4 && types[chosen] == 4) {
    chosen = 0;
  }
  cue->beats = beats[chosen];
  cue->beat_type = types[chosen];
}

// --- arc
// -------------------------------------------------------------------------

static ElaraArcPoint
arc_point(const PlanCell* cell, ElaraTime time)
{
  return (ElaraArcPoint){time, cell->feeling, cell->speech, cell->line};
}

static ElaraStatus
draw_arc(PlanRoom* room, ElaraCue* cue, size_t index)
{
  const size_t first = room->first[index];
  const size_t last = room->last[index];
  ElaraArcPoint* const arc =
      elara_arena_array(room->arena, last - first + 2, sizeof *arc);
  ELARA_TRY_PTR(arc);
  size_t count = 0;
  arc[count++] = arc_point(&room->cells[first], cue->start);
  for (size_t i = first; i < last; i++) {
    const PlanCell* const cell = &room->cells[i];
    const ElaraTime middle = cell->start + (cell->end - cell->start) / 2;
    if (middle > arc[count - 1].time && middle < cue->end) {
      arc[count++] = arc_point(cell, middle);
    }
  }
  arc[count++] = arc_point(&room->cells[last - 1], cue->end);
  cue->arc = arc;
  cue->arc_count = count;
  return ELARA_OK;
}

ElaraStatus
elara_plan_mood(PlanRoom* room)
{
  for (size_t i = 0; i < room->plan->cue_count; i++) {
    ElaraCue* const cue = &room->plan->cues[i];
    cue->feeling = mean_feeling(room, room->first[i], room->last[i]);
    cue->mood = choose_mood(room, cue);
    cue->importance = importance(room, i);
    cue->bpm = asked_bpm(room, cue, choose_bpm(cue));
    choose_metre(room, cue);
    ELARA_TRY(draw_arc(room, cue, i));
    cue->feeling = asked_feeling(room, cue);
  }
  return ELARA_OK;
}
