// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "story/utf16.h"

#include <string.h>

#define LOOK_AT 4000 // bytes

// NULs at even offsets and at odd ones.
static void
count_nuls(const char* bytes, size_t count, size_t nuls[2])
{
  nuls[0] = nuls[1] = 0;
  for (size_t i = 0; i < count; i++) {
    nuls[i & 1] += bytes[i] == '\0';
  }
}

// Without a mark three in four characters must be Latin, and no NUL on the
// other side: a binary file with many NULs has them on both.
ElaraUtf16Order
elara_utf16_order(const char* bytes, size_t count)
{
  size_t nuls[2];
  if (count >= 2 && memcmp(bytes, "\xff\xfe", 2) == 0) {
    return ELARA_UTF16_LITTLE;
  }
  if (count >= 2 && memcmp(bytes, "\xfe\xff", 2) == 0) return ELARA_UTF16_BIG;
  const size_t most = count < LOOK_AT ? count : LOOK_AT;
  if (most < 8 || count % 2) return ELARA_UTF16_NOT;
  count_nuls(bytes, most, nuls);
  if (nuls[0] == 0 && nuls[1] * 8 >= most * 3) return ELARA_UTF16_LITTLE;
  if (nuls[1] == 0 && nuls[0] * 8 >= most * 3) return ELARA_UTF16_BIG;
  return ELARA_UTF16_NOT;
}

size_t
elara_utf8_put(char* out, uint32_t code)
{
  if (code < 0x80) {
    out[0] = (char)code;
    return 1;
  }
  const size_t length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  static const unsigned char heads[] = {0, 0, 0xc0, 0xe0, 0xf0};
  for (size_t i = length - 1; i > 0; i--) {
    out[i] = (char)(0x80 | (code & 0x3f));
    code >>= 6;
  }
  out[0] = (char)(heads[length] | code);
  return length;
}

static uint32_t
unit_at(const char* bytes, ElaraUtf16Order order)
{
  const uint32_t a = (unsigned char)bytes[0], b = (unsigned char)bytes[1];
  return order == ELARA_UTF16_LITTLE ? a | b << 8 : a << 8 | b;
}

// The character at BYTES + *AT, or 0xd800 for half a pair; *AT moves on.
static uint32_t
next_code(const char* bytes, size_t count, ElaraUtf16Order order, size_t* at)
{
  if (count - *at < 2) {
    *at = count;
    return 0xd800;
  }
  const uint32_t high = unit_at(bytes + *at, order);
  *at += 2;
  if (high < 0xd800 || high > 0xdfff) return high;
  if (high > 0xdbff || count - *at < 2) return 0xd800;
  const uint32_t low = unit_at(bytes + *at, order);
  if (low < 0xdc00 || low > 0xdfff) return 0xd800;
  *at += 2;
  return 0x10000 + ((high - 0xd800) << 10 | (low - 0xdc00));
}

size_t
elara_utf16_to_utf8(const char* bytes,
                    size_t count,
                    ElaraUtf16Order order,
                    char* out,
                    size_t* lone,
                    int* first_line)
{
  size_t n = 0;
  int line = 1;
  *lone = 0;
  for (size_t at = 0; at < count;) {
    const size_t start = at;
    uint32_t code = next_code(bytes, count, order, &at);
    if (code == 0xfeff && start == 0) continue;
    if (code == 0xd800) {
      if ((*lone)++ == 0) *first_line = line;
      code = 0xfffd;
    }
    line += code == '\n';
    n += elara_utf8_put(out + n, code);
  }
  return n;
}
