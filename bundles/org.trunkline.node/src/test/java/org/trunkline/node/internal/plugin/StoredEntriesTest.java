package org.trunkline.node.internal.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.Author;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.plugin.PluginEntries.Entry;
import org.trunkline.node.internal.MemoryEntryStore;
import org.trunkline.node.internal.MemoryStore;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.config.ConfigKind;
import org.trunkline.spi.config.FieldProblem;
import org.trunkline.spi.config.SettingField;
import org.trunkline.spi.config.TrunkTemplates;
import org.trunkline.spi.config.TrunkTemplates.TrunkTemplate;
import org.trunkline.spi.testkit.ConfigKindContract;

class StoredEntriesTest extends ConfigKindContract {
    private static final String PLUGIN = "com.example.doors";

    private final MemoryEntryStore store = new MemoryEntryStore(new MemoryStore());
    private final StoredEntries entries = new StoredEntries(store);
    private final Doors doors = new Doors();

    /** Doors, of which none may be called Hell. */
    private static final class Doors implements ConfigKind {
        private String name = "door";
        private int asked;
        private List<SettingField> more = List.of();
        private Optional<ExtensionException> down = Optional.empty();
        private Map<String, String> checked = Map.of();

        @Override
        public KindInfo info() {
            asked++;
            return new KindInfo(name, LocalizedText.of("Doors"), "name", Stream.concat(Stream.of(
                    SettingField.text("name", "Name", "What it is called").mandatory(),
                    SettingField.number("seconds", "Open for", "How long it stays open", "s", 1, 60, 5),
                    SettingField.text("pin", "PIN", "Opens it").mandatory().asSecret()), more.stream()).toList());
        }

        @Override
        public List<FieldProblem> check(Map<String, String> entry) throws ExtensionException {
            if (down.isPresent())
                throw down.get();
            checked = entry;
            return "Hell".equals(entry.get("name")) ? List.of(new FieldProblem("name",
                    LocalizedText.of("No way out", "Ingen väg ut", "没有出路", "Tak ada jalan keluar"))) : List.of();
        }
    }

    /** Doors, of which no two are open for the same time. */
    private static final class Turns implements ConfigKind {
        private final Doors doors = new Doors();
        private List<Map<String, String>> others = List.of();

        @Override
        public KindInfo info() {
            return doors.info();
        }

        @Override
        public List<FieldProblem> check(Map<String, String> entry) throws ExtensionException {
            return doors.check(entry);
        }

        @Override
        public List<String> compared() {
            return List.of("seconds", "pin", "color");
        }

        @Override
        public List<FieldProblem> conflicts(Map<String, String> entry, List<Map<String, String>> beside) throws ExtensionException {
            others = beside;
            return beside.stream().filter(other -> other.get("seconds").equals(entry.get("seconds")))
                    .map(other -> new FieldProblem("seconds", LocalizedText.of("As long as " + other.get("name")))).toList();
        }
    }

    @Override
    protected ConfigKind kind() {
        return doors;
    }

    @Override
    protected Map<String, String> sound() {
        return Map.of("name", "Front", "pin", "4711", "seconds", "5");
    }

    @Override
    protected List<Map<String, String>> unsound() {
        return List.of(Map.of("name", "Hell", "pin", "666"));
    }

    @BeforeEach
    void bring() {
        entries.addKind(doors, Map.of("trunkline.plugin", PLUGIN));
    }

    private static List<String> errors(SaveResult<Entry> result) {
        return assertInstanceOf(SaveResult.Rejected.class, result) instanceof SaveResult.Rejected<?>(var errors)
                ? errors.stream().map(e -> e.field() + " " + e.code()).sorted().toList() : List.of();
    }

