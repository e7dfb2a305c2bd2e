package org.trunkline.ui.extension;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

import org.trunkline.api.cdr.CdrRow;
import org.trunkline.domain.call.LiveCall;

/** Something selected in a table, to which an action applies. */
public sealed interface ActionTarget {
    /** By which a saved entry is known; empty for anything else. */
    default Optional<String> entryKey() {
        return this instanceof OfEntry(var entry) ? entry.key() : Optional.empty();
    }

    /** In {@code selection="calls"}. */
    record OfCall(LiveCall call) implements ActionTarget {
        public OfCall {
            requireNonNull(call);
        }
    }

    /** In {@code selection="records"}. */
    record OfRecord(CdrRow row) implements ActionTarget {
        public OfRecord {
            requireNonNull(row);
        }
    }

    /** In {@code selection="entries"}. @param entry with its key */
    record OfEntry(EditedEntry entry) implements ActionTarget {
        public OfEntry {
            requireNonNull(entry);
        }
    }
}
