package org.trunkline.http.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.http.internal.endpoint.NodeEndpoints;
import org.trunkline.testkit.Samples;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.testkit.node.PluginSamples;
import org.trunkline.wire.json.Json;

/** Whatever a body holds, each operation of the description that takes one answers with what is wrong, and is there for the next. */
class HostileBodiesTest {
    /** Of each kind one that is taken, so that what is changed in it is all that is wrong. */
    private static final Map<String, String> FINE = Map.ofEntries(
            Map.entry("subscribers", "{'username':'anna','password':'correct horse','handling':{'forwardBusy':'bo'}}"),
            Map.entry("trunks", "{'name':'A','host':'192.0.2.1','registration':{'username':'a','password':'b'},'outbound':{},"
                    + "'inbound':{},'security':{},'tariff':{'currency':'SEK','perMinute':0.5,'prefixes':[{'prefix':'+46',"
                    + "'perMinute':1}]}}"),
            Map.entry("numbers", "{'number':'+46812345678','subscriber':'anna'}"),
            Map.entry("routes", "{'prefix':'+46','trunks':['A']}"),
            Map.entry("ring-groups", "{'name':'sales','members':['anna']}"),
            Map.entry("saved-searches", "{'name':'Busy','query':'cause:busy','alert':{'webhook':'https://hooks.example/x',"
                    + "'secret':'0123456789abcdef','mailTo':['noc@example.com'],'channels':[{'channel':'com.example.pager/page','settings':{"
                    + "'number':'+46701234567','pin':'4711'}}]}}"),
            Map.entry("legal-holds", "{'name':'Case 7','query':'cause:busy','reason':'court'}"),
            Map.entry("settings", "{'values':{'trunkline.region':'SE','trunkline.sip.port':'5070'}}"),
            Map.entry("retention", "{'recordDays':365}"), Map.entry("persons", "{'number':'+46701234567'}"),
            Map.entry("plugins", "{'enabled':true,'settings':{'pause':'15'}}"),
            Map.entry("publishers", "{'certificate':'-----BEGIN CERTIFICATE-----','inside':false}"),
            Map.entry("changes", "{'changes':[{'kind':'subscriber','action':'replace','key':'anna','entry':{'username':'anna'}}]}"),
            Map.entry("phone-card", "{'password':'correct horse','host':'192.0.2.10','transport':'udp'}"),
            Map.entry("test-calls", "{'draft':{'name':'A','host':'192.0.2.1','registration':{'username':'a','password':'b'},'outbound':{},"
                    + "'inbound':{},'security':{},'tariff':{'currency':'SEK','perMinute':0.5,'prefixes':[{'prefix':'+46','perMinute':1}]}},"
                    + "'number':'+46701234567','codecs':['PCMA'],'headers':['X-A: b']}"),
            Map.entry("route-test", "{'number':'+46701234567','subscriber':'anna'}"),
            Map.entry("trunk-test", "{'name':'A','host':'192.0.2.1','registration':{'username':'a','password':'b'},'outbound':{},"
                    + "'inbound':{},'security':{},'tariff':{'currency':'SEK','perMinute':0.5,'prefixes':[{'prefix':'+46',"
                    + "'perMinute':1}]}}"),
            Map.entry("calls", "{'subscriber':'anna','number':'+46701234567'}"),
            Map.entry("trunk-calls", "{'subscriber':'anna','number':'+46701234567'}"),
            Map.entry("listeners", "{'subscriber':'anna'}"),
            Map.entry("cdrs", "{'q':'cause:busy'}"));
    private static final Map<String, String> KEYS = Map.of("subscribers", "username", "trunks", "name", "numbers", "number",
            "routes", "prefix", "ring-groups", "name", "saved-searches", "name", "legal-holds", "name");
    /** No JSON, or more of it than anybody needs. */
    private static final Map<String, byte[]> MALFORMED = malformed();
    /** What stands where something else was to be. */
    private static final List<String> VALUES = List.of("{}", "[]", "[[]]", "[{}]", "{\"a\":1}", "true", "-1", "1.5", "1e300", "1e999999999", "1e-999999999", "-0.0",
            "99999999999999999999", "-9223372036854775809", "\"\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "[\"\\u0000\"]", "[null]",
            "\"" + "x".repeat(70_000) + "\"", "\"\\u202e\\n\\r\"", "\"'; drop table subscriber; --\"", "null");

    @TempDir
    Path data;
    private final FakeNode node = new FakeNode();
    private final HttpClient client = HttpClient.newHttpClient();
    private final JsonNode document = read();
    private AdminServer server;
    private String token;

    private static Map<String, byte[]> malformed() {
        var all = new LinkedHashMap<String, byte[]>();
        for (String text : List.of("", " ", "{", "}", "[", "{\"a\"", "{\"a\":}", "{a:1}", "{'a':1}", "{} {}", "{},", "nul", "NaN", "01",
                "{\"a\":1,\"a\":2}", "{\"a\":" + "9".repeat(50) + "}", "{\"a\":1e99999999999}", "\"\u0000\"", "{\"a\":\"\n\"}",
                "{\"a\":\"\\x\"}", "// comment\n{}", "[".repeat(100_000), "{\"a\":".repeat(50) + "1" + "}".repeat(50)))
            all.put(text.length() > 40 ? text.substring(0, 40) + "…" : text, text.getBytes(UTF_8));
        all.put("a text that is cut off within a character", new byte[] {'"', (byte) 0xE4, (byte) 0xB8});
        all.put("Latin-1", "{\"a\":\"Å\"}".getBytes(ISO_8859_1));
        all.put("zeros", new byte[64]);
        return all;
    }

    private static JsonNode read() {
        try (var in = NodeEndpoints.class.getResourceAsStream("openapi.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = AdminServer.start(node, "127.0.0.1", 0, data, failure -> { });
        token = Files.readString(data.resolve("admin.token")).strip();
        node.cdrs().add(Samples.cdr(1));
        node.calls().set(List.of(Samples.call(1)));
        for (String kind : List.of("subscribers", "trunks", "numbers", "routes", "ring-groups", "saved-searches", "legal-holds"))
            assertEquals(201, call("POST", "/api/v1/" + kind, fine(kind).toString().getBytes(UTF_8)).statusCode(), kind);
    }

    @AfterEach
    void stop() {
        server.stop();
        client.shutdownNow();
    }

    private static ObjectNode fine(String kind) throws Exception {
        return (ObjectNode) Json.parseAnswer(FINE.get(kind).replace('\'', '"').getBytes(UTF_8));
    }

    private HttpResponse<byte[]> call(String method, String path, byte[] body) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(server.url().orElseThrow() + path))
                .header("Authorization", "Bearer " + token).header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** @param kind of {@link #FINE} @param schema of its body */
    private record Operation(String method, String path, String kind, JsonNode schema) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private List<Operation> operations() {
        var all = new ArrayList<Operation>();
        document.get("paths").properties().forEach(path -> path.getValue().properties().forEach(method -> {
            var schema = method.getValue().at("/requestBody/content/application~1json/schema");
            if (!schema.isMissingNode() && !path.getKey().contains("/entries/")) { // names there are the sender's own
                String kind = kind(path.getKey());
                all.add(new Operation(method.getKey().toUpperCase(Locale.ROOT), path.getKey().replaceFirst("\\{.*}", key(kind)), kind,
                        resolved(schema)));
            }
        }));
        return all;
    }

    private static String kind(String path) {
        var parts = path.split("/");
        return switch (parts[parts.length - 1]) {
            case "publishers", "phone-card", "listeners" -> parts[parts.length - 1];
            case "calls" -> parts[3].equals("trunks") ? "trunk-calls" : "calls";
            default -> parts[3];
        };
    }

    /** Of one that is there. */
    private static String key(String kind) {
        if (kind.equals("listeners"))
            return Samples.id(1).value();
        if (kind.equals("trunk-calls"))
            return key("trunks");
        if (kind.equals("plugins"))
            return PluginSamples.crm().id();
        if (kind.equals("phone-card"))
            return key("subscribers");
        return KEYS.containsKey(kind) ? text(kind, KEYS.get(kind)).replace(" ", "%20") : "";
    }

    private static String text(String kind, String field) {
        try {
            return fine(kind).path(field).asText();
        } catch (Exception e) {
            throw new AssertionError(kind, e);
        }
    }

    /** Of what is made the key is another's. */
    private static ObjectNode body(Operation operation) throws Exception {
        var body = operation.path().endsWith("/complete") ? Json.object().put("text", "ca") : fine(operation.kind());
        if (operation.method().equals("POST") && KEYS.containsKey(operation.kind()))
            body.put(KEYS.get(operation.kind()), text(operation.kind(), KEYS.get(operation.kind())) + "7");
        return body;
    }

    private JsonNode resolved(JsonNode schema) {
        return schema.has("$ref") ? document.at(schema.get("$ref").asText().substring(1)) : schema;
    }

    /** A problem that says what it is, and not that the node is at fault. */
    private static void told(String what, HttpResponse<byte[]> answer) throws Exception {
        String text = new String(answer.body(), UTF_8);
        assertEquals("application/problem+json", answer.headers().firstValue("Content-Type").orElse(""), what);
        var problem = Json.parseAnswer(answer.body());
        assertEquals(answer.statusCode(), problem.get("status").asInt(), what);
        String detail = problem.get("detail").asText();
        assertTrue(!detail.isBlank() && !detail.endsWith(": null") && !text.contains("Exception")
                && !text.contains("com.fasterxml") && text.length() < 300_000, () -> what + ": " + text);
    }

    @Test
    void eachBodyThatIsNoJsonIsABadRequest() throws Exception {
        var operations = operations();
        assertEquals(37, operations.size(), operations::toString);
        for (var operation : operations)
            for (var body : MALFORMED.entrySet()) {
                String what = operation + " with " + body.getKey();
                var answer = call(operation.method(), operation.path(), body.getValue());
                assertEquals(400, answer.statusCode(), what);
                told(what, answer);
            }
    }

    @Test
    void eachBodyThatIsNoObjectIsRefused() throws Exception {
        for (var operation : operations())
            for (String body : List.of("null", "true", "5", "\"text\"", "[]", "[{}]")) {
                var answer = call(operation.method(), operation.path(), body.getBytes(UTF_8));
                assertTrue(List.of(400, 422).contains(answer.statusCode()), () -> operation + " with " + body + ": " + answer.statusCode());
                told(operation + " with " + body, answer);
            }
    }

    /** Else whatever is wrong with it would hide the rest. */
    @Test
    void whatTheFieldsArePutIntoIsTaken() throws Exception {
        for (var operation : operations()) {
            var answer = call(operation.method(), operation.path() + check(operation), body(operation).toString().getBytes(UTF_8));
            assertEquals(operation.kind().equals("publishers") ? 201 : 200, answer.statusCode(), operation::toString);
            if (!check(operation).isEmpty())
                assertEquals("{\"errors\":[]}", new String(answer.body(), UTF_8), operation::toString);
        }
    }

    /** One field after the other, at any depth: it is refused by its name, or harmless and taken; never an error of the node's. */
    @Test
    void eachFieldIsHeldAgainstWhatItIsToBe() throws Exception {
        var tried = new TreeSet<String>();
        for (var operation : operations())
            each(operation.schema(), body(operation), "", (field, change) -> {
                tried.add(operation + " " + field);
                for (String value : VALUES)
                    attempt(operation, field, value, change);
            });
        assertTrue(tried.size() > 200, () -> tried.size() + " fields");
    }

    /** Puts a value into a body. */
    private interface Change {
        String with(String value) throws Exception;
    }

    private void attempt(Operation operation, String field, String value, Change change) {
        try {
            String body = change.with(value);
            String what = operation + " " + field + " = " + (value.length() > 40 ? value.substring(0, 40) + "…" : value);
            var answer = call(operation.method(), operation.path() + check(operation), body.getBytes(UTF_8));
            if (answer.statusCode() == 200 || answer.statusCode() == 201) {
                boolean refused = check(operation).isEmpty() ? false : !Json.parseAnswer(answer.body()).get("errors").isEmpty();
                assertTrue(refused || operation.kind().equals("cdrs") || !value.contains("\\u0000"), () -> what + " is taken");
                return;
            }
            assertTrue(List.of(400, 404, 409, 413, 422).contains(answer.statusCode()),
                    () -> what + ": " + answer.statusCode() + " " + new String(answer.body(), UTF_8));
            told(what, answer);
        } catch (Exception e) {
            throw new AssertionError(operation + " " + field, e);
        }
    }

    /** Where it can only be checked nothing changes, so that the next finds the same. */
    private static String check(Operation operation) {
        return List.of("calls", "cdrs", "changes", "listeners", "persons", "phone-card", "plugins", "publishers", "route-test", "test-calls",
                "trunk-calls", "trunk-test")
                .contains(operation.kind()) ? "" : "?check=true";
    }

    /** Every property of a schema, in a copy of a body. */
    private void each(JsonNode schema, ObjectNode body, String path, BiConsumer<String, Change> consumer) {
        for (var property : resolved(schema).path("properties").properties()) {
            String name = property.getKey();
            if (property.getValue().path("readOnly").asBoolean())
                continue; // sent back as it was told, and not looked at
            consumer.accept(path + name, value -> with(body, path + name, value));
            var inner = resolved(property.getValue());
            if (inner.has("properties"))
                each(inner, body, path + name + "/", consumer);
            else if (resolved(inner.path("items")).has("properties"))
                each(inner.path("items"), body, path + name + "/0/", consumer);
        }
    }

    private static String with(ObjectNode body, String path, String value) throws Exception {
        var copy = body.deepCopy();
        int slash = path.lastIndexOf('/');
        var parent = slash < 0 ? copy : copy.at("/" + path.substring(0, slash));
        ((ObjectNode) parent).put(path.substring(slash + 1), "@@");
        return copy.toString().replace("\"@@\"", value);
    }
}
