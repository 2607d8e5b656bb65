// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What the files of this room share.
//
// A phrase is cut into members of one to four bars. For every member each
// instrument has at most two jobs: a line, an octave, a way of playing. First
// all jobs of a phrase are given out (lead.c, bed.c, fill.c), then they are
// coloured (colour.c), then written as notes (place.c): so a decision can look
// at what the others do, and nothing has to be taken back.

#ifndef ELARA_ORCHESTRATE_ROOM_H
#define ELARA_ORCHESTRATE_ROOM_H

#include "base/random.h"
#include "model/score.h"

#define QUARTER ELARA_TICKS_PER_QUARTER
#define MOST_MEMBERS 64
#define FIGURES 3
#define COUNTERS 4
#define PADS 6
// A speaker's voice with room around it: nobody lingers between these.
#define VOICE_LOW 47
#define VOICE_HIGH 60
#define THIRDS_FROM 48 // below it a chord has octaves and fifths only
#define FULL_FORCE .7  // of a cue's reach: from here on nothing is held back
#define SPEECH_FROM .5 // of a phrase: from here on music gives way
#define FORTE .62      // of a phrase: f
#define NO_SHIFT -99

typedef ELARA_LIST(ElaraScoreNote) NoteList;
typedef ELARA_LIST(ElaraDynamic) DynamicList;
typedef ELARA_LIST(ElaraColour) ColourList;

// Instruments as bits.
typedef uint64_t Group;
#define ONE(id) (UINT64_C(1) << (id))

static inline int
has(Group group, int instrument)
{
  return (int)(group >> instrument & 1u);
}

typedef struct {
  const ElaraSketch* sketch;
  const ElaraPlan* plan;
  ElaraArena* arena; // of the score
  ElaraTempoMap map;
  Group without;
  NoteList notes[ELARA_INSTRUMENT_COUNT];
  DynamicList dynamics[ELARA_INSTRUMENT_COUNT];
  ColourList colours;
  int next_slur[ELARA_INSTRUMENT_COUNT];
  const ElaraLine** lines; // by phrase
  size_t* first_line;      // of each phrase in lines
  // What is remembered from phrase to phrase, of one cue only.
  int cue;
  int last_lead; // -1 at its beginning
  int muted;     // the strings have their mutes on
  int after_climax;
  Group last_silent;  // families, by their numbers
  Group last_playing; // at the end of the phrase before
  int failed;
} Desk;

// How an ensemble is cast: a row for each in ensemble.c.
typedef struct {
  Group lead; // who may have the tune
  Group bed;  // who may have the inner voices
  Group bass; // who may have the bass
  Group fill; // who may join until the page is full enough
  int least;  // parts at once
  int most;
  double doubling; // of the tune: 0 never, 1 as usual
  int hold;        // the tune stays with one player
  int layers;      // parts enter one after another
  const char* why; // what the ensemble is for, in a report
} Cast;

// What one instrument does in one member.
typedef struct {
  const ElaraLine* line; // NULL: it rests
  int shift;             // semitones
  int technique;         // ElaraTechnique, or -1 = as composed
  int lead;
  int sustain; // join repeated notes into long ones
} Job;

// One phrase being given out.
typedef struct {
  Desk* desk;
  const ElaraPhrase* phrase;
  const ElaraCue* cue;
  int index; // of the phrase
  Cast cast;
  ElaraRandom random;
  const ElaraLine* melody;
  const ElaraLine* counter[COUNTERS];
  const ElaraLine* descant;
  const ElaraLine* bass; // or pedal
  const ElaraLine* inner[3];
  const ElaraLine* figure[FIGURES];
  const ElaraLine* colour;
  const ElaraLine* drum;
  const ElaraLine* noise;
  const ElaraLine* pad[PADS];      // held chord tones, lowest first
  const ElaraLine* third;          // under the tune; or the descant
  ElaraTick cut[MOST_MEMBERS + 1]; // where members begin; the last: the end
  int members;
  int budget[MOST_MEMBERS]; // parts wanted
  Group turn[MOST_MEMBERS]; // dialogue: whose turn it is; else everybody
  int lead[MOST_MEMBERS];   // -1: nobody
  int speaking;
  Job jobs[ELARA_INSTRUMENT_COUNT][2][MOST_MEMBERS];
} Stand;

