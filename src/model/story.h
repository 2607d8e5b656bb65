// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The Story: what a good reader knows of a script. Made by story/, read by
// plan/ and export/. Immutable once returned; owned by one arena.
//
//   elements   every paragraph of the script in order, with its line and time
//   scenes     runs of elements under one heading
//   beats      runs of elements inside a scene, long enough to feel one thing
//   people     who speaks or is seen
//   presences  who is in which scene, and how
//   acts       the parts of the story, and how relations stand in each
//   turns      the turning points, where stories usually have them
//   events     what music may answer: entrances, deaths, fights, jokes ...
//   feelings   valence, arousal, tension, levity, each -1 ... 1, relative to
//              this script (0 = the script's own middle)

#ifndef ELARA_MODEL_STORY_H
#define ELARA_MODEL_STORY_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/status.h"
#include "base/text.h"
#include "model/time.h"

// What the script was written in.
typedef enum {
  ELARA_SCRIPT_FOUNTAIN,
  ELARA_SCRIPT_FDX,  // Final Draft
  ELARA_SCRIPT_TEXT, // laid out by indentation
  ELARA_SCRIPT_FORMAT_COUNT
} ElaraScriptFormat;

const char* elara_script_format_name(ElaraScriptFormat format);

// Where the times of a story come from, the surest last.
typedef enum {
  ELARA_CLOCK_ESTIMATE,  // a page a minute, or the pace asked for
  ELARA_CLOCK_LENGTH,    // the whole is known, its parts are estimated
  ELARA_CLOCK_EIGHTHS,   // scenes as long as the script says, in eighths
  ELARA_CLOCK_PICTURE,   // scenes where the film has them
  ELARA_CLOCK_SUBTITLES, // lines as they are spoken
  ELARA_CLOCK_COUNT
} ElaraClockSource;

const char* elara_clock_source_name(ElaraClockSource source);

// How something feels; every value in [-1, 1].
typedef struct {
  double valence; // unpleasant ... pleasant
  double arousal; // calm ... excited
  double tension; // resolved ... unbearable
  double levity;  // grave ... funny
} ElaraFeeling;

// One of the four, for those who draw curves.
typedef double (*ElaraFeelingOf)(const ElaraFeeling* feeling);
double elara_valence_of(const ElaraFeeling* feeling);
double elara_arousal_of(const ElaraFeeling* feeling);
double elara_tension_of(const ElaraFeeling* feeling);
double elara_levity_of(const ElaraFeeling* feeling);

typedef enum {
  ELARA_ELEMENT_TITLE, // one key of the title page: extra = key, text = value
  ELARA_ELEMENT_HEADING,
  ELARA_ELEMENT_ACTION,
  ELARA_ELEMENT_CHARACTER, // a speaker's cue; text = the name as written
  ELARA_ELEMENT_PARENTHETICAL,
  ELARA_ELEMENT_DIALOGUE,
  ELARA_ELEMENT_LYRIC,
  ELARA_ELEMENT_TRANSITION,
  ELARA_ELEMENT_CENTERED,
  ELARA_ELEMENT_SECTION, // depth = number of '#'
  ELARA_ELEMENT_SYNOPSIS,
  ELARA_ELEMENT_NOTE,
  ELARA_ELEMENT_BONEYARD,
  ELARA_ELEMENT_PAGE_BREAK,
  ELARA_ELEMENT_KIND_COUNT
} ElaraElementKind;

// "action", "character", ...: the names used in story.json.
const char* elara_element_kind_name(ElaraElementKind kind);

typedef struct {
  ElaraElementKind kind;
  int line;             // 1-based line of the script where it begins
  int line_last;        // and where it ends
  int scene;            // index into scenes, -1 before the first
  int person;           // index into people for character, dialogue,
                        // parenthetical and lyric; else -1
  int depth;            // sections only
  int dual;             // 1 = left, 2 = right side of a dual dialogue, else 0
  const char* text;     // UTF-8, emphasis marks kept; lines joined by '\n'
  const char* extra;    // heading: scene number; character: extension such as
                        // "V.O."; title: key; else ""
  int words;            // words that take screen time (0 for notes etc.)
  int eighths;          // headings: the scene's length in eighths of a page, as
                        // the script says; 0 when it does not
  ElaraFeeling feeling; // of the words by themselves, absolute; 0 for what has
                        // no words
  ElaraTime start;
  ElaraTime end; // == start for what takes no screen time
} ElaraElement;

