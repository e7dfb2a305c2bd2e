#!/usr/bin/env bash
# Feeds spoiled SIP, SDP, RTP and RTCP to the parsers and to a listening node, by hand and for as long as it is let;
# the tests do the same with a fixed number of cases.
#
#   releng/fuzz.sh [MINUTES]     60 unless told; each round has a seed of its own, which a failure names
set -u
# shellcheck source=releng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_jdk
need_maven
end=$(($(date +%s) + ${1:-60} * 60))
round=0
while [ "$(date +%s)" -lt "$end" ]; do
    round=$((round + 1))
    seed=$(date +%s%N)
    say "round $round, seed $seed"
    mvn_quiet "$ROOT/target/fuzz.log" clean verify -pl bundles/org.trunkline.testkit,bundles/org.trunkline.sip.jain,bundles/org.trunkline.media.rtp -am \
        -Dtest='*FuzzTest' -Dsurefire.failIfNoSpecifiedTests=false -DfailIfNoTests=false \
        -Dtest.jvm.jit= -Dfuzz.seed="$seed" -Dfuzz.cases=2000000 -Dfuzz.sent=200000 ||
        fail "a case got through; repeat it with -Dfuzz.seed=$seed, see target/fuzz.log"
done
say "$round rounds, nothing got through"
