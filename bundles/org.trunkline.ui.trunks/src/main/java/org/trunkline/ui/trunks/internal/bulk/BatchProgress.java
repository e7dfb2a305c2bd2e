package org.trunkline.ui.trunks.internal.bulk;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * How many entries a job has changed so far, known also where it is cancelled or fails. <b>Threads:</b> any.
 *
 * @param cancelled whether the job is to stop before the next entry
 */
record BatchProgress(AtomicInteger changed, BooleanSupplier cancelled) {
    BatchProgress {
        requireNonNull(changed);
        requireNonNull(cancelled);
    }

    void add() {
        changed.incrementAndGet();
    }

    int count() {
        return changed.get();
    }

    boolean stops() {
        return cancelled.getAsBoolean();
    }
}
