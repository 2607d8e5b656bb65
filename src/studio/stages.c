// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The stages between a script and a take, each timed, each announced.

#include "compose/compose.h"
#include "orchestrate/orchestrate.h"
#include "perform/perform.h"
#include "plan/plan.h"
#include "story/story.h"
#include "studio/room.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#define LARGEST_SCRIPT ((size_t)32 << 20)

double
elara_studio_clock_s(void)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

int
elara_studio_progress(ElaraProject* project, const char* stage, double done)
{
  const ElaraOptions* const o = &project->options;
  const double whole =
      project->stage_from + done * (project->stage_to - project->stage_from);
  return o->progress ? o->progress(o->progress_data, stage, whole) : 0;
}

int
elara_studio_stage(ElaraProject* project,
                   const char* stage,
                   double from,
                   double to)
{
  project->stage_from = from;
  project->stage_to = to;
  return elara_studio_progress(project, stage, 0.0);
}

void
elara_papers_free(Papers* papers)
{
  elara_take_free(papers->take);
  elara_score_free(papers->score);
  elara_sketch_free(papers->sketch);
  elara_plan_free(papers->plan);
  elara_plan_free(papers->before);
  elara_theme_book_free(papers->book);
  elara_story_free(papers->story);
  elara_cut_free(papers->cut);
  elara_text_clear(&papers->told);
  *papers = (Papers){0};
}

static ElaraStatus
open_file(ElaraProject* project, const char* path, ElaraFile* file)
{
  const ElaraStatus status = elara_file_read(path, LARGEST_SCRIPT, file);
  if (status == ELARA_IO_ERROR) {
    elara_diag(project->diags, ELARA_DIAG_ERROR, path, 0, 0,
               "check the name and that you may read it", "cannot read: %s",
               strerror(errno));
  } else if (status == ELARA_BAD_INPUT) {
    elara_diag(project->diags, ELARA_DIAG_ERROR, path, 0, 0,
               "is it a script? the longest film script is far below 1 MB",
               "larger than 32 MB");
  }
  return status;
}

// An exact length holds the last echo too: the story leaves it four seconds.
static double
tail_s(const ElaraProject* project)
{
  const double quarter = project->options.length_s / 4.0;
  return quarter < 4.0 ? quarter : 4.0;
}

// The book of the options; but what stays of an earlier plan stays with the
// book that this plan was made with.
static ElaraStatus
choose_book(ElaraProject* project, Papers* papers, ElaraThemeBook* kept)
{
  const char* const path = project->options.themes;
  const ElaraPlan* const before = papers->before;
  if (before) {
    *kept = (ElaraThemeBook){.title = "", .count = before->book_count};
    kept->themes =
        elara_arena_array(project->arena, kept->count, sizeof *kept->themes);
    ELARA_TRY_PTR(kept->themes);
    for (size_t i = 0; i < kept->count; i++)
      kept->themes[i] = before->book[i];
    if (path) {
      elara_diag(project->diags, ELARA_DIAG_WARNING, path, 0, 0,
                 "score into another folder to take up these themes",
                 "cues stay as they were, and so do their themes: this book is "
                 "not read");
    }
    return ELARA_OK;
  }
  return path ? elara_studio_book(project, path, &papers->book) : ELARA_OK;
}

static ElaraStatus
make_plan(ElaraProject* project, Papers* papers)
{
  ElaraThemeBook kept = {0};
  ELARA_TRY(choose_book(project, papers, &kept));
  if (elara_studio_stage(project, "planning", .01, .02)) return ELARA_CANCELLED;
  const double start = elara_studio_clock_s();
  ElaraPlanConfig config = elara_plan_config();
  config.seed = project->options.seed;
  if (project->options.length_s > 0.0) {
    config.tail_s = tail_s(project);
    config.length = elara_time_from_s(project->options.length_s);
  }
  config.before = papers->before;
  config.keep = project->options.keep;
  config.book = papers->book ? papers->book : &kept;
  config.cut = papers->cut;
  const ElaraStatus status =
      elara_plan_make(papers->story, &config, project->diags, &papers->plan);
  project->summary.plan_s = elara_studio_clock_s() - start;
  return status;
}

// Up to this many times its estimated length a story is played slower; beyond
// it, it keeps its own time, and a symphony on its themes follows.
#define STRETCH_MOST 1.5
#define SYMPHONY_LEAST_S 60.0

// True when the length asked for is more than the story can fill.
static int
goes_beyond(const ElaraProject* project,
            const char* path,
            const ElaraFile* file,
            const ElaraStoryConfig* own)
{
  const double wanted = project->options.length_s - tail_s(project);
  ElaraStory* story = NULL;
  if (wanted < SYMPHONY_LEAST_S ||
      elara_story_from_text(path, (const char*)file->bytes, file->count, own,
                            NULL, &story) != ELARA_OK) {
    return 0;
  }
  const double length = elara_time_s(story->length);
  elara_story_free(story);
  return wanted > STRETCH_MOST * length &&
         wanted > length + tail_s(project) + SYMPHONY_LEAST_S;
}

