package org.trunkline.cdr.journal.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.cdr.journal.internal.JournalFolder.await;
import static org.trunkline.cdr.journal.internal.JournalFolder.readAll;
import static org.trunkline.cdr.journal.internal.JournalFolder.soFar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.cdr.journal.internal.codec.ByteSink;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Origin;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.PolicyAdvice;
import org.trunkline.domain.cdr.Why;
import org.trunkline.engine.port.record.Person;
import org.trunkline.engine.port.record.RecordLog.Entry;
import org.trunkline.engine.port.record.RecordRetention.Holds;
import org.trunkline.testkit.CdrGenerator;

/** Retention and erasure in the journal: what goes is gone from its files, and what stays is where it was. */
class JournalCareTest {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final CdrJournal.Limits LIMITS = new CdrJournal.Limits(150_000, 5_000, 64 << 20, 0, 0, 1_000_000);

    /** So many are written at once: a segment ends behind what is, however slow the machine. */
    private static final int STEP = 50;

    @TempDir
    Path dir;
    private List<Cdr> cdrs;

    @BeforeEach
    void write() throws Exception {
        var records = new CdrGenerator(21, START, 20);
        cdrs = Stream.generate(records::next).limit(2_500).toList();
        try (var journal = open()) {
            for (int i = 0; i < cdrs.size(); i++) {
                var cdr = cdrs.get(i);
                if (cdr.answered())
                    journal.answered(soFar(cdr), Optional.empty());
                journal.ended(cdr, CdrGenerator.ladder(cdr));
                if (i % STEP == STEP - 1)
                    await(journal, i + 1L);
            }
        }
    }

    private CdrJournal open() {
        return new JournalFolder(dir).open(LIMITS, InstantSource.system());
    }

    @Test
    void aPersonIsFoundAndErasedFromRecordsAndMessagesAndNothingElseChanges() throws Exception {
        String person = cdrs.get(7).from().normalised();
        long theirs = cdrs.stream().filter(c -> person(person).concerns(c)).count();
        assertTrue(theirs > 0 && theirs < 2_500);
        List<Entry> before;
        String name;
        try (var journal = open()) {
            before = readAll(journal);
            name = journal.id();
            assertEquals(theirs, found(journal, person));
            var outcome = journal.care().erase(Set.of(person), Holds.NONE);
            assertEquals(theirs, outcome.records());
            assertEquals(2_500, outcome.read());
            check(journal, before, person, name);
            journal.ended(cdrs.get(0), CdrGenerator.ladder(cdrs.get(0)));
            await(journal, 2_501);
        }
        try (var journal = open()) {
            check(journal, before, person, name);
            assertEquals(2_501, journal.lastSequence());
        }
        assertFalse(anywhere(person.substring(1)), "the messages still name the number");
        assertFalse(Files.exists(dir.resolve("journal/erasure")));
    }

    private static void check(CdrJournal journal, List<Entry> before, String person, String name) throws IOException {
        assertNotEquals(name, journal.id(), "those who follow must begin anew");
        assertEquals(0, found(journal, person));
        var after = readAll(journal).subList(0, 2_500);
        for (int i = 0; i < 2_500; i++) {
            var was = before.get(i);
            var is = after.get(i);
            if (person(person).concerns(was.cdr())) {
                assertEquals(was.position() + " " + was.sequence(), is.position() + " " + is.sequence());
                assertEquals(was.cdr().duration(), is.cdr().duration());
                assertFalse(is.cdr().toString().contains(person));
                assertTrue(is.ladder().isEmpty());
                assertTrue(journal.ladder(was.ladder().orElseThrow()).orElseThrow().entries().isEmpty());
            } else {
                assertEquals(was, is);
            }
        }
    }

    @Test
    void anErasureThatWasInterruptedIsFinishedAtTheNextStart() throws Exception {
        String person = cdrs.get(9).to().normalised();
        Files.writeString(dir.resolve("journal/erasure"), person);
        try (var journal = open()) {
            assertTrue(journal.care().resume(Person::cut, Holds.NONE).orElseThrow().records() > 0);
            assertTrue(journal.care().resume(Person::cut, Holds.NONE).isEmpty());
            assertEquals(0, found(journal, person));
        }
        assertFalse(Files.exists(dir.resolve("journal/erasure")));
    }

