// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A SoundFont made in memory: one preset, one instrument, any zones, two
// samples at 48 kHz: 0 a looped sine of 480 Hz (100 frames a cycle, half of
// full scale, root key 60), 1 white noise (2 s, looped).

#ifndef ELARA_TESTS_SOUND_TINY_FONT_H
#define ELARA_TESTS_SOUND_TINY_FONT_H

#include "base/random.h"
#include "base/text.h"
#include "sound/sampler/font.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define TINY_SINE_FRAMES 9600
#define TINY_NOISE_FRAMES 96000
#define TINY_PAD 46

typedef struct {
  int sample;
  int generators[12][2]; // number, amount; ends with {-1, 0} or at 12
  ElaraModulator modulators[4];
  int modulator_count;
} TinyZone;

static inline void
tiny_16(ElaraText* t, unsigned v)
{
  const unsigned char b[2] = {(unsigned char)v, (unsigned char)(v >> 8)};
  elara_text_bytes(t, b, 2);
}

static inline void
tiny_32(ElaraText* t, size_t v)
{
  tiny_16(t, (unsigned)(v & 0xffff));
  tiny_16(t, (unsigned)(v >> 16 & 0xffff));
}

static inline void
tiny_chunk(ElaraText* out, const char* id, ElaraText* body)
{
  elara_text_bytes(out, id, 4);
  tiny_32(out, body->count);
  elara_text_bytes(out, body->bytes, body->count);
  if (body->count & 1) elara_text_bytes(out, "", 1);
  elara_text_clear(body);
}

static inline void
tiny_name(ElaraText* t, const char* name)
{
  char field[20] = {0};
  snprintf(field, sizeof field, "%s", name);
  elara_text_bytes(t, field, 20);
}

static inline void
tiny_sample_header(ElaraText* t, const char* name, size_t start, size_t count)
{
  tiny_name(t, name);
  tiny_32(t, start);
  tiny_32(t, start + count);
  tiny_32(t, start);
  tiny_32(t, start + count);
  tiny_32(t, 48000);
  elara_text_bytes(t, "\x3c\0", 2); // root 60, no correction
  tiny_16(t, 0);
  tiny_16(t, 1);
}

static inline void
tiny_samples(ElaraText* list)
{
  ElaraText smpl = {0};
  elara_text_bytes(list, "sdta", 4);
  for (int i = 0; i < TINY_SINE_FRAMES; i++) {
    const double x = sin(2.0 * 3.14159265358979 * i / 100.0);
    tiny_16(&smpl, (unsigned)(int)lrint(16384.0 * x) & 0xffff);
  }
  for (int i = 0; i < TINY_PAD; i++)
    tiny_16(&smpl, 0);
  ElaraRandom random = elara_random(1, "noise", 0, 0);
  for (int i = 0; i < TINY_NOISE_FRAMES; i++) {
    const int v = (int)(8000.0 * elara_random_range(&random, -1.0, 1.0));
    tiny_16(&smpl, (unsigned)v & 0xffff);
  }
  for (int i = 0; i < TINY_PAD; i++)
    tiny_16(&smpl, 0);
  tiny_chunk(list, "smpl", &smpl);
}

static inline void
tiny_zone(const TinyZone* z, ElaraText* gen, ElaraText* mod)
{
  for (int i = 0; i < 12 && z->generators[i][0] >= 0; i++) {
    if (i && z->generators[i][0] == 0 && z->generators[i][1] == 0) break;
    tiny_16(gen, (unsigned)z->generators[i][0]);
    tiny_16(gen, (unsigned)z->generators[i][1] & 0xffff);
  }
  if (z->sample >= 0) {
    tiny_16(gen, ELARA_GEN_SAMPLE);
    tiny_16(gen, (unsigned)z->sample);
  }
  for (int i = 0; i < z->modulator_count; i++) {
    const ElaraModulator* const m = &z->modulators[i];
    tiny_16(mod, m->source);
    tiny_16(mod, m->destination);
    tiny_16(mod, (unsigned)m->amount & 0xffff);
    tiny_16(mod, m->amount_source);
    tiny_16(mod, m->transform);
  }
}

// The file into OUT (clear it afterwards). PRESET adds generators at the
// preset's only zone; NULL = none.
static inline void
tiny_font(ElaraText* out,
          const TinyZone* zones,
          int count,
          const TinyZone* preset)
{
  ElaraText pdta = {0}, phdr = {0}, pbag = {0}, pmod = {0}, pgen = {0};
  ElaraText inst = {0}, ibag = {0}, imod = {0}, igen = {0}, shdr = {0};
  for (int i = 0; i < 2; i++) {
    tiny_name(&phdr, i ? "EOP" : "tiny");
    tiny_16(&phdr, 0);
    tiny_16(&phdr, 0);
    tiny_16(&phdr, (unsigned)i);
    elara_text_bytes(&phdr, "\0\0\0\0\0\0\0\0\0\0\0", 12);
    tiny_name(&inst, i ? "EOI" : "tiny");
    tiny_16(&inst, (unsigned)(i ? count : 0));
  }
  tiny_16(&pbag, 0);
  tiny_16(&pbag, 0);
  if (preset) tiny_zone(preset, &pgen, &pmod);
  tiny_16(&pgen, ELARA_GEN_INSTRUMENT);
  tiny_16(&pgen, 0);
  tiny_16(&pbag, (unsigned)(pgen.count / 4));
  tiny_16(&pbag, (unsigned)(pmod.count / 10));
  for (int i = 0; i < count; i++) {
    tiny_16(&ibag, (unsigned)(igen.count / 4));
    tiny_16(&ibag, (unsigned)(imod.count / 10));
    tiny_zone(&zones[i], &igen, &imod);
  }
  tiny_16(&ibag, (unsigned)(igen.count / 4));
  tiny_16(&ibag, (unsigned)(imod.count / 10));
  tiny_32(&pgen, 0);
  tiny_32(&igen, 0);
  elara_text_bytes(&pmod, "\0\0\0\0\0\0\0\0\0", 10);
  elara_text_bytes(&imod, "\0\0\0\0\0\0\0\0\0", 10);
  tiny_sample_header(&shdr, "sine", 0, TINY_SINE_FRAMES);
  tiny_sample_header(&shdr, "noise", TINY_SINE_FRAMES + TINY_PAD,
                     TINY_NOISE_FRAMES);
  tiny_sample_header(&shdr, "EOS", 0, 0);
  elara_text_bytes(&pdta, "pdta", 4);
  tiny_chunk(&pdta, "phdr", &phdr);
  tiny_chunk(&pdta, "pbag", &pbag);
  tiny_chunk(&pdta, "pmod", &pmod);
  tiny_chunk(&pdta, "pgen", &pgen);
  tiny_chunk(&pdta, "inst", &inst);
  tiny_chunk(&pdta, "ibag", &ibag);
  tiny_chunk(&pdta, "imod", &imod);
  tiny_chunk(&pdta, "igen", &igen);
  tiny_chunk(&pdta, "shdr", &shdr);
  ElaraText sdta = {0}, body = {0};
  tiny_samples(&sdta);
  elara_text_bytes(&body, "sfbk", 4);
  tiny_chunk(&body, "LIST", &sdta);
  tiny_chunk(&body, "LIST", &pdta);
  tiny_chunk(out, "RIFF", &body);
}

#endif
