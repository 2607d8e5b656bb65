// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The SoundFont directory. A font is a RIFF file of three lists:
//
//   INFO  versions and names (we read ifil only)
//   sdta  smpl: 16-bit frames, or Vorbis streams; sm24: low bytes
//   pdta  phdr -> pbag -> pgen, pmod     presets and their zones
//         inst -> ibag -> igen, imod     instruments and their zones
//         shdr                           samples
//
// Every record is read byte by byte and every index is checked against the
// table it points into, so that a broken file can mislead nobody. Each of the
// nine tables ends with a terminal record that only closes the one before.

#include "sound/sampler/font.h"

#include <string.h>

typedef struct {
  const unsigned char* bytes;
  size_t count; // records, terminal one included
} Table;

enum { PHDR, PBAG, PMOD, PGEN, INST, IBAG, IMOD, IGEN, SHDR, TABLE_COUNT };

static const struct {
  char name[5];
  size_t size;
} table_info[TABLE_COUNT] = {
    {"phdr", 38}, {"pbag", 4},  {"pmod", 10}, {"pgen", 4},  {"inst", 22},
    {"ibag", 4},  {"imod", 10}, {"igen", 4},  {"shdr", 46},
};

static uint16_t
u16(const unsigned char* p)
{
  return (uint16_t)(p[0] | p[1] << 8);
}

static int16_t
i16(const unsigned char* p)
{
  const int value = u16(p);
  return (int16_t)(value < 32768 ? value : value - 65536);
}

static uint32_t
u32(const unsigned char* p)
{
  return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
         (uint32_t)p[3] << 24;
}

static ElaraStatus
bad(const ElaraFont* font, ElaraDiags* diags, const char* what)
{
  elara_diag(diags, ELARA_DIAG_ERROR, font->name, 0, 0,
             "use another SoundFont (.sf2 or .sf3)", "broken SoundFont: %s",
             what);
  return ELARA_BAD_INPUT;
}

// Calls of next_chunk() walk the chunks in [*at, end); 0 at the end. A chunk
// that claims more than there is gets what there is.
static int
next_chunk(const unsigned char** at,
           const unsigned char* end,
           const unsigned char** body,
           size_t* size,
           const unsigned char** id)
{
  if ((size_t)(end - *at) < 8) return 0;
  *id = *at;
  *body = *at + 8;
  const size_t room = (size_t)(end - *body);
  *size = u32(*at + 4);
  if (*size > room) *size = room;
  const size_t padded = *size + (*size & 1);
  *at = *body + (padded < room ? padded : room);
  return 1;
}

static void
read_pdta(const unsigned char* at, const unsigned char* end, Table* tables)
{
  const unsigned char *body, *id;
  size_t size;
  while (next_chunk(&at, end, &body, &size, &id)) {
    for (int t = 0; t < TABLE_COUNT; t++) {
      if (memcmp(id, table_info[t].name, 4) != 0) continue;
      tables[t] = (Table){body, size / table_info[t].size};
    }
  }
}

static void
read_sdta(ElaraFont* font, const unsigned char* at, const unsigned char* end)
{
  const unsigned char *body, *id;
  const unsigned char* low = NULL;
  size_t size, low_size = 0;
  while (next_chunk(&at, end, &body, &size, &id)) {
    if (memcmp(id, "smpl", 4) == 0) {
      font->sample_bytes = body;
      font->sample_size = size;
    } else if (memcmp(id, "sm24", 4) == 0) {
      low = body;
      low_size = size;
    }
  }
  // An sm24 chunk of another length is to be ignored (section 6.2).
  if (low && low_size >= font->sample_size / 2) font->low_bytes = low;
}

static ElaraStatus
read_lists(ElaraFont* font, ElaraDiags* diags, Table* tables)
{
  if (font->count < 12 || memcmp(font->bytes, "RIFF", 4) != 0) {
    return bad(font, diags, "it does not begin with RIFF");
  }
  if (memcmp(font->bytes + 8, "sfbk", 4) != 0) {
    return bad(font, diags,
               "its form is not 'sfbk' (packed fonts must be "
               "unpacked first)");
  }
  const unsigned char* at = font->bytes + 12;
  const unsigned char* const end = font->bytes + font->count;
  const unsigned char *body, *id;
  size_t size;
  while (next_chunk(&at, end, &body, &size, &id)) {
    if (memcmp(id, "LIST", 4) != 0 || size < 4) continue;
    if (memcmp(body, "pdta", 4) == 0) read_pdta(body + 4, body + size, tables);
    if (memcmp(body, "sdta", 4) == 0) read_sdta(font, body + 4, body + size);
  }
  for (int t = 0; t < TABLE_COUNT; t++) {
    if (tables[t].count > 0) continue;
    char text[32] = "no '....' table";
    memcpy(text + 4, table_info[t].name, 4);
    return bad(font, diags, text);
  }
  if (!font->sample_bytes) return bad(font, diags, "no 'smpl' chunk");
  return ELARA_OK;
}

