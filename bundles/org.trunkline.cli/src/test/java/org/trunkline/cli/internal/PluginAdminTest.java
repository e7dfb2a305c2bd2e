package org.trunkline.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.plugin.Plugins;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.testkit.node.FakePlugins;
import org.trunkline.testkit.node.PluginSamples;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.MalformedJsonException;

class PluginAdminTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Plugins plugins = new FakeNode().plugins();

    @TempDir
    Path folder;

    private String run(String... args) throws CommandException {
        printed.reset();
        var arguments = Arguments.parse(List.of(args));
        var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        new PluginAdmin(plugins, new Answers(out, arguments.has("json"))).run(arguments.words().get(1), arguments);
        return printed.toString(StandardCharsets.UTF_8);
    }

    private Path archive(String id, String version) throws IOException {
        return Files.write(folder.resolve("x.tlp"), FakePlugins.archive(id, version));
    }

    @Test
    void theListHasALineForEachPlugin() throws Exception {
        var lines = run("plugin", "list").lines().toList();
        assertEquals(plugins.list().size() + 1, lines.size());
        assertTrue(lines.getFirst().startsWith("ID"), lines.getFirst());
        assertTrue(lines.stream().anyMatch(line -> line.contains(PluginSamples.crm().about().id())), lines.toString());
    }

    @Test
    void scriptsGetTheSameAsJson() throws Exception {
        var items = json(run("plugin", "list", "--json")).get("items");
        assertEquals(plugins.list().size(), items.size());
        for (var name : List.of("id", "version", "state", "host", "signed", "publisher", "permissions", "cost"))
            assertTrue(items.get(0).hasNonNull(name), name);
    }

    @Test
    void anArchiveIsInstalled() throws Exception {
        assertTrue(run("plugin", "install", archive("com.example.fresh", "1.0.0").toString())
                .startsWith("com.example.fresh 1.0.0 is installed: "));
        assertTrue(plugins.list().stream().anyMatch(p -> p.about().id().equals("com.example.fresh")));
    }

    private Path asking(String version, String permissions, String more) throws IOException {
        var json = """
                {"id": "com.example.crm", "version": "%s", "name": {"en": "CRM"}, "api": "[0.1,0.2)",
                 "provides": ["NumberLookup", "RecordConsumer"], "permissions": [%s], %s "bundles": {"node": ["bundles/a.jar"]}}"""
                .formatted(version, permissions, more);
        var file = folder.resolve("crm.tlp");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("plugin.json"));
            zip.write(json.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    @Test
    void anUpdateThatAsksForMoreNeedsAYes() throws Exception {
        var before = plugins.list();
        var more = asking("1.5.0", "\"records.read\", \"calls.control\"", "\"inside\": true,").toString();
        var e = assertThrows(CommandException.class, () -> run("plugin", "update", more));
        assertEquals("version 1.5.0 of com.example.crm asks for more than the installed one: the permission calls.control, to run inside"
                + " the node. Nothing was changed; add --yes to agree", e.getMessage());
        assertEquals(before, plugins.list());
        assertSent("plugin", "update", more, "--yes");
    }

    @Test
    void anUpdateThatAsksForNoMoreNeedsNone() throws Exception {
        assertSent("plugin", "update", asking("1.5.0", "\"records.read\", \"personal\"", "").toString());
    }

    /** The node of the test knows archives of its own only. */
    private void assertSent(String... args) {
        assertEquals("archive: This file is not a plug-in archive", assertThrows(CommandException.class, () -> run(args)).getMessage());
    }

    @Test
    void aRefusalNamesItsReasonAndChangesNothing() throws Exception {
        var before = plugins.list();
        var file = Files.writeString(folder.resolve("bad.tlp"), "nonsense");
        var e = assertThrows(CommandException.class, () -> run("plugin", "install", file.toString()));
        assertEquals(CommandException.FAILED, e.exitCode());
        assertTrue(e.lines().getFirst().contains("archive"), e.getMessage());
        assertEquals(before, plugins.list());
    }

    @Test
    void aPluginThatIsNotThereIsNamedWithTheWayOut() {
        var e = assertThrows(CommandException.class, () -> run("plugin", "disable", "com.example.none"));
        assertEquals("no plug-in com.example.none is installed: trunkline plugin list shows those that are", e.getMessage());
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        var e = assertThrows(CommandException.class, () -> run("plugin", "install", folder.resolve("none.tlp").toString()));
        assertEquals(folder.resolve("none.tlp") + " is not there: name a file", e.getMessage());
    }

    @Test
    void pluginsAreDisabledEnabledAndRemoved() throws Exception {
        var id = PluginSamples.crm().about().id();
        assertTrue(run("plugin", "disable", id).contains(": disabled"));
        assertTrue(run("plugin", "enable", id).contains("is enabled"));
        assertTrue(run("plugin", "remove", id).strip().endsWith("is removed"));
        assertTrue(plugins.list().stream().noneMatch(p -> p.about().id().equals(id)));
    }

    @Test
    void aSettingIsANameAndAValue() {
        var e = assertThrows(CommandException.class,
                () -> run("plugin", "settings", PluginSamples.crm().about().id(), "host"));
        assertEquals(CommandException.USAGE, e.exitCode());
    }

    @Test
    void settingsAreShownWithoutSecrets() throws Exception {
        var shown = run("plugin", "settings", PluginSamples.crm().about().id());
        for (var field : PluginSamples.crm().about().settings())
            assertTrue(shown.contains(field.name()), shown);
    }

    @Test
    void publishersAreListed() throws Exception {
        assertTrue(run("plugin", "publishers").contains(PluginSamples.publisher().fingerprint()));
        assertEquals("No publisher is trusted: trunkline plugin trust CERT.pem",
                afterDistrust(PluginSamples.publisher().fingerprint()));
    }

    private String afterDistrust(String fingerprint) throws CommandException {
        run("plugin", "distrust", fingerprint.toUpperCase(java.util.Locale.ROOT));
        return run("plugin", "publishers").strip();
    }

    @Test
    void theCatalogueNamesWhatIsRefused() throws Exception {
        var shown = run("plugin", "catalogue");
        assertTrue(shown.contains(PluginSamples.broken().refused().message()), shown);
    }

    @Test
    void wordsTooManyAreRefused() {
        assertEquals(CommandException.USAGE,
                assertThrows(CommandException.class, () -> run("plugin", "list", "all")).exitCode());
    }

    private static com.fasterxml.jackson.databind.JsonNode json(String text) throws MalformedJsonException {
        return Json.parseAnswer(text.getBytes(StandardCharsets.UTF_8));
    }
}
