package org.trunkline.http.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.http.internal.answer.Request;
import org.trunkline.http.internal.endpoint.CdrEndpoints;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.wire.json.Json;

/** Written byte by byte: the JDK's client would refuse to send most of it. */
class HeadLimitsTest {
    @TempDir
    Path data;
    private AdminServer server;
    private URI base;
    private String token;

    @BeforeEach
    void start() throws IOException {
        server = AdminServer.start(new FakeNode(), "127.0.0.1", 0, data, failure -> { });
        base = server.url().orElseThrow();
        token = Files.readString(data.resolve("admin.token")).strip();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    /** All that comes back until the server closes. */
    private String ask(String start, String more) throws IOException {
        try (var socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write((start + "\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: Bearer " + token
                    + "\r\n" + more).getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private static JsonNode problem(int status, String answer) throws Exception {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        var problem = Json.parseAnswer(answer.substring(answer.indexOf("\r\n\r\n") + 4).getBytes(ISO_8859_1));
        assertEquals(status, problem.get("status").asInt());
        return problem;
    }

    private void theNextIsAnswered() throws IOException {
        assertTrue(ask("GET /api/v1/status HTTP/1.1", "\r\n").startsWith("HTTP/1.1 200 "));
    }

    @Test
    void tenThousandAlternativesAreToldTheLimitAndTheWayOut() throws Exception {
        var query = IntStream.range(0, 10_000).mapToObj(i -> "from%3A%2B4670" + (1_000_000 + i))
                .collect(Collectors.joining("%20OR%20"));
        assertTrue(query.length() > 250_000, "a long one");
        var detail = problem(414, ask("GET /api/v1/cdrs?q=" + query + " HTTP/1.1", "\r\n")).get("detail").asText();
        assertTrue(detail.contains(String.valueOf(HeadLimits.MAX_LINE)), detail);
        assertTrue(detail.contains("at most 4096 characters"), detail);
        theNextIsAnswered();
    }

    @Test
    void theLongestQueryTextFitsTheLine() throws Exception {
        var trunk = "trunk:";
        var query = trunk + "%E4%B8%AD".repeat(CdrEndpoints.MAX_QUERY - trunk.length()); // as wide as Chinese gets
        var answer = ask("GET /api/v1/cdrs?q=" + query + " HTTP/1.1", "\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer.substring(0, 40));
        problem(400, ask("GET /api/v1/cdrs?q=" + query + "x HTTP/1.1", "\r\n"));
    }

    @Test
    void tooManyHeaderFieldsAreToldSo() throws Exception {
        var detail = problem(431, ask("GET /api/v1/status HTTP/1.1", fields(HeadLimits.MAX_FIELDS) + "\r\n"))
                .get("detail").asText();
        assertTrue(detail.contains("100 of "), detail);
        problem(431, ask("GET /api/v1/status HTTP/1.1", "X-Same: 1\r\n".repeat(300) + "\r\n"));
        theNextIsAnswered();
    }

    private static String fields(int count) {
        return IntStream.range(0, count).mapToObj(i -> "X-Field-" + i + ": 1\r\n").collect(Collectors.joining());
    }

    @Test
    void tooLongAHeaderFieldIsToldSo() throws Exception {
        problem(431, ask("GET /api/v1/status HTTP/1.1", "X-Long: " + "x".repeat(HeadLimits.MAX_FIELD_BYTES) + "\r\n\r\n"));
        theNextIsAnswered();
    }

    /** The server beneath ends it; it must hold nothing up. */
    @Test
    void aHeadWithoutEndIsCutOff() throws Exception {
        try {
            ask("GET /" + "x".repeat(2 * HeadLimits.CUT_OFF_BYTES), "");
        } catch (SocketException e) {
            assertTrue(e.getMessage().matches("(?i).*(reset|broken pipe|aborted).*"), e.getMessage());
        }
        theNextIsAnswered();
    }

    @Test
    void aBodyThatCannotBeMeasuredIsRefused() throws Exception {
        var post = "POST /api/v1/trunks HTTP/1.1";
        var json = "Content-Type: application/json\r\n";
        assertTrue(ask(post, json + "Content-Length: -5\r\n\r\n").startsWith("HTTP/1.1 400 "));
        assertTrue(ask(post, json + "Content-Length: many\r\n\r\n").startsWith("HTTP/1.1 400 "));
        assertTrue(ask(post, json + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}").startsWith("HTTP/1.1 400 "));
        assertTrue(ask(post, json + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}").startsWith("HTTP/1.1 400 "));
        problem(400, ask(post, json + "Transfer-Encoding: bzip2\r\n\r\n")); // RFC 9112 §6.3: chunked must be the last
        theNextIsAnswered();
    }

    @Test
    void aBodyBeyondTheBoundIsToldSoBySizeAndByChunks() throws Exception {
        var json = "Content-Type: application/json\r\n";
        var body = "\"" + "x".repeat(Request.MAX_BODY) + "\"";
        problem(413, ask("POST /api/v1/trunks HTTP/1.1", json + "Content-Length: " + body.length() + "\r\n\r\n" + body));
        problem(413, ask("POST /api/v1/trunks HTTP/1.1", json + "Transfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n"));
        theNextIsAnswered();
    }
}
