// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The whole house through its front door, without sound: what it writes, that
// it writes the same again, and what it makes of a plan that was edited.

#include "elara/elara.h"
#include "folder.h"

#include <jansson.h>

static const char* const stories[] = {"crimson-echoes", "the-well",
                                      "the-understudy"};
static const char* const endings[] = {".mid", ".musicxml", ".click.mid",
                                      ".edl"};
static const char* const names[] = {
    "cues.csv",    "hits.csv",    "reasons.csv", "story.json", "plan.json",
    "themes.json", "report.html", "markers.csv", "markers.edl"};
enum { STORIES = 3, ENDINGS = 4, NAMES = 9 };

static const char*
label(const char* story, const char* what)
{
  static char text[PATH_SIZE];
  snprintf(text, sizeof text, "%s: %s", story, what);
  return text;
}

static const char*
example(const char* story)
{
  char name[128];
  snprintf(name, sizeof name, "examples/%s.fountain", story);
  return tap_path(name);
}

static ElaraOptions
silent(void)
{
  ElaraOptions options = elara_options();
  options.audio = 0;
  return options;
}

static int
score(const ElaraOptions* options, const char* input, const char* dir)
{
  ElaraProject* const project = elara_project_new(options);
  const int failed = elara_score_story(project, input, dir);
  for (size_t i = 0; failed && i < elara_message_count(project); i++) {
    printf("# %s\n", elara_message(project, i));
  }
  elara_project_free(project);
  return failed;
}

// --- the files

static int partial_files, empty_files;

static void
inspect(const char* path)
{
  struct stat info;
  if (stat(path, &info) == 0 && info.st_size == 0) empty_files++;
  if (strstr(path, ".partial") || strstr(path, "/.")) partial_files++;
}

static void
test_files(const char* story)
{
  const ElaraOptions options = silent();
  const char* const dir = folder_path("%s", story);
  TAP_EQ_I(score(&options, example(story), dir), 0, label(story, "scored"));
  for (int i = 0; i < ENDINGS; i++) {
    TAP_OK(tap_exists(folder_path("%s/%s%s", story, story, endings[i])),
           label(story, endings[i]));
  }
  for (int i = 0; i < NAMES; i++) {
    TAP_OK(tap_exists(folder_path("%s/%s", story, names[i])),
           label(story, names[i]));
  }
  partial_files = empty_files = 0;
  TAP_EQ_I(folder_each(dir, inspect), NAMES + ENDINGS,
           label(story, "no other file"));
  TAP_EQ_I(empty_files, 0, label(story, "none is empty"));
  TAP_EQ_I(partial_files, 0, label(story, "none is half written"));
}

// --- tables

// The start of the line after the one at P; NULL at the end.
static const char*
next_line(const char* p)
{
  p = p ? strchr(p, '\n') : NULL;
  return p && p[1] ? p + 1 : NULL;
}

static void
test_cues(const char* story)
{
  const Bytes file = file_read(folder_path("%s/cues.csv", story));
  const char* const header = "start_s,end_s,valence,arousal,tension,name";
  TAP_OK(file.bytes && strncmp(file.bytes, header, strlen(header)) == 0,
         label(story, "cues.csv begins with the columns of every tool"));
  int rows = 0;
  int ordered = 1;
  double last = 0.0;
  for (const char* p = next_line(file.bytes); p; p = next_line(p)) {
    double start = -1.0;
    double end = -1.0;
    ordered &= sscanf(p, "%lf,%lf,", &start, &end) == 2;
    ordered &= start >= last && end > start;
    last = end;
    rows++;
  }
  TAP_OK(rows > 0, label(story, "there are cues"));
  TAP_OK(ordered, label(story, "cues follow each other"));
  free(file.bytes);
}

static void
test_hits(const char* story)
{
  const Bytes file = file_read(folder_path("%s/hits.csv", story));
  const char* const header = "planned_s,sounding_s,error_ms,line";
  TAP_OK(file.bytes && strncmp(file.bytes, header, strlen(header)) == 0,
         label(story, "hits.csv begins with time, time, error, line"));
  double worst = 0.0;
  int bad = 0;
  for (const char* p = next_line(file.bytes); p; p = next_line(p)) {
    double planned, sounding, error;
    int line;
    int hard;
    if (sscanf(p, "%lf,%lf,%lf,%d,%*[^,],%*[^,],%d", &planned, &sounding,
               &error, &line, &hard) != 5) {
      bad++;
      continue;
    }
    bad += fabs((sounding - planned) * 1000.0 - error) > 1.001 || line < 1;
    if (hard) worst = fmax(worst, fabs(error));
  }
  TAP_EQ_I(bad, 0, label(story, "every hit has times, error and line"));
  TAP_NEAR(worst, 0.0, 5.0, label(story, "hard hits sound on the frame, ms"));
  free(file.bytes);
}

