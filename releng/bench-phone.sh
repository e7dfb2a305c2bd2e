#!/usr/bin/env bash
# Measures the border to browsers and the desk's phone: a benchmark, not a test, so a missed target does not fail it.
#
#   releng/bench-phone.sh        prints a table and writes target/bench/phone.json, transcoding.json, mixing.json and desk-phone.json;
#                                about five minutes
#   releng/bench-phone.sh compile NODE   only compiles what is written in Java, with the libraries of the node unpacked in NODE: the tests do
#
# The clients are in the same process, so the time of a handshake has both ends of it; CPU is that of the relay's threads
# alone. Leave the machine quiet.
set -u
# shellcheck source=releng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

compile() { # compile NODE
    local here=org/trunkline/media/rtp/internal
    classpath=$work/classes
    while IFS= read -r jar; do classpath="$classpath:$jar"; done < <(find "$1" -name '*.jar')
    rm -rf "$work/classes"
    mkdir -p "$work/classes"
    "$JAVA_HOME/bin/javac" --release 25 -proc:none -nowarn -implicit:class -cp "$classpath" \
        -sourcepath "$ROOT/bundles/org.trunkline.media.rtp/src/test/java" -d "$work/classes" \
        "$ROOT/releng/bench/phone/$here/PhoneBench.java" "$ROOT/releng/bench/phone/$here/convert/TranscodingBench.java" \
        "$ROOT/releng/bench/phone/$here/convert/MixingBench.java"
}

out=$ROOT/target/bench
work=$out/phone
need_jdk
if [ "${1:-}" = compile ]; then
    compile "$2"
    exit
fi
need python3 pulseaudio pactl
build_node
[ -d "$(desk_dir)/plugins" ] || build_desk
compile "$NODE_DIST" || fail "could not build the benchmark"
echo '<configuration><root level="OFF"/></configuration>' >"$work/classes/logback.xml"
"$JAVA_HOME/bin/java" -Xmx512m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$classpath" \
    org.trunkline.media.rtp.internal.PhoneBench "$out/phone.json" || fail "the benchmark was not finished"
"$JAVA_HOME/bin/java" -Xmx512m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$classpath" \
    org.trunkline.media.rtp.internal.convert.TranscodingBench "$out/transcoding.json" || fail "the benchmark of converted calls was not finished"
"$JAVA_HOME/bin/java" -Xmx512m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$classpath" \
    org.trunkline.media.rtp.internal.convert.MixingBench "$out/mixing.json" || fail "the benchmark of conferences was not finished"
TRUNKLINE_DESK=$(desk_dir)
export TRUNKLINE_DESK TRUNKLINE_JAVA_HOME=$JAVA_HOME
PYTHONPATH=$ROOT/releng/bench:$ROOT/releng/interop python3 -B -m trunkline_bench.phone --node "$NODE_DIST" --work "$work/desk" \
    --out "$out/desk-phone.json" || fail "the benchmark of the desk's phone was not finished"