    @Test
    void itIsKnownWhereRecordsWereChangedAndWhereNotThatTheyWere() throws Exception {
        String person = cdrs.stream().collect(Collectors.groupingBy(c -> c.to().normalised(), Collectors.counting()))
                .entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
        String first;
        try (var journal = open()) {
            first = journal.id();
            var before = readAll(journal);
            journal.care().erase(Set.of(person), Holds.NONE);
            var where = journal.changedSince(first).orElseThrow();
            for (var entry : before)
                assertEquals(person(person).concerns(entry.cdr()), where.stream().anyMatch(
                        it -> it.from() <= entry.position() && entry.next() <= it.to()), entry.cdr().id().value());
            assertEquals(List.of(), journal.changedSince(journal.id()).orElseThrow());
            assertTrue(journal.changedSince("another").isEmpty());
            age("journal", 1);
            var month = Instant.now().minus(Duration.ofDays(30));
            assertEquals(1, journal.care().drop(month, Instant.EPOCH, Holds.NONE).segments());
            var all = journal.changedSince(first).orElseThrow();
            assertTrue(all.getFirst().from() == 0 && all.getFirst().to() > 1_000 && all.size() > 1, all.toString());
        }
        String name;
        try (var journal = open()) {
            assertTrue(journal.changedSince(first).orElseThrow().size() > 1, "over a restart");
            name = journal.id();
        }
        Files.writeString(dir.resolve("journal/generation"), "3"); // as far as a kill in the middle of the next one leaves it
        try (var journal = open()) {
            assertNotEquals(name, journal.id());
            assertTrue(journal.changedSince(name).isEmpty(), "all is to be read again");
        }
    }

    @Test
    void aCallThatWentOnAndEndedInAnotherSegmentLeavesNoTrace() throws Exception {
        var call = cdrs.stream().filter(Cdr::answered).findFirst().orElseThrow();
        String person = "+4970123456789";
        var mine = new Cdr(call.id(), call.direction(), Party.of(person), call.to(), call.trunk(), call.route(),
                call.startedAt(), call.ringingAt(), call.answeredAt(), call.endedAt(), call.endedBy(), call.sipStatus(),
                call.cause(), call.reason(), call.legs(), call.quality(), call.why());
        try (var journal = open()) {
            journal.answered(soFar(mine), Optional.empty());
            journal.ended(cdrs.get(1), CdrGenerator.ladder(cdrs.get(1)));
            await(journal, 2_501);
            journal.rollNow();
            journal.ended(mine, new Ladder(mine.id(), List.of()));
            await(journal, 2_502);
            assertEquals(1, journal.care().erase(Set.of(person), Holds.NONE).records());
            assertEquals(0, found(journal, person));
        }
        assertFalse(anywhere(person.substring(1)) || packed(person), "a segment still names the number");
    }

    /** Two characters to a byte, as the journal writes numbers. */
    private boolean packed(String number) throws IOException {
        var sink = new ByteSink(64);
        sink.text(number);
        return anywhere(new String(sink.array(), 2, sink.size() - 3, StandardCharsets.ISO_8859_1));
    }

    @Test
    void oldSegmentsAreDroppedAndTheRestIsReadAsBefore() throws Exception {
        age("journal", 2);
        age("ladders", 1);
        try (var journal = open()) {
            var before = readAll(journal);
            var now = Instant.now();
            assertFalse(journal.care().drop(Instant.EPOCH, Instant.EPOCH, Holds.NONE).any());
            assertEquals(before, readAll(journal));
            var month = now.minus(Duration.ofDays(30));
            assertEquals(3, journal.care().drop(month, month, Holds.NONE).segments());
            var after = readAll(journal);
            assertTrue(after.size() < 2_500 && !after.isEmpty());
            assertEquals(before.subList(2_500 - after.size(), 2_500), after);
            assertEquals(2_500, journal.lastSequence());
            assertTrue(journal.read(before.getFirst().position()).isEmpty());
        }
    }

    @Test
    void theSegmentThatGrowsIsEndedOnceItsFirstRecordIsOfAnotherDay() throws Exception {
        dir = dir.resolve("quiet");
        var last = cdrs.get(STEP - 1).endedAt();
        assertEquals(0, droppedAt(last.plus(Duration.ofHours(1))), "grows on");
        assertEquals(1, files("journal") * files("ladders"));
        assertEquals(0, droppedAt(last.plus(Duration.ofDays(1))), "ended, and not old yet");
        assertEquals(4, files("journal") * files("ladders"));
        age("journal", 1);
        age("ladders", 1);
        assertEquals(2, droppedAt(last.plus(Duration.ofDays(2))));
        try (var journal = open()) {
            assertEquals(List.of(), readAll(journal));
            assertTrue(journal.lastSequence() >= STEP);
        }
    }

