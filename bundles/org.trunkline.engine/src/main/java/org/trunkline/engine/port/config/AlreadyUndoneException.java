package org.trunkline.engine.port.config;

import org.trunkline.engine.port.config.ConfigStore.AuditEntry;

/** A change was to be taken back that is taken back already; nothing was changed. */
public final class AlreadyUndoneException extends StoreException {
    private static final long serialVersionUID = 1L;

    private final transient AuditEntry by;

    /** @param by what took it back */
    public AlreadyUndoneException(AuditEntry by) {
        super(by.subject() + ": that change was taken back already by " + by.who() + " at " + by.at());
        this.by = by;
    }

    public AuditEntry by() {
        return by;
    }
}
