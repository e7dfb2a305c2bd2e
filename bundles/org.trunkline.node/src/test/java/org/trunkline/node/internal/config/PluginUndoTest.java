package org.trunkline.node.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.api.FieldError;
import org.trunkline.api.config.LoggedChange;
import org.trunkline.api.config.SaveResult;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.node.internal.MemoryStore;
import org.trunkline.node.internal.settings.AlertSettings;
import org.trunkline.testkit.node.FakeEntries;
import org.trunkline.testkit.node.FakeNode;

/** Changes of entries of plug-ins are taken back by the plug-in's own rules. */
class PluginUndoTest {
    private static final String PLUGIN = FakeEntries.DOORS.plugin();
    private static final String SUBJECT = "entry " + PLUGIN + " door Front gate";
    private static final Map<String, String> OPEN = Map.of("name", "Front gate", "seconds", "5");
    private static final Map<String, String> LONGER = Map.of("name", "Front gate", "seconds", "9");

    private final MemoryStore store = new MemoryStore();
    private final FakeNode node = new FakeNode();
    private final StoredChangeLog log = new StoredChangeLog(store, Catalogs.of(new Configurations(store, Configuration.EMPTY,
            _ -> { }, _ -> { }, "test"), "realm", node.cdrs(), new SavedSearchCatalog.AlertPlaces(() -> new AlertSettings(List.of(), "",
            0, "none", AlertSettings.Account.NONE, ""), node.alerts())), node.entries(), node.settings());

    private LoggedChange newest() throws Exception {
        return log.list("", Optional.empty(), 1).items().getFirst();
    }

    private List<String> refusal() throws Exception {
        return assertInstanceOf(SaveResult.Rejected.class, log.takeBack(newest().id(), false)) instanceof SaveResult.Rejected<?>(var errors)
                ? errors.stream().map(FieldError::code).toList() : List.of();
    }

    @Test
    void aChangedEntryIsNamedByItsKindAndTakenBackAlone() throws Exception {
        node.entries().create(PLUGIN, "door", LONGER);
        store.audit(SUBJECT, OPEN, LONGER, false);
        var change = newest();
        assertEquals(Optional.of(new LoggedChange.Key(PLUGIN + "/door", "Front gate")), change.entry());
        assertEquals(List.of(new LoggedChange.Field("seconds", "5", "9")), change.fields());
        assertEquals(1, change.together());
        store.audit(SUBJECT, LONGER, OPEN, false); // as the table writes beside the store of this test
        assertEquals(new SaveResult.Saved<>(1), log.takeBack(change.id(), true));
        assertEquals(OPEN, node.entries().find(PLUGIN, "door", "Front gate").orElseThrow().values());
        assertEquals(newest().id(), log.list("", Optional.empty(), 2).items().getLast().takenBackBy().orElseThrow());
    }

    @Test
    void aDeletedEntryComesBackUnlessItHadASecret() throws Exception {
        store.audit(SUBJECT, Map.of(), OPEN, false);
        store.audit(SUBJECT, OPEN, Map.of(), false);
        var deleted = newest();
        store.audit(SUBJECT, Map.of(), OPEN, false);
        assertEquals(new SaveResult.Saved<>(1), log.takeBack(deleted.id(), false));
        assertEquals(OPEN, node.entries().find(PLUGIN, "door", "Front gate").orElseThrow().values());
        node.entries().delete(PLUGIN, "door", "Front gate");
        store.audit(SUBJECT, OPEN, OPEN, true);
        store.audit(SUBJECT, OPEN, Map.of(), false);
        assertEquals(List.of("secret-gone"), refusal());
    }

    @Test
    void whatWasChangedSinceOrHasNoPluginStays() throws Exception {
        node.entries().create(PLUGIN, "door", LONGER);
        store.audit(SUBJECT, Map.of(), OPEN, false);
        assertEquals(List.of("changed-since"), refusal());
        store.audit(SUBJECT, OPEN, LONGER, false);
        node.entries().away(true);
        assertEquals(List.of("plugin-away"), refusal());
    }
}
