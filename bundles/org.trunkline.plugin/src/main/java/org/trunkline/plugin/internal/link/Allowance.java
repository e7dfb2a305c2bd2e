package org.trunkline.plugin.internal.link;

/** How much one answer may still hold. One thread. */
public final class Allowance {
    /** Elements of one list or map. */
    public static final int ELEMENTS = 10_000;
    private static final int TEXT = 1 << 20;
    private static final int BYTES = 12 << 20;
    private static final int ELEMENT_BYTES = 8;

    private int left = BYTES;

    /** @throws TooManyElementsException if a list or map of this size has too many */
    void size(int count) {
        if (count > ELEMENTS)
            throw new TooManyElementsException();
    }

    /** @param count of the elements of a list or map until now, this one included */
    void element(int count) {
        size(count);
        spend(ELEMENT_BYTES);
    }

    void text(int length) {
        if (length > TEXT)
            throw new IllegalArgumentException("a text longer than 1 MiB");
        spend(length);
    }

    void spend(int bytes) {
        left -= bytes;
        if (left < 0)
            throw new IllegalArgumentException("more than 12 MiB");
    }
}
