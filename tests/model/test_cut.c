// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// cut.json: what is written is read; what is edited badly is refused with the
// place of the fault; check() finds every broken promise.

#include "model/cut.h"
#include "tap.h"

static ElaraCut*
toy(void)
{
  ElaraArena* const arena = elara_arena_new();
  ElaraCut* const c = elara_arena_alloc(arena, sizeof *c);
  *c = (ElaraCut){.arena = arena,
                  .source_name = "film.mp4",
                  .clock = {30000, 1001, 1, 107892},
                  .width = 1920,
                  .height = 1080,
                  .frame_count = 100,
                  .has_sound = 1};
  c->length = elara_film_time(&c->clock, 100);
  c->shot_count = 3;
  c->shots = elara_arena_array(arena, 3, sizeof *c->shots);
  static const int64_t firsts[4] = {0, 30, 71, 100};
  for (size_t i = 0; i < 3; i++) {
    c->shots[i] = (ElaraShot){.first_frame = firsts[i],
                              .frame_count = firsts[i + 1] - firsts[i],
                              .start = elara_film_time(&c->clock, firsts[i]),
                              .end = elara_film_time(&c->clock, firsts[i + 1]),
                              .join = i ? ELARA_JOIN_CUT : ELARA_JOIN_START,
                              .join_first = firsts[i],
                              .join_last = firsts[i],
                              .confidence = .7,
                              .change = .1 * (double)i,
                              .setting = (int)i,
                              .look = {.1, .2, .3, -.4, 2.0, -23.456}};
  }
  c->shots[2].join = ELARA_JOIN_DISSOLVE;
  c->shots[2].join_first = 65;
  c->shots[2].join_last = 77;
  c->look_count = 7;
  c->looks = elara_arena_array(arena, 7, sizeof *c->looks);
  for (size_t i = 0; i < 7; i++) {
    c->looks[i].time = (ElaraTime)i * (ELARA_FLICKS_PER_S / 2);
    c->looks[i].look =
        (ElaraLook){.1 * (double)i, .5, .3, .1 / 3.0, 1.0, -70.0};
  }
  c->action_count = 2;
  c->actions = elara_arena_array(arena, 2, sizeof *c->actions);
  c->actions[0] =
      (ElaraAction){ELARA_ACTION_FLASH, 40, elara_film_time(&c->clock, 40), .5};
  c->actions[1] = (ElaraAction){ELARA_ACTION_SOUND, 99,
                                elara_film_time(&c->clock, 99), 1.0};
  c->placing_count = 2;
  c->placings = elara_arena_array(arena, 2, sizeof *c->placings);
  c->placings[0] = (ElaraPlacing){0, 1, "INT. MILL - DAY", 0, 0, .5};
  c->placings[1] =
      (ElaraPlacing){3, 17, "EXT. \"HILL\"", ELARA_FLICKS_PER_S, 1, 1.0};
  return c;
}

static void
test_round_trip(void)
{
  ElaraCut* const cut = toy();
  ElaraDiags* const diags = elara_diags_new();
  ElaraText first = {0}, second = {0};
  ElaraCut* again = NULL;
  TAP_EQ_I(elara_cut_check(cut, diags), ELARA_OK, "the toy keeps its word");
  TAP_EQ_I(elara_cut_write(cut, &first), ELARA_OK, "write");
  TAP_EQ_I(elara_cut_read("cut.json", first.bytes, first.count, diags, &again),
           ELARA_OK, "read");
  elara_diags_print(diags, stdout);
  TAP_EQ_I(elara_cut_write(again, &second), ELARA_OK, "write again");
  TAP_EQ_S(second.bytes, first.bytes, "the same bytes");
  TAP_OK(again->shots[2].end == cut->shots[2].end &&
             again->clock.start == 107892 && again->clock.drop == 1,
         "to the flick");
  TAP_OK(memcmp(&again->looks[3].look, &cut->looks[3].look,
                sizeof(ElaraLook)) == 0,
         "to the last bit");
  elara_cut_free(again);
  TAP_EQ_I(elara_cut_read("x", "{", 1, diags, &again), ELARA_BAD_INPUT,
           "what is no JSON is refused");
  elara_text_clear(&first);
  elara_text_clear(&second);
  elara_diags_free(diags);
  elara_cut_free(cut);
  elara_cut_free(NULL);
}

