# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
"""Two pages of a score, engraved by MuseScore: a quiet one and a full one.

A page is a phrase from the full score, cut out of its MusicXML: the bars as they stand, the staves
that play in them, with the clefs, keys and metres that hold where it begins.
"""

import os
import pathlib
import subprocess
import tempfile
import xml.etree.ElementTree as xml

from PIL import Image

# What is wanted: name, fewest and most parts that play, bars in a system, systems, and what
# loudness and a high point are worth.
PAGES = (("page-1.png", 5, 8, 4, 2, -1.0), ("page-2.png", 15, 99, 4, 1, 1.0))
WIDTH = 1500  # pixels of a page at most
DOTS_PER_STAFF = 34

# What MuseScore needs when a staff is 6 mm high: from staff to staff, above a system, before the
# first note, for a column of notes.
STAFF_MM, STAFF_STEP_MM, HEAD_MM, FRONT_MM, COLUMN_MM = 6.0, 18.5, 24.0, 62.0, 4.2
SHEET_MM, WIDE_MM = 267.0, 188.0


def children(element, tag):
    return list(element.findall(tag))


def sounding(measure):
    return sum(note.find("rest") is None for note in measure.iter("note"))


def activity(root):
    """For each part, the number of notes in each bar."""
    return [[sounding(m) for m in children(part, "measure")] for part in children(root, "part")]


def merit(counts, opens, fewest, most):
    """How well a page with these notes per part looks. Parts that play little and parts that are
    black with notes both make a dull page; a cue's beginning has its name and tempo on it."""
    playing = [sum(c) / len(c) for c in counts if sum(c)]
    if not playing:
        return -99.0
    wrong = max(0, fewest - len(playing), len(playing) - most)
    lively = sum(1.5 <= rate <= 7.0 for rate in playing) / len(playing)
    different = len({round(rate * 2) for rate in playing}) / len(playing)
    steady = sum(all(c) for c in counts) / len(playing)
    return lively + different + steady + 0.5 * opens - wrong


def choose(piece, notes, fewest, most, bars, louder):
    """The first bar of the best phrase of at least so many bars."""
    best, first = -100.0, 0
    cue = -1
    for phrase in piece.sketch["phrases"]:
        opens, cue = phrase["cue"] != cue, phrase["cue"]
        if phrase["bar_count"] < bars:
            continue
        start = phrase["first_bar"]
        score = merit([part[start:start + bars] for part in notes], opens, fewest, most)
        score += louder * (phrase["level"] + 0.5 * phrase["climax"])
        if score > best:
            best, first = score, start
    return first


def attributes_at(part, first):
    """What holds at bar FIRST: the last of each kind of attribute, clefs staff by staff."""
    held = {}
    for measure in children(part, "measure")[:first + 1]:
        at = 0
        for element in measure:
            if element.tag in ("note", "backup", "forward"):
                at += element.tag != "backup"
            if element.tag != "attributes" or (at and measure is part[first]):
                continue
            for child in element:
                held[(child.tag, child.get("number"))] = child
    order = ("divisions", "key", "time", "staves", "part-symbol", "clef", "staff-details",
             "transpose")
    merged = xml.Element("attributes")
    for tag in order:
        merged.extend(held[key] for key in sorted(held, key=str) if key[0] == tag)
    return merged


def drop_halves(measures):
    """Hairpins that begin or end outside of the page."""
    open_wedges, lone = {}, []
    for measure in measures:
        for direction in children(measure, "direction"):
            wedge = direction.find(".//wedge")
            if wedge is None:
                continue
            number = wedge.get("number")
            if wedge.get("type") == "stop":
                if open_wedges.pop(number, None) is None:
                    lone.append((measure, direction))
            elif wedge.get("type") != "continue":
                open_wedges[number] = (measure, direction)
    for measure, direction in [*lone, *open_wedges.values()]:
        measure.remove(direction)


def cut(part, first, bars, system):
    """PART becomes BARS bars from FIRST, SYSTEM of them in a system."""
    merged = attributes_at(part, first)
    measures = children(part, "measure")
    for measure in measures[:first] + measures[first + bars:]:
        part.remove(measure)
    measures = measures[first:first + bars]
    for index, measure in enumerate(measures):
        if index == 0:
            while measure[0].tag == "attributes":
                measure.remove(measure[0])
            measure.insert(0, merged)
        elif index % system == 0:
            measure.insert(0, xml.Element("print", {"new-system": "yes"}))
    drop_halves(measures)


