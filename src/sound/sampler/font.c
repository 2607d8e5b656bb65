// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "sound/sampler/font.h"

#include "base/threads.h"
#include "sound/sampler/region.h"

#include <errno.h>
#include <fcntl.h>
#include <sndfile.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "sample data are used in place: little-endian machines only"
#endif

static ElaraStatus
open_bytes(const char* name,
           const unsigned char* bytes,
           size_t count,
           int mapped,
           ElaraDiags* diags,
           ElaraFont** out)
{
  ElaraArena* const arena = elara_arena_new();
  ElaraFont* const font =
      arena ? (ElaraFont*)elara_arena_alloc(arena, sizeof(ElaraFont)) : NULL;
  if (!font) {
    elara_arena_free(arena);
    return ELARA_NO_MEMORY;
  }
  font->arena = arena;
  font->bytes = bytes;
  font->count = count;
  font->name = elara_arena_strdup(arena, name);
  ElaraStatus status =
      font->name ? elara_font_parse(font, diags) : ELARA_NO_MEMORY;
  if (status != ELARA_OK) {
    elara_font_free(font);
    return status;
  }
  font->mapped = mapped;
  *out = font;
  return ELARA_OK;
}

ElaraStatus
elara_font_open_bytes(const char* name,
                      const unsigned char* bytes,
                      size_t count,
                      ElaraDiags* diags,
                      ElaraFont** font)
{
  *font = NULL;
  return open_bytes(name, bytes, count, 0, diags, font);
}

static ElaraStatus
cannot_open(const char* path, ElaraDiags* diags, int file)
{
  elara_diag(diags, ELARA_DIAG_ERROR, path, 0, 0,
             "install musescore-general-soundfont, or name another font",
             "cannot read the SoundFont: %s", strerror(errno));
  if (file >= 0) close(file);
  return ELARA_IO_ERROR;
}

ElaraStatus
elara_font_open(const char* path, ElaraDiags* diags, ElaraFont** font)
{
  *font = NULL;
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  struct stat info;
  if (file < 0 || fstat(file, &info) != 0) {
    return cannot_open(path, diags, file);
  }
  if (!S_ISREG(info.st_mode) || info.st_size < 12) {
    errno = EINVAL;
    return cannot_open(path, diags, file);
  }
  const size_t count = (size_t)info.st_size;
  void* const map = mmap(NULL, count, PROT_READ, MAP_PRIVATE, file, 0);
  if (map == MAP_FAILED) return cannot_open(path, diags, file);
  close(file);
  const ElaraStatus status =
      open_bytes(path, (const unsigned char*)map, count, 1, diags, font);
  if (status != ELARA_OK) munmap(map, count);
  return status;
}

void
elara_font_free(ElaraFont* font)
{
  if (!font) return;
  for (size_t i = 0; i < font->sample_count; i++)
    free(font->samples[i].owned);
  if (font->mapped) {
    // munmap takes a non-const pointer for what mmap gave us.
    union {
      const unsigned char* bytes;
      void* map;
    } u = {.bytes = font->bytes};
    munmap(u.map, font->count);
  }
  elara_arena_free(font->arena);
}

static ElaraZoneList*
find_preset(const ElaraFont* font, int bank, int program)
{
  for (size_t i = 0; i < font->preset_count; i++) {
    ElaraZoneList* const p = &font->presets[i];
    if (p->bank == bank && p->program == program) return p;
  }
  return NULL;
}

static ElaraZoneList*
nearest_preset(const ElaraFont* font, int bank, int program)
{
  if (font->preset_count == 0) return NULL;
  const int kit = bank == 128;
  // Fast, slow, tremolo, pizzicato sections stand in for one another.
  const int strings =
      program >= 40 && program <= 51 && program != 46 && program != 47;
  const int tries[][2] = {
      {bank, program},
      {kit ? 128 : 0, program},
      {kit ? 128 : 0, kit || strings ? 48 : program},
      {kit ? 128 : 0, kit       ? 0
                      : strings ? 49
                                : program},
      {0, strings ? 44 : 0},
      {0, 0},
  };
  for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
    ElaraZoneList* const p = find_preset(font, tries[i][0], tries[i][1]);
    if (p) return p;
  }
  return &font->presets[0];
}

const ElaraZoneList*
elara_font_preset(ElaraFont* font, int bank, int program)
{
  ElaraZoneList* const p = nearest_preset(font, bank, program);
  if (!p || p->regions) return p;
  p->regions = elara_regions_new(font, p);
  return p->regions ? p : NULL;
}

