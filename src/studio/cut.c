// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A film watched: Film -> Cut -> JSON.

#include "picture/picture.h"
#include "studio/room.h"

static int
on_progress(void* data, double done)
{
  return elara_studio_progress((ElaraProject*)data, "watching", done);
}

static ElaraStatus
cut_film(ElaraProject* project, const char* path)
{
  ElaraPictureConfig config = elara_picture_config();
  config.progress = on_progress;
  config.progress_data = project;
  if (elara_studio_stage(project, "watching", 0.0, 1.0)) return ELARA_CANCELLED;
  ElaraCut* cut = NULL;
  ELARA_TRY(elara_picture_watch(path, &config, project->diags, &cut));
  const ElaraStatus status = elara_cut_write(cut, &project->json);
  elara_cut_free(cut);
  elara_studio_progress(project, "done", 1.0);
  return status;
}

const char*
elara_cut_json(ElaraProject* project, const char* path)
{
  elara_text_clear(&project->json);
  const ElaraStatus status = cut_film(project, path);
  return elara_studio_finish(project, status, path) ? NULL
                                                    : project->json.bytes;
}
