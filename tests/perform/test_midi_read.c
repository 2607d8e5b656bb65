// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Standard MIDI Files into Takes: tempo, running status, players, damage.

#include "base/text.h"
#include "perform/midi_read.h"
#include "tap.h"

#include <dirent.h>

static ElaraDiags* diags;

static ElaraTake*
read_bytes(const void* bytes, size_t count)
{
  ElaraTake* take = NULL;
  elara_diags_free(diags);
  diags = elara_diags_new();
  elara_midi_read("test.mid", (const unsigned char*)bytes, count, diags, &take);
  return take;
}

#define READ(literal) read_bytes(literal, sizeof(literal) - 1)

// Type 0, 96 ticks a quarter. Running status; note off as velocity 0.
static const char simple[] =
    "MThd\0\0\0\6\0\0\0\1\0\x60"
    "MTrk\0\0\0\x26"
    "\0\xff\x51\3\x07\xa1\x20" // 500 000 us
    "\0\xc0\x49"               // flute
    "\0\xb0\x07\x50"
    "\0\x90\x3c\x64"
    "\x60\x3c\0"               // a quarter later
    "\0\xff\x51\3\x0f\x42\x40" // 1 s a quarter
    "\0\x3e\x64"               // running status goes on after a meta event
    "\x60\x3e\0"
    "\0\xff\x2f\0";

static void
test_simple(void)
{
  // A meta event must not break running status for readers in the wild.
  ElaraTake* const take = READ(simple);
  TAP_OK(take != NULL, "a type 0 file");
  if (!take) return;
  TAP_OK(elara_take_check(take, diags) == ELARA_OK, "gives a valid take");
  TAP_EQ_I(take->player_count, 1, "one player");
  const ElaraPlayer* const p = &take->players[0];
  TAP_EQ_I(p->preset.program, 73, "its program");
  TAP_EQ_I(p->instrument, ELARA_FLUTE, "its instrument");
  TAP_EQ_I(p->event_count, 3, "a controller and two notes");
  TAP_EQ_I(p->events[0].kind, ELARA_TAKE_CONTROL, "controls first");
  TAP_NEAR(elara_time_s(p->events[1].end), 0.5, 1e-9,
           "first note: half a second");
  TAP_NEAR(elara_time_s(p->events[2].end), 1.5, 1e-9,
           "second: a second, after the tempo change");
  TAP_EQ_I(p->events[2].tick, 3360, "its place in the score");
  TAP_NEAR(elara_time_s(take->length), 5.5, 1e-9, "four seconds more");
  const ElaraTempoMap map = {take->tempo, take->tempo_count};
  TAP_NEAR(elara_tempo_map_bpm(&map, 0), 120.0, 1e-6, "120, ");
  TAP_NEAR(elara_tempo_map_bpm(&map, 4000), 60.0, 1e-6, "then 60 a minute");
  elara_take_free(take);
}

// Type 1: a conductor track, one track with its own program, one without.
static const char tracks[] = "MThd\0\0\0\6\0\1\0\3\1\xe0"
                             "MTrk\0\0\0\x0b"
                             "\0\xc1\x38"
                             "\0\xff\x58\0"
                             "\0\xff\x2f\0"
                             "MTrk\0\0\0\x18"
                             "\0\xff\x03\4Oboe"
                             "\0\xc1\x44"
                             "\0\x91\x40\x50"
                             "\x83\x60\x81\x40\0"
                             "\0\xff\x2f\0"
                             "MTrk\0\0\0\x15"
                             "\0\xb1\0\x14"
                             "\0\x91\x41\x50"
                             "\0\xb1\x40\x7f"
                             "\x87\x40\x81\x41\0"
                             "\0\xff\x2f\0";

static void
test_tracks(void)
{
  ElaraTake* const take = READ(tracks);
  TAP_OK(take && elara_take_check(take, diags) == ELARA_OK, "a type 1 file");
  if (!take) return;
  TAP_EQ_I(take->player_count, 2, "a player for each track with notes");
  TAP_EQ_S(take->players[0].name, "Oboe", "named by its track");
  TAP_EQ_I(take->players[0].preset.program, 0x44, "a track's own program");
  TAP_EQ_I(take->players[1].preset.program, 0x44, "or the channel's");
  TAP_EQ_I(take->players[1].instrument, ELARA_OBOE,
           "which tells the instrument");
  elara_take_free(take);
}

static const char timecode[] =
    "MThd\0\0\0\6\0\0\0\1\xe7\x28" // 25 frames of 40: a tick is a millisecond
    "MTrk\0\0\0\x0d"
    "\0\x99\x24\x64"
    "\x83\x74\x89\x24\0"
    "\0\xff\x2f\0";

static void
test_timecode(void)
{
  ElaraTake* const take = READ(timecode);
  TAP_OK(take && elara_take_check(take, diags) == ELARA_OK,
         "a time-code division");
  if (!take) return;
  TAP_NEAR(elara_time_s(take->players[0].events[0].end), 0.5, 1e-9,
           "500 ticks are half a second");
  TAP_OK(take->players[0].percussion, "channel 10 is percussion");
  elara_take_free(take);
}

