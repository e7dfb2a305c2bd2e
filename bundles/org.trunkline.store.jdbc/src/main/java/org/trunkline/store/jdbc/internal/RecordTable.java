package org.trunkline.store.jdbc.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.cdr.Cdr;
import org.trunkline.engine.port.RecordLog.Entry;
import org.trunkline.engine.port.StoreException;

/** The table of records, and how far of the journal is in it: both change in one transaction. */
final class RecordTable {
    /** @param position where to go on reading the journal @param sequence of the last record in the table */
    record Offset(long position, long sequence) {}

    private static final String CONSUMER = "cdr";
    private static final int LONG_TEXT = 1024;
    private static final int SHORT_TEXT = 64;
    private static final int ROUTE_TEXT = 32;
    private static final String DUPLICATE = "23505";
    private static final String INSERT = """
            insert into cdr (id, direction, from_dialled, from_number, from_name, to_dialled, to_number, trunk, route,
            started_at, ringing_at, answered_at, ended_at, duration_ms, billed_seconds, pdd_ms, ended_by, sip_status,
            cause, reason, mos, legs, quality, why)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final Database database;

    RecordTable(Database database) {
        this.database = database;
    }

    /** Empty where nothing of this journal is in the table. */
    Optional<Offset> offset(String journal) throws StoreException {
        return database.read((sql, _) -> sql.first(
                "select next_position, sequence from journal_offset where consumer = ? and journal = ?",
                row -> new Offset(row.getLong(1), row.getLong(2)), CONSUMER, journal));
    }

    /** Adds records, oldest first, and remembers the last one. What is there already is replaced. */
    void add(String journal, List<Entry> entries) throws StoreException {
        try {
            change(journal, entries, false);
        } catch (StoreException e) {
            if (!(e.getCause() instanceof SQLException sql) || !isDuplicate(sql))
                throw e;
            change(journal, entries, true); // an older journal brought them, or the offset was lost
        }
    }

    private static boolean isDuplicate(SQLException e) {
        for (SQLException each = e; each != null; each = each.getNextException())
            if (DUPLICATE.equals(each.getSQLState()))
                return true;
        return false;
    }

    private void change(String journal, List<Entry> entries, boolean replace) throws StoreException {
        var last = entries.getLast();
        // not forced: what a crash takes is read from the journal again, with its offset
        database.change(false, (sql, connection) -> {
            if (replace)
                delete(connection, entries);
            insert(connection, entries);
            if (sql.update("update journal_offset set journal = ?, next_position = ?, sequence = ? where consumer = ?",
                    journal, last.next(), last.sequence(), CONSUMER) == 0)
                sql.update("insert into journal_offset (journal, next_position, sequence, consumer) values (?, ?, ?, ?)",
                        journal, last.next(), last.sequence(), CONSUMER);
            return entries.size();
        });
    }

    private static void delete(Connection connection, List<Entry> entries) throws SQLException {
        try (var statement = connection.prepareStatement("delete from cdr where id = ?")) {
            for (var entry : entries) {
                statement.setString(1, entry.cdr().id().value());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void insert(Connection connection, List<Entry> entries) throws SQLException {
        try (var statement = connection.prepareStatement(INSERT)) {
            for (var entry : entries) {
                bind(statement, entry.cdr());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void bind(PreparedStatement statement, Cdr cdr) throws SQLException {
        Sql.bind(statement, cdr.id().value(), Json.code(cdr.direction()), clip(cdr.from().dialled(), LONG_TEXT),
                clip(cdr.from().normalised(), LONG_TEXT), clip(cdr.from().displayName(), LONG_TEXT),
                clip(cdr.to().dialled(), LONG_TEXT), clip(cdr.to().normalised(), LONG_TEXT),
                cdr.trunk().map(t -> clip(t, SHORT_TEXT)), cdr.route().map(r -> clip(r, ROUTE_TEXT)), cdr.startedAt(),
                cdr.ringingAt(), cdr.answeredAt(), cdr.endedAt(), cdr.duration().toMillis(), cdr.billedSeconds(),
                cdr.postDialDelay().map(d -> d.toMillis()), Json.code(cdr.endedBy()), cdr.sipStatus(),
                cdr.cause().code(), cdr.reason().map(r -> clip(r, LONG_TEXT)));
        if (cdr.mos().isPresent())
            statement.setDouble(21, cdr.mos().getAsDouble());
        else
            statement.setNull(21, Types.NUMERIC);
        statement.setString(22, clean(Json.legs(cdr.legs())));
        statement.setString(23, clean(Json.quality(cdr.quality())));
        statement.setString(24, clean(Json.why(cdr.why())));
    }

    /** PostgreSQL takes no NUL in a text, and one odd call must not stop all others. */
    private static String clean(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    }

    private static String clip(String text, int length) {
        String clean = clean(text);
        return clean.length() <= length ? clean : clean.substring(0, length);
    }
}
