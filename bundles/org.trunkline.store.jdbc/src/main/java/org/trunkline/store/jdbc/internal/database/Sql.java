package org.trunkline.store.jdbc.internal.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Statements of one connection. */
public final class Sql {
    /** Makes something of the current row. */
    @FunctionalInterface
    public interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    private final Connection connection;

    public Sql(Connection connection) {
        this.connection = connection;
    }

    /** @param values strings, numbers, booleans, instants, or optionals of them */
    public int update(String sql, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    /** @return the id of the new row */
    public long insert(String sql, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql, new String[] {"id"})) {
            bind(statement, values);
            statement.executeUpdate();
            try (var ids = statement.getGeneratedKeys()) {
                if (!ids.next())
                    throw new SQLException("no id of the new row");
                return ids.getLong(1);
            }
        }
    }

    public <T> List<T> list(String sql, Row<T> row, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            var list = new ArrayList<T>();
            try (var rows = statement.executeQuery()) {
                while (rows.next())
                    list.add(row.of(rows));
            }
            return list;
        }
    }

    public <T> Optional<T> first(String sql, Row<T> row, Object... values) throws SQLException {
        return list(sql, row, values).stream().findFirst();
    }

    public static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++)
            bind(statement, i + 1, values[i]);
    }

    private static void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        switch (value) {
            case Optional<?> maybe when maybe.isEmpty() -> statement.setNull(index, Types.NULL);
            case Optional<?> there -> bind(statement, index, there.get());
            case Instant at -> statement.setObject(index, at.atOffset(ZoneOffset.UTC));
            default -> statement.setObject(index, value);
        }
    }

    public static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    public static Optional<Instant> maybeInstant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    public static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }
}
