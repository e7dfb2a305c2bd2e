#!/usr/bin/env bash
# Calls at a steady rate through signalling and engine, ending in every way there is: nothing may be left of them, and
# the heap must stay flat. The tests do the same with a few hundred calls.
#
#   releng/soak.sh [CALLS [CALLS-A-SECOND]]     1,000,000 at 900 unless told: about twenty minutes
set -u
# shellcheck source=releng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_jdk
need_maven
log=$ROOT/target/soak.log
mkdir -p "$ROOT/target"
: >"$log"
tail -n +1 -F --pid=$$ "$log" 2>/dev/null | grep --line-buffered '^soak:' &
mvn_quiet "$log" clean verify -pl bundles/org.trunkline.testkit,bundles/org.trunkline.sip.jain -am \
    -Dtest=SoakTest -Dsurefire.failIfNoSpecifiedTests=false -DfailIfNoTests=false \
    -Dtest.jvm.jit= -Dsoak.calls="${1:-1000000}" -Dsoak.rate="${2:-900}" || fail "something was left: target/soak.log"
say "nothing was left"
