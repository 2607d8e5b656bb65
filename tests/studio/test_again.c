// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A story scored again into the same folder: one cue read anew and nothing
// else moved, cues that are locked or kept while the script changes, a tempo
// edited by hand, and a score that goes on after the story.

#include "elara/elara.h"
#include "folder.h"

#include <jansson.h>

#define STORY "crimson-echoes"

static ElaraOptions
silent(void)
{
  ElaraOptions options = elara_options();
  options.audio = 0;
  return options;
}

static char message_[8192]; // of the last score, all of them

static int
score(const ElaraOptions* options, const char* input, const char* dir)
{
  ElaraProject* const project = elara_project_new(options);
  const int failed = elara_score_story(project, input, dir);
  message_[0] = '\0';
  for (size_t i = 0; i < elara_message_count(project); i++) {
    strncat(message_, elara_message(project, i),
            sizeof message_ - strlen(message_) - 2);
    strcat(message_, "\n");
  }
  elara_project_free(project);
  return failed;
}

static const char*
script(void)
{
  return tap_path("examples/" STORY ".fountain");
}

static json_t*
plan_in(const char* dir)
{
  return json_load_file(folder_path("%s/plan.json", dir), 0, NULL);
}

static json_t*
cue_at(const json_t* plan, size_t index)
{
  return json_array_get(json_object_get(plan, "cues"), index);
}

static json_t*
cue_of_key(const json_t* plan, const char* key)
{
  size_t i;
  json_t* cue;
  json_array_foreach(json_object_get(plan, "cues"), i, cue)
  {
    if (!strcmp(json_string_value(json_object_get(cue, "key")), key))
      return cue;
  }
  return NULL;
}

static double
number(const json_t* object, const char* key)
{
  return json_number_value(json_object_get(object, key));
}

// --- one cue read anew

// Lines of A and B that differ.
static int
lines_apart(const char* a, const char* b)
{
  int apart = 0;
  while (*a && *b) {
    const size_t n = strcspn(a, "\n");
    const size_t m = strcspn(b, "\n");
    apart += n != m || memcmp(a, b, n) != 0;
    a += n + (a[n] != '\0');
    b += m + (b[m] != '\0');
  }
  return apart + (*a != *b);
}

// The notes of a MusicXML file, measure by measure over all parts: a sum of
// each <note>, whatever is printed beside it.
typedef struct {
  unsigned long long* sums;
  size_t count;
} Notes;

static Notes
notes_of(const char* path, size_t measures)
{
  Notes notes = {(unsigned long long*)calloc(measures, sizeof(long long)),
                 measures};
  const Bytes file = file_read(path);
  size_t measure = 0;
  for (const char* p = file.bytes; p && *p; p++) {
    if (!strncmp(p, "<measure number=\"", 17))
      measure = strtoul(p + 17, NULL, 10);
    if (strncmp(p, "<pitch>", 7) != 0) continue;
    const char* const end = strstr(p, "</note>");
    unsigned long long sum = 1469598103934665603u;
    for (; p < end; p++)
      sum = (sum ^ (unsigned char)*p) * 1099511628211u;
    if (measure >= 1 && measure <= measures)
      notes.sums[measure - 1] = notes.sums[measure - 1] * 31 + sum;
  }
  free(file.bytes);
  return notes;
}

