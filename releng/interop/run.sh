#!/usr/bin/env bash
# Calls the packaged node from outside: SIPp, baresip, and kill -9. Linux only.
#
#   releng/interop/run.sh [NAME...]      all tests, or those whose names contain a NAME
#
# INTEROP_KILLS=N sets how often the node is killed (4). Ends with "N passed, N failed".
set -u
# shellcheck source=releng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

need_jdk
need sipp baresip python3 openssl svwar chromium npm pulseaudio pactl Xvfb aiosmtpd icalendar
need_page_modules
if [ ! -x "$NODE_DIST/bin/trunkline-node" ]; then
    build_node
fi
case "$*" in
'' | *desk_phone* | *desk_video*) [ -d "$(desk_dir)/plugins" ] || build_desk ;;
esac
TRUNKLINE_DESK=$(desk_dir)
export TRUNKLINE_DESK TRUNKLINE_JAVA_HOME=$JAVA_HOME
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
exec /usr/bin/env python3 -B -m trunkline_interop --node "$NODE_DIST" --work "$ROOT/target/interop" "$@"
