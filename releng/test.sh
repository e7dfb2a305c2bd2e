#!/usr/bin/env bash
# Builds everything and runs every test.
#
#   releng/test.sh          all: unit, bundle map, in the framework, packaged node, workbench, sample plug-ins, interop,
#                           what may befall records
#   releng/test.sh quick    unit tests and the bundle map
#
# Ends with a line "N passed, N failed".
set -u
# shellcheck source=releng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_jdk
need_maven
# the tests start a PostgreSQL and a mail server of their own, read pcap, PDF and calendar files, and convert G.729
need initdb aiosmtpd icalendar openssl tshark pdftotext wqy libbcg729.so.0
cd "$ROOT" || exit 1
mkdir -p target
passed=0 failed=0 skipped=0 broken=0 scripts=()
started=$SECONDS

# adds up the surefire reports and names what failed
count_reports() {
    local report numbers
    while IFS= read -r report; do
        numbers=$(grep -m1 '<testsuite ' -A6 "$report" | tr '\n' ' ' | sed -E 's/.*<testsuite ([^>]*)>.*/\1/')
        local tests errors failures skips
        tests=$(attribute tests "$numbers") errors=$(attribute errors "$numbers")
        failures=$(attribute failures "$numbers") skips=$(attribute skipped "$numbers")
        passed=$((passed + tests - errors - failures - skips))
        failed=$((failed + errors + failures))
        skipped=$((skipped + skips))
        [ $((errors + failures)) -eq 0 ] && continue
        say "failed: $(basename "$report" .xml | sed 's/^TEST-//') ($((errors + failures))), see ${report#"$ROOT/"}"
        name_failures "$report"
    done < <(find bundles releng examples -path '*/target/surefire-reports/TEST-*.xml' 2>/dev/null)
}

# each failed method of a report, what it said and where
name_failures() {
    /usr/bin/python3 - "$1" >&2 <<'END'
import sys
import xml.etree.ElementTree as tree

cases = [(case, why) for case in tree.parse(sys.argv[1]).getroot().iter("testcase")
         for why in case.findall("failure") + case.findall("error")]
for case, why in cases[:20]:
    lines = [line.rstrip() for line in (why.text or why.get("message") or "").splitlines() if line.strip()]
    said = [line for line in lines if not line.lstrip().startswith(("at ", "... "))]
    where = [line for line in lines if line.lstrip().startswith("at org.trunkline.")]
    print(f"  {case.get('name')} ({case.get('time')} s)")
    for line in said[:8] + where[:3]:
        print(f"    {line.strip()[:300]}")
if len(cases) > 20:
    print(f"  and {len(cases) - 20} more")
END
}

# the end of a log that has no report
end_of() { tail -30 "$1" | cut -c1-300 | sed 's/^/  /' >&2; }

attribute() { sed -nE "s/.* ?\b$1=\"([0-9]+)\".*/\1/p" <<<" $2" | grep . || echo 0; }

# broke LOG: the build itself
broke() {
    say "the build broke; $1 ends so:"
    end_of "$1"
    broken=1
}

# the plain closing line of a script of ours
count_closing_line() {
    local line
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$1" | tail -1)
    if [ -z "$line" ]; then
        say "$1 has no result; it ends so:"
        end_of "$1"
        scripts+=("$1 has no result")
        broken=1
        return
    fi
    passed=$((passed + $(sed -E 's/^([0-9]+) passed.*/\1/' <<<"$line")))
    failed=$((failed + $(sed -E 's/.* ([0-9]+) failed.*/\1/' <<<"$line")))
    skipped=$((skipped + $(sed -nE 's/.* ([0-9]+) skipped.*/\1/p' <<<"$line" | grep . || echo 0)))
    [[ $line == *" 0 failed"* ]] || while IFS= read -r line; do
        scripts+=("$1: ${line:0:400}")
    done < <(grep -iE -A3 '^ *failed\b' "$1" | grep -vE '^ *ok |^--$' | head -40)
}

finish() {
    count_reports
    for line in "${scripts[@]}"; do # said in its place above too, which may be far above
        say "failed: $line"
    done
    [ $broken -eq 0 ] || failed=$((failed + 1))
    say "took $((SECONDS - started)) s"
    if [ $skipped -gt 0 ]; then
        echo "$passed passed, $failed failed, $skipped skipped"
    else
        echo "$passed passed, $failed failed"
    fi
    [ $failed -eq 0 ] && [ $passed -gt 0 ]
    exit
}

find bundles releng examples -type d -path '*/target/surefire-reports' -prune -exec rm -rf {} + 2>/dev/null

if [ "${1:-}" = quick ]; then
    say "unit tests (log: target/test.log)"
    mvn_quiet target/test.log test -T 2 -Dmaven.test.failure.ignore=true \
        -pl '!bundles/org.trunkline.node.it,!bundles/org.trunkline.ui.uitest,!features/org.trunkline.felix.feature,!product,!releng/node,!releng/node-test' || broke target/test.log
    finish
fi

trap stop_display EXIT
start_display
say "building and testing (log: target/test.log)"
touch target/all.new

# sample plug-ins, the first plug-in of a vendor, and what may befall records: mostly waiting, so beside the tests of the desk, once the
# node is packaged
beside() {
    until grep -q 'Building packaged node test' target/test.log 2>/dev/null; do
        [ -e target/built ] && return
        kill -0 $$ 2>/dev/null || return # the run was ended
        sleep 1
    done
    {
        releng/first-plugin.sh "$NODE_DIST" >target/first-plugin.log 2>&1
        releng/records-faults.sh 20261122 "$NODE_DIST" >target/records-faults.log 2>&1
        releng/bench-phone.sh compile "$NODE_DIST" >target/bench-phone.log 2>&1 && echo "1 passed, 0 failed" >>target/bench-phone.log ||
            echo "0 passed, 1 failed" >>target/bench-phone.log
    } &
    releng/examples.sh "$NODE_DIST" >target/examples.log 2>&1
    wait
}
rm -f target/built target/test.log target/{examples,first-plugin,records-faults,bench-phone}.log
beside </dev/null &
beside=$!
if mvn_quiet target/test.log clean verify -T 2 -Dmaven.test.failure.ignore=true; then
    for name in node desk; do # run.sh need not build again
        cp -p target/all.new "target/$name.stamp"
    done
else
    broke target/test.log
fi
touch target/built
stop_display
wait $beside

if [ $broken -eq 0 ]; then
    say "sample plug-ins, installed from their archives; the first plug-in of a vendor; what may befall records; a benchmark compiles"
    for log in target/examples.log target/first-plugin.log target/records-faults.log target/bench-phone.log; do
        say "$log"
        sed 's/^/  /' $log >&2
        count_closing_line $log
    done
fi

if [ -x releng/interop/run.sh ] && [ $broken -eq 0 ]; then
    say "interop (log: target/interop.log)"
    releng/interop/run.sh 2>&1 </dev/null | tee target/interop.log | sed 's/^/  /' >&2
    [ "${PIPESTATUS[0]}" -eq 0 ] || say "interop failed"
    count_closing_line target/interop.log
fi
finish
