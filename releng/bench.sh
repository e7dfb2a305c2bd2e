#!/usr/bin/env bash
# Measures the packaged node: a benchmark, not a test, so a missed target does not fail it.
#
#   releng/bench.sh        prints a table and writes target/bench/engine.json; about thirty minutes
#
# Kamailio and rtpengine are measured in turn with the node where they are installed (Debian: kamailio kamailio-tls-modules rtpengine-daemon);
# it does not install them, because their packages start services. Everything runs on loopback; the load comes from the
# same cores, so rates are lower than alone. Leave the machine quiet.
set -u
# shellcheck source=releng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_jdk
need sipp gcc python3 xdotool tshark
build_node
need_packaged_desk
export TRUNKLINE_JAVA_HOME=$JAVA_HOME
bench=$ROOT/releng/bench
out=$ROOT/target/bench
mkdir -p "$out"
gcc -O2 -pthread -o "$out/rtpload" "$bench/rtpload.c" || fail "could not build rtpload.c"
command -v kamailio >/dev/null && command -v rtpengine >/dev/null || say "no Kamailio and rtpengine here: no peers in this run"
trap stop_display EXIT
start_display
PYTHONPATH=$bench:$ROOT/releng/interop python3 -B -m trunkline_bench --node "$NODE_DIST" --work "$out/work" \
    --rtpload "$out/rtpload" --out "$out/engine.json" --desk "$PACKAGED_DESK/trunkline"
