package org.trunkline.node.internal.nodecall;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.config.Author;
import org.trunkline.domain.call.CallId;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.StoreException;

/** Notes who had the node place a call. */
record CallAudit(ConfigStore store) {
    private static final Logger LOG = LoggerFactory.getLogger(CallAudit.class);
    /** Where nobody gave a name. */
    static final String WHO = "admin";

    /** @param subject as the change list names it @param kind of call, before its id */
    void placed(String subject, String kind, CallId id) {
        placed(subject, kind, id, "");
    }

    /** @param more after its id */
    void placed(String subject, String kind, CallId id, String more) {
        note(Author.current().orElse(WHO), "call", subject, kind + ' ' + id.value() + more);
    }

    /** As the change list shows it. */
    void note(String who, String action, String subject, String detail) {
        try {
            store.note(who, action, subject, detail);
        } catch (StoreException e) {
            LOG.warn("the audit lacks \"{}: {} {}, {}\": {}", who, action, subject, detail, e.getMessage());
        }
    }
}
