# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
"""The table of measures: what is wanted of each, and how it is told."""

from typing import NamedTuple

from .papers import median


class Row(NamedTuple):
    key: str
    text: str
    low: float | None     # wanted from here
    high: float | None    # wanted up to here; neither: for information
    form: str             # of a value: ".2f", "%" a share, "d" a count
    why: str              # where the wanted value comes from


# Sources: "real" = spread over 66 symphonic movements, "Bach" = 370 chorales, "models" = published.
ROWS = (
    ("Realism (score_critic, spans of ten minutes)", (
        Row("realism.z", "mean absolute z, median span", None, .95, ".2f", "near real movements held out (.77)"),
        Row("realism.z_worst", "worst span", None, 1.17, ".2f", "95 % of real movements"),
        Row("realism.in_range", "metrics inside p5..p95, median span", .82, None, "%", "near real movements held out (90 %)"),
        Row("realism.in_range_worst", "worst span", .70, None, "%", "95 % of real movements"),
        Row("realism.alone", "cues of 2 min and more within 1.3 alone", 1.0, None, "%", "real music in spans of two minutes"),
        Row("realism.alone_z", "their median mean absolute z", None, 1.3, ".2f", "the same"),
    )),
    ("Voice leading (sketch, chorale and string settings)", (
        Row("voices.slices", "slices judged", None, None, "d", ""),
        Row("voices.parallel_fifths", "parallel fifths per 100 slices", None, .1, ".2f", "Bach .08"),
        Row("voices.parallel_octaves", "parallel octaves per 100 slices", None, .1, ".2f", "Bach .01"),
        Row("voices.crossings", "slices with a crossing per 100", None, 3.0, ".1f", "Bach 2.6"),
        Row("voices.sevenths", "unresolved sevenths, outer voices", None, .05, "%", "Bach"),
        Row("voices.leading_tones", "unresolved leading tones, outer voices", None, .05, "%", "Bach"),
        Row("voices.parallels_everywhere", "parallel fifths and octaves, every setting", None, None, ".2f", ""),
        Row("voices.sevenths_everywhere", "unresolved sevenths, every setting", None, None, "%", ""),
        Row("voices.leading_tones_everywhere", "unresolved leading tones, every setting", None, None, "%", ""),
    )),
    ("Voice leading (score_critic, string section as scored)", (
        Row("strings.parallel_fifths", "parallel fifths per 100 slices", None, .75, ".2f", "real p95"),
        Row("strings.parallel_octaves", "parallel octaves per 100 slices", None, 4.16, ".2f", "real p95"),
        Row("strings.crossings", "crossings per 100 slices", None, 26.7, ".1f", "real p95, median 12.0"),
        Row("strings.overlaps", "overlaps per 100 slices", None, 28.2, ".1f", "real p95, median 13.5"),
    )),
    ("Orchestration", (
        Row("parts.active", "parts that sound in a bar of music, mean", .43, .79, ".2f", "real p5..p95, .59"),
        Row("parts.active_sd", "its deviation", .19, .32, ".2f", "real .256"),
        Row("alarms.active", "the same by score_critic, silence too", None, None, ".2f", ""),
        Row("alarms.out_of_range_share", "notes out of range", None, .0022, "%", "real p95"),
        Row("alarms.breathless_wind_time", "wind time without a breath in 12 s", None, .595, "%", "real p95"),
        Row("alarms.low_crowding_time", "time crowded below F#2", None, .098, "%", "real p95"),
        Row("alarms.ideas_per_bar", "ideas in a bar", 1.29, 2.25, ".2f", "real p5..p95"),
        Row("alarms.tutti_bars", "bars of tutti", .012, .48, "%", "real p5..p95"),
        Row("alarms.thin_bars", "thin bars", .017, .35, "%", "real p5..p95"),
    )),
    ("Emotion (cues; asked of the plan, heard by the model)", (
        Row("emotion.arousal", "r of arousal", .8, None, ".2f", "models reach .84"),
        Row("emotion.valence", "r of valence", .6, None, ".2f", "models reach .69"),
        Row("emotion.quadrant", "cues in the right quadrant", .85, None, "%", ""),
    )),
    ("Tension (cues of a minute and more)", (
        Row("tension.cues", "cues judged", None, None, "d", ""),
        Row("tension.r", "r with the arc of the plan, median cue", .6, None, ".2f", "the model's own r with listeners"),
        Row("tension.r_lowest", "worst cue", 0.0, None, ".2f", ""),
        Row("tension.peak_s", "distance of the peaks, s, median cue", None, 2.0, ".1f", ""),
    )),
    ("Themes", (
        Row("themes.present", "a principal's scored scenes with the theme, mean", .8, None, "%", ""),
        Row("themes.present_lowest", "the worst principal", .3, None, "%", ""),
        Row("themes.treatments", "different treatments of a principal's theme", 3.0, None, ".1f", ""),
        Row("themes.forms", "different forms of phrase that it has", 4.0, None, ".1f", ""),
        Row("themes.likest", "two themes of one story: shared 8-grams", None, .05, ".3f", ""),
        Row("themes.seeds", "theme books of two seeds: shared 8-grams", None, .05, ".3f", ""),
        Row("themes.found", "statements in which the head is found", .9, None, "%", ""),
        Row("themes.found_other", "another theme's head, by chance", None, .35, "%", "must be far below"),
        Row("themes.named", "statements most alike to their own head", .8, None, "%", ""),
    )),
    ("Hits and tempo", (
        Row("hits.hard", "hard hits", None, None, "d", ""),
        Row("hits.in_half_a_frame", "within 20.8 ms", 1.0, None, "%", ""),
        Row("hits.worst_ms", "worst, ms", None, 20.8, ".1f", "half a frame"),
        Row("tempo.worst", "bar against the cue's median, worst, plan", None, .12, "%", "click maths"),
        Row("tempo.worst_performed", "the same as performed", None, .19, "%", "real p95 of log tempo"),
    )),
    ("Same again", (
        Row("again.same", "sketch, MIDI, MusicXML: same bytes on one thread", 1.0, None, "%", ""),
    )),
    ("Novelty (12-grams of the melody)", (
        Row("novelty.stories", "shared with another story", None, .013, "%", "real p95 between composers"),
        Row("novelty.stories_run", "longest shared run, notes", None, 16, "d", "real: below 27"),
        Row("novelty.seeds", "shared with another seed of the story", None, .013, "%", "the same"),
        Row("novelty.seeds_run", "longest shared run, notes", None, 16, "d", "the same"),
    )),
    ("Unity and form", (
        Row("repetition.rep8", "8-note cells that recur", .12, .63, "%", "real p5..p95, 33 %"),
        Row("phrases.authentic", "authentic cadences of those that close", .50, .75, "%", "real 62 %"),
        Row("phrases.half", "half", .18, .38, "%", "real 28 %"),
        Row("phrases.plagal", "plagal", .02, .10, "%", "real 5 %"),
        Row("phrases.deceptive", "deceptive", .02, .10, "%", "real 5 %"),
        Row("phrases.open", "phrases that do not close", None, None, "%", ""),
        Row("phrases.bars", "bars of a phrase, median", 4, 10, ".1f", "real: 8 commonest"),
        Row("phrases.commonest", "phrases of the commonest length", None, .60, "%", "real 21 %"),
    )),
    ("Counter-melody", (
        Row("counter.lines", "lines", None, None, "d", ""),
        Row("counter.pass", "independent lines", .8, None, "%", "overlap up to .6, r up to .4"),
        Row("counter.overlap", "onsets shared with the melody, median", None, .6, "%", ""),
        Row("counter.likeness", "r with its contour, median", None, .4, ".2f", ""),
    )),
)
EVERY_ROW = [row for _, rows in ROWS for row in rows]


