#!/usr/bin/env bash
# Everything that may befall records at once: calls go on and end, the store is away now and then, the process is killed
# at seeded points, the index is deleted. Then each acknowledged record must be in journal, index and store exactly
# once. The same after a disk was full to the last byte, on a small file system in memory; where none can be mounted (which
# wants root, or user namespaces), that is left out and said. Of the packaged node's bundles; takes some thirty seconds.
#
#   releng/records-faults.sh [SEED [NODE]]      NODE is an unpacked distribution; without it the one that was built
#
# Ends with a line "N passed, N failed, N skipped".
set -u
# shellcheck source=releng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

seed=${1:-$RANDOM}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

need_jdk
dist=${2:-$NODE_DIST}
[ -n "${2:-}" ] || build_node
mkdir -p "$work/classes"
classpath="$work/classes:$ROOT/bundles/org.trunkline.testkit/target/classes"
while IFS= read -r jar; do classpath="$classpath:$jar"; done < <(find "$dist" -name '*.jar')
"$JAVA_HOME/bin/javac" --release 25 -proc:none -nowarn -cp "$classpath" -d "$work/classes" \
    "$ROOT"/releng/bench/records/org/trunkline/{bench,alert/internal}/*.java || fail "could not build the test"
echo '<configuration/>' >"$work/classes/logback.xml" # a store that is away is not news here
run=("$JAVA_HOME/bin/java" -Xmx512m --enable-native-access=ALL-UNNAMED -cp "$classpath")
passed=0 failed=0 skipped=0
count() { # count WHAT STATUS
    if [ "$2" -eq 0 ]; then
        passed=$((passed + 1))
    else
        echo "FAILED: $1"
        failed=$((failed + 1))
    fi
}

"${run[@]}" org.trunkline.bench.RecordFaults run "$work/node" "$seed"
count "calls, kills, a store that is away, an index that is gone" $?

mkdir -p "$work/small"
apart=(unshare --mount) # what is mounted goes with the process
[ "$(id -u)" -eq 0 ] || apart=(unshare --map-root-user --mount)
small() { # small COMMAND...: with a file system of 64 MB
    # shellcheck disable=SC2016 # the inner shell's
    "${apart[@]}" sh -c 'mount -t tmpfs -o size=64m,mode=700 tmpfs "$0" && exec "$@"' "$work/small" "$@"
}
if why=$(small true 2>&1); then
    small "${run[@]}" org.trunkline.bench.FullDisk "$work/small" "$seed"
    count "a full disk" $?
else
    echo "SKIPPED: a full disk, for no file system can be mounted here: $why"
    skipped=1
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
