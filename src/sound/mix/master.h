// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Mastering: a spooled recording to a loudness and a ceiling, then out.

#ifndef ELARA_SOUND_MIX_MASTER_H
#define ELARA_SOUND_MIX_MASTER_H

#include "sound/mix/spool.h"
#include "sound/sound.h"

// A loudness meter that is fed blocks and skips long silence.
typedef struct ElaraMeter ElaraMeter;

ElaraMeter* elara_meter_new(int rate); // NULL when out of memory
void elara_meter_free(ElaraMeter* meter);
// Also measures what lies in SPANS (borrowed) by itself: to be called before
// anything is added.
ElaraStatus
elara_meter_listen(ElaraMeter* meter, const ElaraStretch* spans, size_t count);
// FRAMES interleaved stereo, NULL = silence.
void elara_meter_add(ElaraMeter* meter, const float* frames, size_t count);
// -HUGE_VAL for silence.
double elara_meter_lufs(const ElaraMeter* meter);
// Of the spans; -HUGE_VAL without any, or when they are silent.
double elara_meter_speech_lufs(const ElaraMeter* meter);
double elara_meter_range_lu(const ElaraMeter* meter);
double elara_meter_true_peak_db(const ElaraMeter* meter);

// Finds gain and ceiling for REEL (lane 0 = the mix, then the buses), whose
// measured loudness METER holds, then writes FRAMES frames to SINK: the same
// gain and the same limiting to every lane, so that what added up still does.
// Fills RESULT but for rate and channels.
ElaraStatus elara_master(const ElaraReel* reel,
                         const ElaraMeter* meter,
                         int64_t frames,
                         const ElaraSoundConfig* config,
                         int (*tick)(void* data, double done),
                         void* tick_data,
                         ElaraSink* sink,
                         ElaraDiags* diags,
                         ElaraStems* result);

#endif
