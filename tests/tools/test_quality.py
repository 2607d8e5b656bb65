#!/usr/bin/env python3
# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
"""The measures of tools/quality on small music whose faults were put there. Prints TAP."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
from quality import critic, melody, papers, table, tension, themes, timing, voices  # noqa: E402

Q = papers.QUARTER
count = failed = 0


def ok(condition, name, *evidence):
    global count, failed
    count += 1
    print(f"{'ok' if condition else 'not ok'} {count} - {name}")
    if not condition:
        failed += 1
        for thing in evidence:
            print(f"# {thing}")


def near(got, expected, tolerance, name):
    good = got is not None and abs(got - expected) <= tolerance
    ok(good, name, f"got {got}, expected {expected} +- {tolerance}")


def line(role, pitches, phrase=0, order=0, theme=-1, start=0, length=Q):
    notes = [[start + i * length, length, p, "normal", 0, 0] for i, p in enumerate(pitches)]
    return {"role": role, "phrase": phrase, "order": order, "theme": theme, "notes": notes}


def phrase(ensemble="chorale", cadence="authentic", bars=8, tick=0, end=100 * Q, cue=0):
    return {"ensemble": ensemble, "texture": "", "cadence": cadence, "bar_count": bars,
            "tick": tick, "end": end, "cue": cue, "treatment": "state", "form": "statement"}


def chord(tick, length, root, quality, tonic=0):
    return {"tick": tick, "duration": length, "root": root, "quality": quality, "tonic": tonic}


def piece(lines, chords=(), phrases=None, **more):
    sketch = {"themes": [], "phrases": phrases or [phrase()], "chords": list(chords),
              "lines": lines}
    return papers.Piece(more.get("story"), more.get("plan"), sketch, more.get("hits"),
                        more.get("midi"))


# --- voice leading

CLEAN = ([72, 71, 72, 74] * 6, [64, 67, 67, 65] * 6, [48, 43, 40, 38] * 6)


def faults(*parts):
    roles = ["melody", "inner voice", "bass"]
    return voices.measure(piece([line(r, p) for r, p in zip(roles, parts)]))


def test_voices():
    clean = faults(*CLEAN)
    ok(clean["voices.slices"] == 24, "every slice is judged", clean)
    near(clean["voices.parallel_fifths"], 0, 0, "clean: no fifths")
    near(clean["voices.parallel_octaves"], 0, 0, "clean: no octaves")
    near(clean["voices.crossings"], 0, 0, "clean: no crossing")
    top, middle, bass = (list(p) for p in CLEAN)
    top[2:4], middle[2:4] = [71, 74], [64, 67]
    near(faults(top, middle, bass)["voices.parallel_fifths"], 100 / 24, 1e-9, "one pair of fifths")
    top, middle, bass = (list(p) for p in CLEAN)
    top[2:4], bass[2:4] = [72, 74], [48, 50]
    near(faults(top, middle, bass)["voices.parallel_octaves"], 200 / 24, 1e-9,
         "octaves, there and back")
    doubled = [p + 12 for p in CLEAN[2]]
    near(faults(CLEAN[0], doubled, CLEAN[2])["voices.parallel_octaves"], 0, 0,
         "a voice that doubles another throughout is meant")
    middle = list(CLEAN[1])
    middle[5] = 79
    near(faults(CLEAN[0], middle, CLEAN[2])["voices.crossings"], 100 / 24, 1e-9, "one crossing")


def test_tendencies():
    def of(second, third):
        lines = [line("melody", [77, second, 71, third], length=4 * Q),
                 line("bass", [43, 48, 43, 48], length=4 * Q)]
        chords = [chord(i * 4 * Q, 4 * Q, root, quality) for i, (root, quality) in enumerate(
            [(7, "dominant seventh"), (0, "major"), (7, "major"), (0, "major")])]
        return voices.measure(piece(lines, chords))
    good, bad = of(76, 72), of(81, 67)
    near(good["voices.sevenths"], 0, 0, "a seventh that falls")
    near(good["voices.leading_tones"], 0, 0, "a leading tone that rises")
    near(bad["voices.sevenths"], 1, 0, "a seventh that leaps away")
    near(bad["voices.leading_tones"], 1, 0, "a leading tone that falls away")


# --- tension

def flat(seconds, **curves):
    rows = {name: [60.0] * (10 * seconds) for name in tension.WEIGHTS}
    for name, value in curves.items():
        rows[name] = [value(i / 10) for i in range(10 * seconds)]
    return rows


def test_tension():
    rise = tension.predict(flat(60, loudness=lambda t: t))
    ok(len(rise) == 240, "four values a second", len(rise))
    ok(all(b > a for a, b in zip(rise, rise[1:])), "a crescendo is a line that rises")
    still = tension.predict(flat(60))
    ok(max(map(abs, still)) < 1e-9, "what does not change is no tension", max(map(abs, still)))
    slower = tension.predict(flat(60, tempo=lambda t: 120 - t))
    ok(slower[-1] > slower[0], "slowing down counts as rising, a little")
    ok(slower[-1] < rise[-1] / 5, "far less than a crescendo", slower[-1], rise[-1])
    hill = tension.predict(flat(80, loudness=lambda t: 40 - abs(t - 40)))
    top = max(range(len(hill)), key=hill.__getitem__) / 4
    near(top, 40, 4, "a swell has its peak at its top")


def midi(notes, expression=None, seconds=60):
    clock = papers.Clock([(0, 0.0), (2 * Q * seconds, float(seconds))])
    return papers.Midi(sorted(notes), clock, expression or {}, ["", "Viola", "Viola (pizz.)"])


def test_features():
    notes = [papers.MidiNote(0, 40 * Q, 60, 100, 1, 0),
             papers.MidiNote(20 * Q, 40 * Q, 61, 100, 1, 0)]
    swell = {(1, 0): [(0, 64), (10 * Q, 127)]}
    rows = tension.features(midi(notes, swell), 0.0, 20.0)
    ok(rows["loudness"][0] < rows["loudness"][60] < rows["loudness"][150],
       "CC11 and a second note are louder")
    near(rows["pitch"][150], 60.5, 1e-9, "mean pitch")
    near(rows["dissonance"][150], 1.428, 1e-9, "a semitone is Huron's")
    near(rows["tempo"][0], 120, 1e-6, "tempo of the clock")
    arc = {"start_s": 0.0, "arc": [{"time_s": t, "feeling": {"tension": x}}
                                   for t, x in ((0.0, 0.0), (10.0, 1.0))]}
    curve = tension.target(arc, 41)
    near(curve[20], 0.5, 1e-9, "the arc between two points")
    near(tension.peak_distance(curve, [0.0] * 32 + [1.0] + [0.0] * 8), 2.0, 1e-9,
         "two seconds from the peak")


# --- melody and themes

TUNE = [60, 64, 62, 67, 65, 72, 71, 69, 62, 64, 60, 59, 66, 68, 63, 70]


def test_melody():
    a = [melody.tokens_of(line("melody", TUNE)["notes"])]
    other = [60, 61, 58, 65, 60, 68] + [p + 5 for p in TUNE] + [50, 60, 51, 62]
    b = [melody.tokens_of(line("melody", other)["notes"])]
    c = [melody.tokens_of(line("melody", TUNE, length=Q // 2)["notes"])]
    near(melody.shared_share(a, [b]), 1.0, 0, "a tune inside another, transposed")
    ok(melody.longest_shared(a, b) == 16, "all 16 notes of it", melody.longest_shared(a, b))
    near(melody.shared_share(a, [c]), 0.0, 0, "another rhythm is another tune")
    same = [melody.tokens_of(line("melody", [60] * 40)["notes"])]
    ok(melody.longest_shared(same, same) == 0, "one repeated note tells nothing")
    found = melody.between_stories({"x": {1: a}, "y": {1: b}, "z": {1: c}})
    near(found["x"][0]["novelty.stories"], 1.0, 0, "found between stories")
    near(found["z"][0]["novelty.stories"], 0.0, 0, "and not where it is not")
    twice = {"phrases": [phrase()], "lines": [line("melody", TUNE[:9] + TUNE[:9])]}
    # 17 steps make 10 cells; the first and the last are the same.
    near(melody.repetition(twice), 0.2, 1e-9, "a cell that comes twice")
    ended = melody.phrases({"phrases": [phrase(), phrase(cadence="half"), phrase(bars=4),
                                        phrase(cadence="open")]})
    near(ended["phrases.authentic"], 2 / 3, 1e-9, "cadences of those that close")
    near(ended["phrases.commonest"], 3 / 4, 1e-9, "the commonest length")


def test_within():
    plan = [{"movement": 0}, {"movement": 1}]
    lines = [line("melody", TUNE), line("melody", TUNE, phrase=1, start=200 * Q)]
    sketch = {"phrases": [phrase(), phrase(cue=1)], "lines": lines}
    near(melody.within(sketch, plan)["share"], 1.0, 0, "a movement that copies the one before")
    lines[1]["theme"] = 0
    ok(melody.within(sketch, plan)["share"] is None, "but a theme may come back")


def test_counter():
    tune = line("melody", TUNE)
    same = line("counter-melody", [p - 12 for p in TUNE])
    free = line("counter-melody", [50, 48, 53, 47, 52, 45, 50, 48], start=Q // 2, length=2 * Q)
    for second, share, name in ((same, 0.0, "a shadow is not independent"),
                                (free, 1.0, "a free voice is")):
        sketch = {"phrases": [phrase()], "lines": [tune, second]}
        near(melody.counters(sketch)["counter.pass"], share, 0, name)


def theme(degrees):
    notes = [{"tick": i * Q, "duration": Q, "degree": d, "alter": 0}
             for i, d in enumerate(degrees)]
    return {"mode": "major", "head_notes": 6, "notes": notes, "role": 0}


def test_themes():
    first, second = theme([0, 4, 3, 7, 5, 6, 2, 1, 0, 3]), theme([7, 6, 5, 4, 4, 3, 1, 2, 0, 0])
    head = themes.theme_notes(first)[:6]
    ok(head[1][2] == 67, "degrees become pitches", head)
    ok(themes.is_found(head, [(2 * t, d, p + 5) for t, d, p in head]),
       "augmented and transposed it is found")
    shadow = [(t, d, 127 - p) for t, d, p in head]
    ok(themes.is_found(head, shadow), "inverted too: rhythm and intervals stay")
    other = [(i * i * Q, Q, p) for i, p in enumerate([60, 60, 60, 59, 59, 58, 58, 57])]
    ok(not themes.is_found(head, other), "something else is not")
    near(themes.jaccard(themes.theme_grams(first), themes.theme_grams(second)), 0, 0,
         "two themes share nothing")
    near(themes.likest_between([{"themes": [first]}, {"themes": [first]}]), 1, 0,
         "one theme shares all with itself")


def test_presence():
    plan = {"tempo": [{"tick": 0, "time_s": 0.0}, {"tick": 200 * Q, "time_s": 100.0}],
            "cues": [{"start_s": 0.0, "end_s": 40.0}],
            "themes": [{"kind": "person", "role": "protagonist", "person": 0, "name": "A"}]}
    scenes = [{"start_s": 0.0, "end_s": 20.0}, {"start_s": 20.0, "end_s": 40.0},
              {"start_s": 60.0, "end_s": 80.0}]
    story = {"scenes": scenes, "elements": [{"person": 0, "scene": s} for s in range(3)]}
    stated = piece([line("melody", TUNE, theme=0)], plan=plan, story=story)
    stated.sketch["themes"].append(theme([0, 4, 3, 7, 5, 6]))
    rows = themes.presence(stated)
    ok(rows == [("A", 2, 1, 1, 1)], "heard in one of the two scenes with music", rows)


# --- timing

def test_timing():
    rows = [{"hard": "1", "error_ms": "-3.0"}, {"hard": "1", "error_ms": "30"},
            {"hard": "0", "error_ms": "400"}]
    found = timing.hits(piece([], hits=rows))
    near(found["hits.in_half_a_frame"], 0.5, 0, "one of two hard hits")
    near(found["hits.worst_ms"], 30, 0, "the worst of them")
    bars = [{"tick": i * 4 * Q, "cue": 0} for i in range(4)]
    plan = {"bars": bars, "ticks": 16 * Q}
    clock = papers.Clock([(0, 0.0), (8 * Q, 4.0), (12 * Q, 6.5), (16 * Q, 20.0)])
    near(timing.tempo(piece([], plan=plan), clock), 0.2, 1e-9,
         "a slow bar counts, the last does not")
    notes = [papers.MidiNote(0, 8 * Q, 60, 90, 1, 0), papers.MidiNote(8 * Q, 9 * Q, 60, 90, 2, 0),
             papers.MidiNote(12 * Q - 200, 13 * Q, 60, 90, 0, 0)]
    active = timing.active_shares(piece([], plan=plan, midi=midi(notes)), clock)
    ok(active == [0.5, 0.5, 0.5, 0.5], "a viola that plucks is one viola; early is on time", active)


# --- MIDI and the table

def test_midi():
    track = bytes([0, 0xff, 3, 2]) + b"Vn" + bytes([0, 0xff, 0x51, 3, 0x0f, 0x42, 0x40]) + bytes(
        [0, 0x90, 60, 100, 0, 0xb0, 11, 77]) + bytes([0x9a, 0x20, 0x90, 60, 0, 0, 0xff, 0x2f, 0])
    data = (b"MThd" + (6).to_bytes(4, "big") + bytes([0, 1, 0, 1]) + Q.to_bytes(2, "big")
            + b"MTrk" + len(track).to_bytes(4, "big") + track)
    read = papers.read_midi(data)
    ok(read.names == ["Vn"], "the name of a track", read.names)
    ok(read.notes == [papers.MidiNote(0, 3360, 60, 100, 0, 0)], "a note", read.notes)
    ok(read.expression == {(0, 0): [(0, 77)]}, "its CC11", read.expression)
    near(read.clock.seconds(3360), 1.0, 1e-9, "at 60 quarters a minute")


def test_emotion():
    rows = [{"target": {"valence": v, "arousal": a},
             "estimate": {"valence": .17 + v / 2, "arousal": .06 - a}}
            for v, a in ((.5, .5), (-.5, .25), (.25, -.5), (-.25, -.25))]
    found = critic.emotion_numbers(rows)
    near(found["emotion.valence"], 1, 1e-9, "valence as asked")
    near(found["emotion.arousal"], -1, 1e-9, "arousal the wrong way round")
    near(found["emotion.quadrant"], 0, 0, "no cue in its quadrant")


def test_table():
    row = table.Row("x", "x", .12, .63, "%", "")
    ok(table.cell(row, [.3, .4, .5]) == "40 % (50 %)", "median and worst", table.cell(row, [.3, .4, .5]))
    ok(table.cell(row, [.05, .06, .07]) == "**6.0 % (5.0 %)**", "a miss is bold")
    ok(table.cell(row, [None]) == "–", "nothing measured")
    keys = [r.key for r in table.EVERY_ROW]
    ok(len(keys) == len(set(keys)), "each measure once")
    numbers = {"a": [{"realism.z": 0.9}], "b": [{"realism.z": 2.0}]}
    told = table.summary(numbers, {})
    ok(told[0].startswith("MISS  realism.z ") and "(b)" in told[0], "one story that misses", told)
    told = table.summary({"a": numbers["a"]}, {})
    ok(told[0].startswith("PASS"), "and one that does not", told)
    text = table.markdown(numbers, {}, ["a", "b"], ["note"])
    ok("| 0.90 | **2.00** |" in text, "the table has both", text[:400])


def main():
    print("TAP version 13\n# quality")
    for test in (test_voices, test_tendencies, test_tension, test_features, test_melody,
                 test_within, test_counter, test_themes, test_presence, test_timing, test_midi,
                 test_emotion, test_table):
        test()
    print(f"1..{count}")
    return 1 if failed else 0


sys.exit(main())
