// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A story on the film that was made of it: its times, and what is seen.

#ifndef ELARA_STORY_FILM_H
#define ELARA_STORY_FILM_H

#include "story/clock.h"

// Puts elements where CONFIG's cut has them: by line, where lines are given;
// else the scenes by their placings and all between in the proportions of
// ESTIMATE. Lines that SUBTITLES (1) have placed stay. Sets the length.
ElaraStatus elara_film_times(ElaraDraft* draft,
                             const ElaraStoryConfig* config,
                             const ElaraEstimate* estimate,
                             int subtitles);

// Mixes what is seen and heard of the film into the feelings of the beats.
ElaraStatus elara_film_feelings(ElaraDraft* draft);

#endif
