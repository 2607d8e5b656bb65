// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The cast of themes: who each belongs to, how it goes, what it is made of.

#include "export/report.h"

#include <string.h>

static const ElaraThemeRole*
role_of(const ElaraReport* r, const ElaraTheme* theme)
{
  const int role = theme->role;
  return role >= 0 && (size_t)role < r->plan->theme_count
             ? &r->plan->themes[role]
             : NULL;
}

static void
fact(const ElaraReport* r, const char* name, const char* value)
{
  elara_text_addf(r->out, "<li>%s <b>", name);
  elara_report_text(r, value);
  elara_text_add(r->out, "</b></li>");
}

static void
facts(const ElaraReport* r, const ElaraTheme* t, const ElaraThemeRole* role)
{
  const ElaraInstrument* const own = elara_instrument(t->instrument);
  elara_text_add(r->out, "<ul class=\"facts\">");
  elara_text_add(r->out, "<li>in <b>");
  elara_report_key(r, t->tonic, t->mode);
  elara_text_add(r->out, "</b></li>");
  elara_text_addf(r->out, "<li><b>%d/%d</b>, %d bars at <b>%s</b></li>",
                  t->beats, t->beat_type, t->bars,
                  elara_number_fixed(t->bpm, 0).text);
  if (own) fact(r, "at home in the", own->name);
  fact(r, "melodic quality", elara_number_fixed(t->quality * 100.0, 0).text);
  fact(r, "distance to the nearest theme",
       elara_number_fixed(t->nearest * 100.0, 0).text);
  if (role) {
    fact(r, "share of the score",
         elara_number_fixed(role->weight * 100.0, 0).text);
  }
  elara_text_add(r->out, "</ul>\n");
}

static void
heading(const ElaraReport* r, const ElaraTheme* t, const ElaraThemeRole* role)
{
  elara_text_add(r->out, "<h3 class=\"name\">");
  elara_report_text(r, t->name);
  elara_text_add(r->out, "</h3><p class=\"soft\">");
  if (role && role->kind == ELARA_THEME_PERSON) {
    elara_text_addf(r->out, "%s, a person's theme",
                    elara_role_name(role->role));
  } else if (role) {
    elara_text_addf(r->out, "theme of %s %s",
                    role->kind == ELARA_THEME_IDEA ? "an" : "a",
                    elara_theme_kind_name(role->kind));
  } else {
    elara_text_add(r->out, elara_theme_kind_name(t->kind));
    if (t->waits) elara_text_add(r->out, ", not heard in this film");
  }
  elara_text_add(r->out, "</p>\n");
}

static void
paragraph(const ElaraReport* r, const char* text, const char* class_name)
{
  if (!text || !*text) return;
  elara_text_addf(r->out, "<p%s>", class_name);
  elara_report_text(r, text);
  elara_text_add(r->out, "</p>\n");
}

void
elara_report_theme(const ElaraReport* r,
                   const ElaraTheme* t,
                   const ElaraThemeRole* role,
                   size_t colour)
{
  elara_text_addf(r->out, "<article class=\"theme t%zu\">", colour % 8);
  heading(r, t, role);
  elara_report_staff(r, t);
  paragraph(r, t->character, "");
  paragraph(r, t->reason, "");
  facts(r, t, role);
  paragraph(r, role ? role->reason : NULL, " class=\"soft\"");
  elara_text_add(r->out, "</article>\n");
}

void
elara_report_themes(const ElaraReport* r)
{
  elara_text_add(r->out,
                 "<section id=\"themes\"><h2>The cast of themes</h2>"
                 "<p class=\"note\">Each in its home key, as it sounds at "
                 "rest. The coloured notes are its head motif, by which it is "
                 "known when only a hint of it is heard. Quality and distance "
                 "run to 100.</p>\n<div class=\"themes\">\n");
  for (size_t i = 0; i < r->sketch->theme_count; i++) {
    const ElaraTheme* const t = &r->sketch->themes[i];
    elara_report_theme(r, t, role_of(r, t), i);
  }
  elara_text_add(r->out, "</div></section>\n");
}
