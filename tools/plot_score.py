#!/usr/bin/env python3
# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
"""Draws what a story sounds like, for people who look before they read.

usage: plot_score.py ELARA STORY FOLDER

ELARA is build/elara. Writes into FOLDER:

  piano-roll.png   half a minute of the short score: who does what
  tension.png      the whole score: what the story asks for and what is heard
  page-1.png, page-2.png   a quiet and a full page of the score, engraved

Which half minute and which pages is chosen from the music itself: the bars with
the most different things to see. Needs numpy, matplotlib and MuseScore 3.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import textwrap

import matplotlib

matplotlib.use("Agg")
import numpy
from matplotlib import pyplot as plt
from matplotlib.patches import Rectangle
from PIL import Image

import engrave
from quality import papers, tension

INK, PALE, PAPER = "#222222", "#8a8a8a", "#ffffff"
DPI = 150

# What a line does, from the back of the picture to the front. The colours are
# Okabe and Ito's, which nobody confuses.
ROLES = (
    ("inner voices", "#b9c2c9", ("inner voice", "pedal", "layer")),
    ("figures", "#56b4e9", ("figure",)),
    ("colour", "#cc79a7", ("colour",)),
    ("bass", "#3b3b3b", ("bass",)),
    ("with the tune", "#f2b48a", ("descant",)),
    ("counter-melody", "#009e73", ("counter-melody",)),
    ("tune", "#d55e00", ("melody",)),
)
DRUMS = ("drums", "percussion")
DRUM_COLOUR = "#8c6d1f"

# Moods in four families, so that four colours are enough.
FAMILIES = (
    ("warm", "#e69f00", ("tenderness", "romance", "nostalgia", "serenity")),
    ("bright", "#f0e442", ("triumph", "resolve", "playfulness", "wonder")),
    ("in the shade", "#56b4e9", ("mystery", "suspense", "sorrow")),
    ("dark", "#0072b2", ("dread", "terror", "action", "anger", "grotesque")),
)

MAJOR_KEYS = "C D-flat D E-flat E F F-sharp G A-flat A B-flat B".split()
MINOR_KEYS = "C C-sharp D E-flat E F F-sharp G G-sharp A B-flat B".split()
TREATED = {
    "state": "plain", "hint": "hinted", "doubt": "in doubt", "grow": "grown", "play": "at play",
    "corrupt": "corrupted", "lament": "lamenting", "triumph": "triumphant", "unite": "united",
    "remember": "remembered"}


def minutes(second, _=None):
    return f"{int(second) // 60}:{int(second) % 60:02d}"


def save(figure, path):
    """As a PNG of at most 128 colours: the same to the eye, a third of the bytes."""
    figure.savefig(path, dpi=DPI, facecolor=PAPER)
    plt.close(figure)
    with Image.open(path) as image:
        image.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)


# --- the piano roll ----------------------------------------------------------------------------

def seconds_of(clock, phrases):
    return clock.seconds(phrases[-1]["end"]) - clock.seconds(phrases[0]["tick"])


def interest(piece, first, last):
    """How much there is to see in the phrases FIRST..LAST, and how clearly."""
    phrases = piece.sketch["phrases"][first:last + 1]
    seen, notes, tune, below = [], 0, [], []
    for index in range(first, last + 1):
        lines = [line for line in piece.sketch["lines"] if line["phrase"] == index]
        there = {line["role"] for line in lines}
        seen.append(sum(bool(there & set(names)) for _, _, names in ROLES))
        notes += sum(len(line["notes"]) for line in lines)
        tune += [n[2] for line in lines if line["role"] == "melody" for n in line["notes"]]
        below += [n[2] for line in lines if line["role"] not in ("melody", *DRUMS)
                  for n in line["notes"]]
    if not tune or not below:
        return -1.0
    length = seconds_of(piece.midi.clock, phrases)
    on_top = papers.mean(pitch > papers.mean(tune) for pitch in below)
    return (papers.mean(seen) + 0.4 * len({p["texture"] for p in phrases})
            + 0.4 * len({p["theme"] for p in phrases if p["theme"] >= 0})
            + 0.5 * max(p["climax"] for p in phrases)
            - 4.0 * on_top - max(0.0, notes / length - 10.0) / 4.0 - abs(length - 30.0) / 6.0)


def choose_phrases(piece):
    """First and last of neighbouring phrases of one cue that last about half a minute."""
    phrases = piece.sketch["phrases"]
    spans = [(a, b) for a in range(len(phrases)) for b in range(a, min(a + 5, len(phrases)))
             if phrases[a]["cue"] == phrases[b]["cue"]]
    return max(spans, key=lambda span: interest(piece, *span))


def draw_notes(axes, sketch, first, last):
    for depth, (label, colour, names) in enumerate(ROLES):
        for line in sketch["lines"]:
            if line["role"] not in names or not first <= line["phrase"] <= last:
                continue
            front = label in ("tune", "counter-melody")
            for tick, duration, pitch, *_ in line["notes"]:
                gap = min(duration * 0.12, papers.QUARTER / 10)
                height = 0.94 if front else 0.78
                axes.add_patch(Rectangle((tick, pitch - height / 2), duration - gap, height,
                                         facecolor=colour, linewidth=0, zorder=3 + depth))


def draw_drums(axes, sketch, first, last):
    for line in sketch["lines"]:
        if line["role"] in DRUMS and first <= line["phrase"] <= last:
            row = DRUMS.index(line["role"])
            axes.plot([n[0] for n in line["notes"]], [row] * len(line["notes"]), "|", markersize=9,
                      markeredgewidth=2, color=DRUM_COLOUR, clip_on=False)
    axes.set(ylim=(-0.7, 1.7), yticks=(0, 1), yticklabels=("timpani", "drums"))
    axes.tick_params(left=False)


def draw_chords(axes, sketch, start, end):
    """Roman numerals where the chord changes; the small ones that would collide are left out."""
    shown, free = "", start
    for chord in sketch["chords"]:
        if not start <= chord["tick"] < end:
            continue
        name = (chord["roman"], chord["tonic"], chord["mode"])
        if name == shown:
            continue
        width = (end - start) / 105 * (len(chord["roman"]) + 0.8)
        if chord["tick"] >= free:
            axes.text(chord["tick"], 0.5, chord["roman"], family="serif", fontsize=10.5,
                      ha="left", va="center", color=INK)
            free = chord["tick"] + width
        shown = name
    axes.axis("off")


def theme_words(piece, phrase):
    if phrase["theme"] < 0:
        return ""
    name = piece.sketch["themes"][phrase["theme"]]["name"]
    if piece.plan["themes"][phrase["theme"]]["kind"] == "person":
        name = f"{name.title()}'s theme"
    return f": {name}, {TREATED.get(phrase['treatment'], phrase['treatment'])}"


def draw_phrases(axes, piece, first, last):
    sketch = piece.sketch
    for index in range(first, last + 1):
        phrase = sketch["phrases"][index]
        width = phrase["end"] - phrase["tick"]
        axes.add_patch(Rectangle((phrase["tick"], 0), width, 1, linewidth=0,
                                 facecolor=("#efe6d8", "#e2e8ec")[(index - first) % 2]))
        minor = phrase["mode"] in ("minor", "dorian", "phrygian")
        key = f"{(MINOR_KEYS if minor else MAJOR_KEYS)[phrase['tonic']]} {phrase['mode']}"
        room = max(14, int(150 * width / (sketch["phrases"][last]["end"]
                                           - sketch["phrases"][first]["tick"])))
        lines = [phrase["form"] + theme_words(piece, phrase), f"{key} · {phrase['texture']}"]
        for row, line in enumerate(lines):
            axes.text(phrase["tick"] + width * 0.012, 0.72 - 0.44 * row,
                      textwrap.shorten(line, room, placeholder=" ..."), va="center",
                      fontsize=10 if row == 0 else 9,
                      weight="bold" if row == 0 else "normal", color=INK)
    axes.set(ylim=(0, 1))
    axes.axis("off")


def bar_lines(piece, start, end):
    return [(i, bar["tick"]) for i, bar in enumerate(piece.plan["bars"])
            if start <= bar["tick"] < end]


def piano_roll(piece, path):
    first, last = choose_phrases(piece)
    sketch, phrases = piece.sketch, piece.sketch["phrases"]
    start, end = phrases[first]["tick"], phrases[last]["end"]
    heights = [n[2] for line in sketch["lines"] for n in line["notes"]
               if first <= line["phrase"] <= last and line["role"] not in DRUMS]
    figure, (bands, numerals, roll, drums) = plt.subplots(
        4, 1, figsize=(10.6, 6.7), sharex=True,
        gridspec_kw={"height_ratios": (0.62, 0.3, 5, 0.55), "hspace": 0.03})
    draw_phrases(bands, piece, first, last)
    draw_chords(numerals, sketch, start, end)
    draw_notes(roll, sketch, first, last)
    draw_drums(drums, sketch, first, last)

    bars = bar_lines(piece, start, end)
    for _, tick in bars:
        roll.axvline(tick, color="#d8d8d8", linewidth=0.7, zorder=1)
    for index in range(first + 1, last + 1):
        roll.axvline(phrases[index]["tick"], color=PALE, linewidth=1.2, zorder=2)
    cs = range(24, 109, 12)
    for pitch in cs:
        roll.axhline(pitch, color="#e8e8e8", linewidth=0.7, zorder=0)
    roll.set(xlim=(start, end), ylim=(min(heights) - 2, max(heights) + 2),
             yticks=[c for c in cs if min(heights) - 2 <= c <= max(heights) + 2])
    roll.set_yticklabels([f"C{int(c) // 12 - 1}" for c in roll.get_yticks()])
    clock = piece.midi.clock
    drums.set_xticks([tick for _, tick in bars])
    drums.set_xticklabels([f"{i + 1}\n{minutes(clock.seconds(t))}" if k % 4 == 0 else str(i + 1)
                           for k, (i, t) in enumerate(bars)])
    figure.text(0.075, 0.02, "bar, and time in the story", fontsize=9.5, color=INK)
    for axes in (roll, drums):
        axes.tick_params(labelsize=9, length=0, colors=INK)
        for spine in axes.spines.values():
            spine.set_visible(False)
    used = {line["role"] for line in sketch["lines"] if first <= line["phrase"] <= last}
    handles = [Rectangle((0, 0), 1, 1, color=colour) for _, colour, names in reversed(ROLES)
               if used & set(names)]
    labels = [label for label, _, names in reversed(ROLES) if used & set(names)]
    figure.legend(handles, labels, loc="lower right", bbox_to_anchor=(0.985, 0.012), ncol=7,
                  frameon=False, fontsize=9.5, handlelength=1.1, handletextpad=0.4,
                  columnspacing=1.0, borderpad=0)
    cue = piece.plan["cues"][phrases[first]["cue"]]
    form = phrases[first]["cue_form"]
    figure.text(0.075, 0.958, f"Half a minute of “{cue['name']}”", fontsize=14, weight="bold",
                color=INK)
    figure.text(0.075, 0.921, f"the short score before it is orchestrated; mood of the cue: "
                f"{cue['mood']}; its form: {form}", fontsize=9.5, color=INK)
    figure.subplots_adjust(left=0.075, right=0.985, top=0.905, bottom=0.105)
    save(figure, path)


# --- the arc -----------------------------------------------------------------------------------

def heard(piece, wanted_at):
    """Times, what a listener would feel, how loud it is, at the steps of tension.py; where there
    is no music the first is not a number.

    The model adds up slopes and so drifts from cue to cue. Its curve is taken cue by cue; each
    has the mean and spread that the weighted features have there, in the scale of the whole score.
    At the end all is brought to the mean and spread of what is wanted: the model says how tension
    moves, not how much there is."""
    length = piece.plan["length_s"]
    rows = tension.features(piece.midi, 0.0, length)
    times = numpy.arange(int(length / tension.STEP_S)) * tension.STEP_S
    at = numpy.minimum((times * tension.FEATURE_HZ).astype(int), len(rows["loudness"]) - 1)
    smooth = {name: numpy.array(tension.smooth(values))[at] for name, values in rows.items()}
    wanted = wanted_at(times)
    there = ~numpy.isnan(wanted)
    level = sum(tension.WEIGHTS[name] * (values - values[there].mean())
                / max(values[there].std(), 1e-9) for name, values in smooth.items())
    curve = numpy.full(len(times), numpy.nan)
    for cue in piece.plan["cues"]:
        inside = numpy.flatnonzero((times >= cue["start_s"]) & (times < cue["end_s"]))
        shape = numpy.array(tension.predict(tension.features(
            piece.midi, cue["start_s"], cue["end_s"])))[:len(inside)]
        inside = inside[:len(shape)]
        shape = (shape - shape.mean()) / max(shape.std(), 1e-9)
        curve[inside] = level[inside].mean() + level[inside].std() * shape
    curve = ((curve - numpy.nanmean(curve)) / numpy.nanstd(curve) * numpy.nanstd(wanted)
             + numpy.nanmean(wanted))
    return times, curve, smooth["loudness"]


def wanted_curve(piece):
    """A function of times: the tension that the plan asks for, not a number between cues."""
    def at(times):
        values = numpy.full(len(times), numpy.nan)
        for cue in piece.plan["cues"]:
            inside = (times >= cue["start_s"]) & (times < cue["end_s"])
            values[inside] = numpy.interp(times[inside], [p["time_s"] for p in cue["arc"]],
                                          [p["feeling"]["tension"] for p in cue["arc"]])
        return values
    return at


def family(mood):
    return next(colour for _, colour, moods in FAMILIES if mood in moods)


def name_lines(cue):
    """The name in lines of about the same length, and the mood."""
    name = cue["name"]
    fewest = len(textwrap.wrap(name, 17))
    width = next(w for w in range(6, 18) if len(textwrap.wrap(name, w)) <= fewest)
    return [*textwrap.wrap(name, width), cue["mood"]]


def place_names(cues, length):
    """The middle of each cue's name and its row: no two in each other's way, none cut off."""
    free, places = [], []
    for cue in cues:
        half = max(map(len, name_lines(cue))) * length / 250
        middle = min(max((cue["start_s"] + cue["end_s"]) / 2, half), length - half)
        row = next((i for i, end in enumerate(free) if end <= middle - half), len(free))
        free[row:row + 1] = [middle + half]
        places.append((middle, row))
    return places


def draw_cues(axes, plan):
    places = place_names(plan["cues"], plan["length_s"])
    for cue, (middle, row) in zip(plan["cues"], places):
        axes.add_patch(Rectangle((cue["start_s"], 0), cue["end_s"] - cue["start_s"], 0.3,
                                 facecolor=family(cue["mood"]), edgecolor=PAPER, linewidth=1.5,
                                 zorder=3))
        base = 0.42 + 1.25 * row
        at = (cue["start_s"] + cue["end_s"]) / 2
        axes.plot((at, at), (0.3, base), color=PALE, linewidth=0.7, zorder=1)
        lines = name_lines(cue)
        axes.text(middle, base, "\n".join(lines), ha="center", va="bottom", fontsize=9, color=INK,
                  linespacing=1.05, zorder=2,
                  bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1})
    rows = 1 + max(row for _, row in places)
    axes.set(ylim=(0, 0.42 + 1.25 * rows), xlim=(0, plan["length_s"]))
    axes.axis("off")


def climax_time(piece):
    """Where the high point of the story's climax begins, as performed; its cue."""
    top = max(range(len(piece.plan["cues"])), key=lambda i: piece.plan["cues"][i]["importance"])
    phrase = next((p for p in piece.sketch["phrases"] if p["cue"] == top and p["climax"]),
                  next(p for p in piece.sketch["phrases"] if p["cue"] == top))
    return piece.midi.clock.seconds(phrase["tick"]), piece.plan["cues"][top]


