package org.trunkline.node.internal.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.Author;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.privacy.HoldDraft;
import org.trunkline.api.privacy.PersonPage;
import org.trunkline.api.privacy.Privacy;
import org.trunkline.api.privacy.RetentionStatus.Key;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.LadderSteps;
import org.trunkline.domain.config.LegalHold;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.Retention;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.message.MessageStore;
import org.trunkline.engine.port.message.WaitingMessages;
import org.trunkline.engine.port.record.Person;
import org.trunkline.engine.port.record.RecordArchive;
import org.trunkline.engine.port.record.RecordRetention;
import org.trunkline.node.internal.MemoryStore;
import org.trunkline.node.internal.config.Configurations;
import org.trunkline.node.internal.config.PhoneNumberPlan;
import org.trunkline.node.internal.console.PersonCommands;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.MemoryRecordLog;

class RetentionServiceTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path data;
    private final MemoryRecordLog log = new MemoryRecordLog("a");
    private final CdrGenerator generator = new CdrGenerator(4, NOW.minus(Duration.ofDays(40)), 20);
    private final List<Cdr> cdrs = Stream.generate(generator::next).limit(300).toList();
    private final MemoryStore store = new MemoryStore();
    private final Care care = new Care();
    private final Messages messages = new Messages();
    private final List<String> expired = new ArrayList<>();
    private PersonRecords persons;
    private RetentionService keeper;
    private StoredPrivacy privacy;

    /** Says what was to be deleted. */
    private static final class Messages implements WaitingMessages {
        private final List<String> asked = new ArrayList<>();

        @Override
        public Figures figures() {
            return Figures.NONE;
        }

        @Override
        public void renamed(String from, String to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<MessageStore.Listed> list(Optional<String> recipient, long after, int limit) {
            return List.of();
        }

        @Override
        public long count(Optional<String> recipient) {
            return 0;
        }

        @Override
        public boolean delete(long number) {
            return false;
        }

        @Override
        public long expire(Instant before) {
            asked.add("expire " + before);
            return 1;
        }

        @Override
        public long erase(Set<String> names) {
            asked.add("erase " + names.contains("+46701234567"));
            return 1;
        }
    }

    /** Says what it was asked for, and of each record whether it is held. */
    private final class Care implements RecordRetention {
        private final List<String> asked = new ArrayList<>();
        private Set<String> names = Set.of();

        private Outcome outcome(Holds holds) {
            var kept = new HashSet<CallId>();
            cdrs.forEach(c -> holds.on(c, LadderSteps.NONE).ifPresent(_ -> kept.add(c.id())));
            return new Outcome(cdrs.size() - kept.size(), cdrs.size(), kept.isEmpty() ? Map.of()
                    : Map.of("Case 7", (long) kept.size()));
        }

        @Override
        public Outcome erase(Set<String> person, Holds holds) {
            names = person;
            asked.add("erase");
            return outcome(holds);
        }

        @Override
        public Outcome disguise(Set<String> person, UnaryOperator<String> as, Holds holds) {
            asked.add("disguise " + as.apply("+46701234567"));
            return outcome(holds);
        }

        @Override
        public Outcome anonymise(Instant before, UnaryOperator<String> as, Holds holds) {
            asked.add("anonymise " + before + " " + as.apply("+46701234567"));
            return outcome(holds);
        }

        @Override
        public Dropped drop(Instant recordsBefore, Instant laddersBefore, Holds holds) {
            asked.add("drop " + recordsBefore + " " + laddersBefore);
            return new Dropped(2, 3, outcome(holds).kept());
        }

        @Override
        public Optional<Outcome> resume(UnaryOperator<String> as, Holds holds) {
            asked.add("resume");
            return Optional.empty();
        }
    }

    @BeforeEach
    void make() {
        log.append(cdrs);
        RecordArchive archive = (LocalDate before, Iterator<CallId> held) -> {
            var ids = new ArrayList<String>();
            held.forEachRemaining(id -> ids.add(id.value()));
            expired.add(before + " " + ids);
            return 4;
        };
        persons = new PersonRecords(log, store, key(), new PhoneNumberPlan(), () -> "SE");
        keeper = new RetentionService(new RetentionService.Records(care, log, archive, ZoneOffset.UTC, List::of, messages), store, key(),
                persons, new CaseKeys(data.resolve("case-keys"), log), () -> new Retention(30, 0, 0, Retention.Disguise.CUT),
                () -> NOW);
        var ready = new StoredPrivacy.KeeperWhenReady();
        privacy = new StoredPrivacy(new Configurations(store, store.configuration, _ -> { }, _ -> { }, "admin"), ready,
                () -> NOW);
        assertThrows(NodeUnavailableException.class, privacy::retention);
        ready.set(Optional.of(keeper));
    }

    private PseudonymKey key() {
        return new PseudonymKey(data.resolve("pseudonym.key"), data);
    }

    @Test
    void whatTheNodeWasStartedWithHoldsUntilSomebodyChangesIt() throws Exception {
        assertEquals(30, privacy.retention().retention().recordDays());
        var sweep = privacy.sweep();
        var month = NOW.minus(Duration.ofDays(30));
        assertEquals(List.of("resume", "drop " + month + " " + month), care.asked, "messages go with their records");
        assertEquals(List.of(LocalDate.ofInstant(month, ZoneOffset.UTC) + " []"), expired);
        assertEquals(Optional.of(sweep), privacy.retention().last());
        privacy.retain(new Retention(0, 7, 14, Retention.Disguise.CUT));
        care.asked.clear();
        privacy.sweep();
        assertEquals(List.of("resume", "drop " + Instant.EPOCH + " " + NOW.minus(Duration.ofDays(7)),
                "anonymise " + NOW.minus(Duration.ofDays(14)) + " +4670123****"), care.asked);
        assertEquals(1, expired.size(), "rows stay for ever");
    }

    @Test
    void waitingMessagesGoWithWhatIsPersonalAndWithThePerson() throws Exception {
        privacy.retain(new Retention(90, 30, 14, Retention.Disguise.CUT));
        privacy.sweep();
        assertEquals(List.of("expire " + NOW.minus(Duration.ofDays(14))), messages.asked);
        privacy.retain(Retention.FOR_EVER);
        privacy.sweep();
        privacy.erase("070-123 45 67");
        privacy.pseudonymise("+46701234567");
        assertEquals(List.of("expire " + Instant.EPOCH, "erase true", "erase true"), messages.asked.subList(1, 4));
    }

    @Test
    void aHoldKeepsItsRecordsEverywhereAndIsAudited() throws Exception {
        String id = cdrs.get(5).id().value();
        var made = Author.as("anna", () -> privacy.holds().create(new HoldDraft("Case 7", id, "court order")));
        assertEquals("anna", ((SaveResult.Saved<?>) made).value() instanceof LegalHold h ? h.who() : "");
        assertEquals(Map.of("Case 7", 1L), privacy.sweep().kept());
        assertEquals("[" + id + "]", expired.getFirst().substring(11));
        var erased = Author.as("bo", () -> privacy.erase("+46 70-123 45 67"));
        assertEquals(Map.of("Case 7", 1L), erased.kept());
        assertEquals(List.of("bo | erase | person +46 70-123 4**** | 299 records; kept 1: hold Case 7"), store.notes);
        assertTrue(care.names.containsAll(Set.of("+46701234567", "46701234567", "0701234567")), care.names.toString());
        assertTrue(privacy.holds().delete("Case 7") instanceof SaveResult.Saved<?>);
        assertEquals(Map.of(), privacy.sweep().kept());
    }

    @Test
    void aNumberIsItsSubscriberAndTheOtherWayRound() throws Exception {
        store.apply(List.of(new ConfigChange.PutNumber(new NumberAssignment("+46701234567", "anna.svensson")),
                new ConfigChange.PutNumber(new NumberAssignment("+4686840000", "anna.svensson")),
                new ConfigChange.PutNumber(new NumberAssignment("+4686840001", "bo"))), "admin");
        privacy.erase("070-123 45 67");
        var names = Set.of("anna.svensson", "+46701234567", "0701234567", "+4686840000", "086840000");
        assertTrue(care.names.containsAll(names), care.names.toString());
        assertFalse(care.names.contains("bo") || care.names.contains("+4686840001"), care.names.toString());
        privacy.erase("anna.svensson");
        assertTrue(care.names.containsAll(names), care.names.toString());
    }

    private Path caseKey(CallId of, String... who) throws IOException {
        return caseKey(of + ".case-key.json", who);
    }

    private Path caseKey(String file, String... who) throws IOException {
        var mapping = new StringBuilder();
        for (int i = 0; i < who.length; i++)
            mapping.append(i == 0 ? "" : ",").append("\n    \"user-").append(i).append("\" : \"").append(who[i]).append('"');
        return Files.writeString(Files.createDirectories(data.resolve("case-keys")).resolve(file),
                "{\n  \"format\" : \"trunkline-case-key\",\n  \"mapping\" : {" + mapping + "\n  }\n}\n");
    }

    /** They name who is behind a case file's pseudonyms. */
    @Test
    void keysOfCaseFilesGoWithThePersonAndNotWhereTheirRecordIsHeld() throws Exception {
        var theirs = caseKey(cdrs.get(1).id(), "070-123 45 67", "bo");
        var held = caseKey(cdrs.get(2).id(), "+46701234567");
        var others = caseKey(cdrs.get(3).id(), "+46709999999", "say \\\"hi\\\"");
        var foreign = Files.writeString(data.resolve("case-keys/notes.txt"), "+46701234567");
        privacy.holds().create(new HoldDraft("Case 7", cdrs.get(2).id().value(), "court"));
        privacy.erase("+46701234567");
        assertEquals(List.of(false, true, true, true), Stream.of(theirs, held, others, foreign).map(Files::exists).toList());
        assertEquals("299 records, 1 case keys; kept 1: hold Case 7", store.notes.getLast().substring(
                store.notes.getLast().lastIndexOf("| ") + 2));
        assertTrue(privacy.holds().delete("Case 7") instanceof SaveResult.Saved<?>);
        privacy.pseudonymise("+46701234567");
        assertFalse(Files.exists(held), "a pseudonym whose key is at hand is none");
        privacy.erase("say \"hi\"");
        assertFalse(Files.exists(others));
        var escaped = caseKey(cdrs.get(4).id(), "\\u00c5sa \\\\ Bo");
        var torn = caseKey(cdrs.get(5).id(), "+46701234567");
        Files.writeString(torn, Files.readString(torn).replace("}", ""));
        privacy.erase("Åsa \\ Bo");
        assertEquals(List.of(false, true), Stream.of(escaped, torn).map(Files::exists).toList());
        privacy.erase("+46701234567");
        assertFalse(Files.exists(torn), "it names somebody all the same");
    }

    @Test
    void keysOfCaseFilesGoWithTheNumbersOfTheirRecords() throws Exception {
        var old = caseKey(CallId.next(NOW.minus(Duration.ofDays(15)), new Random(1)), "bo");
        var other = caseKey(CallId.next(NOW.minus(Duration.ofDays(15)), new Random(3)), "bo");
        var young = caseKey(CallId.next(NOW.minus(Duration.ofDays(1)), new Random(2)), "bo");
        privacy.sweep();
        assertTrue(Files.exists(old), "records stay for 30 days");
        privacy.retain(new Retention(30, 0, 14, Retention.Disguise.CUT));
        privacy.sweep();
        assertFalse(Files.exists(old));
        assertFalse(Files.exists(other));
        assertTrue(Files.exists(young));
        assertEquals("retention | delete | case keys | 2 of calls more than 14 days ago", store.notes.getLast());
    }

    @Test
    void aHoldThatCannotBeReadStopsAllOfIt() throws Exception {
        var refused = (SaveResult.Rejected<?>) privacy.holds().create(new HoldDraft("Case 7", "nonsense:1", "court"));
        assertEquals(List.of("query"), refused.errors().stream().map(FieldError::field).toList());
        store.apply(List.of(new ConfigChange.PutHold(new LegalHold(
                "Case 7", "nonsense:1", "court", "anna", NOW))), "anna");
        assertThrows(NodeUnavailableException.class, privacy::sweep);
        assertThrows(NodeUnavailableException.class, () -> privacy.erase("+46701234567"));
        assertEquals(List.of(), care.asked);
        assertEquals("retention-stopped", keeper.trouble().orElseThrow().code());
        assertTrue(privacy.retention().problem().contains("Case 7"), privacy.retention().problem());
    }

    @Test
    void aPersonIsReadByPages() throws Exception {
        String number = cdrs.get(7).from().normalised();
        long theirs = cdrs.stream().filter(c -> new Person(Set.of(number)).concerns(c)).count();
        privacy.holds().create(new HoldDraft("Case 7", cdrs.get(7).id().value(), "court"));
        var items = new ArrayList<PersonPage.Item>();
        Optional<String> after = Optional.empty();
        do {
            var page = privacy.person(number, Privacy.Purpose.EXPORT, after, 2);
            items.addAll(page.items());
            assertEquals(300, page.of());
            after = page.next();
        } while (after.isPresent());
        assertEquals(theirs, items.size());
        var held = items.stream().filter(i -> i.hold().isPresent()).toList();
        assertEquals(List.of(cdrs.get(7)), held.stream().map(PersonPage.Item::record).toList());
        assertEquals(CdrGenerator.ladder(cdrs.get(7)), held.getFirst().ladder().orElseThrow());
        assertEquals(List.of("admin | export | person " + Person.cut(number) + " | "), store.notes);
    }

    @Test
    void nobodyReadsOnWhereNoAuditSaysThatItBegan() throws Exception {
        String number = cdrs.get(7).from().normalised();
        var page = privacy.person(number, Privacy.Purpose.SEARCH, Optional.empty(), 1);
        String next = page.next().orElseThrow();
        assertEquals(300, privacy.person(number, Privacy.Purpose.SEARCH, Optional.of(next), 1).of());
        String position = next.substring(0, next.indexOf('-'));
        for (String made : List.of(position, "0", "-", "", position + "-0011223344556677"))
            assertThrows(IllegalArgumentException.class,
                    () -> privacy.person(number, Privacy.Purpose.SEARCH, Optional.of(made), 1), made);
        assertThrows(IllegalArgumentException.class,
                () -> privacy.person(number, Privacy.Purpose.EXPORT, Optional.of(next), 1));
        assertThrows(IllegalArgumentException.class,
                () -> privacy.person("+46700000000", Privacy.Purpose.SEARCH, Optional.of(next), 1));
        assertEquals(1, store.notes.size(), "one look, one entry");
    }

    @Test
    void everyKeyThereIsIsLookedFor() throws Exception {
        String before = key().use().apply("+46701234567");
        privacy.newKey();
        String now = key().use().apply("+46701234567");
        Files.writeString(data.resolve("pseudonym.key.new"), "half wri");
        Files.writeString(data.resolve("pseudonym.key~"), "an editor's");
        try (var files = Files.newDirectoryStream(data, "pseudonym.key.????????")) {
            for (var file : files)
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }
        assertTrue(persons.names("+46701234567").containsAll(List.of(before, now)));
        Files.writeString(data.resolve("pseudonym.key.00112233"), "no key");
        var e = assertThrows(NodeUnavailableException.class, () -> privacy.erase("+46701234567"));
        assertTrue(e.getMessage().contains("pseudonym.key.00112233"), e.getMessage());
        assertEquals(List.of(), care.asked, "rather nothing than a part");
    }

    @Test
    void pseudonymsAreTheSameForTheSameNumberAndAreFoundByIt() throws Exception {
        assertEquals(Key.State.NONE, privacy.retention().key().state());
        privacy.pseudonymise("+46701234567");
        String pseudonym = care.asked.getLast().substring("disguise ".length());
        assertTrue(pseudonym.matches("[+]4670#[a-z]{6}"), pseudonym);
        assertEquals(Key.State.READY, privacy.retention().key().state());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("pseudonym.key"))));
        var as = key().use();
        assertEquals(pseudonym, as.apply("+46701234567"));
        assertEquals("070" + pseudonym.substring(5), as.apply("0701234567"), "the national form ends alike");
        for (String stays : List.of(pseudonym, "", "+4670123****", "anonymous", "#abcdef"))
            assertEquals(stays, as.apply(stays));
        for (String name : List.of("anna", "Bo.Ek", "7", "12345", "00467012345678"))
            assertTrue(as.apply(name).length() <= name.length() && as.apply(name).contains("#"), as.apply(name));
        assertTrue(persons.names("070-123 45 67").contains(pseudonym));
        String before = pseudonym;
        assertEquals(Key.State.READY, privacy.newKey().state());
        assertFalse(key().use().apply("+46701234567").equals(before));
        assertTrue(persons.names("+46701234567").contains(before), "found under the former key too");
    }

    @Test
    void aKeyThatIsGoneOrAnotherIsOneClearErrorAndNothingIsDisguised() throws Exception {
        privacy.retain(new Retention(0, 0, 14, Retention.Disguise.PSEUDONYM));
        privacy.sweep();
        Path file = data.resolve("pseudonym.key");
        byte[] first = Files.readAllBytes(file);
        Files.delete(file);
        care.asked.clear();
        var e = assertThrows(NodeUnavailableException.class, privacy::sweep);
        assertTrue(e.getMessage().contains(file.toString()) && e.getMessage().contains("trunkline:newkey"), e.getMessage());
        assertEquals(List.of("resume", "drop " + Instant.EPOCH + " " + Instant.EPOCH), care.asked);
        assertEquals(Key.State.MISSING, privacy.retention().key().state());
        privacy.newKey();
        privacy.sweep();
        Files.write(file, first);
        assertEquals(Key.State.OTHER, privacy.retention().key().state());
        assertThrows(NodeUnavailableException.class, privacy::sweep);
        privacy.newKey();
        assertEquals(Key.State.READY, privacy.retention().key().state(), "the one found is taken");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertTrue(assertThrows(NodeUnavailableException.class, privacy::sweep).getMessage().contains("chmod 600"));
    }

    @Test
    void theConsoleSaysWhatIsHeld() throws Exception {
        var console = new PersonCommands(privacy);
        assertEquals("no holds", console.holds());
        assertEquals("Case 7: held", console.hold("Case 7", cdrs.get(0).id().value(), "court"));
        assertTrue(console.holds().startsWith("Case 7  since 2026-11-21T12:00:00Z by console"));
        String number = cdrs.get(0).from().normalised();
        assertTrue(console.person(number).contains("held: Case 7"));
        assertTrue(console.erase(number).contains("; kept 1: hold Case 7"));
        assertEquals("which number?", console.erase(" "));
        assertEquals("Case 7: lifted", console.lift("Case 7"));
        assertEquals("there is no hold Case 7", console.lift("Case 7"));
        assertTrue(console.sweep().startsWith("2 segments, 3 records, 4 rows deleted"));
        assertTrue(console.newkey().contains(data.toString()));
    }
}
