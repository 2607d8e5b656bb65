// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A scored film leaves the house: made-up films of four seconds through the
// whole of it, looked at and measured by ffmpeg. Without ffmpeg these tests
// fail: ./dev test installs it. Without a sound font they are skipped.

#include "base/child.h"
#include "elara/elara.h"
#include "folder.h"

#include <errno.h>
#include <sndfile.h>
#include <sys/wait.h>

#define RATE 48000

static char plan[PATH_SIZE];
static char said[8192]; // the messages of the last score

// What COMMAND prints, in a static buffer of the last four; "" when it fails.
static const char* shell(const char* format, ...)
    __attribute__((format(printf, 1, 2)));

static const char*
shell(const char* format, ...)
{
  static char answers[4][4096];
  static int next;
  char* const answer = answers[next++ & 3];
  char command[8192];
  va_list values;
  va_start(values, format);
  vsnprintf(command, sizeof command, format, values);
  va_end(values);
  ElaraChildConfig how = elara_child_config();
  ElaraText out = {0}, why = {0};
  const char* const argv[] = {"/bin/sh", "-c", command, NULL};
  const int failed = elara_child_run(argv, &how, &out, &why) != ELARA_OK;
  if (failed) printf("# %s: %s\n", command, why.bytes ? why.bytes : "failed");
  snprintf(answer, sizeof answers[0], "%s",
           failed || !out.bytes ? "" : out.bytes);
  elara_text_clear(&out);
  elara_text_clear(&why);
  return answer;
}

// The film NAME, four seconds at 25 frames, with more INPUT and OUTPUT options.
static const char*
make(const char* name, const char* input, const char* output)
{
  const char* const path = folder_path("%s", name);
  shell("ffmpeg -nostdin -v error -y -f lavfi -i testsrc=s=96x64:r=25:d=4 %s "
        "%s '%s'",
        input, output, path);
  return path;
}

#define TONE "-f lavfi -i sine=440:d=4:r=48000 "
#define X264 "-c:v libx264 -preset ultrafast -bf 2 "

// "KEY": OLD in the plan becomes NEW.
static void
replace(char* text, const char* old, const char* new_text, FILE* out)
{
  char* const at = strstr(text, old);
  if (!TAP_OK(at != NULL, old)) return;
  fwrite(text, 1, (size_t)(at - text), out);
  fputs(new_text, out);
  memmove(text, at + strlen(old), strlen(at + strlen(old)) + 1);
}

// A plan of four seconds in which somebody speaks for one.
static int
make_plan(void)
{
  ElaraOptions options = elara_options();
  options.length_s = 4.0;
  ElaraProject* const project = elara_project_new(&options);
  const char* const json =
      elara_plan_json(project, tap_path("examples/the-well.fountain"));
  char* const text = json ? strdup(json) : NULL;
  elara_project_free(project);
  snprintf(plan, sizeof plan, "%s", folder_path("p.json"));
  FILE* const out = fopen(plan, "w");
  if (!text || !out) return 0;
  replace(text, "\"frame_rate\": 0", "\"frame_rate\": 25", out);
  replace(text, "\"frame_rate_per\": 0", "\"frame_rate_per\": 1", out);
  replace(text, "\"speech\": []",
          "\"speech\": [{\"start_s\": 1.5, \"end_s\": 2.5}]", out);
  fputs(text, out);
  fclose(out);
  free(text);
  return 1;
}

static int
score(ElaraOptions options, const char* dir, ElaraSummary* summary)
{
  options.quality = "draft";
  ElaraProject* const project = elara_project_new(&options);
  const int failed = elara_score_story(project, plan, dir);
  said[0] = '\0';
  for (size_t i = 0; i < elara_message_count(project); i++) {
    const size_t n = strlen(said);
    snprintf(said + n, sizeof said - n, "%s\n", elara_message(project, i));
  }
  *summary = elara_summary(project);
  elara_project_free(project);
  return failed;
}

// PICTURE into the folder of its name; NULL when that failed.
static const char*
scored(const char* name, const char* picture, int stems, const char* ending)
{
  ElaraOptions options = elara_options();
  ElaraSummary summary;
  options.picture = picture;
  options.stems = stems;
  if (!TAP_OK(!score(options, folder_path("%s", name), &summary), name)) {
    printf("# %s", said);
    return NULL;
  }
  const char* const path = folder_path("%s/p.scored%s", name, ending);
  return TAP_OK(tap_exists(path), "the film is there") ? path : NULL;
}

