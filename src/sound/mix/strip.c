// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Placement: constant-power pan by the seat's angle, the far channel up to
// 0.35 ms late as between two spaced microphones, the stereo width of the
// samples narrowed to what one seat or section spans, and a low-pass that
// stands for the air and the heads in between. The direct sound falls only
// slowly with distance: balance is already what the audience hears, so
// distance is told by the ratio of direct to hall.

#include "sound/mix/strip.h"

#include "sound/space/hall.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846
#define CC_PAN 10
#define REFERENCE_M 8.0

static const ElaraBus bus_of_family[ELARA_FAMILY_COUNT] = {
    [ELARA_FAMILY_WOODWIND] = ELARA_BUS_WOODWINDS,
    [ELARA_FAMILY_BRASS] = ELARA_BUS_BRASS,
    [ELARA_FAMILY_PERCUSSION] = ELARA_BUS_PERCUSSION,
    [ELARA_FAMILY_KEYS] = ELARA_BUS_KEYS,
    [ELARA_FAMILY_CHOIR] = ELARA_BUS_CHOIR,
    [ELARA_FAMILY_STRING] = ELARA_BUS_STRINGS,
    [ELARA_FAMILY_SYNTH] = ELARA_BUS_SYNTH,
};

static const double width_of_family[ELARA_FAMILY_COUNT] = {
    [ELARA_FAMILY_WOODWIND] = 0.25,  [ELARA_FAMILY_BRASS] = 0.3,
    [ELARA_FAMILY_PERCUSSION] = 0.5, [ELARA_FAMILY_KEYS] = 0.4,
    [ELARA_FAMILY_CHOIR] = 0.9,      [ELARA_FAMILY_STRING] = 0.6,
    [ELARA_FAMILY_SYNTH] = 1.0,
};

static int
pans_itself(const ElaraPlayer* p)
{
  for (size_t i = 0; i < p->event_count; i++) {
    const ElaraTakeEvent* const e = &p->events[i];
    if (e->kind == ELARA_TAKE_CONTROL && e->a == CC_PAN && e->b != 64) return 1;
  }
  return 0;
}

static void
place(ElaraStrip* s)
{
  const ElaraInstrument* const t = elara_instrument(s->player->instrument);
  s->bus = t ? bus_of_family[t->family] : ELARA_BUS_KEYS;
  s->hall_group =
      t ? elara_hall_group(t->seat_x, t->seat_y) : elara_hall_group(0.0, 6.0);
  s->width = 1.0;
  s->gain[0] = s->gain[1] = 1.0f;
  s->air = 1.0f;
  if (!t) return;
  double metres, angle;
  elara_hall_seat(t->seat_x, t->seat_y, &metres, &angle);
  const double level = sqrt(REFERENCE_M / fmax(metres, 4.0));
  const double cutoff_hz = fmin(0.4 * s->rate, 24000.0 * REFERENCE_M / metres);
  s->air = (float)(1.0 - exp(-2.0 * PI * cutoff_hz / s->rate));
  s->gain[0] = s->gain[1] = (float)level;
  if (pans_itself(s->player)) return; // a MIDI file's own stage
  s->width = width_of_family[t->family];
  const double pan = fmax(-1.0, fmin(1.0, angle / (50.0 * PI / 180.0)));
  const double turn = (1.0 + 0.9 * pan) * PI / 4.0;
  s->gain[0] = (float)(level * sqrt(2.0) * cos(turn));
  s->gain[1] = (float)(level * sqrt(2.0) * sin(turn));
  const int late = (int)(0.00035 * fabs(sin(angle)) * s->rate + 0.5);
  s->delay[angle > 0.0 ? 0 : 1] = late < ELARA_STRIP_DELAY ? late : 0;
}

