package org.trunkline.store.jdbc.internal.config;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.engine.port.config.DigestSecret;
import org.trunkline.store.jdbc.internal.database.Sql;

/** Subscribers and ring groups as rows. */
final class SubscriberTables {
    private SubscriberTables() {}

    static Subscriber subscriber(ResultSet row) throws SQLException {
        return new Subscriber(row.getString("username"), row.getString("display_name"), row.getBoolean("enabled"),
                new CallHandling(Sql.text(row, "forward_always"), Sql.text(row, "forward_busy"),
                        Sql.text(row, "forward_no_answer"), row.getInt("no_answer_seconds"),
                        Sql.text(row, "forward_unreachable"), row.getBoolean("do_not_disturb"),
                        row.getInt("call_limit"), row.getString("pickup_groups").lines().toList()),
                Srtp.valueOf(row.getString("srtp")));
    }

    static void put(Sql sql, Subscriber it, Optional<DigestSecret> secret) throws SQLException {
        if (sql.first("select 1 from subscriber where username = ?", row -> row.getInt(1), it.username()).isEmpty())
            sql.update("insert into subscriber (username, display_name, enabled) values (?, '', false)", it.username());
        var handling = it.handling();
        sql.update("""
                update subscriber set display_name = ?, enabled = ?, forward_always = ?, forward_busy = ?,
                forward_no_answer = ?, no_answer_seconds = ?, forward_unreachable = ?, do_not_disturb = ?,
                call_limit = ?, pickup_groups = ?, srtp = ? where username = ?""", it.displayName(), it.enabled(),
                handling.forwardAlways(), handling.forwardBusy(), handling.forwardNoAnswer(),
                handling.noAnswerSeconds(), handling.forwardUnreachable(), handling.doNotDisturb(),
                handling.callLimit(), String.join("\n", handling.pickupGroups()), it.srtp().name(),
                it.username());
        if (secret.isPresent())
            sql.update("update subscriber set realm = ?, md5 = ?, sha256 = ? where username = ?",
                    secret.get().realm(), secret.get().md5(), secret.get().sha256(), it.username());
    }

    static List<RingGroup> ringGroups(Sql sql) throws SQLException {
        return sql.list("select * from ring_group order by name", row -> new RingGroup(row.getString("name"),
                Sql.text(row, "number"), RingGroup.Strategy.valueOf(row.getString("strategy")),
                row.getString("members").lines().toList(), row.getInt("ring_seconds"), Sql.text(row, "fallback")));
    }

    static void put(Sql sql, RingGroup it) throws SQLException {
        removeRingGroup(sql, it.name());
        sql.update("""
                insert into ring_group (name, number, strategy, members, ring_seconds, fallback)
                values (?, ?, ?, ?, ?, ?)""", it.name(), it.number(), it.strategy().name(),
                String.join("\n", it.members()), it.ringSeconds(), it.fallback());
    }

    static void removeRingGroup(Sql sql, String name) throws SQLException {
        sql.update("delete from ring_group where name = ?", name);
    }
}
