// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Who is who: names that are one person, kinds of people, what the writer says
// in notes; and the leading two of ten well-known plots, told in short scripts
// of our own (plots/), and of four plays (which need ../shared).

#include "story/story.h"
#include "tap.h"

static ElaraDiags* diags;

static ElaraStory*
read_script(const char* script)
{
  ElaraStory* story = NULL;
  elara_diags_free(diags);
  diags = elara_diags_new();
  elara_story_from_text("a.fountain", script, strlen(script), NULL, diags,
                        &story);
  return story;
}

static const ElaraPerson*
person(const ElaraStory* story, const char* name)
{
  for (size_t i = 0; i < story->person_count; i++) {
    if (strcmp(story->people[i].name, name) == 0) return &story->people[i];
  }
  return NULL;
}

static const ElaraPerson*
with_role(const ElaraStory* story, ElaraRole role)
{
  for (size_t i = 0; i < story->person_count; i++) {
    if (story->people[i].role == role) return &story->people[i];
  }
  return NULL;
}

static int
warned(const char* words)
{
  for (size_t i = 0; i < elara_diags_count(diags); i++) {
    if (strstr(elara_diags_at(diags, i)->what, words)) return 1;
  }
  return 0;
}

static void
test_aliases(void)
{
  ElaraStory* story = read_script(
      "INT. A - DAY\n\nJOHN\nHello.\n\nANNA\nHello.\n\nANNA (AS DOROTHY)\nI "
      "am Dorothy.\n\nANNA AS DOROTHY\nStill I am.\n\nINT. B - DAY\n\nJOHN "
      "SMITH (CONT'D)\nIt is me.\n\nDR. BELL\nSay ah.\n\nINT. C - DAY\n\n"
      "BELL (V.O.)\nAh.\n\nJOHN\nWhat?\n\nBILL / THE MONSTER\nGrr.\n\nINT. D "
      "- DAY\n\nBILL\nSorry.");
  const ElaraPerson* const john = person(story, "JOHN");
  TAP_OK(john && john->speeches == 3, "JOHN and the only JOHN SMITH");
  TAP_EQ_S(john->aliases, "JOHN SMITH", "his other name is kept");
  TAP_OK(person(story, "ANNA")->speeches == 3, "ANNA as DOROTHY is ANNA");
  TAP_OK(person(story, "DR. BELL")->speeches == 2, "DR. BELL and BELL");
  const ElaraPerson* const bill = person(story, "BILL / THE MONSTER");
  TAP_OK((bill ? bill : person(story, "BILL"))->speeches == 2,
         "BILL / THE MONSTER and BILL");
  elara_story_free(story);
  story = read_script("INT. A\n\nJOHN\nHi.\n\nJOHN SMITH\nHi.\n\nLADY "
                      "MACDUFF\nHi.\n\nINT. B\n\nMACDUFF\nHi.\n\nFIRST "
                      "WITCH\nHi.\n\nSECOND WITCH\nHi.");
  TAP_OK(person(story, "JOHN SMITH") && person(story, "JOHN"),
         "who share a scene are two");
  TAP_OK(person(story, "LADY MACDUFF") && person(story, "MACDUFF"),
         "a lady is not her lord");
  TAP_OK(person(story, "FIRST WITCH") && person(story, "SECOND WITCH"),
         "nor one witch another");
  elara_story_free(story);
}

static void
test_misspelt(void)
{
  ElaraText script = {0};
  elara_text_add(&script, "INT. A\n\n");
  for (int i = 0; i < 6; i++) {
    elara_text_add(&script, "MARGIT\nYes.\n\nELARA\nNo.\n\n");
  }
  elara_text_add(&script, "MARGTI\nPerhaps.\n\nELLA\nHm.\n");
  ElaraStory* const story = read_script(script.bytes);
  TAP_OK(warned("MARGTI is a letter away from MARGIT"), "a slip is told");
  TAP_OK(!warned("ELLA is a letter"), "two letters are another name");
  TAP_OK(person(story, "MARGTI") != NULL, "but nobody is merged for it");
  elara_story_free(story);
  elara_text_clear(&script);
}

static void
test_kinds(void)
{
  static const struct {
    const char* name;
    ElaraPersonKind kind;
  } rows[] = {
      {"ANNA", ELARA_PERSON_NAMED},
      {"MRS. QUILL", ELARA_PERSON_NAMED},
      {"CITIZEN #3", ELARA_PERSON_NUMBERED},
      {"SECOND GUARD", ELARA_PERSON_NUMBERED},
      {"WAITER", ELARA_PERSON_NUMBERED},
      {"ALL", ELARA_PERSON_GROUP},
      {"SOLDIERS", ELARA_PERSON_GROUP},
      {"ANN AND BEN", ELARA_PERSON_GROUP},
      {"THOMAS", ELARA_PERSON_NAMED},
      {"OLD TOM", ELARA_PERSON_NAMED},
  };
  ElaraText script = {0};
  elara_text_add(&script, "INT. A\n\n");
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    elara_text_addf(&script, "%s\nYes.\n\n", rows[i].name);
  }
  ElaraStory* const story = read_script(script.bytes);
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    const ElaraPerson* const p = person(story, rows[i].name);
    TAP_EQ_I(p ? (int)p->kind : -1, rows[i].kind, rows[i].name);
  }
  elara_story_free(story);
  elara_text_clear(&script);
}

