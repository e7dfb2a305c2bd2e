package org.trunkline.engine.port.config;

/** The store is down, full, locked or of another version; the message says which and the way out. */
public class StoreException extends Exception {
    private static final long serialVersionUID = 1L;

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    public StoreException(String message) {
        super(message);
    }
}
