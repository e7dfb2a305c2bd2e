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
need sipp baresip python3 openssl svwar chromium npm pulseaudio pactl Xvfb xdotool xev aiosmtpd icalendar
case "$*" in
'' | *desk_phone*) need kamailio kamailio-tls-modules ;;
esac
case "$*" in *firefox*) need firefox-esr ;; esac
case "$*" in *linphone*) need linphonec ;; esac
case "$*" in *twinkle*) need twinkle-console alsa-pulse ;; esac
need_page_modules
if [ ! -x "$NODE_DIST/bin/trunkline-node" ]; then
    build_node
fi
case "$*" in
'' | *desk_phone* | *desk_video*) [ -d "$(desk_dir)/plugins" ] || build_desk ;;
esac
case "$*" in
'' | *g729*)
    need libbcg729.so.0
    pack_g729 || fail "could not pack the example g729: see target/g729.log"
    ;;
esac
TRUNKLINE_DESK=$(desk_dir)
export TRUNKLINE_DESK TRUNKLINE_JAVA_HOME=$JAVA_HOME
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
exec /usr/bin/env python3 -B -m trunkline_interop --node "$NODE_DIST" --work "$ROOT/target/interop" "$@"
