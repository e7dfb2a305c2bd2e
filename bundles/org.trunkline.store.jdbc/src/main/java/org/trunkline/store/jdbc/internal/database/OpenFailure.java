package org.trunkline.store.jdbc.internal.database;

/** The store cannot be opened; the message names it and the way out. Without a stack: it is no bug. */
public final class OpenFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /** @param code as in {@link org.trunkline.domain.part.PartFailure} */
    OpenFailure(String code, String message, Throwable cause) {
        super(message, cause, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
