// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "sound/sampler/sampler_inside.h"

#include "base/random.h"

#include <math.h>
#include <string.h>

#define CHOKE_S 0.02
// A stolen voice is gone before the ear has placed the note that took it.
#define STEAL_S 0.005

void
elara_sampler_preset(ElaraSampler* s, const ElaraZoneList* preset)
{
  if (preset) s->regions = preset->regions;
}

const ElaraControls*
elara_sampler_controls(const ElaraSampler* s)
{
  return &s->controls;
}

// --- Controllers ------------------------------------------------------------

static void
update_all(ElaraSampler* s, uint64_t moved)
{
  for (size_t i = 0; i < s->count; i++) {
    if (s->voices[i].dead) continue;
    elara_voice_update(&s->voices[i], s->tables, &s->controls, moved, s->rate);
  }
}

#define EXPRESSION ELARA_SOURCE_CC(ELARA_CC_EXPRESSION)
#define BREATH ELARA_SOURCE_CC(ELARA_CC_BREATH)

// The voices that listen to SOURCE.
static void
update_source(ElaraSampler* s, int source)
{
  for (size_t i = 0; i < s->count; i++) {
    ElaraVoice* const v = &s->voices[i];
    const ElaraRegion* const r = v->region;
    const int breathes =
        s->breath && (source == EXPRESSION || source == BREATH);
    if (v->dead) continue;
    if (!breathes && !elara_sources_has(&r->sources, source)) continue;
    uint64_t moved =
        elara_modulators_moved(r->modulators, r->modulator_count, source);
    if (breathes) moved |= UINT64_C(1) << ELARA_GEN_FILTER_CUTOFF;
    elara_voice_update(v, s->tables, &s->controls, moved, s->rate);
  }
}

static void
release(ElaraSampler* s, ElaraVoice* v)
{
  const int pedal = s->controls.cc[ELARA_CC_SUSTAIN] >= 64;
  if (v->released) return;
  if (pedal || v->caught)
    v->held = 1;
  else
    elara_voice_release(v);
}

// A pedal went up: what waited for it, and for no other, is released.
static void
release_held(ElaraSampler* s)
{
  const int pedal = s->controls.cc[ELARA_CC_SUSTAIN] >= 64;
  for (size_t i = 0; i < s->count; i++) {
    ElaraVoice* const v = &s->voices[i];
    if (v->held && !pedal && !v->caught) elara_voice_release(v);
  }
}

// The sostenuto pedal holds the keys that are down when it is pressed.
static void
catch_notes(ElaraSampler* s, int down)
{
  for (size_t i = 0; i < s->count; i++) {
    ElaraVoice* const v = &s->voices[i];
    v->caught = down && !v->released && !v->held;
  }
  if (!down) release_held(s);
}

static void
release_all(ElaraSampler* s, int choke)
{
  for (size_t i = 0; i < s->count; i++) {
    ElaraVoice* const v = &s->voices[i];
    if (v->dead) continue;
    if (choke)
      elara_voice_choke(v, CHOKE_S, s->rate);
    else
      release(s, v);
  }
}

void
elara_sampler_control(ElaraSampler* s, int controller, int value)
{
  if (controller < 0 || controller > 127) return;
  switch (elara_controls_set(&s->controls, controller, value & 127)) {
  case ELARA_ASK_NOTHING:
    return;
  case ELARA_ASK_VALUES:
    update_source(s, ELARA_SOURCE_CC(controller));
    return;
  case ELARA_ASK_TUNING:
    update_source(s, ELARA_SOURCE_BEND_RANGE);
    update_all(s, 0);
    return;
  case ELARA_ASK_WHEEL:
    update_source(s, ELARA_SOURCE_CC(ELARA_CC_MODULATION));
    return;
  case ELARA_ASK_OFFSETS:
    update_all(s, ELARA_ALL_GENERATORS);
    return;
  case ELARA_ASK_PEDAL_UP:
    release_held(s);
    return;
  case ELARA_ASK_SOSTENUTO_DOWN:
  case ELARA_ASK_SOSTENUTO_UP:
    catch_notes(s, value >= 64);
    return;
  case ELARA_ASK_SOUND_OFF:
    release_all(s, 1);
    return;
  case ELARA_ASK_NOTES_OFF:
    release_all(s, 0);
    return;
  case ELARA_ASK_EVERYTHING:
    catch_notes(s, 0);
    update_all(s, ELARA_ALL_GENERATORS);
    return;
  }
}

void
elara_sampler_bend(ElaraSampler* s, int value)
{
  s->controls.bend = value;
  update_source(s, ELARA_SOURCE_BEND);
}

void
elara_sampler_pressure(ElaraSampler* s, int value)
{
  s->controls.pressure = value & 127;
  update_source(s, ELARA_SOURCE_PRESSURE);
}

void
elara_sampler_key_pressure(ElaraSampler* s, int key, int value)
{
  s->controls.key_pressure[key & 127] = (uint8_t)(value & 127);
  update_source(s, ELARA_SOURCE_KEY_PRESSURE);
}

