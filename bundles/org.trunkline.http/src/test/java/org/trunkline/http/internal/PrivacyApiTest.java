package org.trunkline.http.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipInputStream;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.privacy.PersonPage;
import org.trunkline.export.CaseFileReader;
import org.trunkline.testkit.Samples;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.wire.CaseJson;
import org.trunkline.wire.CaseKeyJson;
import org.trunkline.wire.json.Json;

/** Retention, legal holds, persons and case files over the admin API. */
class PrivacyApiTest {
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

    private HttpResponse<byte[]> call(String method, String path, String body) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(server.url().orElseThrow() + "/api/v1" + path))
                .header("Authorization", "Bearer " + token).header("Content-Type", "application/json")
                .header("X-Trunkline-Author", "anna").method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private JsonNode json(int status, HttpResponse<byte[]> response) throws Exception {
        assertEquals(status, response.statusCode(), new String(response.body(), UTF_8));
        return Json.parseAnswer(response.body());
    }

    private static Map<String, String> entries(byte[] zip) throws IOException {
        var all = new TreeMap<String, String>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry())
                all.put(entry.getName(), new String(in.readAllBytes(), UTF_8));
        }
        return all;
    }

    @Test
    void retentionIsChangedFieldByField() throws Exception {
        assertEquals(90, json(200, call("PUT", "/retention", "{\"recordDays\":90}")).get("recordDays").asInt());
        var now = json(200, call("PUT", "/retention", "{\"personalDays\":30,\"disguise\":\"pseudonym\"}"));
        assertEquals("{\"recordDays\":90,\"ladderDays\":0,\"personalDays\":30,\"disguise\":\"pseudonym\"}", now.toString());
        assertEquals(now, json(200, call("GET", "/retention", "")).get("retention"));
        var wrong = json(422, call("PUT", "/retention", "{\"recordDays\":-1,\"disguise\":\"x\",\"personal\":3}"));
        assertEquals("disguise personal recordDays", wrong.get("errors").findValuesAsText("field").stream().sorted()
                .collect(Collectors.joining(" ")));
        assertEquals(6, json(200, call("POST", "/retention/apply", "")).at("/kept/Case 7").asInt());
        assertEquals("ready", json(200, call("POST", "/retention/key", "")).get("state").asText());
    }

    @Test
    void aHoldIsSetByWhoeverSaysSo() throws Exception {
        var made = json(201, call("POST", "/legal-holds", "{\"name\":\"Case 7\",\"query\":\"from:*4711\",\"reason\":\"court\"}"));
        assertEquals("anna", made.get("who").asText());
        var there = json(200, call("GET", "/legal-holds/Case%207", ""));
        assertEquals(made, there);
        assertEquals(made, json(200, call("PUT", "/legal-holds/Case%207", there.toString())), "as it was read");
        assertEquals(made, json(200, call("PUT", "/legal-holds/Case%207", there.toString().replace("anna", "eva"))), "the author in the body is ignored");
        assertEquals(204, call("DELETE", "/legal-holds/Case%207", "").statusCode());
        json(422, call("POST", "/legal-holds", "{\"name\":\"Case 8\"}"));
    }

    @Test
    void aPersonsDataGoesOutAsAZipOfLines() throws Exception {
        node.privacy().keep(IntStream.rangeClosed(1, 250).mapToObj(i -> new PersonPage.Item(Samples.cdr(i),
                i % 2 == 0 ? Optional.of(Samples.ladder(i)) : Optional.empty(), Optional.of("Case 7"))).toList());
        var file = call("POST", "/persons/export", "{\"number\":\" +46701234567 \"}");
        assertEquals("application/zip", file.headers().firstValue("Content-Type").orElse(""));
        var lines = entries(file.body()).get("records.jsonl").lines().toList();
        assertEquals(250, lines.size());
        assertEquals("Case 7", Json.parseAnswer(lines.getFirst().getBytes(UTF_8)).get("hold").asText());
        assertTrue(lines.get(1).contains("\"ladder\""));
        assertTrue(entries(file.body()).get("README.txt").contains("+46701234567"));
        var page = json(200, call("POST", "/persons/search", "{\"number\":\"+46701234567\",\"limit\":200}"));
        assertEquals(200, page.get("items").size());
        assertEquals(250, json(200, call("POST", "/persons/erase", "{\"number\":\"+46701234567\"}")).get("records").asInt());
        assertEquals("[export +46701234567, search +46701234567, erase +46701234567]", node.privacy().asked().toString());
        json(422, call("POST", "/persons/erase", "{\"number\":\" \"}"));
        json(422, call("POST", "/persons/search", "{\"number\":\"1\",\"after\":\"x\",\"limit\":0}"));
        json(405, call("GET", "/persons/erase", ""));
    }

    @Test
    void aCaseFileOpensAgain() throws Exception {
        var cdr = Samples.cdr(1);
        node.cdrs().add(cdr);
        node.cdrs().add(Samples.ladder(1));
        var answer = call("GET", "/cdrs/" + cdr.id() + "/casefile", "");
        assertEquals(200, answer.statusCode());
        var read = CaseFileReader.read(new ByteArrayInputStream(answer.body()));
        assertEquals(cdr, read.record());
        assertFalse(read.pseudonymised());
        assertEquals(Samples.ladder(1).entries().size(), read.ladder().entries().size());
        var texts = entries(answer.body());
        assertTrue(texts.get("ladder.txt").contains(Samples.ladder(1).entries().getFirst().label()), texts.get("ladder.txt"));
        assertFalse(texts.get("why.txt").isBlank());
        json(404, call("GET", "/cdrs/nothing/casefile", ""));
        json(400, call("GET", "/cdrs/" + cdr.id() + "/casefile?pseudonyms=perhaps", ""));
        json(400, call("GET", "/cdrs/" + cdr.id() + "/casefile?format=doc", ""));
        var asJson = CaseJson.read(json(200, call("GET", "/cdrs/" + cdr.id() + "/casefile?format=json", "")));
        assertEquals(node.callCase(cdr.id()).orElseThrow(), asJson);
    }

    @Test
    void aPageForTheCustomerNamesNoMachineAndNoUser() throws Exception {
        var cdr = Samples.cdr(1);
        node.cdrs().add(cdr);
        node.cdrs().add(Samples.ladder(1));
        var path = "/cdrs/" + cdr.id() + "/casefile";
        var html = call("GET", path + "?format=html&language=sv&zone=Europe/Stockholm&customer=callee&hide=true", "");
        assertEquals("text/html;charset=utf-8", html.headers().firstValue("Content-Type").orElse(""));
        var text = new String(html.body(), UTF_8);
        assertTrue(text.contains("<html lang=\"sv\">") && text.contains("+46812345678 (du)") && text.contains("09:00:00"), text);
        for (var secret : List.of("127.0.0.1", "Telia", "anna", "Anna", "+46701234567", "a84b4c76e66710", "baresip"))
            assertFalse(text.contains(secret), secret);
        var pdf = call("GET", path + "?format=pdf", "");
        assertEquals("application/pdf", pdf.headers().firstValue("Content-Type").orElse(""));
        assertEquals("%PDF-", new String(pdf.body(), 0, 5, UTF_8));
        for (var wrong : List.of("format=pdf&language=de", "format=pdf&customer=me", "format=html&zone=Mars", "format=html&pseudonyms=true",
                "hide=true"))
            json(400, call("GET", path + "?" + wrong, ""));
    }

    @Test
    void theKeyOfPseudonymsStaysOnTheNodeForItsOwner() throws Exception {
        var cdr = Samples.cdr(1);
        node.cdrs().add(cdr);
        var answer = call("GET", "/cdrs/" + cdr.id() + "/casefile?pseudonyms=true", "");
        assertEquals(200, answer.statusCode());
        var texts = entries(answer.body());
        assertFalse(texts.toString().contains(cdr.from().normalised()), texts.get("record.json"));
        Path key = data.resolve("case-keys").resolve(answer.headers().firstValue("X-Trunkline-Case-Key").orElseThrow());
        assertTrue(Files.readString(key).contains(cdr.from().normalised()));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key.getParent())));
        var asJson = call("GET", "/cdrs/" + cdr.id() + "/casefile?pseudonyms=true&format=json", "");
        assertTrue(CaseJson.isPseudonymised(json(200, asJson)));
        assertFalse(new String(asJson.body(), UTF_8).contains(cdr.from().normalised()));
    }

    private List<Path> keys() throws IOException {
        try (var files = Files.list(data.resolve("case-keys"))) {
            return files.toList();
        }
    }

    /** Also for who is in what was not there at first. */
    @Test
    void aRecordHasOneKeyHoweverOftenItsCaseFileIsAskedFor() throws Exception {
        var cdr = Samples.cdr(1);
        node.cdrs().add(cdr);
        var path = "/cdrs/" + cdr.id() + "/casefile?pseudonyms=true";
        var first = call("GET", path, "");
        assertEquals(List.of(cdr.id() + ".case-key.json"), first.headers().allValues("X-Trunkline-Case-Key"));
        var key = keys().getFirst();
        byte[] before = Files.readAllBytes(key);
        assertEquals(entries(first.body()).get("record.json"), entries(call("GET", path, "").body()).get("record.json"));
        assertEquals(List.of(key), keys());
        assertArrayEquals(before, Files.readAllBytes(key), "nobody new, so nothing is written");
        node.cdrs().add(Samples.ladder(1));
        var withLadder = entries(call("GET", path, "").body());
        assertEquals(entries(first.body()).get("record.json"), withLadder.get("record.json"));
        assertEquals(List.of(key), keys());
        assertTrue(CaseKeyJson.originals(Files.readAllBytes(key)).containsAll(CaseKeyJson.originals(before)));
        var other = Samples.cdr(2);
        node.cdrs().add(other);
        call("GET", "/cdrs/" + other.id() + "/casefile?pseudonyms=true", "");
        assertEquals(2, keys().size());
        Files.writeString(key, "{\"mapping\":{}}");
        var refused = json(507, call("GET", path, "")).get("detail").asText();
        assertTrue(refused.contains(key + " (it is damaged: there is no key in it)"), refused);
        Files.delete(key); // as erasure does
        assertEquals(200, call("GET", path, "").statusCode());
        assertNotEquals(CaseKeyJson.mapping(before), CaseKeyJson.mapping(Files.readAllBytes(key)), "another key");
    }

    @Test
    void aKeyThatCannotBeKeptIsSaidSoAndNoFileGoesOut() throws Exception {
        var cdr = Samples.cdr(1);
        node.cdrs().add(cdr);
        Files.writeString(data.resolve("case-keys"), "in the way");
        var refused = json(507, call("GET", "/cdrs/" + cdr.id() + "/casefile?pseudonyms=true", ""));
        assertTrue(refused.get("detail").asText().contains("case-keys"), refused.toString());
    }
}
