// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "export/report.h"
ElaraStatus
elara_review_page(const ElaraReview* review, ElaraText* text)
{
  (void)review;
  elara_text_add(text, "");
  return ELARA_OK;
}