static void
copy_name(char* out, const unsigned char* in)
{
  for (int i = 0; i < 20; i++) {
    const unsigned char c = in[i];
    out[i] = (char)(c == 0 || (c >= 32 && c < 127) ? c : '?');
  }
  out[20] = '\0';
}

static ElaraStatus
read_samples(ElaraFont* font, ElaraDiags* diags, const Table* shdr)
{
  const size_t count = shdr->count - 1;
  font->samples =
      (ElaraSample*)elara_arena_array(font->arena, count, sizeof(ElaraSample));
  ELARA_TRY_PTR(font->samples);
  font->sample_count = count;
  size_t refused = 0;
  for (size_t i = 0; i < count; i++) {
    const unsigned char* const r = shdr->bytes + i * 46;
    ElaraSample* const s = &font->samples[i];
    copy_name(s->name, r);
    const uint32_t start = u32(r + 20), end = u32(r + 24);
    const uint32_t loop_start = u32(r + 28), loop_end = u32(r + 32);
    const unsigned type = u16(r + 44);
    s->start = start;
    s->end = end;
    s->rate = u32(r + 36);
    s->key = r[40] < 128 ? r[40] : 60;
    s->correction = r[41] < 128 ? r[41] : (int)r[41] - 256;
    s->compressed = (type & 0x10) != 0;
    const size_t room =
        s->compressed ? font->sample_size : font->sample_size / 2;
    if ((type & 0x8000) || start >= end || end > room || s->rate < 100 ||
        s->rate > 400000) {
      s->compressed = 2;
      refused++;
      continue;
    }
    // SF3 keeps loop points relative to the sample, SF2 in the whole chunk.
    const uint32_t base = s->compressed ? 0 : start;
    s->loop_start = loop_start > base ? loop_start - base : 0;
    s->loop_end = loop_end > base ? loop_end - base : 0;
    if (s->compressed) continue;
    // The RIFF rule pads chunks to even sizes, so the cast is aligned.
    const void* const frames = font->sample_bytes + (size_t)start * 2;
    s->frames = (const int16_t*)frames;
    s->low_bytes = font->low_bytes ? font->low_bytes + start : NULL;
    s->frame_count = end - start;
  }
  if (refused) {
    elara_diag(diags, ELARA_DIAG_NOTE, font->name, 0, 0,
               "notes that need them stay silent",
               "%zu of %zu samples lie in ROM or outside the file", refused,
               count);
  }
  return ELARA_OK;
}

static ElaraStatus
read_modulators(ElaraFont* font, const Table* table, ElaraModulator** out)
{
  ElaraModulator* const list = (ElaraModulator*)elara_arena_array(
      font->arena, table->count, sizeof(ElaraModulator));
  ELARA_TRY_PTR(list);
  for (size_t i = 0; i < table->count; i++) {
    const unsigned char* const r = table->bytes + i * 10;
    list[i] = (ElaraModulator){u16(r), u16(r + 2), i16(r + 4), u16(r + 6),
                               u16(r + 8)};
  }
  *out = list;
  return ELARA_OK;
}

// One half of the directory: presets with target = instrument, or instruments
// with target = sample.
typedef struct {
  Table head, bag, generators;
  size_t modulator_count;
  const ElaraModulator* modulators;
  size_t head_size, bag_at; // record size; where its bag index is
  int target_generator;
  size_t target_count;
} Half;

