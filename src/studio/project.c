// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// include/elara/elara.h, implemented: the only file that wires every room.

#include "elara/elara.h"

#include "export/export.h"
#include "notation/notation.h"
#include "perform/midi_read.h"
#include "story/story.h"
#include "studio/room.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char*
elara_version(void)
{
  return "0.1.0";
}

ElaraOptions
elara_options(void)
{
  return (ElaraOptions){.seed = 1,
                        .pace = 1.0,
                        .rate = 48000,
                        .loudness_lufs = -23.0,
                        .bits = 24,
                        .reroll = -1,
                        .audio = 1};
}

ElaraProject*
elara_project_new(const ElaraOptions* options)
{
  ElaraProject* const project = (ElaraProject*)calloc(1, sizeof(ElaraProject));
  if (!project) return NULL;
  project->options = *options;
  project->arena = elara_arena_new();
  project->diags = elara_diags_new();
  if (project->arena && project->diags) return project;
  elara_project_free(project);
  return NULL;
}

void
elara_project_free(ElaraProject* project)
{
  if (!project) return;
  elara_arena_free(project->arena);
  elara_diags_free(project->diags);
  elara_text_clear(&project->json);
  elara_studio_forget_review(project);
  free(project);
}

ElaraSummary
elara_summary(const ElaraProject* project)
{
  return project->summary;
}

size_t
elara_message_count(const ElaraProject* project)
{
  return elara_diags_count(project->diags);
}

const char*
elara_message(const ElaraProject* project, size_t index)
{
  const ElaraDiag* const d = elara_diags_at(project->diags, index);
  if (!d) return "";
  static const char* const kinds[] = {"note: ", "warning: ", ""};
  char place[48] = "";
  if (d->line > 0)
    snprintf(place, sizeof place, ":%d:%d", d->line,
             d->column > 0 ? d->column : 1);
  const char* const text = elara_arena_printf(
      project->arena, "%s%s%s%s%s%s%s", d->file, place, d->file[0] ? ": " : "",
      kinds[d->level], d->what, d->hint[0] ? "; " : "", d->hint);
  return text ? text : "";
}

// A status that came without an explanation still gets one.
int
elara_studio_finish(ElaraProject* project, ElaraStatus status, const char* path)
{
  if (status == ELARA_OK) return 0;
  if (elara_diags_at_least(project->diags, ELARA_DIAG_ERROR) == 0) {
    elara_diag(project->diags, ELARA_DIAG_ERROR, path, 0, 0, "try again", "%s",
               elara_status_text(status));
  }
  return 1;
}

// --- the whole way
// --------------------------------------------------------------

static void
count_notes(ElaraProject* project, const Papers* papers)
{
  ElaraSummary* const s = &project->summary;
  s->length_s = elara_time_s(papers->plan->length);
  s->told_s = elara_time_s(papers->plan->story_end);
  s->cues = papers->plan->cue_count;
  s->themes = papers->plan->theme_count;
  s->hits = papers->plan->hit_count;
  s->parts = papers->score->part_count;
  s->music_s = 0.0;
  s->notes = 0;
  s->movements = 0;
  for (size_t i = 0; i < papers->plan->cue_count; i++) {
    if ((size_t)papers->plan->cues[i].movement > s->movements)
      s->movements = (size_t)papers->plan->cues[i].movement;
    s->music_s +=
        elara_time_s(papers->plan->cues[i].end - papers->plan->cues[i].start);
  }
  for (size_t i = 0; i < papers->score->part_count; i++) {
    s->notes += papers->score->parts[i].note_count;
  }
  const ElaraTempoMap played = {papers->take->tempo, papers->take->tempo_count};
  s->worst_hard_hit_ms = 0.0;
  for (size_t i = 0; i < papers->plan->hit_count; i++) {
    const ElaraHit* const hit = &papers->plan->hits[i];
    const double error =
        1000.0 *
        elara_time_s(elara_tempo_map_time(&played, hit->tick) - hit->time);
    if (hit->hard && fabs(error) > s->worst_hard_hit_ms)
      s->worst_hard_hit_ms = fabs(error);
  }
}