static void
test_summary(void)
{
  const ElaraOptions options = silent();
  ElaraProject* const project = elara_project_new(&options);
  elara_score_story(project, example(stories[0]), folder_path("summary"));
  const ElaraSummary s = elara_summary(project);
  TAP_OK(s.length_s > 900.0 && s.length_s < 1300.0, "summary: length");
  TAP_OK(s.music_s > 0.0 && s.music_s <= s.length_s, "summary: music");
  TAP_OK(s.scenes > 10 && s.cues > 5 && s.themes > 2, "summary: counts");
  TAP_OK(s.parts > 10 && s.notes > 1000, "summary: parts and notes");
  TAP_OK(s.hits > 5 && s.worst_hard_hit_ms <= 5.0, "summary: hits");
  TAP_OK(s.audio_path == NULL, "summary: no audio was asked for");
  TAP_OK(s.report_path && tap_exists(s.report_path), "summary: the report");
  elara_project_free(project);
}

// --- the same again

static void
test_same(const char* story)
{
  for (int threads = 1; threads <= 2; threads++) {
    ElaraOptions options = silent();
    options.threads = threads;
    score(&options, example(story), folder_path("%s-%d", story, threads));
  }
  for (int i = 0; i < ENDINGS; i++) {
    TAP_OK(file_same(folder_path("%s-1/%s%s", story, story, endings[i]),
                     folder_path("%s-2/%s%s", story, story, endings[i])),
           label(story, "the same with one and two threads"));
  }
  for (int i = 0; i < NAMES; i++) {
    TAP_OK(file_same(folder_path("%s-1/%s", story, names[i]),
                     folder_path("%s-2/%s", story, names[i])),
           label(story, "the same with one and two threads"));
  }
}

static void
test_seed(const char* story)
{
  ElaraOptions options = silent();
  options.seed = 2;
  score(&options, example(story), folder_path("%s-seed", story));
  TAP_OK(!file_same(folder_path("%s/%s.mid", story, story),
                    folder_path("%s-seed/%s.mid", story, story)),
         label(story, "another seed, another score"));
}

static void
test_plan_back(const char* story)
{
  const ElaraOptions options = silent();
  const char* const dir = folder_path("%s-back", story);
  TAP_EQ_I(score(&options, folder_path("%s/plan.json", story), dir), 0,
           label(story, "its plan can be given back"));
  TAP_OK(file_same(folder_path("%s/%s.mid", story, story),
                   folder_path("%s-back/plan.mid", story)),
         label(story, "its plan gives the same music"));
  TAP_OK(file_same(folder_path("%s/%s.musicxml", story, story),
                   folder_path("%s-back/plan.musicxml", story)),
         label(story, "its plan gives the same pages"));
  TAP_OK(file_same(folder_path("%s/plan.json", story),
                   folder_path("%s-back/plan.json", story)),
         label(story, "its plan is written as it was read"));
  TAP_OK(!tap_exists(folder_path("%s-back/story.json", story)),
         label(story, "a plan alone has no story to write"));
}

// A plan whose last cue wants another reading.
static void
test_reroll(const char* story)
{
  json_t* const plan =
      json_load_file(folder_path("%s/plan.json", story), 0, NULL);
  json_t* const cues = json_object_get(plan, "cues");
  json_t* const last = json_array_get(cues, json_array_size(cues) - 1);
  json_object_set_new(last, "reroll", json_integer(1));
  json_dump_file(plan, folder_path("edited.json"), JSON_INDENT(1));
  json_decref(plan);
  const ElaraOptions options = silent();
  TAP_EQ_I(score(&options, folder_path("edited.json"), folder_path("rerolled")),
           0, label(story, "an edited plan is scored"));
  TAP_OK(!file_same(folder_path("%s/%s.mid", story, story),
                    folder_path("rerolled/edited.mid")),
         label(story, "a cue with another reroll sounds another way"));
}

// --- papers as JSON

static int
has_number(const json_t* object, const char* key)
{
  return json_is_number(json_object_get(object, key));
}

static int
has_text(const json_t* object, const char* key)
{
  const char* const text = json_string_value(json_object_get(object, key));
  return text && text[0];
}

static void
check_people(json_t* people, const char* story)
{
  int bad = 0;
  size_t i;
  json_t* person;
  json_array_foreach(people, i, person)
  {
    bad += !has_text(person, "name") || !has_number(person, "speeches") ||
           !has_number(person, "words");
  }
  TAP_OK(json_array_size(people) >= 2, label(story, "there are people"));
  TAP_EQ_I(bad, 0, label(story, "people have name, speeches and words"));
}

static void
check_scenes(json_t* scenes, double length, const char* story)
{
  int bad = 0;
  double last = 0.0;
  size_t i;
  json_t* scene;
  json_array_foreach(scenes, i, scene)
  {
    const double start = json_number_value(json_object_get(scene, "start_s"));
    const double end = json_number_value(json_object_get(scene, "end_s"));
    bad += !has_text(scene, "heading") || !has_number(scene, "line");
    bad += fabs(start - last) > 1e-6 || end <= start;
    last = end;
  }
  TAP_OK(json_array_size(scenes) >= 3, label(story, "there are scenes"));
  TAP_EQ_I(bad, 0, label(story, "scenes have heading and line, and tile"));
  TAP_NEAR(last, length, 1e-6, label(story, "scenes end with the story"));
}

