// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "story/clock.h"

#include "story/subtitle_match.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define EIGHTH_S 7.5
#define LENGTH_SHARE 0.19  // mean error of a film's length by its pages
#define SCENE_SHARE 0.25   // of a scene's length, estimated
#define SUBTITLE_S 0.3     // how exactly subtitles follow speech
#define TRUSTED_LEAST 0.3  // of the lines found: fewer is said
#define MATCHED_LEAST 0.05 // fewer is another film
#define GAP_LEAST 0.02     // of its estimate is left to what no subtitle has

// Eighths.

static size_t
scene_end(const ElaraStory* story, size_t scene)
{
  return scene + 1 < story->scene_count
             ? (size_t)story->scenes[scene + 1].first_element
             : story->element_count;
}

static double
scene_estimate(const ElaraStory* story, const ElaraEstimate* e, size_t scene)
{
  const double start = e->starts[story->scenes[scene].first_element];
  const size_t end = scene_end(story, scene);
  return (end < story->element_count ? e->starts[end] : e->total) - start;
}

static int
eighths_of(const ElaraStory* story, size_t scene)
{
  return story->elements[story->scenes[scene].first_element].eighths;
}

// Seconds an estimated second lasts where scenes say their length; 0 when too
// few do.
static double
eighths_scale(const ElaraStory* story, const ElaraEstimate* e)
{
  double said = 0.0, estimated = 0.0;
  size_t known = 0;
  for (size_t i = 0; i < story->scene_count; i++) {
    if (eighths_of(story, i) == 0) continue;
    said += EIGHTH_S * eighths_of(story, i);
    estimated += scene_estimate(story, e, i);
    known++;
  }
  return known > 0 && known * 5 >= story->scene_count * 4 && estimated > 0.0
             ? said / estimated
             : 0.0;
}

static void
stretch(const ElaraStory* story,
        ElaraEstimate* e,
        size_t scene,
        double from,
        double to,
        double scale)
{
  const size_t end = scene_end(story, scene);
  for (size_t i = (size_t)story->scenes[scene].first_element; i < end; i++) {
    e->starts[i] = to + (e->starts[i] - from) * scale;
    e->ends[i] = to + (e->ends[i] - from) * scale;
  }
}

int
elara_clock_eighths(const ElaraStory* story, ElaraEstimate* e)
{
  const double usual = eighths_scale(story, e);
  double now = 0.0, from = 0.0;
  if (usual <= 0.0) return 0;
  for (size_t i = 0; i < story->scene_count; i++) {
    const double seconds = scene_estimate(story, e, i);
    const double said = EIGHTH_S * eighths_of(story, i);
    const double length = said > 0.0 ? said : seconds * usual;
    stretch(story, e, i, from, now, seconds > 0.0 ? length / seconds : 0.0);
    from += seconds;
    now += length;
  }
  e->total = now;
  return 1;
}

// Errors.

static double
square(double x)
{
  return x * x;
}

void
elara_clock_errors(ElaraStory* story, int known)
{
  double whole = 0.0, before = 0.0;
  for (size_t i = 0; i < story->scene_count; i++) {
    const ElaraScene* const scene = &story->scenes[i];
    whole +=
        square(story->time_error * elara_time_s(scene->end - scene->start));
  }
  for (size_t i = 0; i < story->scene_count; i++) {
    ElaraScene* const scene = &story->scenes[i];
    const double start = elara_time_s(scene->start);
    const double bridge = whole > 0.0 ? fmax(1.0 - before / whole, 0.0) : 0.0;
    const double error = known ? sqrt(before * bridge)
                               : sqrt(before + square(LENGTH_SHARE * start));
    scene->start_error = elara_time_from_s(error);
    before +=
        square(story->time_error * elara_time_s(scene->end - scene->start));
  }
}

// Subtitles.

typedef struct {
  ElaraStory* story;
  const ElaraEstimate* estimate;
  ElaraAnchor* anchors;
  size_t count;
  double scale; // seconds of the film to an estimated one, in the middle
} Film;

