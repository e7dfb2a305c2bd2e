#!/usr/bin/env bash
# The sample plug-ins: builds and tests them, then installs their archives into a node.
#
#   releng/examples.sh [NODE]      NODE is an unpacked distribution; without it the one that was built
#
# Prints the seconds of each step, and ends with "N passed, N failed"; the tests of the build are in its reports, its log in
# target/examples-build.log.
set -u
# shellcheck source=releng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_jdk
need_maven
need python3 libbcg729.so.0
dist=$(readlink -f "${1:-$NODE_DIST}")
[ -n "${1:-}" ] || build_node
export TRUNKLINE_JAVA_HOME=$JAVA_HOME
work=$(mktemp -d)
mkdir -p "$ROOT/target"
passed=0 failed=0 node=
trunkline=$dist/bin/trunkline

finish() {
    [ -n "$node" ] && kill "$node" 2>/dev/null && wait "$node" 2>/dev/null
    rm -rf "$work"
}
trap finish EXIT

now() { date +%s%3N; }

# step NAME COMMAND...: whether it went well
step() {
    local name=$1 from took
    shift
    from=$(now)
    if "$@" >"$work/step.log" 2>&1 </dev/null; then
        took=$(($(now) - from))
        printf '%6d.%01d s  %s\n' $((took / 1000)) $((took % 1000 / 100)) "$name"
        passed=$((passed + 1))
    else
        echo "failed: $name"
        tail -20 "$work/step.log" | cut -c1-400
        failed=$((failed + 1))
        return 1
    fi
}

end() {
    echo "$passed passed, $failed failed"
    [ $failed -eq 0 ]
    exit
}

here() { "$trunkline" plugin "$@" --data "$work/data"; }

start_node() {
    "$dist/bin/trunkline-node" --data "$work/data" --sip-port 0 --http-port 0 >"$work/node.log" 2>&1 &
    node=$!
    for _ in $(seq 1800); do
        [ -f "$work/data/node.ready" ] && return
        kill -0 "$node" 2>/dev/null || break
        sleep 0.1
    done
    tail -5 "$work/node.log"
    return 1
}

