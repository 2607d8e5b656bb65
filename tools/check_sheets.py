#!/usr/bin/env python3
# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
"""The paper work of a score as another program reads it. usage:
check_sheets.py FOLDER...

Cuts the edit decision lists by the columns of CMX 3600 (or lets pycmx do it,
when it is installed), counts timecode by the rule of SMPTE ST 12-1, and holds
every sheet of the folder against the plan. Ends with 1 when one disagrees."""

import csv
import glob
import json
import os
import re
import struct
import sys

try:
    import pycmx
except ImportError:
    pycmx = None

WIDTHS = [3, 2, 8, 1, 4, 2, 4, 1, 3, 1, 11, 1, 11, 1, 11, 1, 11]


class Film:
    """Counts numbers as a clock does, leaving out those that are dropped."""

    def __init__(self, plan):
        self.num = plan.get("frame_rate") or 24
        self.den = plan.get("frame_rate_per") or 1
        self.base = round(self.num / self.den)
        self.drop = bool(plan.get("drop_frame")) and self.den == 1001 and self.base % 30 == 0
        self.start = plan.get("first_frame", 0)

    def frame(self, code):
        assert re.fullmatch(r"\d\d:\d\d:\d\d[:;]\d\d", code), code
        assert (";" in code) == self.drop, f"{code} says drop-frame wrongly"
        h, m, s, f = (int(x) for x in re.split("[:;]", code))
        assert m < 60 and s < 60 and f < self.base, code
        n = ((h * 60 + m) * 60 + s) * self.base + f
        if self.drop:
            assert not (m % 10 and s == 0 and f < self.base // 15), f"{code} was dropped"
            n -= self.base // 15 * ((h * 60 + m) - (h * 60 + m) // 10)
        return n - self.start

    def seconds(self, frame):
        return frame * self.den / self.num


def cut(line):
    columns = []
    for width in WIDTHS:
        columns.append(line[:width])
        line = line[width:]
    assert not line.strip() and all(not c.strip() for c in columns[1::2]), columns
    return [c.strip() for c in columns[::2]]


def read_edl(path):
    """[(number, reel, track, transition, [four timecodes], [comments])], drop"""
    events = []
    with open(path, encoding="utf-8", newline="") as file:
        lines = file.read().split("\r\n")
    assert lines[0].startswith("TITLE: ") and lines[1] in ("FCM: DROP FRAME", "FCM: NON-DROP FRAME")
    for line in lines[2:]:
        if re.match(r"\d{3} ", line):
            c = cut(line)
            events.append((int(c[0]), c[1], c[2], c[3], c[5:], []))
        elif line:
            events[-1][-1].append(line)
    if pycmx:
        with open(path, encoding="utf-8") as file:
            others = [e.edits[0] for e in pycmx.parse_cmx3600(file).events]
        assert [e.record_in for e in others] == [e[4][2] for e in events], "pycmx reads otherwise"
    return events, lines[1] == "FCM: DROP FRAME"


def check_music(folder, film, cues):
    path = [p for p in glob.glob(os.path.join(folder, "*.edl"))
            if os.path.basename(p) != "markers.edl"][0]
    events, drop = read_edl(path)
    assert drop == film.drop and len(events) == len(cues)
    last = 0
    for event, cue in zip(events, cues):
        number, reel, track, transition, codes, comments = event
        assert re.fullmatch("[A-Z0-9]{1,8}", reel) and track == "AA" and transition == "C"
        assert codes[:2] == codes[2:], "source is record"
        start, end = (film.frame(c) for c in codes[2:])
        assert last <= start < end, f"event {number} overlaps"
        assert abs(film.seconds(start) - cue["start_s"]) <= film.seconds(.5) + 1e-6, cue["name"]
        assert abs(film.seconds(end) - cue["end_s"]) <= film.seconds(.5) + 1e-6, cue["name"]
        assert comments[0] == "* FROM CLIP NAME: " + cue["name"]
        last = end
    return len(events)


def check_markers(folder, film):
    events, drop = read_edl(os.path.join(folder, "markers.edl"))
    assert drop == film.drop
    frames = [film.frame(e[4][2]) for e in events]
    assert frames == sorted(set(frames)), "one marker a frame, in order"
    for event in events:
        line = event[5][0]
        assert re.search(r"^[^\d|][^|]*\|C:ResolveColor[A-Z][a-z]+ \|M:[^|]+ \|D:\d+$", line), line
    with open(os.path.join(folder, "markers.csv"), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = [re.sub(";(?=.*;)", ":", r["In"]) for r in rows]
    assert [film.frame(c) for c in codes] == frames
    return len(events)


def check_tables(folder, film, plan):
    with open(os.path.join(folder, "cues.csv"), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0])[:6] == ["start_s", "end_s", "valence", "arousal", "tension", "name"]
    for row in rows:
        assert row["usage"] in ("BI", "VI", "MT", "ET")
        assert abs(film.seconds(film.frame(row["timecode_in"])) - float(row["start_s"])) <= film.seconds(.5) + .001
    with open(os.path.join(folder, "hits.csv"), encoding="utf-8", newline="") as file:
        hits = list(csv.DictReader(file))
    worst = 0.0
    for row, hit in zip(hits, plan["hits"]):
        off = float(row["error_frames"])
        assert abs(off - float(row["error_ms"]) / 1000 * film.num / film.den) < .002, row
        assert abs(film.seconds(film.frame(row["timecode"])) - hit["time_s"]) <= film.seconds(.5) + 1e-6
        worst = max(worst, abs(off) if hit["hard"] else 0.0)
    return worst


def check_midi(folder, film, plan):
    for path in glob.glob(os.path.join(folder, "*.mid")):
        data = open(path, "rb").read()
        tracks = struct.unpack(">H", data[10:12])[0]
        at = data.find(b"\xff\x54\x05")
        assert (at >= 0) == bool(plan.get("frame_rate")), "an offset where there is a film"
        if at >= 0:
            hour, minute, second, frame = data[at + 3:at + 7]
            rate = {24: 0, 25: 1, 30: 3}[film.base if film.base <= 30 else film.base // 2]
            assert hour >> 5 == (2 if film.drop else rate), "its rate"
            code = f"{hour & 31:02}:{minute:02}:{second:02}{';' if film.drop else ':'}"
            frame = frame * film.base // (film.base if film.base <= 30 else film.base // 2)
            assert film.frame(code + f"{frame:02}") == 0, "its start"
        if path.endswith(".click.mid"):
            assert tracks == 2 and b"\xff\x03\x05Click" in data
        else:
            assert b"\xff\x03\x05Click" not in data, "the orchestra has no click"


def main():
    bad = 0
    for folder in sys.argv[1:]:
        with open(os.path.join(folder, "plan.json"), encoding="utf-8") as file:
            plan = json.load(file)
        film = Film(plan)
        try:
            worst = check_tables(folder, film, plan)
            events = check_music(folder, film, plan["cues"])
            markers = check_markers(folder, film)
            check_midi(folder, film, plan)
            print(f"{folder}: {film.num}/{film.den}{' drop' if film.drop else ''}, {events} events, "
                  f"{markers} markers, hard hits within {worst:.3f} frames"
                  f"{', pycmx agrees' if pycmx else ''}")
        except AssertionError as error:
            print(f"{folder}: {error}")
            bad = 1
    return bad


if __name__ == "__main__":
    sys.exit(main())
