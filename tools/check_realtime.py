#!/usr/bin/env python3
# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT

"""Audio-thread code must not allocate, lock, or call the system.

Compiles every file of the list without optimisation, so that nothing hides by
being inlined, and holds the symbols it needs against what is allowed: each
other, mathematics, and moving memory.  Output in the Test Anything Protocol.
  check_realtime.py CC SOURCE_ROOT
"""

import pathlib
import subprocess
import sys
import tempfile

FILES = [
    "base/random.c",
    "sound/dsp/biquad.c", "sound/dsp/kernel_narrow.c",
    "sound/dsp/kernel_scalar.c", "sound/dsp/live_convolver_rt.c",
    "sound/dsp/transform_kernel.c", "sound/dsp/transform_rt.c",
    "sound/dsp/true_peak.c",
    "sound/sampler/breath.c", "sound/sampler/controls.c",
    "sound/sampler/envelope.c", "sound/sampler/generator.c",
    "sound/sampler/modulator.c", "sound/sampler/sampler.c",
    "sound/sampler/voice.c", "sound/sampler/voice_read.c",
    "sound/sampler/voice_start.c",
    "sound/space/fdn_rt.c",
]

MATHS = set("""acos asin atan atan2 ceil cos cosf exp exp2 exp2f expf fabs
fabsf floor floorf fmax fmaxf fmin fminf fmod log log10 log2 lrint pow powf
rint round sin sincos sinf sqrt sqrtf tan tanh""".split())
MEMORY = {"memcpy", "memmove", "memset", "memcmp"}
# Asked for when a player that may grow needs room; never by a fixed one. And
# tables of constants, filled before the audio thread starts.
OURS = {"elara_sampler_grow", "elara_tables_cutoff", "elara_curve"}
COMPILER = {"_GLOBAL_OFFSET_TABLE_", "__stack_chk_fail"}


def symbols(cc, root, name, folder):
    """(defined, needed) symbols of one file."""
    out = pathlib.Path(folder) / (name.replace("/", "_") + ".o")
    subprocess.run([cc, "-std=c17", "-O0", "-DNDEBUG", "-fno-builtin-printf",
                    "-D_POSIX_C_SOURCE=200809L", "-fno-stack-protector",
                    f"-I{root}/src", f"-I{root}/include", "-w", "-c",
                    f"{root}/src/{name}", "-o", str(out)], check=True)
    text = subprocess.run(["nm", str(out)], check=True, capture_output=True,
                          text=True).stdout
    defined, needed = set(), set()
    for line in text.splitlines():
        kind, symbol = line.split()[-2:]
        (needed if kind == "U" else defined).add(symbol)
    return defined, needed


def main():
    cc, root = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as folder:
        found = {f: symbols(cc, root, f, folder) for f in FILES}
    ours = set().union(*(defined for defined, _ in found.values())) | OURS
    allowed = ours | MATHS | MEMORY | COMPILER
    print("TAP version 13")
    failed = 0
    for i, (name, (_, needed)) in enumerate(found.items(), 1):
        bad = sorted(needed - allowed)
        failed += bool(bad)
        print(("not ok" if bad else "ok"), i, "-", name,
              "needs only what real time allows")
        if bad:
            print("# calls", ", ".join(bad))
    print(f"1..{len(found)}")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
