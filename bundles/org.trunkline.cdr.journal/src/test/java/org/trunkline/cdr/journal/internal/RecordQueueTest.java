package org.trunkline.cdr.journal.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.Samples;

class RecordQueueTest {
    private final RecordQueue queue = new RecordQueue(100, 1 << 20);
    private final CompletableFuture<List<RecordQueue.Item>> taken = new CompletableFuture<>();

    private Thread taking(Duration atMost, boolean soon) {
        var thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                taken.complete(queue.take(10, 1 << 20, atMost.toNanos(), soon));
            } catch (InterruptedException e) {
                taken.completeExceptionally(e);
            }
        });
        Await.until("it waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
        return thread;
    }

    private static RecordQueue.Item ended(Cdr cdr) {
        return RecordQueue.ended(cdr, new Ladder(cdr.id(), List.of()));
    }

    /** So a busy writer is woken once for a call, not twice; kill -9 may take only what has not ended. */
    @Test
    void anAnswerWaitsForCompanyAndAnEndDoesNot() throws Exception {
        var thread = taking(Duration.ofMinutes(1), true);
        queue.put(RecordQueue.open(Samples.cdr(1), Optional.empty()));
        assertFalse(thread.join(Duration.ofMillis(100)), "an answer alone woke it");
        queue.put(ended(Samples.cdr(2)));
        var batch = taken.get(20, TimeUnit.SECONDS);
        assertEquals(List.of(Samples.cdr(1).id(), Samples.cdr(2).id()), batch.stream().map(i -> i.cdr().id()).toList());
    }

    @Test
    void anAnswerWaitsNoLongerThanItIsLookedFor() throws Exception {
        taking(Duration.ofMillis(300), true);
        queue.put(RecordQueue.open(Samples.cdr(1), Optional.empty()));
        assertEquals(1, taken.get(20, TimeUnit.SECONDS).size());
    }

    @Test
    void inQuietTimesAnAnswerIsTakenAtOnce() throws Exception {
        taking(Duration.ofMinutes(10), false);
        queue.put(RecordQueue.open(Samples.cdr(1), Optional.empty()));
        assertEquals(1, taken.get(20, TimeUnit.SECONDS).size());
    }
}
