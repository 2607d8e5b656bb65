// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A film without a script, told as one: a scene for each sequence, a paragraph
// for each shot, what is said from the subtitles. Nothing is guessed that
// cannot be seen; whoever knows better rewrites it.

#include "story/story.h"

#include "base/letters.h"
#include "story/subtitles.h"

#include <math.h>
#include <string.h>

#define SEQUENCE_S 12.0 // a sequence lasts that long at least,
#define BREAK_S 4.0     //   but for a break: black, a fade
#define LOOK_BACK 4     // shots: a place that comes back within these goes on
#define NAME_MOST 24

typedef struct {
  const ElaraCut* cut;
  ElaraArena* arena;
  ElaraText* text;
  ELARA_LIST(ElaraLineTime) lines;
  ElaraSubtitleList said;
  size_t next; // subtitle
  int line;    // that is written next, 1-based
  int sequence;
} Teller;

static ElaraStatus
write_line(Teller* t, const char* words, ElaraTime start, ElaraTime end)
{
  const ElaraLineTime time = {t->line, start, end > start ? end : start};
  for (const char* p = words; *p; p++)
    t->line += *p == '\n';
  t->line += 1;
  elara_text_addf(t->text, "%s\n", words);
  return ELARA_PUSH(t->arena, &t->lines, time) ? ELARA_OK : ELARA_NO_MEMORY;
}

static void
skip_line(Teller* t)
{
  elara_text_add(t->text, "\n");
  t->line++;
}

// --- sequences ---------------------------------------------------------------

static int
comes_back(const ElaraCut* cut, size_t shot)
{
  const size_t from = shot > LOOK_BACK ? shot - LOOK_BACK : 0;
  for (size_t a = from; a < shot; a++) {
    for (size_t b = shot; b < cut->shot_count && b < shot + LOOK_BACK; b++) {
      if (cut->shots[a].setting == cut->shots[b].setting) return 1;
    }
  }
  return 0;
}

static int
begins_sequence(const ElaraCut* cut, size_t shot, ElaraTime since)
{
  if (shot == 0) return 1;
  const ElaraShot* const s = &cut->shots[shot];
  const double lasted = elara_time_s(s->start - since);
  if (s->join == ELARA_JOIN_FADE || s[-1].black) return lasted >= BREAK_S;
  return lasted >= SEQUENCE_S && !comes_back(cut, shot);
}

// A film without people that we know by name has worlds instead: what it looks
// like, beside its own middle, says which of them a sequence is in. They are
// the places of the story, and may have themes.
enum { BRIGHT, WARM, MOVING, WORLD_MEASURES };

static void
look_sums(
    const ElaraCut* cut, size_t from, size_t to, double* sum, double* time)
{
  for (size_t i = from; i < to; i++) {
    const ElaraShot* const s = &cut->shots[i];
    const double seconds = s->black ? 0.0 : elara_time_s(s->end - s->start);
    sum[BRIGHT] += seconds * s->look.brightness;
    sum[WARM] += seconds * s->look.warmth;
    sum[MOVING] += seconds * s->look.motion;
    *time += seconds;
  }
}

static const char*
world_of(const ElaraCut* cut, size_t from, size_t to)
{
  static const double usual[WORLD_MEASURES] = {.12, .18, .15};
  static const char* const names[WORLD_MEASURES][2] = {
      {"THE DARK", "THE LIGHT"},
      {"THE COLD", "THE FIRE"},
      {"THE STILLNESS", "THE STORM"},
  };
  double all[WORLD_MEASURES] = {0}, here[WORLD_MEASURES] = {0};
  double time = 0.0, part = 0.0, most = .35;
  const char* name = "THE ROAD";
  look_sums(cut, 0, cut->shot_count, all, &time);
  look_sums(cut, from, to, here, &part);
  for (int k = 0; part > 0.0 && k < WORLD_MEASURES; k++) {
    const double off = (here[k] / part - all[k] / time) / usual[k];
    if (fabs(off) <= most) continue;
    most = fabs(off);
    name = names[k][off > 0.0];
  }
  return name;
}

static size_t
sequence_end(const ElaraCut* cut, size_t from)
{
  size_t to = from + 1;
  while (to < cut->shot_count &&
         !begins_sequence(cut, to, cut->shots[from].start)) {
    to++;
  }
  return to;
}

// --- what a shot is like -----------------------------------------------------

static const char*
light_of(const ElaraLook* l)
{
  return l->brightness < .12  ? "very dark"
         : l->brightness < .3 ? "dark"
         : l->brightness > .6 ? "bright"
                              : "";
}

static const char*
colour_of(const ElaraLook* l)
{
  return l->warmth > .25 ? "warm" : l->warmth < -.12 ? "cold" : "";
}

static const char*
motion_of(const ElaraLook* l)
{
  return l->motion > .65   ? "everything moves"
         : l->motion > .35 ? "much moves"
         : l->motion < .04 ? "nothing moves"
         : l->motion < .12 ? "little moves"
                           : "";
}

static const char*
sound_of(const ElaraCut* cut, const ElaraLook* l)
{
  if (!cut->has_sound) return "";
  return l->sound_lufs > -16.0 ? "loud" : l->sound_lufs < -50.0 ? "silent" : "";
}

