// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Whether the villain is one thing only. Five dimensions are looked for; each
// is a place that can be quoted. A villain who lacks three of them is asked
// about; one who has three beside room, a wound among them, is praised.

#include "review/room.h"
#include "review/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef enum {
  KINDNESS, // a kind word or deed
  MOTIVE,   // what he wants, and why
  PAST,     // a loss, somebody of his own
  SOLITUDE, // alone, or in doubt
  ROOM,     // three scenes or more
  DIMENSION_COUNT
} Dimension;

#define ENOUGH_LACK 3   // this many lacking: a question;
#define LACK_OF_GUESS 4 // so many when the role is only a guess
#define ENOUGH_HAVE 3   // this many beside ROOM, PAST or MOTIVE among them
#define LEAST_SCENES 3  // fewer scenes are no room for a person
#define GUESS .25       // of the role: below it nothing is said
#define LIKELY .4       // below it a flat one is not asked about
#define SURE .6         // below it the finding says "if"
#define COMEDY .5       // tone from which a guess may be nobody's villain
#define SOLILOQUY 15    // words

static const char* const missing[DIMENSION_COUNT] = {
    [KINDNESS] = "no kind word or deed to anybody",
    [MOTIVE] = "no motive in words",
    [PAST] = "no past and no loss",
    [SOLITUDE] = "no moment alone or in doubt",
    [ROOM] = "fewer than three scenes",
};

static const char* const there[DIMENSION_COUNT] = {
    [KINDNESS] = "a kind word or deed",
    [MOTIVE] = "a motive",
    [PAST] = "a loss or a past",
    [SOLITUDE] = "a moment alone or in doubt",
    [ROOM] = "room enough",
};

// Said by the villain, in a sentence without a word of threat.
static const char* const kind_words[] = {
    "forgive me",        "my dearest",       "my love",
    "beloved",           "my friend*",       "god bless you",
    "go home",           "you are cold",     "sit down, please",
    "rest yourself",     "sleep well",       "take care",
    "be careful",        "don't be afraid",  "do not be afraid",
    "you look tired",    "are you hurt",     "darling",
    "i love you",        "i love her",       "i love him",
    "good friend*",      "kind of you",      "how kind",
    "let me help",       "you were right",   "you're cold",
    "you must be tired", "you must be cold", "are you all right",
    "thank you",
};

// In an action paragraph that opens with the villain.
static const char* const kind_deeds[] = {
    "puts a blanket", "smiles",         "kisses",          "embraces",
    "strokes",        "comforts",       "kneels",          "gives him",
    "gives her",      "helps",          "tucks",           "covers him",
    "covers her",     "holds her hand", "holds his hand",  "weeps",
    "cries",          "feeds",          "blanket over",    "blanket round",
    "coat over",      "coat around",    "wipes her tears", "wipes his tears",
    "carries him",    "carries her",    "feeds him",       "feeds her",
};

static const char* const threats[] = {
    "kill*",    "die",          "dead",          "death",   "blood*", "burn*",
    "destroy*", "suffer*",      "crush*",        "murder*", "hang",   "punish*",
    "or else",  "kneel before", "never forgive", "mercy",   "beg",    "obey",
};

// In the first person: what is wanted, and for what.
static const char* const motives[] = {
    "because i",       "because they",  "because you", "because he",
    "because she",     "i wanted",      "i want to",   "i only want*",
    "i only need*",    "i need to",     "if i could",  "if only",
    "they took",       "he took",       "she took",    "you took",
    "took from me",    "taken from me", "so that i",   "i swore",
    "revenge*",        "aveng*",        "all i ever",  "i hate",
    "my right",        "i deserve",     "for my son",  "for my daughter",
    "for my children", "ambition",      "i envy",      "wronged me",
    "denied me",       "my revenge",    "my turn",     "i must have",
};

// Somebody or something of one's own ...
static const char* const own[] = {
    "my daughter", "my son",     "my wife",      "my husband", "my mother",
    "my father",   "my brother", "my sister",    "my child*",  "my boy",
    "my girl",     "my family",  "my people",    "my home",    "my house",
    "my village",  "my land",    "my children",  "my youth",   "my nephew",
    "my niece",    "our son",    "our daughter", "our child*", "my poor",
};

// ... told of as what was, or as lost.
static const char* const was[] = {
    "was",   "were",   "had",     "died",    "dead",   "lost",
    "left",  "gone",   "drowned", "burned",  "burnt",  "buried",
    "taken", "killed", "said",    "sang",    "used",   "never",
    "once",  "went",   "slain",   "missing", "mourn*", "christened",
};

// Of one's own past, by themselves.
static const char* const past[] = {
    "when i was",      "i was once",     "i was a",       "years ago",
    "i remember when", "i remember the", "i remember my", "i used to",
    "i have lost",     "i lost",         "i was born",    "i had no",
    "i was young",
};

