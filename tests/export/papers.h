// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A small set of papers for the tests of export/: two cues with a silence
// between them, odd metres, a transposing part, triplets, ties over bar lines,
// divisi, two voices, a grand staff, percussion. Everything is static, nothing
// is freed.

#ifndef ELARA_TESTS_EXPORT_PAPERS_H
#define ELARA_TESTS_EXPORT_PAPERS_H

#include "export/export.h"

#define Q ELARA_TICKS_PER_QUARTER
#define S(x) ((ElaraTime)((x)*705600000.0))

#define COUNT(a) (sizeof(a) / sizeof *(a))

// --- story -------------------------------------------------------------------

static ElaraElement elements[] = {
    {.kind = ELARA_ELEMENT_HEADING,
     .line = 3,
     .line_last = 3,
     .person = -1,
     .text = "INT. BELL TOWER - NIGHT",
     .extra = ""},
    {.kind = ELARA_ELEMENT_ACTION,
     .line = 5,
     .line_last = 5,
     .person = -1,
     .text = "A rope. A bell. <b>Nobody</b> & nothing.",
     .extra = "",
     .words = 8,
     .end = S(8)},
    {.kind = ELARA_ELEMENT_CHARACTER,
     .line = 7,
     .line_last = 7,
     .person = 0,
     .text = "ADA",
     .extra = "",
     .start = S(8),
     .end = S(8)},
    {.kind = ELARA_ELEMENT_DIALOGUE,
     .line = 8,
     .line_last = 8,
     .person = 0,
     .text = "Who rang?",
     .extra = "",
     .words = 2,
     .start = S(8),
     .end = S(16)},
    {.kind = ELARA_ELEMENT_HEADING,
     .line = 10,
     .line_last = 10,
     .scene = 1,
     .person = -1,
     .text = "EXT. HARBOUR - DAWN",
     .extra = "",
     .start = S(16),
     .end = S(16)},
    {.kind = ELARA_ELEMENT_ACTION,
     .line = 12,
     .line_last = 12,
     .scene = 1,
     .person = -1,
     .text = "The sea, and a boat that was not there before.",
     .extra = "",
     .words = 10,
     .start = S(16),
     .end = S(30)},
};

static ElaraScene scenes[] = {
    {.heading = "INT. BELL TOWER - NIGHT",
     .place = "BELL TOWER",
     .moment = "NIGHT",
     .interior = 1,
     .line = 3,
     .line_last = 8,
     .first_element = 0,
     .element_count = 4,
     .end = S(16),
     .feeling = {-.4, -.2, .5, -.1}},
    {.heading = "EXT. HARBOUR - DAWN",
     .place = "HARBOUR",
     .moment = "DAWN",
     .line = 10,
     .line_last = 12,
     .first_element = 4,
     .element_count = 2,
     .start = S(16),
     .end = S(30),
     .feeling = {.6, .2, -.3, .1}},
};

static ElaraBeat beats[] = {
    {.scene = 0,
     .line = 3,
     .line_last = 8,
     .first_element = 0,
     .element_count = 4,
     .end = S(16),
     .feeling = {-.4, -.2, .5, -.1},
     .speech = .4,
     .evidence_line = 5,
     .evidence = "A rope. A bell."},
    {.scene = 1,
     .line = 10,
     .line_last = 12,
     .first_element = 4,
     .element_count = 2,
     .start = S(16),
     .end = S(30),
     .feeling = {.6, .2, -.3, .1},
     .evidence_line = 12,
     .evidence = "The sea, and a boat"},
};

static ElaraPerson people[] = {
    {.name = "ADA",
     .aliases = "",
     .evidence = "",
     .role = ELARA_ROLE_PROTAGONIST,
     .confidence = .8,
     .speeches = 1,
     .words = 2,
     .scenes = 1,
     .first_line = 7,
     .first_time = S(8),
     .feeling = {.1, .0, .3, .0},
     .arc = .5},
};

