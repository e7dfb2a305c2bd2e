package org.trunkline.engine.relay;

/** A session description that the relay cannot carry out. */
public class RelayException extends Exception {
    private static final long serialVersionUID = 1L;

    RelayException(String message, Throwable cause) {
        super(message, cause);
    }
}
