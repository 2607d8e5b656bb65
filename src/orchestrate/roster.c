// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The orchestra that a score is written for. Nobody is hired for three bars:
// beside the players that every symphony has there are a few more, those whom
// the moods of the story and the colours of its themes ask for most.

#include "orchestrate/room.h"

#define MORE 5 // beside the standing orchestra

typedef struct {
  int instrument;
  const char* moods; // digit per mood: 0 not needed ... 9 its own affair
} Extra;

//                                   TSWM DTSA TRSN PGRA
static const Extra extras[] = {
    {ELARA_PICCOLO, "0010034566118744"},
    {ELARA_ENGLISH_HORN, "4837402102570130"},
    {ELARA_BASS_CLARINET, "0216947200000700"},
    {ELARA_CONTRABASSOON, "0101965444000505"},
    {ELARA_BASS_TROMBONE, "0101876677000208"},
    {ELARA_TUBA, "0101865567000507"},
    {ELARA_GLOCKENSPIEL, "1052000132216120"},
    {ELARA_XYLOPHONE, "0000122221008700"},
    {ELARA_TUBULAR_BELLS, "0211811020020001"},
    {ELARA_CELESTA, "4085100000434220"},
    {ELARA_HARP, "9486211254983160"},
    {ELARA_CHOIR, "0263540263210021"},
};
#define EXTRAS ((int)(sizeof extras / sizeof *extras))

// Share of the music's time that asks for EXTRA, and half as much again for
// the own colour of a theme.
static double
wish(const Desk* desk, const Extra* extra)
{
  double sum = 0.0;
  double time = 0.0;
  for (size_t i = 0; i < desk->plan->cue_count; i++) {
    const ElaraCue* const cue = &desk->plan->cues[i];
    const double length = elara_time_s(cue->end - cue->start);
    const double need = (extra->moods[cue->mood] - '0') / 9.0;
    sum += length * need * need * (.5 + cue->importance);
    time += length;
  }
  double wanted = time > 0.0 ? sum / time : 0.0;
  for (size_t i = 0; i < desk->sketch->theme_count; i++) {
    if (desk->sketch->themes[i].instrument == extra->instrument) wanted += .5;
  }
  return wanted;
}

Group
elara_not_hired(const Desk* desk)
{
  double wishes[EXTRAS];
  for (int i = 0; i < EXTRAS; i++) {
    wishes[i] = wish(desk, &extras[i]);
  }
  Group out = 0;
  for (int i = 0; i < EXTRAS; i++) {
    int before = 0;
    for (int k = 0; k < EXTRAS; k++) {
      before += wishes[k] > wishes[i] || (wishes[k] >= wishes[i] && k < i);
    }
    if (before >= MORE || wishes[i] < .04)
      out |= (Group)1 << extras[i].instrument;
  }
  return out;
}
