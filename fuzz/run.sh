#!/usr/bin/env bash
# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
#
# Runs every fuzz target for SECONDS_EACH (60) seconds, two at a time, from the
# seeds at hand. A finding stops the run and stays in build-fuzz/findings.

set -uo pipefail
cd "$(dirname "$0")/.."
seconds=${SECONDS_EACH:-60}
work=build-fuzz
mkdir -p $work/findings

seed() {
  local target=$1 dir=$work/corpus-$1
  mkdir -p "$dir"
  case $target in
    fuzz_fountain) cp examples/*.fountain "$dir"; cp ../shared/corpus/screenplays/unit/*/*.fountain "$dir" 2>/dev/null ;;
    fuzz_fdx) cp ../shared/corpus/screenplays/fdx/*.fdx ../shared/corpus/screenplays/unit/*/*.fdx "$dir" 2>/dev/null ;;
    fuzz_layout)
      for play in ../shared/corpus/screenplays/triformat/*.txt; do
        head -c 3000 "$play" >"$dir/$(basename "$play")" 2>/dev/null
      done
      sed 's/^\([A-Z]*\)$/     \1/' examples/the-well.fountain | head -c 4000 >"$dir/well.txt"
      printf 'ANN. One.\nBEN. Two.\n%.0s' 1 2 3 4 5 6 >"$dir/play.txt" ;;
    fuzz_subtitles)
      printf '1\n00:00:01,000 --> 00:00:03,500\nWhere is the dog? He was here\nwhen the rain began.\n\n2\n00:00:04,000 --> 00:00:05,000\n<i>Out.</i>\n\n3\n00:00:09,000 --> 00:00:12,000\nHe will come back, he always comes back\n' >"$dir/mill.srt"
      printf 'WEBVTT\n\n00:01.000 --> 00:03.500 align:left\nOut where in this rain?\n' >"$dir/mill.vtt" ;;
    fuzz_story_json) build/elara story --quiet examples/the-well.fountain >"$dir/well.json" 2>/dev/null ;;
    fuzz_plan_json) build/elara plan --quiet examples/the-well.fountain >"$dir/well.json" 2>/dev/null ;;
    fuzz_themes)
      build/elara score --quiet --no-audio -o $work/well examples/the-well.fountain >/dev/null 2>&1
      cp $work/well/themes.json "$dir/well.json" 2>/dev/null ;;
    fuzz_cut_json) printf '%s' '{"source":"a","frame_rate":24,"frame_rate_per":1,"drop_frame":0,"first_frame":0,"width":4,"height":3,"frames":12,"length_s":0.5,"has_sound":0,"shots":[{"first_frame":0,"frames":12,"start_s":0,"end_s":0.5,"join":"start","join_first":0,"join_last":0,"confidence":1,"change":0,"black":0,"setting":0,"motion":0,"brightness":0,"contrast":0,"warmth":0,"cut_rate":0,"sound_lufs":-70}],"actions":[],"looks":[{"time_s":0,"motion":0,"brightness":0,"contrast":0,"warmth":0,"cut_rate":0,"sound_lufs":-70}]}' >"$dir/short.json" ;;
    fuzz_soundfont) cp ../shared/corpus/soundfont/misc/* "$dir" 2>/dev/null ;;
    fuzz_sf3)
      for font in /usr/share/sounds/sf3/*.sf3; do
        python3 fuzz/small_sf3.py "$font" "$dir/$(basename "$font")" 2>/dev/null
      done ;;
    fuzz_table) cp data/feeling/readers.table "$dir" ;;
    fuzz_midi) cp ../shared/corpus/midi/jazz-soft/midi/*.mid "$dir" 2>/dev/null ;;
    fuzz_musicxml)
      cp tests/export/bell.musicxml "$dir"
      python3 fuzz/small_scores.py "$dir" ;;
  esac
  true
}

one() {
  seed "$1"
  local program=$1 # the same program reads both kinds of font
  [ "$1" = fuzz_sf3 ] && program=fuzz_soundfont
  # libvorbis leaks a little on every broken stream: rounds, not one long run.
  local left=$seconds round=$seconds good=1
  [ "$1" = fuzz_sf3 ] && [ "$round" -gt 120 ] && round=120
  : >$work/$1.log
  while [ "$left" -gt 0 ] && [ $good = 1 ]; do
    $work/fuzz/$program -max_total_time="$round" -timeout=20 -rss_limit_mb=3000 \
      -artifact_prefix=$work/findings/$1- $work/corpus-$1 >>$work/$1.log 2>&1 || good=0
    left=$((left - round))
  done
  if [ $good = 1 ]; then
    echo "$1: $(grep -oE '^Done [0-9]+' $work/$1.log | awk '{n += $2} END {print n}') runs in $seconds s, no finding"
  else
    echo "$1: FINDING, see $work/$1.log"
    return 1
  fi
}

export -f one seed
export work seconds
printf '%s\n' "${@:-fuzz_fountain
fuzz_fdx
fuzz_layout
fuzz_subtitles
fuzz_table
fuzz_story_json
fuzz_plan_json
fuzz_themes
fuzz_cut_json
fuzz_soundfont
fuzz_sf3
fuzz_midi
fuzz_musicxml}" | xargs -P 2 -I{} bash -c 'one {}'
