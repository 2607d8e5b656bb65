// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Pictures have feelings of their own. Bright ones please (.69 of a deviation
// for one of brightness: Valdez and Mehrabian, Effects of color on emotions,
// 1994), what moves and what is cut quickly excites (Detenber et al., Roll
// 'em!, 1998; Simons et al., 1999), low key (dark, hard light) is how film
// makers say threat. All of it is relative to the film's own middle, as the
// feelings of words are, and a script that was written for the film counts for
// more than its light.

#include "story/film.h"

#include <math.h>
#include <string.h>

#define TAIL_S 2.0 // for the last echo, where there is no black for it
#define SCENE_LEAST_S .01
#define PICTURE_ERROR .1 // one deviation of a placed scene's length
#define BY_SCRIPT .25    // what the picture counts beside a script's words,
#define BY_LOOKS .9      //   and where words only describe the picture,
#define BY_TALK .6       //   but for what is said there

ElaraTime
elara_story_film_end(const ElaraCut* cut)
{
  ElaraTime end = 0;
  for (size_t i = 0; i < cut->shot_count; i++) {
    if (!cut->shots[i].black) end = cut->shots[i].end;
  }
  ElaraTime tail = elara_time_from_s(TAIL_S);
  if (tail > cut->length / 8) tail = cut->length / 8;
  if (end == 0 || end > cut->length - tail) end = cut->length - tail;
  return end;
}

// --- when --------------------------------------------------------------------

// Rounding and lines that overlap must not turn neighbours around.
static void
in_order(ElaraStory* story)
{
  ElaraTime last = 0;
  for (size_t i = 0; i < story->element_count; i++) {
    ElaraElement* const e = &story->elements[i];
    if (e->dual == 2) continue;
    if (e->start < last) e->start = last;
    if (e->start > story->length) e->start = story->length;
    if (e->end < e->start) e->end = e->start;
    if (e->end > story->length) e->end = story->length;
    last = e->start;
  }
}

// No scene is so short that nothing can be felt in it, wherever lines and
// placings have it: one behind the last picture comes before its end.
static void
keep_apart(ElaraStory* story)
{
  const ElaraTime count = (ElaraTime)story->scene_count;
  ElaraTime least = elara_time_from_s(SCENE_LEAST_S);
  if (least > story->length / (count + 1)) least = story->length / (count + 1);
  ElaraTime latest = story->length - least;
  for (size_t s = story->scene_count; s-- > 1; latest -= least) {
    int i = story->scenes[s].first_element;
    for (; i >= 0 && story->elements[i].start > latest; i--)
      story->elements[i].start = latest;
  }
  ElaraTime earliest = least;
  for (size_t s = 1; s < story->scene_count; s++, earliest += least) {
    int i = story->scenes[s].first_element;
    if (story->elements[i].start > earliest)
      earliest = story->elements[i].start;
    for (; i < (int)story->element_count && story->elements[i].start < earliest;
         i++)
      story->elements[i].start = earliest;
  }
  for (size_t i = 0; i < story->element_count; i++) {
    ElaraElement* const e = &story->elements[i];
    if (e->end < e->start) e->end = e->start;
  }
}

// A line that is not listed is where the one before ends.
static void
by_lines(ElaraStory* story, const ElaraStoryConfig* config)
{
  size_t next = 0;
  ElaraTime now = 0;
  for (size_t i = 0; i < story->element_count; i++) {
    ElaraElement* const e = &story->elements[i];
    while (next < config->line_count && config->lines[next].line < e->line)
      next++;
    const int known =
        next < config->line_count && config->lines[next].line == e->line;
    e->start = known ? config->lines[next].start : now;
    e->end = known ? config->lines[next].end : e->start;
    now = e->end;
  }
}

// From one stretch of time to another, in proportion.
static ElaraTime
moved(double at, double from, double to, ElaraTime start, ElaraTime end)
{
  const double share = to > from ? (at - from) / (to - from) : 0.0;
  return start +
         (ElaraTime)(fmin(fmax(share, 0.0), 1.0) * (double)(end - start));
}

static int
last_element(const ElaraStory* story, size_t scene)
{
  return scene + 1 < story->scene_count ? story->scenes[scene + 1].first_element
                                        : (int)story->element_count;
}