static const char*
words_of(ElaraArena* arena, const ElaraCut* cut, size_t index)
{
  const ElaraShot* const s = &cut->shots[index];
  const ElaraTimecode code = elara_film_timecode(&cut->clock, s->first_frame);
  if (s->black) {
    return elara_arena_printf(arena, "Shot %zu, %s: nothing to see.", index + 1,
                              code.text);
  }
  const char* const words[] = {light_of(&s->look), colour_of(&s->look),
                               motion_of(&s->look), sound_of(cut, &s->look)};
  const char* list = "";
  for (size_t i = 0; list && i < sizeof words / sizeof *words; i++) {
    if (!words[i][0]) continue;
    list =
        elara_arena_printf(arena, "%s%s%s", list, *list ? ", " : "", words[i]);
  }
  return list ? elara_arena_printf(arena, "Shot %zu, %s%s%s.", index + 1,
                                   code.text, *list ? ": " : "", list)
              : NULL;
}

// --- what is said ------------------------------------------------------------

// "ANNA: Come here." -> ANNA; 0 when nobody is named.
static size_t
speaker(const char* text)
{
  size_t n = 0;
  while (text[n] && text[n] != ':' && text[n] != '\n')
    n++;
  if (text[n] != ':' || n < 2 || n > NAME_MOST) return 0;
  size_t letters = 0;
  for (size_t i = 0; i < n; i++) {
    const char c = text[i];
    letters += c >= 'A' && c <= 'Z';
    if (!(c >= 'A' && c <= 'Z') && !strchr(" .-'", c)) return 0;
  }
  return letters >= 2 ? n : 0;
}

static ElaraStatus
say(Teller* t, const ElaraSubtitle* s, ElaraTime end)
{
  const size_t named = speaker(s->text);
  const char* words = s->text + (named ? named + 1 : 0);
  while (*words == ' ' || *words == '\n')
    words++;
  if (!*words) return ELARA_OK;
  // A blank line would end the speech.
  char* const clean = elara_arena_strdup(t->arena, words);
  const char* const who =
      named ? elara_arena_printf(t->arena, "@%.*s", (int)named, s->text)
            : "@VOICES";
  ELARA_TRY_PTR(clean && who);
  // Nor are there notes in it, nor anything left out.
  for (char* p = clean; *p; p++) {
    if (*p == '\n' || *p == '\r') *p = ' ';
    if ((*p == '/' && p[1] == '*') || (*p == '[' && p[1] == '[')) *p = ' ';
  }
  skip_line(t);
  ELARA_TRY(write_line(t, who, s->start, s->start));
  return write_line(t, clean, s->start, s->end < end ? s->end : end);
}

// --- the whole ---------------------------------------------------------------

static ElaraStatus
tell_shot(Teller* t, size_t index)
{
  const ElaraShot* const s = &t->cut->shots[index];
  const ElaraTime end = elara_story_film_end(t->cut);
  const char* const words = words_of(t->arena, t->cut, index);
  ELARA_TRY_PTR(words);
  const ElaraSubtitleList* const said = &t->said;
  const ElaraTime until =
      t->next < said->count && said->items[t->next].start < s->end
          ? said->items[t->next].start
          : s->end;
  skip_line(t);
  ELARA_TRY(write_line(t, words, s->start < end ? s->start : end,
                       until < end ? until : end));
  while (t->next < said->count && said->items[t->next].start < s->end) {
    const ElaraSubtitle* const one = &said->items[t->next++];
    if (one->start < end) ELARA_TRY(say(t, one, end));
  }
  return ELARA_OK;
}

static ElaraStatus
tell_all(Teller* t)
{
  const ElaraCut* const cut = t->cut;
  const ElaraTime end = elara_story_film_end(cut);
  ElaraTime since = 0;
  for (size_t i = 0; i < cut->shot_count; i++) {
    const ElaraTime start = cut->shots[i].start;
    if (i > 0 && start >= end) break; // the black behind the story
    if (begins_sequence(cut, i, since)) {
      const char* const heading = elara_arena_printf(
          t->arena, ".%s - SEQUENCE %d", world_of(cut, i, sequence_end(cut, i)),
          ++t->sequence);
      ELARA_TRY_PTR(heading);
      since = start;
      skip_line(t);
      ELARA_TRY(write_line(t, heading, start, start));
    }
    ELARA_TRY(tell_shot(t, i));
  }
  return ELARA_OK;
}

static const char*
title_of(ElaraArena* arena, const char* path)
{
  const char* const slash = strrchr(path, '/');
  const char* const name = slash ? slash + 1 : path;
  const char* const dot = strrchr(name, '.');
  char* const title = elara_arena_strndup(
      arena, name, dot && dot > name ? (size_t)(dot - name) : strlen(name));
  for (char* p = title; p && *p; p++)
    if (*p == '_' || *p == '\n' || *p == '\r') *p = ' ';
  return title;
}

ElaraStatus
elara_story_tell(const ElaraCut* cut,
                 const ElaraStoryConfig* config,
                 ElaraArena* arena,
                 ElaraDiags* diags,
                 ElaraText* text,
                 ElaraLineTime** lines,
                 size_t* line_count)
{
  Teller t = {.cut = cut, .arena = arena, .text = text, .line = 1};
  *lines = NULL;
  *line_count = 0;
  if (config && config->subtitles) {
    ELARA_TRY(elara_subtitles_read(
        arena, config->subtitles_name ? config->subtitles_name : "",
        config->subtitles, config->subtitles_count, diags, &t.said));
  }
  const char* const title = title_of(arena, cut->source_name);
  const char* const page =
      title ? elara_arena_printf(arena, "Title: %s", title) : NULL;
  ELARA_TRY_PTR(page);
  ELARA_TRY(write_line(&t, page, 0, 0));
  ELARA_TRY(tell_all(&t));
  *lines = t.lines.items;
  *line_count = t.lines.count;
  return text->failed ? ELARA_NO_MEMORY : ELARA_OK;
}
