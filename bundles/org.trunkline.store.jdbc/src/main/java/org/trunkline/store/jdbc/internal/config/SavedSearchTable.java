package org.trunkline.store.jdbc.internal.config;

import java.security.GeneralSecurityException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.config.AlertRule;
import org.trunkline.domain.config.ChannelUse;
import org.trunkline.domain.config.SavedSearch;
import org.trunkline.engine.port.config.ConfigChange.PutSavedSearch;
import org.trunkline.engine.port.config.ConfigStore.PastAlertSecrets;
import org.trunkline.engine.port.config.SavedSearches;
import org.trunkline.engine.secret.SecretBox;
import org.trunkline.store.jdbc.internal.database.Sql;

/** Saved searches as rows. */
final class SavedSearchTable {
    private static final Logger LOG = LoggerFactory.getLogger(SavedSearchTable.class);

    private static final String WEBHOOK = "webhook";

    private final SecretBox secrets;

    SavedSearchTable(SecretBox secrets) {
        this.secrets = secrets;
    }

    SavedSearches load(Sql sql) throws SQLException {
        var opened = new HashMap<String, String>();
        var uses = new AlertSettingTable(secrets).load(sql);
        var list = sql.list("select * from saved_search order by name", row -> {
            var search = search(row, uses.open().getOrDefault(row.getString("name"), List.of()));
            Sql.text(row, "sealed_secret").flatMap(sealed -> open(sealed, search.name()))
                    .ifPresent(secret -> opened.put(search.name(), secret));
            return search;
        });
        return new SavedSearches(list, opened, uses.secrets());
    }

    private static SavedSearch search(ResultSet row, List<ChannelUse> channels) throws SQLException {
        long last = row.getLong("last_seconds");
        int matches = row.getInt("alert_matches");
        var alert = matches == 0 ? Optional.<AlertRule>empty() : Optional.of(new AlertRule(matches,
                Duration.ofSeconds(row.getLong("alert_within_seconds")),
                Duration.ofSeconds(row.getLong("alert_quiet_seconds")), Sql.text(row, "webhook"),
                Sql.text(row, "mail_to").orElse("").lines().toList(), channels));
        return new SavedSearch(row.getString("name"), row.getString("query"),
                last == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(last)), row.getString("owner"),
                row.getBoolean("shared"), row.getBoolean("tile"), alert);
    }

    private Optional<String> open(String sealed, String name) {
        try {
            return Optional.of(secrets.open(sealed, owner(name)));
        } catch (GeneralSecurityException e) {
            LOG.warn("the webhook secret of saved search {} cannot be read: secret.key is not the one it was sealed"
                    + " with. Put that file back, or set the secret again", name);
            return Optional.empty();
        }
    }

    /** No trunk is called so, and what is sealed for one opens for no other. */
    static String owner(String name) {
        return "saved-search/" + name;
    }

    void put(Sql sql, PutSavedSearch change) throws SQLException {
        var it = change.search();
        var secret = change.secret();
        if (sql.first("select 1 from saved_search where name = ?", row -> row.getInt(1), it.name()).isEmpty())
            sql.update("insert into saved_search (name, query, owner, shared, tile) values (?, '', '', false, false)",
                    it.name());
        var webhook = it.alert().flatMap(AlertRule::webhook);
        sql.update("""
                update saved_search set query = ?, last_seconds = ?, owner = ?, shared = ?, tile = ?, alert_matches = ?,
                alert_within_seconds = ?, alert_quiet_seconds = ?, webhook = ?, mail_to = ? where name = ?""",
                it.query(), it.last().map(Duration::toSeconds), it.owner(), it.shared(), it.tile(),
                it.alert().map(AlertRule::matches), it.alert().map(a -> a.within().toSeconds()),
                it.alert().map(a -> a.quiet().toSeconds()), webhook,
                it.alert().map(a -> String.join("\n", a.mailTo())), it.name());
        if (webhook.isEmpty())
            sql.update("update saved_search set sealed_secret = null where name = ?", it.name());
        else if (secret.isPresent())
            sql.update("update saved_search set sealed_secret = ? where name = ?",
                    secrets.seal(secret.get(), owner(it.name())), it.name());
        new AlertSettingTable(secrets).put(sql, it.name(), it.alert().map(AlertRule::channels).orElse(List.of()),
                change.channels());
    }

    /** The secrets of an alert as they are stored, as field lines; empty where it has none. */
    static Optional<String> sealed(Sql sql, String name) throws SQLException {
        var sealed = AlertSettingTable.sealed(sql, name);
        sql.first("select sealed_secret from saved_search where name = ? and sealed_secret is not null", row -> row.getString(1), name)
                .ifPresent(secret -> sealed.put(WEBHOOK, secret));
        return sealed.isEmpty() ? Optional.empty() : Optional.of(FieldLines.write(sealed));
    }

    /** The secrets of {@link #sealed}; those that cannot be read are left out. */
    PastAlertSecrets past(String name, String sealed) {
        var lines = FieldLines.read(sealed);
        var webhook = Optional.ofNullable(lines.remove(WEBHOOK)).flatMap(secret -> open(secret, name));
        return new PastAlertSecrets(webhook, new AlertSettingTable(secrets).opened(name, lines));
    }

    static void remove(Sql sql, String name) throws SQLException {
        sql.update("delete from alert_setting where search = ?", name);
        sql.update("delete from saved_search where name = ?", name);
    }
}
