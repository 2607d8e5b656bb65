// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// One voice: one sample of one note, from its start to silence.
//
//   sample -> reading -> low-pass -> gain and pan -> left, right
//
// Controls (envelopes, LFOs, modulators) move once a segment of ELARA_SEGMENT
// frames of the player's clock; gains and filter coefficients run straight
// lines in between. What a voice gives does not depend on how its frames are
// cut into calls.

#ifndef ELARA_SOUND_SAMPLER_VOICE_H
#define ELARA_SOUND_SAMPLER_VOICE_H

#include "sound/sampler/breath.h"
#include "sound/sampler/envelope.h"
#include "sound/sampler/region.h"

// A piece: at most so many frames, never across a segment grid of this size.
#define ELARA_PIECE 256
#define ELARA_PIECE_SEGMENTS (ELARA_PIECE / ELARA_SEGMENT)

// What the voices of one note share.
typedef struct {
  int key, velocity;
  uint64_t id;
  int64_t release_at; // frame of the player's clock; INT64_MAX = not known
  double trim;        // linear gain of its own
  double glide_cents; // portamento: begins so far away
  double glide_frames;
  const ElaraBreath* breath; // or NULL
  int slurred;               // no tongue: the attack is left out
  // Small differences between one note and the next of a breathing player.
  double detune_cents, bright_cents;
} ElaraNote;

typedef struct {
  // Reading. Positions are frames from the sample's start, 32.32 fixed point,
  // as if its loop were unrolled for ever.
  const ElaraSample* sample;
  uint64_t position, step;
  int cutoff; // of the rows in the tables
  int32_t start, end, loop_start, loop_end;
  int looping; // the loop is in force
  int dead;

  int left;        // frames left of the segment
  int interrupted; // the segment before was cut short by an event
  int waiting;     // the volume envelope's delay: the sample does not move yet
  int last;        // silent once this segment is over
  int covered;     // a tail that louder voices hide: it ends now

  int done; // frames of the segment that are behind us
  // Gains at the start of the segment and their change a frame: L, R, dL, dR.
  float gains[4];
  double gain; // linear: attenuation, trim, scale of the samples
  double pan[2];
  double sounding; // the gain at the end of the segment, before pan

  // Pitch
  double pitch_cents; // constant part, from the recorded pitch
  double rate_ratio;  // the sample's frames a frame
  double glide_cents, glide_step;

  // Low-pass: b0, a1, a2 at the start of the segment, their change a frame,
  // where they go, and the state.
  int filtered;
  float filter[6], aim[3];
  float state[4];            // inputs and outputs one and two frames ago
  double cutoff_cents, q_db; // that they were made for

  // Controls
  int fresh;   // values changed: the next segment begins now
  int moving;  // pitch, cutoff or level have an LFO or an envelope
  double idle; // frames that these have not been advanced by
  ElaraEnvelope volume, modulation;
  ElaraLfo mod_lfo, vib_lfo;

  // Who it is
  const ElaraRegion* region;
  int key, velocity; // after overrides
  int note_key;      // as played
  int exclusive_class;
  uint64_t note_id;
  int64_t release_at;
  double trim;
  int released, held, caught; // held: waits for a pedal; caught: sostenuto's
  int choked;
  const ElaraBreath* breath;
  double bright_cents, detune_cents, attack_frames;
  double breath_cents;          // the filter never opens further
  float value[ELARA_GEN_COUNT]; // with the modulators, in range
} ElaraVoice;

// Prepares a voice for REGION; 0 when nothing can sound. Real-time safe, like
// all that follows.
int elara_voice_start(ElaraVoice* voice,
                      const ElaraFont* font,
                      const ElaraRegion* region,
                      const ElaraTables* tables,
                      const ElaraControls* controls,
                      const ElaraNote* note,
                      int rate);
// Takes new controller values into account: generators in the set MOVED.
void elara_voice_update(ElaraVoice* voice,
                        const ElaraTables* tables,
                        const ElaraControls* controls,
                        uint64_t moved,
                        int rate);
#define ELARA_ALL_GENERATORS UINT64_MAX

void elara_voice_release(ElaraVoice* voice);
// Fades out in SECONDS: choked by its exclusive class, or stolen.
void elara_voice_choke(ElaraVoice* voice, double seconds, int rate);

// A stretch of a piece: one pitch, and one straight line of gains and filter.
typedef struct {
  int at, count; // frames of the piece
  int done;      // frames of its segment before it
  int waiting, cutoff;
  uint64_t step;
  float gains[4], filter[6];
} ElaraStretch;

// Segments begin on the grid, at an event, or when a delay ends.
#define ELARA_STRETCHES (ELARA_PIECE_SEGMENTS + 4)

// A voice on its way to the mix.
typedef struct {
  ElaraVoice* voice;
  float* left; // where it goes
  float* right;
  ElaraStretch stretches[ELARA_STRETCHES];
  int count;
  float line[ELARA_PIECE + 2 * ELARA_LANES];
} ElaraLane;

// Frames of sample a piece can need.
#define ELARA_STAGED (ELARA_PIECE * 32 + 512)

// Working memory: eight voices that are filtered together, two that are not.
typedef struct {
  ElaraLane lanes[ELARA_LANES + 2];
  union {
    float floats[ELARA_STAGED];
    int16_t shorts[2 * ELARA_STAGED]; // of two voices
  } staged;
  float nowhere[ELARA_PIECE + 2 * ELARA_LANES]; // for lanes without a voice
} ElaraBatch;

// Ends released voices that the loudest of the COUNT hides. To be called on
// multiples of ELARA_PIECE only, so that it does not matter how calls are cut.
void elara_voices_cover(ElaraVoice* voices, size_t count);

// The voices of one player and where they are added.
typedef struct {
  ElaraVoice* voices;
  size_t count;
  float* left;
  float* right;
} ElaraVoiceGroup;

// Adds N <= ELARA_PIECE frames of all voices, in their order; players that are
// rendered together fill each other's lanes. NOW is their clock;
// [NOW, NOW + N) must not cross a multiple of ELARA_PIECE. Voices that end are
// marked dead.
void elara_voices_render(const ElaraVoiceGroup* groups,
                         size_t group_count,
                         ElaraBatch* batch,
                         const ElaraTables* tables,
                         int rate,
                         int64_t now,
                         int n);

#endif
