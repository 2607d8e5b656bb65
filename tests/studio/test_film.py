#!/usr/bin/env python3
# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
"""Films scored, end to end: small ones that ffmpeg makes, whose every cut is
known. usage: test_film.py ELARA; prints TAP. Sound is heard by
tools/find_hits.py where there is a Python with numpy."""

import csv
import fractions
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ELARA = os.path.abspath(sys.argv[1])
ROOT = pathlib.Path(__file__).resolve().parents[2]
EPSILON = 2e-6  # seconds in JSON

# Shots of the film: what is seen, frames at 24.
SHOTS = [
    ("color=c=0x302820:s=160x90:r=24", 96), ("testsrc2=s=160x90:r=24", 60), ("color=c=0x804020:s=160x90:r=24", 110),
    ("mandelbrot=s=160x90:r=24", 130), ("color=c=0x2040a0:s=160x90:r=24", 70), ("testsrc=s=160x90:r=24", 90),
    ("rgbtestsrc=s=160x90:r=24", 100), ("smptebars=s=160x90:r=24", 120), ("mandelbrot=s=160x90:r=24:start_scale=0.3", 100),
]
CUTS = [sum(n for _, n in SHOTS[:i]) / 24 for i in range(len(SHOTS))]
LENGTH_S = sum(n for _, n in SHOTS) / 24

SCRIPT = """Title: The Door

INT. HOUSE - DAY

Anna waits at the window.

ANNA
He is late again, as he is every day.

EXT. ROAD - NIGHT

They run. The storm tears at the trees.

BEN
There is no way through here.

INT. MILL - NIGHT

The wheel turns. A scream. Ben falls, dead.

ANNA
Who is there?

EXT. HILL - DAWN

The sun comes up over the valley.
"""

SUBTITLES = """1
00:00:02,000 --> 00:00:04,000
He is late again, as he is every day.

2
00:00:12,500 --> 00:00:14,250
There is no way through here.

3
00:00:24,000 --> 00:00:25,000
Who is there?
"""

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
    return condition


def run(*words, **how):
    return subprocess.run([ELARA, *map(str, words)], capture_output=True, text=True, timeout=120,
                          check=False, stdin=subprocess.DEVNULL, **how)


def score(*words, **how):
    return run("score", *words, "--quality", "draft", "--threads", 2, **how)


