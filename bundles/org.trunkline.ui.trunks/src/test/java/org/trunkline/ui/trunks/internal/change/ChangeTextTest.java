package org.trunkline.ui.trunks.internal.change;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.trunkline.api.FieldError;
import org.trunkline.api.config.LoggedChange;
import org.trunkline.api.config.LoggedChange.Field;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.config.TakenBack;
import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.testkit.node.FakeEntries;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.testkit.node.FakeSettings;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.trunks.internal.model.FieldText;

/** Changes in the words of the forms. */
class ChangeTextTest {
    private static ChangeText words(Locale locale) {
        return new ChangeText(Texts.of(ChangeText.class, locale), new FieldText(Texts.of(FieldText.class, locale)),
                new Formats(ZoneId.of("UTC"), locale), AddedWords.none());
    }

    private static LoggedChange change(String action, String subject, Field... fields) {
        return new LoggedChange(1, 1, Instant.EPOCH, "anna", action, subject, Optional.empty(), List.of(fields), false, "", 1,
                OptionalLong.empty(), OptionalLong.empty());
    }

    @Test
    void aSavedSearchHasTheWordsOfItsForm() {
        var made = change("change", "saved search Bad sound", new Field("last", "", "PT168H"), new Field("shared", "false", "true"),
                new Field("alert.matches", "1", "3"), new Field("alert.quiet", "PT5M", "PT1H"), new Field("alert.mailTo", "", "a@example.com"));
        var english = words(Locale.ENGLISH);
        assertEquals("saved search Bad sound", english.subject(made));
        assertEquals("Time: – → 7 d; Shared: No → Yes; Matching calls: 1 → 3; Quiet for: 5 min → 1 h; E-mail to: – → a@example.com",
                english.what(made));
        assertEquals("sparad sökning Bad sound", words(Locale.of("sv")).subject(made));
    }

    @Test
    void aSavedSearchThatCanBeTakenBackToo() {
        var made = new LoggedChange(1, 1, Instant.EPOCH, "anna", "change", "saved search Bad sound", Optional.of(
                new LoggedChange.Key("saved-search", "Bad sound")), List.of(new Field("last", "", "PT168H")), false, "", 1,
                OptionalLong.empty(), OptionalLong.empty());
        assertEquals("saved search Bad sound, Time: – → 7 d", words(Locale.ENGLISH).subject(made) + ", " + words(Locale.ENGLISH).what(made));
    }

    @Test
    void holdsAndRetentionToo() {
        var english = words(Locale.ENGLISH);
        var held = change("hold", "legal hold Case 7", new Field("reason", "", "court order"),
                new Field("since", "", "2026-03-02T08:00:00Z"));
        assertEquals("Held legal hold Case 7, Reason: court order; Since: 2026-03-02 08:00:00",
                english.action(held) + " " + english.subject(held) + ", " + english.what(held));
        var kept = change("change", "retention", new Field("recordDays", "0", "365"), new Field("disguise", "CUT", "PSEUDONYM"));
        assertEquals("retention, Call records (days): 0 → 365; Masking: remove last four digits → use pseudonyms",
                english.subject(kept) + ", " + english.what(kept));
    }

    @Test
    void whatCanBeCalledIsKnownByTheKindAndTheField() throws Exception {
        var node = new FakeNode();
        node.entries().add(new PluginAbout.Field("intercom", "dialled", Map.of(), Map.of(), false, false, "", "", "", "", Map.of()));
        var words = new ChangeText(Texts.of(ChangeText.class, Locale.ENGLISH), new FieldText(Texts.of(FieldText.class, Locale.ENGLISH)),
                new Formats(ZoneId.of("UTC"), Locale.ENGLISH), AddedWords.of(node));
        var moved = change("change", "number +46812345678", new Field("subscriber", "anna", "bo"));
        assertEquals(List.of("+46812345678"), words.dialled(moved));
        assertEquals(List.of("anna"), words.dialled(moved, moved.fields().getFirst(), "anna"));
        var door = change("change", "entry " + FakeEntries.DOORS.plugin() + " door Front", new Field("intercom", "", "8000"), new Field("name", "", "8000"));
        assertEquals(List.of(), words.dialled(door), "the name of a door");
        assertEquals(List.of("8000"), words.dialled(door, door.fields().getFirst(), "8000"));
        assertEquals(List.of(), words.dialled(door, door.fields().getLast(), "8000"));
        assertEquals(List.of(), words.dialled(change("change", "route +46")));
        assertEquals(List.of(), words.dialled(change("change", "settings")));
        var group = change("change", "subscriber anna", new Field("handling.pickupGroups", "", "floor-2"));
        assertEquals(List.of(), words.dialled(group, group.fields().getFirst(), "floor-2"));
    }

    @Test
    void subjectsAreNamed() {
        var swedish = words(Locale.of("sv"));
        assertEquals("Telefonkort skapat anknytning alice", said(swedish, "phone-card", "subscriber alice"));
        assertEquals("Ändrad nodinställningar", said(swedish, "change", "settings"));
        assertEquals("Återställd insticksprogram org.example.crm", said(swedish, "roll back", "plugin org.example.crm"));
        assertEquals("Borttagen nycklar till ärendefiler", said(swedish, "delete", "case keys"));
        assertEquals("已更改 中继 Telia", said(words(Locale.CHINESE), "change", "trunk Telia"));
    }

