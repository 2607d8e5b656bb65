// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The orchestra that a score is written for. Nobody is hired for three bars:
// beside the players that every symphony has there are a few more, those whom
// the moods of the story ask for most.

#include "model/instrument.h"
#include "plan/room.h"

#define MORE 5       // beside the standing orchestra
#define LEAST_WISH 1 // in steps of a twentieth

typedef struct {
  int instrument;
  const char* moods; // digit per mood: 0 not needed ... 9 its own affair
  const char* for_what;
} Extra;

//                                   TSWM DTSA TRSN PGRA
static const Extra extras[] = {
    {ELARA_PICCOLO, "0010034566118744", "for mirth and for storms"},
    {ELARA_ENGLISH_HORN, "4837402102570130", "for sorrow and distance"},
    {ELARA_BASS_CLARINET, "0216947200000700", "for what creeps"},
    {ELARA_CONTRABASSOON, "0101965444000505", "for the ground under dread"},
    {ELARA_BASS_TROMBONE, "0101876677000208", "for weight"},
    {ELARA_TUBA, "0101865567000507", "for weight"},
    {ELARA_GLOCKENSPIEL, "1052000132216120", "for light on the top"},
    {ELARA_XYLOPHONE, "0000122221008700", "for dry jokes"},
    {ELARA_TUBULAR_BELLS, "0211811020020001", "for bells in the story"},
    {ELARA_CELESTA, "4085100000434220", "for magic"},
    {ELARA_HARP, "9486211254983160", "for tenderness and wonder"},
    {ELARA_CHOIR, "0263540263210021", "for awe"},
};
#define EXTRAS ((int)(sizeof extras / sizeof *extras))

// Share of the music's time that asks for EXTRA, in steps of a twentieth: a
// line more or less in the story hires and fires nobody.
static double
wish(const ElaraPlan* plan, const Extra* extra)
{
  double sum = 0.0;
  double time = 0.0;
  for (size_t i = 0; i < plan->cue_count; i++) {
    const ElaraCue* const cue = &plan->cues[i];
    const double length = elara_time_s(cue->end - cue->start);
    const double need = (extra->moods[cue->mood] - '0') / 9.0;
    sum += length * need * need;
    time += length;
  }
  return time > 0.0 ? elara_plan_step(sum / time, 20) : 0.0;
}

// Cues that stay as they were keep their orchestra.
static ElaraStatus
keep_orchestra(PlanRoom* room, const ElaraPlan* before)
{
  ElaraPlan* const plan = room->plan;
  plan->hired =
      elara_arena_array(room->arena, before->hired_count, sizeof *plan->hired);
  ELARA_TRY_PTR(plan->hired);
  for (size_t i = 0; i < before->hired_count; i++) {
    plan->hired[i] = before->hired[i];
    plan->hired[i].reason =
        elara_arena_strdup(room->arena, before->hired[i].reason);
    ELARA_TRY_PTR(plan->hired[i].reason);
  }
  plan->hired_count = before->hired_count;
  return ELARA_OK;
}

ElaraStatus
elara_plan_orchestra(PlanRoom* room)
{
  ElaraPlan* const plan = room->plan;
  if (room->any_kept) return keep_orchestra(room, room->config.before);
  double wishes[EXTRAS];
  for (int i = 0; i < EXTRAS; i++) {
    wishes[i] = wish(plan, &extras[i]);
  }
  ElaraHired* const hired = elara_arena_array(room->arena, MORE, sizeof *hired);
  ELARA_TRY_PTR(hired);
  for (int i = 0; i < EXTRAS; i++) {
    int before = 0;
    for (int k = 0; k < EXTRAS; k++) {
      before += wishes[k] > wishes[i] || (wishes[k] >= wishes[i] && k < i);
    }
    if (before >= MORE || wishes[i] < LEAST_WISH / 20.0 - 1e-9) continue;
    const char* const reason = elara_arena_printf(
        room->arena, "Hired %s: the moods of the story ask for it.",
        extras[i].for_what);
    ELARA_TRY_PTR(reason);
    hired[plan->hired_count++] = (ElaraHired){extras[i].instrument, reason};
  }
  plan->hired = hired;
  return ELARA_OK;
}
