package org.trunkline.store.jdbc.internal.migrate;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;

import org.trunkline.store.jdbc.internal.database.Sql;

/**
 * A table and its rows in a form that is the same in each database: texts, numbers, booleans, instants and dates;
 * {@link #NOTHING} for null.
 */
record TableRows(String name, List<String> columns) {
    /** A value that is not there. */
    static final Object NOTHING = "\0nothing";
    private static final String LIQUIBASE = "databasechangelog";
    private static final int FETCH = 2_000;

    /** All but those that tell which schema it is. */
    static List<TableRows> tables(Connection connection) throws SQLException {
        var tables = new ArrayList<TableRows>();
        try (var found = connection.getMetaData().getTables(null, connection.getSchema(), "%",
                new String[] { "TABLE", "BASE TABLE" })) {
            while (found.next()) {
                String name = found.getString("TABLE_NAME");
                if (!name.toLowerCase(Locale.ROOT).startsWith(LIQUIBASE))
                    tables.add(new TableRows(name.toLowerCase(Locale.ROOT), columns(connection, name)));
            }
        }
        return tables;
    }

    private static List<String> columns(Connection connection, String table) throws SQLException {
        var columns = new ArrayList<String>();
        try (var found = connection.getMetaData().getColumns(null, connection.getSchema(), table, "%")) {
            while (found.next())
                columns.add(found.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
        }
        return columns;
    }

    int indexOf(String column) {
        return columns.indexOf(column);
    }

    private String select() {
        return "select " + String.join(", ", columns) + " from " + name;
    }

    List<List<Object>> all(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(select()); var rows = statement.executeQuery()) {
            return rows(rows);
        }
    }

    /** The next ones by a number. */
    List<List<Object>> after(Connection connection, String column, long last, int limit) throws SQLException {
        try (var statement = connection.prepareStatement(
                select() + " where " + column + " > ? order by " + column + " limit " + limit)) {
            statement.setLong(1, last);
            try (var rows = statement.executeQuery()) {
                return rows(rows);
            }
        }
    }

    private List<List<Object>> rows(ResultSet rows) throws SQLException {
        var all = new ArrayList<List<Object>>();
        while (rows.next())
            all.add(row(rows));
        return all;
    }

    private List<Object> row(ResultSet rows) throws SQLException {
        var row = new ArrayList<>(columns.size());
        for (int i = 1; i <= columns.size(); i++)
            row.add(value(rows, i));
        return row;
    }

    private static Object value(ResultSet rows, int index) throws SQLException {
        int type = rows.getMetaData().getColumnType(index);
        if (type == Types.TIMESTAMP || type == Types.TIMESTAMP_WITH_TIMEZONE)
            return Optional.ofNullable(rows.getObject(index, OffsetDateTime.class)).<Object>map(OffsetDateTime::toInstant)
                    .orElse(NOTHING);
        return switch (rows.getObject(index)) {
            case null -> NOTHING;
            case BigDecimal number -> number.stripTrailingZeros();
            case Integer number -> number.longValue();
            case Date date -> date.toLocalDate();
            case String text when type == Types.CHAR -> text.stripTrailing();
            case Object other -> other;
        };
    }

    void insert(Connection connection, List<List<Object>> rows) throws SQLException {
        String sql = "insert into " + name + " (" + String.join(", ", columns) + ") values ("
                + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
        try (var statement = connection.prepareStatement(sql)) {
            for (var row : rows) {
                for (int i = 0; i < row.size(); i++)
                    set(statement, i + 1, row.get(i));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void set(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value == NOTHING)
            statement.setNull(index, Types.NULL);
        else if (value instanceof Instant at)
            statement.setObject(index, at.atOffset(ZoneOffset.UTC));
        else
            statement.setObject(index, value instanceof LocalDate date ? date : value);
    }

    /** Numbers that the database gives go on after the greatest there is. */
    void continueIdentities(Sql sql, boolean h2) throws SQLException {
        if (h2)
            return;
        for (String column : columns) {
            var sequence = sql.first("select pg_get_serial_sequence(?, ?)", row -> Optional.ofNullable(row.getString(1)), name,
                    column).filter(Optional::isPresent);
            if (sequence.isPresent())
                sql.list("select setval(?::regclass, greatest((select coalesce(max(" + column + "), 0) from " + name
                        + "), 1))", row -> row.getLong(1), sequence.get().orElseThrow());
        }
    }

    /**
     * A checksum of each row, in any order.
     *
     * @param where condition, or empty
     */
    void checksums(Connection connection, String where, LongConsumer each) throws SQLException {
        try (var statement = connection.prepareStatement(select() + where)) {
            statement.setFetchSize(FETCH);
            try (var rows = statement.executeQuery()) {
                while (rows.next())
                    each.accept(checksum(row(rows)));
            }
        }
    }

    private static long checksum(List<Object> row) {
        var low = new CRC32C();
        var high = new CRC32C();
        for (Object value : row) {
            byte[] text = Objects.toString(value).getBytes(StandardCharsets.UTF_8);
            low.update(text);
            low.update(0);
            high.update(text.length);
            high.update(text);
        }
        return low.getValue() | high.getValue() << Integer.SIZE;
    }
}
