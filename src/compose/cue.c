// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The form of a cue: its phrases get their function, theme, key, level and
// setting, and the sentences that say why.

#include "compose/arc.h"
#include "compose/forms.h"
#include "compose/keys.h"
#include "compose/room.h"

#include <string.h>

// Moods whose development may be a fugato.
static const int fugal[ELARA_MOOD_COUNT] = {
    [ELARA_MOOD_SUSPENSE] = 1, [ELARA_MOOD_ACTION] = 1,
    [ELARA_MOOD_TRIUMPH] = 1,  [ELARA_MOOD_RESOLVE] = 1,
    [ELARA_MOOD_ANGER] = 1,    [ELARA_MOOD_GROTESQUE] = 1,
};

static MelodyKind
melody_for(PhraseFunction f,
           double speech,
           ElaraTreatment treatment,
           ElaraMood mood,
           ElaraRandom* random)
{
  const int still = mood == ELARA_MOOD_DREAD || mood == ELARA_MOOD_MYSTERY ||
                    mood == ELARA_MOOD_SUSPENSE;
  switch (f) {
  case FUNCTION_INTRO:
    return elara_random_chance(random, .5) ? MELODY_HINT : MELODY_NONE;
  case FUNCTION_HINT:
    return MELODY_HINT;
  case FUNCTION_CODA:
    return MELODY_CODA;
  case FUNCTION_DEVELOP:
    if (fugal[mood] && elara_random_chance(random, .3)) return MELODY_FUGATO;
    return still && elara_random_chance(random, .4) ? MELODY_LONG
                                                    : MELODY_SEQUENCE;
  case FUNCTION_BUILD:
    return MELODY_SEQUENCE;
  case FUNCTION_CLIMAX:
    return MELODY_THEME;
  case FUNCTION_FUGATO:
    return MELODY_FUGATO;
  default:
    break;
  }
  if (treatment == ELARA_TREAT_HINT) return MELODY_HINT;
  if (still && elara_random_chance(random, .3)) return MELODY_LONG;
  if (speech > .8 && elara_random_chance(random, .25)) return MELODY_HINT;
  return MELODY_THEME;
}

// --- setting -----------------------------------------------------------------

static double
metre_fits(const ElaraTexture* t, const ElaraCue* cue)
{
  const int three = cue->beats == 3 || cue->beat_type == 8;
  if (t->inner && strcmp(t->inner, "after the first beat") == 0)
    return three ? 1.0 : 0.0;
  if (t->inner && strcmp(t->inner, "polonaise") == 0)
    return cue->beats == 3 && cue->beat_type == 4 ? 1.0 : 0.0;
  if (t->inner && strcmp(t->inner, "tarantella") == 0)
    return cue->beat_type == 8 ? 3.0 : .4;
  if (t->inner &&
      (strcmp(t->inner, "stabs 3+3+2") == 0 ||
       strcmp(t->inner, "habanera") == 0 || strcmp(t->inner, "march") == 0))
    return three ? .2 : 1.0;
  return 1.0;
}

// Some functions have settings of their own.
static double
function_fits(const ElaraTexture* t, const PhraseSpec* spec, double reach)
{
  const ElaraEnsemble e = t->ensemble;
  const int full = e == ELARA_ENSEMBLE_TUTTI || e == ELARA_ENSEMBLE_PLANING ||
                   e == ELARA_ENSEMBLE_UNISON;
  const int bare = !t->inner && !t->figures[0];
  switch (spec->function) {
  case FUNCTION_CLIMAX:
    if (bare || e == ELARA_ENSEMBLE_SOLO || e == ELARA_ENSEMBLE_WEB)
      return reach > .5 ? 0.0 : .2;
    return full ? 2.5 : 1.0;
  case FUNCTION_BUILD:
    return e == ELARA_ENSEMBLE_SOLO || bare ? .1 : full ? .6 : 1.2;
  case FUNCTION_INTRO:
    return full ? .15 : 1.0;
  case FUNCTION_CODA:
    return e == ELARA_ENSEMBLE_CHORALE || e == ELARA_ENSEMBLE_STRINGS ? 1.6
                                                                      : 1.0;
  case FUNCTION_FUGATO:
    return e == ELARA_ENSEMBLE_FUGATO ? 1.0 : 0.0;
  default:
    return full && reach < .6 ? .4 : 1.0;
  }
}

