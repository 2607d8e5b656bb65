// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// "One edited line changes only the cues it touches." A script is edited in
// many places, one after another; after each edit the whole is planned,
// composed and orchestrated anew, and every cue of the original is looked for:
// the same notes in the same parts, counted from the start of the cue, at the
// same times from its start. A cue that is not found again has changed; it was
// touched when the edit lies between its first line and its last.
//
//   test_studio_edits [SCRIPT [EDITS [TELL]]]   the figures of another
//   script; TELL 1 lists what changed, 2 what did although it was to be kept

#include "compose/compose.h"
#include "orchestrate/orchestrate.h"
#include "plan/plan.h"
#include "story/story.h"
#include "tap.h"

#include <ctype.h>

typedef struct {
  ElaraStory* story;
  ElaraPlan* plan;
  ElaraSketch* sketch;
  ElaraScore* score;
  uint64_t* music; // per cue: notes and times, of the sketch
  uint64_t* parts; //   and of the score
} Work;

static void
work_free(Work* work)
{
  free(work->music);
  free(work->parts);
  elara_score_free(work->score);
  elara_sketch_free(work->sketch);
  elara_plan_free(work->plan);
  elara_story_free(work->story);
}

static uint64_t
mixed(uint64_t a, int64_t b)
{
  return (a ^ (uint64_t)b) * 0x9e3779b97f4a7c15u + (a >> 29);
}

// Steps of two milliseconds from the start of the cue. Their borders lie
// between whole milliseconds, where a rounding of a nanosecond moves nothing.
static int64_t
since_ms(const ElaraPlan* plan, const ElaraCue* cue, ElaraTick tick)
{
  const ElaraTempoMap map = elara_plan_tempo_map(plan);
  const double s = elara_time_s(elara_tempo_map_time(&map, tick) - cue->start);
  return (int64_t)(s * 500.0 + .27);
}

static uint64_t
sketch_music(const Work* work, size_t index)
{
  const ElaraPlan* const plan = work->plan;
  const ElaraCue* const cue = &plan->cues[index];
  const ElaraTick from = plan->bars[cue->first_bar].tick;
  uint64_t sum = 1;
  for (size_t l = 0; l < work->sketch->line_count; l++) {
    const ElaraLine* const line = &work->sketch->lines[l];
    if (work->sketch->phrases[line->phrase].cue != (int)index) continue;
    for (size_t i = 0; i < line->note_count; i++) {
      const ElaraSketchNote* const n = &line->notes[i];
      sum = mixed(mixed(sum, line->role), n->tick - from);
      sum = mixed(mixed(sum, n->duration), n->pitch * 64 + n->technique);
      sum = mixed(sum, since_ms(plan, cue, n->tick));
    }
  }
  return sum;
}

static uint64_t
score_music(const Work* work, size_t index)
{
  const ElaraPlan* const plan = work->plan;
  const ElaraCue* const cue = &plan->cues[index];
  const ElaraTick from = plan->bars[cue->first_bar].tick;
  const ElaraTick to =
      elara_plan_bar_end(plan, (size_t)(cue->first_bar + cue->bar_count - 1));
  uint64_t sum = 1;
  for (size_t p = 0; p < work->score->part_count; p++) {
    const ElaraPart* const part = &work->score->parts[p];
    for (size_t i = 0; i < part->note_count; i++) {
      const ElaraScoreNote* const n = &part->notes[i];
      if (n->tick < from || n->tick >= to) continue;
      sum = mixed(mixed(sum, part->instrument), n->tick - from);
      sum = mixed(mixed(sum, n->duration), n->pitch * 64 + n->technique);
      sum = mixed(sum, since_ms(plan, cue, n->tick));
    }
  }
  return sum;
}

// BEFORE: the plan of the last time, whose cues are kept where their words are
// still the same; or NULL.
static int
work_on(const char* text, size_t count, const ElaraPlan* before, Work* work)
{
  *work = (Work){0};
  ElaraPlanConfig plan_how = elara_plan_config();
  plan_how.before = before;
  plan_how.keep = before != NULL;
  const ElaraComposeConfig compose_how = elara_compose_config();
  const ElaraOrchestrateConfig how = elara_orchestrate_config();
  if (elara_story_from_text("edited", text, count, NULL, NULL, &work->story) ||
      elara_plan_make(work->story, &plan_how, NULL, &work->plan) ||
      elara_compose(work->plan, &compose_how, NULL, &work->sketch) ||
      elara_orchestrate(work->sketch, work->plan, &how, NULL, &work->score)) {
    return 0;
  }
  const size_t cues = work->plan->cue_count;
  work->music = (uint64_t*)calloc(cues, sizeof *work->music);
  work->parts = (uint64_t*)calloc(cues, sizeof *work->parts);
  if (!work->music || !work->parts) return 0;
  for (size_t i = 0; i < cues; i++) {
    work->music[i] = sketch_music(work, i);
    work->parts[i] = score_music(work, i);
  }
  return 1;
}

