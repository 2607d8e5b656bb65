// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Real files: each corner case of the jazz-soft collection does what its name
// says, and the orchestral pieces have every note. The numbers are those of
// the files' bytes, counted by midicsv where it can read them.

#include "base/text.h"
#include "midi_build.h"

// --- what the name of a file says --------------------------------------------

static int
is_note(const ElaraTakeEvent* e, int key, double at_s, double length_s)
{
  return e->kind == ELARA_TAKE_NOTE && e->a == key &&
         fabs(elara_time_s(e->time) - at_s) < 1e-6 &&
         fabs(elara_time_s(e->end) - at_s - length_s) < 1e-6;
}

// "You must hear a C-Major scale": eight notes of half a second.
static int
plays_scale(const ElaraTake* take)
{
  static const int keys[8] = {60, 62, 64, 65, 67, 69, 71, 72};
  const ElaraPlayer* const p = &take->players[0];
  for (size_t i = 0; i < 8; i++) {
    if (p->event_count != 8 ||
        !is_note(&p->events[i], keys[i], (double)i / 2, 0.5)) {
      return 0;
    }
  }
  return take->player_count == 1;
}

// Whether the first note of each player is at its time.
static int
starts(const ElaraTake* take, const double* at_s)
{
  for (size_t i = 0; i < take->player_count; i++) {
    const ElaraTakeEvent e = take_event(take, i, ELARA_TAKE_NOTE, 0);
    if (fabs(elara_time_s(e.time) - at_s[i]) > 1e-6) return 0;
  }
  return 1;
}

static int
plays_together(const ElaraTake* take)
{
  static const double at_s[3] = {0.0, 0.0, 0.0};
  return starts(take, at_s);
}

static int
plays_two_together(const ElaraTake* take)
{
  static const double at_s[2] = {0.5, 0.5};
  return take->player_count == 2 && starts(take, at_s);
}

static int
plays_in_a_row(const ElaraTake* take)
{
  static const double at_s[2] = {0.5, 5.0};
  return take->player_count == 2 && starts(take, at_s);
}

// Bank and program of the NTH sound of a file that plays one after another.
static ElaraPreset
sound(const ElaraTake* take, int nth)
{
  if (nth == 0) return take->players[0].preset;
  const ElaraTakeEvent e = take_event(take, 0, ELARA_TAKE_PROGRAM, nth - 1);
  return (ElaraPreset){e.a, e.b};
}

static int
is_sound(const ElaraTake* take, int nth, int bank, int program)
{
  const ElaraPreset p = sound(take, nth);
  if (p.bank == bank && p.program == program) return 1;
  printf("# sound %d is %d:%d, expected %d:%d\n", nth + 1, p.bank, p.program,
         bank, program);
  return 0;
}

static int
plays_gm(const ElaraTake* take)
{
  int right = 1;
  for (int i = 0; i < 128; i++) {
    right &= is_sound(take, i, 0, i);
  }
  return right;
}

// A few of each list, by their number and title in the file.
static int
plays_gm2(const ElaraTake* take)
{
  return is_sound(take, 2, 2, 0) && is_sound(take, 227, 1, 123) && // dog
         is_sound(take, 257, 128, 8) &&                            // room kit
         is_sound(take, 264, 128, 56); // kit of effects
}

static int
plays_gs(const ElaraTake* take)
{
  return is_sound(take, 1, 1, 0) && is_sound(take, 6, 24, 0) &&
         is_sound(take, 1117, 0, 120) && is_sound(take, 1177, 1, 123);
}

static int
plays_windows(const ElaraTake* take)
{
  return is_sound(take, 0, 0, 0) && is_sound(take, 1, 8, 0) &&
         is_sound(take, 2, 16, 0) && is_sound(take, 3, 0, 1);
}

static int
plays_xg(const ElaraTake* take)
{
  return is_sound(take, 3, 18, 0) && is_sound(take, 1047, 1, 123) &&
         is_sound(take, 1091, 128, 56) && is_sound(take, 1104, 128, 0) &&
         is_sound(take, 1128, 128, 48); // symphony kit
}

static int
plays_drums(const ElaraTake* take)
{
  int keys[128] = {0}, count = 0;
  for (int i = 0; i < 183; i++) {
    const int key = take_event(take, 0, ELARA_TAKE_NOTE, i).a;
    if (key >= 0 && key < 128) keys[key] = 1;
  }
  for (int key = 27; key < 88; key++)
    count += keys[key];
  return take->players[0].percussion && count == 61;
}