static size_t
preset_index(ElaraStrip* s, const ElaraFont* font, ElaraPreset asked)
{
  if (s->player->percussion) asked.bank = 128;
  for (size_t i = 0; i < s->preset_count; i++) {
    if (s->presets[i].asked.bank == asked.bank &&
        s->presets[i].asked.program == asked.program) {
      return i;
    }
  }
  s->presets[s->preset_count] = (ElaraStripPreset){
      .asked = asked,
      .preset = elara_font_preset(font, asked.bank, asked.program),
      .trim = 1.0,
  };
  return s->preset_count++;
}

// Notes which presets the player uses and which samples their notes need.
static ElaraStatus
scan(ElaraStrip* s, ElaraArena* arena, ElaraFont* font)
{
  const ElaraPlayer* const p = s->player;
  size_t programs = 1;
  for (size_t i = 0; i < p->event_count; i++) {
    programs += p->events[i].kind == ELARA_TAKE_PROGRAM;
  }
  s->presets = (ElaraStripPreset*)elara_arena_array(arena, programs,
                                                    sizeof(ElaraStripPreset));
  ELARA_TRY_PTR(s->presets);
  size_t now = preset_index(s, font, p->preset);
  for (size_t i = 0; i < p->event_count; i++) {
    const ElaraTakeEvent* const e = &p->events[i];
    if (e->kind == ELARA_TAKE_PROGRAM) {
      now = preset_index(s, font, (ElaraPreset){e->a, e->b});
    } else if (e->kind == ELARA_TAKE_NOTE) {
      elara_font_want(font, s->presets[now].preset, e->a, e->b);
    }
  }
  return ELARA_OK;
}

ElaraStatus
elara_strip_init(ElaraStrip* s,
                 ElaraArena* arena,
                 const ElaraPlayer* player,
                 ElaraFont* font,
                 const ElaraInterpolator* interpolator,
                 int rate,
                 size_t frames)
{
  memset(s, 0, sizeof *s);
  s->player = player;
  s->rate = rate;
  place(s);
  const int synth = elara_synth_kind(player->instrument);
  if (synth < 0) ELARA_TRY(scan(s, arena, font));
  s->left = (float*)elara_arena_array(arena, frames, sizeof(float));
  s->right = (float*)elara_arena_array(arena, frames, sizeof(float));
  s->send = (float*)elara_arena_array(arena, frames, sizeof(float));
  if (!s->left || !s->right || !s->send) return ELARA_NO_MEMORY;
  if (synth >= 0) {
    s->synth = elara_synth_new((ElaraSynthKind)synth, rate);
    return s->synth ? ELARA_OK : ELARA_NO_MEMORY;
  }
  s->sampler = elara_sampler_new(font, interpolator, rate);
  ELARA_TRY_PTR(s->sampler);
  elara_sampler_preset(s->sampler, s->presets[0].preset);
  return ELARA_OK;
}

void
elara_strip_clear(ElaraStrip* s)
{
  elara_sampler_free(s->sampler);
  s->sampler = NULL;
  elara_synth_free(s->synth);
  s->synth = NULL;
}

static void
change_preset(ElaraStrip* s, ElaraPreset asked)
{
  if (s->player->percussion) asked.bank = 128;
  for (size_t i = 0; i < s->preset_count; i++) {
    if (s->presets[i].asked.bank != asked.bank ||
        s->presets[i].asked.program != asked.program) {
      continue;
    }
    s->preset_now = i;
    elara_sampler_preset(s->sampler, s->presets[i].preset);
  }
}

static void
play_synth(ElaraStrip* s, const ElaraTakeEvent* e)
{
  const int64_t length = elara_time_frames(e->end, s->rate) - s->now;
  if (e->kind == ELARA_TAKE_CONTROL) elara_synth_control(s->synth, e->a, e->b);
  if (e->kind == ELARA_TAKE_BEND) elara_synth_bend(s->synth, e->b);
  if (e->kind != ELARA_TAKE_NOTE) return;
  if (elara_synth_note(s->synth, e->a, e->b, length, 1.0) != ELARA_OK) {
    s->failed = 1;
  }
}

