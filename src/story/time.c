// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// How long everything takes on screen. Constants from a least-squares fit of
// 13,559 timed lines of dialogue (0.96 s + 0.269 s a word, r .71) and of 95
// films; both agree on what is used here. The sum is then scaled as a whole:
// to the length asked for, or to one minute a page of 55 lines. Scenes stay
// uncertain by about 25 %.

#include "story/clock.h"
#include "story/film.h"

#include <math.h>
#include <string.h>

#define HEADING_S 1.5
#define CUE_S 0.3    // of 0.9 s that a speech takes besides its words, the
#define SPEECH_S 0.6 // breath before it and the rest
#define SPEECH_WORD_S 0.25
#define LYRIC_S 0.5
#define LYRIC_WORD_S 0.45
#define ACTION_S 1.0
#define ACTION_WORD_S 0.20
#define CENTERED_S 2.0
#define PAUSE_S 1.0

// One deviation of a scene's length, as a share of it.
#define ESTIMATE_ERROR 0.25
#define EIGHTHS_ERROR 0.12

// Words that say that time passes: seconds to add, once a paragraph each.
static const struct {
  const char* words;
  double seconds;
} waits[] = {
    {"for a long time", 6.0}, {"a long silence", 4.0}, {"long pause", 3.0},
    {"a long moment", 3.0},   {"time passes", 4.0},    {"montage", 4.0},
    {"series of shots", 4.0}, {"very slowly", 2.0},    {"slowly", 1.0},
    {"silence", 2.0},         {"pause", 1.5},          {"a beat", 1.5},
    {"waits", 2.0},           {"they wait", 2.0},      {"stares", 1.0},
    {"a moment", 1.0},        {"one by one", 2.0},     {"listens", 1.0},
};

// Parentheticals that hold the speech up.
static const char* const pauses[] = {"beat",      "pause",  "silence",
                                     "long beat", "a beat", "waits"};

static int
holds(ElaraSpan text, const char* words)
{
  const size_t length = strlen(words);
  for (size_t i = 0; i + length <= text.n; i++) {
    const ElaraSpan rest = {text.s + i, text.n - i};
    if (elara_span_starts(rest, words)) return 1;
  }
  return 0;
}

// Only short paragraphs are searched through; a long one has its own time.
static double
wait_s(ElaraSpan text)
{
  double seconds = 0.0;
  if (text.n > 400) return 0.0;
  for (size_t i = 0; i < sizeof waits / sizeof waits[0]; i++) {
    if (holds(text, waits[i].words)) seconds = fmax(seconds, waits[i].seconds);
  }
  return seconds;
}

static double
parenthetical_s(ElaraSpan text)
{
  for (size_t i = 0; i < sizeof pauses / sizeof pauses[0]; i++) {
    if (elara_span_is(text, pauses[i])) return PAUSE_S;
  }
  return 0.0;
}

// Seconds before scaling; sets the words that take time. FIRST: this is the
// first paragraph of a speech.
static double
element_s(ElaraElement* element, int first)
{
  const ElaraSpan text = elara_span(element->text);
  element->words = 0;
  switch (element->kind) {
  case ELARA_ELEMENT_HEADING:
    return HEADING_S;
  case ELARA_ELEMENT_CHARACTER:
    return CUE_S;
  case ELARA_ELEMENT_PARENTHETICAL:
    return parenthetical_s(text);
  case ELARA_ELEMENT_ACTION:
    element->words = elara_count_words(text);
    return ACTION_S + ACTION_WORD_S * element->words + wait_s(text);
  case ELARA_ELEMENT_CENTERED:
    element->words = elara_count_words(text);
    return CENTERED_S + ACTION_WORD_S * element->words;
  case ELARA_ELEMENT_LYRIC:
    element->words = elara_count_words(text);
    return LYRIC_S + LYRIC_WORD_S * element->words;
  case ELARA_ELEMENT_DIALOGUE:
    element->words = elara_count_words(text);
    return (first ? SPEECH_S : 0.0) + SPEECH_WORD_S * element->words;
  default:
    return 0.0;
  }
}

// A page holds 55 lines; a column of action 61 characters, of dialogue 35, of
// parentheticals 26. A blank line follows every paragraph but a cue.
static double
page_lines(const ElaraElement* element)
{
  size_t width = 61;
  double around = 1.0;
  switch (element->kind) {
  case ELARA_ELEMENT_HEADING:
    around = 2.0;
    break;
  case ELARA_ELEMENT_CHARACTER:
    return 1.0;
  case ELARA_ELEMENT_PARENTHETICAL:
    width = 26;
    around = 0.0;
    break;
  case ELARA_ELEMENT_DIALOGUE:
  case ELARA_ELEMENT_LYRIC:
    width = 35;
    break;
  case ELARA_ELEMENT_ACTION:
  case ELARA_ELEMENT_CENTERED:
  case ELARA_ELEMENT_TRANSITION:
    break;
  default:
    return 0.0;
  }
  double lines = around;
  size_t column = 0, characters = 0;
  for (const char* p = element->text; *p; p++) {
    if (*p == '\n') {
      lines += 1.0 + (double)(column / width);
      column = 0;
    } else if (((unsigned char)*p & 0xc0) != 0x80) {
      column++;
      characters++;
    }
  }
  return characters ? lines + 1.0 + (double)(column / width) : lines;
}

// Running clock in unscaled seconds. A dual dialogue's right side starts with
// its left and the longer of the two counts.
typedef struct {
  double now;
  double left_start;
  double left_end;
  int dual;
  int first; // the next speech paragraph is the first of its speech
} Clock;

