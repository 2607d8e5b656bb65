// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// All rules together on a toy score: parts meet, beats keep their bounds, held
// notes live, crescendos arrive, and moods are heard.

#include "perform/perform.h"
#include "perform/room.h"
#include "perform/toy_score.h"
#include "plan/plan.h"
#include "plan/toy_story.h"
#include "tap.h"

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

// --- rules that need a score
// --------------------------------------------------

static PerformRoom
open_room(const Piece* p)
{
  const ElaraTempoMap plan = elara_plan_tempo_map(p->plan);
  return (PerformRoom){.score = p->toy.score,
                       .plan = p->plan,
                       .sketch = p->toy.sketch,
                       .config = elara_perform_config(),
                       .palettes = elara_perform_palettes(),
                       .scratch = elara_arena_new(),
                       .map = plan};
}

// Bars of the toy have chords on C, A, F ... in C major: no charge, then 6.
static void
test_slow_levels(void)
{
  Piece p = open_piece(120.0, 11);
  PerformRoom room = open_room(&p);
  const PerformPalette pull = {.harmony = 1.0};
  const ElaraChord* const chord = &p.toy.score->chords[1];
  const ElaraTime then = elara_tempo_map_time(&room.map, chord->tick);
  const ElaraTick half =
      elara_tempo_map_tick(&room.map, then - elara_time_from_s(.95));
  const ElaraTick early =
      elara_tempo_map_tick(&room.map, then - elara_time_from_s(1.95));
  const double peak = 1.5 * sqrt(6.0);
  TAP_NEAR(elara_perform_harmony_db(&room, &pull, chord->tick), peak, 1e-6,
           "harmonic charge: dB at a far chord");
  TAP_NEAR(elara_perform_harmony_db(&room, &pull, half), .5 * peak, .01,
           "half of it .95 s before");
  TAP_NEAR(elara_perform_harmony_db(&room, &pull, early), 0.0, .01,
           "nothing 1.95 s before");
  TAP_OK(elara_perform_harmony_db(&room, &pull,
                                  chord->tick + chord->duration / 4) < peak,
         "it falls while it lasts");
  ElaraPhrase* const phrase = &p.toy.sketch->phrases[0];
  const PerformPalette arch = {.phrase = 1.0};
  const PerformPalette sub = {.sub = 1.0};
  const ElaraTick end = phrase->end - 1;
  const ElaraTick bar = p.plan->bars[phrase->first_bar + 1].tick;
  const ElaraTick two = p.plan->bars[phrase->first_bar + 2].tick - 1;
  TAP_NEAR(elara_perform_arch_db(&room, &arch, phrase->tick), -1.6, .01,
           "arch: a phrase begins softer");
  TAP_NEAR(elara_perform_arch_db(&room, &arch, end), -2.8, .02,
           "arch: and ends softer still");
  TAP_OK(elara_perform_arch_db(&room, &arch, bar) > -.6, "arch: in between");
  TAP_OK(elara_perform_arch_db(&room, &sub, bar) > -.1 &&
             elara_perform_arch_db(&room, &sub, two) < -1.5,
         "arch: two bars have one of their own");
  phrase->level_end = phrase->level + .3;
  TAP_OK(elara_perform_arch_db(&room, &arch, end) > -.6,
         "arch: a phrase that grows does not sink");
  elara_arena_free(room.scratch);
  close_piece(&p);
}

// At each instant the shortest note; of equals the highest melodic charge.
static void
test_virtual_melody(void)
{
  Piece p = open_piece(120.0, 12);
  ElaraScore* const score = p.toy.score;
  const ElaraPart flute = score->parts[0];
  score->parts[0] = score->parts[9]; // basses in crotchets
  score->parts[1] = score->parts[5]; // violins in quavers
  score->parts[2] = score->parts[8]; // cellos, a note for each bar
  score->part_count = 3;
  PerformRoom room = open_room(&p);
  const ElaraTempoMap plan = room.map;
  PerformLine line = {0};
  elara_perform_melody(&room, 0, &plan, &line);
  const ElaraPart* const violins = &score->parts[1];
  int same = line.count > 16;
  for (size_t i = 0; i < line.count; i++) {
    same &= line.tones[i].tick == violins->notes[i].tick &&
            line.tones[i].pitch == violins->notes[i].pitch;
  }
  TAP_OK(same, "the shortest notes lead");
  score->parts[0] = flute; // chords in quavers, as short as the violins'
  elara_perform_melody(&room, 0, &plan, &line);
  int highest = 1;
  size_t f = 0;
  for (size_t i = 0; i < line.count; i++) {
    const ElaraChord* const chord =
        elara_perform_chord_at(&room, line.tones[i].tick);
    for (; f < flute.note_count && flute.notes[f].tick <= line.tones[i].tick;
         f++) {
      if (flute.notes[f].tick < line.tones[i].tick) continue;
      highest &= line.tones[i].charge >= elara_perform_melodic_charge(
                                             flute.notes[f].pitch, chord->root);
    }
  }
  TAP_OK(highest && line.count > 16, "of equals the most charged leads");
  elara_arena_free(room.scratch);
  close_piece(&p);
}

