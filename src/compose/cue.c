// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The form of a cue: bars are gathered into phrases (dynamic programming over
// phrase lengths, with borders drawn to hits and to turns of feeling), and the
// phrases get their function, theme, key, level and texture.

#include "compose/room.h"

#include <math.h>

// Price of a phrase of so many bars: eights and fours are the norm, odd
// lengths the exception that keeps it alive.
static const double length_price[MOST_BARS + 1] = {
    99, 3.0, 1.3, 1.6, .25, 1.0, .45, 1.2, .0, 1.6, 1.1, 3.0, 2.2,
    9,  9,   9,   9,   9,   9,   9,   9,   9,  9,   9,   9,
};

typedef struct {
  int bars;
  double energy[1024]; // 0..1 per bar
  double turn[1024];   // how much feeling changes at the start of the bar
  double speech[1024];
  ElaraFeeling feeling[1024];
  int hard[1024]; // a hard hit on the downbeat
  int climax;
} Arc;

static ElaraTime
bar_time(const CueWork* work, int bar)
{
  const ElaraTempoMap map = elara_plan_tempo_map(work->plan);
  return elara_tempo_map_time(
      &map, work->plan->bars[work->cue->first_bar + bar].tick);
}

static void
mark_hits(const CueWork* work, Arc* arc)
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

static void
read_arc(const CueWork* work, Arc* arc)
{
  arc->bars = work->cue->bar_count < 1024 ? work->cue->bar_count : 1024;
  for (int b = 0; b < arc->bars; b++) {
    const ElaraFeeling f =
        elara_cue_feeling(work->cue, bar_time(work, b), &arc->speech[b]);
    arc->feeling[b] = f;
    arc->energy[b] = clamp(.5 + .3 * f.arousal + .25 * f.tension, 0.0, 1.0);
    if (b > 0) {
      const ElaraFeeling was = arc->feeling[b - 1];
      arc->turn[b] =
          fabs(f.valence - was.valence) + fabs(f.tension - was.tension);
    }
  }
  mark_hits(work, arc);
  double most = -1.0;
  for (int b = 0; b < arc->bars; b++) {
    const double x = (b + .5) / arc->bars;
    const double place = 1.0 - 1.6 * fabs(x - .74);
    const double value = arc->energy[b] + .6 * place;
    if (value > most) most = value, arc->climax = b;
  }
}

