#!/usr/bin/env bash
# Builds what is missing and starts it.
#
#   releng/run.sh                 the desk with a node inside
#   releng/run.sh demo            the desk on a folder of its own, filled by demo traffic
#   releng/run.sh node [--data DIR] [--sip-port N] [--http-port N] [--bind ADDR] [--http-bind ADDR]
#                                 the headless node
set -u
# shellcheck source=releng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

desk() {
    if [ "$(uname -s)" = Linux ] && [ -z "${DISPLAY:-}" ] && [ -z "${WAYLAND_DISPLAY:-}" ]; then
        fail "no display (DISPLAY is not set) for the desk; the headless node needs none: releng/run.sh node"
    fi
    need_jdk
    need libgtk-3.so.0 dejavu
    build_desk
    export TRUNKLINE_JAVA_HOME=$JAVA_HOME
    exec "$(desk_dir)/$(desk_script)" "$@"
}

case ${1:-desk} in
desk)
    shift $(($# > 0))
    desk "$@"
    ;;
demo)
    shift
    export TRUNKLINE_HOME=${TRUNKLINE_HOME:-$HOME/.trunkline-demo}
    desk -Dtrunkline.demo=true "$@"
    ;;
node)
    shift
    need_jdk
    build_node
    export TRUNKLINE_JAVA_HOME=$JAVA_HOME
    exec "$NODE_DIST/bin/trunkline-node" "$@"
    ;;
-h | --help | help)
    sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    ;;
*)
    fail "what is '$1'? One of: desk, demo, node"
    ;;
esac
