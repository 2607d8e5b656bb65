#!/usr/bin/env python3
# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
"""The house rules that a compiler does not know.

usage: lint.py [BUILD_FOLDER]

- a room includes base/, model/ and itself only; studio/ may include every
  room, cli/ the public header only, model/ base/ only, base/ nobody
- every C file opens with the two licence lines
- every global symbol of the built libraries starts with elara_
- no file speaks of machine paths or of how it came to be
"""

import pathlib
import re
import subprocess
import sys

ROOMS = ("base", "model", "story", "review", "picture", "plan", "compose", "orchestrate",
         "notation", "perform", "sound", "export", "studio", "live", "paint", "cli")
STANDARD = {"base": {"base"}, "model": {"base", "model"}, "cli": {"cli", "elara"}}
LICENCE = "// Copyright (c) 2026 the Elara authors\n// SPDX-License-Identifier: MIT\n"
FORBIDDEN = re.compile(r"(?<![\w.])/(work|root|home|farm)/\w")

faults = []


def fault(path, line, what):
    faults.append(f"{path}:{line}:1: {what}")


def may_include(room, other):
    if room == "studio":
        return True
    return other in STANDARD.get(room, {"base", "model", room})


def check_source(path):
    text = path.read_text(encoding="utf-8")
    if not text.startswith(LICENCE):
        fault(path, 1, "the licence lines are missing; copy them from any file")
    parts = path.parts
    room = parts[1] if parts[0] == "src" else None
    for number, line in enumerate(text.splitlines(), 1):
        include = re.match(r'\s*#include "([a-z_]+)/', line)
        if room and include:
            other = include.group(1)
            known = other in ROOMS or other == "elara"
            if known and not may_include(room, other):
                fault(path, number, f"{room}/ may not include {other}/; pass it through a paper")
        if FORBIDDEN.search(line):
            fault(path, number, "an absolute machine path")


def check_symbols(build):
    for library in sorted(pathlib.Path(build).glob("src/**/libelara_*.a")):
        listing = subprocess.run(["nm", "-g", "--defined-only", str(library)],
                                 capture_output=True, text=True, check=False).stdout
        for line in listing.splitlines():
            fields = line.split()
            if len(fields) == 3 and not fields[2].startswith(("elara_", "__")):
                fault(library, 0, f"global symbol {fields[2]} does not start with elara_")


for folder in ("src", "include", "tests", "bench", "fuzz"):
    for source in sorted(pathlib.Path(folder).rglob("*.[ch]")):
        check_source(source)
if len(sys.argv) > 1:
    check_symbols(sys.argv[1])
print("\n".join(faults) if faults else "house rules kept")
sys.exit(1 if faults else 0)
