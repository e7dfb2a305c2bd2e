package org.trunkline.ui.phone.internal.desk;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

import org.trunkline.ui.contribution.Contacts;

/**
 * Who calls, as the sources of contacts know: one question after the other, because a source takes only two at once. One for all calls,
 * so that each source is made once, and one that hangs is not asked again until it is back. <b>Threads:</b> any.
 */
public final class CallerContacts {
    private final Contacts contacts = new Contacts();
    private final ExecutorService asking = Executors.newSingleThreadExecutor(Thread.ofVirtual().name("desk-callers").factory());

    /** @param found told on a thread of its own, where there is an answer */
    public <R> void ask(Function<Contacts, Optional<R>> question, Consumer<R> found) {
        asking.execute(() -> question.apply(contacts).ifPresent(found));
    }

    void end() {
        asking.shutdownNow();
    }
}
