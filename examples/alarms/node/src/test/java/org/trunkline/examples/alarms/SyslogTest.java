package org.trunkline.examples.alarms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.alert.AlertChannel;
import org.trunkline.spi.alert.AlertNotice;
import org.trunkline.spi.testkit.AlertChannelContract;
import org.trunkline.spi.testkit.SpiSamples;

class SyslogTest extends AlertChannelContract {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private final InstantSource clock = InstantSource.fixed(SpiSamples.START.plusSeconds(61));
    private DatagramSocket receiver;

    @TempDir
    Path folder;

    @BeforeEach
    void listen() throws IOException {
        receiver = new DatagramSocket(ANY);
        receiver.setSoTimeout(5_000);
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Override
    protected AlertChannel channel() {
        return new Syslog(clock, (SSLSocketFactory) SSLSocketFactory.getDefault(), () -> "node-1");
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("host", "127.0.0.1:" + receiver.getLocalPort(), "transport", "udp");
    }

    @Override
    protected Map<String, String> wrongSettings() {
        return Map.of("host", "log server", "transport", "udp");
    }

    @Test
    void aMessageHasTheFormOfItsStandard() throws Exception {
        channel().deliver(SpiSamples.notice(AlertNotice.State.RAISED), settings());
        var packet = new DatagramPacket(new byte[2000], 2000);
        receiver.receive(packet);
        expect(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
    }

    private static void expect(String text) {
        assertTrue(text.startsWith("<132>1 2026-01-31T08:01:01.000Z node-1 "), text);
        assertTrue(text.contains(" trunkline - RAISED [alert@32473 name=\"Busy trunk\" matches=\"3\""), text);
        assertTrue(text.contains(SpiSamples.id(2).value()), text);
        assertTrue(text.endsWith("\uFEFF3 calls in the last 10 minutes matched the saved search"), text);
    }

    @Test
    void quotesInANameDoNotEndIt() {
        var notice = new AlertNotice("a\"] evil=\"b\n", AlertNotice.State.TEST, SpiSamples.START, 0, "", java.util.List.of(), "x\r\n<1>1 y",
                new AlertNotice.Message("m", SpiSamples.START, false, 1, java.time.Duration.ofMinutes(1)));
        var text = new String(SyslogMessage.of(notice, "node", SpiSamples.START), StandardCharsets.UTF_8);
        assertTrue(text.contains("name=\"a\\\"\\] evil=\\\"b \""), text);
        assertEquals(1, text.lines().count());
    }

    /** RFC 5424 §6.2.4: a host that does not know its name writes "-". */
    @Test
    void aNodeWhoseOwnNameDoesNotResolveDeliversToo() throws Exception {
        new Syslog(clock, (SSLSocketFactory) SSLSocketFactory.getDefault(), () -> "").deliver(
                SpiSamples.notice(AlertNotice.State.RAISED), settings());
        var packet = new DatagramPacket(new byte[2000], 2000);
        receiver.receive(packet);
        var text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        assertTrue(text.startsWith("<132>1 2026-01-31T08:01:01.000Z - trunkline "), text);
    }

    /** The server may be starting. */
    @Test
    void aServerThatSpeaksNoTlsIsTriedAgain() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var answered = CompletableFuture.runAsync(() -> {
                try (var socket = server.accept()) {
                    socket.getOutputStream().write("220 not TLS at all\r\n".getBytes(StandardCharsets.US_ASCII));
                    socket.getOutputStream().flush();
                    socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // the client is gone
                }
            });
            var e = assertThrows(ExtensionException.class, () -> channel().deliver(SpiSamples.notice(AlertNotice.State.RAISED),
                    Map.of("host", "127.0.0.1:" + server.getLocalPort(), "transport", "tls")));
            assertTrue(e.retryable() && e.getMessage().startsWith("TLS with 127.0.0.1:"), e.getMessage());
            answered.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void tcpCountsOctets() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var got = receive(server);
            channel().deliver(SpiSamples.notice(AlertNotice.State.RAISED),
                    Map.of("host", "127.0.0.1:" + server.getLocalPort(), "transport", "tcp"));
            expectCounted(got.get(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void tlsChecksTheServersNameAndCertificate() throws Exception {
        var context = tls();
        try (var server = context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var got = receive(server);
            var settings = Map.of("host", "127.0.0.1:" + server.getLocalPort(), "transport", "tls");
            new Syslog(clock, context.getSocketFactory(), () -> "node-1").deliver(SpiSamples.notice(AlertNotice.State.RAISED), settings);
            expectCounted(got.get(5, TimeUnit.SECONDS));
            receive(server);
            var e = assertThrows(ExtensionException.class,
                    () -> channel().deliver(SpiSamples.notice(AlertNotice.State.RAISED), settings));
            assertTrue(!e.retryable() && e.getMessage().contains("certificate"), e.getMessage());
        }
    }

    private static void expectCounted(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        int space = text.indexOf(' ');
        assertEquals(bytes.length - space - 1, Integer.parseInt(text.substring(0, space)));
        expect(text.substring(space + 1));
    }

    private static CompletableFuture<byte[]> receive(ServerSocket server) {
        return CompletableFuture.supplyAsync(() -> {
            try (var socket = server.accept()) {
                return socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                return new byte[0];
            }
        });
    }

    /** Serves, and trusts, a certificate of 127.0.0.1 made by the JDK's keytool. */
    private SSLContext tls() throws Exception {
        var store = folder.resolve("server.p12");
        if (!Files.exists(store)) {
            var made = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                    "-alias", "s", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1",
                    "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", "changeit").redirectErrorStream(true).start();
            made.getInputStream().readAllBytes();
            assertEquals(0, made.waitFor());
        }
        var keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        var managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(keys, "changeit".toCharArray());
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("s", keys.getCertificate("s"));
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
