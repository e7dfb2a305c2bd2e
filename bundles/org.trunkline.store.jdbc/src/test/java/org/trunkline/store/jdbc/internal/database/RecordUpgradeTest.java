package org.trunkline.store.jdbc.internal.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.store.jdbc.internal.record.FollowedFeed;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.MemoryRecordLog;

/** The table of records as it was in the first builds becomes the one of today, wherever the process dies on the way. */
class RecordUpgradeTest {
    @TempDir
    Path dir;

    @Test
    void recordsOfTheFirstTableAreKeptWhereverTheProcessDied() throws Exception {
        var steps = statements("records-h2.sql");
        var records = new CdrGenerator(5, Instant.parse("2026-03-02T08:00:00Z"), 20);
        var cdrs = Stream.generate(records::next).limit(40).toList();
        var log = new MemoryRecordLog("j");
        log.append(cdrs);
        for (int died : List.of(0, 1, 5, 6, 7, 8, steps.size())) {
            var folder = dir.resolve("died" + died);
            try (var database = new Database(folder, "", "", "")) {
                asItWas(database, cdrs.subList(0, 30));
                run(database, steps.subList(0, died));
            }
            try (var database = new Database(folder, "", "", "");
                    var feed = new FollowedFeed(database, log, InstantSource.system(), 0, 1)) {
                Await.until("all are in the table", () -> feed.sequence() == 40);
                var ids = database.read((sql, _) -> sql.list("select * from call_record order by nr", r -> r.getString("id")));
                assertEquals(cdrs.stream().map(c -> c.id().value()).sorted().toList(), ids.stream().sorted().toList(),
                        "died after statement " + died);
                assertEquals(0, database.read((sql, _) -> sql.list("""
                        select 1 from call_record where started_on <> cast(started_at at time zone 'UTC' as date)""",
                        r -> 1)).size());
                assertEquals("{\"legs\":[],\"quality\":[],\"why\":{}}", database.read((sql, _) -> sql.first(
                        "select detail from call_record where nr = 1", r -> r.getString(1))).orElseThrow());
            }
        }
    }

    private static void asItWas(Database database, List<Cdr> cdrs) throws Exception {
        run(database, List.of("drop table call_record", "delete from databasechangelog where id like 'records-%'",
                "alter table journal_offset drop column nr", "alter table journal_offset drop column known_until"));
        run(database, statements("schema.sql").stream().filter(s -> s.contains("table if not exists cdr (")).toList());
        database.change(true, (sql, _) -> {
            for (var cdr : cdrs)
                sql.update("""
                        insert into cdr (id, direction, from_dialled, from_number, from_name, to_dialled, to_number,
                        started_at, ended_at, duration_ms, billed_seconds, ended_by, sip_status, cause, legs, quality, why)
                        values (?, 'inbound', '', '', '', '', '', ?, ?, 0, 0, 'caller', 200, 'normal', '[]', '[]', '{}')""",
                        cdr.id().value(), cdr.startedAt(), cdr.endedAt());
            return sql.update("insert into journal_offset values ('cdr', 'j', 31, 30)");
        });
    }

    private static void run(Database database, List<String> statements) throws Exception {
        for (String statement : statements)
            database.change(true, (sql, _) -> sql.update(statement));
    }

    private static List<String> statements(String file) throws IOException {
        try (var in = SchemaMigration.class.getResourceAsStream("/org/trunkline/store/jdbc/" + file)) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(l -> !l.startsWith("--"))
                    .collect(Collectors.joining("\n"));
            return new ArrayList<>(Arrays.stream(text.split(";")).map(String::strip).filter(s -> !s.isEmpty()).toList());
        }
    }
}
