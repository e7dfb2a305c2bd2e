package org.trunkline.api.mail;

import static java.util.Objects.requireNonNull;

import java.util.List;

import org.trunkline.domain.part.LocalizableText;

/** A mail was not taken. */
public final class MailException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String[] args;
    private final boolean passing;

    /** @param why for an administrator @param passing whether the same mail may be taken later */
    public MailException(LocalizableText why, boolean passing, Throwable cause) {
        super(why.message(), requireNonNull(cause));
        this.code = why.code();
        this.args = why.args().toArray(String[]::new);
        this.passing = passing;
    }

    public LocalizableText why() {
        return new LocalizableText(code, List.of(args), String.valueOf(getMessage()));
    }

    /** Whether the same mail may be taken later. */
    public boolean passing() {
        return passing;
    }
}
