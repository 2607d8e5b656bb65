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
import struct
import subprocess
import sys
import tempfile

ELARA = os.path.abspath(sys.argv[1])
ROOT = pathlib.Path(__file__).resolve().parents[2]
WELL = str(ROOT / "examples" / "the-well.fountain")

STORY_OPTIONS = ["--length", "--pace", "--seed", "--subtitles", "--feelings", "--quiet",
                 "--help"]
OPTIONS = {
    "score": STORY_OPTIONS + ["-o", "--sound-font", "--quality", "--hall",
                              "--impulse", "--rate", "--bits", "--loudness",
                              "--stems", "--no-audio", "--wav", "--threads",
                              "--only", "--reroll", "--lock", "--keep", "--themes", "--pdf",
                              "--picture", "--dialogue"],
    "render": ["-o", "--sound-font", "--quality", "--hall", "--impulse",
               "--dry", "--plain", "--rate", "--bits", "--loudness", "--stems",
               "--threads", "--info", "--json", "--quiet", "--help"],
    "review": ["-o", "--length", "--pace", "--subtitles", "--feelings", "--json", "--quiet", "--help"],
    "themes": ["-o", "--no-audio", "--sound-font", "--quality", "--hall", "--rate", "--loudness",
               "--wav", "--threads", "--quiet", "--help"],
    "story": STORY_OPTIONS + ["--lines"],
    "plan": STORY_OPTIONS,
    "cut": ["--quiet", "--help"],
    "compose": STORY_OPTIONS,
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
    "render A.mid -o", "render A.mid -o B.wav --stems=1", "render A.mid --rate 22050",
    "render A.mid --rate 44100.5", "render A.mid --quality", "render A.mid --quality good",
    "render A.mid --hall attic", "render A.mid --hall=", "render A.mid --impulse=",
    "render A.mid --bits 20", "render A.mid --bits 8", "render A.mid --bits 64",
    "render A.mid --loudness loud", "render A.mid --dry=yes", "render A.mid --plain=0",
    "render A.mid --dry --hall concert-hall", "render A.mid --dry --impulse B.wav",
    "render A.mid --hall concert-hall --impulse B.wav", "render A.mid --json",
    "render --info A.sf2 B.sf2", "render --info A.sf2 --sound-font B.sf2",
    "render --info -o B.wav", "score A --info", "score A --quality good",
    "score A --hall attic", "score A --bits 12", "score A --plain", "score A --dry", "story", "story A -o B",
    "review", "review A B", "review A -o", "review A --seed 1", "review A --info", "review A --json=1",
    "story A --rate 48000", "plan", "plan A B", "score A --reroll 2", "score A --only",
    "score A --only=", "score A --only 1m1 --reroll -1", "score A --only 1m1 --reroll x",
    "score A --themes", "score A --themes=", "themes", "themes A B", "themes A -o", "themes A --seed 1",
    "score A --lock", "score A --lock=", "score A --keep=1", "plan A --keep", "compose", "compose A B", "compose A -o B",
    "cut", "cut A B", "cut A -o B", "cut A --seed 1",
]

