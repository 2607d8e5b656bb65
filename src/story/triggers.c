// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "story/triggers.h"

#include <string.h>

#define ACTION ELARA_IN_ACTION
#define SPEECH ELARA_IN_SPEECH
#define ASIDE ELARA_IN_PARENTHETICAL
#define WHO ELARA_NEEDS_SOMEBODY
#define NAME ELARA_NEEDS_NAME
#define END ELARA_ENDS_CLAUSE
#define CAPS ELARA_IN_CAPITALS
#define GONE ELARA_NEEDS_VANISHED

// STRENGTH is how
// much music should answer, CONFIDENCE how often the words mean it.
static const ElaraTrigger table[] = {
    {ELARA_EVENT_CHASE, "after him", ACTION | END, 0.4, 0.35},
    {ELARA_EVENT_CHASE, "after them", ACTION | END, 0.4, 0.35},
    {ELARA_EVENT_FIGHT, "alarums", ACTION, 0.7, 0.7},
    {ELARA_EVENT_SOUND, "alarum", ACTION, 0.6, 0.7},
    {ELARA_EVENT_DEATH, "am slain", SPEECH, 0.9, 0.7},
    {ELARA_EVENT_DEATH, "are dead", ACTION | WHO | END, 0.8, 0.7},
    {ELARA_EVENT_FIGHT, "attack~", ACTION | WHO, 0.7, 0.7},
    {ELARA_EVENT_SOUND, "band", ACTION | CAPS, 0.5, 0.4},
    {ELARA_EVENT_SOUND, "bang", ACTION, 0.7, 0.7},
    {ELARA_EVENT_SOUND, "bangs", ACTION, 0.4, 0.5},
    {ELARA_EVENT_FIGHT, "battle", ACTION, 0.7, 0.5},
    {ELARA_EVENT_DEATH, "beheaded", ACTION, 0.9, 0.8},
    {ELARA_EVENT_SOUND, "bell rings", ACTION, 0.7, 0.9},
    {ELARA_EVENT_SOUND, "bells", ACTION, 0.6, 0.6},
    {ELARA_EVENT_SOUND, "bong", ACTION, 0.8, 0.9},
    {ELARA_EVENT_SOUND, "boom", ACTION, 0.8, 0.8},
    {ELARA_EVENT_DEATH, "breathes her last", ACTION, 1.0, 0.9},
    {ELARA_EVENT_DEATH, "breathes his last", ACTION, 1.0, 0.9},
    {ELARA_EVENT_FIGHT, "brawl~", ACTION, 0.7, 0.8},
    {ELARA_EVENT_SOUND, "bugle", ACTION, 0.6, 0.7},
    {ELARA_EVENT_CHASE, "chase~", ACTION, 0.9, 0.8},
    {ELARA_EVENT_CHASE, "chasing", ACTION, 0.9, 0.8},
    {ELARA_EVENT_SOUND, "chime~", ACTION, 0.5, 0.7},
    {ELARA_EVENT_JOKE, "chuckle~", ACTION | ASIDE, 0.4, 0.6},
    {ELARA_EVENT_MAGIC, "conjure~", ACTION, 0.8, 0.8},
    {ELARA_EVENT_SOUND, "crack", ACTION | CAPS, 0.8, 0.8},
    {ELARA_EVENT_SOUND, "crash", ACTION, 0.7, 0.7},
    {ELARA_EVENT_SOUND, "croaks", ACTION | CAPS, 0.6, 0.7},
    {ELARA_EVENT_SOUND, "cries out", ACTION | WHO, 0.6, 0.7},
    {ELARA_EVENT_REVELATION, "dawns on", ACTION, 0.7, 0.6},
    {ELARA_EVENT_JOKE, "deadpan", ASIDE, 0.5, 0.6},
    {ELARA_EVENT_DEATH, "dies", ACTION | ASIDE | WHO, 1.0, 0.85},
    {ELARA_EVENT_MAGIC, "disappears into thin air", ACTION, 0.8, 0.8},
    {ELARA_EVENT_REVELATION, "discovers", ACTION | WHO, 0.6, 0.5},
    {ELARA_EVENT_MAGIC, "dissolves into light", ACTION, 0.9, 0.8},
    {ELARA_EVENT_FIGHT, "draws his sword", ACTION, 0.6, 0.8},
    {ELARA_EVENT_FIGHT, "draws her sword", ACTION, 0.6, 0.8},
    {ELARA_EVENT_DEATH, "drops dead", ACTION, 0.9, 0.9},
    {ELARA_EVENT_SOUND, "drums", ACTION, 0.5, 0.6},
    {ELARA_EVENT_SOUND, "drum rolls", ACTION, 0.7, 0.9},
    {ELARA_EVENT_FIGHT, "duel~", ACTION, 0.8, 0.8},
    {ELARA_EVENT_KISS, "embrace", ACTION | WHO, 0.6, 0.7},
    {ELARA_EVENT_KISS, "embraces", ACTION | WHO, 0.6, 0.7},
    {ELARA_EVENT_KISS, "embracing", ACTION | ASIDE, 0.6, 0.6},
    {ELARA_EVENT_MAGIC, "enchant~", ACTION, 0.7, 0.6},
    {ELARA_EVENT_EXIT, "exits", ACTION | WHO, 0.3, 0.8},
    {ELARA_EVENT_EXIT, "exit", ACTION, 0.3, 0.7},
    {ELARA_EVENT_EXIT, "exeunt", ACTION, 0.3, 0.7},
    {ELARA_EVENT_EXIT, "walks out", ACTION | WHO, 0.4, 0.8},
    {ELARA_EVENT_EXIT, "walks away", ACTION | WHO, 0.4, 0.7},
    {ELARA_EVENT_EXIT, "goes out", ACTION | WHO, 0.3, 0.7},
    {ELARA_EVENT_EXIT, "storms out", ACTION | WHO, 0.6, 0.9},
    {ELARA_EVENT_EXIT, "storms off", ACTION | WHO, 0.6, 0.9},
    {ELARA_EVENT_EXIT, "runs off", ACTION | WHO, 0.4, 0.8},
    {ELARA_EVENT_EXIT, "runs out", ACTION | WHO, 0.4, 0.7},
    {ELARA_EVENT_EXIT, "rushes out", ACTION | WHO, 0.4, 0.9},
    {ELARA_EVENT_EXIT, "hurries out", ACTION | WHO, 0.4, 0.9},
    {ELARA_EVENT_EXIT, "hurries off", ACTION | WHO, 0.4, 0.9},
    {ELARA_EVENT_EXIT, "strides out", ACTION | WHO, 0.4, 0.9},
    {ELARA_EVENT_EXIT, "slips out", ACTION | WHO, 0.3, 0.8},
    {ELARA_EVENT_EXIT, "slips away", ACTION | WHO, 0.3, 0.8},
    {ELARA_EVENT_EXIT, "rides off", ACTION | WHO, 0.5, 0.9},
    {ELARA_EVENT_EXIT, "rides away", ACTION | WHO, 0.5, 0.9},
    {ELARA_EVENT_EXIT, "drives off", ACTION | WHO, 0.4, 0.9},
    {ELARA_EVENT_EXIT, "drives away", ACTION | WHO, 0.4, 0.9},
    {ELARA_EVENT_EXIT, "sails away", ACTION | WHO, 0.5, 0.8},
    {ELARA_EVENT_EXIT, "departs", ACTION | WHO, 0.4, 0.7},
    {ELARA_EVENT_EXIT, "leaves the", ACTION | NAME, 0.4, 0.6},
    {ELARA_EVENT_EXIT, "leaves", ACTION | NAME | END, 0.4, 0.7},
    {ELARA_EVENT_EXIT, "turns and goes", ACTION | WHO, 0.4, 0.9},
    {ELARA_EVENT_EXIT, "goes off", ACTION | WHO | END, 0.3, 0.6},
    {ELARA_EVENT_SOUND, "explodes", ACTION, 0.9, 0.7},
    {ELARA_EVENT_SOUND, "explosion", ACTION, 0.9, 0.8},
    {ELARA_EVENT_DEATH, "falls dead", ACTION, 1.0, 0.9},
    {ELARA_EVENT_SILENCE, "falls silent", ACTION, 0.6, 0.8},
    {ELARA_EVENT_SOUND, "fanfare", ACTION, 0.7, 0.8},
    {ELARA_EVENT_FIGHT, "fight~", ACTION, 0.8, 0.7},
    {ELARA_EVENT_CHASE, "flee~", ACTION | WHO, 0.6, 0.6},
    {ELARA_EVENT_CHASE, "flees", ACTION, 0.6, 0.6},
    {ELARA_EVENT_SOUND, "flourish", ACTION | END, 0.6, 0.6},
    {ELARA_EVENT_CHASE, "gallop~", ACTION, 0.5, 0.5},
    {ELARA_EVENT_JOKE, "giggle~", ACTION | ASIDE, 0.4, 0.6},
    {ELARA_EVENT_JOKE, "grinning", ASIDE, 0.3, 0.4},
    {ELARA_EVENT_JOKE, "guffaw~", ACTION, 0.5, 0.7},
    {ELARA_EVENT_SOUND, "gunshot~", ACTION, 0.9, 0.9},
    {ELARA_EVENT_DEATH, "has been murdered", SPEECH | NAME, 0.9, 0.6},
    {ELARA_EVENT_REVELATION, "have killed", SPEECH | END, 0.6, 0.3},
    {ELARA_EVENT_DEATH, "he is dead", SPEECH | END, 0.7, 0.45},
    {ELARA_EVENT_DEATH, "he's dead", SPEECH | END, 0.8, 0.55},
    {ELARA_EVENT_DEATH, "she is dead", SPEECH | END, 0.7, 0.45},
    {ELARA_EVENT_SOUND, "horns", ACTION, 0.6, 0.5},
    {ELARA_EVENT_SOUND, "howl~", ACTION, 0.6, 0.7},
    {ELARA_EVENT_SOUND, "hautboys", ACTION, 0.5, 0.8},
    {ELARA_EVENT_REVELATION, "i am your father", SPEECH, 1.0, 0.9},
    {ELARA_EVENT_REVELATION, "i am your mother", SPEECH, 1.0, 0.9},
    {ELARA_EVENT_REVELATION, "i am your brother", SPEECH, 1.0, 0.9},
    {ELARA_EVENT_REVELATION, "i am your son", SPEECH, 1.0, 0.9},
    {ELARA_EVENT_REVELATION, "i have killed", SPEECH, 0.8, 0.6},
    {ELARA_EVENT_REVELATION, "i killed", SPEECH, 0.8, 0.6},
    {ELARA_EVENT_REVELATION, "i lied", SPEECH, 0.6, 0.6},
    {ELARA_EVENT_DEATH, "is dead", ACTION | WHO | END, 0.9, 0.8},
    {ELARA_EVENT_DEATH, "is dead", SPEECH | NAME | END, 0.8, 0.6},
    {ELARA_EVENT_DEATH, "he is gone", SPEECH | GONE | END, 0.7, 0.5},
    {ELARA_EVENT_DEATH, "he's gone", SPEECH | GONE | END, 0.7, 0.5},
    {ELARA_EVENT_DEATH, "she is gone", SPEECH | GONE | END, 0.7, 0.5},
    {ELARA_EVENT_DEATH, "she's gone", SPEECH | GONE | END, 0.7, 0.5},
    {ELARA_EVENT_DEATH, "is killed", ACTION | WHO, 0.9, 0.8},
    {ELARA_EVENT_DEATH, "is murdered", SPEECH | NAME, 0.8, 0.6},
    {ELARA_EVENT_DEATH, "is slain", ACTION | SPEECH | NAME, 0.8, 0.6},
    {ELARA_EVENT_REVELATION, "it was me", SPEECH, 0.7, 0.5},
    {ELARA_EVENT_REVELATION, "it was you", SPEECH, 0.8, 0.6},
    {ELARA_EVENT_REVELATION, "it's you", SPEECH | END, 0.7, 0.55},
    {ELARA_EVENT_JOKE, "joking", ASIDE, 0.4, 0.7},
    {ELARA_EVENT_DEATH, "kills him", ACTION, 1.0, 0.85},
    {ELARA_EVENT_DEATH, "kills her", ACTION, 1.0, 0.85},
    {ELARA_EVENT_DEATH, "kills himself", ACTION, 1.0, 0.9},
    {ELARA_EVENT_DEATH, "kills herself", ACTION, 1.0, 0.9},
    {ELARA_EVENT_KISS, "kiss~", ACTION | ASIDE, 0.9, 0.85},
    {ELARA_EVENT_SOUND, "knocking", ACTION, 0.6, 0.8},
    {ELARA_EVENT_SOUND, "knock", ACTION, 0.6, 0.7},
    {ELARA_EVENT_DEATH, "last breath", ACTION | WHO, 0.9, 0.7},
    {ELARA_EVENT_JOKE, "laugh~", ACTION | ASIDE | WHO, 0.5, 0.6},
    {ELARA_EVENT_JOKE, "laughing", ASIDE, 0.5, 0.6},
    {ELARA_EVENT_JOKE, "laughter", ACTION, 0.5, 0.6},
    {ELARA_EVENT_DEATH, "lies dead", ACTION | WHO, 0.9, 0.9},
    {ELARA_EVENT_DEATH, "lifeless", ACTION | WHO, 0.8, 0.6},
    {ELARA_EVENT_SOUND, "music", ACTION, 0.6, 0.6},
    {ELARA_EVENT_SILENCE, "no sound", ACTION, 0.8, 0.8},
    {ELARA_EVENT_SILENCE, "not a sound", ACTION, 0.8, 0.9},
    {ELARA_EVENT_FIGHT, "punch~", ACTION, 0.7, 0.7},
    {ELARA_EVENT_CHASE, "pursue~", ACTION, 0.8, 0.8},
    {ELARA_EVENT_CHASE, "pursuing", ACTION, 0.8, 0.8},
    {ELARA_EVENT_CHASE, "pursuit", ACTION, 0.8, 0.7},
    {ELARA_EVENT_REVELATION, "realises", ACTION | WHO, 0.7, 0.7},
    {ELARA_EVENT_REVELATION, "realizes", ACTION | WHO, 0.7, 0.7},
    {ELARA_EVENT_REVELATION, "recognises", ACTION | WHO, 0.7, 0.7},
    {ELARA_EVENT_REVELATION, "recognizes", ACTION | WHO, 0.7, 0.7},
    {ELARA_EVENT_REVELATION, "reveals", ACTION, 0.6, 0.5},
    {ELARA_EVENT_SOUND, "rings", ACTION, 0.6, 0.6},
    {ELARA_EVENT_SOUND, "roar~", ACTION, 0.6, 0.6},
    {ELARA_EVENT_CHASE, "run for their lives", ACTION, 0.9, 0.9},
    {ELARA_EVENT_CHASE, "runs after", ACTION | WHO, 0.7, 0.8},
    {ELARA_EVENT_SOUND, "scream~", ACTION | WHO, 0.8, 0.7},
    {ELARA_EVENT_SOUND, "screams", ACTION | CAPS, 0.8, 0.8},
    {ELARA_EVENT_DEATH, "she's dead", SPEECH | END, 0.8, 0.55},
    {ELARA_EVENT_SOUND, "shriek~", ACTION, 0.7, 0.7},
    {ELARA_EVENT_FIGHT, "shoots", ACTION | WHO, 0.7, 0.5},
    {ELARA_EVENT_SILENCE, "silence", ACTION, 0.7, 0.7},
    {ELARA_EVENT_SILENCE, "silence", ASIDE, 0.5, 0.7},
    {ELARA_EVENT_SOUND, "sings", ACTION | WHO, 0.7, 0.8},
    {ELARA_EVENT_SOUND, "siren~", ACTION, 0.7, 0.7},
    {ELARA_EVENT_JOKE, "snigger~", ACTION, 0.4, 0.6},
    {ELARA_EVENT_JOKE, "snicker~", ACTION, 0.4, 0.6},
    {ELARA_EVENT_CHASE, "sprint~", ACTION, 0.5, 0.5},
    {ELARA_EVENT_FIGHT, "stab~", ACTION | WHO, 0.9, 0.8},
    {ELARA_EVENT_FIGHT, "stabs", ACTION, 0.9, 0.8},
    {ELARA_EVENT_DEATH, "stabs her", ACTION, 0.7, 0.4},
    {ELARA_EVENT_DEATH, "stops breathing", ACTION, 0.9, 0.8},
    {ELARA_EVENT_FIGHT, "strikes", ACTION | WHO, 0.6, 0.5},
    {ELARA_EVENT_FIGHT, "struggle~", ACTION | WHO, 0.5, 0.5},
    {ELARA_EVENT_REVELATION, "the truth is", SPEECH | END, 0.5, 0.5},
    {ELARA_EVENT_KISS, "they kiss", ACTION, 1.0, 0.95},
    {ELARA_EVENT_SOUND, "thunder", ACTION, 0.7, 0.8},
    {ELARA_EVENT_SOUND, "trumpet~", ACTION, 0.7, 0.8},
    {ELARA_EVENT_REVELATION, "unmask~", ACTION, 0.9, 0.8},
    {ELARA_EVENT_MAGIC, "vanish~", ACTION, 0.7, 0.7},
    {ELARA_EVENT_SOUND, "wail~", ACTION, 0.6, 0.7},
    {ELARA_EVENT_SOUND, "whistle~", ACTION, 0.4, 0.6},
    {ELARA_EVENT_SILENCE, "without a sound", ACTION, 0.6, 0.8},
    {ELARA_EVENT_REVELATION, "you are my father", SPEECH, 1.0, 0.8},
    {ELARA_EVENT_REVELATION, "you are my mother", SPEECH, 1.0, 0.8},
    {ELARA_EVENT_REVELATION, "you are the one", SPEECH, 0.7, 0.5},
    {ELARA_EVENT_REVELATION, "you're the one", SPEECH, 0.7, 0.5},
};

