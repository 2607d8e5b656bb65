// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The report as one HTML page that needs nothing else: no font, no picture, no
// script to be read. All words of the story are escaped on their way in.

#include "export/report.h"

#include "export/spell.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// --- small hands -------------------------------------------------------------

void
elara_report_text(const ElaraReport* r, const char* text)
{
  if (text) elara_text_add_escaped(r->out, text);
}

void
elara_report_short(const ElaraReport* r, const char* text, size_t count)
{
  if (!text) return;
  size_t bytes = 0;
  const size_t length = strlen(text);
  for (size_t i = 0; i < count && bytes < length; i++) {
    const size_t next = elara_utf8_next(text + bytes, length - bytes, NULL);
    bytes += next ? next : 1;
  }
  if (bytes >= length) {
    elara_report_text(r, text);
    return;
  }
  char piece[1024];
  if (bytes >= sizeof piece) bytes = sizeof piece - 1;
  while (bytes > 0 && ((unsigned char)text[bytes] & 0xc0) == 0x80) {
    bytes--;
  }
  memcpy(piece, text, bytes);
  piece[bytes] = '\0';
  elara_report_text(r, piece);
  elara_text_add(r->out, "\xe2\x80\xa6");
}

void
elara_report_number(const ElaraReport* r, double value)
{
  elara_text_add(r->out, elara_number_fixed(value, 1).text);
}

void
elara_report_at(const ElaraReport* r, const char* name, double value)
{
  elara_text_addf(r->out, " %s=\"%s\"", name,
                  elara_number_fixed(value, 1).text);
}

void
elara_report_key(const ElaraReport* r, int tonic, ElaraMode mode)
{
  const ElaraSpelling s = elara_spell_tonic(tonic, mode);
  elara_text_addf(r->out, "%c%s %s", s.step,
                  s.alter > 0   ? "\xe2\x99\xaf"
                  : s.alter < 0 ? "\xe2\x99\xad"
                                : "",
                  elara_mode_name(mode));
}

int
elara_report_hue(ElaraMood mood)
{
  static const int hues[ELARA_MOOD_COUNT] = {
      [ELARA_MOOD_TENDERNESS] = 340, [ELARA_MOOD_SORROW] = 222,
      [ELARA_MOOD_WONDER] = 190,     [ELARA_MOOD_MYSTERY] = 262,
      [ELARA_MOOD_DREAD] = 285,      [ELARA_MOOD_TERROR] = 318,
      [ELARA_MOOD_SUSPENSE] = 245,   [ELARA_MOOD_ACTION] = 20,
      [ELARA_MOOD_TRIUMPH] = 42,     [ELARA_MOOD_RESOLVE] = 58,
      [ELARA_MOOD_SERENITY] = 158,   [ELARA_MOOD_NOSTALGIA] = 30,
      [ELARA_MOOD_PLAYFULNESS] = 88, [ELARA_MOOD_GROTESQUE] = 120,
      [ELARA_MOOD_ROMANCE] = 352,    [ELARA_MOOD_ANGER] = 5,
  };
  return mood < ELARA_MOOD_COUNT ? hues[mood] : 0;
}

double
elara_report_error_ms(const ElaraReport* r, const ElaraHit* hit)
{
  const ElaraTempoMap map = {r->take->tempo, r->take->tempo_count};
  const ElaraTime sounding = elara_tempo_map_time(&map, hit->tick);
  return elara_time_s(sounding - hit->time) * 1000.0;
}

const char*
elara_report_treatment(int treatment)
{
  static const char* const words[ELARA_TREAT_COUNT] = {
      [ELARA_TREAT_STATE] = "stated whole",
      [ELARA_TREAT_HINT] = "hinted at",
      [ELARA_TREAT_DOUBT] = "in doubt",
      [ELARA_TREAT_GROW] = "growing",
      [ELARA_TREAT_CORRUPT] = "corrupted",
      [ELARA_TREAT_LAMENT] = "as a lament",
      [ELARA_TREAT_TRIUMPH] = "in triumph",
      [ELARA_TREAT_PLAY] = "at play",
      [ELARA_TREAT_UNITE] = "united with another",
      [ELARA_TREAT_REMEMBER] = "remembered",
  };
  return treatment >= 0 && treatment < ELARA_TREAT_COUNT ? words[treatment]
                                                         : "";
}

