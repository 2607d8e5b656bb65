// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Markers for a cutting room. Two forms:
//
// DaVinci Resolve has no marker list of its own; it reads what it writes with
// Timelines > Export > Timeline Markers to EDL (Resolve 18.6 manual, "Exporting
// Timeline Markers to EDL"): an event of one frame, and below it the note, then
// |C:ResolveColor<colour> |M:<name> |D:<frames>. The note comes first: behind
// the tags it is lost. A note that begins with a digit reads as an event, so it
// gets a dash. The ruler holds one marker a frame: what falls together is one.
//
// Premiere Pro's File > Export > Markers writes Marker Name, Description, In,
// Out, Duration, Marker Type, with semicolons throughout where frames are
// dropped; panels that import markers read the same columns. We separate them
// by commas in UTF-8, where Premiere has tabs in UTF-16.

#include "export/csv.h"
#include "export/edl.h"
#include "export/export.h"
#include "export/number.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

typedef enum { MARK_CUE, MARK_HARD_HIT, MARK_SCENE, MARK_HIT } MarkKind;

static const struct {
  const char* colour; // of Resolve's sixteen
  const char* says;
} kinds[] = {
    [MARK_CUE] = {"Blue", "Cue"},
    [MARK_HARD_HIT] = {"Red", "Hit on the frame"},
    [MARK_SCENE] = {"Green", "Scene"},
    [MARK_HIT] = {"Yellow", "Change of colour"},
};

typedef struct {
  int64_t frame;
  int64_t frames; // >= 1
  MarkKind kind;
  const char* name;
  const char* note;
} Mark;

typedef struct {
  ElaraArena* arena;
  const ElaraFilmClock* film;
  ELARA_LIST(Mark) list;
  int failed;
} Marks;

static void
mark(Marks* marks,
     MarkKind kind,
     ElaraTime from,
     ElaraTime to,
     const char* name,
     const char* note)
{
  const int64_t frame = elara_film_nearest(marks->film, from);
  const int64_t length = elara_film_nearest(marks->film, to) - frame;
  const Mark m = {.frame = frame,
                  .frames = length > 0 ? length : 1,
                  .kind = kind,
                  .name = name && *name ? name : kinds[kind].says,
                  .note = note};
  if (!note || !ELARA_PUSH(marks->arena, &marks->list, m)) marks->failed = 1;
}

static void
mark_cues(Marks* marks, const ElaraPlan* plan)
{
  for (size_t i = 0; i < plan->cue_count; i++) {
    const ElaraCue* const c = &plan->cues[i];
    mark(marks, MARK_CUE, c->start, c->end, c->name,
         elara_arena_printf(marks->arena, "Cue, %s, %s bpm, %d/%d. %s",
                            elara_mood_info(c->mood)->name,
                            elara_number_fixed(c->bpm, 1).text, c->beats,
                            c->beat_type, c->why ? c->why : ""));
  }
}

static void
mark_hits(Marks* marks, const ElaraPlan* plan)
{
  for (size_t i = 0; i < plan->hit_count; i++) {
    const ElaraHit* const h = &plan->hits[i];
    const MarkKind kind = h->hard ? MARK_HARD_HIT : MARK_HIT;
    mark(marks, kind, h->time, h->time, h->what,
         elara_arena_printf(marks->arena, "%s, %s, line %d, in %s",
                            kinds[kind].says, elara_event_kind_name(h->kind),
                            h->line, plan->cues[h->cue].name));
  }
}

static void
mark_scenes(Marks* marks, const ElaraStory* story)
{
  for (size_t i = 0; story && i < story->scene_count; i++) {
    const ElaraScene* const s = &story->scenes[i];
    mark(marks, MARK_SCENE, s->start, s->start, s->heading,
         elara_arena_printf(marks->arena, "Scene, line %d", s->line));
  }
}

