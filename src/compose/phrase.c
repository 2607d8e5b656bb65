// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// One phrase: the melody first (a theme under treatment, its development, or a
// rest), then chords that fit it, then bass and inner voices; the accompaniment
// is written around them.

#include "compose/room.h"
#include "compose/schemata.h"

#include "model/instrument.h"

#define READINGS 12 // of a phrase's harmony

// -----------------------------------------------------------------------

// The lowest note of the melody, in semitones from the tonic.
static double
lowest_of(const PhraseWork* p)
{
  int lowest = 99;
  for (int i = 0; i < p->degrees.count; i++) {
    const ElaraThemeNote* const n = &p->degrees.notes[i];
    const int pitch =
        elara_degree_pitch(0, p->spec->p.mode, n->degree, n->alter);
    if (pitch < lowest) lowest = pitch;
  }
  return lowest == 99 ? 0.0 : lowest;
}

// Octave of the tonic that brings the melody's middle nearest to the register
// that the phrase asks for.
static int
choose_tonic(const PhraseWork* p)
{
  const ElaraPhrase* const ph = &p->spec->p;
  const ElaraTheme* const theme = &p->work->themes[ph->theme];
  const int low_colour = theme->instrument == ELARA_BASSOON ||
                         theme->instrument == ELARA_CELLO ||
                         theme->instrument == ELARA_TROMBONE ||
                         theme->instrument == ELARA_BASS_CLARINET;
  double centre = 69.0 + 10.0 * ph->brightness;
  if (low_colour && !ph->climax) centre -= 10.0;
  if (ph->mood == ELARA_MOOD_DREAD) centre -= 10.0;
  if (ph->mood == ELARA_MOOD_MYSTERY) centre -= 3.0;
  if (ph->mood == ELARA_MOOD_PLAYFULNESS) centre += 4.0;
  if (ph->speech > .6 && !ph->climax) centre -= 3.0;
  // in four parts the tune is on top
  const int parts = elara_phrase_in_parts(ph);
  centre = clamp(centre, parts ? 69.0 : 54.0, 79.0);
  double sum = 0.0;
  double weight = 0.0;
  for (int i = 0; i < p->degrees.count; i++) {
    const ElaraThemeNote* const n = &p->degrees.notes[i];
    sum += (double)n->duration *
           elara_degree_pitch(0, ph->mode, n->degree, n->alter);
    weight += (double)n->duration;
  }
  double mean = weight > 0.0 ? sum / weight : 0.0;
  if (parts) mean = lowest_of(p), centre = 70.0;
  int tonic = ph->tonic;
  while (tonic + mean < centre - 6.0) {
    tonic += 12;
  }
  return tonic;
}

static void
realise_pitches(PhraseWork* p)
{
  const int tonic = choose_tonic(p);
  for (int i = 0; i < p->degrees.count; i++) {
    const ElaraThemeNote* const n = &p->degrees.notes[i];
    int pitch = elara_degree_pitch(tonic, p->spec->p.mode, n->degree, n->alter);
    while (pitch > 93) {
      pitch -= 12;
    }
    while (pitch < 43) {
      pitch += 12;
    }
    p->pitches[i] = pitch;
  }
}

// A note takes the chord's inflection of its degree: the leading tone over a
// dominant, the raised fourth over an applied one.
static void
inflect(PhraseWork* p)
{
  const unsigned scale = elara_scale_mask(p->spec->p.tonic, p->spec->p.mode);
  for (int i = 0; i < p->degrees.count; i++) {
    const ElaraThemeNote* const n = &p->degrees.notes[i];
    if (n->alter) continue;
    const int slot = elara_phrase_slot_at(p, n->tick + p->spec->p.tick);
    const unsigned mask = elara_chord_mask(&p->chords[slot]);
    const int pc = p->pitches[i] % 12;
    if (mask >> pc & 1u) continue;
    for (int move = -1; move <= 1; move += 2) {
      const int other = (pc + move + 12) % 12;
      const int fits = (mask >> other & 1u) && !(scale >> other & 1u);
      const int taken = mask >> ((pc + 2 * move + 12) % 12) & 1u;
      if (fits && !taken) {
        p->pitches[i] += move;
        break;
      }
    }
  }
}

