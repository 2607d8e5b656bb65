// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "model/cut.h"

#include <math.h>

static const char* const joins[ELARA_JOIN_COUNT] = {
    [ELARA_JOIN_START] = "start",
    [ELARA_JOIN_CUT] = "cut",
    [ELARA_JOIN_DISSOLVE] = "dissolve",
    [ELARA_JOIN_FADE] = "fade",
};

static const char* const actions[ELARA_ACTION_COUNT] = {
    [ELARA_ACTION_MOVEMENT] = "movement",
    [ELARA_ACTION_STILL] = "still",
    [ELARA_ACTION_FLASH] = "flash",
    [ELARA_ACTION_SOUND] = "sound",
};

const char*
elara_join_name(ElaraJoin join)
{
  return join < ELARA_JOIN_COUNT ? joins[join] : "unknown";
}

const char*
elara_action_name(ElaraActionKind kind)
{
  return kind < ELARA_ACTION_COUNT ? actions[kind] : "unknown";
}

void
elara_cut_free(ElaraCut* cut)
{
  if (cut) elara_arena_free(cut->arena);
}

// --- asking ------------------------------------------------------------------

size_t
elara_cut_shot_at(const ElaraCut* cut, ElaraTime time)
{
  size_t low = 0, high = cut->shot_count;
  while (high - low > 1) {
    const size_t middle = low + (high - low) / 2;
    if (cut->shots[middle].start <= time) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

static double
mix(double a, double b, double x)
{
  return a + x * (b - a);
}

ElaraLook
elara_cut_look(const ElaraCut* cut, ElaraTime time)
{
  size_t low = 0, high = cut->look_count;
  while (high - low > 1) {
    const size_t middle = low + (high - low) / 2;
    if (cut->looks[middle].time <= time) {
      low = middle;
    } else {
      high = middle;
    }
  }
  const ElaraLookPoint* const a = &cut->looks[low];
  const ElaraLookPoint* const b = low + 1 < cut->look_count ? a + 1 : a;
  double x = b > a ? (double)(time - a->time) / (double)(b->time - a->time) : 0;
  x = x < 0.0 ? 0.0 : x > 1.0 ? 1.0 : x;
  return (ElaraLook){
      .motion = mix(a->look.motion, b->look.motion, x),
      .brightness = mix(a->look.brightness, b->look.brightness, x),
      .contrast = mix(a->look.contrast, b->look.contrast, x),
      .warmth = mix(a->look.warmth, b->look.warmth, x),
      .cut_rate = mix(a->look.cut_rate, b->look.cut_rate, x),
      .sound_lufs = mix(a->look.sound_lufs, b->look.sound_lufs, x),
  };
}

// --- the promises ------------------------------------------------------------

typedef struct {
  const ElaraCut* cut;
  ElaraDiags* diags;
  int broken;
} Check;

#define PROMISE(check, condition, ...)                                         \
  do {                                                                         \
    if (!(condition)) {                                                        \
      (check)->broken++;                                                       \
      elara_diag((check)->diags, ELARA_DIAG_ERROR,                             \
                 (check)->cut->source_name ? (check)->cut->source_name : "",   \
                 0, 0, "compare it with what elara cut prints", __VA_ARGS__);  \
    }                                                                          \
  } while (0)

static int
in_range(double x, double low, double high)
{
  return isfinite(x) && x >= low && x <= high;
}

// Without a clock that makes sense nothing else can be checked.
static int
check_film(Check* c)
{
  const ElaraCut* const p = c->cut;
  const ElaraFilmClock* const clock = &p->clock;
  const int before = c->broken;
  PROMISE(c,
          clock->num > 0 && clock->den > 0 && clock->num <= 1000000 &&
              clock->den <= 1000000 && clock->num / clock->den <= 1000 &&
              clock->den < clock->num,
          "frame_rate: must be more than 1 and at most 1000 a second");
  PROMISE(c, p->frame_count >= 1 && p->frame_count <= 100000000,
          "frames: must be within 1 and 100000000");
  PROMISE(c, clock->start >= 0 && clock->start < 1000000000,
          "first_frame: is out of range");
  if (c->broken > before) return 0;
  PROMISE(c, !clock->drop || (clock->drop == 1 && elara_film_can_drop(clock)),
          "drop_frame: 0, or 1 at 30000/1001 and 60000/1001 frames a second");
  PROMISE(c, p->length == elara_film_time(clock, p->frame_count),
          "length_s: is not when the last frame ends, %.9f s",
          elara_time_s(elara_film_time(clock, p->frame_count)));
  PROMISE(c,
          p->width >= 1 && p->height >= 1 && p->width <= 100000 &&
              p->height <= 100000,
          "width, height: must be within 1 and 100000 pixels");
  PROMISE(c, p->has_sound == 0 || p->has_sound == 1, "has_sound: is 0 or 1");
  return 1;
}

static void
check_look(Check* c, const char* list, size_t i, const ElaraLook* look)
{
  PROMISE(c,
          in_range(look->motion, 0.0, 1.0) &&
              in_range(look->brightness, 0.0, 1.0) &&
              in_range(look->contrast, 0.0, 1.0),
          "%s[%zu]: motion, brightness and contrast must be within 0 and 1",
          list, i);
  PROMISE(c, in_range(look->warmth, -1.0, 1.0),
          "%s[%zu].warmth: must be within -1 and 1", list, i);
  PROMISE(c, in_range(look->cut_rate, 0.0, 10000.0),
          "%s[%zu].cut_rate: must be within 0 and 10000", list, i);
  PROMISE(c, in_range(look->sound_lufs, -70.0, 30.0),
          "%s[%zu].sound_lufs: must be within -70 and 30", list, i);
}

static void
check_join(Check* c, size_t i)
{
  const ElaraShot* const s = &c->cut->shots[i];
  PROMISE(c, s->join < ELARA_JOIN_COUNT, "shots[%zu].join: unknown", i);
  PROMISE(c, (s->join == ELARA_JOIN_START) == (i == 0),
          "shots[%zu].join: the first shot starts, the others are joined", i);
  PROMISE(c,
          s->join_first >= 0 && s->join_first <= s->first_frame &&
              s->join_last >= s->first_frame &&
              s->join_last <= c->cut->frame_count,
          "shots[%zu]: its join must reach around its first frame, inside the "
          "film",
          i);
  PROMISE(c, s->join != ELARA_JOIN_CUT || s->join_first == s->join_last,
          "shots[%zu].join_last: a cut takes no frames", i);
}

// Every shot begins where the one before ends.
static void
check_shot(Check* c, size_t i)
{
  const ElaraCut* const p = c->cut;
  const ElaraShot* const s = &p->shots[i];
  const int64_t begin = i ? s[-1].first_frame + s[-1].frame_count : INT64_C(0);
  PROMISE(c, s->frame_count >= 1 && s->frame_count <= p->frame_count,
          "shots[%zu].frames: must be at least one", i);
  PROMISE(c, s->first_frame == begin,
          "shots[%zu].first_frame: shots tile the film, it must be %lld", i,
          (long long)begin);
  PROMISE(c,
          i + 1 < p->shot_count ||
              s->first_frame + s->frame_count == p->frame_count,
          "shots[%zu]: the last shot must end with the film", i);
  if (s->first_frame >= 0 && s->first_frame < p->frame_count &&
      s->frame_count >= 1 && s->frame_count <= p->frame_count) {
    PROMISE(c,
            s->start == elara_film_time(&p->clock, s->first_frame) &&
                s->end ==
                    elara_film_time(&p->clock, s->first_frame + s->frame_count),
            "shots[%zu]: start_s and end_s must be those of its frames", i);
  }
  check_join(c, i);
  PROMISE(c, in_range(s->confidence, 0.0, 1.0) && in_range(s->change, 0.0, 1.0),
          "shots[%zu]: confidence and change must be within 0 and 1", i);
  PROMISE(c, s->black == 0 || s->black == 1, "shots[%zu].black: is 0 or 1", i);
  PROMISE(c, s->setting >= 0, "shots[%zu].setting: must not be below 0", i);
  check_look(c, "shots", i, &s->look);
}

static void
check_looks(Check* c)
{
  const ElaraCut* const p = c->cut;
  PROMISE(c, p->look_count >= 1, "looks: must not be empty");
  for (size_t i = 0; i < p->look_count; i++) {
    PROMISE(c,
            p->looks[i].time == (ElaraTime)i * (ELARA_FLICKS_PER_S / 2) &&
                p->looks[i].time < p->length,
            "looks[%zu].time_s: there is one every half second, from 0", i);
    check_look(c, "looks", i, &p->looks[i].look);
  }
}

static void
check_actions(Check* c)
{
  const ElaraCut* const p = c->cut;
  for (size_t i = 0; i < p->action_count; i++) {
    const ElaraAction* const a = &p->actions[i];
    PROMISE(c, a->kind < ELARA_ACTION_COUNT, "actions[%zu].kind: unknown", i);
    PROMISE(c, i == 0 || a->frame >= a[-1].frame,
            "actions[%zu].frame: the one before is later", i);
    PROMISE(c, a->frame >= 0 && a->frame < p->frame_count,
            "actions[%zu].frame: is outside of the film", i);
    if (a->frame >= 0 && a->frame < p->frame_count)
      PROMISE(c, a->time == elara_film_time(&p->clock, a->frame),
              "actions[%zu].time_s: is not that of its frame", i);
    PROMISE(c, in_range(a->strength, 0.0, 1.0),
            "actions[%zu].strength: must be within 0 and 1", i);
  }
}

static void
check_placings(Check* c)
{
  const ElaraCut* const p = c->cut;
  for (size_t i = 0; i < p->placing_count; i++) {
    const ElaraPlacing* const s = &p->placings[i];
    PROMISE(c, s->scene >= 0 && (i == 0 || s->scene > s[-1].scene),
            "scenes[%zu].scene: they come in the script's order", i);
    PROMISE(c,
            s->start >= 0 && s->start < p->length &&
                (i == 0 || s->start > s[-1].start),
            "scenes[%zu].start_s: must rise from scene to scene, inside the "
            "film",
            i);
    PROMISE(c, s->line >= 1, "scenes[%zu].line: must be at least 1", i);
    PROMISE(c, s->heading != NULL, "scenes[%zu].heading: missing", i);
    PROMISE(c, s->fixed == 0 || s->fixed == 1, "scenes[%zu].fixed: is 0 or 1",
            i);
    PROMISE(c, in_range(s->confidence, 0.0, 1.0),
            "scenes[%zu].confidence: must be within 0 and 1", i);
  }
}

ElaraStatus
elara_cut_check(const ElaraCut* cut, ElaraDiags* diags)
{
  Check c = {.cut = cut, .diags = diags};
  if (!check_film(&c)) return ELARA_BAD_INPUT;
  PROMISE(&c, cut->source_name != NULL, "source: missing");
  PROMISE(&c, cut->shot_count >= 1, "shots: must not be empty");
  for (size_t i = 0; i < cut->shot_count; i++)
    check_shot(&c, i);
  check_looks(&c);
  check_actions(&c);
  check_placings(&c);
  return c.broken ? ELARA_BAD_INPUT : ELARA_OK;
}
