// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#ifndef ELARA_STORY_EVENTS_H
#define ELARA_STORY_EVENTS_H

#include "story/draft.h"

typedef struct {
  ElaraDraft* draft;
  ELARA_LIST(ElaraEvent) list;
  size_t mention; // the first mention at or after the element at hand
  int speaker;    // who spoke last in this scene, -1 nobody
  int* last_seen; // a person's last element on screen, -1 never
} ElaraEvents;

// Adds EVENT with QUOTE shortened to one line.
ElaraStatus
elara_event_add(ElaraEvents* events, ElaraEvent event, ElaraSpan quote);

// The moment and the line of offset AT in ELEMENT, read at an even pace.
ElaraTime elara_event_time(const ElaraElement* element, size_t at);
int elara_event_line(const ElaraElement* element, size_t at);

// True for a cue whose extension says that the speaker is heard, not seen.
int elara_cue_is_unseen(const ElaraElement* cue);

// meetings.c: entrances, first meetings and reunions.
ElaraStatus elara_events_meetings(ElaraEvents* events);

// talk.c: banter and interruptions.
ElaraStatus elara_events_talk(ElaraEvents* events);

// atmosphere.c: weather, and the time of day when it changes.
ElaraStatus elara_events_atmosphere(ElaraEvents* events);

// jokes.c: the ends of quick exchanges in light beats.
ElaraStatus elara_events_jokes(ElaraEvents* events);

#endif
