// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// An old theme in a new film. What makes it known stays: its first bars, by
// step of the scale and by rhythm, and its instrument. What the story has done
// to whom it belongs to is heard in the rest: the mode when the feeling has
// turned, the tempo, and a new answer in place of its second half. A memory
// stays whole, and slower.

#include "compose/measure.h"
#include "compose/theme_write.h"
#include "compose/themes.h"
#include "model/instrument.h"
#include "model/mood.h"

#include <string.h>

#define QUARTER ELARA_TICKS_PER_QUARTER
#define KEPT_BARS 4
#define TURN_UP .15    // valence beyond which a minor theme has turned to light
#define TURN_DOWN -.25 //  and a major one to shade
#define MEMORY_PACE .8

static int
is_memory(const ElaraThemeRole* role)
{
  return role->kind == ELARA_THEME_PERSON && role->person < 0;
}

static ElaraMode
mode_now(const ElaraThemeRole* role, const ElaraTheme* old)
{
  const double valence = role->feeling.valence;
  const int minor = elara_mode_is_minor(old->mode);
  if (is_memory(role)) return old->mode;
  if (minor && valence > TURN_UP)
    return role->kind == ELARA_THEME_IDEA ? ELARA_MODE_LYDIAN
                                          : ELARA_MODE_MAJOR;
  return !minor && valence < TURN_DOWN ? ELARA_MODE_MINOR : old->mode;
}

// Themes are written in bars of three or four quarters. Another metre is
// barred anew; no tick moves.
static int
beats_now(const ElaraTheme* old)
{
  const ElaraTick bar = 4 * QUARTER * old->beats / old->beat_type;
  return bar % (3 * QUARTER) == 0 && bar % (4 * QUARTER) != 0 ? 3 : 4;
}

static double
pace_now(const ElaraThemeRole* role, const ElaraTheme* old)
{
  if (is_memory(role)) return MEMORY_PACE * old->bpm;
  const ElaraFeeling f = role->feeling;
  const ElaraMoodInfo* const mood = elara_mood_info(
      elara_mood_nearest(f.valence, f.arousal, f.tension, f.levity));
  return (mood->bpm_low + mood->bpm_high) / 2.0;
}

// Bars of the old theme that stay: half of it, or all that the head needs.
static int
bars_kept(const ElaraTheme* old, int beats)
{
  const ElaraTick bar = beats * QUARTER;
  const ElaraThemeNote* const last = &old->notes[old->head_count - 1];
  const int head = (int)((last->tick + last->duration + bar - 1) / bar);
  return head > KEPT_BARS ? head : KEPT_BARS;
}

static int
fits_whole(const ElaraTheme* old)
{
  return old->bars == ELARA_THEME_BARS && old->beat_type == 4 &&
         (old->beats == 3 || old->beats == 4);
}

// What hangs over into the next bar ends where the next note begins.
static void
tidy(ElaraMelody* m, ElaraTick end)
{
  for (int i = 0; i < m->count; i++) {
    ElaraThemeNote* const n = &m->notes[i];
    const ElaraTick limit = i + 1 < m->count ? m->notes[i + 1].tick : end;
    if (n->tick + n->duration > limit) n->duration = limit - n->tick;
  }
}

typedef struct {
  ElaraMelody melody;
  const char* form;
  double quality;
  double likeness;
  int kept; // bars as they were
} Carried;

static Carried
whole(const ElaraPlan* plan,
      const ElaraTheme* old,
      const ElaraTheme* themes,
      size_t index,
      ElaraMode mode)
{
  Carried c = {.melody = elara_melody_of_theme(old),
               .form = "theme that is remembered",
               .kept = ELARA_THEME_BARS};
  c.quality = elara_melody_quality(&c.melody, mode, old->head_count);
  c.likeness = elara_theme_likeness(plan, &c.melody, themes, (int)index, old);
  return c;
}

