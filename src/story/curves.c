// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// From words to feelings. Every beat is measured by a handful of features
// (the table below); each feature is compared with what scripts usually have
// (absolute) and with the script's own beats (relative). The longer the
// script the more the relative counts: a two-page comedy is funny all
// through, but a feature film has its own middle. Feelings are weighted sums
// of features (the second table), smoothed over neighbours in one scene and
// squashed to -1 ... 1.

#include "story/events.h"
#include "story/film.h"

#include <math.h>
#include <string.h>

#define HALF_RELATIVE 40.0 // beats at which both comparisons weigh the same
#define SQUASH 0.62        // one standard deviation becomes tanh(.62) = .55
#define CLIP 3.0
#define SCENE_LEVITY 0.35
#define DOUBT 8.0
#define TONE_LEVITY 0.45
#define LEANING 2.0 // of a line along its beat

typedef enum {
  FEATURE_VALENCE,
  FEATURE_AROUSAL,
  FEATURE_GRIM, // violence, threat, death, fear words
  FEATURE_JOY,  // joy, love, comedy words
  FEATURE_COMEDY,
  FEATURE_SORROW, // sadness and loss words
  FEATURE_MOTION,
  FEATURE_MARKS, // '!' and capitals
  FEATURE_ASKING,
  FEATURE_CUTTING, // short paragraphs of action
  FEATURE_TURNS,   // speeches a minute
  FEATURE_HUSH,    // dark, silence: what suspense is made of
  FEATURE_TALK,    // share of the time in which someone speaks
  FEATURE_COUNT
} Feature;

// What beats of scripts usually have: mean and standard deviation, between
// those of four stage plays (1,793 beats) and of three short films (121).
// FLOOR: how far below its mean a feature can count, in deviations. That
// nobody talks does not make a moment grave.
static const struct {
  double mean;
  double sd;
  double floor;
} usual[FEATURE_COUNT] = {
    [FEATURE_VALENCE] = {-0.065, 0.165},   [FEATURE_AROUSAL] = {0.090, 0.100},
    [FEATURE_GRIM] = {0.013, 0.026},       [FEATURE_JOY] = {0.014, 0.023},
    [FEATURE_COMEDY] = {0.003, 0.009},     [FEATURE_SORROW] = {0.009, 0.019},
    [FEATURE_MOTION] = {0.016, 0.027},     [FEATURE_MARKS] = {0.055, 0.110},
    [FEATURE_ASKING] = {0.060, 0.110},     [FEATURE_CUTTING] = {0.150, 0.190},
    [FEATURE_TURNS] = {8.500, 6.500, 0.3}, [FEATURE_TALK] = {0.550, 0.300, 0.3},
    [FEATURE_HUSH] = {0.007, 0.015},
};

// Feelings as weighted sums of standardised features.
static const struct {
  double valence, arousal, tension, levity;
} weights[FEATURE_COUNT] = {
    //                    valence arousal tension levity
    [FEATURE_VALENCE] = {0.90, 0.00, -0.45, 0.30},
    [FEATURE_AROUSAL] = {0.00, 0.75, 0.15, 0.00},
    [FEATURE_GRIM] = {-0.25, 0.20, 0.80, -0.55},
    [FEATURE_JOY] = {0.25, 0.00, -0.10, 0.25},
    [FEATURE_COMEDY] = {0.00, 0.00, -0.20, 0.55},
    [FEATURE_SORROW] = {-0.20, -0.20, 0.00, -0.30},
    [FEATURE_MOTION] = {0.00, 0.35, 0.05, 0.00},
    [FEATURE_MARKS] = {0.00, 0.20, 0.22, 0.05},
    [FEATURE_ASKING] = {0.00, 0.05, 0.12, 0.05},
    [FEATURE_CUTTING] = {0.00, 0.25, 0.15, 0.00},
    [FEATURE_TURNS] = {0.05, 0.15, -0.05, 0.35},
    [FEATURE_HUSH] = {0.00, -0.25, 0.40, -0.40},
    [FEATURE_TALK] = {0.00, 0.00, -0.05, 0.20},
};

// A rate that one word in a short beat cannot push to the sky.
static double
rate(double count, const ElaraTextScore* score)
{
  return count / fmax(score->words, 25.0);
}

