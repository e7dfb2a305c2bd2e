package org.trunkline.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.domain.part.PartFailure;
import org.trunkline.domain.tls.CertificateFiles;
import org.trunkline.http.internal.listen.Connections;
import org.trunkline.http.internal.listen.Listener;
import org.trunkline.http.internal.listen.ServerCertificate;
import org.trunkline.testkit.node.FakeNode;

class HttpsTest {
    private static final String PASSWORD = "password";

    @TempDir
    Path data;
    private final List<PartFailure> failures = new ArrayList<>();
    private Optional<AdminServer> server = Optional.empty();
    private Path store;

    @BeforeEach
    void certificate() throws Exception {
        store = keytool("first");
    }

    @AfterEach
    void stop() {
        server.ifPresent(AdminServer::stop);
    }

    private Path keytool(String name) throws IOException, InterruptedException {
        var file = data.resolve(name + ".p12");
        var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                "-keystore", file.toString(), "-storepass", PASSWORD, "-keyalg", "EC", "-groupname", "secp256r1", "-alias",
                "node", "-dname", "CN=" + name).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
        return file;
    }

    private AdminServer.Settings settings(String bind, Path... certificates) {
        return new AdminServer.Settings(bind, 0, data, new CertificateFiles(List.of(certificates), Optional.empty(), PASSWORD), false);
    }

    private AdminServer start(AdminServer.Settings settings) {
        server = Optional.of(AdminServer.start(new FakeNode(), settings, failures::add));
        return server.get();
    }

    @Test
    void beyondLoopbackItAsksForACertificate() {
        assertEquals(Optional.empty(), start(settings("0.0.0.0", data.resolve("missing.pem"))).url());
        assertEquals(List.of("http-no-certificate"), failures.stream().map(PartFailure::code).toList());
        assertTrue(failures.getFirst().message().contains("trunkline.tls.certificate"), failures.toString());
    }

    @Test
    void aBrokenCertificateIsToldAndNothingListens() throws Exception {
        var broken = Files.writeString(data.resolve("broken.pem"), "nothing");
        assertEquals(Optional.empty(), start(settings("0.0.0.0", broken)).url());
        assertEquals(List.of("http-certificate"), failures.stream().map(PartFailure::code).toList());
        assertTrue(failures.getFirst().message().contains("broken.pem"), failures.toString());
    }

    @Test
    void beyondLoopbackItSpeaksHttpsAloneAndOnLoopbackHttpBesideIt() throws Exception {
        var base = start(settings("0.0.0.0", store)).url().orElseThrow();
        assertEquals(List.of(), failures);
        assertEquals("https", base.getScheme());
        var port = base.getPort();
        for (String version : List.of("TLSv1.2", "TLSv1.3"))
            assertEquals("CN=first", subject(port, version));
        assertThrows(SSLException.class, () -> subject(port, "TLSv1.1"));
        assertTrue(!answer(new Socket("127.0.0.1", port)).startsWith("HTTP/1.1 2"), "no plain HTTP there");
        var own = server.orElseThrow().sessions().orElseThrow().open("a", List.of()).url();
        assertEquals("http", own.getScheme());
        assertEquals("127.0.0.1", own.getHost());
        assertTrue(answer(new Socket("127.0.0.1", own.getPort())).startsWith("HTTP/1.1 200"));
        for (var address : others())
            assertThrows(IOException.class, () -> {
                try (var socket = new Socket()) {
                    socket.connect(new InetSocketAddress(address, own.getPort()), 500);
                }
            }, "plain HTTP on " + address);
    }

    @Test
    void aReplacedCertificateIsShownWithoutARestart() throws Exception {
        var files = new CertificateFiles(List.of(store), Optional.empty(), PASSWORD);
        var certificate = ServerCertificate.read(files).orElseThrow();
        var connections = new Connections();
        try (var listener = new Listener(new jakarta.servlet.http.HttpServlet() {
            private static final long serialVersionUID = 1L;
        }, connections, 8192, Thread::startVirtualThread)) {
            var port = listener.listen(InetAddress.getLoopbackAddress(), 0, Optional.of(certificate)).getPort();
            listener.start();
            assertEquals("CN=first", subject(port, "TLSv1.3"));
            Files.writeString(store, "half a file");
            certificate.reload();
            assertEquals("CN=first", subject(port, "TLSv1.3"), "kept while the new one cannot be read");
            Files.move(keytool("second"), store, StandardCopyOption.REPLACE_EXISTING);
            certificate.reload();
            assertEquals("CN=second", subject(port, "TLSv1.3"));
        }
    }

    private static List<InetAddress> others() throws IOException {
        return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress()).toList();
    }

    private static String answer(Socket connected) throws IOException {
        try (var socket = connected) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes());
            return new String(socket.getInputStream().readAllBytes());
        } catch (SocketTimeoutException e) {
            return "";
        }
    }

    private static String subject(int port, String version) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName();
        }
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // all
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // all
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
