// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The report: whole, escaped, self-contained, well formed.

#include "papers.h"
#include "tap.h"

static int
occurs(const char* text, const char* what)
{
  int count = 0;
  for (const char* p = strstr(text, what); p; p = strstr(p + 1, what)) {
    count++;
  }
  return count;
}

// Every element that is opened is closed, in order (void elements excepted).
static int
balanced(const char* html)
{
  static const char* const voids[] = {"meta", "!doctype", "br"};
  static char stack[64][24];
  int depth = 0;
  for (const char* p = strchr(html, '<'); p; p = strchr(p + 1, '<')) {
    char name[24] = "";
    const int closing = p[1] == '/';
    const char* q = p + 1 + closing;
    size_t n = 0;
    while (q[n] && !strchr(" >/\n", q[n]) && n < sizeof name - 1) {
      name[n] = q[n];
      n++;
    }
    const char* const end = strchr(p, '>');
    if (!end) return 0;
    int skip = end[-1] == '/';
    for (size_t i = 0; i < COUNT(voids); i++) {
      skip |= strcmp(name, voids[i]) == 0;
    }
    if (skip) continue;
    if (closing) {
      if (depth == 0 || strcmp(stack[--depth], name)) {
        printf("# </%s> at byte %td\n", name, p - html);
        return 0;
      }
    } else {
      if (depth == 64) return 0;
      snprintf(stack[depth++], sizeof stack[0], "%s", name);
      if (!strcmp(name, "script") || !strcmp(name, "style")) {
        p = strstr(p, "</");
        p--;
      }
    }
  }
  return depth == 0;
}

// --- a film ------------------------------------------------------------------

#define MANY 5000

static ElaraShot shots[MANY];

// 24 frames a second; every 7th join dissolves, every 11th fades.
static ElaraCut
film_of(size_t count, ElaraTime length)
{
  static ElaraLookPoint looks[] = {
      {0, {.motion = .2, .cut_rate = 2.0, .sound_lufs = -30.0}},
      {S(15), {.motion = .9, .cut_rate = 6.0, .sound_lufs = -12.0}},
  };
  static ElaraPlacing placed[] = {
      {.line = 3, .heading = "INT. <BELL> TOWER", .confidence = .31},
      {.line = 10, .heading = "EXT. HARBOUR", .start = S(16), .fixed = 1},
  };
  ElaraCut cut = {.source_name = "/films/a & b.mp4",
                  .clock = {24, 1, 0, 86400},
                  .width = 640,
                  .height = 360,
                  .length = length,
                  .has_sound = 1,
                  .shots = shots,
                  .shot_count = count,
                  .looks = looks,
                  .look_count = COUNT(looks),
                  .placings = placed,
                  .placing_count = COUNT(placed)};
  cut.frame_count = elara_film_nearest(&cut.clock, length);
  for (size_t i = 0; i < count; i++) {
    const int64_t n = (int64_t)count;
    const int64_t first = cut.frame_count * (int64_t)i / n;
    const int64_t last = cut.frame_count * (int64_t)(i + 1) / n;
    shots[i] = (ElaraShot){.first_frame = first,
                           .frame_count = last - first,
                           .start = elara_film_time(&cut.clock, first),
                           .end = elara_film_time(&cut.clock, last),
                           .join = i == 0        ? ELARA_JOIN_START
                                   : i % 11 == 5 ? ELARA_JOIN_FADE
                                   : i % 7 == 3  ? ELARA_JOIN_DISSOLVE
                                                 : ELARA_JOIN_CUT,
                           .join_first = first,
                           .join_last = first,
                           .black = i % 11 == 5,
                           .look = {.brightness = i % 11 == 5 ? 0.0 : .4,
                                    .warmth = i % 2 ? .5 : -.5}};
  }
  return cut;
}

// TEXT without what stands from OPEN to the end of CLOSE, once.
static void
without(ElaraText* text, const char* open, const char* close)
{
  char* const from = strstr(text->bytes, open);
  char* const to = from ? strstr(from, close) : NULL;
  TAP_OK(to, open);
  if (!to) return;
  memmove(from, to + strlen(close), strlen(to + strlen(close)) + 1);
  text->count = strlen(text->bytes);
}

static int
report_of(const ElaraPlan* p, const ElaraCut* cut, ElaraText* text)
{
  text->count = 0;
  return elara_report_html(&story, p, &sketch, &score, &take, NULL, cut,
                           text) == ELARA_OK;
}