def told(value, form):
    if value is None:
        return "–"
    if form == "%":
        return f"{100 * value:.0f} %" if abs(value) >= .095 or value == 0 else f"{100 * value:.1f} %"
    return f"{value:.0f}" if form == "d" else f"{value:{form}}"


def wanted(row):
    if row.low is None and row.high is None:
        return ""
    if row.low is None:
        return "≤ " + told(row.high, row.form)
    if row.high is None:
        return "≥ " + told(row.low, row.form)
    return f"{told(row.low, row.form)} .. {told(row.high, row.form)}"


def is_met(row, value):
    return ((row.low is None or value >= row.low - 1e-9)
            and (row.high is None or value <= row.high + 1e-9))


def distance(row, value):
    """How far VALUE is from what is wanted; negative inside, the deeper the better."""
    sides = []
    if row.low is not None:
        sides.append(row.low - value)
    if row.high is not None:
        sides.append(value - row.high)
    return max(sides, default=0.0)


def worst(row, values):
    return max(values, key=lambda v: distance(row, v))


def cell(row, values):
    """Median over the seeds, and the worst where it is another."""
    values = [v for v in values if v is not None]
    if not values:
        return "–"
    middle = told(median(values), row.form)
    if row.low is None and row.high is None:
        return middle
    bad = told(worst(row, values), row.form)
    text = middle if bad == middle else f"{middle} ({bad})"
    return text if is_met(row, median(values)) else f"**{text}**"


def medians(row, numbers, pooled):
    """Story -> median over its seeds; a pooled measure has one for all."""
    if pooled.get(row.key) is not None:
        return {"all": pooled[row.key]}
    middles = {story: median(n.get(row.key) for n in rows) for story, rows in numbers.items()}
    return {story: m for story, m in middles.items() if m is not None}


def markdown(numbers, pooled, stories, notes):
    """NUMBERS: story -> [seed's dict]; POOLED: key -> value over all; NOTES: lines above."""
    lines = ["# Quality", "", *notes, ""]
    for title, rows in ROWS:
        lines += [f"## {title}", "", "| measure | wanted | all | " + " | ".join(stories) + " |",
                  "|---|---|---|" + "---|" * len(stories)]
        for row in rows:
            cells = [cell(row, [n.get(row.key) for n in numbers[s]]) for s in stories]
            whole = told(pooled[row.key], row.form) if row.key in pooled else ""
            lines.append(f"| {row.text} | {wanted(row)} | {whole} | " + " | ".join(cells) + " |")
        lines.append("")
    return "\n".join(lines)


def summary(numbers, pooled):
    """Lines for the terminal: PASS when the median of every story is as wanted; measure, median of
    the stories' medians, the worst story."""
    lines, passed, judged = [], 0, 0
    for row in EVERY_ROW:
        middles = medians(row, numbers, pooled)
        if not middles or (row.low is None and row.high is None):
            continue
        good = all(is_met(row, m) for m in middles.values())
        judged += 1
        passed += good
        at = max(middles, key=lambda s: distance(row, middles[s]))
        lines.append(f"{'PASS' if good else 'MISS'}  {row.key:32} "
                     f"{told(median(middles.values()), row.form):>8}  wanted {wanted(row):16}"
                     f" worst {told(middles[at], row.form)} ({at})")
    return lines + [f"{passed} of {judged} measures as wanted in every story"]
