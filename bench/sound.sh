#!/usr/bin/env bash
# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
#
# The orchestra beside the packaged peers: the same font, the same files,
# 48 kHz. Every round runs each once, in turn, so that what else the machine
# does falls on all alike; the table has medians.
#   bench/sound.sh [ROUNDS]       default 3
# What was measured is kept in build/bench-sound/results: start again and it
# goes on; remove the folder to measure anew. Peers that are not installed are
# left out. FONT=FILE.sf2 and FONT3=FILE.sf3 choose other fonts.

set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-3}
dir=build/bench-sound
results=$dir/results
mkdir -p "$dir"
touch "$results"

note() {
  echo "$*" >&2
}

# find_font ENDING: the lossless MuseScore General if it is there, else any.
find_font() {
  local pattern found
  for pattern in "MuseScore_General_Full.$1" "MuseScore_General*.$1" "*.$1"; do
    found=$(find /usr/share/sounds /usr/share/soundfonts /usr/local/share -name "$pattern" 2>/dev/null | sort) || true
    [ -n "$found" ] || continue
    head -1 <<<"$found"
    return
  done
}

font=${FONT:-$(find_font sf2)}
font3=${FONT3:-$(find_font sf3)}
[ -n "$font" ] || { note "no SF2 font found; install musescore-general-soundfont-lossless or set FONT"; exit 1; }
[ -n "$font3" ] || note "no SF3 font found: its start is left out"
for peer in fluidsynth timidity; do
  command -v $peer >/dev/null || note "$peer is not installed: left out"
done
[ -x build/bench/bench_fluid ] || note "libfluidsynth-dev was not there at build time: no cost of its voices"

pieces=()
for name in dvorak9_4_ly beethoven7_1_ly; do
  [ -f ../shared/corpus/midi/$name.mid ] && pieces+=("../shared/corpus/midi/$name.mid")
done
if [ ${#pieces[@]} -eq 0 ]; then
  [ -f "$dir/demo/crimson-echoes.mid" ] ||
    ./build/elara score examples/crimson-echoes.fountain -o "$dir/demo" --no-audio --quiet >/dev/null
  pieces=("$dir/demo/crimson-echoes.mid")
fi
echo "soundfont $(realpath "$font")" >"$dir/timidity.cfg"

# once KEY COMMAND...: COMMAND prints "field value" lines; kept with round and key.
once() {
  local key=$1
  shift
  grep -q "^$round $key " "$results" && return
  note "round $round: $key"
  local out
  out=$("$@") || { note "$key failed: left out"; return 0; }
  sed "s|^|$round $key |" <<<"$out" >>"$results"
}

# timed COMMAND...: wall and CPU seconds, peak memory in KiB.
timed() {
  /usr/bin/time -o "$dir/time" -f 'wall %e\nuser %U\nsystem %S\nkib %M' "$@" >/dev/null 2>&1
  cat "$dir/time"
}

bench_voices() {
  ./build/bench/bench_voices "$font" "${pieces[0]}" "$1" best | awk -v q="$1" '$1 == q { print "ns " $3 }'
}

fluid() {
  timed fluidsynth -ni -q -r 48000 -F "$dir/peer.wav" "$@"
}

elara() {
  timed ./build/elara render "$piece" -o "$dir/ours.wav" --quiet --sound-font "$font" "$@"
}

cat "$font" ${font3:+"$font3"} >/dev/null # into the page cache
for round in $(seq "$rounds"); do
  for quality in normal high; do
    once voice/$quality bench_voices $quality
    once live/$quality ./build/bench/bench_live "$font" $quality
  done
  if [ -x build/bench/bench_fluid ]; then
    for order in 4 7; do
      once voice/fluid$order ./build/bench/bench_fluid "$font" "${pieces[0]}" $order
    done
  fi
  for kind in sf2 sf3; do
    which=$font
    [ $kind = sf3 ] && which=$font3
    [ -n "$which" ] || continue
    once start/$kind/elara ./build/bench/bench_start "$which" "${pieces[0]}"
    [ -x build/bench/bench_fluid ] &&
      once start/$kind/fluid ./build/bench/bench_fluid "$which" "${pieces[0]}" start
  done
  for piece in "${pieces[@]}"; do
    name=$(basename "$piece" .mid)
    for threads in 1 2; do
      once "piece/$name/elara$threads" elara --threads $threads
      once "piece/$name/high$threads" elara --threads $threads --quality high
    done
    if command -v fluidsynth >/dev/null; then
      once "piece/$name/fluid" fluid "$font" "$piece"
      once "piece/$name/fluid4096" fluid -o synth.polyphony=4096 "$font" "$piece"
    fi
    if command -v timidity >/dev/null; then
      once "piece/$name/timidity" timed timidity -c "$dir/timidity.cfg" -Ow -s 48000 -o "$dir/peer.wav" "$piece"
    fi
  done
done
rm -f "$dir/ours.wav" "$dir/peer.wav"
python3 bench/sound_table.py "$results"