// --- the head ----------------------------------------------------------------

static ElaraTime
music_time(const ElaraPlan* plan)
{
  ElaraTime sum = 0;
  for (size_t i = 0; i < plan->cue_count; i++) {
    sum += plan->cues[i].end - plan->cues[i].start;
  }
  return sum;
}

static size_t
note_count(const ElaraScore* score)
{
  size_t sum = 0;
  for (size_t i = 0; i < score->part_count; i++) {
    sum += score->parts[i].note_count;
  }
  return sum;
}

typedef struct {
  int hard;
  int met; // within a frame
  double worst_ms;
} HitCount;

static double
frame_ms(const ElaraFilmClock* film)
{
  return film->num > 0 ? 1000.0 * film->den / film->num : 1000.0 / 24.0;
}

static HitCount
count_hits(const ElaraReport* r)
{
  HitCount count = {0};
  for (size_t i = 0; i < r->plan->hit_count; i++) {
    if (!r->plan->hits[i].hard) continue;
    const double error = fabs(elara_report_error_ms(r, &r->plan->hits[i]));
    count.hard++;
    count.met += error <= frame_ms(&r->plan->film);
    if (error > count.worst_ms) count.worst_ms = error;
  }
  return count;
}

static const ElaraCue*
weightiest(const ElaraPlan* plan)
{
  const ElaraCue* best = NULL;
  for (size_t i = 0; i < plan->cue_count; i++) {
    const ElaraCue* const c = &plan->cues[i];
    if (!best || c->importance > best->importance) best = c;
  }
  return best;
}

static int
percent(ElaraTime part, ElaraTime whole)
{
  return whole > 0 ? (int)((part * 100 + whole / 2) / whole) : 0;
}

static void
hits_sentence(const ElaraReport* r)
{
  const HitCount count = count_hits(r);
  if (count.hard == 0) return;
  elara_text_addf(r->out,
                  " Of %d hard hit%s, %d fall%s within a frame of the "
                  "picture; the furthest is %s ms away.",
                  count.hard, count.hard == 1 ? "" : "s", count.met,
                  count.met == 1 ? "s" : "",
                  elara_number_fixed(count.worst_ms, 1).text);
}

static void
summary(const ElaraReport* r)
{
  const ElaraPlan* const plan = r->plan;
  const ElaraCue* const climax = weightiest(plan);
  elara_text_addf(r->out,
                  "<p class=\"lead\">%s of story with %s of music (%d %%), in "
                  "%zu cue%s on %zu theme%s, for %zu instrumental part%s.",
                  elara_number_clock(plan->length).text,
                  elara_number_clock(music_time(plan)).text,
                  percent(music_time(plan), plan->length), plan->cue_count,
                  plan->cue_count == 1 ? "" : "s", r->sketch->theme_count,
                  r->sketch->theme_count == 1 ? "" : "s", r->score->part_count,
                  r->score->part_count == 1 ? "" : "s");
  if (climax) {
    elara_text_add(r->out, " Its weight lies on <a href=\"#cue-");
    elara_text_addf(r->out, "%d\">", (int)(climax - plan->cues) + 1);
    elara_report_text(r, climax->name);
    elara_text_addf(r->out, "</a>, at %s.",
                    elara_number_clock(climax->start).text);
  }
  hits_sentence(r);
  elara_text_add(r->out, "</p>\n");
}

static void
figure(const ElaraReport* r,
       const char* name,
       const char* value,
       const char* unit)
{
  elara_text_addf(r->out, "<div><dt>%s</dt><dd>%s%s</dd></div>\n", name, value,
                  unit);
}

