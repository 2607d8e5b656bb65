// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The composer's craft, measured on the examples: forms, operators, strain,
// patterns, fugal entries, devices, rubs, voice leading, reasons.

#include "example.h"
#include "tap.h"

#include "compose/compose.h"
#include "compose/forms.h"
#include "compose/melody.h"
#include "compose/schemata.h"
#include "compose/texture.h"

#include <stdlib.h>
#include <string.h>

#define Q ELARA_TICKS_PER_QUARTER

// --- tables and pure functions -----------------------------------------------

static void
test_forms(void)
{
  int good = 1;
  int count = 0;
  int moods[ELARA_MOOD_COUNT] = {0};
  for (; elara_cue_form_at(count); count++) {
    const CueForm* const f = elara_cue_form_at(count);
    good &= strlen(f->moods) == ELARA_MOOD_COUNT &&
            strspn(f->order, "ARVBDLHF") == strlen(f->order);
    for (int m = 0; m < ELARA_MOOD_COUNT; m++) {
      moods[m] += f->moods[m] > '2';
    }
  }
  TAP_OK(count >= 12, "at least a dozen forms");
  TAP_OK(good, "written in the signs of the table");
  int least = count;
  for (int m = 0; m < ELARA_MOOD_COUNT; m++) {
    if (moods[m] < least) least = moods[m];
  }
  TAP_OK(least >= 3, "every mood has three forms or more to choose from");
  const CueForm* const song = elara_cue_form_at(0);
  TAP_EQ_I(elara_phrase_function(song, 0, 6, 4, 0, 8), FUNCTION_STATE, "opens");
  TAP_EQ_I(elara_phrase_function(song, 1, 6, 4, 0, 8), FUNCTION_REPEAT,
           "says it again");
  TAP_EQ_I(elara_phrase_function(song, 3, 6, 4, 0, 8), FUNCTION_BUILD,
           "climbs before the high point");
  TAP_EQ_I(elara_phrase_function(song, 4, 6, 4, 0, 8), FUNCTION_CLIMAX,
           "reaches it");
  TAP_EQ_I(elara_phrase_function(song, 5, 6, 4, 0, 4), FUNCTION_CODA,
           "and ends");
}

static ElaraMelody
melody_of(const int* degrees, const int* quarters, int count)
{
  ElaraMelody m = {.count = 0};
  ElaraTick at = 0;
  for (int i = 0; i < count; i++) {
    elara_melody_add(&m, (ElaraThemeNote){.tick = at,
                                          .duration = quarters[i] * Q,
                                          .degree = degrees[i]});
    at += quarters[i] * Q;
  }
  return m;
}

static void
test_operators(void)
{
  static const int degrees[] = {0, 4, 3, 2, 5, 4, 1, 0};
  static const int lengths[] = {2, 1, 1, 2, 1, 1, 2, 2};
  const ElaraMelody m = melody_of(degrees, lengths, 8);
  const ElaraMelody tail = elara_melody_tail(&m, 3);
  TAP_OK(tail.count == 3 && tail.notes[0].tick == 0 &&
             tail.notes[2].degree == 0,
         "tail: the last three");
  const ElaraMelody beat = elara_melody_rhythm(&m);
  TAP_OK(beat.count == 8 && beat.notes[4].degree == 0 &&
             beat.notes[4].duration == Q,
         "rhythm: on one degree");
  const ElaraMelody line = elara_melody_contour(&m);
  TAP_OK(line.count == 5 && line.notes[1].degree == 4 &&
             elara_melody_end(&line) == elara_melody_end(&m),
         "contour: its turning points, as long as it was");
  const ElaraMelody worn = elara_melody_liquidate(&m, 4 * Q, 6);
  TAP_EQ_I(elara_melody_end(&worn), 24 * Q, "liquidation fills its bars");
  TAP_EQ_I(worn.notes[worn.count - 1].duration <= 2 * Q, 1,
           "and ends in small pieces");
  const ElaraMelody longer = elara_melody_extend(&m, 6 * Q);
  TAP_EQ_I(elara_melody_end(&longer), elara_melody_end(&m) + 6 * Q,
           "extension: as much longer as asked");
  TAP_EQ_I(elara_melody_withhold(&m).count, 7, "withheld: its last note");
  const ElaraMelody sigh = elara_melody_sigh(&m);
  int widest = 0;
  int leans = 0;
  for (int i = 1; i < sigh.count; i++) {
    const int step = sigh.notes[i].degree - sigh.notes[i - 1].degree;
    if (abs(step) > widest) widest = abs(step);
    leans += step == -1 && sigh.notes[i - 1].duration == Q;
  }
  TAP_OK(widest <= 3 && leans >= 2, "the wound: narrower, and it sighs");
  const ElaraMelody thirds = elara_melody_sequence(&m, 2);
  const ElaraMelody seconds = elara_melody_sequence(&m, 1);
  TAP_OK(elara_melody_agreement(&m, &thirds, 12 * Q) > .99, "thirds agree");
  TAP_OK(elara_melody_agreement(&m, &seconds, 12 * Q) < .01, "seconds do not");
  TAP_EQ_I(elara_melody_recognised(&m, &m, 8), 3, "a theme knows itself");
  const ElaraMelody slow = elara_melody_scale_time(&m, 2, 1);
  TAP_EQ_I(elara_melody_recognised(&slow, &m, 8), 3, "at any speed");
  const ElaraMelody back = elara_melody_retrograde(&m);
  TAP_OK(elara_melody_recognised(&back, &m, 8) < 3, "backwards not wholly");
}

