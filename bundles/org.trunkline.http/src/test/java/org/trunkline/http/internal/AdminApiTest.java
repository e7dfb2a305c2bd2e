package org.trunkline.http.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.domain.part.PartFailure;
import org.trunkline.http.internal.answer.Request;
import org.trunkline.http.internal.endpoint.CdrEndpoints;
import org.trunkline.http.internal.event.EventStreams;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.Samples;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.wire.json.Json;

class AdminApiTest {
    /** A subscriber of whom nothing is forwarded. */
    private static final String PLAIN =
            ",\"handling\":{\"noAnswerSeconds\":20,\"doNotDisturb\":false,\"callLimit\":0,\"pickupGroups\":[]},\"srtp\":\"offer\"";

    @TempDir
    Path data;
    private final FakeNode node = new FakeNode();
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<PartFailure> failures = new ArrayList<>();
    private AdminServer server;
    private URI base;
    private String token;

    @BeforeEach
    void start() throws IOException {
        server = AdminServer.start(node, "127.0.0.1", 0, data, failures::add);
        base = server.url().orElseThrow();
        token = Files.readString(data.resolve("admin.token")).strip();
    }

    @AfterEach
    void stop() {
        server.stop();
        client.shutdownNow();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> call(String method, String path, String body) throws Exception {
        return send(to(path).method(method, HttpRequest.BodyPublishers.ofString(body)).header("Content-Type",
                "application/json"));
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return Json.parseAnswer(response.body().getBytes(UTF_8));
    }

    private static JsonNode problem(int status, HttpResponse<String> response) throws Exception {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals("application/problem+json", response.headers().firstValue("Content-Type").orElse(""));
        assertEquals(status, json(response).get("status").asInt());
        assertFalse(json(response).get("detail").asText().isEmpty());
        return json(response);
    }

    private static List<String> fields(JsonNode problem) {
        var fields = new TreeSet<String>();
        problem.path("errors").forEach(e -> fields.add(e.get("field").asText() + " " + e.get("code").asText()));
        return List.copyOf(fields);
    }

    @Test
    void aPhoneFetchesItsSettingsWithTheTokenOfItsCardAlone() throws Exception {
        call("POST", "/api/v1/subscribers", "{\"username\":\"anna\",\"password\":\"correct horse\"}");
        problem(401, send(HttpRequest.newBuilder(base.resolve("/api/v1/subscribers/anna/phone-card"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))));
        problem(404, call("POST", "/api/v1/subscribers/bo/phone-card", "{}"));
        problem(422, call("POST", "/api/v1/subscribers/anna/phone-card", "{\"host\":\"203.0.113.1\"}"));
        assertEquals(List.of("colour unknown-field", "transport not-allowed"), fields(problem(422, call("POST",
                "/api/v1/subscribers/anna/phone-card", "{\"transport\":\"pigeon\",\"colour\":1}"))));
        var made = call("POST", "/api/v1/subscribers/anna/phone-card", "{}");
        assertEquals("no-store", made.headers().firstValue("Cache-Control").orElse(""));
        var password = json(made).get("password").asText();
        assertFalse(password.isEmpty());
        var file = send(HttpRequest.newBuilder(base.resolve("/provision/token-anna/yealink/phone.cfg")));
        assertEquals("200 account.1.password = " + password + "\n", file.statusCode() + " " + file.body());
        assertEquals("text/plain;charset=utf-8", file.headers().firstValue("Content-Type").orElse(""));
        assertEquals("no-store", file.headers().firstValue("Cache-Control").orElse(""));
        for (String wrong : List.of("/provision/token-bo/yealink/phone.cfg", "/provision/token-anna/yealink/other.cfg",
                "/provision/token-anna/yealink/", "/provision/token-anna", "/provision/"))
            problem(404, send(HttpRequest.newBuilder(base.resolve(wrong))));
        problem(405, send(HttpRequest.newBuilder(base.resolve("/provision/token-anna/yealink/phone.cfg"))
                .PUT(HttpRequest.BodyPublishers.ofString("log"))));
        problem(404, call("DELETE", "/api/v1/subscribers/bo/phone-card", ""));
        assertEquals(204, call("DELETE", "/api/v1/subscribers/anna/phone-card", "").statusCode());
        problem(404, send(HttpRequest.newBuilder(base.resolve("/provision/token-anna/yealink/phone.cfg"))));
    }

    @Test
    void phonesAreAskedToFetchTheirSettings() throws Exception {
        call("POST", "/api/v1/subscribers", "{\"username\":\"anna\",\"password\":\"correct horse\"}");
        node.registrations(List.of(Samples.contact()));
        problem(404, call("POST", "/api/v1/subscribers/bo/check-sync", ""));
        var answers = json(call("POST", "/api/v1/subscribers/" + Samples.contact().username() + "/check-sync", "")).get("items");
        assertEquals(List.of(Samples.contact().contact(), "true", "200 OK"), List.of(answers.get(0).get("contact").asText(),
                answers.get(0).get("told").asText(), answers.get(0).get("answer").asText()));
    }

    @Test
    void theTokenFileIsTheOwnersAndStays() throws Exception {
        var file = data.resolve("admin.token");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(43, token.length());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(token, TokenFile.readOrCreate(data));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        try (var files = Files.list(data)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void withoutTheTokenNothingIsTold() throws Exception {
        var none = send(HttpRequest.newBuilder(base.resolve("/api/v1/status")));
        problem(401, none);
        assertTrue(none.headers().firstValue("WWW-Authenticate").orElse("").startsWith("Bearer"));
        problem(401, send(HttpRequest.newBuilder(base.resolve("/api/v1/nowhere"))));
        problem(401, send(HttpRequest.newBuilder(base.resolve("/api/v1/events"))));
        problem(401, send(HttpRequest.newBuilder(base.resolve("/api/v1/status")).header("Authorization",
                "Basic " + token)));
    }

    @Test
    void guessingIsSlowedAndTheRightTokenIsNot() throws Exception {
        int last = 0;
        for (int i = 0; i < 12; i++)
            last = send(HttpRequest.newBuilder(base.resolve("/api/v1/status")).header("Authorization", "Bearer x" + i))
                    .statusCode();
        assertEquals(429, last);
        assertEquals(200, send(to("/api/v1/status")).statusCode());
    }

    @Test
    void healthNeedsNoTokenAndFollowsTheNode() throws Exception {
        assertEquals(200, send(HttpRequest.newBuilder(base.resolve("/health"))).statusCode());
        node.outage(Optional.of("store down"));
        var down = send(HttpRequest.newBuilder(base.resolve("/health")));
        assertEquals(503, down.statusCode());
        assertEquals("{\"status\":\"down\"}", down.body());
        assertTrue(problem(503, send(to("/api/v1/status"))).get("detail").asText().contains("store down"));
    }

    /** The JDK's client sets Host itself, so this one is written by hand. */
    @Test
    void aForeignNameForLoopbackIsRefused() throws Exception {
        try (var socket = new Socket(base.getHost(), base.getPort())) {
            socket.getOutputStream().write(("GET /health HTTP/1.1\r\nHost: evil.example:" + base.getPort()
                    + "\r\nConnection: close\r\n\r\n").getBytes(UTF_8));
            var answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 421"), answer);
        }
    }

    @Test
    void aSubscriberIsMadeReadReplacedAndDeleted() throws Exception {
        var made = call("POST", "/api/v1/subscribers",
                "{\"username\":\"anna\",\"password\":\"correct horse\",\"displayName\":\"Anna Å\"}");
        assertEquals(201, made.statusCode(), made.body());
        assertEquals("/api/v1/subscribers/anna", made.headers().firstValue("Location").orElse(""));
        assertEquals("{\"username\":\"anna\",\"displayName\":\"Anna Å\",\"enabled\":true" + PLAIN + "}", made.body());
        assertEquals("{\"items\":[" + made.body() + "],\"total\":1}", send(to("/api/v1/subscribers")).body());
        assertEquals("{\"username\":\"anna\",\"displayName\":\"\",\"enabled\":false" + PLAIN + "}",
                call("PUT", "/api/v1/subscribers/anna", "{\"enabled\":false}").body());
        var again = call("POST", "/api/v1/subscribers", "{\"username\":\"anna\",\"password\":\"correct horse\"}");
        assertEquals(List.of("username taken"), fields(problem(409, again)));
        assertEquals(204, call("DELETE", "/api/v1/subscribers/anna", "").statusCode());
        problem(404, send(to("/api/v1/subscribers/anna")));
        problem(404, call("PUT", "/api/v1/subscribers/anna", "{}"));
        assertEquals("There is no saved search \"a/b\"",
                problem(404, send(to("/api/v1/saved-searches/a%2Fb"))).get("detail").asText());
        assertEquals("There is no route \"default\"", problem(404, send(to("/api/v1/routes/default"))).get("detail").asText());
        problem(404, call("DELETE", "/api/v1/subscribers/anna", ""));
    }

    @Test
    void allErrorsOfFormAndSenseComeTogether() throws Exception {
        var problem = problem(422, call("POST", "/api/v1/trunks",
                "{\"name\":\" A\",\"port\":\"x\",\"maxCalls\":-1,\"colour\":\"red\",\"outbound\":{\"strip\":77}}"));
        assertEquals(List.of("colour unknown-field", "host required", "maxCalls out-of-range", "name not-trunk-name",
                "outbound.strip out-of-range", "port wrong-type"), fields(problem));
        assertEquals(0, json(send(to("/api/v1/trunks"))).get("total").asInt());
    }

    @Test
    void aCheckAnswersWithoutSaving() throws Exception {
        var checked = call("POST", "/api/v1/numbers?check=true", "{\"number\":\"0812\",\"subscriber\":\"nobody\"}");
        assertEquals(200, checked.statusCode());
        assertTrue(json(checked).get("errors").size() >= 1, checked.body());
        assertEquals("{\"errors\":[]}",
                call("POST", "/api/v1/trunks?check=true", "{\"name\":\"A\",\"host\":\"192.0.2.1\"}").body());
        assertEquals(0, json(send(to("/api/v1/trunks"))).get("total").asInt());
    }

    @Test
    void whatIsInUseSaysByWhom() throws Exception {
        call("POST", "/api/v1/trunks", "{\"name\":\"Telia A\",\"host\":\"192.0.2.1\"}");
        var made = call("POST", "/api/v1/routes", "{\"prefix\":\"\",\"trunks\":[\"Telia A\"]}");
        assertEquals("/api/v1/routes/default", made.headers().firstValue("Location").orElse(""));
        assertEquals(200, send(to("/api/v1/routes/default")).statusCode());
        var problem = problem(409, call("DELETE", "/api/v1/trunks/Telia%20A", ""));
        assertEquals("[\"route \"]", problem.get("dependents").toString());
    }

    @Test
    void aBrokenBodyIsPointedAt() throws Exception {
        var problem = problem(400, call("POST", "/api/v1/trunks", "{\n \"name\": ,\n}"));
        assertTrue(problem.get("detail").asText().startsWith("Line 2, column "), problem.toString());
        problem(415, send(to("/api/v1/trunks").POST(HttpRequest.BodyPublishers.ofString("{}"))));
        problem(422, call("POST", "/api/v1/trunks", "[]"));
        problem(413, call("POST", "/api/v1/trunks", "\"" + "x".repeat(Request.MAX_BODY) + "\""));
        assertEquals(200, send(to("/api/v1/trunks")).statusCode());
    }

    @Test
    void wrongPathsMethodsAndParametersAreTold() throws Exception {
        problem(404, send(to("/api/v1/nowhere")));
        problem(404, send(to("/api/v1/trunks/a/b")));
        var wrong = call("PUT", "/api/v1/trunks", "{}");
        assertEquals("GET, POST", wrong.headers().firstValue("Allow").orElse(""));
        problem(405, wrong);
        var mistyped = problem(400, send(to("/api/v1/trunks?limt=3")));
        assertEquals(List.of("limt unknown-parameter"), fields(mistyped));
        assertEquals("There is no parameter \"limt\" here; did you mean \"limit\"?", mistyped.get("detail").asText());
        assertEquals("There is no parameter \"wether\" here; there are after, filter, limit", // close to none
                problem(400, send(to("/api/v1/trunks?wether=3"))).get("detail").asText());
        assertEquals(List.of("limit invalid"), fields(problem(400, send(to("/api/v1/trunks?limit=0")))));
        assertEquals(List.of("sort invalid"), fields(problem(400, send(to("/api/v1/cdrs?sort=ladder")))));
        assertEquals(List.of("from invalid"), fields(problem(400, send(to("/api/v1/cdrs?from=yesterday")))));
        assertEquals(List.of("facets invalid"), fields(problem(400, send(to("/api/v1/cdrs/summary?facets=mos")))));
        assertEquals(List.of("topics invalid"), fields(problem(400, send(to("/api/v1/events?topics=weather")))));
        node.cdrs().add(Samples.cdr(1));
        assertEquals(List.of("after invalid"), fields(problem(400, send(to("/api/v1/cdrs?after=x")))));
    }

    @Test
    void aQueryIsAnsweredOrExplained() throws Exception {
        node.cdrs().add(Samples.cdr(1));
        node.cdrs().add(Samples.ladder(1));
        var found = json(send(to("/api/v1/cdrs?q=trunk%3A%22Telia+B%22&sort=-started&limit=10")));
        assertEquals(1, found.get("total").asInt());
        assertEquals("+46812345678", found.at("/items/0/to").asText());
        assertEquals(91_500, found.at("/items/0/durationMs").asInt());
        var id = Samples.id(1).value();
        assertEquals(found.at("/items/0"), json(send(to("/api/v1/cdrs/" + id))));
        assertEquals(2, json(send(to("/api/v1/cdrs/" + id + "/ladder"))).get("entries").size());
        problem(404, send(to("/api/v1/cdrs/" + Samples.id(9))));
        problem(404, send(to("/api/v1/cdrs/nonsense")));
        var problem = problem(400, send(to("/api/v1/cdrs?q=colour:red")));
        assertEquals("[\"0\",\"red\",\"no-such-field\",\"colour\"]", problem.at("/errors/0/args").toString());
    }

    private static String alternatives(int count) {
        var text = new StringBuilder("number:+46812345678");
        for (int i = 0; i < count; i++)
            text.append(" OR number:+4670").append(1_000_000 + i);
        return text.toString();
    }

    @Test
    void aSearchThatNoAddressHoldsIsPosted() throws Exception {
        node.cdrs().add(Samples.cdr(1));
        var query = alternatives(10_000);
        var rows = json(call("POST", "/api/v1/cdrs/rows", "{\"q\":\"" + query + "\",\"sort\":\"-started\",\"limit\":1}"));
        assertEquals("[1,true,\"terms\"]", "[" + rows.get("total") + "," + rows.get("partial") + "," + rows.get("reason") + "]");
        var summary = json(call("POST", "/api/v1/cdrs/summary",
                "{\"q\":\"" + query + "\",\"facets\":[\"cause\",\"trunk\"],\"buckets\":2}"));
        assertEquals("terms", summary.get("reason").asText());
        assertEquals(1, summary.at("/facets/trunk/0/count").asInt());
        var file = call("POST", "/api/v1/cdrs/export", "{\"q\":\"" + query + "\",\"format\":\"jsonl\"}");
        assertEquals("terms", file.headers().firstValue("X-Trunkline-Partial").orElse(""));
        assertEquals(Samples.id(1).value(), json(file).get("id").asText());
        assertEquals(json(send(to("/api/v1/cdrs?q=cause:normal"))), json(call("POST", "/api/v1/cdrs", "{\"q\":\"cause:normal\"}")),
                "a short one may be posted too");
        assertEquals(json(send(to("/api/v1/cdrs/trunks?step=60"))), json(call("POST", "/api/v1/cdrs/trunks", "{\"step\":60,\"q\":null}")));
        var tooLong = problem(400, send(to("/api/v1/cdrs?q=" + "x".repeat(CdrEndpoints.MAX_QUERY + 1))));
        assertTrue(tooLong.get("detail").asText().endsWith("send a longer one as JSON by POST"), tooLong.toString());
    }

    @Test
    void whatIsWrongWithAPostedSearchIsTold() throws Exception {
        var path = "/api/v1/cdrs/rows";
        assertEquals(List.of("limit wrong-type"), fields(problem(400, call("POST", path, "{\"limit\":\"5\"}"))));
        assertEquals(List.of("limit invalid"), fields(problem(400, call("POST", path, "{\"limit\":501}"))));
        assertEquals(List.of("limit invalid"), fields(problem(400, call("POST", path, "{\"limit\":" + "9".repeat(30) + "}"))));
        assertEquals(List.of("q wrong-type"), fields(problem(400, call("POST", path, "{\"q\":{}}"))));
        assertEquals(List.of(" wrong-type"), fields(problem(400, call("POST", path, "[]"))));
        assertEquals(List.of("facets unknown-parameter"), fields(problem(400, call("POST", path, "{\"facets\":[]}"))));
        assertEquals(List.of("facets wrong-type"), fields(problem(400, call("POST", "/api/v1/cdrs/summary", "{\"facets\":[1]}"))));
        assertEquals(List.of("facets wrong-type"), fields(problem(400, call("POST", "/api/v1/cdrs/summary", "{\"facets\":\"cause\"}"))));
        assertEquals(List.of("q unknown-parameter"), fields(problem(400, call("POST", path + "?q=cause:busy", "{}"))));
        assertEquals(List.of("q query"), fields(problem(400, call("POST", path, "{\"q\":\"colour:red\"}"))));
        assertEquals(List.of("from invalid"), fields(problem(400, call("POST", path, "{\"from\":\"yesterday\"}"))));
        var detail = problem(413, call("POST", path, "{\"q\":\"" + "x".repeat(Request.MAX_BODY) + "\"}")).get("detail").asText();
        assertTrue(detail.contains("1048576 bytes"), detail);
        problem(401, send(HttpRequest.newBuilder(base.resolve(path)).POST(HttpRequest.BodyPublishers.ofString("{}"))));
        assertEquals("GET, POST", send(to(path).DELETE()).headers().firstValue("Allow").orElse(""));
    }

    @Test
    void callsAreListedAndHungUp() throws Exception {
        node.calls().set(List.of(Samples.call(1)));
        assertEquals(1, json(send(to("/api/v1/calls"))).get("total").asInt());
        assertEquals(204, call("DELETE", "/api/v1/calls/" + Samples.id(1), "").statusCode());
        problem(404, call("DELETE", "/api/v1/calls/" + Samples.id(1), ""));
        problem(404, call("DELETE", "/api/v1/calls/x", ""));
    }

    @Test
    void theDescriptionIsServedToAll() throws Exception {
        var document = json(send(HttpRequest.newBuilder(base.resolve("/api/v1/openapi.json"))));
        assertEquals("3.1.0", document.get("openapi").asText());
    }

    @Test
    void aTakenPortLeavesTheNodeRunning() {
        var second = AdminServer.start(node, "127.0.0.1", base.getPort(), data, failures::add);
        assertEquals(Optional.empty(), second.url());
        second.stop();
        assertEquals(List.of("http-port-in-use"), failures.stream().map(PartFailure::code).toList());
        assertTrue(failures.getFirst().message().contains("port " + base.getPort()), failures.toString());
    }

    @Test
    void aTokenThatIsNoneIsRefused() throws Exception {
        Files.writeString(data.resolve("admin.token"), "secret\n");
        var second = AdminServer.start(node, "127.0.0.1", 0, data, failures::add);
        assertEquals(Optional.empty(), second.url());
        second.stop();
        assertEquals(List.of("admin-token"), failures.stream().map(PartFailure::code).toList());
        assertFalse(failures.toString().contains("secret"), failures.toString());
    }

    @Test
    void eventsComeAsTheyHappen() throws Exception {
        try (var socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(("GET /api/v1/events?topics=cdrs,config HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    + "Authorization: Bearer " + token + "\r\n\r\n").getBytes(UTF_8));
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            await(in, "event: config");
            node.cdrs().add(Samples.cdr(1));
            await(in, "event: cdrs");
            assertTrue(in.readLine().contains("\"total\":1"));
        }
        // a write to the closed socket fails, and the watch ends
        Await.until("the watches end", () -> node.watchers() == 0, () -> node.cdrs().add(Samples.cdr(2)));
    }

    /** It must cost the node neither memory nor a thread. */
    @Test
    void aClientThatDoesNotReadIsDropped() throws Exception {
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
            socket.getOutputStream().write(("GET /api/v1/events?topics=cdrs HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    + "Authorization: Bearer " + token + "\r\n\r\n").getBytes(UTF_8));
            Await.until("the client is let in", () -> node.watchers() > 0);
            var rows = Collections.nCopies(5_000, CdrRow.of(Samples.cdr(1)));
            Await.until("the client is left", () -> node.watchers() == 0, () -> node.cdrs().tell(rows));
        }
        assertEquals(200, send(to("/api/v1/status")).statusCode());
    }

    @Test
    void soManyEventClientsAndNoMore() throws Exception {
        var sockets = new ArrayList<Socket>();
        try {
            var answers = new ArrayList<String>();
            for (int i = 0; i <= EventStreams.MAX_CLIENTS; i++) {
                var socket = new Socket(base.getHost(), base.getPort());
                sockets.add(socket);
                socket.setSoTimeout(60_000);
                socket.getOutputStream().write(("GET /api/v1/events?topics=config HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                        + "Authorization: Bearer " + token + "\r\n\r\n").getBytes(UTF_8));
                answers.add(new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine());
            }
            assertEquals(1, Collections.frequency(answers, "HTTP/1.1 503 Service Unavailable"), answers::toString);
            assertEquals(EventStreams.MAX_CLIENTS, Collections.frequency(answers, "HTTP/1.1 200 OK"), answers::toString);
        } finally {
            for (var socket : sockets)
                socket.close();
        }
    }

    private static void await(BufferedReader in, String line) throws IOException {
        for (var read = in.readLine(); read != null; read = in.readLine())
            if (read.equals(line))
                return;
        throw new AssertionError("the stream ended before " + line);
    }
}
