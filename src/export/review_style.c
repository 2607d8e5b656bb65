// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What the look of the review adds to that of the report: questions as cards,
// pictures of people. Light and dark by the same variables.

#include "export/review_html.h"

static const char* const rules[] = {
    ":root{--warm:#2f7d5b;--cold:#b23a3a;--good:#2f7d5b;--gold:#b98a1a}",
    "@media(prefers-color-scheme:dark){:root{--warm:#6fcf9f;--cold:#f0817a;"
    "--good:#6fcf9f;--gold:#e3bd5b}}",
    // findings
    ".findings{list-style:none;padding:0;margin:1rem 0;display:grid;gap:1rem;"
    "grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr))}",
    ".finding{background:var(--card);border:1px solid var(--line);"
    "border-radius:12px;padding:1.1rem 1.3rem 1rem;min-width:0}",
    ".ask{border-top:4px solid var(--accent)}",
    ".works{border-top:4px solid var(--good)}",
    ".finding h3{font-size:1.25rem;line-height:1.35;text-wrap:pretty}",
    ".finding .no{float:right;font:600 1.6rem/1 'Iowan Old Style',Palatino,"
    "Georgia,serif;color:var(--accent);opacity:.55;margin:0 0 .3rem .8rem}",
    ".finding p{margin:.5rem 0;max-width:none}",
    ".finding .count{color:var(--soft);font-size:.92rem}",
    ".finding .why{font-size:.92rem;font-style:italic;color:var(--soft)}",
    ".findings blockquote{font-size:.95rem;color:var(--ink);max-width:none}",
    "details>summary{color:var(--accent)}",
    // pictures
    ".act{fill:var(--band)}.act.odd{fill:none}",
    ".actline{stroke:var(--soft);stroke-width:1;opacity:.5}",
    "svg .actname{font:600 12px system-ui,sans-serif;fill:var(--ink)}",
    "svg .end{text-anchor:end}svg .mid{text-anchor:middle}",
    ".turn{stroke:var(--ink);stroke-width:1.2;stroke-dasharray:2 "
    "5;opacity:.45}",
    ".whisker{stroke:var(--ink);stroke-width:1.6;opacity:.45}",
    "svg .turnname{fill:var(--ink);font-weight:600;text-anchor:middle}",
    ".scenetick{stroke:var(--line)}",
    ".minor{stroke-width:1.3;opacity:.75}.major{stroke-width:3}",
    ".event{fill:var(--ink)}.lighttick{stroke:var(--gold);stroke-width:2.4}",
    "svg .curvename{font-weight:600}",
    "svg .valence-name{fill:var(--valence)}"
    "svg .tension-name{fill:var(--tension)}"
    "svg .arousal-name{fill:var(--arousal)}"
    "svg .levity-name{fill:var(--levity)}",
    ".speaks{fill:var(--c)}.seen{fill:var(--c);opacity:.28}",
    ".heard{fill:none;stroke:var(--c);stroke-width:1.6;stroke-dasharray:3 2}",
    ".life{stroke:var(--c);opacity:.3;stroke-width:1.2}",
    "svg .who{font:600 12px system-ui,sans-serif;fill:var(--ink)}",
    ".networks{display:grid;gap:1rem;margin:1rem 0;"
    "grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr))}",
    "figure{margin:0;background:var(--card);border:1px solid var(--line);"
    "border-radius:12px;padding:.9rem}",
    "figcaption{font-weight:600;font-size:.92rem;margin-bottom:.3rem}",
    ".tie{fill:none;stroke-linecap:round;opacity:.8}",
    ".tie.warm{stroke:var(--warm)}.tie.cold{stroke:var(--cold)}"
    ".tie.cool{stroke:var(--soft);opacity:.45}",
    ".node{fill:var(--c)}.node.away{fill:var(--card);stroke:var(--line);"
    "stroke-width:1.4}",
    "svg .away{fill:var(--soft);opacity:.8}",
    ".bar{display:flex;width:100%;min-width:7rem;height:.8rem;margin-top:."
    "3rem}",
    ".bar i{display:block;height:100%}",
    ".bar .said{background:var(--levity);border-radius:3px 0 0 3px}",
    ".bar .done{background:var(--arousal);opacity:.6;border-radius:0 3px 3px "
    "0}",
    ".sure{columns:2 22rem;column-gap:2.5rem;padding-left:1.1rem}",
    ".sure li{margin:0 0 .5rem;break-inside:avoid}",
    "@media print{.finding,figure,.scroll{break-inside:avoid}"
    "details:not([open])>*:not(summary){display:block}"
    ".scroll{overflow:visible}.scroll svg{min-width:0!important}}",
};

void
elara_review_style(const ElaraReviewPage* page)
{
  elara_report_style(page->r);
  elara_text_add(page->out, "<style>\n");
  for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
    elara_text_add(page->out, rules[i]);
    elara_text_add(page->out, "\n");
  }
  elara_text_add(page->out, "</style>\n");
}
