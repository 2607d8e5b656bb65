// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The picture of the options and the score that was just recorded -> the film
// with its new sound, and the stems of the mix.

#include "studio/film_out.h"

#include "export/audio_file.h"

#include <math.h>
#include <string.h>

// A score may be that much longer than the film, and two frames: its last echo
// is cut. More is another film.
#define SLACK_S .25
// Coders of lossy sound overshoot the peaks they are given.
#define CODER_DB .5

// --- before any work is done -------------------------------------------------

static const char*
clock_text(ElaraArena* arena, double seconds)
{
  const int whole = (int)seconds;
  const char* const text =
      elara_arena_printf(arena, "%d:%02d:%05.2f", whole / 3600, whole / 60 % 60,
                         seconds - whole / 60 * 60);
  return text ? text : "";
}

static ElaraStatus
check_score(ElaraProject* project, const FilmFile* film, double score_s)
{
  if (score_s <= film->length_s + SLACK_S + 2.0 * film->frame_s)
    return ELARA_OK;
  elara_diag(project->diags, ELARA_DIAG_ERROR, film->path, 0, 0,
             "score this cut itself, or give the cut that was scored",
             "the score is %s long, the film only %s",
             clock_text(project->arena, score_s),
             clock_text(project->arena, film->length_s));
  return ELARA_BAD_INPUT;
}

static ElaraStatus
open_picture(ElaraProject* project, FilmFile* film, double score_s)
{
  const char* const path = project->options.picture;
  ELARA_TRY(elara_studio_probe(project, path, film));
  if (!film->picture || !(film->length_s > 0.0) || film->length_s > 1e6) {
    elara_diag(project->diags, ELARA_DIAG_ERROR, path, 0, 0, "give a film",
               film->picture ? "how long this film is cannot be found out"
                             : "there is no moving picture in this file");
    return ELARA_BAD_INPUT;
  }
  return check_score(project, film, score_s);
}

static ElaraStatus
open_dialogue(ElaraProject* project, struct StudioFilm* f)
{
  const char* const path = project->options.dialogue;
  if (!path) return ELARA_OK;
  ELARA_TRY(elara_studio_probe(project, path, &f->dialogue));
  if (!f->dialogue.sound) {
    elara_diag(project->diags, ELARA_DIAG_ERROR, path, 0, 0,
               "give a sound file with the film's dialogue alone",
               "there is no sound in this file");
    return ELARA_BAD_INPUT;
  }
  // From a film: its own picture's clock; from a sound file: its beginning.
  if (!f->dialogue.picture) f->dialogue.start_s = f->dialogue.file_start_s;
  if (fabs(f->dialogue.length_s - f->file.length_s) <= SLACK_S) return ELARA_OK;
  elara_diag(project->diags, ELARA_DIAG_ERROR, path, 0, 0,
             "export the dialogue from the film's first frame to its last",
             "the dialogue is %s long, the film %s",
             clock_text(project->arena, f->dialogue.length_s),
             clock_text(project->arena, f->file.length_s));
  return ELARA_BAD_INPUT;
}

static ElaraStatus
find_speech(ElaraProject* project, const ElaraPlan* plan, ElaraStretches* spans)
{
  for (size_t i = 0; i < plan->speech_count; i++) {
    const int rate = project->options.rate;
    const ElaraStretch span = {elara_time_frames(plan->speech[i].start, rate),
                               elara_time_frames(plan->speech[i].end, rate)};
    ELARA_TRY(elara_spans_add(spans, project->arena, span, 1));
  }
  return ELARA_OK;
}

static int
progress(void* data, double done)
{
  return elara_studio_progress((ElaraProject*)data, "mixing", done);
}

static ElaraStatus
open_mix(ElaraProject* project, struct StudioFilm* f, const char* dir)
{
  const ElaraTarget target = elara_studio_target(project);
  const ElaraFilmMixConfig config = {
      .rate = project->options.rate,
      .frames = llround(f->file.length_s * project->options.rate),
      .loudness_lufs = target.lufs,
      .dialogue_lufs = target.dialogue_lufs,
      .ceiling_dbtp = target.ceiling_dbtp - (f->box->is_lossy ? CODER_DB : 0.0),
      .speech = f->speech.items,
      .speech_count = f->speech.count,
      .stems = project->options.stems,
      .threads = project->options.threads,
      .spool_dir = dir,
      .progress = progress,
      .progress_data = project,
  };
  return elara_film_mix_new(&config, project->diags, &f->mix);
}

ElaraStatus
elara_studio_film_open(ElaraProject* project,
                       const ElaraPlan* plan,
                       const char* dir)
{
  if (!project->options.audio) return ELARA_OK;
  if (!project->options.picture) {
    if (project->options.dialogue) {
      elara_diag(project->diags, ELARA_DIAG_WARNING, project->options.dialogue,
                 0, 0, "name the film with --picture",
                 "without a picture the dialogue is not used");
    }
    return ELARA_OK;
  }
  struct StudioFilm* const f =
      (struct StudioFilm*)elara_arena_alloc(project->arena, sizeof *f);
  ELARA_TRY_PTR(f);
  project->film = f;
  ELARA_TRY(open_picture(project, &f->file, elara_time_s(plan->length)));
  ELARA_TRY(open_dialogue(project, f));
  f->box = elara_studio_box(&f->file);
  ELARA_TRY(find_speech(project, plan, &f->speech));
  return open_mix(project, f, dir);
}

