package org.trunkline.phone;

import org.trunkline.domain.part.LocalizableText;

/** A command that cannot be carried out, with the way out. */
public final class PhoneException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient LocalizableText text;

    public PhoneException(LocalizableText text) {
        super(text.toString());
        this.text = text;
    }

    public LocalizableText text() {
        return text;
    }
}
