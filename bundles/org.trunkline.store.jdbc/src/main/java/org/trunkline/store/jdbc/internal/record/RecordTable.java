package org.trunkline.store.jdbc.internal.record;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.trunkline.domain.cdr.Cdr;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.spi.record.RecordBatch;
import org.trunkline.spi.record.RecordBatch.Entry;
import org.trunkline.store.jdbc.internal.database.Database;
import org.trunkline.store.jdbc.internal.database.Sql;

/**
 * The table of records, and how far of the journal is in it: both change in one transaction. Rows are numbered as they
 * come, so that the table grows at its end only; which costs a tenth of keeping it sorted by call.
 */
final class RecordTable {
    /** @param position where to go on reading the journal @param sequence of the last record in the table */
    record Offset(long position, long sequence) {}

    /** @param knownUntil records that began until then may be in the table already, from another journal */
    private record Numbering(long last, Optional<Instant> knownUntil) {}

    private static final String CONSUMER = "cdr";

    private final Database database;
    private final Months months;

    RecordTable(Database database) {
        this.database = database;
        months = new Months(!database.isH2());
    }

    /** Empty where nothing of this journal is in the table: {@link #begin} then. */
    Optional<Offset> offset(String journal) throws StoreException {
        return database.read((sql, _) -> sql.first(
                "select next_position, sequence from journal_offset where consumer = ? and journal = ?",
                row -> new Offset(row.getLong(1), row.getLong(2)), CONSUMER, journal));
    }

    /** Which journal is in the table, and how far. */
    Optional<Map.Entry<String, Offset>> last() throws StoreException {
        return database.read((sql, _) -> sql.first("select journal, next_position, sequence from journal_offset where consumer = ?",
                row -> Map.entry(row.getString(1), new Offset(row.getLong(2), row.getLong(3))), CONSUMER));
    }

    /** The journal has another name now, and what was changed in it is in the table. */
    void rename(String journal) throws StoreException {
        database.change(false, (sql, _) -> sql.update("update journal_offset set journal = ? where consumer = ?", journal,
                CONSUMER));
    }

    /** Puts changed records in the place of what is there. */
    void replace(List<Entry> entries) throws StoreException {
        database.change(false, (sql, connection) -> {
            long last = sql.first("select nr from journal_offset where consumer = ?", row -> row.getLong(1), CONSUMER)
                    .orElseThrow(() -> new SQLException("no offset"));
            delete(connection, entries);
            months.makeFor(sql, entries);
            RecordRows.insert(connection, last, entries);
            return sql.update("update journal_offset set nr = ? where consumer = ?", last + entries.size(), CONSUMER);
        });
    }

    /** Prepares for another journal, or for the same from its beginning: what comes may be there already. */
    void begin(String journal) throws StoreException {
        database.change(false, (sql, _) -> {
            sql.update("delete from journal_offset where consumer = ?", CONSUMER);
            return sql.update("""
                    insert into journal_offset (consumer, journal, next_position, sequence, nr, known_until)
                    select ?, ?, 0, 0, coalesce(max(nr), 0), max(started_at) from call_record""", CONSUMER, journal);
        });
    }

    /** Adds records, oldest first, and remembers the last one. What is there already is replaced. */
    void add(RecordBatch batch) throws StoreException {
        try {
            addAll(batch);
        } catch (StoreException e) {
            months.forget();
            throw e;
        }
    }

    private void addAll(RecordBatch batch) throws StoreException {
        var journal = batch.journal();
        var entries = batch.entries();
        var last = entries.getLast();
        // not forced: what a crash takes is read from the journal again, with its offset
        database.change(false, (sql, connection) -> {
            var numbering = sql.first("select nr, known_until from journal_offset where consumer = ? and journal = ?",
                    row -> new Numbering(row.getLong(1), Sql.maybeInstant(row, "known_until")), CONSUMER, journal)
                    .orElseThrow(() -> new SQLException("no offset for journal " + journal));
            if (numbering.knownUntil().filter(until -> !oldest(entries).isAfter(until)).isPresent())
                delete(connection, entries);
            months.makeFor(sql, entries);
            RecordRows.insert(connection, numbering.last(), entries);
            sql.update("update journal_offset set next_position = ?, sequence = ?, nr = ? where consumer = ?", batch.next(),
                    last.sequence(), numbering.last() + entries.size(), CONSUMER);
            return entries.size();
        });
    }

    private static Instant oldest(List<Entry> entries) {
        return entries.stream().map(e -> e.cdr().startedAt()).min(Comparator.naturalOrder()).orElseThrow();
    }

    /** All of a day at once: H2 has no index but by day, and each statement walks over it; PostgreSQL has one by start. */
    private static void delete(Connection connection, List<Entry> entries) throws SQLException {
        var byDay = entries.stream().map(Entry::cdr)
                .collect(Collectors.groupingBy(it -> LocalDate.ofInstant(it.startedAt(), ZoneOffset.UTC)));
        for (var day : byDay.entrySet()) {
            var starts = day.getValue().stream().map(Cdr::startedAt).sorted().toList();
            var values = new ArrayList<Object>(List.of(day.getKey(), starts.getFirst(), starts.getLast()));
            day.getValue().forEach(it -> values.add(it.id().value()));
            new Sql(connection).update("delete from call_record where started_on = ? and started_at >= ? and started_at <= ?"
                    + " and id in (" + String.join(", ", Collections.nCopies(day.getValue().size(), "?")) + ")",
                    values.toArray());
        }
    }
}
