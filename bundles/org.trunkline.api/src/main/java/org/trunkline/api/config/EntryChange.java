package org.trunkline.api.config;

import static java.util.Objects.requireNonNull;

/** One change of a transaction. */
public sealed interface EntryChange<E extends Record> {
    EntryKind<E> kind();

    /** Refuses a key that is taken. */
    record Create<E extends Record>(EntryKind<E> kind, E entry) implements EntryChange<E> {
        public Create {
            requireNonNull(kind);
            requireNonNull(entry);
        }
    }

    /** Secrets without a value are kept. An entry with another key is renamed, and what refers to it follows. */
    record Replace<E extends Record>(EntryKind<E> kind, String key, E entry) implements EntryChange<E> {
        public Replace {
            requireNonNull(kind);
            requireNonNull(key);
            requireNonNull(entry);
        }
    }

    record Delete<E extends Record>(EntryKind<E> kind, String key) implements EntryChange<E> {
        public Delete {
            requireNonNull(kind);
            requireNonNull(key);
        }
    }
}