# is ID STATE REASON: whether it comes into this state within 30 s, for a reason that has these words
is() {
    local said
    for _ in $(seq 20); do
        said=$(here list --json) || return 1
        said=$(ID=$1 /usr/bin/env python3 -c 'import json, os, sys
for item in json.load(sys.stdin)["items"]:
    if item["id"] == os.environ["ID"]:
        reason = item.get("reason") or ""
        print(item["state"], reason if isinstance(reason, str) else json.dumps(reason))' <<<"$said")
        [[ $said == "$2 "*"$3"* ]] && return
        sleep 1
    done
    echo "expected $2 $3, is: $said"
    tail -5 "$work/node.log"
    return 1
}

# installed NAME ID [STATE REASON]: packs and installs an example
installed() {
    local archive
    archive=$("$trunkline" plugin pack "$ROOT/examples/$1" --key "$work/vendor/.trunkline") || return 1
    here install "${archive##*$'\n'}" || [ -n "${3:-}" ] || return 1
    is "org.trunkline.examples.$2" "${3:-running}" "${4:-}"
}

# refused NAME ID REASON: whether an example is not installed, for a reason that has these words
refused() {
    local archive said
    archive=$("$trunkline" plugin pack "$ROOT/examples/$1" --key "$work/vendor/.trunkline") || return 1
    said=$(here install "${archive##*$'\n'}" 2>&1) && return 1
    [[ $said == *"$3"* ]] && return
    echo "$said"
    return 1
}

configured() { # ID NAME=VALUE...
    here settings "org.trunkline.examples.$1" "${@:2}" && is "org.trunkline.examples.$1" running ""
}

# all_run ID...: whether each runs, after all that was done to others
all_run() {
    local id
    here list
    for id in "$@"; do
        is "org.trunkline.examples.$id" running "" || return 1
    done
}

# web ID NAME: whether the resource of a plug-in answers
web() {
    local http
    http=$(sed -n 's/^http=//p' "$work/data/node.ready")
    /usr/bin/env python3 - "${http%%,*}/api/v1/plugins/org.trunkline.examples.$1/web/$2" "$(cat "$work/data/admin.token")" <<'END'
import sys, urllib.request
asked = urllib.request.Request(sys.argv[1], headers={"Authorization": "Bearer " + sys.argv[2]})
print(urllib.request.urlopen(asked, timeout=30).read())
END
}

# field NAME ID: whether records can be searched by a field of a plug-in
field() {
    local http
    http=$(sed -n 's/^http=//p' "$work/data/node.ready")
    /usr/bin/env python3 - "${http%%,*}/api/v1/cdrs" "$(cat "$work/data/admin.token")" "$1" "org.trunkline.examples.$2" <<'END'
import json, sys, urllib.request
def get(path):
    asked = urllib.request.Request(sys.argv[1] + path, headers={"Authorization": "Bearer " + sys.argv[2]})
    return json.load(urllib.request.urlopen(asked, timeout=30))
fields = get("/attributes")["items"]
if not any(it["field"] == sys.argv[3] and it["by"] == sys.argv[4] for it in fields):
    sys.exit("no field %s of %s: %s" % (sys.argv[3], sys.argv[4], fields))
print(get("/rows?sort=-%s&q=%s:*" % (sys.argv[3], sys.argv[3])))
END
}

# limit ID: whether an entry of a kind of the plug-in is checked by it, made, listed with its kind, and deleted
limit() {
    local http
    http=$(sed -n 's/^http=//p' "$work/data/node.ready")
    /usr/bin/env python3 - "${http%%,*}/api/v1" "$(cat "$work/data/admin.token")" "org.trunkline.examples.$1" <<'END'
import json, sys, urllib.error, urllib.request
base, token, plugin = sys.argv[1:]
def ask(method, path, body=None):
    asked = urllib.request.Request(base + path, method=method, data=None if body is None else json.dumps(body).encode(),
                                   headers={"Authorization": "Bearer " + token, "Content-Type": "application/json"})
    try:
        answer = urllib.request.urlopen(asked, timeout=30)
        text = answer.read()
        return answer.status, json.loads(text) if text else None
    except urllib.error.HTTPError as e:
        return e.code, json.load(e)
def entries():
    return [it["entries"] for it in ask("GET", "/entry-kinds")[1]["items"] if it["plugin"] == plugin and it["about"]["kind"] == "limit"]
one = "/plugins/%s/entries/limit" % plugin
wrong = ask("POST", one, {"values": {"subscriber": "anna", "hourly": "10", "daily": "9"}})
if wrong[0] != 422 or wrong[1]["errors"][0]["field"] != "hourly":
    sys.exit("accepted or refused otherwise: %s" % (wrong,))
made = ask("POST", one, {"values": {"subscriber": "anna", "hourly": "5", "daily": "9"}})
if made[0] != 201 or entries() != [1]:
    sys.exit("not made: %s, %s" % (made, ask("GET", "/entry-kinds")))
gone = ask("DELETE", one)
if gone != (200, {"deleted": 1}) or entries() != [0]:
    sys.exit("not deleted: %s, %s" % (gone, entries()))
END
}

# templates ID NAME...: whether the node offers these trunk templates of a plug-in
templates() {
    local http
    http=$(sed -n 's/^http=//p' "$work/data/node.ready")
    /usr/bin/env python3 - "${http%%,*}/api/v1/trunk-templates" "$(cat "$work/data/admin.token")" "org.trunkline.examples.$1" "${@:2}" <<'END'
import json, sys, urllib.request
asked = urllib.request.Request(sys.argv[1], headers={"Authorization": "Bearer " + sys.argv[2]})
items = json.load(urllib.request.urlopen(asked, timeout=30))["items"]
if [it["id"] for it in items if it["plugin"] == sys.argv[3]] != sys.argv[4:]:
    sys.exit("offered: %s" % items)
END
}

build_examples() {
    "$MAVEN" -B -f "$ROOT/examples/pom.xml" clean verify -Dmaven.test.failure.ignore=true "-Dtrunkline.sdk=file://$dist/sdk" \
        >"$ROOT/target/examples-build.log" 2>&1 && return
    grep '^\[ERROR\]' "$ROOT/target/examples-build.log" | head -15
    return 1
}

step "mvn verify" build_examples || end
step "a key to sign" "$trunkline" plugin new com.example.vendor --dir "$work/vendor" || end
step "start the node" start_node || end
step "trust" here trust "$work/vendor/publisher.pem" || end
step "g729 is refused from a publisher who may not be inside" refused g729 g729 "inside the node only"
step "trust inside" here trust "$work/vendor/publisher.pem" --inside || end
step "install least-loaded" installed least-loaded leastloaded
step "install enum-lrn" installed enum-lrn enumlrn
step "install alarms" installed alarms alarms
step "install g729" installed g729 g729
step "install fraud-guard" installed fraud-guard fraudguard
step "install carriers" installed carriers carriers
step "install crm" installed crm crm failed address
step "install kafka-exporter" installed kafka-exporter kafka failed bootstrap
step "settings of crm" configured crm kind=carddav address=https://127.0.0.1:9/book user=anna key=secret
step "crm adds the record field customer" field customer crm
step "settings of kafka-exporter" configured kafka bootstrap=127.0.0.1:9
step "settings of enum-lrn" configured enumlrn "trunks=Telia=Telia A"
step "fraud-guard answers the tile" web fraudguard summary
step "spend limits of fraud-guard are kept" limit fraudguard
step "the templates of carriers are offered" templates carriers telnyx wavix
step "all run" all_run leastloaded enumlrn alarms fraudguard crm kafka g729 carriers
end