    /** Writes where nothing is, and lets go what was written a month ago. @return segments */
    private long droppedAt(Instant now) throws Exception {
        try (var journal = new JournalFolder(dir).open(CdrJournal.Limits.ofSegments(64), InstantSource.fixed(now))) {
            if (journal.lastSequence() == 0) {
                cdrs.subList(0, STEP).forEach(cdr -> journal.ended(cdr, CdrGenerator.ladder(cdr)));
                await(journal, STEP);
            }
            journal.care().drop(Instant.EPOCH, Instant.EPOCH, Holds.NONE);
            var month = Instant.now().minus(Duration.ofDays(30));
            return journal.care().drop(month, month, Holds.NONE).segments();
        }
    }

    private int files(String folder) throws IOException {
        try (var files = Files.list(dir.resolve(folder))) {
            return (int) files.filter(f -> f.toString().endsWith("." + folder)).count();
        }
    }

    @Test
    void whoIsOnlyNamedByTheWhyRecordIsFoundErasedAndDisguised() throws Exception {
        String person = "anna.svensson";
        var candidates = List.of(candidate(person, Reason.NOT_REGISTERED, Origin.DIALLED, ""),
                candidate("sip:" + person + "@192.0.2.7", Reason.REFUSED, Origin.REDIRECT, ""),
                candidate("bo", Reason.NOT_REGISTERED, Origin.FORWARD_ALWAYS, person),
                candidate("Carrier X", Reason.DOWN, Origin.FORWARD_ALWAYS, ""));
        for (var each : candidates.subList(0, 3)) {
            var named = named(List.of(each));
            assertTrue(person(person).concerns(named), each.toString());
            assertFalse(Anonymous.without(named, person(person)).toString().contains(person), each.toString());
        }
        assertFalse(person(person).concerns(named(candidates.subList(3, 4))));
        String disguised = Anonymous.disguised(named(candidates),
                it -> it.startsWith("Carrier ") ? it : Person.cut(it)).toString();
        assertFalse(disguised.contains(person) || disguised.contains("target=bo"), disguised);
        assertTrue(disguised.contains("Carrier X"), disguised);
    }

    @Test
    void whatAPolicySaidMayNameAPersonAndGoes() {
        var cdr = named(List.of());
        var advice = new PolicyAdvice("fraud-guard", PolicyAdvice.Verdict.REJECTED, "anna spent too much", 2);
        var why = cdr.why().withAdvice(List.of(advice));
        var told = new Cdr(cdr.id(), cdr.direction(), cdr.from(), cdr.to(), cdr.trunk(), cdr.route(), cdr.startedAt(),
                cdr.ringingAt(), cdr.answeredAt(), cdr.endedAt(), cdr.endedBy(), cdr.sipStatus(), cdr.cause(),
                cdr.reason(), cdr.legs(), cdr.quality(), why);
        assertEquals(List.of(new PolicyAdvice("fraud-guard", PolicyAdvice.Verdict.REJECTED, "", 2)),
                Anonymous.disguised(told, Person::cut).why().advice());
    }

    private static Candidate candidate(String target, Reason reason, Origin origin, String by) {
        return new Candidate(target, Candidate.Verdict.PASSED_OVER, reason, 0, 0, 0, origin, by);
    }

    private Cdr named(List<Candidate> candidates) {
        var cdr = cdrs.getFirst();
        var why = Why.byDialPlan(1, Optional.empty(), cdr.why().dialled(), cdr.why().normalised(), candidates);
        return new Cdr(cdr.id(), cdr.direction(), cdr.from(), cdr.to(), cdr.trunk(), cdr.route(), cdr.startedAt(),
                cdr.ringingAt(), cdr.answeredAt(), cdr.endedAt(), cdr.endedBy(), cdr.sipStatus(), cdr.cause(), cdr.reason(),
                cdr.legs(), cdr.quality(), why);
    }

    @Test
    void oldNumbersLoseTheirLastDigits() throws Exception {
        age("journal", 2);
        try (var journal = open()) {
            long first = journal.first();
            journal.care().anonymise(Instant.now().minus(Duration.ofDays(30)), Person::cut, Holds.NONE);
            var entries = readAll(journal);
            assertEquals(first, journal.first());
            assertEquals(2_500, entries.size());
            assertTrue(entries.getFirst().cdr().from().normalised().endsWith("****"));
            assertEquals("", entries.getFirst().cdr().from().displayName());
            assertEquals(cdrs.getLast(), entries.getLast().cdr());
            String name = journal.id();
            journal.care().anonymise(Instant.now().minus(Duration.ofDays(30)), Person::cut, Holds.NONE);
            assertEquals(name, journal.id(), "nothing to do the second time");
        }
    }

