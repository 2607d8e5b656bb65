// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Each rule of performance alone: its sign and its size; what the moods make
// of them; and what they must leave alone when they all play together.

#include "perform/perform.h"
#include "perform/room.h"
#include "perform/toy_score.h"
#include "plan/plan.h"
#include "plan/toy_story.h"
#include "tap.h"

// --- rules on a line of tones ------------------------------------------------

#define TONES 8

// Tones of 500 ms on one pitch.
static void
even_line(PerformTone* tones)
{
  for (int i = 0; i < TONES; i++) {
    tones[i] = (PerformTone){.tick = 3360 * i,
                             .end = 3360 * (i + 1),
                             .ms = 500.0,
                             .pitch = 60,
                             .mean = 60.0};
  }
}

static double
longer(const PerformPalette* k, const PerformTone* tones, size_t i)
{
  return elara_rule_lengthen_ms(k, tones, TONES, i);
}

static double
louder(const PerformPalette* k, const PerformTone* tones, size_t i)
{
  return elara_rule_louder_db(k, tones, TONES, i);
}

static double
gap(const PerformPalette* k, const PerformTone* tones, size_t i)
{
  return elara_rule_gap_ms(k, tones, TONES, i);
}

static void
test_contrast(void)
{
  PerformTone t[TONES];
  even_line(t);
  const PerformPalette k = {.contrast = 1.0};
  const PerformPalette twice = {.contrast = 2.0};
  t[2].ms = 200.0;
  t[3].ms = 700.0;
  TAP_NEAR(longer(&k, t, 2), -16.5, 1e-9, "contrast: 200 ms, shorter");
  TAP_NEAR(louder(&k, t, 2), -.825, 1e-9, "contrast: and softer");
  TAP_NEAR(longer(&twice, t, 2), -33.0, 1e-9, "contrast: k is linear");
  TAP_NEAR(longer(&k, t, 3), 0.0, 0.0, "contrast: long tones stay");
  TAP_NEAR(elara_rule_contrast(400.0), -7.0, 1e-9, "contrast: at 400 ms");
  TAP_NEAR(elara_rule_contrast(20.0), 0.0, 0.0, "contrast: not ornaments");
}

static void
test_twice(void)
{
  PerformTone t[TONES];
  even_line(t);
  const PerformPalette k = {.twice = 1.0};
  t[2].ms = 600.0;
  t[3].ms = 300.0;
  t[4].ms = 600.0;
  TAP_NEAR(longer(&k, t, 2), -36.0, 1e-9, "2:1: the long one gives");
  TAP_NEAR(longer(&k, t, 3), 36.0, 1e-9, "2:1: the short one gets");
  TAP_NEAR((600.0 + longer(&k, t, 2)) / (300.0 + longer(&k, t, 3)), 1.68, .01,
           "2:1 is played 1.68:1");
  t[4].ms = 300.0;
  TAP_NEAR(longer(&k, t, 3), 0.0, 0.0, "2:1: not before another short one");
}

static void
test_charges(void)
{
  PerformTone t[TONES];
  even_line(t);
  const PerformPalette k = {.charge = 1.0};
  const PerformPalette pull = {.harmony = 1.0};
  t[2].charge = 6.5;
  TAP_NEAR(louder(&k, t, 2), 1.3, 1e-9, "melodic charge: dB");
  TAP_NEAR(longer(&k, t, 2), 500.0 * 6.5 / 150.0, 1e-9, "melodic charge: ms");
  t[3].harmony = 4.0;
  const double within = longer(&pull, t, 3);
  TAP_NEAR(within, 500.0 * (sqrt(1.054) - 1.0) + 4.0, 1e-6,
           "harmonic charge: within a chord");
  t[3].chord_begins = 1;
  TAP_NEAR(longer(&pull, t, 3) - within, 12.0, 1e-9,
           "harmonic charge: its first tone waits");
}