static void
test_reroll(void)
{
  ElaraOptions options = silent();
  TAP_EQ_I(score(&options, script(), folder_path("a")), 0, "scored");
  score(&options, script(), folder_path("b"));
  options.only = "1m3";
  options.reroll = 2;
  TAP_EQ_I(score(&options, script(), folder_path("b")), 0, "one cue again");
  const Bytes x = file_read(folder_path("a/plan.json"));
  const Bytes y = file_read(folder_path("b/plan.json"));
  TAP_EQ_I(lines_apart(x.bytes, y.bytes), 1, "one line of the plan differs");
  json_t* const plan = plan_in("b");
  json_t* const cue = cue_at(plan, 2);
  TAP_EQ_I(number(cue, "reroll"), 2, "it is the reroll of the cue");
  const size_t bars = json_array_size(json_object_get(plan, "bars"));
  const size_t first = (size_t)number(cue, "first_bar");
  const size_t last = first + (size_t)number(cue, "bar_count");
  const Notes a = notes_of(folder_path("a/" STORY ".musicxml"), bars);
  const Notes b = notes_of(folder_path("b/" STORY ".musicxml"), bars);
  int inside = 0, outside = 0;
  for (size_t i = 0; i < bars; i++) {
    if (i >= first && i < last) {
      inside += a.sums[i] != b.sums[i];
    } else {
      outside += a.sums[i] != b.sums[i];
    }
  }
  TAP_OK(inside * 2 > (int)(last - first), "its bars have other notes");
  TAP_EQ_I(outside, 0, "no other bar has");
  options.reroll = 0;
  score(&options, script(), folder_path("b"));
  TAP_OK(
      file_same(folder_path("a/" STORY ".mid"), folder_path("b/" STORY ".mid")),
      "its first reading is the first score");
  options.reroll = -1;
  score(&options, script(), folder_path("b"));
  json_t* const next = plan_in("b");
  TAP_EQ_I(number(cue_at(next, 2), "reroll"), 1, "without a number: the next");
  free(a.sums);
  free(b.sums);
  free(x.bytes);
  free(y.bytes);
  json_decref(plan);
  json_decref(next);
}

static void
test_names(void)
{
  static const char* const good[] = {"3", "1m3", "1M3", "the omnibus",
                                     "1m3 The Omnibus"};
  ElaraOptions options = silent();
  options.reroll = 0;
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    options.only = good[i];
    TAP_EQ_I(score(&options, script(), folder_path("a")), 0, good[i]);
  }
  options.only = "1m33";
  TAP_EQ_I(score(&options, script(), folder_path("a")), 1, "no such cue");
  TAP_OK(strstr(message_, "\"1m33\"") && strstr(message_, "1m3 The Omnibus") &&
             strstr(message_, "3m5"),
         "the message lists those that there are");
  options.only = NULL;
  options.lock = "1m3,nobody";
  TAP_EQ_I(score(&options, script(), folder_path("a")), 1, "nor to be locked");
  TAP_OK(strstr(message_, "\"nobody\"") != NULL, "and it says which");
}

// --- another script, the same folder

// The script with IN before the Nth heading; in a folder of its own, under
// its own name.
static const char*
edited_script(int nth, const char* in)
{
  const Bytes file = file_read(script());
  const char* at = file.bytes;
  for (int i = 0; i < nth; i++)
    at = strstr(at + 1, "\nINT. ");
  char* const text = (char*)malloc(file.count + strlen(in) + 1);
  const size_t n = (size_t)(at - file.bytes) + 1;
  memcpy(text, file.bytes, n);
  strcpy(text + n, in);
  strcat(text, at + 1);
  const char* const path = folder_path(STORY ".fountain");
  file_write(path, text, strlen(text));
  free(text);
  free(file.bytes);
  return path;
}

static int
same_but_for_place(const json_t* a, const json_t* b)
{
  static const char* const fields[] = {"mood",  "bpm",   "beats", "bar_count",
                                       "tonic", "reach", "reroll"};
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
    if (!json_equal(json_object_get(a, fields[i]),
                    json_object_get(b, fields[i])))
      return 0;
  }
  return 1;
}

static const char new_scene[] = "INT. LIGHTHOUSE - NIGHT\n\nThe lamp turns. "
                                "Nobody is there to see it.\n\n";

static void
test_locked(void)
{
  ElaraOptions options = silent();
  options.lock = "2m1,Under the Ice,";
  TAP_EQ_I(score(&options, script(), folder_path("c")), 0, "two cues locked");
  options.only = "2m1";
  options.reroll = 4;
  options.lock = NULL;
  score(&options, script(), folder_path("c"));
  json_t* const before = plan_in("c");
  options = silent();
  const char* const other = edited_script(2, new_scene);
  TAP_EQ_I(score(&options, other, folder_path("c")), 0, "another script");
  json_t* const after = plan_in("c");
  int kept = 0, locked = 0;
  size_t i;
  json_t* cue;
  json_array_foreach(json_object_get(before, "cues"), i, cue)
  {
    if (number(cue, "locked") < 1.0) continue;
    const json_t* const now =
        cue_of_key(after, json_string_value(json_object_get(cue, "key")));
    kept += now && same_but_for_place(cue, now) &&
            number(now, "start_s") > number(cue, "start_s");
    locked += now && number(now, "locked") == 1;
  }
  TAP_EQ_I(kept, 2, "they moved, and stayed as they were");
  TAP_EQ_I(locked, 2, "they are still locked");
  json_decref(before);
  json_decref(after);
}

