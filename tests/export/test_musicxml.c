// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// MusicXML holds the notes of the Score, whatever the metre and the rhythm.

#include "musicxml_schema.h"
#include "papers.h"
#include "read_musicxml.h"
#include "tap.h"

#include "base/random.h"

static int
by_note(const void* a, const void* b)
{
  const ReadNote* const x = (const ReadNote*)a;
  const ReadNote* const y = (const ReadNote*)b;
  if (x->part != y->part) return x->part - y->part;
  if (x->tick != y->tick) return x->tick < y->tick ? -1 : 1;
  if (x->pitch != y->pitch) return x->pitch - y->pitch;
  return x->duration < y->duration ? -1 : x->duration > y->duration;
}

static size_t
expected(const ElaraScore* s, ReadNote* out)
{
  size_t count = 0;
  for (size_t p = 0; p < s->part_count; p++) {
    for (size_t i = 0; i < s->parts[p].note_count; i++) {
      const ElaraScoreNote* const n = &s->parts[p].notes[i];
      out[count++] = (ReadNote){(int)p, n->tick, n->duration, n->pitch, 0, 0};
    }
  }
  qsort(out, count, sizeof *out, by_note);
  return count;
}

// Number of differences between the score and what a reader finds.
static int
differences(const ElaraPlan* pl, const ElaraScore* s, int print)
{
  ElaraText text = {0};
  if (elara_musicxml_write(pl, s, &text) != ELARA_OK) return -1;
  xmlDoc* const doc = xmlReadMemory(text.bytes, (int)text.count, "x", NULL,
                                    XML_PARSE_NONET | XML_PARSE_NOBLANKS);
  elara_text_clear(&text);
  if (!doc) return -2;
  ReadScore got = read_musicxml(doc);
  static ReadNote want[20000];
  const size_t count = expected(s, want);
  if (got.count) qsort(got.notes, got.count, sizeof *got.notes, by_note);
  int faults = got.faults + (got.count != count);
  for (size_t i = 0; i < count && i < got.count; i++) {
    if (by_note(&got.notes[i], &want[i]) == 0) continue;
    if (print && faults < 5) {
      printf("# part %d: got %lld+%lld %d, expected %lld+%lld %d\n",
             want[i].part, got.notes[i].tick, got.notes[i].duration,
             got.notes[i].pitch, want[i].tick, want[i].duration, want[i].pitch);
    }
    faults++;
  }
  free(got.notes);
  xmlFreeDoc(doc);
  return faults;
}

static int
occurs(const char* text, const char* what)
{
  int count = 0;
  for (const char* p = strstr(text, what); p; p = strstr(p + 1, what)) {
    count++;
  }
  return count;
}

static void
test_golden(const char* xml)
{
  const char* const path = tap_path("tests/export/bell.musicxml");
  ElaraFile file = {0};
  if (getenv("ELARA_GOLDEN_WRITE")) {
    elara_file_write(path, xml, strlen(xml));
  }
  if (!TAP_OK(elara_file_read(path, 0, &file) == ELARA_OK, "golden file")) {
    return;
  }
  TAP_OK(strcmp((const char*)file.bytes, xml) == 0,
         "as tests/export/bell.musicxml");
  elara_file_clear(&file);
}

static void
test_marks(const char* xml)
{
  TAP_EQ_I(occurs(xml, "<measure "), 7 * 4, "every part has every bar");
  TAP_EQ_I(occurs(xml, "<rehearsal>"), 2, "a rehearsal mark per cue");
  TAP_EQ_I(occurs(xml, "Tacet 0:10"), 1, "silence is labelled once");
  TAP_EQ_I(occurs(xml, "<harmony>"), 5, "chord symbols over one part");
  TAP_EQ_I(occurs(xml, "light-light"), 4, "double bar where a cue ends");
  TAP_EQ_I(occurs(xml, "light-heavy"), 4, "final bar line");
  TAP_EQ_I(occurs(xml, "type=\"crescendo\""), 2, "hairpins");
  TAP_EQ_I(occurs(xml, "<wedge type=\"stop\"/>"), 3, "that end");
  TAP_EQ_I(occurs(xml, "pizz."), 1, "pizz. once");
  TAP_EQ_I(occurs(xml, "arco"), 1, "arco once");
  TAP_EQ_I(occurs(xml, "<slur "), 2, "one slur");
  TAP_EQ_I(occurs(xml, "<tuplet type=\"start\"/>"), 2, "triplet marks");
  TAP_EQ_I(occurs(xml, "<strong-accent/>"), 1, "marcato");
  TAP_EQ_I(occurs(xml, "<staccato/>"), 1, "staccato");
  TAP_OK(strstr(xml, "The Bell &amp; the &lt;Sea&gt;"), "title is escaped");
  TAP_OK(strstr(xml, "<octave-change>") == NULL, "clarinet in B flat");
}