static void
test_leaps(void)
{
  PerformTone t[TONES];
  even_line(t);
  const PerformPalette k = {.leap = 1.0};
  for (int i = 3; i < TONES; i++)
    t[i].pitch = 69;
  TAP_NEAR(longer(&k, t, 2), -12.6, 1e-9, "leap up: from it, short");
  TAP_NEAR(longer(&k, t, 3), 12.6, 1e-9, "leap up: to it, long");
  TAP_NEAR(gap(&k, t, 2), 8.0 * 9.0 * .5, 1e-9, "leap: a gap");
  for (int i = 3; i < TONES; i++)
    t[i].pitch = 51;
  TAP_NEAR(longer(&k, t, 2), 7.2, 1e-9, "leap down: from it, long");
  TAP_NEAR(longer(&k, t, 3), -12.6, 1e-9, "leap down: to it, short");
  for (int i = 3; i < TONES; i++)
    t[i].pitch = 62;
  TAP_NEAR(longer(&k, t, 2), 0.0, 0.0, "a step is no leap");
}

static void
test_runs(void)
{
  PerformTone t[TONES];
  even_line(t);
  const PerformPalette k = {.runs = 1.0};
  for (int i = 0; i < TONES; i++)
    t[i].pitch = 60 + 2 * i;
  TAP_NEAR(longer(&k, t, 3), -2.0, 1e-9, "uphill hurries");
  for (int i = 0; i < TONES; i++)
    t[i].pitch = 60 - 2 * i;
  TAP_NEAR(longer(&k, t, 3), 0.0, 0.0, "downhill does not");
}

static void
test_gaps(void)
{
  PerformTone t[TONES];
  even_line(t);
  const PerformPalette repeat = {.repeat = 1.0};
  const PerformPalette breath = {.breath = 1.0};
  TAP_NEAR(gap(&repeat, t, 2), 35.0, 1e-9, "a repeated note is parted");
  t[3].pitch = 62;
  TAP_NEAR(gap(&repeat, t, 2), 0.0, 0.0, "another one is not");
  t[4].phrase_end = 1;
  TAP_NEAR(gap(&breath, t, 4), 80.0, 1e-9, "a phrase ends with a gap");
  TAP_NEAR(longer(&breath, t, 4), 40.0, 1e-9, "and its last tone is longer");
  TAP_NEAR(elara_rule_staccato(1.0), .665, 1e-9, "staccato");
  TAP_OK(elara_rule_staccato(.4) < elara_rule_staccato(1.1),
         "sharper staccato is shorter");
}

static void
test_commas(void)
{
  PerformTone t[TONES];
  double weights[TONES];
  even_line(t);
  const PerformPalette k = {.punct = 1.0};
  t[3].ms = 1000.0; // long among short ones
  elara_rule_punctuate(t, TONES, weights);
  int commas = 0;
  for (int i = 0; i < TONES; i++)
    commas += t[i].comma;
  TAP_OK(commas == 1 && t[3].comma, "a comma behind a long tone");
  TAP_NEAR(gap(&k, t, 3), 60.0, 1e-9, "comma: the gap");
  TAP_NEAR(longer(&k, t, 3), 27.0, 1e-9, "comma: the tone is longer");
  TAP_NEAR(elara_rule_comma_ms(160.0), 20.0, 1e-9, "comma: of a short tone");
  even_line(t);
  t[4].rest = 1;
  elara_rule_punctuate(t, TONES, weights);
  TAP_OK(t[4].comma && !t[3].comma, "a comma at a rest");
  even_line(t);
  elara_rule_punctuate(t, TONES, weights);
  for (int i = 0; i < TONES; i++)
    TAP_OK(!t[i].comma, "no comma without a reason");
}

