#!/usr/bin/env python3
# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT

"""Cuts an installed SF3 font down to its smallest Vorbis sample: a fuzzer's seed.
  small_sf3.py FONT.sf3 OUT.sf3
"""

import struct
import sys


def chunks(data):
    at = 0
    while at + 8 <= len(data):
        size = struct.unpack("<I", data[at + 4:at + 8])[0]
        yield data[at:at + 4], data[at + 8:at + 8 + size]
        at += 8 + size + (size & 1)


def chunk(name, body):
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) & 1)


def name(text):
    return text.encode().ljust(20, b"\0")


def main():
    data = open(sys.argv[1], "rb").read()
    lists = {body[:4]: dict(chunks(body[4:]))
             for tag, body in chunks(data[12:]) if tag == b"LIST"}
    samples, headers = lists[b"sdta"][b"smpl"], lists[b"pdta"][b"shdr"]
    rows = [headers[i:i + 46] for i in range(0, len(headers) - 46, 46)]
    best = min((r for r in rows if r[44] & 0x10),
               key=lambda r: struct.unpack("<I", r[24:28])[0]
               - struct.unpack("<I", r[20:24])[0])
    start, end = struct.unpack("<II", best[20:28])
    stream = samples[start:end]
    row = best[:20] + struct.pack("<II", 0, len(stream)) + best[28:]
    pdta = b"".join([
        chunk(b"phdr", name("seed") + struct.pack("<HHHIII", 0, 0, 0, 0, 0, 0)
              + name("EOP") + struct.pack("<HHHIII", 0, 0, 1, 0, 0, 0)),
        chunk(b"pbag", struct.pack("<HHHH", 0, 0, 1, 0)),
        chunk(b"pmod", bytes(10)),
        chunk(b"pgen", struct.pack("<HHHH", 41, 0, 0, 0)),
        chunk(b"inst", name("seed") + struct.pack("<H", 0)
              + name("EOI") + struct.pack("<H", 1)),
        chunk(b"ibag", struct.pack("<HHHH", 0, 0, 2, 0)),
        chunk(b"imod", bytes(10)),
        chunk(b"igen", struct.pack("<HHHHHH", 54, 1, 53, 0, 0, 0)),
        chunk(b"shdr", row + name("EOS") + bytes(26)),
    ])
    font = (b"sfbk" + chunk(b"LIST", b"INFO" + chunk(b"ifil",
            struct.pack("<HH", 3, 0)))
            + chunk(b"LIST", b"sdta" + chunk(b"smpl", stream))
            + chunk(b"LIST", b"pdta" + pdta))
    open(sys.argv[2], "wb").write(chunk(b"RIFF", font))


if __name__ == "__main__":
    main()
