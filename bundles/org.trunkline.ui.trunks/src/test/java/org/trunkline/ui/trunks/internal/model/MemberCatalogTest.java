package org.trunkline.ui.trunks.internal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Optional;

import org.eclipse.core.runtime.NullProgressMonitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.api.FieldError;
import org.trunkline.api.config.SaveResult;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.schema.Secret;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.Texts;
import org.trunkline.ui.form.FormField;
import org.trunkline.ui.form.FormValues;
import org.trunkline.ui.form.Offer;
import org.trunkline.ui.form.Offered;

/** Ring groups on the subscriber's editor. */
class MemberCatalogTest {
    private final FakeNode node = new FakeNode();
    private final FieldText fieldText = new FieldText(Texts.of(FieldText.class));

    @BeforeEach
    void fill() throws Exception {
        for (String name : List.of("anna", "bo"))
            node.subscribers().create(new Subscriber(name, Secret.of("a-good-one"), "", true, CallHandling.PLAIN, Srtp.OFFER));
        group("sales", Optional.of("600"), RingGroup.Strategy.IN_ORDER, "bo", "anna");
        group("night", Optional.empty(), RingGroup.Strategy.ALL, "bo");
    }

    private void group(String name, Optional<String> number, RingGroup.Strategy strategy, String... members)
            throws Exception {
        node.ringGroups().create(new RingGroup(name, number, List.of(members), strategy, 20, Optional.empty()));
    }

    private List<String> members(String group) throws Exception {
        return node.ringGroups().find(group).orElseThrow().members();
    }

    private Editing<?, ?> editing(String username) throws Exception {
        return Editing.of(OwnKind.SUBSCRIBER, new MemberCatalog(node).find(username).orElseThrow());
    }

    @Test
    void aSubscriberListsTheGroupsThatRingIt() throws Exception {
        assertEquals("sales", editing("anna").original().text("ringGroups"));
        var bo = Entries.load(node, OwnKind.SUBSCRIBER, new NullProgressMonitor()).entries().stream()
                .filter(e -> e.key().equals("bo")).findFirst().orElseThrow();
        assertEquals(List.of("night", "sales"), ((Member) bo.value()).groupNames().stream().sorted().toList());
    }

    @Test
    void savingEntersAndLeavesGroupsAndANewMemberRingsLast() throws Exception {
        var editing = editing("anna");
        FormValues typed = editing.original().with("ringGroups", "night");
        assertEquals(List.of(), editing.checkAtNode(node, typed));
        assertInstanceOf(SaveResult.Saved.class, editing.save(node, typed));
        assertEquals(List.of("bo", "anna"), members("night"));
        assertEquals(List.of("bo"), members("sales"));
        assertEquals(Optional.of("600"), node.ringGroups().find("sales").orElseThrow().number());
        assertFalse(editing("anna").dirty(typed));
    }

    @Test
    void aNewSubscriberEntersItsGroupsAtOnce() throws Exception {
        var editing = Editing.blank(OwnKind.SUBSCRIBER);
        FormValues typed = editing.original().with("username", "cia").with("password", "a-good-one")
                .with("ringGroups", "sales\nnight");
        assertEquals(List.of(), editing.checkAtNode(node, typed));
        assertInstanceOf(SaveResult.Saved.class, editing.save(node, typed));
        assertEquals(List.of("bo", "anna", "cia"), members("sales"));
        assertEquals(List.of("bo", "cia"), members("night"));
    }

    @Test
    void theLastMemberStaysAndNothingIsSaved() throws Exception {
        var editing = editing("bo");
        FormValues typed = editing.original().with("ringGroups", "sales").with("displayName", "Bo");
        List<FieldError> errors = editing.checkAtNode(node, typed);
        assertEquals("night would have no member. Open it and add another member first.", fieldText.sentence(errors.getFirst()));
        assertInstanceOf(SaveResult.Rejected.class, editing.save(node, typed));
        assertEquals("", node.subscribers().find("bo").orElseThrow().displayName());
        assertEquals(List.of("bo"), members("night"));
    }

    @Test
    void aGroupThatIsGoneIsTold() throws Exception {
        FormValues typed = editing("anna").original().with("ringGroups", "sales\nday");
        assertEquals("Ring group day does not exist.", fieldText.sentence(
                editing("anna").checkAtNode(node, typed).getFirst()));
    }

    @Test
    void aGroupIsOneLineAsItsMemberSeesIt() throws Exception {
        List<Offer> offers = Offered.of(FormField.Type.GROUPS).orElseThrow().run(node, new NullProgressMonitor());
        var text = new GroupText(Texts.of(GroupText.class));
        assertEquals("sales \u2013 600 \u2013 2 of 2", text.line("anna", "sales", offers));
        assertEquals("night \u2013 all at once", text.line("anna", "night", offers));
        assertEquals("gone", text.line("anna", "gone", offers));
        assertEquals("sales \u2013 600 \u2013 3 of 3", text.line("cia", "sales", offers));
    }
}
