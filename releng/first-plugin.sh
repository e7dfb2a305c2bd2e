#!/usr/bin/env bash
# The first plug-in of a vendor: the steps of docs/plugin-guide.md, from an unpacked node in an empty folder.
#
#   releng/first-plugin.sh [NODE]      NODE is an unpacked distribution; without it the one that was built
#
# Prints the seconds of each step, and ends with "N passed, N failed". Takes ten minutes at most, downloads included.
set -u
# shellcheck source=releng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_jdk
need_maven
need python3
dist=${1:-$NODE_DIST}
[ -n "${1:-}" ] || build_node
export TRUNKLINE_JAVA_HOME=$JAVA_HOME TRUNKLINE_MVN=$MAVEN
work=$(mktemp -d)
passed=0 failed=0 node= calls=
begun=$SECONDS
cp -r "$dist" "$work/trunkline-node" || fail "cannot copy $dist"
cd "$work" || exit 1

finish() {
    [ -n "$calls" ] && kill "$calls" 2>/dev/null
    [ -n "$node" ] && kill "$node" 2>/dev/null && wait "$node" 2>/dev/null
    cd / && rm -rf "$work"
}
trap finish EXIT

now() { date +%s%3N; }

# step NAME COMMAND...: runs a step; one that fails ends the script
step() {
    local name=$1 from seconds
    shift
    from=$(now)
    if "$@" >"$work/step.log" 2>&1 </dev/null; then
        seconds=$(($(now) - from))
        printf '%6d.%01d s  %s\n' $((seconds / 1000)) $((seconds % 1000 / 100)) "$name"
        passed=$((passed + 1))
    else
        echo "failed: $name"
        tail -20 "$work/step.log"
        [ -f "$work/calls.log" ] && tail -5 "$work/calls.log"
        end 1
    fi
}

end() {
    failed=$((failed + $1))
    [ $((SECONDS - begun)) -le 600 ] || { echo "failed: took more than ten minutes"; failed=$((failed + 1)); }
    echo "in all $((SECONDS - begun)) s"
    echo "$passed passed, $failed failed"
    [ $failed -eq 0 ]
    exit
}

# ask COMMAND: places calls; the answer is in $answer
ask() {
    echo "$1" >&"${CALLS[1]}"
    read -r -t 180 answer <&"${CALLS[0]}"
}

start_node() {
    "$work/trunkline-node/bin/trunkline-node" --data "$work/data" --sip-port 0 --http-port 0 >"$work/node.log" 2>&1 &
    node=$!
    for _ in $(seq 1800); do
        [ -f "$work/data/node.ready" ] && return
        kill -0 "$node" 2>/dev/null || break
        sleep 0.1
    done
    tail -5 "$work/node.log"
    return 1
}

expect_call() { # TRUNK REASON
    ask call && echo "went to: $answer" && [[ "$answer " == "$1 "*"$2"* ]]
}

expect_view() { ask view && echo "views: $answer" && [[ "$answer" == *TrunkLoadView ]]; }

expect_held() { ask hold && echo "went to: $answer" && [ "$answer" = north ]; }

change_source() {
    local source=leastloaded/node/src/main/java/com/example/leastloaded/LeastLoaded.java
    sed -i 's/c -> c.load().share())/c -> -c.load().share())/; s/"least loaded first"/"most loaded first"/' "$source" &&
        grep -q 'most loaded first' "$source"
}

trunkline=$work/trunkline-node/bin/trunkline
in_project() { (cd leastloaded && "$@"); }
here() { "$trunkline" plugin "$@" --data "$work/data"; }

step "trunkline plugin new" "$trunkline" plugin new com.example.leastloaded --desk
step "mvn verify" in_project "$MAVEN" -q -B verify
step "trunkline plugin pack" in_project "$trunkline" plugin pack
step "start the node" start_node
http=$(sed -n 's/^http=//p' data/node.ready)
sip=$(sed -n 's/^sip=//p' data/node.ready)
coproc CALLS { exec /usr/bin/env python3 -B "$ROOT/releng/first_plugin_calls.py" "${http%%,*}" "$(cat data/admin.token)" "${sip%%,*}" 2>"$work/calls.log"; }
calls=$CALLS_PID
if ! read -r -t 180 answer <&"${CALLS[0]}"; then
    echo "failed: trunks and subscriber"
    tail -5 "$work/calls.log"
    end 1
fi
step "a call without the plug-in goes to the first trunk" expect_call north ""
step "trunkline plugin trust" in_project here trust publisher.pem
step "trunkline plugin install" in_project here install target/com.example.leastloaded-0.1.0.tlp
step "trunkline plugin list" here list
step "the node offers its view to desks" expect_view
step "a call that stays is on the first trunk" expect_held
step "the plug-in sends the next to the idle trunk" expect_call south "least loaded first"
step "change the source" change_source
step "trunkline plugin dev" in_project here dev --once
step "the changed plug-in sends it to the busy trunk" expect_call north "most loaded first"
step "trunkline plugin rollback" here rollback com.example.leastloaded
step "the former version is back" expect_call south "least loaded first"
ask end
step "trunkline plugin remove" here remove com.example.leastloaded
end 0
