// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The grain of spotting. A beat of the story longer than CELL_MOST_S is cut at
// the paragraph nearest to an even division, so that music can enter between
// two lines; a moment of silence gets a cell of its own.

#include "plan/room.h"

#include <math.h>
#include <string.h>

#define CELL_MOST_S 24.0
#define SILENCE_S 6.0

// How much an event calls for music, and how much it makes a climax.
typedef struct {
  double want;
  double power;
  double enter; // as a place for music to begin
} EventWeight;

static const EventWeight weights[ELARA_EVENT_KIND_COUNT] = {
    [ELARA_EVENT_ENTRANCE] = {.3, .0, .4},
    [ELARA_EVENT_MEETING] = {.4, .1, .4},
    [ELARA_EVENT_REUNION] = {.9, .6, .5},
    [ELARA_EVENT_DEATH] = {1., 1., .2},
    [ELARA_EVENT_FIGHT] = {.9, .7, .5},
    [ELARA_EVENT_CHASE] = {1., .6, .6},
    [ELARA_EVENT_KISS] = {.8, .5, .4},
    [ELARA_EVENT_REVELATION] = {.7, .6, .6},
    [ELARA_EVENT_MAGIC] = {.8, .4, .6},
    [ELARA_EVENT_JOKE] = {.1, -.1, .0},
    [ELARA_EVENT_SOUND] = {.1, .1, .3},
    [ELARA_EVENT_SILENCE] = {-.8, .1, .0},
    [ELARA_EVENT_CUT] = {.1, .0, .4},
    [ELARA_EVENT_MUSIC_NOTE] = {.0, .0, .6},
};

static double
seconds(const PlanCell* cell)
{
  return elara_time_s(cell->end - cell->start);
}

// True when the story is silent from EVENT on, by itself or by a note.
static int
calls_silence(const ElaraEvent* event)
{
  return (event->kind == ELARA_EVENT_SILENCE &&
          event->strength * event->confidence >= .3) ||
         elara_plan_note(event).silence;
}

// --- cutting -----------------------------------------------------------------

static int
add_time(ElaraArena* arena, PlanTimes* list, ElaraTime time)
{
  return ELARA_PUSH(arena, list, time);
}

// The paragraph of BEAT that starts nearest to TIME, strictly inside the beat;
// TIME itself when there is none within half a cell.
static ElaraTime
nearest_paragraph(const ElaraStory* story,
                  const ElaraBeat* beat,
                  ElaraTime time)
{
  ElaraTime best = time;
  ElaraTime least = elara_time_from_s(CELL_MOST_S / 2.0);
  for (int i = 1; i < beat->element_count; i++) {
    const size_t index = (size_t)(beat->first_element + i);
    if (index >= story->element_count) break;
    const ElaraTime start = story->elements[index].start;
    const ElaraTime off = start > time ? start - time : time - start;
    if (start > beat->start && start < beat->end && off < least) {
      least = off;
      best = start;
    }
  }
  return best;
}

static int
cut_evenly(PlanRoom* room, const ElaraBeat* beat, PlanTimes* cuts)
{
  const double length = elara_time_s(beat->end - beat->start);
  const int pieces = (int)(length / CELL_MOST_S) + 1;
  for (int i = 1; i < pieces; i++) {
    const ElaraTime even = beat->start + (beat->end - beat->start) / pieces * i;
    const ElaraTime cut = nearest_paragraph(room->story, beat, even);
    if (!add_time(room->scratch, cuts, cut)) return 0;
  }
  return 1;
}

static int
cut_silences(PlanRoom* room, const ElaraBeat* beat, PlanTimes* cuts)
{
  const ElaraStory* const story = room->story;
  for (size_t i = 0; i < story->event_count; i++) {
    const ElaraEvent* const event = &story->events[i];
    if (event->time < beat->start || event->time >= beat->end) continue;
    if (!calls_silence(event)) continue;
    const ElaraTime after = nearest_paragraph(
        story, beat, event->time + elara_time_from_s(SILENCE_S * 1.4));
    if (!add_time(room->scratch, cuts, event->time)) return 0;
    if (!add_time(room->scratch, cuts, after)) return 0;
  }
  return 1;
}

static void
sort_times(ElaraTime* times, size_t count)
{
  for (size_t i = 1; i < count; i++) {
    const ElaraTime time = times[i];
    size_t j = i;
    for (; j > 0 && times[j - 1] > time; j--)
      times[j] = times[j - 1];
    times[j] = time;
  }
}

typedef ELARA_LIST(PlanCell) CellList;

static int
add_cells(PlanRoom* room, CellList* list, int index, PlanTimes* cuts)
{
  const ElaraBeat* const beat = &room->story->beats[index];
  // Closer cuts than this are one cut: nobody hears the difference.
  const ElaraTime least = elara_time_from_s(1.5);
  ElaraTime start = beat->start;
  sort_times(cuts->items, cuts->count);
  for (size_t i = 0; i <= cuts->count; i++) {
    const int at_end = i == cuts->count;
    const ElaraTime end = at_end ? beat->end : cuts->items[i];
    if (!at_end && (end - start < least || beat->end - end < least)) continue;
    if (end <= start) continue;
    const PlanCell cell = {
        .start = start,
        .end = end,
        .beat = index,
        .scene = beat->scene,
        .line = beat->line,
        .line_last = beat->line_last,
        .feeling = elara_plan_step_feeling(beat->feeling, 20),
        .speech = beat->speech,
    };
    if (!ELARA_PUSH(room->scratch, list, cell)) return 0;
    start = end;
  }
  return 1;
}

