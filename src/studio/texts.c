// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What a score leaves behind besides sound: one row of a table for each file.

#include "export/export.h"
#include "studio/room.h"

typedef ElaraStatus (*Writer)(const ElaraProject* project,
                              const Papers* papers,
                              ElaraText* text);

static ElaraStatus
write_midi(const ElaraProject* project, const Papers* p, ElaraText* text)
{
  (void)project;
  return elara_midi_write(p->plan, p->take, p->plan->title, text);
}

static ElaraStatus
write_musicxml(const ElaraProject* project, const Papers* p, ElaraText* text)
{
  (void)project;
  return elara_musicxml_write(p->plan, p->score, text);
}

static ElaraStatus
write_cues(const ElaraProject* project, const Papers* p, ElaraText* text)
{
  (void)project;
  return elara_cues_csv(p->plan, p->sketch, p->story, text);
}

static ElaraStatus
write_click(const ElaraProject* project, const Papers* p, ElaraText* text)
{
  (void)project;
  return elara_midi_click(p->plan, p->take, p->plan->title, text);
}

static ElaraStatus
write_edl(const ElaraProject* project, const Papers* p, ElaraText* text)
{
  return elara_edl_write(p->plan, p->plan->title, project->sound_name, text);
}

static ElaraStatus
write_markers_edl(const ElaraProject* project, const Papers* p, ElaraText* text)
{
  (void)project;
  return elara_markers_edl(p->plan, p->story, p->plan->title, text);
}

static ElaraStatus
write_markers_csv(const ElaraProject* project, const Papers* p, ElaraText* text)
{
  (void)project;
  return elara_markers_csv(p->plan, p->story, text);
}

static ElaraStatus
write_hits(const ElaraProject* project, const Papers* p, ElaraText* text)
{
  (void)project;
  return elara_hits_csv(p->plan, p->take, text);
}

static ElaraStatus
write_reasons(const ElaraProject* project, const Papers* p, ElaraText* text)
{
  (void)project;
  return elara_reasons_csv(p->plan, p->sketch, p->score, text);
}

static ElaraStatus
write_cut(const ElaraProject* project, const Papers* p, ElaraText* text)
{
  (void)project;
  return elara_cut_write(p->cut, text);
}

static ElaraStatus
write_told(const ElaraProject* project, const Papers* p, ElaraText* text)
{
  (void)project;
  elara_text_bytes(text, p->told.bytes, p->told.count);
  return text->failed ? ELARA_NO_MEMORY : ELARA_OK;
}

static ElaraStatus
write_story(const ElaraProject* project, const Papers* p, ElaraText* text)
{
  (void)project;
  return elara_story_write(p->story, text);
}

static ElaraStatus
write_plan(const ElaraProject* project, const Papers* p, ElaraText* text)
{
  (void)project;
  return elara_plan_write(p->plan, text);
}

static ElaraStatus
write_themes(const ElaraProject* project, const Papers* p, ElaraText* text)
{
  (void)project;
  return elara_studio_write_book(p, text);
}

static ElaraStatus
write_report(const ElaraProject* project, const Papers* p, ElaraText* text)
{
  return elara_report_html(p->story, p->plan, p->sketch, p->score, p->take,
                           project->options.audio ? &p->stems : NULL, p->cut,
                           text);
}

// NAME is "" for files that carry the script's own name. The pages come last:
// they are the largest text by far, and need the fewest papers.
static const struct {
  const char* name;
  const char* ending;
  Writer writer;
  int needs_story;
} texts[] = {
    {"", ".mid", write_midi, 0},
    {"", ".click.mid", write_click, 0},
    {"", ".edl", write_edl, 0},
    {"cues", ".csv", write_cues, 0},
    {"hits", ".csv", write_hits, 0},
    {"markers", ".csv", write_markers_csv, 0},
    {"markers", ".edl", write_markers_edl, 0},
    {"reasons", ".csv", write_reasons, 0},
    {"cut", ".json", write_cut, 0},
    {"", ".shots.fountain", write_told, 0},
    {"story", ".json", write_story, 1},
    {"plan", ".json", write_plan, 0},
    {"themes", ".json", write_themes, 0},
    {"report", ".html", write_report, 1},
    {"", ".musicxml", write_musicxml, 0},
};

// The papers that MusicXML does without.
static void
let_go(Papers* papers)
{
  elara_take_free(papers->take);
  elara_sketch_free(papers->sketch);
  elara_story_free(papers->story);
  papers->take = NULL;
  papers->sketch = NULL;
  papers->story = NULL;
}

ElaraStatus
elara_studio_write_texts(ElaraProject* project,
                         Papers* papers,
                         const char* stem,
                         const char* dir,
                         Outputs* outputs)
{
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    if (texts[i].needs_story && !papers->story) continue;
    if (texts[i].writer == write_cut && !papers->cut) continue;
    if (texts[i].writer == write_told && papers->told.count == 0) continue;
    const char* const base = texts[i].name[0] ? texts[i].name : stem;
    const char* const name =
        elara_arena_printf(project->arena, "%s%s", base, texts[i].ending);
    const char* const path =
        name ? elara_path_join(project->arena, dir, name) : NULL;
    ELARA_TRY_PTR(path);
    ElaraText text = {0};
    if (texts[i].writer == write_musicxml) let_go(papers);
    ElaraStatus status = texts[i].writer(project, papers, &text);
    if (status == ELARA_OK)
      status = elara_outputs_text(outputs, path, &text, project->diags);
    elara_text_clear(&text);
    ELARA_TRY(status);
    if (texts[i].writer == write_report) project->summary.report_path = path;
  }
  return ELARA_OK;
}
