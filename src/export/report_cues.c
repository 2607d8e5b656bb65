// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The cues: one table of all, then each with its reasons, the script behind
// it, its form, its themes and its hits. Long scores keep them folded.

#include "export/report.h"
#include "model/instrument.h"

#include <string.h>

#define OPEN_UP_TO 3 // cues unfolded in a short score

static void
add(const ElaraReport* r, const char* html)
{
  elara_text_add(r->out, html);
}

static void
cell(const ElaraReport* r, const char* tag, const char* text)
{
  elara_text_addf(r->out, "<%s>", tag);
  elara_report_text(r, text);
  elara_text_addf(r->out, "</%.2s>", tag);
}

static ElaraNumber
decimal(double value, int decimals)
{
  return elara_number_fixed(value, decimals);
}

// The phrases of CUE: *FIRST, and how many.
static size_t
phrases_of(const ElaraReport* r, size_t cue, size_t* first)
{
  const ElaraSketch* const s = r->sketch;
  size_t i = 0;
  while (i < s->phrase_count && s->phrases[i].cue != (int)cue) {
    i++;
  }
  *first = i;
  while (i < s->phrase_count && s->phrases[i].cue == (int)cue) {
    i++;
  }
  return i - *first;
}

static void
key_of(const ElaraReport* r, size_t cue)
{
  size_t first = 0;
  if (phrases_of(r, cue, &first) == 0) return;
  const ElaraPhrase* const p = &r->sketch->phrases[first];
  elara_report_key(r, p->tonic, p->mode);
}

// --- the table of all --------------------------------------------------------

static void
table_row(const ElaraReport* r, size_t i)
{
  const ElaraCue* const c = &r->plan->cues[i];
  elara_text_addf(r->out, "<tr><th scope=\"row\"><a href=\"#cue-%zu\">", i + 1);
  elara_report_text(r, c->name);
  elara_text_addf(r->out,
                  "</a></th><td class=\"n\">%s</td><td class=\"n\">%s</td>"
                  "<td><span class=\"swatch\" style=\"--h:%d\"></span>%s</td>",
                  elara_number_clock(c->start).text,
                  elara_number_clock(c->end - c->start).text,
                  elara_report_hue(c->mood), elara_mood_info(c->mood)->name);
  elara_text_addf(r->out, "<td class=\"n\">%s</td><td>%d/%d</td>",
                  decimal(c->bpm, 0).text, c->beats, c->beat_type);
  add(r, "<td>");
  key_of(r, i);
  add(r, "</td><td>");
  for (size_t k = 0; k < c->theme_count; k++) {
    if (k) add(r, ", ");
    elara_report_text(r, r->plan->themes[c->themes[k].theme].name);
  }
  elara_text_addf(r->out, "</td><td class=\"n\">%s</td></tr>\n",
                  decimal(c->importance * 100.0, 0).text);
}

static void
table(const ElaraReport* r)
{
  add(r, "<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\""
         "All cues\"><table><caption>All cues in order; weight runs to 100, "
         "the climax of the story.</caption><thead><tr><th scope=\"col\">Cue"
         "</th><th scope=\"col\" class=\"n\">Starts</th><th scope=\"col\" "
         "class=\"n\">Lasts</th><th scope=\"col\">Mood</th><th scope=\"col\" "
         "class=\"n\">Tempo</th><th scope=\"col\">Metre</th><th scope=\"col\">"
         "Key</th><th scope=\"col\">Themes</th><th scope=\"col\" class=\"n\">"
         "Weight</th></tr></thead><tbody>\n");
  for (size_t i = 0; i < r->plan->cue_count; i++) {
    table_row(r, i);
  }
  add(r, "</tbody></table></div>\n");
}

// --- the script behind a cue -------------------------------------------------

static const char*
element_class(ElaraElementKind kind)
{
  switch (kind) {
  case ELARA_ELEMENT_HEADING:
    return "heading";
  case ELARA_ELEMENT_CHARACTER:
    return "character";
  case ELARA_ELEMENT_DIALOGUE:
    return "dialogue";
  case ELARA_ELEMENT_PARENTHETICAL:
    return "parenthetical";
  case ELARA_ELEMENT_LYRIC:
    return "lyric";
  default:
    return "action";
  }
}

static int
is_shown(const ElaraElement* e)
{
  return e->kind != ELARA_ELEMENT_TITLE && e->kind != ELARA_ELEMENT_NOTE &&
         e->kind != ELARA_ELEMENT_BONEYARD && e->text && *e->text;
}

// The element of the script that holds LINE, or the last one before it.
static const ElaraElement*
element_at(const ElaraStory* story, int line)
{
  const ElaraElement* best = NULL;
  for (size_t i = 0; i < story->element_count; i++) {
    const ElaraElement* const e = &story->elements[i];
    if (e->line > line) break;
    if (is_shown(e)) best = e;
  }
  return best;
}

static void
quote(const ElaraReport* r, int line)
{
  const ElaraElement* const e = element_at(r->story, line);
  if (!e) return;
  elara_text_addf(r->out, "<blockquote><b>line %d</b>", e->line);
  elara_report_short(r, e->text, 220);
  add(r, "</blockquote>\n");
}