static void
test_accents(void)
{
  PerformTone t[TONES];
  even_line(t);
  const PerformPalette k = {.accent = 1.0};
  TAP_NEAR(louder(&k, t, 3), 0.0, 0.0, "no accent without a reason");
  t[3].pitch = 67;
  TAP_NEAR(louder(&k, t, 3), .56, 1e-9, "above its two bars, louder");
  t[3].pitch = 60;
  t[2].comma = 1;
  TAP_OK(louder(&k, t, 3) < -.5, "after a comma, softer");
  t[2].comma = 0;
  t[2].ms = 250.0;
  TAP_OK(louder(&k, t, 3) > .3, "after a short tone, louder");
  t[2].ms = 500.0;
  t[3].rest = 1;
  TAP_OK(louder(&k, t, 3) < -.3, "before a rest, softer");
}

static void
test_shapes(void)
{
  TAP_NEAR(elara_rule_arch(0.0, .3, .1, .2), .1, 1e-12, "arch: start");
  TAP_NEAR(elara_rule_arch(.3, .3, .1, .2), 0.0, 1e-12, "arch: turn");
  TAP_NEAR(elara_rule_arch(1.0, .3, .1, .2), .2, 1e-12, "arch: end");
  TAP_NEAR(elara_rule_ritard(0.0, .7), 1.0, 1e-9, "ritard: from the tempo");
  TAP_NEAR(elara_rule_ritard(1.0, .7), 1.0 / .7, 1e-9, "ritard: to its end");
  TAP_OK(elara_rule_ritard(.5, .7) < 1.2, "ritard: late");
}

// --- moods -------------------------------------------------------------------

static void
test_palettes(void)
{
  const PerformPalette* const p = elara_perform_palettes();
  const PerformPalette* const sad = &p[ELARA_MOOD_SORROW];
  const PerformPalette* const happy = &p[ELARA_MOOD_PLAYFULNESS];
  const PerformPalette* const fear = &p[ELARA_MOOD_TERROR];
  const PerformPalette* const angry = &p[ELARA_MOOD_ANGER];
  for (int m = 0; m < ELARA_MOOD_COUNT; m++) {
    TAP_OK(p[m].staccato > 0.0 && p[m].clock > 0.0 && p[m].motor > 0.0 &&
               p[m].swell_db > 0.0 && p[m].swell_peak > 0.0 &&
               p[m].swell_peak < 1.0,
           elara_mood_info((ElaraMood)m)->name);
    TAP_OK(p[m].phrase <= p[ELARA_MOOD_ROMANCE].phrase, "romance is freest");
  }
  TAP_OK(sad->phrase > 3.0 * happy->phrase, "sorrow has the larger arch");
  TAP_OK(sad->ritard > happy->ritard, "and the deeper ritard");
  TAP_OK(sad->contrast < happy->contrast, "happy has the sharper contrasts");
  TAP_OK(elara_rule_staccato(happy->staccato) >
             elara_rule_staccato(sad->staccato) + .15,
         "happy is airy");
  TAP_OK(fear->motor > 1.5 * happy->motor && fear->clock > 2.0 * happy->clock,
         "fear is irregular");
  TAP_OK(angry->phrase < 0.0, "anger turns the arch over");
}

// --- all together ------------------------------------------------------------

typedef struct {
  ElaraPlan* plan;
  ToyScore toy;
} Piece;

static Piece
open_piece(double length_s, uint64_t seed)
{
  Piece p = {0};
  ElaraStory* const story = toy_story(length_s, seed);
  elara_plan_make(story, NULL, NULL, &p.plan);
  elara_story_free(story);
  p.toy = toy_score(p.plan);
  return p;
}

static void
close_piece(Piece* p)
{
  toy_score_free(&p->toy);
  elara_plan_free(p->plan);
}

static ElaraTake*
play_with(const Piece* p, const PerformPalette* palettes, double expression)
{
  ElaraPerformConfig config = elara_perform_config();
  config.expression = expression;
  ElaraTake* take = NULL;
  elara_perform_with(p->toy.score, p->plan, p->toy.sketch, &config, palettes,
                     &take);
  return take;
}

