package org.trunkline.store.jdbc.internal.migrate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.trunkline.engine.port.config.StoreException;
import org.trunkline.store.jdbc.internal.database.Database;

/** Counts and checksums of two stores' tables. */
final class StoreComparison {
    /** @param sum of the rows' checksums, which does not depend on their order */
    private record Sum(long rows, long sum) {
        Sum plus(long checksum) {
            return new Sum(rows + 1, sum + checksum);
        }
    }

    private static final String RECORDS = "call_record";
    private static final long STEP = 20_000;

    private final Database one;
    private final Database other;
    private final StoreMove.Progress progress;

    StoreComparison(Database one, Database other, StoreMove.Progress progress) {
        this.one = one;
        this.other = other;
        this.progress = progress;
    }

    /**
     * @return rows of each table
     * @throws StoreException naming the first table that differs
     */
    Map<String, Long> compare(List<TableRows> tables) throws StoreException {
        var rows = new LinkedHashMap<String, Long>();
        for (var table : tables) {
            var expected = sum(one, table);
            var found = sum(other, table);
            if (!expected.equals(found))
                throw new StoreException(("The table %s differs: %,d rows in %s, %,d in %s%s. The old store is as it was; "
                        + "make the new database empty and move again.").formatted(table.name(), expected.rows(), one.name(),
                                found.rows(), other.name(), expected.rows() == found.rows() ? ", with other contents" : ""));
            rows.put(table.name(), expected.rows());
        }
        return rows;
    }

    /** H2 would gather a whole result in memory, so it is asked piece by piece; PostgreSQL sends it piece by piece. */
    private Sum sum(Database database, TableRows table) throws StoreException {
        var total = new Sum[] { new Sum(0, 0) };
        if (!table.name().equals(RECORDS) || !database.isH2()) {
            String where = table.name().equals("setting") ? " where name <> 'store-move'" : "";
            database.change(false, (_, connection) -> {
                table.checksums(connection, where, checksum -> total[0] = total[0].plus(checksum));
                return 0;
            });
            return total[0];
        }
        long last = database.read((sql, _) -> sql.first("select coalesce(max(nr), 0) from call_record", r -> r.getLong(1)))
                .orElse(0L);
        for (long from = 0; from < last; from += STEP) {
            String where = " where nr > " + from + " and nr <= " + (from + STEP);
            database.read((_, connection) -> {
                table.checksums(connection, where, checksum -> total[0] = total[0].plus(checksum));
                return 0;
            });
            progress.at("comparing " + table.name(), Math.min(last, from + STEP), last);
        }
        return total[0];
    }
}
