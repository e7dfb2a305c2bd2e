package org.trunkline.ui.form;

import java.util.List;

/** The fields of a form and how they depend on each other. No widgets. */
public interface FormRules {
    List<FormField> fields();

    /** The field that names what is edited. Empty where there is none. */
    String keyField();

    /** Whether the name can be changed once what is edited is saved. */
    default boolean canBeRenamed() {
        return false;
    }

    /** Whether a field means anything beside these values: a password without a registration does not. */
    default boolean enabled(String field, FormValues values) {
        return true;
    }

    /** The values once a field was changed by hand: another transport has another usual port. */
    default FormValues following(String field, FormValues values) {
        return values;
    }
}