static const char* const doubts[] = {
    "forgive me",
    "i was wrong",
    "what am i",
    "i cannot sleep",
    "i cannot bear",
    "i can't bear",
    "what have i done",
    "what should i",
    "should i have",
    "i'm not sure",
    "i am not sure",
    "perhaps i",
    "what if",
    "i have not slept",
    "i repent",
    "my heart",
    "weep",
    "my tears",
    "my conscience",
    "i am weary",
    "i do not know what",
    "i don't know what",
    "was i wrong",
    "god forgive me",
};

typedef struct {
  Reader* reader;
  int person;
  int element[DIMENSION_COUNT]; // that shows it, -1 none
  const char* phrase[DIMENSION_COUNT];
} Portrait;

static void
find(Portrait* p, Dimension d, int element, const char* phrase)
{
  if (p->element[d] >= 0) return;
  p->element[d] = element;
  p->phrase[d] = phrase;
}

// A sentence by itself, as text; NULL when it is too long to be of use.
static const char*
sentence_text(const char* start, size_t length, char* room, size_t size)
{
  if (length + 1 > size) return NULL;
  memcpy(room, start, length);
  room[length] = '\0';
  return room;
}

static void
weigh_sentence(Portrait* p, int element, const char* sentence)
{
  const char* const phrase = ELARA_PLAIN_ANY(sentence, kind_words);
  if (phrase && !ELARA_PLAIN_ANY(sentence, threats) &&
      !elara_plain_find(sentence, "not"))
    find(p, KINDNESS, element, phrase);
  const char* const motive = ELARA_PLAIN_ANY(sentence, motives);
  if (motive) find(p, MOTIVE, element, motive);
  const char* const mine = ELARA_PLAIN_ANY(sentence, own);
  if (mine && ELARA_PLAIN_ANY(sentence, was)) find(p, PAST, element, mine);
  const char* const before = ELARA_PLAIN_ANY(sentence, past);
  if (before) find(p, PAST, element, before);
  const char* const doubt = ELARA_PLAIN_ANY(sentence, doubts);
  if (doubt) find(p, SOLITUDE, element, doubt);
}

static void
weigh_words(Portrait* p, int element)
{
  const char* const plain = p->reader->plain[element];
  char room[1024];
  const char* start;
  size_t at = 0;
  for (size_t n; (n = elara_plain_sentence(plain, &at, &start)) > 0;) {
    const char* const s = sentence_text(start, n, room, sizeof room);
    if (s) weigh_sentence(p, element, s);
  }
}

// The plain name of PERSON, without the blank and the point around it.
static void
name_phrase(const Portrait* p, char* name, size_t size)
{
  const char* const plain = elara_plain_text(
      p->reader->scratch, elara_review_name(p->reader, p->person));
  size_t n = plain ? strlen(plain) : 0;
  n = n > 4 ? n - 4 : 0;
  snprintf(name, size, "%.*s", (int)n, plain ? plain + 1 : "");
}

static void
weigh_deeds(Portrait* p)
{
  const ElaraStory* const story = p->reader->story;
  char name[80];
  name_phrase(p, name, sizeof name);
  if (!name[0]) return;
  for (size_t i = 0; i < story->element_count; i++) {
    if (story->elements[i].kind != ELARA_ELEMENT_ACTION) continue;
    const char* const plain = p->reader->plain[i];
    const char* const named = elara_plain_find(plain, name);
    const char* const deed = named ? ELARA_PLAIN_ANY(named, kind_deeds) : NULL;
    if (deed && !ELARA_PLAIN_ANY(named, threats))
      find(p, KINDNESS, (int)i, deed);
  }
}

// A speech that nobody in the scene answers, after somebody went or at length.
static int
is_soliloquy(const Reader* reader, size_t i)
{
  const Speech* const s = &reader->speeches[i];
  if (s->to_oneself) return 1;
  if (s->words < SOLILOQUY) return 0;
  const int first = i == 0 || s[-1].scene != s->scene;
  const int last = i + 1 >= reader->speech_count || s[1].scene != s->scene;
  return (first && last) || (last && s->after_exit);
}

static void
weigh_speeches(Portrait* p)
{
  const Reader* const reader = p->reader;
  for (size_t i = 0; i < reader->speech_count; i++) {
    const Speech* const s = &reader->speeches[i];
    if (s->person != p->person) continue;
    for (int e = s->first; e < (int)reader->story->element_count; e++) {
      const ElaraElementKind kind = reader->story->elements[e].kind;
      if (kind != ELARA_ELEMENT_DIALOGUE && kind != ELARA_ELEMENT_LYRIC &&
          kind != ELARA_ELEMENT_PARENTHETICAL)
        break;
      if (kind != ELARA_ELEMENT_PARENTHETICAL) weigh_words(p, e);
      if (kind == ELARA_ELEMENT_DIALOGUE && is_soliloquy(reader, i))
        find(p, SOLITUDE, e, NULL);
    }
  }
}

static int
scene_count(const Reader* reader, int person)
{
  int count = 0;
  for (size_t i = 0; i < reader->review->presence_count; i++) {
    count += reader->review->presences[i].person == person;
  }
  return count;
}

