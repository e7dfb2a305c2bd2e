package org.trunkline.http.internal.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.http.internal.AdminServer;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.FakeNode;
import org.trunkline.wire.Json;

class DownloadsTest {
    private static final int RECORDS = 1_100;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        client.shutdownNow();
        threads.shutdownNow();
    }

    private HttpServer serving(Downloads downloads, Answer.Content content, CountDownLatch ended) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange; var place = downloads.place()) {
                exchange.sendResponseHeaders(200, 0);
                place.write(content, exchange.getResponseBody());
            } catch (Problem p) {
                throw new IOException(p);
            } finally {
                ended.countDown();
            }
        });
        server.start();
        return server;
    }

    private static HttpRequest get(HttpServer server) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/")).build();
    }

    @Test
    void aPartIsNeverTakenForTheWhole() throws Exception {
        var server = serving(new Downloads(), out -> {
            out.write("half a record".getBytes(StandardCharsets.UTF_8));
            out.flush();
            throw new NodeUnavailableException("index-not-ready", List.of(), "the index went");
        }, new CountDownLatch(1));
        assertThrows(IOException.class, () -> client.send(get(server), HttpResponse.BodyHandlers.ofString()));
        server.stop(0);
    }

    @Test
    void aClientThatTakesNothingIsDropped() throws Exception {
        var ended = new CountDownLatch(1);
        var server = serving(new Downloads(Duration.ofMillis(200)), out -> {
            while (true)
                out.write(new byte[1 << 16]);
        }, ended);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertTrue(ended.await(20, TimeUnit.SECONDS));
        }
        server.stop(0);
    }

    @Test
    void fourAtOnceAndNoMore() throws Exception {
        var downloads = new Downloads();
        var first = downloads.place();
        for (int i = 1; i < 4; i++)
            downloads.place();
        assertEquals(503, assertThrows(Problem.class, downloads::place).document().status());
        first.close();
        downloads.place();
    }

    @Test
    void aResultIsExportedOverTheApi(@TempDir Path data) throws Exception {
        var node = new FakeNode();
        var generator = new CdrGenerator(3, Instant.parse("2026-11-21T08:00:00Z"), 0.1);
        for (int i = 0; i < RECORDS; i++)
            node.cdrs().add(generator.next());
        var server = AdminServer.start(node, "127.0.0.1", 0, data, failure -> { });
        var token = Files.readString(data.resolve("admin.token")).strip();
        var all = send(server, token, "?format=jsonl");
        assertEquals("application/x-ndjson", all.headers().firstValue("Content-Type").orElse(""));
        assertEquals(RECORDS, all.body().lines().count());
        assertEquals(RECORDS + 1, send(server, token, "").body().lines().count());
        var wrong = send(server, token, "?q=nonsense:1");
        assertEquals(400, wrong.statusCode());
        assertEquals("q", Json.parseAnswer(wrong.body().getBytes(StandardCharsets.UTF_8)).at("/errors/0/field").asText());
        assertEquals(400, send(server, token, "?format=pdf").statusCode());
        server.stop();
    }

    private HttpResponse<String> send(AdminServer server, String token, String query) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(server.url().orElseThrow() + "/api/v1/cdrs/export" + query))
                .header("Authorization", "Bearer " + token).build(), HttpResponse.BodyHandlers.ofString());
    }
}