// ensemble.c
extern const Group elara_strings, elara_woods, elara_brass;
Cast elara_cast(const ElaraPhrase* phrase, ElaraRandom* random);
// Cuts the phrase into members and says how many parts each wants.
void elara_members(Stand* s);

// cast.c
// How welcome INSTRUMENT is in the accompaniment of PHRASE, 0 (not) ... 9.
int elara_welcome(const Stand* s, int instrument);
// Weight of INSTRUMENT as a lead in PHRASE, 0 = never.
double elara_lead_weight(const Stand* s, int instrument);
// Digit of the lead table for the mood of the phrase, 5 = as usual.
int elara_lead_mood(const ElaraPhrase* phrase, int instrument);
// Instruments in order of preference for a job, ended by -1.
const int* elara_cast_figure(const Stand* s, const ElaraLine* line);
const int* elara_cast_counter(const ElaraPhrase* phrase);
const int* elara_cast_descant(int lead);
const int* elara_cast_colour(const ElaraPhrase* phrase);

// seat.c
// True when LINE sounds in the member, also as a note held over.
int elara_sounds(const Stand* s, const ElaraLine* line, int member);
// Share of the notes of LINE in a member that INSTRUMENT plays comfortably
// when moved by SHIFT, 0..1; 0 when one of them is out of its hard range.
double elara_fit(const Stand* s,
                 const ElaraLine* line,
                 int instrument,
                 int shift,
                 int member);
// The octave (0, +-12, +-24; nearest first) that fits best, or NO_SHIFT.
int elara_best_shift(const Stand* s,
                     const ElaraLine* line,
                     int instrument,
                     int member);
// Whether the job may be given: free, fit, out of the speaker's way, in the
// order of the string section, not over the tune.
int elara_may(const Stand* s, int instrument, const Job* job, int member);
// Gives it, where elara_may says so. Returns true when given.
int elara_seat(Stand* s, int instrument, const Job* job, int member);
// The same in all members from FIRST up to LAST, if in all; else nothing.
int
elara_seat_span(Stand* s, int instrument, const Job* job, int first, int last);
int elara_busy(const Stand* s, int instrument, int member);
int elara_playing(const Stand* s, int member);
double elara_line_mean(const ElaraLine* line);

// lead.c
void elara_give_lead(Stand* s);
void elara_give_unison(Stand* s);

// bed.c
void elara_give_bed(Stand* s);
void elara_give_counters(Stand* s);
void elara_give_colours(Stand* s);

// fill.c
void elara_fill(Stand* s);

// colour.c
// Mutes, plucked and shivering strings, stopped horns: with the reasons.
void elara_colour_phrase(Stand* s);
void elara_colour_note(Stand* s,
                       ElaraTick tick,
                       int instrument,
                       const char* what,
                       const char* why);

// place.c
// Writes the notes and dynamics of all jobs.
void elara_write_jobs(Stand* s);

// idiom.c
// What hands and drums can do: pedals and hands of the harp, four timpani,
// cymbals kept for the climax.
void elara_idiom(Desk* desk);

// roster.c
// Whom the score does not need, as a set.
Group elara_not_hired(const Desk* desk);

// pads.c
// Held chord tones, and a third or sixth under the tune, for players whom the
// lines of the sketch leave free.
void elara_make_pads(Stand* s);

// link.c
// Who falls silent where a new phrase begins ends on its first chord.
void elara_link_phrases(Desk* desk);

// repair.c
void elara_repair(Desk* desk);
void elara_drop_empty(NoteList* list);
void elara_sort_notes(NoteList* list); // by tick, voice, pitch
// The notes of the lead, of all parts, in order of time; NULL: no memory.
ElaraScoreNote* elara_gather_lead(Desk* desk, size_t* count);

// breath.c
// Air for winds and brass: a doubling breathes with the line that it doubles.
void elara_breathe(Desk* desk);

// rub.c
// No note of the accompaniment a semitone from the tune for long.
void elara_mend_rubs(Desk* desk);
// The chord that sounds at TICK, or NULL.
const ElaraChord* elara_chord_at(const ElaraSketch* sketch, ElaraTick tick);
// Two notes that came from one note of one line, at whatever octave.
int elara_same_note(const ElaraScoreNote* a, const ElaraScoreNote* b);

// strike.c
// Attacks for the hard hits of the plan.
void elara_strike_hits(Desk* desk);

// layers.c
// Writes the synthetic lines, last: they give way to everything else.
void elara_place_layers(Desk* desk);

#endif
