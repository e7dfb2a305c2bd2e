package org.trunkline.ui.internal.desk;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.ui.contribution.Contribution;
import org.trunkline.ui.contribution.ContributionException;
import org.trunkline.ui.contribution.Contributions;

/** What bundles do before the workbench opens, and reads which views and areas there are. */
final class BeforeWorkbench {
    private static final Logger LOG = LoggerFactory.getLogger(BeforeWorkbench.class);
    private static final Duration MOST = Duration.ofSeconds(10);

    private BeforeWorkbench() {}

    /** Waits for them, but not for ever. */
    static void run() {
        long end = System.nanoTime() + MOST.toNanos();
        for (Contribution<Runnable> start : Contributions.of("beforeWorkbench", "start", Runnable.class)) {
            Thread thread = Thread.ofPlatform().daemon().name("desk-before-" + start.id()).start(() -> run(start));
            try {
                if (!thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime()))))
                    LOG.warn("{} of {} takes longer than {} s: the desk opens without it", start.id(), start.bundle(),
                            MOST.toSeconds());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void run(Contribution<Runnable> start) {
        try {
            Runnable work = start.create();
            start.guard(() -> {
                work.run();
                return start;
            });
        } catch (ContributionException e) {
            LOG.error("{}", e.getMessage());
        }
    }
}
