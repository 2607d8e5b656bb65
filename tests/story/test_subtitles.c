// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Subtitles as they are found, and a story on their clock: a film is made of a
// script by a known bend of its time, with lines cut, added, changed and moved.

#include "story/clock.h"
#include "story/story.h"
#include "story/subtitles.h"
#include "tap.h"

#include "base/text.h"

#include <time.h>

#define PLAYS "../shared/corpus/screenplays/full_cc0/"

static ElaraDiags* diags;
static ElaraArena* arena;
static ElaraSubtitleList list;

static ElaraStatus
read_subtitles(const char* bytes, size_t count)
{
  elara_diags_free(diags);
  elara_arena_free(arena);
  diags = elara_diags_new();
  arena = elara_arena_new();
  list = (ElaraSubtitleList){0};
  return elara_subtitles_read(arena, "a.srt", bytes, count, diags, &list);
}

static void
expect_one(const char* text, double start, double end, const char* name)
{
  if (!TAP_OK(read_subtitles(text, strlen(text)) == ELARA_OK && list.count == 1,
              name)) {
    return;
  }
  TAP_NEAR(elara_time_s(list.items[0].start), start, 1e-6, "its start");
  TAP_NEAR(elara_time_s(list.items[0].end), end, 1e-6, "its end");
  TAP_EQ_S(list.items[0].text, "Where is\nthe dog?", "its words");
}

#define SRT "1\n00:00:01,500 --> 00:00:04,000\nWhere is\nthe dog?\n"

static void
test_forms(void)
{
  expect_one(SRT, 1.5, 4.0, "SubRip");
  expect_one("\xef\xbb\xbf" SRT, 1.5, 4.0, "with a BOM");
  expect_one("1\r\n00:00:01,500 --> 00:00:04,000\r\nWhere is\r\nthe dog?\r\n",
             1.5, 4.0, "with CRLF");
  expect_one("WEBVTT\n\nNOTE a cat\n\nid\n00:01.500 --> 00:04.000 align:left\n"
             "Where is\nthe dog?",
             1.5, 4.0, "WebVTT");
  expect_one("01:00:01.500 --> 01:00:04\n<i>Where is</i>\n{\\an8}the "
             "<font color=\"red\">dog?</font>\n",
             3601.5, 3604.0, "tags");
  const char latin[] =
      "1\n00:00:01,0 --> 00:00:02,0\nUn caf\xe9 pour monsieur.";
  TAP_OK(read_subtitles(latin, sizeof latin - 1) == ELARA_OK &&
             strstr(list.items[0].text, "caf\xc3\xa9"),
         "Latin-1");
}

static void
test_bad_blocks(void)
{
  static const char text[] = "1\n00:00:09,000 --> 00:00:10,000\nLast.\n\n"
                             "2\n00:00:1x,000 --> 00:00:02,000\nBad.\n\n"
                             "3\n00:00:05,000 --> 00:00:04,000\nBackwards.\n\n"
                             "4\n00:00:01,000 --> 00:00:03,000\nFirst.\n"
                             "00:00:02,000 --> 00:00:04,000\nSecond.\n\n"
                             "5\n00:00:06,000 --> 00:00:07,000\n<i></i>\n";
  TAP_OK(read_subtitles(text, sizeof text - 1) == ELARA_OK, "a ragged file");
  TAP_EQ_I(list.count, 3, "what is good of it");
  TAP_EQ_S(list.items[0].text, "First.", "in order");
  TAP_EQ_S(list.items[1].text, "Second.", "overlaps and all");
  TAP_EQ_S(list.items[2].text, "Last.", "to the last");
  TAP_EQ_I(elara_diags_count(diags), 2, "two warnings");
  TAP_EQ_I(elara_diags_at(diags, 0)->line, 6, "with the line");
  TAP_OK(read_subtitles("no times here", 13) == ELARA_BAD_INPUT &&
             elara_diags_at_least(diags, ELARA_DIAG_ERROR) == 1,
         "nothing usable is an error");
}

// The film.

// When each element begins and ends in the film: every line, and all between
// two, is told at a speed of its own, .5 to 1.5 times the estimate's.
typedef struct {
  double* starts;
  double* ends;
} Times;

