#!/bin/bash
# run_fuzz.sh NAME SECONDS: fuzz one target. Starts from the kept corpus; new inputs of interest go to build/fuzz-corpus,
# and an input that crashes is put into tests/fuzz/corpus/NAME, where every test run replays it. Keep it in git with the fix.
set -euo pipefail
cd "$(dirname "$0")/../.."
name=$1 seconds=$2
kept=tests/fuzz/corpus/$name found=build/fuzz-corpus/$name
mkdir -p "$kept" "$found"
dictionary=tests/fuzz/$name.dict
echo "== Fuzzing $name for $seconds s from $(find "$kept" -type f | wc -l) kept and $(find "$found" -type f | wc -l) found inputs"
status=0
"build/fuzz/$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="$kept/" \
    ${FUZZ_MAX_LEN:+-max_len=$FUZZ_MAX_LEN} $([ ! -e "$dictionary" ] || echo "-dict=$dictionary") "$found" "$kept" || status=$?
if [ "$status" = 0 ]; then echo "no finding in $seconds s"; else echo "FOUND: see the newest file of $kept"; fi
exit "$status"
