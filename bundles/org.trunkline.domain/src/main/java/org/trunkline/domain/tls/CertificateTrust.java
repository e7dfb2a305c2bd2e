package org.trunkline.domain.tls;

import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Verifies the certificate of a server that a client connects to: by the authorities of the Java runtime and the host's name,
 * or by the fingerprint that the user has confirmed. <b>Threads:</b> any.
 */
public final class CertificateTrust extends X509ExtendedTrustManager {
    /** In the fragment of an address. */
    public static final String PIN = "sha256=";
    private static final HexFormat HEX = HexFormat.ofDelimiter(":").withUpperCase();
    private static final int BYTES = 32;

    private final Optional<String> pin;
    private final X509ExtendedTrustManager authorities;

    private CertificateTrust(Optional<String> pin, X509ExtendedTrustManager authorities) {
        this.pin = pin;
        this.authorities = authorities;
    }

    /** @param pin SHA-256 of the certificate to trust, as {@link #fingerprint} writes it */
    public static SSLContext context(Optional<String> pin) {
        try {
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init((KeyStore) null);
            for (var manager : factory.getTrustManagers())
                if (manager instanceof X509ExtendedTrustManager found) {
                    var context = SSLContext.getInstance("TLS");
                    context.init(null, new TrustManager[] {new CertificateTrust(pin, found)}, null);
                    return context;
                }
            throw new IllegalStateException("no trust manager");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has them
        }
    }

    /** The pin in the fragment of an address. @throws IllegalArgumentException where it is not a fingerprint */
    public static Optional<String> pin(URI url) {
        var fragment = url.getFragment();
        if (fragment == null || fragment.isEmpty())
            return Optional.empty();
        var text = fragment.toUpperCase(Locale.ROOT);
        if (!text.startsWith(PIN.toUpperCase(Locale.ROOT)))
            throw new IllegalArgumentException(fragment);
        byte[] bytes = HexFormat.of().parseHex(text.substring(PIN.length()).replace(":", ""));
        if (bytes.length != BYTES)
            throw new IllegalArgumentException(fragment);
        return Optional.of(HEX.formatHex(bytes));
    }

    /** SHA-256 of a certificate, as browsers and openssl show it. */
    public static String fingerprint(X509Certificate certificate) {
        try {
            return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException(e); // every JDK has it, and it has been decoded
        }
    }

    private interface Check {
        void run() throws CertificateException;
    }

    private void check(X509Certificate[] chain, Check byAuthorities) throws CertificateException {
        if (chain.length == 0)
            throw new CertificateException("no certificate");
        if (pin.isPresent()) {
            if (!pin.get().equals(fingerprint(chain[0])))
                throw new UntrustedCertificate(chain[0], true, null);
            return;
        }
        try {
            byAuthorities.run();
        } catch (CertificateException e) {
            throw new UntrustedCertificate(chain[0], false, e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain, () -> authorities.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain, () -> authorities.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain, () -> authorities.checkServerTrusted(chain, type));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }
}
