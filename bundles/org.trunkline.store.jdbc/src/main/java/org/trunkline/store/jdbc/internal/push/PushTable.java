package org.trunkline.store.jdbc.internal.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.engine.port.push.PushSubscription;
import org.trunkline.engine.port.push.PushSubscription.Keys;
import org.trunkline.engine.secret.SecretBox;
import org.trunkline.store.jdbc.internal.database.Database;
import org.trunkline.store.jdbc.internal.database.Sql;

/** Push subscriptions as rows, endpoint and keys sealed by the key that seals passwords. */
public final class PushTable {
    private static final Logger LOG = LoggerFactory.getLogger(PushTable.class);

    private final Database database;
    private final SecretBox secrets;

    private record Row(String username, String id, String sealed, Instant until) {}

    public PushTable(Database database) {
        this.database = database;
        secrets = database.secrets();
    }

    /** What cannot be decrypted is reported and left out. */
    public List<PushSubscription> all() throws StoreException {
        var rows = database.read((sql, _) -> sql.list("select * from push_subscription order by username, expires_at",
                row -> new Row(row.getString("username"), row.getString("id"), row.getString("content"), Sql.instant(row, "expires_at"))));
        return rows.stream().map(this::open).flatMap(Optional::stream).toList();
    }

    private Optional<PushSubscription> open(Row row) {
        try {
            var lines = secrets.open(row.sealed(), owner(row.username(), row.id())).split("\n");
            return Optional.of(new PushSubscription(row.username(), lines[0],
                    lines.length < 3 ? Optional.empty() : Optional.of(new Keys(lines[1], lines[2])), "", 0, row.until()));
        } catch (GeneralSecurityException e) {
            LOG.warn("A push subscription of {} cannot be decrypted: secret.key is not the one it was sealed with. "
                    + "The phone stores it again when it registers", row.username());
            return Optional.empty();
        }
    }

    /** One transaction. */
    public void save(List<PushSubscription> put, List<PushSubscription> removed) throws StoreException {
        if (put.isEmpty() && removed.isEmpty())
            return;
        database.change(false, (_, connection) -> {
            delete(connection, put);
            delete(connection, removed);
            insert(connection, put);
            return 0;
        });
    }

    private static void delete(Connection connection, List<PushSubscription> all) throws SQLException {
        try (var statement = connection.prepareStatement("delete from push_subscription where username = ? and id = ?")) {
            for (var each : all) {
                Sql.bind(statement, each.username(), id(each));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void insert(Connection connection, List<PushSubscription> all) throws SQLException {
        try (var statement = connection.prepareStatement(
                "insert into push_subscription (username, id, content, expires_at) values (?, ?, ?, ?)")) {
            for (var each : all) {
                String content = each.endpoint() + each.keys().map(it -> '\n' + it.publicKey() + '\n' + it.secret()).orElse("");
                Sql.bind(statement, each.username(), id(each), secrets.seal(content, owner(each.username(), id(each))), each.until());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** What is sealed for one subscription opens for no other. */
    private static String owner(String username, String id) {
        return "push/" + username + '/' + id;
    }

    private static String id(PushSubscription subscription) {
        try {
            return Base64.getUrlEncoder().withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(subscription.endpoint().getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is in every JDK", e);
        }
    }
}
