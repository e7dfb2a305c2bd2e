package org.trunkline.export.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.FieldError;
import org.trunkline.api.config.EntryChange;
import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Trunk;
import org.trunkline.export.entry.ImportRow.Difference;
import org.trunkline.export.entry.ImportRow.State;
import org.trunkline.export.table.Table;
import org.trunkline.export.table.TableFile;

class EntryImportTest {
    @TempDir
    Path folder;

    private Table table(String csv) throws Exception {
        return TableFile.read(Files.writeString(folder.resolve("a.csv"), csv));
    }

    private <E extends Record> EntryImport<E> plan(EntryKind<E> kind, String csv, List<E> present) throws Exception {
        var table = table(csv);
        return EntryImport.plan(kind, table, ColumnMapping.guess(kind, table.head(), Map.of()), present);
    }

    @Test
    void eachRowSaysWhatItDoes() throws Exception {
        var present = List.of(new NumberAssignment("+4686840000", "anna"), new NumberAssignment("+4686840001", "anna"));
        var plan = plan(EntryKind.NUMBER, """
                number;subscriber
                08;anna
                +46 8 684 00 00;anna
                +4686840001;bert
                +4686840002;cecilia
                """, present);

        assertEquals(List.of(State.ERROR, State.UNCHANGED, State.CHANGED, State.NEW), plan.rows().stream().map(ImportRow::state).toList());
        assertEquals("number not-e164", plan.rows().getFirst().errors().stream().map(e -> e.field() + " " + e.code()).findFirst().orElseThrow());
        assertEquals(2, plan.rows().getFirst().line());
        assertEquals(List.of(new Difference("subscriber", "anna", "bert")), plan.rows().get(2).differences());
        assertEquals(List.of(new Difference("number", "", "+4686840002"), new Difference("subscriber", "", "cecilia")),
                plan.rows().get(3).differences());
    }

    @Test
    void aFieldWithoutAColumnKeepsItsValue() throws Exception {
        var trunk = Trunk.of("Telia", "sip.example.com");
        var plan = plan(EntryKind.TRUNK, "Name,MaxCalls\nTelia,12\n", List.of(trunk));

        assertEquals(List.of(new Difference("maxCalls", "0", "12")), plan.rows().getFirst().differences());
        var changed = (Trunk) ((EntryChange.Replace<?>) plan.changes().getFirst()).entry();
        assertEquals("sip.example.com", changed.peer().host());
    }

    @Test
    void anEmptyCellKeepsANumberAndEmptiesAText() throws Exception {
        var anna = Subscriber.of("anna", "Anna Andersson");
        var plan = plan(EntryKind.SUBSCRIBER, "username,displayName,handling.noAnswerSeconds,enabled\nanna,,,NEJ\n", List.of(anna));

        assertEquals(List.of(new Difference("displayName", "Anna Andersson", ""), new Difference("enabled", "true", "false")),
                plan.rows().getFirst().differences());
    }

    @Test
    void aPasswordIsSetAndNotShown() throws Exception {
        var plan = plan(EntryKind.SUBSCRIBER, "username,password\nanna,correct horse\n", List.of(Subscriber.of("anna", "")));

        assertEquals(List.of(new Difference("password", "", "")), plan.rows().getFirst().differences());
        var changed = (Subscriber) ((EntryChange.Replace<?>) plan.changes().getFirst()).entry();
        assertEquals(Optional.of("correct horse"), changed.password().given());
        assertFalse(plan.toString().contains("correct horse"));
    }

    @Test
    void aValueOfAPartAddsThePart() throws Exception {
        var plan = plan(EntryKind.TRUNK, "name,host,registration.username,registration.password\nTelia,sip.example.com,u,secret1\n", List.of());

        assertEquals(List.of(), plan.rows().getFirst().errors());
        assertTrue(((Trunk) ((EntryChange.Create<?>) plan.changes().getFirst()).entry()).registration().isPresent());
    }