static void
figures(const ElaraReport* r)
{
  const ElaraStems* const s = r->stems;
  const HitCount count = count_hits(r);
  char text[48];
  elara_text_add(r->out, "<dl class=\"figures\">\n");
  figure(r, "Length", elara_number_clock(r->plan->length).text, "");
  snprintf(text, sizeof text, "%d",
           percent(music_time(r->plan), r->plan->length));
  figure(r, "Share of music", text, "&#8201;%");
  snprintf(text, sizeof text, "%zu", r->plan->cue_count);
  figure(r, "Cues", text, "");
  snprintf(text, sizeof text, "%zu", r->sketch->theme_count);
  figure(r, "Themes", text, "");
  snprintf(text, sizeof text, "%zu", note_count(r->score));
  figure(r, "Notes written", text, "");
  snprintf(text, sizeof text, "%d of %d", count.met, count.hard);
  figure(r, "Hits on the frame", text, "");
  if (s && isfinite(s->integrated_lufs)) {
    figure(r, "Loudness", elara_number_fixed(s->integrated_lufs, 1).text,
           " LUFS");
    figure(r, "True peak", elara_number_fixed(s->true_peak_dbtp, 1).text,
           " dBTP");
  }
  elara_text_add(r->out, "</dl>\n");
}

static void
head(const ElaraReport* r)
{
  const char* const title = r->plan->title ? r->plan->title : "";
  elara_text_add(r->out, "<!doctype html>\n<html lang=\"en\"><head><meta "
                         "charset=\"utf-8\"><meta name=\"viewport\" content=\""
                         "width=device-width,initial-scale=1\"><title>");
  elara_report_text(r, title);
  elara_text_add(r->out, ": the score</title>\n");
  elara_report_style(r);
  elara_text_add(r->out, "</head><body><header><div class=\"eyebrow\">Elara, "
                         "the score of</div><h1>");
  elara_report_text(r, title);
  elara_text_add(r->out, "</h1>");
  if (r->story->author && *r->story->author) {
    elara_text_add(r->out, "<p class=\"by\">a story by ");
    elara_report_text(r, r->story->author);
    elara_text_add(r->out, "</p>");
  }
  summary(r);
  figures(r);
  elara_text_add(r->out, "</header>\n<nav aria-label=\"Contents\"><ul>"
                         "<li><a href=\"#arc\">The arc</a></li>");
  if (r->cut) elara_text_add(r->out, "<li><a href=\"#film\">The film</a></li>");
  elara_text_add(r->out, "<li><a href=\"#themes\">Themes</a></li>"
                         "<li><a href=\"#cues\">Cues</a></li>"
                         "<li><a href=\"#people\">People</a></li>"
                         "<li><a href=\"#words\">Words</a></li></ul></nav>\n");
}

// --- people ------------------------------------------------------------------

static ElaraNumber
signed_number(double value)
{
  ElaraNumber number = elara_number_fixed(value, 2);
  if (value >= .005) {
    memmove(number.text + 1, number.text, sizeof number.text - 1);
    number.text[0] = '+';
    number.text[sizeof number.text - 1] = '\0';
  }
  return number;
}

static void
person_row(const ElaraReport* r, const ElaraPerson* p)
{
  elara_text_add(r->out, "<tr><th scope=\"row\">");
  elara_report_text(r, p->name);
  elara_text_addf(r->out, "</th><td>%s</td><td class=\"n\">%s&#8201;%%</td>",
                  elara_role_name(p->role),
                  elara_number_fixed(p->confidence * 100.0, 0).text);
  elara_text_addf(r->out,
                  "<td class=\"n\">%d</td><td class=\"n\">%d</td>"
                  "<td class=\"n\">%d</td><td class=\"n\">%s</td>",
                  p->words, p->speeches, p->scenes,
                  elara_number_clock(p->first_time).text);
  elara_text_addf(r->out, "<td class=\"n\">%s</td><td class=\"n\">%s</td>",
                  signed_number(p->feeling.valence).text,
                  signed_number(p->feeling.tension).text);
  elara_text_addf(r->out, "<td class=\"n\">%s</td></tr>\n",
                  signed_number(p->arc).text);
}

