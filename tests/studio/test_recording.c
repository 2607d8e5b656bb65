// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The whole way with sound, on twelve seconds of story: exact length, loudness
// measured by somebody else, no clipping, no silent cue, the same bytes again.
// Skips where no sound font is installed.

#include "elara/elara.h"
#include "folder.h"

#include <ebur128.h>
#include <sndfile.h>

#define STORY_S 12.0
#define RATE 48000

static int
no_font(const ElaraProject* project)
{
  for (size_t i = 0; i < elara_message_count(project); i++) {
    if (strstr(elara_message(project, i), "no sound font found")) return 1;
  }
  return 0;
}

// 0 when it was recorded, -1 when there is no sound font, else 1.
static int
record(int threads, const char* dir, ElaraSummary* summary)
{
  ElaraOptions options = elara_options();
  options.length_s = STORY_S;
  options.rate = RATE;
  options.threads = threads;
  options.stems = 1;
  ElaraProject* const project = elara_project_new(&options);
  int failed =
      elara_score_story(project, tap_path("examples/the-well.fountain"), dir);
  for (size_t i = 0; failed && i < elara_message_count(project); i++) {
    printf("# %s\n", elara_message(project, i));
  }
  if (failed && no_font(project)) failed = -1;
  *summary = elara_summary(project);
  elara_project_free(project);
  return failed;
}

typedef struct {
  float* samples; // interleaved stereo
  size_t frames;
} Sound;

static Sound
load(const char* path)
{
  SF_INFO info = {0};
  SNDFILE* const file = sf_open(path, SFM_READ, &info);
  Sound sound = {0};
  if (!file) return sound;
  TAP_EQ_I(info.channels, 2, "stereo");
  TAP_EQ_I(info.samplerate, RATE, "the rate that was asked for");
  if (info.channels == 2)
    sound.samples = (float*)calloc((size_t)info.frames, 2 * sizeof(float));
  if (sound.samples)
    sound.frames = (size_t)sf_readf_float(file, sound.samples, info.frames);
  sf_close(file);
  return sound;
}

static double
loudness(const Sound* sound)
{
  double lufs = 0.0;
  ebur128_state* meter = ebur128_init(2, RATE, EBUR128_MODE_I);
  if (!meter) return lufs;
  ebur128_add_frames_float(meter, sound->samples, sound->frames);
  ebur128_loudness_global(meter, &lufs);
  ebur128_destroy(&meter);
  return lufs;
}

static double
peak(const Sound* sound)
{
  double most = 0.0;
  for (size_t i = 0; i < 2 * sound->frames; i++) {
    most = fmax(most, fabs((double)sound->samples[i]));
  }
  return most;
}

static double
rms_db(const Sound* sound, double start_s, double end_s)
{
  const size_t from = (size_t)(start_s * RATE);
  size_t to = (size_t)(end_s * RATE);
  if (to > sound->frames) to = sound->frames;
  double sum = 0.0;
  for (size_t i = 2 * from; i < 2 * to; i++) {
    sum += (double)sound->samples[i] * (double)sound->samples[i];
  }
  return to > from ? 10.0 * log10(sum / (double)(2 * (to - from)) + 1e-30)
                   : -300.0;
}

static void
test_cues(const Sound* sound, const char* path)
{
  const Bytes file = file_read(path);
  double faintest = 0.0;
  int cues = 0;
  for (const char* p = file.bytes; p && *p; p++) {
    double start, end;
    if (sscanf(p, "%lf,%lf,", &start, &end) == 2) {
      faintest = fmin(faintest, rms_db(sound, start, end));
      cues++;
    }
    p = strchr(p, '\n');
    if (!p) break;
  }
  TAP_OK(cues > 0, "there are cues to listen to");
  TAP_OK(faintest > -70.0, "no cue is silent");
  printf("# %d cues, the faintest at %.1f dBFS\n", cues, faintest);
  free(file.bytes);
}

static void
test_mix(const ElaraSummary* summary)
{
  Sound sound = load(folder_path("one/the-well.flac"));
  if (!TAP_OK(sound.samples != NULL, "the mix can be read")) return;
  TAP_EQ_I(sound.frames, llround(summary->length_s * RATE),
           "frames: the planned length");
  TAP_OK(summary->length_s >= STORY_S, "the story fits");
  TAP_NEAR(loudness(&sound), -23.0, 0.3, "loudness, LUFS");
  TAP_NEAR(summary->integrated_lufs, loudness(&sound), 0.2,
           "loudness as announced");
  TAP_OK(peak(&sound) < 0.999, "no sample at full scale");
  TAP_OK(20.0 * log10(peak(&sound)) <= summary->true_peak_dbtp + 0.1,
         "no sample above the announced true peak");
  test_cues(&sound, folder_path("one/cues.csv"));
  free(sound.samples);
}

static int stems, same_stems;

static void
compare_stem(const char* path)
{
  const char* const name = strrchr(path, '/') + 1;
  stems++;
  same_stems += file_same(path, folder_path("two/stems/%s", name));
}

static void
test_same(void)
{
  TAP_OK(file_same(folder_path("one/the-well.flac"),
                   folder_path("two/the-well.flac")),
         "the same mix with one and two threads");
  folder_each(folder_path("one/stems"), compare_stem);
  TAP_OK(stems > 3, "there are stems");
  TAP_EQ_I(same_stems, stems, "the same stems with one and two threads");
}

static int partial_files;

static void
count_partial(const char* path)
{
  partial_files += strstr(path, ".partial") != NULL || strstr(path, "/.");
}

int
main(void)
{
  tap_begin("studio: the whole way, with sound");
  if (!TAP_OK(folder_begin(), "a folder to write to")) return tap_end();
  ElaraSummary one, two;
  const int failed = record(1, folder_path("one"), &one);
  if (failed < 0) {
    tap_skip("a recording", "no sound font found");
  } else if (TAP_OK(!failed && !record(2, folder_path("two"), &two),
                    "recorded with one thread and with two")) {
    test_mix(&one);
    test_same();
    TAP_EQ_I(one.notes, two.notes, "as many notes");
    folder_each(folder_path("one"), count_partial);
    TAP_EQ_I(partial_files, 0, "no file is half written");
  }
  folder_end();
  return tap_end();
}