def drop_parts(root, silent):
    """Without the parts of these ids, and the brackets that are then empty."""
    listed = root.find("part-list")
    for part in children(root, "part"):
        if part.get("id") in silent:
            root.remove(part)
    for entry in children(listed, "score-part"):
        if entry.get("id") in silent:
            listed.remove(entry)
    entries = list(listed)
    for before, after in zip(entries, entries[1:]):
        if (before.tag == after.tag == "part-group" and before.get("type") == "start"
                and after.get("type") == "stop"):
            listed.remove(before)
            listed.remove(after)


def head_of(root, first, bars):
    """What stands above the system, bar by bar: names of cues, tempo."""
    top = children(root.find("part"), "measure")[first:first + bars]
    return [[d for d in children(m, "direction")
             if d.find(".//rehearsal") is not None or d.find(".//metronome") is not None]
            for m in top]


def set_head(root, head):
    """Gives it to the highest part that is left."""
    for measure, directions in zip(children(root.find("part"), "measure"), head):
        there = [xml.tostring(d) for d in children(measure, "direction")]
        for direction in reversed(directions):
            if xml.tostring(direction) not in there:
                measure.insert(1 if measure[0].tag == "attributes" else 0, direction)


def onsets(measure):
    """Moments of the bar at which some note begins."""
    now, last, moments = 0, 0, set()
    for element in measure:
        step = int(element.findtext("duration", "0"))
        if element.tag == "backup":
            now -= step
        elif element.tag == "forward":
            now += step
        elif element.tag == "note":
            at = last if element.find("chord") is not None else now
            moments.add(at)
            last, now = at, at + step
    return moments


def breadth(root):
    """How many columns of notes all bars need."""
    rows = [[onsets(m) for m in children(part, "measure")] for part in children(root, "part")]
    return sum(len(set().union(*bar)) for bar in zip(*rows))


def set_size(root, systems):
    """A size of staff with which all stands on one sheet; its height in millimetres. MuseScore
    takes the size from the file, but not the sheet, which is A4."""
    staves = len(children(root, "part")) + sum(1 for _ in root.iter("staves"))
    size = min(5.5, STAFF_MM * SHEET_MM / (systems * (STAFF_STEP_MM * staves + HEAD_MM)))
    size = min(size, STAFF_MM * WIDE_MM / (FRONT_MM + COLUMN_MM * breadth(root) / systems))
    root.find("defaults/scaling/millimeters").text = f"{size:.2f}"
    for name in ("work", "identification"):
        root.remove(root.find(name))
    return size


def render(root, path, dots):
    with tempfile.TemporaryDirectory() as scratch:
        source = pathlib.Path(scratch) / "page.musicxml"
        xml.ElementTree(root).write(source, encoding="UTF-8", xml_declaration=True)
        subprocess.run(
            ["musescore3", "-r", str(dots), "-T", "16", "-o", f"{scratch}/page.png", str(source)],
            check=True, capture_output=True,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": scratch})
        first = sorted(pathlib.Path(scratch).glob("page*.png"))[0]
        with Image.open(first) as image:
            page = Image.new("RGBA", image.size, "white")
            page.alpha_composite(image.convert("RGBA"))
            page = page.convert("L")
            if page.width > WIDTH:
                page = page.resize((WIDTH, page.height * WIDTH // page.width), Image.LANCZOS)
            page.quantize(16, dither=Image.Dither.NONE).save(path, optimize=True)


def pages(piece, music, folder):
    for name, fewest, most, system, systems, louder in PAGES:
        root = xml.parse(music).getroot()
        notes = activity(root)
        bars = system * systems
        first = choose(piece, notes, fewest, most, bars, louder)
        silent = {part.get("id") for part, row in zip(children(root, "part"), notes)
                  if not sum(row[first:first + bars])}
        head = head_of(root, first, bars)
        drop_parts(root, silent)
        for part in children(root, "part"):
            cut(part, first, bars, system)
        set_head(root, head)
        size = set_size(root, systems)
        render(root, folder / name, round(DOTS_PER_STAFF * 25.4 / size))
        print(f"{folder / name}: from bar {first + 1}")
