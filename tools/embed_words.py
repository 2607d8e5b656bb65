#!/usr/bin/env python3
# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
"""Embeds data/words/feelings.tsv as a C array and a hash of it.

usage: embed_words.py FEELINGS.tsv src/story/words.h OUT.c

The names of the tags come from the enum in words.h. A malformed list stops
the build with FILE:LINE: what is wrong.
"""

import re
import sys


def fail(path, line, what):
    sys.exit(f"{path}:{line}: {what}")


def tag_names(header):
    with open(header, encoding="utf-8") as file:
        names = re.findall(r"^\s*ELARA_TAG_([A-Z]+),", file.read(), re.M)
    return [name.lower() for name in names]


def hundredths(path, line, text):
    try:
        value = float(text)
    except ValueError:
        fail(path, line, f"'{text}' is not a number")
    if not -1.0 <= value <= 1.0:
        fail(path, line, f"{text} is not in -1 ... 1")
    return round(value * 100)


def read_list(path, tags):
    words = {}
    with open(path, encoding="utf-8") as file:
        for line, text in enumerate(file, 1):
            text = text.rstrip("\n")
            if not text.strip() or text.startswith("#"):
                continue
            columns = text.split("\t")
            if len(columns) != 4:
                fail(path, line, "expected word, valence, arousal and tags, "
                     f"separated by tabs; found {len(columns)} column(s)")
            word, valence, arousal, names = columns
            if not re.fullmatch(r"[a-z][a-z']{0,30}", word):
                fail(path, line, f"'{word}' is not one lower-case word")
            if word in words:
                fail(path, line, f"'{word}' is listed twice")
            bits = 0
            for name in names.split(","):
                name = name.strip()
                if name in ("", "-"):
                    continue
                if name not in tags:
                    fail(path, line, f"unknown tag '{name}'; the tags are "
                         + " ".join(tags))
                bits |= 1 << tags.index(name)
            words[word] = (hundredths(path, line, valence),
                           hundredths(path, line, arousal), bits)
    if not words:
        fail(path, 1, "the list has no words")
    if len(words) > 30000:
        fail(path, 1, "more than 30000 words do not fit the hash")
    return sorted(words.items())


def fnv1a(word):
    value = 2166136261
    for byte in word.encode():
        value = ((value ^ byte) * 16777619) & 0xffffffff
    return value


def hash_slots(words):
    size = 1024
    while size < 2 * len(words):
        size *= 2
    slots = [0] * size
    for index, (word, _) in enumerate(words):
        slot = fnv1a(word) & (size - 1)
        while slots[slot]:
            slot = (slot + 1) & (size - 1)
        slots[slot] = index + 1
    return slots


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    source, header, target = sys.argv[1:]
    tags = tag_names(header)
    if not tags or len(tags) > 32:
        fail(header, 1, "expected 1 to 32 ELARA_TAG_ names")
    words = read_list(source, tags)
    slots = hash_slots(words)
    with open(target, "w", encoding="utf-8") as out:
        out.write("// Made by tools/embed_words.py from "
                  "data/words/feelings.tsv; do not edit.\n\n"
                  '#include "story/words.h"\n\n'
                  "const ElaraWord elara_word_list[] = {\n")
        for word, (valence, arousal, bits) in words:
            out.write(f'    {{"{word}", {valence}, {arousal}, {bits:#x}u}},\n')
        out.write(f"}};\n\nconst size_t elara_word_count = {len(words)};\n"
                  f"const uint32_t elara_word_slot_mask = {len(slots) - 1};\n\n"
                  "const uint16_t elara_word_slots[] = {\n")
        for row in range(0, len(slots), 16):
            out.write("    " + ", ".join(map(str, slots[row:row + 16]))
                      + ",\n")
        out.write("};\n")


main()
