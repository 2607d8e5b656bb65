// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Random streams by name. A stream is a function of (project seed, room, a, b),
// usually (seed, room, cue, bar), so a change in one room or one bar never
// moves the numbers of another. Generator: SplitMix64 seeding xoshiro256**
// (Blackman & Vigna 2018), integer only: the same on every compiler.

#ifndef ELARA_BASE_RANDOM_H
#define ELARA_BASE_RANDOM_H

#include <stdint.h>

typedef struct {
  uint64_t state[4];
} ElaraRandom;

ElaraRandom
elara_random(uint64_t seed, const char* room, uint64_t a, uint64_t b);

uint64_t elara_random_u64(ElaraRandom* random);
// Uniform in [0, 1), 53 bits.
double elara_random_unit(ElaraRandom* random);
// Uniform in [low, high].
double elara_random_range(ElaraRandom* random, double low, double high);
// Uniform integer in [0, count); COUNT >= 1.
int elara_random_index(ElaraRandom* random, int count);
// True with probability P.
int elara_random_chance(ElaraRandom* random, double p);
// Mean 0, sd 1: sum of twelve uniforms less six (exact everywhere, no libm).
double elara_random_normal(ElaraRandom* random);
// Index drawn with probability proportional to WEIGHTS[0..count), all >= 0;
// the last index with a positive weight when rounding runs out; 0 if none.
int
elara_random_weighted(ElaraRandom* random, const double* weights, int count);

// A 64-bit hash of text (FNV-1a, then a SplitMix64 finish): stable for ever.
uint64_t elara_hash_text(const char* text);
uint64_t elara_hash_mix(uint64_t a, uint64_t b);

#endif
