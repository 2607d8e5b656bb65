#!/usr/bin/env python3
# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
"""What bench/sound.sh measured, as a Markdown table of medians and ratios.

usage: sound_table.py RESULTS      lines of: round key field value"""

import collections
import statistics
import sys

values = collections.defaultdict(list)
for line in open(sys.argv[1], encoding="utf-8"):
    fields = line.split()
    if len(fields) == 4:
        values[fields[1], fields[2]].append(float(fields[3]))


def median(key, field):
    return statistics.median(values[key, field]) if values[key, field] else None


def text(value, unit, ratio_to=None):
    """VALUE, and how many times RATIO_TO it is."""
    if value is None:
        return "not measured"
    digits = 2 if value < 10 else 1 if value < 100 else 0
    out = f"{value:.{digits}f} {unit}"
    if ratio_to:
        out += f" ({value / ratio_to:.1f} ×)"
    return out


def row(*cells):
    print("| " + " | ".join(cells) + " |")


def voices():
    row("voices, dry, one thread", "ns a voice and frame", "against")
    row("---", "---", "---")
    for ours, peer, name in (("normal", "fluid4", "FluidSynth, 4th order"),
                             ("high", "fluid7", "FluidSynth, 7th order")):
        mine, theirs = median(f"voice/{ours}", "ns"), median(f"voice/{peer}", "ns")
        row(f"Elara {ours}", text(mine, "ns"), "")
        if theirs:
            row(name, text(theirs, "ns"), f"{theirs / mine:.1f} × {ours}")
    print()


PLAYERS = (("elara1", "Elara normal, hall, 1 thread"), ("elara2", "Elara normal, hall, 2 threads"),
           ("high1", "Elara high, hall, 1 thread"), ("high2", "Elara high, hall, 2 threads"),
           ("fluid", "FluidSynth as it comes (256 voices)"),
           ("fluid4096", "FluidSynth, 4096 voices"), ("timidity", "TiMidity++"))


def cpu_of(key):
    user, system = median(key, "user"), median(key, "system")
    return None if user is None else user + system


def pieces():
    names = sorted({key.split("/")[1] for key, _ in list(values) if key.startswith("piece/")})
    for name in names:
        row(f"{name}, whole", "wall", "CPU", "peak memory", "Elara normal is faster by (CPU; wall of 1, 2 threads)")
        row("---", "---", "---", "---", "---")
        ours = [median(f"piece/{name}/elara{n}", "wall") for n in (1, 2)]
        mine = cpu_of(f"piece/{name}/elara1")
        for player, title in PLAYERS:
            key = f"piece/{name}/{player}"
            wall = median(key, "wall")
            if wall is None:
                continue
            cpu = cpu_of(key)
            against = ""
            if not player.startswith(("elara", "high")) and all(ours):
                against = f"{cpu / mine:.1f} ×; {wall / ours[0]:.1f} ×, {wall / ours[1]:.1f} ×"
            row(title, text(wall, "s"), text(cpu, "s"), text(median(key, "kib") / 1024, "MiB"),
                against)
        print()


def starts():
    row("nothing to first sound", "Elara", "FluidSynth")
    row("---", "---", "---")
    for kind in ("sf2", "sf3"):
        mine = median(f"start/{kind}/elara", "start_ms")
        if mine:
            row(kind.upper(), text(mine, "ms"),
                text(median(f"start/{kind}/fluid", "start_ms"), "ms", mine))
    print()


def live():
    row("256 voices live, blocks of 64", "of a core", "median block",
        "worst block, 40 keys struck", "worst to median")
    row("---", "---", "---", "---", "---")
    for quality in ("normal", "high"):
        key = f"live/{quality}"
        if median(key, "percent") is not None:
            row(quality, text(median(key, "percent"), "%"), text(median(key, "median_us"), "µs"),
                text(median(key, "worst_us"), "µs"), text(median(key, "worst_to_median"), "×"))


voices()
pieces()
starts()
live()
