package org.trunkline.alert.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.api.alert.AlertStatus.Delivery;
import org.trunkline.domain.config.AlertRule;
import org.trunkline.domain.config.SavedSearch;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.engine.port.config.SavedSearches;
import org.trunkline.testkit.Await;
import org.trunkline.wire.json.Json;

class WebhookTest {
    private static final String SECRET = "0123456789abcdef";
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private record Got(String path, String signature, String delivery, String body) {}

    private final List<Got> got = new CopyOnWriteArrayList<>();
    private final AtomicReference<List<Integer>> answers = new AtomicReference<>(List.of());
    private final Webhook webhook = new Webhook(Set.of("127.0.0.1"), Duration.ofMinutes(1));
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/", exchange -> {
            try (exchange) {
                var headers = exchange.getRequestHeaders();
                var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                got.add(new Got(exchange.getRequestURI().getPath(), headers.getFirst("X-Trunkline-Signature"),
                        headers.getFirst("X-Trunkline-Delivery"), body));
                var all = answers.get();
                int status = got.size() <= all.size() ? all.get(got.size() - 1) : 204;
                exchange.getResponseHeaders().set("Location", "/elsewhere");
                exchange.sendResponseHeaders(status, -1);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        webhook.close();
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    private static AlertWatch watch(Optional<String> url, List<String> mailTo) {
        return new AlertWatch(new SavedSearch("Büsy \"A\"", "cause:busy", Optional.empty(), "anna", true, false,
                Optional.of(new AlertRule(1, Duration.ofMinutes(5), Duration.ofMinutes(5), url, mailTo))), () -> NOW);
    }

    private void send(String url) throws Exception {
        webhook.send(url, SECRET, AlertMessage.of(watch(Optional.of(url), List.of()), false, NOW), NOW);
    }

    @Test
    void itIsSigned() throws Exception {
        send(url());
        var only = got.getFirst();
        assertEquals(Webhook.signature(SECRET, NOW.getEpochSecond(), only.body().getBytes(StandardCharsets.UTF_8)),
                only.signature());
        assertFalse(only.signature().equals(Webhook.signature("another secret!!", NOW.getEpochSecond(),
                only.body().getBytes(StandardCharsets.UTF_8))));
        var json = Json.parseAnswer(only.body().getBytes(StandardCharsets.UTF_8));
        assertEquals("Büsy \"A\"", json.get("alert").asText());
        assertEquals(only.delivery(), json.get("id").asText());
        assertFalse(json.get("test").asBoolean());
    }

    /** Reckoned with Python's hmac: {@code hmac.new(b'0123456789abcdef', b'1.{}', 'sha256').hexdigest()}. */
    @Test
    void anybodyCanReckonTheSignature() {
        assertEquals("t=1,v1=2af693cb56b22c16912222aeefdc75a01de562bf70ee2015f41ecea48382997f", Webhook.signature(SECRET, 1, "{}".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void noOtherHostIsEverCalled() {
        for (String url : List.of(url().replace("127.0.0.1", "localhost"), url().replace("127.0.0.1", "127.0.0.2"),
                url().replace("127.0.0.1", "[::1]"), "file:///etc/passwd", "ftp://127.0.0.1/"))
            assertFalse(assertThrows(DeliveryFailure.class, () -> send(url), url).retryable());
        assertEquals(List.of(), got);
    }

    @Test
    void aRedirectIsNotFollowed() {
        answers.set(List.of(302));
        assertFalse(assertThrows(DeliveryFailure.class, () -> send(url())).retryable());
        assertEquals(List.of("/hook"), got.stream().map(Got::path).toList());
    }

    @Test
    void aServerInTroubleIsAskedAgainWithTheSameMessage() {
        answers.set(List.of(503, 429, 200));
        var outcome = throughTheOutbox(3);
        assertTrue(outcome.delivered());
        assertEquals(1, got.stream().map(Got::delivery).distinct().count());
        assertEquals(3, got.size());
    }

    @Test
    void whatIsRefusedForGoodIsNotTriedAgain() {
        answers.set(List.of(410, 200));
        var outcome = throughTheOutbox(1);
        assertFalse(outcome.delivered());
        assertEquals(new LocalizableText("webhook-answered", List.of("127.0.0.1", "410"), "127.0.0.1 answered 410"), outcome.why());
        assertEquals(1, got.size());
    }

    private Delivery throughTheOutbox(int tries) {
        var watch = watch(Optional.of(url()), List.of());
        var channels = new Channels();
        channels.add(new WebhookChannel(webhook, () -> NOW), Map.of());
        try (var messenger = new Messenger(new Outbox(() -> NOW, List.of(Duration.ofMillis(1), Duration.ofMillis(1))),
                channels, () -> NOW)) {
            messenger.tell(watch, new SavedSearches(List.of(watch.search()), Map.of(watch.search().name(), SECRET)), false);
            Await.until("the last try", () -> got.size() >= tries && watch.status().webhook()
                    .filter(d -> d.delivered() || !d.again()).isPresent());
        }
        return watch.status().webhook().orElseThrow();
    }

    @Test
    void notMoreThanAnybodyReads() {
        var refused = new CopyOnWriteArrayList<String>();
        try (var outbox = new Outbox(() -> NOW, List.of())) {
            for (int i = 0; i < 70; i++)
                outbox.send("a test", () -> { }, (delivered, why, _) -> {
                    if (!delivered)
                        refused.add(why.message());
                });
        }
        assertEquals(10, refused.size());
        assertEquals("more than 60 messages in 10 minutes", refused.getFirst());
    }
}
