package org.trunkline.ui.trunks.internal.past;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.trunkline.api.config.ConfigHistory.Then;
import org.trunkline.ui.Texts;
import org.trunkline.ui.trunks.internal.model.FieldText;

/** Past configuration in the words of the forms. */
class PastFieldTest {
    private static PastField only(Locale locale, String subject, String field, String then, String now) {
        var entry = new Then(subject, 3, Instant.EPOCH, "anna", Map.of(field, then), Map.of(field, now));
        return PastField.of(List.of(entry), new FieldText(Texts.of(FieldText.class, locale))).getFirst();
    }

    @Test
    void aChoiceAndItsFieldHaveTheirWords() {
        var field = only(Locale.ENGLISH, "trunk Telia", "security.srtp", "NEVER", "REQUIRE");
        assertEquals("trunk Telia Media: Plain RTP → SRTP required",
                field.subject() + " " + field.label() + ": " + field.then() + " → " + field.now());
    }

    @Test
    void whatCanBeCalledIsKnownByTheField() {
        var forward = only(Locale.ENGLISH, "subscriber alice", "handling.forwardAlways", "", "bo");
        assertEquals(List.of("alice"), forward.dialledSubject());
        assertEquals(List.of(), forward.dialled(forward.entry().then()));
        assertEquals(List.of("bo"), forward.dialled(forward.entry().now()));
        var members = only(Locale.ENGLISH, "ring group sales", "members", "anna\nbo", "anna");
        assertEquals(List.of("sales", "anna", "bo"), Stream.concat(members.dialledSubject().stream(), members.dialled(members.entry().then()).stream()).toList());
        var route = only(Locale.ENGLISH, "route +46", "trunks", "Telia", "Tele2");
        assertEquals(List.of(), Stream.concat(route.dialledSubject().stream(), route.dialled(route.entry().then()).stream()).toList());
        assertEquals(List.of(), only(Locale.ENGLISH, "entry com.example.crm door Front", "name", "a", "b").dialledSubject());
    }

    @Test
    void yesAndNoAreInTheDesksLanguage() {
        var field = only(Locale.of("sv"), "subscriber alice", "handling.doNotDisturb", "true", "false");
        assertEquals("anknytning alice Stör ej: Ja → Nej",
                field.subject() + " " + field.label() + ": " + field.then() + " → " + field.now());
    }
}