static ElaraEvent events[] = {
    {.kind = ELARA_EVENT_SOUND,
     .time = S(4),
     .line = 5,
     .person = -1,
     .other = -1,
     .strength = .8,
     .confidence = .9,
     .quote = "A bell."},
};

static ElaraStory story = {
    .title = "The Bell & the <Sea>",
    .author = "A. Writer",
    .source_name = "bell.fountain",
    .time_scale = 1.0,
    .pages = 1,
    .length = S(30),
    .elements = elements,
    .element_count = COUNT(elements),
    .scenes = scenes,
    .scene_count = COUNT(scenes),
    .beats = beats,
    .beat_count = COUNT(beats),
    .people = people,
    .person_count = 1,
    .events = events,
    .event_count = 1,
};

// --- plan --------------------------------------------------------------------

// bars: 4/4 4/4 4/4 | silence 4/4 | 6/8 5/8 3/4
static ElaraBar bars[] = {
    {0, 4, 4, 0},          {4 * Q, 4, 4, 0},  {8 * Q, 4, 4, 0},
    {12 * Q, 4, 4, -1},    {16 * Q, 6, 8, 1}, {19 * Q, 5, 8, 1},
    {43 * Q / 2, 3, 4, 1},
};
#define END_TICK (49 * Q / 2)

static ElaraTempoAnchor tempo[] = {
    {0, 0},          {12 * Q, S(12)},       {16 * Q, S(22)},
    {19 * Q, S(24)}, {43 * Q / 2, S(26.2)}, {END_TICK, S(30)},
};

static const ElaraCueTheme cue_themes[] = {
    {.theme = 0,
     .treatment = ELARA_TREAT_HINT,
     .weight = .6,
     .reason = "She has not yet decided."},
};

static const ElaraArcPoint arc_one[] = {{0, {-.4, -.2, .5, -.1}, .0, 5},
                                        {S(12), {.0, .3, .8, -.2}, .6, 8}};
static const ElaraArcPoint arc_two[] = {{S(22), {.2, .1, .2, .0}, .0, 10},
                                        {S(30), {.7, .3, -.4, .1}, .0, 12}};

static ElaraCue cues[] = {
    {.name = "1m1 The \"Bell\", again",
     .label = "The Bell",
     .mood = ELARA_MOOD_MYSTERY,
     .end = S(12),
     .bar_count = 3,
     .bpm = 60.0,
     .beats = 4,
     .beat_type = 4,
     .line = 3,
     .line_last = 8,
     .feeling = {-.2, .1, .6, -.1},
     .importance = .4,
     .themes = cue_themes,
     .theme_count = 1,
     .arc = arc_one,
     .arc_count = 2,
     .why = "The rope moves & nobody holds it.",
     .enter_why = "With the bell.",
     .key_why = "In A, where it is dark.",
     .leave_why = "Before her question."},
    {.name = "1m2 Harbour",
     .label = "Harbour",
     .mood = ELARA_MOOD_SERENITY,
     .start = S(22),
     .end = S(30),
     .first_bar = 4,
     .bar_count = 3,
     .bpm = 90.0,
     .beats = 6,
     .beat_type = 8,
     .line = 10,
     .line_last = 12,
     .feeling = {.5, .2, -.1, .1},
     .importance = 1.0,
     .themes = cue_themes,
     .theme_count = 1,
     .arc = arc_two,
     .arc_count = 2,
     .why = "Dawn answers the night.",
     .enter_why = "On the cut.",
     .key_why = "In D-flat.",
     .leave_why = "The story ends."},
};

static ElaraHit hits[] = {
    {.time = S(4),
     .tick = 4 * Q,
     .cue = 0,
     .hard = 1,
     .strength = .8,
     .kind = ELARA_EVENT_SOUND,
     .line = 5,
     .what = "A bell, <struck>"},
    {.time = S(24.01),
     .tick = 19 * Q,
     .cue = 1,
     .strength = .3,
     .kind = ELARA_EVENT_REVELATION,
     .line = 12,
     .what = "a boat"},
};

