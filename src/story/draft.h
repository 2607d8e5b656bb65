// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The story while it is being read. Each stage fills some more of it, in the
// order of the functions below; story.c runs them.

#ifndef ELARA_STORY_DRAFT_H
#define ELARA_STORY_DRAFT_H

#include "model/story.h"
#include "story/feeling.h"
#include "story/names.h"
#include "story/script.h"
#include "story/story.h"

// A person named in an action paragraph.
typedef struct {
  int element;
  int person;
  int at; // offset of the name in the element's text
} ElaraMention;

// What the writer says in notes, see directives.h.
typedef enum {
  ELARA_SAYS_HERO,
  ELARA_SAYS_VILLAIN,
  ELARA_SAYS_ALIAS,
  ELARA_SAYS_THEME,   // the theme of this person or thing is heard here
  ELARA_SAYS_MOOD,    // the music here is in this mood
  ELARA_SAYS_HIT,     // the music meets this moment
  ELARA_SAYS_SILENCE, // no music here, or for so many seconds
  ELARA_SAYS_TEMPO,   // beats a minute
  ELARA_SAYS_COUNT
} ElaraSaysKind;

typedef struct {
  ElaraSaysKind kind;
  ElaraSpan value; // trimmed; may be empty
  int element;     // the note
} ElaraSays;

typedef ELARA_LIST(ElaraSays) ElaraSaysList;

// What a person is called by others and says of his own doing.
typedef struct {
  double grim;   // in own lines
  int marks;     // '!' in own lines
  double malice; // ill words where the person speaks of himself
  double worst_malice;
  int malice_line;
  int spoken;    // times that others name the person
  double called; // names of abuse in the sentences that do
  int absent;    // times named in scenes without the person
  double odium;  // fear and anger less love in the sentences that name
  double worst_called;
  int called_line;
} ElaraRepute;

// The least that a beat is made of: paragraphs of one speaker or of action,
// some seconds long. A unit never cuts a speech or a dual dialogue.
typedef struct {
  int first_element;
  int element_count;
  int scene;
  int person;    // who speaks, or -1 for action
  double time;   // seconds before scaling
  double speech; // of which spoken
  int speeches;
  int paragraphs; // of action
  ElaraTextScore score;
  ElaraTextScore action; // the part of the score that is action
} ElaraUnit;

// Sums over a beat, for its feelings.
typedef struct {
  ElaraTextScore score;
  ElaraTextScore action;
  double time;
  double speech;
  int speeches;
  int paragraphs;
} ElaraBeatSums;

typedef struct {
  ElaraArena* arena;   // the story's own
  ElaraArena* scratch; // dies with the call
  ElaraDiags* diags;
  const char* name;
  ElaraStory* story;
  ElaraScript script;                // as it was read
  const ElaraFeelingTable* table;    // NULL = by the word list alone
  const ElaraCut* cut;               // the film, or NULL
  int told;                          // the script only says what is seen of it
  ELARA_LIST(ElaraMention) mentions; // by element, then by offset
  ELARA_LIST(ElaraMention) listed;   // by the script, by heading
  ELARA_LIST(ElaraUnit) units;
  ElaraSaysList says;
  // Names and words of names, whom they mean; people as they were before they
  // were sorted.
  ElaraNameMap by_words;
  ElaraRepute* reputes; // one a person, likewise
  ElaraBeatSums* sums;  // one a beat
} ElaraDraft;

// scenes.c: title, author; a scene for each heading.
ElaraStatus elara_draft_scenes(ElaraDraft* draft);

// people.c: who speaks, who is introduced, where each is named.
ElaraStatus elara_draft_people(ElaraDraft* draft);

// time.c: words, pages, start and end of elements and scenes. ELARA_BAD_INPUT
// when nothing takes time.
ElaraStatus elara_draft_time(ElaraDraft* draft, const ElaraStoryConfig* config);

// beats.c: units and beats; then curves.c: what beats and scenes feel like.
ElaraStatus elara_draft_beats(ElaraDraft* draft);
ElaraStatus elara_draft_feelings(ElaraDraft* draft);

// tone.c: the story as a whole, between dread and comedy.
ElaraStatus elara_draft_tone(ElaraDraft* draft);

// acts.c: turning points, acts.
ElaraStatus elara_draft_acts(ElaraDraft* draft);

// lives.c: what people feel like.
ElaraStatus elara_draft_lives(ElaraDraft* draft);

// repute.c: what people are called.
ElaraStatus elara_draft_reputes(ElaraDraft* draft);

// relations.c: who talks with whom, and how warmly; then roles.c: counts and
// roles of people, who are sorted at the end.
ElaraStatus elara_draft_relations(ElaraDraft* draft);
ElaraStatus elara_draft_roles(ElaraDraft* draft);

// presence.c: who is in which scene.
ElaraStatus elara_draft_presence(ElaraDraft* draft);

// events.c
ElaraStatus elara_draft_events(ElaraDraft* draft);

// Helpers that several stages need.

// The person whom the words of TEXT from TOKEN on name, longest name first, or
// -1; *END, behind the token, is set behind them. Before people are sorted.
int elara_person_at(const ElaraDraft* draft,
                    ElaraSpan text,
                    const ElaraToken* token,
                    size_t* end);
int elara_is_speech(ElaraElementKind kind); // dialogue or lyric
// TEXT's words on one line, marks of emphasis off, at most MOST bytes and
// then an ellipsis.
const char* elara_quote(ElaraArena* arena, ElaraSpan text, size_t most);
// The sentence of TEXT that holds offset AT.
ElaraSpan elara_sentence_at(ElaraSpan text, size_t at);

#endif
