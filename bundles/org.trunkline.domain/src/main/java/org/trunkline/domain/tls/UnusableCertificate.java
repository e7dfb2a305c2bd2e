package org.trunkline.domain.tls;

import java.io.IOException;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.part.Said;

/** Why files of TLS cannot be used, in words for an administrator. */
public final class UnusableCertificate extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Said said;

    public UnusableCertificate(Said said) {
        this(said, null);
    }

    public UnusableCertificate(Said said, @Nullable Throwable cause) {
        super(said.message(), cause);
        this.said = said;
    }

    /** @param trouble of reading them */
    public static Said said(IOException trouble) {
        return trouble instanceof UnusableCertificate known ? known.said
                : new Said("file-unreadable", List.of(String.valueOf(trouble.getMessage())), String.valueOf(trouble.getMessage()));
    }
}
