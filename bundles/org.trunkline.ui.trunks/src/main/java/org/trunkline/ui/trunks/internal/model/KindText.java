package org.trunkline.ui.trunks.internal.model;

import org.trunkline.ui.form.FormWords;

/** A kind, its fields and its choices in the desk's language. */
public interface KindText extends FormWords {
    /** As the title of a list. */
    String many();

    /** Where there is none. */
    String none();

    String add();

    /** The title of one that was never saved. */
    String fresh();

    String named(String key);
}
