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
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.engine.port.RecordLog.Entry;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.CdrGenerator;

/** Retention and erasure in the journal: what goes is gone from its files, and what stays is where it was. */
class JournalCareTest {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final CdrJournal.Limits LIMITS = new CdrJournal.Limits(200_000, 5_000, 64 << 20, 0, 0, 1_000_000);

    @TempDir
    Path dir;
    private List<Cdr> cdrs;

    @BeforeEach
    void write() throws Exception {
        var records = new CdrGenerator(21, START, 20);
        cdrs = Stream.generate(records::next).limit(2_500).toList();
        try (var journal = open()) {
            for (var cdr : cdrs) {
                if (!journal.accepting())
                    Await.until("there is room", journal::accepting);
                if (cdr.answered())
                    journal.answered(soFar(cdr));
                journal.ended(cdr, CdrGenerator.ladder(cdr));
            }
            await(journal, 2_500);
        }
    }

    private CdrJournal open() {
        return new JournalFolder(dir).open(LIMITS, InstantSource.system());
    }

    @Test
    void aPersonIsFoundAndErasedFromRecordsAndMessagesAndNothingElseChanges() throws Exception {
        String person = cdrs.get(7).from().normalised();
        long theirs = cdrs.stream().filter(c -> Anonymous.concerns(c, person)).count();
        assertTrue(theirs > 0 && theirs < 2_500);
        List<Entry> before;
        String name;
        try (var journal = open()) {
            before = readAll(journal);
            name = journal.id();
            assertEquals(theirs, journal.care().find(person, 10_000).size());
            var outcome = journal.care().erase(person);
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
        assertEquals(List.of(), journal.care().find(person, 10));
        var after = readAll(journal).subList(0, 2_500);
        for (int i = 0; i < 2_500; i++) {
            var was = before.get(i);
            var is = after.get(i);
            if (Anonymous.concerns(was.cdr(), person)) {
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
            journal.care().resume();
            assertEquals(List.of(), journal.care().find(person, 10));
        }
        assertFalse(Files.exists(dir.resolve("journal/erasure")));
    }

    @Test
    void oldSegmentsAreDroppedAndTheRestIsReadAsBefore() throws Exception {
        age("journal", 2);
        age("ladders", 1);
        try (var journal = open()) {
            var before = readAll(journal);
            var now = Instant.now();
            RecordSweep.sweep(journal.care(), new RecordSweep.Days(0, 0, 0), now);
            assertEquals(before, readAll(journal));
            RecordSweep.sweep(journal.care(), new RecordSweep.Days(30, 30, 0), now);
            var after = readAll(journal);
            assertTrue(after.size() < 2_500 && !after.isEmpty());
            assertEquals(before.subList(2_500 - after.size(), 2_500), after);
            assertEquals(2_500, journal.lastSequence());
            assertTrue(journal.read(before.getFirst().position()).isEmpty());
        }
    }

    @Test
    void oldNumbersLoseTheirLastDigits() throws Exception {
        age("journal", 2);
        try (var journal = open()) {
            long first = journal.first();
            RecordSweep.sweep(journal.care(), new RecordSweep.Days(0, 0, 30), Instant.now());
            var entries = readAll(journal);
            assertEquals(first, journal.first());
            assertEquals(2_500, entries.size());
            assertTrue(entries.getFirst().cdr().from().normalised().endsWith("****"));
            assertEquals("", entries.getFirst().cdr().from().displayName());
            assertEquals(cdrs.getLast(), entries.getLast().cdr());
            String name = journal.id();
            RecordSweep.sweep(journal.care(), new RecordSweep.Days(0, 0, 30), Instant.now());
            assertEquals(name, journal.id(), "nothing to do the second time");
        }
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