static ElaraStatus
open_subtitles(ElaraProject* project, ElaraFile* file, ElaraStoryConfig* config)
{
  const char* const path = project->options.subtitles;
  *file = (ElaraFile){0};
  if (!path) return ELARA_OK;
  ELARA_TRY(open_file(project, path, file));
  config->subtitles_name = path;
  config->subtitles = (const char*)file->bytes;
  config->subtitles_count = file->count;
  return ELARA_OK;
}

// A script on a film is read twice: first to know how long its scenes should
// be, then, when they are placed, to tell it in the film's time. FILE is NULL
// for a film without a script.
static ElaraStatus
read_with(ElaraProject* project,
          const char* path,
          const ElaraFile* file,
          ElaraStoryConfig* config,
          Papers* papers)
{
  if (!file) return elara_studio_tell(project, config, papers);
  const char* const text = (const char*)file->bytes;
  ElaraDiags* const diags = project->diags;
  if (papers->cut) {
    ELARA_TRY(elara_story_from_text(path, text, file->count, config, diags,
                                    &papers->story));
    ELARA_TRY(elara_studio_lay(project, papers));
    elara_story_free(papers->story);
    papers->story = NULL;
    config->cut = papers->cut;
    // What there is to say about the script has been said.
    return elara_story_from_text(path, text, file->count, config, NULL,
                                 &papers->story);
  }
  if (project->options.length_s > 0.0 &&
      !goes_beyond(project, path, file, config)) {
    config->length =
        elara_time_from_s(project->options.length_s - tail_s(project));
  }
  return elara_story_from_text(path, text, file->count, config, diags,
                               &papers->story);
}

static ElaraStatus
read_script(ElaraProject* project,
            const char* path,
            const ElaraFile* file,
            Papers* papers)
{
  const double start = elara_studio_clock_s();
  ElaraStoryConfig config = elara_story_config();
  ElaraFile subtitles;
  config.pace = project->options.pace;
  ELARA_TRY(elara_studio_feelings(project, &config.table));
  ELARA_TRY(open_subtitles(project, &subtitles, &config));
  const ElaraStatus status = read_with(project, path, file, &config, papers);
  elara_file_clear(&subtitles);
  project->summary.story_s = elara_studio_clock_s() - start;
  if (status == ELARA_OK) {
    project->summary.scenes = papers->story->scene_count;
    project->summary.time_error = papers->story->time_error;
  }
  return status;
}

static int
ends_with(const char* text, const char* end)
{
  const size_t a = strlen(text);
  const size_t b = strlen(end);
  return a >= b && strcmp(text + a - b, end) == 0;
}

static int
any_locked(const ElaraPlan* plan)
{
  for (size_t i = 0; i < plan->cue_count; i++) {
    if (plan->cues[i].locked) return 1;
  }
  return 0;
}

// The plan of the last time as it is, but for one cue. When the script is
// another now, it has no report.
static void
take_before(ElaraProject* project, Papers* papers)
{
  papers->plan = papers->before;
  papers->before = NULL;
  if (elara_studio_is_of(papers->plan, papers->story)) return;
  elara_diag(project->diags, ELARA_DIAG_WARNING, papers->plan->source_name, 0,
             0, "score it without --only first",
             "the script has changed since its plan was made: the old plan is "
             "played, without a report");
  elara_story_free(papers->story);
  papers->story = NULL;
}

static ElaraStatus
plan_script(ElaraProject* project,
            const char* path,
            const char* dir,
            Papers* papers)
{
  if (dir) ELARA_TRY(elara_studio_before(project, path, dir, &papers->before));
  const int again = papers->before != NULL;
  if (again && project->options.only) {
    take_before(project, papers);
    return ELARA_OK;
  }
  if (again && !project->options.keep && !any_locked(papers->before)) {
    elara_plan_free(papers->before);
    papers->before = NULL;
  }
  if (papers->before) elara_studio_note_seed(project, papers->before);
  ELARA_TRY(make_plan(project, papers));
  return again ? ELARA_OK : elara_studio_lock(project, papers->plan);
}

