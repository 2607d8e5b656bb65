#!/usr/bin/env python3
# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
"""The program as its users meet it: exit codes, what goes to stdout and what
to stderr, options. usage: test_cli.py ELARA; prints TAP."""

import csv
import filecmp
import json
import os
import pathlib
import pty
import re
import subprocess
import sys
import tempfile

ELARA = os.path.abspath(sys.argv[1])
ROOT = pathlib.Path(__file__).resolve().parents[2]
WELL = str(ROOT / "examples" / "the-well.fountain")

STORY_OPTIONS = ["--length", "--pace", "--seed", "--quiet", "--help"]
OPTIONS = {
    "score": STORY_OPTIONS + ["-o", "--sound-font", "--rate", "--loudness",
                              "--stems", "--no-audio", "--wav", "--threads"],
    "render": ["-o", "--sound-font", "--rate", "--loudness", "--dry",
               "--threads", "--quiet", "--help"],
    "story": STORY_OPTIONS,
    "plan": STORY_OPTIONS,
}

# Each ends with 2, before anything is read or written.
USAGE = [
    "", "nonsense", "--nonsense", "score", "score --quiet", "score A B",
    "score A --nonsense", "score A -o", "score A --seed", "score A --seed x",
    "score A --seed -1", "score A --seed 1.5", "score A --length 0",
    "score A --length 0:00:00", "score A --length 1:2:3:4",
    "score A --length soon", "score A --length -5", "score A --length 11:00:00",
    "score A --pace 0", "score A --pace 11", "score A --pace nan",
    "score A --rate 8000", "score A --rate 48k", "score A --loudness 3",
    "score A --loudness quiet", "score A --threads -1", "score A --threads 65",
    "score A --stems=1", "score A --seed=", "render", "render A.mid",
    "render A.mid -o", "render A.mid -o B.wav --stems", "story", "story A -o B",
    "story A --rate 48000", "plan", "plan A B",
]

# Each is understood, so that it fails (1) on the missing file alone.
GOOD = [
    "--seed 0", "--seed 18446744073709551615", "--seed=7", "--length 90",
    "--length 1:30", "--length 0:01:30.5", "--length=0:02:00", "--pace 0.1",
    "--pace 10", "--quiet", "-q",
]

count = failed = 0


def skip(name, why):
    global count
    count += 1
    print(f"ok {count} - {name} # SKIP {why}")


def ok(condition, name, *evidence):
    global count, failed
    count += 1
    print(f"{'ok' if condition else 'not ok'} {count} - {name}")
    if not condition:
        failed += 1
        for thing in evidence:
            for line in str(thing).splitlines()[:12]:
                print(f"# {line}")


def run(*words, **how):
    return subprocess.run([ELARA, *words], capture_output=True, text=True,
                          timeout=120, check=False,
                          stdin=subprocess.DEVNULL, **how)


def test_help():
    done = run("--help")
    ok(done.returncode == 0 and not done.stderr, "--help ends with 0", done)
    for name in OPTIONS:
        ok(re.search(rf"^  {name} ", done.stdout, re.M), f"--help names {name}")
    done = run("--version")
    ok(done.returncode == 0 and re.fullmatch(r"elara \d+\.\d+\.\d+\n", done.stdout),
       "--version prints name and version", done)
    for name, options in OPTIONS.items():
        done = run(name, "--help")
        ok(done.returncode == 0 and not done.stderr, f"{name} --help ends with 0", done)
        ok(run(name, "-h").stdout == done.stdout, f"{name} -h says the same")
        listed = re.findall(r"^  (-\S+)", done.stdout, re.M)
        ok(sorted(listed) == sorted(options), f"{name} --help names every option, no other",
           listed, options)
        ok(max(map(len, done.stdout.splitlines())) <= 80, f"{name} --help fits 80 columns")


def test_usage(folder):
    for line in USAGE:
        done = run(*line.split(" ") if line else [], cwd=folder)
        ok(done.returncode == 2 and not done.stdout and done.stderr,
           f"usage error: elara {line}", done)
        if line:
            ok("--help" in done.stderr, f"it names the help: elara {line}", done.stderr)
    ok(not os.listdir(folder), "a usage error writes nothing", os.listdir(folder))