// --- techniques -------------------------------------------------------------

// One part whose quarter notes are played in the techniques of a list.
static void
write_techniques(int instrument, const int* list, int count, ElaraText* text)
{
  ElaraScoreNote notes[8];
  for (int i = 0; i < count; i++) {
    notes[i] = (ElaraScoreNote){.tick = i * ELARA_TICKS_PER_QUARTER,
                                .duration = ELARA_TICKS_PER_QUARTER,
                                .pitch = 67,
                                .technique = list[i]};
  }
  ElaraPart part = {
      .instrument = instrument, .notes = notes, .note_count = (size_t)count};
  ElaraScore s = score;
  s.parts = &part;
  s.part_count = 1;
  TAP_OK(elara_musicxml_write(&plan, &s, text) == ELARA_OK, "techniques");
}

static void
test_techniques(void)
{
  static const int strings[] = {
      ELARA_TECHNIQUE_PONTICELLO, ELARA_TECHNIQUE_PONTICELLO,
      ELARA_TECHNIQUE_NORMAL,     ELARA_TECHNIQUE_MUTED,
      ELARA_TECHNIQUE_PIZZICATO,  ELARA_TECHNIQUE_MUTED,
      ELARA_TECHNIQUE_LEGATO,     ELARA_TECHNIQUE_HARMONIC};
  ElaraText text = {0};
  write_techniques(ELARA_VIOLIN_1, strings, 8, &text);
  TAP_EQ_I(occurs(text.bytes, ">sul pont.<"), 1, "to the bridge, once");
  TAP_EQ_I(occurs(text.bytes, ">ord.<"), 1, "and away from it");
  TAP_EQ_I(occurs(text.bytes, "<tremolo "), 2, "at the bridge they tremble");
  TAP_EQ_I(occurs(text.bytes, ">con sord.<"), 1, "mutes on");
  TAP_EQ_I(occurs(text.bytes, ">arco, con sord.<"), 1, "bowed again, muted");
  TAP_EQ_I(occurs(text.bytes, ">senza sord.<"), 1, "mutes off");
  TAP_EQ_I(occurs(text.bytes, "<harmonic/>"), 1, "a circle for a flute tone");
  elara_text_clear(&text);
  static const int horns[] = {ELARA_TECHNIQUE_STOPPED, ELARA_TECHNIQUE_STOPPED,
                              ELARA_TECHNIQUE_NORMAL};
  ElaraText more = {0};
  write_techniques(ELARA_HORN, horns, 3, &more);
  TAP_EQ_I(occurs(more.bytes, "<stopped/>"), 2, "a cross for a stopped horn");
  elara_text_clear(&more);
}

// --- two players on one staff
// -------------------------------------------------

#define QUARTER ELARA_TICKS_PER_QUARTER

static void
write_pair(ElaraScoreNote* notes, int count, ElaraText* text)
{
  ElaraPart part = {
      .instrument = ELARA_HORN, .notes = notes, .note_count = (size_t)count};
  ElaraScore s = score;
  s.parts = &part;
  s.part_count = 1;
  TAP_OK(elara_musicxml_write(&plan, &s, text) == ELARA_OK, "two horns");
  TAP_EQ_I(differences(&plan, &s, 1), 0, "come back note for note");
}

// Two horns, four quarters each, the first at UPPER, the second at LOWER.
static void
fill_pair(ElaraScoreNote* notes, int upper, int lower)
{
  for (int i = 0; i < 8; i++) {
    notes[i] = (ElaraScoreNote){.tick = i / 2 * QUARTER,
                                .duration = QUARTER,
                                .pitch = i % 2 ? lower : upper,
                                .voice = i % 2};
  }
}

static void
test_pairs(void)
{
  ElaraScoreNote notes[8];
  ElaraText text = {0};
  fill_pair(notes, 64, 60);
  write_pair(notes, 8, &text);
  TAP_EQ_I(occurs(text.bytes, "<chord/>"), 4, "one rhythm, one stem");
  TAP_EQ_I(occurs(text.bytes, "<voice>2<"), 0, "and one voice");
  elara_text_clear(&text);

  ElaraText slurred = {0};
  notes[1].slur = notes[3].slur = 1;
  write_pair(notes, 8, &slurred);
  TAP_EQ_I(occurs(slurred.bytes, "<chord/>"), 0, "a slur of one's own");
  TAP_EQ_I(occurs(slurred.bytes, "<voice>2<"), 4, "keeps two voices");
  elara_text_clear(&slurred);

  ElaraText unison = {0};
  fill_pair(notes, 60, 60);
  write_pair(notes, 8, &unison);
  TAP_EQ_I(occurs(unison.bytes, "<chord/>"), 0, "no chord of one pitch");
  elara_text_clear(&unison);

  // the second above the first, with a stroke of its own
  ElaraText crossed = {0};
  fill_pair(notes, 60, 64);
  notes[7].technique = ELARA_TECHNIQUE_STACCATO;
  write_pair(notes, 8, &crossed);
  const char* const first = strstr(crossed.bytes, "<voice>1<");
  const char* const pitch = strstr(crossed.bytes, "<step>");
  TAP_OK(pitch && first && pitch < first && pitch[6] == 'B',
         "who is above has the upper voice"); // written a fifth higher
  elara_text_clear(&crossed);
}

