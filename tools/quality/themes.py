# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
"""The themes: are they where their people are, are they changed, told apart, and recognised?"""

import collections
import itertools
import math

from .melody import grams, tokens_of, top
from .papers import mean, plan_clock, share

ROLES = {"protagonist", "antagonist", "principal"}
LIKE = 0.7                # of the contour, the rhythm or the intervals of a head
LEAST = 4                 # notes of a head or of a fragment
SCORED_S = 4.0            # music in a scene that counts
SCALES = {"major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 10),
          "dorian": (0, 2, 3, 5, 7, 9, 10), "phrygian": (0, 1, 3, 5, 7, 8, 10),
          "lydian": (0, 2, 4, 6, 7, 9, 11), "mixolydian": (0, 2, 4, 5, 7, 9, 10)}
# An interval by its number, so that major and minor are alike: semitones -> unison, second ...
NUMBERS = (0, 1, 1, 2, 2, 3, 3, 4, 5, 5, 6, 6)


def theme_notes(theme):
    """(tick, duration, pitch) of the theme at rest."""
    scale = SCALES[theme["mode"]]
    return [(n["tick"], n["duration"],
             60 + 12 * (n["degree"] // 7) + scale[n["degree"] % 7] + n["alter"])
            for n in theme["notes"]]


def number_of(interval):
    size = abs(interval)
    return 7 * (size // 12) + NUMBERS[size % 12]


def steps(notes):
    return [b[2] - a[2] for a, b in itertools.pairwise(notes)]


def spacings(notes):
    return [max(1, b[0] - a[0]) for a, b in itertools.pairwise(notes)]


def sign(x):
    return (x > 0) - (x < 0)


def likeness(head, notes):
    """(contour, rhythm, interval set) of NOTES against HEAD, equally many, each 0..1. Rhythm is
    compared as ratios of neighbouring spacings: an augmented theme has the same."""
    a, b = steps(head), steps(notes)
    contour = mean(sign(x) == sign(y) for x, y in zip(a, b))
    ratios = [[math.log2(y / x) for x, y in itertools.pairwise(spacings(line))]
              for line in (head, notes)]
    rhythm = mean(abs(x - y) < 0.3 for x, y in zip(*ratios)) if ratios[0] else 0.0
    common = collections.Counter(map(number_of, a)) & collections.Counter(map(number_of, b))
    return contour, rhythm, sum(common.values()) / len(a)


def is_found(head, notes):
    """Whether the head, or as much of it as there are notes, is somewhere in the line."""
    size = min(len(head), len(notes))
    if size < LEAST:
        return False
    return any(sum(x >= LIKE for x in likeness(head[:size], notes[i:i + size])) >= 2
               for i in range(len(notes) - size + 1))


def best_likeness(head, notes):
    """The largest sum of the three likenesses over the line, or 0."""
    size = min(len(head), len(notes))
    if size < LEAST:
        return 0.0
    return max(sum(likeness(head[:size], notes[i:i + size]))
               for i in range(len(notes) - size + 1))


def heads(sketch):
    return [theme_notes(t)[:max(LEAST, t["head_notes"])] for t in sketch["themes"]]


def found_shares(sketch):
    """(share of statements with their own head, share with the head of another theme, share in
    which no other head is more alike)."""
    known = heads(sketch)
    own = chance = total = tries = named = 0
    for line in sketch["lines"]:
        if line["role"] != "melody" or line["theme"] < 0 or not line["notes"]:
            continue
        notes = top(line["notes"])
        total += 1
        own += is_found(known[line["theme"]], notes)
        alike = [best_likeness(head, notes) for head in known]
        named += alike[line["theme"]] > 0 and alike[line["theme"]] >= max(alike) - 1e-9
        for i, head in enumerate(known):
            if i != line["theme"]:
                tries += 1
                chance += is_found(head, notes)
    return share(own, total), share(chance, tries), share(named, total)


def jaccard(a, b):
    return len(a & b) / len(a | b) if a | b else 0.0


def theme_grams(theme):
    return set(grams(tokens_of(theme_notes(theme)), 8))


def likest_themes(sketch):
    sets = [theme_grams(t) for t in sketch["themes"]]
    return max((jaccard(a, b) for a, b in itertools.combinations(sets, 2)), default=None)


def likest_between(sketches):
    """The largest Jaccard of two theme books."""
    books = [set().union(*(theme_grams(t) for t in s["themes"])) for s in sketches]
    return max((jaccard(a, b) for a, b in itertools.combinations(books, 2)), default=None)


def presence(piece):
    """Per principal (name, scored scenes, those with the theme, treatments, forms)."""
    plan, sketch = piece.plan, piece.sketch
    clock = plan_clock(plan)
    spans, treatments, forms = (collections.defaultdict(list) for _ in range(3))
    for line in sketch["lines"]:
        if line["theme"] < 0 or not line["notes"]:
            continue
        role = sketch["themes"][line["theme"]]["role"]
        phrase = sketch["phrases"][line["phrase"]]
        last = line["notes"][-1]
        spans[role].append((clock.seconds(line["notes"][0][0]),
                            clock.seconds(last[0] + last[1])))
        treatments[role].append(phrase["treatment"])
        forms[role].append(phrase["form"])
    scenes_of = collections.defaultdict(set)
    for element in piece.story["elements"]:
        if element["person"] >= 0 and element["scene"] >= 0:
            scenes_of[element["person"]].add(element["scene"])
    rows = []
    for index, theme in enumerate(plan["themes"]):
        if theme["kind"] != "person" or theme["role"] not in ROLES:
            continue
        scored = [piece.story["scenes"][s] for s in sorted(scenes_of[theme["person"]])
                  if music_in(plan["cues"], piece.story["scenes"][s]) >= SCORED_S]
        heard = sum(any(a < s["end_s"] and b > s["start_s"] for a, b in spans[index])
                    for s in scored)
        rows.append((theme["name"], len(scored), heard, len(set(treatments[index])),
                     len(set(forms[index]))))
    return rows


def music_in(cues, scene):
    return sum(max(0.0, min(c["end_s"], scene["end_s"]) - max(c["start_s"], scene["start_s"]))
               for c in cues)


def measure(piece):
    own, chance, named = found_shares(piece.sketch)
    result = {"themes.found": own, "themes.found_other": chance,
              "themes.named": named,
              "themes.likest": likest_themes(piece.sketch)}
    if piece.story:
        rows = [r for r in presence(piece) if r[1]]
        result["themes.present"] = mean(heard / scored for _, scored, heard, _, _ in rows)
        result["themes.present_lowest"] = min((h / s for _, s, h, _, _ in rows), default=None)
        result["themes.treatments"] = mean(r[3] for r in rows)
        result["themes.forms"] = mean(r[4] for r in rows)
        result["themes.by_person"] = rows
    return result