static int
by_frame(const void* a, const void* b)
{
  const Mark* const x = (const Mark*)a;
  const Mark* const y = (const Mark*)b;
  if (x->frame != y->frame) return x->frame < y->frame ? -1 : 1;
  if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
  return strcmp(x->name, y->name);
}

// What falls on one frame becomes one marker: the first kind's, with the others
// in its note.
static void
join(Marks* marks)
{
  Mark* const m = marks->list.items;
  size_t kept = 0;
  for (size_t i = 1; i < marks->list.count && !marks->failed; i++) {
    if (m[i].frame != m[kept].frame) {
      m[++kept] = m[i];
      continue;
    }
    m[kept].note = elara_arena_printf(marks->arena, "%s / %s: %s", m[kept].note,
                                      m[i].name, m[i].note);
    if (!m[kept].note) marks->failed = 1;
  }
  if (marks->list.count) marks->list.count = kept + 1;
}

static ElaraStatus
collect(Marks* marks, const ElaraPlan* plan, const ElaraStory* story)
{
  *marks = (Marks){.arena = elara_arena_new(), .film = &plan->film};
  ELARA_TRY_PTR(marks->arena);
  mark_cues(marks, plan);
  mark_hits(marks, plan);
  mark_scenes(marks, story);
  if (!marks->failed && marks->list.count)
    qsort(marks->list.items, marks->list.count, sizeof(Mark), by_frame);
  join(marks);
  if (!marks->failed) return ELARA_OK;
  elara_arena_free(marks->arena);
  return ELARA_NO_MEMORY;
}

ElaraStatus
elara_markers_edl(const ElaraPlan* plan,
                  const ElaraStory* story,
                  const char* title,
                  ElaraText* text)
{
  Marks marks;
  ELARA_TRY(collect(&marks, plan, story));
  elara_edl_head(text, &plan->film, title);
  for (size_t i = 0; i < marks.list.count; i++) {
    const Mark* const m = &marks.list.items[i];
    elara_edl_event(text, &plan->film, (int)i + 1, "001", "V", m->frame,
                    m->frame + 1);
    if (isdigit((unsigned char)m->note[0])) elara_text_add(text, "- ");
    elara_edl_words(text, m->note);
    elara_text_addf(text, " |C:ResolveColor%s |M:", kinds[m->kind].colour);
    elara_edl_words(text, m->name);
    elara_text_addf(text, " |D:%lld\r\n\r\n", (long long)m->frames);
  }
  elara_arena_free(marks.arena);
  return text->failed ? ELARA_NO_MEMORY : ELARA_OK;
}

static void
premiere_code(ElaraText* text, ElaraTimecode code)
{
  if (strchr(code.text, ';')) {
    for (char* p = code.text; *p; p++)
      if (*p == ':') *p = ';';
  }
  elara_csv_field(text, code.text, 0);
}

ElaraStatus
elara_markers_csv(const ElaraPlan* plan,
                  const ElaraStory* story,
                  ElaraText* text)
{
  Marks marks;
  ELARA_TRY(collect(&marks, plan, story));
  elara_text_add(text,
                 "Marker Name,Description,In,Out,Duration,Marker Type\r\n");
  for (size_t i = 0; i < marks.list.count; i++) {
    const Mark* const m = &marks.list.items[i];
    const int64_t length = m->frames > 1 ? m->frames : 0; // a point has none
    elara_csv_field(text, m->name, 0);
    elara_csv_field(text, m->note, 0);
    premiere_code(text, elara_film_timecode(&plan->film, m->frame));
    premiere_code(text, elara_film_timecode(&plan->film, m->frame + length));
    premiere_code(text, elara_number_timecode_length(&plan->film, length));
    elara_csv_field(text, m->kind == MARK_SCENE ? "Chapter" : "Comment", 1);
  }
  elara_arena_free(marks.arena);
  return text->failed ? ELARA_NO_MEMORY : ELARA_OK;
}
