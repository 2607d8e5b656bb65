// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// How a cue is used, as the cue sheet of a performing rights society asks it.
// The codes are those of ASCAP's and BMI's forms.

#ifndef ELARA_EXPORT_USAGE_H
#define ELARA_EXPORT_USAGE_H

#include "model/plan.h"
#include "model/story.h"

typedef enum {
  ELARA_USAGE_BACKGROUND, // BI: under the scene, heard by the audience alone
  ELARA_USAGE_VISUAL,     // VI: somebody is seen to play an instrument in it
  ELARA_USAGE_MAIN_TITLE, // MT: opens the film
  ELARA_USAGE_END_TITLE,  // ET: closes it, or goes on after the story
} ElaraUsage;

// "BI", "VI", "MT", "ET".
const char* elara_usage_code(ElaraUsage usage);

// MT is the first cue, when it begins within a minute and carries the story's
// own idea; ET the last cue of the story, when it ends with the story, and any
// music after it; VI a cue whose pages have an action line in which somebody
// plays, in a scene that has named an instrument by then; all others are BI.
// STORY may be NULL: no VI then.
ElaraUsage
elara_usage_of(const ElaraPlan* plan, const ElaraStory* story, size_t cue);

#endif
