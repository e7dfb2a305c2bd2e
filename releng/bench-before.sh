#!/usr/bin/env bash
# Measures two builds of the node in turn, six rounds: CPU per call and REGISTER, setup time, memory.
#
#   releng/bench-before.sh COMMIT   builds the node of COMMIT in target/before, measures it beside this one; about ten
#                                   minutes after the builds; writes target/bench/before.json
#
# BENCH_SCALE=0.1 makes it short. Leave the machine quiet. A row that is worse than 3% says so; it does not fail the script.
set -u
# shellcheck source=releng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[ $# -eq 1 ] || fail "type: releng/bench-before.sh COMMIT (or the folder of an unpacked node)"
need_jdk
need sipp python3
build_node
before=$1
if [ ! -x "$before/bin/trunkline-node" ]; then
    copy=$ROOT/target/before
    rm -rf "$copy"
    git -C "$ROOT" worktree prune
    git -C "$ROOT" worktree add -q --detach "$copy" "$before" || fail "$before is neither a commit nor the folder of a node"
    (cd "$copy" && . releng/lib.sh && need_jdk && build_node) || fail "could not build the node of $before in target/before"
    before=$copy/releng/node/target/trunkline-node
fi
export TRUNKLINE_JAVA_HOME=$JAVA_HOME
out=$ROOT/target/bench
mkdir -p "$out"
PYTHONPATH=$ROOT/releng/bench:$ROOT/releng/interop python3 -B -m trunkline_bench.before --before "$before" --node "$NODE_DIST" \
    --work "$out/work-before" --out "$out/before.json" --scale "${BENCH_SCALE:-1}"
