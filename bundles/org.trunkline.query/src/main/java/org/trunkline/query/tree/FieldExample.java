package org.trunkline.query.tree;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.domain.cdr.Attribute;

/** A value for corrections of a search that lacks one. */
public final class FieldExample {
    private FieldExample() {}

    /** The same of a field of a plug-in. */
    public static String of(Attribute.Type type) {
        return switch (type) {
            case TEXT -> "*";
            case NUMBER -> "10";
            case TIME -> "today";
            case BOOLEAN -> "true";
        };
    }

    /** A value that the field can be compared with; a wildcard for fields without an order. */
    public static String of(CdrField field) {
        return switch (field) {
            case STARTED -> "today";
            case DURATION -> "90s";
            case PDD -> "3s";
            case JITTER -> "20ms";
            case LOSS -> "1%";
            case MOS -> "3.5";
            case COST -> "10";
            case STATUS -> "400";
            default -> "*";
        };
    }
}