    @Test
    void pseudonymsStandInForNumbersAndFitIntoTheirPlaces() throws Exception {
        age("journal", 2);
        UnaryOperator<String> as = it -> it.isEmpty() || it.contains("#") ? it
                : it.substring(0, Math.max(0, it.length() - 7)) + "#" + "kfmzqr".substring(0, Math.min(6, it.length() - 1));
        try (var journal = open()) {
            var old = Instant.now().minus(Duration.ofDays(30));
            var outcome = journal.care().anonymise(old, as, Holds.NONE);
            assertTrue(outcome.records() > 100);
            var entries = readAll(journal);
            for (int i = 0; i < outcome.records(); i++) {
                var was = cdrs.get(i);
                var is = entries.get(i).cdr();
                assertEquals(as.apply(was.from().normalised()), is.from().normalised());
                assertEquals(as.apply(was.to().dialled()), is.to().dialled());
                assertFalse(is.toString().contains(was.to().normalised()));
            }
            assertEquals(0, journal.care().anonymise(old, as, Holds.NONE).records());
            String late = cdrs.getLast().from().normalised();
            assertTrue(journal.care().disguise(Set.of(late), as, Holds.NONE).records() > 0);
            assertEquals(0, found(journal, late));
            assertTrue(found(journal, as.apply(late)) > 0);
        }
    }

    @Test
    void whatIsHeldOutlivesRetentionAndErasureWithItsMessages() throws Exception {
        age("journal", 2);
        age("ladders", 1);
        var held = new HashSet<CallId>();
        for (int i : new int[] { 3, 40, 2_499 })
            held.add(cdrs.get(i).id());
        Holds holds = (cdr, _) -> held.contains(cdr.id()) ? Optional.of("Case 7") : Optional.empty();
        var month = Instant.now().minus(Duration.ofDays(30));
        List<Entry> before;
        try (var journal = open()) {
            before = readAll(journal);
            var dropped = journal.care().drop(month, month, holds);
            assertEquals(Map.of("Case 7", 2L), dropped.kept());
            assertTrue(dropped.records() > 100 && dropped.segments() > 0, dropped.toString());
            check(journal, before);
            assertFalse(journal.care().drop(month, month, holds).records() > 0, "nothing to do the second time");
            String person = cdrs.get(3).from().normalised();
            var erased = journal.care().erase(Set.of(person), holds);
            assertEquals(Map.of("Case 7", 1L), erased.kept());
            assertEquals(1, found(journal, person));
            assertEquals(0, journal.care().anonymise(month, Person::cut, holds).records());
        }
        try (var journal = open()) {
            check(journal, before);
            held.clear();
            assertEquals(2, journal.care().drop(month, month, holds).segments(), "lifted");
            assertEquals(cdrs.getLast(), readAll(journal).getLast().cdr());
            assertEquals(0, journal.trouble().stream().count());
        }
    }

    /** The two that are old and held, then what is not old. */
    private void check(CdrJournal journal, List<Entry> before) throws IOException {
        var after = readAll(journal);
        for (int i : new int[] { 3, 40 }) {
            var was = before.get(i);
            assertTrue(after.contains(was));
            assertEquals(CdrGenerator.ladder(was.cdr()), journal.ladder(was.ladder().orElseThrow()).orElseThrow());
            assertEquals(Optional.of(was), journal.read(was.position()));
        }
        assertTrue(journal.ladder(before.get(4).ladder().orElseThrow()).isEmpty());
        assertTrue(after.size() < 2_400 && after.size() > 2, after.size() + " records");
        assertEquals(before.getLast().position(), after.getLast().position());
    }

    private static Person person(String number) {
        return new Person(Set.of(number));
    }

    private static long found(CdrJournal journal, String number) throws IOException {
        return readAll(journal).stream().filter(e -> person(number).concerns(e.cdr())).count();
    }

    /** The first segments are of last year. */
    private void age(String folder, int segments) throws IOException {
        try (var files = Files.list(dir.resolve(folder))) {
            for (var file : files.filter(f -> f.toString().contains(folder)).sorted().limit(segments).toList())
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(400))));
        }
    }

    private boolean anywhere(String text) throws IOException {
        try (var files = Files.walk(dir)) {
            for (var file : files.filter(Files::isRegularFile).toList())
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text))
                    return true;
        }
        return false;
    }
}
