#!/usr/bin/env bash
# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
#
# Time and memory of the whole way, of reading a script, and of the orchestra
# beside FluidSynth.
#   bench/run.sh [SCRIPT...]   default: the demo, and the plays when at hand

set -euo pipefail
cd "$(dirname "$0")/.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
scripts=("$@")
if [ ${#scripts[@]} -eq 0 ]; then
  scripts=(examples/crimson-echoes.fountain)
  [ -d ../shared/corpus/screenplays/full_cc0 ] && scripts+=(../shared/corpus/screenplays/full_cc0/rur.fountain)
fi

echo "== reading"
ninja -C build bench/bench_story >/dev/null
plays=(../shared/corpus/screenplays/triformat/*.fdx ../shared/corpus/screenplays/triformat/*.txt
  ../shared/corpus/screenplays/full_cc0/*.fountain)
[ -f "${plays[0]}" ] || plays=()
build/bench/bench_story data/feeling/readers.table "${plays[@]}" "${scripts[0]}"

for script in "${scripts[@]}"; do
  echo "== $script"
  ELARA_TIMES=1 /usr/bin/time -f 'wall %e s, CPU %U s, peak memory %M KiB' \
    ./build/elara score "$script" -o "$out/score" 2>"$out/time" | grep -v '^$' || true
  grep -E '^(wall|stage)' "$out/time"
  midi=$(ls "$out"/score/*.mid | head -1)
  if command -v fluidsynth >/dev/null; then
    font=$(ls /usr/share/sounds/sf3/MuseScore_General_Full.sf3 /usr/share/sounds/sf3/*.sf3 2>/dev/null | head -1)
    /usr/bin/time -o "$out/ours" -f '%U %e' ./build/elara render "$midi" -o "$out/ours.wav" --quiet >/dev/null
    /usr/bin/time -o "$out/peer" -f '%U %e' fluidsynth -ni -F "$out/peer.wav" -r 48000 "$font" "$midi" >/dev/null 2>&1
    ours=$(tail -1 "$out/ours")
    peer=$(tail -1 "$out/peer")
    echo "$ours $peer" | awk '{printf "the orchestra alone: %.1f s CPU (%.1f s wall), FluidSynth %.1f s CPU (%.1f s wall): ratio %.2f CPU, %.2f wall\n", $1, $2, $3, $4, $1/$3, $2/$4}'
  fi
done

echo "== watching a film"
bench/picture.sh