static int
swaps_drums(const ElaraTake* take)
{
  const ElaraPlayer* const p = take->players;
  const ElaraTakeEvent last[2] = {take_event(take, 0, ELARA_TAKE_PROGRAM, 0),
                                  take_event(take, 1, ELARA_TAKE_PROGRAM, 0)};
  return take->player_count == 2 && p[0].preset.bank == 128 &&
         p[1].preset.bank == 0 && p[1].midi_channel == 9 && !p[1].percussion &&
         last[0].a == 0 && last[1].a == 128;
}

static int
has_control(const ElaraTake* take, int nth, int number, int value, double at_s)
{
  const ElaraTakeEvent e = take_event(take, 0, ELARA_TAKE_CONTROL, nth);
  return e.a == number && e.b == value &&
         fabs(elara_time_s(e.time) - at_s) < 1e-6;
}

static int
presses_damper(const ElaraTake* take)
{
  return has_control(take, 0, 64, 127, 4.5) && has_control(take, 1, 64, 0, 7.5);
}

static int
slides(const ElaraTake* take)
{
  return has_control(take, 0, 65, 127, 4.5) && has_control(take, 1, 65, 0, 6.5);
}

static int
slides_from(const ElaraTake* take)
{
  return has_control(take, 0, 5, 64, 0.0) && has_control(take, 1, 37, 0, 0.0) &&
         has_control(take, 2, 84, 48, 0.0);
}

static int
sets_parameter(const ElaraTake* take, int parameter, int value)
{
  return has_control(take, 0, 101, 0, 0.0) &&
         has_control(take, 1, 100, parameter, 0.0) &&
         has_control(take, 2, 6, value, 0.0);
}

static int
sets_bend_range(const ElaraTake* take)
{
  return sets_parameter(take, 0, 2) &&
         take_event(take, 0, ELARA_TAKE_BEND, 1).b == 8191;
}

static int
sets_fine(const ElaraTake* take)
{
  return sets_parameter(take, 1, 64) && take->player_count == 2;
}

static int
sets_coarse(const ElaraTake* take)
{
  return sets_parameter(take, 2, 64) && has_control(take, 5, 6, 66, 0.5);
}

static int
sets_modulation(const ElaraTake* take)
{
  return sets_parameter(take, 5, 0) && has_control(take, 3, 38, 64, 0.0);
}

static int
tunes(const ElaraTake* take, ElaraTakeKind kind, const int* want, int count)
{
  for (int i = 0; i < count; i++) {
    const int got = take_event(take, 0, kind, i).b;
    if (got == want[i]) continue;
    printf("# tuning %d is %d, expected %d\n", i + 1, got, want[i]);
    return 0;
  }
  return 1;
}

static int
tunes_fine(const ElaraTake* take)
{
  static const int want[6] = {-10000, -5000, 0, 5000, 9998, 0};
  return tunes(take, ELARA_TAKE_MASTER_TUNE, want, 6);
}

static int
tunes_coarse(const ElaraTake* take)
{
  static const int want[8] = {20000, 40000,  50000,  70000,
                              90000, 110000, 120000, 0};
  return take->player_count == 8 &&
         tunes(take, ELARA_TAKE_MASTER_TUNE, want, 8);
}

static int
tunes_scale(const ElaraTake* take)
{
  static const int want[3] = {6200, -6200, 6200};
  return tunes(take, ELARA_TAKE_KEY_TUNE, want, 3) &&
         fabs(elara_time_s(take_event(take, 0, ELARA_TAKE_KEY_TUNE, 0).time) -
              6.5) < 1e-6;
}

static int
tunes_gs(const ElaraTake* take)
{
  static const int want[3] = {6300, -6400, 6300};
  return tunes(take, ELARA_TAKE_KEY_TUNE, want, 3);
}

static int
moves_drums(const ElaraTake* take)
{
  return take->player_count == 2 && take->players[0].percussion &&
         take->players[0].midi_channel == 0 && !take->players[1].percussion &&
         take->players[1].preset.bank == 0;
}

static int
barks(const ElaraTake* take) // the dog of GS and of most SoundFonts
{
  return is_sound(take, 0, 1, 123);
}

