// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "story/directives.h"

#include <string.h>

#define LONGEST_NOTE 2000

static const struct {
  const char* word;
  ElaraSaysKind kind;
} keys[] = {
    {"hero", ELARA_SAYS_HERO},       {"protagonist", ELARA_SAYS_HERO},
    {"villain", ELARA_SAYS_VILLAIN}, {"antagonist", ELARA_SAYS_VILLAIN},
    {"alias", ELARA_SAYS_ALIAS},     {"theme", ELARA_SAYS_THEME},
    {"mood", ELARA_SAYS_MOOD},       {"hit", ELARA_SAYS_HIT},
    {"silence", ELARA_SAYS_SILENCE}, {"tempo", ELARA_SAYS_TEMPO},
};

static ElaraSpan
skip(ElaraSpan span, size_t count)
{
  return elara_span_trim((ElaraSpan){span.s + count, span.n - count});
}

// Where MARK stands first in SPAN, or its end.
static size_t
find(ElaraSpan span, char mark)
{
  const char* const at =
      span.n ? (const char*)memchr(span.s, mark, span.n) : NULL;
  return at ? (size_t)(at - span.s) : span.n;
}

static int
key_of(ElaraSpan word)
{
  for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
    if (elara_span_is(word, keys[i].word)) return (int)keys[i].kind;
  }
  return -1;
}

static void
warn(const ElaraDraft* draft, int element, ElaraSpan key)
{
  elara_diag(draft->diags, ELARA_DIAG_WARNING, draft->name,
             draft->story->elements[element].line, 1,
             "the words are: hero villain alias theme mood hit silence tempo",
             "the note says %.*s, which means nothing to Elara",
             (int)(key.n < 40 ? key.n : 40), key.s);
}

// "villain = IAGO", "@hero: ANNA", "hero ANNA".
static ElaraStatus
read_part(ElaraDraft* draft, ElaraSaysList* list, int element, ElaraSpan part)
{
  const size_t equals = find(part, '=');
  ElaraSpan key = elara_span_trim((ElaraSpan){part.s, equals});
  ElaraSpan value = {part.s + part.n, 0};
  if (equals < part.n) {
    value = skip(part, equals + 1);
  } else {
    // Without the sign: a person's part, said the short way, or plain words.
    const size_t space = find(part, ' '), colon = find(part, ':');
    const size_t end = space < colon ? space : colon;
    key = elara_span_trim((ElaraSpan){part.s, end});
    const int kind = key_of(key);
    if (kind != ELARA_SAYS_HERO && kind != ELARA_SAYS_VILLAIN) return ELARA_OK;
    if (end < part.n) value = skip(part, end);
    if (value.n && value.s[0] == ':') value = skip(value, 1);
  }
  const int kind = key_of(key);
  if (kind < 0) {
    warn(draft, element, key);
    return ELARA_OK;
  }
  const ElaraSays says = {(ElaraSaysKind)kind, value, element};
  ELARA_TRY_PTR(ELARA_PUSH(draft->scratch, list, says));
  return ELARA_OK;
}

static ElaraStatus
read_note(ElaraDraft* draft, ElaraSaysList* list, int element)
{
  ElaraSpan rest =
      elara_span_trim(elara_span(draft->story->elements[element].text));
  if (rest.n > LONGEST_NOTE) return ELARA_OK;
  if (elara_span_starts(rest, "elara:")) {
    rest = skip(rest, 6);
  } else if (elara_span_starts(rest, "@")) {
    rest = skip(rest, 1);
  } else {
    return ELARA_OK;
  }
  while (rest.n) {
    const size_t end = find(rest, ';');
    const ElaraSpan part = elara_span_trim((ElaraSpan){rest.s, end});
    if (part.n) ELARA_TRY(read_part(draft, list, element, part));
    rest = end < rest.n ? skip(rest, end + 1) : (ElaraSpan){rest.s, 0};
  }
  return ELARA_OK;
}

ElaraStatus
elara_directives(ElaraDraft* draft, ElaraSaysList* list)
{
  const ElaraStory* const story = draft->story;
  for (size_t i = 0; i < story->element_count; i++) {
    if (story->elements[i].kind != ELARA_ELEMENT_NOTE) continue;
    ELARA_TRY(read_note(draft, list, (int)i));
  }
  return ELARA_OK;
}

int
elara_directive_name(ElaraSpan* rest, ElaraSpan* name)
{
  do {
    if (!rest->n) return 0;
    const size_t end = find(*rest, ',');
    *name = elara_span_trim((ElaraSpan){rest->s, end});
    *rest = end < rest->n ? skip(*rest, end + 1) : (ElaraSpan){rest->s, 0};
  } while (!name->n);
  return 1;
}
