package org.trunkline.store.jdbc.internal.config;

import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.config.AuditSubject;
import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Trunk;
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
import org.trunkline.engine.port.config.ConfigStore.PastAlertSecrets;
import org.trunkline.engine.port.config.ConfigStore.PastSecret;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.engine.port.config.DigestSecret;
import org.trunkline.engine.secret.SecretBox;
import org.trunkline.store.jdbc.internal.database.Sql;
import org.trunkline.store.jdbc.internal.message.MessageTable;
import org.trunkline.store.jdbc.internal.phone.PhoneAddressTable;

/** The configuration as rows. */
final class ConfigTables {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigTables.class);

    private final SecretBox secrets;
    private final SavedSearchTable savedSearches;

    ConfigTables(SecretBox secrets) {
        this.secrets = secrets;
        savedSearches = new SavedSearchTable(secrets);
    }

    Configuration load(Sql sql) throws SQLException {
        var digests = new HashMap<String, DigestSecret>();
        var passwords = new HashMap<String, String>();
        return new Configuration(revision(sql), EntryTable.load(sql, EntryKind.SUBSCRIBER,
                (username, secret) -> digests.put(username, digest(secret))), digests,
                EntryTable.load(sql, EntryKind.TRUNK, (name, sealed) -> open(sealed, name)
                        .ifPresent(password -> passwords.put(name, password))), passwords,
                EntryTable.inOrder(sql, EntryKind.NUMBER), EntryTable.load(sql, EntryKind.ROUTE, (_, _) -> { }),
                EntryTable.load(sql, EntryKind.RING_GROUP, (_, _) -> { }), savedSearches.load(sql), KeepingTables.load(sql));
    }

    static long revision(Sql sql) throws SQLException {
        return sql.first("select num_value from setting where name = 'revision'", row -> row.getLong(1)).orElse(0L);
    }

    /** As above; others that change the configuration or note a change wait until this transaction ends. */
    static long lockedRevision(Sql sql) throws SQLException {
        return sql.first("select num_value from setting where name = 'revision' for update", row -> row.getLong(1)).orElse(0L);
    }

    /** What the changes made of a configuration, reading only the small tables that they touched. */
    Configuration after(Sql sql, Configuration before, List<ConfigChange> changes, long revision) throws SQLException {
        var after = before.with(changes, revision);
        boolean small = changes.stream().anyMatch(c -> c instanceof PutSavedSearch || c instanceof RemoveSavedSearch
                || c instanceof PutHold || c instanceof RemoveHold || c instanceof PutRetention);
        return small ? after.with(savedSearches.load(sql), KeepingTables.load(sql)) : after;
    }

    /** Realm and two hashes: no realm has a space. */
    private static DigestSecret digest(String secret) {
        String[] parts = secret.split(" ");
        return new DigestSecret(parts[0], parts[1], parts[2]);
    }

    /** A secret of a subscriber or a trunk as it was stored. */
    Optional<PastSecret> secret(String subject, String stored) {
        return EntryKind.SUBSCRIBER.keyOf(subject).map(_ -> new PastSecret(Optional.of(digest(stored)), Optional.empty()))
                .or(() -> EntryKind.TRUNK.keyOf(subject).flatMap(trunk -> open(stored, trunk))
                        .map(password -> new PastSecret(Optional.empty(), Optional.of(password))));
    }

    /** Secrets of the alert of a saved search as they were stored. */
    Optional<PastAlertSecrets> alertSecrets(String subject, String stored) {
        return AuditSubject.key(AuditSubject.SAVED_SEARCH, subject).map(name -> savedSearches.past(name, stored));
    }

    private static String text(DigestSecret secret) {
        return secret.realm() + " " + secret.md5() + " " + secret.sha256();
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
            case PutSubscriber(Subscriber it, var secret) -> {
                EntryTable.put(sql, EntryKind.SUBSCRIBER, it);
                if (secret.isPresent())
                    EntryTable.secret(sql, EntryKind.SUBSCRIBER, it.username(), secret.map(ConfigTables::text));
            }
            case PutTrunk(Trunk it, var password) -> {
                EntryTable.put(sql, EntryKind.TRUNK, it);
                if (it.registration().isEmpty() || password.isPresent())
                    EntryTable.secret(sql, EntryKind.TRUNK, it.name(), it.registration().isEmpty() ? Optional.empty()
                            : Optional.of(secrets.seal(password.orElseThrow(), it.name())));
            }
            case PutNumber(NumberAssignment it) -> EntryTable.put(sql, EntryKind.NUMBER, it);
            case PutRoute(Route it) -> EntryTable.put(sql, EntryKind.ROUTE, it);
            case PutRingGroup(RingGroup it) -> EntryTable.put(sql, EntryKind.RING_GROUP, it);
            case PutSavedSearch put -> savedSearches.put(sql, put);
            case RemoveSavedSearch(String name) -> SavedSearchTable.remove(sql, name);
            case PutHold(var it) -> KeepingTables.put(sql, it);
            case RemoveHold(String name) -> KeepingTables.remove(sql, name);
            case PutRetention(var it) -> KeepingTables.put(sql, it);
            case RemoveSubscriber(String username, var successor) -> {
                EntryTable.remove(sql, EntryKind.SUBSCRIBER, username);
                PhoneAddressTable.moved(sql, username, successor);
                if (successor.isPresent())
                    MessageTable.rename(sql, username, successor.get());
            }
            case RemoveTrunk(String name) -> EntryTable.remove(sql, EntryKind.TRUNK, name);
            case RemoveNumber(String number) -> EntryTable.remove(sql, EntryKind.NUMBER, number);
            case RemoveRoute(String prefix) -> EntryTable.remove(sql, EntryKind.ROUTE, prefix);
            case RemoveRingGroup(String name) -> EntryTable.remove(sql, EntryKind.RING_GROUP, name);
        }
    }
}
