// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "base/random.h"

static uint64_t
splitmix(uint64_t* x)
{
  uint64_t z = (*x += UINT64_C(0x9e3779b97f4a7c15));
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

uint64_t
elara_hash_mix(uint64_t a, uint64_t b)
{
  uint64_t x =
      a ^ (b * UINT64_C(0x9e3779b97f4a7c15) + UINT64_C(0x632be59bd9b4e019));
  return splitmix(&x);
}

uint64_t
elara_hash_text(const char* text)
{
  uint64_t hash = UINT64_C(0xcbf29ce484222325);
  for (const unsigned char* p = (const unsigned char*)text; *p; p++) {
    hash = (hash ^ *p) * UINT64_C(0x100000001b3);
  }
  return splitmix(&hash);
}

ElaraRandom
elara_random(uint64_t seed, const char* room, uint64_t a, uint64_t b)
{
  uint64_t x = elara_hash_mix(
      elara_hash_mix(elara_hash_mix(seed, elara_hash_text(room)), a), b);
  ElaraRandom random;
  for (int i = 0; i < 4; i++) {
    random.state[i] = splitmix(&x);
  }
  return random;
}

static uint64_t
rotate_left(uint64_t x, int k)
{
  return (x << k) | (x >> (64 - k));
}

uint64_t
elara_random_u64(ElaraRandom* random)
{
  uint64_t* const s = random->state;
  const uint64_t result = rotate_left(s[1] * 5, 7) * 9;
  const uint64_t t = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate_left(s[3], 45);
  return result;
}

double
elara_random_unit(ElaraRandom* random)
{
  return (double)(elara_random_u64(random) >> 11) * 0x1.0p-53;
}

double
elara_random_range(ElaraRandom* random, double low, double high)
{
  return low + (high - low) * elara_random_unit(random);
}

int
elara_random_index(ElaraRandom* random, int count)
{
  return count > 1 ? (int)(elara_random_unit(random) * count) : 0;
}

int
elara_random_chance(ElaraRandom* random, double p)
{
  return elara_random_unit(random) < p;
}

double
elara_random_normal(ElaraRandom* random)
{
  double sum = -6.0;
  for (int i = 0; i < 12; i++) {
    sum += elara_random_unit(random);
  }
  return sum;
}

int
elara_random_weighted(ElaraRandom* random, const double* weights, int count)
{
  double total = 0.0;
  for (int i = 0; i < count; i++) {
    total += weights[i];
  }
  double left = elara_random_unit(random) * total;
  int last = 0;
  for (int i = 0; i < count; i++) {
    if (weights[i] <= 0.0) continue;
    last = i;
    if (left < weights[i]) return i;
    left -= weights[i];
  }
  return last;
}
