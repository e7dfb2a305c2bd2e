package org.trunkline.store.jdbc.internal.message;

import java.security.GeneralSecurityException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.engine.port.message.MessageStore;
import org.trunkline.engine.secret.SecretBox;
import org.trunkline.store.jdbc.internal.database.Database;
import org.trunkline.store.jdbc.internal.database.Sql;

/** Waiting messages as rows, their content sealed by the key that seals passwords. */
public final class MessageTable implements MessageStore {
    private static final Logger LOG = LoggerFactory.getLogger(MessageTable.class);
    private static final int MOST = 1_000;
    private static final int LONGEST_SENDER = 255;

    private final Database database;
    private final SecretBox secrets;

    private record Row(Listed listed, String sealed) {}

    public MessageTable(Database database) {
        this.database = database;
        secrets = database.secrets();
    }

    @Override
    public boolean keep(Envelope envelope, byte[] content, Room room) throws StoreException {
        String sealed = secrets.seal(Base64.getEncoder().encodeToString(content), owner(envelope.id()));
        String sender = envelope.sender().substring(0, Math.min(LONGEST_SENDER, envelope.sender().length()));
        return database.change(true, (sql, _) -> {
            if (sql.first("select nr from waiting_message where recipient = ? and id = ?", row -> row.getLong(1),
                    envelope.recipient(), envelope.id()).isPresent())
                return true;
            long mine = sql.first("select count(*) from waiting_message where recipient = ?", row -> row.getLong(1),
                    envelope.recipient()).orElse(0L);
            if (mine >= room.recipient() || sql.first("select count(*) from waiting_message", row -> row.getLong(1)).orElse(0L) >= room.all())
                return false;
            sql.update("insert into waiting_message (recipient, sender, id, at, expires_at, bytes, content) values (?, ?, ?, ?, ?, ?, ?)",
                    envelope.recipient(), sender, envelope.id(), envelope.at(), envelope.until(), envelope.size(), sealed);
            return true;
        });
    }

    /** What is sealed for one message opens for no other. */
    private static String owner(String id) {
        return "message/" + id;
    }

    @Override
    public Optional<Stored> next(String recipient) throws StoreException {
        while (true) {
            var row = database.read((sql, _) -> sql.first("select * from waiting_message where recipient = ? order by at, nr limit 1",
                    it -> new Row(listed(it), it.getString("content")), recipient));
            if (row.isEmpty())
                return Optional.empty();
            var listed = row.get().listed();
            try {
                byte[] content = Base64.getDecoder().decode(secrets.open(row.get().sealed(), owner(listed.envelope().id())));
                return Optional.of(new Stored(listed.number(), listed.envelope(), content));
            } catch (GeneralSecurityException e) {
                LOG.warn("A stored message to {} cannot be decrypted and is deleted: secret.key is not the one it was sealed with",
                        recipient);
                remove(listed.number());
            }
        }
    }

    private static Listed listed(ResultSet row) throws SQLException {
        return new Listed(row.getLong("nr"), new Envelope(row.getString("recipient"), row.getString("sender"), row.getString("id"),
                Sql.instant(row, "at"), Sql.maybeInstant(row, "expires_at"), row.getInt("bytes")));
    }

    @Override
    public boolean remove(long number) throws StoreException {
        return database.change(true, (sql, _) -> sql.update("delete from waiting_message where nr = ?", number) > 0);
    }

    @Override
    public Map<String, Integer> counts() throws StoreException {
        return database.read((sql, _) -> {
            var counts = new HashMap<String, Integer>();
            sql.list("select recipient, count(*) from waiting_message group by recipient",
                    row -> counts.put(row.getString(1), row.getInt(2)));
            return counts;
        });
    }

    @Override
    public List<Listed> list(Optional<String> recipient, long after, int limit) throws StoreException {
        int bounded = Math.clamp(limit, 1, MOST);
        return database.read((sql, _) -> recipient.isEmpty()
                ? sql.list("select * from waiting_message where nr > ? order by nr limit ?", MessageTable::listed, after, bounded)
                : sql.list("select * from waiting_message where recipient = ? and nr > ? order by nr limit ?", MessageTable::listed,
                        recipient.get(), after, bounded));
    }

    /** Moves the messages of a recipient who was renamed, within the transaction that renames it. */
    public static void rename(Sql sql, String from, String to) throws SQLException {
        sql.update("delete from waiting_message where recipient = ? and id in (select id from waiting_message where recipient = ?)",
                from, to);
        sql.update("update waiting_message set recipient = ? where recipient = ?", to, from);
    }

    @Override
    public long expire(Instant before, Instant now) throws StoreException {
        return database.<Long>change(true, (sql, _) -> (long) sql.update("delete from waiting_message where at < ? or expires_at < ?",
                before, now));
    }

    @Override
    public long erase(Set<String> names) throws StoreException {
        return database.<Long>change(true, (sql, _) -> {
            long gone = 0;
            for (String name : names)
                gone += sql.update("delete from waiting_message where recipient = ? or sender = ?", name, name);
            return gone;
        });
    }
}
