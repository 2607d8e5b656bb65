// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Which drum: a General MIDI key, by name or by where it stands on the staff.

#include "notation/room.h"

#include <string.h>

// From the special to the general.
static const struct {
  const char* words;
  int key;
} names[] = {
    {" bass drum", 36},     {" gran cassa", 36},    {" gr cassa", 36},
    {" grosse tro", 36},    {" grosse caisse", 36}, {" kick", 36},
    {" side stick", 37},    {" rim", 37},           {" snare", 38},
    {" side drum", 38},     {" kleine tro", 38},    {" tamburo", 38},
    {" caisse claire", 38}, {" military", 38},      {" tambour ", 38},
    {" hand clap", 39},     {" clap", 39},          {" low tom", 41},
    {" floor tom", 41},     {" high tom", 50},      {" tom", 47},
    {" hi hat", 42},        {" suspended", 51},     {" ride", 51},
    {" hangend", 51},       {" splash", 55},        {" crash", 49},
    {" cymbal", 49},        {" piatt", 49},         {" becken", 49},
    {" tam tam", 52},       {" tamtam", 52},        {" gong", 52},
    {" tambourin", 54},     {" tamburin", 54},      {" schellentr", 54},
    {" cowbell", 56},       {" kuhglock", 56},      {" bongo", 60},
    {" conga", 63},         {" timbale", 65},       {" agogo", 67},
    {" maraca", 70},        {" guiro", 73},         {" clave", 75},
    {" castanet", 85},      {" wood block", 76},    {" woodblock", 76},
    {" temple block", 76},  {" holzblock", 76},     {" whip", 39},
    {" triangl", 81},       {" triangolo", 81},     {" bell tree", 84},
    {" sleigh", 83},        {" wind chime", 84},    {" mark tree", 84},
    {" drum", 38},
};

int
elara_notation_drum(const char* plain)
{
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (strstr(plain, names[i].words)) return names[i].key;
  }
  return -1;
}

// The common drum set (Weinberg 1998), by step and octave of a treble staff;
// heads other than round are cymbals.
int
elara_notation_drum_at(char step, int octave, const char* head)
{
  static const struct {
    char step;
    int octave;
    int key, crossed;
  } places[] = {
      {'D', 4, 44, 44}, {'E', 4, 35, 44}, {'F', 4, 36, 36}, {'G', 4, 41, 41},
      {'A', 4, 41, 43}, {'B', 4, 45, 45}, {'C', 5, 38, 37}, {'D', 5, 45, 45},
      {'E', 5, 48, 48}, {'F', 5, 50, 51}, {'G', 5, 42, 42}, {'A', 5, 49, 49},
      {'B', 5, 55, 55}, {'C', 6, 81, 52},
  };
  const int crossed = head[0] && strcmp(head, "normal") != 0;
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    if (places[i].step != step || places[i].octave != octave) continue;
    return crossed ? places[i].crossed : places[i].key;
  }
  return -1;
}