// --- slots
// ---------------------------------------------------------------------------

static void
add_slot(PhraseWork* p, ElaraTick tick, ElaraTick duration, int new_bar)
{
  if (p->slot_count >= ELARA_SLOTS) {
    p->slots[p->slot_count - 1].duration += duration;
    return;
  }
  p->slots[p->slot_count++] =
      (ElaraSlot){.tick = tick, .duration = duration, .new_bar = new_bar};
}

// Half bars where the metre has halves; whole bars when harmony is slow.
static void
lay_slots(PhraseWork* p)
{
  const double slow = elara_mood_info(p->spec->p.mood)->bars_per_chord;
  for (int b = 0; b < p->bar_count; b++) {
    const ElaraTick start = p->bar_start[b];
    const ElaraTick ticks = p->bar_ticks[b];
    const int cadence =
        b == p->bar_count - 2 && p->spec->p.cadence != ELARA_CADENCE_NONE;
    ElaraTick first = ticks;
    if (ticks == 4 * QUARTER) {
      first = 2 * QUARTER;
    } else if (ticks == 5 * QUARTER) {
      first = 3 * QUARTER;
    } else if (ticks == 3 * QUARTER) {
      first = cadence ? 2 * QUARTER : ticks;
    } else if (ticks > 2 * QUARTER + EIGHTH) {
      first = 2 * QUARTER;
    }
    if (slow >= 2.0 && !cadence) first = ticks;
    add_slot(p, start, first, 1);
    if (first < ticks) add_slot(p, start + first, ticks - first, 0);
  }
}

static void
weigh_melody(PhraseWork* p)
{
  for (int s = 0; s < p->slot_count; s++) {
    ElaraSlot* const slot = &p->slots[s];
    for (int pc = 0; pc < 12; pc++) {
      slot->melody[pc] = 0.0;
    }
    slot->top = elara_phrase_melody_at(p, slot->tick);
    slot->leave = elara_phrase_melody_at(p, slot->tick + slot->duration - 1);
    slot->lowest = slot->top;
    for (int i = 0; i < p->degrees.count; i++) {
      const ElaraTick on = p->degrees.notes[i].tick + p->spec->p.tick;
      const ElaraTick off = on + p->degrees.notes[i].duration;
      const ElaraTick from = on > slot->tick ? on : slot->tick;
      const ElaraTick to =
          off < slot->tick + slot->duration ? off : slot->tick + slot->duration;
      if (to <= from) continue;
      if (!slot->lowest || p->pitches[i] < slot->lowest)
        slot->lowest = p->pitches[i];
      double w = (double)(to - from) / (double)QUARTER;
      if (on == slot->tick) w *= 1.6;
      if (p->degrees.notes[i].duration < QUARTER && on % QUARTER) w *= .5;
      slot->melody[p->pitches[i] % 12] += w;
    }
  }
}

// --- harmony
// -----------------------------------------------------------------------------

// How bright the harmony must be: what the cue is asked for, and the moment.
static double
brightness_asked(const PhraseWork* p)
{
  return .4 * p->spec->p.valence + .7 * p->work->cue->feeling.valence;
}

// Wanted strain of the chord in slot S: what the phrase is at, higher towards
// its middle, and low where it closes.
static double
tension_at(const PhraseWork* p, int s)
{
  const ElaraPhrase* const ph = &p->spec->p;
  const double x = (s + .5) / p->slot_count;
  const double swing = x < .7 ? x / .7 : (1.0 - x) / .3;
  const double base =
      .10 + .30 * p->spec->rise + .12 * ph->tension - .12 * ph->valence;
  return clamp(base + (.12 + .2 * p->spec->rise) * swing, 0.0, 1.0);
}

