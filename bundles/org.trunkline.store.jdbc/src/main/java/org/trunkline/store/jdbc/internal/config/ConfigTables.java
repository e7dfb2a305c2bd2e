package org.trunkline.store.jdbc.internal.config;

import java.security.GeneralSecurityException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.NumberRules;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkRegistration;
import org.trunkline.domain.config.TrunkSecurity;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.ConfigChange.PutHold;
import org.trunkline.engine.port.config.ConfigChange.PutNumber;
import org.trunkline.engine.port.config.ConfigChange.PutRetention;
import org.trunkline.engine.port.config.ConfigChange.PutRingGroup;
import org.trunkline.engine.port.config.ConfigChange.PutRoute;
import org.trunkline.engine.port.config.ConfigChange.PutSavedSearch;
import org.trunkline.engine.port.config.ConfigChange.PutSubscriber;
import org.trunkline.engine.port.config.ConfigChange.PutTrunk;
import org.trunkline.engine.port.config.ConfigChange.RemoveHold;
import org.trunkline.engine.port.config.ConfigChange.RemoveNumber;
import org.trunkline.engine.port.config.ConfigChange.RemoveRingGroup;
import org.trunkline.engine.port.config.ConfigChange.RemoveRoute;
import org.trunkline.engine.port.config.ConfigChange.RemoveSavedSearch;
import org.trunkline.engine.port.config.ConfigChange.RemoveSubscriber;
import org.trunkline.engine.port.config.ConfigChange.RemoveTrunk;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.engine.port.config.DigestSecret;
import org.trunkline.engine.secret.SecretBox;
import org.trunkline.store.jdbc.internal.database.Sql;

