package org.trunkline.store.jdbc.internal;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.port.StoreException;

/** Deletes old rows of the table of records once a day; where it has partitions, those whose month is over go whole. */
final class RecordExpiry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordExpiry.class);
    private static final Duration EACH = Duration.ofDays(1);
    private static final int ROWS = 10_000;

    private final Database database;
    private final int days;
    private final InstantSource clock;
    private final Thread thread;

    /** @param days that rows are kept, 0 for ever */
    RecordExpiry(Database database, int days, InstantSource clock) {
        this.database = database;
        this.days = days;
        this.clock = clock;
        thread = Thread.ofVirtual().name("cdr-expiry").unstarted(this::run);
        if (days > 0)
            thread.start();
    }

    private void run() {
        try {
            do {
                try {
                    delete(database, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(days));
                } catch (StoreException e) {
                    LOG.warn("old records stay in the store for a day more: {}", e.getMessage());
                }
                Thread.sleep(EACH);
            } while (true);
        } catch (InterruptedException e) {
            LOG.debug("the expiry ends");
        }
    }

    /** @param before first day that is kept, in UTC */
    static void delete(Database database, LocalDate before) throws StoreException {
        if (!database.isH2())
            database.change(false, (sql, _) -> {
                for (String name : sql.list("""
                        select child.relname from pg_inherits join pg_class child on inhrelid = child.oid
                        join pg_class parent on inhparent = parent.oid where parent.relname = 'call_record'""",
                        row -> row.getString(1)))
                    if (name.startsWith(Months.PREFIX) && name.compareTo(Months.name(YearMonth.from(before))) < 0)
                        sql.update("drop table " + name);
                return 0;
            });
        int gone;
        do { // a piece at a time: who writes records waits meanwhile
            gone = database.change(false, (sql, _) -> sql.update("delete from call_record where " + (database.isH2()
                    ? "started_on < ? fetch first " + ROWS + " rows only" : "started_on < ?"), before));
        } while (database.isH2() && gone == ROWS);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