// The theme's own harmony, bar by bar: a tune and its chords are one thing.
static void
wish_own_harmony(PhraseWork* p, const ElaraTheme* theme, double strength)
{
  int bar = -1;
  for (int s = 0; s < p->slot_count; s++) {
    bar += p->slots[s].new_bar;
    const int at = p->spec->theme_bar + bar / p->spec->augment;
    if (at >= theme->chord_count || bar >= p->bar_count - 1) break;
    const ElaraThemeChord* const c = &theme->chords[at];
    p->slots[s].wish_root = (c->root + p->spec->p.tonic) % 12;
    p->slots[s].wish_quality = c->quality;
    p->slots[s].wish = strength;
  }
}

static void
wish_ground(PhraseWork* p, double strength)
{
  const CueWork* const work = p->work;
  const int shift = p->spec->p.tonic - work->ground_tonic + 12;
  int bar = -1;
  for (int s = 0; s < p->slot_count; s++) {
    bar += p->slots[s].new_bar;
    const ElaraChord* const c = &work->ground[bar % work->ground_count];
    p->slots[s].wish_root = (c->root + shift) % 12;
    p->slots[s].wish_quality = c->quality;
    p->slots[s].wish = strength;
  }
}

// Ground first, then the theme's own chords, then a pattern that suits.
static void
wish_harmony(PhraseWork* p, const ElaraHarmonyStyle* style, ElaraRandom* random)
{
  const PhraseSpec* const spec = p->spec;
  const ElaraTheme* const theme = &p->work->themes[spec->p.theme];
  const int same_side =
      elara_mode_is_minor(theme->mode) == elara_mode_is_minor(spec->p.mode);
  const int plain = spec->p.treatment != ELARA_TREAT_CORRUPT &&
                    spec->p.treatment != ELARA_TREAT_DOUBT;
  if (spec->ground && p->work->ground_count > 0) {
    wish_ground(p, 3.0);
  } else if (spec->lament) {
    elara_wish_lament(p->slots, p->slot_count, style, 2.6);
  } else if (spec->melody == MELODY_THEME && same_side && plain &&
             !spec->vary) {
    wish_own_harmony(p, theme, 1.6);
  } else if (spec->melody != MELODY_FUGATO && elara_random_chance(random, .6)) {
    elara_wish_schema(p->slots, p->slot_count, style, spec->p.mood, 1.3,
                      random);
  }
}

// What the first phrase of a ground form had, one chord a bar.
static void
keep_ground(PhraseWork* p)
{
  CueWork* const work = p->work;
  if (!p->spec->ground || work->ground_count > 0) return;
  work->ground_tonic = p->spec->p.tonic;
  for (int s = 0; s < p->slot_count; s++) {
    if (p->slots[s].new_bar) work->ground[work->ground_count++] = p->chords[s];
  }
}

static void
write_harmony(PhraseWork* p, ElaraRandom* random)
{
  const ElaraPhrase* const ph = &p->spec->p;
  const ElaraMood mood = ph->mood;
  const int wonder = mood == ELARA_MOOD_WONDER || mood == ELARA_MOOD_MYSTERY ||
                     mood == ELARA_MOOD_TRIUMPH;
  const int dark = mood == ELARA_MOOD_DREAD || mood == ELARA_MOOD_TERROR ||
                   mood == ELARA_MOOD_GROTESQUE || mood == ELARA_MOOD_MYSTERY ||
                   mood == ELARA_MOOD_ANGER || mood == ELARA_MOOD_SUSPENSE;
  const double t = .5 + .5 * ph->tension;
  const double bright = brightness_asked(p);
  const ElaraHarmonyStyle style = {
      .tonic = ph->tonic,
      .mode = ph->mode,
      .cadence = ph->cadence,
      .hold =
          clamp(.25 * elara_mood_info(mood)->bars_per_chord - .35 * ph->arousal,
                -.3, 1.2),
      .chromatic = wonder ? .6 : .22 + .2 * t - .35 * bright,
      .dark = dark ? .3 + .35 * t : clamp(.15 * t - .4 * bright, 0.0, .6),
      .sevenths = clamp(.32 + .25 * t - .45 * bright -
                            .15 * (mood == ELARA_MOOD_SERENITY),
                        0.0, 1.0),
      .opens_on_tonic = p->spec->melody != MELODY_SEQUENCE,
      .follow = 1.1,
      .before = p->work->last_chord,
      .leads_to = p->spec->next_tonic,
  };
  weigh_melody(p);
  for (int s = 0; s < p->slot_count; s++) {
    p->slots[s].tension = tension_at(p, s);
  }
  wish_harmony(p, &style, random);
  elara_harmonise(p->slots, p->slot_count, &style, random, p->chords);
  inflect(p);
  weigh_melody(p);
}

