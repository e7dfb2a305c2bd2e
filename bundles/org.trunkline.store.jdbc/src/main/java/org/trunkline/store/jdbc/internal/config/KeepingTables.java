package org.trunkline.store.jdbc.internal.config;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.trunkline.domain.config.LegalHold;
import org.trunkline.domain.config.Retention;
import org.trunkline.engine.port.config.RetentionConfig;
import org.trunkline.store.jdbc.internal.database.Sql;

/** Legal holds as rows, retention as settings. */
final class KeepingTables {
    private static final String RECORDS = "retention.records";
    private static final String LADDERS = "retention.ladders";
    private static final String PERSONAL = "retention.personal";
    private static final String DISGUISE = "retention.disguise";
    private static final Retention.Disguise[] DISGUISES = { Retention.Disguise.CUT, Retention.Disguise.PSEUDONYM };

    private KeepingTables() {}

    static RetentionConfig load(Sql sql) throws SQLException {
        return new RetentionConfig(sql.list("select * from legal_hold order by name", row -> new LegalHold(row.getString("name"),
                row.getString("query"), row.getString("reason"), row.getString("who"), Sql.instant(row, "since"))),
                retention(sql));
    }

    private static Optional<Retention> retention(Sql sql) throws SQLException {
        var values = new TreeMap<String, Integer>();
        sql.list("select name, num_value from setting where name like 'retention.%'",
                row -> values.put(row.getString(1), row.getInt(2)));
        return values.isEmpty() ? Optional.empty() : Optional.of(new Retention(values.getOrDefault(RECORDS, 0),
                values.getOrDefault(LADDERS, 0), values.getOrDefault(PERSONAL, 0),
                DISGUISES[values.getOrDefault(DISGUISE, 0)]));
    }

    static void put(Sql sql, Retention it) throws SQLException {
        var values = Map.of(RECORDS, it.recordDays(), LADDERS, it.ladderDays(), PERSONAL, it.personalDays(), DISGUISE,
                switch (it.disguise()) {
                    case CUT -> 0;
                    case PSEUDONYM -> 1;
                });
        for (var value : values.entrySet())
            if (sql.update("update setting set num_value = ? where name = ?", value.getValue(), value.getKey()) == 0)
                sql.update("insert into setting (name, num_value) values (?, ?)", value.getKey(), value.getValue());
    }

    static void put(Sql sql, LegalHold it) throws SQLException {
        remove(sql, it.name());
        sql.update("insert into legal_hold (name, query, reason, who, since) values (?, ?, ?, ?, ?)", it.name(), it.query(),
                it.reason(), it.who(), it.since());
    }

    static void remove(Sql sql, String name) throws SQLException {
        sql.update("delete from legal_hold where name = ?", name);
    }
}
