// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "model/plan.h"

#include "model/instrument.h"

#include <math.h>
#include <string.h>

static const char* const treatments[ELARA_TREAT_COUNT] = {
    [ELARA_TREAT_STATE] = "state",     [ELARA_TREAT_HINT] = "hint",
    [ELARA_TREAT_DOUBT] = "doubt",     [ELARA_TREAT_GROW] = "grow",
    [ELARA_TREAT_CORRUPT] = "corrupt", [ELARA_TREAT_LAMENT] = "lament",
    [ELARA_TREAT_TRIUMPH] = "triumph", [ELARA_TREAT_PLAY] = "play",
    [ELARA_TREAT_UNITE] = "unite",     [ELARA_TREAT_REMEMBER] = "remember",
};

const char*
elara_treatment_name(ElaraTreatment treatment)
{
  return treatment < ELARA_TREAT_COUNT ? treatments[treatment] : "unknown";
}

void
elara_plan_free(ElaraPlan* plan)
{
  if (plan) elara_arena_free(plan->arena);
}

// --- the clock
// -------------------------------------------------------------------

ElaraTempoMap
elara_plan_tempo_map(const ElaraPlan* plan)
{
  return (ElaraTempoMap){plan->tempo, plan->tempo_count};
}

ElaraTick
elara_bar_ticks(const ElaraBar* bar)
{
  return ELARA_TICKS_PER_QUARTER * 4 * bar->beats / bar->beat_type;
}

ElaraTick
elara_plan_bar_end(const ElaraPlan* plan, size_t index)
{
  return index + 1 < plan->bar_count ? plan->bars[index + 1].tick
                                     : plan->tick_count;
}