// Scene by scene, in the proportions of the estimate.
static void
by_placings(ElaraStory* story, const ElaraCut* cut, const ElaraEstimate* e)
{
  for (size_t s = 0; s < story->scene_count; s++) {
    const int first = story->scenes[s].first_element;
    const int last = last_element(story, s);
    const ElaraTime start = cut->placings[s].start;
    const ElaraTime end = s + 1 < story->scene_count
                              ? start + 1 > cut->placings[s + 1].start
                                    ? start + 1
                                    : cut->placings[s + 1].start
                              : story->length;
    const double from = e->starts[first];
    const double to = s + 1 < story->scene_count ? e->starts[last] : e->total;
    for (int i = first; i < last; i++) {
      ElaraElement* const element = &story->elements[i];
      element->start = moved(e->starts[i], from, to, start, end);
      element->end = moved(e->ends[i], from, to, start, end);
    }
  }
  // What stands before the first scene, and titles over the first pictures.
  const int first = story->scenes[0].first_element;
  for (int i = 0; i <= first; i++)
    story->elements[i].start = 0;
}

// The heading of a scene goes to the cut near which the subtitles have it,
// unless a line is spoken over the cut.
static void
near_lines(ElaraStory* story, const ElaraCut* cut)
{
  for (size_t s = 1; s < story->scene_count; s++) {
    const int heading = story->scenes[s].first_element;
    const ElaraTime wanted = cut->placings[s].start;
    ElaraTime said = 0, next = story->length;
    for (int i = heading - 1; i >= 0 && !said; i--) {
      if (elara_is_speech(story->elements[i].kind))
        said = story->elements[i].end;
    }
    for (int i = heading; i < (int)story->element_count; i++) {
      if (!elara_is_speech(story->elements[i].kind)) continue;
      next = story->elements[i].start;
      break;
    }
    if (wanted < said || wanted > next) continue;
    for (int i = heading - 1; i >= 0 && story->elements[i].start > wanted;
         i--) {
      story->elements[i].start = wanted;
      story->elements[i].end = wanted;
    }
    story->elements[heading].start = wanted;
    for (int i = heading + 1;
         i < (int)story->element_count && story->elements[i].start < wanted;
         i++) {
      story->elements[i].start = wanted;
    }
  }
}

static void
scene_errors(ElaraStory* story, const ElaraCut* cut)
{
  for (size_t s = 0; s < story->scene_count; s++) {
    const double doubt = 1.0 - cut->placings[s].confidence;
    story->scenes[s].start_error =
        elara_time_from_s(.04 + 12.0 * doubt * doubt);
  }
}

ElaraStatus
elara_film_times(ElaraDraft* draft,
                 const ElaraStoryConfig* config,
                 const ElaraEstimate* e,
                 int subtitles)
{
  ElaraStory* const story = draft->story;
  const ElaraCut* const cut = config->cut;
  story->length = elara_story_film_end(cut);
  const int placed =
      cut->placing_count == story->scene_count && story->scene_count > 0;
  if (config->lines) {
    by_lines(story, config);
  } else if (placed && subtitles) {
    near_lines(story, cut);
  } else if (placed) {
    by_placings(story, cut, e);
  } else if (!subtitles) {
    for (size_t i = 0; i < story->element_count; i++) {
      ElaraElement* const element = &story->elements[i];
      element->start = moved(e->starts[i], 0.0, e->total, 0, story->length);
      element->end = moved(e->ends[i], 0.0, e->total, 0, story->length);
    }
  }
  in_order(story);
  keep_apart(story);
  if (!subtitles) {
    story->clock = ELARA_CLOCK_PICTURE;
    story->time_error = config->lines ? 0.0 : PICTURE_ERROR;
  }
  if (placed && !config->lines) scene_errors(story, cut);
  return ELARA_OK;
}

// --- what it looks like ------------------------------------------------------

enum { MOTION, BRIGHT, CONTRAST, WARM, CUTS, SOUND, MEASURES };

// A deviation is at least this much: an even film has no extremes.
static const double least_sd[MEASURES] = {.08, .06, .06, .08, 1.0, 3.0};