static void
test_notes(void)
{
  ElaraStory* const story = read_script(
      "INT. A\n\n[[elara: hero = Ben; villain = ANNA]]\n\n[[elara: alias = "
      "BEN, OLD MAN, NOBODY]]\n\n[[elara: tempo = 90]]\n\n[[elara: vilain = "
      "Ben]]\n\nANNA\nI love you all so much, and I say so all day long.\n\n"
      "BEN\nHm.\n\nINT. B\n\nOLD MAN\nHm, again.\n\nANNA\nYes.");
  const ElaraPerson* const ben = person(story, "BEN");
  TAP_OK(ben && ben->speeches == 2, "an alias by the writer");
  TAP_OK(ben->role == ELARA_ROLE_PROTAGONIST, "the hero by the writer");
  TAP_OK(person(story, "ANNA")->role == ELARA_ROLE_ANTAGONIST, "the villain");
  TAP_NEAR(ben->confidence, 1.0, 0.0, "for certain");
  TAP_EQ_S(ben->evidence, "the writer says so", "and why");
  TAP_OK(warned("nobody called NOBODY speaks"), "an alias of nobody");
  TAP_OK(warned("vilain"), "a word that means nothing");
  int music = 0;
  for (size_t i = 0; i < story->event_count; i++) {
    music += story->events[i].kind == ELARA_EVENT_MUSIC_NOTE;
  }
  TAP_EQ_I(music, 2, "only the tempo, and the slip, go to the music");
  elara_story_free(story);
}

static void
test_presence(void)
{
  ElaraStory* const story = read_script(
      "INT. A - DAY\n\nANNA, 30, and BEN, 40, sit. Cora sleeps.\n\nANNA\nSh.\n"
      "\nBEN (V.O.)\nI said nothing.\n\nINT. B - NIGHT\n\nCORA\nI woke.");
  int seen = 0, heard = 0, speaks = 0;
  for (size_t i = 0; i < story->presence_count; i++) {
    const ElaraPresence* const p = &story->presences[i];
    const char* const name = story->people[p->person].name;
    if (p->scene == 0 && strcmp(name, "CORA") == 0) seen = p->how;
    if (p->scene == 0 && strcmp(name, "BEN") == 0) heard = p->how;
    if (p->scene == 0 && strcmp(name, "ANNA") == 0) speaks = p->how;
  }
  TAP_EQ_I(seen, ELARA_PRESENT_SEEN, "present though silent");
  TAP_EQ_I(heard, ELARA_PRESENT_SEEN | ELARA_PRESENT_HEARD, "seen and heard");
  TAP_EQ_I(speaks, ELARA_PRESENT_SEEN | ELARA_PRESENT_SPEAKS, "speaks");
  elara_story_free(story);
}

// The two who lead, and whether a doubtful guess says that it is one.
static void
test_leads(const char* path, const char* hero, const char* villain)
{
  ElaraFile file;
  ElaraStory* story = NULL;
  char name[400];
  if (elara_file_read(tap_path(path), 0, &file) != ELARA_OK) {
    tap_skip(path, "not there");
    return;
  }
  elara_story_from_text(path, (const char*)file.bytes, file.count, NULL, NULL,
                        &story);
  const ElaraPerson* const first = with_role(story, ELARA_ROLE_PROTAGONIST);
  const ElaraPerson* const second = with_role(story, ELARA_ROLE_ANTAGONIST);
  const char* const found = second ? second->name : "nobody";
  snprintf(name, sizeof name, "%s: the hero", path);
  TAP_EQ_S(first ? first->name : "nobody", hero, name);
  snprintf(name, sizeof name, "%s: the villain", path);
  if (villain[0] != '?') {
    TAP_EQ_S(found, villain, name);
  } else {
    // Known to be wrong: then it must at least say that it doubts.
    snprintf(name, sizeof name, "%s: not sure of %s, who should be %s", path,
             found, villain + 1);
    TAP_OK(!second || second->confidence < 0.6, name);
  }
  TAP_OK(first && first->evidence[0] && first->evidence_line > 0, "a reason");
  elara_story_free(story);
  elara_file_clear(&file);
}

int
main(void)
{
  tap_begin("people");
  test_aliases();
  test_misspelt();
  test_kinds();
  test_notes();
  test_presence();
#define PLOT(name) "tests/story/plots/" name ".fountain"
  test_leads(PLOT("othello"), "OTHELLO", "IAGO");
  test_leads(PLOT("dracula"), "HARKER", "DRACULA");
  test_leads(PLOT("treasure-island"), "JIM", "SILVER");
  test_leads(PLOT("frankenstein"), "VICTOR", "CREATURE");
  test_leads(PLOT("robin-hood"), "ROBIN", "SHERIFF");
  test_leads(PLOT("snow-white"), "SNOW WHITE", "QUEEN");
  test_leads(PLOT("hamlet"), "HAMLET", "CLAUDIUS");
  test_leads(PLOT("final-problem"), "HOLMES", "?MORIARTY");
  test_leads(PLOT("oliver"), "OLIVER", "FAGIN");
  test_leads(PLOT("peter-pan"), "PETER", "HOOK");
#define PLAY(name) "../shared/corpus/screenplays/full_cc0/" name ".fountain"
  test_leads(PLAY("macbeth"), "MACBETH", "MACDUFF");
  test_leads(PLAY("earnest"), "JACK", "LADY BRACKNELL");
  test_leads(PLAY("much_ado"), "BENEDICK", "DON JOHN");
  test_leads(PLAY("rur"), "DOMIN", "?RADIUS");
  elara_diags_free(diags);
  return tap_end();
}
