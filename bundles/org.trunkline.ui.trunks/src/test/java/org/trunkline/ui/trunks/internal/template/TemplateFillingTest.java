package org.trunkline.ui.trunks.internal.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.api.plugin.PluginEntries.Template;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.testkit.node.FakeEntries;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.form.FormValues;
import org.trunkline.ui.trunks.internal.model.Editing;
import org.trunkline.ui.trunks.internal.model.OwnKind;

/** A template and its answers fill in the form of a new trunk. */
class TemplateFillingTest {
    private static final Map<String, String> ANSWERS = Map.of("region", "eu", "username", "acme", "password", "correct horse");

    private final FakeNode node = new FakeNode();
    private final FormValues blank = OwnKind.TRUNK.form().blank();

    private TemplateFilling filling(FormValues base) {
        return new TemplateFilling(FakeEntries.TEMPLATE, base);
    }

    @Test
    void theFilledFormIsSavedAsTheTrunkOfTheTemplate() throws NodeUnavailableException {
        var values = filling(blank.with("name", "Example A")).fill(ANSWERS);
        assertEquals("5061", values.text("port"), "the usual one of TLS");
        var saved = assertInstanceOf(SaveResult.Saved.class, Editing.blank(OwnKind.TRUNK).save(node, values)).value();
        var trunk = assertInstanceOf(Trunk.class, saved);
        assertEquals("Example A", trunk.name());
        assertEquals("eu.sip.example", trunk.peer().host());
        assertEquals(Transport.TLS, trunk.peer().transport());
        assertEquals(90, trunk.limits().answerSeconds());
        assertTrue(trunk.numbers().assertIdentity());
        assertEquals("acme", trunk.registration().orElseThrow().username());
    }

    @Test
    void aPortOfTheTemplateIsKept() {
        var template = new Template("a", "b", "A", "", "", Map.of("transport", "tls", "port", "5067"), List.of());
        assertEquals("5067", new TemplateFilling(template, blank).fill(Map.of()).text("port"));
    }

    @Test
    void theNodeChecksTheAnswers() throws NodeUnavailableException {
        assertEquals(List.of(), filling(blank).check(node, ANSWERS), "the name is missing, and not asked");
        var errors = filling(blank).check(node, Map.of("region", "e u", "username", "acme", "password", "correct horse"));
        assertEquals(List.of("region not-host"), errors.stream().map(e -> e.field() + " " + e.code()).toList());
        var named = new Template("named", "com.example", "Named", "", "a contract", Map.of("name", "{name}", "host", "sip.example"),
                List.of(new Field("name", "text", Map.of(), Map.of(), true, false, "", "", "", "", Map.of())));
        node.trunks().create(Trunk.of("Telia A", "192.0.2.1"));
        var taken = new TemplateFilling(named, blank).check(node, Map.of("name", "Telia A"));
        assertEquals(List.of("name taken"), taken.stream().map(e -> e.field() + " " + e.code()).toList());
        node.outage(Optional.of("gone"));
        assertThrows(NodeUnavailableException.class, () -> filling(blank).check(node, ANSWERS));
    }

    @Test
    void aSecondTemplateLeavesNothingOfTheFirst() {
        var first = filling(blank.with("name", "New")).fill(ANSWERS);
        var typed = first.with("maxCalls", "30");
        var base = TemplateFilling.base(blank, first, typed);
        assertEquals(blank.with("maxCalls", "30"), base.with("name", ""), "what the first one filled in is gone");
        assertEquals(blank.with("name", "New"), TemplateFilling.base(blank, blank, blank.with("name", "New")));
    }
}
