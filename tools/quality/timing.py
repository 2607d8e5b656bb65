# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
"""Hits, tempo, and how many of the parts play."""

import collections

from .papers import QUARTER, deviation, mean, median, plan_clock, share

HALF_FRAME_MS = 1000 / 24 / 2
SPAN_S = 600.0            # music that one orchestra is counted over
DRUMS = 9                 # the channel of unpitched percussion, which is not counted
EARLY = QUARTER // 4      # a player may begin so much before the bar that the note belongs to


def hits(piece):
    errors = [abs(float(row["error_ms"])) for row in piece.hits if row["hard"] == "1"]
    return {"hits.hard": len(errors),
            "hits.in_half_a_frame": share(sum(e <= HALF_FRAME_MS for e in errors), len(errors)),
            "hits.worst_ms": max(errors, default=None)}


def bar_seconds(plan, clock):
    """(bar, first tick, end tick, seconds) of each bar with music."""
    ends = [b["tick"] for b in plan["bars"][1:]] + [plan["ticks"]]
    return [(bar, bar["tick"], end, clock.seconds(end) - clock.seconds(bar["tick"]))
            for bar, end in zip(plan["bars"], ends) if bar["cue"] >= 0]


def tempo(piece, clock):
    """Largest deviation of a bar's tempo from the median of its cue, without the cue's last bar."""
    cues = collections.defaultdict(list)
    for bar, first, end, seconds in bar_seconds(piece.plan, clock):
        if seconds > 0:
            cues[bar["cue"]].append(60.0 * (end - first) / QUARTER / seconds)
    worst = []
    for bars in cues.values():
        if len(bars) >= 3:
            middle = median(bars[:-1])
            worst.append(max(abs(b / middle - 1.0) for b in bars[:-1]))
    return max(worst, default=None)


def active_shares(piece, clock):
    """Share of the parts that sound in each bar with music. A part belongs to the orchestra of a
    span of ten minutes of music when it plays in it."""
    bars = bar_seconds(piece.plan, clock)
    numbers = {b["tick"]: i for i, (b, *_) in enumerate(bars)}
    every = [b["tick"] for b in piece.plan["bars"]]
    playing = [set() for _ in bars]
    parts = [name.partition(" (")[0] for name in piece.midi.names]
    at = 0
    for note in piece.midi.notes:
        if note.channel == DRUMS:
            continue
        start = note.start + EARLY
        while at + 1 < len(every) and every[at + 1] <= note.start - QUARTER * 16:
            at += 1
        k = at
        while k < len(every) and every[k] < max(note.end - EARLY, start):
            later = every[k + 1] if k + 1 < len(every) else piece.plan["ticks"]
            if later > start and every[k] in numbers:
                playing[numbers[every[k]]].add(parts[note.part])
            k += 1
    result, span, seconds = [], [], 0.0
    for i, (_, _, _, length) in enumerate(bars):
        span.append(playing[i])
        seconds += length
        if seconds >= SPAN_S or i + 1 == len(bars):
            orchestra = len(set().union(*span))
            result += [len(p) / orchestra for p in span] if orchestra else []
            span, seconds = [], 0.0
    return result


def measure(piece):
    clock = plan_clock(piece.plan)
    active = active_shares(piece, clock)
    return {**hits(piece), "tempo.worst": tempo(piece, clock),
            "tempo.worst_performed": tempo(piece, piece.midi.clock),
            "parts.active": mean(active), "parts.active_sd": deviation(active)}
