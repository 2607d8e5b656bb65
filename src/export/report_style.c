// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The look of the report. Two palettes (paper by day, ink by night), one
// column that widens, and pictures that scroll sideways instead of shrinking.

#include "export/report.h"

static const char* const rules[] = {
    // palettes
    ":root{color-scheme:light "
    "dark;--paper:#faf8f4;--card:#fffefb;--ink:#24211d;"
    "--soft:#6b655c;--line:#e2dcd0;--accent:#9b2d42;--band:#f1ece2;"
    "--valence:#2f7d5b;--arousal:#c2571a;--tension:#6f3fa0;--levity:#1d7fa6;"
    "--t0:#9b2d42;--t1:#1f6f8b;--t2:#8a6d1f;--t3:#5b4a9c;--t4:#2f7d5b;"
    "--t5:#b0552a;--t6:#88407f;--t7:#4c6a2d}",
    "@media(prefers-color-scheme:dark){:root{--paper:#15141a;--card:#1d1c23;"
    "--ink:#ebe6dc;--soft:#a59e92;--line:#34323c;--accent:#ef8496;"
    "--band:#1f1e26;--valence:#6fcf9f;--arousal:#f0935a;--tension:#b98ff0;"
    "--levity:#67c3e6;--t0:#ef8496;--t1:#6cc0dc;--t2:#dcb95c;--t3:#a99bf0;"
    "--t4:#6fcf9f;--t5:#f0935a;--t6:#d78acb;--t7:#a3c77a}}",
    // page
    "*{box-sizing:border-box}",
    "html{scroll-behavior:smooth}",
    "@media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}",
    "body{margin:0;background:var(--paper);color:var(--ink);"
    "font:16px/1.6 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',"
    "sans-serif;-webkit-text-size-adjust:100%}",
    "main,header,footer,nav{max-width:76rem;margin:0 auto;padding:0 1.25rem}",
    "h1,h2,h3,.name{font-family:'Iowan Old Style','Palatino Linotype',Palatino,"
    "'Book Antiqua',Georgia,serif;font-weight:600;line-height:1.2;"
    "text-wrap:balance}",
    "h1{font-size:clamp(2rem,5vw,3.4rem);margin:.2em 0 .1em}",
    "h2{font-size:1.7rem;margin:3.5rem 0 .4rem}",
    "h3{font-size:1.2rem;margin:0}",
    "p{margin:.5rem 0;max-width:44rem}",
    "a{color:var(--accent);text-underline-offset:.15em}",
    ":focus-visible{outline:2px solid var(--accent);outline-offset:3px}",
    "header{padding-top:3.5rem}",
    ".eyebrow{letter-spacing:.14em;text-transform:uppercase;font-size:.75rem;"
    "color:var(--accent);font-weight:600}",
    ".by,.note,.soft{color:var(--soft)}",
    ".lead{font-size:1.15rem;max-width:46rem}",
    "nav ul{display:flex;flex-wrap:wrap;gap:.3rem 1.4rem;list-style:none;"
    "padding:.8rem 0;margin:1.2rem 0 0;border-block:1px solid var(--line)}",
    ".figures{display:grid;grid-template-columns:repeat(auto-fit,"
    "minmax(8.5rem,1fr));background:var(--card);border:1px solid "
    "var(--line);border-radius:12px;overflow:hidden;margin:1.6rem 0 0}",
    ".figures div{box-shadow:0 0 0 .5px var(--line);padding:.8rem 1rem}",
    ".figures dt{font-size:.78rem;color:var(--soft)}",
    ".figures dd{margin:0;font-size:1.35rem;font-variant-numeric:tabular-nums;"
    "font-family:'Iowan Old Style',Palatino,Georgia,serif}",
    // pictures
    ".scroll{overflow-x:auto;margin:1rem 0;background:var(--card);"
    "border:1px solid var(--line);border-radius:12px;padding:.6rem}",
    "svg{display:block;width:100%;height:auto}",
    "svg text{font:11px system-ui,sans-serif;fill:var(--soft)}",
    "svg .on{fill:#fff;font-weight:600}",
    "svg .lane{fill:var(--ink);font-weight:600}",
    ".band{fill:var(--band)}.zero{stroke:var(--line)}.grid{stroke:var(--line)}",
    ".curve{fill:none;stroke-width:2.2;stroke-linejoin:round}",
    ".valence{stroke:var(--valence)}.arousal{stroke:var(--arousal)}",
    ".tension{stroke:var(--tension)}.levity{stroke:var(--levity);"
    "stroke-dasharray:5 4}",
    ".hit{stroke:var(--ink);stroke-width:1;opacity:.45}",
    ".hard{stroke-width:1.8;opacity:1}.dot{fill:var(--ink)}",
    ".t0{--c:var(--t0)}.t1{--c:var(--t1)}.t2{--c:var(--t2)}.t3{--c:var(--t3)}",
    ".t4{--c:var(--t4)}.t5{--c:var(--t5)}.t6{--c:var(--t6)}.t7{--c:var(--t7)}",
    ".play{fill:var(--c);opacity:.85}.rail{stroke:var(--c);opacity:.25}",
    ".legend{display:flex;flex-wrap:wrap;gap:.3rem 1.3rem;padding:0;margin:0;"
    "list-style:none;font-size:.88rem;color:var(--soft)}",
    ".key{display:inline-block;width:1.1em;height:.28em;border-radius:2px;"
    "vertical-align:middle;margin-right:.45em;background:var(--c)}",
    ".swatch{display:inline-block;width:.8em;height:.8em;border-radius:3px;"
    "margin-right:.4em;vertical-align:-.06em;"
    "background:hsl(var(--h) 45% 45%)}",
    ".mood{fill:hsl(var(--h) 42% 40%)}",
    "a:hover .mood,a:focus .mood{fill:hsl(var(--h) 48% 34%)}",
    // themes
    ".themes{display:grid;grid-template-columns:repeat(auto-fit,"
    "minmax(min(100%,30rem),1fr));gap:1.2rem;margin-top:1rem}",
    ".theme{background:var(--card);border:1px solid var(--line);"
    "border-top:4px solid var(--c);border-radius:12px;padding:1.1rem 1.2rem;"
    "min-width:0}",
    ".theme .name{font-size:1.3rem}",
    ".staff{overflow-x:auto;margin:.7rem 0}",
    ".staff svg{color:var(--ink);min-width:30rem}",
    ".staff .line{stroke:currentColor;stroke-width:.7;opacity:.55}",
    ".staff .stem{stroke:currentColor;stroke-width:1.1}",
    ".staff .beam{stroke:currentColor;stroke-width:3.4}",
    ".staff .head{fill:currentColor}.staff .open{fill:var(--card);"
    "stroke:currentColor;stroke-width:1.5}",
    ".staff .clef,.staff .sign{fill:none;stroke:currentColor;"
    "stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round}",
    ".staff .motif{color:var(--c)}",
    ".facts{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin:.4rem 0;"
    "padding:0;list-style:none;font-size:.88rem;color:var(--soft)}",
    ".facts b{color:var(--ink);font-weight:600}",
    // tables
    ".table{overflow-x:auto;margin:.8rem 0}",
    "table{border-collapse:collapse;width:100%;font-size:.9rem;"
    "font-variant-numeric:tabular-nums}",
    "caption{text-align:left;color:var(--soft);font-size:.85rem;"
    "padding-bottom:.3rem}",
    "th,td{text-align:left;padding:.38rem .9rem .38rem 0;vertical-align:top;"
    "border-bottom:1px solid var(--line)}",
    "thead th{font-weight:600;color:var(--soft);font-size:.8rem;"
    "white-space:nowrap}",
    "td.n,th.n{text-align:right;white-space:nowrap}tbody th{font-weight:600}",
    // cues
    "details.cue{background:var(--card);border:1px solid var(--line);"
    "border-left:5px solid hsl(var(--h) 42% 45%);border-radius:12px;"
    "margin:.8rem 0;padding:0 1.2rem}",
    "details.cue[open]{padding-bottom:1.1rem}",
    "summary{cursor:pointer;padding:.75rem 0}",
    ".cue>summary{display:flex;flex-wrap:wrap;gap:.1rem 1.2rem;"
    "align-items:baseline}",
    ".cue>summary .name{font-size:1.15rem;flex:1 1 15rem}",
    ".cue>summary span{font-size:.88rem;color:var(--soft);"
    "font-variant-numeric:tabular-nums}",
    ".cue>summary .name{color:var(--ink)}",
    ".why{font-size:1.05rem}",
    "h4{margin:1.2rem 0 .2rem;font-size:.8rem;letter-spacing:.06em;"
    "text-transform:uppercase;color:var(--soft);font-weight:600}",
    "blockquote{margin:.35rem 0;padding:.1rem 0 .1rem .9rem;"
    "border-left:2px solid var(--line);color:var(--soft);max-width:44rem}",
    "blockquote b{font-weight:400;color:var(--accent);margin-right:.6em;"
    "font-size:.8rem;font-variant-numeric:tabular-nums}",
    ".script{font:14px/1.5 'Courier Prime','Courier New',monospace;"
    "max-width:44rem;margin:0;padding:0;list-style:none}",
    ".script li{padding-left:3.4rem;position:relative;white-space:pre-line;"
    "overflow-wrap:anywhere;margin:.35rem 0}",
    ".script li::before{content:attr(data-line);position:absolute;left:0;"
    "width:2.6rem;text-align:right;color:var(--soft);font-size:.8em}",
    ".script .heading{font-weight:700}.script .character{padding-left:10rem;"
    "margin-bottom:0}.script .dialogue,.script .parenthetical,"
    ".script .lyric{padding-left:7rem;margin-top:0}",
    "@media(max-width:40rem){.script .character{padding-left:6rem}"
    ".script .dialogue,.script .parenthetical{padding-left:4.4rem}}",
    ".level{max-width:44rem;margin:.4rem 0}.level .fill{fill:var(--accent);"
    "opacity:.18}.level .edge{fill:none;stroke:var(--accent);"
    "stroke-width:1.8}",
    "button{font:inherit;color:var(--accent);background:none;border:1px solid "
    "var(--line);border-radius:999px;padding:.25rem .9rem;cursor:pointer}",
    "footer{padding:3rem 1.25rem 4rem;color:var(--soft);font-size:.88rem}",
    "@media print{.scroll,.theme,details.cue{break-inside:avoid}"
    "nav,button{display:none}}",
};

