package org.trunkline.api;

/** The node cannot answer now: gone, refusing the token, or its store is down. The message says which. */
public class NodeUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public NodeUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public NodeUnavailableException(String message) {
        super(message);
    }
}