// The best of many answers to the old opening.
static Carried
answered(const ElaraPlan* plan,
         const ElaraTheme* old,
         const ElaraTheme* themes,
         size_t index,
         ElaraMode mode)
{
  const ElaraThemeRole* const role = &plan->themes[index];
  const int beats = beats_now(old);
  const ElaraTick end = ELARA_THEME_BARS * beats * QUARTER;
  const ElaraMelody all = elara_melody_of_theme(old);
  Carried best = {.kept = bars_kept(old, beats)};
  const ElaraMelody opening =
      elara_melody_slice(&all, 0, best.kept * beats * QUARTER);
  ElaraRandom random =
      elara_random(plan->seed, "theme carried", elara_hash_text(role->name), 0);
  double most = -1e9;
  for (int k = 0; k < ELARA_THEME_CANDIDATES; k++) {
    ElaraThemeStyle style = elara_theme_style(role, mode, beats, NULL, &random);
    style.opening = &opening;
    style.opening_bars = best.kept;
    const int form = elara_random_index(&random, ELARA_THEME_FORMS);
    ElaraMelody melody = elara_theme_candidate(&random, &style, form);
    if (melody.count > ELARA_THEME_NOTES) continue;
    tidy(&melody, end);
    const double quality = elara_melody_quality(&melody, mode, old->head_count);
    if (quality <= most) continue;
    most = quality;
    best.melody = melody;
    best.form = elara_theme_form_name(form);
    best.quality = quality;
  }
  if (best.melody.count == 0) { // so many notes that no answer has room
    best.melody = opening;
    best.form = "theme that is quoted";
    tidy(&best.melody, end);
    best.quality = elara_melody_quality(&opening, mode, old->head_count);
  }
  best.likeness =
      elara_theme_likeness(plan, &best.melody, themes, (int)index, old);
  return best;
}

static void
say_changes(ElaraText* text,
            const ElaraThemeRole* role,
            const ElaraTheme* old,
            const ElaraTheme* now,
            int kept)
{
  if (now->mode != old->mode) {
    elara_text_addf(text,
                    ", now in %s, for it has turned to %s (valence %+.2f)",
                    elara_mode_name(now->mode),
                    elara_mode_is_minor(now->mode) ? "shade" : "light",
                    role->feeling.valence);
  }
  if (now->beats != old->beats || now->beat_type != old->beat_type) {
    elara_text_addf(text, ", barred in %d/%d instead of %d/%d", now->beats,
                    now->beat_type, old->beats, old->beat_type);
  }
  if ((int)(now->bpm + .5) != (int)(old->bpm + .5)) {
    elara_text_addf(text, ", %s: %d beats a minute instead of %d",
                    now->bpm > old->bpm ? "quicker" : "slower",
                    (int)(now->bpm + .5), (int)(old->bpm + .5));
  }
  if (kept < ELARA_THEME_BARS)
    elara_text_addf(text, ", with a new answer from bar %d", kept + 1);
}

static const char*
reason(ElaraArena* arena,
       const ElaraThemeRole* role,
       const ElaraTheme* old,
       const ElaraTheme* now,
       int kept)
{
  ElaraText text = {0};
  elara_text_addf(&text,
                  "From \"%s\": the same head motif, %d notes by %s and by "
                  "rhythm, on %s",
                  old->origin && old->origin[0] ? old->origin
                                                : "an earlier film",
                  old->head_count,
                  now->mode == old->mode ? "interval" : "step of the scale",
                  elara_instrument(now->instrument)->name);
  say_changes(&text, role, old, now, kept);
  elara_text_add(&text, is_memory(role) ? "; a memory, whole." : ".");
  const char* const said =
      text.failed ? NULL : elara_arena_strdup(arena, text.bytes);
  elara_text_clear(&text);
  return said;
}

ElaraStatus
elara_theme_carry(const ElaraPlan* plan,
                  const ElaraTheme* old,
                  ElaraArena* arena,
                  ElaraTheme* themes,
                  size_t index)
{
  const ElaraThemeRole* const role = &plan->themes[index];
  ElaraTheme* const theme = &themes[index];
  const ElaraMode mode = mode_now(role, old);
  const Carried c = is_memory(role) && fits_whole(old)
                        ? whole(plan, old, themes, index, mode)
                        : answered(plan, old, themes, index, mode);
  *theme = (ElaraTheme){.name = role->name,
                        .role = (int)index,
                        .kind = role->kind,
                        .mode = mode,
                        .beats = beats_now(old),
                        .beat_type = 4,
                        .tonic = elara_theme_tonic(plan, index),
                        .bars = ELARA_THEME_BARS,
                        .bpm = pace_now(role, old),
                        .instrument = old->instrument,
                        .head_count = old->head_count,
                        .note_count = c.melody.count,
                        .quality = c.quality,
                        .nearest = 1.0 - c.likeness,
                        .origin = old->origin};
  memcpy(theme->notes, c.melody.notes,
         (size_t)c.melody.count * sizeof *theme->notes);
  theme->character = elara_theme_describe(arena, theme, c.form);
  theme->reason = reason(arena, role, old, theme, c.kept);
  return theme->character && theme->reason ? ELARA_OK : ELARA_NO_MEMORY;
}
