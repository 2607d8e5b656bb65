#!/usr/bin/env python3
# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
"""Draws the energy decay of halls, octave by octave.

usage: plot_hall.py HALL_TOOL OUT.png [NAME...]

HALL_TOOL is build/tests/sound/hall_tool; NAME defaults to three halls. Dashed:
the decay that was asked for, through the point where the curve passes -5 dB.
Needs matplotlib.
"""

import csv
import io
import subprocess
import sys

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot as plt

FLOOR_DB = -65.0
SHOWN = ("125", "500", "2000", "8000")  # Hz
COLOURS = ("#8c1c2b", "#c96f2d", "#3c7a6d", "#2f4b7c")


def read_hall(tool, name):
    text = subprocess.run([tool, name], capture_output=True, text=True,
                          check=True).stdout
    times, curves = (list(csv.DictReader(io.StringIO(part)))
                     for part in text.split("\n\n"))
    return {row["hz"]: row for row in times}, curves


def asked_line(seconds, decay, asked_s):
    start = next(s for s, d in zip(seconds, decay) if d <= -5.0)
    return ((start, start + (-5.0 - FLOOR_DB) / 60.0 * asked_s),
            (-5.0, FLOOR_DB))


def draw_hall(axes, name, times, curves):
    seconds = [float(row["seconds"]) for row in curves]
    for hz, colour in zip(SHOWN, COLOURS):
        decay = [float(row[hz]) for row in curves]
        asked = float(times[hz]["asked_s"])
        measured = float(times[hz]["measured_s"])
        axes.plot(seconds, decay, color=colour, linewidth=1.3,
                  label=f"{hz} Hz: {measured:.2f} s")
        axes.plot(*asked_line(seconds, decay, asked), color=colour,
                  linewidth=0.8, linestyle=(0, (4, 3)))
    longest = max(float(row["measured_s"]) for row in times.values())
    axes.set(title=name, xlabel="seconds", ylim=(FLOOR_DB, 1.0),
             xlim=(0.0, 1.1 * longest))
    axes.grid(color="#dddddd", linewidth=0.5)
    axes.legend(fontsize=7, loc="upper right", title="T30 as measured",
                title_fontsize=7)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    names = sys.argv[3:] or ["concert-hall", "cathedral", "crimson"]
    figure, axes = plt.subplots(1, len(names), figsize=(4 * len(names), 3.6),
                                sharey=True, squeeze=False)
    for place, name in zip(axes[0], names):
        draw_hall(place, name, *read_hall(sys.argv[1], name))
    axes[0][0].set_ylabel("energy yet to come, dB")
    figure.tight_layout()
    figure.savefig(sys.argv[2], dpi=90)


main()
