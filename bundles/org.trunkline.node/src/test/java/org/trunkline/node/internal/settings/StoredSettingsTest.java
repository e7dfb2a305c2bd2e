package org.trunkline.node.internal.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.settings.NodeSetting.Source;
import org.trunkline.api.settings.SettingsReport;
import org.trunkline.node.internal.settings.NodeSettings.BadSetting;

class StoredSettingsTest {
    @TempDir
    Path data;
    private final Map<String, String> given = new HashMap<>();

    private StoredSettings settings() throws Exception {
        given.putIfAbsent("trunkline.data", data.toString());
        return new StoredSettings(given::get, SettingsFile.in(data));
    }

    private static SettingsReport saved(StoredSettings settings, String... namesAndValues) throws Exception {
        return assertInstanceOf(SettingsReport.class, assertInstanceOf(SaveResult.Saved.class, settings.change(values(namesAndValues))).value());
    }

    private static List<FieldError> refused(StoredSettings settings, String... namesAndValues) throws Exception {
        var result = settings.change(values(namesAndValues));
        if (result instanceof SaveResult.Rejected<SettingsReport>(var errors))
            return errors;
        throw new AssertionError(result);
    }

    private static Map<String, Optional<String>> values(String... namesAndValues) {
        var values = new HashMap<String, Optional<String>>();
        for (int i = 0; i < namesAndValues.length; i += 2)
            values.put(namesAndValues[i], Optional.of(namesAndValues[i + 1]).filter(v -> !v.isEmpty()));
        return values;
    }

    @Test
    void whatNeedsNoRestartIsInEffectAtOnceAndTheRestWaits() throws Exception {
        var settings = settings();
        var live = settings.start();
        var told = new ArrayList<NodeSettings>();
        live.watch(told::add);
        var report = saved(settings, "trunkline.region", "se", "trunkline.sip.port", "5070", "trunkline.dns", "192.0.2.53",
                "trunkline.emergency.numbers", "112, 90000");
        assertEquals(1, told.size());
        assertEquals("SE", live.current().region());
        assertEquals("192.0.2.53:53", live.current().nameServer());
        assertTrue(live.current().codes().emergency().contains("90000"));
        assertEquals(5060, live.current().sipPort(), "until the restart");
        assertEquals(List.of("trunkline.sip.port"), report.waiting());
        assertEquals("5070", report.find("trunkline.sip.port").orElseThrow().value());
        assertEquals(List.of(), saved(settings, "trunkline.sip.port", "").waiting(), "as it runs");
    }

    @Test
    void itIsKeptForTheNextStartAndItsOwnersAlone() throws Exception {
        saved(settings(), "trunkline.sip.port", "5070", "trunkline.smtp.password", "correct horse");
        var file = data.resolve("settings.json");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        var next = settings();
        assertEquals(5070, next.start().current().sipPort());
        var secret = next.report().find("trunkline.smtp.password").orElseThrow();
        assertTrue(secret.secretSet());
        assertEquals("", secret.value());
        assertFalse(next.report().toString().contains("horse"));
    }

    @Test
    void theCommandLineWinsAndCannotBeChanged() throws Exception {
        saved(settings(), "trunkline.sip.port", "5070");
        given.put("trunkline.sip.port", "5080");
        var settings = settings();
        assertEquals(5080, settings.start().current().sipPort());
        var port = settings.report().find("trunkline.sip.port").orElseThrow();
        assertEquals(List.of(Source.GIVEN_AT_START, "5080"), List.of(port.source(), port.value()));
        assertTrue(port.locked());
        assertEquals("given-at-start", refused(settings, "trunkline.sip.port", "5090").getFirst().code());
        assertEquals("at-start", refused(settings, "trunkline.data", "/srv").getFirst().code());
        given.remove("trunkline.sip.port");
        assertEquals("5070", settings().report().find("trunkline.sip.port").orElseThrow().value(), "what is saved stays");
    }

