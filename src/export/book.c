// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A theme book to be read: for a terminal, and as a page.

#include "base/letters.h"
#include "export/report.h"
#include "export/spell.h"

#include <string.h>

#define COLUMNS 80

// --- the terminal ------------------------------------------------------------

static size_t
columns_of(const char* text, size_t bytes)
{
  size_t columns = 0;
  for (size_t i = 0; i < bytes; i++)
    columns += ((unsigned char)text[i] & 0xc0) != 0x80;
  return columns;
}

// TEXT in WIDTH columns, cut or filled up; nothing in it moves the cursor.
static void
cell(ElaraText* out, const char* text, size_t width)
{
  size_t at = 0;
  const size_t length = strlen(text);
  for (size_t i = 0; i < length && at + 1 < width; at++) {
    uint32_t code;
    const size_t n = elara_letter_next(text + i, length - i, &code);
    if (code < 32 || code == 127) {
      elara_text_add(out, " ");
    } else {
      elara_text_bytes(out, text + i, n);
    }
    i += n;
  }
  for (; at < width; at++)
    elara_text_add(out, " ");
}

// LABEL and TEXT folded at blanks, two columns in.
static void
fold(ElaraText* out, const char* label, const char* text)
{
  size_t at = 2 + strlen(label);
  elara_text_addf(out, "  %s", label);
  while (*text) {
    const size_t n = strcspn(text, " \n\r\t");
    const size_t wide = columns_of(text, n);
    if (at > 4 && at + 1 + wide > COLUMNS) {
      elara_text_add(out, "\n   ");
      at = 3;
    }
    if (at > 2) {
      elara_text_add(out, " ");
      at++;
    }
    elara_text_bytes(out, text, n);
    at += wide;
    text += n;
    text += strspn(text, " \n\r\t");
  }
  elara_text_add(out, "\n");
}

static void
note_name(ElaraText* out, const ElaraTheme* t, int index)
{
  static const char* const signs[] = {"bb", "b", "", "#", "##"};
  const ElaraThemeNote* const n = &t->notes[index];
  const ElaraSpellContext context = {.fifths =
                                         elara_key_fifths(t->tonic, t->mode),
                                     .tonic = t->tonic,
                                     .mode = t->mode,
                                     .next = -1};
  const int pitch =
      elara_degree_pitch(60 + t->tonic, t->mode, n->degree, n->alter);
  const ElaraSpelling s = elara_spell(&context, pitch);
  elara_text_addf(out, "%s%c%s%d", index ? " " : "", s.step, signs[s.alter + 2],
                  elara_spell_octave(s, pitch));
}

static void
theme_lines(ElaraText* out, const ElaraTheme* t)
{
  ElaraText head = {0};
  char metre[16];
  snprintf(metre, sizeof metre, "%d/%d", t->beats, t->beat_type);
  cell(out, t->name, 25);
  cell(out, elara_theme_kind_name(t->kind), 8);
  cell(out, elara_number_key(t->tonic, t->mode).text, 15);
  cell(out, metre, 7);
  cell(out, elara_number_fixed(t->bpm, 0).text, 5);
  elara_text_addf(out, "%s\n", elara_instrument(t->instrument)->name);
  for (int i = 0; i < t->head_count; i++)
    note_name(&head, t, i);
  fold(out, "head:", head.failed ? "" : head.bytes);
  if (t->character && t->character[0]) fold(out, "", t->character);
  if (t->reason && t->reason[0]) fold(out, "", t->reason);
  if (t->waits) fold(out, "", "Not heard in this film: it waits for another.");
  out->failed |= head.failed;
  elara_text_clear(&head);
}

ElaraStatus
elara_book_text(const ElaraThemeBook* book, ElaraText* text)
{
  if (book->title && book->title[0]) fold(text, "", book->title);
  elara_text_addf(text, "\n%-25s%-8s%-15s%-7s%-5sINSTRUMENT\n", "THEME", "KIND",
                  "KEY", "METRE", "BPM");
  for (size_t i = 0; i < book->count; i++) {
    elara_text_add(text, "\n");
    theme_lines(text, &book->themes[i]);
  }
  return text->failed ? ELARA_NO_MEMORY : ELARA_OK;
}

// --- the page ----------------------------------------------------------------

ElaraStatus
elara_book_page(const ElaraThemeBook* book, ElaraText* text)
{
  const ElaraReport r = {.out = text};
  const char* const title =
      book->title && book->title[0] ? book->title : "Themes";
  elara_text_add(text,
                 "<!doctype html>\n<html lang=\"en\"><head><meta "
                 "charset=\"utf-8\"><meta name=\"viewport\" "
                 "content=\"width=device-width,initial-scale=1\"><title>");
  elara_report_text(&r, title);
  elara_text_add(text, ": the themes</title>\n");
  elara_report_style(&r);
  elara_text_add(text, "</head>\n<body><header><p class=\"eyebrow\">The theme "
                       "book</p><h1>");
  elara_report_text(&r, title);
  elara_text_add(text,
                 "</h1><p class=\"lead\">Each theme in its home key, as it "
                 "sounds at rest. The coloured notes are its head motif, by "
                 "which it is known.</p></header>\n<main><div "
                 "class=\"themes\">\n");
  for (size_t i = 0; i < book->count; i++)
    elara_report_theme(&r, &book->themes[i], NULL, i);
  elara_text_add(text, "</div></main></body></html>\n");
  return text->failed ? ELARA_NO_MEMORY : ELARA_OK;
}
