// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "cli/cli.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define WIDTH 20 // all of the line fits 80 columns

static struct {
  double start, last;
  double sound_start; // when the recording began; 0 = not yet
  const ElaraProject* project;
  int shown;
} bar;

static double
now_s(void)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

// How fast the sound is made, and what sounds now; nothing before that.
static void
add_sound(double now, char* text, size_t size)
{
  const ElaraSummary s =
      bar.project ? elara_summary(bar.project) : (ElaraSummary){0};
  text[0] = '\0';
  if (s.rendered_s <= 0.0) return;
  if (bar.sound_start == 0.0) bar.sound_start = now;
  const double spent = now - bar.sound_start;
  if (spent > .3)
    snprintf(text, size, ", %.0f x real time, %zu voices", s.rendered_s / spent,
             s.voices);
}

static int
show(void* data, const char* stage, double done)
{
  (void)data;
  const double now = now_s();
  if (now - bar.last < .1 && done < 1.0) return 0;
  bar.last = now;
  char cells[WIDTH + 1];
  for (int i = 0; i < WIDTH; i++) {
    cells[i] = i < (int)(done * WIDTH + .5) ? '#' : '.';
  }
  cells[WIDTH] = '\0';
  char left[32] = "";
  const double spent = now - bar.start;
  if (done > .02 && done < 1.0 && spent > 1.0) {
    const int rest = (int)(spent * (1.0 - done) / done + .5);
    snprintf(left, sizeof left, ", %d:%02d left", rest / 60, rest % 60);
  }
  char sound[64];
  add_sound(now, sound, sizeof sound);
  fprintf(stderr, "\r%s [%s] %d %%%s%s\033[K", stage, cells,
          (int)(done * 100.0 + .5), left, sound);
  fflush(stderr);
  bar.shown = 1;
  return 0;
}

void
elara_cli_progress_begin(CliArguments* arguments)
{
  bar.start = now_s();
  bar.sound_start = 0.0;
  bar.project = NULL;
  bar.shown = 0;
  if (arguments->quiet || !isatty(STDERR_FILENO)) return;
  arguments->options.progress = show;
}

void
elara_cli_progress_of(const ElaraProject* project)
{
  bar.project = project;
}

void
elara_cli_progress_end(void)
{
  if (bar.shown) fputs("\r\033[K", stderr);
  bar.shown = 0;
}

void
elara_cli_messages(const ElaraProject* project)
{
  for (size_t i = 0; i < elara_message_count(project); i++) {
    fprintf(stderr, "%s\n", elara_message(project, i));
  }
}
