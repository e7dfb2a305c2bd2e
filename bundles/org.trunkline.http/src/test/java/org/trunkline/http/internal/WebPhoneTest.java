package org.trunkline.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.api.node.NodeStatus;
import org.trunkline.domain.tls.CertificateFiles;
import org.trunkline.testkit.Samples;
import org.trunkline.testkit.node.FakeNode;

class WebPhoneTest {
    private static final Pattern IMPORT = Pattern.compile("(?:from|import) \"(\\.[^\"]+)\"");
    private static final Pattern USED = Pattern.compile("data-(?:word|label)=\"(\\w+)\"|(?:word|notice|status|Refusal)\\((?:[^()\"]*\\? )?\"(\\w+)\"(?: : \"(\\w+)\")?"
            + "|progress = \"(\\w+)\"|fail\\(\\w+, \"(\\w+)\"|\"(star|hash|reconnecting|held|connected)\"");

    @TempDir
    Path data;
    private final FakeNode node = new FakeNode();
    private final HttpClient client = HttpClient.newHttpClient();
    private Optional<AdminServer> server = Optional.empty();

    private void start(boolean on) {
        server = Optional.of(AdminServer.start(node, new AdminServer.Settings("127.0.0.1", 0, data, CertificateFiles.NONE, on), failure -> { }));
    }

    private void listensOn(String... listeners) {
        var s = Samples.status();
        node.status(new NodeStatus(s.version(), s.startedAt(), false, List.of(listeners), s.realm(), 0, 0, 0, s.asr(), 0, 0, 0, 1, 1, 1, 1,
                0, 1, List.of(), List.of()));
    }

