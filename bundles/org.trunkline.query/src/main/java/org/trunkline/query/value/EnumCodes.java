package org.trunkline.query.value;

import java.util.Locale;
import java.util.stream.Stream;

/** Constants of enums as the query language writes them. */
public final class EnumCodes {
    private static final ClassValue<String[]> CODES = new ClassValue<>() {
        @Override
        protected String[] computeValue(Class<?> type) {
            return Stream.of(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .toArray(String[]::new);
        }
    };

    private EnumCodes() {}

    /** {@code calls-cap} of {@code CALLS_CAP}. */
    public static String of(Enum<?> constant) {
        return CODES.get(constant.getDeclaringClass())[constant.ordinal()];
    }
}
