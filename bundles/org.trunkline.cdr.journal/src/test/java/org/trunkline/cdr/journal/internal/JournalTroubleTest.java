package org.trunkline.cdr.journal.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class JournalTroubleTest {
    private final JournalTrouble trouble = new JournalTrouble(Path.of("journal"), InstantSource.system());

    @Test
    void anErrorWithoutAMessageIsToldByItsName() {
        trouble.cannotWrite(new ClosedChannelException());
        var now = trouble.now().orElseThrow();
        assertEquals("The journal journal cannot be written: closed channel. Records wait in memory. Check the disk.", now.message());
        assertEquals(List.of("closed channel"), now.args());
        trouble.cannotWrite(new StackOverflowError());
        assertEquals(List.of("stack overflow error"), trouble.now().orElseThrow().args());
        trouble.cannotWrite(new IOException("Input/output error"));
        assertEquals(List.of("Input/output error"), trouble.now().orElseThrow().args());
    }

    @Test
    void itIsOverWhenItWasWrittenAndForced() {
        trouble.cannotWrite(new IOException("No space left on device"));
        assertEquals("disk-full", trouble.now().orElseThrow().code());
        trouble.forced(); // what was there before
        assertEquals("disk-full", trouble.now().orElseThrow().code());
        trouble.wrote();
        trouble.forced();
        assertEquals(Optional.empty(), trouble.now());
    }
}
