package org.trunkline.cdr.lucene.internal.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

/** What the user is told of an index that is made, or mended. */
class IndexTroubleTest {
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

    private final AtomicReference<Instant> clock = new AtomicReference<>(START);
    private final IndexTrouble trouble = new IndexTrouble(clock::get);

    @Test
    void whoSearchesAnOldIndexIsToldThatNewRecordsAreNotInIt() {
        trouble.making(10, 90_000, true);
        var told = trouble.now().orElseThrow();
        assertEquals("index-mending", told.code());
        assertEquals(List.of("10", "90000"), told.args());
        assertTrue(told.message().contains("does not find new records"), told.message());
    }

    @Test
    void whoSearchesTheOneThatIsMadeFindsWhatIsInIt() {
        trouble.making(10, 90_000, false);
        assertEquals("index-making", trouble.now().orElseThrow().code());
    }

    @Test
    void itLastsFromItsBeginningWhateverBecomesOfIt() {
        trouble.stopped(new IOException("No space left on device"));
        assertEquals("disk-full", trouble.now().orElseThrow().code());
        clock.set(START.plusSeconds(60));
        trouble.making(10, 90_000, true);
        assertEquals(START, trouble.now().orElseThrow().since());
        trouble.stopped(new IOException("why", new IOException("read error")));
        assertEquals("index-stopped", trouble.now().orElseThrow().code());
        assertEquals(List.of("why"), trouble.now().orElseThrow().args());
        trouble.over();
        assertTrue(trouble.now().isEmpty());
    }
}
