package org.trunkline.wire.json;

/** A text that is not JSON, or exceeds its bounds. */
public class MalformedJsonException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int line;
    private final int column;

    public MalformedJsonException(String message, int line, int column) {
        super(message);
        this.line = line;
        this.column = column;
    }

    /** From 1. */
    public int line() {
        return line;
    }

    /** From 1. */
    public int column() {
        return column;
    }
}
