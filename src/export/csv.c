// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Cue sheet and hit sheet as RFC 4180 comma-separated values, so that an
// editor, a spreadsheet or an edit suite can read them. New columns go to the
// end: other programs count from the left.

#include "export/csv.h"
#include "export/export.h"
#include "export/number.h"
#include "export/usage.h"

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

// What the sheet of a performing rights society asks for.
static void
cue_rights(const ElaraPlan* plan,
           const ElaraStory* story,
           size_t index,
           ElaraText* text)
{
  const ElaraCue* const cue = &plan->cues[index];
  const int64_t frames = elara_film_nearest(&plan->film, cue->end) -
                         elara_film_nearest(&plan->film, cue->start);
  elara_csv_field(text, cue->label ? cue->label : "", 0);
  elara_csv_field(text, elara_number_seconds(cue->end - cue->start).text, 0);
  elara_csv_field(text, elara_number_timecode_length(&plan->film, frames).text,
                  0);
  elara_csv_field(text, elara_usage_code(elara_usage_of(plan, story, index)),
                  1);
}

static void
cue_row(const ElaraPlan* plan,
        const ElaraSketch* sketch,
        const ElaraStory* story,
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
  elara_csv_field(text, elara_number_timecode(&plan->film, cue->start).text, 0);
  elara_csv_field(text, elara_number_timecode(&plan->film, cue->end).text, 0);
  number(text, cue->bpm, 2);
  elara_text_addf(text, "%d/%d,", cue->beats, cue->beat_type);
  cue_keys(sketch, (int)index, &words);
  elara_csv_field(text, words.count ? words.bytes : "", 0);
  words.count = 0;
  cue_themes(plan, cue, &words);
  elara_csv_field(text, words.count ? words.bytes : "", 0);
  number(text, cue->importance, 3);
  elara_text_addf(text, "%d-%d,", cue->line, cue->line_last);
  cue_rights(plan, story, index, text);
  text->failed |= words.failed;
  elara_text_clear(&words);
}

ElaraStatus
elara_cues_csv(const ElaraPlan* plan,
               const ElaraSketch* sketch,
               const ElaraStory* story,
               ElaraText* text)
{
  elara_text_add(text, "start_s,end_s,valence,arousal,tension,name,levity,"
                       "mood,timecode_in,timecode_out,tempo_bpm,metre,key,"
                       "themes,importance,script_lines,title,duration_s,"
                       "duration,usage\r\n");
  for (size_t i = 0; i < plan->cue_count; i++) {
    cue_row(plan, sketch, story, i, text);
  }
  return text->failed ? ELARA_NO_MEMORY : ELARA_OK;
}

// Where a hit stands on the film's slate and in the bars of the score.
static void
hit_place(const ElaraPlan* plan,
          const ElaraHit* hit,
          ElaraTime sounding,
          ElaraText* text)
{
  const ElaraFilmClock* const film = &plan->film;
  const double frames_a_second =
      film->num > 0 && film->den > 0 ? (double)film->num / film->den : 24.0;
  const size_t index = elara_plan_bar_at(plan, hit->tick);
  const ElaraBar* const bar = &plan->bars[index];
  const ElaraTick beat = 4 * ELARA_TICKS_PER_QUARTER / bar->beat_type;
  number(text, elara_time_s(sounding - hit->time) * frames_a_second, 3);
  elara_csv_field(text, elara_number_timecode(film, hit->time).text, 0);
  elara_csv_field(text, elara_number_timecode(film, sounding).text, 0);
  elara_text_addf(text, "%zu,", index + 1);
  elara_csv_field(text,
                  elara_number_fixed(
                      1.0 + (double)(hit->tick - bar->tick) / (double)beat, 2)
                      .text,
                  1);
}

ElaraStatus
elara_hits_csv(const ElaraPlan* plan, const ElaraTake* take, ElaraText* text)
{
  const ElaraTempoMap map = {take->tempo, take->tempo_count};
  elara_text_add(text, "planned_s,sounding_s,error_ms,line,kind,strength,hard,"
                       "cue,what,error_frames,timecode,timecode_sounding,bar,"
                       "beat\r\n");
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
    elara_csv_field(text, hit->what ? hit->what : "", 0);
    hit_place(plan, hit, sounding, text);
  }
  return text->failed ? ELARA_NO_MEMORY : ELARA_OK;
}
