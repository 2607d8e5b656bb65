// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// System exclusive messages that change how a file sounds: the universal ones
// (MIDI 1.0 with GM, GM2 and the Tuning Standard of 1999), Roland's GS and
// Yamaha's XG. Addresses are three bytes, written here as one number.

#include "perform/midi_smf.h"

#include <string.h>

#define ALL_CHANNELS 0xffffu
#define ANY (-1)

static int
is(const unsigned char* body, size_t count, const short* pattern, size_t length)
{
  if (count < length) return 0;
  for (size_t i = 0; i < length; i++) {
    if (pattern[i] != ANY && pattern[i] != body[i]) return 0;
  }
  return 1;
}

static int
within(int value, int low, int high)
{
  return value < low ? low : value > high ? high : value;
}

// 7 bits of volume or 14, the low half first.
static int
fourteen(const unsigned char* low)
{
  return low[0] | low[1] << 7;
}

static int
widened(int seven)
{
  return seven << 7 | seven;
}

// --- universal ---------------------------------------------------------------

// Device control: volume and the two master tunings.
static int
read_control(const unsigned char* body, size_t count, ElaraSmfSystem* s)
{
  if (count < 6) return 0;
  const int value = fourteen(body + 4);
  switch (body[3]) {
  case 1:
    s->kind = SMF_VOLUME;
    s->value = value;
    return 1;
  case 3: // +-100 cents
    s->kind = SMF_FINE;
    s->value = (value - 8192) * 100 * SMF_CENT / 8192;
    return 1;
  case 4: // semitones, in the high byte
    s->kind = SMF_COARSE;
    s->value = (body[5] - 64) * 100 * SMF_CENT;
    return 1;
  }
  return 0;
}

// Scale and octave tuning: three bytes of channels, the last sixteen first,
// then one byte for a pitch class, +-64 cents, or two, +-100 cents.
static int
read_octave(const unsigned char* body,
            size_t count,
            size_t at,
            int wide,
            ElaraSmfSystem* s)
{
  const size_t need = at + 3 + (wide ? 24 : 12);
  if (count < need) return 0;
  s->kind = SMF_SCALE;
  s->classes = 0xfff;
  s->channels = (unsigned)(body[at] & 3) << 14 | (unsigned)body[at + 1] << 7 |
                (unsigned)body[at + 2];
  const unsigned char* const p = body + at + 3;
  for (int k = 0; k < 12; k++) {
    s->scale[k] =
        wide ? ((p[2 * k] << 7 | p[2 * k + 1]) - 8192) * 100 * SMF_CENT / 8192
             : (p[k] - 64) * SMF_CENT;
  }
  return 1;
}

// Some keys of a tuning program; AT is its number, behind a bank or not.
static int
read_keys(const unsigned char* body, size_t count, size_t at, ElaraSmfSystem* s)
{
  if (count < at + 2) return 0;
  s->kind = SMF_KEYS;
  s->value = body[at];
  s->keys = body + at + 2;
  s->stride = 4;
  s->count = body[at + 1];
  const size_t room = (count - at - 2) / 4;
  if ((size_t)s->count > room) s->count = (int)room;
  return 1;
}

// A dump of a whole tuning program: name of 16, 128 keys. Its sum is made
// differently by different makers, so it is not looked at.
static int
read_dump(const unsigned char* body, size_t count, size_t at, ElaraSmfSystem* s)
{
  if (count < at + 17 + 3 * 128) return 0;
  s->kind = SMF_KEYS;
  s->value = body[at];
  s->keys = body + at + 17;
  s->stride = 3;
  s->count = 128;
  return 1;
}

// The tuning standard: real-time (0x7f) messages move sounding notes too.
static int
read_tuning(const unsigned char* body, size_t count, ElaraSmfSystem* s)
{
  if (count < 5) return 0;
  s->live = body[0] == 0x7f;
  switch (body[3]) {
  case 0x01:
    return read_dump(body, count, 4, s);
  case 0x02:
    return read_keys(body, count, 4, s);
  case 0x04:
    return read_dump(body, count, 5, s);
  case 0x07:
    return read_keys(body, count, 5, s);
  case 0x08:
    return read_octave(body, count, 4, 0, s);
  case 0x09:
    return read_octave(body, count, 4, 1, s);
  }
  return 0;
}

static int
read_universal(const unsigned char* body, size_t count, ElaraSmfSystem* s)
{
  static const int modes[4] = {ANY, ELARA_TAKE_MODE_GM, ELARA_TAKE_MODE_NONE,
                               ELARA_TAKE_MODE_GM2};
  if (count < 4) return 0;
  if (body[2] == 0x08) return read_tuning(body, count, s);
  if (body[0] == 0x7f) {
    return body[2] == 0x04 ? read_control(body, count, s) : 0;
  }
  if (body[2] != 0x09 || body[3] < 1 || body[3] > 3) return 0;
  s->kind = SMF_RESET;
  s->value = modes[body[3]];
  return 1;
}

// --- GS ----------------------------------------------------------------------

// Parts 1..9 are channels 1..9 but part 0 is channel 10 (from 1).
static unsigned
gs_channel(int block)
{
  const int channel = block == 0 ? 9 : block < 10 ? block - 1 : block;
  return 1u << channel;
}

