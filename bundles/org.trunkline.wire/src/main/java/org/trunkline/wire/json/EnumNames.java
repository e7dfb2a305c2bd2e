package org.trunkline.wire.json;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Enum constants as they are on the wire: lower case with hyphens. */
public final class EnumNames {
    private EnumNames() {}

    public static String of(Enum<?> constant) {
        return of(constant.name());
    }

    public static String of(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E extends Enum<E>> Optional<E> find(Class<E> type, String word) {
        return Arrays.stream(type.getEnumConstants()).filter(c -> of(c).equals(word)).findFirst();
    }
}
