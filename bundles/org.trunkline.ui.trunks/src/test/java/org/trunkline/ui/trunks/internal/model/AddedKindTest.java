package org.trunkline.ui.trunks.internal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.eclipse.core.runtime.NullProgressMonitor;
import org.junit.jupiter.api.Test;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.api.plugin.PluginEntries;
import org.trunkline.testkit.node.FakeEntries;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.testkit.node.PluginSamples;
import org.trunkline.ui.Texts;
import org.trunkline.ui.form.ErrorText;
import org.trunkline.ui.form.FormField;
import org.trunkline.ui.form.FormValues;

/** A kind of a plug-in is listed and edited as the house's own are. */
class AddedKindTest {
    private static final String CRM = FakeEntries.DOORS.plugin();

    private final FakeNode node = new FakeNode();
    private final Texts texts = Texts.of(FieldText.class);

    private AddedKind kind() throws NodeUnavailableException {
        return (AddedKind) AddedKind.all(node).keySet().stream().findFirst().orElseThrow();
    }

    private static List<String> codes(List<FieldError> errors) {
        return errors.stream().map(e -> e.field() + " " + e.code() + " " + e.args()).toList();
    }

    private static AddedKind of(Field... fields) {
        return new AddedKind(new PluginEntries.Kind("a", "b", Map.of("en", "B"), fields[0].name(), List.of(fields)),
                AddedKind.State.RUNS, Map.of());
    }

    private static Field field(String type, String min, String max, String... choices) {
        var labels = new java.util.HashMap<String, Map<String, String>>();
        for (String choice : choices)
            labels.put(choice, Map.of("en", choice));
        return new Field("f", type, Map.of("en", "F"), Map.of(), false, false, "", "", min, max, labels);
    }

    /** What is said of a value of such a field. */
    private String said(Field field, String value) {
        var kind = of(field);
        var errors = kind.form().check(FormValues.of("f", value), Optional.empty()).errors();
        return errors.stream().findFirst().map(e -> new ErrorText().sentence(e, kind.form().fields().getFirst())).orElse("");
    }

    @Test
    void itsFormFollowsFromItsFields() throws Exception {
        var form = kind().form();
        assertEquals(List.of("name TEXT", "seconds NUMBER", "pin SECRET", "locked CHECK"),
                form.fields().stream().map(f -> f.name() + " " + f.type()).toList());
        assertEquals(new FormField.Limits("1", "60", "s"), form.fields().get(1).limits());
        assertEquals(FormValues.of("name", "", "seconds", "5", "pin", "", "locked", "false"), form.blank());
        var words = kind().text(texts);
        assertEquals("Doors", words.many());
        assertEquals("Doors: Front", words.named("Front"));
        assertEquals("Open for", words.label(form.fields().get(1)));
        assertEquals("How long it stays open", words.tip(form.fields().get(1)));
    }

    @Test
    void itSpeaksTheLanguageOfTheDesk() throws Exception {
        var before = Locale.getDefault();
        Locale.setDefault(Locale.of("sv"));
        try {
            var words = kind().text(Texts.of(FieldText.class));
            assertEquals("Dörrar", words.many());
            assertEquals("Öppen i", words.label(kind().form().fields().get(1)));
            var error = new FieldError("f", "said-by-plugin", List.of("No", "Nej", "否", "Tidak"), "No");
            assertEquals("Nej", new FieldText(texts).sentence(error));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void anEntryIsMadeChangedAndDeletedAndItsSecretKept() throws Exception {
        var made = Editing.blank(kind());
        var typed = made.original().with("name", " Front ").with("pin", "4711");
        assertInstanceOf(SaveResult.Saved.class, made.save(node, typed));
        assertEquals(List.of("name taken [Front]"), codes(made.checkAtNode(node, typed)));
        var row = Entries.load(node, kind(), new NullProgressMonitor()).entries().getFirst();
        assertEquals("Front", row.key());
        var editing = Editing.of(kind(), row.value());
        assertFalse(editing.dirty(editing.original()));
        assertEquals("", editing.original().text("pin"));
        assertInstanceOf(SaveResult.Saved.class, editing.save(node, editing.original().with("seconds", "9")));
        var changed = node.entries().find(CRM, "door", "Front").orElseThrow();
        assertEquals("9", changed.values().get("seconds"));
        assertEquals(List.of("pin"), changed.secretsSet());
        assertInstanceOf(SaveResult.Saved.class, editing.delete(node));
        assertEquals(Optional.empty(), node.entries().find(CRM, "door", "Front"));
    }

    @Test
    void whatIsWrongIsSaidInPlainWords() {
        assertEquals("61 is not between 1 and 60.", said(field("number", "1", "60"), "61"));
        assertEquals("Enter a whole number from 1 to 60.", said(field("number", "1", "60"), "x"));
        assertEquals("Enter a whole number.", said(field("duration", "", ""), "1.5"));
        assertEquals("0 is too low; at least 1 is allowed.", said(field("number", "1", ""), "0"));
        assertEquals("9 is too high; at most 8 is allowed.", said(field("number", "", "8"), "9"));
        assertEquals("Too long: 3 characters, at most 2 are allowed.", said(field("text", "", "2"), "abc"));
        assertEquals("Too short: 1 characters, at least 2 are needed.", said(field("text", "2", "9"), "a"));
        assertEquals("crm is not an address such as https://crm.example.", said(field("url", "", ""), "crm"));
        assertEquals("a b is not an e-mail address.", said(field("mail", "", ""), "a b"));
        assertEquals("070 is not an E.164 number such as +46701234567.", said(field("phone-number", "", ""), "070"));
        assertEquals("a b is not a host name or an IP address.", said(field("host", "", ""), "a b"));
        assertEquals("green is not one of the choices.", said(field("choice", "", "", "red"), "green"));
    }

    @Test
    void entriesOfAPluginThatDoesNotRunAreShownAndDeletedAndNotChanged() throws Exception {
        var running = kind();
        node.entries().create(CRM, "door", Map.of("name", "Front", "seconds", "7"));
        var open = Editing.of(running, node.entries().find(CRM, "door", "Front").orElseThrow());
        node.entries().away(true);
        assertEquals(List.of(" plugin-away [CRM connector]"), codes(assertInstanceOf(SaveResult.Rejected.class,
                open.save(node, open.original().with("seconds", "8"))) instanceof SaveResult.Rejected<?>(var errors) ? errors : List.of()));
        var stopped = kind();
        assertEquals(AddedKind.State.STOPPED, stopped.state());
        assertEquals("CRM connector", stopped.plugin());
        assertTrue(stopped.is(running));
        assertEquals("name", stopped.about().key());
        var editing = Editing.of(stopped, node.entries().find(CRM, "door", "Front").orElseThrow());
        assertEquals(FormValues.of("name", "Front", "seconds", "7"), editing.original());
        assertFalse(stopped.form().enabled("seconds", editing.original()));
        node.plugins().remove(PluginSamples.crm().id());
        assertEquals(AddedKind.State.NOT_INSTALLED, kind().state());
        assertEquals(CRM, kind().plugin());
        assertInstanceOf(SaveResult.Saved.class, editing.delete(node));
        assertEquals(Map.of(), AddedKind.all(node));
    }
}
