package org.trunkline.cdr.journal.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.cdr.journal.internal.JournalFolder.await;
import static org.trunkline.cdr.journal.internal.JournalFolder.readAll;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.cdr.journal.internal.segment.SegmentHeader;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.LadderSteps;
import org.trunkline.engine.port.record.RecordLog.Entry;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.CdrGenerator;

/** What is on disk, and how small it is. */
class FormatTest {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final CdrJournal.Limits ROOMY = new CdrJournal.Limits(8 << 20, 20_000, 64 << 20, 0, 0, 1_000_000);

    @TempDir
    Path dir;

    @Test
    void recordsTakeLessThan200BytesOnceTheSegmentHasWords() throws Exception {
        var cdrs = some(12_000);
        try (var journal = new JournalFolder(dir).open(ROOMY, InstantSource.system())) {
            write(journal, cdrs);
            await(journal, 12_000);
        }
        assertEquals(2, new JournalFolder(dir).segments().size());
        try (var journal = new JournalFolder(dir).open(ROOMY, InstantSource.system())) {
            var entries = readAll(journal);
            assertEquals(cdrs, entries.stream().map(Entry::cdr).toList());
            var late = entries.subList(8_000, 12_000);
            long bytes = (late.getLast().next() - late.getFirst().position()) / late.size();
            assertTrue(bytes <= 200, bytes + " bytes a record");
            for (int i = 0; i < 12_000; i += 97) {
                assertEquals(Optional.of(entries.get(i)), journal.read(entries.get(i).position()));
                assertArrayEquals(LadderSteps.of(CdrGenerator.ladder(cdrs.get(i))).bytes(), entries.get(i).steps().bytes());
            }
        }
    }

    @Test
    void damagedWordsCostNoRecord() throws Exception {
        var cdrs = some(8_000);
        try (var journal = new JournalFolder(dir).open(ROOMY, InstantSource.system())) {
            write(journal, cdrs);
            await(journal, 8_000);
        }
        var segment = new JournalFolder(dir).segments().getLast();
        byte[] damaged = Files.readAllBytes(segment);
        damaged[SegmentHeader.SIZE + 40] ^= 1;
        Files.write(segment, damaged);
        assertEquals(cdrs, new JournalFolder(dir).readAll().stream().map(Entry::cdr).toList());
    }

    private static void write(CdrJournal journal, List<Cdr> cdrs) {
        for (var cdr : cdrs) {
            if (!journal.accepting())
                Await.until("the journal has room", journal::accepting);
            journal.ended(cdr, CdrGenerator.ladder(cdr));
        }
    }

    private List<Cdr> some(int count) {
        var records = new CdrGenerator(5, START, 20);
        return Stream.generate(records::next).limit(count).toList();
    }
}