// Sd of what the onsets of a player are off the beat, ms.
static double
onset_sd(const ElaraTake* take, const ElaraPlayer* player)
{
  const ElaraTempoMap map = {take->tempo, take->tempo_count};
  double sum = 0.0;
  double squares = 0.0;
  int count = 0;
  for (size_t i = 0; i < player->event_count; i++) {
    const ElaraTakeEvent* const e = &player->events[i];
    if (e->kind != ELARA_TAKE_NOTE) continue;
    const double ms =
        1000.0 * elara_time_s(e->time - elara_tempo_map_time(&map, e->tick));
    sum += ms;
    squares += ms * ms;
    count++;
  }
  return sqrt(fmax(0.0, squares / count - sum * sum / count / count));
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
test_noise(void)
{
  Piece p = open_piece(400.0, 13);
  PerformPalette only[ELARA_MOOD_COUNT];
  double sd = 0.0;
  memset(only, 0, sizeof only);
  for (int m = 0; m < ELARA_MOOD_COUNT; m++)
    only[m].motor = .5;
  ElaraTake* take = play_with(&p, only, 1.0);
  TAP_NEAR(onset_sd(take, player_of(take, ELARA_VIOLIN_1)), 3.4, .4,
           "motor noise: sd of 6.8 k ms");
  most_stray(&p, take, &sd);
  TAP_NEAR(sd, 0.0, 1e-6, "motor noise leaves the beat alone");
  elara_take_free(take);
  memset(only, 0, sizeof only);
  for (int m = 0; m < ELARA_MOOD_COUNT; m++)
    only[m].clock = 1.0;
  take = play_with(&p, only, 1.0);
  most_stray(&p, take, &sd);
  TAP_OK(sd > .004 && sd < .035, "the clock drifts");
  elara_take_free(take);
  close_piece(&p);
}

// --- all together
// -------------------------------------------------------------

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

// Phrases in turn at .3 and .8, played with all expression: what the rules add
// must not eat what the score asks for.
static void
test_levels_live(void)
{
  Piece p = open_piece(400.0, 10);
  ElaraScore* const score = p.toy.score;
  score->parts[0] = score->parts[8];
  score->parts[0].instrument = ELARA_TROMBONE;
  score->part_count = 1;
  ElaraPart* const part = &score->parts[0];
  for (size_t d = 0; d < part->dynamic_count; d++) {
    part->dynamics[d].level = part->dynamics[d].level_end = d % 2 ? .8 : .3;
  }
  ElaraTake* const take = play_with(&p, elara_perform_palettes(), 1.0);
  const ElaraPlayer* const low = player_of(take, ELARA_TROMBONE);
  double sum[2] = {0.0, 0.0};
  int count[2] = {0, 0};
  int velocity = 0;
  int loud = 0;
  for (size_t i = 0; i < low->event_count; i++) {
    const ElaraTakeEvent* const e = &low->events[i];
    if (e->kind == ELARA_TAKE_NOTE) {
      velocity = e->b;
      loud = elara_part_level(part, e->tick) > .5;
    }
    if (e->kind != ELARA_TAKE_CONTROL || e->a != 11 || velocity == 0) continue;
    sum[loud] += db_of(velocity, e->b);
    count[loud]++;
  }
  TAP_NEAR(sum[1] / count[1] - sum[0] / count[0],
           elara_perform_level_db(.8) - elara_perform_level_db(.3), 2.0,
           "levels arrive through all expression, dB");
  elara_take_free(take);
  close_piece(&p);
}

// Of a take in one mood: how the last bars of phrases of four bars bend, how
// irregular the onsets are, and how much of a staccato note sounds.
typedef struct {
  double end_bend;
  double onset_sd;
  double staccato;
} Manner;

static double
end_bend(const Piece* p, const ElaraTake* take)
{
  const ElaraTempoMap played = {take->tempo, take->tempo_count};
  const ElaraTempoMap plan = elara_plan_tempo_map(p->plan);
  double sum = 0.0;
  int count = 0;
  for (size_t i = 0; i + 1 < p->toy.sketch->phrase_count; i++) {
    const ElaraPhrase* const ph = &p->toy.sketch->phrases[i];
    if (ph->bar_count < 4 || ph[1].cue != ph->cue) continue;
    const size_t bars[2] = {(size_t)ph->first_bar + 1,
                            (size_t)ph->first_bar + 3};
    double stretch[2];
    for (int b = 0; b < 2; b++) {
      const ElaraTick from = p->plan->bars[bars[b]].tick;
      const ElaraTick to = elara_plan_bar_end(p->plan, bars[b]);
      stretch[b] = (double)(elara_tempo_map_time(&played, to) -
                            elara_tempo_map_time(&played, from)) /
                   (double)(elara_tempo_map_time(&plan, to) -
                            elara_tempo_map_time(&plan, from));
    }
    sum += stretch[1] - stretch[0];
    count++;
  }
  return count ? sum / count : 0.0;
}

static Manner
manner_of(const Piece* p, ElaraMood mood)
{
  for (size_t c = 0; c < p->plan->cue_count; c++)
    p->plan->cues[c].mood = mood;
  ElaraTake* const take = play_with(p, elara_perform_palettes(), 1.0);
  const ElaraTempoMap map = {take->tempo, take->tempo_count};
  Manner m = {.end_bend = end_bend(p, take)};
  const ElaraPlayer* const bass = player_of(take, ELARA_DOUBLE_BASS);
  int count = 0;
  for (size_t i = 0; i < bass->event_count; i++) {
    const ElaraTakeEvent* const e = &bass->events[i];
    if (e->kind != ELARA_TAKE_NOTE) continue;
    const ElaraTime on = elara_tempo_map_time(&map, e->tick);
    const ElaraTime off = elara_tempo_map_time(&map, e->tick_end);
    m.staccato += (double)(e->end - on) / (double)(off - on);
    count++;
  }
  m.staccato /= count;
  m.onset_sd = onset_sd(take, bass);
  printf("# %-12s phrase ends %+.3f, onsets sd %.1f ms, staccato %.2f\n",
         elara_mood_info(mood)->name, m.end_bend, m.onset_sd, m.staccato);
  elara_take_free(take);
  return m;
}

static void
test_manners(void)
{
  Piece p = open_piece(400.0, 9);
  const Manner sad = manner_of(&p, ELARA_MOOD_SORROW);
  const Manner happy = manner_of(&p, ELARA_MOOD_PLAYFULNESS);
  const Manner fear = manner_of(&p, ELARA_MOOD_TERROR);
  const Manner angry = manner_of(&p, ELARA_MOOD_ANGER);
  const Manner solemn = manner_of(&p, ELARA_MOOD_TRIUMPH);
  TAP_OK(sad.end_bend > .03, "sorrow lingers at the ends of phrases");
  TAP_OK(happy.end_bend < .6 * sad.end_bend, "the playful less");
  TAP_OK(angry.end_bend < -.003, "anger hurries into them");
  TAP_OK(fear.onset_sd > 1.5 * solemn.onset_sd, "fear is irregular");
  TAP_OK(sad.staccato > happy.staccato + .1 &&
             happy.staccato > fear.staccato + .02,
         "staccato: long in sorrow, airy in play, shortest in fear");
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

// The kit of an orchestra has kettledrums where General MIDI has the crash.
static void
test_kit(void)
{
  int drums = 0;
  for (int key = 0; key < 128; key++) {
    const int played = elara_perform_key(ELARA_PERCUSSION, key);
    drums += played >= 41 && played <= 53;
  }
  TAP_EQ_I(drums, 0, "no unpitched stroke sounds as a kettledrum");
  TAP_EQ_I(elara_perform_key(ELARA_PERCUSSION, 49), 57, "a crash is a cymbal");
  TAP_EQ_I(elara_perform_key(ELARA_PERCUSSION, 38), 38, "a snare drum stays");
  TAP_EQ_I(elara_perform_key(ELARA_TIMPANI, 49), 49, "so do the kettledrums");
}

int
main(void)
{
  tap_begin("playing");
  test_kit();
  test_slow_levels();
  test_virtual_melody();
  test_noise();
  test_together();
  test_rubato();
  test_held_notes();
  test_crescendo();
  test_levels_live();
  test_manners();
  test_repeats();
  return tap_end();
}
