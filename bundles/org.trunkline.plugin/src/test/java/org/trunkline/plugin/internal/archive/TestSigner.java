package org.trunkline.plugin.internal.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.zip.ZipFile;

import jdk.security.jarsigner.JarSigner;

/** A publisher with an EC key and a certificate that it signed itself, made without a keystore because that is slow. */
public final class TestSigner {
    private static final byte[] ECDSA_SHA256 = der(0x30, new byte[] {6, 8, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2});
    private static final byte[] COMMON_NAME = {6, 3, 0x55, 4, 3};
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private final KeyPair keys;
    private final X509Certificate certificate;

    public TestSigner(String name, Instant from, Instant until) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            keys = generator.generateKeyPair();
            certificate = certificate(name, from, until);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private TestSigner(KeyPair keys, String name, Instant from, Instant until) throws GeneralSecurityException {
        this.keys = keys;
        certificate = certificate(name, from, until);
    }

    /** The same key with another certificate. */
    public TestSigner renewed(String name, Instant from, Instant until) {
        try {
            return new TestSigner(keys, name, from, until);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate certificate(String name, Instant from, Instant until) throws GeneralSecurityException {
        byte[] subject = der(0x30, der(0x31, der(0x30, COMMON_NAME, der(0x0c, name.getBytes(StandardCharsets.UTF_8)))));
        byte[] body = der(0x30, der(0xa0, new byte[] {2, 1, 2}), new byte[] {2, 1, 7}, ECDSA_SHA256, subject,
                der(0x30, time(from), time(until)), subject, keys.getPublic().getEncoded());
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(body);
        byte[] whole = der(0x30, body, ECDSA_SHA256, der(3, new byte[] {0}, signature.sign()));
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
    }

    private static byte[] time(Instant at) {
        return der(0x18, TIME.format(at).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] der(int tag, byte[]... parts) {
        var body = new ByteArrayOutputStream();
        for (byte[] part : parts)
            body.writeBytes(part);
        var out = new ByteArrayOutputStream();
        out.write(tag);
        int length = body.size();
        if (length > 127)
            out.write(length > 255 ? 0x82 : 0x81);
        if (length > 255)
            out.write(length >> 8);
        out.write(length);
        out.writeBytes(body.toByteArray());
        return out.toByteArray();
    }

    public Signer signer() {
        return new Signer(certificate);
    }

    /** @return the same JAR, signed */
    public byte[] sign(byte[] jar) {
        try {
            var in = Files.createTempFile("unsigned", ".jar");
            try {
                Files.write(in, jar);
                return sign(in);
            } finally {
                Files.delete(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] sign(Path file) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipFile(file.toFile())) {
            var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate));
            new JarSigner.Builder(keys.getPrivate(), path).digestAlgorithm("SHA-256").signatureAlgorithm("SHA256withECDSA")
                    .signerName("TEST" + Math.abs(certificate.getSubjectX500Principal().hashCode() % 1000)).build().sign(zip, out);
            return out.toByteArray();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
