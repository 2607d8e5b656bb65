// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "export/usage.h"

#include <ctype.h>
#include <string.h>

#define OPENING (60 * ELARA_FLICKS_PER_S) // how late a main title may begin
#define CLOSING (5 * ELARA_FLICKS_PER_S)  // and how early an end title may end

const char*
elara_usage_code(ElaraUsage usage)
{
  static const char* const codes[] = {"BI", "VI", "MT", "ET"};
  return codes[usage];
}

// What is done with an instrument, and what is one. "plays" alone is children
// and cards; "fiddle" alone hangs on a wall: a scene needs one of each.
static const char* const played[] = {"play",   "plays", "playing", "played",
                                     "strums", "bows",  "bowing",  "plucks",
                                     "beats",  "drums", "blows",   "fiddles"};
static const char* const instruments[] = {
    "accordion",   "banjo",    "bagpipes",    "bassoon",   "bugle",
    "cello",       "clarinet", "concertina",  "cornet",    "drum",
    "drums",       "fiddle",   "flute",       "guitar",    "harmonica",
    "harmonium",   "harp",     "harpsichord", "horn",      "kettledrum",
    "kettledrums", "lute",     "lyre",        "mandolin",  "oboe",
    "organ",       "piano",    "recorder",    "saxophone", "sitar",
    "tambourine",  "trombone", "trumpet",     "ukulele",   "viola",
    "violin",      "whistle",  "xylophone"};

static int
is_one_of(const char* word, size_t n, const char* const* list, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    size_t k = 0;
    while (k < n && tolower((unsigned char)word[k]) == list[i][k])
      k++;
    if (k == n && list[i][n] == '\0') return 1;
  }
  return 0;
}

static int
has_one_of(const char* text, const char* const* list, size_t count)
{
  for (const char* p = text; *p;) {
    size_t n = 0;
    while (isalpha((unsigned char)p[n]))
      n++;
    if (n && is_one_of(p, n, list, count)) return 1;
    p += n ? n : 1;
  }
  return 0;
}

static int
is_seen(const ElaraStory* story, const ElaraCue* cue)
{
  int scene = -2; // the last that named an instrument
  for (size_t i = 0; story && i < story->element_count; i++) {
    const ElaraElement* const e = &story->elements[i];
    if (e->kind != ELARA_ELEMENT_ACTION || !e->text) continue;
    if (e->line > cue->line_last) return 0;
    if (has_one_of(e->text, instruments,
                   sizeof instruments / sizeof *instruments))
      scene = e->scene;
    if (e->line < cue->line || e->scene != scene) continue;
    if (has_one_of(e->text, played, sizeof played / sizeof *played)) return 1;
  }
  return 0;
}

static int
carries_the_idea(const ElaraPlan* plan, const ElaraCue* cue)
{
  for (size_t i = 0; i < cue->theme_count; i++) {
    if (plan->themes[cue->themes[i].theme].kind == ELARA_THEME_IDEA) return 1;
  }
  return 0;
}

static int
is_last_of_story(const ElaraPlan* plan, size_t cue)
{
  return cue + 1 == plan->cue_count || plan->cues[cue + 1].movement > 0;
}

ElaraUsage
elara_usage_of(const ElaraPlan* plan, const ElaraStory* story, size_t index)
{
  const ElaraCue* const cue = &plan->cues[index];
  const ElaraTime end = plan->story_end > 0 ? plan->story_end : plan->length;
  if (cue->movement > 0) return ELARA_USAGE_END_TITLE;
  if (index == 0 && cue->start < OPENING && carries_the_idea(plan, cue))
    return ELARA_USAGE_MAIN_TITLE;
  if (is_last_of_story(plan, index) && cue->end + CLOSING >= end)
    return ELARA_USAGE_END_TITLE;
  return is_seen(story, cue) ? ELARA_USAGE_VISUAL : ELARA_USAGE_BACKGROUND;
}
