// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Cue sheet and hit sheet as RFC 4180 comma-separated values, so that an
// editor, a spreadsheet or an edit suite can read them.

#include "export/csv.h"
#include "export/export.h"
#include "export/number.h"

#include <string.h>

// One field; quoted when it needs to be. A field that a spreadsheet would take
// for a formula gets no special care: RFC 4180 has none.
void
elara_csv_field(ElaraText* text, const char* value, int last)
{
  if (strpbrk(value, ",\"\r\n")) {
    elara_text_add(text, "\"");
    for (const char* p = value; *p; p++) {
      if (*p == '"') elara_text_add(text, "\"");
      elara_text_bytes(text, p, 1);
    }
    elara_text_add(text, "\"");
  } else {
    elara_text_add(text, value);
  }
  elara_text_add(text, last ? "\r\n" : ",");
}

static void
number(ElaraText* text, double value, int decimals)
{
  elara_csv_field(text, elara_number_fixed(value, decimals).text, 0);
}

static void
cue_themes(const ElaraPlan* plan, const ElaraCue* cue, ElaraText* out)
{
  for (size_t i = 0; i < cue->theme_count; i++) {
    const ElaraCueTheme* const t = &cue->themes[i];
    elara_text_addf(out, "%s%s (%s)", i ? "; " : "",
                    plan->themes[t->theme].name,
                    elara_treatment_name(t->treatment));
  }
}

// The keys a cue goes through, in order, each once in a row.
static void
cue_keys(const ElaraSketch* sketch, int cue, ElaraText* out)
{
  const ElaraPhrase* last = NULL;
  for (size_t i = 0; sketch && i < sketch->phrase_count; i++) {
    const ElaraPhrase* const p = &sketch->phrases[i];
    if (p->cue != cue) continue;
    if (last && last->tonic == p->tonic && last->mode == p->mode) continue;
    elara_text_addf(out, "%s%s", last ? "; " : "",
                    elara_number_key(p->tonic, p->mode).text);
    last = p;
  }
}

static void
cue_row(const ElaraPlan* plan,
        const ElaraSketch* sketch,
        size_t index,
        ElaraText* text)
{
  const ElaraCue* const cue = &plan->cues[index];
  ElaraText words = {0};
  elara_csv_field(text, elara_number_seconds(cue->start).text, 0);
  elara_csv_field(text, elara_number_seconds(cue->end).text, 0);
  number(text, cue->feeling.valence, 3);
  number(text, cue->feeling.arousal, 3);
  number(text, cue->feeling.tension, 3);
  elara_csv_field(text, cue->name, 0);
  number(text, cue->feeling.levity, 3);
  elara_csv_field(text, elara_mood_info(cue->mood)->name, 0);
  elara_csv_field(text, elara_number_timecode(cue->start).text, 0);
  elara_csv_field(text, elara_number_timecode(cue->end).text, 0);
  number(text, cue->bpm, 2);
  elara_text_addf(text, "%d/%d,", cue->beats, cue->beat_type);
  cue_keys(sketch, (int)index, &words);
  elara_csv_field(text, words.count ? words.bytes : "", 0);
  words.count = 0;
  cue_themes(plan, cue, &words);
  elara_csv_field(text, words.count ? words.bytes : "", 0);
  number(text, cue->importance, 3);
  elara_text_addf(text, "%d-%d\r\n", cue->line, cue->line_last);
  text->failed |= words.failed;
  elara_text_clear(&words);
}

ElaraStatus
elara_cues_csv(const ElaraPlan* plan,
               const ElaraSketch* sketch,
               ElaraText* text)
{
  elara_text_add(text, "start_s,end_s,valence,arousal,tension,name,levity,"
                       "mood,timecode_in,timecode_out,tempo_bpm,metre,key,"
                       "themes,importance,script_lines\r\n");
  for (size_t i = 0; i < plan->cue_count; i++) {
    cue_row(plan, sketch, i, text);
  }
  return text->failed ? ELARA_NO_MEMORY : ELARA_OK;
}

ElaraStatus
elara_hits_csv(const ElaraPlan* plan, const ElaraTake* take, ElaraText* text)
{
  const ElaraTempoMap map = {take->tempo, take->tempo_count};
  elara_text_add(text, "planned_s,sounding_s,error_ms,line,kind,strength,hard,"
                       "cue,what\r\n");
  for (size_t i = 0; i < plan->hit_count; i++) {
    const ElaraHit* const hit = &plan->hits[i];
    const ElaraTime sounding = elara_tempo_map_time(&map, hit->tick);
    elara_csv_field(text, elara_number_seconds(hit->time).text, 0);
    elara_csv_field(text, elara_number_seconds(sounding).text, 0);
    number(text, elara_time_s(sounding - hit->time) * 1000.0, 3);
    elara_text_addf(text, "%d,%s,", hit->line,
                    elara_event_kind_name(hit->kind));
    number(text, hit->strength, 3);
    elara_text_addf(text, "%d,", hit->hard ? 1 : 0);
    elara_csv_field(text, plan->cues[hit->cue].name, 0);
    elara_csv_field(text, hit->what ? hit->what : "", 1);
  }
  return text->failed ? ELARA_NO_MEMORY : ELARA_OK;
}