static int
rising(const void* a, const void* b)
{
  const double x = *(const double*)a, y = *(const double*)b;
  return x < y ? -1 : x > y;
}

static ElaraStatus
measure_scale(ElaraArena* scratch, Film* film)
{
  double* const scales =
      (double*)elara_arena_array(scratch, film->count, sizeof *scales);
  ELARA_TRY_PTR(scales);
  size_t n = 0;
  for (size_t i = 0; i + 1 < film->count; i++) {
    const ElaraAnchor* const a = &film->anchors[i];
    const double estimated = film->estimate->starts[a[1].element] -
                             film->estimate->starts[a->element];
    if (estimated > 0.0) scales[n++] = (a[1].start - a->start) / estimated;
  }
  qsort(scales, n, sizeof *scales, rising);
  film->scale = n ? fmin(fmax(scales[n / 2], 0.1), 10.0) : 1.0;
  return ELARA_OK;
}

// What stands between two lines takes some time, though the subtitles leave
// none: it is taken from the two, in proportion, up to a quarter of them.
static void
open_gap(ElaraAnchor* before, ElaraAnchor* after, double estimated)
{
  const double a = before ? before->end - before->start : 0.0;
  const double b = after->end - after->start;
  const double gap = after->start - (before ? before->end : 0.0);
  const double need = fmin(GAP_LEAST * estimated, 0.25 * (a + b)) - gap;
  if (need <= 0.0) return;
  if (before) before->end -= need * a / (a + b);
  after->start += need * b / (a + b);
}

static void
open_gaps(Film* film)
{
  for (size_t i = 0; i < film->count; i++) {
    ElaraAnchor* const after = &film->anchors[i];
    ElaraAnchor* const before = i ? after - 1 : NULL;
    const double from = before ? film->estimate->ends[before->element] : 0.0;
    open_gap(before, after, film->estimate->starts[after->element] - from);
  }
}

// The film's second for an ESTIMATED one between anchors NEXT - 1 and NEXT.
static double
film_s(const Film* film, size_t next, double estimated)
{
  const ElaraEstimate* const e = film->estimate;
  const ElaraAnchor* const after = &film->anchors[next];
  if (next == film->count) {
    return after[-1].end +
           (estimated - e->ends[after[-1].element]) * film->scale;
  }
  const double to = e->starts[after->element];
  if (next == 0) {
    const double scale = to > 0.0 ? fmin(film->scale, after->start / to) : 0.0;
    return fmax(after->start - (to - estimated) * scale, 0.0);
  }
  const double from = e->ends[after[-1].element];
  const double share = to > from ? (estimated - from) / (to - from) : 0.0;
  return after[-1].end +
         fmin(fmax(share, 0.0), 1.0) * (after->start - after[-1].end);
}

static void
place(const Film* film)
{
  const ElaraEstimate* const e = film->estimate;
  size_t next = 0;
  ElaraTime last = 0;
  for (size_t i = 0; i < film->story->element_count; i++) {
    ElaraElement* const element = &film->story->elements[i];
    const ElaraAnchor* const anchor = &film->anchors[next];
    const int here = next < film->count && anchor->element == (int)i;
    const double start =
        here ? anchor->start : film_s(film, next, e->starts[i]);
    const double end = here ? anchor->end : film_s(film, next, e->ends[i]);
    element->start = elara_time_from_s(start);
    // Rounding must not turn neighbours around.
    if (element->dual != 2 && element->start < last) element->start = last;
    element->end = elara_time_from_s(end);
    if (element->end < element->start) element->end = element->start;
    if (element->dual != 2) last = element->start;
    next += (size_t)here;
  }
}

// The story ends with its last element or the last subtitle, or, if that is
// later, where it is asked to.
static void
set_length(ElaraDraft* draft,
           const ElaraStoryConfig* config,
           const ElaraSubtitleList* subtitles)
{
  ElaraStory* const story = draft->story;
  story->length = 0;
  for (size_t i = 0; i < subtitles->count; i++) {
    const ElaraTime end = subtitles->items[i].end;
    if (end > story->length) story->length = end;
  }
  for (size_t i = 0; i < story->element_count; i++) {
    const ElaraTime end = story->elements[i].end;
    if (end > story->length) story->length = end;
  }
  if (config->length > story->length) {
    story->length = config->length;
  } else if (config->length > 0) {
    elara_diag(draft->diags, ELARA_DIAG_WARNING, config->subtitles_name, 0, 0,
               "leave the length out, or give it as the film has it",
               "the subtitles go on after the length asked for; they count");
  }
}