void
elara_font_want(ElaraFont* font,
                const ElaraZoneList* preset,
                int key,
                int velocity)
{
  elara_font_want_from(font, preset, key, velocity, 0);
}

void
elara_font_want_from(ElaraFont* font,
                     const ElaraZoneList* preset,
                     int key,
                     int velocity,
                     int64_t from)
{
  if (!preset) return;
  const ElaraRegions* const r = preset->regions;
  for (size_t i = 0; i < r->count; i++) {
    if (!elara_reach_has(&r->reaches[i], key, velocity)) continue;
    ElaraSample* const s = &font->samples[r->list[i].sample];
    if (!s->wanted || from < s->from) s->from = from;
    s->wanted = 1;
  }
}

// libsndfile's view of one Vorbis stream in memory.
typedef struct {
  const unsigned char* bytes;
  sf_count_t count;
  sf_count_t at;
} Stream;

static sf_count_t
stream_length(void* data)
{
  return ((Stream*)data)->count;
}

static sf_count_t
stream_seek(sf_count_t offset, int whence, void* data)
{
  Stream* const s = (Stream*)data;
  const sf_count_t base = whence == SEEK_SET   ? 0
                          : whence == SEEK_CUR ? s->at
                                               : s->count;
  const sf_count_t to = base + offset;
  if (to < 0 || to > s->count) return -1;
  s->at = to;
  return to;
}

static sf_count_t
stream_read(void* out, sf_count_t count, void* data)
{
  Stream* const s = (Stream*)data;
  if (count > s->count - s->at) count = s->count - s->at;
  if (count > 0) memcpy(out, s->bytes + s->at, (size_t)count);
  s->at += count;
  return count;
}

static sf_count_t
stream_tell(void* data)
{
  return ((Stream*)data)->at;
}

// Most frames one sample may have: 10 minutes at 48 kHz.
#define MOST_FRAMES ((sf_count_t)600 * 48000)

static void
decode(ElaraFont* font, ElaraSample* sample)
{
  SF_VIRTUAL_IO io = {.get_filelen = stream_length,
                      .seek = stream_seek,
                      .read = stream_read,
                      .tell = stream_tell};
  Stream stream = {font->sample_bytes + sample->start,
                   (sf_count_t)(sample->end - sample->start), 0};
  SF_INFO info = {0};
  SNDFILE* const file = sf_open_virtual(&io, SFM_READ, &info, &stream);
  if (!file) return;
  if (info.channels == 1 && info.frames > 0 && info.frames <= MOST_FRAMES) {
    sample->owned = (int16_t*)malloc((size_t)info.frames * sizeof(int16_t));
    if (sample->owned) {
      // Decoded float may pass full scale: clip instead of wrapping round.
      sf_command(file, SFC_SET_CLIPPING, NULL, SF_TRUE);
      const sf_count_t got = sf_readf_short(file, sample->owned, info.frames);
      sample->frames = got > 0 ? sample->owned : NULL;
      sample->frame_count = got > 0 ? (uint32_t)got : 0;
    }
  }
  sf_close(file);
}

typedef struct {
  ElaraFont* font;
  ElaraSample** list;
} Decoding;

static void
decode_one(void* data, size_t index)
{
  const Decoding* const d = (const Decoding*)data;
  decode(d->font, d->list[index]);
}

ElaraStatus
elara_font_prepare(ElaraFont* font, int threads, ElaraDiags* diags)
{
  return elara_font_prepare_until(font, INT64_MAX, threads, diags);
}

ElaraStatus
elara_font_prepare_until(ElaraFont* font,
                         int64_t until,
                         int threads,
                         ElaraDiags* diags)
{
  ElaraSample** const list =
      (ElaraSample**)calloc(font->sample_count + 1, sizeof(ElaraSample*));
  ELARA_TRY_PTR(list);
  size_t count = 0;
  for (size_t i = 0; i < font->sample_count; i++) {
    ElaraSample* const s = &font->samples[i];
    if (s->wanted && s->from < until && s->compressed == 1 && !s->frames)
      list[count++] = s;
  }
  Decoding decoding = {font, list};
  elara_parallel(threads, count, decode_one, &decoding);
  for (size_t i = 0; i < count; i++) {
    if (list[i]->frames) continue;
    list[i]->compressed = 2; // do not try again
    elara_diag(diags, ELARA_DIAG_WARNING, font->name, 0, 0,
               "its notes stay silent; is libsndfile built with Vorbis?",
               "cannot decode sample \"%s\"", list[i]->name);
  }
  free(list);
  return ELARA_OK;
}
