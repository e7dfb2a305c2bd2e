package org.trunkline.store.jdbc.internal.config;

import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.config.AuditSubject;
import org.trunkline.engine.port.config.ConfigStore.AuditChange;
import org.trunkline.engine.port.config.PluginEntryStore;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.engine.secret.SecretBox;
import org.trunkline.store.jdbc.internal.config.AuditTable.Before;
import org.trunkline.store.jdbc.internal.config.AuditTable.Stamp;
import org.trunkline.store.jdbc.internal.database.Database;
import org.trunkline.store.jdbc.internal.database.Sql;

/** Entries of plug-ins: a row for each value. */
public final class PluginEntryTable implements PluginEntryStore {
    private static final Logger LOG = LoggerFactory.getLogger(PluginEntryTable.class);
    private static final int MOST = 1_000;

    private final Database database;
    private final SecretBox secrets;
    private final InstantSource clock;

    private record Row(String field, String content, boolean sealed) {}

    public PluginEntryTable(Database database, InstantSource clock) {
        this.database = database;
        secrets = database.secrets();
        this.clock = clock;
    }

    @Override
    public List<Entry> list(Kind kind, Optional<String> after, int limit) throws StoreException {
        return database.read((sql, _) -> {
            var entries = new ArrayList<Entry>();
            for (String key : sql.list("select distinct entry_key from plugin_entry where plugin = ? and kind = ? and entry_key > ?"
                    + " order by entry_key limit ?", row -> row.getString(1), kind.plugin(), kind.kind(), after.orElse(""),
                    Math.clamp(limit, 1, MOST)))
                entry(sql, kind, key).ifPresent(entries::add);
            return entries;
        });
    }

    @Override
    public Optional<Entry> find(Kind kind, String key) throws StoreException {
        return database.read((sql, _) -> entry(sql, kind, key));
    }

    @Override
    public long count(Kind kind) throws StoreException {
        return database.read((sql, _) -> sql.first("select count(distinct entry_key) from plugin_entry where plugin = ?"
                + " and kind = ?", row -> row.getLong(1), kind.plugin(), kind.kind()).orElse(0L));
    }

    @Override
    public Map<Kind, Long> counts() throws StoreException {
        return database.read((sql, _) -> {
            var counts = new HashMap<Kind, Long>();
            sql.list("select plugin, kind, count(distinct entry_key) from plugin_entry group by plugin, kind order by plugin, kind limit ?",
                    row -> Map.entry(new Kind(row.getString(1), row.getString(2)), row.getLong(3)), MOST_KINDS)
                    .forEach(count -> counts.put(count.getKey(), count.getValue()));
            return counts;
        });
    }

    private Optional<Entry> entry(Sql sql, Kind kind, String key) throws SQLException {
        var rows = sql.list("select field, content, sealed from plugin_entry where plugin = ? and kind = ? and entry_key = ?",
                row -> new Row(row.getString(1), Optional.ofNullable(row.getString(2)).orElse(""), row.getBoolean(3)),
                kind.plugin(), kind.kind(), key);
        if (rows.isEmpty())
            return Optional.empty();
        var open = new HashMap<String, String>();
        var hidden = new HashMap<String, String>();
        for (var row : rows)
            if (!row.sealed())
                open.put(row.field(), row.content());
            else
                open(kind, key, row).ifPresent(secret -> hidden.put(row.field(), secret));
        return Optional.of(new Entry(key, open, hidden));
    }

    private Optional<String> open(Kind kind, String key, Row row) {
        try {
            return Optional.of(secrets.open(row.content(), owner(kind, key, row.field())));
        } catch (GeneralSecurityException e) {
            LOG.warn("{} of the entry {} of {} cannot be read: secret.key is not the one it was sealed with. Put that file"
                    + " back, or set it again", row.field(), key, kind);
            return Optional.empty();
        }
    }

    /** What is sealed for one opens for no other. */
    private static String owner(Kind kind, String key, String field) {
        return "plugin-entry/" + kind.plugin() + "/" + kind.kind() + "/" + key + "/" + field;
    }

