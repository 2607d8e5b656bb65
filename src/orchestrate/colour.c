// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Colour with meaning: mutes, plucked and shivering strings, flute tones,
// stopped horns; and the reasons for what a listener may notice.

#include "orchestrate/room.h"

#define MOOD(x) (1u << ELARA_MOOD_##x)

void
elara_colour_note(
    Stand* s, ElaraTick tick, int instrument, const char* what, const char* why)
{
  Desk* const desk = s->desk;
  const ElaraColour c = {.tick = tick,
                         .phrase = s->index,
                         .instrument = instrument,
                         .what = what,
                         .why = why};
  if (!what || !why || !ELARA_PUSH(desk->arena, &desk->colours, c))
    desk->failed = 1;
}

// Which jobs a colour takes.
typedef enum {
  SHORT_BED, // short notes of the accompaniment
  HELD_BED,  // long notes of the inner voices
  ALL_JOBS,
} Which;

// A colour: the technique, for whom, in which moods, how loud at most, how
// likely, and why.
typedef struct {
  int technique;
  Group who;
  Which which;
  unsigned moods;
  double least, most; // level of the phrase
  double tension;     // at least
  double chance;
  const char* what;
  const char* why;
} Paint;

#define STRINGS                                                                \
  (ONE(ELARA_VIOLIN_1) | ONE(ELARA_VIOLIN_2) | ONE(ELARA_VIOLA) |              \
   ONE(ELARA_CELLO) | ONE(ELARA_DOUBLE_BASS))
#define UPPER (STRINGS & ~ONE(ELARA_DOUBLE_BASS))

static const Paint paints[] = {
    {ELARA_TECHNIQUE_PIZZICATO, STRINGS, SHORT_BED,
     MOOD(PLAYFULNESS) | MOOD(GROTESQUE), .0, .75, -1.0, .8, "pizzicato",
     "plucked strings are light and dry, as a joke is"},
    {ELARA_TECHNIQUE_PONTICELLO, UPPER, HELD_BED,
     MOOD(DREAD) | MOOD(TERROR) | MOOD(SUSPENSE), .0, .9, .05, .5,
     "sul ponticello", "at the bridge the strings lose their warmth"},
    {ELARA_TECHNIQUE_PONTICELLO, UPPER, HELD_BED, MOOD(MYSTERY), .0, .45, .3,
     .4, "sul ponticello", "a glassy tone for what cannot be seen"},
    {ELARA_TECHNIQUE_TREMOLO, UPPER, HELD_BED,
     MOOD(TERROR) | MOOD(ACTION) | MOOD(ANGER) | MOOD(TRIUMPH) | MOOD(RESOLVE),
     .55, 1.0, -1.0, .4, "tremolo", "held chords that cannot keep still"},
    {ELARA_TECHNIQUE_TREMOLO, UPPER, HELD_BED, MOOD(WONDER), .0, .7, -1.0, .4,
     "tremolo", "a shimmer for what is beyond belief"},
    {ELARA_TECHNIQUE_STOPPED, ONE(ELARA_HORN), HELD_BED,
     MOOD(DREAD) | MOOD(SUSPENSE) | MOOD(GROTESQUE) | MOOD(ANGER), .0, .8, -.3,
     .5, "stopped", "a horn closed by the hand threatens"},
    {ELARA_TECHNIQUE_MUTED, ONE(ELARA_TRUMPET), ALL_JOBS,
     MOOD(GROTESQUE) | MOOD(PLAYFULNESS), .0, .8, -1.0, .7, "con sordino",
     "a muted trumpet mocks"},
    {ELARA_TECHNIQUE_MUTED, ONE(ELARA_TRUMPET) | ONE(ELARA_TROMBONE), ALL_JOBS,
     MOOD(NOSTALGIA) | MOOD(MYSTERY) | MOOD(SUSPENSE), .0, .5, -1.0, .6,
     "con sordino", "muted brass sounds from far away"},
};

