// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
elara_text_clear(ElaraText* text)
{
  free(text->bytes);
  *text = (ElaraText){0};
}

static int
reserve(ElaraText* text, size_t more)
{
  if (text->failed) return 0;
  if (text->count + more + 1 <= text->capacity) return 1;
  size_t wanted = text->capacity ? text->capacity * 2 : 4096;
  while (wanted < text->count + more + 1) {
    wanted *= 2;
  }
  char* const grown = (char*)realloc(text->bytes, wanted);
  if (!grown) {
    text->failed = 1;
    return 0;
  }
  text->bytes = grown;
  text->capacity = wanted;
  return 1;
}

void
elara_text_bytes(ElaraText* text, const void* bytes, size_t count)
{
  if (!reserve(text, count)) return;
  if (count) memcpy(text->bytes + text->count, bytes, count);
  text->count += count;
  text->bytes[text->count] = '\0';
}

void
elara_text_add(ElaraText* text, const char* string)
{
  elara_text_bytes(text, string, strlen(string));
}

void
elara_text_addf(ElaraText* text, const char* format, ...)
{
  va_list args;
  va_start(args, format);
  const int length = vsnprintf(NULL, 0, format, args);
  va_end(args);
  if (length < 0 || !reserve(text, (size_t)length)) return;
  va_start(args, format);
  vsnprintf(text->bytes + text->count, (size_t)length + 1, format, args);
  va_end(args);
  text->count += (size_t)length;
}

void
elara_text_add_escaped(ElaraText* text, const char* string)
{
  for (const char* p = string; *p; p++) {
    switch (*p) {
    case '&':
      elara_text_add(text, "&amp;");
      break;
    case '<':
      elara_text_add(text, "&lt;");
      break;
    case '>':
      elara_text_add(text, "&gt;");
      break;
    case '"':
      elara_text_add(text, "&quot;");
      break;
    case '\'':
      elara_text_add(text, "&#39;");
      break;
    default:
      elara_text_bytes(text, p, 1);
    }
  }
}

size_t
elara_utf8_next(const char* s, size_t count, uint32_t* code)
{
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const unsigned char* const u = (const unsigned char*)s;
  if (count == 0) return 0;
  size_t length = 0;
  uint32_t value = 0;
  if (u[0] < 0x80) {
    length = 1, value = u[0];
  } else if ((u[0] & 0xe0) == 0xc0) {
    length = 2, value = u[0] & 0x1f;
  } else if ((u[0] & 0xf0) == 0xe0) {
    length = 3, value = u[0] & 0x0f;
  } else if ((u[0] & 0xf8) == 0xf0) {
    length = 4, value = u[0] & 0x07;
  }
  if (length == 0 || length > count) return 0;
  for (size_t i = 1; i < length; i++) {
    if ((u[i] & 0xc0) != 0x80) return 0;
    value = (value << 6) | (u[i] & 0x3f);
  }
  if (value < least[length] || value > 0x10ffff ||
      (value >= 0xd800 && value <= 0xdfff)) {
    return 0;
  }
  if (code) *code = value;
  return length;
}
