// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A second film with the themes of the first: who comes back is known by the
// same head, what is new is like nothing before, the plan makes the same music
// without the book, and the third film works.

#include "compose/melody.h"
#include "elara/elara.h"
#include "folder.h"
#include "model/theme.h"
#include "studio/room.h"

// Own words, two pages.
static const char script[] =
    "Title: The Silver Silence\n"
    "Credit: written by\n"
    "Author: The Elara authors\n"
    "\n"
    "INT. BELL TOWER - NIGHT\n"
    "\n"
    "Snow on the sill. ELARA, older, sits alone among ropes that nobody pulls. "
    "The great bell is gone. She weeps.\n"
    "\n"
    "ELARA\n"
    "They took the bell, Odo. They took it and I let them.\n"
    "\n"
    "ODO, a young man now, stands in the door with a lamp.\n"
    "\n"
    "ODO\n"
    "Margit would have rung the sky until it came back.\n"
    "\n"
    "ELARA\n"
    "Margit is dead. And I am tired of grief, and of winter, and of the dark.\n"
    "\n"
    "The lamp goes out. Far below, a door slams.\n"
    "\n"
    "EXT. FROZEN SQUARE - NIGHT\n"
    "\n"
    "KESTREL, a thief with a laughing face, drags a sledge across the ice. On "
    "it, under a cloth, the bell.\n"
    "\n"
    "KESTREL\n"
    "Quiet, my beauty. Not a sound until the border.\n"
    "\n"
    "A dog barks. Kestrel freezes. Then runs. Torches rise along the wall. "
    "Soldiers pour out of the gate. The sledge slides, faster and faster, "
    "toward the black water.\n"
    "\n"
    "ODO\n"
    "There! Stop him!\n"
    "\n"
    "Odo leaps. The ice CRACKS. He hangs by one hand over the river.\n"
    "\n"
    "KESTREL\n"
    "Let go of the rope, boy, or we both drown.\n"
    "\n"
    "INT. BELL TOWER - DAWN\n"
    "\n"
    "Grey light. Elara lifts the cold clapper in both arms. She hums, low, one "
    "note. The ropes begin to sway.\n"
    "\n"
    "ELARA\n"
    "I have nothing left but this. Listen.\n"
    "\n"
    "The note becomes a storm. Every window in the square breaks at once.\n"
    "\n"
    "EXT. FROZEN SQUARE - DAWN\n"
    "\n"
    "Odo lies on the bank, coughing. Kestrel kneels beside him and puts his "
    "own coat around him.\n"
    "\n"
    "KESTREL\n"
    "I only wanted to hear it once.\n"
    "\n"
    "ODO\n"
    "Then help us hang it.\n"
    "\n"
    "Elara comes through the snow. She does not smile. She looks at the thief "
    "for a long time, and weeps, and nods.\n"
    "\n"
    "INT. BELL TOWER - MORNING\n"
    "\n"
    "Three of them pull. The bell swings. It sounds over the whole white "
    "valley. Nobody speaks.\n"
    "\n"
    "ELARA\n"
    "That one was for Margit.\n"
    "\n"
    "FADE OUT.\n";

static char message_[4096];

static int
score(const char* input, const char* themes, const char* dir)
{
  ElaraOptions options = elara_options();
  options.audio = 0;
  options.themes = themes;
  ElaraProject* const project = elara_project_new(&options);
  const int failed = elara_score_story(project, input, dir);
  message_[0] = '\0';
  for (size_t i = 0; i < elara_message_count(project); i++) {
    strncat(message_, elara_message(project, i),
            sizeof message_ - strlen(message_) - 1);
  }
  elara_project_free(project);
  return failed;
}

static ElaraThemeBook*
book_in(const char* dir)
{
  const Bytes file = file_read(folder_path("%s/themes.json", dir));
  ElaraThemeBook* book = NULL;
  if (file.bytes)
    elara_themes_read("themes.json", file.bytes, file.count, NULL, &book);
  free(file.bytes);
  return book;
}

static const ElaraTheme*
named(const ElaraThemeBook* book, const char* name)
{
  return elara_theme_named(book->themes, book->count, name, ELARA_THEME_PERSON);
}

static int
same_head(const ElaraTheme* a, const ElaraTheme* b)
{
  if (!a || !b || a->head_count != b->head_count) return 0;
  for (int i = 0; i < a->head_count; i++) {
    const ElaraThemeNote* const m = &a->notes[i];
    const ElaraThemeNote* const n = &b->notes[i];
    if (m->tick != n->tick || m->duration != n->duration ||
        m->degree != n->degree || m->alter != n->alter)
      return 0;
  }
  return 1;
}