static double
mean_length(const ElaraLine* line)
{
  double sum = 0.0;
  for (size_t i = 0; i < line->note_count; i++) {
    sum += (double)line->notes[i].duration / (double)QUARTER;
  }
  return line->note_count ? sum / (double)line->note_count : 0.0;
}

static int
takes(const Job* job, Which which)
{
  const ElaraLineRole role = job->line->role;
  const int bed = role == ELARA_LINE_INNER || role == ELARA_LINE_BASS ||
                  role == ELARA_LINE_FIGURE;
  const int own = job->line->notes[0].technique;
  switch (which) {
  case SHORT_BED:
    return bed && !job->lead && mean_length(job->line) <= 1.01;
  case HELD_BED:
    return (role == ELARA_LINE_INNER || role == ELARA_LINE_PEDAL) &&
           (mean_length(job->line) >= 1.9 || own == ELARA_TECHNIQUE_TREMOLO);
  default:
    return 1;
  }
}

// Paints what fits; returns an instrument that took it, or -1, and when.
static int
paint(Stand* s, const Paint* p, ElaraTick* tick)
{
  int who = -1;
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    if (!has(p->who, i)) continue;
    for (int k = 0; k < 2 * s->members; k++) {
      Job* const job = &s->jobs[i][k / s->members][k % s->members];
      if (!job->line || job->technique == ELARA_TECHNIQUE_HARMONIC) continue;
      if (!takes(job, p->which)) continue;
      job->technique = p->technique;
      if (who < 0 || s->cut[k % s->members] < *tick) {
        *tick = s->cut[k % s->members];
        who = i;
      }
    }
  }
  return who;
}

static const char*
because(const Stand* s, const char* why)
{
  return elara_arena_printf(s->desk->arena, "%s (%s, level %.2f)", why,
                            elara_mood_info(s->phrase->mood)->name,
                            s->phrase->level);
}

static void
paint_all(Stand* s)
{
  for (size_t i = 0; i < sizeof paints / sizeof *paints; i++) {
    const Paint* const p = &paints[i];
    const int string = (p->who & STRINGS) != 0;
    const int drawn = elara_random_chance(&s->random, p->chance);
    if (!(p->moods >> s->phrase->mood & 1u) || !drawn) continue;
    if (s->phrase->level < p->least || s->phrase->level > p->most) continue;
    if (s->phrase->tension < p->tension) continue;
    // mutes stay on, and nobody shivers while somebody speaks
    if (string && s->desk->muted) continue;
    if (s->speaking && p->technique != ELARA_TECHNIQUE_PIZZICATO) continue;
    ElaraTick tick = s->phrase->tick;
    const int who = paint(s, p, &tick);
    if (who < 0) continue;
    elara_colour_note(s, tick, p->who & (p->who - 1) ? -1 : who, p->what,
                      because(s, p->why));
  }
}

// --- mutes
// -------------------------------------------------------------------------------

// Strings put mutes on at the beginning of a cue, and take them off once, when
// the music opens: it needs time and is heard.
static void
mutes(Stand* s, int opens_cue)
{
  const unsigned soft = MOOD(TENDERNESS) | MOOD(MYSTERY) | MOOD(NOSTALGIA) |
                        MOOD(SORROW) | MOOD(SERENITY);
  const ElaraPhrase* const p = s->phrase;
  const double most = p->level > p->level_end ? p->level : p->level_end;
  const int quiet = most < .48 && p->density < .8;
  if (opens_cue) {
    s->desk->muted =
        (soft >> p->mood & 1u) && quiet && elara_random_chance(&s->random, .5);
    if (s->desk->muted)
      elara_colour_note(s, p->tick, -1, "con sordino",
                        because(s, "muted strings are near and soft"));
  } else if (s->desk->muted && !quiet) {
    s->desk->muted = 0;
    elara_colour_note(s, p->tick, -1, "senza sordino",
                      because(s, "the music opens"));
  }
  if (!s->desk->muted) return;
  const Paint mute = {
      .technique = ELARA_TECHNIQUE_MUTED, .who = STRINGS, .which = ALL_JOBS};
  ElaraTick unused = p->tick;
  paint(s, &mute, &unused);
}

