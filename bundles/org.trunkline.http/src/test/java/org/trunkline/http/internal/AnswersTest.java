package org.trunkline.http.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.alert.AlertStatus;
import org.trunkline.api.config.ConfigHistory;
import org.trunkline.api.config.LoggedChange;
import org.trunkline.domain.call.ConferenceSeat;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.testkit.Samples;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.testkit.node.FakePlugins;
import org.trunkline.testkit.node.PluginSamples;

/** Each operation of openapi.json is called at a running server: status, media type and body are as the document says. */
class AnswersTest {
    private static final String API = "/api/v1";
    private static final String HOLD = "{\"name\":\"Case 7\",\"query\":\"from:*4711\",\"reason\":\"court\"}";

    @TempDir
    Path data;
    private final FakeNode node = new FakeNode();
    private final HttpClient client = HttpClient.newHttpClient();
    private final JsonNode document = document();
    /** Operations that were answered with success, as the document writes them. */
    private final TreeSet<String> succeeded = new TreeSet<>();
    private final List<String> wrong = new ArrayList<>();
    private AdminServer server;
    private String token;

    private static JsonNode document() {
        try (InputStream in = AdminServer.class.getResourceAsStream("endpoint/openapi.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = AdminServer.start(node, "127.0.0.1", 0, data, failure -> { });
        token = Files.readString(data.resolve("admin.token")).strip();
        node.cdrs().add(Samples.cdr(1));
        node.cdrs().add(Samples.ladder(1));
        node.calls().set(List.of(Samples.call(1).in(new ConferenceSeat("8000", false, false, true))));
        node.registrations(List.of(Samples.contact()));
        node.blocked(List.of(Samples.blocked()));
        node.messages().add(Samples.waiting(7, "anna"));
        node.past(new ConfigHistory.Then("route +46", 1, Instant.EPOCH, "admin", Map.of("prefix", "+46"), Map.of()));
    }

    @AfterEach
    void stop() {
        server.stop();
        client.shutdownNow();
    }

    @Test
    void everyOperationAnswersAsDescribed() throws Exception {
        configuration();
        records();
        state();
        plugins();
        removals();
        assertEquals(List.of(), wrong);
        var all = new TreeSet<String>();
        operations().forEach((operation, _) -> all.add(operation));
        assertEquals(all, succeeded, "an operation of the document is not called here, or its call fails");
    }

    /** Without a token, and with arguments that name nothing. */
    @Test
    void everyRefusalIsAProblemAsDescribed() throws Exception {
        for (var operation : operations().keySet()) {
            var parts = operation.split(" ");
            var path = parts[1].replaceAll("\\{[^}]+}", "nobody");
            answered(operation, exchange(parts[0], path, "{}", "application/json", false));
            if (!path.equals("/api/v1/events"))
                answered(operation, exchange(parts[0], path, "{}", "application/json", true));
        }
        assertEquals(List.of(), wrong);
    }

    private void configuration() throws Exception {
        for (var name : List.of("anna", "bo"))
            call("POST /subscribers", "", "{\"username\":\"" + name + "\",\"password\":\"correct horse\"}");
        call("POST /subscribers", "?check=true", "{\"username\":\"eva\",\"password\":\"correct horse\"}");
        call("POST /trunks", "", "{\"name\":\"A\",\"host\":\"192.0.2.1\"}");
        call("POST /numbers", "", "{\"number\":\"+46812345678\",\"subscriber\":\"anna\"}");
        call("POST /routes", "", "{\"prefix\":\"+46\",\"trunks\":[\"A\"]}");
        call("POST /ring-groups", "", "{\"name\":\"sales\",\"members\":[\"anna\"]}");
        call("POST /saved-searches", "", "{\"name\":\"Busy\",\"query\":\"cause:busy\",\"owner\":\"anna\","
                + "\"alert\":{\"mailTo\":[\"noc@example.com\"]}}");
        call("POST /legal-holds", "", HOLD);
        for (var kind : List.of("subscribers/{username} anna", "trunks/{name} A", "numbers/{number} +46812345678", "routes/{prefix} +46",
                "ring-groups/{name} sales", "saved-searches/{name} Busy", "legal-holds/{name} Case%207")) {
            int space = kind.indexOf(' ');
            var template = kind.substring(0, space);
            call("GET /" + template.replaceAll("/.*", ""), "", "");
            var there = call("GET /" + template, "", "", kind.substring(space + 1));
            call("PUT /" + template, "", there, kind.substring(space + 1));
        }
        call("POST /subscribers/{username}/phone-card", "", "{\"transport\":\"udp\"}", "anna");
        call("POST /subscribers/{username}/check-sync", "", "", "anna");
        succeed("GET /provision/{token}/{make}/{file}", exchange("GET", "/provision/token-anna/yealink/phone.cfg", "", "", false));
        call("DELETE /subscribers/{username}/phone-card", "", "", "anna");
        call("POST /changes", "", "{\"changes\":[{\"action\":\"create\",\"kind\":\"subscriber\",\"entry\":"
                + "{\"username\":\"cia\",\"password\":\"correct horse\"}}]}");
        call("POST /changes", "?check=true", "{\"changes\":[{\"action\":\"create\",\"kind\":\"number\",\"entry\":"
                + "{\"number\":\"+46812345679\",\"subscriber\":\"nobody\"}}]}");
        node.changeLog().add(Samples.change(7, "anna"));
        call("GET /changes", "", "");
        call("POST /changes/{id}/revert", "?together=true", "", "7");
        call("PUT /settings", "", "{\"values\":{\"trunkline.sip.port\":\"5070\"}}");
        node.changeLog().add(new LoggedChange(9, 12, Samples.START, "anna", "change", "settings", Optional.of(new LoggedChange.Key("settings",
                "trunkline.region")), List.of(new LoggedChange.Field("trunkline.region", "", "SE"), new LoggedChange.Field(
                        "trunkline.sip.port", "5060", "5070")), false, "", 1, OptionalLong.empty(), OptionalLong.empty()));
        assertTrue(call("POST /changes/{id}/revert", "", "", "9").contains("\"restart\":[\"trunkline.sip.port\"]"), "needs a restart");
        call("POST /route-test", "", "{\"number\":\"+46701234567\"}");
        call("POST /calls", "", "{\"subscriber\":\"anna\",\"number\":\"+46701234567\"}");
        call("POST /trunks/{name}/calls", "", "{\"subscriber\":\"anna\",\"number\":\"+46701234567\"}", "A");
        call("POST /test-calls", "", "{\"trunk\":\"A\",\"number\":\"+46701234567\"}");
        call("POST /test-calls", "", "{\"draft\":{\"name\":\"New\",\"host\":\"sip.example\"},\"number\":\"+46701234567\"}");
        call("GET /test-calls/{id}", "", "", Samples.id(500).value());
        call("POST /trunk-test", "", "{\"name\":\"New\",\"host\":\"sip.example\"}");
        call("GET /history", "?subject=route%20%2B46", "");
        call("GET /alert-channels", "", "");
        call("GET /trunk-templates", "", "");
        node.alerts().set(List.of(new AlertStatus("Busy", AlertStatus.State.RAISED, Instant.EPOCH, 3,
                List.of(Samples.id(1)), LocalizableText.NOTHING, Optional.empty(), Optional.empty())));
        call("GET /alerts", "", "");
        call("POST /alerts/{name}/test", "", "", "Busy");
        call("POST /alerts/{name}/acknowledge", "", "", "Busy");
    }

    private void records() throws Exception {
        var id = Samples.id(1).toString();
        for (var path : List.of("/cdrs", "/cdrs/search", "/cdrs/rows", "/cdrs/summary", "/cdrs/trunks", "/cdrs/complete")) {
            call("GET " + path, path.endsWith("complete") ? "?text=ca" : "", "");
            call("POST " + path, "", path.endsWith("complete") ? "{\"text\":\"ca\"}" : "{}");
        }
        for (var format : List.of("csv", "jsonl", "xlsx")) {
            call("GET /cdrs/export", "?format=" + format, "");
            call("POST /cdrs/export", "", "{\"format\":\"" + format + "\"}");
        }
        call("GET /cdrs/export/formats", "", "");
        call("GET /cdrs/attributes", "", "");
        for (var path : List.of("", "/ladder", "/quality", "/casefile"))
            call("GET /cdrs/{id}" + path, "", "", id);
        for (var format : List.of("json", "html&language=sv", "pdf&hide=true"))
            call("GET /cdrs/{id}/casefile", "?format=" + format, "", id);
        call("GET /settings", "", "");
        call("PUT /settings", "", "{\"values\":{\"trunkline.region\":\"SE\"}}");
        call("GET /retention", "", "");
        call("PUT /retention", "", "{\"recordDays\":90}");
        call("POST /retention/apply", "", "");
        call("POST /retention/key", "", "");
        for (var what : List.of("search", "export", "erase", "pseudonymise"))
            call("POST /persons/" + what, "", "{\"number\":\"+46701234567\"}");
    }

    private void state() throws Exception {
        succeed("GET /health", exchange("GET", "/health", "", "", true));
        for (var path : List.of("/openapi.json", "/status", "/registrations", "/codecs", "/calls", "/blocked-sources", "/messages"))
            call("GET " + path, "", "");
        call("GET /calls/{id}", "", "", Samples.id(1).toString());
        call("GET /numbers-facts", "?number=%2B46701234567", "");
        call("POST /drain", "?thenStop=false", "");
        call("DELETE /drain", "", "");
        succeed("GET " + API + "/events", exchange("GET", API + "/events?topics=status", "", "", true));
    }

    private void plugins() throws Exception {
        var crm = PluginSamples.crm().id();
        node.plugins().putDesk(crm, new byte[] {1});
        node.plugins().offer(PluginSamples.offered());
        for (var path : List.of("", "/catalogue", "/publishers"))
            call("GET /plugins" + path, "", "");
        archive("POST /plugins", "org.example.new", "1.0.0");
        archive("PUT /plugins/{id}", "org.example.new", "1.1.0", "org.example.new");
        call("POST /plugins/{id}/rollback", "", "", "org.example.new");
        call("PATCH /plugins/{id}", "", "{\"enabled\":false}", "org.example.new");
        call("DELETE /plugins/{id}", "", "", "org.example.new");
        call("POST /plugins/publishers", "", "{\"certificate\":\"-----BEGIN CERTIFICATE-----\"}");
        call("POST /plugins/catalogue/{file}", "", "", PluginSamples.offered().file());
        call("GET /plugins/{id}/desk", "", "", crm);
        for (var method : List.of("GET", "POST", "PUT", "PATCH", "DELETE"))
            call(method + " /plugins/{id}/web/{path}", "", method.matches("P.*") ? "{}" : "", crm, "popup");
        call("GET /entry-kinds", "", "");
        call("GET /plugins/{id}/entries", "", "", crm);
        call("POST /plugins/{id}/entries/{kind}", "", "{\"values\":{\"name\":\"gate\",\"seconds\":\"3\"}}", crm, "door");
        call("GET /plugins/{id}/entries/{kind}", "", "", crm, "door");
        call("GET /plugins/{id}/entries/{kind}/{key}", "", "", crm, "door", "gate");
        call("PUT /plugins/{id}/entries/{kind}/{key}", "", "{\"values\":{\"name\":\"gate\",\"seconds\":\"4\"}}", crm, "door", "gate");
        call("DELETE /plugins/{id}/entries/{kind}/{key}", "", "", crm, "door", "gate");
        call("DELETE /plugins/{id}/entries/{kind}", "", "", crm, "door");
        call("DELETE /plugins/publishers/{fingerprint}", "", "", PluginSamples.publisher().fingerprint());
    }

    private void removals() throws Exception {
        for (var method : List.of("PUT", "DELETE"))
            call(method + " /calls/{id}/mute", "", "", Samples.id(1).toString());
        call("POST /calls/{id}/listeners", "", "{\"subscriber\":\"anna\"}", Samples.id(1).toString());
        call("DELETE /calls/{id}/listeners", "", "", Samples.id(1).toString());
        call("DELETE /calls/{id}", "", "", Samples.id(1).toString());
        call("DELETE /blocked-sources/{source}", "", "", Samples.blocked().source());
        call("DELETE /messages/{id}", "", "", "7");
        call("DELETE /legal-holds/{name}", "", "", "Case%207");
        call("DELETE /saved-searches/{name}", "", "", "Busy");
        call("DELETE /ring-groups/{name}", "", "", "sales");
        call("DELETE /routes/{prefix}", "", "", "+46");
        call("DELETE /numbers/{number}", "", "", "+46812345678");
        call("DELETE /trunks/{name}", "", "", "A");
        call("DELETE /subscribers/{username}", "", "", "bo");
    }

    /** @return what was answered */
    private String call(String operation, String query, String body, String... arguments) throws Exception {
        var parts = operation.split(" ");
        return succeed(parts[0] + " " + API + parts[1], exchange(parts[0], filled(parts[1], arguments) + query, body, "application/json", true));
    }

    private void archive(String operation, String id, String version, String... arguments) throws Exception {
        var parts = operation.split(" ");
        var request = request(filled(parts[1], arguments), "application/octet-stream", true)
                .method(parts[0], HttpRequest.BodyPublishers.ofByteArray(FakePlugins.archive(id, version)));
        succeed(parts[0] + " " + API + parts[1], client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
    }

    private static String filled(String template, String... arguments) {
        var path = API + template;
        for (var argument : arguments)
            path = path.replaceFirst("\\{[^}]+}", argument.replace("+", "%2B"));
        return path;
    }

    private HttpRequest.Builder request(String path, String type, boolean known) {
        var request = HttpRequest.newBuilder(URI.create(server.url().orElseThrow() + path));
        if (known)
            request.header("Authorization", "Bearer " + token);
        return type.isEmpty() ? request : request.header("Content-Type", type);
    }

    private HttpResponse<InputStream> exchange(String method, String path, String body, String type, boolean known) throws Exception {
        return client.send(request(path, body.isEmpty() ? "" : type, known).method(method, body.isEmpty()
                ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private String succeed(String operation, HttpResponse<InputStream> response) throws Exception {
        var body = answered(operation, response);
        if (response.statusCode() < 300)
            succeeded.add(operation);
        else
            wrong.add(operation + ": " + response.statusCode() + " " + body);
        return body;
    }

    /** Compares an answer with what the document says of it. @return its body, but of an event stream */
    private String answered(String operation, HttpResponse<InputStream> response) throws IOException {
        var responses = operations().get(operation).get("responses");
        var described = responses.path(Integer.toString(response.statusCode()));
        if (described.isMissingNode() && response.statusCode() >= 400)
            described = responses.path("default");
        if (described.has("$ref"))
            described = at(described.get("$ref").asText());
        if (described.isMissingNode()) {
            wrong.add(operation + ": status " + response.statusCode());
            return "";
        }
        var type = response.headers().firstValue("Content-Type").map(t -> t.replaceAll(";.*", "")).orElse("");
        if (type.equals("text/event-stream")) {
            response.body().close();
            return "";
        }
        var body = new String(response.body().readAllBytes(), UTF_8);
        var content = described.path("content");
        if (content.isMissingNode() || content.isEmpty())
            expect(operation, body.isEmpty() ? List.of() : List.of("a body where none is described: " + body));
        else if (!content.has(type) && !content.has("*/*"))
            wrong.add(operation + ": " + response.statusCode() + " as " + type);
        else if (type.matches("application/(problem\\+)?json") && content.path(type).has("schema"))
            expect(operation, misfits(new ObjectMapper().readTree(body), content.get(type).get("schema"), ""));
        return body;
    }

    private void expect(String operation, List<String> misfits) {
        misfits.forEach(misfit -> wrong.add(operation + ": " + misfit));
    }

    /** What of a value is not as its schema says; a field that the schema does not name is one of it. */
    private List<String> misfits(JsonNode value, JsonNode schema, String path) {
        if (schema.has("$ref"))
            return misfits(value, at(schema.get("$ref").asText()), path);
        var found = new ArrayList<String>();
        if (schema.has("type") && !typed(value, schema.get("type")))
            found.add(path + " is no " + schema.get("type") + ": " + value);
        if (schema.has("enum") && !contains(schema.get("enum"), value))
            found.add(path + " is none of " + schema.get("enum") + ": " + value);
        schema.path("required").forEach(name -> {
            if (value.isObject() && !value.has(name.asText()))
                found.add(path + " lacks " + name.asText());
        });
        for (int i = 0; i < value.size() && value.isArray() && schema.has("items"); i++)
            found.addAll(misfits(value.get(i), schema.get("items"), path + "[" + i + "]"));
        var others = schema.path("additionalProperties");
        if (value.isObject() && (schema.has("properties") || others.isObject()))
            value.properties().forEach(field -> {
                var known = schema.path("properties").path(field.getKey());
                var at = path + "/" + field.getKey();
                if (!known.isMissingNode())
                    found.addAll(misfits(field.getValue(), known, at));
                else if (others.isObject())
                    found.addAll(misfits(field.getValue(), others, at));
                else if (!others.asBoolean(false))
                    found.add(at + " is not described");
            });
        return found;
    }

    private static boolean contains(JsonNode all, JsonNode value) {
        for (var one : all)
            if (one.equals(value))
                return true;
        return false;
    }

    private static boolean typed(JsonNode value, JsonNode types) {
        if (types.isArray()) {
            for (var type : types)
                if (typed(value, type))
                    return true;
            return false;
        }
        return switch (types.asText()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> false;
        };
    }

    private JsonNode at(String reference) {
        var found = document.at(reference.substring(1));
        assertTrue(found.isObject(), reference);
        return found;
    }

    /** By method and path. */
    private Map<String, JsonNode> operations() {
        var all = new TreeMap<String, JsonNode>(Comparator.naturalOrder());
        document.get("paths").properties().forEach(path -> path.getValue().properties()
                .forEach(method -> all.put(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), method.getValue())));
        return all;
    }
}