static ElaraStatus
read_edited(ElaraProject* project,
            const char* path,
            const ElaraFile* file,
            Papers* papers)
{
  if (project->options.themes) {
    elara_diag(project->diags, ELARA_DIAG_WARNING, project->options.themes, 0,
               0, "give the script that the plan was made from",
               "%s has its themes already: this book is not read", path);
  }
  if (project->options.picture) {
    elara_diag(project->diags, ELARA_DIAG_WARNING, project->options.picture, 0,
               0, "give the script that the plan was made from",
               "%s has its times already: this film is not watched", path);
  }
  ELARA_TRY(elara_plan_read(path, (const char*)file->bytes, file->count,
                            project->diags, &papers->plan));
  ELARA_TRY(elara_studio_lock(project, papers->plan));
  ELARA_TRY(elara_plan_relay(papers->plan, project->diags));
  return elara_plan_check(papers->plan, project->diags);
}

ElaraStatus
elara_studio_read_story(ElaraProject* project, const char* path, Papers* papers)
{
  if (elara_studio_stage(project, "reading", 0.0, .5)) return ELARA_CANCELLED;
  ElaraFile file;
  ELARA_TRY(open_file(project, path, &file));
  const ElaraStatus status =
      ends_with(path, ".json")
          ? elara_story_read(path, (const char*)file.bytes, file.count,
                             project->diags, &papers->story)
          : read_script(project, path, &file, papers);
  elara_file_clear(&file);
  if (status == ELARA_BAD_INPUT && ends_with(path, ".json")) {
    elara_diag(project->diags, ELARA_DIAG_ERROR, path, 0, 0,
               "give a script, or what elara story printed of it",
               "this is no story");
  }
  return status;
}

static ElaraStatus
read_film(ElaraProject* project,
          const char* path,
          const char* dir,
          Papers* papers,
          int want_plan)
{
  project->options.picture = path;
  ELARA_TRY(elara_studio_see(project, dir, papers));
  ELARA_TRY(read_script(project, path, NULL, papers));
  return want_plan
             ? plan_script(project, papers->story->source_name, dir, papers)
             : ELARA_OK;
}

static ElaraStatus
read_text(ElaraProject* project,
          const char* path,
          const char* dir,
          Papers* papers,
          int want_plan)
{
  ElaraFile file;
  ELARA_TRY(open_file(project, path, &file));
  ElaraStatus status = ELARA_OK;
  if (ends_with(path, ".json")) {
    status = read_edited(project, path, &file, papers);
  } else {
    status = elara_studio_see(project, dir, papers);
    if (status == ELARA_OK) status = read_script(project, path, &file, papers);
    if (status == ELARA_OK && want_plan)
      status = plan_script(project, path, dir, papers);
  }
  elara_file_clear(&file);
  return status;
}

ElaraStatus
elara_studio_read(ElaraProject* project,
                  const char* path,
                  const char* dir,
                  Papers* papers,
                  int want_plan)
{
  if (elara_studio_stage(project, "reading", 0.0, .01)) return ELARA_CANCELLED;
  project->summary.shots = 0;
  const ElaraStatus status =
      elara_studio_is_film(path)
          ? read_film(project, path, dir, papers, want_plan)
          : read_text(project, path, dir, papers, want_plan);
  if (status == ELARA_OK && papers->plan)
    return elara_studio_reroll(project, papers->plan);
  return status;
}

ElaraStatus
elara_studio_compose(ElaraProject* project, Papers* papers)
{
  if (elara_studio_stage(project, "composing", .02, .05))
    return ELARA_CANCELLED;
  const double start = elara_studio_clock_s();
  ElaraComposeConfig config = elara_compose_config();
  config.threads = project->options.threads;
  const ElaraStatus status =
      elara_compose(papers->plan, &config, project->diags, &papers->sketch);
  project->summary.compose_s = elara_studio_clock_s() - start;
  return status;
}

static ElaraStatus
orchestrate(ElaraProject* project, Papers* papers)
{
  const double start = elara_studio_clock_s();
  const ElaraOrchestrateConfig config = elara_orchestrate_config();
  const ElaraStatus status = elara_orchestrate(
      papers->sketch, papers->plan, &config, project->diags, &papers->score);
  project->summary.orchestrate_s = elara_studio_clock_s() - start;
  return status;
}

static ElaraStatus
perform(ElaraProject* project, Papers* papers)
{
  const double start = elara_studio_clock_s();
  ElaraPerformConfig config = elara_perform_config();
  config.seed = papers->plan->seed;
  const ElaraStatus status =
      elara_perform(papers->score, papers->plan, papers->sketch, &config,
                    project->diags, &papers->take);
  project->summary.perform_s = elara_studio_clock_s() - start;
  return status;
}

ElaraStatus
elara_studio_write_notes(ElaraProject* project, Papers* papers)
{
  ELARA_TRY(elara_studio_compose(project, papers));
  if (elara_studio_stage(project, "orchestrating", .05, .07))
    return ELARA_CANCELLED;
  ELARA_TRY(orchestrate(project, papers));
  if (elara_studio_stage(project, "rehearsing", .07, .1))
    return ELARA_CANCELLED;
  return perform(project, papers);
}
