// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Which cues ask for sounds that no player makes. Magic brings glass or a
// bell, at the high points a choir under the climax; dread brings a drone; a
// blow that the whole cue waits for brings a riser before it and a drop after
// it. At most two in a cue, none in a comedy, none where the cue jokes: what
// is everywhere is not magic.

#include "plan/room.h"

#include "model/instrument.h"

#define COMEDY .25 // tone from which a story is a comedy
#define MAGIC .8   // evidence from which a cue is magic
#define WONDER .5  // and from which a cue is, whose mood is already near it
#define CHOIR 1.2  // and from which it has a choir, if it is important
#define TALE 2.0   // evidence from which the whole story is a tale of magic,
#define IDEA .85   // and then what its own theme adds to a cue that it leads,
#define LEADS .2   // that is, of which it has this share
#define MOST_PER_ELEMENT 1.2
#define BLOW .55 // strength of a hit that is worth a riser
#define RISER_S 3.5

// Words that speak of magic, and how loudly: chosen by hand from fantasy and
// fairy tale; plain light counts little, since the sun rises everywhere.
static const struct {
  const char* word;
  double weight;
} omens[] = {
    {"magic", 1.2},     {"magical", 1.2},       {"spell", 1.0},
    {"spells", 1.0},    {"enchanted", 1.2},     {"enchantment", 1.2},
    {"witch", .8},      {"wizard", .8},         {"sorcerer", .8},
    {"fairy", .8},      {"ghost", .8},          {"ghosts", .8},
    {"spirit", .7},     {"spirits", .8},        {"vanishes", .6},
    {"vanish", .5},     {"miracle", .8},        {"prophecy", .8},
    {"curse", .6},      {"portal", .9},         {"echo", .5},
    {"echoes", .6},     {"glow", .6},           {"glows", .7},
    {"glowing", .7},    {"shimmer", .7},        {"shimmers", .7},
    {"shimmering", .7}, {"sparks", .4},         {"starlight", .5},
    {"stars", .3},      {"hovers", .5},         {"floats", .4},
    {"levitates", .9},  {"transforms", .6},     {"light up", .5},
    {"lights up", .4},  {"red light", .6},      {"crystal", .4},
    {"immortal", .6},   {"vision", .4},         {"otherworldly", 1.0},
    {"dream", .3},      {"out of the air", .5},
};

// Where each mood stands: 0 asks for nothing, M magic, D dread, B before a
// blow.
typedef struct {
  int magic, dread, blow;
} Welcome;

static const Welcome welcome[ELARA_MOOD_COUNT] = {
    [ELARA_MOOD_TENDERNESS] = {1, 0, 0}, [ELARA_MOOD_SORROW] = {1, 0, 0},
    [ELARA_MOOD_WONDER] = {2, 0, 0},     [ELARA_MOOD_MYSTERY] = {2, 1, 0},
    [ELARA_MOOD_DREAD] = {1, 2, 1},      [ELARA_MOOD_TERROR] = {0, 2, 1},
    [ELARA_MOOD_SUSPENSE] = {1, 1, 1},   [ELARA_MOOD_ACTION] = {0, 0, 1},
    [ELARA_MOOD_TRIUMPH] = {1, 0, 0},    [ELARA_MOOD_RESOLVE] = {1, 0, 1},
    [ELARA_MOOD_SERENITY] = {1, 0, 0},   [ELARA_MOOD_NOSTALGIA] = {1, 0, 0},
    [ELARA_MOOD_ROMANCE] = {1, 0, 0},    [ELARA_MOOD_ANGER] = {0, 1, 1},
};

// What a cue says of magic.
typedef struct {
  double amount;
  double bells; // how often a bell is named
  const ElaraElement* most;
  double most_weight;
  const char* word; // in it
} Evidence;

static double
read_element(const ElaraElement* e, const char** word)
{
  double sum = 0.0;
  double most = 0.0;
  for (size_t i = 0; i < sizeof omens / sizeof *omens; i++) {
    if (!elara_plan_mentions(e->text, omens[i].word)) continue;
    sum += omens[i].weight;
    if (omens[i].weight > most) {
      most = omens[i].weight;
      *word = omens[i].word;
    }
  }
  // What is talked about is less than what is seen.
  const int seen = e->kind == ELARA_ELEMENT_ACTION;
  sum *= seen ? 1.0 : .4;
  return sum < MOST_PER_ELEMENT ? sum : MOST_PER_ELEMENT;
}