static void
test_story_json(const char* story)
{
  const ElaraOptions options = elara_options();
  ElaraProject* const project = elara_project_new(&options);
  const char* const text = elara_story_json(project, example(story));
  json_t* const json = text ? json_loads(text, 0, NULL) : NULL;
  TAP_OK(json != NULL, label(story, "story is JSON"));
  check_people(json_object_get(json, "people"), story);
  check_scenes(json_object_get(json, "scenes"),
               json_number_value(json_object_get(json, "length_s")), story);
  json_decref(json);
  const char* const plan = elara_plan_json(project, example(story));
  const Bytes file = file_read(folder_path("%s/plan.json", story));
  TAP_OK(plan && file.bytes && strcmp(plan, file.bytes) == 0,
         label(story, "plan as JSON is the plan that is written"));
  free(file.bytes);
  elara_project_free(project);
}

static void
test_compose_json(const char* story)
{
  ElaraProject* projects[2];
  const char* texts[2];
  for (int i = 0; i < 2; i++) {
    ElaraOptions options = elara_options();
    options.threads = i ? 4 : 1;
    projects[i] = elara_project_new(&options);
    texts[i] = elara_compose_json(projects[i], example(story));
  }
  TAP_OK(texts[0] && texts[1] && strcmp(texts[0], texts[1]) == 0,
         label(story, "the sketch is the same on one thread and on four"));
  elara_project_free(projects[0]);
  elara_project_free(projects[1]);
}

// --- options

static double
plan_length_s(const char* path)
{
  json_t* const plan = json_load_file(path, 0, NULL);
  const double length = json_number_value(json_object_get(plan, "length_s"));
  json_decref(plan);
  return length;
}

static double
story_length_s(const ElaraOptions* options, const char* story)
{
  ElaraProject* const project = elara_project_new(options);
  const char* const text = elara_story_json(project, example(story));
  json_t* const json = text ? json_loads(text, 0, NULL) : NULL;
  const double length = json_number_value(json_object_get(json, "length_s"));
  json_decref(json);
  elara_project_free(project);
  return length;
}

static void
test_length(void)
{
  ElaraOptions options = silent();
  const double usual = story_length_s(&options, "the-well");
  options.pace = 2.0;
  TAP_NEAR(story_length_s(&options, "the-well") / usual, 2.0, 1e-6,
           "a pace of 2 is twice as long");
  options.pace = 1.0;
  options.length_s = 60.0;
  TAP_NEAR(story_length_s(&options, "the-well"), 56.0, 1e-6,
           "a minute leaves four seconds for the last echo");
  score(&options, example("the-well"), folder_path("minute"));
  const double planned = plan_length_s(folder_path("minute/plan.json"));
  TAP_NEAR(planned, 60.0, 1e-6, "the score lasts exactly a minute");
}

typedef struct {
  int calls, backwards, outside;
  double last, stop_at;
} Watch;

static int
watch(void* data, const char* stage, double done)
{
  Watch* const w = (Watch*)data;
  w->calls++;
  w->backwards += done < w->last;
  w->outside += !stage || !stage[0] || done < 0.0 || done > 1.0;
  w->last = done;
  return done >= w->stop_at;
}

static void
test_progress(void)
{
  Watch all = {.stop_at = 2.0};
  ElaraOptions options = silent();
  options.progress = watch;
  options.progress_data = &all;
  TAP_EQ_I(score(&options, example("the-well"), folder_path("watched")), 0,
           "scored with somebody watching");
  TAP_OK(all.calls > 3, "progress is told");
  TAP_EQ_I(all.backwards, 0, "progress never goes back");
  TAP_EQ_I(all.outside, 0, "progress has a name and lies in 0..1");
  TAP_NEAR(all.last, 1.0, 1e-9, "progress ends at 1");
  Watch some = {.stop_at = 0.05};
  options.progress_data = &some;
  TAP_EQ_I(score(&options, example("the-well"), folder_path("stopped")), 1,
           "progress can cancel");
  TAP_EQ_I(folder_each(folder_path("stopped"), NULL), 0,
           "what was cancelled wrote nothing");
}

int
main(void)
{
  tap_begin("studio: the whole way, without sound");
  if (!TAP_OK(folder_begin(), "a folder to write to")) return tap_end();
  elara_project_free(NULL);
  for (int i = 0; i < STORIES; i++) {
    test_files(stories[i]);
    test_cues(stories[i]);
    test_hits(stories[i]);
    test_same(stories[i]);
    test_seed(stories[i]);
    test_plan_back(stories[i]);
    test_reroll(stories[i]);
    test_story_json(stories[i]);
    test_compose_json(stories[i]);
  }
  test_summary();
  test_length();
  test_progress();
  folder_end();
  return tap_end();
}
