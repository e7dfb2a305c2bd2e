package org.trunkline.ui.form;

/** The words of a form in the desk's language. */
public interface FormWords {
    /** A label, without the unit. */
    String label(FormField field);

    String tip(FormField field);

    String choice(FormField field, String value);

    /** The head of the fields of one section. @return empty where it needs none */
    String section(String name);
}