// Only on the page of a film. What is drawn on the strip lies on the film's
// own colours: it is the same by day and by night.
static const char* const film_rules[] = {
    ":root{--strip:#2a2622;--hole:#fffefb}",
    "@media(prefers-color-scheme:dark){:root{--strip:#45424d;--hole:#1d1c23}}",
    ".strip{fill:var(--strip)}.holes{stroke:var(--hole);stroke-width:4;"
    "stroke-dasharray:5 6;opacity:.85}",
    ".cut{stroke:#fff;stroke-width:1;opacity:.7}",
    ".cross{fill:none;stroke:#fff;stroke-width:1.6}",
    ".under{stroke:#000;stroke-width:3.4;opacity:.45}",
    ".wedge{fill:#fff;fill-opacity:.55;stroke:#000;stroke-opacity:.45}",
    ".place{stroke:var(--soft);fill:none}.doubt{stroke-dasharray:2 3}",
    "svg .sure{text-anchor:end;font-size:10px}svg .sure.doubt{"
    "font-style:italic;fill:var(--accent)}",
    ".spoken{stroke:var(--levity);stroke-width:7;fill:none}",
    ".look{fill:var(--soft);fill-opacity:.2;stroke:var(--soft);"
    "stroke-width:1.2;stroke-linejoin:round}",
    ".bars{stroke:var(--soft);fill:none}",
    ".halo{stroke:var(--card);stroke-width:4.5;fill:none;opacity:.8}",
    ".through{stroke:#fff;stroke-width:1.2;fill:none;opacity:.75}",
    "#film .lane{paint-order:stroke;stroke:var(--card);stroke-width:3px}",
    "#film td{white-space:nowrap}#film tbody th:not(.n){min-width:11rem}",
    "#film td:last-child{width:50%;min-width:14rem;white-space:normal}",
    ".meet{stroke:var(--accent);stroke-width:1.1;stroke-dasharray:3 3;"
    "fill:none}.meet.hard{stroke-width:1.7;stroke-dasharray:none}",
    ".met{fill:var(--accent)}.touched{fill:var(--card);stroke:var(--accent);"
    "stroke-width:1.3}",
    "svg .which{text-anchor:middle;font-size:10px;fill:var(--ink)}",
    "svg.sign{display:inline-block;width:1.5em;height:1.1em;"
    "vertical-align:-.2em;margin-right:.45em}",
    "#film details{margin:1rem 0}#film summary{color:var(--accent);"
    "font-weight:600;padding:.2rem 0}",
    "@media print{#film .scroll svg{min-width:0!important}"
    "#film .wide{display:none}}",
};

static void
add_rules(const ElaraReport* r, const char* const* list, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    elara_text_add(r->out, list[i]);
    elara_text_add(r->out, "\n");
  }
}

void
elara_report_style(const ElaraReport* r)
{
  elara_text_add(r->out, "<style>\n");
  add_rules(r, rules, sizeof rules / sizeof *rules);
  if (r->cut) add_rules(r, film_rules, sizeof film_rules / sizeof *film_rules);
  elara_text_add(r->out, "</style>\n");
}