// Cuts the cue into phrases; returns how many. STARTS has one more entry than
// phrases.
static int
cut_phrases(const Arc* arc, int* starts)
{
  double cost[1025];
  int from[1025];
  cost[0] = 0.0;
  for (int end = 1; end <= arc->bars; end++) {
    cost[end] = 1e18;
    for (int n = 1; n <= MOST_BARS && n <= end; n++) {
      const int begin = end - n;
      double price = cost[begin] + length_price[n] + .35;
      for (int b = begin + 1; b < end; b++) {
        price += 1.2 * arc->hard[b] + .8 * clamp(arc->turn[b] - .25, 0.0, 1.0);
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

// --- function of each phrase ------------------------------------------------

typedef enum {
  INTRO,
  STATE,
  AGAIN,
  OTHER,
  DEVELOP,
  BUILD,
  CLIMAX,
  CODA
} Function;

static const char* const function_names[] = {
    "introduction", "statement", "varied statement", "second theme",
    "development",  "build",     "climax",           "coda",
};

static Function
function_of(
    int i, int count, int climax, int bars, int short_first, int has_second)
{
  if (count == 1) return STATE;
  if (i == count - 1) return bars <= 4 || count > 2 ? CODA : STATE;
  if (i == climax) return CLIMAX;
  if (i == 0) return short_first && count > 2 ? INTRO : STATE;
  if (i == climax - 1 && count > 3) return BUILD;
  static const Function cycle[] = {STATE, AGAIN,   OTHER, DEVELOP,
                                   AGAIN, DEVELOP, STATE, OTHER};
  const Function f = cycle[(i - (short_first ? 1 : 0)) % 8];
  return f == OTHER && !has_second ? DEVELOP : f;
}

static MelodyKind
melody_for(Function f,
           double speech,
           ElaraTreatment treatment,
           ElaraMood mood,
           ElaraRandom* random)
{
  const int still = mood == ELARA_MOOD_DREAD || mood == ELARA_MOOD_MYSTERY ||
                    mood == ELARA_MOOD_SUSPENSE;
  switch (f) {
  case INTRO:
    return elara_random_chance(random, .5) ? MELODY_HINT : MELODY_NONE;
  case CODA:
    return MELODY_CODA;
  case DEVELOP:
    return still && elara_random_chance(random, .4) ? MELODY_LONG
                                                    : MELODY_SEQUENCE;
  case BUILD:
    return MELODY_SEQUENCE;
  case CLIMAX:
    return MELODY_THEME;
  default:
    break;
  }
  if (treatment == ELARA_TREAT_HINT) return MELODY_HINT;
  if (still && elara_random_chance(random, .35)) return MELODY_LONG;
  if (speech > .8 && elara_random_chance(random, .25)) return MELODY_HINT;
  return MELODY_THEME;
}

// --- keys --------------------------------------------------------------------

// Semitones from the theme's home key: near keys only; what changes most is
// the mode.
static const int treatment_shift[ELARA_TREAT_COUNT] = {
    [ELARA_TREAT_GROW] = 2,
    [ELARA_TREAT_LAMENT] = 9,
    [ELARA_TREAT_TRIUMPH] = 2,
    [ELARA_TREAT_PLAY] = 7,
};

static ElaraMode
mode_of(const ElaraTheme* theme,
        ElaraTreatment treatment,
        const ElaraFeeling* f,
        ElaraMood mood)
{
  const int minor = elara_mode_is_minor(theme->mode);
  switch (treatment) {
  case ELARA_TREAT_DOUBT:
    return minor ? theme->mode : ELARA_MODE_MINOR;
  case ELARA_TREAT_LAMENT:
    return ELARA_MODE_MINOR;
  case ELARA_TREAT_CORRUPT:
    return ELARA_MODE_PHRYGIAN;
  case ELARA_TREAT_TRIUMPH:
    return minor ? ELARA_MODE_MAJOR : theme->mode;
  case ELARA_TREAT_PLAY:
    return minor ? ELARA_MODE_MIXOLYDIAN : theme->mode;
  default:
    break;
  }
  const int wants_minor = elara_mood_info(mood)->minor;
  if (wants_minor && !minor && f->valence < -.15)
    return f->tension > .4 ? ELARA_MODE_MINOR : ELARA_MODE_DORIAN;
  if (!wants_minor && minor && f->valence > .15)
    return mood == ELARA_MOOD_WONDER ? ELARA_MODE_LYDIAN : ELARA_MODE_MAJOR;
  return theme->mode;
}

// Where development goes, in semitones from home, for major and for minor.
static int
far_key(ElaraRandom* random, int minor, int wonder)
{
  static const int major_keys[] = {7, 9, 5, 2, 4, 8, 3};
  static const int minor_keys[] = {3, 7, 5, 8, 10, 2, 9};
  const int range = wonder ? 7 : 5;
  const int i = elara_random_index(random, range);
  return minor ? minor_keys[i] : major_keys[i];
}

static ElaraMode
far_mode(ElaraMode home, int shift)
{
  const int minor = elara_mode_is_minor(home);
  if (!minor && (shift == 9 || shift == 2 || shift == 4))
    return ELARA_MODE_MINOR;
  if (minor && (shift == 3 || shift == 8 || shift == 10))
    return ELARA_MODE_MAJOR;
  return home;
}

// --- texture -----------------------------------------------------------------

static int
choose_texture(const ElaraCue* cue,
               const PhraseSpec* spec,
               double energy,
               int before,
               ElaraRandom* random)
{
  double weights[64];
  const int count = elara_texture_count();
  const ElaraMood local = elara_mood_nearest(spec->p.valence, spec->p.arousal,
                                             spec->p.tension, spec->p.levity);
  for (int i = 0; i < count && i < 64; i++) {
    const ElaraTexture* const t = elara_texture(i);
    double w = 2.0 * (t->moods[cue->mood] - '0') + .6 * (t->moods[local] - '0');
    const double off = t->energy - energy;
    w /= 1.0 + 14.0 * off * off;
    if (i == before) w *= .15;
    if (spec->melody == MELODY_NONE && t->inner == ELARA_INNER_NONE) w = 0.0;
    if (spec->p.climax && t->inner == ELARA_INNER_NONE) w = 0.0;
    if (cue->beats == 3 || cue->beat_type == 8) {
      if (t->inner == ELARA_INNER_STAB) w *= .5;
    } else if (t->inner == ELARA_INNER_AFTERBEAT) {
      w = 0.0;
    }
    weights[i] = w;
  }
  return elara_random_weighted(random, weights, count);
}

// --- putting it together
// -------------------------------------------------------

// Every theme of the cue gets its turn: the first opens and owns the climax,
// the others come as second themes, in development, and at the latest as a
// memory in the coda.
static const ElaraCueTheme*
theme_for(const ElaraCue* cue, Function f, int finale, unsigned* heard)
{
  size_t pick = 0;
  const int opens = *heard == 0;
  // the story's last word belongs to its main theme
  const int last_word = f == CODA && finale;
  if (!opens && !last_word && f != CLIMAX && f != BUILD) {
    while (pick < cue->theme_count && (*heard >> pick & 1u)) {
      pick++;
    }
    if (pick == cue->theme_count) pick = f == OTHER && pick > 1 ? 1 : 0;
  }
  *heard |= 1u << pick;
  return &cue->themes[pick];
}

static void
fill_feeling(const Arc* arc, int first, int count, PhraseSpec* spec)
{
  for (int b = first; b < first + count; b++) {
    spec->p.valence += arc->feeling[b].valence / count;
    spec->p.arousal += arc->feeling[b].arousal / count;
    spec->p.tension += arc->feeling[b].tension / count;
    spec->p.levity += arc->feeling[b].levity / count;
    spec->p.speech += arc->speech[b] / count;
  }
}

// Loudness follows the arc of feeling and, as much, the long line of the cue:
// everything rises together towards its climax.
static double
level_at(const CueWork* work, const Arc* arc, double bar)
{
  const ElaraMoodInfo* const mood = elara_mood_info(work->cue->mood);
  const int b = bar < 0 ? 0 : bar >= arc->bars ? arc->bars - 1 : (int)bar;
  const double climax = arc->climax + .5;
  const double rise =
      bar <= climax ? .25 + .75 * bar / (climax + .01)
                    : 1.0 - .75 * (bar - climax) / (arc->bars - climax + .01);
  const double x = .45 * arc->energy[b] + .55 * rise;
  // the story's climax is the loudest of its kind, and starts from higher up
  const double weight = work->cue->importance * work->cue->importance;
  const double top = mood->level_high + .28 * weight;
  const double level = mood->level_low + (top - mood->level_low) * x;
  return clamp(.1 + .9 * level * (1.0 - .22 * arc->speech[b]), .15, 1.0);
}

static ElaraCadence
cadence_for(Function f, const ElaraCue* cue, ElaraRandom* random)
{
  const int open = cue->mood == ELARA_MOOD_DREAD ||
                   cue->mood == ELARA_MOOD_SUSPENSE ||
                   cue->mood == ELARA_MOOD_TERROR;
  if (f == CODA) {
    if (open) return ELARA_CADENCE_NONE;
    return elara_random_chance(random, .25) ? ELARA_CADENCE_PLAGAL
                                            : ELARA_CADENCE_AUTHENTIC;
  }
  if (f == INTRO || f == BUILD) return ELARA_CADENCE_HALF;
  const double weights[] = {.0, .60, .28, .05, .07};
  return (ElaraCadence)elara_random_weighted(random, weights, 5);
}

static void
set_key(const CueWork* work,
        const ElaraCueTheme* ct,
        Function f,
        int home,
        int* away,
        PhraseSpec* spec,
        ElaraRandom* random)
{
  const ElaraTheme* const theme = &work->themes[ct->theme];
  const ElaraFeeling feeling = {spec->p.valence, spec->p.arousal,
                                spec->p.tension, spec->p.levity};
  spec->p.mode = mode_of(theme, ct->treatment, &feeling, work->cue->mood);
  spec->p.tonic = home;
  const int minor = elara_mode_is_minor(spec->p.mode);
  if (f == DEVELOP || f == BUILD || f == OTHER ||
      (f == AGAIN && elara_random_chance(random, .4))) {
    const int shift =
        far_key(random, minor, work->cue->mood == ELARA_MOOD_WONDER);
    *away = f == BUILD ? *away : shift;
    spec->p.tonic = (home + (f == BUILD ? 7 : *away)) % 12;
    if (f != BUILD) spec->p.mode = far_mode(spec->p.mode, *away);
  }
  if (f == CODA) {
    // a remembered theme takes the mode in which the cue is at home
    const ElaraCueTheme* const main = &work->cue->themes[0];
    spec->p.mode = mode_of(&work->themes[main->theme], main->treatment,
                           &feeling, work->cue->mood);
  }
  if (f == CLIMAX && work->cue->importance > .6)
    spec->p.tonic = (home + 2) % 12;
}

int
elara_form_cue(const CueWork* work, PhraseSpec* specs)
{
  static _Thread_local Arc arc;
  arc = (Arc){0};
  read_arc(work, &arc);
  int starts[MOST_PHRASES + 1];
  const int count = cut_phrases(&arc, starts);
  const ElaraCue* const cue = work->cue;
  ElaraRandom random = elara_random(work->seed, "form", 0, 0);
  const ElaraTheme* const main_theme = &work->themes[cue->themes[0].theme];
  const int home =
      (main_theme->tonic + treatment_shift[cue->themes[0].treatment]) % 12;
  int climax = 0;
  for (int i = 0; i < count; i++) {
    if (starts[i] <= arc.climax) climax = i;
  }
  int away = 7;
  int before = -1;
  int visits = 0;
  unsigned heard = 0;
  for (int i = 0; i < count; i++) {
    const int first = starts[i];
    const int bars = starts[i + 1] - first;
    const Function f = function_of(i, count, climax, bars, starts[1] <= 4,
                                   cue->theme_count > 1);
    const unsigned before_mask = heard;
    const ElaraCueTheme* const ct = theme_for(
        cue, f, work->cue_index == (int)work->plan->cue_count - 1, &heard);
    const int heard_before = before_mask == heard;
    PhraseSpec* const s = &specs[i];
    *s =
        (PhraseSpec){.augment = 1, .counter_theme = -1, .last = i == count - 1};
    fill_feeling(&arc, first, bars, s);
    s->p.cue = work->cue_index;
    s->p.first_bar = cue->first_bar + first;
    s->p.bar_count = bars;
    s->p.tick = work->plan->bars[s->p.first_bar].tick;
    s->p.end =
        elara_plan_bar_end(work->plan, (size_t)(s->p.first_bar + bars - 1));
    s->p.mood = cue->mood;
    s->p.theme = ct->theme;
    s->p.treatment = (int)ct->treatment;
    s->p.form = function_names[f];
    s->p.climax = f == CLIMAX;
    s->melody = melody_for(f, s->p.speech, ct->treatment, cue->mood, &random);
    s->p.cadence = cadence_for(f, cue, &random);
    set_key(work, ct, f, home, &away, s, &random);
    s->p.level = level_at(work, &arc, first);
    s->p.level_end =
        level_at(work, &arc, f == CODA ? arc.bars - 1 : first + bars - .5);
    if (f == BUILD && s->p.level_end < s->p.level + .1)
      s->p.level_end = clamp(s->p.level + .15, 0.0, 1.0);
    const double dark =
        work->themes[ct->theme].instrument >= ELARA_BASSOON &&
                work->themes[ct->theme].instrument <= ELARA_CONTRABASSOON
            ? .4
            : 0.0;
    s->p.brightness = clamp(.35 * s->p.arousal + .35 * s->p.valence +
                                .35 * s->p.climax - .3 * (f == CODA) - dark,
                            -1.0, 1.0);
    s->p.density =
        clamp(.30 + .55 * (s->p.level + s->p.level_end) / 2 +
                  .15 * arc.energy[first] + .2 * s->p.climax -
                  .12 * s->p.speech - .15 * (f == INTRO) - .1 * (f == CODA),
              .12, 1.0);
    if (i == 0 && count > 2) s->p.density *= .8;
    s->theme_bar = visits % 2 && f != CLIMAX ? 4 : 0;
    if (s->melody == MELODY_THEME) visits += bars <= 5;
    s->step = (int[]){-1, 1, 2, -2}[elara_random_index(&random, 4)];
    if (f == BUILD) s->step = 1;
    s->vary = f == AGAIN || (f == STATE && heard_before);
    s->augment = (ct->treatment == ELARA_TREAT_GROW ||
                  ct->treatment == ELARA_TREAT_LAMENT) &&
                         bars >= 6 && elara_random_chance(&random, .5)
                     ? 2
                     : 1;
    if (cue->theme_count > 1 &&
        (f == CLIMAX || ct->treatment == ELARA_TREAT_UNITE))
      s->counter_theme = cue->themes[1].theme;
    const double energy =
        clamp(.15 + .75 * (arc.energy[first] * .6 + .4 * s->p.level) +
                  .1 * s->p.levity - .12 * s->p.speech,
              0.0, 1.0);
    s->p.texture = choose_texture(cue, s, energy, before, &random);
    s->p.texture_name = elara_texture(s->p.texture)->name;
    before = s->p.texture;
  }
  return count;
}