static Evidence
evidence_between(const PlanRoom* room, ElaraTime start, ElaraTime end)
{
  Evidence found = {0};
  for (size_t i = 0; i < room->story->element_count; i++) {
    const ElaraElement* const e = &room->story->elements[i];
    if (e->start < start || e->start >= end || !e->words) continue;
    const char* word = NULL;
    const double weight = read_element(e, &word);
    found.amount += weight;
    found.bells += elara_plan_mentions(e->text, "bell") ||
                   elara_plan_mentions(e->text, "BONG");
    if (weight > found.most_weight) {
      found.most_weight = weight;
      found.most = e;
      found.word = word;
    }
  }
  for (size_t i = 0; i < room->story->event_count; i++) {
    const ElaraEvent* const event = &room->story->events[i];
    if (event->kind == ELARA_EVENT_MAGIC && event->time >= start &&
        event->time < end) {
      found.amount += 1.5 * event->strength * event->confidence;
    }
  }
  return found;
}

// The theme of the story's own idea, when it leads CUE; else NULL.
static const ElaraThemeRole*
idea_of(const PlanRoom* room, const ElaraCue* cue)
{
  for (size_t i = 0; i < cue->theme_count; i++) {
    const ElaraThemeRole* const t = &room->plan->themes[cue->themes[i].theme];
    if (t->kind == ELARA_THEME_IDEA && cue->themes[i].weight >= LEADS) return t;
  }
  return NULL;
}

// --- choosing
// ------------------------------------------------------------------

typedef struct {
  PlanRoom* room;
  ElaraCue* cue;
  ElaraCueLayer layers[ELARA_CUE_LAYERS];
  size_t count;
  int tale; // the story is a tale of magic
  int failed;
} Choice;

static void
add(Choice* c, int instrument, ElaraTime time, int line, const char* reason)
{
  if (!reason) c->failed = 1;
  if (!reason || c->count == ELARA_CUE_LAYERS) return;
  c->layers[c->count++] = (ElaraCueLayer){instrument, time, line, reason};
}

// Glass is for what is soft and bright; the rest is a bell's when one hangs in
// the scene, and so is all that is dark.
static int
wants_bell(const ElaraCue* cue, const Evidence* found)
{
  const int soft =
      cue->mood == ELARA_MOOD_TENDERNESS || cue->mood == ELARA_MOOD_WONDER ||
      cue->mood == ELARA_MOOD_SERENITY || cue->mood == ELARA_MOOD_NOSTALGIA ||
      cue->mood == ELARA_MOOD_ROMANCE;
  const int dark = cue->feeling.valence < -.1 || cue->feeling.tension > .2;
  return dark || (found->bells > 0.0 && !soft);
}

static const char*
say_magic(const Choice* c,
          const Evidence* found,
          const ElaraThemeRole* idea,
          int bell)
{
  ElaraArena* const arena = c->room->arena;
  const char* const what =
      bell ? "a great bell rings with a few notes of the melody"
           : "glass rings a few notes of the melody an octave above it";
  if (found->most) {
    return elara_arena_printf(arena, "Magic on line %d (\"%s\")%s%s: %s.",
                              found->most->line, found->word,
                              idea ? ", and the theme of " : "",
                              idea ? idea->name : "", what);
  }
  return elara_arena_printf(arena,
                            "A tale of magic, and the cue carries the theme "
                            "of %s (line %d): %s.",
                            idea->name, c->cue->line, what);
}

static void
choose_magic(Choice* c)
{
  const ElaraCue* const cue = c->cue;
  const int welcomes = welcome[cue->mood].magic;
  const ElaraThemeRole* const idea = c->tale ? idea_of(c->room, cue) : NULL;
  const Evidence found = evidence_between(c->room, cue->start, cue->end);
  const double amount = found.amount + (idea ? IDEA : 0.0);
  if (!welcomes || amount < (welcomes > 1 ? WONDER : MAGIC)) return;
  if (!found.most && !idea) return;
  const ElaraTime time =
      found.most ? found.most->start : cue->start + (cue->end - cue->start) / 2;
  const int line = found.most ? found.most->line : cue->line;
  const int bell = wants_bell(cue, &found);
  add(c, bell ? ELARA_CHURCH_BELL : ELARA_GLASS_HARMONICA, time, line,
      say_magic(c, &found, idea, bell));
  if (cue->importance < .5 || amount < CHOIR) return;
  add(c, ELARA_FORMANT_CHOIR, time, line,
      elara_arena_printf(c->room->arena,
                         "The magic of line %d carries much of the story: "
                         "voices without words stand under the climax.",
                         line));
}

