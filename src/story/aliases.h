// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// One person under several names: "JOHN" and "JOHN SMITH", "ANNA AS DOROTHY",
// "BILL / THE MONSTER", and what the writer says. Merged only where that is
// nearly always right; names that are a letter apart are a warning.

#ifndef ELARA_STORY_ALIASES_H
#define ELARA_STORY_ALIASES_H

#include "story/directives.h"
#include "story/names.h"

typedef ELARA_LIST(ElaraPerson) ElaraPeople;

// Merges PEOPLE, who speak, by order of first speech; PLACE[i] becomes the
// index of the person whom the old index means. BY_NAME is brought up to date.
ElaraStatus elara_merge_people(ElaraDraft* draft,
                               const ElaraSaysList* says,
                               ElaraPeople* people,
                               ElaraNameMap* by_name,
                               int* place);

// What a name tells of its bearer.
ElaraPersonKind elara_kind_of_name(ElaraSpan name);

#endif