// Under speech the music is still, and keeps to settings that leave room.
static double
speech_fits(const ElaraTexture* t, double speech)
{
  if (speech < .5) return 1.0;
  const int still = t->ensemble == ELARA_ENSEMBLE_STRINGS ||
                    t->ensemble == ELARA_ENSEMBLE_ACCOMPANIED ||
                    t->ensemble == ELARA_ENSEMBLE_TREMOLO ||
                    t->ensemble == ELARA_ENSEMBLE_WEB;
  return (still ? 1.0 : .35) * (t->energy > .7 ? .4 : 1.0);
}

// Notes a beat of the fastest layer.
static double
pace_of(const ElaraTexture* t)
{
  const ElaraRhythm* const r = elara_rhythm(t->inner);
  double most = r && r->grid ? .6 * r->grid : .5;
  for (int i = 0; i < ELARA_TEXTURE_FIGURES; i++) {
    const ElaraFigure* const f = elara_figure(t->figures[i]);
    if (!f) continue;
    int strokes = 0;
    int signs = 0;
    for (const char* c = f->bar; *c; c++, signs++) {
      strokes += *c != '.' && *c != '_';
    }
    const double pace = f->grid * (signs ? (double)strokes / signs : .5);
    if (pace > most) most = pace;
  }
  return most;
}

// How well the pace of a texture, at the cue's tempo, suits what is felt: about
// four notes a second in the middle, more with arousal and joy.
static double
pace_fits(const ElaraTexture* t, const ElaraCue* cue, const PhraseSpec* spec)
{
  const ElaraFeeling* const f = &cue->feeling;
  const double felt = .5 * f->arousal + .3 * spec->p.arousal + .5 * f->valence +
                      .25 * (spec->rise - .5) - .35 * spec->p.speech;
  const double wanted = 4.8 * (1.0 + .6 * felt);
  const double got = pace_of(t) * cue->bpm / 60.0;
  const double off = got > wanted ? got / wanted : wanted / (got + .01);
  return 1.0 / (1.0 + 1.2 * (off - 1.0) * (off - 1.0));
}

static int
choose_texture(const CueWork* work,
               const PhraseSpec* spec,
               const CueForm* form,
               double energy,
               int before,
               ElaraRandom* random)
{
  double weights[96];
  const ElaraCue* const cue = work->cue;
  const int count = elara_texture_count();
  const ElaraMood local = elara_mood_nearest(spec->p.valence, spec->p.arousal,
                                             spec->p.tension, spec->p.levity);
  for (int i = 0; i < count && i < 96; i++) {
    const ElaraTexture* const t = elara_texture(i);
    const double home = t->moods[cue->mood] - '0';
    const double now = t->moods[local] - '0';
    double w = home * home + .3 * now * now;
    if (spec->p.climax && cue->reach >= 1.0 &&
        t->ensemble == ELARA_ENSEMBLE_TUTTI)
      w += 60.0; // the one tutti of the score
    const double off = t->energy - energy;
    w /= 1.0 + 14.0 * off * off;
    if (form->settings >> t->ensemble & 1u) w *= 2.5;
    w *= metre_fits(t, cue) * function_fits(t, spec, cue->reach) *
         speech_fits(t, spec->p.speech) * pace_fits(t, cue, spec);
    if (i == before) w *= spec->function == FUNCTION_BUILD ? 1.5 : .15;
    if (spec->melody == MELODY_NONE && !t->inner) w = 0.0;
    weights[i] = w;
  }
  return elara_random_weighted(random, weights, count);
}

// --- themes ------------------------------------------------------------------

// Every theme of the cue gets its turn: the first opens and owns the climax,
// the others come as second themes, in development, and at the latest as a
// memory in the coda.
static const ElaraCueTheme*
theme_for(const ElaraCue* cue, PhraseFunction f, int finale, unsigned* heard)
{
  size_t pick = 0;
  const int opens = *heard == 0;
  // the story's last word belongs to its main theme
  const int last_word = f == FUNCTION_CODA && finale;
  const int returns =
      f == FUNCTION_REPEAT || f == FUNCTION_CLIMAX || f == FUNCTION_BUILD;
  if (!opens && !last_word && !returns) {
    while (pick < cue->theme_count && (*heard >> pick & 1u)) {
      pick++;
    }
    if (pick == cue->theme_count)
      pick = f == FUNCTION_OTHER && pick > 1 ? 1 : 0;
  }
  *heard |= 1u << pick;
  return &cue->themes[pick];
}

