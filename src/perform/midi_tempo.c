// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// File ticks to time, through the tempo map or a time code.

#include "perform/midi_smf.h"

#include <stdlib.h>

#define FLICKS_PER_US 705.6
#define DEFAULT_US 500000.0 // 120 a minute until the file says otherwise

static int
by_tick(const void* a, const void* b)
{
  const ElaraSmfTempo* const x = (const ElaraSmfTempo*)a;
  const ElaraSmfTempo* const y = (const ElaraSmfTempo*)b;
  if (x->tick != y->tick) return x->tick < y->tick ? -1 : 1;
  return x->order < y->order ? -1 : x->order > y->order;
}

ElaraTick
elara_smf_tick(const ElaraSmf* smf, int64_t tick)
{
  // With a time code there is no beat; the map says 120 a minute.
  const double per_quarter = smf->ticks_per_quarter > 0.0
                                 ? smf->ticks_per_quarter
                                 : smf->ticks_per_s / 2.0;
  return (ElaraTick)((double)tick * (double)ELARA_TICKS_PER_QUARTER /
                         per_quarter +
                     0.5);
}

// Flicks a file tick lasts at US microseconds a quarter note.
static double
tick_flicks(const ElaraSmf* smf, double us)
{
  return us * FLICKS_PER_US / smf->ticks_per_quarter;
}

static void
sort_tempos(ElaraSmf* smf)
{
  ElaraSmfTempo* const list = smf->tempos.items;
  const size_t count = smf->tempos.count;
  if (count == 0 || smf->ticks_per_quarter <= 0.0) return;
  qsort(list, count, sizeof *list, by_tick);
  list[0].flicks = (double)list[0].tick * tick_flicks(smf, DEFAULT_US);
  for (size_t i = 1; i < count; i++) {
    list[i].flicks =
        list[i - 1].flicks + (double)(list[i].tick - list[i - 1].tick) *
                                 tick_flicks(smf, list[i - 1].us_per_quarter);
  }
}

static double
flicks_by_beat(const ElaraSmf* smf, int64_t tick)
{
  size_t low = 0, high = smf->tempos.count; // tempos before TICK
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (smf->tempos.items[middle].tick < tick)
      low = middle + 1;
    else
      high = middle;
  }
  const ElaraSmfTempo start = {0, 0, DEFAULT_US, 0.0};
  const ElaraSmfTempo* const t = low > 0 ? &smf->tempos.items[low - 1] : &start;
  return t->flicks +
         (double)(tick - t->tick) * tick_flicks(smf, t->us_per_quarter);
}

// Longer than a day and a half is clipped: no score lasts so long, and the
// clock must not overflow.
ElaraTime
elara_smf_time(const ElaraSmf* smf, int64_t tick)
{
  const double limit = 131072.0 * (double)ELARA_FLICKS_PER_S;
  const double flicks =
      smf->ticks_per_quarter > 0.0
          ? flicks_by_beat(smf, tick)
          : (double)tick / smf->ticks_per_s * (double)ELARA_FLICKS_PER_S;
  return (ElaraTime)((flicks < limit ? flicks : limit) + 0.5);
}

// Anchors must increase in both clocks; what does not is left out.
static size_t
push_anchor(ElaraTempoAnchor* anchors, size_t count, ElaraTempoAnchor next)
{
  const ElaraTempoAnchor last = anchors[count - 1];
  if (next.tick <= last.tick || next.time <= last.time) return count;
  anchors[count] = next;
  return count + 1;
}

ElaraStatus
elara_smf_tempo(ElaraSmf* smf, ElaraTake* take)
{
  sort_tempos(smf);
  ElaraTempoAnchor* const anchors = (ElaraTempoAnchor*)elara_arena_array(
      smf->keep, smf->tempos.count + 2, sizeof(ElaraTempoAnchor));
  ELARA_TRY_PTR(anchors);
  size_t count = 1; // anchors[0] is (0, 0)
  const int tempi = smf->ticks_per_quarter > 0.0;
  for (size_t i = 0; tempi && i < smf->tempos.count; i++) {
    const int64_t tick = smf->tempos.items[i].tick;
    count = push_anchor(anchors, count,
                        (ElaraTempoAnchor){elara_smf_tick(smf, tick),
                                           elara_smf_time(smf, tick)});
  }
  // A last anchor a long way off keeps the last tempo.
  const int64_t far = smf->end_tick + (int64_t)(smf->ticks_per_quarter * 16.0) +
                      (int64_t)(smf->ticks_per_s * 8.0) + 16;
  count = push_anchor(
      anchors, count,
      (ElaraTempoAnchor){elara_smf_tick(smf, far), elara_smf_time(smf, far)});
  take->tempo = anchors;
  take->tempo_count = count;
  return ELARA_OK;
}
