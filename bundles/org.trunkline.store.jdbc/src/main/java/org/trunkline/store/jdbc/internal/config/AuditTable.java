package org.trunkline.store.jdbc.internal.config;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

import org.trunkline.api.config.EntryKind;
import org.trunkline.engine.port.config.AlreadyUndoneException;
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
              exists (select 1 from audit u where u.undoes = a.id) as undone,
              (select count(*) from audit s where s.revision = a.revision and""" + " " + OF_ENTRIES + """
            ) as together from audit a where\040""";
    private static final String MATCHES = "(lower(a.who) like ? escape '!' or lower(a.subject) like ? escape '!'"
            + " or lower(a.detail) like ? escape '!')";

    private AuditTable() {}

    /** @param undoes the change that it undoes */
    record Stamp(long revision, Instant at, String who, Optional<Long> undoes) {}

    /** What was before, where the entry before does not have it. @param secret as stored @param fields as lines */
    record Before(Optional<String> secret, Optional<String> fields) {
        static final Before KNOWN = new Before(Optional.empty(), Optional.empty());
    }

    /**
     * Only while the revision is locked, so that no two undo the same.
     *
     * @return the id
     */
    static long add(Sql sql, Stamp stamp, AuditText text, Before before) throws SQLException, AlreadyUndoneException {
        if (stamp.undoes().isPresent())
            refuseIfUndone(sql, stamp.undoes().get());
        long id = sql.insert("insert into audit (at, revision, who, action, subject, detail, fields, undoes, old_secret, old_fields)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", stamp.at(), stamp.revision(), stamp.who(), text.action(), text.subject(),
                text.detail(), text.fields(), stamp.undoes(), before.secret(), before.fields());
        if (before.secret().isPresent())
            sql.update("update audit set old_secret = null where old_secret is not null and at < ?",
                    stamp.at().minus(ConfigStore.SECRETS_KEPT));
        return id;
    }

    private static void refuseIfUndone(Sql sql, long id) throws SQLException, AlreadyUndoneException {
        var by = undoneBy(sql, id);
        if (by.isPresent())
            throw new AlreadyUndoneException(sql.first("select * from audit where id = ?", AuditTable::entry, by.getAsLong()).orElseThrow());
    }

    /** The change that undid it and is in force: one that was undone itself is not. */
    private static OptionalLong undoneBy(Sql sql, long id) throws SQLException {
        for (long by : sql.list("select id from audit where undoes = ? order by id desc", row -> row.getLong(1), id))
            if (undoneBy(sql, by).isEmpty())
                return OptionalLong.of(by);
        return OptionalLong.empty();
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
        return sql.list(SELECT + "a.id < ? and " + MATCHES + " order by a.id desc limit ?", row -> change(sql, row), below, like,
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
        return sql.first(SELECT + "a.id = ?", row -> change(sql, row), id);
    }

    static List<AuditChange> findAll(Sql sql, List<Long> ids) throws SQLException {
        var found = new ArrayList<AuditChange>();
        for (long id : ids)
            found.add(find(sql, id).orElseThrow());
        return found;
    }

    static List<AuditChange> ofRevision(Sql sql, long revision) throws SQLException {
        return sql.list(SELECT + "a.revision = ? and " + OF_ENTRIES.replace("s.", "a.") + " order by a.id desc",
                row -> change(sql, row), revision);
    }

    static List<AuditChange> later(Sql sql, String subject, long id) throws SQLException {
        return sql.list(SELECT + "a.subject = ? and a.id > ? order by a.id desc limit ?", row -> change(sql, row), subject, id, MOST);
    }

    /** The secret, as stored, of before a change, and the subject it belongs to. */
    static Optional<Map.Entry<String, String>> oldSecret(Sql sql, long id) throws SQLException {
        return sql.first("select subject, old_secret from audit where id = ? and old_secret is not null",
                row -> Map.entry(row.getString(1), row.getString(2)), id);
    }

    static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(Sql.instant(row, "at"), row.getString("who"), row.getString("action"), row.getString("subject"),
                row.getString("detail"));
    }

    private static AuditChange change(Sql sql, ResultSet row) throws SQLException {
        var entry = entry(row);
        long id = row.getLong("id");
        Optional<Map<String, String>> before = Sql.text(row, "fields_before").map(FieldLines::read)
                .or(() -> entry.action().equals("create") ? Optional.of(Map.of()) : Optional.empty());
        return new AuditChange(id, row.getLong("revision"), entry, AuditText.secretSet(entry.detail()), before,
                Sql.text(row, "fields").map(FieldLines::read), row.getInt("together"), undoes(row),
                row.getBoolean("undone") ? undoneBy(sql, id) : OptionalLong.empty());
    }

    private static OptionalLong undoes(ResultSet row) throws SQLException {
        long id = row.getLong("undoes");
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(id);
    }
}
