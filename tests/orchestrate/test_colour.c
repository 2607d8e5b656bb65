// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The speaker's register, colours with reasons, hands and drums, comedy and
// dread.

#include "papers.h"

// --- somebody speaks
// -----------------------------------------------------------------

static int
masks_speech(int instrument)
{
  return instrument == ELARA_OBOE || instrument == ELARA_PICCOLO;
}

static void
test_speech(void)
{
  double held = 0.0, free_held = 0.0, time = 0.0, free_time = 0.0;
  int masked = 0;
  for (int s = 0; s < 3; s++) {
    Papers p = papers_of(scripts[s], -1, 1);
    for (size_t k = 0; k < p.score->part_count; k++) {
      const ElaraPart* const part = &p.score->parts[k];
      if (is_synthetic(part) || family(part) == ELARA_FAMILY_PERCUSSION)
        continue;
      for (size_t i = 0; i < part->note_count; i++) {
        const ElaraScoreNote* const n = &part->notes[i];
        const double d = (double)n->duration;
        const int voice = n->pitch >= 47 && n->pitch <= 60 &&
                          n->duration > ELARA_TICKS_PER_QUARTER;
        if (phrase_of(&p, n)->speech > .5) {
          masked += masks_speech(part->instrument);
          time += d;
          held += voice ? d : 0.0;
        } else {
          free_time += d;
          free_held += voice ? d : 0.0;
        }
      }
    }
    papers_free(&p);
  }
  TAP_EQ_I(masked, 0, "no oboe and no piccolo while somebody speaks");
  printf("# held %.3f free %.3f\n", held / time, free_held / free_time);
  TAP_OK(held / time < .06, "the register of the voice is left free");
  TAP_OK(free_held / free_time > .2, "as it is not where nobody speaks");
}

// --- colours
// -------------------------------------------------------------------------

static int
has_colour(const Papers* p, const char* what)
{
  for (size_t i = 0; i < p->score->colour_count; i++) {
    if (strcmp(p->score->colours[i].what, what) == 0) return 1;
  }
  return 0;
}

// Of notes in TECHNIQUE: played by who can, and told in the list of colours.
static void
check_technique(
    const Papers* p, int technique, const char* what, int* notes, int* bad)
{
  for (size_t k = 0; k < p->score->part_count; k++) {
    const ElaraPart* const part = &p->score->parts[k];
    for (size_t i = 0; i < part->note_count; i++) {
      const ElaraScoreNote* const n = &part->notes[i];
      if (n->technique != technique) continue;
      (*notes)++;
      const int can = technique == ELARA_TECHNIQUE_STOPPED
                          ? part->instrument == ELARA_HORN
                          : family(part) == ELARA_FAMILY_STRING;
      *bad += !can || !has_colour(p, what);
      if (technique == ELARA_TECHNIQUE_HARMONIC) *bad += n->pitch < 67;
    }
  }
}

static void
test_colours(void)
{
  int notes[3] = {0};
  int bad[3] = {0};
  int ordered = 1;
  int reasoned = 1;
  int tunes = 0;
  int strokes = 0;
  for (int s = 0; s < 3; s++) {
    for (uint64_t seed = 1; seed <= 4; seed++) {
      Papers p = papers_of(scripts[s], ELARA_ENSEMBLE_ACCOMPANIED, seed);
      check_technique(&p, ELARA_TECHNIQUE_PONTICELLO, "sul ponticello",
                      &notes[0], &bad[0]);
      check_technique(&p, ELARA_TECHNIQUE_STOPPED, "stopped", &notes[1],
                      &bad[1]);
      check_technique(&p, ELARA_TECHNIQUE_HARMONIC, "harmonics", &notes[2],
                      &bad[2]);
      for (size_t i = 0; i < p.score->colour_count; i++) {
        const ElaraColour* const c = &p.score->colours[i];
        if (i) ordered &= c[-1].tick <= c->tick;
        reasoned &= c->what[0] && strlen(c->why) > 10;
        tunes += strcmp(c->what, "has the tune") == 0;
        strokes += c->instrument == ELARA_PERCUSSION;
      }
      papers_free(&p);
    }
  }
  printf("# at the bridge %d, stopped %d, harmonics %d; wrong %d %d %d\n",
         notes[0], notes[1], notes[2], bad[0], bad[1], bad[2]);
  TAP_OK(notes[0] > 0 && bad[0] == 0, "strings at the bridge, with a reason");
  TAP_OK(notes[1] > 0 && bad[1] == 0, "stopped horns, with a reason");
  TAP_OK(notes[2] > 0 && bad[2] == 0, "harmonics high up, with a reason");
  TAP_OK(ordered, "reasons come in the order of time");
  TAP_OK(strokes > 0, "strokes of percussion too");
  TAP_OK(reasoned && tunes > 50, "every entry of the tune has one");
}

