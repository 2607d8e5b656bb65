# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
"""How tense the music is, by the model of Farbood (2012) with the weights of TenseMusic
(Barchet, Rimmele and Pelofi 2024), from the MIDI file that Elara writes.

Five features at 10 Hz, smoothed over a second and scaled to mean 0, deviation 1 within a cue:

  loudness     (sum over sounding notes of (velocity/127)^4 (CC11/127)^4)^0.3: power by the
               square law of General MIDI, then Stevens's law
  dissonance   minus the mean consonance (Huron 1994) of the sounding pairs of pitch classes
  pitch        mean pitch of what sounds
  onset rate   different onsets in the second around
  tempo        quarter notes per minute as performed

Every quarter of a second a listener hears the slope of a feature in the 3 s to come (attention).
Where the prediction of the last 2 s (memory) went the same way, the slope counts five times. Each
slope is a ramp of 3 s that starts from the prediction so far; the prediction is the mean of the
ramps that overlap. The curve is the weighted sum over the features.
"""

import bisect
import math

from .papers import correlation, deviation, mean, median, plan_clock

WEIGHTS = {"loudness": .567, "dissonance": .194, "pitch": .121, "onsets": .031, "tempo": -.057}
FEATURE_HZ = 10
STEP_S = 0.25
ATTENTION_S, MEMORY_S = 3.0, 2.0
TREND = 5.0
SHORTEST_CUE_S = 60.0
CONSONANCE = {1: -1.428, 2: -.582, 3: .594, 4: .386, 5: 1.24, 6: -.453}


def consonance(classes):
    """Mean over the pairs of a set of pitch classes, or None."""
    ordered = sorted(classes)
    pairs = [(b - a) % 12 for i, a in enumerate(ordered) for b in ordered[i + 1:]]
    return mean(CONSONANCE[min(d, 12 - d)] for d in pairs)


def control_at(track, tick, default=127):
    if not track:
        return default
    i = bisect.bisect_right(track, (tick, 128)) - 1
    return track[i][1] if i >= 0 else default


def features(midi, start_s, end_s):
    """Name -> values at 10 Hz from START_S to END_S."""
    count = max(1, int((end_s - start_s) * FEATURE_HZ))
    moments = [start_s + (i + 0.5) / FEATURE_HZ for i in range(count)]
    ticks = [midi.clock.tick(m) for m in moments]
    sounding = [[] for _ in moments]
    onsets = set()
    for note in midi.notes:
        begin, end = midi.clock.seconds(note.start), midi.clock.seconds(note.end)
        if end <= start_s or begin >= end_s:
            continue
        onsets.add(round(begin * 50) / 50)
        first = max(0, math.ceil((begin - start_s) * FEATURE_HZ - 0.5))
        last = min(count, math.ceil((end - start_s) * FEATURE_HZ - 0.5))
        for i in range(first, max(last, min(first + 1, count))):
            sounding[i].append(note)
    onsets = sorted(onsets)
    rows = {name: [] for name in WEIGHTS}
    pitch = harsh = 0.0
    cache = {}
    for moment, tick, notes in zip(moments, ticks, sounding):
        power = sum((n.velocity / 127) ** 4
                    * (control_at(midi.expression.get((n.part, n.channel)), tick) / 127) ** 4
                    for n in notes)
        classes = frozenset(n.pitch % 12 for n in notes)
        if classes not in cache:
            cache[classes] = consonance(classes)
        if notes:
            pitch = mean(n.pitch for n in notes)
        if cache[classes] is not None:
            harsh = -cache[classes]
        rows["loudness"].append(power ** 0.3)
        rows["dissonance"].append(harsh)
        rows["pitch"].append(pitch)
        rows["onsets"].append(bisect.bisect_left(onsets, moment + 0.5)
                              - bisect.bisect_left(onsets, moment - 0.5))
        rows["tempo"].append(midi.clock.bpm(moment))
    return rows


