package org.trunkline.store.jdbc.internal.record;

import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.trunkline.spi.record.RecordBatch.Entry;
import org.trunkline.store.jdbc.internal.database.Sql;


/** The partitions of the table of records where the database has them: a month each, in UTC. One thread at a time. */
public final class Months {
    static final String PREFIX = "call_record_";

    private final boolean partitioned;
    private final Set<YearMonth> made = new HashSet<>();

    public Months(boolean partitioned) {
        this.partitioned = partitioned;
    }

    /** Makes those that are missing, in the transaction that needs them. */
    void makeFor(Sql sql, List<Entry> entries) throws SQLException {
        if (partitioned)
            make(sql, entries.stream().map(e -> e.cdr().startedAt()).toList());
    }

    public void make(Sql sql, List<Instant> starts) throws SQLException {
        if (!partitioned)
            return;
        for (var start : starts) {
            var month = YearMonth.from(start.atOffset(ZoneOffset.UTC));
            if (made.contains(month))
                continue;
            sql.update(statement(month));
            made.add(month);
        }
    }

    /** After a failed transaction nobody knows which there are. */
    void forget() {
        made.clear();
    }

    static String name(YearMonth month) {
        return (PREFIX + "%04d_%02d").formatted(month.getYear(), month.getMonthValue());
    }

    private static String statement(YearMonth month) {
        return "create table if not exists %s partition of call_record for values from ('%s-01 00:00:00+00') to ('%s-01 00:00:00+00')"
                .formatted(name(month), month, month.plusMonths(1));
    }
}