// Lines of a piece of a beat: those of the paragraphs that start inside it.
static void
find_lines(const ElaraStory* story, PlanCell* cell)
{
  const ElaraBeat* const beat = &story->beats[cell->beat];
  int first = 0;
  for (int i = 0; i < beat->element_count; i++) {
    const size_t index = (size_t)(beat->first_element + i);
    if (index >= story->element_count) break;
    const ElaraElement* const element = &story->elements[index];
    if (element->start >= cell->end) break;
    if (element->end <= cell->start && element->start < cell->start) continue;
    if (!first) cell->line = element->line;
    cell->line_last = element->line_last;
    first = 1;
  }
}

// A story without beats is one long cell of no feeling, cut evenly.
static ElaraStatus
bare_cells(PlanRoom* room, CellList* list)
{
  const ElaraTime length = room->story->length;
  const int pieces = (int)(elara_time_s(length) / CELL_MOST_S) + 1;
  for (int i = 0; i < pieces; i++) {
    const PlanCell cell = {
        .start = length / pieces * i,
        .end = i + 1 < pieces ? length / pieces * (i + 1) : length,
        .beat = -1,
        .scene = -1,
        .line = 1,
        .line_last = 1,
    };
    if (!ELARA_PUSH(room->scratch, list, cell)) return ELARA_NO_MEMORY;
  }
  return ELARA_OK;
}

static ElaraStatus
cut_cells(PlanRoom* room)
{
  CellList list = {0};
  const ElaraStory* const story = room->story;
  for (size_t i = 0; i < story->beat_count; i++) {
    PlanTimes cuts = {0};
    if (!cut_evenly(room, &story->beats[i], &cuts) ||
        !cut_silences(room, &story->beats[i], &cuts) ||
        elara_plan_picture_cuts(room, story->beats[i].start,
                                story->beats[i].end, &cuts) != ELARA_OK ||
        !add_cells(room, &list, (int)i, &cuts)) {
      return ELARA_NO_MEMORY;
    }
  }
  if (list.count == 0) ELARA_TRY(bare_cells(room, &list));
  // Whatever the beats say, the cells tile the story.
  list.items[0].start = 0;
  list.items[list.count - 1].end = story->length;
  for (size_t i = 0; i < list.count; i++) {
    if (list.items[i].beat >= 0) find_lines(story, &list.items[i]);
    list.items[i].scene_start =
        i == 0 || list.items[i].scene != list.items[i - 1].scene;
  }
  room->cells = list.items;
  room->cell_count = list.count;
  return ELARA_OK;
}

// --- weighing ----------------------------------------------------------------

static size_t
cell_at(const PlanRoom* room, ElaraTime time)
{
  size_t i = 0;
  while (i + 1 < room->cell_count && room->cells[i + 1].start <= time)
    i++;
  return i;
}

// How strongly something is felt, whatever it is; a flat line is 0.
static double
intensity(const ElaraFeeling* f)
{
  const double warm = fabs(f->valence) * .8;
  const double quick = f->arousal > 0.0 ? f->arousal * .8 : -f->arousal * .3;
  const double tense = f->tension > 0.0 ? f->tension * .9 : 0.0;
  return warm + quick + tense + fabs(f->levity) * .2;
}

static double
difference(const ElaraFeeling* a, const ElaraFeeling* b)
{
  const double v = a->valence - b->valence;
  const double r = a->arousal - b->arousal;
  const double t = a->tension - b->tension;
  const double l = a->levity - b->levity;
  return sqrt(v * v + r * r + t * t + l * l);
}

static void
weigh_feeling(PlanRoom* room)
{
  for (size_t i = 0; i < room->cell_count; i++) {
    PlanCell* const cell = &room->cells[i];
    const ElaraFeeling* const f = &cell->feeling;
    cell->want = intensity(f) + .6 * (.5 - cell->speech);
    cell->power = (f->tension > 0.0 ? f->tension : 0.0) +
                  .7 * (f->arousal > 0.0 ? f->arousal : 0.0) +
                  .4 * fabs(f->valence) + .2 * (.5 - cell->speech);
  }
}

// Silence where EVENT is; over its whole scene when the note says so.
static void
silence_from(PlanRoom* room, const ElaraEvent* event, size_t at)
{
  const PlanNote note = elara_plan_note(event);
  const int silent = note.silence ? PLAN_SILENT_BY_ORDER : PLAN_SILENT;
  if (!note.scene) room->cells[at].silent = silent;
  for (size_t i = 0; note.scene && i < room->cell_count; i++) {
    if (room->cells[i].scene == event->scene) room->cells[i].silent = silent;
  }
}

