package org.trunkline.store.jdbc.internal.record;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import org.trunkline.domain.call.CallId;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.engine.port.record.RecordArchive;
import org.trunkline.store.jdbc.internal.database.Database;
import org.trunkline.store.jdbc.internal.database.Sql;

/** Deletes old rows of the table of records; where it has partitions, those whose month is over go whole. */
public record RecordExpiry(Database database) implements RecordArchive {
    private static final int ROWS = 10_000;
    private static final String NOT_HELD = " and id not in (select id from held_record)";

    @Override
    public long expire(LocalDate before, Iterator<CallId> held) throws StoreException {
        hold(held);
        long gone = database.isH2() ? 0 : dropMonths(before);
        int some;
        do { // a piece at a time: who writes records waits meanwhile
            some = database.change(false, (sql, _) -> sql.update("delete from call_record where started_on < ?" + NOT_HELD
                    + (database.isH2() ? " fetch first " + ROWS + " rows only" : ""), before));
            gone += some;
        } while (database.isH2() && some == ROWS);
        return gone;
    }

    /**
     * Held calls are sought in the journal, which takes long, between transactions: others write meanwhile. A sweep that is broken
     * off here has deleted nothing, and the next begins anew.
     */
    private void hold(Iterator<CallId> held) throws StoreException {
        database.change(false, (sql, _) -> sql.update("truncate table held_record"));
        while (held.hasNext()) {
            var some = new ArrayList<CallId>();
            while (some.size() < ROWS && held.hasNext())
                some.add(held.next());
            database.change(false, (_, connection) -> insert(connection, some));
        }
    }

    private static int insert(Connection connection, List<CallId> held) throws SQLException {
        try (var statement = connection.prepareStatement("insert into held_record (id) values (?)")) {
            for (var call : held) {
                Sql.bind(statement, call.value());
                statement.addBatch();
            }
            return statement.executeBatch().length;
        }
    }

    private long dropMonths(LocalDate before) throws StoreException {
        return database.change(false, (sql, _) -> {
            long gone = 0;
            for (String name : sql.list("""
                    select child.relname from pg_inherits join pg_class child on inhrelid = child.oid
                    join pg_class parent on inhparent = parent.oid where parent.relname = 'call_record'""",
                    row -> row.getString(1)))
                if (name.startsWith(Months.PREFIX) && name.compareTo(Months.name(YearMonth.from(before))) < 0
                        && sql.first("select 1 from " + name + " where id in (select id from held_record) limit 1",
                                row -> row.getInt(1)).isEmpty()) {
                    gone += sql.first("select count(*) from " + name, row -> row.getLong(1)).orElse(0L);
                    sql.update("drop table " + name);
                }
            return gone;
        });
    }
}