// --- looking -----------------------------------------------------------------

static void
same_stream(const char* a, const char* a_map, const char* b, const char* b_map)
{
  static const char* const how =
      "ffmpeg -nostdin -v error -i '%s' -map 0:%s -c copy -f md5 -";
  char first[256], command[4096];
  snprintf(command, sizeof command, how, a, a_map);
  snprintf(first, sizeof first, "%s", shell("%s", command));
  snprintf(command, sizeof command, how, b, b_map);
  TAP_OK(strncmp(first, "MD5=", 4) == 0, "there is a stream");
  TAP_EQ_S(shell("%s", command), first, "the same bytes in both");
}

// KEY of the STREAM of PATH, as ffprobe says it.
static const char*
probe(const char* path, const char* stream, const char* key)
{
  return shell("ffprobe -v error -select_streams %s -show_entries %s -of "
               "csv=p=0 '%s' | head -n 1 | tr -d '\\n,'",
               stream, key, path);
}

typedef struct {
  float* samples; // stereo
  size_t frames;
} Sound;

// STREAM of PATH from the picture's first frame on.
static Sound
decode(const char* path, const char* stream)
{
  const double start = atof(probe(path, "v:0", "stream=start_time"));
  const char* const raw = folder_path("raw");
  shell("ffmpeg -nostdin -v error -y -copyts -vn -i '%s' -map 0:%s -af "
        "'asetpts=round(PTS-%.6f/TB),aresample=48000:async=1:"
        "min_comp=0.000001:first_pts=0' -ac 2 -f f32le '%s'",
        path, stream, start, raw);
  const Bytes bytes = file_read(raw);
  return (Sound){(float*)(void*)bytes.bytes, bytes.count / (2 * sizeof(float))};
}

// How many frames A is late against B, within 100; by correlation.
static int
late(const Sound* a, const Sound* b)
{
  int n = (int)(a->frames < b->frames ? a->frames : b->frames);
  double best = 0.0;
  int lag = 999;
  if (n > 3 * RATE / 2) n = 3 * RATE / 2;
  for (int d = -100; d <= 100; d++) {
    double sum = 0.0;
    for (int i = 100; i < n - 100; i++)
      sum += (double)a->samples[2 * (i + d)] * (double)b->samples[2 * i];
    if (sum > best) best = sum, lag = d;
  }
  return lag;
}

// By ffmpeg's own meter.
static void
measure(const char* path, const char* filter, double* lufs, double* peak)
{
  const char* const text =
      shell("ffmpeg -nostdin -nostats -i '%s' -map 0:a:0 -af "
            "\"%sebur128=peak=true\" -f null - 2>&1 | tail -n 13",
            path, filter);
  const char* const i = strstr(text, "I:");
  const char* const p = strstr(text, "Peak:");
  *lufs = i ? atof(i + 2) : 99.0;
  *peak = p ? atof(p + 5) : 99.0;
}

// --- films -------------------------------------------------------------------

static void
check_sync(const char* film, const char* dir, const char* track)
{
  Sound mix = decode(film, "a:0");
  Sound alone = decode(film, track);
  Sound stem = decode(folder_path("%s/film/mix.flac", dir), "a:0");
  Sound flac = decode(folder_path("%s/p.flac", dir), "a:0");
  if (TAP_OK(mix.samples && alone.samples && stem.samples && flac.samples,
             "there is sound")) {
    TAP_EQ_I(late(&mix, &stem), 0, "frames that the mix is late");
    TAP_EQ_I(late(&alone, &flac), 0, "frames that the score is late");
    TAP_NEAR((double)mix.frames, (double)stem.frames, 1024.0, "its length");
  }
  free(mix.samples);
  free(alone.samples);
  free(stem.samples);
  free(flac.samples);
}

