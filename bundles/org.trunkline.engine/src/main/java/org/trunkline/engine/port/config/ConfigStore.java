package org.trunkline.engine.port.config;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /** An audit entry of something that changed no configuration, such as an erasure. */
    default void note(String who, String action, String subject, String detail) throws StoreException {
        throw new StoreException("this store keeps no notes");
    }

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

    /** Registrations as last written; expired ones included. */
    List<StoredBinding> bindings() throws StoreException;

    /** Replaces and removes registrations, behind the registrar. */
    void saveBindings(Collection<StoredBinding> put, Collection<StoredBinding> removed) throws StoreException;

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