    @Test
    void anEntryIsCheckedStoredAndToldWithoutItsSecret() throws Exception {
        var front = new Entry("Front", Map.of("name", "Front", "seconds", "5"), List.of("pin"));
        var saved = Author.as("anna", () -> entries.create(PLUGIN, "door", Map.of("name", "Front", "pin", "4711")));
        assertEquals(new SaveResult.Saved<>(front), saved);
        assertEquals("anna", store.author);
        assertEquals(Map.of("name", "Front", "seconds", "5", "pin", "4711"), doors.checked, "defaults filled in");
        assertEquals(List.of("name taken"), errors(entries.create(PLUGIN, "door", Map.of("name", "Front", "pin", "1"))));
        entries.replace(PLUGIN, "door", "Front", Map.of("seconds", "9"));
        assertEquals("4711", doors.checked.get("pin"), "the kept secret is there for the check");
        assertEquals(List.of(Map.of("name", "Front", "seconds", "9", "pin", "4711")), entries.entries(PLUGIN, "door"));
        assertEquals(List.of("name not-the-key"), errors(entries.replace(PLUGIN, "door", "Front", Map.of("name", "Back"))));
        assertInstanceOf(SaveResult.Saved.class, entries.delete(PLUGIN, "door", "Front"));
        assertEquals(new SaveResult.Missing<>("Front"), entries.delete(PLUGIN, "door", "Front"));
    }

    @Test
    void anUpdateIsAskedForItsFieldsAndTemplatesAgain() throws Exception {
        var listed = new ArrayList<TrunkTemplate>();
        TrunkTemplates templates = () -> List.copyOf(listed);
        entries.addTemplates(templates, Map.of("trunkline.plugin", PLUGIN));
        assertEquals(List.of("color unknown-field"),
                errors(entries.create(PLUGIN, "door", Map.of("name", "Front", "pin", "1", "color", "red"))));
        assertEquals(List.of(), entries.trunkTemplates());

        doors.more = List.of(SettingField.text("color", "Color", "What it looks like"));
        listed.add(new TrunkTemplate("one", "One", "SE", "https://example.com", Map.of("host", "sip.example.com"), List.of()));
        entries.updatedKind(doors);
        entries.updatedTemplates(templates);
        assertInstanceOf(SaveResult.Saved.class,
                entries.create(PLUGIN, "door", Map.of("name", "Front", "pin", "1", "color", "red")));
        assertEquals(List.of("one"), entries.trunkTemplates().stream().map(t -> t.id()).toList());
    }

    @Test
    void ofTwoVersionsUnderWayTheNewerKindIsListed() throws Exception {
        var newer = new Doors();
        newer.more = List.of(SettingField.text("color", "Color", "What it looks like"));
        entries.addKind(newer, Map.of("trunkline.plugin", PLUGIN));
        assertEquals(List.of("name", "seconds", "pin", "color"),
                entries.kinds(PLUGIN).stream().flatMap(k -> k.fields().stream()).map(f -> f.name()).toList());
        assertEquals(entries.kinds(PLUGIN).getFirst(), entries.kinds().getFirst().about().orElseThrow());
    }

    /** Each time it is asked the log has a line. */
    @Test
    void aKindThatCannotBeUsedIsAskedOnce() throws Exception {
        entries.removeKind(doors);
        doors.name = "A Door";
        entries.addKind(doors, Map.of("trunkline.plugin", PLUGIN));
        assertEquals(List.of(), entries.kinds(PLUGIN));
        assertEquals(List.of(), kinds());
        assertEquals(1, doors.asked);
        doors.name = "door";
        entries.updatedKind(doors);
        assertEquals(List.of(PLUGIN + " door 0"), kinds());
    }

    @Test
    void whatIsWrongIsToldByTheFieldsThenByThePlugin() throws Exception {
        assertEquals(List.of("color unknown-field", "name required", "pin required", "seconds out-of-range"),
                errors(entries.create(PLUGIN, "door", Map.of("seconds", "61", "color", "red"))));
        assertEquals(List.of("name not-a-key"), errors(entries.create(PLUGIN, "door", Map.of("name", "a/b", "pin", "1"))));
        var hell = entries.create(PLUGIN, "door", Map.of("name", "Hell", "pin", "666"));
        assertEquals(new SaveResult.Rejected<>(List.of(new FieldError("name", "said-by-plugin",
                List.of("No way out", "Ingen väg ut", "没有出路", "Tak ada jalan keluar"), "No way out"))), hell);
        assertEquals(Map.of(), store.counts());
    }