static void
weigh_events(PlanRoom* room)
{
  for (size_t i = 0; i < room->story->event_count; i++) {
    const ElaraEvent* const event = &room->story->events[i];
    const size_t at = cell_at(room, event->time);
    PlanCell* const cell = &room->cells[at];
    const EventWeight* const weight = &weights[event->kind];
    const double size = event->strength * event->confidence;
    const PlanNote note = elara_plan_note(event);
    const int song = elara_plan_is_song(room, event);
    cell->want += song ? -.3 : weight->want * size + (note.music ? 4.0 : 0.0);
    cell->power += weight->power * size;
    if (calls_silence(event)) silence_from(room, event, at);
    // Music that starts with what draws the eye starts well.
    const double near_s = elara_time_s(event->time - cell->start);
    if (near_s < 2.0) cell->enter += weight->enter * (.5 + .5 * size);
  }
}

// Where climaxes are in films: gold-marked turning points put them at
// .96 +- .03 of the script and the major setback at .85 +- .09; tension alone
// finds them badly, so the place counts for as much as the feeling.
static double
climax_prior(double x)
{
  static const double at[] = {0.0, .5, .7, .82, .97, 1.0};
  static const double height[] = {.35, .45, .6, 1.0, 1.0, .7};
  for (size_t i = 1; i < 6; i++) {
    if (x <= at[i]) {
      const double part = (x - at[i - 1]) / (at[i] - at[i - 1]);
      return height[i - 1] + part * (height[i] - height[i - 1]);
    }
  }
  return height[5];
}

// Power smoothed over the neighbours (a climax is a place, not a line),
// weighed by where it stands, scaled to 0..1.
static ElaraStatus
find_climax(PlanRoom* room)
{
  const size_t count = room->cell_count;
  double* const raw = elara_arena_array(room->scratch, count, sizeof *raw);
  ELARA_TRY_PTR(raw);
  for (size_t i = 0; i < count; i++)
    raw[i] = room->cells[i].power;
  double low = 1e9;
  double high = -1e9;
  for (size_t i = 0; i < count; i++) {
    PlanCell* const cell = &room->cells[i];
    const double before = i > 0 ? raw[i - 1] : raw[i];
    const double after = i + 1 < count ? raw[i + 1] : raw[i];
    const double middle = elara_time_s(cell->start + cell->end) / 2.0;
    const double prior =
        climax_prior(middle / elara_time_s(room->story->length));
    const double smooth = .5 * raw[i] + .25 * before + .25 * after;
    cell->power = (smooth + 1.0) * prior;
    if (cell->power < low) low = cell->power;
    if (cell->power > high) {
      high = cell->power;
      room->climax = i;
    }
  }
  for (size_t i = 0; i < count; i++) {
    PlanCell* const cell = &room->cells[i];
    cell->power = high > low ? (cell->power - low) / (high - low) : 0.0;
    cell->power = elara_plan_step(cell->power, 20);
    cell->want += .5 * cell->power;
  }
  return ELARA_OK;
}

// Doors: where attention shifts. Nobody hears music begin under a cut.
static void
find_doors(PlanRoom* room)
{
  for (size_t i = 0; i < room->cell_count; i++) {
    PlanCell* const cell = &room->cells[i];
    const PlanCell* const before = i > 0 ? cell - 1 : cell;
    const double change = difference(&cell->feeling, &before->feeling);
    const double hush = before->speech - cell->speech;
    const double bare = cell->scene_start ? .7 : 0.0;
    cell->enter += bare + .4 * change + (hush > 0.0 ? .4 * hush : 0.0);
    cell->leave += bare + .2 * change + (hush < 0.0 ? -.2 * hush : 0.0);
    if (cell->silent) cell->leave += 1.0;
    // From talk into talk inside a scene there is no door.
    if (!cell->scene_start && cell->speech > .6 && before->speech > .6) {
      cell->enter -= .3;
      cell->leave -= .3;
    }
  }
}

static void
normalise_want(PlanRoom* room)
{
  double time = 0.0;
  double sum = 0.0;
  double squares = 0.0;
  for (size_t i = 0; i < room->cell_count; i++) {
    const PlanCell* const cell = &room->cells[i];
    time += seconds(cell);
    sum += seconds(cell) * cell->want;
    squares += seconds(cell) * cell->want * cell->want;
  }
  const double mean = elara_plan_step(sum / time, 10);
  const double variance = squares / time - mean * mean;
  const double sd =
      variance > 1e-6 ? fmax(elara_plan_step(sqrt(variance), 10), .1) : 1.0;
  for (size_t i = 0; i < room->cell_count; i++) {
    PlanCell* const cell = &room->cells[i];
    cell->want = elara_plan_clamp((cell->want - mean) / sd, -3.0, 4.0);
  }
}

ElaraStatus
elara_plan_cells(PlanRoom* room)
{
  ELARA_TRY(cut_cells(room));
  weigh_feeling(room);
  elara_plan_picture_doors(room);
  weigh_events(room);
  ELARA_TRY(find_climax(room));
  find_doors(room);
  normalise_want(room);
  return ELARA_OK;
}