// --- hands and drums
// -----------------------------------------------------------------

static int
most_classes_in_a_bar(const Papers* p, const ElaraPart* part)
{
  int most = 0;
  unsigned classes = 0;
  size_t bar = 0;
  for (size_t i = 0; i < part->note_count; i++) {
    const size_t here = elara_plan_bar_at(p->plan, part->notes[i].tick);
    if (here != bar) classes = 0;
    bar = here;
    classes |= 1u << part->notes[i].pitch % 12;
    int count = 0;
    for (unsigned c = classes; c; c &= c - 1) {
      count++;
    }
    most = count > most ? count : most;
  }
  return most;
}

static int
most_at_once(const ElaraPart* part)
{
  int most = 0;
  for (size_t i = 0; i < part->note_count; i++) {
    int count = 0;
    for (size_t k = i;
         k < part->note_count && part->notes[k].tick == part->notes[i].tick;
         k++) {
      count++;
    }
    most = count > most ? count : most;
  }
  return most;
}

// Different pitches that begin within eight seconds.
static int
most_drums(const Papers* p, const ElaraPart* part)
{
  const ElaraTempoMap map = elara_plan_tempo_map(p->plan);
  int most = 0;
  for (size_t i = 0; i < part->note_count; i++) {
    const ElaraScoreNote* const a = &part->notes[i];
    unsigned drums = 0;
    int count = 0;
    for (size_t k = i; k < part->note_count; k++) {
      const ElaraScoreNote* const b = &part->notes[k];
      if (phrase_of(p, a)->cue != phrase_of(p, b)->cue) break;
      if (elara_time_s(elara_tempo_map_time(&map, b->tick)) -
              elara_time_s(elara_tempo_map_time(&map, a->tick)) >=
          8.0)
        break;
      if (drums >> (b->pitch - 30) & 1u) continue;
      drums |= 1u << (b->pitch - 30);
      count++;
    }
    most = count > most ? count : most;
  }
  return most;
}

static void
test_idiom(void)
{
  int classes = 0, fingers = 0, drums = 0, forbidden = 0, sweeps = 0;
  for (int s = 0; s < 3; s++) {
    Papers p = papers_of(scripts[s], -1, 1);
    for (size_t k = 0; k < p.score->part_count; k++) {
      const ElaraPart* const part = &p.score->parts[k];
      if (part->instrument == ELARA_HARP) {
        const int c = most_classes_in_a_bar(&p, part);
        classes = c > classes ? c : classes;
        const int f = most_at_once(part);
        fingers = f > fingers ? f : fingers;
      }
      if (part->instrument == ELARA_TIMPANI) {
        const int d = most_drums(&p, part);
        drums = d > drums ? d : drums;
      }
      for (size_t i = 0; i < part->note_count; i++) {
        const ElaraPhrase* const ph = phrase_of(&p, &part->notes[i]);
        const int heavy = part->instrument == ELARA_TUBA ||
                          part->instrument == ELARA_BASS_TROMBONE;
        forbidden += heavy && p.plan->cues[ph->cue].reach < .7 &&
                     ph->mood != ELARA_MOOD_DREAD &&
                     ph->mood != ELARA_MOOD_TERROR;
      }
    }
    sweeps += has_colour(&p, "glissando");
    papers_free(&p);
  }
  printf("# drums %d\n", drums);
  TAP_OK(classes > 0 && classes <= 7, "a harp has seven strings an octave");
  TAP_OK(fingers > 1 && fingers <= 8, "and two hands of four");
  TAP_OK(sweeps > 0, "it sweeps into a climax");
  TAP_OK(drums > 0 && drums <= 4, "a timpanist has four drums");
  TAP_EQ_I(forbidden, 0,
           "the heaviest brass waits for the height of the story");
}