#define TABLE_COUNT (sizeof table / sizeof table[0])

static const char* const denials[] = {
    "not",    "no",       "never",   "nor",      "without", "nobody",
    "almost", "nearly",   "if",      "offers",   "tries",   "wants",
    "about",  "attempts", "refuses", "pretends", "be",
};

static int
is_denial(const ElaraToken* token)
{
  if (token->length > 3 &&
      strcmp(token->text + token->length - 3, "n't") == 0) {
    return 1;
  }
  for (size_t i = 0; i < sizeof denials / sizeof denials[0]; i++) {
    if (strcmp(token->text, denials[i]) == 0) return 1;
  }
  return 0;
}

static int
is_ending(const char* rest)
{
  static const char* const endings[] = {"", "s", "es", "d", "ed", "ing"};
  for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
    if (strcmp(rest, endings[i]) == 0) return 1;
  }
  return 0;
}

// Doubled consonants too: "stab" matches "stabbed".
static int
matches_stem(const char* word, const char* stem, size_t length)
{
  if (strncmp(word, stem, length) != 0) return 0;
  const char* rest = word + length;
  if (is_ending(rest)) return 1;
  return rest[0] == stem[length - 1] && is_ending(rest + 1);
}

static int
matches_word(const ElaraToken* token, const char* words, size_t length)
{
  if (words[length - 1] == '~') {
    return matches_stem(token->text, words, length - 1);
  }
  return token->length == length && memcmp(token->text, words, length) == 0;
}

