#!/usr/bin/env python3
# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
"""How good the music is, measured: scores stories with several seeds and compares the results
with real orchestral music. Writes docs/quality.md and a summary.

usage: quality.py ELARA [--seeds 1-5] [--only NAME,...] [--quick] [--full] [--cost]
                  [--endless DIR] [-o FILE] [--details FILE.json]

--only     stories by name: demo, comedy, dread, or a play
--quick    of score_critic only the first seed, and of the plays only the feeling of their cues
--full     score_critic for every seed of every story (else the plays: first seed)
--cost     also time and memory of the longest story, whole and half as long
--endless  DIR with plan.json and sketch.json of a piece that goes on after its story
"""

import argparse
import concurrent.futures
import filecmp
import json
import os
import pathlib
import shutil
import subprocess
import sys

from quality import critic, melody, papers, table, tension, themes, timing, voices

ROOT = pathlib.Path(__file__).resolve().parents[1]
PLAYS = ROOT / "../shared/corpus/screenplays/full_cc0"
STORIES = {
    "demo": ROOT / "examples/crimson-echoes.fountain",
    "comedy": ROOT / "examples/the-understudy.fountain",
    "dread": ROOT / "examples/the-well.fountain",
    **{name: PLAYS / f"{name}.fountain" for name in ("earnest", "macbeth", "much_ado", "rur")},
}
SHORT = ("demo", "comedy", "dread")
AT_ONCE = 2
MEASURES = (voices, timing, tension, themes, melody)


def arguments():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1])
    parser.add_argument("elara")
    parser.add_argument("--seeds", default="1-5")
    parser.add_argument("--only", default="")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--cost", action="store_true")
    parser.add_argument("--endless")
    parser.add_argument("-o", dest="out", default=str(ROOT / "docs/quality.md"))
    parser.add_argument("--details")
    options = parser.parse_args()
    first, _, last = options.seeds.partition("-")
    options.seeds = range(int(first), int(last or first) + 1)
    names = [n for n in options.only.split(",") if n] or list(STORIES)
    unknown = [n for n in names if n not in STORIES]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; one of {', '.join(STORIES)}")
    options.stories = [n for n in names if STORIES[n].exists()]
    options.skipped = [n for n in names if not STORIES[n].exists()]
    return options