def ffmpeg(*words):
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", *map(str, words)], check=True)


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def hits_of(folder):
    with open(folder / "hits.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def make_film(path):
    inputs, labels, chain = [], "", ""
    for i, (source, frames) in enumerate(SHOTS):
        inputs += ["-f", "lavfi", "-i", source]
        chain += f"[{i}:v]trim=end_frame={frames},setpts=PTS-STARTPTS,format=yuv420p,setsar=1[v{i}];"
        labels += f"[v{i}]"
    chain += f"{labels}concat=n={len(SHOTS)}:v=1:a=0,fade=out:st={LENGTH_S - 1}:d=0.9[v]"
    tone = "sine=f=220:r=48000,volume=0.1,volume=enable='between(t,10,10.4)':volume=4"
    ffmpeg(*inputs, "-f", "lavfi", "-i", tone, "-filter_complex", chain, "-map", "[v]", "-map", f"{len(SHOTS)}:a",
           "-t", LENGTH_S, "-c:v", "libx264", "-preset", "ultrafast", "-crf", 18, path)


def audio_frames(path):
    done = subprocess.run(["ffprobe", "-v", "error", "-show_entries", "stream=duration_ts", "-of", "csv=p=0", path],
                          capture_output=True, text=True, check=True)
    return int(done.stdout.strip().strip(","))


def ear():
    """A Python with numpy, or None."""
    for python in (sys.executable, "/usr/bin/python3"):
        if shutil.which(python) and subprocess.run([python, "-c", "import numpy"], capture_output=True, check=False).returncode == 0:
            return python
    return None


def check_papers(folder, name):
    story, plan = load(folder / "story.json"), load(folder / "plan.json")
    ok(abs(plan["length_s"] - LENGTH_S) < EPSILON, f"{name}: as long as the film", plan["length_s"])
    ok(story["length_s"] <= LENGTH_S, f"{name}: the story ends in it", story["length_s"])
    frames = [round(s * 24) for s in CUTS] + [round(a["time_s"] * 24) for a in load(folder / "cut.json")["actions"] if "time_s" in a] \
        + [a["frame"] for a in load(folder / "cut.json")["actions"]]
    off = [h for h in hits_of(folder) if h["hard"] == "1" and
           (abs(float(h["planned_s"]) * 24 - round(float(h["planned_s"]) * 24)) > .03 or round(float(h["planned_s"]) * 24) not in frames)]
    ok(not off, f"{name}: hard hits lie on frames that mark", off)
    late = [h for h in hits_of(folder) if h["hard"] == "1" and abs(float(h["error_ms"])) > 1]
    ok(not late, f"{name}: and are met", late)


def test_film_alone(film, folder):
    out = folder / "alone"
    done = score(film, "-o", out)
    if done.returncode and "sound font" in done.stderr:
        skip("a film with sound", "no sound font")
        done = score(film, "-o", out, "--no-audio")
    ok(done.returncode == 0, "a film by itself is scored", done.stderr)
    check_papers(out, "a film alone")
    starts = [s["start_s"] for s in load(out / "cut.json")["shots"]]
    missed = [c for c in CUTS if min(abs(c - s) for s in starts) > EPSILON]
    ok(not missed, "every cut was seen", missed)
    ok((out / "film.shots.fountain").exists(), "what was told is there")
    ok("nobody speaks" not in done.stderr, "nobody is blamed for a silent film", done.stderr)
    ok(any(h["hard"] == "1" for h in hits_of(out)), "something is hit")
    sound = out / "film.flac"
    if not sound.exists():
        return
    ok(audio_frames(sound) == round(LENGTH_S * 48000), "the sound is as long", audio_frames(sound))
    if not ear():
        skip("hits are heard", "no numpy")
        return
    heard = subprocess.run([ear(), ROOT / "tools" / "find_hits.py", sound, out / "hits.csv"], capture_output=True, text=True, check=False)
    ok(heard.returncode == 0, "hits are heard", heard.stdout + heard.stderr)
    # Once more, on one thread.
    again = folder / "again"
    run("score", film, "-o", again, "--quality", "draft", "--threads", 1)
    same = [n for n in ("film.flac", "film.mid", "plan.json", "cut.json", "story.json", "film.shots.fountain")
            if (out / n).read_bytes() == (again / n).read_bytes()]
    ok(len(same) == 6, "the same bytes on one thread", same)


def test_told_again(film, folder):
    """What was told can be rewritten and scored on the film."""
    out = folder / "rewritten"
    script = folder / "rewritten.fountain"
    script.write_text((folder / "alone" / "film.shots.fountain").read_text(encoding="utf-8"), encoding="utf-8")
    done = score(script, "--picture", film, "-o", out, "--no-audio")
    ok(done.returncode == 0, "what was told is a script for the film", done.stderr)
    check_papers(out, "told again")


def test_script(film, script, subtitles, folder):
    out = folder / "script"
    done = score(script, "--picture", film, "-o", out, "--no-audio", "--length", 90)
    ok(done.returncode == 0, "a script on its film is scored", done.stderr)
    ok("warning" in done.stderr and "--length" in done.stderr, "the length asked for is not used, and it says so", done.stderr)
    check_papers(out, "a script on its film")
    cut = load(out / "cut.json")
    starts = [s["start_s"] for s in load(out / "story.json")["scenes"]]
    ok(starts == [p["start_s"] for p in cut["scenes"]] and len(starts) == 4, "scenes begin where they are placed", starts)
    # Moved by hand. Without ffmpeg nobody can watch it again.
    wanted = CUTS[5]
    cut["scenes"][2].update(start_s=wanted, fixed=1)
    (out / "cut.json").write_text(json.dumps(cut), encoding="utf-8")
    blind = dict(os.environ, PATH=str(folder / "nowhere"))
    done = score(script, "--picture", film, "-o", out, "--no-audio", env=blind)
    ok(done.returncode == 0, "an edited cut.json is believed", done.stderr)
    ok(abs(load(out / "story.json")["scenes"][2]["start_s"] - wanted) < EPSILON, "the scene begins where it was put")
    ok(load(out / "cut.json")["scenes"][2]["fixed"] == 1, "and stays there")
    cut["scenes"][1].update(start_s=CUTS[6], fixed=1)
    cut["scenes"][2].update(fixed=0)
    (out / "cut.json").write_text(json.dumps(cut), encoding="utf-8")
    done = score(script, "--picture", film, "-o", out, "--no-audio", env=blind)
    starts = [s["start_s"] for s in load(out / "story.json")["scenes"]]
    ok(done.returncode == 0 and abs(starts[1] - CUTS[6]) < EPSILON and starts[2] > starts[1], "guesses give way to a scene put behind them",
       done.stderr, starts)
    done = score(script, "--picture", film.name, "-o", out, "--no-audio", env=blind, cwd=film.parent)
    ok(done.returncode == 0 and load(out / "cut.json")["scenes"][1]["fixed"] == 1, "also when the film is called by another path", done.stderr)
    done = score(script, "--picture", out / "cut.json", "-o", folder / "by-cut", "--no-audio", env=blind)
    ok(done.returncode == 0, "cut.json stands for its film", done.stderr)
    plan = folder / "by-cut" / "plan.json"
    ok(plan.exists() and plan.read_bytes() == (out / "plan.json").read_bytes(), "and gives the same plan")
    done = score(out / "plan.json", "--picture", film, "-o", folder / "by-plan", "--no-audio")
    ok(done.returncode == 0 and "not watched" in done.stderr, "a plan has its times: it says so", done.stderr)
    ok((folder / "by-plan" / "plan.mid").read_bytes() == (out / "door.mid").read_bytes(), "and gives the same notes")
    before = {p.name: p.read_bytes() for p in out.iterdir()}
    (out / "cut.json").write_text("{\"source\": 1}", encoding="utf-8")
    done = score(script, "--picture", film, "-o", out, "--no-audio")
    ok(done.returncode == 1 and "cut.json" in done.stderr, "a broken cut.json is said", done.stderr)
    del before["cut.json"]
    ok(all((out / n).read_bytes() == b for n, b in before.items()), "and nothing is touched")


def test_subtitles(film, script, subtitles, folder):
    out = folder / "subtitled"
    done = score(script, "--picture", film, "--subtitles", subtitles, "-o", out, "--no-audio")
    ok(done.returncode == 0, "with subtitles", done.stderr)
    check_papers(out, "with subtitles")
    said = [(e["start_s"], e["end_s"]) for e in load(out / "story.json")["elements"] if e["kind"] == "dialogue"]
    ok(said == [(2.0, 4.0), (12.5, 14.25), (24.0, 25.0)], "lines are where they are spoken", said)
    told = folder / "told-subtitled"
    done = score(film, "--subtitles", subtitles, "-o", told, "--no-audio")
    ok(done.returncode == 0 and "Who is there?" in (told / "film.shots.fountain").read_text(encoding="utf-8"), "what is said is told", done.stderr)
    speech = [(s["start_s"], s["end_s"]) for s in load(told / "plan.json")["speech"]]
    ok(speech == said, "and written around", speech)


def test_broken(film, script, folder):
    broken = folder / "broken.mp4"
    broken.write_bytes(film.read_bytes()[:3000])
    for name, words in (("by itself", [broken]), ("with a script", [script, "--picture", broken]),
                        ("that is not there", [script, "--picture", folder / "nothing.mp4"]),
                        ("that is no film", [script, "--picture", script])):
        out = folder / "nowhere"
        done = score(*words, "-o", out, "--no-audio")
        ok(done.returncode == 1 and done.stderr.strip(), f"a broken film {name} is refused", done)
        ok(not out.exists() or not list(out.iterdir()), f"a broken film {name} leaves nothing")
    for ending in ("avi", "mkv"):
        small = folder / f"small.{ending}"
        ffmpeg("-i", film, "-t", 2, "-c:v", "mpeg4", small)
        done = score(small, "-o", folder / ending, "--no-audio")
        ok(done.returncode == 0, f"{ending} is a film", done.stderr)


def test_rates(folder):
    for rate, frames in (("24", 61), ("25", 63), ("24000/1001", 62), ("30000/1001", 77)):
        film = folder / f"rate{frames}.mp4"
        half = frames // 2
        ffmpeg("-f", "lavfi", "-i", f"testsrc2=s=96x64:r={rate}", "-f", "lavfi", "-i", f"color=c=green:s=96x64:r={rate}", "-filter_complex",
               f"[0:v]trim=end_frame={half},format=yuv420p[a];[1:v]trim=end_frame={frames - half},setpts=PTS-STARTPTS,format=yuv420p[b];"
               "[a][b]concat=n=2:v=1[v]", "-map", "[v]", "-c:v", "libx264", "-preset", "ultrafast", film)
        for sound in (44100, 48000):
            out = folder / f"rate{frames}"  # its cut.json serves twice
            done = score(film, "-o", out, "--rate", sound)
            if done.returncode and "sound font" in done.stderr:
                skip(f"{rate} at {sound}", "no sound font")
                continue
            exact = frames / fractions.Fraction(rate) * sound
            got = audio_frames(out / f"rate{frames}.flac") if done.returncode == 0 else -1
            ok(0 <= exact - got < 1, f"{frames} frames at {rate}: their samples at {sound}", got, float(exact), done.stderr)


def main():
    if not shutil.which("ffmpeg") or not shutil.which("ffprobe"):
        print("1..0 # SKIP no ffmpeg")
        return 0
    print("TAP version 13")
    with tempfile.TemporaryDirectory(prefix="elara-film-") as name:
        folder = pathlib.Path(name)
        film, script, subtitles = folder / "film.mp4", folder / "door.fountain", folder / "door.srt"
        make_film(film)
        script.write_text(SCRIPT, encoding="utf-8")
        subtitles.write_text(SUBTITLES, encoding="utf-8")
        test_film_alone(film, folder)
        test_told_again(film, folder)
        test_script(film, script, subtitles, folder)
        test_subtitles(film, script, subtitles, folder)
        test_broken(film, script, folder)
        test_rates(folder)
    print(f"1..{count}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
