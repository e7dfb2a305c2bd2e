package org.trunkline.engine.port.config;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.trunkline.engine.port.push.PushSubscription;
import org.trunkline.engine.port.signaling.DeviceFlow;

/**
 * Keeps the configuration and the registrations. Secrets of trunks are encrypted at rest.
 *
 * <p><b>Threads:</b> any; blocks on the disk, so never from a mailbox.
 */
public interface ConfigStore {
    Configuration load() throws StoreException;

    /**
     * Applies changes in one transaction, with an audit entry for each.
     *
     * @param who name of the administrator or surface: {@code desk}, {@code api}, {@code demo}
     * @return the configuration after them, its revision one higher
     * @throws StoreException if nothing was changed
     */
    Configuration apply(List<ConfigChange> changes, String who) throws StoreException;

    /**
     * As above, of changes that each take back an earlier one.
     *
     * @throws AlreadyUndoneException if one of those is taken back already
     */
    default Undone undo(List<Undoing> changes, String who) throws StoreException {
        throw new StoreException("this store undoes nothing");
    }

    /** @param undoes id of the audit entry of the change that it takes back */
    record Undoing(ConfigChange change, long undoes) {}

    /** @param entries of the audit, one for each change */
    record Undone(Configuration configuration, List<AuditChange> entries) {
        public Undone {
            entries = List.copyOf(entries);
        }
    }

    /** An audit entry of something that changed no configuration, such as an erasure. */
    default void note(String who, String action, String subject, String detail) throws StoreException {
        throw new StoreException("this store keeps no notes");
    }

    /**
     * An audit entry of a change of what is kept elsewhere, such as the node's settings.
     *
     * @param undoes id of the audit entry of the change that it takes back
     * @throws AlreadyUndoneException if that one is taken back already; then there is no new entry
     */
    default AuditChange noteChange(String who, FieldsChange change, OptionalLong undoes) throws StoreException {
        throw new StoreException("this store keeps no notes");
    }

    /** @param before and {@code after} the fields that it changed, as texts, without secrets */
    record FieldsChange(String subject, Map<String, String> before, Map<String, String> after) {}

    /** @param limit 1 to 1000, newest first */
    List<AuditEntry> audit(int limit) throws StoreException;

    /**
     * What an entry of the configuration became by its last change at or before a revision.
     *
     * @param subject as in {@link AuditEntry#subject}
     */
    default Optional<PastEntry> past(String subject, long revision) throws StoreException {
        return Optional.empty();
    }

    /** @param fields in order, as text, without secrets; empty where it was deleted */
    record PastEntry(Instant at, long revision, String who, Map<String, String> fields) {}

    /** @param detail what changed, without secrets */
    record AuditEntry(Instant at, String who, String action, String subject, String detail) {}

    /**
     * One change with what its entry was before and after it.
     *
     * @param before and {@code after} fields as texts, without secrets; empty where not known, no fields where it was not there
     * @param together how many entries its transaction changed
     * @param undoneBy the change that undid it and is in force, which one that was undone itself is not
     */
    record AuditChange(long id, long revision, AuditEntry entry, boolean secretSet, Optional<Map<String, String>> before,
            Optional<Map<String, String>> after, int together, OptionalLong undoes, OptionalLong undoneBy) {}

    /**
     * @param filter stands in who, subject or detail; empty for all
     * @param below only ids below it
     * @return newest first
     */
    default List<AuditChange> changes(String filter, long below, int limit) throws StoreException {
        return List.of();
    }

    /** How many there are of {@link #changes}. */
    default long countChanges(String filter) throws StoreException {
        return 0;
    }

    default Optional<AuditChange> change(long id) throws StoreException {
        return Optional.empty();
    }

    /** Changes of entries that were made in one transaction, newest first. */
    default List<AuditChange> changesOf(long revision) throws StoreException {
        return List.of();
    }

    /** Changes of one entry after a change, newest first. */
    default List<AuditChange> later(String subject, long id) throws StoreException {
        return List.of();
    }

    /** The new name of a subscriber whose old name a change removed; empty where it was deleted. */
    default Optional<String> successor(long id) throws StoreException {
        return Optional.empty();
    }

    /** The secret that a change replaced or took away, of a subscriber or a trunk; kept for {@link #SECRETS_KEPT}. */
    default Optional<PastSecret> secretBefore(long id) throws StoreException {
        return Optional.empty();
    }

    /** The secrets that the alert of a saved search had before a change; kept for {@link #SECRETS_KEPT}. */
    default Optional<PastAlertSecrets> alertSecretsBefore(long id) throws StoreException {
        return Optional.empty();
    }

    /** @param webhook what it was signed by @param channels by channel, then field */
    record PastAlertSecrets(Optional<String> webhook, Map<String, Map<String, String>> channels) {
        @Override
        public String toString() {
            return "PastAlertSecrets";
        }
    }

    Duration SECRETS_KEPT = Duration.ofDays(30);

    /** One of both. @param password of a trunk's registration */
    record PastSecret(Optional<DigestSecret> digest, Optional<String> password) {
        @Override
        public String toString() {
            return "PastSecret";
        }
    }

    /** Registrations as last written; expired ones included. */
    List<StoredBinding> bindings() throws StoreException;

    /** Replaces and removes registrations, behind the registrar. */
    void saveBindings(Collection<StoredBinding> put, Collection<StoredBinding> removed) throws StoreException;

    /** Push subscriptions as last written; expired ones included. {@code contact} and {@code revision} are not stored. */
    default List<PushSubscription> pushSubscriptions() throws StoreException {
        return List.of();
    }

    /** Replaces and removes push subscriptions, behind the registrar. Endpoints and keys are encrypted at rest. */
    default void savePushSubscriptions(List<PushSubscription> put, List<PushSubscription> removed) throws StoreException {}

    /**
     * Addresses of phone cards that phones may use later, the oldest first. Those of a subscriber that is removed are removed with it;
     * those of one that is renamed follow it.
     */
    default List<PhoneAddress> phoneAddresses() throws StoreException {
        return List.of();
    }

    default Optional<PhoneAddress> phoneAddress(String tokenHash, String make) throws StoreException {
        return Optional.empty();
    }

    /** Those of a subscriber, the oldest first. */
    default List<PhoneAddress> phoneAddressesOf(String username) throws StoreException {
        return List.of();
    }

    /** Removes those of a subscriber. */
    default void endPhoneAddresses(String username) throws StoreException {}

    /** Replaces and removes addresses of phone cards, by token and make, in one transaction. */
    default void savePhoneAddresses(List<PhoneAddress> put, List<PhoneAddress> removed) throws StoreException {}

    /**
     * A registered contact (RFC 3261 §10), with the source address of its REGISTER for NAT.
     *
     * @param source address:port the REGISTER came from
     * @param path Path header values (RFC 3327), outermost first
     * @param q preference as registered, 0 to 1
     */
    record StoredBinding(String username, String contact, String source, String transport, String callId, long cseq,
            Instant expiresAt, String userAgent, List<String> path, Optional<Float> q, DeviceFlow flow) {
        public StoredBinding {
            path = List.copyOf(path);
        }
    }
}
