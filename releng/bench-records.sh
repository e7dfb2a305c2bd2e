#!/usr/bin/env bash
# Measures records: intake, search, size, rebuild, and PostgreSQL 15 beside it. A benchmark, not a test: a missed target
# does not fail it.
#
#   releng/bench-records.sh              prints a table and writes target/bench/records.json
#   releng/bench-records.sh ask          only some of its phases, in this order: store fill ask enter rebuild alerts
#
#   TRUNKLINE_BENCH_RECORDS   how many, 10000000 by default (which takes about an hour and 12 GB of disk)
#   TRUNKLINE_BENCH_POSTGRES  no: without PostgreSQL
#   TRUNKLINE_BENCH_WORK      where to write, target/bench/records by default; emptied before and after
#   TRUNKLINE_BENCH_KEEP      yes: not emptied; a later run with it asks what an earlier one filled, and a fill that was
#                             ended goes on
#   TRUNKLINE_BENCH_JAVA      more options for Java
#
# Questions are asked with a heap of 1 GB, as a node has. The records are the same each time. Leave the machine quiet.
set -u
# shellcheck source=releng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

records=${TRUNKLINE_BENCH_RECORDS:-10000000}
keep=${TRUNKLINE_BENCH_KEEP:-no}
out=$ROOT/target/bench
work=${TRUNKLINE_BENCH_WORK:-$out/records}
pg_bin=/usr/lib/postgresql/15/bin
url=
[ $# -gt 0 ] || set -- store fill ask enter rebuild alerts

need_jdk
build_node
[ "$keep" = yes ] || rm -rf "$work"
rm -rf "$work/classes"
mkdir -p "$work/classes" "$out"

# as_owner COMMAND...: PostgreSQL does not run as root
as_owner() {
    if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

stop_postgres() {
    local how=immediate
    [ "$keep" = yes ] && how=fast
    [ -f "$work/pg/postmaster.pid" ] && as_owner "$pg_bin/pg_ctl" -D "$work/pg" -m "$how" -s stop
    [ "$keep" = yes ] || rm -rf "$work"
    return 0
}

start_postgres() {
    [ -x "$pg_bin/initdb" ] || need postgresql-15
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    if [ ! -f "$work/pg/PG_VERSION" ]; then
        mkdir -p "$work/pg"
        if [ "$(id -u)" -eq 0 ]; then chown postgres "$work/pg"; fi
        as_owner "$pg_bin/initdb" -D "$work/pg" -U bench -A trust -E UTF8 --locale=C >"$out/postgres.log" 2>&1 ||
            fail "PostgreSQL could not be set up: see target/bench/postgres.log"
    fi
    as_owner "$pg_bin/pg_ctl" -D "$work/pg" -s -w -t 600 -l "$work/pg/log" -o "-p $port -c listen_addresses=127.0.0.1 \
        -c unix_socket_directories= -c shared_buffers=1GB -c work_mem=64MB -c maintenance_work_mem=512MB \
        -c synchronous_commit=off -c max_wal_size=4GB -c random_page_cost=1.1 -c effective_cache_size=4GB" start ||
        fail "PostgreSQL did not start"
    url="jdbc:postgresql://127.0.0.1:$port/postgres?user=bench"
}

trap stop_postgres EXIT
if [ "${TRUNKLINE_BENCH_POSTGRES:-yes}" != no ]; then start_postgres; fi

classpath="$work/classes:$ROOT/bundles/org.trunkline.testkit/target/classes"
while IFS= read -r jar; do classpath="$classpath:$jar"; done < <(find "$NODE_DIST" -name '*.jar')
"$JAVA_HOME/bin/javac" --release 25 -proc:none -nowarn -cp "$classpath" -d "$work/classes" \
    "$ROOT"/releng/bench/records/org/trunkline/{bench,alert/internal}/*.java || fail "could not build the benchmark"
echo '<configuration><appender name="err" class="ch.qos.logback.core.ConsoleAppender"><target>System.err</target>
    <encoder><pattern>%level %msg%n</pattern></encoder></appender>
    <root level="WARN"><appender-ref ref="err"/></root></configuration>' >"$work/classes/logback.xml"
for phase in "$@"; do
    heap=1g
    case $phase in store | fill) heap=4g ;; esac # the records to be are made beforehand
    # asked warm: else a number waits for a hundred places of the journal on the disk
    [ "$phase" != ask ] && [ "$phase" != enter ] || cat "$work"/data/index*/* "$work"/data/journal/* >/dev/null 2>&1 || true
    # shellcheck disable=SC2086 # several options
    "$JAVA_HOME/bin/java" -Xmx$heap --enable-native-access=ALL-UNNAMED --add-modules jdk.incubator.vector \
        ${TRUNKLINE_BENCH_JAVA:-} -cp "$classpath" \
        org.trunkline.bench.RecordsBench "$work" "$out/records.json" "$phase" "$records" "$url" ||
        fail "the phase $phase was not finished"
done