static void
test_plain(void)
{
  const char* const from =
      make("plain.mp4", TONE,
           X264 "-c:a aac -timecode 01:00:00:00 -metadata title=Foo "
                "-metadata:s:a:0 language=deu");
  const char* const to = scored("plain", from, 1, ".mp4");
  if (!to) return;
  same_stream(from, "v:0", to, "v:0");
  same_stream(from, "a:0", to, "a:1");
  check_sync(to, "plain", "a:2");
  TAP_EQ_S(probe(to, "a:0", "stream_tags=handler_name"), "Mix", "track 1");
  TAP_EQ_S(probe(to, "a:1", "stream_tags=handler_name"), "Original sound",
           "track 2");
  TAP_EQ_S(probe(to, "a:2", "stream_tags=handler_name"), "Score", "track 3");
  TAP_EQ_S(probe(to, "a:0", "stream_disposition=default"), "1", "plays first");
  TAP_EQ_S(probe(to, "a:1", "stream_disposition=default"), "0", "does not");
  TAP_EQ_S(probe(to, "a:0", "stream_tags=language"), "deu", "its language");
  TAP_EQ_S(probe(to, "v:0", "stream_tags=timecode"), "01:00:00:00",
           "the timecode");
  TAP_EQ_S(probe(to, "v:0", "format_tags=title"), "Foo", "the title");
  TAP_OK(strstr(said, "cannot be told apart") != NULL, "no M_E, and why");
  TAP_OK(!tap_exists(folder_path("plain/film/M_E.flac")), "none is there");
}

static void
test_webm(void)
{
  const char* const from = make("silent.webm", "", "-c:v libvpx -b:v 100k");
  const char* const to = scored("silent", from, 1, ".mkv");
  if (!to) return;
  same_stream(from, "v:0", to, "v:0");
  check_sync(to, "silent", "a:1");
  TAP_OK(strstr(said, "no .mp4 holds vp8") != NULL, "why it is no .mp4");
  TAP_EQ_S(probe(to, "a:1", "stream_tags=title"), "Score", "no original");
}

static void
test_surround(void)
{
  // The tone is in the low frequency channel and in the left surround: what
  // is heard of it is the latter, 3 dB lower, on the left alone.
  const char* const from = make(
      "s51.mov", TONE "-filter_complex '[1:a]pan=5.1(side)|LFE=c0|SL=c0[a]' ",
      "-map 0:v -map '[a]' " X264 "-c:a pcm_s16le");
  const char* const to = scored("s51", from, 1, ".mp4");
  if (!to) return;
  Sound old = decode(folder_path("s51/film/original.flac"), "a:0");
  double left = 0.0, right = 0.0;
  for (size_t i = RATE; i < 3 * RATE && i < old.frames; i++) {
    left = fmax(left, fabs((double)old.samples[2 * i]));
    right = fmax(right, fabs((double)old.samples[2 * i + 1]));
  }
  TAP_OK(left > 0.0 && right == 0.0, "the left surround is on the left alone");
  // The film's loudness where somebody speaks, as it was told.
  const char* const told = strstr(said, "in the film (");
  double lufs, peak;
  measure(make("left.mov",
               TONE "-filter_complex '[1:a]pan=stereo|FL=.70710678*c0[a]' ",
               "-map 0:v -map '[a]' " X264 "-c:a pcm_s16le"),
          "", &lufs, &peak);
  TAP_NEAR(told ? atof(told + 13) : 0.0, lufs, .15, "its level by ITU, LUFS");
  TAP_OK(strstr(said, "as alac") != NULL, "PCM is kept without loss");
  free(old.samples);
}

static void
test_clocks(void)
{
  const char* from =
      make("late.mkv", "-itsoffset 1 -f lavfi -i sine=440:d=2:r=44100 ",
           X264 "-c:a aac");
  const char* to = scored("late", from, 1, ".mp4");
  if (to) {
    same_stream(from, "v:0", to, "v:0");
    same_stream(from, "a:0", to, "a:1");
    check_sync(to, "late", "a:2");
    Sound old = decode(folder_path("late/film/original.flac"), "a:0");
    Sound was = decode(from, "a:0");
    TAP_EQ_I(late(&old, &was), 0, "frames that the original is late");
    free(old.samples);
    free(was.samples);
  }
  from = folder_path("early.ts");
  shell("ffmpeg -nostdin -v error -y -itsoffset 0.5 -f lavfi -i "
        "testsrc=s=96x64:r=25:d=4 -f lavfi -i sine=440:d=5 " X264
        "-c:a aac '%s'",
        from);
  to = scored("early", from, 1, ".mp4");
  if (to) check_sync(to, "early", "a:2");
}

