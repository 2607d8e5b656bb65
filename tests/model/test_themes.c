// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A theme book as text: what is written is read, and what a hand can get wrong
// is refused with its place.

#include "model/instrument.h"
#include "model/theme.h"
#include "tap.h"

#define Q ELARA_TICKS_PER_QUARTER

static ElaraTheme
theme(const char* name, ElaraThemeKind kind)
{
  return (ElaraTheme){.name = name,
                      .kind = kind,
                      .mode = ELARA_MODE_DORIAN,
                      .tonic = 2,
                      .beats = 3,
                      .beat_type = 4,
                      .bars = 8,
                      .bpm = 92.5,
                      .instrument = ELARA_OBOE,
                      .head_count = 3,
                      .notes = {{0, Q, 0, 0},
                                {Q, Q / 3, 4, 1},
                                {3 * Q, 3 * Q, -3, 0},
                                {6 * Q, Q, 7, 0}},
                      .note_count = 4,
                      .chords = {{0, 3 * Q, 0, ELARA_CHORD_MINOR, 1}},
                      .chord_count = 1,
                      .quality = .75,
                      .nearest = .5,
                      .character = "A song."};
}

static ElaraStatus
written(ElaraTheme* themes, size_t count, ElaraText* text)
{
  const ElaraThemeBook book = {
      .title = "One", .themes = themes, .count = count};
  text->count = 0;
  return elara_themes_write(&book, text);
}

static void
test_round(void)
{
  ElaraTheme themes[] = {theme("ADA", ELARA_THEME_PERSON),
                         theme("The Sea", ELARA_THEME_PLACE)};
  themes[1].origin = "Zero";
  themes[1].reason = "It comes back.";
  themes[1].waits = 1;
  ElaraText first = {0}, second = {0};
  ElaraThemeBook* book = NULL;
  TAP_OK(written(themes, 2, &first) == ELARA_OK, "written");
  TAP_OK(elara_themes_read("a", first.bytes, first.count, NULL, &book) ==
             ELARA_OK,
         "read");
  if (book) {
    TAP_EQ_S(book->title, "One", "title");
    TAP_EQ_I(book->themes[1].waits, 1, "waits");
    TAP_EQ_I(book->themes[0].notes[1].alter, 1, "a note");
    TAP_EQ_I(book->themes[0].chords[0].inversion, 1, "a chord");
    elara_themes_write(book, &second);
    TAP_EQ_S(second.bytes, first.bytes, "the same text again");
  }
  elara_theme_book_free(book);
  elara_text_clear(&first);
  elara_text_clear(&second);
}

static void
test_names(void)
{
  const ElaraTheme themes[] = {theme("ELARA", ELARA_THEME_PERSON),
                               theme("Odo and Elara", ELARA_THEME_BOND),
                               theme("The Well", ELARA_THEME_IDEA),
                               theme("WELL", ELARA_THEME_PLACE)};
  const ElaraThemeKind person = ELARA_THEME_PERSON;
  TAP_OK(elara_theme_named(themes, 4, "Elara", person) == &themes[0], "case");
  TAP_OK(elara_theme_named(themes, 4, "Elara and Odo", ELARA_THEME_BOND) ==
             &themes[1],
         "a bond in either order");
  TAP_OK(!elara_theme_named(themes, 4, "Elara and Ada", ELARA_THEME_BOND),
         "of the same two");
  TAP_OK(elara_theme_named(themes, 4, "The well", ELARA_THEME_PLACE) ==
             &themes[3],
         "one of its kind first");
  TAP_OK(elara_theme_named(themes, 4, "Well", person) == &themes[2],
         "else any");
  TAP_OK(!elara_theme_named(themes, 4, "Elar", person), "whole names");
}

// Theme 0 with one thing wrong: the message names it.
static void
refused(const ElaraTheme* bad, const char* place)
{
  ElaraDiags* const diags = elara_diags_new();
  const ElaraStatus status =
      elara_themes_check("b.json", "themes", bad, 1, diags);
  const ElaraDiag* const d = elara_diags_at(diags, 0);
  TAP_OK(status == ELARA_BAD_INPUT && d && strstr(d->what, place), place);
  elara_diags_free(diags);
}

static void
test_bad(void)
{
  const ElaraTheme good = theme("ADA", ELARA_THEME_PERSON);
  TAP_OK(elara_themes_check("b.json", "themes", &good, 1, NULL) == ELARA_OK,
         "nothing wrong");
#define WITH(change_, place_)                                                  \
  do {                                                                         \
    ElaraTheme bad = good;                                                     \
    bad.change_;                                                               \
    refused(&bad, place_);                                                     \
  } while (0)
  WITH(name = "", "themes[0].name");
  WITH(tonic = 12, "themes[0].tonic");
  WITH(beats = 0, "themes[0].beats");
  WITH(beat_type = 3, "themes[0].beats");
  WITH(bars = 1000000000, "themes[0].bars");
  WITH(bpm = (double)INFINITY, "themes[0].bpm");
  WITH(bpm = -1.0, "themes[0].bpm");
  WITH(instrument = ELARA_TIMPANI, "themes[0].instrument");
  WITH(instrument = ELARA_RISER, "themes[0].instrument");
  WITH(head_count = 5, "themes[0].head_notes");
  WITH(note_count = 2, "themes[0].notes");
  WITH(notes[1].tick = 0, "themes[0].notes[1]");
  WITH(notes[3].duration = 100 * Q, "themes[0].notes[3]");
  WITH(notes[3].tick = INT64_MAX, "themes[0].notes[3]");
  WITH(notes[2].duration = 0, "themes[0].notes[2]");
  WITH(notes[2].degree = 99, "themes[0].notes[2]");
  WITH(notes[2].alter = -3, "themes[0].notes[2]");
  WITH(notes[2].tick = 15 * Q, "themes[0].head_notes");
  WITH(chords[0].root = 12, "themes[0].chords[0]");
#undef WITH
  const ElaraTheme twins[] = {good, good};
  TAP_OK(elara_themes_check("b", "themes", twins, 2, NULL) == ELARA_BAD_INPUT,
         "two of one name");
  TAP_OK(elara_themes_check("b", "themes", twins, 0, NULL) == ELARA_BAD_INPUT,
         "an empty book");
}

// More notes than there is room for, a whole book of them.
static void
test_many(void)
{
  ElaraText text = {0};
  elara_text_add(&text, "{\"format\": \"elara themes\", \"version\": 1, "
                        "\"themes\": [{\"name\": \"A\", \"mode\": "
                        "\"major\", \"tonic\": 0, \"beats\": 4, "
                        "\"beat_type\": 4, \"bars\": 8, \"bpm\": 60, "
                        "\"instrument\": \"Flute\", \"head_notes\": 4, "
                        "\"notes\": [1");
  for (int i = 0; i < 100000; i++)
    elara_text_add(&text, ",1");
  elara_text_add(&text, "]}]}");
  ElaraDiags* const diags = elara_diags_new();
  ElaraThemeBook* book;
  TAP_OK(elara_themes_read("b", text.bytes, text.count, diags, &book) ==
             ELARA_BAD_INPUT,
         "a hundred thousand notes");
  TAP_OK(strstr(elara_diags_at(diags, 0)->what,
                "themes[0].notes: holds 100001, but there is room for 64"),
         "are refused with their place");
  elara_diags_free(diags);
  elara_text_clear(&text);
}

int
main(void)
{
  tap_begin("themes");
  test_round();
  test_names();
  test_bad();
  test_many();
  return tap_end();
}
