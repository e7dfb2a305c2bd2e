package org.trunkline.ui.phone.internal.desk;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.ui.contribution.Contacts;

/**
 * Who calls, as the sources of contacts know: one question after the other, because a source takes only two at once. One for all calls,
 * so that each source is made once, and one that hangs is not asked again until it is back. <b>Threads:</b> any.
 */
public final class CallerContacts {
    private static final Logger LOG = LoggerFactory.getLogger(CallerContacts.class);

    private final Contacts contacts = new Contacts();
    private final ExecutorService asking = Executors.newSingleThreadExecutor(Thread.ofVirtual().name("desk-callers").factory());

    /**
     * @param wanted whether it is still to be asked, once its turn comes; on a thread of its own, as all that follows
     * @param found told where there is an answer
     */
    public <R> void ask(BooleanSupplier wanted, Function<Contacts, Optional<R>> question, Consumer<R> found) {
        asking.execute(() -> {
            try {
                if (wanted.getAsBoolean())
                    question.apply(contacts).ifPresent(found);
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("a caller cannot be looked up", e);
            }
        });
    }

    void end() {
        asking.shutdownNow();
    }
}
