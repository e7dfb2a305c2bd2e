package org.trunkline.plugin.internal.link;

/** A list or map of a plug-in holds more elements than {@link Allowance#ELEMENTS}. */
public final class TooManyElementsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    TooManyElementsException() {
        super("more than 10,000 elements");
    }
}
