// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The door of review/: a Story read the way a tough and friendly reader does,
// who asks and never grades. It looks at the words, the times, the people and
// the events of the Story and at nothing else: the same Story gives the same
// Review, to the last byte.

#ifndef ELARA_REVIEW_REVIEW_H
#define ELARA_REVIEW_REVIEW_H

#include "model/review.h"

// Lists that a Story made by hand may lack (presences, acts, bonds, turns) are
// derived from its elements as well as can be, or stay empty. On failure
// *REVIEW is NULL: ELARA_NO_MEMORY, or ELARA_UNSATISFIED with the broken
// promise in DIAGS. The Story may be freed afterwards.
ElaraStatus elara_review_make(const ElaraStory* story,
                              ElaraDiags* diags,
                              ElaraReview** review);

#endif
