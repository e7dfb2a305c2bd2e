package org.trunkline.domain.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

import org.jspecify.annotations.Nullable;

/** A server showed a certificate that neither an authority nor the user vouches for. */
public final class UntrustedCertificate extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final transient X509Certificate certificate;
    private final boolean pinned;

    /** @param pinned whether the user trusts another certificate of this server */
    UntrustedCertificate(X509Certificate certificate, boolean pinned, @Nullable Throwable cause) {
        super("not trusted: " + certificate.getSubjectX500Principal(), cause);
        this.certificate = certificate;
        this.pinned = pinned;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** Whether the user trusts another certificate of this server. */
    public boolean pinned() {
        return pinned;
    }
}
