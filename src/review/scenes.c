// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Rules about scenes: without conflict, alike, tossed between dread and
// comedy.

#include "review/room.h"
#include "review/words.h"

#include <math.h>
#include <string.h>

// --- conflict ----------------------------------------------------------------

#define LONG_SCENE_S 60.0 // a shorter scene may simply pass
#define LEAST_SPEECHES 8  // of two people at least
#define FEW_FRICTIONS .22 // share of speeches that rub; plays have .3 to .7
#define NO_TENSION 0.0    // of every beat: the script's own middle
#define MOST_ASKED 2      // scenes asked about one by one

// A speech that holds one of these rubs against the one before.
static const char* const friction[] = {
    "no",      "not",     "never",   "nothing",  "nobody",   "none",
    "but",     "don't",   "won't",   "can't",    "cannot",   "isn't",
    "wasn't",  "didn't",  "doesn't", "wouldn't", "couldn't", "shouldn't",
    "haven't", "aren't",  "why",     "must",     "stop",     "wrong",
    "lie",     "liar",    "enough",  "nonsense", "nor",      "neither",
    "hate",    "fool*",   "refuse*", "ought",    "how dare", "leave me",
    "go away", "give me", "beg",     "afraid",   "fear*",    "sorry",
    "forgive", "pray",    "alas",    "dead",     "kill*",    "blood*",
};

typedef struct {
  int speeches;
  int speakers; // 2 stands for more
  int frictions;
  double tension; // the most of its beats
  int hostile;    // two who speak and do not like one another
} Exchange;

static double
most_tension(const Reader* reader, int scene)
{
  double most = -1.0;
  for (size_t i = 0; i < reader->story->beat_count; i++) {
    const ElaraBeat* const b = &reader->story->beats[i];
    if (b->scene == scene) most = fmax(most, b->feeling.tension);
  }
  return most;
}

static int
is_hostile(const Reader* reader, int a, int b)
{
  const ElaraStory* const story = reader->story;
  for (size_t i = 0; i < story->relation_count; i++) {
    const ElaraRelation* const x = &story->relations[i];
    if ((x->a == a && x->b == b) || (x->a == b && x->b == a))
      return x->warmth < -.1;
  }
  return 0;
}

static Exchange
weigh_exchange(const Reader* reader, int scene)
{
  Exchange x = {.tension = most_tension(reader, scene)};
  int before = -1;
  for (size_t i = 0; i < reader->speech_count; i++) {
    const Speech* const s = &reader->speeches[i];
    if (s->scene != scene) continue;
    x.speeches++;
    x.frictions += ELARA_PLAIN_ANY(s->plain, friction) != NULL;
    if (before < 0) x.speakers = 1;
    if (before >= 0 && before != s->person) {
      x.speakers = 2;
      if (is_hostile(reader, before, s->person)) x.hostile = 1;
    }
    before = s->person;
  }
  return x;
}

static int
lacks_conflict(const Reader* reader, int scene, const Exchange* x)
{
  const ElaraScene* const s = &reader->story->scenes[scene];
  return elara_time_s(s->end - s->start) >= LONG_SCENE_S &&
         x->speeches >= LEAST_SPEECHES && x->speakers >= 2 && !x->hostile &&
         x->tension <= NO_TENSION && x->frictions < FEW_FRICTIONS * x->speeches;
}

static void
ask_for_conflict(Reader* reader, int scene, const Exchange* x)
{
  const ElaraScene* const s = &reader->story->scenes[scene];
  const double share = elara_review_at(reader, s->end - s->start);
  ElaraFinding f = elara_review_finding(
      ELARA_FINDING_NO_CONFLICT,
      .45 + 2.0 * share +
          .5 * (FEW_FRICTIONS - (double)x->frictions / x->speeches));
  f.scene = scene;
  elara_review_say(reader, &f,
                   "What would be lost without the scene at line %d? Nobody in "
                   "it wants what another refuses, unless the audience knows "
                   "more than they do.",
                   s->line);
  elara_review_count(reader, &f,
                     "%s long; %d of %d speeches contradict, refuse or ask "
                     "why; its most tense beat is at %.2f.",
                     elara_review_clock(reader, s->end - s->start),
                     x->frictions, x->speeches, x->tension);
  elara_review_show_scene(reader, &f, scene);
  for (size_t i = 0; i < reader->speech_count; i++) {
    if (reader->speeches[i].scene == scene)
      elara_review_show(reader, &f, reader->speeches[i].first, NULL);
  }
  elara_review_add(reader, &f);
}

static void
judge_conflict(Reader* reader)
{
  int asked = 0;
  for (int s = 0; s < (int)reader->story->scene_count; s++) {
    const Exchange x = weigh_exchange(reader, s);
    if (lacks_conflict(reader, s, &x) && asked++ < MOST_ASKED)
      ask_for_conflict(reader, s, &x);
  }
}

// --- scenes alike ------------------------------------------------------------

#define ALIKE 3          // scenes that make a pattern
#define SAME_FEELING .25 // distance of their feelings
#define PASSING_S 15.0   // shorter scenes are cutaways

