package org.trunkline.nodetest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

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