// --- flute tones
// -------------------------------------------------------------------------

static int
wants_harmonics(const Stand* s)
{
  const ElaraPhrase* const p = s->phrase;
  if (p->ensemble == ELARA_ENSEMBLE_WEB) return 1;
  if (s->speaking || p->level > .45) return 0;
  return p->mood == ELARA_MOOD_WONDER || p->mood == ELARA_MOOD_MYSTERY ||
         (p->brightness > .3 && p->arousal < .2);
}

// First violins that only accompany go up an octave or two, in harmonics.
static void
harmonics(Stand* s)
{
  const int drawn = elara_random_chance(&s->random, .6);
  if (!wants_harmonics(s) || !drawn) return;
  int given = 0;
  for (int m = 0; m < s->members; m++) {
    Job* const seat = &s->jobs[ELARA_VIOLIN_1][0][m];
    if (seat->line && (seat->lead || seat->line->role != ELARA_LINE_INNER))
      continue;
    const Job kept = *seat;
    Job job = {.line = s->inner[0],
               .technique = ELARA_TECHNIQUE_HARMONIC,
               .sustain = 1};
    if (!job.line) return;
    seat->line = NULL;
    for (job.shift = 12; job.shift <= 24; job.shift += 12) {
      if (elara_line_mean(job.line) + job.shift < 74.0) continue;
      if (elara_seat(s, ELARA_VIOLIN_1, &job, m)) break;
    }
    if (!seat->line) *seat = kept;
    if (seat->technique != ELARA_TECHNIQUE_HARMONIC || given++) continue;
    elara_colour_note(s, s->cut[m], ELARA_VIOLIN_1, "harmonics",
                      because(s, "flute tones: cold light, out of reach"));
  }
}

// --- who is silent, who is not
// -------------------------------------------------------------

static const char*
why_silent(const Stand* s, int family)
{
  if (s->speaking) return "someone speaks: thinner, and out of the way";
  if (family == ELARA_FAMILY_BRASS && s->cue->reach < FULL_FORCE)
    return because(s, "kept for later: the story has not come to its height");
  if (s->phrase->ensemble != ELARA_ENSEMBLE_ACCOMPANIED) return s->cast.why;
  return because(s, "what is not heard for a while is new when it returns");
}

static void
note_silences(Stand* s)
{
  static const struct {
    ElaraFamily family;
    const char* what;
  } families[] = {{ELARA_FAMILY_WOODWIND, "the woodwinds are silent"},
                  {ELARA_FAMILY_BRASS, "the brass is silent"},
                  {ELARA_FAMILY_STRING, "the strings are silent"}};
  Group playing = 0;
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    for (int m = 0; m < s->members; m++) {
      if (s->jobs[i][0][m].line)
        playing |= ONE((int)elara_instrument(i)->family);
    }
  }
  for (size_t k = 0; k < sizeof families / sizeof *families; k++) {
    const int family = (int)families[k].family;
    if (has(playing, family) || has(s->desk->last_silent, family)) continue;
    elara_colour_note(s, s->phrase->tick, -1, families[k].what,
                      why_silent(s, family));
  }
  s->desk->last_silent = ~playing;
}

static void
note_tutti(Stand* s)
{
  for (int m = 0; m < s->members; m++) {
    if (elara_playing(s, m) < 19) continue;
    elara_colour_note(
        s, s->cut[m], -1, "tutti",
        elara_arena_printf(s->desk->arena,
                           "density %.2f, and the cue may show %.0f %% of "
                           "the full force",
                           s->phrase->density, 100.0 * s->cue->reach));
    return;
  }
}

void
elara_colour_phrase(Stand* s)
{
  const int opens_cue = s->phrase->first_bar == s->cue->first_bar;
  harmonics(s);
  mutes(s, opens_cue);
  paint_all(s);
  note_tutti(s);
  note_silences(s);
}
