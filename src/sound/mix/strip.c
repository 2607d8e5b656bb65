// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Placement: constant-power pan by the seat's angle, the far channel up to
// 0.35 ms late as between two spaced microphones, the stereo width of the
// samples narrowed to what one seat or section spans, and a low-pass that
// stands for the air and the heads in between. The direct sound falls only
// slowly with distance: balance is already what the audience hears, so
// distance is told by the ratio of direct to hall.

#include "sound/mix/strip.h"

#include "base/random.h"
#include "sound/mix/anticipate.h"

#include "sound/space/hall.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846
#define CC_PAN 10
#define REFERENCE_M 8.0
// Air (0.16 dB a metre at 10 kHz) and the heads in front.
#define AIR_DB_PER_M 0.2

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

// y = (1 - a) x[i] + a x[i - 1] loses  1 - 2 a (1 - a) (1 - cos w)  of power;
// the share that loses AIR_DB_PER_M a metre at 10 kHz.
static double
air_share(double metres, int rate)
{
  const double lost = 1.0 - pow(10.0, -AIR_DB_PER_M * metres / 10.0);
  const double x = lost / (2.0 * (1.0 - cos(2.0 * PI * 10000.0 / rate)));
  return x < 0.25 ? 0.5 - sqrt(0.25 - x) : 0.5;
}

static void
place(ElaraStrip* s)
{
  const ElaraInstrument* const t = elara_instrument(s->player->instrument);
  s->bus = t ? bus_of_family[t->family] : ELARA_BUS_KEYS;
  s->hall_group =
      t ? elara_hall_group(t->seat_x, t->seat_y) : elara_hall_group(0.0, 6.0);
  s->width = 1.0;
  s->hall = 1.0f;
  s->gain[0] = s->gain[1] = 1.0f;
  if (!t) return;
  double metres, angle;
  elara_hall_seat(t->seat_x, t->seat_y, &metres, &angle);
  const double level = sqrt(REFERENCE_M / fmax(metres, 4.0));
  s->air = (float)air_share(metres, s->rate);
  s->gain[0] = s->gain[1] = (float)level;
  if (pans_itself(s->player)) return; // a MIDI file's own stage
  s->width = width_of_family[t->family];
  const double pan = fmax(-1.0, fmin(1.0, angle / (50.0 * PI / 180.0)));
  const double turn = (1.0 + 0.9 * pan) * PI / 4.0;
  s->gain[0] = (float)(level * sqrt(2.0) * cos(turn));
  s->gain[1] = (float)(level * sqrt(2.0) * sin(turn));
  const int late = (int)(0.00035 * fabs(sin(angle)) * s->rate + 0.5);
  s->delay[angle > 0.0 ? 0 : 1] = late < ELARA_STRIP_HISTORY ? late : 0;
}

static size_t
preset_index(ElaraStrip* s, ElaraFont* font, ElaraPreset asked)
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

// The first frame in which the note may sound (anticipate.h).
static int64_t
early_frames(const ElaraTakeEvent* e, int rate)
{
  const ElaraTime early =
      e->prompt ? elara_time_from_s(ELARA_ANTICIPATE_MOST_S) : 0;
  return elara_time_frames(e->time > early ? e->time - early : 0, rate);
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
      elara_font_want_from(font, s->presets[now].preset, e->a, e->b,
                           early_frames(e, s->rate));
    }
  }
  return ELARA_OK;
}

