// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#ifndef ELARA_STORY_TITLE_PAGE_H
#define ELARA_STORY_TITLE_PAGE_H

#include "story/fountain.h"
#include "story/script_lines.h"

// Reads a title page at CURSOR, if there is one, and moves behind it. One
// TITLE element a key. A page must have one key that title pages have, or
// "FADE IN:" and "Narrator: Once upon a time" would be title pages.
ElaraStatus elara_title_page(ElaraArena* arena,
                             ElaraLineCursor* cursor,
                             ElaraElementList* elements);

#endif
