package org.trunkline.plugin.internal.archive;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

import javax.security.auth.x500.X500Principal;

/** The certificate that an archive is signed with. */
public record Signer(X509Certificate certificate) {
    private static final int PEM_LINE = 64;
    private static final int LONGEST_PEM = 64 << 10;
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";

    public Signer {
        requireNonNull(certificate);
    }

    /** @throws CertificateException if it is not an X.509 certificate */
    static Signer of(Certificate certificate) throws CertificateException {
        if (certificate instanceof X509Certificate x509)
            return new Signer(x509);
        throw new CertificateException("not an X.509 certificate");
    }

    /** @throws RefusedArchiveException if the text is not a certificate in PEM form */
    public static Signer read(String pem) throws RefusedArchiveException {
        try {
            if (pem.length() <= LONGEST_PEM && pem.contains(BEGIN))
                return of(CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(
                        pem.substring(pem.indexOf(BEGIN)).getBytes(StandardCharsets.US_ASCII))));
        } catch (CertificateException e) {
            // told below: the JDK's words name its parser
        }
        throw new RefusedArchiveException(List.of(RefusedArchiveException.error("certificate", "not-a-certificate",
                "This is not an X.509 certificate in PEM form")));
    }

    /** Subject: {@code CN=Example, O=Example AB, C=SE}. */
    public String name() {
        return certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
    }

    /** SHA-256 of the certificate, lower-case hexadecimal. */
    public String fingerprint() {
        try {
            return sha256(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e); // it was read from its bytes
        }
    }

    /** SHA-256 of the public key, lower-case hexadecimal: a renewed certificate of the same publisher has the same key. */
    public String key() {
        return sha256(certificate.getPublicKey().getEncoded());
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    public Instant since() {
        return certificate.getNotBefore().toInstant();
    }

    public Instant until() {
        return certificate.getNotAfter().toInstant();
    }

    public String pem() {
        try {
            return BEGIN + "\n" + Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws RefusedArchiveException if it is not valid at this time @param field that the error names */
    public void checkValid(Instant now, String field) throws RefusedArchiveException {
        if (now.isAfter(until()))
            throw new RefusedArchiveException(List.of(RefusedArchiveException.error(field, "certificate-expired",
                    "The certificate of " + name() + " expired on " + until() + ". Ask the publisher for an archive with a"
                            + " valid signature", name(), until())));
        if (now.isBefore(since()))
            throw new RefusedArchiveException(List.of(RefusedArchiveException.error(field, "certificate-not-yet-valid",
                    "The certificate of " + name() + " is valid from " + since() + ". Check the clock of the node",
                    name(), since())));
    }

    @Override
    public String toString() {
        return "Signer[" + name() + "]";
    }
}
