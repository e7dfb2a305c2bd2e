#!/usr/bin/env bash
# Measures refusals under overload, and what a set of JVM options does to them: a benchmark, not a test.
#
#   releng/bench-overload.sh                               the node as it is, three rounds of about two minutes
#   releng/bench-overload.sh --jvm="-XX:MaxNewSize=96m"    in turn with this set of options; --jvm may come again
#   NODE=DIR releng/bench-overload.sh …                    measures the node unpacked in DIR and builds none
#
# --rounds N, --highest RATE (calls a second that the node bears; three times as many come), --live (memory of 10,000 calls).
# Writes target/bench/overload.json. Leave the machine quiet.
set -u
# shellcheck source=releng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_jdk
need sipp python3
[ -n "${NODE:-}" ] || build_node
export TRUNKLINE_JAVA_HOME=$JAVA_HOME
out=$ROOT/target/bench
mkdir -p "$out"
PYTHONPATH=$ROOT/releng/bench:$ROOT/releng/interop python3 -B -m trunkline_bench.overload --node "${NODE:-$NODE_DIST}" \
    --work "$out/overload" --out "$out/overload.json" "$@"
