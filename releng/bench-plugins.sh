#!/usr/bin/env bash
# Measures what plug-ins cost and how bad ones are stopped: a benchmark, not a test, so a missed target does not fail it.
#
#   releng/bench-plugins.sh               prints a table and writes target/bench/plugins.json; about twenty minutes
#   BEFORE=DIR releng/bench-plugins.sh    compares the CPU of a call with the node unpacked in DIR, in pairs
#
# Everything runs on loopback; the load comes from the same cores. Leave the machine quiet.
set -u
# shellcheck source=releng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_jdk
need sipp python3
build_node
export TRUNKLINE_JAVA_HOME=$JAVA_HOME
bench=$ROOT/releng/bench
out=$ROOT/target/bench
mkdir -p "$out"
PYTHONPATH=$bench:$ROOT/releng/interop python3 -B -m trunkline_bench.plugins --node "$NODE_DIST" --work "$out/plugins" \
    --sources "$bench/plugins/org/trunkline/bench/plugin" --java-home "$JAVA_HOME" --out "$out/plugins.json" \
    ${BEFORE:+--before "$BEFORE"}
