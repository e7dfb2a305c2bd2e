package org.trunkline.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.wire.json.Json;

class NodeSettingsAdminTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final FakeNode node = new FakeNode();

    private String run(String... args) throws CommandException {
        printed.reset();
        var arguments = Arguments.parse(List.of(args));
        var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        new NodeSettingsAdmin(node.settings(), new Answers(out, arguments.has("json"))).run(arguments.words().get(1), arguments);
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theListHasALineForEachSetting() throws Exception {
        var lines = run("settings", "list").lines().toList();
        assertEquals(node.settings().report().settings().size() + 1, lines.size());
        assertTrue(lines.stream().anyMatch(line -> line.matches("trunkline.http.port +9060 +given at start +restart")), lines.toString());
        var json = Json.parseAnswer(run("settings", "list", "--json").getBytes(StandardCharsets.UTF_8));
        assertEquals("trunkline.region", json.at("/items/0/name").asText());
    }

    @Test
    void settingsAreSavedTogetherAndWhatWaitsIsSaid() throws Exception {
        assertEquals("Saved. Restart the node to use trunkline.sip.port\n", run("settings", "set", "trunkline.sip.port=5070", "trunkline.region=SE"));
        assertEquals("SE", node.settings().report().find("trunkline.region").orElseThrow().value());
        assertEquals("Saved and in effect\n", run("settings", "set", "trunkline.sip.port="));
        assertEquals("Saved and in effect\n", run("settings", "set", "trunkline.smtp.password=correct horse"));
        assertFalse(run("settings", "list").contains("horse"));
    }

    @Test
    void aRefusalNamesEveryError() {
        var e = assertThrows(CommandException.class, () -> run("settings", "set", "trunkline.sip.port=many", "trunkline.http.port=1"));
        assertEquals(3, e.lines().size(), e.lines().toString());
        assertEquals("nothing was changed", e.lines().getLast());
        assertEquals(CommandException.USAGE, assertThrows(CommandException.class, () -> run("settings", "set", "trunkline.region")).exitCode());
    }
}
