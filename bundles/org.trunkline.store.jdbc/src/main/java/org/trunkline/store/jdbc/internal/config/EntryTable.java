package org.trunkline.store.jdbc.internal.config;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.schema.EntryTexts;
import org.trunkline.store.jdbc.internal.database.Sql;

/** Entries of all kinds as rows: their fields in one column, by what the kind's record says. */
final class EntryTable {
    private static final Logger LOG = LoggerFactory.getLogger(EntryTable.class);

    private EntryTable() {}

    /** By key. @param secrets told of the key and the secret of each entry that has one */
    static <E extends Record> List<E> load(Sql sql, EntryKind<E> kind, BiConsumer<String, String> secrets) throws SQLException {
        return list(sql, kind, "entry_key", secrets);
    }

    /** As they were added. */
    static <E extends Record> List<E> inOrder(Sql sql, EntryKind<E> kind) throws SQLException {
        return list(sql, kind, "seq", (_, _) -> { });
    }

    private static <E extends Record> List<E> list(Sql sql, EntryKind<E> kind, String order, BiConsumer<String, String> secrets)
            throws SQLException {
        return sql.list("select entry_key, fields, secret from entry where kind = ? order by " + order, row -> {
            String key = row.getString(1);
            Sql.text(row, "secret").ifPresent(secret -> secrets.accept(key, secret));
            return EntryTexts.read(kind.schema(), FieldLines.read(row.getString(2)), (path, _, code, _) ->
                    LOG.warn("{} of {} {} as stored cannot be read ({}): the default stands in for it. Save the entry again",
                            path, kind.code(), key, code));
        }, kind.code());
    }

    static <E extends Record> void put(Sql sql, EntryKind<E> kind, E entry) throws SQLException {
        String key = kind.key(entry);
        String fields = FieldLines.write(EntryTexts.write(kind.schema(), entry));
        if (sql.update("update entry set fields = ? where kind = ? and entry_key = ?", fields, kind.code(), key) == 0)
            sql.update("insert into entry (kind, entry_key, fields) values (?, ?, ?)", kind.code(), key, fields);
    }

    /** @param secret as stored; empty to take it away */
    static void secret(Sql sql, EntryKind<?> kind, String key, Optional<String> secret) throws SQLException {
        sql.update("update entry set secret = ? where kind = ? and entry_key = ?", secret, kind.code(), key);
    }

    /** As stored. */
    static Optional<String> secret(Sql sql, EntryKind<?> kind, String key) throws SQLException {
        return sql.first("select secret from entry where kind = ? and entry_key = ? and secret is not null",
                row -> row.getString(1), kind.code(), key);
    }

    static void remove(Sql sql, EntryKind<?> kind, String key) throws SQLException {
        sql.update("delete from entry where kind = ? and entry_key = ?", kind.code(), key);
    }
}
