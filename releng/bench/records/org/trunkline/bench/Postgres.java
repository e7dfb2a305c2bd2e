package org.trunkline.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

import org.postgresql.PGConnection;
import org.trunkline.domain.cdr.Cdr;

/** The same records in a table with sensible indexes. */
final class Postgres implements AutoCloseable {
    private static final List<String> TABLE = List.of("create extension if not exists pg_trgm",
            """
            create table if not exists cdr (id text, started timestamptz, from_number text, to_number text, trunk text, route text,
              direction text, cause text, status int, codec text, answered bool, duration_ms int, pdd_ms int, mos real,
              loss real, jitter_us int, ended_by text)""");
    private static final List<String> INDEXES = List.of("create index on cdr (started desc)",
            "create index on cdr (from_number, started desc)", "create index on cdr (to_number, started desc)",
            "create index on cdr (trunk, started desc)", "create index on cdr (cause, started desc)",
            "create index on cdr using gin (from_number gin_trgm_ops)",
            "create index on cdr using gin (to_number gin_trgm_ops)", "vacuum analyze cdr");

    private final Connection connection;
    private final StringBuilder rows = new StringBuilder();
    private int waiting;
    private long flushed;

    Postgres(String url) throws SQLException {
        connection = DriverManager.getConnection(url);
    }

    /** Its table, where there is none yet. */
    void create() throws SQLException {
        for (String sql : TABLE)
            execute(sql);
        flushed = number("select count(*) from cdr");
    }

    void add(Cdr cdr) throws SQLException, IOException {
        text(cdr.id().value());
        text(cdr.startedAt().toString());
        text(cdr.from().normalised());
        text(cdr.to().normalised());
        text(cdr.trunk().orElse("\\N"));
        text(cdr.route().orElse("\\N"));
        text(cdr.direction().name());
        text(cdr.cause().code());
        text(Integer.toString(cdr.sipStatus()));
        text(cdr.legs().getFirst().codec().orElse("\\N"));
        text(Boolean.toString(cdr.answered()));
        text(cdr.answered() ? Long.toString(cdr.duration().toMillis()) : "\\N");
        text(cdr.postDialDelay().map(d -> Long.toString(d.toMillis())).orElse("\\N"));
        text(cdr.mos().isPresent() ? Double.toString(cdr.mos().getAsDouble()) : "\\N");
        text("\\N");
        text("\\N");
        rows.append(cdr.endedBy().name()).append('\n');
        if (++waiting == 5_000)
            flush();
    }

    private void text(String value) {
        rows.append(value).append('\t');
    }

    void flush() throws SQLException, IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.write(rows.toString().getBytes(StandardCharsets.UTF_8));
        var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy cdr from stdin");
        copy.writeToCopy(bytes.toByteArray(), 0, bytes.size());
        copy.endCopy();
        rows.setLength(0);
        flushed += waiting;
        waiting = 0;
    }

    void index() throws SQLException {
        for (String sql : INDEXES)
            execute(sql);
    }

    void dropIndexes() throws SQLException {
        execute("""
                do $$ declare i text; begin for i in select indexname from pg_indexes where tablename = 'cdr'
                loop execute 'drop index ' || i; end loop; end $$""");
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Reads all rows of the answer. */
    void ask(String sql) throws SQLException {
        try (var statement = connection.createStatement(); var rows = statement.executeQuery(sql)) {
            while (rows.next())
                rows.getString(1);
        }
    }

    long bytes() throws SQLException {
        return number("select pg_total_relation_size('cdr')");
    }

    /** Rows, but for those that wait to be flushed. */
    long count() {
        return flushed;
    }

    private long number(String sql) throws SQLException {
        try (var statement = connection.createStatement(); var found = statement.executeQuery(sql)) {
            found.next();
            return found.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
