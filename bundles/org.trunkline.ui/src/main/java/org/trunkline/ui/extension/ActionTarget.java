package org.trunkline.ui.extension;

import static java.util.Objects.requireNonNull;

import org.trunkline.api.cdr.CdrRow;
import org.trunkline.domain.call.LiveCall;

/** Something selected in a table, to which an action applies. */
public sealed interface ActionTarget {
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