static int
is_among(const uint64_t* list, size_t count, uint64_t music)
{
  for (size_t i = 0; i < count; i++) {
    if (list[i] == music) return 1;
  }
  return 0;
}

// --- the edits

typedef struct {
  const char* at; // start of the line
  size_t length;  // without its end
  int number;     // 1-based
} Line;

static Line
line_at(const char* text, int number)
{
  const char* at = text;
  for (int i = 1; i < number && at; i++) {
    at = strchr(at, '\n');
    if (at) at++;
  }
  if (!at || !*at) return (Line){0};
  return (Line){at, strcspn(at, "\n"), number};
}

static int
is_heading(const Line* line)
{
  return line->length > 5 &&
         (!strncmp(line->at, "INT.", 4) || !strncmp(line->at, "EXT.", 4) ||
          (line->at[0] == '.' && isupper(line->at[1])));
}

// Prose: action or speech of at least three words, in small letters.
static int
is_prose(const Line* line)
{
  int small = 0;
  int spaces = 0;
  for (size_t i = 0; i < line->length; i++) {
    small += islower((unsigned char)line->at[i]) != 0;
    spaces += line->at[i] == ' ';
  }
  return spaces >= 2 && small > 8 && !strchr("[#=(>", line->at[0]) &&
         !is_heading(line);
}

typedef enum { WORDS, ADD, DELETE, SCENE, CUT, KINDS } Kind;

static const char* const kind_names[KINDS] = {"other words in a line",
                                              "a line more", "a line less",
                                              "a scene more", "a scene less"};

typedef struct {
  Kind kind;
  int line, line_last; // of the original, touched
  size_t from, to;     // bytes taken out
  const char* in;      // put in their place
} Edit;

static const char new_line[] = "Somebody puts a cup back on the table.\n\n";
static const char new_scene[] =
    "INT. LIGHTHOUSE - NIGHT\n\nThe lamp turns. Nobody is there to see it, "
    "and the sea goes on\ntalking to itself in the dark.\n\nKEEPER\nWho is "
    "it?\n\nA door. The wind comes in and turns the pages of the log.\n\n";

static Edit
edit_of(const char* text, Kind kind, int from)
{
  Edit edit = {.kind = kind};
  const int wants_scene = kind == SCENE || kind == CUT;
  Line line = line_at(text, from);
  while (line.at && !(wants_scene ? is_heading(&line) : is_prose(&line)))
    line = line_at(text, line.number + 1);
  if (!line.at) return edit;
  edit.line = edit.line_last = line.number;
  edit.from = edit.to = (size_t)(line.at - text);
  switch (kind) {
  case WORDS:
    edit.to += strcspn(strchr(line.at, ' ') + 1, " \n") +
               (size_t)(strchr(line.at, ' ') + 1 - line.at);
    edit.in = "The stone";
    break;
  case DELETE:
    edit.to += line.length + 1;
    edit.in = "";
    break;
  case ADD: // before the next blank line there is a paragraph's end
    while (line.at && line.length > 0)
      line = line_at(text, line.number + 1);
    if (!line.at) return (Edit){.kind = kind};
    edit.line_last = line.number;
    edit.from = edit.to = (size_t)(line.at - text) + 1;
    edit.in = new_line;
    break;
  case SCENE:
    edit.line_last = edit.line--;
    edit.in = new_scene;
    break;
  default:
    do {
      edit.to += line.length + 1;
      line = line_at(text, line.number + 1);
    } while (line.at && !is_heading(&line));
    edit.line_last = line.at ? line.number - 1 : edit.line;
    edit.in = "";
    if (!line.at) return (Edit){.kind = kind};
    break;
  }
  return edit;
}

static char*
edited(const char* text, const Edit* edit)
{
  const size_t n = strlen(text);
  const size_t in = strlen(edit->in);
  char* const out = (char*)malloc(n + in + 1);
  if (!out) return NULL;
  memcpy(out, text, edit->from);
  memcpy(out + edit->from, edit->in, in);
  memcpy(out + edit->from + in, text + edit->to, n - edit->to + 1);
  return out;
}

// --- the count

typedef struct {
  int edits;
  int cues, touched, changed, beyond; // beyond: changed, but not touched
  int parts; // not touched, but with another orchestration
  int lost;  // not touched, but changed although they were to be kept
  int whole; // edits after which no untouched cue had changed
} Count;