static void
script(const ElaraReport* r, const ElaraCue* c)
{
  elara_text_addf(r->out,
                  "<details><summary>The script, lines %d to %d</summary>"
                  "<ol class=\"script\">\n",
                  c->line, c->line_last);
  for (size_t i = 0; i < r->story->element_count; i++) {
    const ElaraElement* const e = &r->story->elements[i];
    if (e->line < c->line || e->line > c->line_last || !is_shown(e)) continue;
    elara_text_addf(r->out, "<li class=\"%s\" data-line=\"%d\">",
                    element_class(e->kind), e->line);
    elara_report_text(r, e->text);
    add(r, "</li>\n");
  }
  add(r, "</ol></details>\n");
}

static void
reason(const ElaraReport* r, const char* title, const char* why, int line)
{
  elara_text_addf(r->out, "<h4>%s</h4><p>", title);
  elara_report_text(r, why);
  add(r, "</p>\n");
  if (line > 0) quote(r, line);
}

// --- form --------------------------------------------------------------------

static void
level_point(const ElaraReport* r, const char* command, double x, double level)
{
  add(r, command);
  elara_report_number(r, x);
  add(r, " ");
  elara_report_number(r, 52.0 - 48.0 * level);
}

static void
level_path(const ElaraReport* r, const ElaraPhrase* p, size_t count, int closed)
{
  const ElaraTick start = p[0].tick;
  const double ticks = (double)(p[count - 1].end - start);
  add(r,
      closed ? "<path class=\"fill\" d=\"M0 52" : "<path class=\"edge\" d=\"");
  for (size_t i = 0; i < count; i++) {
    const double a = 640.0 * (double)(p[i].tick - start) / ticks;
    const double b = 640.0 * (double)(p[i].end - start) / ticks;
    level_point(r, i == 0 && !closed ? "M" : "L", a, p[i].level);
    level_point(r, "L", b, p[i].level_end);
  }
  add(r, closed ? "L640 52Z\"/>" : "\"/>");
}

static void
level_curve(const ElaraReport* r, const ElaraPhrase* p, size_t count)
{
  if (p[count - 1].end <= p[0].tick) return;
  add(r, "<div class=\"level\"><svg role=\"img\" viewBox=\"0 0 640 56\">"
         "<title>Loudness over the phrases, ppp at the bottom, fff at the "
         "top</title>");
  level_path(r, p, count, 1);
  level_path(r, p, count, 0);
  add(r, "</svg></div>\n");
}

static void
phrase_theme(const ElaraReport* r, const ElaraPhrase* p)
{
  add(r, "<td>");
  if (p->theme >= 0 && (size_t)p->theme < r->sketch->theme_count) {
    elara_report_text(r, r->sketch->themes[p->theme].name);
    elara_text_addf(r->out, ", %s", elara_report_treatment(p->treatment));
  }
  add(r, "</td>");
}

static void
phrase_row(const ElaraReport* r, const ElaraPhrase* p)
{
  const ElaraTempoMap map = elara_plan_tempo_map(r->plan);
  elara_text_addf(r->out, "<tr><td class=\"n\">%s</td>",
                  elara_number_clock(elara_tempo_map_time(&map, p->tick)).text);
  elara_text_addf(r->out, "<td class=\"n\">%d&ndash;%d</td><th scope=\"row\">",
                  p->first_bar + 1, p->first_bar + p->bar_count);
  elara_report_text(r, p->form);
  add(r, p->climax ? " (climax)</th>" : "</th>");
  phrase_theme(r, p);
  add(r, "<td>");
  elara_report_key(r, p->tonic, p->mode);
  add(r, "</td>");
  cell(r, "td", p->texture_name);
  const char* const from = elara_dynamic_mark(p->level);
  const char* const to = elara_dynamic_mark(p->level_end);
  elara_text_addf(
      r->out, "<td><i>%s%s%s</i></td><td>%s</td></tr>\n", from,
      strcmp(from, to) ? " to " : "", strcmp(from, to) ? to : "",
      p->cadence == ELARA_CADENCE_NONE ? "" : elara_cadence_name(p->cadence));
}

static void
form(const ElaraReport* r, size_t cue)
{
  size_t first = 0;
  const size_t count = phrases_of(r, cue, &first);
  if (count == 0) return;
  const ElaraPhrase* const p = &r->sketch->phrases[first];
  add(r, "<h4>Form</h4>\n");
  level_curve(r, p, count);
  add(r, "<div class=\"table\"><table><thead><tr><th scope=\"col\" "
         "class=\"n\">At</th><th scope=\"col\" class=\"n\">Bars</th>"
         "<th scope=\"col\">Phrase</th><th scope=\"col\">Theme</th>"
         "<th scope=\"col\">Key</th><th scope=\"col\">Texture</th>"
         "<th scope=\"col\">Dynamics</th><th scope=\"col\">Cadence</th></tr>"
         "</thead><tbody>\n");
  for (size_t i = 0; i < count; i++) {
    phrase_row(r, &p[i]);
  }
  add(r, "</tbody></table></div>\n");
}

