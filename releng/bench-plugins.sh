#!/usr/bin/env bash
# Measures what plug-ins cost and how bad ones are stopped: a benchmark, not a test, so a missed target does not fail it.
#
#   releng/bench-plugins.sh               prints a table and writes target/bench/plugins.json; about twenty minutes
#   releng/bench-plugins.sh PART...       these parts alone: host outside inside consumers updates bad
#   NODE=DIR releng/bench-plugins.sh      measures the node unpacked in DIR and builds none
#
# What a call costs without plug-ins, beside an earlier build: releng/bench-before.sh.
# Smaller: BENCH_SCALE=0.1 (calls of each run), BENCH_UPDATES=10, BENCH_LIVE=100, BENCH_RATE=50 (calls a second in updates).
# Everything runs on loopback; the load comes from the same cores. Leave the machine quiet.
set -u
# shellcheck source=releng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_jdk
need sipp python3
[ -n "${NODE:-}" ] || build_node
export TRUNKLINE_JAVA_HOME=$JAVA_HOME
bench=$ROOT/releng/bench
out=$ROOT/target/bench
mkdir -p "$out"
PYTHONPATH=$bench:$ROOT/releng/interop python3 -B -m trunkline_bench.plugins --node "${NODE:-$NODE_DIST}" --work "$out/plugins" \
    --sources "$bench/plugins/org/trunkline/bench/plugin" --java-home "$JAVA_HOME" --out "$out/plugins.json" \
    "$@"