static Times
film_times(const ElaraStory* told)
{
  Times times = {(double*)calloc(told->element_count, sizeof(double)),
                 (double*)calloc(told->element_count, sizeof(double))};
  double now = 30.0, last = 0.0;
  unsigned seed = 1;
  for (size_t i = 0; i < told->element_count; i++) {
    const double start = elara_time_s(told->elements[i].start);
    const double end = elara_time_s(told->elements[i].end);
    seed = seed * 1664525u + 1013904223u;
    const double speed = 0.5 + (double)(seed >> 16 & 1023) / 1023.0;
    now += (start - last) * speed;
    times.starts[i] = now;
    now += (end - start) * speed;
    times.ends[i] = now;
    last = end;
  }
  return times;
}

static void
free_times(Times times)
{
  free(times.starts);
  free(times.ends);
}

static void
put_time(ElaraText* out, double s)
{
  const int ms = (int)(s * 1000.0 + .5);
  elara_text_addf(out, "%02d:%02d:%02d,%03d", ms / 3600000, ms / 60000 % 60,
                  ms / 1000 % 60, ms % 1000);
}

static void
put_block(ElaraText* out, double start, double end, const char* s, size_t n)
{
  put_time(out, start);
  elara_text_add(out, " --> ");
  put_time(out, end);
  elara_text_add(out, "\n");
  elara_text_bytes(out, s, n);
  elara_text_add(out, "\n\n");
}

// What is done to the lines of a script, every so many of them; 0 = never.
typedef struct {
  size_t cut;   // left out
  size_t added; // one more before it
  size_t word;  // one word of so many is another
  size_t moved; // said two minutes later
} Edits;

// TEXT's words, every nth another, at most forty bytes a subtitle.
static void
put_line(ElaraText* out, const char* text, double start, double end, Edits e)
{
  static size_t words;
  ElaraText line = {0};
  const size_t all = strlen(text);
  size_t from = 0;
  for (const char* p = text; *p;) {
    const size_t n = strcspn(p, " \n");
    const int other = e.word && ++words % e.word == 0;
    elara_text_bytes(&line, other ? "whatever" : p, other ? 8 : n);
    p += n;
    const size_t at = (size_t)(p - text);
    if (line.count > 40 || !*p) {
      const double d = (end - start) / (double)all;
      put_block(out, start + d * (double)from, start + d * (double)at,
                line.bytes, line.count);
      line.count = 0;
      from = at;
    } else {
      elara_text_add(&line, " ");
    }
    p += strspn(p, " \n");
  }
  elara_text_clear(&line);
}

static int
is_said(const ElaraElement* e)
{
  return e->kind == ELARA_ELEMENT_DIALOGUE && e->end > e->start;
}

static int
every(size_t i, size_t n)
{
  return n && i % n == n - 1;
}

static ElaraText
make_film(const ElaraStory* story, Times times, Edits edits)
{
  ElaraText out = {0};
  size_t count = 0;
  for (size_t i = 0; i < story->element_count; i++) {
    const ElaraElement* const e = &story->elements[i];
    if (!is_said(e) || every(++count, edits.cut)) continue;
    double start = times.starts[i];
    double end = times.ends[i];
    if (every(count, edits.moved)) {
      start += 120.0;
      end += 120.0;
    }
    if (every(count, edits.added)) {
      put_block(&out, start - 1.0, start, "Well, you know what I mean by it",
                32);
    }
    put_line(&out, e->text, start, end, edits);
  }
  return out;
}

static ElaraFile play;

static ElaraStory*
read_play(const ElaraText* subtitles, ElaraTime length)
{
  ElaraStory* story = NULL;
  ElaraStoryConfig config = elara_story_config();
  elara_diags_free(diags);
  diags = elara_diags_new();
  config.length = length;
  if (subtitles) {
    config.subtitles_name = "a.srt";
    config.subtitles = subtitles->bytes;
    config.subtitles_count = subtitles->count;
  }
  elara_story_from_text("play", (const char*)play.bytes, play.count, &config,
                        diags, &story);
  return story;
}

typedef struct {
  double line;  // share of lines within a third of a second
  double scene; // mean error of a scene's start, seconds
} Found;

static Found
compare(const ElaraStory* told, Times times, const ElaraStory* film)
{
  Found found = {0};
  double lines = 0.0;
  for (size_t i = 0; i < told->element_count; i++) {
    const ElaraElement* const e = &told->elements[i];
    if (!is_said(e)) continue;
    const double want = times.starts[i];
    lines += 1.0;
    if (fabs(elara_time_s(film->elements[i].start) - want) < 0.34) {
      found.line += 1.0;
    }
  }
  found.line /= lines;
  for (size_t i = 1; i < told->scene_count; i++) {
    const double want = times.starts[told->scenes[i].first_element];
    found.scene += fabs(elara_time_s(film->scenes[i].start) - want) /
                   (double)(told->scene_count - 1);
  }
  return found;
}