static double
tags(const ElaraTextScore* score, const ElaraWordTag* list, size_t count)
{
  double sum = 0.0;
  for (size_t i = 0; i < count; i++) {
    sum += score->tags[list[i]];
  }
  return rate(sum, score);
}

// One funny word is chance, three are a joke: 1 counts .5, 3 count 2.3.
static double
together(double count)
{
  return count * count / (count + 1.0);
}

static void
measure(const ElaraBeatSums* sums, double seconds, double* f)
{
  static const ElaraWordTag joy[] = {ELARA_TAG_JOY, ELARA_TAG_LOVE,
                                     ELARA_TAG_COMEDY};
  static const ElaraWordTag sorrow[] = {ELARA_TAG_SADNESS, ELARA_TAG_LOSS};
  static const ElaraWordTag hush[] = {ELARA_TAG_DARK, ELARA_TAG_SILENCE};
  const ElaraTextScore* const all = &sums->score;
  const double minutes = fmax(seconds, 5.0) / 60.0;
  const double sentences = fmax(all->sentences, 4.0);
  f[FEATURE_VALENCE] = elara_score_valence(all);
  f[FEATURE_AROUSAL] = elara_score_arousal(all);
  // Violence done weighs double against violence talked of.
  f[FEATURE_GRIM] = rate(all->grim + sums->action.grim, all);
  f[FEATURE_JOY] = tags(all, joy, 3);
  f[FEATURE_COMEDY] = rate(together(all->tags[ELARA_TAG_COMEDY]), all);
  f[FEATURE_SORROW] = tags(all, sorrow, 2);
  f[FEATURE_MOTION] = rate(sums->action.tags[ELARA_TAG_MOTION], all);
  f[FEATURE_MARKS] = (all->exclamations + 0.5 * all->capitals) / sentences;
  f[FEATURE_ASKING] = all->questions / sentences;
  f[FEATURE_CUTTING] =
      sums->paragraphs
          ? fmin(1.0, 4.0 * sums->paragraphs / fmax(sums->action.words, 12.0))
          : 0.0;
  f[FEATURE_TURNS] = sums->speeches / minutes;
  f[FEATURE_HUSH] = tags(&sums->action, hush, 2);
  f[FEATURE_TALK] = fmin(1.0, sums->speech / fmax(seconds, 5.0));
}

typedef struct {
  double mean[FEATURE_COUNT];
  double sd[FEATURE_COUNT];
} Norm;

// VALUE on a grid of halves of UNIT: one line that is edited moves the
// statistics of its script a little, and must not move all its feelings.
static double
coarse(double value, double unit)
{
  return floor(value / (.5 * unit) + .5) * .5 * unit;
}

static Norm
own_norm(const double* table, size_t count)
{
  Norm norm = {{0}, {0}};
  for (size_t k = 0; k < FEATURE_COUNT; k++) {
    for (size_t i = 0; i < count; i++) {
      norm.mean[k] += table[i * FEATURE_COUNT + k] / (double)count;
    }
    for (size_t i = 0; i < count; i++) {
      const double off = table[i * FEATURE_COUNT + k] - norm.mean[k];
      norm.sd[k] += off * off / (double)count;
    }
    norm.mean[k] =
        usual[k].mean + coarse(norm.mean[k] - usual[k].mean, usual[k].sd);
    // A feature that hardly varies here says little: keep its usual spread.
    norm.sd[k] = fmax(coarse(sqrt(norm.sd[k]), usual[k].sd), 0.5 * usual[k].sd);
  }
  return norm;
}

static double
clip(double value, size_t feature)
{
  const double floor = usual[feature].floor;
  return fmin(fmax(value, floor > 0.0 ? -floor : -CLIP), CLIP);
}

// Few words are little proof: their features count WORDS / (WORDS + DOUBT).
static double
trust(size_t feature, int words)
{
  const int structural = feature == FEATURE_MARKS ||
                         feature == FEATURE_ASKING ||
                         feature == FEATURE_CUTTING ||
                         feature == FEATURE_TURNS || feature == FEATURE_TALK;
  return structural ? 1.0 : words / (words + DOUBT);
}

// Quick replies are banter in a comedy and dread in a tragedy: how much of the
// talk's pace counts as levity, by the tone of the whole.
static double
banter_share(double tone)
{
  return fmin(fmax(0.5 + 0.6 * tone, 0.0), 1.0);
}