// Four nibbles from ADDRESS 0 of either maker: tenths of a cent around 1024.
static int
nibbles(const unsigned char* p)
{
  const int value =
      (p[0] & 15) << 12 | (p[1] & 15) << 8 | (p[2] & 15) << 4 | (p[3] & 15);
  return within(value - 1024, -1000, 1000) * SMF_CENT / 10;
}

static int
scale_from(ElaraSmfSystem* s, int first, const unsigned char* p, size_t count)
{
  s->kind = SMF_SCALE;
  s->live = 1;
  for (size_t i = 0; i < count && first + (int)i < 12; i++) {
    s->classes |= 1u << (first + (int)i);
    s->scale[first + (int)i] = (p[i] - 64) * SMF_CENT;
  }
  return 1;
}

static int
read_gs_part(uint32_t address,
             const unsigned char* p,
             size_t count,
             ElaraSmfSystem* s)
{
  const int what = (int)(address & 0x7f);
  s->channels = gs_channel((int)(address >> 8 & 15));
  if (what == 0x15) {
    s->kind = SMF_DRUM_PART;
    s->value = p[0] != 0;
    return 1;
  }
  if (what >= 0x40 && what <= 0x4b) return scale_from(s, what - 0x40, p, count);
  return 0;
}

static int
read_gs(uint32_t address,
        const unsigned char* p,
        size_t count,
        ElaraSmfSystem* s)
{
  if ((address & 0x7ff0ffu & ~0xffu) == 0x401000u) {
    return read_gs_part(address, p, count, s);
  }
  switch (address) {
  case 0x40007f: // GS reset
  case 0x00007f: // the same, by mode, of later models
    s->kind = SMF_RESET;
    s->value = ELARA_TAKE_MODE_GS;
    return 1;
  case 0x400000:
    s->kind = SMF_FINE;
    s->value = count >= 4 ? nibbles(p) : 0;
    return count >= 4;
  case 0x400004:
    s->kind = SMF_VOLUME;
    s->value = widened(p[0]);
    return 1;
  case 0x400005:
    s->kind = SMF_COARSE;
    s->value = within(p[0] - 64, -24, 24) * 100 * SMF_CENT;
    return 1;
  }
  return 0;
}

// Address, data and sum come to a multiple of 128.
static int
read_roland(const unsigned char* body, size_t count, ElaraSmfSystem* s)
{
  static const short data_set[4] = {0x41, ANY, 0x42, 0x12};
  if (!is(body, count, data_set, 4) || count < 9) return 0;
  int sum = 0;
  for (size_t i = 4; i < count; i++)
    sum += body[i];
  if (sum & 127) return 0;
  return read_gs(elara_smf_big_endian(body + 4, 3), body + 7, count - 8, s);
}

// --- XG ----------------------------------------------------------------------

static int
read_xg_part(uint32_t address,
             const unsigned char* p,
             size_t count,
             ElaraSmfSystem* s)
{
  const int what = (int)(address & 0x7f);
  const int part = (int)(address >> 8 & 0x7f);
  if (part > 15) return 0;
  s->channels = 1u << part;
  if (what == 0x07) {
    s->kind = SMF_DRUM_PART;
    s->value = p[0] != 0;
    return 1;
  }
  if (what >= 0x41 && what <= 0x4c) return scale_from(s, what - 0x41, p, count);
  return 0;
}

static int
read_yamaha(const unsigned char* body, size_t count, ElaraSmfSystem* s)
{
  static const short change[3] = {0x43, ANY, 0x4c};
  if (!is(body, count, change, 3) || count < 7 || body[1] >> 4 != 1) return 0;
  const uint32_t address = elara_smf_big_endian(body + 3, 3);
  const unsigned char* const p = body + 6;
  count -= 6;
  if (address >> 16 == 8) return read_xg_part(address, p, count, s);
  switch (address) {
  case 0x00007e: // XG system on
  case 0x00007f: // all parameters reset
    s->kind = SMF_RESET;
    s->value = ELARA_TAKE_MODE_XG;
    return 1;
  case 0x000000:
    s->kind = SMF_FINE;
    s->value = count >= 4 ? nibbles(p) : 0;
    return count >= 4;
  case 0x000004:
    s->kind = SMF_VOLUME;
    s->value = widened(p[0]);
    return 1;
  case 0x000006:
    s->kind = SMF_COARSE;
    s->value = within(p[0] - 64, -24, 24) * 100 * SMF_CENT;
    return 1;
  }
  return 0;
}

int
elara_smf_system(const unsigned char* body,
                 size_t count,
                 ElaraSmfSystem* system)
{
  *system = (ElaraSmfSystem){.channels = ALL_CHANNELS};
  if (count < 1) return 0;
  for (size_t i = 0; i < count; i++) {
    if (body[i] > 127) return 0; // torn
  }
  switch (body[0]) {
  case 0x7e:
  case 0x7f:
    return read_universal(body, count, system);
  case 0x41:
    return read_roland(body, count, system);
  case 0x43:
    return read_yamaha(body, count, system);
  }
  return 0;
}