static int
clause_ends(ElaraSpan text, size_t at)
{
  while (at < text.n && strchr("*_\"')", text.s[at])) {
    at++;
  }
  return at >= text.n || strchr(".,;:!?\n", text.s[at]) != NULL ||
         (unsigned char)text.s[at] >= 0x80;
}

// FIRST is the token at hand, *AT the offset behind it.
static int
matches(const ElaraTrigger* trigger,
        ElaraSpan text,
        const ElaraToken* first,
        size_t at)
{
  const char* words = trigger->words;
  ElaraToken token = *first;
  for (;;) {
    const size_t length = strcspn(words, " ");
    if (!matches_word(&token, words, length)) return 0;
    if (!words[length]) break;
    words += length + 1;
    if (!elara_token_next(text, &at, &token)) return 0;
  }
  if (trigger->where & CAPS && !first->all_caps) return 0;
  return !(trigger->where & END) || clause_ends(text, at);
}

// The strongest trigger at a token; longer phrases win over their first word.
static const ElaraTrigger*
best_match(
    ElaraSpan text, int where, const ElaraToken* token, size_t at, int denied)
{
  const ElaraTrigger* best = NULL;
  for (size_t i = 0; i < TABLE_COUNT; i++) {
    const ElaraTrigger* const trigger = &table[i];
    if (trigger->words[0] != token->text[0]) continue;
    if (!(trigger->where & where)) continue;
    if (denied && trigger->kind != ELARA_EVENT_SILENCE) continue;
    if (!matches(trigger, text, token, at)) continue;
    if (!best || trigger->strength * trigger->confidence >
                     best->strength * best->confidence) {
      best = trigger;
    }
  }
  return best;
}

int
elara_trigger_next(ElaraSpan text, int where, size_t* at, ElaraTriggered* found)
{
  ElaraToken token;
  int denied = 0;
  while (elara_token_next(text, at, &token)) {
    if (strchr(".;:!?", token.before)) denied = 0;
    const ElaraTrigger* const trigger =
        best_match(text, where, &token, *at, denied > 0);
    if (denied) denied--;
    if (is_denial(&token)) denied = 3;
    if (!trigger) continue;
    *found = (ElaraTriggered){trigger, (size_t)(token.span.s - text.s)};
    return 1;
  }
  return 0;
}
