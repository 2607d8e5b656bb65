// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// System exclusive messages, banks, ports, channels that tracks share, and
// the order of events.

#include "midi_build.h"

#define GM_ON "\xf0\5\x7e\x7f\x09\1\xf7"
#define GM2_ON "\xf0\5\x7e\x7f\x09\3\xf7"
#define GS_ON "\xf0\x0a\x41\x10\x42\x12\x40\0\x7f\0\x41\xf7"
#define XG_ON "\xf0\x08\x43\x10\x4c\0\0\x7e\0\xf7"
#define NOTE "\0\x90\x3c\x40\x64\x80\x3c\x40"

// --- banks -------------------------------------------------------------------

// What a channel plays after MODE, bank select and a program change.
static ElaraPreset
preset_after(const char* mode,
             size_t mode_count,
             int channel,
             int coarse,
             int fine,
             int program)
{
  const unsigned char c = (unsigned char)channel;
  const unsigned char set_up[] = {0,
                                  (unsigned char)(0xb0 | c),
                                  0,
                                  (unsigned char)coarse,
                                  0,
                                  (unsigned char)(0xb0 | c),
                                  32,
                                  (unsigned char)fine,
                                  0,
                                  (unsigned char)(0xc0 | c),
                                  (unsigned char)program,
                                  0,
                                  (unsigned char)(0x90 | c),
                                  60,
                                  64};
  midi_begin(0, 1);
  midi_track();
  if (mode_count) PUT("\0");
  midi_put(mode, mode_count);
  midi_put(set_up, sizeof set_up);
  ElaraTake* const take = midi_take();
  const ElaraPreset none = {-1, -1};
  const ElaraPreset got =
      take && take->player_count ? take->players[0].preset : none;
  elara_take_free(take);
  return got;
}

