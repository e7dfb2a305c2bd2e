package org.trunkline.nodetest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution that users get, on Apache Felix, asked from outside over HTTP and SIP. */
class NodeTest {
    @TempDir
    static Path folder;
    private static NodeProcess node;

    @BeforeAll
    static void start() throws Exception {
        node = NodeProcess.start(folder);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void theStatusIsTold() throws Exception {
        var answer = node.http("GET", "/api/v1/status", "");
        assertEquals(200, answer.statusCode(), answer::body);
        assertTrue(answer.headers().firstValue("Content-Type").orElse("").startsWith("application/json"));
    }

    @Test
    void aWrongTokenIsAProblem() throws Exception {
        var answer = node.http("GET", "/api/v1/status", "", "wrong");
        assertEquals(401, answer.statusCode(), answer::body);
        assertTrue(answer.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json"));
    }

    @Test
    void theApiDescribesItself() throws Exception {
        var answer = node.http("GET", "/api/v1/openapi.json", "");
        assertEquals(200, answer.statusCode(), answer::body);
        assertTrue(answer.body().contains("/subscribers"));
    }

    @Test
    void aWrongFieldIsNamed() throws Exception {
        var answer = node.http("POST", "/api/v1/subscribers", """
                {"username": "b b", "password": "correct horse", "nickname": "B"}""");
        assertTrue(answer.statusCode() == 400 || answer.statusCode() == 422, answer::body);
        assertTrue(answer.body().contains("nickname") || answer.body().contains("username"), answer::body);
    }

    /** As of two administrators who both press Ctrl+Z. */
    @Test
    void ofTwoWhoTakeAChangeBackAtOnceOneIsRefused() throws Exception {
        var made = node.http("POST", "/api/v1/subscribers", """
                {"username": "twice", "password": "correct horse", "displayName": "Before"}""");
        assertEquals(201, made.statusCode(), made::body);
        for (int i = 0; i < 5; i++) {
            var changed = node.http("PUT", "/api/v1/subscribers/twice", """
                    {"username": "twice", "password": "correct horse", "displayName": "After"}""");
            assertEquals(200, changed.statusCode(), changed::body);
            var path = "/api/v1/changes/" + newestChange() + "/revert";
            var start = new CyclicBarrier(2);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Callable<HttpResponse<String>> takeBack = () -> {
                    start.await();
                    return node.http("POST", path, "");
                };
                var answers = List.of(threads.submit(takeBack), threads.submit(takeBack));
                var first = answers.getFirst().get();
                var second = answers.getLast().get();
                assertEquals(200 + 422, first.statusCode() + second.statusCode(), () -> first.body() + second.body());
                assertTrue((first.statusCode() == 422 ? first : second).body().contains("\"taken-back\""), () -> first.body() + second.body());
            }
            assertTrue(node.http("GET", "/api/v1/subscribers/twice", "").body().contains("Before"));
        }
    }

    private static String newestChange() throws Exception {
        var list = node.http("GET", "/api/v1/changes?filter=twice&limit=1", "");
        var id = Pattern.compile("\"id\":\\s*(\\d+)").matcher(list.body());
        assertTrue(id.find(), list::body);
        return id.group(1);
    }

    @Test
    void optionsAreAnswered() throws Exception {
        try (var peer = new SipPeer(node.sip())) {
            assertEquals(200, SipPeer.status(peer.options()));
        }
    }

    @Test
    void aSubscriberRegistersAtOnce() throws Exception {
        var made = node.http("POST", "/api/v1/subscribers", """
                {"username": "grace", "password": "correct horse", "displayName": "Grace", "enabled": true}""");
        assertEquals(201, made.statusCode(), made::body);
        try (var phone = new SipPeer(node.sip())) {
            var registered = phone.registerWithDigest("grace", "correct horse");
            assertEquals(200, SipPeer.status(registered), () -> registered);
            assertTrue(registered.contains("Contact:"), () -> registered);
        }
        try (var phone = new SipPeer(node.sip())) {
            var refused = phone.registerWithDigest("grace", "wrong");
            assertTrue(SipPeer.status(refused) >= 400, () -> refused);
        }
    }

    @Test
    void aStrangerDoesNotRegister() throws Exception {
        try (var phone = new SipPeer(node.sip())) {
            var refused = phone.registerWithDigest("nobody", "guess");
            assertTrue(SipPeer.status(refused) >= 400, () -> refused);
        }
    }

    @Test
    void whatIsNoSipHarmsNothing() throws Exception {
        try (var peer = new SipPeer(node.sip())) {
            peer.send("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
            peer.send(new byte[] {0, 1, 2, 3});
            peer.send("INVITE sip:x SIP/2.0\r\nVia: SIP/2.0/UDP\r\nCSeq: -1 INVITE\r\n\r\n".getBytes(UTF_8));
            assertEquals(200, SipPeer.status(peer.options()));
        }
        assertFalse(node.output().contains("ERROR"), node::output);
        assertFalse(node.output().contains("\tat "), node::output);
    }

    @Test
    void noBundleFailedToStart() throws Exception {
        assertFalse(node.output().contains("did not start"), node::output);
    }
}