// Ceiling of the inner voices: under the melody when it is high enough to sit
// under, else a middle register of their own.
static void
write_voices(PhraseWork* p, ElaraRandom* random)
{
  const ElaraPhrase* const ph = &p->spec->p;
  // cellos: an octave under them there is still the double bass
  const int low =
      ph->mood == ELARA_MOOD_DREAD ? 36 : 40 + 2 * (ph->brightness > .15);
  const int bright = ph->brightness > .15;
  const int high = elara_phrase_in_parts(ph) ? 52 : bright ? 59 : 56;
  elara_bass_line(p->slots, p->slot_count, p->chords, low, high, ph->cadence,
                  random, p->bass);
  const int dread = ph->mood == ELARA_MOOD_DREAD;
  const int comic = ph->mood == ELARA_MOOD_PLAYFULNESS;
  const int parts = elara_phrase_in_parts(ph);
  int ceiling[ELARA_SLOTS];
  int last = 69;
  for (int s = 0; s < p->slot_count; s++) {
    const int top = p->slots[s].lowest;
    int limit = top > 62 ? top - 2 : top > 0 ? 67 : last;
    // dread crouches, comedy stands on tiptoe
    const int most = dread ? 60 : 79;
    const int least = dread || parts ? 55 : comic ? 67 : 64;
    limit = limit > most ? most : limit < least ? least : limit;
    ceiling[s] = limit;
    last = limit;
  }
  elara_inner_voices(p->slots, p->slot_count, p->chords, p->bass, ceiling,
                     dread   ? 40
                     : comic ? 50
                             : 43,
                     random, p->inner);
}

// --- the melody's line
// ------------------------------------------------------------------------

static double
accent_at(const PhraseWork* p, ElaraTick tick)
{
  const ElaraPlan* const plan = p->work->plan;
  for (size_t i = 0; i < plan->hit_count; i++) {
    if (plan->hits[i].tick == tick && plan->hits[i].cue == p->work->cue_index) {
      return plan->hits[i].hard ? .6 + .4 * plan->hits[i].strength : .4;
    }
  }
  return 0.0;
}

// A line states its theme when a listener who knows the head would notice it,
// from whatever note on.
static int
states_theme(const PhraseWork* p)
{
  const ElaraTheme* const theme = &p->work->themes[p->spec->p.theme];
  const ElaraMelody plain = elara_melody_of_theme(theme);
  for (int i = 0; i + 3 < p->degrees.count; i++) {
    const ElaraMelody rest =
        elara_melody_tail(&p->degrees, p->degrees.count - i);
    if (elara_melody_recognised(&rest, &plain, theme->head_count) >= 2)
      return 1;
  }
  return 0;
}