def test_failures(folder):
    missing = os.path.join(folder, "missing.fountain")
    commands = {
        "score": ("score", missing, "-o", os.path.join(folder, "out"), "--no-audio"),
        "story": ("story", missing), "plan": ("plan", missing),
        "score --quiet": ("score", missing, "-o", os.path.join(folder, "out"),
                          "--no-audio", "--quiet"),
    }
    for name, words in commands.items():
        done = run(*words)
        ok(done.returncode == 1, f"{name} of a missing file ends with 1", done)
        ok(done.stdout == "", f"{name} of a missing file prints no result", done.stdout)
        ok(done.stderr.startswith(f"{missing}: ") and "; " in done.stderr,
           f"{name} of a missing file says which, why, what to do", done.stderr)
    ok(not os.listdir(folder), "a failure writes nothing", os.listdir(folder))
    for options in GOOD:
        done = run("story", missing, *options.split(" "))
        ok(done.returncode == 1, f"understood: {options}", done)
    empty = os.path.join(folder, "empty.fountain")
    open(empty, "w", encoding="utf-8").close()
    done = run("story", empty)
    ok(done.returncode == 1 and re.match(re.escape(empty) + r":1:1: .+; .+", done.stderr),
       "an empty file: FILE:LINE:COLUMN: what; what to do", done.stderr)


def test_papers(folder):
    for name, keys in (("story", ("people", "scenes", "beats")),
                       ("plan", ("cues", "themes", "hits", "tempo"))):
        done = run(name, WELL)
        try:
            paper = json.loads(done.stdout)
        except ValueError as error:
            paper = {}
            print(f"# {error}")
        ok(done.returncode == 0, f"{name} ends with 0", done.stderr)
        ok(all(key in paper for key in keys), f"{name} prints JSON and nothing else")
        again = run(name, WELL, "--quiet")
        ok(again.stdout == done.stdout and not again.stderr,
           f"{name} --quiet prints the same, silently", again.stderr)
    plan = os.path.join(folder, "edited.json")
    pathlib.Path(plan).write_text(run("plan", WELL, "-q").stdout, encoding="utf-8")
    done = run("plan", plan)
    ok(done.stdout == pathlib.Path(plan).read_text(encoding="utf-8"),
       "a plan read and printed is the same plan", done.stderr)
    done = run("story", plan)
    ok(done.returncode == 1 and "; " in done.stderr and not done.stdout,
       "a plan has no story to print", done)


def files(folder):
    return sorted(os.listdir(folder))


def score(folder, name, *options, **how):
    out = os.path.join(folder, name)
    return out, run("score", WELL, "-o", out, "--no-audio", *options, **how)


def test_score(folder):
    first, done = score(folder, "first")
    ok(done.returncode == 0, "score ends with 0", done.stderr)
    ok(files(first) == ["cues.csv", "hits.csv", "plan.json", "report.html", "story.json",
                        "the-well.mid", "the-well.musicxml", "themes.json"],
       "score writes its files", files(first))
    ok("cues" in done.stdout and os.path.join(first, "report.html") in done.stdout,
       "the summary goes to stdout and names the report", done.stdout)
    ok("\r" not in done.stderr and "%" not in done.stderr,
       "no progress where there is no terminal", done.stderr)
    quiet, done = score(folder, "quiet", "--quiet")
    ok(done.returncode == 0 and not done.stderr, "--quiet is quiet", done.stderr)
    ok(all(filecmp.cmp(os.path.join(first, f), os.path.join(quiet, f), shallow=False)
           for f in files(first)), "the same files again")
    seed, _ = score(folder, "seed", "--seed", "2")
    ok(not filecmp.cmp(os.path.join(first, "the-well.mid"),
                       os.path.join(seed, "the-well.mid"), shallow=False),
       "--seed 2 is another score")
    one, _ = score(folder, "one", "--threads=1")
    ok(filecmp.cmp(os.path.join(first, "the-well.mid"),
                   os.path.join(one, "the-well.mid"), shallow=False),
       "--threads changes nothing that is written")
    done = run("score", WELL, "--no-audio", "-q", cwd=folder)
    ok(files(os.path.join(folder, "score")) == files(first),
       "without -o the folder is score", done)
    _, done = score(folder, "timed", env={**os.environ, "ELARA_TIMES": "1"})
    ok(re.search(r"^stage story [\d.]+ plan ", done.stderr, re.M),
       "ELARA_TIMES prints the time of every stage", done.stderr)


