// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Private to synth/: one sounding note, whatever makes it sound. A kind has
// two functions: START sets up its part of the voice, CHUNK writes the next
// ELARA_SYNTH_CHUNK frames (they replace what is in the buffers) and sets DEAD
// when nothing will follow.

#ifndef ELARA_SOUND_SYNTH_VOICE_H
#define ELARA_SOUND_SYNTH_VOICE_H

#include "base/random.h"
#include "sound/synth/synth.h"
#include "sound/synth/wave.h"

// Frames a chunk: 1.3 ms at 48 kHz, the grain of controllers.
#define ELARA_SYNTH_CHUNK 64

#define ELARA_BELL_LANES 8
#define ELARA_BELL_MODES 24 // a multiple of the lanes
#define ELARA_CHOIR_SINGERS 8
#define ELARA_CHOIR_TRACTS 4 // vocal tracts, two singers each
#define ELARA_CHOIR_FORMANTS 5
#define ELARA_DRONE_SAWS 6
#define ELARA_DRONE_TONES 4
#define ELARA_RISER_TONES 8

// What the controllers say when a chunk begins.
typedef struct {
  double shimmer;  // controller 1, 0..1
  double dynamics; // controller 2, 0..1; below 0: the note's velocity counts
  double bend;     // factor of frequency
} ElaraSynthControls;

// Damped rotations: the modes of a struck or rubbed body.
typedef struct {
  int count; // modes in use, a multiple of the lanes
  int bowed;
  double pitch; // factor of frequency for which the steps were made
  double hz[ELARA_BELL_MODES];
  double decay[ELARA_BELL_MODES]; // factor a frame
  float re[ELARA_BELL_MODES], im[ELARA_BELL_MODES];
  float step_re[ELARA_BELL_MODES], step_im[ELARA_BELL_MODES];
  float left[ELARA_BELL_MODES], right[ELARA_BELL_MODES];
  double tremble; // phase of the bowing finger, turns
  float friction; // low-passed noise
} ElaraBellVoice;

typedef struct {
  uint32_t phase;
  double detune;      // factor
  double vibrato_hz;  // 4.9 .. 5.8
  double vibrato;     // phase, turns
  double drift_cents; // slow wandering, and
  double drift_aim;   //   where to
  int64_t enters;     // frame of its attack
} ElaraSinger;

typedef struct {
  ElaraSinger singers[ELARA_CHOIR_SINGERS];
  double vowel; // 0 A, 1 O, 2 U: smoothed; below 0: not yet known
  double formants_of;
  float gain[ELARA_CHOIR_FORMANTS][ELARA_CHOIR_TRACTS];
  float a1[ELARA_CHOIR_FORMANTS][ELARA_CHOIR_TRACTS];
  float a2[ELARA_CHOIR_FORMANTS][ELARA_CHOIR_TRACTS];
  float y1[ELARA_CHOIR_FORMANTS][ELARA_CHOIR_TRACTS];
  float y2[ELARA_CHOIR_FORMANTS][ELARA_CHOIR_TRACTS];
  float x1[ELARA_CHOIR_TRACTS], x2[ELARA_CHOIR_TRACTS];
  float tilt[ELARA_CHOIR_TRACTS];
} ElaraChoirVoice;

typedef struct {
  uint32_t phase[ELARA_DRONE_SAWS];
  double detune[ELARA_DRONE_SAWS];
  double tone_hz[ELARA_DRONE_TONES];
  double breath[ELARA_DRONE_TONES]; // phase of each swell, turns
  float re[ELARA_DRONE_TONES], im[ELARA_DRONE_TONES];
  float tone_gain[ELARA_DRONE_TONES]; // at the end of the last chunk
  double sweep;                       // phase of the slow filter, turns
  float state[2][2][2];               // stage, integrator, channel
} ElaraDroneVoice;

typedef struct {
  double turn[ELARA_RISER_TONES]; // phases, turns
  float re[ELARA_RISER_TONES], im[ELARA_RISER_TONES];
  float gain[ELARA_RISER_TONES];
  float state[2][2]; // channel, integrator of the noise filter
} ElaraRiserVoice;

typedef struct {
  float re, im; // the falling tone
  float knock_re, knock_im;
  double fall; // of the frequency, 1 .. 0
  double level, knock_decay;
} ElaraDropVoice;

typedef struct {
  ElaraSynthKind kind;
  int key;
  int velocity;
  int rate;
  double hz;
  int64_t age;    // frames made so far
  int64_t length; // released at this age
  int dead;
  double trim;
  float gain; // at the end of the last chunk; below 0: none made yet
  uint32_t noise;
  ElaraRandom random;
  const ElaraWaves* waves;
  union {
    ElaraBellVoice bell;
    ElaraChoirVoice choir;
    ElaraDroneVoice drone;
    ElaraRiserVoice riser;
    ElaraDropVoice drop;
  } u;
  int used; // frames of OUT already handed on
  float out[2][ELARA_SYNTH_CHUNK];
} ElaraSynthVoice;

void elara_bell_start(ElaraSynthVoice* voice);
void elara_bell_chunk(ElaraSynthVoice* voice, const ElaraSynthControls* now);
void elara_choir_start(ElaraSynthVoice* voice);
void elara_choir_chunk(ElaraSynthVoice* voice, const ElaraSynthControls* now);
void elara_drone_start(ElaraSynthVoice* voice);
void elara_drone_chunk(ElaraSynthVoice* voice, const ElaraSynthControls* now);
void elara_riser_start(ElaraSynthVoice* voice);
void elara_riser_chunk(ElaraSynthVoice* voice, const ElaraSynthControls* now);
void elara_drop_start(ElaraSynthVoice* voice);
void elara_drop_chunk(ElaraSynthVoice* voice, const ElaraSynthControls* now);

// White noise in [-1, 1): a xorshift of 32 bits (Marsaglia 2003).
static inline float
elara_synth_noise(uint32_t* state)
{
  uint32_t x = *state;
  x ^= x << 13;
  x ^= x >> 17;
  x ^= x << 5;
  *state = x;
  return (float)(int32_t)x * 0x1.0p-31f;
}

// The voice's loudness between 0 and 1, by controller 2 or its velocity.
double elara_synth_strength(const ElaraSynthVoice* voice,
                            const ElaraSynthControls* now);
// Writes the envelope of the next chunk: a smooth rise of ATTACK frames, 1,
// and from the release on a smooth fall of RELEASE frames. True when the fall
// is over at the chunk's end.
int elara_synth_envelope(const ElaraSynthVoice* voice,
                         double attack,
                         double release,
                         float envelope[ELARA_SYNTH_CHUNK]);

#endif