# Each is understood, so that it fails (1) on the missing file alone.
GOOD = [
    "--seed 0", "--seed 18446744073709551615", "--seed=7", "--length 90",
    "--length 1:30", "--length 0:01:30.5", "--length=0:02:00", "--pace 0.1",
    "--pace 10", "--quiet", "-q",
]
GOOD_SOUND = [
    "--rate 44100", "--rate 48000", "--rate 88200", "--rate 96000", "--quality draft",
    "--quality normal", "--quality high", "--quality=best", "--hall concert-hall",
    "--hall cathedral", "--hall=light",
    "--bits 16", "--bits 24", "--bits 32", "--loudness off", "--loudness -16", "--stems",
    "--threads 2", "--dry", "--plain", "--dry --plain --stems --loudness=off",
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


def test_again(folder):
    out = os.path.join(folder, "again")
    words = ("score", WELL, "-o", out, "--no-audio", "--quiet")
    ok(run(*words).returncode == 0, "scored once")
    with open(os.path.join(out, "plan.json"), encoding="utf-8") as file:
        before = json.load(file)
    done = run(*words, "--only", "nothing")
    ok(done.returncode == 1 and before["cues"][0]["name"] in done.stderr,
       "--only with an unknown cue lists those that there are", done.stderr)
    ok(run(*words, "--only", "1m2", "--reroll", "3").returncode == 0, "--only --reroll")
    done = run(*words, "--lock", "1m1", "--lock=1m2", "--keep")
    ok(done.returncode == 0, "--lock, twice, and --keep", done.stderr)
    with open(os.path.join(out, "plan.json"), encoding="utf-8") as file:
        after = json.load(file)
    ok([c["locked"] for c in after["cues"][:3]] == [1, 1, 0], "two cues are locked")
    ok([c["reroll"] for c in after["cues"][:3]] == [0, 3, 0], "one has another reading")
    done = run("score", WELL, "-o", out, "--no-audio", "--length", "15:00")
    ok("movement" in done.stdout and "0:15:00" in done.stdout,
       "a longer score says what follows the story", done.stdout)


def test_failures(folder):
    missing = os.path.join(folder, "missing.fountain")
    commands = {
        "score": ("score", missing, "-o", os.path.join(folder, "out"), "--no-audio"),
        "story": ("story", missing), "plan": ("plan", missing),
        "compose": ("compose", missing),
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
                       ("plan", ("cues", "themes", "hits", "tempo")),
                       ("compose", ("themes", "phrases", "chords", "lines"))):
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
    ok(run("compose", plan).stdout == run("compose", WELL, "-q").stdout,
       "a plan is composed like the script that it was made from")
    done = run("story", plan)
    ok(done.returncode == 1 and "; " in done.stderr and not done.stdout,
       "a plan has no story to print", done)


def test_review(folder):
    page = os.path.join(folder, "well.html")
    done = run("review", WELL, "-o", page)
    ok(done.returncode == 0 and "THE ARC" in done.stdout and page in done.stdout,
       "review prints a summary and names its page", done)
    ok(max(map(len, done.stdout.splitlines()[:-1])) <= 80, "it fits 80 columns")
    written = pathlib.Path(page).read_text(encoding="utf-8")
    ok(written.startswith("<!doctype html>") and written.endswith("</html>\n"),
       "the page is whole")
    done = run("review", WELL, "--json", "--quiet")
    paper = json.loads(done.stdout)
    ok(all(key in paper for key in ("questions", "strengths", "points", "presences"))
       and not done.stderr, "review --json prints JSON and nothing else", done.stderr)
    story = os.path.join(folder, "well.json")
    pathlib.Path(story).write_text(run("story", WELL, "-q").stdout, encoding="utf-8")
    ok(run("review", story, "--json", "-q").stdout == done.stdout,
       "a story.json is reviewed like its script")
    plan = os.path.join(folder, "plan.json")
    pathlib.Path(plan).write_text(run("plan", WELL, "-q").stdout, encoding="utf-8")
    done = run("review", plan)
    ok(done.returncode == 1 and "; " in done.stderr and not done.stdout,
       "a plan cannot be reviewed, and what can is said", done)
    before = sorted(os.listdir(folder))
    done = run("review", WELL, "-o", os.path.join(folder, "none", "x.html"))
    ok(done.returncode == 1 and "; " in done.stderr and not done.stdout
       and sorted(os.listdir(folder)) == before,
       "a page that cannot be written is said, and nothing is left", done)


def files(folder):
    return sorted(os.listdir(folder))


def score(folder, name, *options, **how):
    out = os.path.join(folder, name)
    return out, run("score", WELL, "-o", out, "--no-audio", *options, **how)


def test_score(folder):
    first, done = score(folder, "first")
    ok(done.returncode == 0, "score ends with 0", done.stderr)
    ok(files(first) == ["cues.csv", "hits.csv", "markers.csv", "markers.edl", "plan.json",
                        "reasons.csv", "report.html", "story.json", "the-well.click.mid",
                        "the-well.edl", "the-well.mid", "the-well.musicxml", "themes.json"],
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


def test_themes(folder):
    first, _ = score(folder, "first")
    done = run("themes", first)
    ok(done.returncode == 0 and "INSTRUMENT" in done.stdout and "head: " in done.stdout,
       "themes lists the book of a folder", done)
    ok(max(map(len, done.stdout.splitlines())) <= 80, "it fits 80 columns")
    out = os.path.join(folder, "book")
    done = run("themes", os.path.join(first, "themes.json"), "-o", out, "--no-audio")
    ok(done.returncode == 0 and os.path.join(out, "themes.html") in done.stdout,
       "themes -o names its page", done)
    ok(files(out) == ["themes.html", "themes.mid", "themes.musicxml"],
       "themes -o writes page, MIDI and score", files(out))
    done = run("themes", WELL)
    ok(done.returncode == 1 and not done.stdout and done.stderr.startswith(WELL + ":")
       and "; " in done.stderr, "a script is no theme book", done)
    done = run("themes", first, "-o", os.path.join(first, "themes.json", "x"), "--no-audio")
    ok(done.returncode == 1 and "; " in done.stderr, "a folder that cannot be", done)
    _, done = score(folder, "next", "--themes", first)
    with open(os.path.join(folder, "next", "themes.json"), encoding="utf-8") as file:
        book = json.load(file)["themes"]
    ok(done.returncode == 0 and all(t.get("reason") for t in book),
       "--themes of the same story: everybody comes back", done.stderr)


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


FDX = """<?xml version="1.0"?>
<FinalDraft><Content>
<Paragraph Type="Scene Heading"><Text>INT. MILL - NIGHT</Text></Paragraph>
<Paragraph Type="Action"><Text>Rain on the roof.</Text></Paragraph>
<Paragraph Type="Character"><Text>MIRA</Text></Paragraph>
<Paragraph Type="Dialogue"><Text>Where is the dog? He was here when the rain began.</Text></Paragraph>
<Paragraph Type="Action"><Text>She waits.</Text></Paragraph>
<Paragraph Type="Character"><Text>TOM</Text></Paragraph>
<Paragraph Type="Dialogue"><Text>He will come back, he always comes back.</Text></Paragraph>
</Content></FinalDraft>
"""
SRT = """1
00:00:08,000 --> 00:00:12,000
Where is the dog? He was here
when the rain began.

2
00:00:20,500 --> 00:00:24,000
He will come back, he always comes back.
"""


def test_formats(folder):
    files = {"mill.fdx": FDX, "mill.srt": SRT, "bad.srt": "no times",
             "broken.fdx": FDX[:300], "word.fdx": "PK\x03\x04 word"}
    for name, text in files.items():
        pathlib.Path(folder, name).write_text(text, encoding="utf-8")
    done = run("score", "mill.fdx", "--subtitles", "mill.srt", "-o", "out", "--no-audio", cwd=folder)
    ok(done.returncode == 0 and os.path.exists(os.path.join(folder, "out", "plan.json")),
       "a Final Draft file is scored with subtitles", done.stderr)
    ok("mill.srt: note: 2 of the script's 2 lines" in done.stderr, "it says what they gave", done.stderr)
    told = json.loads(run("story", "mill.fdx", "--subtitles=mill.srt", "-q", cwd=folder).stdout)
    lines = [(e["start_s"], e["end_s"]) for e in told["elements"] if e["kind"] == "dialogue"]
    ok(told["format"] == "fdx" and told["clock"] == "subtitles", "the story says so")
    ok(lines == [(8.0, 12.0), (20.5, 24.0)], "lines are where they are said", lines)
    for name, words, says in (
            ("missing subtitles", ("mill.fdx", "--subtitles", "none.srt"), "none.srt: cannot read"),
            ("subtitles without any", ("mill.fdx", "--subtitles", "bad.srt"), "bad.srt:1:1: there is no"),
            ("a broken Final Draft file", ("broken.fdx",), "broken.fdx:"),
            ("a Word file", ("word.fdx",), "zip archive")):
        done = run("story", *words, cwd=folder)
        ok(done.returncode == 1 and not done.stdout and says in done.stderr, name, done.stderr)


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
    ok(b"\r" not in done.stdout and b"\x1b" not in done.stdout, "progress never goes to stdout", done.stdout)


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


def variable(n):
    """A number as MIDI files have it."""
    out = [n & 127]
    while n := n >> 7:
        out.insert(0, n & 127 | 128)
    return bytes(out)


def midi(path, seconds):
    """Violins, a horn and timpani, at 480 ticks a second."""
    events = []
    for channel, program, key in ((0, 48, 67), (1, 60, 55), (2, 47, 43)):
        events.append((0, bytes((0xC0 | channel, program))))
        for i in range(int(seconds * 2)):
            events.append((240 * i + 1, bytes((0x90 | channel, key + i % 5, 70 + 10 * channel))))
            events.append((240 * i + 200, bytes((0x80 | channel, key + i % 5, 0))))
    track, now = b"\0\xff\x51\x03\x07\xa1\x20", 0
    for tick, event in sorted(events):
        track += variable(tick - now) + event
        now = tick
    track += variable(int(480 * seconds) - now) + b"\xff\x2f\0"
    pathlib.Path(path).write_bytes(
        b"MThd" + struct.pack(">IHHH", 6, 0, 1, 240) + b"MTrk" + struct.pack(">I", len(track)) + track)


def wav(path):
    """Rate, bits, channels, and the samples as steps of the last bit (floats as they are)."""
    data = pathlib.Path(path).read_bytes()
    at, form, sound = 12, None, b""
    while at + 8 <= len(data):
        name, size = data[at:at + 4], struct.unpack("<I", data[at + 4:at + 8])[0]
        if name == b"fmt ":
            form = struct.unpack("<HHIIHH", data[at + 8:at + 24])
        if name == b"data":
            sound = data[at + 8:at + 8 + size]
        at += 8 + size + size % 2
    _, channels, rate, _, _, bits = form
    if bits == 32:
        samples = struct.unpack(f"<{len(sound) // 4}f", sound)
    elif bits == 16:
        samples = struct.unpack(f"<{len(sound) // 2}h", sound)
    else:
        samples = [int.from_bytes(sound[i:i + 3], "little", signed=True)
                   for i in range(0, len(sound), 3)]
    return rate, bits, channels, samples


RESULT = re.compile(r"^(.+): (\d+\.\d) s, (-?\d+\.\d|-inf) LUFS, true peak (-?\d+\.\d|-inf) dBTP, "
                    r"(\d+\.\d) x real time, at most (\d+) voices, (\d+) stolen\n$")


def render(folder, name, *options):
    out = os.path.join(folder, name)
    done = run("render", os.path.join(folder, "three.mid"), "-o", out, *options)
    return out, done


def test_render_options(folder):
    missing = os.path.join(folder, "missing.mid")
    for options in GOOD_SOUND:
        done = run("render", missing, "-o", os.path.join(folder, "x.wav"), *options.split(" "))
        ok(done.returncode == 1, f"render understands {options}", done)
    for options, word in (("--hall attic", "scoring-stage, concert-hall"), ("--quality fine", "draft, normal, high, best")):
        done = run("render", missing, *options.split(" "))
        ok(word in done.stderr, f"{options}: the known ones are named", done.stderr)
    three = os.path.join(folder, "three.mid")
    midi(three, 4)
    attempts = (("--bits 32 in FLAC", ("-o", os.path.join(folder, "x.flac"), "--bits", "32")),
                ("an unknown ending", ("-o", os.path.join(folder, "x.mp3"))),
                ("a folder that is not there", ("-o", os.path.join(folder, "no", "x.wav"))),
                ("a missing impulse", ("-o", os.path.join(folder, "x.wav"), "--stems",
                                       "--impulse", os.path.join(folder, "no.wav"))),
                ("an impulse that is no sound", ("-o", os.path.join(folder, "x.wav"), "--stems",
                                                 "--impulse", three)))
    for name, words in attempts:
        done = run("render", three, *words)
        ok(done.returncode == 1 and not done.stdout and "; " in done.stderr
           and ".partial" not in done.stderr, f"{name} is refused, saying why", done)
    ok(files(folder) == ["three.mid"], "and nothing is left behind", files(folder))


def has_font(folder):
    midi(os.path.join(folder, "three.mid"), 4)
    _, done = render(folder, "first.wav", "--dry")
    return "no sound font found" not in done.stderr


def test_render_sound(folder):
    if not has_font(folder):
        skip("recordings", "no sound font found")
        return
    first, done = render(folder, "first.wav", "--dry")
    result = RESULT.match(done.stdout)
    ok(done.returncode == 0 and result and result[1] == first, "one line of result on stdout", done)
    ok(result and abs(float(result[3]) + 23.0) < 0.25, "it tells the loudness", done.stdout)
    ok(result and int(result[6]) >= 3 and result[7] == "0", "and the voices", done.stdout)
    seconds = None
    for rate in (44100, 48000, 88200, 96000):
        path, done = render(folder, f"r{rate}.wav", "--dry", "--rate", str(rate))
        got, bits, channels, samples = wav(path)
        ok((got, bits, channels) == (rate, 24, 2), f"--rate {rate}: stereo of 24 bits", done)
        length = len(samples) / 2 / rate
        seconds = seconds or length
        # A frame at 44100 is the coarsest.
        ok(abs(length - seconds) < 1 / 44100, f"--rate {rate}: the same length", length, seconds)
    for bits in (16, 24, 32):
        path, done = render(folder, f"b{bits}.wav", "--dry", "--bits", str(bits))
        ok(wav(path)[1] == bits, f"--bits {bits}", done)
    whole = wav(os.path.join(folder, "b24.wav"))[3]
    for bits, step in ((16, 1.5 * 256 + 1), (32, 1.0)):
        other = wav(os.path.join(folder, f"b{bits}.wav"))[3]
        scale = 256 if bits == 16 else 8388608
        worst = max(abs(scale * a - b) for a, b in zip(other, whole))
        ok(worst <= step and len(other) == len(whole),
           f"--bits {bits} is 24 bits but for its steps", worst, step)
    flac, done = render(folder, "b16.flac", "--dry", "--bits", "16")
    ok(pathlib.Path(flac).read_bytes()[:4] == b"fLaC", "FLAC of 16 bits", done)
    again, _ = render(folder, "again.wav", "--dry", "--bits", "16", "--threads", "1")
    ok(filecmp.cmp(again, os.path.join(folder, "b16.wav"), shallow=False),
       "the dither is the same again, on one thread")


def peak(path):
    _, bits, _, samples = wav(path)
    return max(map(abs, samples)) / (1.0 if bits == 32 else 2.0 ** (bits - 1))


def test_render_choices(folder):
    if not has_font(folder):
        skip("choices", "no sound font found")
        return
    normal, _ = render(folder, "normal.wav", "--dry")
    for options in ("--quality draft", "--quality high", "--quality best", "--plain"):
        path, done = render(folder, "other.wav", "--dry", *options.split(" "))
        same = filecmp.cmp(path, normal, shallow=False)
        ok(done.returncode == 0 and (not same or "draft" in options), f"{options} is heard", done)
    path, done = render(folder, "other.wav", "--dry", "--quality", "normal")
    ok(filecmp.cmp(path, normal, shallow=False), "normal is the quality unless one asks", done)
    path, done = render(folder, "hall.wav")
    other, _ = render(folder, "other.wav", "--hall", "concert-hall")
    ok(filecmp.cmp(path, other, shallow=False) and not filecmp.cmp(path, normal, shallow=False),
       "the concert hall is the hall unless one asks", done)
    for options in (("--hall", "cathedral"), ("--hall", "light"), ("--impulse", normal)):
        other, done = render(folder, "other.wav", *options)
        ok(done.returncode == 0 and not filecmp.cmp(path, other, shallow=False),
           f"{options[0]} {os.path.basename(options[1])} is another place", done)
    draft, done = render(folder, "draft.wav", "--quality", "draft", "--hall", "light")
    other, done = render(folder, "other.wav", "--quality", "draft")
    ok(filecmp.cmp(draft, other, shallow=False), "a draft is played in the light hall", done)
    loud = [RESULT.match(render(folder, "other.wav", "--dry", "--loudness", level)[1].stdout)
            for level in ("-30", "-26")]
    ok(all(loud) and abs(float(loud[1][3]) - float(loud[0][3]) - 4.0) < 0.11, "--loudness moves it")
    off, done = render(folder, "off.wav", "--dry", "--loudness", "off")
    result = RESULT.match(done.stdout)
    ok(result and abs(float(result[3]) + 23.0) > 0.3 and peak(off) < 1.0,
       "--loudness off leaves it as it is played", done)


def test_stems(folder):
    if not has_font(folder):
        skip("stems", "no sound font found")
        return
    os.mkdir(os.path.join(folder, "out"))
    for bits, most in ((24, 5), (32, 1e-6)):
        out, done = render(folder, "out/mix.wav", "--stems", "--bits", str(bits))
        stems = os.path.join(folder, "out", "stems")
        ok(files(stems) == ["brass.wav", "choir.wav", "echo.wav", "keys.wav", "percussion.wav",
                            "strings.wav", "synth.wav", "woodwinds.wav"], "a stem for every bus",
           files(stems), done)
        mix = wav(out)
        parts = [wav(os.path.join(stems, name)) for name in files(stems)]
        ok(all(p[:3] == mix[:3] and len(p[3]) == len(mix[3]) for p in parts),
           "as the mix, in rate, bits and length")
        worst = max(abs(a - b) for a, b in zip(map(sum, zip(*(p[3] for p in parts))), mix[3]))
        ok(worst <= most, f"of {bits} bits, they add up to the mix", worst, most)
        ok(max(map(abs, parts[2][3])) > 0, "the hall is one of them")
    out, done = render(folder, "out/mix.flac", "--stems", "--dry")
    ok("strings.flac" in files(stems), "stems of a FLAC file are FLAC", files(stems), done)


def test_info(folder):
    done = run("render", "--info", os.path.join(folder, "none.sf2"))
    ok(done.returncode == 1 and not done.stdout and "; " in done.stderr, "no font, no info", done)
    text = os.path.join(folder, "text.sf2")
    pathlib.Path(text).write_text("no samples here at all", encoding="utf-8")
    done = run("render", "--info", text)
    ok(done.returncode == 1 and not done.stdout and "; " in done.stderr, "a broken font", done)
    done = run("render", "--info")
    if "no sound font found" in done.stderr:
        skip("what the font holds", "no sound font found")
        return
    rows = re.findall(r"^ *(\d+):(\d+) +(.{20}) +(\d+) +(\d+)-(\d+) +(\d+) +(\d+) +(\d+) +([\d.]+) +(\d+)$",
                      done.stdout, re.M)
    ok(done.returncode == 0 and rows and not done.stderr, "a row for each preset", done)
    ok(max(map(len, done.stdout.split("\n\n")[0].splitlines())) <= 96, "in narrow columns")
    machine = json.loads(run("render", "--info", "--json").stdout)
    ok(len(rows) <= machine["presets"] == len(machine["list"]), "JSON has them too", len(rows))
    numbers = [(p["bank"], p["program"]) for p in machine["list"]]
    ok(numbers == sorted(numbers), "by bank and program")
    ok(sum(machine["sample_rates"].values()) == machine["samples"], "every sample has a rate")
    ok(all(p["layers"] >= 1 and p["voices"] >= 1 and 0 <= p["key_low"] <= p["key_high"] <= 127
           for p in machine["list"] if p["zones"]), "presets with zones play something")


def main():
    print("TAP version 13\n# cli")
    test_help()
    for test in (test_usage, test_again, test_failures, test_papers, test_review, test_score, test_themes, test_length, test_formats, test_dash,
                 test_terminal, test_render, test_render_options, test_render_sound,
                 test_render_choices, test_stems, test_info):
        with tempfile.TemporaryDirectory(prefix="elara-cli-") as folder:
            test(folder)
    print(f"1..{count}")
    if failed:
        print(f"# {failed} of {count} failed")
    return 1 if failed else 0


sys.exit(main())
