// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A script reviewed: Story -> Review -> summary, JSON, page.

#include "review/review.h"

#include "export/export.h"
#include "studio/room.h"

void
elara_studio_forget_review(ElaraProject* project)
{
  elara_text_clear(&project->review_text);
  elara_text_clear(&project->review_json);
  elara_text_clear(&project->review_html);
}

static ElaraStatus
write_forms(ElaraProject* project, const ElaraReview* review)
{
  ELARA_TRY(elara_review_summary(review, &project->review_text));
  ELARA_TRY(elara_review_write(review, &project->review_json));
  return elara_review_page(review, &project->review_html);
}

static ElaraStatus
write_page(ElaraProject* project, const char* page)
{
  if (!page) return ELARA_OK;
  Outputs outputs = {.arena = project->arena};
  ElaraStatus status =
      elara_outputs_text(&outputs, page, &project->review_html, project->diags);
  if (status == ELARA_OK)
    status = elara_outputs_commit(&outputs, project->diags);
  if (status != ELARA_OK) elara_outputs_drop(&outputs);
  return status;
}

static ElaraStatus
review_story(ElaraProject* project,
             const char* path,
             const char* page,
             Papers* papers)
{
  ELARA_TRY(elara_studio_read_story(project, path, papers));
  if (elara_studio_stage(project, "reviewing", .5, 1.0)) return ELARA_CANCELLED;
  ElaraReview* review = NULL;
  ELARA_TRY(elara_review_make(papers->story, project->diags, &review));
  ElaraStatus status = write_forms(project, review);
  elara_review_free(review);
  if (status == ELARA_OK) status = write_page(project, page);
  return status;
}

int
elara_review_story(ElaraProject* project, const char* path, const char* page)
{
  Papers papers = {0};
  elara_studio_forget_review(project);
  const ElaraStatus status = review_story(project, path, page, &papers);
  if (status != ELARA_OK) elara_studio_forget_review(project);
  elara_papers_free(&papers);
  return elara_studio_finish(project, status, path);
}

static const char*
text_of(const ElaraText* text)
{
  return text->bytes ? text->bytes : "";
}

const char*
elara_review_text(const ElaraProject* project)
{
  return text_of(&project->review_text);
}

const char*
elara_review_json(const ElaraProject* project)
{
  return text_of(&project->review_json);
}

const char*
elara_review_html(const ElaraProject* project)
{
  return text_of(&project->review_html);
}