    @Test
    void allOrNothingWithEveryErrorByName() throws Exception {
        var settings = settings();
        var live = settings.start();
        var errors = refused(settings, "trunkline.sip.port", "70000", "trunkline.dns", "ns.example", "trunkline.nonsense", "1", "trunkline.region", "SE");
        assertEquals(List.of("trunkline.dns not-allowed", "trunkline.nonsense unknown-field", "trunkline.sip.port out-of-range"),
                errors.stream().map(e -> e.field() + " " + e.code()).sorted().toList());
        assertEquals("", live.current().region());
        assertFalse(Files.exists(data.resolve("settings.json")));
        var files = refused(settings, "trunkline.tls.certificate", "mine.pem", "trunkline.store.password-file", "/nowhere/password",
                "trunkline.announce.unassigned", "/nowhere/sorry.wav");
        assertEquals(List.of("trunkline.announce.unassigned no-such-file", "trunkline.store.password-file no-such-file",
                "trunkline.tls.certificate no-such-file"), files.stream().map(e -> e.field() + " " + e.code()).sorted().toList());
    }

    @Test
    void aMailServerNeedsASender() throws Exception {
        var settings = settings();
        var live = settings.start();
        assertEquals("trunkline.smtp.from", refused(settings, "trunkline.smtp.host", "mail.example").getFirst().field());
        saved(settings, "trunkline.smtp.host", "mail.example", "trunkline.smtp.from", "node@example.com", "trunkline.smtp.security", "tls");
        assertEquals(465, live.current().alerts().smtpPort());
        assertEquals("trunkline.smtp.from", refused(settings, "trunkline.smtp.from", "").getFirst().field());
    }

    @Test
    void aValueAsTheDefaultIsNotSaved() throws Exception {
        var settings = settings();
        assertEquals(Source.STORED, saved(settings, "trunkline.sip.port", "5070").find("trunkline.sip.port").orElseThrow().source());
        assertEquals(Source.DEFAULT, saved(settings, "trunkline.sip.port", "5060").find("trunkline.sip.port").orElseThrow().source());
        assertEquals("{ }", Files.readString(data.resolve("settings.json")).strip());
    }

    @Test
    void aBrokenFileIsOneErrorWithTheWayOut() throws Exception {
        var file = Files.writeString(data.resolve("settings.json"), "{\n  \"trunkline.region\": \"SE\",\n  oops\n}\n");
        var e = assertThrows(SettingsFile.Unusable.class, this::settings);
        assertTrue(e.getMessage().startsWith("The settings file " + file + " cannot be read: line 3: "), e.getMessage());
        assertTrue(e.getMessage().endsWith("Correct it, or rename it to start with the defaults"), e.getMessage());
        Files.writeString(file, "{\"trunkline.region\": [\"SE\"]}");
        assertTrue(assertThrows(SettingsFile.Unusable.class, this::settings).getMessage().contains("trunkline.region must be a text"));
        Files.writeString(file, "{\"trunkline.sip.port\": 5070, \"trunkline.sip.prot\": \"1\"}");
        var settings = settings();
        assertEquals(5070, settings.start().current().sipPort());
        assertEquals(List.of("trunkline.sip.prot is not a setting and has no effect; did you mean trunkline.sip.port?"), settings.strangers());
    }

    @Test
    void aWrongSavedValueSaysWhereItIsAndCanBeCorrected() throws Exception {
        Files.writeString(data.resolve("settings.json"), "{\"trunkline.sip.port\": \"many\"}");
        var settings = settings();
        var e = assertThrows(BadSetting.class, settings::start);
        assertEquals("trunkline.sip.port", e.property());
        assertTrue(e.getMessage().contains(data.resolve("settings.json").toString()), e.getMessage());
        assertTrue(e.getMessage().contains("-Dtrunkline.sip.port"), e.getMessage());
        saved(settings, "trunkline.sip.port", "5070");
        assertEquals(5070, settings().start().current().sipPort());
    }

    @Test
    void aFolderThatCannotBeWrittenChangesNothing() throws Exception {
        var settings = settings();
        var live = settings.start();
        Files.createDirectories(data.resolve("settings.json/in-the-way")); // nothing can replace it
        var e = assertThrows(NodeUnavailableException.class, () -> settings.change(values("trunkline.region", "SE")));
        assertEquals("settings-unwritable", e.code());
        assertEquals("", live.current().region());
        assertEquals(Source.DEFAULT, settings.report().find("trunkline.region").orElseThrow().source());
    }
}
