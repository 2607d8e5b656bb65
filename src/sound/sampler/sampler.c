// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "sound/sampler/sampler.h"

#include "sound/sampler/voice.h"

#include <stdlib.h>
#include <string.h>

#define CC_DATA_COARSE 6
#define CC_DATA_FINE 38
#define CC_SUSTAIN 64
#define CC_SOSTENUTO 66
#define CC_RPN_FINE 100
#define CC_RPN_COARSE 101
#define CC_SOUND_OFF 120
#define CC_RESET 121
#define CC_NOTES_OFF 123

struct ElaraSampler {
  const ElaraFont* font;
  const ElaraInterpolator* interpolator;
  const ElaraZoneList* preset;
  int rate;
  ElaraControls controls;
  int data_coarse, data_fine;
  ElaraVoice* voices; // in order of their start
  size_t count, capacity, most;
  int64_t now; // frames rendered
  uint64_t next_note;
  uint64_t voice_frames;
};

ElaraSampler*
elara_sampler_new(const ElaraFont* font,
                  const ElaraInterpolator* interpolator,
                  int rate)
{
  ElaraSampler* const s = (ElaraSampler*)calloc(1, sizeof *s);
  if (!s) return NULL;
  s->font = font;
  s->interpolator = interpolator;
  s->rate = rate;
  s->preset = elara_font_preset(font, 0, 0);
  elara_controls_reset(&s->controls);
  return s;
}

void
elara_sampler_free(ElaraSampler* s)
{
  if (!s) return;
  free(s->voices);
  free(s);
}

void
elara_sampler_preset(ElaraSampler* s, const ElaraZoneList* preset)
{
  if (preset) s->preset = preset;
}

static void
update_voices(ElaraSampler* s)
{
  for (size_t i = 0; i < s->count; i++) {
    elara_voice_update(&s->voices[i], &s->controls, s->rate);
  }
}

// The pedal went up: what waited for it is released.
static void
release_held(ElaraSampler* s)
{
  for (size_t i = 0; i < s->count; i++) {
    if (!s->voices[i].held) continue;
    s->voices[i].held = 0;
    elara_voice_release(&s->voices[i]);
  }
}

static void
release_all(ElaraSampler* s, int choke)
{
  for (size_t i = 0; i < s->count; i++) {
    if (choke)
      elara_voice_choke(&s->voices[i], s->rate);
    else
      elara_voice_release(&s->voices[i]);
  }
}

// Registered parameters 0 bend range, 1 fine and 2 coarse tuning.
static void
set_registered(ElaraSampler* s)
{
  const uint8_t* const cc = s->controls.cc;
  if (cc[CC_RPN_COARSE] != 0) return;
  const int value = s->data_coarse * 128 + s->data_fine;
  static const double cents_per_step = 100.0 / 8192.0;
  switch (cc[CC_RPN_FINE]) {
  case 0:
    s->controls.bend_range = s->data_coarse + s->data_fine / 100.0;
    break;
  case 1:
    s->controls.tuning_cents = (value - 8192) * cents_per_step;
    break;
  case 2:
    s->controls.tuning_cents = (s->data_coarse - 64) * 100.0;
    break;
  default:
    return;
  }
  update_voices(s);
}

// What "reset all controllers" leaves alone: volume, pan, and program
// (RP-015).
static void
reset_controllers(ElaraSampler* s)
{
  const ElaraControls old = s->controls;
  elara_controls_reset(&s->controls);
  s->controls.cc[7] = old.cc[7];
  s->controls.cc[10] = old.cc[10];
  s->controls.bend_range = old.bend_range;
  s->controls.tuning_cents = old.tuning_cents;
  s->controls.cc[CC_RPN_FINE] = s->controls.cc[CC_RPN_COARSE] = 127;
  release_held(s);
}

void
elara_sampler_control(ElaraSampler* s, int controller, int value)
{
  if (controller < 0 || controller > 127) return;
  const int before = s->controls.cc[controller];
  s->controls.cc[controller] = (uint8_t)(value & 127);
  switch (controller) {
  case CC_DATA_COARSE:
    s->data_coarse = value;
    s->data_fine = 0;
    set_registered(s);
    return;
  case CC_DATA_FINE:
    s->data_fine = value;
    set_registered(s);
    return;
  case CC_SUSTAIN:
  case CC_SOSTENUTO:
    if (value < 64) release_held(s);
    return;
  case CC_SOUND_OFF:
    release_all(s, 1);
    return;
  case CC_NOTES_OFF:
    release_all(s, 0);
    return;
  case CC_RESET:
    reset_controllers(s);
    break;
  default:
    if (before == value) return;
  }
  update_voices(s);
}

void
elara_sampler_bend(ElaraSampler* s, int value)
{
  s->controls.bend = value;
  update_voices(s);
}