static const ElaraArcPoint*
most_tense(const ElaraCue* cue)
{
  const ElaraArcPoint* best = &cue->arc[0];
  for (size_t i = 1; i < cue->arc_count; i++) {
    if (cue->arc[i].feeling.tension > best->feeling.tension) {
      best = &cue->arc[i];
    }
  }
  return best;
}

static void
choose_dread(Choice* c)
{
  const ElaraCue* const cue = c->cue;
  const int welcomes = welcome[cue->mood].dread;
  const ElaraArcPoint* const point = most_tense(cue);
  if (!welcomes || point->feeling.tension < (welcomes > 1 ? .0 : .25)) return;
  add(c, ELARA_DEEP_DRONE, point->time, point->line,
      elara_arena_printf(
          c->room->arena,
          "The %s of the cue is tightest around line %d (tension %+.2f): a "
          "drone lies under it.",
          elara_mood_info(cue->mood)->name, point->line,
          point->feeling.tension));
}

// The hit that the cue waits for: hard, strong, not in the middle of speech,
// with time for a riser before it.
static const ElaraHit*
blow_of(const Choice* c)
{
  const ElaraPlan* const plan = c->room->plan;
  const ElaraHit* best = NULL;
  for (size_t i = 0; i < plan->hit_count; i++) {
    const ElaraHit* const h = &plan->hits[i];
    if (&plan->cues[h->cue] != c->cue || !h->hard || h->strength < BLOW) {
      continue;
    }
    if (h->kind != ELARA_EVENT_SOUND && h->kind != ELARA_EVENT_FIGHT &&
        h->kind != ELARA_EVENT_DEATH && h->kind != ELARA_EVENT_REVELATION &&
        h->kind != ELARA_EVENT_MAGIC && h->kind != ELARA_EVENT_MUSIC_NOTE) {
      continue;
    }
    double speech;
    const ElaraTime before = h->time - elara_time_from_s(RISER_S / 2.0);
    elara_cue_feeling(c->cue, before, &speech);
    if (speech > .6 || before - elara_time_from_s(RISER_S) < c->cue->start) {
      continue;
    }
    if (!best || h->strength > best->strength) best = h;
  }
  return best;
}

static void
choose_blow(Choice* c)
{
  const ElaraCue* const cue = c->cue;
  if (!welcome[cue->mood].blow || cue->importance < .4) return;
  const ElaraHit* const h = blow_of(c);
  if (!h) return;
  ElaraArena* const arena = c->room->arena;
  add(c, ELARA_RISER, h->time, h->line,
      elara_arena_printf(arena,
                         "The cue waits for line %d (\"%s\"): a riser ends on "
                         "it.",
                         h->line, h->what));
  add(c, ELARA_SUB_DROP, h->time, h->line,
      elara_arena_printf(arena,
                         "After the blow of line %d the ground gives "
                         "way.",
                         h->line));
}

static ElaraStatus
choose(PlanRoom* room, ElaraCue* cue, int tale)
{
  Choice c = {.room = room, .cue = cue, .tale = tale};
  choose_blow(&c);
  choose_magic(&c);
  choose_dread(&c);
  if (c.failed) return ELARA_NO_MEMORY;
  ElaraCueLayer* const layers =
      elara_arena_array(room->arena, c.count, sizeof *layers);
  ELARA_TRY_PTR(layers);
  for (size_t i = 0; i < c.count; i++)
    layers[i] = c.layers[i];
  cue->layers = layers;
  cue->layer_count = c.count;
  return ELARA_OK;
}

// A third of the cues has the orchestra alone: where more have layers, the
// least of them go without.
static void
thin_layers(PlanRoom* room)
{
  ElaraPlan* const plan = room->plan;
  for (;;) {
    size_t with = 0;
    ElaraCue* least = NULL;
    for (size_t i = 0; i < plan->cue_count; i++) {
      ElaraCue* const cue = &plan->cues[i];
      if (!cue->layer_count) continue;
      with++;
      if (!least || cue->importance < least->importance) least = cue;
    }
    if (!least || 3 * with <= 2 * plan->cue_count) return;
    least->layer_count = 0;
  }
}

ElaraStatus
elara_plan_layers(PlanRoom* room)
{
  if (room->tone > COMEDY) return ELARA_OK;
  const int tale =
      evidence_between(room, 0, room->story->length + 1).amount >= TALE;
  for (size_t i = 0; i < room->plan->cue_count; i++) {
    ElaraCue* const cue = &room->plan->cues[i];
    if (cue->feeling.levity > .3) continue;
    ELARA_TRY(choose(room, cue, tale));
  }
  thin_layers(room);
  return ELARA_OK;
}
