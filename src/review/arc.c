// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Rules about the whole: where it begins in earnest, where it is strongest.

#include "review/room.h"
#include "review/words.h"

#include <math.h>

// Films have their first turning point at .15 of the script, give or take .07
// (TRIPOD, 99 films): at .22 four in five have had it.
#define LATE .22
#define HERO_LATE .15    // the hero is met by then
#define STIRRING .5      // strength times confidence of an event
#define TENSE .15        // of the smoothed curve, of excitement too
#define SHORTEST_S 600.0 // shorter stories begin at once or not at all

// The climax came at .96 +- .03 of 99 films, the major setback at .85 +- .09:
// from .75 on, the peak is where it is waited for.
#define IN_PLACE .75
#define LAST .985  // nearer to the end a curve cannot be trusted
#define EARLY .7   // a peak before this is an early one
#define WEAKER .15 // how much less tense the end has to be
#define COMEDY .4  // from this tone on, tension is not the measure

static const int stirring[ELARA_EVENT_KIND_COUNT] = {
    [ELARA_EVENT_DEATH] = 1,   [ELARA_EVENT_FIGHT] = 1,
    [ELARA_EVENT_CHASE] = 1,   [ELARA_EVENT_KISS] = 1,
    [ELARA_EVENT_MAGIC] = 1,   [ELARA_EVENT_REVELATION] = 1,
    [ELARA_EVENT_SOUND] = 1,   [ELARA_EVENT_SILENCE] = 1,
    [ELARA_EVENT_REUNION] = 1,
};

// --- the beginning -----------------------------------------------------------

static double
first_event(const Reader* reader)
{
  const ElaraStory* const story = reader->story;
  for (size_t i = 0; i < story->event_count; i++) {
    const ElaraEvent* const e = &story->events[i];
    if (stirring[e->kind] && e->strength * e->confidence >= STIRRING * .7)
      return elara_review_at(reader, e->time);
  }
  return 1.0;
}

static double
first_tension(const Reader* reader)
{
  const ElaraReview* const r = reader->review;
  for (size_t i = 0; i < r->point_count; i++) {
    if (fmax(r->points[i].feeling.tension, r->points[i].feeling.arousal) >=
        TENSE)
      return elara_review_at(reader, r->points[i].time);
  }
  return 1.0;
}

// Three speeches in a row that rub: somebody wants what another refuses.
static double
first_quarrel(const Reader* reader)
{
  static const char* const refusals[] = {
      "no",    "never", "don't", "won't", "can't", "cannot",   "nonsense",
      "wrong", "liar",  "stop",  "must",  "why",   "how dare", "not",
  };
  int run = 0;
  for (size_t i = 0; i < reader->speech_count; i++) {
    const Speech* const s = &reader->speeches[i];
    if (i > 0 && s[-1].scene != s->scene) run = 0;
    run = ELARA_PLAIN_ANY(s->plain, refusals) ? run + 1 : 0;
    if (run == 3) return elara_review_at(reader, s->start);
  }
  return 1.0;
}

static void
judge_start(Reader* reader)
{
  const double begins = fmin(first_quarrel(reader),
                             fmin(first_event(reader), first_tension(reader)));
  if (begins <= LATE || elara_time_s(reader->story->length) < SHORTEST_S)
    return;
  ElaraFinding f = elara_review_finding(ELARA_FINDING_LATE_START, .5 + begins);
  elara_review_say(
      reader, &f,
      "What would be missed if the story began at %s? Until then "
      "nothing stirs.",
      elara_review_clock(reader,
                         (ElaraTime)(begins * (double)reader->story->length)));
  elara_review_count(
      reader, &f,
      "No fight, death, kiss, revelation, great sound or quarrel, no "
      "tension and no excitement in the first %d %%; films have "
      "turned by 15 %%.",
      elara_review_percent(begins));
  if (reader->story->scene_count) elara_review_show_scene(reader, &f, 0);
  elara_review_add(reader, &f);
}

