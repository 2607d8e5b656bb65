// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// One voice: one sample of one note, from its start to silence.
//
//   sample -> interpolation -> low-pass -> gain and pan -> left, right
//
// Its controls (envelopes, LFOs, modulators) move once a segment of at most
// ELARA_SEGMENT frames; gains are ramped over the segment.

#ifndef ELARA_SOUND_SAMPLER_VOICE_H
#define ELARA_SOUND_SAMPLER_VOICE_H

#include "sound/sampler/envelope.h"
#include "sound/sampler/interpolate.h"
#include "sound/sampler/modulator.h"

#define ELARA_SEGMENT 64

typedef struct {
  const ElaraSample* sample;
  int key, velocity; // after overrides
  int note_key;      // as played
  uint64_t note_id;
  int64_t release_at; // frame of the player's clock
  int released, held; // held: waits for the sustain pedal
  int exclusive_class;
  double trim; // linear

  ElaraModulator modulators[ELARA_MOST_MODULATORS];
  int modulator_count;
  float base[ELARA_GEN_COUNT];  // generators of the zones
  float value[ELARA_GEN_COUNT]; // with the modulators, in range

  // Where we read: frames from the sample's start, as if its loop were
  // unrolled for ever.
  double position;
  double start, end, loop_start, loop_end;
  int looping; // the loop is in force

  ElaraEnvelope volume, modulation;
  ElaraLfo mod_lfo, vib_lfo;
  double attenuation_db; // constant part
  double pan_left, pan_right;
  double pitch_cents; // constant part, relative to the sample's own rate

  double gain_left, gain_right; // at the end of the last segment
  double cutoff_cents;          // last one the filter was made for; < 0 none
  double q_db;
  int filtering;
  float b0, a1, a2, z1, z2; // direct form II transposed
  int dead;
} ElaraVoice;

// Prepares a voice of the sample that ZONE (of an instrument) plays. 0 when
// the sample cannot sound. NULL global zones are fine.
int elara_voice_start(ElaraVoice* voice,
                      const ElaraFont* font,
                      const ElaraZoneList* preset,
                      const ElaraZone* preset_zone,
                      const ElaraZoneList* instrument,
                      const ElaraZone* zone,
                      const ElaraControls* controls,
                      int key,
                      int velocity,
                      int rate);

// Takes new controller values into account.
void
elara_voice_update(ElaraVoice* voice, const ElaraControls* controls, int rate);
void elara_voice_release(ElaraVoice* voice);
// Fades out in 20 ms: choked by another note of its exclusive class.
void elara_voice_choke(ElaraVoice* voice, int rate);
// Adds N <= ELARA_SEGMENT frames.
void elara_voice_render(ElaraVoice* voice,
                        const ElaraInterpolator* interpolator,
                        int rate,
                        float* left,
                        float* right,
                        int n);

#endif
