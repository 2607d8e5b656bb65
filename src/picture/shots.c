// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// From rows of numbers and joins to the paper: shots, and looks every half
// second.

#include "picture/room.h"

#include <math.h>

// Levels a pixel changes in a 24th of a second that are felt as half of all
// there can be: a walk near the camera changes 3 on a picture of this size.
#define WALK 3.0
#define STILL_NOISE .3 // levels of coding noise
#define BLACK_SHARE .8 // of a shot's frames
#define BLACK_SPREAD 3.5f
#define SHORTEST 2 // frames between two breaks

// Means over frames [FIRST, LAST), as the paper has them. LUFS and the cutting
// rate are the caller's.
static ElaraLook
look_over(const ElaraTraces* traces, int64_t first, int64_t last)
{
  double motion = 0, brightness = 0, contrast = 0, warmth = 0;
  for (int64_t i = first; i < last; i++) {
    const ElaraTrace* const t = &traces->frames.items[i];
    motion += (double)t->motion;
    brightness += (double)t->brightness;
    contrast += (double)t->contrast;
    warmth += (double)t->warmth;
  }
  const double n = (double)(last - first);
  const double levels =
      fmax(0.0, motion / n - STILL_NOISE) * traces->rate / 24.0;
  return (ElaraLook){
      .motion = levels / (levels + WALK),
      .brightness = fmin(1.0, fmax(0.0, brightness / n)),
      .contrast = fmin(1.0, fmax(0.0, 2.0 * contrast / n)),
      .warmth = fmin(1.0, fmax(-1.0, warmth / n)),
      .sound_lufs = -70.0,
  };
}

// The jump of a cut is no motion.
static void
quieten_cuts(const ElaraTraces* traces, const ElaraJoins* joins)
{
  for (size_t i = 0; i < joins->breaks.count; i++) {
    const ElaraBreak* const b = &joins->breaks.items[i];
    ElaraTrace* const t = &traces->frames.items[b->frame];
    if (b->join != ELARA_JOIN_CUT) continue;
    t->motion = b->frame + 1 < (int64_t)traces->frames.count ? t[1].motion
                                                             : t[-1].motion;
  }
}

static double
loudness_between(const ElaraLoudness* loudness, double from_s, double to_s)
{
  double power = 0.0;
  size_t count = 0;
  for (size_t i = (size_t)(from_s * 2.0); i < loudness->halves.count; i++) {
    if ((double)i * .5 >= to_s) break;
    power += pow(10.0, (double)loudness->halves.items[i] / 10.0);
    count++;
  }
  return count ? fmax(-70.0, 10.0 * log10(power / (double)count)) : -70.0;
}

// Shots that begin within five seconds of T_S on either side.
static double
cut_rate(const ElaraCut* cut, double t_s, size_t* from)
{
  while (*from < cut->shot_count &&
         elara_time_s(cut->shots[*from].start) < t_s - 5.0)
    ++*from;
  size_t n = 0;
  for (size_t i = *from; i < cut->shot_count; i++) {
    if (elara_time_s(cut->shots[i].start) >= t_s + 5.0) break;
    n += i > 0;
  }
  return (double)n;
}

// --- shots -------------------------------------------------------------------

static int
is_black(const ElaraTraces* traces, const ElaraShot* s)
{
  int64_t flat = 0;
  for (int64_t i = s->first_frame; i < s->first_frame + s->frame_count; i++)
    flat += traces->frames.items[i].spread < BLACK_SPREAD;
  return (double)flat >= BLACK_SHARE * (double)s->frame_count;
}

static void
finish_shot(ElaraCut* cut,
            const ElaraTraces* traces,
            const ElaraLoudness* loudness,
            ElaraShot* s,
            int64_t end)
{
  s->frame_count = end - s->first_frame;
  s->start = elara_film_time(&cut->clock, s->first_frame);
  s->end = elara_film_time(&cut->clock, end);
  s->look = look_over(traces, s->first_frame, end);
  s->look.sound_lufs =
      loudness_between(loudness, elara_time_s(s->start), elara_time_s(s->end));
  s->black = is_black(traces, s);
}

