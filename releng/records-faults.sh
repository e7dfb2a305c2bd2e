#!/usr/bin/env bash
# Everything that may befall records at once: calls go on and end, the store is away now and then, the process is killed
# at seeded points, the index is deleted. Then each acknowledged record must be in journal, index and store exactly once.
# Of the packaged node's bundles; takes some twenty seconds.
#
#   releng/records-faults.sh [SEED]
#
# Ends with a line "N passed, N failed".
set -u
# shellcheck source=releng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

seed=${1:-$RANDOM}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

need_jdk
build_node
mkdir -p "$work/classes"
classpath="$work/classes:$ROOT/bundles/org.trunkline.testkit/target/classes"
while IFS= read -r jar; do classpath="$classpath:$jar"; done < <(find "$NODE_DIST" -name '*.jar')
"$JAVA_HOME/bin/javac" --release 25 -proc:none -nowarn -cp "$classpath" -d "$work/classes" \
    "$ROOT"/releng/bench/records/org/trunkline/bench/*.java || fail "could not build the test"
echo '<configuration/>' >"$work/classes/logback.xml" # a store that is away is not news here
if "$JAVA_HOME/bin/java" -Xmx512m --enable-native-access=ALL-UNNAMED -cp "$classpath" \
    org.trunkline.bench.RecordFaults run "$work/node" "$seed"; then
    echo "1 passed, 0 failed"
else
    echo "0 passed, 1 failed"
    exit 1
fi