// The standard: key range first, velocity range second, target last; what
// follows the target is ignored.
static void
read_zone(const Half* half, size_t bag, ElaraZone* zone)
{
  const unsigned char* const r = half->bag.bytes + bag * 4;
  size_t from = u16(r), to = u16(r + 4);
  if (to > half->generators.count) to = half->generators.count;
  *zone = (ElaraZone){.key_high = 127, .velocity_high = 127, .target = -1};
  for (size_t g = from; g < to; g++) {
    const unsigned char* const p = half->generators.bytes + g * 4;
    const int generator = u16(p);
    if (generator >= ELARA_GEN_COUNT || generator == ELARA_GEN_PITCH) continue;
    if (generator == ELARA_GEN_KEY_RANGE) {
      zone->key_low = p[2];
      zone->key_high = p[3];
    } else if (generator == ELARA_GEN_VELOCITY_RANGE) {
      zone->velocity_low = p[2];
      zone->velocity_high = p[3];
    } else if (generator == half->target_generator) {
      zone->target = u16(p + 2) < half->target_count ? u16(p + 2) : -2;
      break;
    } else {
      zone->amount[generator] = i16(p + 2);
      zone->set |= UINT64_C(1) << generator;
    }
  }
  from = u16(r + 2);
  to = u16(r + 6);
  if (to > half->modulator_count) to = half->modulator_count;
  if (from >= to) return;
  zone->modulators = half->modulators + from;
  zone->modulator_count = to - from;
}

// Zones of list INDEX. A first zone without a target is the global one; later
// ones without, and ones whose target does not exist, are dropped.
static ElaraStatus
read_zone_list(ElaraFont* font,
               const Half* half,
               size_t index,
               ElaraZoneList* list)
{
  const unsigned char* const r = half->head.bytes + index * half->head_size;
  const size_t from = u16(r + half->bag_at);
  const size_t to = u16(r + half->head_size + half->bag_at);
  copy_name(list->name, r);
  if (from >= to || to >= half->bag.count) return ELARA_OK;
  ElaraZone* const zones =
      (ElaraZone*)elara_arena_array(font->arena, to - from, sizeof(ElaraZone));
  ELARA_TRY_PTR(zones);
  size_t kept = 0;
  for (size_t bag = from; bag < to; bag++) {
    ElaraZone* const zone = &zones[kept];
    read_zone(half, bag, zone);
    if (zone->target >= 0 || (zone->target == -1 && bag == from)) kept++;
  }
  const int global = kept > 0 && zones[0].target == -1;
  list->global = global ? zones : NULL;
  list->zones = zones + global;
  list->zone_count = kept - (size_t)global;
  return ELARA_OK;
}

static ElaraStatus
read_half(ElaraFont* font, const Half* half, ElaraZoneList** out, size_t* count)
{
  *count = half->head.count - 1;
  *out = (ElaraZoneList*)elara_arena_array(font->arena, *count,
                                           sizeof(ElaraZoneList));
  ELARA_TRY_PTR(*out);
  for (size_t i = 0; i < *count; i++) {
    ELARA_TRY(read_zone_list(font, half, i, &(*out)[i]));
  }
  return ELARA_OK;
}

ElaraStatus
elara_font_parse(ElaraFont* font, ElaraDiags* diags)
{
  Table t[TABLE_COUNT] = {0};
  ELARA_TRY(read_lists(font, diags, t));
  ELARA_TRY(read_samples(font, diags, &t[SHDR]));
  ElaraModulator *preset_mods, *instrument_mods;
  ELARA_TRY(read_modulators(font, &t[PMOD], &preset_mods));
  ELARA_TRY(read_modulators(font, &t[IMOD], &instrument_mods));
  const Half instruments = {
      t[INST], t[IBAG], t[IGEN],          t[IMOD].count,     instrument_mods,
      22,      20,      ELARA_GEN_SAMPLE, font->sample_count};
  ELARA_TRY(read_half(font, &instruments, &font->instruments,
                      &font->instrument_count));
  const Half presets = {t[PHDR],
                        t[PBAG],
                        t[PGEN],
                        t[PMOD].count,
                        preset_mods,
                        38,
                        24,
                        ELARA_GEN_INSTRUMENT,
                        font->instrument_count};
  ELARA_TRY(read_half(font, &presets, &font->presets, &font->preset_count));
  for (size_t i = 0; i < font->preset_count; i++) {
    const unsigned char* const r = t[PHDR].bytes + i * 38;
    font->presets[i].program = u16(r + 20);
    font->presets[i].bank = u16(r + 22);
  }
  if (font->preset_count == 0) return bad(font, diags, "it has no presets");
  return ELARA_OK;
}
