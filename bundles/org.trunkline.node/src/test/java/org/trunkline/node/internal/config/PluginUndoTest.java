package org.trunkline.node.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.api.FieldError;
import org.trunkline.api.config.LoggedChange;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.config.TakenBack;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.node.internal.MemoryEntryStore;
import org.trunkline.node.internal.MemoryStore;
import org.trunkline.node.internal.plugin.GateKind;
import org.trunkline.node.internal.plugin.StoredEntries;
import org.trunkline.node.internal.settings.AlertSettings;
import org.trunkline.node.internal.settings.AuditedSettings;
import org.trunkline.testkit.node.FakeNode;

/** Changes of entries of plug-ins are taken back by the plug-in's own rules. */
class PluginUndoTest {
    private static final String PLUGIN = GateKind.PLUGIN;
    private static final String KEY = "Front gate";

    private final MemoryStore store = new MemoryStore();
    private final FakeNode node = new FakeNode();
    private final StoredEntries entries = new StoredEntries(new MemoryEntryStore(store));
    private final GateKind gates = new GateKind();
    private final StoredChangeLog log = new StoredChangeLog(store, Catalogs.of(new Configurations(store, Configuration.EMPTY,
            _ -> { }, _ -> { }, "test"), "realm", node.cdrs(), new SavedSearchCatalog.AlertPlaces(() -> new AlertSettings(List.of(), "",
            0, "none", AlertSettings.Account.NONE, ""), node.alerts())), entries,
            new AuditedSettings(node.settings(), store, "test", () -> { }));

    @BeforeEach
    void aGate() throws Exception {
        gates.comeTo(entries);
        entries.create(PLUGIN, GateKind.KIND, GateKind.open(5));
    }

    private LoggedChange newest() throws Exception {
        return log.list("", Optional.empty(), 1).items().getFirst();
    }

    private void takeBack(long id) throws Exception {
        var result = log.takeBack(id, true);
        assertEquals(new SaveResult.Saved<>(new TakenBack(List.of(newest()), List.of())), result);
        assertEquals(id, newest().takesBack().orElseThrow());
    }

    private List<String> refusal(LoggedChange change) throws Exception {
        return assertInstanceOf(SaveResult.Rejected.class, log.takeBack(change.id(), false)) instanceof SaveResult.Rejected<?>(var errors)
                ? errors.stream().map(FieldError::code).toList() : List.of();
    }

    private Map<String, String> gate() throws Exception {
        return entries.find(PLUGIN, GateKind.KIND, KEY).orElseThrow().values();
    }

    @Test
    void aChangedEntryIsNamedByItsKindAndTakenBackOnce() throws Exception {
        entries.replace(PLUGIN, GateKind.KIND, KEY, GateKind.open(9));
        var change = newest();
        assertEquals(Optional.of(new LoggedChange.Key(PLUGIN + "/gate", KEY)), change.entry());
        assertEquals(List.of(new LoggedChange.Field("seconds", "5", "9")), change.fields());
        assertEquals(1, change.together());
        takeBack(change.id());
        assertEquals(GateKind.open(5), gate());
        var undo = newest();
        assertEquals(change.id(), undo.takesBack().orElseThrow());
        assertEquals(undo.id(), log.list("", Optional.empty(), 2).items().getLast().takenBackBy().orElseThrow());
        assertEquals(List.of("taken-back"), refusal(change));
        entries.replace(PLUGIN, GateKind.KIND, KEY, GateKind.open(9));
        assertEquals(List.of("taken-back"), refusal(change), "though the entry is again what the change made of it");
        assertEquals(GateKind.open(9), gate());
    }

    @Test
    void aDeletedEntryComesBackUnlessItHadASecret() throws Exception {
        entries.delete(PLUGIN, GateKind.KIND, KEY);
        takeBack(newest().id());
        assertEquals(GateKind.open(5), gate());
        entries.replace(PLUGIN, GateKind.KIND, KEY, Map.of("name", KEY, "seconds", "5", "pin", "4711"));
        assertEquals(List.of("secret-gone"), refusal(newest()));
        entries.delete(PLUGIN, GateKind.KIND, KEY);
        assertEquals(List.of("secret-gone"), refusal(newest()));
    }

    @Test
    void whatWasChangedSinceOrHasNoPluginStays() throws Exception {
        var created = newest();
        entries.replace(PLUGIN, GateKind.KIND, KEY, GateKind.open(9));
        assertEquals(List.of("changed-since"), refusal(created));
        gates.leave(entries);
        assertEquals(List.of("plugin-away"), refusal(newest()));
        assertEquals(GateKind.open(9), gate());
    }

    @Test
    void aNewEntryIsDeletedAgain() throws Exception {
        takeBack(newest().id());
        assertEquals(Optional.empty(), entries.find(PLUGIN, GateKind.KIND, KEY));
    }
}
