package org.trunkline.http.internal.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.http.internal.AdminServer;
import org.trunkline.http.internal.endpoint.PluginEndpoints;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.testkit.node.FakePlugins;
import org.trunkline.wire.json.Json;

/** Plug-ins over the admin API, as a script sees them. */
class PluginApiTest {
    private static final String BYTES = "application/octet-stream";
    @TempDir
    Path data;
    private final FakeNode node = new FakeNode();
    private final HttpClient client = HttpClient.newHttpClient();
    private AdminServer server;
    private String token;

    @BeforeEach
    void start() throws IOException {
        server = AdminServer.start(node, "127.0.0.1", 0, data, failure -> { });
        token = Files.readString(data.resolve("admin.token")).strip();
    }

    @AfterEach
    void stop() {
        server.stop();
        client.shutdownNow();
    }

    private HttpResponse<byte[]> call(String method, String path, String type, byte[] body) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(server.url().orElseThrow() + "/api/v1" + path))
                .header("Authorization", "Bearer " + token).header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private JsonNode json(int status, HttpResponse<byte[]> response) throws Exception {
        assertEquals(status, response.statusCode(), new String(response.body(), UTF_8));
        return Json.parseAnswer(response.body());
    }

    @Test
    void theListSaysWhatAnAdministratorAsks() throws Exception {
        var items = json(200, call("GET", "/plugins", BYTES, new byte[0])).get("items");
        var crm = items.get(0);
        assertEquals("com.example.crm", crm.get("id").asText());
        assertEquals("process", crm.get("host").asText());
        assertTrue(crm.get("signed").asBoolean());
        assertEquals(12.5, crm.at("/cost/cpuMillisPerSecond").asDouble());
        assertEquals("suspended", items.get(1).get("state").asText());
        assertEquals("plugin-late", items.get(1).get("reasonCode").asText());
    }

    @Test
    void anArchiveLargerThanOtherBodiesIsTakenAndABrokenOneRefusedWithErrors() throws Exception {
        var made = call("POST", "/plugins", BYTES, FakePlugins.archive("org.example.new", "1.0.0"));
        assertEquals("/api/v1/plugins/org.example.new", made.headers().firstValue("Location").orElse(""));
        assertEquals("1.0.0", json(201, made).get("version").asText());
        var refused = json(422, call("POST", "/plugins", BYTES, new byte[3 << 20]));
        assertEquals("not-an-archive", refused.at("/errors/0/code").asText());
        assertEquals("archive", refused.at("/errors/0/field").asText());
        assertEquals("Some fields are not valid", refused.get("title").asText());
        json(415, call("POST", "/plugins", "application/json", "{}".getBytes(UTF_8)));
        assertEquals(3, json(200, call("GET", "/plugins", BYTES, new byte[0])).get("total").asInt());
    }

    /** Told before it is sent whole. */
    @Test
    void anArchiveBeyondTheLimitIsRefusedByItsLength() throws Exception {
        var large = Request.parse("POST", "/api/v1/plugins", Optional.empty(), BYTES, new ByteArrayInputStream(new byte[10]));
        assertTrue(PluginEndpoints.takesArchive(large));
        assertEquals("The body exceeds 9 bytes", assertThrows(Problem.class, () -> large.bytes(9)).document().detail());
        assertFalse(PluginEndpoints.takesArchive(Request.parse("PATCH", "/api/v1/plugins/a", Optional.empty(), BYTES,
                new ByteArrayInputStream(new byte[10]))));
        assertEquals(413, call("POST", "/plugins/publishers", BYTES, new byte[2 << 20]).statusCode());
    }

    @Test
    void aSecretSettingIsNeverAnswered() throws Exception {
        var changed = json(200, call("PATCH", "/plugins/com.example.crm", "application/json",
                "{\"settings\":{\"key\":\"correct horse\",\"pause\":15},\"enabled\":false}"
                        .getBytes(UTF_8)));
        assertEquals("disabled", changed.get("state").asText());
        assertEquals("15", changed.at("/settings/pause").asText());
        assertEquals("[\"key\"]", changed.get("secretsSet").toString());
        assertFalse(changed.toString().contains("correct horse"));
        var wrong = json(422, call("PATCH", "/plugins/com.example.crm", "application/json",
                "{\"enable\":true}".getBytes(UTF_8)));
        assertEquals("unknown-field", wrong.at("/errors/0/code").asText());
        json(404, call("PATCH", "/plugins/org.nobody", "application/json", "{\"enabled\":true}".getBytes(UTF_8)));
    }
}
