// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Words that tell of an event. A table, so that a reader can change it.

#ifndef ELARA_STORY_TRIGGERS_H
#define ELARA_STORY_TRIGGERS_H

#include "base/letters.h"
#include "model/story.h"

enum {
  ELARA_IN_ACTION = 1,
  ELARA_IN_SPEECH = 2,
  ELARA_IN_PARENTHETICAL = 4,
  ELARA_NEEDS_SOMEBODY = 8, // a person or he, she, they in the sentence
  ELARA_ENDS_CLAUSE = 16,   // a mark or the end follows
  ELARA_IN_CAPITALS = 32,
  ELARA_NEEDS_NAME = 64,      // a person's name or a kin or rank word
  ELARA_NEEDS_VANISHED = 128, // somebody whom nobody sees again
};

typedef struct {
  ElaraEventKind kind;
  // Words in a row. A first word that ends in '~' also matches with the
  // endings -s -es -d -ed -ing.
  const char* words;
  int where; // of the ELARA_IN_ and other marks above
  double strength;
  double confidence;
} ElaraTrigger;

// What a text was found to say.
typedef struct {
  const ElaraTrigger* trigger;
  size_t at; // offset of the words
} ElaraTriggered;

// The next trigger for WHERE (one ELARA_IN_ mark) at or after *AT, not denied
// ("does not kiss her"); 0 at the end. The marks other than ELARA_IN_ ... and
// ELARA_ENDS_CLAUSE are the caller's to check.
int elara_trigger_next(ElaraSpan text,
                       int where,
                       size_t* at,
                       ElaraTriggered* found);

#endif
