package org.trunkline.ui.phone.internal.words;

import org.trunkline.ui.Texts;

/** The texts of this bundle, in the desk's language. */
public final class PhoneWords {
    private PhoneWords() {}

    public static Texts texts() {
        return Texts.of(PhoneWords.class);
    }
}
