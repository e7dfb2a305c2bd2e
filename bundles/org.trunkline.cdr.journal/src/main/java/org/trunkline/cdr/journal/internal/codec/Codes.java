package org.trunkline.cdr.journal.internal.codec;

import java.util.List;

/** Numbers on disk for the constants of an enum, which may be reordered in the source. Append only. */
final class Codes<E extends Enum<E>> {
    private final List<E> order;
    private final int[] codeOf;

    Codes(List<E> order) {
        this.order = order;
        var constants = order.getFirst().getDeclaringClass().getEnumConstants();
        codeOf = new int[constants.length];
        for (E constant : constants) {
            int code = order.indexOf(constant);
            if (code < 0)
                throw new IllegalStateException("no journal code for " + constant);
            codeOf[constant.ordinal()] = code;
        }
    }

    int code(E constant) {
        return codeOf[constant.ordinal()];
    }

    E constant(int code) {
        return order.get(code);
    }
}
