package org.trunkline.engine.call.scope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class MailboxTest {
    private final List<Throwable> bugs = new ArrayList<>();

    @Test
    void oneAtATimeInOrder() throws InterruptedException {
        var mailbox = new Mailbox(100_000, Thread::startVirtualThread, bugs::add);
        int writers = 4;
        int each = 5000;
        var counts = new int[writers]; // not thread-safe: the mailbox must make it so
        var done = new CountDownLatch(writers * each);
        for (int w = 0; w < writers; w++) {
            int writer = w;
            Thread.ofVirtual().start(() -> {
                for (int i = 0; i < each; i++) {
                    int expected = i;
                    mailbox.post(() -> {
                        if (counts[writer] == expected)
                            counts[writer]++;
                        done.countDown();
                    });
                }
            });
        }
        assertTrue(done.await(60, TimeUnit.SECONDS));
        for (int count : counts)
            assertEquals(each, count);
    }

    /** Or the call would be counted for good. */
    @Test
    void wantOfMemoryEndsNoMailbox() {
        var ran = new ArrayList<String>();
        var mailbox = new Mailbox(3, Runnable::run, bugs::add);
        var error = new OutOfMemoryError("asked for by a test");
        mailbox.post(() -> {
            throw error;
        });
        mailbox.post(() -> ran.add("next"));
        assertEquals(List.of(error), bugs);
        assertEquals(List.of("next"), ran);
    }

    @Test
    void neitherDoesWhoeverIsToldOfIt() {
        var ran = new ArrayList<String>();
        var mailbox = new Mailbox(3, Runnable::run, defect -> {
            throw new StackOverflowError("asked for by a test");
        });
        mailbox.post(() -> {
            throw new IllegalStateException("planted");
        });
        mailbox.post(() -> ran.add("next"));
        assertEquals(List.of("next"), ran);
    }

    @Test
    void fullForPeersNotForTheNode() {
        var idle = new ArrayList<Runnable>();
        var mailbox = new Mailbox(2, idle::add, bugs::add);
        assertTrue(mailbox.offer(() -> {}));
        assertTrue(mailbox.offer(() -> {}));
        assertFalse(mailbox.offer(() -> {}));
        mailbox.post(() -> {});
        assertEquals(1, idle.size(), "one thread at a time");
        idle.getFirst().run();
        assertTrue(mailbox.offer(() -> {}));
    }

    @Test
    void hereWhereIdleElseWhoeverIsAtItDoesIt() {
        var others = new ArrayList<Runnable>();
        var ran = new ArrayList<String>();
        var mailbox = new Mailbox(3, others::add, bugs::add);
        assertTrue(mailbox.offerHere(() -> {
            ran.add("first");
            assertTrue(mailbox.offerHere(() -> ran.add("second")));
            ran.add("still first");
        }));
        assertEquals(List.of("first", "still first", "second"), ran);
        mailbox.post(() -> ran.add("third"));
        assertTrue(mailbox.offerHere(() -> ran.add("fourth")));
        assertTrue(mailbox.offerHere(() -> ran.add("fifth")));
        assertFalse(mailbox.offerHere(() -> ran.add("too many")));
        assertEquals(3, ran.size(), "another thread has the mailbox");
        others.getFirst().run();
        assertEquals(List.of("third", "fourth", "fifth"), ran.subList(3, 6));
    }

    @Test
    void goesOnAfterADefect() {
        var ran = new ArrayList<String>();
        var mailbox = new Mailbox(10, Runnable::run, bugs::add);
        mailbox.post(() -> {
            throw new IllegalStateException("planted");
        });
        mailbox.post(() -> {
            throw new NoClassDefFoundError("planted");
        });
        mailbox.post(() -> ran.add("after"));
        assertEquals(2, bugs.size());
        assertEquals(List.of("after"), ran);
    }
}