static void
test_asking(void)
{
  ElaraCut* const cut = toy();
  TAP_EQ_I(elara_cut_shot_at(cut, 0), 0, "the first shot");
  TAP_EQ_I(elara_cut_shot_at(cut, cut->shots[1].start), 1, "at its start");
  TAP_EQ_I(elara_cut_shot_at(cut, cut->shots[1].start - 1), 0, "just before");
  TAP_EQ_I(elara_cut_shot_at(cut, cut->length * 2), 2, "after the end");
  TAP_EQ_I(elara_cut_shot_at(cut, -5), 0, "before the beginning");
  TAP_NEAR(elara_cut_look(cut, ELARA_FLICKS_PER_S / 4).motion, .05, 1e-12,
           "half way between two looks");
  TAP_NEAR(elara_cut_look(cut, cut->length * 2).motion, .6, 1e-12,
           "after the last");
  TAP_EQ_S(elara_join_name(ELARA_JOIN_FADE), "fade", "names");
  TAP_EQ_S(elara_action_name(ELARA_ACTION_COUNT), "unknown", "of nothing");
  elara_cut_free(cut);
}

// Each breaks one promise of a good cut.
#define BREAK(words, statement)                                                \
  do {                                                                         \
    ElaraCut* const c = toy();                                                 \
    ElaraDiags* const diags = elara_diags_new();                               \
    statement;                                                                 \
    const ElaraStatus status = elara_cut_check(c, diags);                      \
    int said = 0;                                                              \
    for (size_t d = 0; d < elara_diags_count(diags); d++)                      \
      said |= strstr(elara_diags_at(diags, d)->what, words) != NULL;           \
    if (!TAP_OK(status == ELARA_BAD_INPUT && said, #statement))                \
      elara_diags_print(diags, stdout);                                        \
    elara_diags_free(diags);                                                   \
    elara_cut_free(c);                                                         \
  } while (0)

static void
test_promises(void)
{
  BREAK("frame_rate", c->clock.num = 0);
  BREAK("frame_rate", c->clock.den = 0);
  BREAK("frame_rate", (c->clock.num = 1, c->clock.den = 1));
  BREAK("frames", c->frame_count = 0);
  BREAK("first_frame", c->clock.start = -1);
  BREAK("drop_frame", c->clock.num = 25000);
  BREAK("length_s", c->length++);
  BREAK("width", c->width = 0);
  BREAK("has_sound", c->has_sound = 2);
  BREAK("source", c->source_name = NULL);
  BREAK("shots: must", c->shot_count = 0);
  BREAK("shots[1].first_frame", c->shots[1].first_frame++);
  BREAK("shots[2].first_frame", c->shots[1].frame_count--);
  BREAK("at least one", c->shots[2].frame_count = 0);
  BREAK("end with the film", c->shots[2].frame_count--);
  BREAK("start_s", c->shots[1].start++);
  BREAK("start_s", c->shots[1].end--);
  BREAK("join: unknown", c->shots[1].join = ELARA_JOIN_COUNT);
  BREAK("first shot starts", c->shots[0].join = ELARA_JOIN_CUT);
  BREAK("first shot starts", c->shots[1].join = ELARA_JOIN_START);
  BREAK("reach around", c->shots[2].join_first = 72);
  BREAK("reach around", c->shots[2].join_last = 101);
  BREAK("a cut takes", c->shots[1].join_last++);
  BREAK("confidence", c->shots[1].confidence = 1.1);
  BREAK("confidence", c->shots[1].change = (double)NAN);
  BREAK("black", c->shots[1].black = 2);
  BREAK("setting", c->shots[1].setting = -1);
  BREAK("motion", c->shots[1].look.motion = -.1);
  BREAK("warmth", c->shots[1].look.warmth = 1.5);
  BREAK("cut_rate", c->looks[2].look.cut_rate = -1.0);
  BREAK("sound_lufs", c->looks[2].look.sound_lufs = (double)-INFINITY);
  BREAK("looks: must", c->look_count = 0);
  BREAK("half second", c->looks[1].time++);
  BREAK("half second", c->look_count = 2; c->looks[1].time = 0);
  BREAK("kind", c->actions[0].kind = ELARA_ACTION_COUNT);
  BREAK("later", c->actions[0].frame = 99; c->actions[1].frame = 40);
  BREAK("outside", c->actions[1].frame = 100);
  BREAK("actions[0].time_s", c->actions[0].time = 5);
  BREAK("strength", c->actions[0].strength = 2.0);
  BREAK("script's order", c->placings[1].scene = 0);
  BREAK("must rise", c->placings[1].start = 0);
  BREAK("must rise", c->placings[1].start = c->length);
  BREAK("line", c->placings[1].line = 0);
  BREAK("heading", c->placings[1].heading = NULL);
  BREAK("fixed", c->placings[1].fixed = 2);
  BREAK("confidence", c->placings[1].confidence = -1.0);
}

int
main(void)
{
  tap_begin("the paper of a cut");
  test_round_trip();
  test_asking();
  test_promises();
  return tap_end();
}
