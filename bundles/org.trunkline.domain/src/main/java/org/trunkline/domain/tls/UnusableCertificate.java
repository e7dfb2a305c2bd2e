package org.trunkline.domain.tls;

import java.io.IOException;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.part.LocalizableText;

/** Why files of TLS cannot be used, in words for an administrator. */
public final class UnusableCertificate extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient LocalizableText said;

    public UnusableCertificate(LocalizableText said) {
        this(said, null);
    }

    public UnusableCertificate(LocalizableText said, @Nullable Throwable cause) {
        super(said.message(), cause);
        this.said = said;
    }

    /** @param trouble of reading them */
    public static LocalizableText said(IOException trouble) {
        return trouble instanceof UnusableCertificate known ? known.said
                : new LocalizableText("file-unreadable", List.of(String.valueOf(trouble.getMessage())), String.valueOf(trouble.getMessage()));
    }
}