static void
fill_feeling(const CueArc* arc, int first, int count, PhraseSpec* spec)
{
  for (int b = first; b < first + count; b++) {
    spec->p.valence += arc->feeling[b].valence / count;
    spec->p.arousal += arc->feeling[b].arousal / count;
    spec->p.tension += arc->tension[b] / count;
    spec->p.levity += arc->feeling[b].levity / count;
    spec->p.speech += arc->speech[b] / count;
    spec->rise += arc->rise[b] / count;
  }
}

static ElaraCadence
cadence_for(PhraseFunction f, const ElaraCue* cue, ElaraRandom* random)
{
  const int open = cue->mood == ELARA_MOOD_DREAD ||
                   cue->mood == ELARA_MOOD_SUSPENSE ||
                   cue->mood == ELARA_MOOD_TERROR;
  if (f == FUNCTION_CODA) {
    if (open) return ELARA_CADENCE_NONE;
    return elara_random_chance(random, .2) ? ELARA_CADENCE_PLAGAL
                                           : ELARA_CADENCE_AUTHENTIC;
  }
  if (f == FUNCTION_INTRO || f == FUNCTION_BUILD) return ELARA_CADENCE_HALF;
  const double weights[] = {.0, .68, .20, .05, .07};
  return (ElaraCadence)elara_random_weighted(random, weights, 5);
}

// --- reasons
// -----------------------------------------------------------------

static const char*
key_words(const CueWork* work, const PhraseSpec* s)
{
  const int up = (s->p.tonic - work->cue->tonic + 12) % 12;
  static const char* const by_shift[12] = {
      "at home",
      "a semitone above home, for the climb",
      "a tone above home, for the climb",
      "a minor third above home, the relative side",
      "a third away, for wonder",
      "on the subdominant, where things relax",
      "at the far pole of the key",
      "on the dominant, which wants to go on",
      "a third below home",
      "on the relative, where the feeling turns",
      "a tone below home",
      "a semitone below home"};
  return by_shift[up];
}

static const char*
reason_for(const CueWork* work,
           const ElaraCueTheme* ct,
           const CueForm* form,
           const PhraseSpec* s)
{
  const ElaraTexture* const t = elara_texture(s->p.texture);
  return elara_arena_printf(
      work->arena,
      "%s%s%s The %s of %s %s, %s. Set as %s (%s): %s asks for it at this "
      "energy%s.",
      ct->reason, s->melody == MELODY_NONE ? " The theme waits." : "",
      s->wound ? " The wound in it: leaps narrowed to sighs." : "",
      elara_function_name(s->function),
      strchr("aeiou", form->name[0]) ? "an" : "a", form->name,
      key_words(work, s), elara_ensemble_name(s->p.ensemble), t->name,
      elara_mood_info(work->cue->mood)->name,
      s->p.speech > .5 ? ", under speech" : "");
}

// --- putting it together -----------------------------------------------------

typedef struct {
  const CueForm* form;
  const CueArc* arc;
  int starts[MOST_PHRASES + 1];
  int count;
  int climax;
  int before; // texture
  int visits;
  double density; // of the phrase before
  unsigned heard;
  KeyWalk walk;
  ElaraRandom random;
} FormPen;