static ElaraFeeling
feel(
    const double* f, int words, const Norm* own, double relative, double banter)
{
  ElaraFeeling sum = {0};
  for (size_t k = 0; k < FEATURE_COUNT; k++) {
    const double absolute = clip((f[k] - usual[k].mean) / usual[k].sd, k);
    const double within = clip((f[k] - own->mean[k]) / own->sd[k], k);
    const double z =
        trust(k, words) * (relative * within + (1.0 - relative) * absolute);
    sum.valence += weights[k].valence * z;
    sum.arousal += weights[k].arousal * z;
    sum.tension += weights[k].tension * z;
    const int pace = k == FEATURE_TURNS || k == FEATURE_TALK;
    sum.levity += (pace && z > 0.0 ? banter : 1.0) * weights[k].levity * z;
  }
  return sum;
}

static ElaraFeeling
mix(ElaraFeeling a, double wa, ElaraFeeling b, double wb)
{
  return (ElaraFeeling){
      .valence = wa * a.valence + wb * b.valence,
      .arousal = wa * a.arousal + wb * b.arousal,
      .tension = wa * a.tension + wb * b.tension,
      .levity = wa * a.levity + wb * b.levity,
  };
}

static ElaraFeeling
squash(ElaraFeeling raw)
{
  return (ElaraFeeling){
      .valence = tanh(SQUASH * raw.valence),
      .arousal = tanh(SQUASH * raw.arousal),
      .tension = tanh(SQUASH * raw.tension),
      .levity = tanh(SQUASH * raw.levity),
  };
}

// A quarter from each neighbour in the same scene.
static void
smooth(ElaraStory* story, const ElaraFeeling* raw)
{
  for (size_t i = 0; i < story->beat_count; i++) {
    ElaraBeat* const beat = &story->beats[i];
    const int before = i > 0 && beat[-1].scene == beat->scene;
    const int after = i + 1 < story->beat_count && beat[1].scene == beat->scene;
    const double own = 1.0 - 0.2 * before - 0.2 * after;
    ElaraFeeling sum = mix(raw[i], own, raw[i], 0.0);
    if (before) sum = mix(sum, 1.0, raw[i - 1], 0.2);
    if (after) sum = mix(sum, 1.0, raw[i + 1], 0.2);
    beat->feeling = squash(sum);
  }
}

// Levity is the one feeling that stories differ in as wholes: its middle is
// the story's tone, in so far as beats are compared with their own script.
static void
set_levity(const ElaraStory* story, ElaraFeeling* raw, double relative)
{
  double sum = 0.0, seconds = 0.0;
  for (size_t i = 0; i < story->beat_count; i++) {
    const ElaraBeat* const beat = &story->beats[i];
    const double s = elara_time_s(beat->end - beat->start);
    sum += s * raw[i].levity;
    seconds += s;
  }
  const double mean = seconds > 0.0 ? coarse(sum / seconds, 0.1) : 0.0;
  for (size_t i = 0; i < story->beat_count; i++) {
    raw[i].levity += relative * (TONE_LEVITY * story->tone - mean);
  }
}

// Levity belongs to a scene more than to a moment: a silent gag between two
// funny exchanges is one, so beats lean on their scene's mean.
static void
share_levity(const ElaraStory* story, ElaraFeeling* raw)
{
  for (size_t first = 0, end; first < story->beat_count; first = end) {
    double sum = 0.0, seconds = 0.0;
    for (end = first; end < story->beat_count &&
                      story->beats[end].scene == story->beats[first].scene;
         end++) {
      const ElaraBeat* const beat = &story->beats[end];
      const double s = elara_time_s(beat->end - beat->start);
      sum += s * raw[end].levity;
      seconds += s;
    }
    for (size_t i = first; i < end && seconds > 0.0; i++) {
      raw[i].levity += SCENE_LEVITY * (sum / seconds - raw[i].levity);
    }
  }
}

static void
feel_scenes(ElaraStory* story)
{
  for (size_t i = 0, beat = 0; i < story->scene_count; i++) {
    ElaraScene* const scene = &story->scenes[i];
    ElaraFeeling sum = {0};
    double total = 0.0;
    for (; beat < story->beat_count && story->beats[beat].scene == (int)i;
         beat++) {
      const ElaraBeat* const b = &story->beats[beat];
      const double seconds = elara_time_s(b->end - b->start);
      sum = mix(sum, 1.0, b->feeling, seconds);
      total += seconds;
    }
    if (total > 0.0) scene->feeling = mix(sum, 1.0 / total, sum, 0.0);
  }
}