    @Test
    void theSameKeyTwiceIsAnErrorThatNamesTheFirstLine() throws Exception {
        var plan = plan(EntryKind.NUMBER, "number,subscriber\n+4686840000,anna\n+46 8 6840000,bert\n", List.of());

        assertEquals(List.of("+4686840000", "2"), plan.rows().getLast().errors().getFirst().args());
        assertEquals("twice-in-file", plan.rows().getLast().errors().getFirst().code());
    }

    @Test
    void anImportDoesTheSameWhileItsOwnFieldsAreAsTheyWere() throws Exception {
        var csv = "name,maxCalls\nTelia,12\n";
        var trunk = Trunk.of("Telia", "sip.example.com");
        var previewed = plan(EntryKind.TRUNK, csv, List.of(trunk));
        assertTrue(plan(EntryKind.TRUNK, csv, List.of(Trunk.of("Telia", "sip.example.org"))).doesTheSame(previewed));
        assertFalse(plan(EntryKind.TRUNK, csv, List.of()).doesTheSame(previewed), "it is gone");
        var changed = (Trunk) ((EntryChange.Replace<?>) plan(EntryKind.TRUNK, "name,maxCalls\nTelia,3\n", List.of(trunk)).changes().getFirst()).entry();
        assertFalse(plan(EntryKind.TRUNK, csv, List.of(changed)).doesTheSame(previewed), "somebody else set another limit");
    }

    @Test
    void rowsWithoutAKeyAreNotTheSameEntry() throws Exception {
        var plan = plan(EntryKind.NUMBER, "number,subscriber\n,anna\n,bert\n", List.of());

        assertEquals(2, plan.rows().size());
        assertEquals(plan.rows().getFirst().errors(), plan.rows().getLast().errors());
        assertFalse(plan.rows().getLast().errors().isEmpty());
    }

    @Test
    void wordsAndConstantsAreTakenAsPeopleWriteThem() throws Exception {
        var plan = plan(EntryKind.TRUNK, "name,host,transport,enabled\nTelia,sip.example.com,tls,perhaps\n", List.of());

        assertEquals(List.of("enabled not-yes-no"), plan.rows().getFirst().errors().stream().map(e -> e.field() + " " + e.code()).toList());
        assertTrue(plan.rows().getFirst().differences().contains(new Difference("transport", "", "TLS")));
    }

    @Test
    void whatTheNodeFindsIsSaidAtItsRow() throws Exception {
        var plan = plan(EntryKind.NUMBER, "number,subscriber\n+4686840000,anna\n+4686840001,bert\n+4686840002,carl\n",
                List.of(new NumberAssignment("+4686840000", "anna")));
        var checked = plan.with(List.of(new FieldError("changes[1].subscriber", "no-such-subscriber", List.of("carl"), "")));

        assertEquals(List.of(State.UNCHANGED, State.NEW, State.ERROR), checked.rows().stream().map(ImportRow::state).toList());
        assertEquals("subscriber", checked.rows().get(2).errors().getFirst().field());
    }

    @Test
    void columnsAreGuessedByLabelsInAnyLanguage() throws Exception {
        var labels = Map.of("number", List.of("Number", "Nummer", "号码"), "subscriber", List.of("Subscriber", "Anknytning", "分机"));
        var guess = ColumnMapping.guess(EntryKind.NUMBER, List.of("NUMMER", "anteckning", "分机"), labels);

        assertEquals(List.of(Optional.of("number"), Optional.empty(), Optional.of("subscriber")), guess.paths());
        assertTrue(guess.problems(EntryKind.NUMBER).none());
    }

    @Test
    void withoutTheKeyNothingCanBeImported() {
        var mapping = new ColumnMapping(List.of(Optional.of("subscriber"), Optional.of("subscriber")));

        assertEquals(new ColumnMapping.Problems(Optional.of("number"), List.of("subscriber")), mapping.problems(EntryKind.NUMBER));
    }

    @Test
    void aRouteOfAllNumbersHasAnEmptyPrefix() throws Exception {
        var plan = plan(EntryKind.ROUTE, "prefix,trunks\n,\"Telia\nOther\"\n", List.of(new Route("", List.of("Telia"))));

        assertEquals(List.of(new Difference("trunks", "Telia", "Telia\nOther")), plan.rows().getFirst().differences());
    }
}