static void
measures_of(const ElaraLook* look, double* m)
{
  m[MOTION] = look->motion;
  m[BRIGHT] = look->brightness;
  m[CONTRAST] = look->contrast;
  m[WARM] = look->warmth;
  m[CUTS] = look->cut_rate;
  m[SOUND] = fmax(look->sound_lufs, -60.0);
}

static void
mean_of(const ElaraCut* cut, ElaraTime from, ElaraTime to, double* mean)
{
  double sum[MEASURES] = {0};
  size_t count = 0;
  for (size_t i = 0; i < cut->look_count; i++) {
    const ElaraTime t = cut->looks[i].time;
    if (t < from || t >= to) continue;
    double m[MEASURES];
    measures_of(&cut->looks[i].look, m);
    for (int k = 0; k < MEASURES; k++)
      sum[k] += m[k];
    count++;
  }
  if (count == 0) {
    const ElaraLook look = elara_cut_look(cut, from);
    measures_of(&look, mean);
    return;
  }
  for (int k = 0; k < MEASURES; k++)
    mean[k] = sum[k] / (double)count;
}

typedef struct {
  double mean[MEASURES];
  double sd[MEASURES];
} Middle;

static Middle
middle_of(const ElaraCut* cut)
{
  Middle middle = {{0}, {0}};
  double squares[MEASURES] = {0};
  const double n = (double)cut->look_count;
  for (size_t i = 0; i < cut->look_count; i++) {
    double m[MEASURES];
    measures_of(&cut->looks[i].look, m);
    for (int k = 0; k < MEASURES; k++) {
      middle.mean[k] += m[k] / n;
      squares[k] += m[k] * m[k] / n;
    }
  }
  for (int k = 0; k < MEASURES; k++) {
    const double variance = squares[k] - middle.mean[k] * middle.mean[k];
    middle.sd[k] = fmax(sqrt(fmax(variance, 0.0)), least_sd[k]);
  }
  return middle;
}

static ElaraFeeling
seen(const Middle* middle, const double* m)
{
  double z[MEASURES];
  for (int k = 0; k < MEASURES; k++)
    z[k] = (m[k] - middle->mean[k]) / middle->sd[k];
  const double excites = .50 * z[MOTION] + .35 * z[CUTS] + .30 * z[SOUND];
  const double pleases = .69 * z[BRIGHT] + .20 * z[WARM];
  const double threatens =
      -.50 * z[BRIGHT] + .20 * z[CONTRAST] - .15 * z[WARM] + .40 * excites;
  return (ElaraFeeling){.valence = tanh(.8 * pleases),
                        .arousal = tanh(.9 * excites),
                        .tension = tanh(.8 * threatens)};
}

// A film that is only seen is light or dark in the plain sense: comedies and
// children's films are lit high (means of .4 to .6), dread low (under .25).
// In steps of a tenth, as the tone of words.
static double
tone_of(const Middle* middle)
{
  const double t =
      2.2 * (middle->mean[BRIGHT] - .36) + .3 * (middle->mean[WARM] - .15);
  return floor(10.0 * fmin(fmax(t, -.6), .6) + .5) / 10.0;
}

static double
mixed(double words, double picture, double share)
{
  return fmin(fmax((1.0 - share) * words + share * picture, -1.0), 1.0);
}

ElaraStatus
elara_film_feelings(ElaraDraft* draft)
{
  const ElaraCut* const cut = draft->cut;
  if (!cut || cut->look_count == 0) return ELARA_OK;
  const Middle middle = middle_of(cut);
  if (draft->told) draft->story->tone = tone_of(&middle);
  for (size_t i = 0; i < draft->story->beat_count; i++) {
    ElaraBeat* const beat = &draft->story->beats[i];
    double m[MEASURES];
    mean_of(cut, beat->start, beat->end, m);
    const ElaraFeeling picture = seen(&middle, m);
    const double share = !draft->told
                             ? BY_SCRIPT
                             : BY_LOOKS + (BY_TALK - BY_LOOKS) * beat->speech;
    ElaraFeeling* const f = &beat->feeling;
    f->valence = mixed(f->valence, picture.valence, share);
    f->arousal = mixed(f->arousal, picture.arousal, share);
    f->tension = mixed(f->tension, picture.tension, share);
    if (draft->told) f->levity *= beat->speech;
  }
  return ELARA_OK;
}