static const ElaraPlayer*
player_of(const ElaraTake* take, int instrument)
{
  for (size_t i = 0; i < take->player_count; i++) {
    if (take->players[i].instrument == instrument) return &take->players[i];
  }
  return NULL;
}

// Two sections in different rhythms and the same part in the texture meet on
// their common ticks, although the rules move both.
static void
test_together(void)
{
  Piece p = open_piece(240.0, 3);
  ElaraScore* const score = p.toy.score;
  PerformPalette quiet[ELARA_MOOD_COUNT];
  memcpy(quiet, elara_perform_palettes(), sizeof quiet);
  for (int m = 0; m < ELARA_MOOD_COUNT; m++) {
    quiet[m].motor = quiet[m].clock = 0.0;
    quiet[m].contrast = quiet[m].leap = 2.0;
  }
  score->parts[0] = score->parts[5]; // violins in quavers
  score->parts[1] = score->parts[9]; // basses in crotchets
  score->part_count = 2;
  for (size_t i = 0; i < 2; i++) {
    for (size_t n = 0; n < score->parts[i].note_count; n++) {
      score->parts[i].notes[n].lead = 0;
      score->parts[i].notes[n].role = ELARA_LINE_BASS;
    }
  }
  ElaraTake* const take = play_with(&p, quiet, 1.0);
  const ElaraPlayer* const a = player_of(take, ELARA_VIOLIN_1);
  const ElaraPlayer* const b = player_of(take, ELARA_DOUBLE_BASS);
  const ElaraTempoMap plan = elara_plan_tempo_map(p.plan);
  double worst = 0.0;
  double moved = 0.0;
  int common = 0;
  size_t j = 0;
  for (size_t i = 0; i < a->event_count; i++) {
    const ElaraTakeEvent* const e = &a->events[i];
    if (e->kind != ELARA_TAKE_NOTE) continue;
    while (j < b->event_count && (b->events[j].kind != ELARA_TAKE_NOTE ||
                                  b->events[j].tick < e->tick)) {
      j++;
    }
    if (j == b->event_count || b->events[j].tick != e->tick) continue;
    worst = fmax(worst, fabs(elara_time_s(e->time - b->events[j].time)));
    moved = fmax(moved, fabs(elara_time_s(
                            e->time - elara_tempo_map_time(&plan, e->tick))));
    common++;
  }
  printf("# %d common beats, worst %.3f ms, moved by up to %.0f ms\n", common,
         1000.0 * worst, 1000.0 * moved);
  TAP_OK(common > 50 && moved > .05, "the rules moved common beats");
  TAP_OK(worst < .002, "and both parts together");
  elara_take_free(take);
  close_piece(&p);
}

// Beats outside of ritards: most that one is longer or shorter than planned.
static double
most_stray(const Piece* p, const ElaraTake* take, double* sd)
{
  const ElaraTempoMap played = {take->tempo, take->tempo_count};
  const ElaraTempoMap plan = elara_plan_tempo_map(p->plan);
  double most = 0.0;
  double squares = 0.0;
  int count = 0;
  for (size_t c = 0; c < p->plan->cue_count; c++) {
    const ElaraCue* const cue = &p->plan->cues[c];
    const size_t first = (size_t)cue->first_bar;
    for (size_t i = first; i + 2 < first + (size_t)cue->bar_count; i++) {
      const ElaraTick step = elara_perform_beat_ticks(&p->plan->bars[i]);
      const ElaraTick end = elara_plan_bar_end(p->plan, i);
      for (ElaraTick t = p->plan->bars[i].tick; t + step <= end; t += step) {
        const double x = (double)(elara_tempo_map_time(&played, t + step) -
                                  elara_tempo_map_time(&played, t)) /
                             (double)(elara_tempo_map_time(&plan, t + step) -
                                      elara_tempo_map_time(&plan, t)) -
                         1.0;
        const ElaraTime left =
            cue->end - elara_tempo_map_time(&played, t + step);
        if (elara_time_s(left) < 3.0) continue;
        most = fmax(most, fabs(x));
        squares += x * x;
        count++;
      }
    }
  }
  *sd = count ? sqrt(squares / count) : 0.0;
  return most;
}