static void
test_damage(void)
{
  TAP_OK(!READ("not a midi file at all") && elara_diags_count(diags) == 1,
         "garbage is refused, with a reason");
  TAP_OK(!READ("") && elara_diags_count(diags) == 1, "so is nothing");
  ElaraTake* take = read_bytes(simple, 40);
  TAP_OK(take && take->player_count == 1 && elara_diags_count(diags) >= 1,
         "a cut file gives what is left, and a warning");
  TAP_OK(take && elara_take_check(take, NULL) == ELARA_OK,
         "still a valid take");
  elara_take_free(take);
  int bad = 0;
  for (size_t n = 0; n < sizeof tracks; n++) {
    take = read_bytes(tracks, n);
    bad += take && elara_take_check(take, NULL) != ELARA_OK;
    elara_take_free(take);
  }
  TAP_EQ_I(bad, 0, "cuts anywhere give valid takes or none");
}

// Whether a message of the last reading has these words.
static int
said(const char* words)
{
  for (size_t i = 0; i < elara_diags_count(diags); i++) {
    if (strstr(elara_diags_at(diags, i)->what, words)) return 1;
  }
  elara_diags_print(diags, stdout);
  return 0;
}

#define ONE_TRACK "MThd\0\0\0\6\0\0\0\1\0\x60MTrk"
#define NOTES "\0\x90\x3c\x64\x60\x3c\0"
#define END "\0\xff\x2f\0"

// Damage of many kinds around one note: it must be there, and the message.
static void
test_wounds(void)
{
#define WOUND(words, literal)                                                  \
  {                                                                            \
    literal, sizeof(literal) - 1, words                                        \
  }
  static const struct {
    const char* bytes;
    size_t count;
    const char* words; // NULL: nothing to say
  } rows[] = {
      WOUND(NULL, ONE_TRACK "\0\0\0\x0b" NOTES END),
      WOUND("the MIDI file ends in track 1, at byte 29",
            ONE_TRACK "\0\0\0\x40" NOTES),
      WOUND("track 1, byte 29: it has no end", ONE_TRACK "\0\0\0\7" NOTES),
      WOUND("track 1, byte 18: its length is given wrong",
            ONE_TRACK "\0\0\0\0" NOTES END),
      WOUND("track 1, byte 18: its length is given wrong",
            ONE_TRACK "\0\0\0\2" NOTES END "MTrk\0\0\0\4" END),
      WOUND("track 1, byte 33: more bytes behind its end",
            ONE_TRACK "\0\0\0\x17" NOTES END "MTrk\0\0\0\4" END),
      WOUND("track 2, byte 35: data without a message",
            ONE_TRACK "\0\0\0\4" END "MTrk\0\0\0\x0b\0\x3c\0\x64" NOTES
                      "MTrk\0\0\0\x0b" NOTES END),
      WOUND("byte 33: more bytes behind the last track",
            ONE_TRACK "\0\0\0\x0b" NOTES END "junk"),
      WOUND("promises 3 tracks",
            "MThd\0\0\0\6\0\1\0\3\0\x60MTrk\0\0\0\x0b" NOTES END),
      WOUND("type 7", "MThd\0\0\0\6\0\7\0\1\0\x60MTrk\0\0\0\x0b" NOTES END),
      WOUND("track 1 is cut short at byte 32",
            ONE_TRACK "\0\0\0\x0a" NOTES "\0\x90\x3c"),
      WOUND("notes are never released",
            ONE_TRACK "\0\0\0\x08\0\x90\x3c\x64" END),
      WOUND("ends in 10923 s of silence",
            ONE_TRACK "\0\0\0\x0d" NOTES "\xff\xff\x7f\xff\x2f\0"),
      WOUND(NULL, "RIFF\x35\0\0\0RMIDLIST\3\0\0\0abc\0data\x21\0\0\0" ONE_TRACK
                  "\0\0\0\x0b" NOTES END "DLS "),
      WOUND(NULL,
            "MThd\0\0\0\x08\0\0\0\1\0\x60\1\2XFIH\0\0\0\1xMTrk\0\0\0\x0b" NOTES
                END),
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const char* const words = rows[i].words;
    ElaraTake* const take = read_bytes(rows[i].bytes, rows[i].count);
    const int notes = take && take->player_count == 1 &&
                      elara_take_check(take, diags) == ELARA_OK;
    const int right = words ? said(words) : elara_diags_count(diags) == 0;
    if (!TAP_OK(notes && right, words ? words : "nothing to say")) {
      elara_diags_print(diags, stdout);
    }
    elara_take_free(take);
  }
}

static void
test_folder(const char* folder)
{
  DIR* const dir = opendir(folder);
  if (!dir) {
    tap_skip("MIDI corpus", "not present");
    return;
  }
  int files = 0, readable = 0, bad = 0;
  for (struct dirent* e = readdir(dir); e; e = readdir(dir)) {
    char path[4096];
    ElaraFile file;
    if (!strstr(e->d_name, ".mid")) continue;
    snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
    if (elara_file_read(path, 0, &file) != ELARA_OK) continue;
    ElaraTake* const take = read_bytes(file.bytes, file.count);
    files++;
    readable += take != NULL;
    if (take && elara_take_check(take, diags) != ELARA_OK) {
      bad++;
      printf("# %s\n", e->d_name);
    }
    elara_take_free(take);
    elara_file_clear(&file);
  }
  closedir(dir);
  printf("# %d of %d files readable\n", readable, files);
  TAP_EQ_I(bad, 0, "every corpus file that reads gives a valid take");
}

int
main(void)
{
  tap_begin("MIDI reader");
  test_simple();
  test_tracks();
  test_timecode();
  test_damage();
  test_wounds();
  test_folder(tap_path("../shared/corpus/midi"));
  test_folder(tap_path("../shared/corpus/midi/jazz-soft/midi"));
  elara_diags_free(diags);
  return tap_end();
}
