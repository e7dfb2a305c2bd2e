#!/usr/bin/env bash
# Measures the border to browsers: a benchmark, not a test, so a missed target does not fail it.
#
#   releng/bench-phone.sh        prints a table and writes target/bench/phone.json, transcoding.json and mixing.json; about two minutes
#
# The clients are in the same process, so the time of a handshake has both ends of it; CPU is that of the relay's threads
# alone. Leave the machine quiet.
set -u
# shellcheck source=releng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_jdk
build_node
out=$ROOT/target/bench
work=$out/phone
mkdir -p "$work/classes"
tests=$ROOT/bundles/org.trunkline.media.rtp/src/test/java
here=org/trunkline/media/rtp/internal
classpath=$work/classes
while IFS= read -r jar; do classpath="$classpath:$jar"; done < <(find "$NODE_DIST" -name '*.jar')
"$JAVA_HOME/bin/javac" --release 25 -proc:none -nowarn -implicit:class -cp "$classpath" -sourcepath "$tests" -d "$work/classes" \
    "$ROOT/releng/bench/phone/$here/PhoneBench.java" "$ROOT/releng/bench/phone/$here/convert/TranscodingBench.java" \
    "$ROOT/releng/bench/phone/$here/convert/MixingBench.java" || fail "could not build the benchmark"
echo '<configuration><root level="OFF"/></configuration>' >"$work/classes/logback.xml"
"$JAVA_HOME/bin/java" -Xmx512m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$classpath" \
    org.trunkline.media.rtp.internal.PhoneBench "$out/phone.json" || fail "the benchmark was not finished"
"$JAVA_HOME/bin/java" -Xmx512m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$classpath" \
    org.trunkline.media.rtp.internal.convert.TranscodingBench "$out/transcoding.json" || fail "the benchmark of converted calls was not finished"
"$JAVA_HOME/bin/java" -Xmx512m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$classpath" \
    org.trunkline.media.rtp.internal.convert.MixingBench "$out/mixing.json" || fail "the benchmark of conferences was not finished"