static void
test_dialogue(void)
{
  const char* const talk = folder_path("talk.wav");
  const char* const from = make("talk.mp4", TONE, X264 "-c:a aac");
  shell("ffmpeg -nostdin -v error -y -f lavfi -i sine=900:d=4:r=48000 -af "
        "\"volume=0:enable='not(between(t,1,2.5))'\" '%s'",
        talk);
  ElaraOptions options = elara_options();
  ElaraSummary s;
  options.picture = from;
  options.dialogue = talk;
  options.stems = 1;
  options.loudness = "netflix";
  if (!TAP_OK(!score(options, folder_path("talk"), &s), "with dialogue")) {
    printf("# %s", said);
    return;
  }
  TAP_OK(s.film_by_speech, "the dialogue is measured");
  double lufs, peak;
  measure(folder_path("talk/p.scored.mp4"),
          "aselect='between(t,1,2.5)',asetpts=N/SR/TB,", &lufs, &peak);
  TAP_NEAR(lufs, -27.0, .3, "LUFS where somebody speaks, by ffmpeg");
  static const char* const parts[] = {"mix",      "music",   "original",
                                      "dialogue", "effects", "M_E"};
  for (size_t i = 0; i < 6; i++)
    TAP_OK(tap_exists(folder_path("talk/film/%s.flac", parts[i])), parts[i]);
  shell("ffmpeg -nostdin -v error -y -i '%s' -t 3 '%s'", talk,
        folder_path("short.wav"));
  options.dialogue = folder_path("short.wav");
  TAP_OK(score(options, folder_path("talk"), &s), "a dialogue too short");
  TAP_OK(strstr(said, "0:00:03.00 long, the film 0:00:04.00") != NULL,
         "both lengths are told");
}

static void
test_lengths(void)
{
  ElaraOptions options = elara_options();
  ElaraSummary s;
  const char* const from = folder_path("cut.mp4");
  shell("ffmpeg -nostdin -v error -y -i '%s' -t 2 -c copy '%s'",
        folder_path("plain.mp4"), from);
  options.picture = from;
  TAP_OK(score(options, folder_path("cut"), &s), "a film too short");
  TAP_OK(strstr(said, "the score is 0:00:04.00 long, the film only 0:00:02.") !=
             NULL,
         "both lengths are told");
}

static void
test_targets(void)
{
  static const struct {
    const char* name;
    double lufs, peak;
  } wanted[] = {{"film", -23, -1},    {"tv", -23, -3},
                {"us", -24, -2},      {"stream", -14, -1},
                {"podcast", -16, -1}, {"netflix", -27, -2}};
  char from[PATH_SIZE];
  snprintf(from, sizeof from, "%s", folder_path("plain.mp4"));
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
    ElaraOptions options = elara_options();
    ElaraSummary s;
    double lufs, peak;
    options.picture = from;
    options.loudness = wanted[i].name;
    if (!TAP_OK(!score(options, folder_path("loud"), &s), wanted[i].name))
      continue;
    measure(folder_path("loud/p.flac"), "", &lufs, &peak);
    printf("# %s: score %.1f LUFS %.1f dBTP\n", wanted[i].name, lufs, peak);
    TAP_NEAR(lufs, wanted[i].lufs, .2, "LUFS of the score");
    TAP_OK(peak <= wanted[i].peak, "its peaks");
    measure(folder_path("loud/p.scored.mp4"), "", &lufs, &peak);
    printf("# film %.1f LUFS %.1f dBTP\n", lufs, peak);
    if (!s.film_by_speech)
      TAP_NEAR(lufs, wanted[i].lufs, .2, "LUFS of the film's mix");
    TAP_NEAR(lufs, s.film_lufs, .2, "as announced");
    TAP_OK(peak <= wanted[i].peak, "its peaks");
  }
}

// --- the stems of the score --------------------------------------------------

static float* sum;
static size_t sum_count;

static void
add_stem(const char* path)
{
  SF_INFO info = {0};
  SNDFILE* const file = sf_open(path, SFM_READ, &info);
  if (!file) return;
  float* const samples = (float*)calloc((size_t)info.frames, 2 * sizeof(float));
  sf_readf_float(file, samples, info.frames);
  if (!sum) {
    sum_count = (size_t)info.frames * 2;
    sum = (float*)calloc(sum_count, sizeof(float));
  }
  for (size_t i = 0; i < sum_count && i < (size_t)info.frames * 2; i++)
    sum[i] += samples[i];
  free(samples);
  sf_close(file);
}

static double
residue_db(const char* dir, const char* ending)
{
  sum = NULL;
  add_stem(folder_path("%s/p.%s", dir, ending));
  for (size_t i = 0; i < sum_count; i++)
    sum[i] = -sum[i];
  folder_each(folder_path("%s/stems", dir), add_stem);
  double most = 1e-12;
  for (size_t i = 0; i < sum_count; i++)
    most = fmax(most, fabs((double)sum[i]));
  free(sum);
  return 20.0 * log10(most);
}