// --- comedy and dread
// ----------------------------------------------------------------

typedef struct {
  double pitch, time; // of all but drums
  double notes, low;  // in the depths: below the cello
  double plucked, bowed;
  double reeds; // of bassoon, clarinet, flute, piccolo, xylophone
} Character;

static int
is_comic(int instrument)
{
  return instrument == ELARA_BASSOON || instrument == ELARA_CLARINET ||
         instrument == ELARA_FLUTE || instrument == ELARA_PICCOLO ||
         instrument == ELARA_XYLOPHONE;
}

static void
add_part(const Papers* p, const ElaraPart* part, unsigned moods, Character* c)
{
  for (size_t i = 0; i < part->note_count; i++) {
    const ElaraScoreNote* const n = &part->notes[i];
    if (!(moods >> phrase_of(p, n)->mood & 1u)) continue;
    c->pitch += (double)n->pitch * (double)n->duration;
    c->time += (double)n->duration;
    c->notes++;
    c->low += n->pitch < 40;
    c->reeds += is_comic(part->instrument);
    if (family(part) != ELARA_FAMILY_STRING) continue;
    c->bowed++;
    c->plucked += n->technique == ELARA_TECHNIQUE_PIZZICATO;
  }
}

static Character
character_of(unsigned moods)
{
  Character c = {.time = 0.0};
  for (int s = 0; s < 3; s++) {
    Papers p = papers_of(scripts[s], -1, 1);
    for (size_t k = 0; k < p.score->part_count; k++) {
      const ElaraPart* const part = &p.score->parts[k];
      if (!is_synthetic(part) && family(part) != ELARA_FAMILY_PERCUSSION)
        add_part(&p, part, moods, &c);
    }
    papers_free(&p);
  }
  return c;
}

static void
test_comedy_and_dread(void)
{
  const Character comedy = character_of(1u << ELARA_MOOD_PLAYFULNESS);
  const Character dread =
      character_of(1u << ELARA_MOOD_DREAD | 1u << ELARA_MOOD_TERROR);
  printf("# mean pitch %.1f and %.1f, low %.2f and %.2f, light winds %.2f and "
         "%.2f, plucked %.2f and %.2f\n",
         comedy.pitch / comedy.time, dread.pitch / dread.time,
         comedy.low / comedy.notes, dread.low / dread.notes,
         comedy.reeds / comedy.notes, dread.reeds / dread.notes,
         comedy.plucked / comedy.bowed, dread.plucked / dread.bowed);
  TAP_OK(comedy.pitch / comedy.time > dread.pitch / dread.time + 3.0,
         "comedy lies higher than dread");
  TAP_OK(comedy.low / comedy.notes < .8 * dread.low / dread.notes,
         "dread has the depths");
  TAP_OK(comedy.reeds / comedy.notes > 1.4 * dread.reeds / dread.notes,
         "comedy the light winds");
  TAP_OK(comedy.plucked / comedy.bowed > 2.0 * dread.plucked / dread.bowed,
         "and the plucked strings");
}

int
main(void)
{
  tap_begin("orchestration colours");
  test_speech();
  test_colours();
  test_idiom();
  test_comedy_and_dread();
  return tap_end();
}