// --- random scores -----------------------------------------------------------

static ElaraScoreNote random_notes[4000];
static ElaraBar random_bars[64];

static ElaraPlan
random_plan(ElaraRandom* r)
{
  static const int metres[][2] = {{4, 4}, {3, 4},  {6, 8}, {5, 4}, {7, 8},
                                  {2, 2}, {12, 8}, {5, 8}, {2, 4}, {9, 8}};
  ElaraPlan p = plan;
  ElaraTick at = 0;
  for (int i = 0; i < 40; i++) {
    const int m = elara_random_index(r, 10);
    random_bars[i] = (ElaraBar){at, metres[m][0], metres[m][1], 0};
    at += elara_bar_ticks(&random_bars[i]);
  }
  p.bars = random_bars;
  p.bar_count = 40;
  p.tick_count = at;
  p.hit_count = 0;
  return p;
}

static size_t
random_voice(
    ElaraRandom* r, ElaraTick end, int voice, ElaraTick grid, size_t at)
{
  ElaraTick tick = 0;
  for (;;) {
    if (elara_random_chance(r, .2)) tick += grid * elara_random_index(r, 9);
    const ElaraTick duration = grid * (1 + elara_random_index(r, 12));
    if (tick + duration > end || at >= COUNT(random_notes) - 4) return at;
    const int tones = elara_random_chance(r, .2) ? 2 : 1;
    const int pitch = 60 + elara_random_index(r, 24);
    for (int k = 0; k < tones; k++) {
      random_notes[at] = (ElaraScoreNote){.tick = tick,
                                          .duration = duration,
                                          .pitch = pitch + 4 * k,
                                          .voice = voice,
                                          .slur = (int)(at / 3)};
      at++;
    }
    tick += duration;
  }
}

static int
by_onset(const void* a, const void* b)
{
  const ElaraScoreNote* const x = (const ElaraScoreNote*)a;
  const ElaraScoreNote* const y = (const ElaraScoreNote*)b;
  if (x->tick != y->tick) return x->tick < y->tick ? -1 : 1;
  if (x->voice != y->voice) return x->voice - y->voice;
  return x->pitch - y->pitch;
}

static void
test_random(void)
{
  static const ElaraTick grids[] = {840,  1120, 560, 420, 1680,
                                    2240, 3360, 280, 672};
  static const int instruments[] = {ELARA_FLUTE, ELARA_HORN, ELARA_CELESTA,
                                    ELARA_CHOIR, ELARA_VIOLA};
  int faults = 0;
  for (uint64_t seed = 0; seed < 60; seed++) {
    ElaraRandom r = elara_random(seed, "export", 0, 0);
    const ElaraPlan p = random_plan(&r);
    size_t count = random_voice(&r, p.tick_count, 0, grids[seed % 9], 0);
    count = random_voice(&r, p.tick_count, 1, grids[seed / 9 % 9], count);
    qsort(random_notes, count, sizeof *random_notes, by_onset);
    ElaraPart part = {.instrument = instruments[seed % 5],
                      .notes = random_notes,
                      .note_count = count};
    ElaraScore s = {.parts = &part,
                    .part_count = 1,
                    .keys = keys,
                    .key_count = 1,
                    .chords = chords,
                    .chord_count = 5};
    const int d = differences(&p, &s, faults == 0);
    if (d) printf("# seed %d: %d differences\n", (int)seed, d);
    faults += d != 0;
  }
  TAP_EQ_I(faults, 0, "60 random scores come back note for note");
}

// --- parts by themselves, the schema -----------------------------------------

static void
test_parts(void)
{
  ElaraText text = {0};
  TAP_OK(elara_musicxml_write_part(&plan, &score, 0, &text) == ELARA_OK,
         "a part by itself");
  TAP_EQ_I(occurs(text.bytes, "<score-part "), 1, "is alone");
  TAP_EQ_I(occurs(text.bytes, "<rehearsal>"), 2, "with the cues");
  TAP_EQ_I(occurs(text.bytes, "<harmony>"), 0, "without chord symbols");
  TAP_EQ_I(occurs(text.bytes, "part name</credit-type>"), 1, "and its name");
  elara_text_clear(&text);
}

