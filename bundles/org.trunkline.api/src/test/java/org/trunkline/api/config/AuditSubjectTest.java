package org.trunkline.api.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

/** What one side writes into the audit, the other reads. */
class AuditSubjectTest {
    @Test
    void eachKindIsReadAsItIsWritten() {
        for (String kind : AuditSubject.KINDS) {
            var named = new AuditSubject(kind, "Front gate 7");
            var once = new AuditSubject(kind);
            boolean hasKey = !named.text().equals(once.text());
            assertEquals(Optional.of(hasKey ? named : once), AuditSubject.read(named.text()));
            assertEquals(Optional.of(once), AuditSubject.read(once.text()), "as the route of all numbers");
        }
        assertEquals(List.of("retention", "settings", "pseudonyms", "case keys"), AuditSubject.KINDS.stream()
                .map(kind -> new AuditSubject(kind, "x").text()).filter(text -> !text.endsWith(" x")).toList());
    }

    @Test
    void anEntryOfAPluginIsNamedWithItsPlugin() {
        var door = AuditSubject.ofPlugin("com.example.crm", "door", "Front gate");
        assertEquals("entry com.example.crm door Front gate", door.text());
        assertEquals(Optional.of(door), AuditSubject.read(door.text()));
        assertEquals(Optional.of("com.example.crm"), door.plugin());
        assertEquals("door", door.name());
        assertEquals(Optional.empty(), new AuditSubject(AuditSubject.SAVED_SEARCH, "a/b").plugin());
    }

    @Test
    void aKindIsNotTakenForAnotherThatBeginsAlike() {
        assertEquals(Optional.of(new AuditSubject("ring-group", "sales")), AuditSubject.read("ring group sales"));
        assertEquals(Optional.empty(), AuditSubject.read("retention of records"));
        assertEquals(Optional.empty(), AuditSubject.read("trunks A"));
        assertEquals(Optional.empty(), AuditSubject.read(""));
        assertEquals(Optional.of("+46"), EntryKind.ROUTE.keyOf(EntryKind.ROUTE.subject("+46")));
        assertEquals(Optional.of(""), EntryKind.ROUTE.keyOf(EntryKind.ROUTE.subject("")));
        assertEquals(Optional.empty(), EntryKind.TRUNK.keyOf("route +46"));
    }
}