static ElaraStatus
make_shots(ElaraCut* cut,
           const ElaraTraces* traces,
           const ElaraJoins* joins,
           const ElaraLoudness* loudness)
{
  cut->shots = elara_arena_array(cut->arena, joins->breaks.count + 1,
                                 sizeof *cut->shots);
  ELARA_TRY_PTR(cut->shots);
  ElaraShot* s = cut->shots;
  *s = (ElaraShot){.join = ELARA_JOIN_START, .confidence = 1.0};
  for (size_t i = 0; i < joins->breaks.count; i++) {
    const ElaraBreak* const b = &joins->breaks.items[i];
    if (b->frame - s->first_frame < SHORTEST || b->frame >= cut->frame_count)
      continue;
    finish_shot(cut, traces, loudness, s, b->frame);
    *++s = (ElaraShot){
        .first_frame = b->frame,
        .join = b->join,
        .join_first = b->first,
        .join_last = b->last < cut->frame_count ? b->last : cut->frame_count,
        .confidence = b->confidence};
  }
  finish_shot(cut, traces, loudness, s, cut->frame_count);
  cut->shot_count = (size_t)(s - cut->shots) + 1;
  size_t from = 0;
  for (size_t i = 0; i < cut->shot_count; i++) {
    ElaraShot* const shot = &cut->shots[i];
    const double middle = elara_time_s(shot->start + shot->end) / 2.0;
    shot->look.cut_rate = cut_rate(cut, middle, &from);
  }
  return ELARA_OK;
}

// --- looks -------------------------------------------------------------------

static ElaraStatus
make_looks(ElaraCut* cut,
           const ElaraTraces* traces,
           const ElaraLoudness* loudness)
{
  const ElaraTime half = ELARA_FLICKS_PER_S / 2;
  const size_t count = (size_t)((cut->length + half - 1) / half);
  cut->looks = elara_arena_array(cut->arena, count, sizeof *cut->looks);
  ELARA_TRY_PTR(cut->looks);
  cut->look_count = count;
  size_t from = 0;
  for (size_t i = 0; i < count; i++) {
    const ElaraTime time = (ElaraTime)i * half;
    int64_t first = elara_film_nearest(&cut->clock, time);
    int64_t last = elara_film_nearest(&cut->clock, time + half);
    if (first >= cut->frame_count) first = cut->frame_count - 1;
    if (last > cut->frame_count) last = cut->frame_count;
    if (last <= first) last = first + 1;
    ElaraLook look = look_over(traces, first, last);
    if (i < loudness->halves.count)
      look.sound_lufs = (double)loudness->halves.items[i];
    look.cut_rate = cut_rate(cut, elara_time_s(time) + .25, &from);
    cut->looks[i] = (ElaraLookPoint){time, look};
  }
  return ELARA_OK;
}

static ElaraStatus
fill(const ElaraFilm* film,
     const char* path,
     const ElaraTraces* traces,
     const ElaraJoins* joins,
     const ElaraLoudness* loudness,
     ElaraCut* cut)
{
  cut->source_name = elara_arena_strdup(cut->arena, path);
  ELARA_TRY_PTR(cut->source_name);
  cut->clock = film->clock;
  cut->width = film->width;
  cut->height = film->height;
  cut->frame_count = (int64_t)traces->frames.count;
  cut->length = elara_film_time(&cut->clock, cut->frame_count);
  cut->has_sound = loudness->halves.count > 0;
  quieten_cuts(traces, joins);
  ELARA_TRY(make_shots(cut, traces, joins, loudness));
  ELARA_TRY(make_looks(cut, traces, loudness));
  ELARA_TRY(elara_find_settings(traces, cut));
  return elara_find_actions(traces, joins, loudness, cut);
}

ElaraStatus
elara_cut_assemble(const ElaraFilm* film,
                   const char* path,
                   const ElaraTraces* traces,
                   const ElaraJoins* joins,
                   const ElaraLoudness* loudness,
                   ElaraCut** cut)
{
  ElaraArena* const arena = elara_arena_new();
  ELARA_TRY_PTR(arena);
  ElaraCut* const made = elara_arena_alloc(arena, sizeof *made);
  if (made) made->arena = arena;
  const ElaraStatus status =
      made ? fill(film, path, traces, joins, loudness, made) : ELARA_NO_MEMORY;
  if (status == ELARA_OK)
    *cut = made;
  else
    elara_arena_free(arena);
  return status;
}
