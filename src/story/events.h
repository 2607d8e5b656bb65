// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#ifndef ELARA_STORY_EVENTS_H
#define ELARA_STORY_EVENTS_H

#include "story/draft.h"
#include "story/triggers.h"

typedef struct {
  ElaraDraft* draft;
  ELARA_LIST(ElaraEvent) list;
  size_t mention; // the first mention at or after the element at hand
  int speaker;    // who spoke last in this scene, -1 nobody
  int* last_seen; // a person's last element on screen, -1 never
} ElaraEvents;

// Who a sentence is about: up to two people named in it, else the last one
// named before it when it has he, she or they.
typedef struct {
  int person;
  int other;
  int somebody;
} ElaraSubject;

// subjects.c

// True when TEXT has one of COUNT words in small letters.
int elara_has_word(ElaraSpan text, const char* const* words, size_t count);
// Of a SENTENCE of the action ELEMENT.
ElaraSubject
elara_subject_of(const ElaraEvents* events, int element, ElaraSpan sentence);
// A name, a rank or kin stands within a few words before offset AT.
int elara_named_before(ElaraSpan text, ElaraSpan sentence, size_t at);
// Who was seen last before ELEMENT and never again; -1 nobody.
int elara_vanished_before(const ElaraEvents* events, int element);
void elara_find_last_seen(ElaraEvents* events);
int elara_is_last_sight(const ElaraEvents* events, int index, int person);
// Whether the exit that was FOUND is somebody's, and whose.
int elara_somebody_goes(const ElaraEvents* events,
                        ElaraSpan text,
                        const ElaraTriggered* found,
                        ElaraSubject* subject);

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

// jokes.c: True when REPLY takes up a longer word of what was said BEFORE.
int elara_echoes(const char* reply, const char* before);

// jokes.c: the ends of quick exchanges in light beats.
ElaraStatus elara_events_jokes(ElaraEvents* events);

#endif