static void
test_keep(void)
{
  ElaraOptions options = silent();
  score(&options, script(), folder_path("d"));
  json_t* const before = plan_in("d");
  const size_t cues = json_array_size(json_object_get(before, "cues"));
  options.keep = 1;
  score(&options, edited_script(3, new_scene), folder_path("d"));
  json_t* const after = plan_in("d");
  size_t kept = 0;
  size_t i;
  json_t* cue;
  json_array_foreach(json_object_get(before, "cues"), i, cue)
  {
    const json_t* const now =
        cue_of_key(after, json_string_value(json_object_get(cue, "key")));
    kept += now && same_but_for_place(cue, now);
  }
  printf("# %zu of %zu cues kept\n", kept, cues);
  TAP_OK(kept + 2 >= cues, "a scene more changes two cues at most");
  json_decref(before);
  json_decref(after);
}

static void
test_other_folder(void)
{
  const ElaraOptions options = silent();
  file_write(folder_path("a/plan.json"), "{ this is no plan", 17);
  TAP_EQ_I(score(&options, script(), folder_path("a")), 0,
           "a broken plan in the folder stops nothing");
  TAP_OK(strstr(message_, "plan.json") && strstr(message_, "warning"),
         "but it is said");
  score(&options, tap_path("examples/the-well.fountain"), folder_path("a"));
  TAP_OK(!strstr(message_, "locked"), "another story's plan is no matter");
}

// --- by hand

static void
test_bpm(void)
{
  const ElaraOptions options = silent();
  json_t* const plan = plan_in("d");
  json_t* const cue = cue_at(plan, 1);
  const double wanted = number(cue, "bpm") * 1.25;
  const double bars = number(cue, "bar_count");
  json_object_set_new(cue, "bpm", json_real(wanted));
  json_dump_file(plan, folder_path("faster.json"), JSON_INDENT(1));
  TAP_EQ_I(score(&options, folder_path("faster.json"), folder_path("e")), 0,
           "a plan with another bpm is scored");
  json_t* const after = plan_in("e");
  TAP_NEAR(number(cue_at(after, 1), "bpm") / wanted, 1.0, .09,
           "the cue has the tempo");
  TAP_OK(number(cue_at(after, 1), "bar_count") > bars, "and more bars");
  TAP_NEAR(number(after, "length_s"), number(plan, "length_s"), 1e-9,
           "the score is as long");
  json_decref(plan);
  json_decref(after);
}

// --- after the story

static void
test_beyond(void)
{
  ElaraOptions options = silent();
  options.length_s = 1200.5;
  ElaraProject* const project = elara_project_new(&options);
  TAP_EQ_I(elara_score_story(project,
                             tap_path("examples/the-understudy.fountain"),
                             folder_path("f")),
           0, "a short story, scored for twenty minutes");
  const ElaraSummary s = elara_summary(project);
  TAP_NEAR(s.length_s, 1200.5, 1e-9, "as long as it is to be");
  TAP_OK(s.told_s < 300.0, "the story keeps its own time");
  TAP_OK(s.movements >= 2, "movements follow it");
  TAP_OK(s.music_s > 1000.0, "which are music");
  elara_project_free(project);
  TAP_EQ_I(score(&options, folder_path("f/plan.json"), folder_path("g")), 0,
           "its plan is given back");
  TAP_OK(
      file_same(folder_path("f/the-understudy.mid"), folder_path("g/plan.mid")),
      "and gives the same music");
  options.length_s = 200.0;
  score(&options, tap_path("examples/the-understudy.fountain"),
        folder_path("h"));
  json_t* const plan = plan_in("h");
  TAP_NEAR(number(plan, "story_end_s"), 200.0, 1e-9,
           "a little longer: the story is told slower");
  json_decref(plan);
}

int
main(void)
{
  tap_begin("scored again");
  if (!folder_begin()) return 1;
  test_reroll();
  test_names();
  test_locked();
  test_keep();
  test_bpm();
  test_other_folder();
  test_beyond();
  folder_end();
  return tap_end();
}