static void
test_strain(void)
{
  const double one = elara_chord_strain(0, ELARA_CHORD_MAJOR, 0);
  const double five = elara_chord_strain(7, ELARA_CHORD_MAJOR, 0);
  const double seven = elara_chord_strain(7, ELARA_CHORD_DOMINANT_7, 0);
  const double pole = elara_chord_strain(6, ELARA_CHORD_MAJOR, 0);
  const double flat = elara_chord_strain(8, ELARA_CHORD_MAJOR, 0);
  TAP_OK(one < five && five < seven, "the tonic rests, a seventh strains");
  TAP_OK(five < flat && flat < pole,
         "farther on the line of fifths is farther");
  TAP_OK(elara_chord_strain(0, ELARA_CHORD_MINOR, 1) <
             elara_chord_strain(8, ELARA_CHORD_MINOR, 1),
         "in minor too");
}

static void
test_patterns(void)
{
  int filled = 1;
  for (uint64_t seed = 0; seed < 50; seed++) {
    ElaraSlot slots[16] = {{0}};
    for (int i = 0; i < 16; i++) {
      slots[i].new_bar = i % 2 == 0;
    }
    const ElaraHarmonyStyle style = {
        .tonic = 5, .mode = seed % 2 ? ELARA_MODE_MINOR : ELARA_MODE_MAJOR};
    ElaraRandom random = elara_random(seed, "test", 0, 0);
    const char* const name = elara_wish_schema(
        slots, 16, &style, (ElaraMood)(seed % ELARA_MOOD_COUNT), 1.0, &random);
    filled &= name && slots[0].wish > 0.0 && slots[11].wish > 0.0 &&
              slots[12].wish <= 0.0 && slots[15].wish <= 0.0;
  }
  TAP_OK(filled, "patterns leave the last two bars to the cadence");
  ElaraSlot slots[8] = {{0}};
  for (int i = 0; i < 8; i++) {
    slots[i].new_bar = i % 2 == 0;
  }
  const ElaraHarmonyStyle style = {.tonic = 9, .mode = ELARA_MODE_MINOR};
  elara_wish_lament(slots, 8, &style, 2.0);
  TAP_OK(slots[0].wish_root == 9 && slots[6].wish_root == 4,
         "a lament falls from the tonic to the dominant");
}

// --- measured on the examples ------------------------------------------------

typedef struct {
  int fugal, entries, wrong_entries;
  int rubs, accompaniment;
  int punch_lines, loud_punch_lines;
  int devices, reasons, phrases;
  int parallels, slices, recurring, beyond_four;
} Found;

static const ElaraLine*
line_of(const ElaraSketch* s, int phrase, ElaraLineRole role, int order)
{
  for (size_t i = 0; i < s->line_count; i++) {
    const ElaraLine* const l = &s->lines[i];
    if (l->phrase == phrase && l->role == role && l->order == order) return l;
  }
  return NULL;
}

