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
    private static final String WHO = "admin";

    /** @param subject as the change list names it @param kind of call, before its id */
    void note(String subject, String kind, CallId id) {
        try {
            store.note(Author.current().orElse(WHO), "call", subject, kind + ' ' + id.value());
        } catch (StoreException e) {
            LOG.warn("the {} {} is not in the audit: {}", kind, id, e.getMessage());
        }
    }
}