static const char*
difference(const Work* a, const Work* b, size_t index)
{
  static char text[400];
  const ElaraCue* const x = &a->plan->cues[index];
  const ElaraCue* y = NULL;
  for (size_t i = 0; i < b->plan->cue_count && !y; i++) {
    if (!strcmp(b->plan->cues[i].label, x->label)) y = &b->plan->cues[i];
  }
  if (!y) return "no such cue any more";
  snprintf(text, sizeof text,
           "%.1f->%.1f s, %s->%s, %.2f->%.2f bpm, %d->%d bars, %d/%d->%d/%d, "
           "tonic %d->%d, reach %.2f->%.2f, imp %.2f->%.2f, themes %zu->%zu, "
           "arc %.2f->%.2f",
           elara_time_s(x->end - x->start), elara_time_s(y->end - y->start),
           elara_mood_info(x->mood)->name, elara_mood_info(y->mood)->name,
           x->bpm, y->bpm, x->bar_count, y->bar_count, x->beats, x->beat_type,
           y->beats, y->beat_type, x->tonic, y->tonic, x->reach, y->reach,
           x->importance, y->importance, x->theme_count, y->theme_count,
           x->arc[1].feeling.tension, y->arc[1].feeling.tension);
  return text;
}

// How many cues of BEFORE that EDIT does not touch are not to be found in
// AFTER; the others go to COUNT.
static int
compare(const Work* before,
        const Work* after,
        const Edit* edit,
        int tell,
        Count* count)
{
  int beyond = 0;
  for (size_t i = 0; i < before->plan->cue_count; i++) {
    const ElaraCue* const cue = &before->plan->cues[i];
    const int touched =
        cue->line <= edit->line_last && edit->line <= cue->line_last;
    const size_t cues = after->plan->cue_count;
    const int changed = !is_among(after->music, cues, before->music[i]);
    const int parts = !is_among(after->parts, cues, before->parts[i]);
    if (count) {
      count->cues++;
      count->touched += touched;
      count->changed += changed;
      count->parts += parts && !touched;
    }
    beyond += (changed || parts) && !touched;
    if (tell && changed && !touched) {
      printf("#   line %d: %s: %s\n", edit->line, cue->name,
             difference(before, after, i));
    }
  }
  return beyond;
}

static void
try_edit(const Work* before,
         const char* text,
         const Edit* edit,
         int tell,
         Count* count)
{
  char* const changed = edited(text, edit);
  Work after = {0};
  Work kept = {0};
  const int done = changed && work_on(changed, strlen(changed), NULL, &after) &&
                   work_on(changed, strlen(changed), before->plan, &kept);
  if (done) {
    const int beyond = compare(before, &after, edit, tell == 1, count);
    count->beyond += beyond;
    count->whole += beyond == 0;
    count->lost += compare(before, &kept, edit, tell == 2, NULL);
    count->edits++;
  } else {
    TAP_OK(0, "an edited script is scored");
  }
  work_free(&after);
  work_free(&kept);
  free(changed);
}

static Count
try_all(const char* path, int edits, int tell)
{
  Count all = {0};
  ElaraFile file;
  Work before = {0};
  if (elara_file_read(path, 0, &file)) return all;
  const char* const text = (const char*)file.bytes;
  if (!work_on(text, file.count, NULL, &before)) return all;
  int lines = 0;
  for (size_t i = 0; i < file.count; i++)
    lines += text[i] == '\n';
  for (int k = 0; k < KINDS; k++) {
    Count c = {0};
    for (int i = 0; i < edits; i++) {
      const int from = 12 + (2 * i + 1) * (lines - 12) / (2 * edits);
      const Edit edit = edit_of(text, (Kind)k, from);
      if (edit.in) try_edit(&before, text, &edit, tell, &c);
    }
    printf("# %-22s %3d edits: %4d cues, %3d touched, %3d changed, %3d of "
           "them untouched; %d edits kept all others; with --keep %d\n",
           kind_names[k], c.edits, c.cues, c.touched, c.changed, c.beyond,
           c.whole, c.lost);
    all.edits += c.edits;
    all.cues += c.cues;
    all.touched += c.touched;
    all.changed += c.changed;
    all.beyond += c.beyond;
    all.whole += c.whole;
    all.parts += c.parts;
    all.lost += c.lost;
  }
  work_free(&before);
  elara_file_clear(&file);
  return all;
}

int
main(int argc, char** argv)
{
  tap_begin("local edits");
  const char* const path =
      argc > 1 ? argv[1] : tap_path("examples/crimson-echoes.fountain");
  const Count all =
      try_all(path, argc > 2 ? atoi(argv[2]) : 6, argc > 3 ? atoi(argv[3]) : 0);
  printf("# in all: %d edits, %d cues, %d touched, %d changed, %d of them "
         "untouched; %d edits kept all others; with --keep %d\n",
         all.edits, all.cues, all.touched, all.changed, all.beyond, all.whole,
         all.lost);
  TAP_OK(all.edits >= 5, "edits were made");
  TAP_OK(all.beyond * 2 <= all.cues - all.touched,
         "of two cues that an edit does not touch at most one changes");
  TAP_OK(all.lost * 20 <= all.cues - all.touched,
         "of twenty that are to be kept at most one does");
  return tap_end();
}
