// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Shared by the files of the theme bank: themes.c searches, theme_carry.c takes
// up old themes, theme_write.c writes the candidates that both choose from.

#ifndef ELARA_COMPOSE_THEME_WRITE_H
#define ELARA_COMPOSE_THEME_WRITE_H

#include "base/random.h"
#include "compose/melody.h"
#include "model/plan.h"

#define ELARA_THEME_BARS 8
#define ELARA_THEME_FORMS 4
#define ELARA_THEME_CANDIDATES 400

// One bar of rhythm in eighths. Energy 0 = hymn-like, 1 = driven.
typedef struct {
  double energy;
  int count;
  int eighths[8];
} ElaraThemeCell;

typedef struct {
  const ElaraThemeCell* cells;
  int cell_count;
  int bar_eighths;
  double energy;
  const int* ground;
  ElaraMode mode;
  double leap;                // wish for leaps, 0..1
  const ElaraTheme* parent;   // whose first bar it grows out of, or NULL
  const ElaraMelody* opening; // of its first bars, as they are; or NULL
  int opening_bars;
} ElaraThemeStyle;

ElaraThemeStyle elara_theme_style(const ElaraThemeRole* role,
                                  ElaraMode mode,
                                  int beats,
                                  const ElaraTheme* parent,
                                  ElaraRandom* random);
// FORM is 0 .. ELARA_THEME_FORMS - 1.
const char* elara_theme_form_name(int form);
ElaraMelody elara_theme_candidate(ElaraRandom* random,
                                  const ElaraThemeStyle* style,
                                  int form);

// themes.c
// The likeness of MELODY to the most like of the COUNT themes before it and of
// the plan's book, but for NOT (may be NULL).
double elara_theme_likeness(const ElaraPlan* plan,
                            const ElaraMelody* melody,
                            const ElaraTheme* themes,
                            int count,
                            const ElaraTheme * not );
const char* elara_theme_describe(ElaraArena* arena,
                                 const ElaraTheme* theme,
                                 const char* form);

// theme_carry.c
// Theme INDEX takes up OLD, of the plan's book.
ElaraStatus elara_theme_carry(const ElaraPlan* plan,
                              const ElaraTheme* old,
                              ElaraArena* arena,
                              ElaraTheme* themes,
                              size_t index);

#endif