void
elara_studio_film_close(ElaraProject* project)
{
  if (project->film) elara_film_mix_free(project->film->mix);
  project->film = NULL;
}

// --- out ---------------------------------------------------------------------

#define LANES 7 // with the mix
#define CHUNK 1024

typedef struct {
  ElaraAudioFile* files[LANES]; // by lane, the mix first; NULL = not asked for
  ElaraChild* child;
  float mix[2 * 8192]; // the block that waits for its score
} Gate;

static ElaraStatus
send(Gate* g, const float* score, size_t frames)
{
  float four[4 * CHUNK];
  for (size_t at = 0; at < frames; at += CHUNK) {
    const size_t n = frames - at < CHUNK ? frames - at : CHUNK;
    for (size_t i = 0; i < n; i++) {
      memcpy(four + 4 * i, g->mix + 2 * (at + i), 2 * sizeof(float));
      memcpy(four + 4 * i + 2, score + 2 * (at + i), 2 * sizeof(float));
    }
    ELARA_TRY(elara_child_write(g->child, four, 4 * n * sizeof(float)));
  }
  return ELARA_OK;
}

static ElaraStatus
write_lane(void* data, int bus, const float* interleaved, size_t frames)
{
  Gate* const g = (Gate*)data;
  ElaraAudioFile* const file = g->files[bus + 1];
  if (bus == ELARA_LANE_MIX) {
    if (2 * frames > sizeof g->mix / sizeof *g->mix) return ELARA_NO_MEMORY;
    memcpy(g->mix, interleaved, 2 * frames * sizeof(float));
  } else if (bus == ELARA_LANE_SCORE) {
    ELARA_TRY(send(g, interleaved, frames));
  }
  return file ? elara_audio_file_write(file, interleaved, frames) : ELARA_OK;
}

// The score that is not ducked is the film's third track, and no file.
static const char* const lane_names[LANES] = {
    "mix", NULL, "music", "original", "dialogue", "effects", "M_E",
};

static ElaraStatus
open_stems(ElaraProject* project, const char* dir, Outputs* outputs, Gate* g)
{
  const char* const folder = elara_path_join(project->arena, dir, "film");
  ELARA_TRY_PTR(folder);
  ELARA_TRY(elara_studio_make_folder(project, folder, outputs));
  const int count = project->film->dialogue.path ? LANES : 4;
  for (int i = 0; i < count; i++) {
    if (!lane_names[i]) continue;
    const char* const name =
        elara_arena_printf(project->arena, "%s.%s", lane_names[i],
                           project->options.wav ? "wav" : "flac");
    const char* const path =
        name ? elara_path_join(project->arena, folder, name) : NULL;
    ELARA_TRY_PTR(path);
    ELARA_TRY(elara_studio_open_sound(project, path, outputs, 20 + (uint64_t)i,
                                      &g->files[i]));
  }
  return ELARA_OK;
}

static ElaraStatus
close_stems(Gate* g, int keep)
{
  ElaraStatus status = ELARA_OK;
  for (int i = 0; i < LANES; i++) {
    const ElaraStatus closed =
        elara_audio_file_close(g->files[i], keep && status == ELARA_OK);
    if (closed != ELARA_OK) status = closed;
  }
  return status;
}

static ElaraStatus
hear(ElaraProject* project)
{
  struct StudioFilm* const f = project->film;
  ELARA_TRY(elara_film_mix_end(f->mix, ELARA_FILM_SCORE));
  if (f->dialogue.path) {
    ELARA_TRY(
        elara_studio_hear(project, &f->dialogue, f->mix, ELARA_FILM_DIALOGUE));
  }
  const int silent = !f->file.sound && f->dialogue.path;
  if (silent) {
    elara_diag(project->diags, ELARA_DIAG_NOTE, f->file.path, 0, 0, "",
               "the film has no sound: the dialogue is taken for it");
  }
  return elara_studio_hear(project, silent ? &f->dialogue : &f->file, f->mix,
                           ELARA_FILM_ORIGINAL);
}

// What went wrong at the other end of the pipe is told by its other end.
static ElaraStatus
master(ElaraProject* project, Gate* g, ElaraFilmLevels* levels)
{
  struct StudioFilm* const f = project->film;
  ElaraSink sink = {.write = write_lane, .data = g};
  const size_t before = elara_diags_at_least(project->diags, ELARA_DIAG_ERROR);
  const ElaraStatus status = elara_film_mix_master(f->mix, &sink, levels);
  if (status == ELARA_CANCELLED || status == ELARA_NO_MEMORY) return status;
  if (elara_diags_at_least(project->diags, ELARA_DIAG_ERROR) > before)
    return status;
  const ElaraStatus muxed =
      elara_studio_mux_finish(project, &f->file, g->child);
  return muxed == ELARA_OK ? status : muxed;
}

