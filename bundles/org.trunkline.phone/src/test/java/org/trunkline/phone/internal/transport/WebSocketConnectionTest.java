package org.trunkline.phone.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.tls.CertificateTrust;
import org.trunkline.phone.internal.work.DrivenWork;

/** At a server with TLS whose certificate no authority has signed. */
class WebSocketConnectionTest {
    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir
    Path folder;
    private HttpsServer server;
    private X509Certificate certificate;

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** @param start of its certificate, as keytool takes it; it lasts a day */
    private URI serve(String start) throws Exception {
        var file = folder.resolve("node.p12");
        var made = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                "-keystore", file.toString(), "-storepass", new String(PASSWORD), "-keyalg", "EC", "-groupname", "secp256r1",
                "-alias", "node", "-dname", "CN=node", "-startdate", start, "-validity", "1").redirectErrorStream(true).start();
        var said = new String(made.getInputStream().readAllBytes());
        assertEquals(0, made.waitFor(), said);
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        certificate = (X509Certificate) keys.getCertificate("node");
        var factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(keys, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.start();
        return URI.create("wss://127.0.0.1:" + server.getAddress().getPort());
    }

    private static LocalizableText refusal(URI server) throws Exception {
        var why = new CompletableFuture<LocalizableText>();
        WebSocketConnection.connect(server, new SipConnection.Listener() {
            @Override
            public void opened() {
                why.completeExceptionally(new AssertionError("it opened"));
            }

            @Override
            public void received(String message) {
                opened();
            }

            @Override
            public void closed(LocalizableText text) {
                why.complete(text);
            }
        }, new DrivenWork());
        return why.get(30, TimeUnit.SECONDS);
    }

    /** RFC 5280 §4.1.2.5; the phone's day is 2026-11-23. */
    @Test
    void theDayOfAnExpiredCertificateIsNamed() throws Exception {
        var at = serve("2026/03/01 12:00:00");
        var text = refusal(at);
        assertEquals("phone-certificate-expired", text.code());
        var day = LocalDate.ofInstant(certificate.getNotAfter().toInstant(), ZoneOffset.UTC).toString();
        assertEquals(at.getHost() + ":" + at.getPort(), text.args().getFirst());
        assertEquals(day, text.args().get(1));
        assertTrue(text.message().contains("expired on 2026-03-0"), text.message());
    }

    @Test
    void theFingerprintOfOneThatIsValidIsShown() throws Exception {
        var text = refusal(serve("2026/11/23 00:00:00"));
        assertEquals("phone-certificate", text.code());
        assertEquals(CertificateTrust.fingerprint(certificate), text.args().get(1));
    }
}