static int
barks_in_kit(const ElaraTake* take)
{
  return is_sound(take, 0, 128, 56) &&
         take_event(take, 0, ELARA_TAKE_NOTE, 0).a == 76;
}

static int
grows(const ElaraTake* take)
{
  return take_event(take, 0, ELARA_TAKE_NOTE, 0).b == 1 &&
         take_event(take, 0, ELARA_TAKE_NOTE, 7).b == 112 &&
         take_event(take, 0, ELARA_TAKE_NOTE, 8).b == 127;
}

static int
sings(const ElaraTake* take) // at 90 a minute
{
  return take->players[0].preset.program == 11 &&
         fabs(elara_time_s(take_event(take, 0, ELARA_TAKE_NOTE, 1).time) -
              0.5) < 1e-5;
}

static int
shares_channel(const ElaraTake* take)
{
  return take->player_count == 3 && take->players[0].midi_channel == 0 &&
         take->players[2].midi_channel == 0 && plays_together(take);
}

// --- the table ---------------------------------------------------------------

typedef enum { CLEAN = -1, NOTE, WARN, REFUSE } Said; // ElaraDiagLevel

typedef struct {
  const char* file;
  Said said; // the gravest message
  int players, notes, controls, bends;
  double length_s;
  int (*says)(const ElaraTake* take); // NULL: the counts say it all
} Row;

#define SCALE(name, said)                                                      \
  {                                                                            \
    name, said, 1, 8, 0, 0, 8.0, plays_scale                                   \
  }
#define SILENT(name, length_s)                                                 \
  {                                                                            \
    name, WARN, 0, 0, 0, 0, length_s, NULL                                     \
  }

