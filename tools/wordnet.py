# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
"""Words by meaning, for tools/train_feeling.py: the synsets of Princeton
WordNet 3.0 (Debian's wordnet-base) that a word, or what is left of it without
its ending, belongs to, and those above them."""

import collections
import pathlib

HOME = pathlib.Path("/usr/share/wordnet")
PARTS = (("n", "noun"), ("v", "verb"), ("a", "adj"), ("r", "adv"))
ENDINGS = (("s", ""), ("es", ""), ("ies", "y"), ("ed", "e"), ("ed", ""), ("ing", ""),
           ("ing", "e"), ("er", ""), ("est", ""), ("er", "e"), ("est", "e"), ("ied", "y"),
           ("'s", ""))
LITTLE = frozenset(
    "a an the of in on at to is be was are were and or for as by it its with from that this"
    " have has had do does i he she they we you not but so if then will would can could may"
    " might must shall should no".split())
SENSES = 5      # that a word is taken in, the commonest first
SENSE_FALL = 1.5
DECAY = 0.5     # of each step up
DEEPEST = 4


class WordNet:
    def __init__(self):
        if not (HOME / "data.noun").exists():
            raise SystemExit(f"{HOME}: no WordNet; apt install wordnet-base")
        self.above = {}
        self.senses = {}
        self.counts = collections.Counter()
        self.exceptions = {}
        self.known = {}
        for letter, part in PARTS:
            self._read_synsets(letter, part)
            self._read_index(letter, part)
            for line in (HOME / f"{part}.exc").read_text().splitlines():
                fields = line.split()
                self.exceptions.setdefault(fields[0], fields[1])

    def _read_synsets(self, letter, part):
        for line in (HOME / f"data.{part}").read_text().splitlines():
            if line.startswith("  "):
                continue
            fields = line.split("|", 1)[0].split()
            at = 4 + 2 * int(fields[3], 16)
            links = []
            for k in range(int(fields[at])):
                sign, offset, kind, _ = fields[at + 1 + 4 * k:at + 5 + 4 * k]
                links.append((sign, ("a" if kind == "s" else kind, offset)))
            self.above[letter, fields[0]] = links

    def _read_index(self, letter, part):
        for line in (HOME / f"index.{part}").read_text().splitlines():
            if line.startswith("  "):
                continue
            fields = line.split()
            count = int(fields[2])
            self.counts[fields[0]] += int(fields[-count - 1])
            self.senses.setdefault(fields[0], []).extend(
                ((letter, offset), rank) for rank, offset in enumerate(fields[-count:]))

    def lemmas(self, word):
        found = {word} if word in self.senses else set()
        if word in self.exceptions:
            found.add(self.exceptions[word])
        for ending, instead in ENDINGS:
            stem = word[:-len(ending)] + instead
            if word.endswith(ending) and len(word) > len(ending) + 2 and stem in self.senses:
                found.add(stem)
        for ending in ("ing", "ed"):
            stem = word[:-len(ending)]
            if (word.endswith(ending) and len(stem) > 2 and stem[-1] == stem[-2]
                    and stem[:-1] in self.senses):
                found.add(stem[:-1])
        return sorted(found & self.senses.keys())

    def _climb(self, synset, weight, out):
        waiting, seen = [(synset, weight, 0)], set()
        while waiting:
            here, share, depth = waiting.pop()
            if here in seen or depth > DEEPEST:
                continue
            seen.add(here)
            out[here] += share
            for sign, there in self.above[here]:
                if sign in "@&":
                    waiting.append((there, share * DECAY, depth + 1))
                elif sign == "+" and depth == 0:
                    waiting.append((there, share * DECAY, depth + 2))

    def meanings(self, word):
        """Synset -> share, of length one; empty for unknown and little words."""
        if word in self.known:
            return self.known[word]
        out = collections.Counter()
        for lemma in [] if word in LITTLE else self.lemmas(word):
            senses = self.senses[lemma][:8]
            total = sum((1 + rank) ** -SENSE_FALL for _, rank in senses)
            for synset, rank in senses[:SENSES]:
                self._climb(synset, (1 + rank) ** -SENSE_FALL / total, out)
        length = sum(share * share for share in out.values()) ** 0.5
        self.known[word] = {key: share / length for key, share in sorted(out.items())}
        return self.known[word]

    def inflected(self, word):
        """WORD and the regular forms of it that texts have."""
        stem = word[:-1] if word.endswith("e") else word
        forms = {word, word + "s", stem + "ed", stem + "ing", stem + "er", stem + "est"}
        if word.endswith("y"):
            forms |= {word[:-1] + "ies", word[:-1] + "ied"}
        return forms