static void
count_loudness(ElaraProject* project, const ElaraStems* stems)
{
  ElaraSummary* const s = &project->summary;
  const ElaraTarget target = elara_studio_target(project);
  s->target = target.name;
  s->target_lufs = target.lufs;
  s->ceiling_dbtp = target.ceiling_dbtp;
  s->integrated_lufs = stems->integrated_lufs;
  s->true_peak_dbtp = stems->true_peak_dbtp;
  s->loudness_range_lu = stems->loudness_range_lu;
}

static ElaraStatus
record(ElaraProject* project, Papers* papers, const char* dir, Outputs* outputs)
{
  const char* const path =
      elara_path_join(project->arena, dir, project->sound_name);
  const char* const stems = elara_path_join(project->arena, dir, "stems");
  if (!path || !stems) return ELARA_NO_MEMORY;
  if (elara_studio_stage(project, "recording", .1, project->film ? .85 : .97))
    return ELARA_CANCELLED;
  const double start = elara_studio_clock_s();
  ELARA_TRY(elara_studio_record(project, papers->take, path,
                                project->options.stems ? stems : NULL, outputs,
                                &papers->stems));
  project->summary.sound_s = elara_studio_clock_s() - start;
  count_loudness(project, &papers->stems);
  project->summary.audio_path = path;
  return ELARA_OK;
}

static ElaraStatus
engrave(ElaraProject* project,
        const Papers* papers,
        const char* stem,
        const char* dir,
        Outputs* outputs)
{
  const char* const name = elara_arena_printf(project->arena, "%s.pdf", stem);
  const char* const path =
      name ? elara_path_join(project->arena, dir, name) : NULL;
  const char* const parts = elara_path_join(project->arena, dir, "parts");
  if (!path || !parts) return ELARA_NO_MEMORY;
  return elara_studio_engrave(project, papers->plan, papers->score, path, parts,
                              outputs);
}

// Says before any work is done when DIR cannot be written to.
static ElaraStatus
prepare_dir(ElaraProject* project, const char* dir)
{
  const char* const probe =
      elara_path_join(project->arena, dir, ".elara-write-test");
  ELARA_TRY_PTR(probe);
  ElaraStatus status = elara_dir_make(dir);
  if (status == ELARA_OK) status = elara_file_write(probe, "", 0);
  if (status == ELARA_OK) {
    remove(probe);
    return ELARA_OK;
  }
  if (status == ELARA_IO_ERROR) {
    elara_diag(project->diags, ELARA_DIAG_ERROR, dir, 0, 0,
               "choose another folder with -o", "cannot write here: %s",
               strerror(errno));
  }
  return status;
}

static ElaraStatus
score_story(ElaraProject* project,
            const char* path,
            const char* dir,
            Papers* papers,
            Outputs* outputs)
{
  if (project->options.audio) {
    ELARA_TRY(elara_studio_check_sound(
        project, project->options.wav ? "the mix.wav" : "the mix.flac"));
  }
  if (project->options.pdf) ELARA_TRY(elara_studio_check_engraver(project));
  ELARA_TRY(elara_studio_read(project, path, dir, papers, 1));
  ELARA_TRY(prepare_dir(project, dir));
  ELARA_TRY(elara_studio_film_open(project, papers->plan, dir));
  ELARA_TRY(elara_studio_write_notes(project, papers));
  count_notes(project, papers);
  const char* const stem =
      elara_path_stem(project->arena, strcmp(path, "-") == 0 ? "score" : path);
  ELARA_TRY_PTR(stem);
  project->sound_name = elara_arena_printf(
      project->arena, "%s.%s", stem, project->options.wav ? "wav" : "flac");
  ELARA_TRY_PTR(project->sound_name);
  if (project->options.audio) ELARA_TRY(record(project, papers, dir, outputs));
  ELARA_TRY(elara_studio_film_write(project, dir, stem, outputs));
  if (elara_studio_stage(project, "writing", .97, 1.0)) return ELARA_CANCELLED;
  const double start = elara_studio_clock_s();
  if (project->options.pdf)
    ELARA_TRY(engrave(project, papers, stem, dir, outputs));
  ELARA_TRY(elara_studio_write_texts(project, papers, stem, dir, outputs));
  ELARA_TRY(elara_outputs_commit(outputs, project->diags));
  project->summary.export_s = elara_studio_clock_s() - start;
  elara_studio_progress(project, "done", 1.0);
  return ELARA_OK;
}