typedef struct {
  const char* heading; // as written, without the number; "" when implied
  const char* place;   // "GRIMWALD KEEP"; "" when the heading has none
  const char* moment;  // "NIGHT", "DAWN", ...; "" when none
  int interior;        // 1 INT, 0 EXT or EST, 2 both, -1 not said
  int line;
  int line_last;
  int first_element; // the heading itself, or the first element when implied
  int element_count;
  ElaraTime start;
  ElaraTime end;
  ElaraTime start_error; // START is uncertain by this much (one deviation)
  ElaraFeeling feeling;
} ElaraScene;

// 5 to 40 seconds of one feeling. Beats tile the story without gaps.
typedef struct {
  int scene;
  int line;      // first line
  int line_last; // last line
  int first_element;
  int element_count;
  ElaraTime start;
  ElaraTime end;
  ElaraFeeling feeling;
  double speech;     // share of the beat's time in which someone speaks, 0..1
  int evidence_line; // the line that says so; always inside the script
  const char* evidence; // that line's words, shortened to one line
} ElaraBeat;

typedef enum {
  ELARA_ROLE_PRINCIPAL,
  ELARA_ROLE_PROTAGONIST,
  ELARA_ROLE_ANTAGONIST,
  ELARA_ROLE_SUPPORTING,
  ELARA_ROLE_EXTRA,
  ELARA_ROLE_COUNT
} ElaraRole;

const char* elara_role_name(ElaraRole role);

// One of several people who answer to the same kind of cue is told from a
// person with a name of her own.
typedef enum {
  ELARA_PERSON_NAMED,
  ELARA_PERSON_NUMBERED, // SECOND GUARD, CITIZEN #3, a MAN
  ELARA_PERSON_GROUP,    // ALL, SOLDIERS, ANN AND BEN
  ELARA_PERSON_KIND_COUNT
} ElaraPersonKind;

const char* elara_person_kind_name(ElaraPersonKind kind);

typedef struct {
  const char* name;    // as first written in a cue, extensions stripped
  const char* aliases; // other names of the same person, with ", "; or ""
  ElaraPersonKind kind;
  ElaraRole role;
  double confidence;    // of the role, 0..1
  const char* evidence; // why this role, in words; or ""
  int evidence_line;    // a line that shows it; 0 when there is none
  int speeches;
  int words;
  int scenes;     // in how many scenes seen or heard
  int first_line; // first line where named or speaking
  ElaraTime first_time;
  ElaraFeeling feeling; // mean feeling of the beats with this person
  double arc;           // valence of the last third less that of the first
} ElaraPerson;

// How somebody is in a scene: a sum of these.
enum {
  ELARA_PRESENT_SPEAKS = 1,
  ELARA_PRESENT_SEEN = 2,  // named in action
  ELARA_PRESENT_HEARD = 4, // speaks, but off screen: V.O., O.S., a telephone
  ELARA_PRESENT_LISTED = 8 // by the script's own list of who is in the scene
};

// A person in a scene; in order of scenes, then of people.
typedef struct {
  int scene;
  int person;
  int how;
  int line; // where first
  int speeches;
  int words;
} ElaraPresence;

// Two people who share scenes. a < b.
typedef struct {
  int a;
  int b;
  double weight;  // shared speaking turns, scaled so that the largest is 1
  double warmth;  // -1 hostile ... 1 loving
  int first_line; // first exchange
} ElaraRelation;

// A part of the story: an act of the script, or, when it has none, the stretch
// between two turning points. Acts tile the story.
typedef struct {
  const char* name;
  int line;
  int first_scene;
  int scene_count;
  ElaraTime start;
  ElaraTime end;
} ElaraAct;

// How a relation stands in one act; in order of relations, then of acts.
typedef struct {
  int relation;
  int act;
  int turns;     // speeches of the one after the other's
  double weight; // turns, scaled as the relation's weight
  double warmth; // -1 hostile ... 1 loving
  int line;      // of the words that weigh most for or against; 0 none
} ElaraBond;

// The five turning points of a film, by where films have them.
typedef enum {
  ELARA_TURN_OPPORTUNITY,
  ELARA_TURN_CHANGE_OF_PLANS,
  ELARA_TURN_NO_RETURN,
  ELARA_TURN_SETBACK,
  ELARA_TURN_CLIMAX,
  ELARA_TURN_COUNT
} ElaraTurnKind;

