#!/usr/bin/env bash
# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
#
# Watching a film beside ffmpeg's own scene detector on the same film: wall
# time, times faster than the film plays, the ratio of the two.
#   bench/picture.sh [FILM]

set -euo pipefail
cd "$(dirname "$0")/.."
film=${1:-../shared/corpus/video/sintel_trailer-720p.mp4}
[ -f "$film" ] || { echo "no film: $film" >&2; exit 0; }
length=$(ffprobe -v error -show_entries format=duration -of csv=p=0 "$film")

# best of three, in seconds
best() {
  for _ in 1 2 3; do
    local start end
    start=$(date +%s.%N)
    "$@" >/dev/null 2>&1
    end=$(date +%s.%N)
    awk -v a="$start" -v b="$end" 'BEGIN { print b - a }'
  done | sort -n | head -1
}

ours=$(best build/elara cut --quiet "$film")
peer=$(best ffmpeg -nostdin -v error -threads 2 -i "$film" -an -vf scdet=10 -f null -)
awk -v l="$length" -v a="$ours" -v b="$peer" 'BEGIN {
  printf "%.1f s of film: elara cut %.2f s (%.1f x real time), ffmpeg scdet %.2f s (%.1f x); ratio %.2f\n",
    l, a, l / a, b, l / b, a / b }'