static void
people(const ElaraReport* r)
{
  static const char* const columns[] = {"Certain", "Words",   "Speeches",
                                        "Scenes",  "Appears", "Valence",
                                        "Tension", "Arc"};
  elara_text_add(r->out,
                 "<section id=\"people\"><h2>The people</h2><p class=\"note\">"
                 "Role as the script suggests it, and how sure that is. Arc: "
                 "how much brighter their last third is than their first."
                 "</p>\n<div class=\"table\" tabindex=\"0\" role=\"group\" "
                 "aria-label=\"People\"><table><thead><tr><th scope=\"col\">"
                 "Name</th><th scope=\"col\">Role</th>");
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
    elara_text_addf(r->out, "<th scope=\"col\" class=\"n\">%s</th>",
                    columns[i]);
  }
  elara_text_add(r->out, "</tr></thead><tbody>\n");
  for (size_t i = 0; i < r->story->person_count; i++) {
    person_row(r, &r->story->people[i]);
  }
  elara_text_add(r->out, "</tbody></table></div></section>\n");
}

// --- words -------------------------------------------------------------------

static const char* const glossary =
    "<section id=\"words\"><h2>Words</h2><p>Feelings run from &minus;1 to +1 "
    "and are relative to this story: 0 is its own middle. <b>Valence</b>: "
    "unpleasant to pleasant. <b>Arousal</b>: calm to excited. <b>Tension</b>: "
    "resolved to unbearable. <b>Levity</b>: grave to funny.</p><p>A <b>cue</b> "
    "is one stretch of music; <i>1m2</i> is the second of the first act. A "
    "<b>hit</b> is a moment the music answers: a hard one falls on the frame, "
    "a soft one changes colour or harmony. A <b>theme</b> belongs to a person, "
    "a place, an idea or a bond, and is treated as the story treats them.</p>"
    "</section>\n";

// Only a comfort: links open the cue they lead to, two buttons fold all.
static const char* const script =
    "<script>(function(){function go(){var e=location.hash.length>1&&document"
    ".getElementById(location.hash.slice(1));if(e&&e.tagName==='DETAILS'){"
    "e.open=true;e.scrollIntoView()}}addEventListener('hashchange',go);go();"
    "document.querySelectorAll('button[data-fold]').forEach(function(b){"
    "b.addEventListener('click',function(){document.querySelectorAll("
    "'details.cue').forEach(function(d){d.open=!!b.dataset.fold})})})})()"
    "</script>\n";

static void
foot(const ElaraReport* r)
{
  elara_text_add(r->out, "</main><footer>Composed, orchestrated and performed "
                         "by Elara from ");
  elara_report_text(r, r->plan->source_name);
  elara_text_addf(r->out,
                  ", seed %llu. The same story and seed give the same "
                  "music.</footer>\n",
                  (unsigned long long)r->plan->seed);
  elara_text_add(r->out, script);
  elara_text_add(r->out, "</body></html>\n");
}

ElaraStatus
elara_report_html(const ElaraStory* story,
                  const ElaraPlan* plan,
                  const ElaraSketch* sketch,
                  const ElaraScore* score,
                  const ElaraTake* take,
                  const ElaraStems* stems,
                  const ElaraCut* cut,
                  ElaraText* text)
{
  const ElaraReport r = {story, plan, sketch, score, take, stems, cut, text};
  head(&r);
  elara_text_add(text, "<main>\n");
  elara_report_arc(&r);
  elara_report_film(&r);
  elara_report_themes(&r);
  elara_report_cues(&r);
  people(&r);
  elara_text_add(text, glossary);
  foot(&r);
  return text->failed ? ELARA_NO_MEMORY : ELARA_OK;
}
