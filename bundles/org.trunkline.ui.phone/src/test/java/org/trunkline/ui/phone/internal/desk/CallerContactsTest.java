package org.trunkline.ui.phone.internal.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trunkline.ui.contribution.Contacts;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class CallerContactsTest {
    private final CallerContacts callers = new CallerContacts();
    private final List<String> order = new CopyOnWriteArrayList<>();
    private final List<Contacts> asked = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        callers.end();
    }

    private Optional<String> answer(Contacts contacts, String answer) {
        asked.add(contacts);
        order.add("asked for " + answer);
        return Optional.of(answer).filter(it -> !it.isEmpty());
    }

    /** The name and the picture of a call, and those of the next one. */
    @Test
    void questionsFollowEachOtherAndGoToTheSameSources() throws Exception {
        var released = new CountDownLatch(1);
        var over = new CountDownLatch(2);
        callers.ask(() -> true, contacts -> {
            await(released);
            return answer(contacts, "name");
        }, name -> order.add("told " + name));
        callers.ask(() -> true, contacts -> answer(contacts, ""), _ -> order.add("told nothing"));
        callers.ask(() -> true, contacts -> answer(contacts, "picture"), picture -> {
            order.add("told " + picture);
            over.countDown();
        });
        assertEquals(List.of(), order);
        released.countDown();
        callers.ask(() -> true, contacts -> Optional.of(contacts), _ -> over.countDown());
        over.await();
        assertEquals(List.of("asked for name", "told name", "asked for ", "asked for picture", "told picture"), order);
        asked.forEach(contacts -> assertSame(asked.getFirst(), contacts));
    }

    /** Each may take its sources two seconds. */
    @Test
    void callsThatEndedMeanwhileAreNotAskedAbout() throws Exception {
        var released = new CountDownLatch(1);
        var over = new CountDownLatch(1);
        var rings = new AtomicBoolean(true);
        callers.ask(() -> true, contacts -> {
            await(released);
            return answer(contacts, "");
        }, _ -> {});
        callers.ask(rings::get, contacts -> answer(contacts, "ended"), _ -> order.add("told"));
        callers.ask(() -> true, contacts -> answer(contacts, "next"), _ -> over.countDown());
        rings.set(false);
        released.countDown();
        over.await();
        assertEquals(List.of("asked for ", "asked for next"), order);
    }

    @Test
    void aQuestionThatFailsEndsItselfAlone() throws Exception {
        var threads = new CopyOnWriteArrayList<Thread>();
        var over = new CountDownLatch(1);
        callers.ask(() -> threads.add(Thread.currentThread()), _ -> {
            throw new IllegalStateException("a source is wrong");
        }, _ -> {});
        callers.ask(() -> threads.add(Thread.currentThread()), Optional::of, _ -> over.countDown());
        over.await();
        assertSame(threads.getFirst(), threads.getLast(), "its thread continues");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