static int
pitch_at(const ElaraLine* line, ElaraTick tick, int* attack)
{
  for (size_t i = 0; line && i < line->note_count; i++) {
    const ElaraSketchNote* const n = &line->notes[i];
    if (n->tick <= tick && tick < n->tick + n->duration) {
      if (attack) *attack = n->tick == tick;
      return n->pitch;
    }
  }
  return 0;
}

static void
look_at_fugato(const ElaraSketch* s, int phrase, Found* f)
{
  const ElaraLine* const first = line_of(s, phrase, ELARA_LINE_MELODY, 0);
  f->fugal++;
  for (int k = 0; first && k < 3; k++) {
    const ElaraLine* const voice = line_of(s, phrase, ELARA_LINE_COUNTER, k);
    if (!voice) break;
    f->entries++;
    // the same rhythm and contour, later, elsewhere
    int same = 0;
    for (size_t i = 1; i < 4 && i < voice->note_count; i++) {
      const int a = first->notes[i].pitch - first->notes[i - 1].pitch;
      const int b = voice->notes[i].pitch - voice->notes[i - 1].pitch;
      same += (a > 0) == (b > 0) && (a < 0) == (b < 0);
    }
    f->wrong_entries +=
        same < 3 || voice->notes[0].tick <= first->notes[0].tick;
  }
}

static void
look_for_rubs(const ElaraSketch* s, const ElaraPhrase* p, int phrase, Found* f)
{
  const ElaraLine* const tune = line_of(s, phrase, ELARA_LINE_MELODY, 0);
  if (!tune || p->ensemble == ELARA_ENSEMBLE_CHORALE ||
      p->ensemble == ELARA_ENSEMBLE_STRINGS ||
      p->ensemble == ELARA_ENSEMBLE_FUGATO)
    return;
  for (size_t i = 0; i < s->line_count; i++) {
    const ElaraLine* const l = &s->lines[i];
    if (l->phrase != phrase || l->role != ELARA_LINE_INNER) continue;
    for (size_t k = 0; k < l->note_count; k++) {
      const ElaraSketchNote* const n = &l->notes[k];
      f->accompaniment++;
      for (size_t t = 0; t < tune->note_count; t++) {
        const ElaraSketchNote* const m = &tune->notes[t];
        const ElaraTick from = n->tick > m->tick ? n->tick : m->tick;
        const ElaraTick a = n->tick + n->duration;
        const ElaraTick b = m->tick + m->duration;
        const ElaraTick to = a < b ? a : b;
        const int gap = abs(n->pitch - m->pitch) % 12;
        f->rubs += to - from > Q / 2 && (gap == 1 || gap == 11) &&
                   n->technique != ELARA_TECHNIQUE_TREMOLO;
      }
    }
  }
}

static void
look_at_parts(const ElaraSketch* s, const ElaraPhrase* p, int phrase, Found* f)
{
  if (p->ensemble != ELARA_ENSEMBLE_CHORALE &&
      p->ensemble != ELARA_ENSEMBLE_STRINGS)
    return;
  const ElaraLine* const v[5] = {
      line_of(s, phrase, ELARA_LINE_MELODY, 0),
      line_of(s, phrase, ELARA_LINE_INNER, 0),
      line_of(s, phrase, ELARA_LINE_INNER, 1),
      line_of(s, phrase, ELARA_LINE_INNER, 2),
      line_of(s, phrase, ELARA_LINE_BASS, 0),
  };
  int was[5] = {0};
  for (ElaraTick tick = p->tick; tick < p->end; tick += Q / 2) {
    int now[5];
    int attack[5] = {0};
    int any = 0;
    for (int i = 0; i < 5; i++) {
      now[i] = pitch_at(v[i], tick, &attack[i]);
      any |= attack[i];
    }
    f->slices += any;
    for (int i = 0; i < 5; i++) {
      for (int k = i + 1; k < 5; k++) {
        if (!attack[i] || !attack[k] || !was[i] || !was[k]) continue;
        const int gap = abs(now[i] - now[k]) % 12;
        f->parallels += (now[i] - was[i]) * (now[k] - was[k]) > 0 &&
                        gap == abs(was[i] - was[k]) % 12 &&
                        (gap == 0 || gap == 7);
      }
    }
    memcpy(was, now, sizeof was);
  }
}

