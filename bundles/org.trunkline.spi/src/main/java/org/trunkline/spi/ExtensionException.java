package org.trunkline.spi;

/** An extension failed; the message says what happened and what to do about it. */
public class ExtensionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    /** @param retryable whether the same call may succeed later: a server that is down, not a setting that is wrong */
    public ExtensionException(String message, boolean retryable) {
        super(message);
        this.retryable = retryable;
    }

    /** @param retryable whether the same call may succeed later */
    public ExtensionException(String message, boolean retryable, Throwable cause) {
        super(message, cause);
        this.retryable = retryable;
    }

    public boolean retryable() {
        return retryable;
    }
}