void
elara_sampler_key_tune(ElaraSampler* s, int key, double cents)
{
  s->controls.key_cents[key & 127] = (float)cents;
  update_all(s, 0);
}

void
elara_sampler_master_tune(ElaraSampler* s, double cents)
{
  s->controls.master_cents = cents;
  update_all(s, 0);
}

void
elara_sampler_master_gain(ElaraSampler* s, double gain)
{
  s->controls.master_gain = gain;
  update_all(s, 0);
}

void
elara_sampler_reset(ElaraSampler* s)
{
  elara_controls_reset(&s->controls);
  catch_notes(s, 0);
  release_all(s, 1);
  update_all(s, ELARA_ALL_GENERATORS);
}

// --- Notes ------------------------------------------------------------------

// The quietest voice goes first, of two the one in release.
static void
steal_one(ElaraSampler* s)
{
  ElaraVoice* victim = NULL;
  double least = HUGE_VAL;
  for (size_t i = 0; i < s->count; i++) {
    ElaraVoice* const v = &s->voices[i];
    if (v->dead || v->choked) continue;
    // One that has not sounded yet is as loud as it will be.
    double level = v->sounding > 0.0 ? v->sounding : v->gain;
    if (v->released) level *= 0.25;
    if (level >= least) continue;
    least = level;
    victim = v;
  }
  if (!victim) return;
  elara_voice_choke(victim, STEAL_S, s->rate);
  s->stolen++;
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
  s->count = s->alive = kept;
}

// Room for one more voice; NULL when there is none to be had.
static ElaraVoice*
spare_voice(ElaraSampler* s)
{
  if (s->alive >= s->limit) steal_one(s);
  if (s->count < s->capacity) return &s->voices[s->count];
  if (s->fixed || !elara_sampler_grow(s, s->capacity ? s->capacity * 2 : 16)) {
    drop_dead(s); // for once not on the grid
    if (s->count >= s->capacity) return NULL;
  }
  return &s->voices[s->count];
}

static void
choke_class(ElaraSampler* s, const ElaraVoice* starting)
{
  if (starting->exclusive_class == 0) return;
  for (size_t i = 0; i < s->count; i++) {
    ElaraVoice* const v = &s->voices[i];
    if (!v->dead && v->note_id != starting->note_id &&
        v->exclusive_class == starting->exclusive_class) {
      elara_voice_choke(v, CHOKE_S, s->rate);
    }
  }
}

// Portamento: from the key that controller 84 named, or the last one played,
// in a time between 2 ms and some seconds by controller 5.
static void
set_glide(ElaraSampler* s, ElaraNote* note)
{
  ElaraControls* const c = &s->controls;
  int from = -1;
  if (c->cc[ELARA_CC_GLIDE] >= 64) from = s->last_key;
  if (c->glide_from >= 0) from = c->glide_from;
  c->glide_from = -1;
  s->last_key = note->key;
  if (from < 0 || from == note->key) return;
  const double x = c->cc[ELARA_CC_GLIDE_TIME] / 127.0;
  note->glide_cents = (from - note->key) * 100.0;
  note->glide_frames = (0.002 + 4.0 * x * x * x) * s->rate;
}

// In mono mode a new note ends the one before.
static void
end_others(ElaraSampler* s)
{
  for (size_t i = 0; i < s->count; i++) {
    if (!s->voices[i].dead && !s->voices[i].released)
      elara_voice_choke(&s->voices[i], CHOKE_S, s->rate);
  }
}

// No two notes of a player are quite alike: a few cents, a shade of tone.
static void
set_breath(ElaraSampler* s, ElaraNote* note)
{
  ElaraRandom random = elara_random(s->seed, "breath", note->id, 0);
  note->breath = s->breath;
  note->slurred = s->slurred;
  note->detune_cents = elara_random_range(&random, -3.0, 3.0);
  note->bright_cents = elara_random_range(&random, -120.0, 120.0);
  note->trim *= exp2(elara_random_range(&random, -0.07, 0.07)); // 0.4 dB
  s->slurred = 0;
}

// The tone that a slur leaves does not stop short.
#define SLUR_RELEASE_S 0.2

static void
let_ring(ElaraSampler* s)
{
  const double frames = SLUR_RELEASE_S * s->rate;
  for (size_t i = 0; i < s->count; i++) {
    ElaraVoice* const v = &s->voices[i];
    const int64_t ago = s->now - v->release_at;
    if (v->dead || v->choked || ago < -s->rate / 10 || ago > s->rate / 50)
      continue;
    if (v->volume.release >= frames) continue;
    v->volume.release = frames;
    elara_envelope_touch(&v->volume);
  }
}

// The next regions from *I on that answer to the note, at most FOUND; what
// starting them will read is on its way from memory when they are returned.
#define FOUND 16

