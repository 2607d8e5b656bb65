// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Technique -> preset, for the General MIDI orchestra with the banks of
// MuseScore General: its string sections have a bank each, with the same
// programs in every bank.

#include "perform/room.h"

#define STRINGS_FAST 48
#define STRINGS_SLOW 49
#define STRINGS_TREMOLO 44
#define STRINGS_PIZZICATO 45
#define TRUMPET_MUTED 59

static int
is_string(int instrument)
{
  return elara_instrument(instrument)->family == ELARA_FAMILY_STRING;
}

// Bank of a string section.
static int
string_bank(int instrument)
{
  switch (instrument) {
  case ELARA_VIOLIN_1:
    return 20;
  case ELARA_VIOLIN_2:
    return 25;
  case ELARA_VIOLA:
    return 30;
  case ELARA_CELLO:
    return 40;
  default:
    return 50;
  }
}

PerformSound
elara_perform_sound(const PerformNote* n)
{
  const int technique = n->note->technique;
  if (n->instrument_id == ELARA_TRUMPET || n->instrument_id == ELARA_HORN) {
    return technique == ELARA_TECHNIQUE_MUTED ||
                   technique == ELARA_TECHNIQUE_STOPPED
               ? PERFORM_SOUND_MUTED
               : PERFORM_SOUND_PLAIN;
  }
  if (!is_string(n->instrument_id)) return PERFORM_SOUND_PLAIN;
  switch (technique) {
  case ELARA_TECHNIQUE_TREMOLO:
  case ELARA_TECHNIQUE_PONTICELLO:
  case ELARA_TECHNIQUE_ROLL:
    return PERFORM_SOUND_TREMOLO;
  case ELARA_TECHNIQUE_PIZZICATO:
    return PERFORM_SOUND_PIZZICATO;
  case ELARA_TECHNIQUE_STACCATO:
  case ELARA_TECHNIQUE_MARCATO:
    return PERFORM_SOUND_PLAIN;
  default:
    // The slow attack needs time to open and would make a loud entry late.
    return n->written_s >= 1.6 && n->level < .5 && n->note->accent < .2 &&
                   !n->on_hit
               ? PERFORM_SOUND_SLOW
               : PERFORM_SOUND_PLAIN;
  }
}

ElaraPreset
elara_perform_preset(int instrument, PerformSound sound)
{
  const ElaraInstrument* const info = elara_instrument(instrument);
  if (is_string(instrument)) {
    static const int programs[PERFORM_SOUND_COUNT] = {
        [PERFORM_SOUND_PLAIN] = STRINGS_FAST,
        [PERFORM_SOUND_SLOW] = STRINGS_SLOW,
        [PERFORM_SOUND_TREMOLO] = STRINGS_TREMOLO,
        [PERFORM_SOUND_PIZZICATO] = STRINGS_PIZZICATO,
        [PERFORM_SOUND_MUTED] = STRINGS_SLOW,
    };
    return (ElaraPreset){string_bank(instrument), programs[sound]};
  }
  // a stopped horn has no samples of its own: muted brass comes nearest
  if ((instrument == ELARA_TRUMPET || instrument == ELARA_HORN) &&
      sound == PERFORM_SOUND_MUTED) {
    return (ElaraPreset){0, TRUMPET_MUTED};
  }
  return (ElaraPreset){info->bank, info->program};
}

// The kit of an orchestra (program 48, as Roland's GS has it) holds timpani
// from F to f where General MIDI has toms, the crash and the chinese cymbal:
// a crash of 49 would sound as a kettledrum in C sharp.
int
elara_perform_key(int instrument, int pitch)
{
  enum { CONCERT_BASS_DRUM = 36, CONCERT_CYMBAL_2 = 57, CONCERT_CYMBAL_1 = 59 };
  if (instrument != ELARA_PERCUSSION || pitch < 41 || pitch > 53) return pitch;
  switch (pitch) {
  case 42:
  case 44:
  case 46: // the hi-hat
    return CONCERT_CYMBAL_1;
  case 49: // crash
    return CONCERT_CYMBAL_2;
  case 51: // ride
  case 52: // chinese cymbal, tam-tam
  case 53: // bell of the ride
    return CONCERT_CYMBAL_1;
  default: // toms
    return CONCERT_BASS_DRUM;
  }
}

const char*
elara_perform_player_name(ElaraArena* arena, int instrument, PerformSound sound)
{
  static const char* const words[PERFORM_SOUND_COUNT] = {
      [PERFORM_SOUND_PLAIN] = "",
      [PERFORM_SOUND_SLOW] = " (sost.)",
      [PERFORM_SOUND_TREMOLO] = " (trem.)",
      [PERFORM_SOUND_PIZZICATO] = " (pizz.)",
      [PERFORM_SOUND_MUTED] = " (con sord.)",
  };
  const char* const word =
      instrument == ELARA_HORN && sound == PERFORM_SOUND_MUTED ? " (stopped)"
                                                               : words[sound];
  return elara_arena_printf(arena, "%s%s", elara_instrument(instrument)->name,
                            word);
}