    @Override
    public void put(Kind kind, Entry entry, String who) throws StoreException {
        database.change(true, (sql, _) -> put(sql, kind, entry, stamp(sql, who, Optional.empty())));
    }

    private long put(Sql sql, Kind kind, Entry entry, Stamp stamp) throws SQLException, StoreException {
        var before = entry(sql, kind, entry.key());
        sql.update("delete from plugin_entry where plugin = ? and kind = ? and entry_key = ? and sealed = false",
                kind.plugin(), kind.kind(), entry.key());
        for (var value : entry.values().entrySet())
            insert(sql, kind, entry.key(), new Row(value.getKey(), value.getValue(), false));
        for (var secret : entry.secrets().entrySet()) {
            sql.update("delete from plugin_entry where plugin = ? and kind = ? and entry_key = ? and field = ?",
                    kind.plugin(), kind.kind(), entry.key(), secret.getKey());
            insert(sql, kind, entry.key(), new Row(secret.getKey(),
                    secrets.seal(secret.getValue(), owner(kind, entry.key(), secret.getKey())), true));
        }
        return AuditTable.add(sql, stamp, AuditText.entry(subject(kind, entry.key()), before.map(PluginEntryTable::audited),
                audited(entry), !entry.secrets().isEmpty()), Before.KNOWN);
    }

    @Override
    public AuditChange undo(Kind kind, Undo undo, String who) throws StoreException {
        return database.change(true, (sql, _) -> {
            var stamp = stamp(sql, who, Optional.of(undo.undoes()));
            if (undo.former().isPresent())
                return AuditTable.find(sql, put(sql, kind, undo.former().get(), stamp)).orElseThrow();
            delete(sql, kind, undo.key());
            return AuditTable.find(sql, deleted(sql, kind, undo.key(), stamp)).orElseThrow();
        });
    }

    /** What the audit compares. */
    private static Map<String, String> audited(Entry entry) {
        return new TreeMap<>(entry.values());
    }

    private static String subject(Kind kind, String key) {
        return AuditSubject.ofPlugin(kind.plugin(), kind.kind(), key).text();
    }

    private static void insert(Sql sql, Kind kind, String key, Row row) throws SQLException {
        sql.update("insert into plugin_entry (plugin, kind, entry_key, field, content, sealed) values (?, ?, ?, ?, ?, ?)",
                kind.plugin(), kind.kind(), key, row.field(), row.content(), row.sealed());
    }

    @Override
    public boolean remove(Kind kind, String key, String who) throws StoreException {
        return database.change(true, (sql, _) -> {
            var stamp = stamp(sql, who, Optional.empty());
            boolean there = delete(sql, kind, key);
            if (there)
                deleted(sql, kind, key, stamp);
            return there;
        });
    }

    private static boolean delete(Sql sql, Kind kind, String key) throws SQLException {
        return sql.update("delete from plugin_entry where plugin = ? and kind = ? and entry_key = ?", kind.plugin(), kind.kind(), key) > 0;
    }

    @Override
    public long removeAll(Kind kind, String who) throws StoreException {
        return database.change(true, (sql, _) -> {
            var stamp = stamp(sql, who, Optional.empty());
            var keys = sql.list("select distinct entry_key from plugin_entry where plugin = ? and kind = ? order by entry_key",
                    row -> row.getString(1), kind.plugin(), kind.kind());
            sql.update("delete from plugin_entry where plugin = ? and kind = ?", kind.plugin(), kind.kind());
            for (String key : keys)
                deleted(sql, kind, key, stamp);
            return (long) keys.size();
        });
    }

    private static long deleted(Sql sql, Kind kind, String key, Stamp stamp) throws SQLException, StoreException {
        return AuditTable.add(sql, stamp, new AuditText("delete", subject(kind, key), "", ""), Before.KNOWN);
    }

    private Stamp stamp(Sql sql, String who, Optional<Long> undoes) throws SQLException {
        return new Stamp(ConfigTables.lockedRevision(sql), clock.instant(), who, undoes);
    }
}