// Three scenes, or a third of a script that has few.
static int
has_room(const Reader* reader, int scenes)
{
  return scenes >= LEAST_SCENES ||
         3 * scenes >= (int)reader->review->scene_count;
}

static void
draw(Portrait* p)
{
  for (int d = 0; d < DIMENSION_COUNT; d++)
    p->element[d] = -1;
  weigh_speeches(p);
  weigh_deeds(p);
  if (has_room(p->reader, scene_count(p->reader, p->person))) {
    for (size_t i = 0; i < p->reader->speech_count; i++) {
      if (p->reader->speeches[i].person == p->person)
        find(p, ROOM, p->reader->speeches[i].cue, NULL);
    }
  }
}

// "a motive, a moment alone or in doubt": the dimensions that are there or not.
static const char*
list_of(const Portrait* p, int present, const char* const* words)
{
  ElaraArena* const arena = p->reader->arena;
  const char* text = "";
  for (int d = 0; d < DIMENSION_COUNT; d++) {
    if ((p->element[d] >= 0) != present || (d == ROOM && present)) continue;
    text = elara_arena_printf(arena, "%s%s%s", text, text[0] ? ", " : "",
                              words[d]);
    if (!text) {
      p->reader->failed = 1;
      return "";
    }
  }
  return text;
}

static void
ask(Portrait* p, int lacking, double sure)
{
  Reader* const reader = p->reader;
  const char* const name = elara_review_name(reader, p->person);
  ElaraFinding f = elara_review_finding(
      ELARA_FINDING_FLAT_VILLAIN,
      (.4 + .12 * lacking) * (sure < SURE ? .5 + sure / 2.0 : 1.0));
  f.person = p->person;
  elara_review_say(reader, &f, "What is %s besides a threat%s? There is %s.",
                   name, sure < SURE ? " (if this is the antagonist)" : "",
                   list_of(p, 0, missing));
  elara_review_count(reader, &f, "%s%s; antagonist with %d %% certainty.",
                     lacking < DIMENSION_COUNT - 1 ? "There is, besides, " : "",
                     lacking < DIMENSION_COUNT - 1 ? list_of(p, 1, there)
                                                   : "Nothing else was found",
                     elara_review_percent(sure));
  for (size_t i = 0; i < reader->speech_count; i++) {
    if (reader->speeches[i].person == p->person)
      elara_review_show(reader, &f, reader->speeches[i].first, NULL);
  }
  elara_review_add(reader, &f);
}

static void
praise(Portrait* p, int have, double sure)
{
  Reader* const reader = p->reader;
  ElaraFinding f = elara_review_finding(ELARA_FINDING_WOUNDED_VILLAIN,
                                        .3 + .1 * have + .2 * sure);
  f.person = p->person;
  elara_review_say(reader, &f, "%s%s has more than one side: %s.",
                   elara_review_name(reader, p->person),
                   sure < SURE ? ", if this is the antagonist,"
                               : ", the villain,",
                   list_of(p, 1, there));
  elara_review_count(reader, &f, "%d of 5 dimensions; scenes: %d.", have,
                     scene_count(reader, p->person));
  for (int d = 0; d < ROOM; d++)
    elara_review_show(reader, &f, p->element[d], p->phrase[d]);
  elara_review_add(reader, &f);
}

// The one with whom the hero talks most, -1 none.
static int
companion(const Reader* reader)
{
  const ElaraStory* const story = reader->story;
  int best = -1;
  double most = 0.0;
  for (size_t i = 0; i < story->relation_count; i++) {
    const ElaraRelation* const x = &story->relations[i];
    if ((x->a != reader->hero && x->b != reader->hero) || x->weight <= most)
      continue;
    most = x->weight;
    best = x->a == reader->hero ? x->b : x->a;
  }
  return best;
}

// A guess has to be better founded than what is sure: a false alarm is worse
// than silence.
static int
is_flat(const Reader* reader, int lacking, double sure)
{
  if (sure >= SURE) return lacking >= ENOUGH_LACK;
  return sure >= LIKELY && lacking >= LACK_OF_GUESS &&
         reader->story->tone < COMEDY && companion(reader) != reader->villain;
}

void
elara_review_judge_villain(Reader* reader)
{
  if (reader->villain < 0) return;
  Portrait p = {.reader = reader, .person = reader->villain};
  const double sure = reader->story->people[p.person].confidence;
  int have = 0;
  if (sure < GUESS) return;
  draw(&p);
  for (int d = 0; d < DIMENSION_COUNT; d++)
    have += p.element[d] >= 0;
  const int wound = p.element[PAST] >= 0 || p.element[MOTIVE] >= 0;
  if (is_flat(reader, DIMENSION_COUNT - have, sure))
    ask(&p, DIMENSION_COUNT - have, sure);
  else if (have - (p.element[ROOM] >= 0) >= ENOUGH_HAVE && wound)
    praise(&p, have, sure);
}