static void
test_schema(const ElaraText* whole)
{
  if (!schema_begin()) return;
  schema_check(whole->bytes, whole->count, "the score is valid");
  for (size_t i = 0; i < score.part_count; i++) {
    ElaraText text = {0};
    elara_musicxml_write_part(&plan, &score, i, &text);
    schema_check(text.bytes, text.count, "a part is valid");
    elara_text_clear(&text);
  }
  schema_end();
}

// --- what a copyist adds
// ------------------------------------------------------

// A line of quarters from the beginning.
static void
write_line(int instrument, const int* pitches, int count, ElaraText* text)
{
  ElaraScoreNote notes[16];
  for (int i = 0; i < count; i++) {
    notes[i] = (ElaraScoreNote){
        .tick = i * QUARTER, .duration = QUARTER, .pitch = pitches[i]};
  }
  ElaraPart part = {
      .instrument = instrument, .notes = notes, .note_count = (size_t)count};
  ElaraScore s = score;
  s.parts = &part;
  s.part_count = 1;
  s.chord_count = 0;
  TAP_OK(elara_musicxml_write(&plan, &s, text) == ELARA_OK, "a line");
  TAP_EQ_I(differences(&plan, &s, 1), 0, "comes back note for note");
}

static void
test_copyist(void)
{
  ElaraText high = {0};
  write_line(ELARA_FLUTE, (const int[]){96, 96, 95, 60}, 4, &high);
  TAP_EQ_I(occurs(high.bytes, "<octave-shift type=\"down\""), 1, "an 8va");
  TAP_EQ_I(occurs(high.bytes, "<octave-shift type=\"stop\""), 1, "that ends");
  elara_text_clear(&high);
  ElaraText cello = {0};
  write_line(ELARA_CELLO,
             (const int[]){40, 41, 43, 40, 76, 77, 79, 76, 77, 79, 76, 77}, 12,
             &cello);
  TAP_EQ_I(occurs(cello.bytes, "<sign>"), 2, "a cello goes to the treble clef");
  elara_text_clear(&cello);
  ElaraText courtesy = {0};
  write_line(ELARA_FLUTE, (const int[]){73, 74, 74, 74, 72, 72, 72, 72}, 8,
             &courtesy);
  TAP_EQ_I(occurs(courtesy.bytes, "cautionary"), 1, "one courtesy accidental");
  elara_text_clear(&courtesy);
}

// Two violins, apart for a bar, then together.
static void
test_desks(void)
{
  ElaraScoreNote notes[12];
  for (int i = 0; i < 12; i++) {
    const int apart = i < 8;
    notes[i] = (ElaraScoreNote){
        .tick = (apart ? i / 2 : i - 4) * QUARTER,
        .duration = QUARTER,
        .pitch = apart && i % 2 ? 76 : 72,
    };
  }
  ElaraText text = {0};
  ElaraPart part = {
      .instrument = ELARA_VIOLIN_1, .notes = notes, .note_count = 12};
  ElaraScore s = score;
  s.parts = &part;
  s.part_count = 1;
  TAP_OK(elara_musicxml_write(&plan, &s, &text) == ELARA_OK, "violins");
  TAP_EQ_I(occurs(text.bytes, ">div.<"), 1, "divided");
  TAP_EQ_I(occurs(text.bytes, ">unis.<"), 1, "and together again");
  elara_text_clear(&text);
  ElaraText winds = {0};
  part.instrument = ELARA_OBOE;
  TAP_OK(elara_musicxml_write(&plan, &s, &winds) == ELARA_OK, "oboes");
  TAP_EQ_I(occurs(winds.bytes, ">1.<"), 1, "one of two oboes alone");
  elara_text_clear(&winds);
}

int
main(void)
{
  tap_begin("musicxml");
  papers_use();
  ElaraText text = {0};
  TAP_OK(elara_musicxml_write(&plan, &score, &text) == ELARA_OK, "written");
  test_marks(text.bytes);
  test_golden(text.bytes);
  TAP_EQ_I(differences(&plan, &score, 1), 0, "note for note");
  test_techniques();
  test_pairs();
  test_parts();
  test_copyist();
  test_desks();
  test_schema(&text);
  test_random();
  ElaraScore empty = score;
  empty.part_count = 0;
  TAP_EQ_I(differences(&plan, &empty, 1), 0, "a score without parts");
  elara_text_clear(&text);
  xmlCleanupParser();
  return tap_end();
}