static void
test_rubato(void)
{
  Piece p = open_piece(600.0, 5);
  double free = 0.0;
  double strict = 0.0;
  for (int m = 0; m < ELARA_MOOD_COUNT; m++) {
    for (size_t c = 0; c < p.plan->cue_count; c++)
      p.plan->cues[c].mood = (ElaraMood)m;
    ElaraTake* const take = play_with(&p, elara_perform_palettes(), 1.0);
    double sd = 0.0;
    const double most = most_stray(&p, take, &sd);
    printf("# %-12s beats sd %.3f, most %.3f\n",
           elara_mood_info((ElaraMood)m)->name, sd, most);
    TAP_OK(most <= .0701, "no beat strays more than 7 %");
    if (m == ELARA_MOOD_ROMANCE) free = sd;
    if (m == ELARA_MOOD_ACTION) strict = sd;
    elara_take_free(take);
  }
  TAP_OK(free > .03 && strict < .02, "songs are free, chases are not");
  close_piece(&p);
}

// The longest that controller 11 stands still under a held note.
static double
longest_still(const ElaraPlayer* player, double from_s, int* held)
{
  double worst = 0.0;
  for (size_t i = 0; i < player->event_count; i++) {
    const ElaraTakeEvent* const e = &player->events[i];
    if (e->kind != ELARA_TAKE_NOTE || elara_time_s(e->end - e->time) < from_s) {
      continue;
    }
    ++*held;
    ElaraTime last = e->time;
    for (size_t k = i + 1;
         k < player->event_count && player->events[k].time < e->end; k++) {
      const ElaraTakeEvent* const c = &player->events[k];
      if (c->kind != ELARA_TAKE_CONTROL || c->a != 11) continue;
      worst = fmax(worst, elara_time_s(c->time - last));
      last = c->time;
    }
    worst = fmax(worst, elara_time_s(e->end - last));
  }
  return worst;
}

static void
test_held_notes(void)
{
  Piece p = open_piece(600.0, 6);
  for (int loud = 0; loud < 2; loud++) {
    for (size_t i = 0; i < p.toy.score->part_count; i++) {
      ElaraPart* const part = &p.toy.score->parts[i];
      for (size_t d = 0; d < part->dynamic_count; d++)
        part->dynamics[d].level = part->dynamics[d].level_end = loud;
    }
    ElaraTake* const take = play_with(&p, elara_perform_palettes(), 1.0);
    int held = 0;
    const double still =
        fmax(longest_still(player_of(take, ELARA_CELLO), 1.0, &held),
             longest_still(player_of(take, ELARA_VIOLIN_2), 1.0, &held));
    printf("# %d held notes at %s, longest still %.2f s\n", held,
           loud ? "fff" : "ppp", still);
    TAP_OK(held > 20 && still <= 1.5, "no held note stands still");
    elara_take_free(take);
  }
  close_piece(&p);
}

static double
db_of(int velocity, int controller)
{
  return 40.0 * log10(velocity * controller / (127.0 * 127.0));
}

