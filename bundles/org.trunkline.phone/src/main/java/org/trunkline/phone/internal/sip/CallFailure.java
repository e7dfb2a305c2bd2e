package org.trunkline.phone.internal.sip;

import java.util.List;
import java.util.concurrent.CompletionException;

import org.trunkline.domain.part.LocalizableText;

/** The sound of a call could not do what its signalling needed. */
public final class CallFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient LocalizableText text;

    public CallFailure(LocalizableText text) {
        super(text.message());
        this.text = text;
    }

    public static LocalizableText text(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof CallFailure known ? known.text
                : new LocalizableText("phone-sound-failed", List.of(String.valueOf(cause.getMessage())),
                        "The sound of the call failed: " + cause.getMessage());
    }
}