static void
enter_dual(Clock* clock, int dual)
{
  if (dual == 1 && clock->dual != 1) clock->left_start = clock->now;
  if (dual == 2 && clock->dual == 1) {
    clock->left_end = clock->now;
    clock->now = clock->left_start;
  }
  if (dual == 0 && clock->dual == 2) {
    clock->now = fmax(clock->now, clock->left_end);
  }
  clock->dual = dual;
}

static void
run_clock(ElaraStory* story, double* starts, double* ends, double* lines)
{
  Clock clock = {0};
  *lines = 0.0;
  for (size_t i = 0; i < story->element_count; i++) {
    ElaraElement* const element = &story->elements[i];
    const int is_cue = element->kind == ELARA_ELEMENT_CHARACTER;
    const int silent = element->kind >= ELARA_ELEMENT_SECTION;
    if (is_cue && clock.dual == 2 && element->dual == 1) enter_dual(&clock, 0);
    if (!silent) enter_dual(&clock, element->dual);
    if (is_cue) clock.first = 1;
    // A note beside a dual dialogue stands at its end, in order of time.
    starts[i] =
        silent && clock.dual == 2 ? fmax(clock.now, clock.left_end) : clock.now;
    clock.now += element_s(element, clock.first);
    ends[i] = fmax(starts[i], clock.now);
    if (elara_is_speech(element->kind)) clock.first = 0;
    *lines += page_lines(element);
  }
  enter_dual(&clock, 0);
  starts[story->element_count] = clock.now;
}

static ElaraTime
scaled(double seconds, double scale, double total, ElaraTime length)
{
  if (seconds >= total) return length;
  const ElaraTime time = elara_time_from_s(seconds * scale);
  return time < length ? time : length;
}

static void
time_scenes(ElaraStory* story, ElaraTime length)
{
  for (size_t i = 0; i < story->scene_count; i++) {
    ElaraScene* const scene = &story->scenes[i];
    scene->start = i ? story->elements[scene->first_element].start : 0;
    if (i) scene[-1].end = scene->start;
    scene->end = length;
  }
}

static ElaraStatus
refuse(const ElaraDraft* draft, int line, const char* hint, const char* what)
{
  elara_diag(draft->diags, ELARA_DIAG_ERROR, draft->name, line, line, hint,
             "%s", what);
  return ELARA_BAD_INPUT;
}

// The estimate is good to a quarter, so its scale stands on a grid of a
// tenth: one line more or less in a script leaves the clock of all others
// as it was, and with it their music.
static double
coarse_scale(double scale)
{
  return fmax(floor(scale * 10.0 + .5), 1.0) / 10.0;
}

static ElaraStatus
estimate(ElaraDraft* draft, ElaraEstimate* e, double* lines)
{
  const size_t count = draft->story->element_count;
  e->starts =
      (double*)elara_arena_array(draft->scratch, count + 1, sizeof(double));
  e->ends =
      (double*)elara_arena_array(draft->scratch, count + 1, sizeof(double));
  ELARA_TRY_PTR(e->starts && e->ends);
  run_clock(draft->story, e->starts, e->ends, lines);
  e->total = e->starts[count];
  if (!(e->total > 0.0) || draft->story->scene_count == 0) {
    return refuse(draft, 1, "give a screenplay with action or dialogue",
                  "nothing here takes screen time");
  }
  return ELARA_OK;
}

// The whole length: what was asked for, or the script's eighths, or its pages.
static void
set_length(ElaraStory* story,
           const ElaraStoryConfig* config,
           ElaraEstimate* e,
           double lines)
{
  const double pace =
      config->pace > 0.0 ? fmin(fmax(config->pace, 0.1), 10.0) : 1.0;
  const double total = e->total;
  const int eighths = elara_clock_eighths(story, e);
  story->pages = (int)ceil(lines / 55.0);
  story->clock = eighths              ? ELARA_CLOCK_EIGHTHS
                 : config->length > 0 ? ELARA_CLOCK_LENGTH
                                      : ELARA_CLOCK_ESTIMATE;
  story->time_error = eighths ? EIGHTHS_ERROR : ESTIMATE_ERROR;
  if (config->length > 0) {
    story->length = config->length;
  } else if (eighths) {
    story->length = elara_time_from_s(e->total * pace);
  } else {
    story->length = elara_time_from_s(
        total * pace * coarse_scale(lines / 55.0 * 60.0 / total));
  }
}

static void
scale_elements(ElaraStory* story, const ElaraEstimate* e)
{
  const double scale = elara_time_s(story->length) / e->total;
  for (size_t i = 0; i < story->element_count; i++) {
    ElaraElement* const element = &story->elements[i];
    element->start = scaled(e->starts[i], scale, e->total, story->length);
    element->end = scaled(e->ends[i], scale, e->total, story->length);
  }
}

ElaraStatus
elara_draft_time(ElaraDraft* draft, const ElaraStoryConfig* config)
{
  ElaraStory* const story = draft->story;
  ElaraEstimate e;
  double lines;
  int subtitles;
  ELARA_TRY(estimate(draft, &e, &lines));
  if (config->length > 0 && config->length < ELARA_FLICKS_PER_S) {
    return refuse(draft, 0, "give at least one second",
                  "the length asked for is too short");
  }
  set_length(story, config, &e, lines);
  ELARA_TRY(elara_clock_subtitles(draft, config, &e, &subtitles));
  if (config->cut) {
    ELARA_TRY(elara_film_times(draft, config, &e, subtitles));
  } else if (!subtitles) {
    scale_elements(story, &e);
  }
  story->time_scale = elara_time_s(story->length) / e.total;
  time_scenes(story, story->length);
  if (!subtitles && !config->cut) elara_clock_errors(story, config->length > 0);
  return ELARA_OK;
}
