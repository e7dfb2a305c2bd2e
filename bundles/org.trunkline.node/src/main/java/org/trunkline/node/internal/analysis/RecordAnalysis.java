package org.trunkline.node.internal.analysis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import org.trunkline.domain.cdr.Cdr;
import org.trunkline.engine.port.Scheduler;

/**
 * One record that plug-ins are asked about, all at once. It continues once: with the last answer, when the patience is
 * over, or when the node stops. <b>Threads:</b> any; the lock makes who stops the node wait for a record that is just being
 * handed on.
 */
final class RecordAnalysis {
    private final Cdr cdr;
    private final List<RecordSource> asked;
    private final Consumer<RecordAdditions> then;
    private final List<RecordAdditions> answers = new ArrayList<>();
    private Optional<Scheduler.Timer> timer = Optional.empty();
    private int left;
    private boolean over;

    /** @param then gets what was added, in the order of those that were asked */
    RecordAnalysis(Cdr cdr, List<RecordSource> asked, Consumer<RecordAdditions> then) {
        this.cdr = cdr;
        this.asked = asked;
        this.then = then;
        this.left = asked.size();
        asked.forEach(_ -> answers.add(RecordAdditions.NONE));
    }

    /** @param threads a thread for each task */
    void begin(Scheduler timers, Duration patience, Executor threads) {
        try {
            synchronized (this) {
                timer = Optional.of(timers.after(patience, () -> later(threads)));
            }
            for (int i = 0; i < asked.size(); i++) {
                int place = i;
                threads.execute(() -> answered(place, asked.get(place).additions(cdr)));
            }
        } catch (RejectedExecutionException e) { // the node stops
            end();
        }
    }

    private void later(Executor threads) {
        try {
            threads.execute(this::end);
        } catch (RejectedExecutionException e) { // the node stops
            end();
        }
    }

    private synchronized void answered(int place, RecordAdditions found) {
        if (over)
            return;
        answers.set(place, found);
        if (--left == 0)
            end();
    }

    /** Continues with what there is, unless it has already. */
    synchronized void end() {
        if (over)
            return;
        over = true;
        timer.ifPresent(Scheduler.Timer::cancel);
        then.accept(RecordAdditions.of(answers));
    }
}
