// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What we print we read back: every note of the three examples, by part, tick,
// length and pitch. With arguments SCORE.musicxml STORY it compares that file
// instead, as a notation program has left it (tools/score_round_trip.sh).

#include "export/export.h"
#include "musicxml_schema.h"
#include "notation/notation.h"
#include "perform/perform.h"
#include "studio/room.h"
#include "tap.h"

typedef struct {
  int part, pitch;
  ElaraTick tick, duration;
} Note;

typedef struct {
  Note* notes;
  size_t count;
} Notes;

static int
by_note(const void* a, const void* b)
{
  const Note* const x = (const Note*)a;
  const Note* const y = (const Note*)b;
  if (x->part != y->part) return x->part - y->part;
  if (x->tick != y->tick) return x->tick < y->tick ? -1 : 1;
  if (x->pitch != y->pitch) return x->pitch - y->pitch;
  return x->duration < y->duration ? -1 : x->duration > y->duration;
}

static Notes
notes_of(const ElaraScore* score)
{
  Notes list = {0};
  for (size_t p = 0; p < score->part_count; p++) {
    list.count += score->parts[p].note_count;
  }
  list.notes = (Note*)calloc(list.count + 1, sizeof(Note));
  size_t at = 0;
  for (size_t p = 0; p < score->part_count; p++) {
    for (size_t i = 0; i < score->parts[p].note_count; i++) {
      const ElaraScoreNote* const n = &score->parts[p].notes[i];
      list.notes[at++] = (Note){(int)p, n->pitch, n->tick, n->duration};
    }
  }
  qsort(list.notes, list.count, sizeof(Note), by_note);
  return list;
}

static void
show(const char* what, const Note* n)
{
  printf("# %s: part %d tick %lld + %lld pitch %d\n", what, n->part,
         (long long)n->tick, (long long)n->duration, n->pitch);
}

// Notes of A that B has not, and of B that A has not.
static size_t
differences(const Notes* a, const Notes* b)
{
  size_t i = 0;
  size_t k = 0;
  size_t count = 0;
  while (i < a->count || k < b->count) {
    const int order = i == a->count   ? 1
                      : k == b->count ? -1
                                      : by_note(&a->notes[i], &b->notes[k]);
    if (order && ++count <= 12)
      show(order < 0 ? "lost" : "new", order < 0 ? &a->notes[i] : &b->notes[k]);
    i += order <= 0;
    k += order >= 0;
  }
  return count;
}

// --- the rest of the paper ---------------------------------------------------

// Within the cues: a silence may be slower than a notation program can count.
static double
worst_bar_ms(const ElaraPlan* a, const ElaraPlan* b)
{
  const ElaraTempoMap x = elara_plan_tempo_map(a);
  const ElaraTempoMap y = elara_plan_tempo_map(b);
  double worst = 0.0;
  for (size_t i = 0; i < a->bar_count; i++) {
    if (a->bars[i].cue < 0) continue;
    const ElaraTick from = a->bars[a->cues[a->bars[i].cue].first_bar].tick;
    const ElaraTick tick = a->bars[i].tick;
    const ElaraTime there =
        elara_tempo_map_time(&x, tick) - elara_tempo_map_time(&x, from);
    const ElaraTime here =
        elara_tempo_map_time(&y, tick) - elara_tempo_map_time(&y, from);
    const double ms = 1000.0 * elara_time_s(there - here);
    if (fabs(ms) > worst) worst = fabs(ms);
  }
  return worst;
}

