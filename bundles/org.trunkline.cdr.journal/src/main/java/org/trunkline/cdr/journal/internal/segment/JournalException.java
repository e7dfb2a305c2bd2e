package org.trunkline.cdr.journal.internal.segment;

import org.jspecify.annotations.Nullable;

/** The journal cannot be opened; the message names the file and the way out. Without a stack: it is no bug. */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /** @param code as in {@link org.trunkline.domain.part.PartFailure} */
    public JournalException(String code, String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