// Between two lines of known time a scene's beginning is as uncertain as on a
// bridge between them.
static void
set_errors(const Film* film)
{
  ElaraStory* const story = film->story;
  size_t next = 0;
  for (size_t i = 1; i < story->scene_count; i++) {
    ElaraScene* const scene = &story->scenes[i];
    const double start =
        elara_time_s(story->elements[scene->first_element].start);
    while (next < film->count &&
           film->anchors[next].element < scene->first_element) {
      next++;
    }
    const double from = next ? film->anchors[next - 1].end : 0.0;
    const double behind = fmax(start - from, 0.0);
    const double ahead = next < film->count
                             ? fmax(film->anchors[next].start - start, 0.0)
                             : behind;
    const double walk = SCENE_SHARE * sqrt(behind * ahead);
    scene->start_error =
        elara_time_from_s(sqrt(square(SUBTITLE_S) + square(walk)));
  }
}

// True when enough lines were found; says how many were.
static int
believe(const ElaraDraft* draft,
        const ElaraStoryConfig* config,
        const ElaraSubtitleMatch* match,
        double share)
{
  const ElaraDiagLevel level =
      share < TRUSTED_LEAST ? ELARA_DIAG_WARNING : ELARA_DIAG_NOTE;
  if (share < MATCHED_LEAST || match->anchors.count == 0) {
    elara_diag(draft->diags, ELARA_DIAG_WARNING, config->subtitles_name, 0, 0,
               "are they of this film, and in the script's language?",
               "%zu of the script's %zu lines are in the subtitles, which are "
               "not used",
               match->matched, match->lines);
    return 0;
  }
  elara_diag(draft->diags, level, config->subtitles_name, 0, 0,
             level == ELARA_DIAG_NOTE
                 ? ""
                 : "are they of this film, and in the script's language?",
             "%zu of the script's %zu lines are in the subtitles",
             match->matched, match->lines);
  return 1;
}

static ElaraStatus
place_all(ElaraDraft* draft,
          const ElaraStoryConfig* config,
          const ElaraEstimate* estimate,
          const ElaraSubtitleList* subtitles,
          const ElaraSubtitleMatch* match)
{
  Film film = {
      .story = draft->story,
      .estimate = estimate,
      .anchors = match->anchors.items,
      .count = match->anchors.count,
  };
  ELARA_TRY(measure_scale(draft->scratch, &film));
  open_gaps(&film);
  place(&film);
  set_length(draft, config, subtitles);
  set_errors(&film);
  return ELARA_OK;
}

ElaraStatus
elara_clock_subtitles(ElaraDraft* draft,
                      const ElaraStoryConfig* config,
                      const ElaraEstimate* estimate,
                      int* used)
{
  ElaraSubtitleList subtitles = {0};
  ElaraSubtitleMatch match;
  *used = 0;
  if (!config->subtitles) return ELARA_OK;
  ELARA_TRY(elara_subtitles_read(
      draft->scratch, config->subtitles_name ? config->subtitles_name : "",
      config->subtitles, config->subtitles_count, draft->diags, &subtitles));
  ELARA_TRY(
      elara_subtitle_match(draft->scratch, draft->story, &subtitles, &match));
  const double share =
      match.lines ? (double)match.matched / (double)match.lines : 0.0;
  if (!believe(draft, config, &match, share)) return ELARA_OK;
  ELARA_TRY(place_all(draft, config, estimate, &subtitles, &match));
  draft->story->clock = ELARA_CLOCK_SUBTITLES;
  draft->story->time_error = 0.02 + 0.08 * (1.0 - share);
  *used = 1;
  return ELARA_OK;
}