ElaraStatus
elara_strip_init(ElaraStrip* s,
                 ElaraArena* arena,
                 const ElaraPlayer* player,
                 ElaraFont* font,
                 const ElaraTables* tables,
                 int rate,
                 int breathes)
{
  memset(s, 0, sizeof *s);
  s->player = player;
  s->rate = rate;
  place(s);
  const int synth = elara_synth_kind(player->instrument);
  if (synth < 0) ELARA_TRY(scan(s, arena, font));
  for (int c = 0; c < 2; c++) {
    s->line[c] = (float*)elara_arena_array(
        arena, ELARA_STRIP_HISTORY + ELARA_STRIP_STEP, sizeof(float));
    ELARA_TRY_PTR(s->line[c]);
  }
  if (synth >= 0) {
    s->synth = elara_synth_new((ElaraSynthKind)synth, rate);
    return s->synth ? ELARA_OK : ELARA_NO_MEMORY;
  }
  s->sampler = elara_sampler_new(font, tables, rate, 32, 0);
  ELARA_TRY_PTR(s->sampler);
  elara_sampler_preset(s->sampler, s->presets[0].preset);
  if (breathes) {
    elara_sampler_breathe(s->sampler, elara_breath_of(player->instrument),
                          elara_hash_text(player->name));
  }
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

// Whether a note follows the one before without a gap.
static int
slurs(const ElaraStrip* s, const ElaraTakeEvent* e)
{
  if (e->technique == ELARA_TECHNIQUE_STACCATO ||
      e->technique == ELARA_TECHNIQUE_MARCATO) {
    return 0;
  }
  const ElaraTime gap = e->time - s->last_end;
  return s->last_end > 0 && e->time > s->last_start &&
         gap < ELARA_FLICKS_PER_S / 100 && gap > -ELARA_FLICKS_PER_S / 5;
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
    if (slurs(s, e)) elara_sampler_slur(sampler);
    s->last_start = e->time;
    s->last_end = e->end;
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
  case ELARA_TAKE_RESET:
    elara_sampler_reset(sampler);
    break;
  case ELARA_TAKE_MASTER_VOLUME:
    elara_sampler_master_gain(sampler, pow(e->b / 16383.0, 2.0));
    break;
  case ELARA_TAKE_MASTER_TUNE:
    elara_sampler_master_tune(sampler, e->b / 100.0);
    break;
  case ELARA_TAKE_KEY_TUNE:
    elara_sampler_key_tune(sampler, e->a, e->b / 100.0);
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

int
elara_strip_busy(const ElaraStrip* s)
{
  return voices(s) > 0 || s->ringing > 0;
}

// Controller 91 turns the hall's send up or down, for MIDI files that use it:
// its usual 40 is the seat's own, 0 none, 127 5 dB more.
static float
hall_share(const ElaraStrip* s)
{
  if (!s->sampler) return 1.0f;
  const int value = elara_sampler_controls(s->sampler)->cc[ELARA_CC_HALL];
  return value == 40 ? 1.0f : (float)sqrt(value / 40.0);
}

// Narrows the new frames' image to the seat's width and adds their middle to
// the hall's send.
static void
narrow(ElaraStrip* s, float* restrict send, size_t frames)
{
  float* restrict left = s->line[0] + ELARA_STRIP_HISTORY;
  float* restrict right = s->line[1] + ELARA_STRIP_HISTORY;
  const float width = (float)(0.5 * s->width);
  const float share = s->hall;
  s->hall = hall_share(s);
  const float change = (s->hall - share) / (float)frames;
  for (int i = 0; i < (int)frames; i++) {
    const float mid = 0.5f * (left[i] + right[i]);
    const float side = width * (left[i] - right[i]);
    send[i] += mid * (share + change * (float)i);
    left[i] = mid + side;
    right[i] = mid - side;
  }
}

static void
place_channel(const ElaraStrip* s, int channel, float* restrict out, size_t n)
{
  const float* restrict now =
      s->line[channel] + ELARA_STRIP_HISTORY - s->delay[channel];
  const float* const before = now - 1;
  const float far = s->gain[channel] * s->air;
  const float near = s->gain[channel] - far;
  for (size_t i = 0; i < n; i++)
    out[i] += near * now[i] + far * before[i];
}

// Plays what is due now; the frame of the next event.
static int64_t
play_due(ElaraStrip* s)
{
  int64_t due = elara_strip_next_event(s);
  if (due <= s->now && s->sampler) elara_sampler_settle(s->sampler);
  while (due <= s->now) {
    play(s, &s->player->events[s->next++]);
    due = elara_strip_next_event(s);
  }
  return due;
}

// N frames of all strips to their lines, from frame AT of the step.
static void
render(ElaraStrip* const* list, size_t count, int at, int n)
{
  ElaraSampler* samplers[ELARA_MOST_TOGETHER];
  float *left[ELARA_MOST_TOGETHER], *right[ELARA_MOST_TOGETHER];
  size_t used = 0;
  for (size_t i = 0; i < count; i++) {
    ElaraStrip* const s = list[i];
    float* const l = s->line[0] + ELARA_STRIP_HISTORY + at;
    float* const r = s->line[1] + ELARA_STRIP_HISTORY + at;
    s->now += n;
    if (s->synth) {
      elara_synth_render(s->synth, l, r, n);
      continue;
    }
    samplers[used] = s->sampler;
    left[used] = l;
    right[used++] = r;
  }
  if (used > 0) elara_samplers_render(samplers, used, left, right, n);
}

// A step of N frames of all strips together, cut at every event of any.
static void
play_together(ElaraStrip* const* list, size_t count, int n)
{
  for (int at = 0; at < n;) {
    int64_t next = list[0]->now + n - at;
    for (size_t i = 0; i < count; i++) {
      const int64_t due = play_due(list[i]);
      if (due < next) next = due;
    }
    const int here = (int)(next - list[0]->now);
    render(list, count, at, here);
    at += here;
  }
}

static void
clear_desk(ElaraDesk* d, size_t capacity)
{
  if (d->sounding) return;
  memset(d->left, 0, capacity * sizeof(float));
  memset(d->right, 0, capacity * sizeof(float));
  memset(d->send, 0, capacity * sizeof(float));
  d->sounding = 1;
}

static void
begin_step(ElaraStrip* s, size_t n)
{
  for (int c = 0; c < 2; c++)
    memset(s->line[c] + ELARA_STRIP_HISTORY, 0, n * sizeof(float));
  s->sounding = 1;
  const int sounds =
      voices(s) > 0 || elara_strip_next_event(s) < s->now + (int64_t)n;
  s->ringing = sounds ? ELARA_STRIP_HISTORY : s->ringing - (int)n;
}

// The step's N frames to frame AT of the desk.
static void
end_step(ElaraStrip* s, ElaraDesk* d, size_t at, size_t n)
{
  narrow(s, d->send + at, n);
  for (int c = 0; c < 2; c++) {
    place_channel(s, c, (c ? d->right : d->left) + at, n);
    memmove(s->line[c], s->line[c] + n, ELARA_STRIP_HISTORY * sizeof(float));
  }
}

static int
has_work(const ElaraStrip* s, size_t n)
{
  return elara_strip_busy(s) || elara_strip_next_event(s) < s->now + (int64_t)n;
}

static void
rest(ElaraStrip* s, size_t n)
{
  if (s->sampler) elara_sampler_render(s->sampler, NULL, NULL, (int)n);
  if (s->synth) elara_synth_render(s->synth, NULL, NULL, (int)n);
  s->now += (int64_t)n;
}

void
elara_strips_run(ElaraStrip* const* list,
                 size_t count,
                 ElaraDesk* d,
                 size_t capacity,
                 size_t frames)
{
  for (size_t i = 0; i < count; i++)
    list[i]->sounding = 0;
  for (size_t at = 0; at < frames; at += ELARA_STRIP_STEP) {
    const size_t left = frames - at;
    const size_t n = left < ELARA_STRIP_STEP ? left : ELARA_STRIP_STEP;
    for (size_t i = 0; i < count;) {
      ElaraStrip* working[ELARA_MOST_TOGETHER];
      size_t used = 0;
      for (; i < count && used < ELARA_MOST_TOGETHER; i++) {
        list[i]->heard[at / ELARA_STRIP_STEP % ELARA_STRIP_STEPS] = 0;
        if (has_work(list[i], n))
          working[used++] = list[i];
        else
          rest(list[i], n);
      }
      if (used == 0) continue;
      clear_desk(d, capacity);
      for (size_t k = 0; k < used; k++)
        begin_step(working[k], n);
      play_together(working, used, (int)n);
      for (size_t k = 0; k < used; k++) {
        end_step(working[k], d, at, n);
        working[k]->heard[at / ELARA_STRIP_STEP % ELARA_STRIP_STEPS] =
            voices(working[k]);
      }
    }
  }
}
