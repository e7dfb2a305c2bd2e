package org.trunkline.ui.trunks.internal.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.api.plugin.PluginEntries;
import org.trunkline.export.entry.ImportRow.State;
import org.trunkline.testkit.node.FakeEntries;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.form.FormField;
import org.trunkline.ui.trunks.internal.bulk.ImportMade.End;
import org.trunkline.ui.trunks.internal.model.AddedKind;

/** The same values for several entries of a plug-in. */
class AddedManyTest {
    private static final String PLUGIN = FakeEntries.DOORS.plugin();

    private final FakeNode node = new FakeNode();
    private final AtomicInteger changed = new AtomicInteger();
    private AddedKind doors;

    @BeforeEach
    void doors() throws Exception {
        for (String name : List.of("Back", "Front", "Roof", "Side"))
            node.entries().create(PLUGIN, "door", Map.of("name", name, "seconds", name.equals("Roof") ? "9" : "5", "locked", "true", "pin", "4711"));
        doors = (AddedKind) AddedKind.all(node).keySet().iterator().next();
    }

    private ManyEdit many(String... names) throws Exception {
        return ManyEdit.read(node, doors, List.of(names));
    }

    private String seconds(String name) throws Exception {
        return node.entries().find(PLUGIN, "door", name).map(PluginEntries.Entry::values).orElseThrow().getOrDefault("seconds", "");
    }

    private ImportMade make(ImportPlan previewed, Map<String, String> chosen, String... names) throws Exception {
        return many(names).make(node, previewed, chosen, new BatchProgress(changed, () -> false));
    }

    @Test
    void neitherTheNameNorASecretIsOffered() {
        assertEquals(List.of("seconds", "locked"), ManyEdit.fields(doors).stream().map(FormField::name).toList());
    }

    @Test
    void fieldsBeginWithTheValueThatAllHave() throws Exception {
        assertEquals("9", many("Roof").common().text("seconds"));
        assertEquals("true", many("Roof", "Front").common().text("locked"));
        assertEquals("5", many("Roof", "Front").common().text("seconds"), "the default where they differ");
    }

    @Test
    void onlyThoseThatDifferChangeAndKeepTheRest() throws Exception {
        var chosen = Map.of("seconds", "9");
        var plan = many("Front", "Roof", "Side").plan(node, chosen);
        assertEquals(List.of(State.CHANGED, State.UNCHANGED, State.CHANGED), plan.rows().stream().map(row -> row.state()).toList());
        assertEquals(End.DONE, make(plan, chosen, "Front", "Roof", "Side").end());
        assertEquals(2, changed.get());
        assertEquals(List.of("9", "9", "9", "5"), List.of(seconds("Front"), seconds("Roof"), seconds("Side"), seconds("Back")));
        assertEquals(List.of("pin"), node.entries().find(PLUGIN, "door", "Front").orElseThrow().secretsSet());
    }

    @Test
    void anEmptyFieldTakesTheValueAway() throws Exception {
        var chosen = Map.of("seconds", "");
        make(many("Roof").plan(node, chosen), chosen, "Roof");
        assertEquals("", seconds("Roof"));
    }

    @Test
    void aWrongValueIsAnErrorOfEach() throws Exception {
        var plan = many("Front", "Roof").plan(node, Map.of("seconds", "61"));
        assertEquals(2, plan.count(State.ERROR));
        assertEquals("out-of-range", plan.rows().getFirst().errors().getFirst().code());
    }

    @Test
    void whatChangedMeanwhileIsPreviewedAgain() throws Exception {
        var chosen = Map.of("seconds", "9");
        var previewed = many("Front", "Side").plan(node, chosen);
        node.entries().delete(PLUGIN, "door", "Side");
        var made = make(previewed, chosen, "Front", "Side");
        assertEquals(End.CHANGED_MEANWHILE, made.end());
        assertEquals(List.of("Front"), made.plan().rows().stream().map(row -> row.key()).toList(), "what is gone does not come back");
        assertEquals("5", seconds("Front"));
    }

    @Test
    void anOutageInTheMiddleSaysWhatWasChanged() throws Exception {
        var chosen = Map.of("seconds", "9");
        var previewed = many("Back", "Front", "Side").plan(node, chosen);
        node.watchConfiguration(() -> node.outage(Optional.of("the node is gone")));
        var made = make(previewed, chosen, "Back", "Front", "Side");
        assertEquals(End.STOPPED, made.end());
        assertEquals(List.of(State.UNCHANGED, State.ERROR, State.CHANGED), made.plan().rows().stream().map(row -> row.state()).toList());
        assertEquals(1, changed.get());
    }

    @Test
    void cancellingStopsBeforeTheNextEntry() throws Exception {
        var chosen = Map.of("seconds", "9");
        var previewed = many("Back", "Front").plan(node, chosen);
        var made = many("Back", "Front").make(node, previewed, chosen, new BatchProgress(changed, () -> changed.get() == 1));
        assertEquals(End.STOPPED, made.end());
        assertEquals(List.of("9", "5"), List.of(seconds("Back"), seconds("Front")));
    }

    @Test
    void whatIsLeftIsChangedOnceTheEntriesAreReadAgain() throws Exception {
        var chosen = Map.of("seconds", "9");
        var before = many("Back", "Front");
        before.make(node, before.plan(node, chosen), chosen, new BatchProgress(changed, () -> changed.get() == 1));
        assertEquals(End.CHANGED_MEANWHILE, make(before.plan(node, chosen), chosen, "Back", "Front").end());
        var left = many("Back", "Front").plan(node, chosen);
        assertEquals(List.of(State.UNCHANGED, State.CHANGED), left.rows().stream().map(row -> row.state()).toList());
        assertEquals(End.DONE, make(left, chosen, "Back", "Front").end());
        assertEquals(List.of("9", "9"), List.of(seconds("Back"), seconds("Front")));
    }
}
