package org.trunkline.ui.trunks.internal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.api.FieldError;
import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.schema.Default;
import org.trunkline.domain.schema.Format;
import org.trunkline.domain.schema.Group;
import org.trunkline.domain.schema.Is;
import org.trunkline.domain.schema.Key;
import org.trunkline.domain.schema.Range;
import org.trunkline.domain.schema.Required;
import org.trunkline.domain.schema.Schema;
import org.trunkline.domain.schema.Unit;
import org.trunkline.ui.form.ErrorText;
import org.trunkline.ui.form.FormField;

/** A form is what the record says. */
class SchemaFormTest {
    /** A kind of this test. */
    public record Door(@Key @Required @Is(Format.NAME) String name,
            @Group("opening") @Range(min = 1, max = 60) @Unit("s") @Default("5") int openSeconds,
            @Group("opening") @Is(Format.SUBSCRIBER) List<String> keepers, Optional<String> note, boolean locked) {}

    private final SchemaForm<Door> form = new SchemaForm<>(
            new EntryKind<>("door", "doors", Schema.of(Door.class), (_, _) -> { }));

    @Test
    void controlsGroupsUnitsAndRangesComeFromTheRecord() {
        assertEquals(List.of("name general TEXT", "openSeconds opening NUMBER", "keepers opening MEMBERS", "note general TEXT",
                "locked general CHECK"), form.fields().stream().map(f -> f.name() + " " + f.section() + " " + f.type()).toList());
        assertEquals(new FormField.Limits("1", "60", "s"), form.fields().get(1).limits());
        assertEquals("5", form.blank().text("openSeconds"));
    }

    @Test
    void whatIsTypedIsCheckedAndRead() {
        var typed = form.blank().with("name", "Front").with("openSeconds", "9").with("keepers", "anna\nbo").with("locked", "true");
        assertEquals(Optional.of(new Door("Front", 9, List.of("anna", "bo"), Optional.empty(), true)),
                form.check(typed, Optional.empty()).draft());
        var wrong = form.check(typed.with("openSeconds", "61").with("name", " "), Optional.empty()).errors();
        assertEquals(List.of("name required", "openSeconds out-of-range"), wrong.stream().map(e -> e.field() + " " + e.code()).toList());
        assertTrue(form.check(typed.with("openSeconds", "long"), Optional.empty()).draft().isEmpty());
    }

    @Test
    void theRangeAndItsUnitAreSaid() {
        var text = new ErrorText();
        var open = form.fields().get(1);
        var range = new FieldError("openSeconds", "out-of-range", List.of("61", "1", "60"), "");
        assertEquals("61 is not between 1 and 60 s.", text.sentence(range, open));
        var letters = form.check(form.blank().with("name", "A").with("openSeconds", "x"), Optional.empty()).errors();
        assertEquals("Enter a whole number from 1 to 60 s.", text.sentence(letters.getFirst(), open));
    }

    /** One field of a trunk has one name, one explanation and one label for each choice, in four languages. */
    @Test
    void everyFieldHasItsTexts() {
        for (var language : List.of("en", "sv", "zh", "id")) {
            var texts = java.util.ResourceBundle.getBundle("org.trunkline.ui.trunks.internal.model.messages", Locale.of(language));
            for (Kind kind : OwnKind.values())
                for (var field : kind.form().fields()) {
                    String key = "field." + kind.code() + "." + field.name();
                    assertTrue(texts.containsKey(key) && texts.containsKey(key + ".tip"), language + " " + key);
                    assertTrue(texts.containsKey("section." + field.section()), language + " section." + field.section());
                    field.choices().forEach(c -> {
                        if (field.type() == FormField.Type.CHOICE && !key.endsWith(".transport"))
                            assertTrue(texts.containsKey(key + "." + c), key + "." + c);
                    });
                }
        }
    }
}
