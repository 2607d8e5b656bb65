// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A cue phrase by phrase: why this theme, key and setting, and what the
// orchestrator did there and why. Folded: for those who ask.

#include "export/report.h"
#include "model/instrument.h"

static void
colour(const ElaraReport* r, const ElaraColour* c)
{
  elara_text_add(r->out, "<li>");
  if (c->instrument >= 0) {
    elara_text_add(r->out, "<b>");
    elara_report_text(r, elara_instrument(c->instrument)->name);
    elara_text_add(r->out, "</b>: ");
  }
  elara_report_text(r, c->what);
  elara_text_add(r->out, ". <span class=\"note\">");
  elara_report_text(r, c->why);
  elara_text_add(r->out, "</span></li>\n");
}

static void
phrase(const ElaraReport* r, size_t index)
{
  const ElaraPhrase* const p = &r->sketch->phrases[index];
  elara_text_addf(r->out, "<h5>Bar %d, %s</h5><p>", p->first_bar + 1, p->form);
  elara_report_text(r, p->why ? p->why : "");
  elara_text_add(r->out, "</p>\n");
  int any = 0;
  for (size_t i = 0; i < r->score->colour_count; i++) {
    if (r->score->colours[i].phrase != (int)index) continue;
    if (!any++) elara_text_add(r->out, "<ul>\n");
    colour(r, &r->score->colours[i]);
  }
  if (any) elara_text_add(r->out, "</ul>\n");
}

void
elara_report_why(const ElaraReport* r, size_t cue)
{
  elara_text_add(r->out, "<details><summary>Why, phrase by phrase</summary>\n");
  for (size_t i = 0; i < r->sketch->phrase_count; i++) {
    if (r->sketch->phrases[i].cue == (int)cue) phrase(r, i);
  }
  elara_text_add(r->out, "</details>\n");
}
