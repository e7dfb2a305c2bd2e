package org.trunkline.cdr.lucene.internal.columns;

import java.util.Locale;

import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.domain.cdr.Attribute;

/**
 * Names of the index's fields for what plug-ins add: one for each name and type, for a column of an index never changes its
 * type. Texts, and yes and no, have terms in lower case and a column as they
 * are, numbers and times a column.
 */
public final class AttributeColumns {
    private static final String PREFIX = "a_";
    private static final String TERMS = PREFIX + "w_";
    private static final String NUMBERS = PREFIX + "n_";
    private static final String TIMES = PREFIX + "i_";

    private AttributeColumns() {}

    public static String name(AttributeAbout attribute) {
        return name(attribute.type(), attribute.name());
    }

    public static String name(Attribute value) {
        return name(value.type(), value.name());
    }

    /** The field of the terms of a text; never the column's: Lucene takes the two for the same values. */
    public static String terms(AttributeAbout attribute) {
        return TERMS + attribute.name().toLowerCase(Locale.ROOT);
    }

    public static String terms(Attribute value) {
        return TERMS + value.name().toLowerCase(Locale.ROOT);
    }

    public static boolean isTerms(String field) {
        return field.startsWith(TERMS);
    }

    private static String name(Attribute.Type type, String name) {
        return switch (type) {
            case TEXT -> PREFIX + "t_";
            case NUMBER -> NUMBERS;
            case TIME -> TIMES;
            case BOOLEAN -> PREFIX + "b_";
        } + name.toLowerCase(Locale.ROOT);
    }

    public static boolean isNumeric(Attribute.Type type) {
        return type == Attribute.Type.NUMBER || type == Attribute.Type.TIME;
    }

    /** Of a column by its name. */
    public static boolean isNumeric(String column) {
        return column.startsWith(NUMBERS) || column.startsWith(TIMES);
    }

    public static boolean isTime(String column) {
        return column.startsWith(TIMES);
    }
}
