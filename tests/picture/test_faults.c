// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Files that are no films, films that are strange, programs that misbehave: a
// sensible cut or a clear message, never a zombie, never half a paper.

#include "films.h"

#include <sys/resource.h>
#include <time.h>

static double
now_s(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

// What watching PATH says, in a static buffer; the cut or NULL.
static char said[8192];

static ElaraCut*
watch(const char* path, const ElaraPictureConfig* config, ElaraStatus* status)
{
  ElaraDiags* const diags = elara_diags_new();
  ElaraCut* cut = NULL;
  *status = elara_picture_watch(path, config, diags, &cut);
  said[0] = '\0';
  for (size_t i = 0; i < elara_diags_count(diags); i++) {
    const ElaraDiag* const d = elara_diags_at(diags, i);
    const size_t n = strlen(said);
    snprintf(said + n, sizeof said - n, "%s; %s\n", d->what, d->hint);
  }
  elara_diags_free(diags);
  return cut;
}

static void
refused(const char* name,
        const char* path,
        const ElaraPictureConfig* config,
        const char* words)
{
  ElaraStatus status;
  ElaraCut* const cut = watch(path, config, &status);
  const int right = status != ELARA_OK && !cut && strstr(said, words);
  if (!TAP_OK(right && films_no_zombie(), name))
    printf("# status %d, said: %s", (int)status, said);
  elara_cut_free(cut);
}

// The cut of a film that is fine; the caller frees it.
static ElaraCut*
taken(const char* name, const char* path)
{
  ElaraStatus status;
  ElaraCut* const cut = watch(path, NULL, &status);
  if (!TAP_OK(status == ELARA_OK && cut && films_no_zombie(), name)) {
    printf("# status %d, said: %s", (int)status, said);
    exit(tap_end());
  }
  return cut;
}

static void
test_no_films(void)
{
  refused("a file that is not there", films_path("nothing.mp4"), NULL,
          "cannot read");
  refused("a folder", films_dir, NULL, "folder");
  films_shell("true");
  FILE* f = fopen(films_path("empty.mp4"), "w");
  fclose(f);
  refused("an empty file", films_path("empty.mp4"), NULL, "empty");
  f = fopen(films_path("text.mp4"), "w");
  for (int i = 0; i < 200; i++)
    fputs("INT. MILL - NIGHT\n\nNo film at all.\n\n", f);
  fclose(f);
  refused("a text named .mp4", films_path("text.mp4"), NULL, "");
  refused("sound alone",
          films_make("sound.wav", "-f lavfi -i sine=d=1 -c:a pcm_s16le"), NULL,
          "no moving picture");
  films_make("cover.png", "-f lavfi -i testsrc2=s=64x64 -frames:v 1");
  char words[9000];
  snprintf(words, sizeof words,
           "-f lavfi -i sine=d=1 -i '%s' -map 0 -map 1 -c:a flac -c:v copy "
           "-disposition:v attached_pic",
           films_path("cover.png"));
  refused("a song with a cover", films_make("song.flac", words), NULL,
          "no moving picture");
  refused("an option's name", "-version", NULL, "cannot read");
}

static void
test_shapes(void)
{
  ElaraCut* c = taken(
      "one frame, odd sizes, no sound",
      films_make("one.mkv", "-f lavfi -i testsrc2=s=200x200:r=24 -vf "
                            "format=rgb24,crop=101:77 -frames:v 1 -c:v ffv1"));
  TAP_OK(c->frame_count == 1 && c->shot_count == 1 && !c->has_sound,
         "one shot");
  TAP_OK(c->width == 101 && c->height == 77, "its size");
  elara_cut_free(c);
  films_make("flat.mp4", "-f lavfi -i testsrc2=s=128x72:r=25 -t 1 -c:v mpeg4");
  char words[9000];
  snprintf(words, sizeof words, "-i '%s' -c copy -metadata:s:v:0 rotate=90",
           films_path("flat.mp4"));
  c = taken("rotated by 90 degrees", films_make("turned.mp4", words));
  TAP_OK(c->width == 72 && c->height == 128, "stands upright");
  TAP_OK(c->clock.num == 25 && c->clock.den == 1 && c->frame_count == 25,
         "25 a second");
  elara_cut_free(c);
  c = taken("upright", films_make("tall.mkv", "-f lavfi -i "
                                              "testsrc2=s=72x128:r=30000/1001 "
                                              "-t 1 -c:v ffv1"));
  TAP_OK(c->clock.num == 30000 && c->clock.den == 1001 && c->clock.drop == 0,
         "29.97");
  elara_cut_free(c);
  c = taken("alpha", films_make("alpha.mov",
                                "-f lavfi -i testsrc2=s=64x48:r=24 -t 1 -vf "
                                "format=argb -c:v qtrle"));
  TAP_EQ_I(c->frame_count, 24, "24 frames");
  elara_cut_free(c);
  c = taken("ten bits",
            films_make("deep.mkv", "-f lavfi -i testsrc2=s=64x48:r=24000/1001 "
                                   "-t 1 -pix_fmt yuv420p10le -c:v ffv1"));
  TAP_OK(c->clock.num == 24000 && c->clock.den == 1001, "23.976");
  elara_cut_free(c);
}

static void
test_clocks(void)
{
  ElaraCut* c = taken(
      "drop-frame timecode",
      films_make("code.mov", "-f lavfi -i testsrc2=s=64x48:r=30000/1001 -t 1 "
                             "-timecode '01:00:00;02' -c:v mpeg4"));
  TAP_OK(c->clock.drop == 1, "drops");
  TAP_EQ_S(elara_film_timecode(&c->clock, 0).text, "01:00:00;02",
           "begins there");
  elara_cut_free(c);
  // Half of the frames left out at random: 25 a second all the same.
  c = taken("frames that come when they like",
            films_make("vfr.mkv",
                       "-f lavfi -i testsrc2=s=64x48:r=25 -t 4 -vf "
                       "\"select='not(eq(mod(n,3),1))*not(eq(mod(n,7),2))'\" "
                       "-vsync vfr -c:v ffv1"));
  TAP_OK(fabs(elara_time_s(c->length) - 4.0) < .1, "four seconds");
  TAP_EQ_I(c->shot_count, 1, "one shot");
  elara_cut_free(c);
  c = taken(
      "sound that begins after the picture",
      films_make("late.mkv",
                 "-f lavfi -i testsrc2=s=64x48:r=24:d=3 -itsoffset 1.5 "
                 "-f lavfi -i sine=d=1.5:f=1000 -c:v ffv1 -c:a pcm_s16le"));
  TAP_OK(c->has_sound && c->looks[0].look.sound_lufs < -60.0 &&
             c->looks[4].look.sound_lufs > -30.0,
         "is silent first");
  elara_cut_free(c);
}

static void
test_damage(void)
{
  ElaraStatus status;
  films_make("whole.ts", "-f lavfi -i testsrc2=s=320x240:r=25 -t 6 -c:v "
                         "mpeg2video -b:v 800k");
  char command[9000];
  snprintf(command, sizeof command, "head -c 250000 '%s' >'%s'",
           films_path("whole.ts"), films_path("cut.ts"));
  films_shell(command);
  ElaraCut* c = taken("a film that breaks off", films_path("cut.ts"));
  TAP_OK(c->frame_count > 10 && c->frame_count < 149, "ends where it ends");
  elara_cut_free(c);
  snprintf(command, sizeof command,
           "cp '%s' '%s'; dd if=/dev/urandom of='%s' bs=1000 seek=200 count=60 "
           "conv=notrunc 2>/dev/null",
           films_path("whole.ts"), films_path("hurt.ts"),
           films_path("hurt.ts"));
  films_shell(command);
  c = taken("noise in the middle", films_path("hurt.ts"));
  TAP_OK(c->frame_count > 60, "most of it is seen");
  elara_cut_free(c);
  films_make("head.mp4", "-f lavfi -i testsrc2=s=320x240:r=25 -t 2 -c:v mpeg4");
  snprintf(command, sizeof command, "head -c 20000 '%s' >'%s'",
           films_path("head.mp4"), films_path("headless.mp4"));
  films_shell(command);
  c = watch(films_path("headless.mp4"), NULL, &status);
  TAP_OK(status != ELARA_OK && !c && said[0], "an mp4 without its index");
  elara_cut_free(c);
}

static void
test_long(void)
{
  const double start = now_s();
  ElaraCut* const c = taken(
      "four hours",
      films_make("long.avi", "-f lavfi -i color=c=gray:s=16x16:r=1 -t 14400 "
                             "-c:v rawvideo -pix_fmt gray"));
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  printf("# four hours in %.1f s, at most %ld MB\n", now_s() - start,
         use.ru_maxrss / 1024);
  TAP_NEAR(elara_time_s(c->length), 14400.0, 1.0, "are four hours");
  TAP_EQ_I(c->shot_count, 1, "one shot");
  TAP_OK(use.ru_maxrss < 300 * 1024, "in less than 300 MB");
  elara_cut_free(c);
}

static int
stop_late(void* data, double done)
{
  (void)done;
  return ++*(int*)data > 2;
}

// The real ffprobe with a false ffmpeg, and the other way round.
static void
test_programs(void)
{
  const char* const film = films_make(
      "good.mkv", "-f lavfi -i testsrc2=s=64x48:r=24 -t 2 -c:v ffv1");
  ElaraPictureConfig how = elara_picture_config();
  how.stall_s = .4;
  how.ffprobe = "elara-no-ffprobe";
  refused("no ffprobe", film, &how, "install the package ffmpeg");
  how.ffprobe = films_program("probe-hangs", "sleep 60");
  refused("an ffprobe that hangs", film, &how, "did nothing for 0.4 s");
  how.ffprobe = films_program("probe-dies", "kill -ABRT $$");
  refused("an ffprobe that crashes", film, &how, "signal 6");
  how.ffprobe = films_program("probe-floods", "yes '{\"streams\": ['");
  refused("an ffprobe that floods", film, &how, "far too much");
  how.ffprobe = films_program("probe-babbles", "echo hello");
  refused("an ffprobe that says nothing of use", film, &how,
          "no moving picture");
  how = elara_picture_config();
  how.stall_s = 2.0; // the real ffprobe on a busy machine
  how.ffmpeg = "elara-no-ffmpeg";
  refused("no ffmpeg", film, &how, "install the package ffmpeg");
  how.ffmpeg = films_program("hangs", "head -c 40000 /dev/zero; sleep 60");
  refused("an ffmpeg that hangs", film, &how, "did nothing for 2 s");
  how.ffmpeg = films_program("dies", "kill -SEGV $$");
  refused("an ffmpeg that crashes at once", film, &how, "signal 11");
  how.ffmpeg = films_program("floods", "cat /dev/zero");
  refused("an ffmpeg that floods", film, &how, "no end");
  how.ffmpeg = films_program("cries", "yes no | head -c 1000000 >&2; exit 1");
  refused("an ffmpeg that only cries", film, &how, "failed with code 1");
  how.ffmpeg = films_program("silent", "exit 0");
  refused("an ffmpeg that gives nothing", film, &how, "not one frame");
  how.ffmpeg = films_program("half", "head -c 50000 /dev/zero");
  ElaraStatus status;
  ElaraCut* const cut = watch(film, &how, &status);
  TAP_OK(status == ELARA_OK && cut->frame_count == 3 &&
             strstr(said, "breaks off"),
         "half a frame: the whole ones count, with a warning");
  elara_cut_free(cut);
  int asked = 0;
  how = elara_picture_config();
  how.progress = stop_late;
  how.progress_data = &asked;
  how.ffmpeg = films_program("slow", "sleep 20");
  const double start = now_s();
  ElaraCut* none = watch(film, &how, &status);
  TAP_OK(status == ELARA_CANCELLED && !none && now_s() - start < 5.0,
         "cancelled soon");
  TAP_OK(films_no_zombie(), "no zombie is left");
}

int
main(void)
{
  tap_begin("picture: faults");
  films_begin();
  test_no_films();
  test_shapes();
  test_clocks();
  test_damage();
  test_long();
  test_programs();
  films_end();
  return tap_end();
}
