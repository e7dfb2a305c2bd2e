package org.trunkline.node.internal.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.engine.port.push.PushMessage;
import org.trunkline.engine.port.push.PushMessage.Kind;
import org.trunkline.engine.port.push.PushSender.Outcome;
import org.trunkline.engine.port.push.PushSubscription;
import org.trunkline.engine.port.push.PushSubscription.Keys;
import org.trunkline.node.internal.settings.PushSettings;

/** Against a push service of the test's own, over TLS with a certificate of its own. */
class WebPushTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final char[] PASSWORD = "password".toCharArray();

    private record Request(String method, String path, Headers headers, byte[] body) {}

    @TempDir
    Path data;

    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final Browser browser = new Browser(CurvePoint.newPair(), "0123456789abcdef".getBytes(UTF_8));
    private volatile int answer = 201;
    private HttpsServer service;
    private WebPush push;

    @TempDir
    static Path shared;

    private static SSLContext trust;

    /** A certificate for localhost, trusted by the client. */
    @BeforeAll
    static void certificate() throws Exception {
        var file = shared.resolve("service.p12");
        assertEquals(0, new ProcessBuilder(System.getProperty("java.home") + "/bin/keytool", "-genkeypair", "-keyalg", "EC", "-keystore",
                file.toString(), "-storepass", new String(PASSWORD), "-dname", "CN=localhost", "-ext", "san=dns:localhost",
                "-alias", "service").inheritIO().start().waitFor());
        var store = KeyStore.getInstance("PKCS12");
        try (var in = new FileInputStream(file.toFile())) {
            store.load(in, PASSWORD);
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("service", store.getCertificate("service"));
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        trust = SSLContext.getInstance("TLS");
        trust.init(keys.getKeyManagers(), managers.getTrustManagers(), null);
    }

    @BeforeEach
    void start() throws Exception {
        service = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.setHttpsConfigurator(new HttpsConfigurator(trust));
        service.createContext("/", exchange -> {
            requests.add(new Request(exchange.getRequestMethod(), exchange.getRequestURI().toString(), exchange.getRequestHeaders(),
                    exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        service.start();
        push = push(List.of("localhost"));
    }

    private WebPush push(List<String> hosts) throws Exception {
        return push(hosts, false);
    }

    private WebPush push(List<String> hosts, boolean text) throws Exception {
        return new WebPush(data, new PushSettings(true, hosts, text, "mailto:ops@example.com"), () -> NOW, HttpClient.newBuilder().sslContext(trust));
    }

    @AfterEach
    void stop() {
        push.close();
        service.stop(0);
    }

    private PushSubscription at(String endpoint, Optional<Keys> keys) {
        return new PushSubscription("bob", endpoint, keys, "", 1, NOW.plusSeconds(600));
    }

    private String endpoint() {
        return "https://localhost:" + service.getAddress().getPort() + "/wpush/v2/abc?x=1";
    }

    private static PushMessage message(Kind kind) {
        return new PushMessage(kind, "topic0123456789", "Åsa \"Boss\"", "+46701234567", kind == Kind.MESSAGE ? "Lunch? 午饭" : "", Duration.ofSeconds(25));
    }

    private Outcome send(PushSubscription to, Kind kind) throws Exception {
        var outcome = new CompletableFuture<Outcome>();
        push.send(to, message(kind), outcome::complete);
        return outcome.get(20, SECONDS);
    }

    /** RFC 8030 §5, RFC 8291 §4, RFC 8292 §3: only the browser can read who calls, and the service sees who sends. */
    @Test
    void aCallReachesTheBrowser() throws Exception {
        var to = at(endpoint(), Optional.of(browser.keys()));
        assertTrue(push.accepts(to));
        assertEquals(Outcome.ACCEPTED, send(to, Kind.RINGS));
        var request = requests.take();
        assertEquals("POST /wpush/v2/abc?x=1", request.method() + ' ' + request.path());
        assertEquals("25", request.headers().getFirst("TTL"));
        assertEquals("high", request.headers().getFirst("Urgency"));
        assertEquals("topic0123456789", request.headers().getFirst("Topic"));
        assertEquals("aes128gcm", request.headers().getFirst("Content-Encoding"));
        assertEquals("{\"kind\":\"rings\",\"call\":\"topic0123456789\",\"caller\":\"Åsa \\\"Boss\\\"\",\"number\":\"+46701234567\",\"at\":"
                + NOW.toEpochMilli() + "}", browser.read(request.body()));

        var authorization = request.headers().getFirst("Authorization");
        var parts = authorization.replace("vapid t=", "").split("[., =]+");
        assertEquals(push.key().orElseThrow(), parts[4], authorization);
        assertEquals("{\"typ\":\"JWT\",\"alg\":\"ES256\"}", new String(Base64.getUrlDecoder().decode(parts[0]), UTF_8));
        assertEquals("{\"aud\":\"https://localhost:" + service.getAddress().getPort() + "\",\"exp\":"
                + NOW.plus(Duration.ofHours(12)).getEpochSecond() + ",\"sub\":\"mailto:ops@example.com\"}",
                new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8));
        var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(CurvePoint.decode(Base64.getUrlDecoder().decode(parts[4])));
        signature.update((parts[0] + '.' + parts[1]).getBytes(UTF_8));
        assertTrue(signature.verify(Base64.getUrlDecoder().decode(parts[2])));
    }

    /** RFC 8599 §14.2.1: a native phone gets no content, and nothing that it would be woken for in vain. */
    @Test
    void aNativePhoneIsWokenWithoutContent() throws Exception {
        assertEquals(Outcome.ACCEPTED, send(at(endpoint(), Optional.empty()), Kind.RINGS));
        var request = requests.take();
        assertEquals(0, request.body().length);
        assertFalse(request.headers().containsKey("Content-Encoding"));
        assertEquals(Outcome.ACCEPTED, send(at(endpoint(), Optional.empty()), Kind.MISSED));
        assertTrue(requests.isEmpty());
    }

    /** A message wakes each phone; only a browser is told of whom, and of its text only by the setting. */
    @Test
    void aTextMessageWakesWithoutItsTextUnlessTheSettingsSaySo() throws Exception {
        assertEquals(Outcome.ACCEPTED, send(at(endpoint(), Optional.empty()), Kind.MESSAGE));
        assertEquals(0, requests.take().body().length);
        var to = at(endpoint(), Optional.of(browser.keys()));
        assertEquals(Outcome.ACCEPTED, send(to, Kind.MESSAGE));
        var request = requests.take();
        assertEquals("normal", request.headers().getFirst("Urgency"));
        String start = "{\"kind\":\"message\",\"call\":\"topic0123456789\",\"caller\":\"Åsa \\\"Boss\\\"\",\"number\":\"+46701234567\",\"at\":" + NOW.toEpochMilli();
        assertEquals(start + "}", browser.read(request.body()));
        push.close();
        push = push(List.of("localhost"), true);
        assertEquals(Outcome.ACCEPTED, send(to, Kind.MESSAGE));
        assertEquals(start + ",\"text\":\"Lunch? 午饭\"}", browser.read(requests.take().body()));
    }

    @Test
    void whatTheServiceSays() throws Exception {
        var to = at(endpoint(), Optional.of(browser.keys()));
        for (int gone : new int[] { 404, 410 }) {
            answer = gone;
            assertEquals(Outcome.GONE, send(to, Kind.RINGS));
        }
        for (int failed : new int[] { 301, 400, 429, 500 }) {
            answer = failed;
            assertEquals(Outcome.FAILED, send(to, Kind.RINGS));
        }
        service.stop(0);
        assertEquals(Outcome.FAILED, send(to, Kind.RINGS));
    }

    /** No phone makes the node ask inside its own network. */
    @Test
    void endpointsInTheOwnNetworkAreRefused() throws Exception {
        push.close();
        push = push(List.of());
        for (String endpoint : List.of(endpoint(), "https://127.0.0.1/x", "https://192.168.1.1/", "https://[::1]/", "https://[fd00::1]/x",
                "https://10.0.0.1:443/", "https://100.64.0.1/", "https://0.0.0.0/", "https://localhost/", "https://intranet/",
                "http://push.example.com/x", "https://push.example.com:8443/x", "https://user@push.example.com/x",
                "https://push.example.com/#x", "file:///etc/passwd", "https:///x", "", "https://push.example.com/" + "x".repeat(2_000)))
            assertFalse(push.accepts(at(endpoint, Optional.empty())), endpoint);
        assertTrue(push.accepts(at("https://push.example.com/x", Optional.empty())));
        assertFalse(push.accepts(at("https://push.example.com/x", Optional.of(new Keys("a", "b")))));
        assertEquals(Outcome.FAILED, send(at("https://localhost.localdomain/x", Optional.empty()), Kind.RINGS), "by its address");
        assertEquals(Outcome.GONE, send(at(endpoint(), Optional.empty()), Kind.RINGS), "no longer allowed");
        assertTrue(requests.isEmpty());

        push.close();
        push = push(List.of("*.push.example", "relay.example"));
        assertTrue(push.accepts(at("https://eu.push.example:8443/x", Optional.empty())));
        assertTrue(push.accepts(at("https://RELAY.example/x", Optional.empty())));
        for (String other : List.of("https://push.example/", "https://evilpush.example/x", "https://relay.example.evil/", "https://10.0.0.1/"))
            assertFalse(push.accepts(at(other, Optional.empty())), other);
    }

    @Test
    void theKeyStaysTheSameAndIsTheOwnersAlone() throws Exception {
        var before = push.key();
        push.close();
        push = push(List.of());
        assertEquals(before, push.key());
        assertEquals(65, Base64.getUrlDecoder().decode(before.orElseThrow()).length);
        if (Files.getFileStore(data).supportsFileAttributeView("posix"))
            assertEquals("[OWNER_READ, OWNER_WRITE]", Files.getPosixFilePermissions(data.resolve("vapid.key")).stream().sorted().toList().toString());
    }
}
