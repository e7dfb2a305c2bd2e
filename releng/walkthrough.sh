#!/usr/bin/env bash
# Walks through the packaged desk as a person does, with mouse and keys on a display of its own: the twenty tasks of
# docs/walkthrough.md. Linux only. Run by hand; not part of the tests.
#
#   releng/walkthrough.sh              all tasks
#   releng/walkthrough.sh NAME...      the tasks whose names contain a NAME, and the first call before them
#
# Writes target/walkthrough/report.json, targets.json, and a picture of each step. Ends with "N passed, N failed", and with
# status 1 if a task failed or a target was missed. Task 19 installs a plug-in that is made here (its log: target/walkthrough-plugin.log), or the
# archive (.tlp) that TRUNKLINE_WALK_PLUGIN names.
set -u
# shellcheck source=releng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_jdk
need python3 openssl sipp xdotool import pdftotext dbus-run-session at-spi2-registryd gi atspi
need_packaged_desk
[ -x "$NODE_DIST/bin/trunkline-node" ] || build_node
export TRUNKLINE_JAVA_HOME=$JAVA_HOME
work=$(mktemp -d)

# A plug-in with parts of node and desk, as a vendor makes it.
pack_plugin() {
    local trunkline=$NODE_DIST/bin/trunkline
    need_maven
    TRUNKLINE_MVN=$MAVEN
    export TRUNKLINE_MVN
    (
        cd "$work" && "$trunkline" plugin new com.example.walk --desk && cd walk && "$MAVEN" -q -B -DskipTests verify && "$trunkline" plugin pack
    ) >"$ROOT/target/walkthrough-plugin.log" 2>&1 </dev/null
    find "$work" -name '*.tlp' -print -quit
}

end() {
    stop_display
    rm -rf "$work"
}
mkdir -p "$ROOT/target"
plugin=${TRUNKLINE_WALK_PLUGIN:-}
if [ -z "$plugin" ]; then
    say "packing a plug-in"
    plugin=$(pack_plugin)
fi
unset GDK_SCALE
trap end EXIT
start_display
unset NO_AT_BRIDGE # the walk reads the screen as a screen reader does
export PYTHONPATH=$ROOT/releng/walkthrough:$ROOT/releng/interop:$ROOT/releng/bench
dbus-run-session -- /usr/bin/python3 -B -W ignore -m trunkline_walkthrough --desk "$PACKAGED_DESK/trunkline" --node "$NODE_DIST" \
    --plugin "$plugin" --out "$ROOT/target/walkthrough" "$@"
