// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Scoring a story again: the plan that lies in the folder from the last time,
// what of it is locked, and the one cue that is to be read anew.

#include "plan/plan.h"
#include "studio/room.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char*
file_name(const char* path)
{
  const char* const slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

// --- cues by name
// ---------------------------------------------------------------

static int
is_called(const ElaraCue* cue, size_t index, const char* name, size_t length)
{
  const char* const names[] = {cue->name, cue->label, cue->key};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (strlen(names[i]) == length && !strncasecmp(names[i], name, length)) {
      return 1;
    }
  }
  // "1m3" of "1m3 The Omnibus"; or its number.
  if (strcspn(cue->name, " ") == length &&
      !strncasecmp(cue->name, name, length)) {
    return 1;
  }
  char* end;
  const unsigned long number = strtoul(name, &end, 10);
  return end == name + length && number == index + 1;
}

static void
say_unknown(ElaraProject* project,
            const ElaraPlan* plan,
            const char* name,
            size_t length)
{
  ElaraText names = {0};
  elara_text_add(&names, "there are");
  for (size_t i = 0; i < plan->cue_count; i++)
    elara_text_addf(&names, "%s %s", i ? "," : "", plan->cues[i].name);
  elara_diag(project->diags, ELARA_DIAG_ERROR, plan->source_name, 0, 0,
             names.failed || !names.bytes ? "" : names.bytes,
             "there is no cue \"%.*s\"", (int)length, name);
  elara_text_clear(&names);
}

static int
find_cue(const ElaraPlan* plan, const char* name, size_t length, size_t* index)
{
  for (size_t i = 0; i < plan->cue_count; i++) {
    if (!is_called(&plan->cues[i], i, name, length)) continue;
    *index = i;
    return 1;
  }
  return 0;
}

// The longest list of words from NAMES on that is one cue's name: a title may
// hold a comma itself.
static size_t
find_first(const ElaraPlan* plan, const char* names, size_t* index)
{
  size_t length = strlen(names);
  while (length > 0 && !find_cue(plan, names, length, index)) {
    do {
      length--;
    } while (length > 0 && names[length] != ',');
  }
  return length;
}

ElaraStatus
elara_studio_lock(ElaraProject* project, ElaraPlan* plan)
{
  const char* names = project->options.lock;
  while (names && *names) {
    size_t index;
    const size_t length = find_first(plan, names, &index);
    if (length == 0) {
      say_unknown(project, plan, names, strcspn(names, ","));
      return ELARA_BAD_INPUT;
    }
    plan->cues[index].locked = 1;
    names += length;
    names += *names == ',';
  }
  return ELARA_OK;
}

ElaraStatus
elara_studio_reroll(ElaraProject* project, ElaraPlan* plan)
{
  const char* const name = project->options.only;
  if (!name) return ELARA_OK;
  size_t index;
  if (!find_cue(plan, name, strlen(name), &index)) {
    say_unknown(project, plan, name, strlen(name));
    return ELARA_BAD_INPUT;
  }
  int* const reroll = &plan->cues[index].reroll;
  *reroll =
      project->options.reroll >= 0 ? project->options.reroll : *reroll + 1;
  return ELARA_OK;
}

// --- the plan of the last time
// ----------------------------------------------------

static void
say_unread(ElaraProject* project, const char* path, const ElaraDiags* why)
{
  const ElaraDiag* const first = elara_diags_at(why, 0);
  elara_diag(project->diags, ELARA_DIAG_WARNING, path, first ? first->line : 0,
             first ? first->column : 0,
             "nothing of it is kept; mend it to keep its locked cues", "%s",
             first ? first->what : "cannot be read");
}

static ElaraStatus
read_plan(ElaraProject* project, const char* path, ElaraPlan** plan)
{
  ElaraFile file;
  if (elara_file_read(path, 0, &file) != ELARA_OK) return ELARA_OK; // none
  ElaraDiags* const diags = elara_diags_new();
  ElaraStatus status = diags ? elara_plan_read(path, (const char*)file.bytes,
                                               file.count, diags, plan)
                             : ELARA_NO_MEMORY;
  elara_file_clear(&file);
  if (status == ELARA_BAD_INPUT) {
    say_unread(project, path, diags);
    status = ELARA_OK;
  }
  elara_diags_free(diags);
  return status;
}

// Only a plan of the same file: a folder may have served another story.
ElaraStatus
elara_studio_before(ElaraProject* project,
                    const char* story,
                    const char* dir,
                    ElaraPlan** before)
{
  *before = NULL;
  const char* const path = elara_path_join(project->arena, dir, "plan.json");
  ELARA_TRY_PTR(path);
  ELARA_TRY(read_plan(project, path, before));
  if (!*before) return ELARA_OK;
  if (strcmp(file_name((*before)->source_name), file_name(story)) != 0) {
    elara_plan_free(*before);
    *before = NULL;
    return ELARA_OK;
  }
  ELARA_TRY(elara_studio_lock(project, *before));
  return elara_plan_relay(*before, project->diags);
}

static int
last_line(const ElaraStory* story)
{
  int last = 1;
  for (size_t i = 0; i < story->element_count; i++) {
    if (story->elements[i].line_last > last)
      last = story->elements[i].line_last;
  }
  return last;
}

int
elara_studio_is_of(const ElaraPlan* plan, const ElaraStory* story)
{
  return plan->story_line_count == last_line(story) &&
         story->length <= plan->story_end;
}

void
elara_studio_note_seed(ElaraProject* project, const ElaraPlan* before)
{
  if (before->seed == project->options.seed) return;
  elara_diag(project->diags, ELARA_DIAG_WARNING, before->source_name, 0, 0,
             "score it with that seed",
             "the cues that are kept were made with seed %llu: their notes "
             "change with the seed",
             (unsigned long long)before->seed);
}