int
elara_score_story(ElaraProject* project, const char* path, const char* dir)
{
  Papers papers = {0};
  Outputs outputs = {.arena = project->arena};
  // A film that is read as the story is the picture of this score only.
  const ElaraOptions asked = project->options;
  const ElaraStatus status = score_story(project, path, dir, &papers, &outputs);
  if (status != ELARA_OK) elara_outputs_drop(&outputs);
  elara_studio_film_close(project);
  elara_papers_free(&papers);
  project->options = asked;
  return elara_studio_finish(project, status, path);
}

// --- a MIDI file, a score
// ---------------------------------------------------------------------

// What a file to be rendered may be.
enum { MIDI_FILE = 1, SCORE_FILE = 2 };

// The bytes decide what it is, not the name.
static ElaraStatus
read_take(ElaraProject* project, const char* path, int may_be, ElaraTake** take)
{
  ElaraFile file;
  const ElaraStatus status = elara_file_read(path, 0, &file);
  if (status == ELARA_IO_ERROR) {
    elara_diag(project->diags, ELARA_DIAG_ERROR, path, 0, 0,
               "check the name and that you may read it", "cannot read: %s",
               strerror(errno));
  }
  ELARA_TRY(status);
  const int is_score =
      may_be == SCORE_FILE ||
      (may_be & SCORE_FILE && elara_notation_is(file.bytes, file.count));
  const ElaraStatus read =
      is_score
          ? elara_studio_play_score(project, path, &file, take)
          : elara_midi_read(path, file.bytes, file.count, project->diags, take);
  elara_file_clear(&file);
  return read;
}

// The folder that OUT is to lie in is not made: a slip of the pen would be.
static ElaraStatus
check_place(ElaraProject* project, const char* out)
{
  const char* const slash = strrchr(out, '/');
  const char* const dir = slash ? elara_arena_strndup(project->arena, out,
                                                      (size_t)(slash - out) + 1)
                                : ".";
  ELARA_TRY_PTR(dir);
  if (access(dir, W_OK | X_OK) == 0) return ELARA_OK;
  elara_diag(project->diags, ELARA_DIAG_ERROR, dir, 0, 0,
             "choose another place with -o", "cannot write here: %s",
             strerror(errno));
  return ELARA_IO_ERROR;
}

// The folder stems/ beside the file OUT.
static const char*
stems_beside(ElaraArena* arena, const char* out)
{
  const char* const slash = strrchr(out, '/');
  return elara_arena_printf(arena, "%.*sstems",
                            slash ? (int)(slash - out) + 1 : 0, out);
}

// A MIDI file ends some seconds after its last note; a cathedral takes longer.
static void
let_ring(const ElaraOptions* options, ElaraTake* take)
{
  ElaraSoundConfig config = elara_sound_config();
  config.dry = options->dry;
  config.hall = options->hall;
  config.impulse = options->impulse;
  ElaraTime last = 0;
  for (size_t p = 0; p < take->player_count; p++) {
    for (size_t i = 0; i < take->players[p].event_count; i++) {
      const ElaraTakeEvent* const e = &take->players[p].events[i];
      if (e->kind == ELARA_TAKE_NOTE && e->end > last) last = e->end;
    }
  }
  const ElaraTime least = last + elara_time_from_s(elara_sound_tail_s(&config));
  if (take->length < least) take->length = least;
}

