package org.trunkline.sip.jain.internal.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority made for one run of the tests, and certificates it signed. */
public final class TestAuthority {
    private static final char[] PASSWORD = "password".toCharArray();

    private final Path folder;
    private final Path store;

    public TestAuthority(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        store = folder.resolve("all.p12");
        keytool("-alias", "ca", "-dname", "CN=Test CA", "-ext", "bc:c");
    }

    /** @param more of keytool: {@code -ext san=dns:…}, {@code -validity} */
    public TestAuthority sign(String alias, String... more) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of("-alias", alias, "-dname", "CN=" + alias, "-signer", "ca"));
        all.addAll(List.of(more));
        keytool(all.toArray(String[]::new));
        return this;
    }

    private void keytool(String... more) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-keystore", store.toString(), "-storepass", new String(PASSWORD), "-keyalg", "EC",
                "-groupname", "secp256r1"));
        command.addAll(List.of(more));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
        if (process.waitFor() != 0)
            throw new IOException(said);
    }

    private KeyStore read() throws IOException, GeneralSecurityException {
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private Path pem(String name, String kind, byte[] content) throws IOException {
        return Files.writeString(folder.resolve(name), "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + kind + "-----\n");
    }

    /** For a node: PEM files. */
    public TlsSettings settings(String alias) throws IOException, GeneralSecurityException {
        var keys = read();
        return new TlsSettings(0, List.of(pem(alias + ".pem", "CERTIFICATE", keys.getCertificate(alias).getEncoded())),
                Optional.of(pem(alias + ".key", "PRIVATE KEY", keys.getKey(alias, PASSWORD).getEncoded())), "",
                Optional.of(pem("ca.pem", "CERTIFICATE", keys.getCertificate("ca").getEncoded())));
    }

    /** For a node: one PKCS #12 file. */
    TlsSettings storeSettings(String alias) throws IOException, GeneralSecurityException {
        var file = folder.resolve(alias + ".p12");
        try (var out = Files.newOutputStream(file)) {
            only(alias).store(out, PASSWORD);
        }
        return new TlsSettings(0, List.of(file), Optional.empty(), new String(PASSWORD), settings(alias).authorities());
    }

    private KeyStore only(String alias) throws IOException, GeneralSecurityException {
        var all = read();
        var one = KeyStore.getInstance("PKCS12");
        one.load(null, null);
        one.setKeyEntry(alias, all.getKey(alias, PASSWORD), PASSWORD,
                new Certificate[] {all.getCertificate(alias), all.getCertificate("ca")});
        return one;
    }

    /** For a peer; empty for one that shows no certificate. */
    public SSLContext context(Optional<String> alias) throws IOException, GeneralSecurityException {
        var trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("ca", read().getCertificate("ca"));
        var trusted = TrustManagerFactory.getInstance("PKIX");
        trusted.init(trust);
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(alias.isPresent() ? only(alias.get()) : null, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(alias.isPresent() ? keys.getKeyManagers() : null, trusted.getTrustManagers(), null);
        return context;
    }
}
