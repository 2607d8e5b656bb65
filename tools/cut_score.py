#!/usr/bin/env python3
# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
"""How many cuts, dissolves and fades of films with known truth are found.

usage: cut_score.py ELARA [FILM TRUTH.json]...

Without films: those of ../shared/corpus/video, and beside them ffmpeg's scdet
(threshold 10) on the same. TRUTH is {"transitions": [{"kind": "cut", "frame":
n} | {"kind": "dissolve" | "fade", "start": n, "end": n}]}, and may hold "free":
frames where nothing counts (titles). film_tool writes such films and truths.
A cut is right within one frame, a transition when the two overlap.
"""

import json
import pathlib
import re
import subprocess
import sys
import time

CORPUS = pathlib.Path(__file__).resolve().parents[1] / "../shared/corpus/video"


def cuts_at(*frames):
    return [{"kind": "cut", "frame": frame} for frame in frames]


def corpus():
    montage = json.loads((CORPUS / "montage_ccby.truth.json").read_text())
    sintel = cuts_at(334, 396, 404, 420, 571, 621, 658, 672)
    return [
        (CORPUS / "sintel_trailer-720p.mp4", {"transitions": sintel, "gradual_unknown": 1,
                                              "free": [224, 1140, 1163, 1220]}),
        (CORPUS / "big_buck_bunny_0_30.webm", {"transitions": cuts_at(283, 376, 551),
                                               "gradual_unknown": 1}),
        (CORPUS / "montage_ccby.mp4", montage),
    ]


def elara(program, film):
    out = subprocess.run([program, "cut", "--quiet", str(film)], capture_output=True, text=True,
                         check=True).stdout
    shots = json.loads(out)["shots"][1:]
    cuts = [s["first_frame"] for s in shots if s["join"] == "cut"]
    return cuts, [(s["join_first"], s["join_last"]) for s in shots if s["join"] != "cut"]


def scdet(film):
    run = subprocess.run(["ffmpeg", "-nostdin", "-v", "info", "-i", str(film), "-an", "-vf",
                          "scdet=10", "-f", "null", "-"], capture_output=True, text=True, check=True)
    rate = float(re.search(r"([\d.]+) fps", run.stderr).group(1))
    times = re.findall(r"lavfi.scd.time: ([\d.]+)", run.stderr)
    return [round(float(t) * rate) for t in times], []


def score(truth, cuts, gradual):
    known = [t["frame"] for t in truth["transitions"] if t["kind"] == "cut"]
    melts = [t for t in truth["transitions"] if t["kind"] != "cut"]
    left = list(cuts)
    found = 0
    for frame in known:
        near = [c for c in left if abs(c - frame) <= 1]
        if near:
            found += 1
            left.remove(min(near, key=lambda c: abs(c - frame)))
    wrong = [c for c in left if all(abs(c - f) > 2 for f in truth.get("free", []))]
    hit = [any(a < t["end"] and b > t["start"] for a, b in gradual) for t in melts]
    false = [g for g in gradual if not any(g[0] < t["end"] and g[1] > t["start"] for t in melts)]
    if truth.get("gradual_unknown"):
        false = []
    return [found, len(known) - found, len(wrong), sum(hit), len(melts) - sum(hit), len(false)]


def tell(name, s):
    f1 = 2 * s[0] / max(1, 2 * s[0] + s[1] + s[2])
    print(f"{name:34} F1 {f1:.3f}  found {s[0]:4} missed {s[1]:3} wrong {s[2]:3}   "
          f"gradual {s[3]:3} of {s[3] + s[4]:3}, wrong {s[5]:3}")


def main():
    words = sys.argv[2:]
    films = [(pathlib.Path(f), json.loads(pathlib.Path(t).read_text()))
             for f, t in zip(words[::2], words[1::2])] or corpus()
    for name, watch in (("elara", lambda film: elara(sys.argv[1], film)), ("ffmpeg scdet=10", scdet)):
        total = [0] * 6
        start = time.monotonic()
        print(f"== {name}")
        for film, truth in films:
            one = score(truth, *watch(film))
            tell(film.name, one)
            total = [a + b for a, b in zip(total, one)]
        tell("all", total)
        print(f"{time.monotonic() - start:.1f} s")


if len(sys.argv) < 2:
    sys.exit(__doc__)
main()