    @Test
    void anEntryOfAPluginHasTheWordsOfItsPlugin() throws Exception {
        var words = new ChangeText(Texts.of(ChangeText.class, Locale.ENGLISH), new FieldText(Texts.of(FieldText.class, Locale.ENGLISH)),
                new Formats(ZoneId.of("UTC"), Locale.ENGLISH), AddedWords.of(new FakeNode()));
        var changed = new LoggedChange(1, 1, Instant.EPOCH, "anna", "change", "entry " + FakeEntries.DOORS.plugin() + " door Front",
                Optional.of(new LoggedChange.Key(FakeEntries.DOORS.plugin() + "/door", "Front")), List.of(new Field("seconds", "5", "9"),
                        new Field("locked", "", "true")), false, "", 1, OptionalLong.empty(), OptionalLong.empty());
        assertEquals("Doors: Front; Open for: 5 → 9; Locked: – → Yes", words.subject(changed) + "; " + words.what(changed));
    }

    private static LoggedChange settings(String note, Field... fields) {
        return new LoggedChange(1, 1, Instant.EPOCH, "anna", "change", "settings", Optional.of(List.of(fields)).filter(f -> !f.isEmpty())
                .map(f -> new LoggedChange.Key("settings", f.getFirst().path())), List.of(fields), false, note, 1, OptionalLong.empty(),
                OptionalLong.empty());
    }

    private static ChangeText nodeWords(FakeNode node) throws Exception {
        return new ChangeText(Texts.of(ChangeText.class, Locale.ENGLISH), new FieldText(Texts.of(FieldText.class, Locale.ENGLISH)),
                new Formats(ZoneId.of("UTC"), Locale.ENGLISH), AddedWords.of(node));
    }

    @Test
    void aSettingHasTheLabelOfItsForm() throws Exception {
        var node = new FakeNode();
        var words = nodeWords(node);
        var changed = settings("", new Field(FakeSettings.REGION, "", "SE"), new Field(FakeSettings.PORT, "5060", "5070"));
        assertEquals("node settings, Country: – → SE; SIP port: 5060 → 5070", words.subject(changed) + ", " + words.what(changed));
        assertEquals(Optional.empty(), words.restart(new TakenBack(List.of(), List.of())));
        assertEquals(Optional.of("After a restart of the node: SIP port, SIP addresses."), words.restart(new TakenBack(List.of(),
                List.of(FakeSettings.PORT, FakeSettings.BIND))));
        var error = new FieldError(FakeSettings.PORT, "given-at-start", List.of(FakeSettings.PORT), "");
        assertEquals(Optional.of("SIP port: It was given when the node started. Start the node without it."),
                words.refusal(new SaveResult.Rejected<>(List.of(error))));
    }

    @Test
    void aSecretIsSaidToBeSetAndWhyItStays() throws Exception {
        var words = nodeWords(new FakeNode());
        var secret = settings(FakeSettings.SECRET + ": set");
        assertEquals("Mail password: Set", words.what(secret));
        assertEquals(Optional.of("node settings: the former value of a secret is not kept. Set it again."), words.whyNot(secret));
        assertEquals("Country: none → SE; SIP port: 5060 → 5070", words.what(settings(
                "trunkline.region: none → SE, trunkline.sip.port: 5060 → 5070")));
    }

    @Test
    void whoTookItBackAlreadyIsSaid() {
        var error = new FieldError("", "taken-back", List.of("saved search Busy", "anna", "2026-03-02T08:00:00Z"), "");
        assertEquals(Optional.of("saved search Busy: that change was taken back already, by anna at 2026-03-02 08:00:00. Nothing was"
                + " changed."), words(Locale.ENGLISH).refusal(new SaveResult.Rejected<>(List.of(error))));
    }

    @Test
    void howANewNameIsTakenBackIsSaid() {
        var error = new FieldError("", "part-of-rename", List.of("subscriber alicia", "alice", "alicia"), "");
        assertEquals(Optional.of("subscriber alicia is part of a step that renamed alice to alicia. Take it back with Take back all, the"
                + " whole step, so that messages and phones are kept."),
                words(Locale.ENGLISH).refusal(new SaveResult.Rejected<>(List.of(error))));
    }

    @Test
    void aHoldStaysAsEvidence() {
        assertEquals(Optional.of("legal hold Case 7 is evidence and cannot be taken back: the list of holds and who set or lifted them"
                + " must stay true. Set or lift the hold itself."), words(Locale.ENGLISH).whyNot(change("lift", "legal hold Case 7")));
        assertEquals(Optional.empty(), words(Locale.ENGLISH).whyNot(change("install", "plugin org.example.crm")));
    }

    private static String said(ChangeText words, String action, String subject) {
        return words.action(change(action, subject)) + " " + words.subject(change(action, subject));
    }
}
