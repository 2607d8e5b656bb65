// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What is known of a story's time besides the estimate: the script's own
// eighths of a page, and subtitles; and how uncertain the rest is.

#ifndef ELARA_STORY_CLOCK_H
#define ELARA_STORY_CLOCK_H

#include "story/draft.h"

// Seconds of every element before they are scaled, and of the whole.
typedef struct {
  double* starts;
  double* ends;
  double total;
} ElaraEstimate;

// When four scenes in five say how long they are: stretches the estimate so
// that a page lasts a minute and each scene its eighths. True when it did.
int elara_clock_eighths(const ElaraStory* story, ElaraEstimate* estimate);

// Reads CONFIG's subtitles, puts each line that they have at its time and all
// else between, and sets the story's length. *USED is 0, and nothing is
// changed, when there are none or they are of something else.
ElaraStatus elara_clock_subtitles(ElaraDraft* draft,
                                  const ElaraStoryConfig* config,
                                  const ElaraEstimate* estimate,
                                  int* used);

// start_error of every scene from the story's clock and time_error: errors of
// the scenes before add up like a random walk, which ends where it must when
// the length of the whole is KNOWN; else a fifth of the time so far comes to
// it. Not for subtitles.
void elara_clock_errors(ElaraStory* story, int known);

#endif
