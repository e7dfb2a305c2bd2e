package org.trunkline.http.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.http.internal.listen.Connections;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.node.FakeNode;

/** Unfinished requests of strangers keep nobody out: neither others, nor a client of the same address. */
class FloodTest {
    private static final int STRANGERS = 260;
    private static final int EVENT_CLIENTS = 500;

    @TempDir
    Path data;
    private final FakeNode node = new FakeNode();
    private final List<Socket> sockets = new ArrayList<>();
    private AdminServer server;
    private URI base;
    private String token;

    @BeforeEach
    void start() throws IOException {
        server = AdminServer.start(node, "127.0.0.1", 0, data, failure -> { });
        base = server.url().orElseThrow();
        token = Files.readString(data.resolve("admin.token")).strip();
    }

    @AfterEach
    void stop() throws IOException {
        for (var socket : sockets)
            socket.close();
        server.stop();
    }

    private Socket connect(String from, String text) throws IOException {
        var socket = new Socket();
        sockets.add(socket);
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        return socket;
    }

    private String request(String path, String more) {
        return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token + "\r\n" + more + "\r\n";
    }

    private static String line(Socket socket) throws IOException {
        var line = new StringBuilder();
        for (int c = socket.getInputStream().read(); c >= 0 && c != '\n'; c = socket.getInputStream().read())
            line.append((char) c);
        return line.toString().strip();
    }

    private boolean closed(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void unfinishedRequestsOfOneAddressKeepNobodyOut() throws Exception {
        var known = connect("127.0.0.1", request("/api/v1/events?topics=config", ""));
        assertEquals("HTTP/1.1 200 OK", line(known));
        for (int i = 0; i < STRANGERS; i++)
            connect("127.0.0.1", "GET /api/v1/status HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ");
        assertEquals("HTTP/1.1 200 OK", line(connect("127.0.0.1", request("/api/v1/status", ""))), "of the same address");
        assertEquals("HTTP/1.1 200 OK", line(connect("127.0.0.2", request("/api/v1/status", ""))), "of another");
        var flood = sockets.subList(1, 1 + STRANGERS);
        Await.until("strangers make way", () -> flood.stream().filter(this::closed).count()
                >= STRANGERS - Connections.STRANGERS_PER_SOURCE);
        assertTrue(!closed(known), "one with a token stays");
    }

    @Test
    void unfinishedBodiesWithoutATokenKeepNobodyOut() throws Exception {
        for (int i = 0; i < STRANGERS; i++)
            connect("127.0.0.3", "POST /api/v1/trunks HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n"
                    + "Content-Type: application/json\r\n\r\n{");
        assertEquals("HTTP/1.1 200 OK", line(connect("127.0.0.3", request("/api/v1/status", ""))));
    }

    /** More than are served at once. */
    @Test
    void unfinishedBodiesOfRefusedRequestsKeepNobodyOut() throws Exception {
        for (int i = 0; i < 80; i++) {
            connect("127.0.0.1", refused() + "{");
            assertEquals("HTTP/1.1 200 OK", line(connect("127.0.0.2", request("/api/v1/status", ""))));
        }
    }

    @Test
    void aRefusedRequestWhoseBodyEndsHalfwayIsAnswered() throws Exception {
        var socket = connect("127.0.0.1", refused() + "{");
        socket.shutdownOutput();
        assertEquals("HTTP/1.1 404 Not Found", line(socket));
    }

    private String refused() {
        return request("/api/v1/nothing", "Content-Length: 1000\r\n").replaceFirst("GET", "POST");
    }

    /** Without a thread each: neither a platform thread, nor a virtual one that waits. */
    @Test
    void fiveHundredEventClientsAreCheap() throws Exception {
        connect("127.0.0.1", request("/api/v1/status", ""));
        long threads = Thread.getAllStackTraces().size();
        long before = used();
        for (int i = 0; i < EVENT_CLIENTS; i++)
            assertEquals("HTTP/1.1 200 OK", line(connect("127.0.0.1", request("/api/v1/events?topics=config", ""))));
        assertEquals(EVENT_CLIENTS, node.watchers());
        long taken = used() - before;
        assertTrue(Thread.getAllStackTraces().size() - threads < 16, "threads");
        assertTrue(taken < 60 << 20, () -> "500 event clients take " + taken / 1024 + " KiB");
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
