package org.trunkline.engine.port.config;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** How alerts stand, kept over restarts. <b>Threads:</b> any; blocks on the disk. */
public interface AlertMemory {
    /** Beginning of names that are none of saved searches: those cannot have it. */
    String OWN = "/";
    /** Name under which times of messages sent are kept. */
    String SENT = OWN + "sent";
    /** Name under which is kept up to where in the journal the alerts have counted. */
    String OFFSET = OWN + "offset";

    /**
     * @param rule what it watches, as text: kept state of another rule is worth nothing
     * @param state in a form of the alerts' own
     */
    record Kept(String rule, Instant at, String state) {
        public Kept {
            requireNonNull(rule);
            requireNonNull(at);
            requireNonNull(state);
        }
    }

    /** By name of the saved search. */
    Map<String, Kept> load() throws StoreException;

    /** Puts these, and forgets those, in one transaction. */
    void save(Map<String, Kept> put, List<String> gone) throws StoreException;
}