static int
is_named(const ElaraScene* s)
{
  static const char* const elsewhere[] = {"same", "the same", "continuous",
                                          "later"};
  if (!s->place || !s->place[0]) return 0;
  for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++) {
    const size_t n = strlen(elsewhere[i]);
    size_t k = 0;
    while (k < n && (s->place[k] | 0x20) == elsewhere[i][k])
      k++;
    if (k == n && !s->place[k]) return 0;
  }
  return 1;
}

static int
same_speakers(const Reader* reader, int a, int b)
{
  int shared = 0;
  for (int p = 0; p < (int)reader->review->person_count; p++) {
    const int in_a = elara_review_presence(reader, a, p) & ELARA_PRESENT_SPEAKS;
    const int in_b = elara_review_presence(reader, b, p) & ELARA_PRESENT_SPEAKS;
    if (!in_a != !in_b) return 0;
    shared += in_a != 0;
  }
  return shared > 0;
}

static int
are_alike(const Reader* reader, int a, int b)
{
  const ElaraScene* const x = &reader->story->scenes[a];
  const ElaraScene* const y = &reader->story->scenes[b];
  const double v = x->feeling.valence - y->feeling.valence;
  const double t = x->feeling.tension - y->feeling.tension;
  const double r = x->feeling.arousal - y->feeling.arousal;
  return is_named(x) && is_named(y) && strcmp(x->place, y->place) == 0 &&
         elara_time_s(x->end - x->start) >= PASSING_S &&
         elara_time_s(y->end - y->start) >= PASSING_S &&
         sqrt(v * v + t * t + r * r) < SAME_FEELING &&
         same_speakers(reader, a, b);
}

// Every scene like the one at FIRST, itself among them, shown and counted.
static int
count_alike(Reader* reader, ElaraFinding* f, int first)
{
  int count = 0;
  for (int s = first; s < (int)reader->story->scene_count; s++) {
    if (s != first && !are_alike(reader, first, s)) continue;
    elara_review_show_scene(reader, f, s);
    count++;
  }
  return count;
}

static void
judge_repeats(Reader* reader)
{
  for (int s = 0; s < (int)reader->story->scene_count; s++) {
    ElaraFinding f = elara_review_finding(ELARA_FINDING_REPEATS, 0.0);
    const int count = count_alike(reader, &f, s);
    if (count < ALIKE) continue;
    const double strength = .35 + .1 * count;
    f.strength = elara_review_finding(f.kind, strength).strength;
    f.scene = s;
    elara_review_say(reader, &f,
                     "What does each of the %d scenes at %s bring that the "
                     "others do not?",
                     count, reader->review->scenes[s].name);
    elara_review_count(reader, &f,
                       "The same place, the same people, the same feeling "
                       "(less than %.2f apart), %d times.",
                       SAME_FEELING, count);
    elara_review_add(reader, &f);
    return;
  }
}

// --- tone --------------------------------------------------------------------

#define TOLD_S 20.0    // a scene shorter than this sets no tone
#define FAR 1.0        // between levity less tension of neighbours
#define FUNNY .25      // levity less tension, to count as light
#define GRIM (-.35)    // and as dread
#define MOST_JUMPS .35 // share of the changes of scene
#define LEAST_JUMPS 4

static double
lightness(const ElaraScene* s)
{
  return s->feeling.levity - s->feeling.tension;
}

static int
is_jump(const ElaraScene* a, const ElaraScene* b)
{
  const double x = lightness(a);
  const double y = lightness(b);
  return fabs(x - y) >= FAR &&
         ((x >= FUNNY && y <= GRIM) || (y >= FUNNY && x <= GRIM));
}

static void
judge_tone(Reader* reader)
{
  const ElaraStory* const story = reader->story;
  ElaraFinding f = elara_review_finding(ELARA_FINDING_TONE_JUMPS, .5);
  int before = -1;
  int jumps = 0;
  int changes = 0;
  for (int s = 0; s < (int)story->scene_count; s++) {
    const ElaraScene* const now = &story->scenes[s];
    if (elara_time_s(now->end - now->start) < TOLD_S) continue;
    if (before >= 0) {
      changes++;
      if (is_jump(&story->scenes[before], now)) {
        jumps++;
        elara_review_show_scene(reader, &f, s);
      }
    }
    before = s;
  }
  if (jumps < LEAST_JUMPS || jumps < MOST_JUMPS * changes) return;
  f.strength *= 1.0 + (double)jumps / changes;
  elara_review_say(reader, &f,
                   "May the audience laugh or must it fear? The script changes "
                   "its mind %d times from one scene to the next.",
                   jumps);
  elara_review_count(reader, &f,
                     "%d of %d changes of scene jump between dread and comedy.",
                     jumps, changes);
  elara_review_add(reader, &f);
}

void
elara_review_judge_scenes(Reader* reader)
{
  judge_conflict(reader);
  judge_repeats(reader);
  judge_tone(reader);
}
