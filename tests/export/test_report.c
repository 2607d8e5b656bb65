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
  TAP_OK(elara_report_html(&story, &plan, &sketch, &score, &take, &stems,
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
  TAP_OK(elara_report_html(&story, &bare, &none, &silent, &take, NULL, &text) ==
             ELARA_OK,
         "a story without music");
  TAP_OK(balanced(text.bytes), "is whole too");
  elara_text_clear(&text);
  return tap_end();
}
