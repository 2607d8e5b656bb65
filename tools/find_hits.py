#!/usr/bin/env python3
# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
"""Are the hits heard where they should be? Knows the audio and hits.csv only.

  find_hits.py AUDIO hits.csv      a row for each hard hit; exit 1 if one is missed

Onsets are found in the whole recording first, without a look at the hits: the
energy in 24 bands (10.7 ms windows, every ms), the mean rise in dB within
8 ms, half-wave rectified; its peaks that stand 3 dB above the median of the
second around them and are the highest within 30 ms are onsets. (Spectral flux
on log bands; Dixon, Onset Detection Revisited, DAFx 2006.) A hit is met when
an onset lies from 5 ms before to 15 ms after it. How often a moment taken at
random would be met is printed too: the share of such windows over all
milliseconds of the music. Needs numpy and ffmpeg.
"""

import csv
import subprocess
import sys

import numpy as np

RATE = 48000
HOP = RATE // 1000
WINDOW = 512
RISE = 8  # hops
EARLY_MS, LATE_MS = 5.0, 15.0


def load(path):
    raw = subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", "-i", path, "-map", "0:a:0", "-ac", "1", "-ar", str(RATE), "-f", "f32le", "-"],
        stdout=subprocess.PIPE, check=True).stdout
    return np.frombuffer(raw, np.float32)


def band_levels(x):
    """dB of each band every millisecond: frames x 24."""
    freqs = np.fft.rfftfreq(WINDOW, 1 / RATE)
    edges = np.geomspace(60, 16000, 25)
    bands = [np.flatnonzero((freqs >= a) & (freqs < b)) for a, b in zip(edges, edges[1:])]
    bands = [b if len(b) else np.array([np.abs(freqs - (lo + hi) / 2).argmin()]) for b, lo, hi in zip(bands, edges, edges[1:])]
    window = np.hanning(WINDOW).astype(np.float32)
    count = max(0, (len(x) - WINDOW) // HOP)
    levels = np.empty((count, 24), np.float32)
    for at in range(0, count, 8000):
        index = np.arange(at, min(count, at + 8000))[:, None] * HOP + np.arange(WINDOW)
        power = np.abs(np.fft.rfft(x[index] * window, axis=1)) ** 2
        levels[at:at + len(power)] = np.stack([power[:, b].sum(1) for b in bands], 1)
    return 10 * np.log10(levels + 1e-6)  # about -85 dB full scale: below is silence


def onsets(x):
    """Times in seconds, and by how many dB each rises."""
    levels = band_levels(x)
    rise = np.zeros(len(levels), np.float32)
    rise[RISE:] = np.maximum(levels[RISE:] - levels[:-RISE], 0).mean(1)
    rise = np.convolve(rise, np.ones(3) / 3, "same")
    found = []
    for start in range(0, len(rise), 250):  # the median of the second around it
        low = np.median(rise[max(0, start - 375):start + 625]) + 3
        for i in range(start, min(start + 250, len(rise))):
            around = rise[max(0, i - 30):i + 31]
            if rise[i] >= low and rise[i] >= around.max():
                found.append(i)
    found = np.array(found, int)
    # The rise is from the window RISE hops before: its middle is half of that ago.
    return (found * HOP + WINDOW / 2 - RISE * HOP / 2) / RATE, rise[found]


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    times, rises = onsets(load(sys.argv[1]))
    with open(sys.argv[2], newline="", encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file) if r["hard"] == "1"]
    missed = 0
    for row in rows:
        planned = float(row["planned_s"])
        off = (times - planned) * 1000
        inside = np.flatnonzero((off >= -EARLY_MS) & (off <= LATE_MS))
        nearest = off[np.abs(off).argmin()] if len(off) else float("nan")
        best = inside[rises[inside].argmax()] if len(inside) else -1
        missed += best < 0
        verdict = f"met   {off[best]:+6.1f} ms, rises {rises[best]:4.1f} dB" if best >= 0 else f"MISSED, nearest {nearest:+.0f} ms"
        print(f"{planned:10.3f} s  {verdict}  {row['cue']}: {row['what'][:40]}")
    covered = np.zeros(int(times[-1] * 1000) + 30 if len(times) else 1, bool)
    for t in times:
        covered[max(0, int(t * 1000 - LATE_MS)):int(t * 1000 + EARLY_MS) + 1] = True
    print(f"{len(rows) - missed} of {len(rows)} hard hits met; {len(times)} onsets; a random moment is met {covered.mean():.0%} of the time")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
