// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A MIDI file or a score through the library: what is refused before work
// begins, what progress can ask, stems beside the sound. Skips where no sound
// font is.

#include "elara/elara.h"
#include "folder.h"

#define STORY_S 8.0

static char midi[PATH_SIZE];

static int
says(const ElaraProject* project, const char* words)
{
  for (size_t i = 0; i < elara_message_count(project); i++) {
    if (strstr(elara_message(project, i), words)) return 1;
  }
  for (size_t i = 0; i < elara_message_count(project); i++)
    printf("# %s\n", elara_message(project, i));
  return 0;
}

static void
make_midi(void)
{
  ElaraOptions options = elara_options();
  options.audio = 0;
  options.length_s = STORY_S;
  ElaraProject* const project = elara_project_new(&options);
  TAP_EQ_I(elara_score_story(project, tap_path("examples/the-well.fountain"),
                             folder_path("notes")),
           0, "a MIDI file to render");
  elara_project_free(project);
  snprintf(midi, sizeof midi, "%s", folder_path("notes/the-well.mid"));
}

static void
refused(const ElaraOptions* options, const char* out, const char* words)
{
  ElaraProject* const project = elara_project_new(options);
  TAP_EQ_I(elara_render_midi(project, midi, folder_path("%s", out)), 1, words);
  TAP_OK(says(project, words), "and says so");
  TAP_EQ_I(tap_exists(folder_path("%s", out)), 0, "nothing is written");
  elara_project_free(project);
}

static void
test_refused(void)
{
  ElaraOptions options = elara_options();
  options.hall = "attic";
  refused(&options, "a.wav", "known: scoring-stage, concert-hall, ");
  options.hall = NULL;
  options.quality = "fine";
  refused(&options, "a.wav", "known: draft, normal, high, best");
  options.quality = NULL;
  options.bits = 32;
  refused(&options, "a.flac", "no samples of 32 bits");
  options.bits = 20;
  refused(&options, "a.wav", "no samples of 20 bits");
  options.bits = 24;
  refused(&options, "none/a.wav", "cannot write here");
  options.impulse = folder_path("none.wav");
  refused(&options, "a.wav", "cannot read the impulse response");
}

static void
test_offered(void)
{
  TAP_EQ_S(elara_offered_quality(1), "normal", "qualities by index");
  TAP_OK(elara_offered_quality(4) == NULL, "there are four");
  size_t halls = 0;
  while (elara_offered_hall(halls))
    halls++;
  TAP_OK(halls >= 2, "halls by index");
}

typedef struct {
  const ElaraProject* project;
  double rendered_s;
  size_t most;
  int backwards, calls, stop_at;
} Watch;

static int
watch(void* data, const char* stage, double done)
{
  (void)stage;
  (void)done;
  Watch* const w = (Watch*)data;
  if (!w->project) return 0;
  const ElaraSummary s = elara_summary(w->project);
  w->backwards += s.rendered_s < w->rendered_s;
  w->rendered_s = s.rendered_s;
  if (s.voices > w->most) w->most = s.voices;
  return ++w->calls == w->stop_at;
}

// 0, 1 failed, -1 without a sound font.
static int
render(Watch* w, const char* out, ElaraSummary* summary)
{
  ElaraOptions options = elara_options();
  options.stems = 1;
  options.dry = 1;
  options.progress = watch;
  options.progress_data = w;
  ElaraProject* const project = elara_project_new(&options);
  w->project = project;
  int failed = elara_render_midi(project, midi, out);
  if (failed && says(project, "no sound font found")) failed = -1;
  *summary = elara_summary(project);
  elara_project_free(project);
  return failed;
}

static void
test_progress(void)
{
  Watch w = {0};
  ElaraSummary s;
  const int failed = render(&w, folder_path("b.wav"), &s);
  if (failed < 0) {
    tap_skip("a rendering", "no sound font found");
    return;
  }
  TAP_EQ_I(failed, 0, "rendered");
  TAP_EQ_I(w.backwards, 0, "what is rendered only grows");
  TAP_NEAR(w.rendered_s, s.length_s, 1e-4, "up to all of it, s");
  TAP_OK(w.most > 3 && s.most_voices >= w.most, "voices are counted");
  TAP_EQ_I(s.stolen, 0, "none was stolen");
  TAP_OK(tap_exists(folder_path("stems/strings.wav")), "stems lie beside it");
  folder_remove(folder_path("stems"));
  Watch stopped = {.stop_at = 4};
  TAP_EQ_I(render(&stopped, folder_path("c.wav"), &s), 1,
           "progress can stop it");
  TAP_EQ_I(tap_exists(folder_path("c.wav")), 0, "then there is no file");
  TAP_EQ_I(tap_exists(folder_path("stems")), 0, "nor a folder for stems");
}

// --- a score
// ---------------------------------------------------------------------

static int
play(const char* path, const char* out, const char* words)
{
  ElaraOptions options = elara_options();
  options.dry = 1;
  ElaraProject* const project = elara_project_new(&options);
  int failed = elara_render_file(project, path, out);
  if (failed && says(project, "no sound font found")) failed = -1;
  if (failed > 0 && words) TAP_OK(says(project, words), words);
  if (!failed) TAP_OK(elara_summary(project).notes > 0, "notes are counted");
  elara_project_free(project);
  return failed;
}

static void
write_file(const char* path, const char* text)
{
  FILE* const file = fopen(path, "w");
  TAP_OK(file && fputs(text, file) >= 0 && fclose(file) == 0, "a file");
}

static void
test_score(void)
{
  const char* const good = folder_path("notes/the-well.musicxml");
  const char* const disguised = folder_path("score.mid");
  const char* const out = folder_path("score.wav");
  TAP_EQ_I(rename(good, disguised), 0, "a score with another name");
  const int failed = play(disguised, out, NULL);
  if (failed < 0) {
    tap_skip("a score", "no sound font found");
    return;
  }
  TAP_EQ_I(failed, 0, "the bytes decide: a score is played");
  TAP_OK(tap_exists(out), "its sound is there");
  const char* const bad = folder_path("bad.musicxml");
  const char* const none = folder_path("none.wav");
  write_file(bad, "<score-partwise>\n<part-list/>\n");
  TAP_EQ_I(play(bad, none, "bad.musicxml:3:1: not well-formed"), 1,
           "a broken score is refused");
  write_file(bad, "<?xml version=\"1.0\"?>\n<recipe/>\n");
  TAP_EQ_I(play(bad, none, "bad.musicxml:2:1: this XML is not a MusicXML"), 1,
           "so is other XML");
  TAP_EQ_I(tap_exists(none), 0, "nothing is written");
}

static void
test_info(void)
{
  ElaraOptions options = elara_options();
  options.sound_font = folder_path("none.sf2");
  ElaraProject* const project = elara_project_new(&options);
  TAP_OK(elara_font_info(project, 0) == NULL, "no font, no info");
  TAP_OK(says(project, "cannot read the sound font"), "and a reason");
  elara_project_free(project);
}

int
main(void)
{
  tap_begin("studio: a MIDI file");
  if (!TAP_OK(folder_begin(), "a folder to write to")) return tap_end();
  make_midi();
  test_refused();
  test_offered();
  test_progress();
  test_score();
  test_info();
  folder_end();
  return tap_end();
}