static const Row jazz_soft[] = {
    {"test-2-tracks-type-0.mid", NOTE, 2, 16, 0, 0, 8.5, plays_two_together},
    {"test-2-tracks-type-1.mid", CLEAN, 2, 16, 0, 0, 8.5, plays_two_together},
    {"test-2-tracks-type-2.mid", CLEAN, 2, 16, 0, 0, 13.0, plays_in_a_row},
    {"test-all-gm-percussion.mid", CLEAN, 1, 183, 0, 0, 141.25, plays_drums},
    {"test-all-gm-sounds.mid", CLEAN, 1, 512, 0, 0, 356.0, plays_gm},
    {"test-all-gm2-sounds.mid", CLEAN, 1, 1060, 0, 0, 732.75, plays_gm2},
    {"test-all-gs-sounds.mid", CLEAN, 1, 5044, 0, 0, 3471.75, plays_gs},
    {"test-all-microsoft-gs-wavetable-synth-sounds.mid", CLEAN, 1, 904, 0, 0,
     625.5, plays_windows},
    {"test-all-xg-sounds.mid", CLEAN, 1, 4560, 0, 0, 3139.0, plays_xg},
    SCALE("test-c-major-scale.mid", CLEAN),
    {"test-control-00-20-bank-select.mid", CLEAN, 2, 8, 0, 0, 9.5, swaps_drums},
    {"test-control-40-damper.mid", CLEAN, 1, 8, 2, 0, 12.0, presses_damper},
    {"test-control-41-portamento.mid", CLEAN, 1, 8, 2, 0, 11.0, slides},
    {"test-control-54-portamento-control.mid", CLEAN, 1, 1, 3, 0, 7.0,
     slides_from},
    SILENT("test-control-7c-omni-mode-off.mid", 4.5),
    SILENT("test-control-7d-omni-mode-on.mid", 4.5),
    SILENT("test-control-7e-mono-mode-on.mid", 4.5),
    SILENT("test-control-7f-poly-mode-on.mid", 4.5),
    SCALE("test-corrupt-file-extra-byte.mid", NOTE),
    SCALE("test-corrupt-file-missing-byte.mid", WARN),
    {"test-empty-file.mid", REFUSE, 0, 0, 0, 0, 0.0, NULL},
    SILENT("test-empty.mid", 4.0),
    {"test-gm2-doggy-78-00-38-4c.mid", CLEAN, 1, 3, 0, 0, 5.5, barks_in_kit},
    {"test-gm2-doggy-79-01-7b.mid", CLEAN, 1, 3, 0, 0, 5.5, barks},
    {"test-gs-doggy-01-00-7b.mid", CLEAN, 1, 3, 0, 0, 5.5, barks},
    SCALE("test-illegal-message-all.mid", NOTE),
    SCALE("test-illegal-message-f1-xx.mid", NOTE),
    SCALE("test-illegal-message-f2-xx-xx.mid", NOTE),
    SCALE("test-illegal-message-f3-xx.mid", NOTE),
    SCALE("test-illegal-message-f4.mid", NOTE),
    SCALE("test-illegal-message-f5.mid", NOTE),
    SCALE("test-illegal-message-f6.mid", NOTE),
    SCALE("test-illegal-message-f8.mid", NOTE),
    SCALE("test-illegal-message-f9.mid", NOTE),
    SCALE("test-illegal-message-fa.mid", NOTE),
    SCALE("test-illegal-message-fb.mid", NOTE),
    SCALE("test-illegal-message-fc.mid", NOTE),
    SCALE("test-illegal-message-fd.mid", NOTE),
    SCALE("test-illegal-message-fe.mid", NOTE),
    {"test-karaoke-kar.mid", CLEAN, 1, 29, 0, 0, 14.6, sings},
    {"test-multichannel-chords-0.mid", CLEAN, 3, 24, 0, 0, 8.0, plays_together},
    {"test-multichannel-chords-1.mid", CLEAN, 3, 24, 0, 0, 8.0, plays_together},
    {"test-multichannel-chords-2.mid", CLEAN, 3, 24, 0, 0, 8.0, plays_together},
    {"test-multichannel-chords-3.mid", CLEAN, 3, 24, 0, 0, 8.0, shares_channel},
    SCALE("test-non-midi-track.mid", CLEAN),
    {"test-not-a-midi-file.mid", REFUSE, 0, 0, 0, 0, 0.0, NULL},
    {"test-note-on-velocity.mid", CLEAN, 1, 9, 0, 0, 8.5, grows},
    {"test-rpn-00-00-pitch-bend-range.mid", CLEAN, 1, 5, 24, 3840, 33.5,
     sets_bend_range},
    {"test-rpn-00-01-fine-tuning.mid", CLEAN, 2, 25, 12, 0, 16.5, sets_fine},
    {"test-rpn-00-02-coarse-tuning.mid", CLEAN, 1, 8, 27, 0, 8.0, sets_coarse},
    {"test-rpn-00-05-modulation-depth-range.mid", CLEAN, 1, 5, 1954, 0, 21.0,
     sets_modulation},
    SCALE("test-running-status-metaevent.mid", CLEAN),
    SCALE("test-running-status-sysex.mid", CLEAN),
    SILENT("test-silence-all-notes-off.mid", 9.0),
    SILENT("test-silence-end-of-track.mid", 9.0),
    SILENT("test-silence-text-metaevent.mid", 9.0),
    SCALE("test-smpte-offset.mid", CLEAN),
    SILENT("test-sysex-7e-06-01-id-request.mid", 4.5),
    SILENT("test-sysex-7e-09-01-gm1-enable.mid", 4.5),
    SILENT("test-sysex-7e-09-02-gm-disable.mid", 4.5),
    SILENT("test-sysex-7e-09-03-gm2-enable.mid", 4.5),
    {"test-sysex-7f-04-03-master-fine-tuning.mid", CLEAN, 1, 5, 0, 0, 6.5,
     tunes_fine},
    {"test-sysex-7f-04-04-master-coarse-tuning.mid", CLEAN, 8, 8, 0, 0, 8.0,
     tunes_coarse},
    {"test-sysex-7x-08-0x-scale-tuning.mid", CLEAN, 1, 65, 0, 0, 38.5,
     tunes_scale},
    {"test-sysex-gs-40-1x-15-drum-part-change.mid", CLEAN, 2, 8, 0, 0, 10.0,
     moves_drums},
    {"test-sysex-gs-40-1x-4x-scale-tuning.mid", CLEAN, 1, 3, 0, 0, 5.5,
     tunes_gs},
    {"test-syx-7e-06-01-id-request.syx", REFUSE, 0, 0, 0, 0, 0.0, NULL},
    {"test-track-length.mid", CLEAN, 1, 1, 0, 0, 5.5, NULL},
    SCALE("test-vlq-2-byte.mid", CLEAN),
    SCALE("test-vlq-3-byte.mid", CLEAN),
    SCALE("test-vlq-4-byte.mid", CLEAN),
    {"test-xg-doggy-40-00-30.mid", CLEAN, 1, 3, 0, 0, 5.5, barks},
    {"test-xg-doggy-7e-00-00-54.mid", CLEAN, 1, 3, 0, 0, 5.5, barks_in_kit},
};

