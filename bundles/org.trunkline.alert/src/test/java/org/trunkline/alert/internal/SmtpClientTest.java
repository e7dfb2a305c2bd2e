package org.trunkline.alert.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.domain.config.AlertRule;
import org.trunkline.domain.config.SavedSearch;
import org.trunkline.testkit.Await;
import org.trunkline.wire.json.Json;

/** Against Debian's python3-aiosmtpd, where it is installed: a mail server that somebody else wrote. */
class SmtpClientTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    static Path certificates;
    private static Optional<String> python = Optional.empty();
    @TempDir
    Path folder;
    private final List<Process> started = new ArrayList<>();
    private BufferedReader taken = new BufferedReader(Reader.nullReader());

    @AfterEach
    void stop() {
        started.forEach(Process::destroyForcibly);
    }

    private static AlertMessage message(String name) {
        var search = new SavedSearch(name, "cause:busy AND to:*4711", Optional.empty(), "anna", true, false,
                Optional.of(new AlertRule(3, Duration.ofMinutes(5), Duration.ofMinutes(5), Optional.empty(),
                        List.of("noc@example.com"))));
        return AlertMessage.of(new AlertWatch(search, () -> NOW), false, NOW);
    }

    @BeforeAll
    static void find() throws Exception {
        for (String it : List.of("python3", "/usr/bin/python3"))
            try {
                if (python.isEmpty() && new ProcessBuilder(it, "-c", "import aiosmtpd").redirectErrorStream(true).start().waitFor() == 0)
                    python = Optional.of(it);
            } catch (IOException e) {
                continue; // no Python
            }
    }

    private int serve(String... arguments) throws Exception {
        assumeTrue(python.isPresent(), "python3-aiosmtpd is not installed");
        var script = Path.of(SmtpClientTest.class.getResource("/smtp_server.py").toURI());
        var command = new ArrayList<>(List.of(python.orElseThrow(), script.toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        started.add(process);
        taken = process.inputReader(StandardCharsets.UTF_8);
        return Integer.parseInt(taken.readLine());
    }

    private int serveWithTls() throws Exception {
        if (!Files.exists(certificates.resolve("cert.pem"))) {
            var openssl = new ProcessBuilder("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout",
                    certificates.resolve("key.pem").toString(), "-out", certificates.resolve("cert.pem").toString())
                            .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            assumeTrue(openssl.waitFor() == 0, "openssl is not installed");
        }
        return serve(certificates.resolve("cert.pem").toString(), certificates.resolve("key.pem").toString());
    }

    private SSLSocketFactory trusting() throws Exception {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var in = Files.newInputStream(certificates.resolve("cert.pem"))) {
            store.setCertificateEntry("server", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    private static SSLSocketFactory ordinary() {
        return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }

    private SmtpClient client(int port, SmtpSettings.Security security, String password, SSLSocketFactory tls)
            throws IOException {
        var file = password.isEmpty() ? Optional.<Path>empty()
                : Optional.of(Files.writeString(folder.resolve("password"), password + "\n"));
        return new SmtpClient(new SmtpSettings("127.0.0.1", port, security, new SmtpSettings.Account(password.isEmpty() ? "" : "trunkline", "",
                file), "trunkline@example.com"), tls, () -> NOW);
    }

    private JsonNode next() throws Exception {
        return Json.parseAnswer(taken.readLine().getBytes(StandardCharsets.UTF_8));
    }

    private static String body(JsonNode mail) {
        var content = mail.get("content").asText();
        return new String(Base64.getMimeDecoder().decode(content.substring(content.indexOf("\r\n\r\n") + 4)),
                StandardCharsets.UTF_8);
    }

    @Test
    void aMessageComesAsItWasWritten() throws Exception {
        int port = serve();
        client(port, SmtpSettings.Security.NONE, "", ordinary())
                .send(List.of("noc@example.com", "anna@example.com"), message("Upptaget på Åre\r\nBcc: x@example.com"));
        var mail = next();
        assertEquals("trunkline@example.com", mail.get("from").asText());
        assertEquals("[\"noc@example.com\",\"anna@example.com\"]", mail.get("to").toString());
        assertTrue(body(mail).contains("Search: cause:busy AND to:*4711"), body(mail));
        var head = mail.get("content").asText();
        assertFalse(head.contains("\r\nBcc:"), "a name begins no header");
        assertTrue(head.contains("Date: Sat, 21 Nov 2026 12:00:00 GMT\r\n"));
        assertTrue(head.contains("Subject: =?utf-8?B?VHJ1bmtsaW5lIGFsZXJ0OiBVcHB0YWdldCBw"), head);
    }

    /** RFC 3207 and RFC 4954. */
    @Test
    void withStartTlsAndAPassword() throws Exception {
        int port = serveWithTls();
        client(port, SmtpSettings.Security.STARTTLS, "sésame", trusting()).send(List.of("noc@example.com"), message("A"));
        var mail = next();
        assertTrue(mail.get("tls").asBoolean());
        assertTrue(mail.get("authenticated").asBoolean());
    }

    @Test
    void aWrongPasswordIsToldAndNotRepeated() throws Exception {
        int port = serveWithTls();
        var client = client(port, SmtpSettings.Security.STARTTLS, "wrong", trusting());
        var failure = assertThrows(DeliveryFailure.class, () -> client.send(List.of("noc@example.com"), message("A")));
        assertTrue(failure.getMessage().contains("535"), failure.getMessage());
        assertFalse(failure.getMessage().contains("wrong"));
        assertFalse(failure.retryable());
    }

    @Test
    void aServerThatNobodyVouchesForGetsNothing() throws Exception {
        int port = serveWithTls();
        var client = client(port, SmtpSettings.Security.STARTTLS, "sésame", ordinary());
        assertThrows(DeliveryFailure.class, () -> client.send(List.of("noc@example.com"), message("A")));
        assertFalse(taken.ready());
    }

    @Test
    void withoutStartTlsNothingIsSentInTheClear() throws Exception {
        int port = serve();
        var client = client(port, SmtpSettings.Security.STARTTLS, "", ordinary());
        var failure = assertThrows(DeliveryFailure.class, () -> client.send(List.of("noc@example.com"), message("A")));
        assertTrue(failure.getMessage().contains("STARTTLS"));
        assertFalse(taken.ready());
    }

    @Test
    void whoIsRefusedIsToldAndTheOthersGetIt() throws Exception {
        int port = serve();
        var client = client(port, SmtpSettings.Security.NONE, "", ordinary());
        var failure = assertThrows(DeliveryFailure.class,
                () -> client.send(List.of("nobody@example.com", "noc@example.com"), message("A")));
        assertEquals("not accepted for nobody@example.com: 550 5.1.1 nobody is here", failure.getMessage());
        assertEquals("[\"noc@example.com\"]", next().get("to").toString());
    }

    @Test
    void whatWasTakenIsNotSentAgainWhereTheServerLeavesWithoutAWord() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var said = new CopyOnWriteArrayList<String>();
            Thread.ofVirtual().start(() -> {
                try (var socket = server.accept(); var in = new BufferedReader(new InputStreamReader(
                        socket.getInputStream(), StandardCharsets.US_ASCII))) {
                    var out = socket.getOutputStream();
                    for (String answer : List.of("220 here", "250 x", "250 from", "250 to", "354 go on", "250 taken")) {
                        out.write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
                        said.add(in.readLine());
                        while (answer.startsWith("354") && !in.readLine().equals("."))
                            said.add("a line");
                    }
                } catch (IOException e) {
                    said.add(e.toString());
                }
            });
            client(server.getLocalPort(), SmtpSettings.Security.NONE, "", ordinary()).send(List.of("a@example.com"), message("A"));
            Await.until("it was asked to leave", () -> said.contains("QUIT"));
        }
    }

    @Test
    void aServerThatTalksWithoutEndIsLeft() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (var socket = server.accept()) {
                    while (true)
                        socket.getOutputStream().write("220-welcome\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    // the client left
                }
            });
            var client = client(server.getLocalPort(), SmtpSettings.Security.NONE, "", ordinary());
            var failure = assertThrows(DeliveryFailure.class, () -> client.send(List.of("a@example.com"), message("A")));
            assertTrue(failure.getMessage().endsWith("its answer is too long"), failure.getMessage());
        }
    }
}
