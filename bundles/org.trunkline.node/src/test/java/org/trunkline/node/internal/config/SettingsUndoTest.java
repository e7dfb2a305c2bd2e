package org.trunkline.node.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.FieldError;
import org.trunkline.api.config.LoggedChange;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.config.TakenBack;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.node.internal.MemoryEntryStore;
import org.trunkline.node.internal.MemoryStore;
import org.trunkline.node.internal.plugin.StoredEntries;
import org.trunkline.node.internal.settings.AlertSettings;
import org.trunkline.node.internal.settings.AuditedSettings;
import org.trunkline.node.internal.settings.SettingsFile;
import org.trunkline.node.internal.settings.StoredSettings;
import org.trunkline.testkit.node.FakeNode;

/** Changes of node settings are taken back by the rules of the settings, of those kept in a real file. */
class SettingsUndoTest {
    private static final String REGION = "trunkline.region";
    private static final String PORT = "trunkline.sip.port";
    private static final String PASSWORD = "trunkline.smtp.password";

    @TempDir Path dir;

    private final MemoryStore store = new MemoryStore();
    private final FakeNode node = new FakeNode();
    private final Map<String, String> given = new HashMap<>();
    private StoredSettings stored;
    private AuditedSettings settings;
    private StoredChangeLog log;

    @BeforeEach
    void open() throws Exception {
        stored = new StoredSettings(given::get, new SettingsFile(dir.resolve("settings.json")));
        stored.start();
        settings = new AuditedSettings(stored, store, "admin", () -> { });
        log = new StoredChangeLog(store, Catalogs.of(new Configurations(store, Configuration.EMPTY, _ -> { }, _ -> { }, "test"),
                "realm", node.cdrs(), new SavedSearchCatalog.AlertPlaces(() -> new AlertSettings(List.of(), "", 0, "none",
                        AlertSettings.Account.NONE, ""), node.alerts())), new StoredEntries(new MemoryEntryStore(store)), settings);
    }

    private LoggedChange change(String... namesAndValues) throws Exception {
        var values = new HashMap<String, Optional<String>>();
        for (int i = 0; i < namesAndValues.length; i += 2)
            values.put(namesAndValues[i], Optional.of(namesAndValues[i + 1]).filter(v -> !v.isEmpty()));
        assertEquals(List.of(), settings.check(values));
        settings.change(values);
        return newest();
    }

    private LoggedChange newest() throws Exception {
        return log.list("", Optional.empty(), 1).items().getFirst();
    }

    private String value(String name) {
        return stored.report().find(name).orElseThrow().value();
    }

    private void takeBack(long id, String... restart) throws Exception {
        var result = log.takeBack(id, true);
        assertEquals(new SaveResult.Saved<>(new TakenBack(List.of(newest()), List.of(restart))), result);
        assertEquals(id, newest().takesBack().orElseThrow());
    }

    private List<String> refusal(LoggedChange change) throws Exception {
        return log.takeBack(change.id(), false) instanceof SaveResult.Rejected<TakenBack>(var errors)
                ? errors.stream().map(FieldError::code).toList() : List.of();
    }

    @Test
    void theSettingsOfOneChangeGoBackTogetherAndForward() throws Exception {
        var change = change(REGION, "SE", PORT, "5070");
        assertEquals(List.of(new LoggedChange.Field(REGION, "", "SE"), new LoggedChange.Field(PORT, "5060", "5070")), change.fields());
        assertEquals(Optional.of(new LoggedChange.Key("settings", REGION)), change.entry());
        assertEquals(1, change.together());
        takeBack(change.id());
        assertEquals("|5060", value(REGION) + "|" + value(PORT));
        var undo = newest();
        assertEquals(change.id(), undo.takesBack().orElseThrow());
        assertEquals(undo.id(), log.list("", Optional.empty(), 2).items().getLast().takenBackBy().orElseThrow());
        assertEquals(List.of("taken-back"), refusal(change));
        assertEquals(undo, newest());
        takeBack(undo.id(), PORT);
        assertEquals("SE|5070", value(REGION) + "|" + value(PORT));
    }

    @Test
    void onlyALaterChangeOfTheSameSettingKeepsIt() throws Exception {
        var region = change(REGION, "SE");
        var port = change(PORT, "5070");
        change(REGION, "NO");
        assertEquals(List.of("changed-since"), refusal(region));
        takeBack(port.id());
        assertEquals("NO|5060", value(REGION) + "|" + value(PORT));
    }

    @Test
    void aFileEditedMeanwhileIsNotOverwritten() throws Exception {
        var change = change(REGION, "SE");
        stored.change(Map.of(REGION, Optional.of("NO")));
        assertEquals(List.of("setting-differs"), refusal(change));
        assertEquals("NO", value(REGION));
    }

    @Test
    void aSecretIsNamedWithoutItsValueAndStays() throws Exception {
        change(REGION, "SE", PASSWORD, "correct horse");
        var all = log.list("", Optional.empty(), 10).items();
        assertEquals(2, all.size());
        var secret = all.getLast();
        assertEquals(PASSWORD + ": set", secret.note());
        assertEquals(Optional.empty(), secret.entry());
        assertEquals(List.of("setting-secret"), refusal(secret));
        takeBack(all.getFirst().id());
        assertEquals(true, stored.report().find(PASSWORD).orElseThrow().secretSet());
        assertEquals(false, store.changes("", Long.MAX_VALUE, 10).toString().contains("horse"));
    }

    @Test
    void whatWasGivenAtTheStartStays() throws Exception {
        var change = change(REGION, "SE");
        given.put(REGION, "NO");
        assertEquals(List.of("given-at-start"), refusal(change));
    }

    @Test
    void aNoteWithoutValuesStays() throws Exception {
        store.note("anna", "change", "settings", "trunkline.region: none → SE");
        assertEquals(List.of("not-revertible"), refusal(newest()));
    }
}
