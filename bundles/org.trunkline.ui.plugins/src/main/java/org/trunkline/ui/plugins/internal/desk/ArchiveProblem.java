package org.trunkline.ui.plugins.internal.desk;

import static java.util.Objects.requireNonNull;

/** Why the desk does not take an archive: a key of the texts with its values. */
final class ArchiveProblem extends Exception {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final transient Object[] values;

    ArchiveProblem(String key, Object... values) {
        super(key);
        this.key = requireNonNull(key);
        this.values = values.clone();
    }

    String key() {
        return key;
    }

    Object[] values() {
        return values.clone();
    }
}
