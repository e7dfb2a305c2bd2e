package org.trunkline.store.jdbc.internal.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.trunkline.engine.port.config.StoreException;
import org.trunkline.store.jdbc.internal.database.Database;
import org.trunkline.store.jdbc.internal.database.Sql;
import org.trunkline.store.jdbc.internal.record.Months;

/**
 * Moves all that is in one store to another that is empty: configuration, audit, registrations, records. It may be
 * interrupted, and begun again: records that are there stay. At the end both are counted and compared; the old store is
 * only read.
 */
public final class StoreMove {
    /** Told how far it is. */
    @FunctionalInterface
    public interface Progress {
        void at(String table, long rows, long of);
    }

    private static final int CHUNK = 2_000;
    /** Kept in the target's settings while a move is under way. */
    private static final String MARK = "store-move";
    private static final String RECORDS = "call_record";

    private final Database from;
    private final Database to;
    private final Progress progress;

    public StoreMove(Database from, Database to, Progress progress) {
        this.from = from;
        this.to = to;
        this.progress = progress;
    }

    /**
     * @return rows of each table
     * @throws StoreException if a store fails, the target is in use, or differs at the end
     */
    public Map<String, Long> run() throws StoreException {
        var tables = from.read((_, connection) -> TableRows.tables(connection));
        begin();
        for (var table : tables)
            if (!table.name().equals(RECORDS))
                replace(table);
        for (var table : tables)
            if (table.name().equals(RECORDS))
                copyRecords(table);
        var rows = new StoreComparison(from, to, progress).compare(tables);
        to.change(true, (sql, _) -> sql.update("delete from setting where name = ?", MARK));
        return rows;
    }

    private void begin() throws StoreException {
        boolean resumed = to.read((sql, _) -> sql.first("select num_value from setting where name = ?", row -> row.getLong(1), MARK))
                .isPresent();
        if (resumed)
            return;
        long changes = to.read((sql, _) -> sql.first("select num_value from setting where name = 'revision'", row -> row.getLong(1)))
                .orElse(0L);
        long records = to.read((sql, _) -> sql.first("select count(*) from call_record", row -> row.getLong(1))).orElse(0L);
        if (changes > 0 || records > 0)
            throw new StoreException("The store " + to.name() + " is in use (" + changes + " changes, " + records
                    + " records): choose an empty database. Nothing was changed.");
        to.change(true, (sql, _) -> sql.update("insert into setting (name, num_value) values (?, 1)", MARK));
    }

    /** Small ones are written anew each time, in one transaction. */
    private void replace(TableRows table) throws StoreException {
        var rows = from.read((_, connection) -> table.all(connection));
        to.change(true, (sql, connection) -> {
            sql.update("delete from " + table.name() + (table.name().equals("setting") ? " where name <> '" + MARK + "'" : ""));
            table.insert(connection, rows);
            table.continueIdentities(sql, to.isH2());
            return 0;
        });
        progress.at(table.name(), rows.size(), rows.size());
    }

    private void copyRecords(TableRows table) throws StoreException {
        long total = from.read((sql, _) -> sql.first("select count(*) from call_record", row -> row.getLong(1))).orElse(0L);
        long last = to.read((sql, _) -> sql.first("select coalesce(max(nr), 0) from call_record", row -> row.getLong(1))).orElse(0L);
        long done = to.read((sql, _) -> sql.first("select count(*) from call_record", row -> row.getLong(1))).orElse(0L);
        var months = new Months(!to.isH2());
        for (;;) {
            progress.at(table.name(), done, total);
            long after = last;
            var rows = from.read((_, connection) -> table.after(connection, "nr", after, CHUNK));
            if (rows.isEmpty())
                return;
            insert(table, rows, months);
            last = ((Number) rows.getLast().get(table.indexOf("nr"))).longValue();
            done += rows.size();
        }
    }

    private void insert(TableRows table, List<List<Object>> rows, Months months) throws StoreException {
        int startedAt = table.indexOf("started_at");
        to.change(false, (Sql sql, Connection connection) -> insert(table, rows, months, startedAt, sql, connection));
    }

    private static int insert(TableRows table, List<List<Object>> rows, Months months, int startedAt, Sql sql,
            Connection connection) throws SQLException {
        var starts = new ArrayList<Instant>();
        for (var row : rows)
            starts.add((Instant) row.get(startedAt));
        months.make(sql, starts);
        table.insert(connection, rows);
        return rows.size();
    }
}
