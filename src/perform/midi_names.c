// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Names in a MIDI file, and which instrument of our orchestra a player is.

#include "perform/midi_smf.h"

#include <string.h>
#include <strings.h>

const char*
elara_smf_name(ElaraArena* arena, const unsigned char* text, size_t count)
{
  char* const name =
      elara_arena_strndup(arena, (const char*)text, count < 80 ? count : 80);
  if (!name) return NULL;
  for (char* p = name; *p; p++) {
    if ((unsigned char)*p < 32 || *p == 127) *p = ' ';
  }
  size_t length = strlen(name);
  while (length && name[length - 1] == ' ')
    name[--length] = '\0';
  return length ? name : NULL;
}

// Words in track names that tell an instrument, in the order to try.
static const struct {
  const char* word;
  int instrument;
} name_words[] = {
    {"violin ii", ELARA_VIOLIN_2},
    {"violino ii", ELARA_VIOLIN_2},
    {"violine ii", ELARA_VIOLIN_2},
    {"violin 2", ELARA_VIOLIN_2},
    {"violin2", ELARA_VIOLIN_2},
    {"violini ii", ELARA_VIOLIN_2},
    {"violins ii", ELARA_VIOLIN_2},
    {"violins 2", ELARA_VIOLIN_2},
    {"second violin", ELARA_VIOLIN_2},
    {"violoncell", ELARA_CELLO},
    {"cell", ELARA_CELLO},
    {"contrabass", ELARA_DOUBLE_BASS},
    {"double bass", ELARA_DOUBLE_BASS},
    {"kontrabass", ELARA_DOUBLE_BASS},
    {"contrabbass", ELARA_DOUBLE_BASS},
    {"bass", ELARA_DOUBLE_BASS},
    {"viola", ELARA_VIOLA},
    {"viole", ELARA_VIOLA},
    {"bratsche", ELARA_VIOLA},
    {"violin", ELARA_VIOLIN_1},
};

static int
contains(const char* text, const char* word)
{
  const size_t length = strlen(word);
  for (; *text; text++) {
    if (strncasecmp(text, word, length) == 0) return 1;
  }
  return 0;
}

int
elara_smf_instrument(const ElaraPlayer* p, int by_name)
{
  if (p->percussion || p->preset.bank == 128) return ELARA_PERCUSSION;
  const int named = by_name ? elara_instrument_by_name(p->name) : -1;
  const ElaraInstrument* const info = elara_instrument(named);
  // A track that happens to be called "Riser" is not ours unless its program
  // is, too.
  if (info && (info->family != ELARA_FAMILY_SYNTH ||
               info->program == p->preset.program)) {
    return named;
  }
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT && p->preset.bank; i++) {
    const ElaraInstrument* const t = elara_instrument(i);
    if (t->bank == p->preset.bank && t->family == ELARA_FAMILY_STRING) return i;
  }
  const int program = p->preset.program;
  const int strings =
      program == 44 || program == 45 || program == 48 || program == 49;
  if (by_name && strings) {
    const size_t count = sizeof name_words / sizeof *name_words;
    for (size_t i = 0; i < count; i++) {
      if (contains(p->name, name_words[i].word)) {
        return name_words[i].instrument;
      }
    }
  }
  return elara_instrument_by_program(program);
}