// Nothing sounds in the beat before a joke whose phrase says so.
static void
look_at_jokes(const ElaraPlan* plan, const ElaraSketch* s, Found* f)
{
  for (size_t h = 0; h < plan->hit_count; h++) {
    const ElaraHit* const hit = &plan->hits[h];
    if (hit->kind != ELARA_EVENT_JOKE) continue;
    for (size_t i = 0; i < s->phrase_count; i++) {
      const ElaraPhrase* const p = &s->phrases[i];
      char line[64];
      snprintf(line, sizeof line, "punch line on line %d;", hit->line);
      if (hit->tick < p->tick || hit->tick >= p->end || !strstr(p->why, line))
        continue;
      f->punch_lines++;
      for (size_t k = 0; k < s->line_count; k++) {
        const ElaraLine* const l = &s->lines[k];
        if (l->phrase == (int)i && l->role != ELARA_LINE_LAYER)
          f->loud_punch_lines += pitch_at(l, hit->tick - Q / 4, NULL) > 0;
      }
    }
  }
}

static void
look(const ElaraPlan* plan, const ElaraSketch* s, Found* f)
{
  static const char* const words[] = {
      "Stop-time",    "punch line", "The last note is wrong",
      "A scale runs", "A hole",     "A beat of silence",
      "cluster"};
  for (size_t i = 0; i < s->phrase_count; i++) {
    const ElaraPhrase* const p = &s->phrases[i];
    f->phrases++;
    f->reasons +=
        p->why && strstr(p->why, "(line ") && strstr(p->why, "Set as");
    for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
      f->devices += strstr(p->why, words[w]) != NULL;
    }
    if (p->ensemble == ELARA_ENSEMBLE_FUGATO) look_at_fugato(s, (int)i, f);
    look_for_rubs(s, p, (int)i, f);
    look_at_parts(s, p, (int)i, f);
  }
  look_at_jokes(plan, s, f);
}

static Found
look_at_examples(void)
{
  static const char* const scripts[] = {"examples/crimson-echoes.fountain",
                                        "examples/the-understudy.fountain",
                                        "examples/the-well.fountain"};
  Found f = {0};
  for (int i = 0; i < 3; i++) {
    for (uint64_t seed = 1; seed <= 6; seed++) {
      ElaraPlan* const plan = example_plan(scripts[i], seed);
      ElaraSketch* sketch = NULL;
      if (plan && elara_compose(plan, NULL, NULL, &sketch) == ELARA_OK)
        look(plan, sketch, &f);
      elara_sketch_free(sketch);
      elara_plan_free(plan);
    }
  }
  return f;
}

int
main(void)
{
  tap_begin("craft");
  test_forms();
  test_operators();
  test_strain();
  test_patterns();
  const Found f = look_at_examples();
  printf("# %d phrases, %d fugal, %d entries, %d devices, %d punch lines, %d "
         "parallels in %d slices, %d rubs of %d notes\n",
         f.phrases, f.fugal, f.entries, f.devices, f.punch_lines, f.parallels,
         f.slices, f.rubs, f.accompaniment);
  TAP_OK(f.phrases > 100, "eighteen scores were looked at");
  TAP_EQ_I(f.reasons, f.phrases, "every phrase says why, with the line");
  TAP_OK(f.fugal > 0 && f.entries > 0, "there are fugal entries");
  TAP_OK(8 * f.wrong_entries <= f.entries, "they enter with the subject");
  TAP_OK(100 * f.parallels <= f.slices, "four parts without parallels");
  TAP_OK(f.slices > 100, "and there are such parts");
  TAP_OK(200 * f.rubs <= f.accompaniment, "inner voices do not rub");
  TAP_OK(f.devices > 10, "devices are used");
  TAP_OK(f.punch_lines > 0, "jokes have their silence");
  TAP_EQ_I(f.loud_punch_lines, 0, "and silent it is");
  return tap_end();
}
