#!/usr/bin/env bash
# Measures a table of a million call records of a real node, scrolled from end to end in a window: a benchmark, not a test.
#
#   releng/bench-scroll.sh [CALLS]       prints a table and writes target/bench/scroll.json; 1000000 calls, about two minutes
#
# It is the test ScrollTest of the desk with more calls. Leave the machine quiet.
set -u
# shellcheck source=releng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

calls=${1:-1000000}
out=$ROOT/target/bench
log=$out/scroll.log
need_jdk
need python3
need_maven
start_display
trap stop_display EXIT
mvn_quiet "$log" clean verify -Dtest=ScrollTest -Dsurefire.failIfNoSpecifiedTests=false -DfailIfNoTests=false "-Dtest.scroll.calls=$calls" \
    -pl bundles/org.trunkline.ui.uitest,features/org.trunkline.desk.feature,bundles/org.trunkline.testkit,bundles/org.trunkline.spi.testkit -am ||
    fail "the table was not scrolled: $log has it all"
PYTHONPATH=$ROOT/releng/bench:$ROOT/releng/interop python3 -B -m trunkline_bench.scroll --log "$log" --out "$out/scroll.json" ||
    fail "no figures in $log"