def draw_hits(axes, plan):
    for hit in plan["hits"]:
        axes.plot(hit["time_s"], 0.5, marker="v" if hit["hard"] else "|", color=INK,
                  markersize=8 if hit["hard"] else 9, markeredgewidth=0 if hit["hard"] else 1.2)
    axes.set(ylim=(0, 1))
    axes.axis("off")


def arc(piece, path):
    wanted_at = wanted_curve(piece)
    times, curve, loud = heard(piece, wanted_at)
    wanted = wanted_at(times)
    figure, (cues, top, hits, low) = plt.subplots(
        4, 1, figsize=(10.6, 6.7), sharex=True,
        gridspec_kw={"height_ratios": (2.3, 3.2, 0.3, 1.4), "hspace": 0.06})
    draw_cues(cues, piece.plan)
    draw_hits(hits, piece.plan)
    r = tension.measure(piece)["tension.r"]
    model = "what a listener would feel, by a model"
    if r is not None:
        model += f" (in a cue r = {r:.2f}, median)"
    for index, cue in enumerate(piece.plan["cues"]):
        inside = (times >= cue["start_s"]) & (times < cue["end_s"])
        top.plot(times[inside], wanted[inside], color="#0072b2", linewidth=2.4,
                 label="what the story asks for" if index == 0 else None)
        top.plot(times[inside], curve[inside], color="#d55e00", linewidth=1.5,
                 label=model if index == 0 else None)
    low_edge, high_edge = top.get_ylim()
    top.set_ylim(low_edge - 0.16 * (high_edge - low_edge), high_edge)
    low.fill_between(times, loud, color="#b9c2c9", linewidth=0)
    moment, cue = climax_time(piece)
    for axes in (top, low):
        axes.axvline(moment, color=INK, linewidth=1, linestyle=(0, (2, 2)))
        axes.tick_params(labelsize=9, length=0, colors=INK)
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        axes.spines["bottom"].set_color(PALE)
    top.text(moment, top.get_ylim()[1], "climax ", ha="right", va="top", fontsize=9.5,
             weight="bold", color=INK)
    top.set(yticks=(), xlim=(0, piece.plan["length_s"]))
    top.set_ylabel("tension", fontsize=10)
    low.set(yticks=(), ylim=(0, None))
    low.set_ylabel("loudness", fontsize=10)
    low.xaxis.set_major_locator(plt.MultipleLocator(120))
    low.xaxis.set_major_formatter(minutes)
    low.set_xlabel("time in the story      ▾ a hit that is met on the frame      "
                   "❘ a hit that is answered in colour", fontsize=9.5)
    top.legend(loc="lower left", frameon=False, fontsize=9.5, ncol=2, borderpad=0)
    figure.text(0.05, 0.955, f"{piece.plan['title']}: the arc of the story and of its score",
                fontsize=14, weight="bold", color=INK)
    figure.subplots_adjust(left=0.05, right=0.985, top=0.945, bottom=0.075)
    save(figure, path)


# --- all ---------------------------------------------------------------------------------------

def score(elara, story, folder):
    """The papers of STORY, and its MusicXML."""
    run = lambda *words: subprocess.run([elara, *words], check=True, capture_output=True,
                                        text=True).stdout
    run("score", story, "--no-audio", "--quiet", "-o", str(folder))
    sketch = run("compose", str(pathlib.Path(folder) / "plan.json"))
    return papers.read_piece(folder, sketch), next(pathlib.Path(folder).glob("*.musicxml"))


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    elara, story, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    with tempfile.TemporaryDirectory() as scratch:
        piece, music = score(elara, story, scratch)
        piano_roll(piece, folder / "piano-roll.png")
        arc(piece, folder / "tension.png")
        engrave.pages(piece, music, folder)


if __name__ == "__main__":
    main()