static void
play(ElaraStrip* s, const ElaraTakeEvent* e)
{
  if (s->synth) {
    play_synth(s, e);
    return;
  }
  ElaraSampler* const sampler = s->sampler;
  switch (e->kind) {
  case ELARA_TAKE_NOTE: {
    const int64_t length = elara_time_frames(e->end, s->rate) - s->now;
    if (elara_sampler_note(sampler, e->a, e->b, length > 1 ? length : 1,
                           s->presets[s->preset_now].trim) != ELARA_OK) {
      s->failed = 1;
    }
    break;
  }
  case ELARA_TAKE_CONTROL:
    elara_sampler_control(sampler, e->a, e->b);
    break;
  case ELARA_TAKE_BEND:
    elara_sampler_bend(sampler, e->b);
    break;
  case ELARA_TAKE_PROGRAM:
    change_preset(s, (ElaraPreset){e->a, e->b});
    break;
  case ELARA_TAKE_PRESSURE:
    elara_sampler_pressure(sampler, e->b);
    break;
  case ELARA_TAKE_KEY_PRESSURE:
    elara_sampler_key_pressure(sampler, e->a, e->b);
    break;
  case ELARA_TAKE_KIND_COUNT:
    break;
  }
}

int64_t
elara_strip_next_event(const ElaraStrip* s)
{
  if (s->next >= s->player->event_count) return INT64_MAX;
  return elara_time_frames(s->player->events[s->next].time, s->rate);
}

static size_t
voices(const ElaraStrip* s)
{
  return s->synth ? elara_synth_voice_count(s->synth)
                  : elara_sampler_voice_count(s->sampler);
}

static void
render(ElaraStrip* s, float* left, float* right, int count)
{
  if (s->synth)
    elara_synth_render(s->synth, left, right, count);
  else
    elara_sampler_render(s->sampler, left, right, count);
}

int
elara_strip_busy(const ElaraStrip* s)
{
  return voices(s) > 0 || s->ringing;
}

// The sampler's stereo to the placed direct sound (in place) and the send.
static void
direct(ElaraStrip* s, size_t frames)
{
  const float mid_gain = 0.5f, side_gain = (float)(0.5 * s->width);
  const size_t mask = ELARA_STRIP_DELAY - 1;
  for (size_t i = 0; i < frames; i++) {
    const float mid = mid_gain * (s->left[i] + s->right[i]);
    const float side = side_gain * (s->left[i] - s->right[i]);
    float in[2] = {mid + side, mid - side};
    s->send[i] = mid;
    const size_t at = s->at++ & mask;
    for (int c = 0; c < 2; c++) {
      s->air_state[c] += s->air * (in[c] - s->air_state[c]);
      s->line[c][at] = s->air_state[c];
      in[c] = s->gain[c] * s->line[c][(at - (size_t)s->delay[c]) & mask];
    }
    s->left[i] = in[0];
    s->right[i] = in[1];
  }
}

static int
hears(const ElaraStrip* s, int64_t until)
{
  return elara_strip_busy(s) || elara_strip_next_event(s) < until;
}

void
elara_strip_run(ElaraStrip* s, size_t frames)
{
  const int64_t from = s->now, until = from + (int64_t)frames;
  s->sounding = hears(s, until);
  if (!s->sounding) {
    render(s, NULL, NULL, (int)frames);
    s->now = until;
    return;
  }
  memset(s->left, 0, frames * sizeof(float));
  memset(s->right, 0, frames * sizeof(float));
  while (s->now < until) {
    int64_t due = elara_strip_next_event(s);
    while (due <= s->now) {
      play(s, &s->player->events[s->next++]);
      due = elara_strip_next_event(s);
    }
    const int64_t to = due < until ? due : until;
    const size_t at = (size_t)(s->now - from);
    render(s, s->left + at, s->right + at, (int)(to - s->now));
    s->now = to;
  }
  s->ringing = voices(s) > 0;
  direct(s, frames);
}
