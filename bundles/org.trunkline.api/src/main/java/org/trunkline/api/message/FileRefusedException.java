package org.trunkline.api.message;

/** A file is not accepted; the message says why, and the way out. */
public final class FileRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** Files are switched off. */
        OFF,
        TOO_LARGE,
        TYPE,
        /** The subscriber's files take all the room that one subscriber has. */
        SUBSCRIBER_FULL,
        /** The node has no more room for files. */
        NODE_FULL,
        /** Too many files are being uploaded now. */
        BUSY
    }

    private final Reason reason;

    public FileRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