def elara(program, *words):
    done = subprocess.run([program, *map(str, words)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"elara {words[0]}: {done.stderr.strip()}")
    return done.stdout


def same_again(program, story, seed, folder, sketch):
    """Share of sketch, MIDI and MusicXML that come out the same, byte for byte, on one thread."""
    again = folder.with_name(folder.name + "-again")
    elara(program, "score", STORIES[story], "--seed", seed, "--no-audio", "--quiet", "--threads",
          1, "-o", again)
    same = [elara(program, "compose", STORIES[story], "--seed", seed, "--quiet") == sketch]
    for ending in ("mid", "musicxml"):
        one, other = (next(f.glob(f"*.{ending}")) for f in (folder, again))
        same.append(filecmp.cmp(one, other, shallow=False))
    shutil.rmtree(again)
    return sum(same) / len(same)


def measure_one(job):
    """One story with one seed: its numbers, and what is compared between pieces."""
    program, story, seed, tool, realism, store = job
    folder = store / f"{story}-{seed}"
    elara(program, "score", STORIES[story], "--seed", seed, "--no-audio", "--quiet", "-o", folder)
    sketch = elara(program, "compose", STORIES[story], "--seed", seed, "--quiet")
    piece = papers.read_piece(folder, sketch)
    numbers = {"again.same": same_again(program, story, seed, folder, sketch)}
    for room in MEASURES:
        numbers.update(room.measure(piece))
    heard = None
    if tool and realism is not None:
        heard = critic.cached(store, tool, next(folder.glob("*.musicxml")), folder / "cues.csv",
                              realism)
        numbers.update(critic.measure(heard))
    return story, seed, numbers, melody.melody_tokens(piece.sketch), piece.sketch["themes"], heard


def realism_of(options, story, seed):
    """True: judge everything; False: the feeling of the cues; None: leave score_critic out."""
    first = seed == options.seeds[0]
    if options.full or (story in SHORT and not options.quick):
        return True
    if story in SHORT:
        return True if first else False
    return not options.quick if first else None


def run_all(options, tool, store):
    jobs = [(options.elara, story, seed, tool, realism_of(options, story, seed), store)
            for seed in options.seeds for story in options.stories]
    jobs.sort(key=lambda job: (job[1] in SHORT, job[1]))      # the longest first
    results = []
    with concurrent.futures.ProcessPoolExecutor(AT_ONCE) as pool:
        for result in pool.map(measure_one, jobs):
            results.append(result)
            if sys.stderr.isatty():
                print(f"\r{len(results)} of {len(jobs)} ", end="", file=sys.stderr, flush=True)
    return results


def compare_pieces(numbers, results):
    """Adds what is measured between pieces, to the first seed's numbers of each story."""
    tokens, books = {}, {}
    for story, seed, _, lists, book, _ in results:
        tokens.setdefault(story, {})[seed] = lists
        books.setdefault(story, []).append({"themes": book})
    for compared in (melody.between_stories(tokens), melody.between_seeds(tokens)):
        for story, rows in compared.items():
            for own, row in zip(numbers[story], rows):
                own.update(row)
    for story, themed in books.items():
        numbers[story][0]["themes.seeds"] = themes.likest_between(themed)


def weighted(numbers, key, weight):
    """Mean of KEY over the scores, each as heavy as its count WEIGHT."""
    pairs = [(n[key], n[weight]) for n in numbers if n.get(key) is not None and n[weight]]
    return papers.share(sum(v * w for v, w in pairs), sum(w for _, w in pairs))


# What a single short story has too little of: key -> the count that it is a rate of.
RATES = {"voices.parallel_fifths": "voices.slices", "voices.parallel_octaves": "voices.slices",
         "voices.crossings": "voices.slices", "voices.sevenths": "voices.seventh_count",
         "voices.leading_tones": "voices.leading_count", "counter.pass": "counter.lines",
         **{f"phrases.{name}": "phrases.closed" for name in melody.CADENCES}}


def pooled_numbers(results):
    """Measures over the cues, slices, phrases of all scores together."""
    numbers = [own for _, _, own, *_ in results]
    rows = [row for *_, heard in results if heard for row in heard["emotion"]]
    pooled = critic.emotion_numbers(rows) if rows else {}
    pooled.update({key: weighted(numbers, key, weight) for key, weight in RATES.items()})
    cues = [cue for own in numbers for cue in own["tension.by_cue"]]
    pooled["tension.r"] = papers.median(r for _, r, _ in cues)
    pooled["tension.peak_s"] = papers.median(distance for *_, distance in cues)
    return pooled


def notes(options, tool):
    lines = ["Made by `./dev bench quality`; how each is measured stands in `tools/quality/`.",
             "Cells: the median over the seeds, in brackets the worst where it differs; bold is "
             "outside of what is wanted. \"All\" pools the cues, slices or phrases of all scores: "
             "where it is there, it decides.", "",
             f"{elara(options.elara, '--version').strip()}; seeds {options.seeds[0]} to "
             f"{options.seeds[-1]}; score_critic "
             + ("not at hand: its measures are left out." if not tool else
                "for the first seed, of the plays only emotion." if options.quick else
                "for every seed." if options.full else
                "for every seed of the short stories, the first of the plays.")]
    if options.skipped:
        lines.append(f"Not at hand: {', '.join(options.skipped)}.")
    return lines


def timed(program, story, store, *words):
    """(peak MiB, seconds of each stage as elara tells them). GNU time starts the program, since a
    child of Python counts Python's own memory as its peak."""
    peak = store / "peak"
    done = subprocess.run(["/usr/bin/time", "-o", peak, "-f", "%M", program, "score",
                           STORIES[story], "--no-audio", "--quiet", "-o", store / "cost", *words],
                          capture_output=True, text=True, check=True,
                          env={**os.environ, "ELARA_TIMES": "1"})
    told = (done.stdout + done.stderr).splitlines()
    stages = next(line for line in told if line.startswith("stage ")).split()[1:-1]
    return int(peak.read_text()) / 1024, dict(zip(stages[::2], map(float, stages[1::2])))


def cost(options, store):
    def length(story):
        return json.loads((store / f"{story}-{options.seeds[0]}/plan.json").read_text())["length_s"]
    story = max(options.stories, key=length)
    seconds = length(story)
    rows = []
    for part in (1.0, 0.5):
        runs = [timed(options.elara, story, store, "--length", f"{seconds * part:.3f}")
                for _ in range(3)]
        rows.append(min(runs, key=lambda run: sum(run[1].values())))
    names = list(rows[0][1])
    lines = ["", f"## Cost ({story}, without sound)", "",
             "| length | " + " | ".join(f"{n}, s" for n in names) + " | all, s | peak, MiB |",
             "|---|" + "---|" * (len(names) + 2)]
    for part, (memory, stages) in zip((1.0, 0.5), rows):
        lines.append(f"| {part * seconds / 60:.0f} min | "
                     + " | ".join(f"{stages[n]:.3f}" for n in names)
                     + f" | {sum(stages.values()):.3f} | {memory:.0f} |")
    ratio = sum(rows[0][1].values()) / max(1e-9, sum(rows[1][1].values()))
    lines += ["", f"Twice the length takes {ratio:.2f} times as long and "
              f"{rows[0][0] / rows[1][0]:.2f} times the memory.", ""]
    return lines


def endless(folder):
    folder = pathlib.Path(folder)
    plan = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    sketch = json.loads((folder / "sketch.json").read_text(encoding="utf-8"))
    found = melody.within(sketch, plan["cues"])
    return ["", "## A piece that goes on", "", "| measure | wanted | |", "|---|---|---|",
            f"| movements | | {found['movements']} |",
            "| free 12-grams heard in a movement before | ≤ 1.3 % | "
            f"{table.told(found['share'], '%')} |",
            f"| longest, notes | ≤ 16 | {found['longest']} |", ""]


def main():
    options = arguments()
    tool = critic.find(ROOT)
    store = ROOT / "build/quality"
    store.mkdir(parents=True, exist_ok=True)
    options.elara = os.path.abspath(options.elara)
    for name in options.skipped:
        print(f"skipped {name}: not at hand")
    if not tool:
        print("skipped score_critic: name it in ELARA_CRITIC")
    results = run_all(options, tool, store)
    numbers = {story: [own for name, _, own, *_ in results if name == story]
               for story in options.stories}
    compare_pieces(numbers, results)
    pooled = pooled_numbers(results)
    text = table.markdown(numbers, pooled, options.stories, notes(options, tool))
    if options.cost:
        text += "\n".join(cost(options, store))
    if options.endless:
        text += "\n".join(endless(options.endless))
    pathlib.Path(options.out).write_text(text, encoding="utf-8")
    if options.details:
        pathlib.Path(options.details).write_text(json.dumps(
            {"numbers": numbers, "critic": {f"{s}-{seed}": h for s, seed, *_, h in results}},
            indent=1), encoding="utf-8")
    print("\n".join(table.summary(numbers, pooled)))
    print(f"\n{os.path.relpath(options.out)} holds the table")


if __name__ == "__main__":
    main()
