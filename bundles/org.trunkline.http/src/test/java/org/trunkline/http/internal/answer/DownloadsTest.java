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
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.http.internal.AdminServer;
import org.trunkline.http.internal.listen.Connections;
import org.trunkline.http.internal.listen.Listener;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.wire.json.Json;

class DownloadsTest {
    private static final int RECORDS = 1_100;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();
    private Listener listener;

    @AfterEach
    void stop() {
        client.shutdownNow();
        if (listener != null)
            listener.close();
        threads.shutdownNow();
    }

    /** @return where it serves */
    private URI serving(Downloads downloads, Answer.Content content, CountDownLatch ended) throws IOException {
        var connections = new Connections();
        listener = new Listener(new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void service(HttpServletRequest in, HttpServletResponse out) throws IOException {
                var remote = new InetSocketAddress(in.getRemoteAddr(), in.getRemotePort());
                try (var place = downloads.place()) {
                    place.write(content, out.getOutputStream(), connections.find(remote).orElseThrow()::abort);
                } catch (Problem p) {
                    throw new IOException(p);
                } finally {
                    ended.countDown();
                }
            }
        }, connections, 8192, threads);
        var url = listener.listen(InetAddress.getLoopbackAddress(), 0, Optional.empty());
        listener.start();
        return url;
    }

    @Test
    void aPartIsNeverTakenForTheWhole() throws Exception {
        var url = serving(new Downloads(), out -> {
            out.write("half a record".getBytes(StandardCharsets.UTF_8));
            out.flush();
            throw new NodeUnavailableException("index-not-ready", List.of(), "the index went");
        }, new CountDownLatch(1));
        assertThrows(IOException.class, () -> client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString()));
    }

    @Test
    void aClientThatTakesNothingIsDropped() throws Exception {
        var ended = new CountDownLatch(1);
        var url = serving(new Downloads(Duration.ofMillis(200)), out -> {
            while (true)
                out.write(new byte[1 << 16]);
        }, ended);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertTrue(ended.await(20, TimeUnit.SECONDS));
        }
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
