#!/usr/bin/python3
# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
"""Trains how Elara feels a sentence, on sentences that people have rated.

usage: train_feeling.py SIGNS_TOOL RATED.csv [--dry] [--windows]

SIGNS_TOOL   tests/story/signs_tool of a build: what the reader sees of a text
RATED.csv    id,split,V,A,D,text, ratings 1 to 5 (EmoBank): rows of the split
             "train" are learnt from, those of "dev" only measured
--dry        measure, write nothing
--windows    also measure means over 5, 10 and 20 sentences of documents that
             were not learnt from (some minutes)

Writes data/words/weights.tsv (the signs' weights for the word list alone) and
data/feeling/readers.table (src/story/table.h). The first is a ridge regression
on standardised signs. The table's is one on signs, words, pairs of words and,
for every word, its meanings in WordNet, so that a word that no reader has
rated is felt as its like; words that the list has may weigh more. What
meanings weigh is then added up word by word, and the grams that matter most
are kept. Needs Debian's python3-numpy, python3-scipy and wordnet-base; a
minute.
"""

import collections
import csv
import pathlib
import struct
import subprocess
import sys

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import LinearOperator, cg

from wordnet import WordNet

ROOT = pathlib.Path(__file__).resolve().parent.parent
SLOTS = 31991                   # of the table, a prime
KEPT = 27000                    # grams in them
SIGNS_ALPHA = (100.0, 100.0)    # ridge of the word list alone: valence, arousal
TABLE_ALPHA = (2.0, 4.0)        # ridge of words, pairs and meanings
SIGN_SHARE = 0.05               # of a sign beside a word in that ridge
WORD_SHARE = 0.5                # of a word, and how much more of one that
LISTED_SHARE = 6.0              # the list calls wholly good or bad
NEUTRAL = 3.0                   # of the ratings; Elara's 0
SCALE = 1.0                     # a step of the ratings
ENDINGS = (("", ""), ("s", ""), ("es", ""), ("ies", "y"), ("ied", "y"), ("ed", "e"), ("ed", ""),
           ("ing", ""), ("ing", "e"), ("ly", ""), ("ily", "y"), ("er", ""), ("er", "e"),
           ("est", ""), ("ness", ""))


def read_rated(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = [" ".join(row["text"].split()) for row in rows]
    rated = np.array([[float(row["V"]), float(row["A"])] for row in rows])
    train = np.array([row["split"] == "train" for row in rows])
    ids = [row["id"] for row in rows]
    return texts, (rated - NEUTRAL) * SCALE, train, ids


def read_signs(tool, texts):
    out = subprocess.run([tool], input="\n".join(texts) + "\n", text=True,
                         capture_output=True, check=True).stdout.split("\n")
    names = out[0].split("\t")
    signs, words = np.zeros((len(texts), len(names))), np.zeros(len(texts))
    sentences = [[] for _ in texts]
    for line in out[1:]:
        fields = line.split("\t")
        if len(fields) < 3:
            continue
        text, count = int(fields[0]), int(fields[1])
        own, grams = fields[2:2 + len(names)], fields[2 + len(names):]
        signs[text] += count * np.array([float(x) for x in own])
        sentences[text].append((count, grams))
        words[text] += count
    signs /= np.maximum(words, 1)[:, None]
    return names, signs, [weigh_grams(parts) for parts in sentences]


def weigh_grams(sentences):
    """Gram -> its share of a text: each sentence's grams by the root of their
    number, sentences by their words."""
    total = sum(count for count, _ in sentences)
    sums = collections.Counter()
    for count, grams in sentences:
        for gram in grams:
            sums[gram] += count / total / len(grams) ** 0.5
    return sums


def read_list():
    """Word -> how much it may weigh more: its value in feelings.tsv."""
    values = {}
    for line in (ROOT / "data/words/feelings.tsv").read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) == 4 and not line.startswith("#"):
            values[fields[0]] = max(abs(float(fields[1])), abs(float(fields[2])) / 2)
    return values


def counted(lists, scale):
    """Texts x things, from a thing's share of each text."""
    index, rows, columns, cells = {}, [], [], []
    for row, things in enumerate(lists):
        for thing, share in things.items():
            rows.append(row)
            columns.append(index.setdefault(thing, len(index)))
            cells.append(share)
    matrix = sp.csr_matrix((cells, (rows, columns)), shape=(len(lists), len(index)))
    return index, matrix @ sp.diags([scale(thing) for thing in index])


def listed(values, word):
    """The value of a word in the list, or of what is left without its ending."""
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[:len(word) - len(ending)] + instead
            if stem in values:
                return values[stem]
    return 0.0


def gram_scale(values):
    def scale(gram):
        words = [word.lstrip("!") for word in gram.replace("_", " ").split(" ")]
        return WORD_SHARE + LISTED_SHARE * max(listed(values, word) for word in words)
    return scale