static void
test_stems(void)
{
  ElaraOptions options = elara_options();
  ElaraSummary s;
  options.stems = 1;
  TAP_OK(!score(options, folder_path("fine"), &s), "stems of 24 bits");
  const double fine = residue_db("fine", "flac");
  options.wav = 1;
  options.bits = 32;
  options.loudness_lufs = (double)NAN;
  TAP_OK(!score(options, folder_path("float"), &s), "stems of floats");
  const double floats = residue_db("float", "wav");
  printf("# the stems less the mix: %.1f dBFS as floats, %.1f at 24 bits\n",
         floats, fine);
  TAP_OK(floats < -120.0, "the stems add up to the mix");
  TAP_OK(fine < -120.0, "and at 24 bits, mastered");
}

// --- faults ------------------------------------------------------------------

// An ffmpeg that does HOW when it is to write the film.
static void
false_ffmpeg(const char* name, const char* how, const char* told)
{
  char path[4096];
  snprintf(path, sizeof path, "%s", getenv("PATH"));
  const char* const bin = folder_path("%s", name);
  shell("mkdir -p '%s'", bin);
  char text[8192];
  snprintf(text, sizeof text,
           "#!/bin/sh\nPATH='%s'\ncase \"$*\" in *itsoffset*) %s;; esac\n"
           "exec ffmpeg \"$@\"\n",
           path, how);
  file_write(folder_path("%s/ffmpeg", name), text, strlen(text));
  shell("chmod +x '%s/ffmpeg'", bin);
  char longer[8192];
  snprintf(longer, sizeof longer, "%s:%s", bin, path);
  setenv("PATH", longer, 1);
  ElaraOptions options = elara_options();
  ElaraSummary s;
  options.picture = folder_path("plain.mp4");
  options.stems = 1;
  TAP_OK(score(options, folder_path("%s-out", name), &s), name);
  setenv("PATH", path, 1);
  if (!TAP_OK(strstr(said, told) != NULL, told)) printf("# %s", said);
  TAP_EQ_I(folder_each(folder_path("%s-out", name), NULL), 0,
           "files left behind");
  TAP_OK(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD, "no zombie");
}

static int
has_font(void)
{
  const ElaraOptions options = elara_options();
  ElaraProject* const project = elara_project_new(&options);
  const int has = elara_font_info(project, 0) != NULL;
  elara_project_free(project);
  return has;
}

// A film given as the story is the picture of that score alone: what the same
// project scores next has none.
static void
test_next_story(void)
{
  char film[PATH_SIZE], script_dir[PATH_SIZE];
  snprintf(film, sizeof film, "%s", folder_path("plain.mp4"));
  snprintf(script_dir, sizeof script_dir, "%s", folder_path("next"));
  ElaraOptions options = elara_options();
  options.audio = 0;
  ElaraProject* const project = elara_project_new(&options);
  TAP_OK(!elara_score_story(project, film, folder_path("first")),
         "a film alone");
  TAP_OK(tap_exists(folder_path("first/cut.json")), "is watched");
  TAP_OK(!elara_score_story(project, tap_path("examples/the-well.fountain"),
                            script_dir),
         "then a script");
  TAP_OK(tap_exists(folder_path("next/plan.json")) &&
             !tap_exists(folder_path("next/cut.json")),
         "which has no film");
  TAP_OK(elara_summary(project).shots == 0, "nor shots");
  elara_project_free(project);
}

int
main(void)
{
  tap_begin("studio: a scored film leaves the house");
  if (!TAP_OK(folder_begin(), "a folder to write to")) return tap_end();
  if (!TAP_OK(shell("ffmpeg -version")[0] && make_plan(), "ffmpeg and a plan"))
    return tap_end();
  if (!has_font()) {
    tap_skip("scored films", "no sound font found");
    folder_end();
    return tap_end();
  }
  test_plain();
  test_next_story();
  test_webm();
  test_surround();
  test_clocks();
  test_dialogue();
  test_lengths();
  test_targets();
  test_stems();
  false_ffmpeg("full", "echo 'No space left on device' >&2; exit 1",
               "No space left on device");
  false_ffmpeg("half", "head -c 100000 >/dev/null; exit 3",
               "failed with code 3");
  folder_end();
  return tap_end();
}