// The house keeps likeness below .6.
static double
likeness(const ElaraTheme* theme, const ElaraThemeBook* book)
{
  const ElaraMelody melody = elara_melody_of_theme(theme);
  double most = 0.0;
  for (size_t i = 0; i < book->count; i++) {
    const ElaraMelody other = elara_melody_of_theme(&book->themes[i]);
    const double like = elara_melody_likeness(&melody, &other, 9);
    if (like > most) most = like;
  }
  return most;
}

static void
test_return(const ElaraThemeBook* old, const ElaraThemeBook* now)
{
  const ElaraTheme* const elara = named(now, "elara");
  TAP_OK(same_head(named(old, "Elara"), elara), "Elara's head is the same");
  TAP_OK(same_head(named(old, "ODO"), named(now, "Odo")), "and Odo's");
  TAP_OK(elara && strstr(elara->reason, "Infinite Symphony"),
         "it says where it comes from");
  TAP_OK(elara && elara->instrument == named(old, "ELARA")->instrument,
         "on the same instrument");
  TAP_OK(elara && memcmp(elara->notes, named(old, "ELARA")->notes,
                         sizeof elara->notes) != 0,
         "with another answer");
  const ElaraTheme* const margit = named(now, "MARGIT");
  TAP_OK(margit && !margit->waits && strstr(margit->reason, "memory"),
         "who is spoken of is remembered");
  const ElaraTheme* const vante = named(now, "VANTE");
  TAP_OK(vante && vante->waits == 1, "who is not, waits for another film");
  int fresh = 0;
  for (size_t i = 0; i < now->count; i++) {
    const ElaraTheme* const t = &now->themes[i];
    if (t->origin && t->origin[0]) continue;
    fresh++;
    TAP_OK(likeness(t, old) < .6, t->name);
    TAP_OK(t->quality > .7, "and it is good");
  }
  TAP_OK(fresh >= 1, "something is new");
}

static void
test_plan(const char* first)
{
  char plan[PATH_SIZE];
  snprintf(plan, sizeof plan, "%s", folder_path("next-plan.json"));
  const Bytes text = file_read(folder_path("second/plan.json"));
  file_write(plan, text.bytes, text.count);
  TAP_OK(text.bytes && strstr(text.bytes, "\"from_book\": \"ELARA\""),
         "the plan knows");
  free(text.bytes);
  TAP_OK(score(plan, NULL, folder_path("again")) == 0, "the plan alone");
  TAP_OK(file_same(folder_path("second/next.mid"),
                   folder_path("again/next-plan.mid")),
         "makes the same music");
  TAP_OK(file_same(folder_path("second/themes.json"),
                   folder_path("again/themes.json")),
         "and the same book");
  TAP_OK(score(plan, first, folder_path("again")) == 0 &&
             strstr(message_, "not read"),
         "a plan has its themes already");
}

static void
test_absent(const char* input)
{
  TAP_OK(score(input, NULL, folder_path("plain")) == 0, "without a book");
  const Bytes plan = file_read(folder_path("plain/plan.json"));
  TAP_OK(plan.bytes && !strstr(plan.bytes, "\"book\"") &&
             !strstr(plan.bytes, "from_book"),
         "the plan says nothing of one");
  free(plan.bytes);
  const Bytes book = file_read(folder_path("plain/themes.json"));
  TAP_OK(book.bytes && !strstr(book.bytes, "origin") &&
             !strstr(book.bytes, "reason") && !strstr(book.bytes, "waits"),
         "nor do the themes");
  free(book.bytes);
}

static void
test_bad(const char* input)
{
  static const struct {
    const char *text, *says;
  } bad[] = {
      {"", ":1:"},
      {"{\"format\": \"elara themes\"", ":1:"},
      {"{\"format\": \"elara themes\", \"version\": 1, \"themes\": []}",
       "themes: holds 0"},
      {"{\"format\": \"elara themes\", \"version\": 2, \"themes\": []}",
       "version: only 1"},
      {"{\"format\": \"elara themes\", \"version\": 1, \"themes\": "
       "[{\"name\": 5}]}",
       "themes[0].name: must be text"},
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    const char* const path =
        file_write(folder_path("bad.json"), bad[i].text, strlen(bad[i].text));
    TAP_OK(score(input, path, folder_path("never")) == 1 &&
               strstr(message_, bad[i].says),
           bad[i].says);
  }
  TAP_OK(score(input, folder_path("none.json"), folder_path("never")) == 1 &&
             strstr(message_, "none.json: cannot read"),
         "a book that is not there");
  TAP_OK(!tap_exists(folder_path("never")), "nothing was written");
}

