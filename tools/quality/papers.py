# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
"""Reading what Elara writes: the papers as JSON, MIDI files, and the clocks.

Musical positions are ticks, 3360 to a quarter note; times are seconds.
"""

import bisect
import csv
import json
import math
import pathlib
import statistics
from typing import NamedTuple

QUARTER = 3360


class Piece(NamedTuple):
    """One story scored with one seed."""
    story: dict | None    # story.json; None when a plan was scored
    plan: dict
    sketch: dict
    hits: list            # rows of hits.csv
    midi: "Midi"


class MidiNote(NamedTuple):
    start: int            # ticks
    end: int
    pitch: int
    velocity: int
    part: int             # index of the track
    channel: int


class Midi(NamedTuple):
    notes: list           # by start
    clock: "Clock"
    expression: dict      # channel of a track -> [(tick, CC11)], by tick
    names: list           # per track; "Viola (trem.)" is the viola too


class Clock:
    """Ticks to seconds and back along straight lines between anchors."""

    def __init__(self, anchors):
        self.ticks = [t for t, _ in anchors]
        self.times = [s for _, s in anchors]

    def _between(self, x, xs, ys):
        i = min(max(bisect.bisect_right(xs, x) - 1, 0), len(xs) - 2)
        if xs[i + 1] == xs[i]:
            return ys[i]
        return ys[i] + (x - xs[i]) * (ys[i + 1] - ys[i]) / (xs[i + 1] - xs[i])

    def seconds(self, tick):
        return self._between(tick, self.ticks, self.times)

    def tick(self, second):
        return self._between(second, self.times, self.ticks)

    def bpm(self, second):
        """Quarter notes per minute at this time."""
        i = min(max(bisect.bisect_right(self.times, second) - 1, 0), len(self.times) - 2)
        span = self.times[i + 1] - self.times[i]
        return 60.0 * (self.ticks[i + 1] - self.ticks[i]) / QUARTER / span if span > 0 else 0.0


def plan_clock(plan):
    return Clock([(a["tick"], a["time_s"]) for a in plan["tempo"]])


def read_piece(folder, sketch):
    """The papers in FOLDER, as elara score left them, and SKETCH as elara compose printed it."""
    folder = pathlib.Path(folder)
    story = folder / "story.json"
    with open(folder / "hits.csv", newline="", encoding="utf-8") as handle:
        hits = list(csv.DictReader(handle))
    return Piece(json.loads(story.read_text(encoding="utf-8")) if story.exists() else None,
                 json.loads((folder / "plan.json").read_text(encoding="utf-8")),
                 json.loads(sketch), hits, read_midi(next(folder.glob("*.mid")).read_bytes()))


# --- MIDI ------------------------------------------------------------------------------------

def variable(data, at):
    value = 0
    while True:
        byte = data[at]
        at += 1
        value = value << 7 | byte & 0x7f
        if byte < 0x80:
            return value, at


def read_track(data, part, notes, tempi, expression):
    """Adds what the track holds to NOTES, TEMPI and EXPRESSION; its name."""
    at = tick = status = 0
    name = ""
    open_notes = {}
    while at < len(data):
        delta, at = variable(data, at)
        tick += delta
        if data[at] >= 0x80:
            status = data[at]
            at += 1
        if status == 0xff:
            kind = data[at]
            size, at = variable(data, at + 1)
            if kind == 0x51:
                tempi.append((tick, int.from_bytes(data[at:at + size], "big") / 1e6))
            elif kind == 0x03:
                name = data[at:at + size].decode("utf-8", "replace")
            at += size
            continue
        if status in (0xf0, 0xf7):
            size, at = variable(data, at)
            at += size
            continue
        kind, channel = status & 0xf0, status & 0x0f
        first, second = data[at], data[at + 1] if kind not in (0xc0, 0xd0) else 0
        at += 1 if kind in (0xc0, 0xd0) else 2
        if kind == 0x90 and second:
            open_notes.setdefault((channel, first), []).append((tick, second))
        elif kind in (0x80, 0x90):
            waiting = open_notes.get((channel, first))
            if waiting:
                start, velocity = waiting.pop(0)
                notes.append(MidiNote(start, tick, first, velocity, part, channel))
        elif kind == 0xb0 and first == 11:
            expression.setdefault((part, channel), []).append((tick, second))
    return name


def read_midi(data):
    """A Standard MIDI File of ticks per quarter note."""
    size = int.from_bytes(data[4:8], "big")
    division = int.from_bytes(data[12:14], "big")
    if data[:4] != b"MThd" or division != QUARTER:
        raise ValueError("not a MIDI file of Elara's")
    at, names = 8 + size, []
    notes, tempi, expression = [], [], {}
    while at + 8 <= len(data):
        length = int.from_bytes(data[at + 4:at + 8], "big")
        if data[at:at + 4] == b"MTrk":
            names.append(read_track(data[at + 8:at + 8 + length], len(names), notes, tempi,
                                    expression))
        at += 8 + length
    end = max([n.end for n in notes], default=QUARTER) + QUARTER
    return Midi(sorted(notes), midi_clock(tempi, end), expression, names)


def midi_clock(tempi, end):
    steps = dict([(0, 0.5), *sorted(tempi)])
    anchors, now, last, pace = [(0, 0.0)], 0.0, 0, steps[0]
    for tick, seconds_each in sorted(steps.items()):
        now += (tick - last) * pace / QUARTER
        if tick:
            anchors.append((tick, now))
        last, pace = tick, seconds_each
    end = max(end, last + QUARTER)
    anchors.append((end, now + (end - last) * pace / QUARTER))
    return Clock(anchors)


# --- numbers -----------------------------------------------------------------------------------

def mean(values):
    values = list(values)
    return sum(values) / len(values) if values else None


def median(values):
    values = [v for v in values if v is not None]
    return statistics.median(values) if values else None


def deviation(values):
    return statistics.pstdev(values) if len(values) > 1 else 0.0


def share(part, whole):
    return part / whole if whole else None


def correlation(xs, ys):
    """Pearson's r; None when either does not move."""
    if len(xs) < 3:
        return None
    mx, my = mean(xs), mean(ys)
    xx = sum((x - mx) ** 2 for x in xs)
    yy = sum((y - my) ** 2 for y in ys)
    if xx < 1e-12 or yy < 1e-12:
        return None
    return sum((x - mx) * (y - my) for x, y in zip(xs, ys)) / math.sqrt(xx * yy)
