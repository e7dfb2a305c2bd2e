package org.trunkline.api.config;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One change as the audit keeps it. It never holds a secret, only that one was set.
 *
 * @param id grows with time
 * @param revision of the configuration after it; changes made together share it
 * @param action {@code create}, {@code change}, {@code delete}, or what else was done
 * @param subject kind and key: {@code ring group sales}
 * @param entry what it changed; empty where that is no entry that could be taken back
 * @param fields those that differ
 * @param secretSet whether it gave a password
 * @param note in words, where there are no fields
 * @param together how many entries were changed with it, itself included
 * @param takesBack the change that it took back
 * @param takenBackBy the change that took it back
 */
public record LoggedChange(long id, long revision, Instant at, String who, String action, String subject, Optional<Key> entry,
        List<Field> fields, boolean secretSet, String note, int together, OptionalLong takesBack, OptionalLong takenBackBy) {
    /**
     * @param kind code of an {@link EntryKind}; of a kind of a plug-in {@code com.example.crm/door}; {@code settings},
     *        {@code saved-search} or {@code retention}
     * @param key of settings the name of the first one changed
     */
    public record Key(String kind, String key) {
        public Key {
            requireNonNull(kind);
            requireNonNull(key);
        }
    }

    /** @param path as in JSON @param before and {@code after} as text, a line for each value of a list; empty for none */
    public record Field(String path, String before, String after) {
        public Field {
            requireNonNull(path);
            requireNonNull(before);
            requireNonNull(after);
        }
    }

    public LoggedChange {
        requireNonNull(at);
        requireNonNull(who);
        requireNonNull(action);
        requireNonNull(subject);
        requireNonNull(entry);
        fields = List.copyOf(fields);
        requireNonNull(note);
        requireNonNull(takesBack);
        requireNonNull(takenBackBy);
    }

    /** Whether it is in force as far as the audit knows; that the entry was changed since is said when it is taken back. */
    public boolean canBeTakenBack() {
        return entry.isPresent() && takenBackBy.isEmpty();
    }
}