// Shares of notes whose technique, and whose level within a step, are kept.
static void
tell_shares(const ElaraScore* a, const ElaraScore* b)
{
  size_t same = 0;
  size_t near = 0;
  size_t count = 0;
  for (size_t p = 0; p < a->part_count && p < b->part_count; p++) {
    const ElaraPart* const x = &a->parts[p];
    const ElaraPart* const y = &b->parts[p];
    size_t k = 0;
    for (size_t i = 0; i < x->note_count; i++) {
      const ElaraScoreNote* const n = &x->notes[i];
      while (k < y->note_count && y->notes[k].tick < n->tick)
        k++;
      size_t m = k;
      while (m < y->note_count && y->notes[m].tick == n->tick &&
             y->notes[m].pitch != n->pitch)
        m++;
      if (m == y->note_count || y->notes[m].tick != n->tick) continue;
      count++;
      same += n->technique == y->notes[m].technique;
      near += fabs(elara_part_level(x, n->tick) -
                   elara_part_level(y, n->tick)) <= .126;
    }
  }
  printf("# technique kept %.1f %%, level within a step %.1f %% of %zu\n",
         100.0 * (double)same / (double)count,
         100.0 * (double)near / (double)count, count);
}

static void
compare(const Papers* papers, const char* name, const ElaraText* text)
{
  ElaraDiags* const diags = elara_diags_new();
  ElaraNotation back;
  const ElaraStatus status = elara_notation_read(
      name, (const unsigned char*)text->bytes, text->count, diags, &back);
  elara_diags_print(diags, stdout);
  if (!TAP_OK(status == ELARA_OK, name)) {
    elara_diags_free(diags);
    return;
  }
  const Notes want = notes_of(papers->score);
  const Notes got = notes_of(back.score);
  printf("# %zu notes in %zu parts\n", want.count, papers->score->part_count);
  TAP_EQ_I(back.score->part_count, papers->score->part_count, "parts");
  TAP_EQ_I(got.count, want.count, "notes");
  TAP_EQ_I(differences(&want, &got), 0, "that differ");
  TAP_OK(elara_plan_check(back.plan, diags) == ELARA_OK, "a plan that holds");
  TAP_EQ_I(back.plan->bar_count, papers->plan->bar_count, "bars");
  TAP_EQ_I(back.plan->cue_count, papers->plan->cue_count, "cues");
  TAP_OK(worst_bar_ms(papers->plan, back.plan) < 20.0, "bars within 20 ms");
  printf("# worst bar %.3f ms\n", worst_bar_ms(papers->plan, back.plan));
  tell_shares(papers->score, back.score);
  ElaraTake* take = NULL;
  TAP_OK(elara_perform(back.score, back.plan, back.sketch, NULL, diags,
                       &take) == ELARA_OK,
         "performed");
  TAP_OK(take && elara_take_check(take, diags) == ELARA_OK,
         "a take that holds");
  elara_take_free(take);
  free(want.notes);
  free(got.notes);
  elara_notation_clear(&back);
  elara_diags_print(diags, stdout);
  elara_diags_free(diags);
}

// --- one note changed --------------------------------------------------------

// Moves the step of an untied note in the middle of TEXT one letter up.
static int
change_a_note(ElaraText* text)
{
  char* at = text->bytes + text->count / 2;
  for (; (at = strstr(at, "<step>")) != NULL; at++) {
    const char* const end = strstr(at, "</note>");
    const char* const tie = strstr(at, "<tie");
    if (at[6] == 'G' || (tie && end && tie < end)) continue;
    at[6]++;
    return 1;
  }
  return 0;
}

typedef struct {
  size_t notes, others; // notes of other ticks or keys; of the others, moved
  double worst_ms;
  int most_velocity;
} Change;

static size_t
next_note(const ElaraPlayer* player, size_t i)
{
  while (i < player->event_count && player->events[i].kind != ELARA_TAKE_NOTE)
    i++;
  return i;
}