static void
set_dynamics(const CueWork* work, const FormPen* pen, int i, PhraseSpec* s)
{
  const CueArc* const arc = pen->arc;
  const int first = pen->starts[i];
  const int bars = pen->starts[i + 1] - first;
  s->p.level = elara_arc_level(work, arc, first);
  s->p.level_end = elara_arc_level(work, arc, first + bars - 1);
  if (s->function == FUNCTION_BUILD && s->p.level_end < s->p.level + .1)
    s->p.level_end = clamp(s->p.level + .15, 0.0, 1.0);
  // the arrival is struck, and falls back a little
  if (s->function == FUNCTION_CLIMAX) {
    s->p.level = clamp(s->p.level + .07, 0.0, 1.0);
    s->p.level_end = clamp(s->p.level_end - .04, .12, 1.0);
  }
  if (s->function == FUNCTION_CODA && work->cue->mood != ELARA_MOOD_TERROR)
    s->p.level_end = clamp(s->p.level_end - .08, .12, 1.0);
  const int colour = work->themes[s->p.theme].instrument;
  const double dark =
      colour >= ELARA_BASSOON && colour <= ELARA_CONTRABASSOON ? .4 : 0.0;
  s->p.brightness =
      clamp(.2 * s->p.arousal + .25 * work->cue->feeling.arousal +
                .15 * s->p.valence + .4 * work->cue->feeling.valence +
                .5 * (s->rise - .5) + .3 * s->p.climax -
                .2 * (s->function == FUNCTION_CODA) - dark,
            -1.0, 1.0);
  s->p.density = clamp(
      .26 + .40 * (s->p.level + s->p.level_end) / 2 + .15 * arc->energy[first] +
          .25 * s->rise + .15 * s->p.climax * work->cue->reach -
          .10 * s->p.speech - .12 * (s->function == FUNCTION_INTRO) -
          .1 * (s->function == FUNCTION_CODA),
      .15, 1.0);
}

static void
set_statement(const FormPen* pen, const ElaraCueTheme* ct, PhraseSpec* s)
{
  const int bars = s->p.bar_count;
  const int half = pen->visits % 2 && s->function != FUNCTION_CLIMAX;
  s->theme_bar = half && s->function != FUNCTION_REPEAT ? 4 : 0;
  s->vary = s->function == FUNCTION_VARY;
  const int broad =
      ct->treatment == ELARA_TREAT_GROW || ct->treatment == ELARA_TREAT_LAMENT;
  s->augment = broad && bars >= 6 && s->function == FUNCTION_VARY ? 2 : 1;
}

// A villain's theme has two faces: menace, and the wound behind it, which shows
// when the story looks at him without fear.
static int
shows_wound(const CueWork* work, const ElaraCueTheme* ct, const PhraseSpec* s)
{
  const ElaraThemeRole* const role = &work->plan->themes[ct->theme];
  if (role->kind != ELARA_THEME_PERSON || role->role != ELARA_ROLE_ANTAGONIST)
    return 0;
  const int soft = ct->treatment == ELARA_TREAT_DOUBT ||
                   ct->treatment == ELARA_TREAT_LAMENT ||
                   ct->treatment == ELARA_TREAT_REMEMBER;
  return soft || (s->p.tension < 0.0 && s->p.arousal < .2);
}

// A second theme to try in counterpoint: at the climax and where two are
// united, and, when a theme is stated again, one that has not been heard yet.
static void
set_counter_theme(const ElaraCue* cue,
                  FormPen* pen,
                  const ElaraCueTheme* ct,
                  PhraseSpec* s)
{
  if (cue->theme_count < 2) return;
  size_t pick = ct == cue->themes ? 1 : 0;
  const int again =
      s->function == FUNCTION_REPEAT || s->function == FUNCTION_VARY;
  if (s->function != FUNCTION_CLIMAX && ct->treatment != ELARA_TREAT_UNITE) {
    if (!again) return;
    for (pick = 0; pick < cue->theme_count; pick++) {
      if (!(pen->heard >> pick & 1u)) break;
    }
    if (pick == cue->theme_count) return;
  }
  s->counter_theme = cue->themes[pick].theme;
}