static void
test_film(
    const char* name, Edits edits, double lines, double scene_s, double error)
{
  ElaraStory* const told = read_play(NULL, 0);
  const Times times = film_times(told);
  ElaraText film = make_film(told, times, edits);
  ElaraStory* const story = read_play(&film, 0);
  if (!TAP_OK(story && story->clock == ELARA_CLOCK_SUBTITLES, name)) return;
  const Found found = compare(told, times, story);
  printf(
      "# %s: %.1f %% of the lines in place, scenes off by %.2f s, time error "
      "%.3f\n",
      name, 100.0 * found.line, found.scene, story->time_error);
  TAP_OK(found.line >= lines, "lines are where they are said");
  TAP_OK(found.scene <= scene_s, "and scenes between them");
  TAP_OK(story->time_error <= error, "the error says so");
  TAP_OK(elara_story_check(story, diags) == ELARA_OK, "promises are kept");
  free_times(times);
  elara_story_free(told);
  elara_story_free(story);
  elara_text_clear(&film);
}

static void
test_other_film(void)
{
  ElaraText other = {0};
  for (int i = 0; i < 900; i++) {
    put_block(&other, 5.0 * i, 5.0 * i + 3.0,
              i % 3 ? "The engine is cold and the train leaves at noon"
                    : "Yes.",
              i % 3 ? 46 : 4);
  }
  ElaraStory* const plain = read_play(NULL, 0);
  ElaraStory* const story = read_play(&other, 0);
  TAP_EQ_I(story->clock, ELARA_CLOCK_ESTIMATE, "another film's are not used");
  TAP_EQ_I(story->length, plain->length, "nothing changes");
  TAP_EQ_I(elara_diags_at_least(diags, ELARA_DIAG_WARNING), 1, "a warning");
  elara_story_free(story);
  elara_story_free(plain);
  elara_text_clear(&other);
}

static void
test_length(void)
{
  ElaraStory* const told = read_play(NULL, 0);
  const Times times = film_times(told);
  ElaraText film = make_film(told, times, (Edits){0});
  free_times(times);
  const ElaraTime longer = elara_time_from_s(9000.0);
  ElaraStory* story = read_play(&film, longer);
  TAP_EQ_I(story->length, longer, "a length after the last subtitle");
  elara_story_free(story);
  story = read_play(&film, elara_time_from_s(100.0));
  TAP_OK(story->length > elara_time_from_s(3000.0), "one before it");
  TAP_OK(elara_diags_at_least(diags, ELARA_DIAG_WARNING) == 1, "is warned of");
  elara_story_free(story);
  elara_story_free(told);
  elara_text_clear(&film);
}

// 2,000 subtitles against 1,500 speeches.
static void
test_speed(void)
{
  ElaraText script = {0}, film = {0};
  static const char* const nouns[] = {"dog", "rain", "mill",  "door",
                                      "sea", "king", "bread", "song"};
  elara_text_add(&script, "INT. A - DAY\n\n");
  for (unsigned i = 0; i < 1500; i++) {
    char line[120];
    const size_t n = (size_t)snprintf(
        line, sizeof line, "The %s saw the %s number %u and the %s of it all",
        nouns[i % 8], nouns[i / 8 % 8], i * 7919 % 1000, nouns[i / 64 % 8]);
    elara_text_addf(&script, "BOB%u\n%s\n\n", i % 5, line);
    put_block(&film, 4.0 * i, 4.0 * i + 3.0, line, n);
    if (i % 3 == 0) put_block(&film, 4.0 * i + 3.1, 4.0 * i + 3.9, "Yes.", 4);
  }
  play = (ElaraFile){(unsigned char*)script.bytes, script.count};
  double took[2];
  for (int with = 0; with < 2; with++) {
    struct timespec a, b;
    clock_gettime(CLOCK_MONOTONIC, &a);
    ElaraStory* const story = read_play(with ? &film : NULL, 0);
    clock_gettime(CLOCK_MONOTONIC, &b);
    took[with] =
        (double)(b.tv_sec - a.tv_sec) + 1e-9 * (double)(b.tv_nsec - a.tv_nsec);
    TAP_OK(story != NULL, with ? "with subtitles" : "without");
    elara_story_free(story);
  }
  printf("# %.1f ms for 2,000 subtitles and 1,500 speeches\n",
         1e3 * (took[1] - took[0]));
  elara_text_clear(&script);
  elara_text_clear(&film);
}

