// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The arc of a cue, bar by bar: what the story feels, and the one rise that
// the music makes of it. Listeners hear tension as loudness first, then as
// dissonance and height (Farbood 2012), so all three follow RISE.

#include "compose/arc.h"

#include <math.h>

static ElaraTime
bar_time(const CueWork* work, int bar)
{
  return elara_tempo_map_time(
      &work->map, work->plan->bars[work->cue->first_bar + bar].tick);
}

static void
mark_hits(const CueWork* work, CueArc* arc)
{
  for (size_t i = 0; i < work->plan->hit_count; i++) {
    const ElaraHit* const hit = &work->plan->hits[i];
    if (hit->cue != work->cue_index) continue;
    const int bar =
        (int)elara_plan_bar_at(work->plan, hit->tick) - work->cue->first_bar;
    if (bar < 0 || bar >= arc->bars) continue;
    const int on_bar =
        work->plan->bars[work->cue->first_bar + bar].tick == hit->tick;
    if (on_bar && hit->hard) arc->hard[bar] = 1;
    arc->energy[bar] = clamp(arc->energy[bar] + .15 * hit->strength, 0.0, 1.0);
  }
}

// The mean tension of each bar, not only that at its bar line: arcs of short
// cues turn within a bar.
static double
tension_of(const CueWork* work, int bar)
{
  const ElaraTime from = bar_time(work, bar);
  const size_t end = (size_t)(work->cue->first_bar + bar);
  const ElaraTime to =
      elara_tempo_map_time(&work->map, elara_plan_bar_end(work->plan, end));
  double sum = 0.0;
  for (int k = 0; k < 4; k++) {
    const ElaraTime at = from + (to - from) / 8 * (2 * k + 1);
    sum += elara_cue_feeling(work->cue, at, NULL).tension / 4.0;
  }
  return sum;
}

// Where in the cue music would have its high point if the story did not care.
static double
envelope(double x)
{
  return x < .72 ? .2 + .8 * x / .72 : 1.0 - .7 * (x - .72) / .28;
}

// The story's tension stretched over the whole range of the cue, and a little
// of the musical envelope; of a story that stands still only the envelope.
static void
make_rise(CueArc* arc)
{
  double low = 9.0;
  double high = -9.0;
  for (int b = 0; b < arc->bars; b++) {
    low = arc->tension[b] < low ? arc->tension[b] : low;
    high = arc->tension[b] > high ? arc->tension[b] : high;
  }
  const double span = high - low;
  const double story = clamp(span / .25, 0.0, 1.0) * .8;
  for (int b = 0; b < arc->bars; b++) {
    const double x = (b + .5) / arc->bars;
    const double told = span > 0.0 ? (arc->tension[b] - low) / span : 0.0;
    arc->rise[b] = story * told + (1.0 - story) * envelope(x);
  }
  double most = -1.0;
  for (int b = 0; b < arc->bars; b++) {
    const double last_bars = b >= arc->bars - 2 && arc->bars > 6 ? .25 : 0.0;
    if (arc->rise[b] - last_bars > most) {
      most = arc->rise[b] - last_bars;
      arc->climax = b;
    }
  }
}

void
elara_cue_arc(const CueWork* work, CueArc* arc)
{
  arc->bars = work->cue->bar_count < CUE_BARS ? work->cue->bar_count : CUE_BARS;
  for (int b = 0; b < arc->bars; b++) {
    const ElaraFeeling f =
        elara_cue_feeling(work->cue, bar_time(work, b), &arc->speech[b]);
    arc->feeling[b] = f;
    arc->tension[b] = tension_of(work, b);
    arc->energy[b] = clamp(.5 + .35 * f.arousal + .2 * f.tension, 0.0, 1.0);
    if (b > 0) {
      const ElaraFeeling was = arc->feeling[b - 1];
      arc->turn[b] =
          fabs(f.valence - was.valence) + fabs(f.tension - was.tension);
    }
  }
  mark_hits(work, arc);
  make_rise(arc);
}

// Price of a phrase of so many bars: eights and fours are the norm, odd
// lengths the exception that keeps it alive.
static const double length_price[MOST_BARS + 1] = {
    99, 3.0, 1.3, 1.6, .25, 1.0, .45, 1.2, .0, 1.6, 1.1, 3.0, 2.2,
    9,  9,   9,   9,   9,   9,   9,   9,   9,  9,   9,   9,
};

int
elara_cut_phrases(const CueArc* arc, int* starts)
{
  double cost[CUE_BARS + 1];
  int from[CUE_BARS + 1];
  cost[0] = 0.0;
  for (int end = 1; end <= arc->bars; end++) {
    cost[end] = 1e18;
    for (int n = 1; n <= MOST_BARS && n <= end; n++) {
      const int begin = end - n;
      double price = cost[begin] + length_price[n] + .35;
      for (int b = begin + 1; b < end; b++) {
        price += 1.2 * arc->hard[b] + .8 * clamp(arc->turn[b] - .25, 0.0, 1.0);
        // the high point is where a phrase begins, not inside one
        if (b == arc->climax) price += 1.6;
      }
      if (price < cost[end]) cost[end] = price, from[end] = begin;
    }
  }
  int count = 0;
  for (int end = arc->bars; end > 0; end = from[end]) {
    count++;
  }
  if (count > MOST_PHRASES) count = MOST_PHRASES;
  int at = count;
  starts[count] = arc->bars;
  for (int end = arc->bars; end > 0 && at > 0; end = from[end]) {
    starts[--at] = from[end];
  }
  starts[0] = 0;
  return count;
}

// Loudness at BAR: within the range of the mood, as far up as the long line
// over all cues allows, along the rise of the cue.
double
elara_arc_level(const CueWork* work, const CueArc* arc, double bar)
{
  const ElaraCue* const cue = work->cue;
  const ElaraMoodInfo* const mood = elara_mood_info(cue->mood);
  const int b = bar < 0 ? 0 : bar >= arc->bars ? arc->bars - 1 : (int)bar;
  const double x = .2 * arc->energy[b] + .8 * arc->rise[b];
  // one climax: the rest stays below it, whatever its mood
  const double wish = mood->level_high * (.72 + .34 * cue->reach);
  const double most = .48 + .44 * cue->reach;
  const double top = cue->reach >= 1.0 ? clamp(wish, .97, 1.0)
                     : wish < most     ? wish
                                       : most;
  const double low = mood->level_low * .85;
  const double level = low + (top - low) * x;
  return clamp(.08 + .92 * level * (1.0 - .2 * arc->speech[b]), .12, 1.0);
}
