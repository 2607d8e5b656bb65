// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "export/edl.h"

#include "export/export.h"

#include <string.h>

void
elara_edl_words(ElaraText* text, const char* words)
{
  for (const char* p = words; *p; p++) {
    const unsigned char c = (unsigned char)*p;
    const char written = c < 32 || c == 127 ? ' ' : c == '|' ? '/' : *p;
    elara_text_bytes(text, &written, 1);
  }
}

void
elara_edl_head(ElaraText* text, const ElaraFilmClock* film, const char* title)
{
  const int drop = film->drop && elara_film_can_drop(film);
  elara_text_add(text, "TITLE: ");
  elara_edl_words(text, title);
  elara_text_addf(text, "\r\nFCM: %s\r\n\r\n",
                  drop ? "DROP FRAME" : "NON-DROP FRAME");
}

void
elara_edl_event(ElaraText* text,
                const ElaraFilmClock* film,
                int number,
                const char* reel,
                const char* track,
                int64_t from,
                int64_t to)
{
  const ElaraTimecode in = elara_film_timecode(film, from);
  const ElaraTimecode out = elara_film_timecode(film, to);
  elara_text_addf(text, "%03d  %-8.8s %-4.4s  C        %s %s %s %s\r\n", number,
                  reel, track, in.text, out.text, in.text, out.text);
}

// "crimson-echoes.flac" -> "CRIMSONE".
static void
reel_of(const char* source, char reel[ELARA_EDL_REEL + 1])
{
  int n = 0;
  for (const char* p = source; *p && *p != '.' && n < ELARA_EDL_REEL; p++) {
    const int small = *p >= 'a' && *p <= 'z';
    const int kept =
        small || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9');
    if (kept) reel[n++] = small ? (char)(*p - 'a' + 'A') : *p;
  }
  reel[n] = '\0';
  if (n == 0) memcpy(reel, "ELARA", sizeof "ELARA");
}

static void
comment(ElaraText* text, const char* key, const char* words)
{
  elara_text_addf(text, "* %s: ", key);
  elara_edl_words(text, words);
  elara_text_add(text, "\r\n");
}

// AA is both channels of a stereo file. A cue shorter than a frame has one.
ElaraStatus
elara_edl_write(const ElaraPlan* plan,
                const char* title,
                const char* source,
                ElaraText* text)
{
  const ElaraFilmClock* const film = &plan->film;
  char reel[ELARA_EDL_REEL + 1];
  reel_of(source, reel);
  elara_edl_head(text, film, title);
  int64_t free_from = 0; // events do not overlap
  for (size_t i = 0; i < plan->cue_count; i++) {
    const ElaraCue* const cue = &plan->cues[i];
    int64_t from = elara_film_nearest(film, cue->start);
    int64_t to = elara_film_nearest(film, cue->end);
    if (from < free_from) from = free_from;
    if (to <= from) to = from + 1;
    free_from = to;
    elara_edl_event(text, film, (int)i + 1, reel, "AA", from, to);
    comment(text, "FROM CLIP NAME", cue->name);
    comment(text, "SOURCE FILE", source);
  }
  return text->failed ? ELARA_NO_MEMORY : ELARA_OK;
}
