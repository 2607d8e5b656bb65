# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
"""What score_critic says of a score: how far it is from real symphonic movements, the voice
leading of its strings, alarms, and the feeling that its cues are heard to have.

The tool is a Python file of its own (ELARA_CRITIC names it). It is loaded, not run, so that a
score of two hours is read once for all its spans and cues.
"""

import hashlib
import importlib.util
import itertools
import json
import math
import os
import pathlib
import sys

from .papers import correlation, mean, median

WINDOW_S = 600.0
ALONE_S = 120.0
VOICES = ("parallel_fifths", "parallel_octaves", "crossings", "overlaps")
ALARMS = ("out_of_range_share", "breathless_wind_time", "low_crowding_time", "ideas_per_bar",
          "tutti_bars", "thin_bars")


def find(root):
    """Path of score_critic.py, or None."""
    named = os.environ.get("ELARA_CRITIC")
    path = pathlib.Path(named) if named else root / "../shared/tools/score_critic/score_critic.py"
    return path.resolve() if path.is_file() else None


def load(path):
    if not hasattr(itertools, "pairwise"):      # an older Python, a faster one perhaps
        itertools.pairwise = lambda items: zip(list(items), list(items)[1:])
    spec = importlib.util.spec_from_file_location("score_critic", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["score_critic"] = module
    spec.loader.exec_module(module)
    return module


def judged(tool, reference, wanted, score):
    report = tool.judge(tool.Analysis(score), reference, wanted, [])
    return {"z": report["totals"]["mean_abs_z"], "in_range": report["totals"]["share_in_range"],
            "seconds": report["seconds"], "report": report}


def cue_score(tool, score, cue):
    """The cue alone, cut at bar lines."""
    starts = [s for s in score.bar_starts if score.tempo.seconds(s) >= cue.start_s - 0.02]
    ends = [s for s in score.bar_starts if score.tempo.seconds(s) >= cue.end_s - 0.02]
    if not starts:
        return None
    end = ends[0] if ends else score.end
    notes = any(starts[0] <= n.onset < end for n in score.notes)
    return tool.excerpt(score, starts[0], end) if notes else None


def run(path, score_path, cues_path, everything):
    """What measure() needs, as plain data; EVERYTHING = realism too, which takes minutes."""
    tool = load(path)
    reference = tool.load_reference(str(path.parent / "reference.json"))
    score = tool.read_score(str(score_path))
    cues = tool.read_cues(str(cues_path))
    result = {"emotion": tool.emotion(tool.Analysis(score), cues)["cues"]["rows"]}
    if not everything:
        return result
    sections = {"voice-leading", "alarms"}
    wanted = tool.wanted_names(None) - {"emotion", "novelty", "repetition"}
    result["windows"] = []
    for span in tool.windows(score, WINDOW_S):
        one = judged(tool, reference, wanted, span)
        keep = {name: one["report"][name] for name in sections}
        out = [name for name, row in one["report"]["metrics"].items() if row["in_range"] is False]
        active = one["report"]["metrics"].get("parts_active", {}).get("value")
        result["windows"].append({"z": one["z"], "in_range": one["in_range"], "out": out,
                                  "name": span.name, "active": active, **keep})
    result["alone"] = []
    for cue in cues if hasattr(tool, "excerpt") else []:
        if cue.end_s - cue.start_s >= ALONE_S:
            span = cue_score(tool, score, cue)
            if span:
                one = judged(tool, reference, wanted - sections, span)
                result["alone"].append({"name": cue.name, "z": one["z"],
                                        "in_range": one["in_range"]})
    result["bands"] = reference.get("sections", {})
    return result


def cached(store, path, score_path, cues_path, everything):
    """run(), remembered by the contents of everything that it reads."""
    digest = hashlib.sha256()
    here = pathlib.Path(__file__)
    for part in (here, path, path.parent / "reference.json", score_path, cues_path):
        digest.update(pathlib.Path(part).read_bytes())
    place = store / f"critic-{digest.hexdigest()[:24]}-{'all' if everything else 'emotion'}.json"
    if place.exists():
        return json.loads(place.read_text(encoding="utf-8"))
    result = run(path, score_path, cues_path, everything)
    place.write_text(json.dumps(result), encoding="utf-8")
    return result


# --- numbers from it -----------------------------------------------------------------------------

CENTRE = {"valence": .17, "arousal": .06}   # of the pieces that the model was fitted to


def emotion_numbers(rows):
    rows = [r for r in rows if r["estimate"]]
    result = {}
    for name in ("arousal", "valence"):
        r = correlation([row["target"][name] for row in rows],
                        [row["estimate"][name] for row in rows])
        result[f"emotion.{name}"] = r
    result["emotion.quadrant"] = mean(
        all((row["target"][n] >= 0) == (row["estimate"][n] >= CENTRE[n]) for n in CENTRE)
        for row in rows)
    return result


def measure(result):
    numbers = emotion_numbers(result["emotion"])
    if "windows" not in result:
        return numbers
    spans, alone = result["windows"], result["alone"]
    numbers["realism.z"] = median(s["z"] for s in spans)
    numbers["realism.z_worst"] = max(s["z"] for s in spans)
    numbers["realism.in_range"] = median(s["in_range"] for s in spans)
    numbers["realism.in_range_worst"] = min(s["in_range"] for s in spans)
    numbers["realism.alone"] = mean(c["z"] <= 1.3 for c in alone)
    numbers["realism.alone_z"] = median(c["z"] for c in alone)
    for name in VOICES:
        numbers[f"strings.{name}"] = median(s["voice-leading"].get(name) for s in spans)
    for name in ALARMS:
        numbers[f"alarms.{name}"] = median(s["alarms"].get(name) for s in spans)
    numbers["alarms.active"] = median(s["active"] for s in spans)
    if not all(math.isfinite(v) for v in numbers.values() if v is not None):
        raise ValueError("score_critic gave no finite number")
    return numbers
