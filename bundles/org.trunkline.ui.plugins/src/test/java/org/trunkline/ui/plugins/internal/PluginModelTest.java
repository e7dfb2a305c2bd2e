package org.trunkline.ui.plugins.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.FieldError;
import org.trunkline.api.plugin.CatalogueEntry;
import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.api.plugin.Publisher;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.testkit.node.PluginSamples;
import org.trunkline.ui.Formats;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.form.ErrorText;

/** What the area of the plug-ins shows, without widgets. */
class PluginModelTest {
    private final PluginText words = new PluginText(Texts.of(PluginText.class, Locale.ENGLISH),
            new StateText(Texts.of(StateText.class, Locale.ENGLISH)), new Formats(ZoneOffset.UTC, Locale.ENGLISH), "sv");

    private static CatalogueEntry crm(String version) {
        return new CatalogueEntry("crm-" + version + ".tlp", Optional.of(PluginSamples.crm(version)),
                PluginStatus.Signed.TRUSTED, PluginSamples.PUBLISHER, "", LocalizableText.NOTHING);
    }

    /** What is named before a publisher is trusted no more. */
    @Test
    void aPublisherNamesItsPluginsThatRun() {
        var crm = PluginSamples.crm();
        var rows = TrustedPublisher.of(List.of(new Publisher(PluginSamples.PUBLISHER, "0fa3", crm.since(), true),
                new Publisher("CN=Other", "ff00", crm.since(), false)), List.of(crm));
        assertEquals(List.of(crm), rows.getFirst().running());
        assertEquals("0F:A3", rows.getFirst().fingerprint());
        assertEquals(List.of(), rows.getLast().running());
        var off = new PluginStatus(crm.about(), crm.publisher(), crm.signed(), PluginStatus.State.DISABLED, crm.reason(), crm.since(),
                crm.host(), crm.previous(), crm.settings(), crm.secretsSet(), crm.cost(), crm.restarts());
        assertEquals(List.of(), TrustedPublisher.of(List.of(rows.getFirst().publisher()), List.of(off)).getFirst().running());
    }

    @Test
    void anOlderArchiveOfWhatIsInstalledAddsNothing() {
        var rows = PluginRow.of(List.of(PluginSamples.crm()), List.of(crm("1.3.0"), crm("1.4.0"), PluginSamples.offered()));
        assertEquals(List.of("com.example.crm", "file:enum-1.0.0.tlp"), rows.stream().map(PluginRow::key).toList());
        assertFalse(rows.getFirst().hasUpdate());
    }

    @Test
    void theNewestArchiveIsTheUpdate() {
        var row = PluginRow.of(List.of(PluginSamples.crm()), List.of(crm("1.9.0"), crm("1.10.0"), crm("1.5.0"))).getFirst();
        assertEquals(Optional.of("crm-1.10.0.tlp"), row.offered().map(CatalogueEntry::file));
        assertTrue(row.hasUpdate());
        assertTrue(PluginRow.compare("1.0.0.b2", "1.0.0.b1") > 0);
    }

    @Test
    void aBrokenArchiveSaysWhy() {
        var row = PluginRow.of(List.of(), List.of(PluginSamples.broken())).getFirst();
        assertEquals("Unusable", words.state(row));
        assertEquals(Tone.BAD, words.tone(row));
        assertTrue(words.reason(row).contains("truncated"), words.reason(row));
        assertEquals("broken.tlp", words.title(row));
    }

    @Test
    void aVersionThatWasTakenBackSaysWhyInWordsOfTheDesk() {
        var reason = new LocalizableText("rolled-back", List.of("1.5.0", "as the node put it", "1.4.0", "plugin-exits", "3"), "English");
        assertEquals("Version 1.4.0 runs again because version 1.5.0 failed: Its code ended its process (exit code 3). Update the"
                + " plug-in, or ask its publisher.", new StateText(Texts.of(StateText.class, Locale.ENGLISH)).of(reason));
        assertEquals("It was restarted: Its code ended its process (exit code 3). Update the plug-in, or ask its publisher.",
                new StateText(Texts.of(StateText.class, Locale.ENGLISH)).of(new LocalizableText("plugin-restarted",
                        List.of("as the node put it", "plugin-exits", "3"), "English")));
    }

    @Test
    void anUpdateThatWaitsNamesItsSettingsByTheWordsOfTheForm() {
        var crm = PluginSamples.crm();
        var waits = new PluginStatus(crm.about(), crm.publisher(), crm.signed(), PluginStatus.State.RUNNING,
                new LocalizableText("update-waits", List.of("server, key", "1.3.2", "1.4.0"), "English"), crm.since(), crm.host(),
                crm.previous(), crm.settings(), crm.secretsSet(), crm.cost(), crm.restarts());
        assertEquals("Version 1.3.2 continues: version 1.4.0 needs values for these settings: Server, API-nyckel. Set them to start it.",
                words.reason(PluginRow.of(List.of(waits), List.of()).getFirst()));
    }

    @Test
    void whatIsWrongInTheDescriptionOfAnArchiveIsToldWithItsPlace() {
        assertEquals("plugin.json, limits.heapMb: 5 is not between 16 and 1024.", words.sentences(List.of(
                new FieldError("limits.heapMb", "out-of-range", List.of("5", "16", "1024"), ""))));
        assertEquals("5 is less than 16", words.sentence(new FieldError("size", "out-of-range", List.of("5", "16", ""), "")));
        assertEquals("The archive was changed after it was signed. Get it again from its publisher.", words.sentences(List.of(
                new FieldError("archive", "archive-changed", List.of(), ""))));
    }