const char* elara_turn_kind_name(ElaraTurnKind kind);

typedef struct {
  ElaraTurnKind kind;
  ElaraTime time;
  ElaraTime error; // TIME is uncertain by this much (one deviation)
  int scene;
  int line;
  const char* quote;
} ElaraTurn;

typedef enum {
  ELARA_EVENT_ENTRANCE, // a person appears for the first time
  ELARA_EVENT_MEETING,  // two principals share a scene for the first time
  ELARA_EVENT_REUNION,
  ELARA_EVENT_DEATH,
  ELARA_EVENT_FIGHT,
  ELARA_EVENT_CHASE,
  ELARA_EVENT_KISS,
  ELARA_EVENT_REVELATION,
  ELARA_EVENT_MAGIC,
  ELARA_EVENT_JOKE,
  ELARA_EVENT_SOUND, // a bell, a song, a cry
  ELARA_EVENT_SILENCE,
  ELARA_EVENT_CUT,          // a transition or a page break
  ELARA_EVENT_MUSIC_NOTE,   // the writer's own [[elara: ...]] note
  ELARA_EVENT_EXIT,         // a person leaves the scene
  ELARA_EVENT_LAST_EXIT,    // and is never seen again
  ELARA_EVENT_BANTER,       // a run of quick replies
  ELARA_EVENT_INTERRUPTION, // a speech is cut off by the next
  ELARA_EVENT_WEATHER,
  ELARA_EVENT_DAYTIME, // night falls, day breaks
  ELARA_EVENT_KIND_COUNT
} ElaraEventKind;

const char* elara_event_kind_name(ElaraEventKind kind);

typedef struct {
  ElaraEventKind kind;
  ElaraTime time;
  int line;
  int scene;
  int person;        // -1 when nobody in particular
  int other;         // -1
  double strength;   // 0..1
  double confidence; // 0..1
  const char* quote; // the words that say so, shortened to one line
} ElaraEvent;

typedef struct {
  ElaraArena* arena;
  const char* title;
  const char* author;
  const char* source_name; // the file as the user named it
  ElaraScriptFormat format;
  double format_confidence; // that it is laid out so, 0..1
  double time_scale;        // k: estimated seconds x k = story time
  ElaraClockSource clock;
  double time_error; // a scene's length is uncertain by this share (one
                     // deviation)
  double tone;       // absolute: -1 dread ... 0 ... 1 comedy
  int pages;         // at 55 lines a page, estimated
  ElaraTime length;  // end of the last element

  ElaraElement* elements;
  size_t element_count;
  ElaraScene* scenes;
  size_t scene_count;
  ElaraBeat* beats;
  size_t beat_count;
  ElaraPerson* people; // most words first
  size_t person_count;
  ElaraRelation* relations; // strongest first
  size_t relation_count;
  ElaraPresence* presences;
  size_t presence_count;
  ElaraAct* acts;
  size_t act_count;
  ElaraBond* bonds;
  size_t bond_count;
  ElaraTurn* turns; // none in a story of less than a few scenes
  size_t turn_count;
  ElaraEvent* events; // in time order
  size_t event_count;
} ElaraStory;

// NULL-safe; frees the arena, and with it the struct.
void elara_story_free(ElaraStory* story);

// Keeps the promises above: ordered lines and times, beats that tile, indices
// in range, feelings finite and in range, every beat with an evidence line.
// Adds one error to DIAGS per broken promise.
ElaraStatus elara_story_check(const ElaraStory* story, ElaraDiags* diags);

// The beat that holds TIME (the last one at or after the end); NULL when the
// story has no beats.
const ElaraBeat* elara_story_beat_at(const ElaraStory* story, ElaraTime time);

// JSON text, stable key order, UTF-8, ends in a newline.
ElaraStatus elara_story_write(const ElaraStory* story, ElaraText* text);

// Reads what elara_story_write wrote, perhaps edited by hand. On failure
// DIAGS says FILE:LINE:COLUMN and *STORY is NULL.
ElaraStatus elara_story_read(const char* name,
                             const char* json,
                             size_t count,
                             ElaraDiags* diags,
                             ElaraStory** story);

#endif