// --- themes and hits ---------------------------------------------------------

static void
themes(const ElaraReport* r, const ElaraCue* c)
{
  add(r, "<h4>Themes</h4><ul>\n");
  for (size_t i = 0; i < c->theme_count; i++) {
    const ElaraCueTheme* const t = &c->themes[i];
    add(r, "<li><b>");
    elara_report_text(r, r->plan->themes[t->theme].name);
    elara_text_addf(r->out, "</b>, %s. ",
                    elara_report_treatment((int)t->treatment));
    elara_report_text(r, t->reason);
    add(r, "</li>\n");
  }
  add(r, "</ul>\n");
}

static void
layers(const ElaraReport* r, const ElaraCue* c)
{
  if (c->layer_count == 0) return;
  add(r, "<h4>Synthetic sounds</h4><ul>\n");
  for (size_t i = 0; i < c->layer_count; i++) {
    const ElaraCueLayer* const l = &c->layers[i];
    add(r, "<li><b>");
    elara_report_text(r, elara_instrument(l->instrument)->name);
    add(r, "</b>. ");
    elara_report_text(r, l->reason);
    add(r, "</li>\n");
  }
  add(r, "</ul>\n");
}

static void
hit_row(const ElaraReport* r, const ElaraHit* h)
{
  const double error = elara_report_error_ms(r, h);
  elara_text_addf(r->out, "<tr><td>%s</td><td>%s, %s</td>",
                  elara_number_timecode(&r->plan->film, h->time).text,
                  elara_event_kind_name(h->kind),
                  h->hard ? "on the frame" : "a change of colour");
  elara_text_addf(r->out, "<td class=\"n\">%s%s ms</td><td class=\"n\">%d</td>",
                  error > 0.0 ? "+" : "", decimal(error, 1).text, h->line);
  add(r, "<td>");
  elara_report_short(r, h->what, 120);
  add(r, "</td></tr>\n");
}

static void
hits(const ElaraReport* r, size_t cue)
{
  int any = 0;
  for (size_t i = 0; i < r->plan->hit_count; i++) {
    const ElaraHit* const h = &r->plan->hits[i];
    if (h->cue != (int)cue) continue;
    if (!any++) {
      add(r, "<h4>Hits</h4><div class=\"table\"><table><thead><tr>"
             "<th scope=\"col\">Timecode</th><th scope=\"col\">"
             "What</th><th scope=\"col\" class=\"n\">Sounds</th>"
             "<th scope=\"col\" class=\"n\">Line</th><th scope=\"col\">Words"
             "</th></tr></thead><tbody>\n");
    }
    hit_row(r, h);
  }
  if (any) add(r, "</tbody></table></div>\n");
}

// --- a cue -------------------------------------------------------------------

static void
cue_head(const ElaraReport* r, size_t i)
{
  const ElaraCue* const c = &r->plan->cues[i];
  const int open = r->plan->cue_count <= OPEN_UP_TO || i == 0;
  elara_text_addf(r->out,
                  "<details class=\"cue\" id=\"cue-%zu\" style=\"--h:%d\"%s>"
                  "<summary><span class=\"name\">",
                  i + 1, elara_report_hue(c->mood), open ? " open" : "");
  elara_report_text(r, c->name);
  elara_text_addf(r->out,
                  "</span><span>%s&ndash;%s</span><span><span "
                  "class=\"swatch\"></span>%s</span>",
                  elara_number_clock(c->start).text,
                  elara_number_clock(c->end).text,
                  elara_mood_info(c->mood)->name);
  elara_text_addf(r->out, "<span>%s bpm, %d/%d</span><span>",
                  decimal(c->bpm, 0).text, c->beats, c->beat_type);
  key_of(r, i);
  add(r, "</span></summary>\n");
}

static void
cue(const ElaraReport* r, size_t i)
{
  const ElaraCue* const c = &r->plan->cues[i];
  cue_head(r, i);
  add(r, "<p class=\"why\">");
  elara_report_text(r, c->why);
  add(r, "</p>\n");
  reason(r, "It enters", c->enter_why, c->line);
  reason(r, "It leaves", c->leave_why, c->line_last);
  reason(r, "Its key and its force", c->key_why, 0);
  themes(r, c);
  layers(r, c);
  form(r, i);
  elara_report_why(r, i);
  hits(r, i);
  script(r, c);
  add(r, "</details>\n");
}

void
elara_report_cues(const ElaraReport* r)
{
  add(r, "<section id=\"cues\"><h2>The cues</h2><p class=\"note\">Why there is "
         "music, why this music, and what it is made of.</p>\n");
  table(r);
  add(r, "<p><button type=\"button\" data-fold=\"1\">Unfold all cues</button> "
         "<button type=\"button\" data-fold=\"\">Fold all</button></p>\n");
  for (size_t i = 0; i < r->plan->cue_count; i++) {
    cue(r, i);
  }
  add(r, "</section>\n");
}
