// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Why everything is as it is, in the order of time: one row for each cue, its
// key, each theme that it carries, each phrase and each change of colour.

#include "export/csv.h"
#include "export/export.h"
#include "export/number.h"

#include <string.h>

typedef struct {
  const ElaraPlan* plan;
  const ElaraSketch* sketch;
  const ElaraScore* score;
  ElaraTempoMap map;
  ElaraText* text;
} Pen;

static void
row(const Pen* pen,
    ElaraTick tick,
    const ElaraCue* cue,
    const char* kind,
    const char* what,
    const char* why)
{
  const ElaraTime time = elara_tempo_map_time(&pen->map, tick);
  const size_t bar = elara_plan_bar_at(pen->plan, tick);
  elara_csv_field(pen->text, elara_number_seconds(time).text, 0);
  elara_csv_field(pen->text, elara_number_timecode(&pen->plan->film, time).text,
                  0);
  elara_text_addf(pen->text, "%zu,", bar + 1);
  elara_csv_field(pen->text, cue->name, 0);
  elara_csv_field(pen->text, kind, 0);
  elara_csv_field(pen->text, what ? what : "", 0);
  elara_csv_field(pen->text, why ? why : "", 1);
}

// The theme, when no cue before CUE has had it; else NULL.
static const ElaraTheme*
first_time(const Pen* pen, const ElaraCue* cue, int theme)
{
  if ((size_t)theme >= pen->sketch->theme_count) return NULL;
  for (const ElaraCue* c = pen->plan->cues; c < cue; c++) {
    for (size_t i = 0; i < c->theme_count; i++)
      if (c->themes[i].theme == theme) return NULL;
  }
  return &pen->sketch->themes[theme];
}

static void
cue_rows(const Pen* pen, const ElaraCue* cue)
{
  const ElaraTick tick = pen->plan->bars[cue->first_bar].tick;
  const char* const mood = elara_mood_info(cue->mood)->name;
  row(pen, tick, cue, "cue", mood, cue->why);
  row(pen, tick, cue, "entrance", cue->name, cue->enter_why);
  row(pen, tick, cue, "key and force",
      elara_number_key(cue->tonic, ELARA_MODE_MAJOR).text, cue->key_why);
  for (size_t i = 0; i < cue->theme_count; i++) {
    const ElaraCueTheme* const t = &cue->themes[i];
    row(pen, tick, cue, "theme", pen->plan->themes[t->theme].name, t->reason);
    const ElaraTheme* const theme = first_time(pen, cue, t->theme);
    if (theme && theme->reason)
      row(pen, tick, cue, "theme of an earlier film", theme->name,
          theme->reason);
  }
  for (size_t i = 0; i < cue->layer_count; i++) {
    const ElaraCueLayer* const l = &cue->layers[i];
    row(pen, elara_tempo_map_tick(&pen->map, l->time), cue, "synthetic sound",
        elara_instrument(l->instrument)->name, l->reason);
  }
}

static void
colour_row(const Pen* pen, const ElaraCue* cue, const ElaraColour* c)
{
  ElaraText what = {0};
  if (c->instrument >= 0)
    elara_text_addf(&what, "%s: ", elara_instrument(c->instrument)->name);
  elara_text_add(&what, c->what);
  row(pen, c->tick, cue, "colour", what.bytes, c->why);
  pen->text->failed |= what.failed;
  elara_text_clear(&what);
}

static void
phrase_row(const Pen* pen, const ElaraCue* cue, const ElaraPhrase* p)
{
  ElaraText what = {0};
  elara_text_addf(&what, "%s, %s, %s", p->form,
                  elara_number_key(p->tonic, p->mode).text,
                  elara_ensemble_name(p->ensemble));
  row(pen, p->tick, cue, "phrase", what.bytes, p->why);
  pen->text->failed |= what.failed;
  elara_text_clear(&what);
}

ElaraStatus
elara_reasons_csv(const ElaraPlan* plan,
                  const ElaraSketch* sketch,
                  const ElaraScore* score,
                  ElaraText* text)
{
  const Pen pen = {plan, sketch, score, elara_plan_tempo_map(plan), text};
  size_t colour = 0;
  int cue = -1;
  elara_text_add(text, "time_s,timecode,bar,cue,kind,what,why\r\n");
  for (size_t i = 0; i < sketch->phrase_count; i++) {
    const ElaraPhrase* const p = &sketch->phrases[i];
    if (p->cue != cue) cue_rows(&pen, &plan->cues[p->cue]);
    cue = p->cue;
    phrase_row(&pen, &plan->cues[cue], p);
    while (colour < score->colour_count &&
           score->colours[colour].phrase <= (int)i) {
      colour_row(&pen, &plan->cues[cue], &score->colours[colour++]);
    }
  }
  return text->failed ? ELARA_NO_MEMORY : ELARA_OK;
}
