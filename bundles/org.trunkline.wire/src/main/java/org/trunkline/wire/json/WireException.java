package org.trunkline.wire.json;

/** An answer that has not the shape it should have. */
public class WireException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public WireException(String message) {
        super(message);
    }
}
