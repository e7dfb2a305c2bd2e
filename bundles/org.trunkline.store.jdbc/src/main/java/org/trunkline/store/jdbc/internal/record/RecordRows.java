package org.trunkline.store.jdbc.internal.record;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cost.Cost;
import org.trunkline.spi.record.RecordBatch.Entry;

/** Records as rows, many to a statement: a statement costs more than a row. */
final class RecordRows {
    /** In the order of {@link #bind}. */
    static final List<String> COLUMNS = List.of("nr", "id", "direction", "from_dialled", "from_number", "from_name",
            "to_dialled", "to_number", "trunk", "route", "started_on", "started_at", "ringing_at", "answered_at", "ended_at",
            "duration_ms", "billed_seconds", "pdd_ms", "ended_by", "sip_status", "cause", "reason", "mos", "detail",
            "cost", "currency");
    private static final int ROWS = 50;
    private static final int LONG_TEXT = 1024;
    private static final int SHORT_TEXT = 64;
    private static final int ROUTE_TEXT = 32;
    private static final int DETAIL_TEXT = 1_000_000;
    private static final int DECIMALS = 3;
    private static final double THOUSAND = 1000;

    private final PreparedStatement statement;
    private int at;

    private RecordRows(PreparedStatement statement) {
        this.statement = statement;
    }

    /** @param last number of the last row there */
    static void insert(Connection connection, long last, List<Entry> entries) throws SQLException {
        int whole = entries.size() - entries.size() % ROWS;
        insert(connection, last, entries.subList(0, whole), ROWS);
        insert(connection, last + whole, entries.subList(whole, entries.size()), entries.size() - whole);
    }

    private static void insert(Connection connection, long last, List<Entry> entries, int rows) throws SQLException {
        if (entries.isEmpty())
            return;
        try (var statement = connection.prepareStatement(statement(rows))) {
            long nr = last;
            var row = new RecordRows(statement);
            for (int i = 0; i < entries.size(); i++) {
                row.bind(++nr, entries.get(i).cdr());
                if ((i + 1) % rows == 0) {
                    statement.executeUpdate();
                    row.at = 0;
                }
            }
        }
    }

    private static String statement(int rows) {
        String row = "(" + String.join(", ", Collections.nCopies(COLUMNS.size(), "?")) + ")";
        return "insert into call_record (" + String.join(", ", COLUMNS) + ") values "
                + String.join(", ", Collections.nCopies(rows, row));
    }

    private void bind(long nr, Cdr cdr) throws SQLException {
        statement.setLong(++at, nr);
        text(cdr.id().value(), LONG_TEXT);
        text(RecordJson.code(cdr.direction()), LONG_TEXT);
        text(cdr.from().dialled(), LONG_TEXT);
        text(cdr.from().normalised(), LONG_TEXT);
        text(cdr.from().displayName(), LONG_TEXT);
        text(cdr.to().dialled(), LONG_TEXT);
        text(cdr.to().normalised(), LONG_TEXT);
        text(cdr.trunk(), SHORT_TEXT);
        text(cdr.route(), ROUTE_TEXT);
        statement.setObject(++at, LocalDate.ofInstant(cdr.startedAt(), ZoneOffset.UTC));
        time(Optional.of(cdr.startedAt()));
        time(cdr.ringingAt());
        time(cdr.answeredAt());
        time(Optional.of(cdr.endedAt()));
        statement.setLong(++at, cdr.duration().toMillis());
        statement.setLong(++at, cdr.billedSeconds());
        number(cdr.postDialDelay().map(Duration::toMillis));
        text(RecordJson.code(cdr.endedBy()), LONG_TEXT);
        statement.setInt(++at, cdr.sipStatus());
        text(cdr.cause().code(), LONG_TEXT);
        text(cdr.reason(), LONG_TEXT);
        decimal(cdr.mos().stream().mapToObj(mos -> BigDecimal.valueOf(Math.round(mos * THOUSAND), DECIMALS)).findFirst());
        text(RecordJson.detail(cdr), DETAIL_TEXT);
        decimal(cdr.cost().map(cost -> cost.amount().units()));
        text(cdr.cost().map(Cost::currency), LONG_TEXT);
    }

    private void number(Optional<Long> value) throws SQLException {
        if (value.isPresent())
            statement.setLong(++at, value.get());
        else
            statement.setNull(++at, Types.BIGINT);
    }

    private void decimal(Optional<BigDecimal> value) throws SQLException {
        if (value.isPresent())
            statement.setBigDecimal(++at, value.get());
        else
            statement.setNull(++at, Types.NUMERIC);
    }

    private void time(Optional<Instant> value) throws SQLException {
        if (value.isPresent())
            statement.setObject(++at, value.get().atOffset(ZoneOffset.UTC));
        else
            statement.setNull(++at, Types.TIMESTAMP_WITH_TIMEZONE);
    }

    private void text(Optional<String> value, int length) throws SQLException {
        if (value.isPresent())
            text(value.get(), length);
        else
            statement.setNull(++at, Types.VARCHAR);
    }

    /** PostgreSQL takes no NUL in a text, and one odd call must not stop all others. */
    private void text(String value, int length) throws SQLException {
        String clean = value.indexOf('\0') < 0 ? value : value.replace("\0", "");
        statement.setString(++at, clean.length() <= length ? clean : clean.substring(0, length));
    }
}