// A page of eighths: scenes as long as they say.
static void
test_eighths(void)
{
  static const char fdx[] =
      "<FinalDraft><Content>"
      "<Paragraph Type=\"Scene Heading\"><SceneProperties Length=\"4/8\"/>"
      "<Text>INT. A</Text></Paragraph><Paragraph Type=\"Action\"><Text>Rain "
      "falls on the roof of the mill.</Text></Paragraph>"
      "<Paragraph Type=\"Scene Heading\"><SceneProperties Length=\"1 4/8\"/>"
      "<Text>INT. B</Text></Paragraph><Paragraph Type=\"Action\"><Text>Wind."
      "</Text></Paragraph></Content></FinalDraft>";
  ElaraStory* story = NULL;
  elara_story_from_text("a.fdx", fdx, sizeof fdx - 1, NULL, NULL, &story);
  TAP_EQ_I(story->clock, ELARA_CLOCK_EIGHTHS, "eighths are the clock");
  TAP_NEAR(elara_time_s(story->length), 120.0, 1e-6, "a minute a page");
  TAP_NEAR(elara_time_s(story->scenes[1].start), 30.0, 1e-6, "half a page");
  TAP_NEAR(story->time_error, 0.12, 1e-9, "their error");
  TAP_OK(story->scenes[1].start_error > story->scenes[0].start_error,
         "errors grow");
  elara_story_free(story);
}

// Errors go up and come down again when the whole is known.
static void
test_errors(void)
{
  ElaraStory* story = read_play(NULL, 0);
  const size_t last = story->scene_count - 1, middle = story->scene_count / 2;
  const double open = elara_time_s(story->scenes[last].start_error);
  TAP_EQ_I(story->scenes[0].start_error, 0, "the beginning is known");
  TAP_OK(open > 0.19 * elara_time_s(story->scenes[last].start),
         "an unknown whole makes the end uncertain");
  TAP_NEAR(story->time_error, 0.25, 1e-9, "a quarter of a scene");
  elara_story_free(story);
  story = read_play(NULL, elara_time_from_s(6000.0));
  TAP_EQ_I(story->clock, ELARA_CLOCK_LENGTH, "a known whole");
  TAP_OK(story->scenes[last].start_error < story->scenes[middle].start_error,
         "makes the end surer than the middle");
  elara_story_free(story);
}

static void
test_dual(void)
{
  static const char script[] =
      "INT. A\n\nANN\nOne two three four five six seven eight nine.\n\nBEN ^\n"
      "Ten.\n\nCAT\nEleven.\n";
  ElaraStory* story = NULL;
  elara_story_from_text("a", script, sizeof script - 1, NULL, NULL, &story);
  const ElaraElement* const e = story->elements;
  TAP_EQ_I(e[3].start, e[1].start, "both sides start together");
  TAP_EQ_I(e[5].start, e[2].end, "the longer side counts");
  elara_story_free(story);
}

int
main(void)
{
  tap_begin("subtitles");
  test_forms();
  test_bad_blocks();
  test_eighths();
  test_dual();
  test_speed();
  if (tap_exists(tap_path(PLAYS)) &&
      elara_file_read(tap_path(PLAYS "macbeth.fountain"), 0, &play) ==
          ELARA_OK) {
    test_film("the film as written", (Edits){0}, 0.97, 1.0, 0.025);
    test_film("with a seventh of the lines cut", (Edits){.cut = 7}, 0.95, 1.0,
              0.04);
    test_film("and a fourth of the words changed", (Edits){7, 0, 4, 0}, 0.94,
              1.0, 0.05);
    test_film("with lines added and moved", (Edits){0, 5, 0, 9}, 0.94, 1.0,
              0.05);
    test_film("with all of it", (Edits){7, 5, 6, 11}, 0.88, 1.5, 0.06);
    test_other_film();
    test_length();
    test_errors();
    elara_file_clear(&play);
  } else {
    tap_skip("films", "no ../shared/corpus/screenplays");
  }
  elara_diags_free(diags);
  elara_arena_free(arena);
  return tap_end();
}