// Loudness of a player's first and last held note, and at the end of the last:
// velocity and controller 11 together.
static void
test_crescendo(void)
{
  Piece p = open_piece(90.0, 7);
  ElaraScore* const score = p.toy.score;
  score->parts[0] = score->parts[8]; // a note for each bar
  score->parts[0].instrument = ELARA_TROMBONE;
  score->part_count = 1;
  ElaraPart* const part = &score->parts[0];
  const ElaraTick end = part->notes[3].tick + part->notes[3].duration;
  part->note_count = 4;
  part->dynamic_count = 1;
  part->dynamics[0] = (ElaraDynamic){0, end, .3, .8};
  ElaraTake* const take = play_with(&p, elara_perform_palettes(), 0.0);
  const ElaraPlayer* const low = player_of(take, ELARA_TROMBONE);
  int controller = 0;
  int velocity = 0;
  double first = 0.0;
  double last = 0.0;
  for (size_t i = 0; i < low->event_count; i++) {
    const ElaraTakeEvent* const e = &low->events[i];
    if (e->kind == ELARA_TAKE_NOTE) velocity = e->b;
    if (e->kind == ELARA_TAKE_CONTROL && e->a == 11) controller = e->b;
    if (velocity == 0) continue;
    last = db_of(velocity, controller);
    if (first >= 0.0) first = last;
  }
  const double want = elara_perform_level_db(.8) - elara_perform_level_db(.3);
  printf("# from %.1f to %.1f dB, the table says %.1f dB\n", first, last, want);
  TAP_NEAR(last - first, want, 1.5, "a crescendo arrives, in dB");
  TAP_OK(want > 18.0, "and it is a large one");
  elara_take_free(take);
  // The same in one held note: what the controller cannot say, the stroke does.
  part->notes[0].duration = end - part->notes[0].tick;
  part->note_count = 1;
  ElaraTake* const held = play_with(&p, elara_perform_palettes(), 0.0);
  const ElaraPlayer* const one = player_of(held, ELARA_TROMBONE);
  int least = 127;
  int most = 0;
  for (size_t i = 0; i < one->event_count; i++) {
    if (one->events[i].kind != ELARA_TAKE_CONTROL || one->events[i].a != 11) {
      continue;
    }
    least = one->events[i].b < least ? one->events[i].b : least;
    most = one->events[i].b > most ? one->events[i].b : most;
  }
  printf("# in one note: controller 11 from %d to %d\n", least, most);
  TAP_NEAR(40.0 * log10((double)most / least), want, 2.5,
           "a held crescendo arrives, in dB");
  elara_take_free(held);
  close_piece(&p);
}

// Nobody plays one note twice in the same way; the printed page does.
static void
test_repeats(void)
{
  Piece p = open_piece(120.0, 8);
  for (int live = 0; live < 2; live++) {
    ElaraTake* const take = play_with(&p, elara_perform_palettes(), live);
    const ElaraPlayer* const clarinet = player_of(take, ELARA_CLARINET);
    const ElaraTempoMap map = {take->tempo, take->tempo_count};
    const ElaraTakeEvent* last = NULL;
    int same = 0;
    int pairs = 0;
    double off = 0.0;
    for (size_t i = 0; i < clarinet->event_count; i++) {
      const ElaraTakeEvent* const e = &clarinet->events[i];
      if (e->kind != ELARA_TAKE_NOTE) continue;
      off = fmax(off, fabs(elara_time_s(e->time -
                                        elara_tempo_map_time(&map, e->tick))));
      if (last && last->a == e->a && e->tick == last->tick_end) {
        pairs++;
        same += last->b == e->b || last->end - last->time == e->end - e->time;
      }
      last = e;
    }
    TAP_OK(pairs > 30, "there are repeated notes");
    if (live) {
      TAP_EQ_I(same, 0, "never twice the same");
    } else {
      TAP_OK(same > pairs / 2, "the printed page repeats itself");
      TAP_NEAR(off, 0.0, 1e-6, "and is on the beat");
    }
    elara_take_free(take);
  }
  close_piece(&p);
}

int
main(void)
{
  tap_begin("rules");
  test_contrast();
  test_twice();
  test_charges();
  test_leaps();
  test_runs();
  test_gaps();
  test_commas();
  test_accents();
  test_shapes();
  test_palettes();
  test_together();
  test_rubato();
  test_held_notes();
  test_crescendo();
  test_repeats();
  return tap_end();
}
