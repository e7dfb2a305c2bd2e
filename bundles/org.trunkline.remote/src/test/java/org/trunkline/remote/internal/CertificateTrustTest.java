package org.trunkline.remote.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.domain.tls.CertificateTrust;

/** At a server whose certificate no authority has signed. */
class CertificateTrustTest {
    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir
    Path folder;
    private HttpsServer server;
    private String fingerprint;
    private String base;

    @BeforeEach
    void serve() throws Exception {
        var file = folder.resolve("node.p12");
        var made = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                "-keystore", file.toString(), "-storepass", new String(PASSWORD), "-keyalg", "EC", "-groupname", "secp256r1",
                "-alias", "node", "-dname", "CN=node").redirectErrorStream(true).start();
        var said = new String(made.getInputStream().readAllBytes());
        assertEquals(0, made.waitFor(), said);
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        fingerprint = CertificateTrust.fingerprint((X509Certificate) keys.getCertificate("node"));
        var factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(keys, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(401, -1);
            }
        });
        server.start();
        base = "https://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private NodeUnavailableException refusal(String url) {
        return assertThrows(NodeUnavailableException.class, () -> new HttpNodeConnector().connect(URI.create(url), "token"));
    }

    @Test
    void itsFingerprintIsShownAndThenTrusted() {
        var first = refusal(base);
        assertEquals("untrusted-certificate", first.code());
        assertEquals(fingerprint, first.args().get(1));
        assertEquals("wrong-token", refusal(base + "#sha256=" + first.args().get(1)).code(), "it is spoken to");
        assertEquals("wrong-token", refusal(base + "#SHA256=" + fingerprint.replace(":", "").toLowerCase()).code());
    }

    @Test
    void anotherCertificateThanTheTrustedOneIsTold() {
        assertEquals("other-certificate", refusal(base + "#sha256=" + "AB:".repeat(31) + "AB").code());
    }

    @Test
    void whatIsNotAFingerprintIsTold() {
        assertEquals("bad-url", refusal(base + "#sha256=AB").code());
        assertEquals("bad-url", refusal(base + "#top").code());
    }
}