void
elara_sampler_pressure(ElaraSampler* s, int value)
{
  s->controls.pressure = value;
  update_voices(s);
}

void
elara_sampler_key_pressure(ElaraSampler* s, int key, int value)
{
  s->controls.key_pressure[key & 127] = (uint8_t)value;
  update_voices(s);
}

// Room for one more voice; NULL when out of memory.
static ElaraVoice*
spare_voice(ElaraSampler* s)
{
  if (s->count == s->capacity) {
    const size_t capacity = s->capacity ? s->capacity * 2 : 16;
    ElaraVoice* const grown =
        (ElaraVoice*)realloc(s->voices, capacity * sizeof *grown);
    if (!grown) return NULL;
    s->voices = grown;
    s->capacity = capacity;
  }
  return &s->voices[s->count];
}

static void
choke_class(ElaraSampler* s, const ElaraVoice* starting)
{
  if (starting->exclusive_class == 0) return;
  for (size_t i = 0; i < s->count; i++) {
    ElaraVoice* const v = &s->voices[i];
    if (v->note_id != starting->note_id &&
        v->exclusive_class == starting->exclusive_class) {
      elara_voice_choke(v, s->rate);
    }
  }
}

// What the voices of one note share.
typedef struct {
  int key, velocity;
  int64_t release_at;
  double trim;
  uint64_t id;
} Note;

static ElaraStatus
start_zone(ElaraSampler* s,
           const Note* note,
           const ElaraZone* preset_zone,
           const ElaraZoneList* instrument,
           const ElaraZone* zone)
{
  ElaraVoice* const v = spare_voice(s);
  ELARA_TRY_PTR(v);
  if (!elara_voice_start(v, s->font, s->preset, preset_zone, instrument, zone,
                         &s->controls, note->key, note->velocity, s->rate)) {
    return ELARA_OK;
  }
  v->note_id = note->id;
  v->trim = note->trim;
  v->release_at = note->release_at;
  choke_class(s, v);
  s->count++;
  if (s->count > s->most) s->most = s->count;
  return ELARA_OK;
}

ElaraStatus
elara_sampler_note(
    ElaraSampler* s, int key, int velocity, int64_t length, double trim)
{
  const Note note = {key & 127, velocity & 127, s->now + length, trim,
                     ++s->next_note};
  if (!s->preset) return ELARA_OK;
  for (size_t p = 0; p < s->preset->zone_count; p++) {
    const ElaraZone* const preset_zone = &s->preset->zones[p];
    if (!elara_zone_matches(preset_zone, note.key, note.velocity)) continue;
    const ElaraZoneList* const instrument =
        &s->font->instruments[preset_zone->target];
    for (size_t i = 0; i < instrument->zone_count; i++) {
      const ElaraZone* const zone = &instrument->zones[i];
      if (!elara_zone_matches(zone, note.key, note.velocity)) continue;
      ELARA_TRY(start_zone(s, &note, preset_zone, instrument, zone));
    }
  }
  return ELARA_OK;
}

// Releases what is due; returns the frames until the next release, at most N.
static int
release_due(ElaraSampler* s, int n)
{
  const int pedal = s->controls.cc[CC_SUSTAIN] >= 64;
  for (size_t i = 0; i < s->count; i++) {
    ElaraVoice* const v = &s->voices[i];
    if (v->released || v->held) continue;
    if (v->release_at > s->now) {
      if (v->release_at - s->now < n) n = (int)(v->release_at - s->now);
    } else if (pedal) {
      v->held = 1;
    } else {
      elara_voice_release(v);
    }
  }
  return n;
}

static void
drop_dead(ElaraSampler* s)
{
  size_t kept = 0;
  for (size_t i = 0; i < s->count; i++) {
    if (s->voices[i].dead) continue;
    if (kept != i) s->voices[kept] = s->voices[i];
    kept++;
  }
  s->count = kept;
}

void
elara_sampler_render(ElaraSampler* s, float* left, float* right, int count)
{
  while (count > 0) {
    if (s->count == 0) {
      s->now += count;
      return;
    }
    const int most = count < ELARA_SEGMENT ? count : ELARA_SEGMENT;
    const int n = release_due(s, most);
    for (size_t i = 0; i < s->count; i++) {
      elara_voice_render(&s->voices[i], s->interpolator, s->rate, left, right,
                         n);
    }
    s->voice_frames += (uint64_t)n * s->count;
    s->now += n;
    left += n;
    right += n;
    count -= n;
    drop_dead(s);
  }
}

size_t
elara_sampler_voice_count(const ElaraSampler* s)
{
  return s->count;
}

uint64_t
elara_sampler_voice_frames(const ElaraSampler* s)
{
  return s->voice_frames;
}

size_t
elara_sampler_most_voices(const ElaraSampler* s)
{
  return s->most;
}