// All of the piano's pedal goes to its three tracks: 317 times, and a place.
static int
shares_pedal(const ElaraTake* take)
{
  int pedals = 0;
  const ElaraPlayer* const rh = &take->players[5];
  for (size_t i = 0; i < rh->event_count; i++) {
    pedals += rh->events[i].kind == ELARA_TAKE_CONTROL && rh->events[i].a == 64;
  }
  return pedals == 35 + 50 + 56 + 176;
}

static int
seats_strings(const ElaraTake* take)
{
  const ElaraPlayer* const p = take->players;
  return p[9].instrument == ELARA_VIOLIN_1 &&
         p[10].instrument == ELARA_VIOLIN_2 &&
         p[13].instrument == ELARA_DOUBLE_BASS;
}

static const Row orchestra[] = {
    {"beethoven5_1_ly.mid", CLEAN, 12, 8295, 0, 0, 320.875, NULL},
    {"beethoven7_1_ly.mid", CLEAN, 12, 23374, 0, 0, 888.617, NULL},
    {"dvorak9_1_ly.mid", CLEAN, 14, 12219, 0, 0, 470.148, seats_strings},
    {"dvorak9_4_ly.mid", CLEAN, 15, 14641, 0, 0, 553.473, NULL},
    {"egmont_ly.mid", CLEAN, 14, 10681, 0, 0, 483.886, NULL},
    {"schumann_quintet1_ccby.mid", CLEAN, 8, 8993, 958, 4, 528.235,
     shares_pedal},
};

// What differs from the row, or NULL. TAKE may be NULL.
static const char*
difference(const Row* row, const ElaraTake* take)
{
  int said = CLEAN;
  for (size_t i = 0; i < elara_diags_count(midi_diags); i++) {
    const int level = (int)elara_diags_at(midi_diags, i)->level;
    if (level > said) said = level;
  }
  if (said != (int)row->said) return "what it says";
  if (!take) return row->said == REFUSE ? NULL : "it is refused";
  if (elara_take_check(take, NULL) != ELARA_OK) return "the take";
  if ((int)take->player_count != row->players) return "the players";
  if (take_count(take, ELARA_TAKE_NOTE) != row->notes) return "the notes";
  if (take_count(take, ELARA_TAKE_CONTROL) != row->controls)
    return "the controllers";
  if (take_count(take, ELARA_TAKE_BEND) != row->bends) return "the bends";
  if (fabs(elara_time_s(take->length) - row->length_s) > 1e-3)
    return "the length";
  return row->says && !row->says(take) ? "what its name says" : NULL;
}

static void
test_file(const char* folder, const Row* row)
{
  char path[4096];
  ElaraFile file;
  ElaraTake* take = NULL;
  snprintf(path, sizeof path, "%s/%s", folder, row->file);
  if (elara_file_read(path, 0, &file) != ELARA_OK) {
    tap_skip(row->file, "not present");
    return;
  }
  elara_diags_free(midi_diags);
  midi_diags = elara_diags_new();
  elara_midi_read(row->file, file.bytes, file.count, midi_diags, &take);
  const char* const wrong = difference(row, take);
  if (!TAP_OK(!wrong, row->file)) {
    printf("# wrong: %s\n", wrong);
    elara_diags_print(midi_diags, stdout);
  }
  elara_take_free(take);
  elara_file_clear(&file);
}

int
main(void)
{
  tap_begin("MIDI corpus");
  const char* const folder = tap_path("../shared/corpus/midi");
  const char* const corners = tap_path("../shared/corpus/midi/jazz-soft/midi");
  for (size_t i = 0; i < sizeof jazz_soft / sizeof *jazz_soft; i++) {
    test_file(corners, &jazz_soft[i]);
  }
  for (size_t i = 0; i < sizeof orchestra / sizeof *orchestra; i++) {
    test_file(folder, &orchestra[i]);
  }
  elara_diags_free(midi_diags);
  return tap_end();
}
