#!/usr/bin/env python3
# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
"""Embeds data/words/weights.tsv, the weights of the signs of feeling, as C.

usage: embed_weights.py WEIGHTS.tsv OUT.c

The first row is the offset; the others stand in the order of the enum in
src/story/signs.h. A malformed file stops the build with FILE:LINE: what is
wrong.
"""

import sys


def fail(path, line, what):
    sys.exit(f"{path}:{line}: {what}")


def read_rows(path):
    rows = []
    with open(path, encoding="utf-8") as file:
        for line, text in enumerate(file, 1):
            text = text.rstrip("\n")
            if not text.strip() or text.startswith("#"):
                continue
            columns = text.split("\t")
            if len(columns) != 3:
                fail(path, line, "expected sign, valence and arousal, "
                     "separated by tabs")
            try:
                rows.append((columns[0], float(columns[1]), float(columns[2])))
            except ValueError:
                fail(path, line, "valence and arousal are numbers")
    if not rows or rows[0][0] != "offset":
        fail(path, 1, "the first row is the offset")
    return rows


def row_text(row):
    name, valence, arousal = row
    return f'{{"{name}", {valence:.6f}f, {arousal:.6f}f}}'


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, target = sys.argv[1:]
    rows = read_rows(source)
    with open(target, "w", encoding="utf-8") as out:
        out.write("// Made by tools/embed_weights.py from "
                  "data/words/weights.tsv; do not edit.\n\n"
                  '#include "story/signs.h"\n\n'
                  "const ElaraSignWeight elara_sign_offset = "
                  f"{row_text(rows[0])};\n\n"
                  "const ElaraSignWeight "
                  "elara_sign_weights[ELARA_SIGN_COUNT] = {\n")
        for row in rows[1:]:
            out.write(f"    {row_text(row)},\n")
        out.write("};\n\n_Static_assert(ELARA_SIGN_COUNT == "
                  f'{len(rows) - 1}, "weights.tsv has other signs");\n')


main()
