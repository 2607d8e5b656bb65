# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
"""Voice leading of the sketch, before any instrument is chosen.

Five voices: melody, up to three inner voices, bass. A slice is a moment at which any of them
begins a note. Two voices that move in octaves for most of a phrase are one voice doubled, and
their octaves are meant.
"""

import bisect
import collections
import itertools

from .papers import mean, share

SETTINGS = {"chorale", "strings alone"}
DOUBLED = 0.6             # share of the slices in octaves that makes a doubling
SEVENTHS = {"dominant seventh", "dominant ninth"}


class Voice:
    """Notes (tick, end, pitch) of a line with one note at a time."""

    def __init__(self, notes):
        self.notes = notes
        self.order = [n[0] for n in notes]
        self.starts = set(self.order)

    def at(self, tick):
        """Pitch that sounds at TICK, or None."""
        i = bisect.bisect_right(self.order, tick) - 1
        return self.notes[i][2] if i >= 0 and tick < self.notes[i][1] else None


def is_chosen(phrase):
    return phrase["ensemble"] in SETTINGS or "chorale" in phrase["texture"]


def single(notes):
    """The line without chords: of notes that begin together the highest."""
    top = {}
    for tick, duration, pitch, *_ in notes:
        if tick not in top or pitch > top[tick][1]:
            top[tick] = (tick + duration, pitch)
    return [(tick, end, pitch) for tick, (end, pitch) in sorted(top.items())]


def voices_of(sketch):
    """Per phrase its voices from the top, by their mean pitch: a tune may lie in the bass."""
    rank = {"melody": 0, "inner voice": 1, "bass": 9}
    chosen = collections.defaultdict(list)
    for line in sketch["lines"]:
        if line["role"] in rank and line["notes"]:
            place = rank[line["role"]] + (line["order"] if line["role"] == "inner voice" else 0)
            chosen[line["phrase"]].append((place, single(line["notes"])))
    result = {}
    for phrase, lines in chosen.items():
        merged = collections.defaultdict(list)
        for place, notes in sorted(lines, key=lambda item: item[0]):
            merged[place] += notes
        voices = [Voice(sorted(notes)) for notes in merged.values()]
        result[phrase] = sorted(voices, key=lambda v: -mean(p for _, _, p in v.notes))
    return result


def doubled_pairs(columns):
    """Pairs of voices that go in octaves most of the time."""
    pairs = set()
    for a, b in itertools.combinations(range(len(columns)), 2):
        both = [(x - y) % 12 == 0 for x, y in zip(columns[a], columns[b])
                if x is not None and y is not None]
        if both and sum(both) >= DOUBLED * len(both):
            pairs.add((a, b))
    return pairs


def is_parallel(before, now, interval):
    (a, b), (c, d) = before, now
    return (c - a) * (d - b) > 0 and (a - b) % 12 == interval == (c - d) % 12


def faults_of_phrase(voices):
    """(parallel fifths, parallel octaves, slices with a crossing, slices)."""
    moments = sorted(set().union(*(v.starts for v in voices)))
    columns = [[v.at(t) for t in moments] for v in voices]
    attacked = [[t in v.starts for t in moments] for v in voices]
    exempt = doubled_pairs(columns)
    fifths = octaves = crossings = slices = 0
    for i in range(len(moments)):
        now = [c[i] for c in columns]
        sounding = [p for p in range(len(voices)) if now[p] is not None]
        if len(sounding) < 2:
            continue
        slices += 1
        crossings += any(now[b] > now[a] for a, b in itertools.pairwise(sounding)
                         if (a, b) not in exempt)
        if i == 0:
            continue
        for a, b in itertools.combinations(sounding, 2):
            before = columns[a][i - 1], columns[b][i - 1]
            if (a, b) in exempt or None in before or not (attacked[a][i] and attacked[b][i]):
                continue
            fifths += is_parallel(before, (now[a], now[b]), 7)
            octaves += is_parallel(before, (now[a], now[b]), 0)
    return fifths, octaves, crossings, slices


def next_pitch(voice, tick):
    """What VOICE does at TICK: the pitch that sounds then, or begins next."""
    pitch = voice.at(tick)
    if pitch is not None:
        return pitch
    return next((p for start, _, p in voice.notes if start >= tick), None)


def tendencies(voices, chords):
    """(sevenths, unresolved, leading tones, unresolved) of the outer voices at changes of chord."""
    counts = [0, 0, 0, 0]
    outer = [voices[0], voices[-1]] if len(voices) > 1 else voices
    for chord, after in itertools.pairwise(chords):
        change = after["tick"]
        if after["root"] == chord["root"] or change > chord["tick"] + chord["duration"]:
            continue
        for voice in outer:
            last, following = voice.at(change - 1), next_pitch(voice, change)
            if last is None or following is None:
                continue
            move = following - last
            if chord["quality"] in SEVENTHS and last % 12 == (chord["root"] + 10) % 12:
                counts[0] += 1
                counts[1] += move not in (0, -1, -2)
            leading = (chord["tonic"] + 11) % 12
            dominant = (chord["root"] - chord["tonic"]) % 12 in (7, 11)
            if dominant and last % 12 == leading and after["root"] == chord["tonic"]:
                counts[2] += 1
                counts[3] += move not in (0, 1)
    return counts


def measure(piece):
    faults, all_faults, chosen_tendency, all_tendency = ([0] * 4 for _ in range(4))
    chords = piece.sketch["chords"]
    for index, voices in voices_of(piece.sketch).items():
        phrase = piece.sketch["phrases"][index]
        inside = [c for c in chords if phrase["tick"] <= c["tick"] < phrase["end"]]
        wrong, found = faults_of_phrase(voices), tendencies(voices, inside)
        all_faults = [a + b for a, b in zip(all_faults, wrong)]
        all_tendency = [a + b for a, b in zip(all_tendency, found)]
        if is_chosen(phrase):
            chosen_tendency = [a + b for a, b in zip(chosen_tendency, found)]
            faults = [a + b for a, b in zip(faults, wrong)]
    fifths, octaves, crossings, slices = faults

    def rate(count, among=slices):
        return 100.0 * count / among if among >= 20 else None
    return {
        "voices.slices": slices,
        "voices.parallel_fifths": rate(fifths),
        "voices.parallel_octaves": rate(octaves),
        "voices.crossings": rate(crossings),
        "voices.seventh_count": chosen_tendency[0],
        "voices.leading_count": chosen_tendency[2],
        "voices.sevenths": share(chosen_tendency[1], chosen_tendency[0]),
        "voices.leading_tones": share(chosen_tendency[3], chosen_tendency[2]),
        "voices.parallels_everywhere": rate(all_faults[0] + all_faults[1], all_faults[3]),
        "voices.sevenths_everywhere": share(all_tendency[1], all_tendency[0]),
        "voices.leading_tones_everywhere": share(all_tendency[3], all_tendency[2]),
    }