// What a hand may do: Elara was bright, in 6/8. The new film is dark for her.
static void
test_turned(const char* input, const ElaraThemeBook* one)
{
  ElaraTheme themes[1] = {*named(one, "ELARA")};
  themes[0].name = "Elara";
  themes[0].mode = ELARA_MODE_MAJOR;
  themes[0].beats = 6;
  themes[0].beat_type = 8;
  themes[0].bars = 11;
  const ElaraThemeBook book = {.title = "Bright", .themes = themes, .count = 1};
  ElaraText text = {0};
  elara_themes_write(&book, &text);
  char path[PATH_SIZE];
  snprintf(path, sizeof path, "%s", folder_path("bright.json"));
  file_write(path, text.bytes, text.count);
  elara_text_clear(&text);
  TAP_OK(score(input, path, folder_path("turned")) == 0, "a book by hand");
  ElaraThemeBook* const now = book_in("turned");
  const ElaraTheme* const elara = now ? named(now, "ELARA") : NULL;
  TAP_OK(same_head(&themes[0], elara), "barred anew, the head is the same");
  TAP_OK(elara && elara->mode == ELARA_MODE_MINOR, "it has turned to minor");
  TAP_OK(elara && elara->beats == 3 && elara->beat_type == 4, "in 3/4");
  TAP_OK(elara && strstr(elara->reason, "now in minor") &&
             strstr(elara->reason, "instead of 6/8"),
         "and says so");
  elara_theme_book_free(now);
}

// The book is played: what is written is what the players get.
static void
test_recital(const ElaraThemeBook* book)
{
  Papers papers = {0};
  ElaraDiags* const diags = elara_diags_new();
  TAP_OK(elara_studio_recital(book, NULL, &papers) == ELARA_OK, "a recital");
  TAP_EQ_I(papers.plan->cue_count, book->count, "a cue for each");
  TAP_OK(elara_score_check(papers.score, papers.plan, diags) == ELARA_OK,
         "playable, with breaths");
  for (size_t i = 0; i < elara_diags_count(diags); i++)
    printf("# %s %s\n", elara_diags_at(diags, i)->file,
           elara_diags_at(diags, i)->what);
  elara_diags_free(diags);
  size_t tune = 0, notes = 0;
  for (size_t i = 0; i < papers.score->part_count; i++) {
    const ElaraPart* const part = &papers.score->parts[i];
    for (size_t k = 0; k < part->note_count; k++)
      tune += part->notes[k].lead != 0;
  }
  for (size_t i = 0; i < book->count; i++)
    notes += (size_t)book->themes[i].note_count;
  TAP_EQ_I(tune, notes, "every note of every theme");
  elara_papers_free(&papers);
}

int
main(void)
{
  tap_begin("sequel");
  if (!folder_begin()) return 1;
  char input[PATH_SIZE], first[PATH_SIZE]; // longer than folder_path() lends
  snprintf(input, sizeof input, "%s", folder_path("next.fountain"));
  snprintf(first, sizeof first, "%s", folder_path("first"));
  file_write(input, script, sizeof script - 1);
  TAP_OK(score(tap_path("examples/crimson-echoes.fountain"), NULL, first) == 0,
         "the first film");
  TAP_OK(score(input, first, folder_path("second")) == 0, "the second");
  TAP_OK(score(input, folder_path("second/themes.json"),
               folder_path("third")) == 0,
         "the third");
  ElaraThemeBook* const one = book_in("first");
  ElaraThemeBook* const two = book_in("second");
  ElaraThemeBook* const three = book_in("third");
  if (TAP_OK(one && two && three, "three books")) {
    test_return(one, two);
    TAP_OK(same_head(named(one, "ELARA"), named(three, "ELARA")),
           "known in the third film too");
    test_turned(input, one);
    test_recital(three);
    TAP_OK(named(three, "VANTE") && named(three, "VANTE")->waits,
           "and nobody is lost");
  }
  test_plan(first);
  test_absent(input);
  test_bad(input);
  elara_theme_book_free(one);
  elara_theme_book_free(two);
  elara_theme_book_free(three);
  folder_end();
  return tap_end();
}
