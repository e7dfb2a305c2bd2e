package org.trunkline.ui.trunks.internal.model;

/** A kind, its fields and its choices in the desk's language. */
public interface KindText {
    /** As the title of a list. */
    String many();

    /** Where there is none. */
    String none();

    String add();

    /** The title of one that was never saved. */
    String fresh();

    String named(String key);

    /** A label, without the unit. */
    String label(FieldSpec field);

    String tip(FieldSpec field);

    String choice(FieldSpec field, String value);

    /** @return empty where it needs no head */
    String section(String name);
}