static ElaraThemeRole theme_roles[] = {
    {.kind = ELARA_THEME_PERSON,
     .name = "ADA",
     .person = 0,
     .other = -1,
     .role = ELARA_ROLE_PROTAGONIST,
     .feeling = {.2, .0, .2, .0},
     .weight = .7,
     .reason = "She speaks first (line 8)."},
};

static ElaraPlan plan = {
    .title = "The Bell & the <Sea>",
    .source_name = "bell.fountain",
    .seed = 1,
    .length = S(30),
    .story_line_count = 12,
    .themes = theme_roles,
    .theme_count = 1,
    .cues = cues,
    .cue_count = 2,
    .hits = hits,
    .hit_count = 2,
    .bars = bars,
    .bar_count = COUNT(bars),
    .tick_count = END_TICK,
    .tempo = tempo,
    .tempo_count = COUNT(tempo),
};

// --- sketch ------------------------------------------------------------------

static ElaraTheme themes[] = {
    {.name = "ADA",
     .mode = ELARA_MODE_MINOR,
     .tonic = 9,
     .beats = 4,
     .beat_type = 4,
     .bpm = 72.0,
     .bars = 2,
     .instrument = ELARA_CLARINET,
     .head_count = 4,
     .notes = {{0, Q, 0, 0},
               {Q, Q / 2, 2, 0},
               {3 * Q / 2, Q / 2, 4, 0},
               {2 * Q, 2 * Q, 6, 1},
               {4 * Q, 3 * Q, 7, 0},
               {7 * Q, Q, -3, 0}},
     .note_count = 6,
     .quality = .8,
     .nearest = .4,
     .character = "A rising minor third that reaches for its leading tone."},
};

static ElaraPhrase phrases[] = {
    {.cue = 0,
     .first_bar = 0,
     .bar_count = 3,
     .end = 12 * Q,
     .tonic = 9,
     .mode = ELARA_MODE_MINOR,
     .mood = ELARA_MOOD_MYSTERY,
     .treatment = ELARA_TREAT_HINT,
     .texture_name = "pulse",
     .form = "A, antecedent",
     .why = "Ada is alone, so the tune is \"bare\".",
     .level = .3,
     .level_end = .7,
     .tension = .5,
     .density = .4},
    {.cue = 1,
     .first_bar = 4,
     .bar_count = 3,
     .tick = 16 * Q,
     .end = END_TICK,
     .tonic = 1,
     .mode = ELARA_MODE_MAJOR,
     .mood = ELARA_MOOD_SERENITY,
     .theme = 0,
     .treatment = ELARA_TREAT_STATE,
     .texture_name = "pad",
     .form = "A, consequent",
     .why = "Dawn.",
     .cadence = ELARA_CADENCE_AUTHENTIC,
     .level = .7,
     .level_end = .2,
     .density = .6,
     .climax = 1},
};

static ElaraChord chords[] = {
    {0, 4 * Q, 9, ELARA_CHORD_MINOR, 9, 9, ELARA_MODE_MINOR, "i"},
    {4 * Q, 4 * Q, 11, ELARA_CHORD_DOMINANT_7, 3, 9, ELARA_MODE_MINOR, "V7/V"},
    {8 * Q, 4 * Q, 4, ELARA_CHORD_DOMINANT_7, 4, 9, ELARA_MODE_MINOR, "V7"},
    {16 * Q, 3 * Q, 1, ELARA_CHORD_ADD_9, 1, 1, ELARA_MODE_MAJOR, "I"},
    {19 * Q, END_TICK - 19 * Q, 8, ELARA_CHORD_MAJOR, 0, 1, ELARA_MODE_MAJOR,
     "V6"},
};