    @Test
    void wordsComeInTheLanguageOfTheDesk() {
        var row = PluginRow.of(List.of(PluginSamples.crm()), List.of()).getFirst();
        assertEquals("CRM-koppling", words.title(row));
        assertEquals("Running", words.state(row));
        assertEquals("Example Telephony", PluginText.publisher(row.publisher()));
    }

    @Test
    void permissionsAreSentences() {
        assertEquals(List.of("Read call records", "See telephone numbers and names in full", "Connect to crm.example:443",
                "Receive the numbers of calls", "Receive every call record with its SIP messages",
                "Brings parts for the desk, which can do everything that you can"),
                words.permissions(PluginSamples.crm("1.4.0")));
    }

    @Test
    void anArchiveOnThisComputerSaysWhatItAsksFor(@TempDir Path folder) throws Exception {
        var file = folder.resolve("crm.tlp");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("plugin.json"));
            zip.write("""
                    {"id": "com.example.crm", "version": "1.5.0", "name": {"en": "CRM connector"}, "api": "[0.1,0.2)",
                     "provides": ["NumberLookup"], "permissions": ["personal", "calls.control"], "inside": true}""".getBytes(StandardCharsets.UTF_8));
        }
        var about = ArchiveFile.read(file).about().orElseThrow();
        var more = words.morePermissions(PluginSamples.crm("1.4.0"), about);
        assertEquals(words.permissions(about).stream().filter(line -> !words.permissions(PluginSamples.crm("1.4.0")).contains(line)).toList(), more);
        assertEquals(2, more.size(), more.toString());
        assertTrue(words.question(about, more).startsWith("The new version of CRM connector asks for more:\n•  "), words.question(about, more));
        assertEquals(List.of(), words.morePermissions(PluginSamples.crm("1.4.0"), PluginSamples.crm("1.5.0")));
        Files.writeString(file, "nonsense");
        assertEquals(Optional.empty(), ArchiveFile.read(file).about(), "the node says why");
    }

    private static final SettingsDraft DRAFT = SettingsDraft.of(PluginSamples.crm());

    private static List<String> errors(String field, String text) {
        return DRAFT.check(Map.of(field, text)).stream().map(e -> e.field() + " " + e.code()).toList();
    }

    @Test
    void settingsAreCheckedByTheirType() {
        assertEquals(List.of(), DRAFT.check(Map.of()));
        assertEquals(List.of("server not-url"), errors("server", "crm"));
        assertEquals(List.of("server required"), errors("server", " "));
        assertEquals(List.of("pause out-of-range"), errors("pause", "601"));
        assertEquals(List.of("pause not-number"), errors("pause", "soon"));
        assertEquals(List.of(), errors("pause", ""), "its default");
    }

    @Test
    void textsAreAsLongAsTheyMayBeAndSecretsAreNotRepeated() {
        var key = new Field("key", "text", Map.of(), Map.of(), true, true, "", "", "8", "10", Map.of());
        var hidden = new Field("hook", "url", Map.of(), Map.of(), false, true, "", "", "", "", Map.of());
        var draft = new SettingsDraft(List.of(key, hidden), Map.of(), List.of());
        var text = new ErrorText();
        assertEquals(List.of("Too short: 3 characters, at least 8 are needed.", "••• is not an address such as https://crm.example."),
                draft.check(Map.of("key", "abc", "hook", "secret")).stream().map(text::sentence).toList());
        assertEquals(List.of("Too long: 11 characters, at most 10 are allowed."),
                draft.check(Map.of("key", "abcdefghijk")).stream().map(text::sentence).toList());
    }

    @Test
    void anUpdateThatMayDoMoreSaysWhat() {
        var now = PluginSamples.crm();
        var about = now.about();
        var next = new PluginAbout(about.id(), "1.5.0", about.name(), about.description(), about.provides(),
                List.of("calls.control"), about.limits(), about.inside(), about.desk(), about.settings());
        var entry = new CatalogueEntry("crm.tlp", Optional.of(next), PluginStatus.Signed.TRUSTED, "", "", LocalizableText.NOTHING);
        assertEquals(List.of("Place, change and hang up calls"),
                words.morePermissions(new PluginRow(about.id(), Optional.of(now), Optional.of(entry))));
    }

    @Test
    void yesIsAsGoodAsTrue() {
        var field = new Field("notes", "yes-no", Map.of(), Map.of(), false, false, "", "yes", "", "", Map.of());
        assertEquals("true", new SettingsDraft(List.of(field), Map.of(), List.of()).shown(field));
    }

    @Test
    void onlyWhatWasTypedIsChanged() {
        assertEquals(Map.of(), DRAFT.changes(Map.of("server", "https://crm.example", "key", "")));
        assertEquals(Map.of("pause", Optional.empty(), "key", Optional.of("new secret"), "popUp", Optional.of("false")),
                DRAFT.changes(Map.of("pause", "", "key", "new secret", "popUp", "false")));
    }

    @Test
    void refusalsAreSaidInWords() {
        assertEquals("This file is not a plug-in archive. Strange thing.", words.sentences(List.of(
                new FieldError("archive", "not-an-archive", List.of(), "x"), new FieldError("x", "never-heard-of", List.of(), "Strange thing"))));
    }
}