def test_length(folder):
    out, done = score(folder, "minute", "--length", "0:01:00")
    ok(done.returncode == 0, "--length 0:01:00", done.stderr)
    with open(os.path.join(out, "story.json"), encoding="utf-8") as file:
        ok(abs(json.load(file)["length_s"] - 56.0) < 1e-6, "four seconds are left for the last echo")
    with open(os.path.join(out, "plan.json"), encoding="utf-8") as file:
        length = json.load(file)["length_s"]
    ok(abs(length - 60.0) < 1e-6, "the score takes exactly a minute", length)
    with open(os.path.join(out, "cues.csv"), encoding="utf-8", newline="") as file:
        ends = [float(row["end_s"]) for row in csv.DictReader(file)]
    ok(ends and abs(ends[-1] - 56.0) < 0.01, "the last cue ends with the story", ends)
    stories = [json.loads(run("story", WELL, "-q", *more).stdout)["length_s"]
               for more in ((), ("--pace", "0.5"))]
    ok(abs(stories[1] / stories[0] - 0.5) < 1e-6, "--pace 0.5 is half as long", stories)


def test_dash(folder):
    with open(WELL, encoding="utf-8") as script:
        done = subprocess.run([ELARA, "story", "-", "-q"], stdin=script,
                              capture_output=True, text=True, timeout=120, check=False)
    ok(done.returncode == 0 and '"people"' in done.stdout,
       "- reads standard input", done.stderr)


def test_terminal(folder):
    """With a terminal as stderr there is progress, and its line is wiped."""
    try:
        main, side = pty.openpty()
    except OSError as why:
        skip("progress on a terminal", why)
        return
    out = os.path.join(folder, "terminal")
    done = subprocess.run([ELARA, "score", WELL, "-o", out, "--no-audio"], stderr=side,
                          stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, timeout=120,
                          check=False)
    os.close(side)
    shown = b""
    try:
        while chunk := os.read(main, 65536):
            shown += chunk
    except OSError:
        pass
    os.close(main)
    ok(done.returncode == 0 and b"%" in shown, "a terminal sees progress", shown)
    ok(b"\r\x1b[K" in shown, "and the line of progress is wiped at the end", shown)
    ok(b"%" not in done.stdout, "progress never goes to stdout", done.stdout)


def test_render(folder):
    out = os.path.join(folder, "sound.wav")
    noise = os.path.join(folder, "noise.mid")
    pathlib.Path(noise).write_bytes(b"not a MIDI file at all")
    font = os.path.join(folder, "none.sf2")
    for name, words in (("a missing font", (noise, "-o", out, "--sound-font", font)),
                        ("a missing MIDI file", (noise + "x", "-o", out)),
                        ("a broken MIDI file", (noise, "-o", out))):
        done = run("render", *words)
        ok(done.returncode == 1 and not done.stdout and "; " in done.stderr,
           f"render with {name} says why", done)
        ok(not os.path.exists(out), f"render with {name} writes nothing")
    ok(not [f for f in files(folder) if "partial" in f], "nothing is left half written")


def main():
    print("TAP version 13\n# cli")
    test_help()
    for test in (test_usage, test_failures, test_papers, test_score, test_length, test_dash,
                 test_terminal, test_render):
        with tempfile.TemporaryDirectory(prefix="elara-cli-") as folder:
            test(folder)
    print(f"1..{count}")
    if failed:
        print(f"# {failed} of {count} failed")
    return 1 if failed else 0


sys.exit(main())
