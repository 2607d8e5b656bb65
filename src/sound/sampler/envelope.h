// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The two six-stage envelopes of a voice and its two low-frequency
// oscillators. All times in frames; all are advanced by any number of frames
// at once, so the control rate is the caller's choice.

#ifndef ELARA_SOUND_SAMPLER_ENVELOPE_H
#define ELARA_SOUND_SAMPLER_ENVELOPE_H

typedef enum {
  ELARA_STAGE_DELAY,
  ELARA_STAGE_ATTACK,
  ELARA_STAGE_HOLD,
  ELARA_STAGE_DECAY, // and sustain, once the level is reached
  ELARA_STAGE_RELEASE,
} ElaraStage;

typedef struct {
  double delay, attack, hold; // frames
  double decay, release;      // frames for the whole range
  double sustain; // volume: attenuation in dB; modulation: level 0..1
  ElaraStage stage;
  double at;        // frames into the stage (delay, attack, hold)
  double level;     // volume: attenuation in dB; modulation: 0..1
  double amplitude; // volume: what was last returned
  // Amplitude's ratio over a whole segment of the present fall; 0 = unknown.
  double ratio;
} ElaraEnvelope;

// Frames in which the control rate counts: most calls ask for so many.
#define ELARA_SEGMENT 64

// The volume envelope falls 96 dB in DECAY or RELEASE frames; its attack is
// linear in amplitude. Returns the amplitude 0..1 after N more frames.
double elara_volume_envelope(ElaraEnvelope* e, double n);
void elara_volume_envelope_release(ElaraEnvelope* e);
// Its times were changed: what was derived from them is stale.
static inline void
elara_envelope_touch(ElaraEnvelope* e)
{
  e->ratio = 0.0;
}
// At its sustain level, where nothing moves.
static inline int
elara_volume_envelope_rests(const ElaraEnvelope* e)
{
  return e->stage == ELARA_STAGE_DECAY && e->level >= e->sustain &&
         e->ratio != 0.0;
}
// Silent for good.
int elara_volume_envelope_done(const ElaraEnvelope* e);

// The modulation envelope is linear but for its convex attack. 0..1.
double elara_modulation_envelope(ElaraEnvelope* e, double n);
void elara_modulation_envelope_release(ElaraEnvelope* e);

// A triangle from 0 upwards after DELAY frames, -1..1.
typedef struct {
  double delay; // frames left
  double step;  // cycles a frame
  double phase; // 0..1
} ElaraLfo;

double elara_lfo(ElaraLfo* lfo, double n);

#endif
