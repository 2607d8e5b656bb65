// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The door of story/: a screenplay's text in, what a good reader knows of it
// out. See README.md for the stages and where to start reading.

#ifndef ELARA_STORY_STORY_H
#define ELARA_STORY_STORY_H

#include "model/cut.h"
#include "model/story.h"
#include "story/table.h"

// When a line of a script is in the film, exactly.
typedef struct {
  int line; // of the script, 1-based
  ElaraTime start;
  ElaraTime end; // >= start
} ElaraLineTime;

typedef struct {
  // Story time as a multiple of the estimate of one page a minute, in
  // 0.1 ... 10. No estimate is better than about +-25 % for a scene.
  double pace;
  // The exact length of the whole story when > 0; then pace is not used.
  ElaraTime length;
  // What readers felt at words, or NULL: then by the word list alone.
  const ElaraFeelingTable* table;
  // SubRip or WebVTT of the film that the script became: lines of dialogue
  // begin and end as they do there, and pace is not used. NAME is what
  // diagnostics call them. NULL = none.
  const char* subtitles_name;
  const char* subtitles;
  size_t subtitles_count;
  // The film that the script became, or NULL: its scenes begin where the cut's
  // placings have them, the story ends with its last picture, and what is
  // seen counts for what is felt. Pace and length are not used.
  const ElaraCut* cut;
  // With a cut: when each line is, of a script that elara_story_tell() wrote;
  // in order of lines. NULL = by placings.
  const ElaraLineTime* lines;
  size_t line_count;
} ElaraStoryConfig;

// pace 1, no fixed length, no subtitles.
ElaraStoryConfig elara_story_config(void);

// Reads COUNT bytes of a screenplay as *STORY, to be freed with
// elara_story_free. What they are is decided by themselves, not by a name:
//
//   Final Draft (.fdx)
//   text laid out by indentation, as typed and printed scripts are
//   stage plays, NAME. speech or Name: speech
//   Fountain 1.1, or plain text that follows its conventions: all else
//
// in UTF-8, UTF-16 or Latin-1. NAME is what diagnostics call the file; CONFIG
// may be NULL.
//
// ELARA_BAD_INPUT with an error in DIAGS, and *STORY NULL, when the text is
// empty, binary, longer than 16 MB, XML that is not well-formed, or holds no
// words that take screen time; or when there is no subtitle in the subtitles.
// Anything else is a story, if need be with warnings: bytes that are not UTF-8,
// a ragged layout, no scene headings, nobody who speaks, subtitles of another
// film. Time and memory are linear in COUNT.
ElaraStatus elara_story_from_text(const char* name,
                                  const char* text,
                                  size_t count,
                                  const ElaraStoryConfig* config,
                                  ElaraDiags* diags,
                                  ElaraStory** story);

// What can be seen of CUT as a script in Fountain, a scene for each sequence of
// shots that belong together, a paragraph for each shot, and what is said, by
// the subtitles of CONFIG (may be NULL: none): to be read, rewritten and scored
// with the film. TEXT is the caller's; LINES, in ARENA, says when each line is.
ElaraStatus elara_story_tell(const ElaraCut* cut,
                             const ElaraStoryConfig* config,
                             ElaraArena* arena,
                             ElaraDiags* diags,
                             ElaraText* text,
                             ElaraLineTime** lines,
                             size_t* line_count);

// When the last picture of CUT gives way to black, or leaves the music time to
// ring: a story told on it ends here.
ElaraTime elara_story_film_end(const ElaraCut* cut);

// How one line of text feels by itself, absolute (see elara_score_feeling).
// TABLE may be NULL.
ElaraFeeling elara_story_line_feeling(const ElaraFeelingTable* table,
                                      const char* text,
                                      size_t count);

#endif
