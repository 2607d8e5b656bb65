// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The inner voices of a phrase: held, with the chorale's beats, or in one of
// the rhythms of the table.

#include "compose/room.h"

#include "model/instrument.h"

#include <string.h>

static int
in_scale(const PhraseWork* p, int pitch)
{
  const unsigned scale = elara_scale_mask(p->spec->p.tonic, p->spec->p.mode);
  return (int)(scale >> (pitch % 12) & 1u);
}

// The tone that leads from PITCH over a third to PITCH + STEP.
static int
passing(const PhraseWork* p, int pitch, int step)
{
  const int side = step > 0 ? 1 : -1;
  if (step == 4 * side) return pitch + 2 * side;
  return in_scale(p, pitch + side) ? pitch + side : pitch + 2 * side;
}

// True when MIDDLE -> NEXT at the start of slot S runs along with an outer
// voice.
static int
runs_along(const PhraseWork* p, int s, int middle, int next)
{
  return elara_perfect_parallel(middle, next, p->bass[s - 1], p->bass[s]) ||
         elara_phrase_shadows_melody(p, p->slots[s].tick, middle, next);
}

// A held note [FROM, TO) of a voice that then, in slot S, moves by STEP: one
// that moves by a third may pass through the tone between.
static void
hold(PhraseWork* p,
     int s,
     ElaraTick from,
     ElaraTick to,
     int pitch,
     int step,
     int technique,
     ElaraRandom* random,
     LineWork* line)
{
  const int third = step == 3 || step == 4 || step == -3 || step == -4;
  if (third && to - from >= 2 * QUARTER && elara_random_chance(random, .45) &&
      !runs_along(p, s, passing(p, pitch, step), pitch + step) &&
      !elara_phrase_shadows_melody(p, to - QUARTER, pitch,
                                   passing(p, pitch, step))) {
    elara_line_add(line, from, to - from - QUARTER, pitch, technique, 0.0);
    elara_line_add(line, to - QUARTER, QUARTER, passing(p, pitch, step),
                   technique, 0.0);
  } else {
    elara_line_add(line, from, to - from, pitch, technique, 0.0);
  }
}

// Held notes, tied while the voice stays. A voice that falls by step onto a
// strong slot may come late: a suspension.
static void
sustain_voice(PhraseWork* p,
              int voice,
              int technique,
              ElaraRandom* random,
              LineWork* line)
{
  int s = 0;
  while (s < p->slot_count) {
    int last = s;
    const int pitch = p->inner[s][voice];
    while (last + 1 < p->slot_count && p->inner[last + 1][voice] == pitch &&
           elara_phrase_slot_end(p, last + 1) - p->slots[s].tick <=
               8 * QUARTER) {
      last++;
    }
    ElaraTick from = p->slots[s].tick;
    const ElaraTick to = elara_phrase_slot_end(p, last);
    const int before = s > 0 ? p->inner[s - 1][voice] : pitch;
    const int fall = before - pitch;
    if ((fall == 1 || fall == 2) && to - from >= 2 * QUARTER &&
        p->slots[s].new_bar && line->notes.count > 0 &&
        !elara_phrase_shadows_melody(p, from + QUARTER, before, pitch) &&
        elara_random_chance(random, .35)) {
      line->notes.items[line->notes.count - 1].duration += QUARTER;
      from += QUARTER;
    }
    const int after =
        last + 1 < p->slot_count ? p->inner[last + 1][voice] : pitch;
    hold(p, last + 1, from, to, pitch, after - pitch, technique, random, line);
    s = last + 1;
  }
}

// Chords on every second beat and wherever the melody moves on a beat; each
// lasts until the next.
static int
chorale_strikes(const PhraseWork* p, ElaraTick tick)
{
  const ElaraTick at = tick - elara_phrase_bar_of(p, tick);
  return at % QUARTER == 0 &&
         (at % (2 * QUARTER) == 0 || elara_phrase_melody_attacks(p, tick));
}

static void
chorale_voice(PhraseWork* p, int voice, int technique, LineWork* line)
{
  const ElaraTick end = elara_phrase_moving_end(p);
  for (ElaraTick tick = p->spec->p.tick; tick < end; tick += EIGHTH) {
    if (!chorale_strikes(p, tick)) continue;
    const int s = elara_phrase_slot_at(p, tick);
    const int pitch = p->inner[s][voice];
    ElaraTick to = tick + EIGHTH;
    while (to < end && to < elara_phrase_slot_end(p, s) &&
           !chorale_strikes(p, to)) {
      to += EIGHTH;
    }
    elara_line_add(line, tick, to - tick, pitch, technique, 0.0);
  }
}

