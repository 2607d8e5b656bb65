// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Any bytes as a SoundFont: load, prepare, play a few notes.

#include "sound/sampler/sampler.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);
const char* __lsan_default_suppressions(void);

// libsndfile 1.2.0 forgets its Vorbis state when a stream breaks off.
const char*
__lsan_default_suppressions(void)
{
  return "leak:libvorbis\nleak:libsndfile\nleak:libogg\n";
}

static ElaraTables* tables;

static const ElaraZoneList*
preset_at(ElaraFont* font, size_t p)
{
  const ElaraZoneList* const list = &font->presets[p];
  return elara_font_preset(font, list->bank, list->program);
}

static void
play(ElaraFont* font)
{
  enum { FRAMES = 512 };
  static float left[FRAMES], right[FRAMES];
  for (size_t p = 0; p < font->preset_count && p < 4; p++) {
    const ElaraZoneList* const preset = preset_at(font, p);
    elara_font_want(font, preset, 60, 100);
    elara_font_want(font, preset, 127, 1);
  }
  elara_font_prepare(font, 1, NULL);
  for (size_t p = 0; p < font->preset_count && p < 4; p++) {
    ElaraSampler* const s = elara_sampler_new(font, tables, 48000, 0, 0);
    if (!s) return;
    elara_sampler_preset(s, preset_at(font, p));
    elara_sampler_control(s, 1, 100);
    elara_sampler_note(s, 60, 100, 300, 1.0);
    elara_sampler_note(s, 127, 1, 100, 1.0);
    elara_sampler_render(s, left, right, FRAMES);
    elara_sampler_bend(s, 16383);
    elara_sampler_render(s, left, right, FRAMES);
    elara_sampler_free(s);
  }
}

int
LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
  if (!tables) {
    tables = elara_tables_new(ELARA_QUALITY_NORMAL, NULL);
  }
  // Sample data are read in place as 16-bit numbers: align them.
  unsigned char* const copy = (unsigned char*)malloc(size + 1);
  if (!copy) return 0;
  if (size) memcpy(copy, data, size);
  ElaraFont* font = NULL;
  if (elara_font_open_bytes("fuzz", copy, size, NULL, &font) == ELARA_OK) {
    play(font);
  }
  elara_font_free(font);
  free(copy);
  return 0;
}