// How well ELEMENT speaks for FEELING: its own leaning along the beat's, and
// a little for being something to quote at all.
static double
evidence_score(const ElaraElement* element, const ElaraFeeling* feeling)
{
  if (element->words == 0) return -1.0;
  const ElaraTextScore s = elara_score_text(elara_span(element->text));
  const double grim = 4.0 * rate(s.grim, &s);
  const double fun =
      4.0 * rate(s.tags[ELARA_TAG_COMEDY] + s.tags[ELARA_TAG_JOY], &s);
  return 0.1 + LEANING * feeling->valence * element->feeling.valence +
         0.7 * LEANING * feeling->arousal * element->feeling.arousal +
         fmax(feeling->tension, 0.0) * grim + fmax(feeling->levity, 0.0) * fun +
         (element->kind == ELARA_ELEMENT_ACTION ? 0.05 : 0.0);
}

// The sentence of ELEMENT that leans most the way of the beat.
static ElaraSpan
best_sentence(const ElaraElement* element, const ElaraFeeling* feeling)
{
  const ElaraSpan text = elara_span(element->text);
  ElaraSpan best = elara_sentence_at(text, 0);
  double best_score = -1e9;
  for (size_t at = 0, tries = 0; at < text.n && tries < 40; tries++) {
    const ElaraSpan sentence = elara_sentence_at(text, at);
    const ElaraTextScore s = elara_score_text(sentence);
    const double score = feeling->valence * s.valence +
                         0.7 * feeling->arousal * s.arousal +
                         feeling->tension * 0.3 * s.grim;
    if (s.words && score > best_score) {
      best = sentence;
      best_score = score;
    }
    at = (size_t)(sentence.s - text.s) + sentence.n + 1;
  }
  return best;
}

static ElaraStatus
find_evidence(const ElaraDraft* draft, ElaraBeat* beat)
{
  const ElaraStory* const story = draft->story;
  const ElaraElement* best = &story->elements[beat->first_element];
  double best_score = -2.0;
  for (int i = 0; i < beat->element_count; i++) {
    const ElaraElement* const e = &story->elements[beat->first_element + i];
    if (e->kind >= ELARA_ELEMENT_SECTION) continue;
    const double score = evidence_score(e, &beat->feeling);
    if (score <= best_score) continue;
    best = e;
    best_score = score;
  }
  const ElaraSpan sentence = best_sentence(best, &beat->feeling);
  beat->evidence = elara_quote(draft->arena, sentence, 120);
  beat->evidence_line =
      elara_event_line(best, (size_t)(sentence.s - best->text));
  ELARA_TRY_PTR(beat->evidence);
  return ELARA_OK;
}

ElaraStatus
elara_draft_feelings(ElaraDraft* draft)
{
  ElaraStory* const story = draft->story;
  const size_t count = story->beat_count;
  double* const table = (double*)elara_arena_array(
      draft->scratch, count * FEATURE_COUNT, sizeof *table);
  ElaraFeeling* const raw =
      (ElaraFeeling*)elara_arena_array(draft->scratch, count, sizeof *raw);
  ELARA_TRY_PTR(table && raw);
  for (size_t i = 0; i < count; i++) {
    const ElaraBeat* const beat = &story->beats[i];
    measure(&draft->sums[i], elara_time_s(beat->end - beat->start),
            table + i * FEATURE_COUNT);
  }
  const Norm own = own_norm(table, count);
  // In steps of a tenth, for the same reason as the norm.
  const double relative =
      floor(10.0 * (double)count / ((double)count + HALF_RELATIVE) + .5) / 10.0;
  for (size_t i = 0; i < count; i++) {
    raw[i] = feel(table + i * FEATURE_COUNT, draft->sums[i].score.words, &own,
                  relative, banter_share(story->tone));
  }
  set_levity(story, raw, relative);
  share_levity(story, raw);
  smooth(story, raw);
  ELARA_TRY(elara_film_feelings(draft));
  feel_scenes(story);
  for (size_t i = 0; i < count; i++) {
    ELARA_TRY(find_evidence(draft, &story->beats[i]));
  }
  return ELARA_OK;
}
