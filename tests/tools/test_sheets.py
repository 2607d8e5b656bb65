#!/usr/bin/env python3
# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
"""The paper work of one score on the slates of many films, read back by
tools/check_sheets.py. usage: test_sheets.py ELARA; prints TAP."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
ELARA = os.path.abspath(sys.argv[1])
WELL = str(ROOT / "examples" / "the-well.fountain")

# frames a second, dropped or not, the first frame: 01:00:00:00 but for one
FILMS = [(24000, 1001, 0, 86400), (24, 1, 0, 86400), (25, 1, 0, 90000), (30000, 1001, 0, 108000),
         (30000, 1001, 1, 107892), (30, 1, 0, 0), (48, 1, 0, 172800), (50, 1, 0, 180000),
         (60000, 1001, 0, 216000), (60000, 1001, 1, 215784), (60, 1, 0, 216000)]


def score(story, folder):
    return subprocess.run([ELARA, "score", story, "-o", folder, "--no-audio", "-q"], capture_output=True,
                          text=True, timeout=120, check=False)


def main():
    failed = 0
    print("TAP version 13\n# sheets")
    with tempfile.TemporaryDirectory(prefix="elara-sheets-") as top:
        first = os.path.join(top, "first")
        score(WELL, first)
        with open(os.path.join(first, "plan.json"), encoding="utf-8") as file:
            plan = json.load(file)
        for number, (num, den, drop, start) in enumerate([(0, 0, 0, 0)] + FILMS, 1):
            folder = os.path.join(top, f"{num}-{den}-{drop}")
            edited = os.path.join(top, "edited.json")
            plan.update(frame_rate=num, frame_rate_per=den, drop_frame=drop, first_frame=start)
            pathlib.Path(edited).write_text(json.dumps(plan), encoding="utf-8")
            done = score(edited, folder)
            check = subprocess.run([sys.executable, str(ROOT / "tools" / "check_sheets.py"), folder],
                                   capture_output=True, text=True, check=False)
            good = done.returncode == 0 and check.returncode == 0
            failed += not good
            print(f"{'ok' if good else 'not ok'} {number} - {num}/{den}{' drop' if drop else ''}")
            for line in (done.stderr + check.stdout + check.stderr).splitlines():
                print("# " + line.replace(top, ""))
    print(f"1..{1 + len(FILMS)}")
    return 1 if failed else 0


sys.exit(main())