static int
is_compound(ElaraTick bar)
{
  return bar % (4 * QUARTER) != 0 && bar % (3 * EIGHTH) == 0 &&
         bar % QUARTER == 0 && bar != 3 * QUARTER;
}

// The signs of BAR for a bar of TICKS, and the step between them.
static const char*
signs_for(const ElaraRhythm* r, ElaraTick ticks, ElaraTick* step)
{
  if (r->compound && (ticks % QUARTER || is_compound(ticks))) {
    *step = EIGHTH;
    return r->compound;
  }
  *step = QUARTER / r->grid;
  return r->bar;
}

// Length of the stroke at sign I: as long as it goes on, at most to the end of
// the slot.
static ElaraTick
stroke(const char* signs,
       size_t count,
       size_t i,
       ElaraTick tick,
       ElaraTick step,
       ElaraTick end)
{
  ElaraTick duration = step;
  while (tick + duration < end && signs[++i % count] == '_') {
    duration += step;
  }
  return tick + duration > end ? end - tick : duration;
}

// A repeated chord does not stand still: where the harmony stays for a bar, the
// voice takes another tone of it for the second half, up and down in turn.
static int
stirred(const PhraseWork* p, int voice, int s, int second_half)
{
  const int pitch = p->inner[s][voice];
  const ElaraTick bar = elara_phrase_bar_of(p, p->slots[s].tick);
  const int stays =
      p->slots[s].duration >= 3 * QUARTER ||
      (s > 0 && p->slots[s - 1].tick >= bar && p->inner[s - 1][voice] == pitch);
  if (!second_half || !stays || voice == 0 ||
      elara_phrase_in_parts(&p->spec->p))
    return pitch;
  const unsigned mask = elara_chord_mask(&p->chords[s]);
  const int side = (s + voice) % 2 ? 1 : -1;
  for (int off = 1; off <= 5; off++) {
    const int other = pitch + side * off;
    if (!(mask >> (other % 12) & 1u)) continue;
    if (voice > 0 && other >= p->inner[s][voice - 1]) return pitch;
    const int below = voice + 1 < ELARA_INNER_VOICES ? p->inner[s][voice + 1]
                                                     : p->bass[s] + 2;
    return other > below ? other : pitch;
  }
  return pitch;
}

static void
rhythm_voice(PhraseWork* p,
             int voice,
             const ElaraRhythm* r,
             int technique,
             LineWork* line)
{
  const ElaraTick end = elara_phrase_moving_end(p);
  for (int b = 0; b < p->bar_count && p->bar_start[b] < end; b++) {
    ElaraTick step;
    const char* const signs = signs_for(r, p->bar_ticks[b], &step);
    const size_t count = strlen(signs);
    const ElaraTick bar_end = p->bar_start[b] + p->bar_ticks[b];
    const ElaraTick last = bar_end < end ? bar_end : end;
    size_t i = 0;
    for (ElaraTick tick = p->bar_start[b]; tick < last; tick += step, i++) {
      const char sign = signs[i % count];
      const int s = elara_phrase_slot_at(p, tick);
      const int fresh = p->slots[s].tick == tick;
      // a chord that changes under a held sign is struck anew
      if (sign == '.' || (sign == '_' && !(fresh && i > 0))) continue;
      const ElaraTick limit = elara_phrase_slot_end(p, s);
      const ElaraTick duration = stroke(signs, count, i % count, tick, step,
                                        limit < last ? limit : last);
      const int pitch =
          stirred(p, voice, s, tick - p->bar_start[b] >= p->bar_ticks[b] / 2);
      elara_line_add(line, tick, duration, pitch, technique,
                     sign == 'X' ? .35 : 0.0);
    }
  }
}

void
elara_inner_lines(PhraseWork* p, const ElaraTexture* t, ElaraRandom* random)
{
  const ElaraRhythm* const r = elara_rhythm(t->inner);
  if (!r && !p->spec->last) return;
  const int held = !r || (r->grid == 0 && strcmp(r->name, "held") == 0);
  for (int v = 0; v < ELARA_INNER_VOICES; v++) {
    LineWork line = elara_line_begin(p->work);
    if (r && held) {
      sustain_voice(p, v, t->inner_technique, random, &line);
    } else {
      if (r && r->grid == 0) chorale_voice(p, v, t->inner_technique, &line);
      if (r && r->grid) rhythm_voice(p, v, r, t->inner_technique, &line);
      elara_hold_last_bar(p, p->inner[p->slot_count - 1][v], &line);
    }
    if (t->inner_technique == ELARA_TECHNIQUE_LEGATO) elara_line_slur(&line, p);
    elara_line_finish(p->work, &line, ELARA_LINE_INNER, p->phrase, v, -1);
  }
}
