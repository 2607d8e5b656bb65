# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
"""The melodies of the sketch: what recurs, what is new, how phrases end, whether a second
melody is independent.

A token is a step of a melody: (interval in semitones, time to the next onset in eighths of a
quarter). A run of n tokens is an n-gram; it counts as telling with at least four different
intervals.
"""

import collections
import itertools

from .papers import QUARTER, correlation, mean, median, share

CADENCES = ("authentic", "half", "plagal", "deceptive")
TELLING = 4
GRAM = 12
CELL = 8
EIGHTH = QUARTER // 8
COUNTER_OVERLAP, COUNTER_LIKENESS = 0.6, 0.4


def tokens_of(notes):
    """Of (tick, duration, pitch, ...) one after another."""
    return [(b[2] - a[2], min(64, max(1, round((b[0] - a[0]) / EIGHTH))))
            for a, b in itertools.pairwise(notes)]


def top(notes):
    """One note an onset: the highest."""
    best = {}
    for note in notes:
        if note[0] not in best or note[2] > best[note[0]][2]:
            best[note[0]] = note
    return [best[tick] for tick in sorted(best)]


def melodies(sketch, wanted=lambda line: True):
    """Per cue the notes of its melody lines in the order of time."""
    cues = collections.defaultdict(list)
    for line in sketch["lines"]:
        if line["role"] == "melody" and wanted(line):
            cues[sketch["phrases"][line["phrase"]]["cue"]] += line["notes"]
    return {cue: top(notes) for cue, notes in sorted(cues.items())}


def melody_tokens(sketch, wanted=lambda line: True):
    """Lists of tokens, one a cue."""
    return [tokens_of(notes) for notes in melodies(sketch, wanted).values()]


def grams(tokens, size):
    return [tuple(tokens[i:i + size]) for i in range(len(tokens) - size + 1)]


def telling_grams(lists, size=GRAM):
    return [g for tokens in lists for g in grams(tokens, size)
            if len({interval for interval, _ in g}) >= TELLING]


# --- between pieces ---------------------------------------------------------------------------

def shared_share(lists, others):
    """Share of the telling 12-grams of LISTS that some other piece has."""
    known = set()
    for other in others:
        known.update(telling_grams(other))
    mine = telling_grams(lists)
    return share(sum(g in known for g in mine), len(mine))


def longest_shared(lists, other):
    """Notes of the longest telling run that both have. The parts of a shared run are shared, so
    halving finds the longest of any kind; from there on downwards, the first that is telling."""
    def common(size):
        known = {g for tokens in other for g in grams(tokens, size)}
        return [g for tokens in lists for g in grams(tokens, size) if g in known]
    low, high = 0, max((len(t) for t in lists), default=0)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if common(middle) else (low, middle - 1)
    for size in range(low, TELLING - 1, -1):
        if any(len({interval for interval, _ in g}) >= TELLING for g in common(size)):
            return size + 1
    return 0


def between_stories(tokens):
    """TOKENS: story -> seed -> lists. Per story the share and the longest run with any other story."""
    result = {}
    for story, seeds in tokens.items():
        others = [lists for name, by in tokens.items() if name != story for lists in by.values()]
        if not others:
            continue
        pooled = [t for lists in others for t in lists]
        result[story] = [{"novelty.stories": shared_share(lists, others),
                          "novelty.stories_run": longest_shared(lists, pooled)}
                         for lists in seeds.values()]
    return result


def between_seeds(tokens):
    """Per story, for each seed the share and the longest run with its other seeds."""
    result = {}
    for story, seeds in tokens.items():
        rows = []
        for seed, lists in seeds.items():
            others = [other for name, other in seeds.items() if name != seed]
            if others:
                pooled = [t for other in others for t in other]
                rows.append({"novelty.seeds": shared_share(lists, others),
                             "novelty.seeds_run": longest_shared(lists, pooled)})
        result[story] = rows
    return result


def within(sketch, cues):
    """A piece that goes on: what a movement's free melody has from the movements before it."""
    movements = collections.defaultdict(list)
    for cue, notes in melodies(sketch, lambda line: line["theme"] < 0).items():
        movements[cues[cue]["movement"]].append(tokens_of(notes))
    earlier, shared, total, longest = [], 0, 0, 0
    for _, lists in sorted(movements.items()):
        mine, known = telling_grams(lists), set(telling_grams(earlier))
        if earlier:
            shared += sum(g in known for g in mine)
            total += len(mine)
            longest = max(longest, longest_shared(lists, earlier))
        earlier += lists
    return {"movements": len(movements), "share": share(shared, total), "longest": longest}


# --- inside a piece -----------------------------------------------------------------------------

def repetition(sketch):
    """Share of the 8-note cells that occur at least twice."""
    counts = collections.Counter(g for tokens in melody_tokens(sketch) for g in grams(tokens, CELL))
    return share(sum(n for n in counts.values() if n > 1), sum(counts.values()))


def phrases(sketch):
    cadences = collections.Counter(p["cadence"] for p in sketch["phrases"])
    ended = sum(n for name, n in cadences.items() if name != "open")
    lengths = collections.Counter(p["bar_count"] for p in sketch["phrases"])
    result = {f"phrases.{name}": share(cadences[name], ended) for name in CADENCES}
    result["phrases.closed"] = ended
    result["phrases.open"] = share(cadences["open"], len(sketch["phrases"]))
    result["phrases.bars"] = median(p["bar_count"] for p in sketch["phrases"])
    result["phrases.commonest"] = share(max(lengths.values(), default=0), len(sketch["phrases"]))
    return result


def pitch_at(notes, tick):
    return next((n[2] for n in notes if n[0] <= tick < n[0] + n[1]), None)


def independence(counter, melody):
    """(share of the counter-melody's onsets that the melody has too, r of their contours)."""
    reach = QUARTER // 32
    starts = sorted(n[0] for n in melody)
    together = mean(any(abs(n[0] - s) <= reach for s in starts) for n in counter)
    first, last = counter[0][0], counter[-1][0] + counter[-1][1]
    pairs = [(pitch_at(counter, t), pitch_at(melody, t))
             for t in range(first, last, QUARTER // 2)]
    pairs = [(a, b) for a, b in pairs if a is not None and b is not None]
    return together, correlation([a for a, _ in pairs], [b for _, b in pairs]) \
        if len(pairs) >= 6 else None


def counters(sketch):
    melody = collections.defaultdict(list)
    for line in sketch["lines"]:
        if line["role"] == "melody":
            melody[line["phrase"]] += line["notes"]
    good = total = 0
    overlaps, likeness = [], []
    for line in sketch["lines"]:
        against = top(melody[line["phrase"]])
        if line["role"] != "counter-melody" or len(line["notes"]) < 4 or len(against) < 4:
            continue
        together, r = independence(top(line["notes"]), against)
        overlaps.append(together)
        likeness.append(r)
        total += 1
        good += together <= COUNTER_OVERLAP and (r is None or r <= COUNTER_LIKENESS)
    return {"counter.lines": total, "counter.pass": share(good, total),
            "counter.overlap": median(overlaps), "counter.likeness": median(likeness)}


def measure(piece):
    return {"repetition.rep8": repetition(piece.sketch), **phrases(piece.sketch),
            **counters(piece.sketch)}
