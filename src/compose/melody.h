// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A melody in scale degrees, and the operators that give a theme its life.
// Every operator is a pure function of its arguments: it reads one melody and
// returns another. Degrees keep the tune independent of key and mode: the same
// melody in another mode is its mode change.

#ifndef ELARA_COMPOSE_MELODY_H
#define ELARA_COMPOSE_MELODY_H

#include "model/theme.h"

#define ELARA_MELODY_NOTES 256

typedef struct {
  ElaraThemeNote notes[ELARA_MELODY_NOTES]; // by tick, no overlaps
  int count;
} ElaraMelody;

ElaraMelody elara_melody_of_theme(const ElaraTheme* theme);
// End of the last note, 0 when empty.
ElaraTick elara_melody_end(const ElaraMelody* melody);

// Appends one note; ignored when full or shorter than one tick.
void elara_melody_add(ElaraMelody* melody, ElaraThemeNote note);
// Appends all notes of TAIL moved by OFFSET ticks.
void elara_melody_append(ElaraMelody* melody,
                         const ElaraMelody* tail,
                         ElaraTick offset);

// Notes that begin in [from, to), moved to 0, the last one cut at TO.
ElaraMelody
elara_melody_slice(const ElaraMelody* melody, ElaraTick from, ElaraTick to);
// The first COUNT notes.
ElaraMelody elara_melody_head(const ElaraMelody* melody, int count);
// Diatonic sequence: every degree moved by STEPS.
ElaraMelody elara_melody_sequence(const ElaraMelody* melody, int steps);
// Mirror about the first note.
ElaraMelody elara_melody_invert(const ElaraMelody* melody);
// Backwards, keeping each note's length.
ElaraMelody elara_melody_retrograde(const ElaraMelody* melody);
// Augmentation and diminution: all times by NUMERATOR / DENOMINATOR.
ElaraMelody elara_melody_scale_time(const ElaraMelody* melody,
                                    int numerator,
                                    int denominator);
// Intervals from the first note made wider (percent > 100) or narrower.
ElaraMelody elara_melody_expand(const ElaraMelody* melody, int percent);
// Chromatic corruption: thirds, sixths and sevenths lowered, the last interval
// wrong by a semitone.
ElaraMelody elara_melody_corrupt(const ElaraMelody* melody, ElaraMode mode);
// Every second note only (of notes shorter than MINIMUM), for thinning.
ElaraMelody elara_melody_thin(const ElaraMelody* melody, ElaraTick minimum);

// The last COUNT notes, moved to 0.
ElaraMelody elara_melody_tail(const ElaraMelody* melody, int count);
// Its rhythm alone, on one degree.
ElaraMelody elara_melody_rhythm(const ElaraMelody* melody);
// Its turning points alone, each held until the next.
ElaraMelody elara_melody_contour(const ElaraMelody* melody);
// Wears it down over BARS bars of BAR ticks: a cell of two bars, then one, then
// halves.
ElaraMelody
elara_melody_liquidate(const ElaraMelody* melody, ElaraTick bar, int bars);
// Its last three notes again and again for BY ticks more.
ElaraMelody elara_melody_extend(const ElaraMelody* melody, ElaraTick by);
// Without its last note: what the story has not yet resolved.
ElaraMelody elara_melody_withhold(const ElaraMelody* melody);
// The wound: leaps narrowed, every fall onto a long note leaned into from
// above. The other face of a villain.
ElaraMelody elara_melody_sigh(const ElaraMelody* melody);

// Share of the half notes of the first LENGTH ticks on which both sound and
// agree as consonances (by degree), 0..1: whether two themes can be united.
double elara_melody_agreement(const ElaraMelody* a,
                              const ElaraMelody* b,
                              ElaraTick length);
// How many of contour, rhythm (at any speed) and interval set of the first HEAD
// notes of THEME are still there in MELODY, 0..3: a transformed theme needs 2.
int elara_melody_recognised(const ElaraMelody* melody,
                            const ElaraMelody* theme,
                            int head);

// A varied repeat: long notes that are followed by a leap of a third or more
// take the step between on their way; repeated pairs turn to their neighbour.
ElaraMelody elara_melody_ornament(const ElaraMelody* melody);

// Lays a melody that is barred in bars of FROM ticks over bars whose lengths
// are LENGTHS[0..count): bar for bar, longest notes shortened or lengthened
// first so that the rhythm stays recognisable. Bars beyond COUNT are dropped.
ElaraMelody elara_melody_fit(const ElaraMelody* melody,
                             ElaraTick from,
                             const ElaraTick* lengths,
                             int count);

// Share of aligned interval and rhythm that two melodies have in common, 0
// (nothing) ... 1 (the same), over their first COUNT notes: the guard that
// keeps themes distinct and the measure of the recognisability budget.
double
elara_melody_likeness(const ElaraMelody* a, const ElaraMelody* b, int count);

#endif