    @AfterEach
    void stop() {
        server.ifPresent(AdminServer::stop);
        client.shutdownNow();
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        var url = URI.create(server.orElseThrow().url().orElseThrow() + path);
        return client.send(HttpRequest.newBuilder(url).method(method, HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String text(String path) throws Exception {
        var response = send("GET", path);
        assertEquals(200, response.statusCode(), path + " " + response.body());
        return response.body();
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/phone", "/phone/", "/phone/phone.js", "/phone/settings.json"})
    void isNotThereUnlessItIsSwitchedOn(String path) throws Exception {
        start(false);
        assertEquals(404, send("GET", path).statusCode());
        assertTrue(send("GET", path).body().contains("trunkline.http.phone=yes"));
    }

    @ParameterizedTest
    @CsvSource({"'',text/html;charset=utf-8", "phone.js,text/javascript;charset=utf-8", "line.js,text/javascript;charset=utf-8",
            "digest.js,text/javascript;charset=utf-8", "files.js,text/javascript;charset=utf-8",
            "kept.js,text/javascript;charset=utf-8", "push.js,text/javascript;charset=utf-8", "rate.js,text/javascript;charset=utf-8",
            "offers.js,text/javascript;charset=utf-8", "presence.js,text/javascript;charset=utf-8",
            "messages.js,text/javascript;charset=utf-8", "history.js,text/javascript;charset=utf-8",
            "words.json,application/json", "phone.css,text/css;charset=utf-8", "phone-en.webmanifest,application/manifest+json",
            "icon.svg,image/svg+xml", "sw.js,text/javascript;charset=utf-8"})
    void servesItsFilesToAnyoneAndNothingIsKept(String name, String type) throws Exception {
        start(true);
        var response = send("GET", "/phone/" + name);
        assertEquals(200, response.statusCode());
        assertEquals(type, header(response, "Content-Type"));
        assertEquals("no-store", header(response, "Cache-Control"));
        assertEquals("nosniff", header(response, "X-Content-Type-Options"));
        assertEquals("", header(response, "Set-Cookie"));
    }

    @Test
    void itsFolderEndsWithASlash() throws Exception {
        start(true);
        assertEquals("308 /phone/", send("GET", "/phone").statusCode() + " " + header(send("GET", "/phone"), "Location"));
        assertEquals(405, send("POST", "/phone/").statusCode());
        assertEquals("", send("HEAD", "/phone/").body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing.js", "%2e%2e/AdminServer.class", "..%2fopenapi.json", "sip-0.21.2.2.js/", "sip-0.js",
            "sip-..%2f..%2fx.js", "%2e%2e/sip-0.21.2.2.js", "phone.js/", "/"})
    void hasNothingElse(String path) throws Exception {
        start(true);
        assertEquals(404, send("GET", "/phone/" + path).statusCode(), path);
    }

    /** Its policy names the ports of the node's WebSockets, and no other host. */
    @Test
    void speaksToTheNodeAlone() throws Exception {
        listensOn("udp 192.0.2.10:5060", "ws 192.0.2.10:8088", "wss [2001:db8::1]:8443");
        start(true);
        assertEquals("{\"ws\":8088,\"wss\":8443}", text("/phone/settings.json").replaceAll("\\s", ""));
        var policy = header(send("GET", "/phone/"), "Content-Security-Policy");
        assertTrue(policy.contains("; connect-src 'self' wss://*:8443 ws://localhost:8088 ws://127.0.0.1:8088;"), policy);
        assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self';"), policy);
        assertFalse(policy.contains("unsafe"), policy);
    }

    @Test
    void saysThatTheNodeHasNoWebSockets() throws Exception {
        listensOn("udp 192.0.2.10:5060");
        start(true);
        assertEquals("{\"ws\":0,\"wss\":0}", text("/phone/settings.json").replaceAll("\\s", ""));
        assertTrue(header(send("GET", "/phone/"), "Content-Security-Policy").contains("; connect-src 'self';"));
    }

    /** Each module that the page imports is served, and the library is kept by the browser. */
    @Test
    void everyModuleIsThere() throws Exception {
        start(true);
        var seen = new HashSet<URI>();
        var open = new ArrayDeque<>(List.of(URI.create("/phone/phone.js")));
        while (!open.isEmpty()) {
            var module = open.pop();
            if (!seen.add(module))
                continue;
            IMPORT.matcher(text(module.toString())).results().forEach(found -> open.add(module.resolve(found.group(1))));
        }
        assertEquals(18, seen.size(), seen.toString());
        var library = seen.stream().filter(each -> each.toString().contains("/sip-")).findFirst().orElseThrow();
        assertTrue(text(library.toString()).contains("Permission is hereby granted"), "its licence");
        assertEquals("public, max-age=31536000, immutable", header(send("GET", library.toString()), "Cache-Control"));
    }

    /** Four languages have the same texts with the same values, and the page has no others. */
    @Test
    void everyTextIsInEachLanguage() throws Exception {
        start(true);
        var languages = new ObjectMapper().readTree(text("/phone/words.json"));
        var english = languages.get("en");
        assertEquals(List.of("en", "sv", "zh", "id"), languages.properties().stream().map(Map.Entry::getKey).toList());
        languages.properties().forEach(language -> english.properties().forEach(text -> {
            var there = language.getValue().path(text.getKey());
            assertTrue(there.isTextual() && !there.asText().isBlank(), language.getKey() + " " + text.getKey());
            assertEquals(values(text.getValue()), values(there), language.getKey() + " " + text.getKey());
        }));
        languages.forEach(language -> assertEquals(english.size(), language.size()));
        var used = new TreeSet<String>();
        for (String file : List.of("", "phone.js", "line.js", "files.js", "messages.js", "log.js", "sw.js"))
            USED.matcher(text("/phone/" + file)).results().forEach(found -> {
                for (int i = 1; i <= found.groupCount(); i++)
                    if (found.group(i) != null)
                        used.add(found.group(i));
            });
        used.forEach(key -> assertTrue(english.has(key), key + " has no text"));
        english.fieldNames().forEachRemaining(key -> assertTrue(key.startsWith("status") || used.contains(key), key + " is not used"));
    }

    /** An installed phone has its name and description in the language of the page, and the same icons and addresses in each. */
    @Test
    void isInstalledInEachLanguage() throws Exception {
        start(true);
        var names = new HashSet<String>();
        var rest = new HashSet<JsonNode>();
        for (String language : List.of("en", "sv", "zh", "id")) {
            var manifest = (ObjectNode) new ObjectMapper().readTree(text("/phone/phone-" + language + ".webmanifest"));
            assertEquals(language, manifest.remove("lang").asText());
            assertTrue(names.add(manifest.remove("name").asText()), language);
            assertTrue(names.add(manifest.remove("description").asText()), language);
            rest.add(manifest);
        }
        assertEquals(1, rest.size(), rest.toString());
        var manifest = rest.iterator().next();
        assertEquals("/phone/ /phone/ /phone/ standalone", List.of("id", "start_url", "scope", "display").stream()
                .map(each -> manifest.path(each).asText()).collect(Collectors.joining(" ")));
        assertTrue(text("/phone/").contains("<link rel=\"manifest\" href=\"phone-en.webmanifest\">"), "before its script runs");
    }

    /** Android takes icons of 192 and 512 pixels and cuts a maskable one; an iPhone takes one of 180 without transparent corners. */
    @Test
    void eachIconIsServedInItsSize() throws Exception {
        start(true);
        var sizes = new TreeSet<String>();
        for (var icon : new ObjectMapper().readTree(text("/phone/phone-en.webmanifest")).path("icons")) {
            assertEquals(icon.path("type").asText(), header(send("GET", "/phone/" + icon.path("src").asText()), "Content-Type"));
            var size = icon.path("sizes").asText();
            assertEquals(size, size.equals("any") ? size : png(icon.path("src").asText()).size());
            sizes.add(size + " " + icon.path("purpose").asText("any"));
        }
        assertEquals(Set.of("192x192 any", "512x512 any", "512x512 maskable", "any any"), sizes);
        assertTrue(text("/phone/").contains("<link rel=\"apple-touch-icon\" href=\"icon-apple.png\">"));
        assertEquals(new Png("180x180", false), png("icon-apple.png"));
        assertFalse(png("icon-maskable.png").transparent());
    }

    /** Chromium draws no SVG in notifications. */
    @ParameterizedTest
    @ValueSource(strings = {"phone.js", "sw.js"})
    void notificationsHaveAPngIcon(String script) throws Exception {
        start(true);
        var icons = Pattern.compile("icon: \"([^\"]+)\"").matcher(text("/phone/" + script)).results().map(found -> found.group(1)).toList();
        assertFalse(icons.isEmpty());
        for (String icon : icons)
            assertEquals("192x192", png(icon).size());
    }

    private record Png(String size, boolean transparent) { }

    /** @return what the header of a PNG says (ISO 15948 §11.2.2) */
    private Png png(String name) throws Exception {
        var url = URI.create(server.orElseThrow().url().orElseThrow() + "/phone/" + name);
        var response = client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertEquals("200 image/png", response.statusCode() + " " + response.headers().firstValue("Content-Type").orElse(""), name);
        var header = ByteBuffer.wrap(response.body());
        assertEquals(0x89504E470D0A1A0AL, header.getLong(), name);
        return new Png(header.getInt(16) + "x" + header.getInt(20), (header.get(25) & 4) != 0);
    }

    private static TreeSet<String> values(JsonNode text) {
        return Pattern.compile("\\{\\d}").matcher(text.asText()).results().map(each -> each.group()).collect(Collectors.toCollection(TreeSet::new));
    }
}