    @Test
    void anEntryIsComparedWithTheOthersOfItsKind() throws Exception {
        entries.removeKind(doors);
        var turns = new Turns();
        entries.addKind(turns, Map.of("trunkline.plugin", PLUGIN));
        entries.create(PLUGIN, "door", Map.of("name", "Front", "pin", "4711", "seconds", "9"));
        assertEquals(new SaveResult.Rejected<>(List.of(new FieldError("seconds", "said-by-plugin",
                List.of("As long as Front", "As long as Front", "As long as Front", "As long as Front"), "As long as Front"))),
                entries.create(PLUGIN, "door", Map.of("name", "Back", "pin", "4712", "seconds", "9")));
        assertEquals(List.of(Map.of("name", "Front", "seconds", "9")), turns.others, "without secrets");
        assertInstanceOf(SaveResult.Saved.class, entries.replace(PLUGIN, "door", "Front", Map.of("seconds", "9")), "not with itself");
        assertInstanceOf(SaveResult.Saved.class, entries.create(PLUGIN, "door", Map.of("name", "Back", "pin", "4712", "seconds", "8")));
        assertEquals(List.of("seconds said-by-plugin"), errors(entries.replace(PLUGIN, "door", "Back", Map.of("seconds", "9"))));
        store.down = true;
        assertThrows(NodeUnavailableException.class, () -> entries.create(PLUGIN, "door", Map.of("name", "Gate", "pin", "1")));
    }

    @Test
    void aPluginThatCannotCheckRefusesAndOneThatIsAwayKeepsItsEntries() throws Exception {
        entries.create(PLUGIN, "door", Map.of("name", "Front", "pin", "4711"));
        doors.down = Optional.of(new ExtensionException("no answer in time", true));
        assertEquals(List.of(" cannot-check"), errors(entries.create(PLUGIN, "door", Map.of("name", "Back", "pin", "1"))));
        entries.removeKind(doors);
        assertEquals(List.of(), entries.kinds(PLUGIN));
        assertEquals(new SaveResult.Missing<>("door"), entries.create(PLUGIN, "door", Map.of("name", "Back", "pin", "1")));
        assertEquals(1, entries.list(PLUGIN, "door", Optional.empty(), 10).items().size());
        var read = entries.entries(PLUGIN, "door");
        assertEquals(1, read.size());
        store.down = true;
        assertThrows(NodeUnavailableException.class, () -> entries.list(PLUGIN, "door", Optional.empty(), 10));
        assertEquals(read, entries.entries(PLUGIN, "door"), "those read last");
        assertEquals(List.of(), entries.entries(PLUGIN, "window"), "never read");
    }

    @Test
    void entriesOfAPluginThatIsAwayAreCountedAndDeletedTogether() throws Exception {
        assertEquals(List.of(PLUGIN + " door 0"), kinds());
        entries.create(PLUGIN, "door", Map.of("name", "Front", "pin", "4711"));
        entries.create(PLUGIN, "door", Map.of("name", "Back", "pin", "4712"));
        assertEquals(List.of(PLUGIN + " door 2"), kinds());
        entries.removeKind(doors);
        assertEquals(List.of(PLUGIN + " door 2 away"), kinds());
        assertEquals(2L, Author.as("anna", () -> entries.deleteAll(PLUGIN, "door")));
        assertEquals("anna", store.author);
        assertEquals(List.of(), kinds());
    }

    private List<String> kinds() throws NodeUnavailableException {
        return entries.kinds().stream().map(k -> k.plugin() + " " + k.kind() + " " + k.entries() + (k.about().isEmpty() ? " away" : "")).toList();
    }

    @Test
    void templatesThatCannotBeUsedAreLeftOut() {
        var good = new TrunkTemplates.TrunkTemplate("acme-se", "Acme", "SE", "its web page, 2026", Map.of("host", "sip.example"),
                List.of());
        var bad = new TrunkTemplates.TrunkTemplate("Not An Id", "Acme", "Sweden", "", Map.of(), List.of());
        var mistyped = new TrunkTemplates.TrunkTemplate("acme-no", "Acme", "NO", "its web page, 2026", Map.of("hots", "sip.example"),
                List.of());
        entries.addTemplates(() -> List.of(bad, mistyped, good), Map.of("trunkline.plugin", PLUGIN));
        entries.addTemplates(() -> {
            throw new IllegalStateException("broken");
        }, Map.of("trunkline.plugin", "com.example.broken"));
        assertEquals(List.of("acme-se"), entries.trunkTemplates().stream().map(t -> t.id()).toList());
    }
}
