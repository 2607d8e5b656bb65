// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "review/words.h"

#include "base/letters.h"

#include <string.h>

static int
ends_sentence(char mark)
{
  return mark && strchr(".!?;:", mark) != NULL;
}

// A token takes at most its own letters and four more; marks and blanks of the
// text are at least as many as the words less one.
const char*
elara_plain_text(ElaraArena* arena, const char* text)
{
  const ElaraSpan span = elara_span(text);
  char* const plain = elara_arena_alloc(arena, 3 * span.n + 8);
  if (!plain) return NULL;
  size_t at = 0;
  size_t n = 0;
  ElaraToken token;
  while (elara_token_next(span, &at, &token)) {
    if (n > 0 && ends_sentence(token.before)) {
      memcpy(plain + n, " .", 2);
      n += 2;
    }
    plain[n++] = ' ';
    memcpy(plain + n, token.text, token.length);
    n += token.length;
  }
  memcpy(plain + n, " . ", 4);
  return plain;
}

static int
fits(const char* at, const char* phrase)
{
  size_t n = 0;
  while (phrase[n] && phrase[n] != '*' && at[n] == phrase[n])
    n++;
  return phrase[n] == '*' || (!phrase[n] && at[n] == ' ');
}

const char*
elara_plain_find(const char* plain, const char* phrase)
{
  for (const char* p = strchr(plain, ' '); p; p = strchr(p + 1, ' ')) {
    if (fits(p + 1, phrase)) return p;
  }
  return NULL;
}

const char*
elara_plain_any(const char* plain, const char* const* table, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    if (elara_plain_find(plain, table[i])) return table[i];
  }
  return NULL;
}

size_t
elara_plain_sentence(const char* plain, size_t* at, const char** start)
{
  const char* const from = plain + *at;
  const char* const dot = strstr(from, " . ");
  if (!dot) return 0;
  *start = from;
  *at = (size_t)(dot - plain) + 2;
  return (size_t)(dot - from) + 1;
}
