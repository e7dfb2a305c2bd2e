package org.trunkline.http.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.api.plugin.ApiSessions.Session;
import org.trunkline.api.plugin.PluginEvent;
import org.trunkline.http.internal.answer.Caller;
import org.trunkline.http.internal.answer.Right;
import org.trunkline.http.internal.endpoint.NodeEndpoints;
import org.trunkline.http.internal.endpoint.PluginWebEndpoints;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.Samples;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.testkit.node.PluginSamples;
import org.trunkline.wire.CallJson;
import org.trunkline.wire.CdrJson;
import org.trunkline.wire.json.Json;

/** What a plug-in may do with its own token: what its permissions say, and no more. */
class PluginSessionsTest {
    private static final String CRM = PluginSamples.crm().id();
    private static final List<String> ALL = List.of("records.read", "calls.read", "calls.control", "config.read",
            "config.write", "personal");

    @TempDir
    Path data;
    private final FakeNode node = new FakeNode();
    private final HttpClient client = HttpClient.newHttpClient();
    private AdminServer server;

    @BeforeEach
    void start() {
        server = AdminServer.start(node, "127.0.0.1", 0, data, failure -> { });
        node.cdrs().add(Samples.cdr(1));
        node.calls().set(List.of(Samples.call(1)));
    }

    @AfterEach
    void stop() {
        server.stop();
        client.shutdownNow();
    }

    private Session session(String... permissions) {
        return server.sessions().orElseThrow().open(CRM, List.of(permissions));
    }

