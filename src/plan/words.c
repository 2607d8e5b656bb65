// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Small dealings with the story's words: cleaning, title case, mentions, and
// the writer's own notes about music.

#include "plan/room.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

double
elara_plan_step(double x, int parts)
{
  return floor(x * parts + .5) / parts;
}

ElaraFeeling
elara_plan_step_feeling(ElaraFeeling f, int parts)
{
  return (ElaraFeeling){.valence = elara_plan_step(f.valence, parts),
                        .arousal = elara_plan_step(f.arousal, parts),
                        .tension = elara_plan_step(f.tension, parts),
                        .levity = elara_plan_step(f.levity, parts)};
}

double
elara_plan_clamp(double x, double low, double high)
{
  return x < low ? low : x > high ? high : x;
}

double
elara_plan_minutes(const PlanRoom* room)
{
  return elara_time_s(room->story->length) / 60.0;
}

int
elara_plan_event_in(const ElaraEvent* event, const ElaraCue* cue)
{
  return event->time >= cue->start && event->time < cue->end;
}

static int
is_space(char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static int
is_letter(char c)
{
  // Bytes of a UTF-8 sequence count as letters: names have accents.
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (unsigned char)c >= 0x80;
}

static char
lower(char c)
{
  return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static char
upper(char c)
{
  return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

char*
elara_plan_clean(ElaraArena* arena, const char* text, size_t most)
{
  const size_t length = strlen(text);
  char* const out = elara_arena_alloc(arena, length + 4);
  if (!out) return NULL;
  size_t n = 0;
  for (size_t i = 0; i < length; i++) {
    const char c = text[i];
    if (c == '*' || c == '_' || c == '\\' || c == '~') continue;
    if (!is_space(c)) {
      out[n++] = c;
    } else if (n > 0 && out[n - 1] != ' ') {
      out[n++] = ' ';
    }
  }
  while (n > 0 && out[n - 1] == ' ')
    n--;
  if (n > most && most > 4) {
    n = most - 3;
    while (n > 0 && out[n] != ' ')
      n--;
    if (n == 0) {
      // One very long word: cut it where a UTF-8 character begins.
      n = most - 3;
      while (n > 0 && ((unsigned char)out[n] & 0xc0) == 0x80)
        n--;
    }
    memcpy(out + n, "...", 3);
    n += 3;
  }
  out[n] = '\0';
  return out;
}

// Words that stay small inside a title.
static int
is_small_word(const char* word, size_t length)
{
  static const char* const small[] = {"a",  "an", "and", "at", "by",  "for",
                                      "in", "of", "on",  "or", "the", "to"};
  for (size_t i = 0; i < sizeof small / sizeof *small; i++) {
    if (strlen(small[i]) == length && memcmp(small[i], word, length) == 0) {
      return 1;
    }
  }
  return 0;
}

char*
elara_plan_title_case(ElaraArena* arena, const char* text)
{
  char* const out = elara_plan_clean(arena, text, 200);
  if (!out) return NULL;
  for (size_t i = 0; out[i] != '\0';) {
    if (!is_letter(out[i])) {
      i++;
      continue;
    }
    size_t n = 0;
    while (is_letter(out[i + n]) || out[i + n] == '\'') {
      out[i + n] = lower(out[i + n]);
      n++;
    }
    if (i == 0 || !is_small_word(out + i, n)) out[i] = upper(out[i]);
    // McBraid: the one inner capital that names in scripts keep.
    if (n > 3 && out[i] == 'M' && out[i + 1] == 'c') {
      out[i + 2] = upper(out[i + 2]);
    }
    i += n;
  }
  return out;
}

int
elara_plan_mentions(const char* text, const char* name)
{
  const size_t length = strlen(name);
  if (length == 0) return 0;
  for (const char* p = text; *p != '\0'; p++) {
    size_t n = 0;
    while (n < length && lower(p[n]) == lower(name[n]))
      n++;
    if (n < length) continue;
    if ((p == text || !is_letter(p[-1])) && !is_letter(p[length])) return 1;
  }
  return 0;
}

int
elara_plan_is_song(const PlanRoom* room, const ElaraEvent* event)
{
  if (event->kind != ELARA_EVENT_SOUND) return 0;
  for (size_t i = 0; i < room->story->element_count; i++) {
    const ElaraElement* const element = &room->story->elements[i];
    if (element->line > event->line) break;
    if (element->kind == ELARA_ELEMENT_LYRIC &&
        element->line_last >= event->line) {
      return 1;
    }
  }
  return 0;
}

// What follows KEY and an equals sign in TEXT, or NULL.
static const char*
value_of(const char* text, const char* key)
{
  const size_t length = strlen(key);
  for (const char* p = text; *p != '\0'; p++) {
    size_t n = 0;
    while (n < length && lower(p[n]) == key[n])
      n++;
    if (n < length || (p > text && is_letter(p[-1]))) continue;
    const char* at = p + length;
    while (is_space(*at))
      at++;
    if (*at != '=') continue;
    at++;
    while (is_space(*at))
      at++;
    return at;
  }
  return NULL;
}

PlanNote
elara_plan_note(const ElaraEvent* event)
{
  static const char* const quiet[] = {"silence",  "silent",        "no music",
                                      "no score", "without music", "mute",
                                      "music out"};
  PlanNote note = {.mood = ELARA_MOOD_COUNT};
  if (event->kind != ELARA_EVENT_MUSIC_NOTE) return note;
  const char* const words = event->quote;
  for (size_t i = 0; i < sizeof quiet / sizeof *quiet; i++) {
    note.silence |= elara_plan_mentions(words, quiet[i]);
  }
  note.scene = elara_plan_mentions(words, "scene");
  note.hit = elara_plan_mentions(words, "hit");
  for (int i = 0; i < ELARA_MOOD_COUNT; i++) {
    if (elara_plan_mentions(words, elara_mood_info((ElaraMood)i)->name)) {
      note.mood = (ElaraMood)i;
    }
  }
  const char* const tempo = value_of(words, "tempo");
  if (tempo) note.bpm = elara_plan_clamp(strtod(tempo, NULL), 30.0, 240.0);
  note.theme = value_of(words, "theme");
  note.music = !note.silence;
  return note;
}

static int
words_in(const char* text)
{
  int words = text[0] != '\0';
  for (const char* p = text; *p != '\0'; p++)
    words += *p == ' ';
  return words;
}

const char*
elara_plan_as_title(PlanRoom* room, const char* phrase)
{
  char* const text = elara_plan_title_case(room->scratch, phrase);
  if (!text) return NULL;
  size_t n = strlen(text);
  while (n > 0 && strchr(".!?,:;- ", text[n - 1]))
    text[--n] = '\0';
  const int words = words_in(text);
  if (words < 2 || words > 5 || strpbrk(text, "\",;:")) return NULL;
  return text;
}

static int
is_shouted(const char* text)
{
  int letters = 0;
  for (const char* p = text; *p != '\0'; p++) {
    if (*p >= 'a' && *p <= 'z') return 0;
    letters += *p >= 'A' && *p <= 'Z';
  }
  return letters >= 5;
}

const char*
elara_plan_raised_voice(PlanRoom* room,
                        const ElaraElement* element,
                        double* where)
{
  if (where) *where = 0.0;
  if (element->kind != ELARA_ELEMENT_ACTION) return NULL;
  if (is_shouted(element->text)) {
    return elara_plan_as_title(room, element->text);
  }
  const char* const open = strstr(element->text, "**");
  if (!open) return NULL;
  const char* const close = strstr(open + 2, "**");
  if (!close || close - open > 60) return NULL;
  const char* const inside =
      elara_arena_strndup(room->scratch, open + 2, (size_t)(close - open) - 2);
  if (where) {
    *where = (double)(open - element->text) / (double)strlen(element->text);
  }
  return inside ? elara_plan_as_title(room, inside) : NULL;
}