static void
test_banks(void)
{
  static const char gm[] = GM_ON, gm2[] = GM2_ON, gs[] = GS_ON, xg[] = XG_ON;
  static const struct {
    const char* mode;
    size_t count;
    int channel, coarse, fine, program; // said
    int bank, plays;                    // meant
    const char* name;
  } rows[] = {
      {"", 0, 0, 8, 0, 4, 8, 4, "unknown mode: controller 0 is the bank"},
      {"", 0, 0, 0, 3, 4, 0, 4, "unknown mode: controller 32 is not"},
      {"", 0, 9, 8, 0, 4, 128, 4, "unknown mode: channel 10 stays drums"},
      {"", 0, 3, 127, 0, 8, 128, 8, "unknown mode: XG drums"},
      {"", 0, 3, 120, 0, 8, 128, 8, "unknown mode: GM2 drums"},
      {"", 0, 9, 121, 2, 8, 2, 8, "unknown mode: GM2 melody on channel 10"},
      {gm, sizeof gm - 1, 0, 8, 1, 4, 0, 4, "GM has no banks"},
      {gm, sizeof gm - 1, 9, 8, 1, 4, 128, 4, "GM: channel 10 is drums"},
      {gm2, sizeof gm2 - 1, 0, 121, 3, 4, 3, 4, "GM2: 121 and the variation"},
      {gm2, sizeof gm2 - 1, 0, 120, 0, 4, 128, 4, "GM2: 120 is drums"},
      {gm2, sizeof gm2 - 1, 9, 121, 0, 4, 0, 4, "GM2: melody on channel 10"},
      {gs, sizeof gs - 1, 0, 16, 2, 4, 16, 4, "GS: controller 0"},
      {gs, sizeof gs - 1, 0, 127, 0, 4, 127, 4, "GS: 127 is no drums"},
      {gs, sizeof gs - 1, 9, 16, 0, 24, 128, 24, "GS: channel 10 is drums"},
      {xg, sizeof xg - 1, 0, 0, 18, 4, 18, 4, "XG: controller 32"},
      {xg, sizeof xg - 1, 2, 127, 0, 8, 128, 8, "XG: 127 is drums"},
      {xg, sizeof xg - 1, 9, 0, 0, 4, 0, 4, "XG: melody on channel 10"},
      {xg, sizeof xg - 1, 0, 64, 0, 48, 1, 123, "XG: an effect"},
      {xg, sizeof xg - 1, 0, 126, 0, 0, 128, 56, "XG: a kit of effects"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const ElaraPreset got =
        preset_after(rows[i].mode, rows[i].count, rows[i].channel,
                     rows[i].coarse, rows[i].fine, rows[i].program);
    if (!TAP_OK(got.bank == rows[i].bank && got.program == rows[i].plays,
                rows[i].name)) {
      printf("# got %d:%d, expected %d:%d\n", got.bank, got.program,
             rows[i].bank, rows[i].plays);
    }
  }
}

static void
test_drum_parts(void)
{
  midi_begin(0, 1);
  midi_track();
  PUT("\0" GS_ON);
  PUT("\0\xf0\x0a\x41\x10\x42\x12\x40\x11\x15\1\x19\xf7"); // channel 1: drums
  PUT("\0\xc0\x19" NOTE);
  PUT("\0\xf0\x0a\x41\x10\x42\x12\x40\x11\x15\0\x1a\xf7" NOTE); // and back
  PUT("\0\xf0\x0a\x41\x10\x42\x12\x40\x11\x15\1\x18\xf7" NOTE); // wrong sum
  ElaraTake* const take = midi_take();
  TAP_OK(take && take->player_count == 1, "GS rhythm part");
  if (!take) return;
  TAP_EQ_I(take->players[0].preset.bank, 128, "channel 1 plays drums");
  TAP_EQ_I(take->players[0].preset.program, 25, "of the kit it asks for");
  TAP_EQ_I(take->players[0].percussion, 0, "but not all the time");
  const ElaraTakeEvent back = take_event(take, 0, ELARA_TAKE_PROGRAM, 0);
  TAP_OK(back.a == 0 && back.b == 0, "then it is melodic again");
  TAP_EQ_I(take_count(take, ELARA_TAKE_PROGRAM), 1,
           "a message whose sum is wrong does nothing");
  elara_take_free(take);
}

static void
test_effect_keys(void)
{
  midi_begin(0, 1);
  midi_track();
  PUT("\0" XG_ON "\0\xb0\0\x7e\0\xc0\0\0\x90\x54\x40\x64\x80\x54\x40");
  ElaraTake* const take = midi_take();
  const ElaraTakeEvent dog = take_event(take, 0, ELARA_TAKE_NOTE, 0);
  TAP_EQ_I(dog.a, 76, "the dog of XG is where SoundFonts have it");
  TAP_NEAR(elara_time_s(dog.end), 0.5, 1e-6, "and barks as long");
  elara_take_free(take);
}

// --- levels and tunings ------------------------------------------------------

static void
test_master(void)
{
  midi_begin(1, 2);
  midi_track();
  PUT("\0\xf0\7\x7f\x7f\4\1\x11\x22\xf7");                     // volume
  PUT("\0\xf0\7\x7f\x7f\4\3\0\x60\xf7");                       // +50 cents
  PUT("\0\xf0\7\x7f\x7f\4\4\0\x42\xf7");                       // +2 semitones
  PUT("\0\xf0\x0a\x41\x10\x42\x12\x40\0\4\x40\x7c\xf7");       // GS volume
  PUT("\0\xf0\x0d\x41\x10\x42\x12\x40\0\0\0\4\0\x0a\x32\xf7"); // +1 cent
  PUT("\0\xf0\x0a\x41\x10\x42\x12\x40\0\5\x41\x7a\xf7");       // key shift +1
  midi_track();
  PUT(NOTE "\0\x99\x24\x40\x64\x89\x24\x40");
  ElaraTake* const take = midi_take();
  TAP_OK(take && take->player_count == 2, "messages for all");
  if (!take) return;
  TAP_EQ_I(take_event(take, 0, ELARA_TAKE_MASTER_VOLUME, 0).b, 0x1111,
           "master volume");
  TAP_EQ_I(take_event(take, 0, ELARA_TAKE_MASTER_VOLUME, 1).b, 0x2040,
           "the same by GS");
  const int want[4] = {5000, 25000, 20100, 10100};
  for (int i = 0; i < 4; i++) {
    TAP_EQ_I(take_event(take, 0, ELARA_TAKE_MASTER_TUNE, i).b, want[i],
             "master tuning adds up");
  }
  TAP_EQ_I(take_event(take, 1, ELARA_TAKE_MASTER_TUNE, 1).b, 100,
           "drums keep their keys");
  elara_take_free(take);
}

static void
test_keys(void)
{
  midi_begin(0, 1);
  midi_track();
  PUT("\0\x90\x3c\x40"); // sounds while it is tuned
  // Program 0: key 60 a quarter tone up, key 61 as it is, key 62 to key 60.
  PUT("\x64\xf0\x13\x7f\x7f\x08\2\0\3\x3c\x3c\x40\0\x3d\x7f\x7f\x7f\x3e\x3c\0\0"
      "\xf7");
  PUT("\0\x90\x3d\x40\0\x90\x3e\x40");
  // Octave tuning of channel 1 only: D 10 cents down.
  PUT("\0\xf0\x14\x7e\x7f\x08\x08\0\0\1\x40\x40\x36\x40\x40\x40\x40\x40\x40\x40"
      "\x40\x40\xf7");
  PUT("\x64\x90\x3e\x40\0\x91\x3e\x40");
  ElaraTake* const take = midi_take();
  TAP_OK(take && take->player_count == 2, "tuned keys");
  if (!take) return;
  const ElaraTakeEvent live = take_event(take, 0, ELARA_TAKE_KEY_TUNE, 0);
  TAP_OK(live.a == 60 && live.b == 5000, "a sounding key follows");
  TAP_NEAR(elara_time_s(live.time), 0.5, 1e-9, "at once");
  const ElaraTakeEvent next = take_event(take, 0, ELARA_TAKE_KEY_TUNE, 1);
  TAP_OK(next.a == 62 && next.b == -20000, "others when they are struck");
  const ElaraTakeEvent octave = take_event(take, 0, ELARA_TAKE_KEY_TUNE, 2);
  TAP_OK(octave.a == 62 && octave.b == -21000, "scale and key add up");
  TAP_NEAR(elara_time_s(octave.time), 1.0, 1e-9,
           "a message that is not for now waits for the next note");
  TAP_EQ_I(take_event(take, 1, ELARA_TAKE_KEY_TUNE, 0).b, -20000,
           "the scale of another channel");
  TAP_EQ_I(take_count(take, ELARA_TAKE_KEY_TUNE), 4, "and nothing else");
  elara_take_free(take);
}

static void
test_dump(void)
{
  midi_begin(0, 1);
  midi_track();
  PUT("\0\xf0\x83\x16\x7e\x7f\x08\1\5sixteen letters.");
  for (int key = 0; key < 128; key++) {
    const unsigned char to[3] = {(unsigned char)key, 0x20, 0};
    midi_put(to, 3);
  }
  PUT("\xf7");
  PUT(NOTE "\0\xb0\x65\0\0\xb0\x64\3\0\xb0\6\5" NOTE);
  ElaraTake* const take = midi_take();
  const ElaraTakeEvent tune = take_event(take, 0, ELARA_TAKE_KEY_TUNE, 0);
  TAP_OK(tune.a == 60 && tune.b == 2500, "a dumped tuning program");
  TAP_NEAR(elara_time_s(tune.time), 0.5, 1e-9, "holds once it is chosen");
  elara_take_free(take);
}

static void
test_resets(void)
{
  midi_begin(0, 1);
  midi_track();
  PUT("\0" GM_ON "\0" GS_ON "\0\xc0\x30\0\x90\x3c\x40");
  PUT("\x64" XG_ON "\0\xf0\x05\x7e\x7f\x09\2\xf7" NOTE);
  ElaraTake* const take = midi_take();
  TAP_EQ_I(take_count(take, ELARA_TAKE_RESET), 2,
           "resets with nothing between are one");
  TAP_EQ_I(take_event(take, 0, ELARA_TAKE_RESET, 0).b, ELARA_TAKE_MODE_GS,
           "the last one's mode");
  TAP_EQ_I(take_event(take, 0, ELARA_TAKE_RESET, 1).b, ELARA_TAKE_MODE_NONE,
           "also the second time");
  TAP_NEAR(elara_time_s(take_event(take, 0, ELARA_TAKE_NOTE, 0).end), 0.5, 1e-9,
           "a reset ends notes");
  TAP_EQ_I(take_event(take, 0, ELARA_TAKE_PROGRAM, 0).b, 0,
           "and goes back to the first program");
  elara_take_free(take);
}

// A message in two packets, one behind the escape, and one that is torn.
static void
test_packets(void)
{
  midi_begin(0, 1);
  midi_track();
  PUT("\0\xf0\3\x7f\x7f\4\x32\xf7\4\1\0\x40\xf7");
  PUT("\0\xf7\x08\xf0\x7f\x7f\4\1\0\x20\xf7");
  PUT("\0\xf0\5\x7f\x7f\4\1\0" NOTE);
  ElaraTake* const take = midi_take();
  const ElaraTakeEvent first = take_event(take, 0, ELARA_TAKE_MASTER_VOLUME, 0);
  TAP_EQ_I(first.b, 0x2000, "a message in packets");
  TAP_NEAR(elara_time_s(first.time), 0.25, 1e-9, "at the time of its last");
  TAP_EQ_I(take_event(take, 0, ELARA_TAKE_MASTER_VOLUME, 1).b, 0x1000,
           "an escaped one");
  TAP_EQ_I(take_count(take, ELARA_TAKE_MASTER_VOLUME), 2, "not half a one");
  elara_take_free(take);
}

// --- ports and tracks --------------------------------------------------------

static void
test_ports(void)
{
  midi_begin(1, 3);
  midi_track();
  PUT("\0" GM2_ON "\0\xff\3\1A\0\xff\x21\1\0\0\xc0\x28" NOTE);
  midi_track();
  PUT("\0\xff\3\1B\0\xff\x21\1\1\0\xc0\x49\0\xb0\7\x40" NOTE);
  PUT("\0\xf0\7\x7f\x7f\4\1\0\x10\xf7"); // to this port
  midi_track();
  PUT("\0\xff\3\1C\0\xff\x09\3dev" NOTE "\0\xff\x21\1\1" NOTE);
  ElaraTake* const take = midi_take();
  TAP_OK(take && take->player_count == 4, "a track on two ports is two");
  if (!take) return;
  TAP_EQ_I(take->players[1].midi_port, 1, "the port of a track");
  TAP_EQ_I(take->players[0].preset.program, 0x28, "one channel");
  TAP_EQ_I(take->players[1].preset.program, 0x49, "on two ports");
  TAP_EQ_I(take->players[2].preset.program, 0x28, "shared with its track");
  TAP_EQ_I(take->players[3].preset.program, 0x49, "on either port");
  TAP_EQ_I(take_event(take, 0, ELARA_TAKE_CONTROL, 0).a, -1,
           "another port's controllers are not ours");
  TAP_EQ_I(take_event(take, 0, ELARA_TAKE_MASTER_VOLUME, 0).b, -1,
           "nor its system messages");
  TAP_EQ_I(take_event(take, 3, ELARA_TAKE_MASTER_VOLUME, 0).b, 0x800,
           "but those of our port");
  elara_take_free(take);
}

static void
test_prefix(void)
{
  midi_begin(0, 1);
  midi_track();
  PUT("\0\xff\3\4Song\0\xff\x20\1\1\0\xff\3\4Oboe\0\xff\x20\1\2\0\xff\4\4Tuba");
  PUT("\0\x90\x3c\x40\0\x91\x3c\x40\0\x92\x3c\x40");
  ElaraTake* const take = midi_take();
  TAP_OK(take && take->player_count == 3, "channels with names");
  if (!take) return;
  TAP_EQ_S(take->players[0].name, "Song", "the track's");
  TAP_EQ_S(take->players[1].name, "Oboe", "or their own");
  TAP_EQ_I(take->players[2].instrument, ELARA_TUBA, "which say who plays");
  elara_take_free(take);
}

// A piano in two tracks: one program, pedals in a track without notes.
static void
test_hands(void)
{
  midi_begin(1, 3);
  midi_track();
  PUT("\0\xc0\6\0\xb0\7\x50" NOTE);
  midi_track();
  PUT("\0\xc0\6\0\xb0\7\x40" NOTE);
  midi_track();
  PUT("\0\xb0\x40\x7f\x64\xb0\x40\0");
  ElaraTake* const take = midi_take();
  TAP_OK(take && take->player_count == 2, "a piano in two tracks");
  if (!take) return;
  for (size_t i = 0; i < 2; i++) {
    TAP_EQ_I(take_event(take, i, ELARA_TAKE_CONTROL, 0).b, i ? 0x40 : 0x50,
             "each hand has its level");
    TAP_EQ_I(take_event(take, i, ELARA_TAKE_CONTROL, 1).a, 64,
             "and hears the pedal");
    TAP_EQ_I(take_event(take, i, ELARA_TAKE_CONTROL, 3).a, -1,
             "and nothing else");
  }
  elara_take_free(take);
}

// Two instruments on one channel, as notation programs write them.
static void
test_engraved(void)
{
  midi_begin(1, 2);
  midi_track();
  PUT("\0\xc0\x28\0\xb0\x0b\x50" NOTE "\0\xb0\x40\x7f");
  midi_track();
  PUT("\0\xc0\x49" NOTE);
  ElaraTake* const take = midi_take();
  TAP_OK(take && take->player_count == 2, "two instruments on one channel");
  if (!take) return;
  TAP_EQ_I(take->players[0].preset.program, 0x28, "each has its program");
  TAP_EQ_I(take->players[1].preset.program, 0x49, "from first to last");
  TAP_EQ_I(take_count(take, ELARA_TAKE_PROGRAM), 0, "without changes");
  TAP_EQ_I(take_count(take, ELARA_TAKE_CONTROL), 2, "and its controllers");
  elara_take_free(take);
}

// --- order -------------------------------------------------------------------

static void
test_order(void)
{
  midi_begin(0, 1);
  midi_track();
  PUT("\0\x90\x3c\x40\0\xc0\5\0\xb0\7\x20"); // after the note
  PUT("\x64\x90\x3c\x41\0\x80\x3c\x40");     // struck again: old off late
  PUT("\x64\x80\x3c\x40\0\xb0\x40\x7f");     // off, then the pedal
  PUT("\0\x90\x3e\x40\x64\xb0\x40\x7f\0\x80\x3e\x40"); // pedal, then off
  ElaraTake* const take = midi_take();
  TAP_OK(take && take->player_count == 1, "events of one time");
  if (!take) return;
  const ElaraTakeEvent* const e = take->players[0].events;
  TAP_OK(e[0].kind == ELARA_TAKE_NOTE && e[1].kind == ELARA_TAKE_PROGRAM &&
             e[2].kind == ELARA_TAKE_CONTROL,
         "keep the order of the file");
  TAP_EQ_I(e[0].end, e[3].time, "a note struck again ends");
  TAP_NEAR(elara_time_s(e[3].end), 1.0, 1e-9,
           "and an old release does not end the new one");
  TAP_EQ_I(e[3].end, e[4].time, "a release before the pedal is before it");
  const ElaraTakeEvent held = take_event(take, 0, ELARA_TAKE_NOTE, 2);
  const ElaraTakeEvent pedal = take_event(take, 0, ELARA_TAKE_CONTROL, 2);
  TAP_EQ_I(held.end, pedal.time + 1, "one after it is after it");
  elara_take_free(take);
}

static void
test_ends(void)
{
  midi_begin(1, 2);
  midi_track();
  PUT("\0\x90\x3c\x40\x64\xb0\x7b\0\0\x90\x3e\x40\x64\xb0\x07\1");
  midi_track();
  PUT("\x82\x2c\x80\x3e\x40"); // 300: another track ends it
  ElaraTake* const take = midi_take();
  TAP_NEAR(elara_time_s(take_event(take, 0, ELARA_TAKE_NOTE, 0).end), 0.5, 1e-9,
           "all notes off");
  TAP_NEAR(elara_time_s(take_event(take, 0, ELARA_TAKE_NOTE, 1).end), 1.5, 1e-9,
           "off in a track without notes");
  elara_take_free(take);
}

int
main(void)
{
  tap_begin("MIDI messages");
  test_banks();
  test_drum_parts();
  test_effect_keys();
  test_master();
  test_keys();
  test_dump();
  test_resets();
  test_packets();
  test_ports();
  test_prefix();
  test_hands();
  test_engraved();
  test_order();
  test_ends();
  elara_diags_free(midi_diags);
  return tap_end();
}
