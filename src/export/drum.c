// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "export/drum.h"

#include <stddef.h>

// Places after Weinberg, "Guidelines for Drumset Notation" (1998), spread so
// that no two common orchestral instruments share one.
static const ElaraDrum drums[] = {
    {35, "Bass Drum", "drum.bass-drum", 'F', 4, "normal"},
    {36, "Bass Drum", "drum.bass-drum", 'F', 4, "normal"},
    {37, "Side Stick", "drum.snare-drum", 'C', 5, "x"},
    {38, "Snare Drum", "drum.snare-drum", 'C', 5, "normal"},
    {39, "Hand Clap", "effect.hand-clap", 'D', 5, "x"},
    {40, "Snare Drum", "drum.snare-drum", 'C', 5, "normal"},
    {41, "Low Tom", "drum.tom-tom", 'A', 4, "normal"},
    {43, "Low Tom", "drum.tom-tom", 'A', 4, "normal"},
    {45, "Tom", "drum.tom-tom", 'D', 5, "normal"},
    {47, "Tom", "drum.tom-tom", 'D', 5, "normal"},
    {48, "High Tom", "drum.tom-tom", 'E', 5, "normal"},
    {50, "High Tom", "drum.tom-tom", 'E', 5, "normal"},
    {49, "Crash Cymbals", "metal.cymbal.crash", 'A', 5, "x"},
    {51, "Suspended Cymbal", "metal.cymbal.suspended", 'F', 5, "x"},
    {52, "Tam-tam", "metal.tamtam", 'D', 4, "diamond"},
    {54, "Tambourine", "drum.tambourine", 'G', 5, "triangle"},
    {55, "Splash Cymbal", "metal.cymbal.splash", 'B', 5, "x"},
    {56, "Cowbell", "metal.bells.cowbell", 'G', 5, "x"},
    {57, "Crash Cymbals", "metal.cymbal.crash", 'A', 5, "x"},
    {59, "Suspended Cymbal", "metal.cymbal.suspended", 'F', 5, "x"},
    {76, "Wood Block", "wood.wood-block", 'E', 5, "triangle"},
    {77, "Wood Block", "wood.wood-block", 'D', 5, "triangle"},
    {80, "Triangle", "metal.triangle", 'C', 6, "x"},
    {81, "Triangle", "metal.triangle", 'C', 6, "triangle"},
    {84, "Bell Tree", "metal.bells.bell-tree", 'C', 6, "diamond"},
};

static const ElaraDrum unknown = {-1, "Drum", "drum.group", 'B', 4, "normal"};

const ElaraDrum*
elara_drum(int key)
{
  for (size_t i = 0; i < sizeof drums / sizeof *drums; i++) {
    if (drums[i].key == key) return &drums[i];
  }
  return &unknown;
}
