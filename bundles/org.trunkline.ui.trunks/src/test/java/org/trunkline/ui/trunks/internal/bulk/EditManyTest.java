package org.trunkline.ui.trunks.internal.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trunkline.api.config.EntryChange;
import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.Trunk;
import org.trunkline.export.entry.ImportRow.State;
import org.trunkline.ui.form.FormField;
import org.trunkline.ui.trunks.internal.model.OwnKind;

/** The same values for several entries. */
class EditManyTest {
    private final List<NumberAssignment> numbers = List.of(new NumberAssignment("+4686840000", "anna"),
            new NumberAssignment("+4686840001", "bert"), new NumberAssignment("+4686840002", "bert"));

    @Test
    void onlyThoseThatDifferChange() {
        var plan = EditMany.of(EntryKind.NUMBER, numbers, List.of("+4686840000", "+4686840001")).plan(Map.of("subscriber", "bert"));

        assertEquals(1, plan.count(State.CHANGED));
        assertEquals(List.of(new EntryChange.Replace<>(EntryKind.NUMBER, "+4686840000", new NumberAssignment("+4686840000", "bert"))),
                plan.changes());
    }

    @Test
    void whatIsNotChosenStaysAsItIsInEach() {
        var trunks = List.of(Trunk.of("A", "a.example"), Trunk.of("B", "b.example"));
        var plan = new EditMany<>(EntryKind.TRUNK, trunks).plan(Map.of("maxCalls", "12", "inboundAddresses", "192.0.2.1\n192.0.2.2"));

        var changed = plan.changes().stream().map(change -> (Trunk) ((EntryChange.Replace<?>) change).entry()).toList();
        assertEquals(List.of("a.example", "b.example"), changed.stream().map(trunk -> trunk.peer().host()).toList());
        assertEquals(List.of(12, 12), changed.stream().map(trunk -> trunk.limits().maxCalls()).toList());
    }

    @Test
    void aWrongValueIsAnErrorOfEach() {
        var plan = new EditMany<>(EntryKind.TRUNK, List.of(Trunk.of("A", "a.example"))).plan(Map.of("port", "many"));

        assertEquals(List.of("not-number"), plan.rows().getFirst().errors().stream().map(e -> e.code()).toList());
    }

    @Test
    void fieldsBeginWithTheValueThatAllHave() {
        var many = new EditMany<>(EntryKind.NUMBER, numbers.subList(1, 3));
        assertEquals("bert", many.common().text("subscriber"));
        assertEquals("", new EditMany<>(EntryKind.NUMBER, numbers).common().text("subscriber"));
    }

    @ParameterizedTest
    @EnumSource(OwnKind.class)
    void noKindOffersItsNamesOrSecrets(OwnKind kind) {
        var names = EditMany.fields(kind).stream().map(FormField::name).toList();
        assertFalse(names.isEmpty());
        assertFalse(names.contains(kind.form().keyField()));
        assertTrue(names.stream().noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("password")), names::toString);
    }
}