static void
test_film(void)
{
  const ElaraCut cut = film_of(15, S(30)); // a cut every two seconds
  ElaraSpeech spoken[] = {{S(8), S(9)}, {S(12), S(14)}};
  ElaraPlan p = plan;
  p.film = cut.clock;
  p.speech = spoken;
  p.speech_count = COUNT(spoken);
  ElaraText text = {0}, plain = {0};
  TAP_OK(report_of(&p, &cut, &text), "written with a film");
  if (getenv("ELARA_REPORT_OUT")) {
    char name[512];
    snprintf(name, sizeof name, "%s.film.html", getenv("ELARA_REPORT_OUT"));
    elara_file_write(name, text.bytes, text.count);
  }
  const char* const html = text.bytes;
  TAP_OK(balanced(html), "every element is closed");
  TAP_EQ_I(occurs(html, "<title>Shot "), 15, "every shot");
  TAP_EQ_I(occurs(html, "fill=\"#000\""), 1, "black is black, once");
  TAP_EQ_I(occurs(html, "class=\"meet hard\" d=\"M166"), 1,
           "the hard hit at four seconds");
  TAP_EQ_I(occurs(html, "class=\"meet\" d=\"M937"), 1, "the soft one");
  TAP_OK(strstr(html, "Shot 3, 01:00:04:00"), "the film's own timecode");
  TAP_OK(strstr(html, "31 % sure") && strstr(html, "set by hand"),
         "how sure a scene is");
  TAP_OK(strstr(html, "INT. &lt;BELL&gt; TOWER") && !strstr(html, "<BELL>"),
         "headings are escaped");
  TAP_OK(strstr(html, "a &amp; b.mp4") && !strstr(html, "/films"),
         "the film by its name, without its folder");
  TAP_OK(strstr(html, "2 of 14 cuts are met on the frame</b>, 2 more fall on"),
         "what is met");
  TAP_OK(strstr(html, ">+0.3</td>"), "an error in frames");
  TAP_OK(strstr(html, "spoken") && !strstr(html, "http") &&
             !strstr(html, "src="),
         "speech; nothing from outside");
  TAP_OK(!strstr(html, "nan") && !strstr(html, "inf\""), "numbers are finite");
  TAP_OK(report_of(&p, NULL, &plain), "the same without the film");
  without(&text, "<section id=\"film\">", "</section>\n");
  without(&text, "<li><a href=\"#film\">", "</li>");
  without(&text, ":root{--strip", "display:none}}\n");
  TAP_OK(strcmp(text.bytes, plain.bytes) == 0,
         "the film adds its section and changes nothing else");
  elara_text_clear(&text);
  elara_text_clear(&plain);
}

// However many shots and hits, the page stays one that a browser opens.
static void
test_many(void)
{
  static ElaraTempoAnchor line[] = {{0, 0}, {49 * Q / 2, S(9000)}};
  ElaraPlan p = plan;
  p.length = S(9000);
  p.tempo = line;
  p.tempo_count = 2;
  const ElaraCut one = film_of(1, S(9000));
  p.film = one.clock;
  ElaraText text = {0};
  TAP_OK(report_of(&p, &one, &text), "one shot of two hours and a half");
  const size_t least = text.count;
  TAP_OK(balanced(text.bytes), "is whole");
  TAP_OK(!strstr(text.bytes, "cuts are met"), "has no cuts to meet");
  const ElaraCut cut = film_of(MANY, S(9000));
  TAP_OK(report_of(&p, &cut, &text), "5000 shots");
  TAP_OK(balanced(text.bytes), "are whole");
  TAP_NEAR((double)(text.count - least), 0.0, 400e3, "their bytes");
  const ElaraCut brief = film_of(4, S(2));
  p.length = S(2);
  TAP_OK(report_of(&p, &brief, &text) && balanced(text.bytes),
         "and a clip of two seconds");
  elara_text_clear(&text);
}

int
main(void)
{
  tap_begin("report");
  papers_use();
  ElaraText text = {0};
  const ElaraStems stems = {.rate = 48000,
                            .channels = 2,
                            .frame_count = 1440000,
                            .integrated_lufs = -23.04,
                            .true_peak_dbtp = -1.2};
  TAP_OK(elara_report_html(&story, &plan, &sketch, &score, &take, &stems, NULL,
                           &text) == ELARA_OK,
         "written");
  if (getenv("ELARA_REPORT_OUT")) {
    elara_file_write(getenv("ELARA_REPORT_OUT"), text.bytes, text.count);
  }
  const char* const html = text.bytes;
  TAP_OK(balanced(html), "every element is closed");
  TAP_OK(strstr(html, "The Bell &amp; the &lt;Sea&gt;"), "title is escaped");
  TAP_OK(!strstr(html, "<b>Nobody</b>"), "no markup from the script");
  TAP_OK(!strstr(html, "http") && !strstr(html, "src="),
         "nothing from outside");
  TAP_EQ_I(occurs(html, "<details class=\"cue\""), 2, "two cues");
  TAP_OK(strstr(html, "-23.0 LUFS"), "loudness");
  TAP_OK(strstr(html, "+12.3 ms"), "error of a hit");
  TAP_OK(strstr(html, "hinted at"), "treatment in words");
  TAP_OK(!strstr(html, "nan") && !strstr(html, "inf\""), "numbers are finite");
  text.count = 0;
  ElaraPlan bare = plan;
  bare.cue_count = bare.hit_count = bare.theme_count = 0;
  ElaraSketch none = {0};
  ElaraScore silent = {0};
  TAP_OK(elara_report_html(&story, &bare, &none, &silent, &take, NULL, NULL,
                           &text) == ELARA_OK,
         "a story without music");
  TAP_OK(balanced(text.bytes), "is whole too");
  elara_text_clear(&text);
  test_film();
  test_many();
  return tap_end();
}
