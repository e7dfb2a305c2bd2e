package org.trunkline.ui.trunks.internal.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Trials.TestCallDraft;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.Trunk;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.form.FormValues;
import org.trunkline.ui.trunks.internal.model.Editing;
import org.trunkline.ui.trunks.internal.model.OwnKind;
import org.trunkline.ui.trunks.internal.testcall.CalledOver;

/** What a test call after a try goes over. */
class TypedTrunkTest {
    private final FakeNode node = new FakeNode();
    private Editing<?, ?> editing = Editing.blank(OwnKind.TRUNK);
    private FormValues typed = editing.original().with("name", "Telia").with("host", "sip.telia.example");
    private final TypedTrunk trunk = new TypedTrunk(editing, trunk(typed), () -> Optional.of(editing), () -> typed);

    private Trunk trunk(FormValues values) {
        return (Trunk) editing.check(values).draft().orElseThrow();
    }

    private String place() throws Exception {
        var over = trunk.get();
        return assertInstanceOf(SaveResult.Saved.class, over.call(node, TestCallDraft.of(over.name(), "+46701234567", ""))).value().toString();
    }

    @Test
    void whatIsTypedNowIsCalledOver() throws Exception {
        typed = typed.with("host", "192.0.2.1");
        assertEquals(new CalledOver.Typed(trunk(typed)), trunk.get());
        assertEquals(true, place().contains("Telia/unsaved"));
        assertEquals(List.of(trunk(typed)), node.trials().unsaved());
    }

    /** The values before it would be called over without a word. */
    @Test
    void aFieldWithoutAValueIsNamed() throws Exception {
        typed = typed.with("port", "many");
        var over = trunk.get();
        assertEquals("Telia", over.shown());
        var refused = assertInstanceOf(SaveResult.Rejected.class, over.call(node, TestCallDraft.of(over.name(), "+46701234567", "")));
        assertEquals(editing.check(typed).errors(), refused.errors());
        assertEquals(List.of(), node.trials().unsaved());
    }

    /** Taken back, and another one begun. */
    @Test
    void anotherNewTrunkIsAnotherOne() {
        var then = trunk.get();
        editing = Editing.blank(OwnKind.TRUNK);
        typed = editing.original().with("name", "Other").with("host", "192.0.2.9");
        assertEquals(then, trunk.get());
        typed = editing.original();
        assertEquals(then, trunk.get(), "a blank form");
    }

    private void save(FormValues values) throws Exception {
        var before = editing;
        node.trunks().create(trunk(values));
        editing = Editing.of(OwnKind.TRUNK, node.trunks().find(values.text("name")).orElseThrow());
        typed = editing.original();
        trunk.saved(before, editing);
    }

    @Test
    void onceItIsSavedUnderAnotherNameThatOneIs() throws Exception {
        save(typed.with("name", "Telia A"));
        assertEquals(new CalledOver.Saved("Telia A"), trunk.get());
        typed = typed.with("maxCalls", "3");
        assertEquals(new CalledOver.Typed(trunk(typed)), trunk.get());
    }

    @Test
    void savedBeforeAnotherIsEditedTheSavedOneIs() throws Exception {
        save(typed);
        editing = Editing.blank(OwnKind.TRUNK);
        typed = editing.original();
        assertEquals(new CalledOver.Saved("Telia"), trunk.get());
    }

    @Test
    void onceItIsSavedTheSavedOneIs() throws Exception {
        save(typed);
        assertEquals(new CalledOver.Saved("Telia"), trunk.get());
        place();
        assertEquals(List.of(), node.trials().unsaved());
        typed = typed.with("maxCalls", "3");
        assertInstanceOf(CalledOver.Typed.class, trunk.get(), "changed again");
    }

    @Test
    void anotherEntryInTheEditorChangesNothing() {
        var then = trunk.get();
        editing = Editing.of(OwnKind.ROUTE, new Route("+46", List.of("Telia")));
        typed = editing.original();
        assertEquals(then, trunk.get());
        editing = Editing.of(OwnKind.TRUNK, Trunk.of("Other", "192.0.2.9"));
        typed = editing.original();
        assertEquals(then, trunk.get());
    }
}