static ElaraSketch sketch = {
    .themes = themes,
    .theme_count = 1,
    .phrases = phrases,
    .phrase_count = 2,
    .chords = chords,
    .chord_count = COUNT(chords),
};

// --- score -------------------------------------------------------------------

#define STACCATO ELARA_TECHNIQUE_STACCATO
#define PIZZICATO ELARA_TECHNIQUE_PIZZICATO

static ElaraScoreNote clarinet[] = {
    // a slur over a tie across the bar line, the leading tone, triplets
    {.tick = 0, .duration = Q / 2, .pitch = 69, .slur = 1, .lead = 1},
    {.tick = Q / 2, .duration = Q, .pitch = 68, .slur = 1},
    {.tick = 3 * Q / 2, .duration = Q / 2, .pitch = 69, .slur = 1},
    {.tick = 3 * Q, .duration = 5 * Q / 2, .pitch = 66},
    {.tick = 8 * Q, .duration = Q / 3, .pitch = 64, .technique = STACCATO},
    {.tick = 8 * Q + Q / 3, .duration = Q / 3, .pitch = 66},
    {.tick = 8 * Q + 2 * Q / 3, .duration = Q / 3, .pitch = 68},
    {.tick = 9 * Q, .duration = 2 * Q / 3, .pitch = 69, .accent = .4},
    {.tick = 9 * Q + 2 * Q / 3, .duration = 4 * Q / 3, .pitch = 71},
    {.tick = 16 * Q, .duration = 3 * Q / 2, .pitch = 68, .phrase = 1},
    {.tick = 35 * Q / 2, .duration = 3 * Q / 2, .pitch = 72, .phrase = 1},
    {.tick = 19 * Q,
     .duration = 11 * Q / 2,
     .pitch = 73,
     .phrase = 1,
     .technique = ELARA_TECHNIQUE_MARCATO,
     .accent = .8},
};

static ElaraScoreNote percussion[] = {
    {.tick = 4 * Q, .duration = 2 * Q, .pitch = 35},
    {.tick = 4 * Q, .duration = 2 * Q, .pitch = 49, .accent = .7},
    {.tick = 8 * Q,
     .duration = 4 * Q,
     .pitch = 38,
     .technique = ELARA_TECHNIQUE_ROLL},
};

static ElaraScoreNote harp[] = {
    {.tick = 0, .duration = 4 * Q, .pitch = 45},
    {.tick = 0, .duration = 4 * Q, .pitch = 52},
    {.tick = 0, .duration = 4 * Q, .pitch = 64},
    {.tick = 0, .duration = 4 * Q, .pitch = 72},
    {.tick = 4 * Q, .duration = Q / 4, .pitch = 59},
    {.tick = 4 * Q + Q / 4, .duration = Q / 4, .pitch = 63},
    {.tick = 4 * Q + Q / 2, .duration = Q / 4, .pitch = 66},
    {.tick = 4 * Q + 3 * Q / 4, .duration = Q / 4, .pitch = 69},
};

static ElaraScoreNote violin[] = {
    // divisi in one voice, and a second voice of its own
    {.tick = 0, .duration = 2 * Q, .pitch = 69},
    {.tick = 0, .duration = 2 * Q, .pitch = 72},
    {.tick = 0, .duration = Q, .pitch = 60, .voice = 1},
    {.tick = 2 * Q,
     .duration = 6 * Q,
     .pitch = 76,
     .technique = ELARA_TECHNIQUE_TREMOLO},
    {.tick = 5 * Q, .duration = 7 * Q / 2, .pitch = 71, .voice = 1},
    {.tick = 16 * Q,
     .duration = Q / 2,
     .pitch = 61,
     .technique = PIZZICATO,
     .phrase = 1},
    {.tick = 33 * Q / 2,
     .duration = Q,
     .pitch = 65,
     .technique = PIZZICATO,
     .phrase = 1},
    {.tick = 19 * Q, .duration = Q / 2, .pitch = 68, .phrase = 1},
    {.tick = 39 * Q / 2, .duration = 5 * Q, .pitch = 63, .phrase = 1},
};