    private HttpResponse<String> call(String method, String path, String token, String body) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(server.url().orElseThrow() + path))
                .header("Authorization", "Bearer " + token).header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, Session session) throws Exception {
        return call("GET", path, session.token(), "");
    }

    private static void forbids(String missing, HttpResponse<String> response) throws Exception {
        assertEquals(403, response.statusCode(), response.body());
        var detail = Json.parseAnswer(response.body().getBytes(UTF_8)).get("detail").asText();
        assertTrue(detail.contains(missing), detail);
    }

    @Test
    void everyEndpointHasAnEntryAndEveryEntryAnEndpoint() {
        var real = new NodeEndpoints(node, data).all().stream().map(e -> e.method() + " " + e.template())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(real, new TreeSet<>(SessionRights.all().keySet()),
                "say in SessionRights what a plug-in needs for it");
    }

    /** With each of the permissions but those that it needs an endpoint is refused, with them it is reached. */
    @Test
    void eachEndpointAsksForItsPermissions() throws Exception {
        for (var endpoint : new NodeEndpoints(node, data).all()) {
            var right = SessionRights.of(endpoint);
            var path = endpoint.template().replaceFirst("/plugins/\\{id}", "/plugins/" + CRM).replaceAll("\\{[^}]*}", "nothing");
            for (String permission : right.permissions()) {
                var others = new TreeSet<>(ALL);
                others.remove(permission);
                forbids(permission, call(endpoint.method(), path, session(others.toArray(String[]::new)).token(), "{}"));
            }
            int status = call(endpoint.method(), path, session(ALL.toArray(String[]::new)).token(), "{}").statusCode();
            assertEquals(right == Right.NEVER, status == 403, endpoint.method() + " " + path + " " + status);
        }
    }

    @Test
    void administrationIsNeverAPluginsOwn() {
        for (String part : List.of("/persons", "/retention", "v1/settings", "/legal-holds", "/history", "/drain", "/blocked-sources"))
            SessionRights.all().forEach((endpoint, right) -> {
                if (endpoint.contains(part))
                    assertEquals(Right.NEVER, right, endpoint);
            });
        SessionRights.all().forEach((endpoint, right) -> {
            if (endpoint.contains("/plugins"))
                assertTrue(Set.of(Right.OWN, Right.NEVER).contains(right), endpoint);
        });
    }

    @Test
    void aClosedSessionIsRefusedAndOthersGoOn() throws Exception {
        var first = session();
        var second = session();
        assertNotEquals(first.token(), second.token());
        assertEquals(43, first.token().length());
        assertFalse(first.toString().contains(first.token()));
        assertEquals(server.url().orElseThrow(), first.url());
        assertEquals(200, get("/api/v1/status", first).statusCode());
        server.sessions().orElseThrow().close(first);
        server.sessions().orElseThrow().close(first);
        assertEquals(401, get("/api/v1/status", first).statusCode());
        assertEquals(200, get("/api/v1/status", second).statusCode());
    }

    @Test
    void withoutPermissionForPersonsNumbersAndNamesAreCut() throws Exception {
        var cdr = Samples.cdr(1);
        var paths = List.of("/api/v1/cdrs", "/api/v1/cdrs/rows", "/api/v1/cdrs/search?facets=trunk", "/api/v1/cdrs/" + cdr.id().value(), "/api/v1/calls");
        for (String path : paths) {
            var clear = get(path, session("records.read", "calls.read", "personal")).body();
            var masked = get(path, session("records.read", "calls.read")).body();
            assertTrue(clear.contains(cdr.from().normalised()), path + clear);
            for (String number : List.of(cdr.from().normalised(), cdr.from().dialled(), cdr.to().normalised(), cdr.to().dialled()))
                assertFalse(masked.contains("\"" + number + "\""), path + " tells " + number + ": " + masked);
            assertTrue(masked.contains("****"), masked);
            assertTrue(masked.contains(cdr.id().value()), masked);
        }
    }

    /** How many calls are from +4670123* tells the digits that are masked, one after another. */
    @Test
    void withoutPermissionForPersonsNobodyIsSearchedFor() throws Exception {
        var session = session("records.read");
        for (var text : List.of("from:%2B467*", "to:4711", "-number:*7", "trunk:telia+OR+(cause:busy+AND+peer:anna)", "callid:a8*", "4711", "cause:(busy+OR+declined)+anna"))
            for (var path : List.of("/api/v1/cdrs", "/api/v1/cdrs/rows", "/api/v1/cdrs/search", "/api/v1/cdrs/summary", "/api/v1/cdrs/trunks"))
                forbids("permission personal", get(path + "?q=" + text, session));
        forbids("\"from\"", call("POST", "/api/v1/cdrs/summary", session.token(), "{\"q\":\"from:+467*\"}"));
        for (var sort : List.of("from", "-to", "number", "peer"))
            forbids("permission personal", get("/api/v1/cdrs?sort=" + sort, session));
        forbids("\"customer\"", get("/api/v1/cdrs/search?attributes=customer", session));
        assertEquals(200, get("/api/v1/cdrs?q=cause:(busy+OR+normal)+duration:%3E1s+-trunk:telia&sort=-duration", session).statusCode());
        assertEquals(400, get("/api/v1/cdrs?q=cause:nothing-such", session).statusCode());
        assertEquals(200, get("/api/v1/cdrs?q=from:%2B467*&sort=from", session("records.read", "personal")).statusCode());
        assertEquals(200, call("GET", "/api/v1/cdrs?q=from:%2B467*", Files.readString(data.resolve("admin.token")).strip(), "").statusCode());
    }

    /** What a client reads as one word of several is no number. */
    @Test
    void aMaskedRecordCanStillBeRead() throws Exception {
        var masked = get("/api/v1/cdrs/" + Samples.cdr(1).id().value(), session("records.read"));
        var read = CdrJson.read(Json.parseAnswer(masked.body().getBytes(UTF_8)));
        assertEquals(Samples.cdr(1).cause(), read.cause());
        assertEquals(Samples.cdr(1).quality(), read.quality());
        var calls = get("/api/v1/calls", session("calls.read"));
        assertEquals(1, CallJson.readList(Json.parseAnswer(calls.body().getBytes(UTF_8))).size());
        var summary = get("/api/v1/cdrs/summary?facets=cause,trunk", session("records.read")).body();
        assertTrue(summary.contains("\"" + Samples.cdr(1).cause().code() + "\""), summary);
    }

    @Test
    void theAuditNamesThePlugin() {
        assertEquals("plugin:com.example.crm", Caller.plugin("com.example.crm", List.of()).author("admin"));
        assertEquals("anna", Caller.ADMINISTRATOR.author("anna"));
    }

    @Test
    void aPluginHasItsOwnWebPathAlone() throws Exception {
        var session = session();
        assertEquals("GET people/a%2Fb?q=x%20y ", get("/api/v1/plugins/" + CRM + "/web/people/a%2Fb?q=x+y", session).body());
        forbids("com.example.other", get("/api/v1/plugins/com.example.other/web/people", session));
        var admin = Files.readString(data.resolve("admin.token")).strip();
        for (String method : PluginWebEndpoints.METHODS)
            assertTrue(call(method, "/api/v1/plugins/" + CRM + "/web/people", admin, "x").body()
                    .startsWith(method + " people"), method);
        assertEquals(404, call("GET", "/api/v1/plugins/com.example.none/web/people", admin, "").statusCode());
    }

    @Test
    void eventsAreWithinThePermissions() throws Exception {
        forbids("calls.read", get("/api/v1/events?topics=status,calls", session("records.read")));
        forbids("com.example.other", get("/api/v1/events?topics=com.example.other/popped", session(ALL.toArray(String[]::new))));
        forbids("administrator", get("/api/v1/events?topics=plugin-events", session(ALL.toArray(String[]::new))));
        assertEquals(400, get("/api/v1/events?topics=weather", session()).statusCode());
    }

    private BufferedReader events(Socket socket, String topics, String token) throws Exception {
        socket.getOutputStream().write(("GET /api/v1/events?topics=" + topics + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + "Connection: close\r\nAuthorization: Bearer " + token + "\r\n\r\n").getBytes(UTF_8));
        socket.setSoTimeout(10_000);
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    private static String next(BufferedReader reader, String event) throws Exception {
        for (var line = reader.readLine(); line != null; line = reader.readLine())
            if (line.equals("event: " + event))
                return reader.readLine();
        return "ended";
    }

    @Test
    void eventsOfPluginsComeAndRecordsAreMasked() throws Exception {
        var session = session("records.read");
        try (var socket = new Socket("127.0.0.1", server.url().orElseThrow().getPort())) {
            var reader = events(socket, "cdrs," + CRM + "/popped", session.token());
            Await.until("the stream listens", () -> node.plugins().watchers() == 1);
            node.plugins().publish(new PluginEvent(CRM, "other", "{}"));
            node.plugins().publish(new PluginEvent(CRM, "popped", "{\"a\":\n1}"));
            assertEquals("data: {\"a\": 1}", next(reader, CRM + "/popped"));
            node.cdrs().tell(List.of(CdrRow.of(Samples.cdr(1))));
            var row = next(reader, "cdrs");
            assertFalse(row.contains(Samples.cdr(1).from().normalised()), row);
            server.sessions().orElseThrow().close(session);
            assertEquals("ended", next(reader, "cdrs"));
        }
    }

    @Test
    void anAdministratorHearsAllPlugins() throws Exception {
        try (var socket = new Socket("127.0.0.1", server.url().orElseThrow().getPort())) {
            var reader = events(socket, "plugin-events", Files.readString(data.resolve("admin.token")).strip());
            Await.until("the stream listens", () -> node.plugins().watchers() == 1);
            node.plugins().publish(new PluginEvent(CRM, "popped", "{\"a\":1}"));
            assertEquals("data: {\"plugin\":\"" + CRM + "\",\"topic\":\"popped\",\"event\":{\"a\":1}}",
                    next(reader, "plugin-events"));
        }
    }
}
