#!/usr/bin/env python3
# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
"""Prints "N passed, N failed, N skipped" of a Meson test log, counting the
checks inside each TAP program."""

import json
import re
import sys

passed = failed = skipped = 0
for line in open(sys.argv[1], encoding="utf-8"):
    test = json.loads(line)
    output = test.get("stdout", "")
    skipped += len(re.findall(r"^ok .*# SKIP", output, re.M))
    passed += len(re.findall(r"^ok ", output, re.M))
    bad = len(re.findall(r"^not ok ", output, re.M))
    failed += bad if bad else test["result"] not in ("OK", "SKIP", "EXPECTEDFAIL")
passed -= skipped
print(f"{passed} passed, {failed} failed, {skipped} skipped")
sys.exit(0)