static ElaraDynamic clarinet_dynamics[] = {
    {0, 12 * Q, .30, .72},
    {16 * Q, END_TICK, .55, .5},
};
static ElaraDynamic violin_dynamics[] = {
    {0, 8 * Q, .2, .2}, {8 * Q, 12 * Q, .22, .8}, {16 * Q, END_TICK, .4, .1}};

static ElaraPart parts[] = {
    {ELARA_CLARINET, clarinet, COUNT(clarinet), clarinet_dynamics, 2},
    {ELARA_PERCUSSION, percussion, COUNT(percussion), NULL, 0},
    {ELARA_HARP, harp, COUNT(harp), NULL, 0},
    {ELARA_VIOLIN_1, violin, COUNT(violin), violin_dynamics, 3},
};

static ElaraKeyChange keys[] = {{0, 0, 9, ELARA_MODE_MINOR},
                                {16 * Q, -5, 1, ELARA_MODE_MAJOR}};

static ElaraColour colours[] = {
    {.tick = 4 * Q,
     .instrument = ELARA_CLARINET,
     .what = "has the tune",
     .why = "its own theme, <hers>"},
    {.tick = 16 * Q,
     .phrase = 1,
     .instrument = -1,
     .what = "tutti",
     .why = "f"},
};

static ElaraScore score = {
    .colours = colours,
    .colour_count = COUNT(colours),
    .parts = parts,
    .part_count = COUNT(parts),
    .keys = keys,
    .key_count = 2,
    .chords = chords,
    .chord_count = COUNT(chords),
};

// --- take --------------------------------------------------------------------

static ElaraTempoAnchor played[] = {
    {0, 0},
    {Q, S(1.01)},
    {4 * Q, S(4.0123)},
    {12 * Q, S(12)},
    {16 * Q, S(22)},
    {19 * Q, S(24.005)},
    {43 * Q / 2, S(26.2)},
    {END_TICK, S(30)},
};

static ElaraTakeEvent take_clarinet[] = {
    {.time = 0,
     .end = 0,
     .tick = 0,
     .kind = ELARA_TAKE_CONTROL,
     .a = 11,
     .b = 90},
    {.time = S(.02),
     .end = S(.55),
     .tick = 0,
     .tick_end = Q / 2,
     .a = 69,
     .b = 70},
    {.time = S(.55), .end = S(1.4), .tick = Q / 2, .a = 69, .b = 72},
    {.time = S(1.3), .end = S(2), .tick = 3 * Q / 2, .a = 69, .b = 75},
    {.time = S(24.1), .end = S(29.9), .tick = 19 * Q, .a = 73, .b = 75},
};
static ElaraTakeEvent take_drums[] = {
    {.time = S(4), .end = S(5), .tick = 4 * Q, .a = 49, .b = 100},
};

static ElaraPlayer players[] = {
    {.name = "Clarinet in B-flat",
     .instrument = ELARA_CLARINET,
     .preset = {0, 71},
     .midi_channel = 0,
     .events = take_clarinet,
     .event_count = COUNT(take_clarinet)},
    {.name = "Percussion",
     .instrument = ELARA_PERCUSSION,
     .preset = {128, 48},
     .midi_channel = 9,
     .percussion = 1,
     .events = take_drums,
     .event_count = 1},
    {.name = "Violin I",
     .instrument = ELARA_VIOLIN_1,
     .preset = {20, 48},
     .midi_channel = 0},
};

static ElaraTake take = {
    .length = S(30),
    .players = players,
    .player_count = COUNT(players),
    .tempo = played,
    .tempo_count = COUNT(played),
};

// The papers that a test may not need.
static inline void
papers_use(void)
{
  (void)&story, (void)&plan, (void)&sketch, (void)&score, (void)&take;
}

#endif
