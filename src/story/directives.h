// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What the writer says to Elara in legal Fountain notes, which no other tool
// sees:
//
//   [[elara: villain = IAGO]]      [[elara: hero = OTHELLO; mood = dread]]
//   [[elara: alias = ROBERT, BOBBY, MR. JONES]]   the first is the name
//
// Keys and values; the older [[@villain: IAGO]] too. A note without an equals
// sign is plain words for the composer ("no music", "a low drum").

#ifndef ELARA_STORY_DIRECTIVES_H
#define ELARA_STORY_DIRECTIVES_H

#include "story/draft.h"

// All that the notes of the draft's script say, in order. An unknown key is a
// warning with the keys that there are.
ElaraStatus elara_directives(ElaraDraft* draft, ElaraSaysList* list);

// The next of the names in *REST, which are set apart by commas; 0 at the end.
int elara_directive_name(ElaraSpan* rest, ElaraSpan* name);

#endif
