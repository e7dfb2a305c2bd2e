#!/usr/bin/env bash
# Calls at a steady rate through signalling and engine, ending in every way there is: nothing may be left of them, and
# the heap must stay flat. The tests do the same with a few hundred calls.
#
#   releng/soak.sh [CALLS [CALLS-A-SECOND]]     1,000,000 at 300 unless told: about an hour
set -u
# shellcheck source=releng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_jdk
need_maven
mvn_quiet "$ROOT/target/soak.log" clean verify -pl bundles/org.trunkline.testkit,bundles/org.trunkline.sip.jain -am \
    -Dtest=SoakTest -Dsurefire.failIfNoSpecifiedTests=false -DfailIfNoTests=false \
    -Dtest.jvm.jit= -Dsoak.calls="${1:-1000000}" -Dsoak.rate="${2:-300}" || fail "something was left: target/soak.log"
say "nothing was left"