def meanings_of(net, grams):
    sums = collections.Counter()
    for gram, weight in grams.items():
        if " " in gram or "_" in gram or gram.startswith("!"):
            continue
        for synset, share in net.meanings(gram).items():
            sums[synset] += weight * share
    return sums


def ridge(matrix, target, alpha):
    """Weights w and offset b that minimise |Xw + b - y|^2 + alpha |w|^2."""
    mean = np.asarray(matrix.mean(0)).ravel()
    middle = target.mean()

    def apply(w):
        centred = matrix @ w - mean @ w
        return matrix.T @ centred - mean * centred.sum() + alpha * w

    size = matrix.shape[1]
    right = matrix.T @ (target - middle) - mean * (target - middle).sum()
    weights, _ = cg(LinearOperator((size, size), matvec=apply, dtype=float),
                    right, tol=1e-6, maxiter=2000)
    return weights, middle - mean @ weights


def correlation(a, b):
    return np.corrcoef(a, b)[0, 1]


def windows(ids, felt, rated, size):
    """Means over SIZE consecutive rows of one document."""
    order = {}
    for row, name in enumerate(ids):
        order.setdefault(name.rsplit("_", 2)[0], []).append(row)
    pairs = []
    for rows in order.values():
        for at in range(0, len(rows) - size + 1, size):
            part = rows[at:at + size]
            pairs.append((felt[part].mean(), rated[part].mean()))
    pairs = np.array(pairs)
    return correlation(pairs[:, 0], pairs[:, 1]), len(pairs)


def tell(name, felt, rated, train):
    text = "  ".join(
        f"{kind} train {correlation(felt[train, k], rated[train, k]):.3f}"
        f" dev {correlation(felt[~train, k], rated[~train, k]):.3f}"
        for k, kind in enumerate(("valence", "arousal")))
    print(f"{name:12s}{text}")


def fit_signs(signs, rated, train):
    mean, spread = signs[train].mean(0), signs[train].std(0) + 1e-9
    z = (signs - mean) / spread
    weights = np.zeros((signs.shape[1] + 1, 2))
    for k in (0, 1):
        w, offset = ridge(z[train], rated[train, k], SIGNS_ALPHA[k])
        weights[1:, k] = w / spread
        weights[0, k] = offset - (w / spread) @ mean
    return weights


def fit_grams(signs, grams, meanings, rated, train):
    """Weights of signs (offset first), of grams and of meanings."""
    mean, spread = signs[train].mean(0), signs[train].std(0) + 1e-9
    scaled = sp.csr_matrix((signs - mean) / spread * SIGN_SHARE)
    matrix = sp.hstack([grams, meanings, scaled]).tocsr()
    weights = np.zeros((signs.shape[1] + 1, 2))
    found = np.zeros((grams.shape[1] + meanings.shape[1], 2))
    for k in (0, 1):
        w, offset = ridge(matrix[train], rated[train, k], TABLE_ALPHA[k])
        own = w[len(found):] * SIGN_SHARE / spread
        weights[1:, k] = own
        weights[0, k] = offset - own @ mean
        found[:, k] = w[:len(found)]
    return weights, found[:grams.shape[1]], found[grams.shape[1]:]


def vocabulary(net, index):
    """Words that no rated text has, but others may."""
    words = set()
    for lemma in net.senses:
        if "_" not in lemma and "-" not in lemma and "." not in lemma and lemma.isascii():
            forms = net.inflected(lemma) if net.counts[lemma] else {lemma}
            words |= {form for form in forms if 2 < len(form) < 32}
    return sorted(words - index.keys())


def collapse(net, index, gram_weights, synsets, meaning_weights, seen):
    """(gram, valence, arousal, how often) of all that is worth keeping."""
    out = []
    counts = lambda word: max((net.counts[lemma] for lemma in net.lemmas(word)), default=0)
    for gram, at in index.items():
        single = not (" " in gram or "_" in gram or gram.startswith("!"))
        value = np.array(gram_weights[at])
        if single:
            for synset, share in net.meanings(gram).items():
                value += share * meaning_weights[synsets[synset]]
        out.append((gram, value, seen[gram] + (0.1 * counts(gram) if single else 0.0)))
    for word in vocabulary(net, index):
        value = np.zeros(2)
        for synset, share in net.meanings(word).items():
            if synset in synsets:
                value += share * meaning_weights[synsets[synset]]
        out.append((word, value, 0.1 * counts(word) + 0.2))
    return out


def choose(entries):
    entries.sort(key=lambda e: (-np.abs(e[1]).sum() * e[2] ** 0.5, e[0]))
    return entries[:KEPT]