/** Subscribers, trunks, numbers and routes as rows. */
final class ConfigTables {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigTables.class);

    private final SecretBox secrets;
    private final SavedSearchTable savedSearches;

    ConfigTables(SecretBox secrets) {
        this.secrets = secrets;
        savedSearches = new SavedSearchTable(secrets);
    }

    Configuration load(Sql sql) throws SQLException {
        long revision = sql.first("select num_value from setting where name = 'revision'", row -> row.getLong(1))
                .orElse(0L);
        var digests = new HashMap<String, DigestSecret>();
        var subscribers = sql.list("select * from subscriber order by username", row -> {
            Sql.text(row, "realm").ifPresent(realm -> digests.put(text(row, "username"),
                    new DigestSecret(realm, text(row, "md5"), text(row, "sha256"))));
            return SubscriberTables.subscriber(row);
        });
        var passwords = new HashMap<String, String>();
        var trunks = sql.list("select * from trunk order by name", row -> {
            var trunk = trunk(row);
            Sql.text(row, "sealed_password").flatMap(sealed -> open(sealed, trunk.name()))
                    .ifPresent(password -> passwords.put(trunk.name(), password));
            return trunk;
        });
        var numbers = sql.list("select * from number_assignment order by seq",
                row -> new NumberAssignment(row.getString("number"), row.getString("subscriber")));
        return new Configuration(revision, subscribers, digests, trunks, passwords, numbers, routes(sql),
                SubscriberTables.ringGroups(sql), savedSearches.load(sql), KeepingTables.load(sql));
    }

    /** For lambdas that may not throw; the row was read a moment ago. */
    private static String text(ResultSet row, String column) {
        try {
            return row.getString(column);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Trunk trunk(ResultSet row) throws SQLException {
        var username = Sql.text(row, "register_username");
        int expires = row.getInt("register_expires");
        return new Trunk(row.getString("name"), row.getString("host"), row.getInt("port"),
                Transport.valueOf(row.getString("transport")),
                row.getString("inbound_addresses").lines().toList(),
                username.map(name -> new TrunkRegistration(name, expires)), row.getInt("max_calls"),
                row.getInt("max_cps"), row.getBoolean("enabled"), row.getString("region"), rules(row, "out"),
                rules(row, "in"), Sql.text(row, "caller_id"), row.getBoolean("assert_identity"),
                row.getInt("options_seconds"), row.getInt("answer_seconds"),
                new TrunkSecurity(Srtp.valueOf(row.getString("srtp")), Sql.text(row, "certificate_name"),
                        row.getBoolean("mutual_tls")), Sql.text(row, "tariff").map(TariffText::read));
    }

    private static NumberRules rules(ResultSet row, String side) throws SQLException {
        return new NumberRules(row.getInt(side + "_strip"), row.getString(side + "_prefix"),
                NumberRules.Format.valueOf(row.getString(side + "_format")));
    }

    private static List<Route> routes(Sql sql) throws SQLException {
        Map<String, List<String>> trunks = new LinkedHashMap<>();
        sql.list("select prefix, trunk from route_trunk order by prefix, position",
                row -> trunks.computeIfAbsent(row.getString(1), _ -> new ArrayList<>()).add(row.getString(2)));
        return trunks.entrySet().stream().map(e -> new Route(e.getKey(), e.getValue())).toList();
    }

    private Optional<String> open(String sealed, String trunk) {
        try {
            return Optional.of(secrets.open(sealed, trunk));
        } catch (GeneralSecurityException e) {
            LOG.warn("the password of trunk {} cannot be read: secret.key is not the one it was sealed with. "
                    + "Put that file back, or set the password again", trunk);
            return Optional.empty();
        }
    }

    void apply(Sql sql, ConfigChange change) throws SQLException {
        switch (change) {
            case PutSubscriber(Subscriber it, var secret) -> SubscriberTables.put(sql, it, secret);
            case PutTrunk(Trunk it, var password) -> put(sql, it, password);
            case PutNumber(NumberAssignment it) -> put(sql, it);
            case PutRoute(Route it) -> put(sql, it);
            case PutRingGroup(RingGroup it) -> SubscriberTables.put(sql, it);
            case PutSavedSearch put -> savedSearches.put(sql, put);
            case RemoveSavedSearch(String name) -> SavedSearchTable.remove(sql, name);
            case PutHold(var it) -> KeepingTables.put(sql, it);
            case RemoveHold(String name) -> KeepingTables.remove(sql, name);
            case PutRetention(var it) -> KeepingTables.put(sql, it);
            case RemoveSubscriber(String username) ->
                sql.update("delete from subscriber where username = ?", username);
            case RemoveTrunk(String name) -> sql.update("delete from trunk where name = ?", name);
            case RemoveNumber(String number) -> sql.update("delete from number_assignment where number = ?", number);
            case RemoveRoute(String prefix) -> remove(sql, prefix);
            case RemoveRingGroup(String name) -> SubscriberTables.removeRingGroup(sql, name);
        }
    }

    private void put(Sql sql, Trunk it, Optional<String> password) throws SQLException {
        if (sql.first("select 1 from trunk where name = ?", row -> row.getInt(1), it.name()).isEmpty())
            sql.update("""
                    insert into trunk (name, host, port, transport, inbound_addresses, max_calls, max_cps, enabled,
                    region, out_strip, out_prefix, out_format, in_strip, in_prefix, in_format, assert_identity,
                    options_seconds, answer_seconds)
                    values (?, '', 0, '', '', 0, 0, false, '', 0, '', '', 0, '', '', false, 0, 0)""", it.name());
        sql.update("""
                update trunk set host = ?, port = ?, transport = ?, inbound_addresses = ?, register_username = ?,
                register_expires = ?, max_calls = ?, max_cps = ?, enabled = ?, region = ?, out_strip = ?,
                out_prefix = ?, out_format = ?, in_strip = ?, in_prefix = ?, in_format = ?, caller_id = ?,
                assert_identity = ?, options_seconds = ?, answer_seconds = ?, srtp = ?, certificate_name = ?,
                mutual_tls = ?, tariff = ? where name = ?""",
                it.host(), it.port(), it.transport().name(), String.join("\n", it.inboundAddresses()),
                it.registration().map(TrunkRegistration::username),
                it.registration().map(TrunkRegistration::expiresSeconds), it.maxCalls(), it.maxCallsPerSecond(),
                it.enabled(), it.region(), it.outbound().strip(), it.outbound().prefix(),
                it.outbound().format().name(), it.inbound().strip(), it.inbound().prefix(),
                it.inbound().format().name(), it.callerId(), it.assertIdentity(), it.optionsSeconds(),
                it.answerSeconds(), it.security().srtp().name(), it.security().certificateName(),
                it.security().mutualTls(), it.tariff().map(TariffText::write), it.name());
        if (it.registration().isEmpty())
            sql.update("update trunk set sealed_password = null where name = ?", it.name());
        else if (password.isPresent())
            sql.update("update trunk set sealed_password = ? where name = ?",
                    secrets.seal(password.get(), it.name()), it.name());
    }

    private static void put(Sql sql, NumberAssignment it) throws SQLException {
        if (sql.update("update number_assignment set subscriber = ? where number = ?", it.subscriber(),
                it.number()) == 0)
            sql.update("insert into number_assignment (number, subscriber) values (?, ?)", it.number(),
                    it.subscriber());
    }

    private static void put(Sql sql, Route it) throws SQLException {
        remove(sql, it.prefix());
        sql.update("insert into route (prefix) values (?)", it.prefix());
        for (int i = 0; i < it.trunks().size(); i++)
            sql.update("insert into route_trunk (prefix, position, trunk) values (?, ?, ?)", it.prefix(), i,
                    it.trunks().get(i));
    }

    private static void remove(Sql sql, String prefix) throws SQLException {
        sql.update("delete from route_trunk where prefix = ?", prefix);
        sql.update("delete from route where prefix = ?", prefix);
    }
}
