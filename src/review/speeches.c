// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The script as speeches: who speaks, how long, to whom not.

#include "review/room.h"
#include "review/words.h"

#include <string.h>

// Said in a parenthetical, these mean that nobody is spoken to who is there.
static const char* const alone[] = {
    "to himself",     "to herself",      "to themselves", "to itself",
    "aside",          "alone",           "to no one",     "to nobody",
    "to the empty *", "to the portrait", "to the grave",  "to the mirror",
    "thinking aloud", "praying",
};

// Said in action, these mean that somebody goes.
static const char* const exits[] = {
    "exit",       "exits",     "exeunt",   "goes",     "leaves",
    "is gone",    "goes out",  "departs",  "runs off", "runs out",
    "walks away", "walks off", "goes off",
};

static void
hear(Reader* reader, Speech* speech, const ElaraElement* e, ElaraText* words)
{
  if (e->kind == ELARA_ELEMENT_PARENTHETICAL) {
    const char* const plain = elara_plain_text(reader->scratch, e->text);
    if (plain && ELARA_PLAIN_ANY(plain, alone)) speech->to_oneself = 1;
  } else {
    if (speech->words == 0) {
      speech->line = e->line;
      speech->first = (int)(e - reader->story->elements);
      speech->start = e->start;
    }
    speech->words += e->words;
    elara_text_add(words, e->text);
    elara_text_add(words, "\n");
  }
  speech->end = e->end;
}

static int
is_said(const ElaraElement* e)
{
  return e->kind == ELARA_ELEMENT_DIALOGUE ||
         e->kind == ELARA_ELEMENT_PARENTHETICAL ||
         e->kind == ELARA_ELEMENT_LYRIC;
}

// From the cue at INDEX; the index of what follows the speech.
static size_t
take(Reader* reader, size_t index, int after_exit, ElaraText* words)
{
  const ElaraStory* const story = reader->story;
  const ElaraElement* const cue = &story->elements[index];
  Speech speech = {
      .cue = (int)index,
      .first = (int)index,
      .person = cue->person,
      .scene = cue->scene,
      .line = cue->line,
      .after_exit = after_exit,
      .start = cue->start,
      .end = cue->end,
  };
  words->count = 0;
  size_t i = index + 1;
  while (i < story->element_count && is_said(&story->elements[i]))
    hear(reader, &speech, &story->elements[i++], words);
  speech.plain =
      elara_plain_text(reader->scratch, words->count ? words->bytes : "");
  if (!speech.plain) {
    reader->failed = 1;
    speech.plain = " . ";
  }
  reader->speeches[reader->speech_count++] = speech;
  return i;
}

static int
is_exit(const Reader* reader, size_t index)
{
  const ElaraElement* const e = &reader->story->elements[index];
  return e->kind == ELARA_ELEMENT_ACTION &&
         ELARA_PLAIN_ANY(reader->plain[index], exits) != NULL;
}

void
elara_review_speeches(Reader* reader)
{
  const ElaraStory* const story = reader->story;
  reader->speeches = elara_arena_array(
      reader->scratch, story->element_count + 1, sizeof *reader->speeches);
  if (!reader->speeches) {
    reader->failed = 1;
    return;
  }
  ElaraText words = {0};
  int after_exit = 0;
  for (size_t i = 0; i < story->element_count;) {
    if (story->elements[i].kind == ELARA_ELEMENT_CHARACTER) {
      i = take(reader, i, after_exit, &words);
      after_exit = 0;
      continue;
    }
    if (is_exit(reader, i)) after_exit = 1;
    if (story->elements[i].kind == ELARA_ELEMENT_HEADING) after_exit = 0;
    i++;
  }
  if (words.failed) reader->failed = 1;
  elara_text_clear(&words);
}

void
elara_review_show_ends(Reader* reader,
                       ElaraFinding* f,
                       int person,
                       int between,
                       const char* phrase)
{
  int first = -1;
  int last = -1;
  for (size_t i = 0; i < reader->speech_count; i++) {
    const Speech* const s = &reader->speeches[i];
    if (s->person != person || s->words < 2) continue;
    if (first < 0) first = s->first;
    last = s->first;
  }
  elara_review_show(reader, f, first, NULL);
  elara_review_show(reader, f, between, phrase);
  elara_review_show(reader, f, last, NULL);
}
