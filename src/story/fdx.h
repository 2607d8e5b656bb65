// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Final Draft's XML: FinalDraft/Content/Paragraph[@Type]/Text. Everything else
// in the file (headers, macros, styles, watermarks) has paragraphs too, which
// are nobody's words.
//
//   Type                         element
//   Scene Heading                heading; Number = extra, Length = eighths
//   Action, General, none        action
//   Shot                         action: an angle within a scene; as a heading
//                                it would cut the scene in two
//   Character, Parenthetical, Dialogue, Transition
//   Lyrics, Singing              lyric
//   New Act, End of Act, Outline 1 ...   section
//   Outline Body, a Summary      synopsis
//   ScriptNote in a paragraph    note
//   Cast List                    nothing: who is in a scene follows from it
//
// The file is never trusted: nothing outside it is opened, entities may not be
// declared, and elements may not lie deeper than 100.

#ifndef ELARA_STORY_FDX_H
#define ELARA_STORY_FDX_H

#include "story/script.h"

// True when TEXT opens like XML with the root FinalDraft.
int elara_fdx_is(const ElaraScriptText* text);

// Appends the elements and who is on scene. ELARA_BAD_INPUT with one error when
// TEXT is no well-formed XML. Linear.
ElaraStatus elara_fdx(ElaraArena* arena,
                      ElaraArena* scratch,
                      const char* name,
                      const ElaraScriptText* text,
                      ElaraDiags* diags,
                      ElaraScript* script);

#endif