def smooth(values, reach=FEATURE_HZ // 2):
    return [mean(values[max(0, i - reach):i + reach + 1]) for i in range(len(values))]


def scaled(values):
    centre, spread = mean(values), deviation(values)
    return [(v - centre) / spread if spread > 1e-9 else 0.0 for v in values]


def slope(values, step):
    """Of the straight line of least squares, per second."""
    n = len(values)
    if n < 2:
        return 0.0
    middle = (n - 1) / 2
    centre = mean(values)
    return (sum((i - middle) * (v - centre) for i, v in enumerate(values))
            / sum((i - middle) ** 2 for i in range(n)) / step)


def integrate(values):
    """The prediction from one feature, every STEP_S."""
    per_window = int(ATTENTION_S * FEATURE_HZ)
    steps = int(len(values) / FEATURE_HZ / STEP_S)
    ramp_steps, memory = int(ATTENTION_S / STEP_S), int(MEMORY_S / STEP_S)
    sums, counts = [0.0] * (steps + ramp_steps + 2), [0] * (steps + ramp_steps + 2)
    curve = [0.0]
    for i in range(steps):
        at = int(i * STEP_S * FEATURE_HZ)
        rise = slope(values[at:at + per_window], 1 / FEATURE_HZ)
        trend = slope(curve[max(0, i - memory):i + 1], STEP_S)
        if rise * trend > 0:
            rise *= TREND
        for k in range(1, ramp_steps + 1):
            sums[i + k] += curve[i] + rise * k * STEP_S
            counts[i + k] += 1
        curve.append(sums[i + 1] / counts[i + 1])
    return curve[:steps]


def predict(rows):
    """The tension curve every STEP_S from features at 10 Hz."""
    curves = [(WEIGHTS[name], integrate(scaled(smooth(values)))) for name, values in rows.items()]
    return [sum(weight * curve[i] for weight, curve in curves)
            for i in range(min(len(curve) for _, curve in curves))]


def target(cue, count):
    """What the plan asks for, every STEP_S from the start of CUE."""
    times = [p["time_s"] for p in cue["arc"]]
    values = [p["feeling"]["tension"] for p in cue["arc"]]
    curve = []
    for i in range(count):
        time = cue["start_s"] + i * STEP_S
        k = min(max(bisect.bisect_right(times, time) - 1, 0), len(times) - 2)
        span = times[k + 1] - times[k]
        x = min(1.0, max(0.0, (time - times[k]) / span)) if span > 0 else 0.0
        curve.append(values[k] + x * (values[k + 1] - values[k]))
    return curve


def peak_distance(wanted, heard):
    """Seconds from the peak that is heard to the nearest moment that is wanted as tense as any."""
    at = max(range(len(heard)), key=heard.__getitem__)
    top = max(wanted)
    return STEP_S * min(abs(i - at) for i, w in enumerate(wanted) if w >= top - 1e-6)


def measure(piece):
    rs, distances, cues = [], [], []
    shift = plan_shift(piece)
    for cue in piece.plan["cues"]:
        if cue["end_s"] - cue["start_s"] < SHORTEST_CUE_S:
            continue
        heard = predict(features(piece.midi, shift(cue["start_s"]), shift(cue["end_s"])))
        wanted = target(cue, len(heard))
        r = correlation(wanted, heard)
        if r is None:
            continue
        rs.append(r)
        distances.append(peak_distance(wanted, heard))
        cues.append((cue["name"], r, distances[-1]))
    return {
        "tension.r": median(rs),
        "tension.r_lowest": min(rs, default=None),
        "tension.cues": len(rs),
        "tension.peak_s": median(distances),
        "tension.by_cue": cues,
    }


def plan_shift(piece):
    """Time of the plan -> time of the performance, through the tick they share."""
    clock = plan_clock(piece.plan)
    return lambda second: piece.midi.clock.seconds(clock.tick(second))
