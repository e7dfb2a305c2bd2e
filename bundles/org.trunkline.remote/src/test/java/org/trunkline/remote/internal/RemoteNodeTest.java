package org.trunkline.remote.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.NodeStatus;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.testkit.Samples;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.testkit.node.NodeContract;

/** The desk's node over real HTTP keeps the same contract as the one inside. */
class RemoteNodeTest extends NodeContract {
    @TempDir
    Path data;
    private final FakeNode fake = new FakeNode();
    private final HttpNodeConnector connector = new HttpNodeConnector(Duration.ofMillis(20));
    private RealServer server;
    private Node node;

    @BeforeEach
    void start() throws Exception {
        server = RealServer.start(fake, 0, data);
        node = connector.connect(url(), token());
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
        server.stop();
    }

    private URI url() throws Exception {
        return server.url();
    }

    private String token() throws IOException {
        return Files.readString(data.resolve("admin.token"));
    }

    @Override
    protected FakeNode backing() {
        return fake;
    }

    @Override
    protected Node node() {
        return node;
    }

    private String refusal(URI url, String token) {
        return assertThrows(NodeUnavailableException.class, () -> connector.connect(url, token)).getMessage();
    }

    @Test
    void whatIsWrongWithAConnectionIsSaid() throws Exception {
        assertTrue(refusal(url(), "x".repeat(43)).contains("refuses the token"));
        assertTrue(refusal(url(), "two words").contains("not a token"));
        assertTrue(refusal(URI.create("ftp://127.0.0.1"), "x").contains("is not the address of a node"));
        assertTrue(refusal(URI.create("nonsense"), "x").contains("is not the address of a node"));
        try (var silent = new Socket()) {
            silent.bind(new InetSocketAddress("127.0.0.1", 0)); // it has the port and listens to nobody
            assertTrue(refusal(URI.create("http://127.0.0.1:" + silent.getLocalPort()), "x").contains("Cannot connect to"));
        }
        assertEquals(url().toString(), node.name());
    }

    @Test
    void anotherProgramIsNotTakenForANode() throws Exception {
        assertTrue(refusalOf("<html>hello</html>").contains("not a Trunkline node"));
        assertTrue(refusalOf("{\"hello\":1}").contains("not a Trunkline node"));
        assertTrue(refusalOf("{\"api\":2,\"more\":[]}").contains("newer than this desk"));
        assertTrue(refusalOf("{\"api\":1}").contains("does not understand"));
    }

    /** As a wrong address may be that of anything. */
    @Test
    void anAnswerWithoutEndFillsNoMemory() throws Exception {
        var sent = new AtomicLong();
        var other = endless(sent);
        try {
            String why = refusal(URI.create("http://127.0.0.1:" + other.getAddress().getPort()), "x");
            assertTrue(why.contains("broke"), why);
            assertTrue(sent.get() < 1L << 28, "read on to " + sent.get());
        } finally {
            other.stop(0);
        }
    }

    @Test
    void aPartOfASearchWithoutEndFillsNoMemory() throws Exception {
        var sent = new AtomicLong();
        var other = endless(sent);
        try (var link = new HttpLink(URI.create("http://127.0.0.1:" + other.getAddress().getPort()), "x", Optional.empty());
                var answer = new RemoteAnswer(link, link.request("/cdrs/search").build())) {
            var refused = assertThrows(NodeUnavailableException.class, answer::next);
            assertEquals("answer-too-long", refused.code());
            assertTrue(refused.getMessage().endsWith("is longer than 16 MB"), refused.getMessage());
            assertTrue(sent.get() < 1L << 26, "read on to " + sent.get());
        } finally {
            other.stop(0);
        }
    }

    /** @param sent bytes of one line, so far */
    private static HttpServer endless(AtomicLong sent) throws IOException {
        var other = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        other.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            var much = new byte[1 << 20];
            while (sent.addAndGet(much.length) < 1L << 30)
                exchange.getResponseBody().write(much);
        });
        other.start();
        return other;
    }

    private String refusalOf(String answer) throws IOException {
        var other = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        other.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(answer.getBytes(UTF_8));
            exchange.close();
        });
        other.start();
        try {
            return refusal(URI.create("http://127.0.0.1:" + other.getAddress().getPort()), "x");
        } finally {
            other.stop(0);
        }
    }

    @Test
    void aNodeThatComesBackIsFoundAgain() throws Exception {
        var status = new LinkedBlockingQueue<NodeStatus>();
        var lost = new LinkedBlockingQueue<NodeUnavailableException>();
        var calls = new LinkedBlockingQueue<List<LiveCall>>();
        try (var _ = node.watch(status::add, lost::add); var _ = node.calls().watch(calls::add)) {
            next(status);
            next(calls);
            int port = url().getPort();
            server.stop();
            next(lost);
            assertThrows(NodeUnavailableException.class, node::status);
            status.clear();
            fake.calls().set(List.of(Samples.call(7)));
            server = RealServer.start(fake, port, data);
            next(status);
            assertEquals(List.of(Samples.call(7)), next(calls));
        }
    }

    @Test
    void aSecondWatcherIsToldAtOnce() throws Exception {
        fake.calls().set(List.of(Samples.call(1)));
        var first = new LinkedBlockingQueue<List<LiveCall>>();
        var second = new LinkedBlockingQueue<List<LiveCall>>();
        try (var _ = node.calls().watch(first::add)) {
            next(first);
            try (var _ = node.calls().watch(second::add)) {
                assertEquals(List.of(Samples.call(1)), next(second));
            }
        }
    }
}
