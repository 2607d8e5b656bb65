// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A score on paper, edited elsewhere, performed by our orchestra.

#include "notation/notation.h"
#include "perform/perform.h"
#include "studio/room.h"

static void
count_score(ElaraProject* project, const ElaraNotation* notation)
{
  ElaraSummary* const s = &project->summary;
  s->cues = notation->plan->cue_count;
  s->parts = notation->score->part_count;
  s->notes = 0;
  for (size_t i = 0; i < notation->score->part_count; i++) {
    s->notes += notation->score->parts[i].note_count;
  }
}

ElaraStatus
elara_studio_play_score(ElaraProject* project,
                        const char* path,
                        const ElaraFile* file,
                        ElaraTake** take)
{
  ElaraNotation notation;
  ELARA_TRY(elara_notation_read(path, file->bytes, file->count, project->diags,
                                &notation));
  count_score(project, &notation);
  ElaraPerformConfig config = elara_perform_config();
  config.seed = project->options.seed;
  const ElaraStatus status =
      elara_perform(notation.score, notation.plan, notation.sketch, &config,
                    project->diags, take);
  elara_notation_clear(&notation);
  return status;
}
