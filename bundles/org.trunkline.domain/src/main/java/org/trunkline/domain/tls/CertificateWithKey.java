package org.trunkline.domain.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

import org.trunkline.domain.part.LocalizableText;

/** A certificate and its key, as read from files. */
public record CertificateWithKey(X509Certificate certificate, X509ExtendedKeyManager keys) {
    private static final Pattern KEY = Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
    private static final Pattern OTHER_KEY = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----");
    /** Keeps the key in memory only. */
    private static final char[] IN_MEMORY = new char[0];
    private static final byte[] PROBE = {1, 2, 3};
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519", "RSASSA-PSS");

    /**
     * @param certificate PEM, the own one first, or PKCS #12 with the key
     * @param key PEM, PKCS #8; without it, the certificate's file holds the key
     * @param password of a PKCS #12 file
     * @throws IOException for an administrator: names the file and what is wrong with it, never its content
     */
    public static CertificateWithKey read(Path certificate, Optional<Path> key, String password) throws IOException {
        try {
            String file = certificate.getFileName().toString().toLowerCase(Locale.ROOT);
            boolean store = file.endsWith(".p12") || file.endsWith(".pfx");
            char[] opens = store ? password.toCharArray() : IN_MEMORY;
            var keys = store ? store(certificate, opens) : pem(certificate, key);
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, opens);
            return new CertificateWithKey(own(certificate, keys, opens), keys(factory));
        } catch (GeneralSecurityException e) {
            throw new UnusableCertificate(new LocalizableText("certificate-or-key", List.of(certificate.toString(),
                    String.valueOf(e.getMessage())), certificate + " or its key cannot be used: " + e.getMessage()), e);
        }
    }

    private static X509ExtendedKeyManager keys(KeyManagerFactory factory) throws GeneralSecurityException {
        for (var manager : factory.getKeyManagers())
            if (manager instanceof X509ExtendedKeyManager found)
                return found;
        throw new GeneralSecurityException("no key manager");
    }

    private static X509Certificate own(Path file, KeyStore keys, char[] password)
            throws GeneralSecurityException, IOException {
        for (var aliases = keys.aliases(); aliases.hasMoreElements();) {
            String alias = aliases.nextElement();
            if (keys.getKey(alias, password) instanceof PrivateKey key
                    && keys.getCertificate(alias) instanceof X509Certificate found) {
                if (!belongs(key, found.getPublicKey()))
                    throw new UnusableCertificate(new LocalizableText("certificate-of-another-key", List.of(file.toString()),
                            file + " does not belong to that key"));
                return found;
            }
        }
        throw new UnusableCertificate(noKey(file));
    }

    /** While one of two files is replaced they are no pair, and no handshake would come about. */
    private static boolean belongs(PrivateKey key, PublicKey shown) throws GeneralSecurityException {
        if (key instanceof RSAKey mine && shown instanceof RSAKey other)
            return mine.getModulus().equals(other.getModulus());
        if (!key.getAlgorithm().equals(shown.getAlgorithm()))
            return false;
        var signature = Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : key.getAlgorithm());
        signature.initSign(key);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(shown);
        signature.update(PROBE);
        return signature.verify(signed);
    }

    private static KeyStore store(Path file, char[] password) throws GeneralSecurityException, IOException {
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, password);
        }
        return keys;
    }

    private static KeyStore pem(Path certificate, Optional<Path> keyFile) throws GeneralSecurityException, IOException {
        var chain = certificates(certificate);
        var key = key(keyFile.orElse(certificate));
        var keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("node", key, IN_MEMORY, chain.toArray(X509Certificate[]::new));
        return keys;
    }

    /** All certificates of a PEM file; at least one. */
    public static List<X509Certificate> certificates(Path file) throws IOException {
        var found = new ArrayList<X509Certificate>();
        try {
            var factory = CertificateFactory.getInstance("X.509");
            for (var each : factory.generateCertificates(new ByteArrayInputStream(certificatesOnly(file))))
                found.add((X509Certificate) each);
        } catch (CertificateException e) {
            throw new UnusableCertificate(new LocalizableText("certificate-unreadable", List.of(file.toString(),
                    String.valueOf(e.getMessage())), file + " contains no readable certificate: "
                            + e.getMessage()), e);
        }
        if (found.isEmpty())
            throw new UnusableCertificate(new LocalizableText("no-certificate-in", List.of(file.toString()),
                    file + " contains no certificate"));
        return found;
    }

    /** Java's reader stops at a key or a word between them. */
    private static byte[] certificatesOnly(Path file) throws IOException {
        var text = new StringBuilder();
        var matcher = Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----").matcher(text(file));
        while (matcher.find())
            text.append(matcher.group()).append('\n');
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private static PrivateKey key(Path file) throws IOException {
        String text = text(file);
        var matcher = KEY.matcher(text);
        if (!matcher.find())
            throw new UnusableCertificate(OTHER_KEY.matcher(text).find() ? new LocalizableText("key-of-old-form",
                    List.of(file.toString()), file + " contains a key that is encrypted or in an old format;"
                            + " convert it with openssl pkcs8 -topk8 -nocrypt") : noKey(file));
        byte[] encoded = decoded(file, matcher.group(1));
        for (String algorithm : ALGORITHMS)
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (GeneralSecurityException e) {
                continue; // of another kind
            }
        throw new UnusableCertificate(new LocalizableText("key-of-unknown-kind", List.of(file.toString()),
                file + " contains a key of an unknown type"));
    }

    private static LocalizableText noKey(Path file) {
        return new LocalizableText("no-key-in", List.of(file.toString()), file + " contains no private key");
    }

    private static byte[] decoded(Path file, String text) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) { // as while it is being written
            throw new UnusableCertificate(new LocalizableText("key-damaged", List.of(file.toString()),
                    file + " contains a truncated or damaged key"), e);
        }
    }
}