static void
judge_hero_entrance(Reader* reader)
{
  if (reader->hero < 0 || reader->story->people[reader->hero].confidence < .6)
    return;
  const ElaraReviewPerson* const p = &reader->review->people[reader->hero];
  const double enters = elara_review_at(reader, p->first_time);
  if (!p->first_line || enters <= HERO_LATE) return;
  ElaraFinding f = elara_review_finding(ELARA_FINDING_LATE_START, .35 + enters);
  f.person = reader->hero;
  elara_review_say(reader, &f, "Whose story is it until %s comes, at %s?",
                   p->name, elara_review_clock(reader, p->first_time));
  elara_review_count(reader, &f, "The hero enters after %d %% of the script.",
                     elara_review_percent(enters));
  elara_review_add(reader, &f);
}

// --- the climax --------------------------------------------------------------

// The most tense point between two shares of the story, both included.
static const ElaraReviewPoint*
peak(const Reader* reader, double from, double to)
{
  const ElaraReview* const r = reader->review;
  const ElaraReviewPoint* best = NULL;
  for (size_t i = 0; i < r->point_count; i++) {
    const ElaraReviewPoint* const p = &r->points[i];
    const double at = elara_review_at(reader, p->time);
    if (at < from || at > to) continue;
    if (!best || p->feeling.tension > best->feeling.tension) best = p;
  }
  return best;
}

static int
scene_at(const ElaraStory* story, ElaraTime time)
{
  for (size_t i = 0; i < story->scene_count; i++) {
    if (time < story->scenes[i].end) return (int)i;
  }
  return (int)story->scene_count - 1;
}

static void
show_peak(Reader* reader, ElaraFinding* f, const ElaraReviewPoint* p)
{
  const int scene = scene_at(reader->story, p->time);
  if (scene < 0) return;
  f->scene = scene;
  elara_review_show_scene(reader, f, scene);
  const ElaraBeat* const beat = elara_story_beat_at(reader->story, p->time);
  for (size_t i = 0; beat && i < reader->story->element_count; i++) {
    if (reader->story->elements[i].line != beat->evidence_line) continue;
    elara_review_show(reader, f, (int)i, NULL);
    return;
  }
}

static void
ask_for_climax(Reader* reader,
               const ElaraReviewPoint* high,
               const ElaraReviewPoint* late)
{
  const double less = high->feeling.tension - late->feeling.tension;
  ElaraFinding f = elara_review_finding(ELARA_FINDING_ANTICLIMAX, .4 + less);
  elara_review_say(reader, &f,
                   "Is the end meant to be quieter than %s? The tension is "
                   "highest there and does not come back.",
                   elara_review_clock(reader, high->time));
  elara_review_count(reader, &f,
                     "Smoothed tension %.2f at %d %% of the script, %.2f at "
                     "most in the last quarter.",
                     high->feeling.tension,
                     elara_review_percent(elara_review_at(reader, high->time)),
                     late->feeling.tension);
  show_peak(reader, &f, high);
  elara_review_add(reader, &f);
}

static void
praise_climax(Reader* reader, const ElaraReviewPoint* high)
{
  const int at = elara_review_percent(elara_review_at(reader, high->time));
  ElaraFinding f = elara_review_finding(ELARA_FINDING_CLIMAX, .7);
  elara_review_say(reader, &f,
                   "The climax is at its place: tension is highest at %s, "
                   "%d %% of the way.",
                   elara_review_clock(reader, high->time), at);
  elara_review_count(reader, &f, "Smoothed tension %.2f.",
                     high->feeling.tension);
  show_peak(reader, &f, high);
  elara_review_add(reader, &f);
}

static void
judge_climax(Reader* reader)
{
  const ElaraReviewPoint* const high = peak(reader, 0.0, 1.0);
  const ElaraReviewPoint* const late = peak(reader, IN_PLACE, 1.0);
  if (!high || !late) return;
  const double at = elara_review_at(reader, high->time);
  const double less = high->feeling.tension - late->feeling.tension;
  if (at >= IN_PLACE && at <= LAST && high->feeling.tension > TENSE)
    praise_climax(reader, high);
  else if (at < EARLY && less >= WEAKER && reader->story->tone < COMEDY &&
           elara_time_s(reader->story->length) >= SHORTEST_S)
    ask_for_climax(reader, high, late);
}

void
elara_review_judge_shape(Reader* reader)
{
  judge_start(reader);
  judge_hero_entrance(reader);
  judge_climax(reader);
}
