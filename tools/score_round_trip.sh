#!/usr/bin/env bash
# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
#
# Sends the scores of the examples through MuseScore and compares what comes
# back note by note: part, tick, length, sounding pitch.
#
# usage: tools/score_round_trip.sh BUILD_FOLDER [STORY...]

set -uo pipefail
cd "$(dirname "$0")/.."
build=${1:?usage: tools/score_round_trip.sh BUILD_FOLDER [STORY...]}
shift
[ $# -gt 0 ] || set -- examples/*.fountain
engraver=$(command -v musescore4 mscore4 musescore3 mscore3 mscore musescore | head -1)
[ -n "$engraver" ] || { echo "no MuseScore on the PATH; install musescore3: nothing was compared"; exit 77; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
for story in "$@"; do
  name=$(basename "${story%.*}")
  "$build/elara" score "$story" -o "$work" --no-audio --quiet >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
  for ending in musicxml mxl; do
    QT_QPA_PLATFORM=offscreen timeout 300 "$engraver" -o "$work/back.$ending" "$work/$name.musicxml" >/dev/null 2>&1
    echo "$name through $(basename "$engraver"), .$ending:"
    "$build/tests/studio/test_studio_score_back" "$work/back.$ending" "$story" |
      grep -E '^not ok|^# ([0-9]+ notes|worst|technique|[0-9]+ other)' || status=1
    [ "${PIPESTATUS[0]}" = 0 ] || status=1
  done
done
exit $status
