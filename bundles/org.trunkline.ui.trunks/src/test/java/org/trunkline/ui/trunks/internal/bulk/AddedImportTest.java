package org.trunkline.ui.trunks.internal.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.plugin.PluginEntries;
import org.trunkline.export.entry.ImportRow.State;
import org.trunkline.export.table.Table;
import org.trunkline.testkit.node.FakeEntries;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.trunks.internal.bulk.ImportMade.End;
import org.trunkline.ui.trunks.internal.model.AddedKind;

/** Entries of a plug-in to a table and back. */
class AddedImportTest {
    private static final String PLUGIN = FakeEntries.DOORS.plugin();

    private final FakeNode node = new FakeNode();
    private final AtomicInteger imported = new AtomicInteger();
    private AddedImport doors;

    @BeforeEach
    void front() throws Exception {
        node.entries().create(PLUGIN, "door", Map.of("name", "Front", "seconds", "5", "locked", "true", "pin", "4711"));
        doors = new AddedImport((AddedKind) AddedKind.all(node).keySet().iterator().next());
    }

    private static Table table(List<String> head, List<?>... rows) {
        return new Table(head, IntStream.range(0, rows.length).mapToObj(i -> new Table.Row(i + 2,
                rows[i].stream().map(String.class::cast).toList())).toList());
    }

    private ImportPlan plan(Table table) throws Exception {
        return doors.plan(node, table, doors.guess(table.head(), Map.of()));
    }

    private Map<String, String> door(String name) throws Exception {
        return node.entries().find(PLUGIN, "door", name).map(PluginEntries.Entry::values).orElse(Map.of());
    }

    @Test
    void secretsAreNotExported() throws Exception {
        var out = new ByteArrayOutputStream();
        var all = new AddedTable(doors.kind());
        all.write(out, false, all.read(node));
        assertEquals(List.of("name,seconds,locked", "Front,5,true"), out.toString(StandardCharsets.UTF_8).replace("\ufeff", "").lines().toList());
    }

    @Test
    void rowsAreNewChangedUnchangedOrWrong() throws Exception {
        var plan = plan(table(List.of("Name", "Öppen i", "locked"), List.of("Front", "5", "ja"), List.of("Back", "9", ""),
                List.of("Roof", "61", "no"), List.of("Back", "7", "")));
        assertEquals(List.of(State.UNCHANGED, State.NEW, State.ERROR, State.ERROR), plan.rows().stream().map(r -> r.state()).toList());
        assertEquals(State.CHANGED, plan(table(List.of("name", "seconds"), List.of("Front", "6"))).rows().getFirst().state());
    }

    @Test
    void whatWasPreviewedIsImportedAndTheRestKept() throws Exception {
        var table = table(List.of("name", "seconds"), List.of("Front", "6"), List.of("Back", "9"));
        var made = doors.make(node, plan(table), table, doors.guess(table.head(), Map.of()), progress(() -> false));
        assertEquals(End.DONE, made.end());
        assertEquals(Map.of("name", "Front", "seconds", "6", "locked", "true"), door("Front"));
        assertEquals(List.of("pin"), node.entries().find(PLUGIN, "door", "Front").orElseThrow().secretsSet());
        assertEquals("9", door("Back").get("seconds"));
    }

    @Test
    void whatChangedMeanwhileIsPreviewedAgain() throws Exception {
        var table = table(List.of("name", "seconds"), List.of("Front", "6"));
        var previewed = plan(table);
        node.entries().replace(PLUGIN, "door", "Front", Map.of("name", "Front", "seconds", "7"));
        assertEquals(End.CHANGED_MEANWHILE, doors.make(node, previewed, table, doors.guess(table.head(), Map.of()), progress(() -> false)).end());
        assertEquals("7", door("Front").get("seconds"));
    }

    @Test
    void aRowThatThePluginRefusesStopsTheImport() throws Exception {
        var table = table(List.of("name", "seconds"), List.of("Back", "9"));
        var previewed = plan(table);
        node.entries().away(true);
        var made = doors.make(node, previewed, table, doors.guess(table.head(), Map.of()), progress(() -> false));
        assertEquals(End.STOPPED, made.end());
        assertEquals(1, made.plan().count(State.ERROR));
        assertEquals(Map.of(), door("Back"));
    }

    @Test
    void aTableWithoutTheKeyIsNotImported() {
        assertEquals(Optional.of("name"), doors.problems(doors.guess(List.of("seconds"), Map.of())).noKey());
    }

    private BatchProgress progress(BooleanSupplier cancelled) {
        return new BatchProgress(imported, cancelled);
    }

    @Test
    void anOutageInTheMiddleSaysWhatWasImported() throws Exception {
        var table = table(List.of("name", "seconds"), List.of("Back", "9"), List.of("Roof", "8"), List.of("Side", "7"));
        var previewed = plan(table);
        node.watchConfiguration(() -> node.outage(Optional.of("the node is gone")));
        var made = doors.make(node, previewed, table, doors.guess(table.head(), Map.of()), progress(() -> false));
        assertEquals(End.STOPPED, made.end());
        assertEquals(List.of(State.UNCHANGED, State.ERROR, State.NEW), made.plan().rows().stream().map(r -> r.state()).toList());
        assertEquals("the node is gone", made.plan().rows().get(1).errors().getFirst().message());
        assertEquals(1, imported.get());
    }

    @Test
    void anOutageBeforeTheFirstRowIsTheNodesAlone() throws Exception {
        var table = table(List.of("name", "seconds"), List.of("Back", "9"));
        var previewed = plan(table);
        node.outage(Optional.of("the node is gone"));
        assertThrows(NodeUnavailableException.class,
                () -> doors.make(node, previewed, table, doors.guess(table.head(), Map.of()), progress(() -> false)));
    }

    @Test
    void cancellingStopsBeforeTheNextRow() throws Exception {
        var table = table(List.of("name", "seconds"), List.of("Back", "9"), List.of("Roof", "8"));
        doors.make(node, plan(table), table, doors.guess(table.head(), Map.of()), progress(() -> imported.get() == 1));
        assertEquals(1, imported.get());
        assertEquals("9", door("Back").get("seconds"));
        assertEquals(Map.of(), door("Roof"));
    }

    @Test
    void aDefaultThatTheFileDoesNotNameChangesNothing() throws Exception {
        node.entries().create(PLUGIN, "door", Map.of("name", "Side"));
        assertEquals(State.UNCHANGED, plan(table(List.of("name", "locked"), List.of("Side", ""))).rows().getFirst().state());
        assertEquals(State.UNCHANGED, plan(table(List.of("name", "seconds"), List.of("Side", ""))).rows().getFirst().state());
        assertEquals(State.CHANGED, plan(table(List.of("name", "seconds"), List.of("Side", "5"))).rows().getFirst().state());
    }
}