// Where phrase I stands, whose it is, and what the story feels there.
static void
open_phrase(const CueWork* work,
            const FormPen* pen,
            int i,
            PhraseFunction f,
            const ElaraCueTheme* ct,
            PhraseSpec* s)
{
  const ElaraCue* const cue = work->cue;
  const int first = pen->starts[i];
  const int bars = pen->starts[i + 1] - first;
  *s = (PhraseSpec){.augment = 1,
                    .counter_theme = -1,
                    .next_tonic = -1,
                    .function = f,
                    .builds = f == FUNCTION_BUILD,
                    .ground = pen->form->ground,
                    .lament = pen->form->lament,
                    .last = i == pen->count - 1};
  fill_feeling(pen->arc, first, bars, s);
  s->p.cue = work->cue_index;
  s->p.first_bar = cue->first_bar + first;
  s->p.bar_count = bars;
  s->p.tick = work->plan->bars[s->p.first_bar].tick;
  s->p.end =
      elara_plan_bar_end(work->plan, (size_t)(s->p.first_bar + bars - 1));
  s->p.mood = cue->mood;
  s->p.theme = ct->theme;
  s->p.treatment = (int)ct->treatment;
  s->p.form = elara_function_name(f);
  s->p.cue_form = pen->form->name;
  s->p.climax = f == FUNCTION_CLIMAX;
}

static void
set_setting(const CueWork* work, FormPen* pen, int first, PhraseSpec* s)
{
  const double energy = clamp(.12 +
                                  .75 * (pen->arc->energy[first] * .5 +
                                         .3 * s->p.level + .25 * s->rise) +
                                  .1 * s->p.levity - .12 * s->p.speech,
                              0.0, 1.0);
  s->p.texture =
      choose_texture(work, s, pen->form, energy, pen->before, &pen->random);
  pen->before = s->p.texture;
  s->p.texture_name = elara_texture(s->p.texture)->name;
  s->p.ensemble = s->melody == MELODY_FUGATO
                      ? ELARA_ENSEMBLE_FUGATO
                      : elara_texture(s->p.texture)->ensemble;
}

static void
set_phrase(CueWork* work, FormPen* pen, int i, PhraseSpec* s)
{
  const ElaraCue* const cue = work->cue;
  const int first = pen->starts[i];
  const int bars = pen->starts[i + 1] - first;
  const PhraseFunction f = elara_phrase_function(
      pen->form, i, pen->count, pen->climax, pen->starts[1] <= 4, bars);
  const int finale = work->cue_index == (int)work->plan->cue_count - 1;
  const ElaraCueTheme* const ct = theme_for(cue, f, finale, &pen->heard);
  open_phrase(work, pen, i, f, ct, s);
  s->melody =
      melody_for(f, s->p.speech, ct->treatment, cue->mood, &pen->random);
  if (s->melody == MELODY_FUGATO && bars < 5) s->melody = MELODY_SEQUENCE;
  s->p.cadence = cadence_for(f, cue, &pen->random);
  s->wound = shows_wound(work, ct, s);
  elara_set_key(work, ct, f, &pen->walk, s, &pen->random);
  set_dynamics(work, pen, i, s);
  // no more than a quarter of the players leaves at once, but for the end
  if (i > 0 && f != FUNCTION_CODA && s->p.density < pen->density - .2)
    s->p.density = pen->density - .2;
  pen->density = s->p.density;
  set_statement(pen, ct, s);
  if (s->melody == MELODY_THEME) pen->visits += bars <= 5;
  s->step = (int[]){-1, 1, 2, -2}[elara_random_index(&pen->random, 4)];
  if (f == FUNCTION_BUILD) s->step = 1;
  set_counter_theme(cue, pen, ct, s);
  set_setting(work, pen, first, s);
  s->p.why = reason_for(work, ct, pen->form, s);
  if (!s->p.why) work->failed = 1;
}

int
elara_form_cue(CueWork* work, PhraseSpec* specs)
{
  static _Thread_local CueArc arc;
  arc = (CueArc){0};
  elara_cue_arc(work, &arc);
  FormPen pen = {.arc = &arc,
                 .before = -1,
                 .random = elara_random(work->seed, "form", 0, 0)};
  pen.count = elara_cut_phrases(&arc, pen.starts);
  pen.form = elara_choose_form(work->cue, pen.count, &pen.random);
  for (int i = 0; i < pen.count; i++) {
    if (pen.starts[i] <= arc.climax) pen.climax = i;
  }
  for (int i = 0; i < pen.count; i++) {
    set_phrase(work, &pen, i, &specs[i]);
  }
  for (int i = 0; i + 1 < pen.count; i++) {
    specs[i].next_tonic = specs[i + 1].p.tonic;
  }
  return pen.count;
}
