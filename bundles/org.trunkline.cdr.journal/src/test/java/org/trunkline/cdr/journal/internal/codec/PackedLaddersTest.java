package org.trunkline.cdr.journal.internal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.testkit.CdrGenerator;

class PackedLaddersTest {
    @Test
    void givesBackWhatItTookToTheMillisecond() {
        var packed = new PackedLadders();
        var cdrs = new CdrGenerator(1, Instant.parse("2026-11-21T12:00:00Z"), 10);
        var one = CdrGenerator.ladder(cdrs.next());
        var other = CdrGenerator.ladder(cdrs.next());
        var first = packed.pack(one);
        var second = packed.pack(other);
        assertEquals(one.entries().stream().map(PackedLaddersTest::toMilliseconds).toList(), first.get());
        assertEquals(other.entries().stream().map(PackedLaddersTest::toMilliseconds).toList(), second.get());
        assertEquals(first.get(), first.get());
    }

    private static LadderEntry toMilliseconds(LadderEntry e) {
        return new LadderEntry(e.at().truncatedTo(ChronoUnit.MILLIS), e.leg(), e.sent(), e.remoteAddress(), e.transport(),
                e.label(), e.retransmissions(), e.message());
    }
}