size_t
elara_plan_bar_at(const ElaraPlan* plan, ElaraTick tick)
{
  size_t low = 0;
  size_t high = plan->bar_count;
  while (high - low > 1) {
    const size_t middle = low + (high - low) / 2;
    if (plan->bars[middle].tick <= tick) {
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

ElaraFeeling
elara_cue_feeling(const ElaraCue* cue, ElaraTime time, double* speech)
{
  size_t i = 0;
  while (i + 2 < cue->arc_count && cue->arc[i + 1].time <= time)
    i++;
  const ElaraArcPoint* const a = &cue->arc[i];
  const ElaraArcPoint* const z = i + 1 < cue->arc_count ? a + 1 : a;
  double x = z->time > a->time
                 ? (double)(time - a->time) / (double)(z->time - a->time)
                 : 0.0;
  x = x < 0.0 ? 0.0 : x > 1.0 ? 1.0 : x;
  if (speech) *speech = mix(a->speech, z->speech, x);
  return (ElaraFeeling){
      .valence = mix(a->feeling.valence, z->feeling.valence, x),
      .arousal = mix(a->feeling.arousal, z->feeling.arousal, x),
      .tension = mix(a->feeling.tension, z->feeling.tension, x),
      .levity = mix(a->feeling.levity, z->feeling.levity, x),
  };
}

// --- the promises
// ------------------------------------------------------------------

typedef struct {
  const ElaraPlan* plan;
  ElaraDiags* diags;
  int broken;
} Check;

#define PROMISE(check, condition, ...)                                         \
  do {                                                                         \
    if (!(condition)) {                                                        \
      (check)->broken++;                                                       \
      elara_diag((check)->diags, ELARA_DIAG_ERROR,                             \
                 (check)->plan->source_name ? (check)->plan->source_name : "", \
                 0, 0, "compare it with what elara plan prints", __VA_ARGS__); \
    }                                                                          \
  } while (0)

static int
has_text(const char* text)
{
  return text && text[0] != '\0';
}

static int
in_range(double x, double low, double high)
{
  return isfinite(x) && x >= low && x <= high;
}

static int
feeling_valid(const ElaraFeeling* f)
{
  return in_range(f->valence, -1.0, 1.0) && in_range(f->arousal, -1.0, 1.0) &&
         in_range(f->tension, -1.0, 1.0) && in_range(f->levity, -1.0, 1.0);
}

static int
metre_valid(int beats, int beat_type)
{
  return beats >= 1 && beats <= 24 &&
         (beat_type == 1 || beat_type == 2 || beat_type == 4 ||
          beat_type == 8 || beat_type == 16);
}

static void
check_orchestra(Check* c)
{
  const ElaraPlan* const p = c->plan;
  for (size_t i = 0; i < p->hired_count; i++) {
    PROMISE(c,
            p->hired[i].instrument >= 0 &&
                p->hired[i].instrument < ELARA_INSTRUMENT_COUNT,
            "orchestra_and[%zu].instrument: unknown", i);
    PROMISE(c, has_text(p->hired[i].reason),
            "orchestra_and[%zu].reason: missing", i);
  }
}

static void
check_themes(Check* c)
{
  PROMISE(c, c->plan->theme_count >= 1, "themes: there must be at least one");
  for (size_t i = 0; i < c->plan->theme_count; i++) {
    const ElaraThemeRole* const t = &c->plan->themes[i];
    PROMISE(c, t->kind < ELARA_THEME_KIND_COUNT, "themes[%zu].kind: unknown",
            i);
    PROMISE(c, has_text(t->name), "themes[%zu].name: missing", i);
    PROMISE(c, has_text(t->reason), "themes[%zu].reason: missing", i);
    PROMISE(c, feeling_valid(&t->feeling),
            "themes[%zu].feeling: values must be within -1 and 1", i);
    PROMISE(c, in_range(t->weight, 0.0, 1.0),
            "themes[%zu].weight: must be within 0 and 1", i);
    PROMISE(c, t->person >= -1 && t->other >= -1,
            "themes[%zu]: person and other must be -1 or more", i);
    PROMISE(c,
            !has_text(t->book) ||
                elara_theme_named(c->plan->book, c->plan->book_count, t->book,
                                  t->kind),
            "themes[%zu].from_book: the book has no theme \"%s\"", i, t->book);
  }
}

static void
check_tempo(Check* c)
{
  const ElaraPlan* const p = c->plan;
  const ElaraTempoMap map = elara_plan_tempo_map(p);
  PROMISE(c, p->tempo_count >= 2 && elara_tempo_map_valid(&map),
          "tempo: anchors must start at tick 0 and rise in tick and time");
  if (p->tempo_count < 1) return;
  PROMISE(c, p->tempo[0].tick == 0 && p->tempo[0].time == 0,
          "tempo[0]: must be tick 0 at 0 s");
  const ElaraTempoAnchor* const last = &p->tempo[p->tempo_count - 1];
  PROMISE(c, last->tick == p->tick_count,
          "tempo: the last anchor must stand at tick %lld, the end",
          (long long)p->tick_count);
  PROMISE(c, last->time == p->length,
          "tempo: the last anchor must stand at %.9f s, the length",
          elara_time_s(p->length));
}

static void
check_bars(Check* c)
{
  const ElaraPlan* const p = c->plan;
  ElaraTick tick = 0;
  PROMISE(c, p->bar_count >= 1, "bars: there must be at least one");
  for (size_t i = 0; i < p->bar_count; i++) {
    const ElaraBar* const bar = &p->bars[i];
    PROMISE(c, bar->tick == tick,
            "bars[%zu].tick: is %lld, but the bar before ends at %lld", i,
            (long long)bar->tick, (long long)tick);
    PROMISE(c, bar->cue >= -1 && bar->cue < (int)p->cue_count,
            "bars[%zu].cue: there is no cue %d", i, bar->cue);
    if (!metre_valid(bar->beats, bar->beat_type)) {
      PROMISE(c, 0, "bars[%zu]: %d/%d is no metre", i, bar->beats,
              bar->beat_type);
      return;
    }
    tick = bar->tick + elara_bar_ticks(bar);
  }
  PROMISE(c, tick == p->tick_count,
          "ticks: is %lld, but the last bar ends at %lld",
          (long long)p->tick_count, (long long)tick);
}

static void
check_arc(Check* c, size_t index)
{
  const ElaraCue* const cue = &c->plan->cues[index];
  if (cue->arc_count < 2) {
    PROMISE(c, 0, "cues[%zu].arc: needs at least two points", index);
    return;
  }
  PROMISE(c, cue->arc[0].time == cue->start,
          "cues[%zu].arc[0].time: must be the cue's start", index);
  PROMISE(c, cue->arc[cue->arc_count - 1].time == cue->end,
          "cues[%zu].arc: the last point must stand at the cue's end", index);
  for (size_t i = 0; i < cue->arc_count; i++) {
    const ElaraArcPoint* const a = &cue->arc[i];
    PROMISE(c, i == 0 || a->time > a[-1].time,
            "cues[%zu].arc[%zu].time: must be later than the point before",
            index, i);
    PROMISE(c, feeling_valid(&a->feeling) && in_range(a->speech, 0.0, 1.0),
            "cues[%zu].arc[%zu]: feelings must be within -1 and 1, speech "
            "within 0 and 1",
            index, i);
  }
}

static void
check_cue_themes(Check* c, size_t index)
{
  const ElaraCue* const cue = &c->plan->cues[index];
  PROMISE(c, cue->theme_count >= 1 && cue->theme_count <= ELARA_CUE_THEMES,
          "cues[%zu].themes: needs at least one and at most %d", index,
          ELARA_CUE_THEMES);
  for (size_t i = 0; i < cue->theme_count; i++) {
    const ElaraCueTheme* const t = &cue->themes[i];
    PROMISE(c, t->theme >= 0 && t->theme < (int)c->plan->theme_count,
            "cues[%zu].themes[%zu].theme: there is no theme %d", index, i,
            t->theme);
    PROMISE(c, t->treatment < ELARA_TREAT_COUNT,
            "cues[%zu].themes[%zu].treatment: unknown", index, i);
    PROMISE(c, in_range(t->weight, 0.0, 1.0),
            "cues[%zu].themes[%zu].weight: must be within 0 and 1", index, i);
    PROMISE(c, has_text(t->reason), "cues[%zu].themes[%zu].reason: missing",
            index, i);
  }
}

static void
check_cue_layers(Check* c, size_t index)
{
  const ElaraCue* const cue = &c->plan->cues[index];
  PROMISE(c, cue->layer_count <= ELARA_CUE_LAYERS,
          "cues[%zu].layers: at most %d", index, ELARA_CUE_LAYERS);
  for (size_t i = 0; i < cue->layer_count; i++) {
    const ElaraCueLayer* const l = &cue->layers[i];
    const ElaraInstrument* const t = elara_instrument(l->instrument);
    PROMISE(c, t && t->family == ELARA_FAMILY_SYNTH,
            "cues[%zu].layers[%zu].instrument: is not synthetic", index, i);
    PROMISE(c, l->line >= 1 && l->line <= c->plan->story_line_count,
            "cues[%zu].layers[%zu].line: there is no line %d", index, i,
            l->line);
    PROMISE(c, has_text(l->reason), "cues[%zu].layers[%zu].reason: missing",
            index, i);
  }
}

// A cue is its bars: they start and end with it, and all of them say so.
static void
check_cue_bars(Check* c, size_t index)
{
  const ElaraPlan* const p = c->plan;
  const ElaraCue* const cue = &p->cues[index];
  if (cue->first_bar < 0 || cue->bar_count < 1 ||
      (size_t)cue->first_bar + (size_t)cue->bar_count > p->bar_count) {
    PROMISE(c, 0, "cues[%zu]: has no bars %d to %d", index, cue->first_bar,
            cue->first_bar + cue->bar_count - 1);
    return;
  }
  const size_t first = (size_t)cue->first_bar;
  const size_t last = first + (size_t)cue->bar_count - 1;
  for (size_t i = first; i <= last; i++) {
    PROMISE(c, p->bars[i].cue == (int)index,
            "bars[%zu].cue: is %d, but cue %zu counts it as its own", i,
            p->bars[i].cue, index);
  }
  const ElaraTempoMap map = elara_plan_tempo_map(p);
  if (p->tempo_count < 2 || !elara_tempo_map_valid(&map)) return;
  PROMISE(c, elara_tempo_map_time(&map, p->bars[first].tick) == cue->start,
          "cues[%zu].start: its first bar does not start at %.9f s", index,
          elara_time_s(cue->start));
  PROMISE(c,
          elara_tempo_map_time(&map, elara_plan_bar_end(p, last)) == cue->end,
          "cues[%zu].end: its last bar does not end at %.9f s", index,
          elara_time_s(cue->end));
}

static int
same_text(const char* a, const char* b)
{
  return has_text(a) && has_text(b) && strcmp(a, b) == 0;
}

static void
check_cue_names(Check* c, size_t index)
{
  const ElaraCue* const cues = c->plan->cues;
  PROMISE(c, has_text(cues[index].name), "cues[%zu].name: missing", index);
  PROMISE(c, has_text(cues[index].key), "cues[%zu].key: missing", index);
  for (size_t i = 0; i < index; i++) {
    PROMISE(c, !same_text(cues[i].name, cues[index].name),
            "cues[%zu].name: another cue is called \"%s\"", index,
            cues[index].name);
    PROMISE(c, !same_text(cues[i].key, cues[index].key),
            "cues[%zu].key: another cue has the key \"%s\"", index,
            cues[index].key);
  }
}

static void
check_cue(Check* c, size_t i)
{
  const ElaraPlan* const p = c->plan;
  const ElaraCue* const cue = &p->cues[i];
  check_cue_names(c, i);
  PROMISE(c,
          has_text(cue->label) && has_text(cue->why) &&
              has_text(cue->enter_why) && has_text(cue->leave_why),
          "cues[%zu]: label, why, enter_why and leave_why must say something",
          i);
  PROMISE(c, cue->mood < ELARA_MOOD_COUNT, "cues[%zu].mood: unknown", i);
  PROMISE(c, cue->start >= 0 && cue->start < cue->end && cue->end <= p->length,
          "cues[%zu]: must start before it ends, inside the plan", i);
  PROMISE(c, i == 0 || cue->start >= cue[-1].end,
          "cues[%zu].start: the cue before has not ended", i);
  PROMISE(c, in_range(cue->bpm, .01, 1e12), "cues[%zu].bpm: not a tempo", i);
  PROMISE(c, metre_valid(cue->beats, cue->beat_type),
          "cues[%zu]: %d/%d is no metre", i, cue->beats, cue->beat_type);
  PROMISE(c, feeling_valid(&cue->feeling) && in_range(cue->importance, 0., 1.),
          "cues[%zu]: feelings must be within -1 and 1, importance within 0 "
          "and 1",
          i);
  PROMISE(c,
          in_range(cue->reach, 0., 1.) && cue->tonic >= 0 && cue->tonic < 12 &&
              cue->movement >= 0,
          "cues[%zu]: reach must be within 0 and 1, tonic within 0 and 11, "
          "movement not below 0",
          i);
  PROMISE(c,
          cue->line >= 1 && cue->line_last >= cue->line &&
              cue->line_last <= p->story_line_count,
          "cues[%zu]: lines %d to %d are not in the story", i, cue->line,
          cue->line_last);
  check_cue_themes(c, i);
  check_cue_layers(c, i);
  check_arc(c, i);
  check_cue_bars(c, i);
}

static void
check_hit(Check* c, size_t i)
{
  const ElaraPlan* const p = c->plan;
  const ElaraHit* const hit = &p->hits[i];
  PROMISE(c, i == 0 || hit->time >= hit[-1].time,
          "hits[%zu].time: the hit before is later", i);
  PROMISE(c, hit->kind < ELARA_EVENT_KIND_COUNT, "hits[%zu].kind: unknown", i);
  PROMISE(c, in_range(hit->strength, 0.0, 1.0),
          "hits[%zu].strength: must be within 0 and 1", i);
  PROMISE(c, hit->what != NULL, "hits[%zu].what: missing", i);
  if (hit->cue < 0 || hit->cue >= (int)p->cue_count) {
    PROMISE(c, 0, "hits[%zu].cue: there is no cue %d", i, hit->cue);
    return;
  }
  const ElaraCue* const cue = &p->cues[hit->cue];
  PROMISE(c, hit->time >= cue->start && hit->time <= cue->end,
          "hits[%zu].time: is outside of its cue", i);
  if (cue->first_bar < 0 || cue->bar_count < 1 ||
      (size_t)cue->first_bar + (size_t)cue->bar_count > p->bar_count) {
    return;
  }
  const size_t last = (size_t)cue->first_bar + (size_t)cue->bar_count - 1;
  PROMISE(c,
          hit->tick >= p->bars[cue->first_bar].tick &&
              hit->tick < elara_plan_bar_end(p, last),
          "hits[%zu].tick: is outside of its cue's bars", i);
  if (!hit->hard || p->tempo_count < 2) return;
  const ElaraTempoMap map = elara_plan_tempo_map(p);
  const double off =
      elara_time_s(elara_tempo_map_time(&map, hit->tick) - hit->time);
  PROMISE(c, in_range(off, -.042, .042),
          "hits[%zu].hard: its beat is %.0f ms away, more than a frame", i,
          1000.0 * off);
}

// A bar that says it belongs to a cue lies among that cue's bars.
static void
check_bar_owner(Check* c, size_t i)
{
  const ElaraPlan* const p = c->plan;
  const int owner = p->bars[i].cue;
  if (owner < 0 || owner >= (int)p->cue_count) return;
  const ElaraCue* const cue = &p->cues[owner];
  PROMISE(c,
          (int)i >= cue->first_bar && (int)i < cue->first_bar + cue->bar_count,
          "bars[%zu].cue: cue %d does not count it as its own", i, owner);
}

static void
check_film(Check* c)
{
  const ElaraPlan* const p = c->plan;
  const ElaraFilmClock* const film = &p->film;
  PROMISE(c,
          film->num == 0 ||
              (film->num > 0 && film->den > 0 &&
               film->num / film->den <= 1000 && film->den / film->num < 1),
          "frame_rate: must be within 1 and 1000 a second");
  PROMISE(c, film->start >= 0 && film->start < 1000000000,
          "first_frame: is out of range");
  PROMISE(c, !film->drop || elara_film_can_drop(film),
          "drop_frame: only at 30000/1001 and 60000/1001 frames a second");
  for (size_t i = 0; i < p->speech_count; i++) {
    const ElaraSpeech* const s = &p->speech[i];
    PROMISE(c, s->start >= 0 && s->end > s->start && s->end <= p->length,
            "speech[%zu]: must begin, then end, inside the film", i);
    PROMISE(c, i == 0 || s->start >= s[-1].end,
            "speech[%zu].start_s: begins before the one before ends", i);
  }
}

ElaraStatus
elara_plan_check(const ElaraPlan* plan, ElaraDiags* diags)
{
  Check c = {.plan = plan, .diags = diags};
  check_film(&c);
  if (plan->book_count &&
      elara_themes_check(plan->source_name ? plan->source_name : "", "book",
                         plan->book, plan->book_count, diags) != ELARA_OK) {
    c.broken++;
  }
  PROMISE(&c, plan->length > 0, "length: must be more than nothing");
  PROMISE(&c, plan->title != NULL, "title: missing");
  PROMISE(&c, plan->story_line_count >= 1, "story_lines: must be at least one");
  check_themes(&c);
  check_orchestra(&c);
  check_tempo(&c);
  check_bars(&c);
  for (size_t i = 0; i < plan->cue_count; i++)
    check_cue(&c, i);
  for (size_t i = 0; i < plan->hit_count; i++)
    check_hit(&c, i);
  for (size_t i = 0; i < plan->bar_count; i++)
    check_bar_owner(&c, i);
  return c.broken ? ELARA_BAD_INPUT : ELARA_OK;
}
