package org.trunkline.store.jdbc.internal.config;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

import org.trunkline.api.config.EntryKind;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.ConfigStore.AuditChange;
import org.trunkline.engine.port.config.ConfigStore.AuditEntry;
import org.trunkline.store.jdbc.internal.database.Sql;

/** Who changed what. */
final class AuditTable {
    private static final int MOST = 1_000;
    /** Changes of what is no entry, such as a saved search, share revisions with those before them. */
    private static final String OF_ENTRIES = EntryKind.ALL.stream().map(k -> "s.subject like '" + k.subject("") + "%'")
            .collect(Collectors.joining(" or ", "(", ")"));
    private static final String SELECT = """
            select a.id, a.at, a.revision, a.who, a.action, a.subject, a.detail, a.fields, a.undoes,
              coalesce(a.old_fields, (select p.fields from audit p where p.subject = a.subject and p.id < a.id
                and p.fields is not null order by p.id desc limit 1)) as fields_before,
              (select max(u.id) from audit u where u.undoes = a.id
                and not exists (select 1 from audit v where v.undoes = u.id)) as undone_by,
              (select count(*) from audit s where s.revision = a.revision and""" + " " + OF_ENTRIES + """
            ) as together from audit a where\040""";
    private static final String MATCHES = "(lower(a.who) like ? escape '!' or lower(a.subject) like ? escape '!'"
            + " or lower(a.detail) like ? escape '!')";

    private AuditTable() {}

    /** @param undoes the change that it undoes */
    static void add(Sql sql, long revision, AuditText text, Instant at, String who, Optional<Long> undoes,
            Optional<String> oldSecret) throws SQLException {
        sql.update("insert into audit (at, revision, who, action, subject, detail, fields, undoes, old_secret)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)", at, revision, who, text.action(), text.subject(), text.detail(),
                text.fields(), undoes, oldSecret);
        if (oldSecret.isPresent())
            sql.update("update audit set old_secret = null where old_secret is not null and at < ?",
                    at.minus(ConfigStore.SECRETS_KEPT));
    }

    /** @return whether a later change of the subject was found */
    static boolean undone(Sql sql, long id, String subject) throws SQLException {
        return sql.update("update audit set undoes = ? where id = (select max(l.id) from audit l where l.subject = ? and l.id > ?)",
                id, subject, id) > 0;
    }

    /** The secret, as stored, that a change is about to replace or take away. */
    static Optional<String> secretBefore(Sql sql, ConfigChange change) throws SQLException {
        return switch (change) {
            case ConfigChange.PutSubscriber(var it, var secret) when secret.isPresent() ->
                EntryTable.secret(sql, EntryKind.SUBSCRIBER, it.username());
            case ConfigChange.PutTrunk(var it, var password) when password.isPresent() || it.registration().isEmpty() ->
                EntryTable.secret(sql, EntryKind.TRUNK, it.name());
            case ConfigChange.RemoveSubscriber(String username, _) -> EntryTable.secret(sql, EntryKind.SUBSCRIBER, username);
            case ConfigChange.RemoveTrunk(String name) -> EntryTable.secret(sql, EntryKind.TRUNK, name);
            case ConfigChange.PutSavedSearch put -> SavedSearchTable.sealed(sql, put.search().name());
            case ConfigChange.RemoveSavedSearch(String name) -> SavedSearchTable.sealed(sql, name);
            default -> Optional.empty();
        };
    }

    static List<AuditChange> list(Sql sql, String filter, long below, int limit) throws SQLException {
        String like = like(filter);
        return sql.list(SELECT + "a.id < ? and " + MATCHES + " order by a.id desc limit ?", AuditTable::change, below, like,
                like, like, Math.clamp(limit, 1, MOST));
    }

    static long count(Sql sql, String filter) throws SQLException {
        String like = like(filter);
        return sql.first("select count(*) from audit a where " + MATCHES, row -> row.getLong(1), like, like, like).orElse(0L);
    }

    private static String like(String filter) {
        return "%" + filter.toLowerCase(Locale.ROOT).replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
    }

    static Optional<AuditChange> find(Sql sql, long id) throws SQLException {
        return sql.first(SELECT + "a.id = ?", AuditTable::change, id);
    }

    static List<AuditChange> ofRevision(Sql sql, long revision) throws SQLException {
        return sql.list(SELECT + "a.revision = ? and " + OF_ENTRIES.replace("s.", "a.") + " order by a.id desc",
                AuditTable::change, revision);
    }

    static List<AuditChange> later(Sql sql, String subject, long id) throws SQLException {
        return sql.list(SELECT + "a.subject = ? and a.id > ? order by a.id desc limit ?", AuditTable::change, subject, id, MOST);
    }

    /** The secret, as stored, of before a change, and the subject it belongs to. */
    static Optional<Map.Entry<String, String>> oldSecret(Sql sql, long id) throws SQLException {
        return sql.first("select subject, old_secret from audit where id = ? and old_secret is not null",
                row -> Map.entry(row.getString(1), row.getString(2)), id);
    }

    private static AuditChange change(ResultSet row) throws SQLException {
        var entry = new AuditEntry(Sql.instant(row, "at"), row.getString("who"), row.getString("action"),
                row.getString("subject"), row.getString("detail"));
        Optional<Map<String, String>> before = Sql.text(row, "fields_before").map(FieldLines::read)
                .or(() -> entry.action().equals("create") ? Optional.of(Map.of()) : Optional.empty());
        return new AuditChange(row.getLong("id"), row.getLong("revision"), entry, AuditText.secretSet(entry.detail()), before,
                Sql.text(row, "fields").map(FieldLines::read), row.getInt("together"), id(row, "undoes"), id(row, "undone_by"));
    }

    private static OptionalLong id(ResultSet row, String column) throws SQLException {
        long id = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(id);
    }
}