// Notes of two takes side by side; controllers follow the notes.
static Change
compare_takes(const ElaraTake* a, const ElaraTake* b)
{
  Change c = {.notes = a->player_count != b->player_count};
  for (size_t p = 0; p < a->player_count && p < b->player_count; p++) {
    const ElaraPlayer* const x = &a->players[p];
    const ElaraPlayer* const y = &b->players[p];
    size_t i = next_note(x, 0);
    size_t k = next_note(y, 0);
    for (; i < x->event_count && k < y->event_count;
         i = next_note(x, i + 1), k = next_note(y, k + 1)) {
      const ElaraTakeEvent* const e = &x->events[i];
      const ElaraTakeEvent* const f = &y->events[k];
      const double ms = fabs(1000.0 * elara_time_s(e->time - f->time));
      if (e->a != f->a || e->tick != f->tick || e->tick_end != f->tick_end) {
        c.notes++;
        continue;
      }
      c.others += ms > 0.0 || e->b != f->b;
      if (ms > c.worst_ms) c.worst_ms = ms;
      if (abs(e->b - f->b) > c.most_velocity)
        c.most_velocity = abs(e->b - f->b);
    }
    c.notes += i < x->event_count || k < y->event_count;
  }
  return c;
}

static ElaraTake*
take_of(const ElaraText* text, Notes* notes)
{
  ElaraNotation read;
  ElaraTake* take = NULL;
  if (elara_notation_read("x", (const unsigned char*)text->bytes, text->count,
                          NULL, &read) != ELARA_OK)
    return NULL;
  *notes = notes_of(read.score);
  elara_perform(read.score, read.plan, read.sketch, NULL, NULL, &take);
  elara_notation_clear(&read);
  return take;
}

// That note alone is another one; the rest of the orchestra may at most lean
// a little otherwise, because it follows the melody.
static void
test_change(ElaraText* text)
{
  Notes before = {0};
  Notes after = {0};
  ElaraTake* const a = take_of(text, &before);
  TAP_OK(change_a_note(text), "one note is moved");
  ElaraTake* const b = take_of(text, &after);
  if (TAP_OK(a && b, "both are performed")) {
    TAP_EQ_I(differences(&before, &after), 2, "one is lost, one is new");
    const Change c = compare_takes(a, b);
    printf("# %zu other notes lean, by %.2f ms and %d velocities at most\n",
           c.others, c.worst_ms, c.most_velocity);
    TAP_EQ_I(c.notes, 1, "one note of the take is another");
    TAP_OK(c.worst_ms < 10.0 && c.most_velocity < 6, "the others stay");
  }
  elara_take_free(a);
  elara_take_free(b);
  free(before.notes);
  free(after.notes);
}

// STORY's own score, compared with the file BACK, or with what we print.
static void
one(const char* story, const char* back)
{
  ElaraOptions options = elara_options();
  options.audio = 0;
  ElaraProject* const project = elara_project_new(&options);
  Papers papers = {0};
  ElaraText text = {0};
  ElaraStatus status = elara_studio_read(project, story, NULL, &papers, 1);
  if (status == ELARA_OK) status = elara_studio_write_notes(project, &papers);
  if (status == ELARA_OK && !back)
    status = elara_musicxml_write(papers.plan, papers.score, &text);
  if (status == ELARA_OK && back) {
    ElaraFile file;
    status = elara_file_read(back, 0, &file);
    if (status == ELARA_OK) elara_text_bytes(&text, file.bytes, file.count);
    if (status == ELARA_OK) elara_file_clear(&file);
  }
  if (TAP_OK(status == ELARA_OK, story)) {
    schema_check(text.bytes, text.count, "valid by the schema");
    compare(&papers, story, &text);
    if (text.bytes[0] == '<') test_change(&text); // not in an archive
  }
  elara_text_clear(&text);
  elara_papers_free(&papers);
  elara_project_free(project);
}

int
main(int argc, char** argv)
{
  tap_begin("what we print, read back");
  if (argc == 3) {
    one(argv[2], argv[1]);
    return tap_end();
  }
  (void)schema_begin();
  one(tap_path("examples/the-well.fountain"), NULL);
  one(tap_path("examples/the-understudy.fountain"), NULL);
  one(tap_path("examples/crimson-echoes.fountain"), NULL);
  schema_end();
  return tap_end();
}