def fill_slots(entries):
    """Numbers in -127 ... 127 at their slots, as src/story/table.c looks."""
    values = np.array([value for _, value, _ in entries])
    steps = np.percentile(np.abs(values), 99.9, axis=0) / 127.0
    numbers = np.clip(np.rint(values / steps), -127, 127).astype(int)
    cells = np.zeros((SLOTS, 3), dtype=int)
    for (gram, _, _), pair in zip(entries, numbers):
        value = fnv1a(gram.encode())
        check, slot = value >> 16 or 1, value % SLOTS
        while cells[slot, 0] and cells[slot, 0] != check:
            slot = (slot + 1) % SLOTS
        if not cells[slot, 0]:
            cells[slot] = (check, *pair)
    return steps, cells


def look_up(table, gram):
    cells = table[2]
    value = fnv1a(gram.encode())
    check, slot = value >> 16 or 1, value % SLOTS
    while cells[slot, 0] and cells[slot, 0] != check:
        slot = (slot + 1) % SLOTS
    return cells[slot, 1:] if cells[slot, 0] else np.zeros(2)


def feel(table, signs, grams):
    weights, steps, _ = table
    known = {gram: look_up(table, gram) for gram in set().union(*grams)}
    sums = np.array([sum((share * known[gram] for gram, share in row.items()), np.zeros(2))
                     for row in grams])
    return weights[0] + signs @ weights[1:] + sums * steps


def fit_table(net, values, signs, grams, rated, train):
    seen = collections.Counter(gram for row, used in zip(grams, train) if used for gram in row)
    scale = gram_scale(values)
    index, matrix = counted(grams, scale)
    synsets, meanings = counted([meanings_of(net, row) for row in grams], lambda _: 1.0)
    weights, own, shared = fit_grams(signs, matrix, meanings, rated, train)
    own *= np.array([[scale(gram)] for gram in index])
    steps, cells = fill_slots(choose(collapse(net, index, own, synsets, shared, seen)))
    return weights, steps, cells


def fnv1a(data):
    value = 2166136261
    for byte in data:
        value = ((value ^ byte) * 16777619) & 0xffffffff
    return value


def write_table(path, table):
    weights, steps, cells = table
    data = b"ELARAFT2" + struct.pack("<2I", len(weights) - 1, SLOTS)
    data += struct.pack("<2f", *steps) + weights.astype("<f4").tobytes()
    data += b"".join(struct.pack("<Hbb", *cell) for cell in cells)
    data += struct.pack("<I", fnv1a(data))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    print(f"{path.relative_to(ROOT)}: {len(data)} bytes, {(cells[:, 0] > 0).sum()} grams")


def tell_windows(net, values, signs, grams, rated, ids):
    """Means over sentences in a row, each document felt by a table made without
    it (ten parts of the documents in turn)."""
    homes = [name.rsplit("_", 2)[0] for name in ids]
    parts = {home: k % 10 for k, home in enumerate(sorted(set(homes)))}
    part = np.array([parts[home] for home in homes])
    felt, alone = np.zeros((len(ids), 2)), np.zeros((len(ids), 2))
    for k in range(10):
        table = fit_table(net, values, signs, grams, rated, part != k)
        rest = np.flatnonzero(part == k)
        felt[rest] = feel(table, signs[rest], [grams[i] for i in rest])
        weights = fit_signs(signs, rated, part != k)
        alone[rest] = signs[rest] @ weights[1:] + weights[0]
    for size in (1, 5, 10, 20):
        for name, values_ in (("with table", felt), ("words alone", alone)):
            told = [windows(ids, values_[:, k], rated[:, k], size) for k in (0, 1)]
            print(f"windows of {size:2d}, document unseen, {name}: valence {told[0][0]:.3f}"
                  f"  arousal {told[1][0]:.3f}  ({told[0][1]})")


def write_weights(path, names, weights):
    lines = ["# Weights of the signs of feeling (src/story/signs.h) for the word list alone:",
             "# ridge regression by tools/train_feeling.py. Columns: sign, valence, arousal.",
             "offset\t%.6f\t%.6f" % tuple(weights[0])]
    lines += ["%s\t%.6f\t%.6f" % (name, *row) for name, row in zip(names, weights[1:])]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    texts, rated, train, ids = read_rated(sys.argv[2])
    names, signs, grams = read_signs(sys.argv[1], texts)
    weights = fit_signs(signs, rated, train)
    alone = signs @ weights[1:] + weights[0]
    tell("words alone", alone, rated, train)
    net, values = WordNet(), read_list()
    table = fit_table(net, values, signs, grams, rated, train)
    felt = feel(table, signs, grams)
    tell("with table", felt, rated, train)
    if "--windows" in sys.argv:
        tell_windows(net, values, signs, grams, rated, ids)
    if "--dry" not in sys.argv:
        write_weights(ROOT / "data/words/weights.tsv", names, weights)
        write_table(ROOT / "data/feeling/readers.table", table)


if __name__ == "__main__":
    main()
