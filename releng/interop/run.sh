#!/usr/bin/env bash
# Calls the packaged node from outside: SIPp, phones and browsers that others wrote, and kill -9. Linux only.
#
#   releng/interop/run.sh [NAME...]      all tests, or those whose names contain a NAME
#
# INTEROP_KILLS=N sets how often the node is killed (4). Ends with "N passed, N failed".
set -u
# shellcheck source=releng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

# Builds the example g729 against the node, and signs its archive. Sets TRUNKLINE_G729, a folder with the archive and the publisher.
pack_g729() {
    export TRUNKLINE_G729=$ROOT/target/g729
    rm -rf "$TRUNKLINE_G729"
    mkdir -p "$TRUNKLINE_G729"
    need_maven
    rm -f "$ROOT"/examples/g729/target/*.tlp # that of another version
    {
        "$MAVEN" -B -f "$ROOT/examples/pom.xml" -pl g729/node -am package -DskipTests "-Dtrunkline.sdk=file://$NODE_DIST/sdk" &&
            TRUNKLINE_JAVA_HOME=$JAVA_HOME "$NODE_DIST/bin/trunkline" plugin new com.example.vendor --dir "$TRUNKLINE_G729/vendor" &&
            TRUNKLINE_JAVA_HOME=$JAVA_HOME "$NODE_DIST/bin/trunkline" plugin pack "$ROOT/examples/g729" --key "$TRUNKLINE_G729/vendor/.trunkline" &&
            cp "$TRUNKLINE_G729/vendor/publisher.pem" "$ROOT"/examples/g729/target/*.tlp "$TRUNKLINE_G729"
    } >"$ROOT/target/g729.log" 2>&1 </dev/null
}

need_jdk
need sipp baresip python3 openssl svwar chromium npm pulseaudio pactl Xvfb openbox xdotool xev aiosmtpd icalendar
interop() {
    (cd "$ROOT/releng/interop" && exec /usr/bin/env python3 -B -m trunkline_interop --node "$NODE_DIST" --work "$ROOT/target/interop" "$@")
}
chosen=$(interop --list "$@") || fail "the tests could not be listed"
# whether a test of the MODULE is among them
tests() { grep -q "^trunkline_interop\.$1 " <<<"$chosen"; }

tests firefox && need firefox-esr
tests linphone && need linphonec
tests twinkle && need twinkle-console alsa-pulse
tests desk_account && need kamailio kamailio-tls-modules
need_page_modules
[ -x "$NODE_DIST/bin/trunkline-node" ] || build_node
if tests 'desk_[a-z]*' && [ ! -d "$(desk_dir)/plugins" ]; then
    build_desk
fi
if tests codecs; then
    need libbcg729.so.0
    pack_g729 || fail "could not pack the example g729: see target/g729.log"
fi
TRUNKLINE_DESK=$(desk_dir)
export TRUNKLINE_DESK TRUNKLINE_JAVA_HOME=$JAVA_HOME
interop "$@"