// --- what to say -------------------------------------------------------------

static void
tell_level(ElaraProject* project, const ElaraFilmLevels* l)
{
  const char* const path = project->film->file.path;
  if (!l->has_anchor) {
    elara_diag(project->diags, ELARA_DIAG_NOTE, path, 0, 0, "",
               "the film has no sound to speak of: the score is alone in it");
    return;
  }
  elara_diag(
      project->diags, ELARA_DIAG_NOTE, path, 0, 0, "",
      "the score lies %.0f LU below %s (%.1f LUFS)%s", ELARA_FILM_BELOW_LU,
      l->anchor_speaks ? "what is spoken in the film" : "the film's own sound",
      l->anchor_lufs,
      l->spoken_s > 0.0 ? ", 8 dB lower while somebody speaks" : "");
}

static void
tell_target(ElaraProject* project, const ElaraFilmLevels* l)
{
  const ElaraTarget target = elara_studio_target(project);
  if (isnan(target.dialogue_lufs)) return;
  const char* const where =
      project->film->dialogue.path ? "the dialogue track" : "the plan";
  const char* const path = project->film->file.path;
  if (l->by_dialogue) {
    elara_diag(project->diags, ELARA_DIAG_NOTE, path, 0, 0, "",
               "the mix is measured where somebody speaks (%.0f s by %s): "
               "%.1f LUFS wanted",
               l->spoken_s, where, target.dialogue_lufs);
  } else {
    elara_diag(project->diags, ELARA_DIAG_NOTE, path, 0, 0, "",
               "the mix is measured as a whole, %.1f LUFS wanted: speech is "
               "known in %.0f s of the film, less than 15 %%",
               target.lufs, l->spoken_s);
  }
}

static void
tell_box(ElaraProject* project)
{
  const struct StudioFilm* const f = project->film;
  if (!f->box->is_lossy) {
    elara_diag(project->diags, ELARA_DIAG_NOTE, f->file.path, 0, 0, "",
               "no .mp4 holds %s pictures: the new film is %s",
               f->file.picture->codec, f->box->ending);
  }
  if (project->options.stems && !f->dialogue.path) {
    elara_diag(project->diags, ELARA_DIAG_NOTE, f->file.path, 0, 0,
               "give the dialogue alone with --dialogue",
               "speech and effects cannot be told apart in one track: film/ "
               "has neither dialogue nor effects nor M_E");
  }
}

static void
fill_summary(ElaraProject* project, const ElaraFilmLevels* l, const char* path)
{
  ElaraSummary* const s = &project->summary;
  const ElaraTarget target = elara_studio_target(project);
  s->film_path = path;
  s->film_lufs = l->mix.integrated_lufs;
  s->film_speech_lufs = l->mix.speech_lufs;
  s->film_true_peak_dbtp = l->mix.true_peak_dbtp;
  s->film_range_lu = l->mix.loudness_range_lu;
  s->film_by_speech = l->by_dialogue;
  s->film_target_lufs = l->by_dialogue ? target.dialogue_lufs : target.lufs;
}

// --- all of it ---------------------------------------------------------------

static ElaraStatus
write_film(ElaraProject* project,
           const char* dir,
           const char* path,
           Outputs* outputs,
           ElaraFilmLevels* levels)
{
  struct StudioFilm* const f = project->film;
  Gate* const g = (Gate*)elara_arena_alloc(project->arena, sizeof *g);
  ELARA_TRY_PTR(g);
  const char* const temporary = elara_outputs_add(outputs, path);
  ELARA_TRY_PTR(temporary);
  ElaraStatus status =
      elara_studio_mux_start(project, &f->file, f->box, temporary, &g->child);
  if (status == ELARA_OK && project->options.stems)
    status = open_stems(project, dir, outputs, g);
  if (status == ELARA_OK) status = master(project, g, levels);
  elara_child_free(g->child);
  const ElaraStatus closed = close_stems(g, status == ELARA_OK);
  return status == ELARA_OK ? closed : status;
}

ElaraStatus
elara_studio_film_write(ElaraProject* project,
                        const char* dir,
                        const char* stem,
                        Outputs* outputs)
{
  if (!project->film) return ELARA_OK;
  if (elara_studio_stage(project, "mixing", .85, .97)) return ELARA_CANCELLED;
  const char* const name = elara_arena_printf(project->arena, "%s.scored%s",
                                              stem, project->film->box->ending);
  const char* const path =
      name ? elara_path_join(project->arena, dir, name) : NULL;
  ELARA_TRY_PTR(path);
  ElaraFilmLevels levels;
  ELARA_TRY(hear(project));
  ELARA_TRY(write_film(project, dir, path, outputs, &levels));
  tell_box(project);
  tell_level(project, &levels);
  tell_target(project, &levels);
  fill_summary(project, &levels, path);
  return ELARA_OK;
}