static size_t
find_regions(const ElaraSampler* s,
             const ElaraNote* note,
             size_t* i,
             const ElaraRegion** found)
{
  const ElaraRegions* const r = s->regions;
  size_t count = 0;
  for (; *i < r->count && count < FOUND; ++*i) {
    if (!elara_reach_has(&r->reaches[*i], note->key, note->velocity)) continue;
    const ElaraRegion* const region = &r->list[*i];
    for (size_t at = 0; at < sizeof *region; at += 64)
      __builtin_prefetch((const char*)region + at);
    found[count++] = region;
  }
  for (size_t k = 0; k < count; k++) {
    __builtin_prefetch(found[k]->modulators);
    __builtin_prefetch((const char*)found[k]->modulators + 64);
    __builtin_prefetch((const char*)found[k]->modulators + 128);
    __builtin_prefetch(&s->font->samples[found[k]->sample]);
  }
  return count;
}

static ElaraStatus
start_voice(ElaraSampler* s, const ElaraNote* note, const ElaraRegion* region)
{
  ElaraVoice* const v = spare_voice(s);
  ELARA_TRY_PTR(v);
  if (!elara_voice_start(v, s->font, region, s->tables, &s->controls, note,
                         s->rate)) {
    return ELARA_OK;
  }
  choke_class(s, v);
  s->count++;
  s->alive++;
  if (s->alive > s->most) s->most = s->alive;
  return ELARA_OK;
}

ElaraStatus
elara_sampler_note(
    ElaraSampler* s, int key, int velocity, int64_t length, double trim)
{
  ElaraNote note = {.key = key & 127,
                    .velocity = velocity & 127,
                    .id = ++s->next_note,
                    .release_at = s->now + length,
                    .trim = trim};
  if (!s->regions) return ELARA_OK;
  if (s->breath && s->slurred) let_ring(s);
  if (s->breath) set_breath(s, &note);
  set_glide(s, &note);
  if (s->controls.mono) end_others(s);
  for (size_t i = 0; i < s->regions->count;) {
    const ElaraRegion* found[FOUND];
    const size_t count = find_regions(s, &note, &i, found);
    for (size_t k = 0; k < count; k++)
      ELARA_TRY(start_voice(s, &note, found[k]));
  }
  if (note.release_at < s->next_release) s->next_release = note.release_at;
  return ELARA_OK;
}

void
elara_sampler_breathe(ElaraSampler* s, const ElaraBreath* breath, uint64_t seed)
{
  s->breath = breath;
  s->seed = seed;
}

void
elara_sampler_slur(ElaraSampler* s)
{
  s->slurred = 1;
}

// --- Rendering --------------------------------------------------------------

// Releases what is due and finds when the next is.
static void
release_due(ElaraSampler* s)
{
  s->next_release = INT64_MAX;
  for (size_t i = 0; i < s->count; i++) {
    ElaraVoice* const v = &s->voices[i];
    if (v->released || v->held || v->dead) continue;
    if (v->release_at <= s->now) {
      release(s, v);
    } else if (v->release_at < s->next_release) {
      s->next_release = v->release_at;
    }
  }
}

void
elara_sampler_settle(ElaraSampler* s)
{
  if (s->now >= s->next_release) release_due(s);
}

// Frames until the piece ends: at the grid, at a release, or with the call.
static int
piece_length(ElaraSampler* s, int count)
{
  if (s->now >= s->next_release) release_due(s);
  int n = ELARA_PIECE - (int)(s->now % ELARA_PIECE);
  if (s->next_release - s->now < n) n = (int)(s->next_release - s->now);
  return count < n ? count : n;
}

static void
after_piece(ElaraSampler* s, int n)
{
  s->alive = 0;
  for (size_t i = 0; i < s->count; i++)
    s->alive += !s->voices[i].dead;
  s->voice_frames += (uint64_t)n * s->alive;
  s->now += n;
  if (s->now % ELARA_PIECE == 0) {
    drop_dead(s);
    elara_voices_cover(s->voices, s->count);
  }
}

void
elara_samplers_render(ElaraSampler* const* list,
                      size_t players,
                      float* const* left,
                      float* const* right,
                      int count)
{
  ElaraVoiceGroup groups[ELARA_MOST_TOGETHER];
  for (int at = 0; at < count;) {
    int n = count - at;
    size_t sounding = 0;
    for (size_t i = 0; i < players; i++) {
      ElaraSampler* const s = list[i];
      if (s->alive == 0) s->count = 0;
      if (s->count == 0) continue;
      n = piece_length(s, n);
      groups[sounding++] =
          (ElaraVoiceGroup){s->voices, s->count, left[i] + at, right[i] + at};
    }
    if (sounding > 0) {
      elara_voices_render(groups, sounding, &list[0]->batch, list[0]->tables,
                          list[0]->rate, list[0]->now, n);
    }
    for (size_t i = 0; i < players; i++)
      after_piece(list[i], n);
    at += n;
  }
}

void
elara_sampler_render(ElaraSampler* s, float* left, float* right, int count)
{
  if (s->alive == 0) {
    s->count = 0;
    s->now += count;
    return;
  }
  elara_samplers_render(&s, 1, &left, &right, count);
}

size_t
elara_sampler_voice_count(const ElaraSampler* s)
{
  return s->alive;
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

size_t
elara_sampler_stolen(const ElaraSampler* s)
{
  return s->stolen;
}
