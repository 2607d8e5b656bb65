// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "compose/themes.h"

#include "base/random.h"
#include "compose/measure.h"
#include "compose/theme_write.h"
#include "model/instrument.h"
#include "model/mood.h"

#include <stdlib.h>
#include <string.h>

static double
nearest_likeness(const ElaraMelody* melody,
                 const ElaraTheme* themes,
                 size_t count,
                 const ElaraTheme * not )
{
  double most = 0.0;
  for (size_t i = 0; i < count; i++) {
    if (&themes[i] == not ) continue;
    const ElaraMelody other = elara_melody_of_theme(&themes[i]);
    const double likeness = elara_melody_likeness(melody, &other, 9);
    if (likeness > most) most = likeness;
  }
  return most;
}

double
elara_theme_likeness(const ElaraPlan* plan,
                     const ElaraMelody* melody,
                     const ElaraTheme* themes,
                     int count,
                     const ElaraTheme * not )
{
  const double here = nearest_likeness(melody, themes, (size_t)count, not );
  const double before =
      nearest_likeness(melody, plan->book, plan->book_count, not );
  return before > here ? before : here;
}

// How many of the other themes a listener would take this one for.
static int
mistaken(const ElaraMelody* melody, const ElaraTheme* themes, size_t count)
{
  int others = 0;
  for (size_t i = 0; i < count; i++) {
    const ElaraMelody other = elara_melody_of_theme(&themes[i]);
    others +=
        elara_melody_recognised(melody, &other, themes[i].head_count) >= 2;
  }
  return others;
}

// Two themes that will be united are composed to fit: the best agreement with
// those it belongs to (a bond with its people, others with the heaviest).
static double
fits_others(const ElaraPlan* plan,
            const ElaraMelody* melody,
            const ElaraTheme* themes,
            size_t index,
            int beats)
{
  const ElaraThemeRole* const role = &plan->themes[index];
  double most = 0.0;
  for (size_t i = 0; i < index; i++) {
    const int own = role->kind == ELARA_THEME_BOND &&
                    plan->themes[i].person >= 0 &&
                    (plan->themes[i].person == role->person ||
                     plan->themes[i].person == role->other);
    if (themes[i].beats != beats || (i > 0 && !own)) continue;
    const ElaraMelody other = elara_melody_of_theme(&themes[i]);
    const double fit = elara_melody_agreement(
        melody, &other, 4 * beats * ELARA_TICKS_PER_QUARTER);
    if (fit > most) most = fit;
  }
  return most;
}

static int
head_length(const ElaraMelody* melody, ElaraTick two_bars)
{
  int head = 0;
  while (head < melody->count && head < 9 &&
         melody->notes[head].tick < two_bars) {
    head++;
  }
  return head < 4 ? 4 : head;
}

const char*
elara_theme_describe(ElaraArena* arena,
                     const ElaraTheme* theme,
                     const char* form)
{
  static const char* const names[] = {
      "unison",  "semitone", "tone",  "minor third", "major third",
      "fourth",  "tritone",  "fifth", "minor sixth", "sixth",
      "seventh", "seventh",  "octave"};
  int widest = 0;
  for (int i = 1; i < theme->head_count; i++) {
    const int a =
        elara_degree_pitch(60, theme->mode, theme->notes[i - 1].degree, 0);
    const int b =
        elara_degree_pitch(60, theme->mode, theme->notes[i].degree, 0);
    if (abs(b - a) > abs(widest)) widest = b - a;
  }
  const int size = abs(widest) > 12 ? 12 : abs(widest);
  return elara_arena_printf(
      arena, "A %s in %s, %d/%d; its mark is the %s %s; first heard on %s.",
      form, elara_mode_name(theme->mode), theme->beats, theme->beat_type,
      widest >= 0 ? "rising" : "falling", names[size],
      elara_instrument(theme->instrument)->name);
}

static void
search_one(const ElaraPlan* plan,
           ElaraArena* arena,
           ElaraTheme* themes,
           size_t index,
           unsigned* taken)
{
  const ElaraThemeRole* const role = &plan->themes[index];
  ElaraRandom random =
      elara_random(plan->seed, "theme", elara_hash_text(role->name), 0);
  ElaraTheme* const theme = &themes[index];
  const ElaraMood mood =
      elara_mood_nearest(role->feeling.valence, role->feeling.arousal,
                         role->feeling.tension, role->feeling.levity);
  const ElaraMode mode = elara_theme_mode(role, &random);
  const int gentle = role->feeling.arousal < .1 && role->feeling.valence > 0.0;
  const int beats = (role->kind == ELARA_THEME_BOND || gentle) &&
                            elara_random_chance(&random, .6)
                        ? 3
                        : 4;
  *theme = (ElaraTheme){.name = role->name,
                        .role = (int)index,
                        .kind = role->kind,
                        .mode = mode,
                        .beats = beats,
                        .beat_type = 4,
                        .tonic = elara_theme_tonic(plan, index),
                        .bars = ELARA_THEME_BARS,
                        .bpm = (elara_mood_info(mood)->bpm_low +
                                elara_mood_info(mood)->bpm_high) /
                               2.0,
                        .instrument = elara_theme_colour(role, *taken)};
  *taken |= 1u << theme->instrument;
  const ElaraTheme* const parent =
      role->parent >= 0 && (size_t)role->parent < index ? &themes[role->parent]
                                                        : NULL;
  ElaraMelody best = {.count = 0};
  double best_value = -1e9;
  const char* best_form = "sentence";
  for (int k = 0; k < ELARA_THEME_CANDIDATES; k++) {
    const ElaraThemeStyle style =
        elara_theme_style(role, mode, beats, parent, &random);
    const int form = elara_random_index(&random, ELARA_THEME_FORMS);
    const ElaraMelody melody = elara_theme_candidate(&random, &style, form);
    if (melody.count > ELARA_THEME_NOTES) continue;
    const int head = head_length(&melody, 2 * beats * ELARA_TICKS_PER_QUARTER);
    const double likeness =
        elara_theme_likeness(plan, &melody, themes, (int)index, NULL);
    const double quality = elara_melody_quality(&melody, mode, head);
    const double value = quality -
                         .8 * (likeness > .35 ? likeness - .35 : 0.0) -
                         .3 * mistaken(&melody, themes, index) -
                         .3 * mistaken(&melody, plan->book, plan->book_count) +
                         .12 * fits_others(plan, &melody, themes, index, beats);
    if (value <= best_value) continue;
    best_value = value;
    best = melody;
    best_form = elara_theme_form_name(form);
    theme->quality = quality;
    theme->nearest = 1.0 - likeness;
    theme->head_count = head;
  }
  theme->note_count = best.count;
  memcpy(theme->notes, best.notes, (size_t)best.count * sizeof *best.notes);
  theme->character = elara_theme_describe(arena, theme, best_form);
}

ElaraStatus
elara_themes_search(const ElaraPlan* plan,
                    ElaraArena* arena,
                    ElaraTheme* themes)
{
  unsigned taken = 0;
  for (size_t i = 0; i < plan->theme_count; i++) {
    const ElaraThemeRole* const role = &plan->themes[i];
    const ElaraTheme* const old =
        role->book && role->book[0]
            ? elara_theme_named(plan->book, plan->book_count, role->book,
                                role->kind)
            : NULL;
    if (old) {
      ELARA_TRY(elara_theme_carry(plan, old, arena, themes, i));
      taken |= 1u << themes[i].instrument;
      continue;
    }
    search_one(plan, arena, themes, i, &taken);
    ELARA_TRY_PTR(themes[i].character);
  }
  return ELARA_OK;
}