static void
write_melody_line(PhraseWork* p)
{
  LineWork line = elara_line_begin(p->work);
  const int play = p->spec->p.treatment == ELARA_TREAT_PLAY ||
                   p->spec->p.mood == ELARA_MOOD_PLAYFULNESS ||
                   p->spec->p.mood == ELARA_MOOD_GROTESQUE;
  for (int i = 0; i < p->degrees.count; i++) {
    const ElaraThemeNote* const n = &p->degrees.notes[i];
    int technique =
        p->gate > .8 ? ELARA_TECHNIQUE_LEGATO : ELARA_TECHNIQUE_NORMAL;
    if ((play || p->gate < .6) && n->duration <= QUARTER)
      technique = ELARA_TECHNIQUE_STACCATO;
    if (p->spec->p.level > .75 && n->duration >= QUARTER && p->gate < .9)
      technique = ELARA_TECHNIQUE_MARCATO;
    elara_line_add(&line, n->tick + p->spec->p.tick, n->duration, p->pitches[i],
                   technique, accent_at(p, n->tick + p->spec->p.tick));
  }
  elara_line_slur(&line, p);
  elara_line_finish(p->work, &line, ELARA_LINE_MELODY, p->phrase, 0,
                    states_theme(p) ? p->spec->p.theme : -1);
}

static void
push_chords(PhraseWork* p)
{
  CueWork* const work = p->work;
  for (int s = 0; s < p->slot_count; s++) {
    ElaraChord chord = p->chords[s];
    if (s > 0) {
      ElaraChord* const last = &work->chords.items[work->chords.count - 1];
      const int same = last->root == chord.root &&
                       last->quality == chord.quality &&
                       last->bass == chord.bass;
      if (same) {
        last->duration += chord.duration;
        continue;
      }
    }
    if (!ELARA_PUSH(work->arena, &work->chords, chord)) work->failed = 1;
  }
}

static void
write_accompaniment(PhraseWork* p, ElaraRandom* random)
{
  const ElaraTexture* const t = elara_texture(p->spec->p.texture);
  elara_inner_lines(p, t, random);
  for (int i = 0; i < ELARA_TEXTURE_FIGURES; i++) {
    if (t->figures[i]) elara_figure_line(p, t, i, random);
  }
  elara_bass_lines(p, t);
}

// Several readings of the harmony and its voices; the best is kept.
static void
choose_reading(PhraseWork* p)
{
  static _Thread_local PhraseWork plain;
  static _Thread_local PhraseWork best;
  plain = *p;
  double least = 1e18;
  for (uint64_t k = 0; k < READINGS; k++) {
    *p = plain;
    ElaraRandom random =
        elara_random(p->work->seed, "harmony", (uint64_t)p->phrase, k);
    write_harmony(p, &random);
    write_voices(p, &random);
    const double points = elara_judge_phrase(p);
    if (points < least) least = points, best = *p;
  }
  *p = best;
  keep_ground(p);
  p->work->last_chord = p->chords[p->slot_count - 1];
}

void
elara_phrase_compose(CueWork* work, const PhraseSpec* spec)
{
  static _Thread_local PhraseWork p;
  p = (PhraseWork){
      .work = work, .spec = spec, .phrase = (int)work->phrases.count};
  p.bar_count = spec->p.bar_count < MOST_BARS ? spec->p.bar_count : MOST_BARS;
  for (int b = 0; b < p.bar_count; b++) {
    p.bar_start[b] = work->plan->bars[spec->p.first_bar + b].tick;
    p.bar_ticks[b] =
        elara_plan_bar_end(work->plan, (size_t)(spec->p.first_bar + b)) -
        p.bar_start[b];
  }
  p.gate = elara_mood_info(spec->p.mood)->gate;
  if (!ELARA_PUSH(work->arena, &work->phrases, spec->p)) {
    work->failed = 1;
    return;
  }
  ElaraRandom random =
      elara_random(work->seed, "phrase", (uint64_t)p.phrase, 0);
  p.degrees = elara_phrase_melody(&p, &random);
  realise_pitches(&p);
  lay_slots(&p);
  choose_reading(&p);
  if (spec->melody == MELODY_FUGATO) {
    elara_fugato_lines(&p, &random);
  } else {
    write_melody_line(&p);
    write_accompaniment(&p, &random);
    elara_counter(&p, &random);
    elara_phrase_clear_rubs(&p);
  }
  push_chords(&p);
  elara_drums(&p, &random);
}
