package org.trunkline.ui.plugins.internal.desk;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * What is shown of the certificate of a publisher before it is trusted.
 *
 * @param fingerprint SHA-256, lower-case hexadecimal
 */
public record PublisherCertificate(String subject, String fingerprint, Instant until) {
    public PublisherCertificate {
        requireNonNull(subject);
        requireNonNull(fingerprint);
        requireNonNull(until);
    }

    /** @return empty where it is no certificate in PEM form */
    public static Optional<PublisherCertificate> read(String pem) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    instanceof X509Certificate certificate ? Optional.of(of(certificate)) : Optional.empty();
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    public static PublisherCertificate of(X509Certificate certificate) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        return new PublisherCertificate(certificate.getSubjectX500Principal().getName(), HexFormat.of().formatHex(digest),
                certificate.getNotAfter().toInstant());
    }

    /** For people to compare: {@code 0F:A3:…}. */
    public String fingerprintInPairs() {
        return fingerprint.toUpperCase(Locale.ROOT).replaceAll("(..)(?=.)", "$1:");
    }
}
