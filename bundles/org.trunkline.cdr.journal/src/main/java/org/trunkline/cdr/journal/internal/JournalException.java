package org.trunkline.cdr.journal.internal;

/** The journal cannot be opened; the message names the file and the way out. Without a stack: it is no bug. */
final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JournalException(String message, Throwable cause) {
        super(message, cause, false, false);
    }

    JournalException(String message) {
        super(message, null, false, false);
    }
}
