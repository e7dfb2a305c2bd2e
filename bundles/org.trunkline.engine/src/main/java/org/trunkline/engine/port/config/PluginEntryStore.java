package org.trunkline.engine.port.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.engine.port.config.ConfigStore.AuditChange;

/** Entries of kinds that plug-ins brought, with their audit. <b>Threads:</b> any; each call is one transaction. */
public interface PluginEntryStore {
    /** Of {@link #counts}. */
    int MOST_KINDS = 1_000;

    /** @param kind as the plug-in calls it */
    record Kind(String plugin, String kind) {
        public Kind {
            requireNonNull(plugin);
            requireNonNull(kind);
        }
    }

    /**
     * @param key identifies it within its kind
     * @param values by field
     * @param secrets by field, in clear; sealed where they are stored
     */
    record Entry(String key, Map<String, String> values, Map<String, String> secrets) {
        public Entry {
            requireNonNull(key);
            values = Map.copyOf(values);
            secrets = Map.copyOf(secrets);
        }

        /** Tells no secret. */
        @Override
        public String toString() {
            return "Entry[" + key + "]";
        }
    }

    /** By key. @param after the last key of the page before */
    List<Entry> list(Kind kind, Optional<String> after, int limit) throws StoreException;

    Optional<Entry> find(Kind kind, String key) throws StoreException;

    long count(Kind kind) throws StoreException;

    /** How many entries each kind has that has any; at most {@link #MOST_KINDS}. */
    Map<Kind, Long> counts() throws StoreException;

    /** Creates or replaces; secrets that the entry does not have are kept. @param who for the audit */
    void put(Kind kind, Entry entry, String who) throws StoreException;

    /** Deletes all entries of a kind. @return how many there were */
    long removeAll(Kind kind, String who) throws StoreException;

    /** @return false where there is none */
    boolean remove(Kind kind, String key, String who) throws StoreException;

    /**
     * Makes an entry what it was before a change. Secrets that the former entry does not have are kept.
     *
     * @return its entry in the audit
     * @throws AlreadyUndoneException if the change is taken back already; then nothing was changed
     */
    default AuditChange undo(Kind kind, Undo undo, String who) throws StoreException {
        throw new StoreException("this store undoes nothing");
    }

    /**
     * @param former what the entry was; empty to delete it
     * @param undoes id of the audit entry of the change that is taken back
     */
    record Undo(String key, Optional<Entry> former, long undoes) {
        public Undo {
            requireNonNull(key);
            requireNonNull(former);
        }
    }
}