static ElaraStatus
render(ElaraProject* project,
       const char* path,
       const char* out,
       int may_be,
       ElaraTake** take,
       Outputs* outputs)
{
  ELARA_TRY(elara_studio_check_sound(project, out));
  ELARA_TRY(check_place(project, out));
  if (elara_studio_stage(project, "reading", 0.0, .01)) return ELARA_CANCELLED;
  ELARA_TRY(read_take(project, path, may_be, take));
  let_ring(&project->options, *take);
  if (elara_studio_stage(project, "recording", .01, 1.0))
    return ELARA_CANCELLED;
  ElaraStems stems;
  const double start = elara_studio_clock_s();
  const char* dir = NULL;
  if (project->options.stems)
    ELARA_TRY_PTR(dir = stems_beside(project->arena, out));
  ELARA_TRY(elara_studio_record(project, *take, out, dir, outputs, &stems));
  ELARA_TRY(elara_outputs_commit(outputs, project->diags));
  project->summary.sound_s = elara_studio_clock_s() - start;
  project->summary.length_s = elara_time_s((*take)->length);
  count_loudness(project, &stems);
  project->summary.audio_path = elara_arena_strdup(project->arena, out);
  elara_studio_progress(project, "done", 1.0);
  return ELARA_OK;
}

static int
render_file(ElaraProject* project,
            const char* path,
            const char* out,
            int may_be)
{
  ElaraTake* take = NULL;
  Outputs outputs = {.arena = project->arena};
  const ElaraStatus status =
      render(project, path, out, may_be, &take, &outputs);
  if (status != ELARA_OK) elara_outputs_drop(&outputs);
  elara_take_free(take);
  return elara_studio_finish(project, status, path);
}

int
elara_render_midi(ElaraProject* project, const char* path, const char* out)
{
  return render_file(project, path, out, MIDI_FILE);
}

int
elara_render_score(ElaraProject* project, const char* path, const char* out)
{
  return render_file(project, path, out, SCORE_FILE);
}

int
elara_render_file(ElaraProject* project, const char* path, const char* out)
{
  return render_file(project, path, out, MIDI_FILE | SCORE_FILE);
}

// --- papers as text
// ---------------------------------------------------------------------

typedef enum { STORY, PLAN, SKETCH } PaperKind;

static ElaraStatus
write_paper(ElaraProject* project,
            const char* path,
            PaperKind kind,
            Papers* papers)
{
  ELARA_TRY(elara_studio_read(project, path, NULL, papers, kind != STORY));
  switch (kind) {
  case STORY:
    if (papers->story) return elara_story_write(papers->story, &project->json);
    elara_diag(project->diags, ELARA_DIAG_ERROR, path, 0, 0,
               "give the script that it was made from",
               "a plan holds no story");
    return ELARA_BAD_INPUT;
  case PLAN:
    return elara_plan_write(papers->plan, &project->json);
  case SKETCH:
    ELARA_TRY(elara_studio_compose(project, papers));
    return elara_sketch_write(papers->sketch, &project->json);
  }
  return ELARA_OK;
}

static const char*
paper_json(ElaraProject* project, const char* path, PaperKind kind)
{
  Papers papers = {0};
  elara_text_clear(&project->json);
  const ElaraOptions asked = project->options;
  const ElaraStatus status = write_paper(project, path, kind, &papers);
  elara_papers_free(&papers);
  project->options = asked;
  return elara_studio_finish(project, status, path) ? NULL
                                                    : project->json.bytes;
}

const char*
elara_story_json(ElaraProject* project, const char* path)
{
  return paper_json(project, path, STORY);
}

const char*
elara_plan_json(ElaraProject* project, const char* path)
{
  return paper_json(project, path, PLAN);
}

const char*
elara_compose_json(ElaraProject* project, const char* path)
{
  return paper_json(project, path, SKETCH);
}

const char*
elara_line_feelings(ElaraProject* project, const char* path)
{
  elara_text_clear(&project->json);
  const ElaraStatus status = elara_studio_line_feelings(project, path);
  return elara_studio_finish(project, status, path) ? NULL
                                                    : project->json.bytes;
}

const char*
elara_font_info(ElaraProject* project, int json)
{
  const ElaraStatus status = elara_studio_describe_font(project, json);
  return elara_studio_finish(project, status, "") ? NULL : project->json.bytes;
}
