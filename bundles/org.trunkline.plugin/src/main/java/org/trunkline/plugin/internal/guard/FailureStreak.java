package org.trunkline.plugin.internal.guard;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.trunkline.domain.part.LocalizableText;

/**
 * Failures of one extension in a row. Five errors are too many; so are five late answers where none came in time for a
 * second, because a pause of the node makes the calls of that moment late, however good the plug-in. One answer that is
 * too large is too many: the next would fill the memory again. After the fifth late answer, and from the start after a
 * failure, only one call in 100 ms is asked, until an answer comes in time: the others need not wait too.
 *
 * <p><b>Threads:</b> any.
 */
final class FailureStreak {
    private static final int TOO_MANY = 5;
    private static final long LATE_FOR_NANOS = 1_000_000_000L;
    private static final long ASK_AGAIN_NANOS = 100_000_000L;

    private final String extension;
    private final Consumer<LocalizableText> tooMany;
    private int thrown;
    private int late;
    private long begun;
    private long asked;
    private volatile boolean clean = true;
    private volatile boolean slow;

    /** @param tooMany told each time it happens */
    FailureStreak(String extension, Consumer<LocalizableText> tooMany) {
        this.extension = extension;
        this.tooMany = tooMany;
    }

    /** Whether a call should wait for an answer now. @param now as {@link System#nanoTime} */
    boolean mayAsk(long now) {
        if (!slow)
            return true;
        synchronized (this) {
            if (slow && now - asked < ASK_AGAIN_NANOS)
                return false;
            asked = now;
            return true;
        }
    }

    void succeeded() {
        if (clean)
            return;
        synchronized (this) {
            thrown = 0;
            late = 0;
            slow = false;
            clean = true;
        }
    }

    /** Asks one call in 100 ms from now on, as after late answers. */
    synchronized void suspect(long now) {
        clean = false;
        asked = now - ASK_AGAIN_NANOS;
        slow = true;
    }

    void tooLarge(String how) {
        tooMany.accept(new LocalizableText("plugin-answer-large", List.of(extension, how), extension
                + " gave an answer that is too large: " + how + ". Update the plug-in, or ask its publisher."));
    }

    void failed(String how, long now) {
        count(now, true, how).ifPresent(tooMany);
    }

    void late(long budgetMillis, long now) {
        count(now, false, String.valueOf(budgetMillis)).ifPresent(tooMany);
    }

    private synchronized Optional<LocalizableText> count(long now, boolean threw, String detail) {
        if (thrown + late == 0)
            begun = now;
        clean = false;
        if (threw)
            thrown++;
        else if (++late == TOO_MANY) {
            slow = true;
            asked = now;
        }
        if (thrown >= TOO_MANY)
            return Optional.of(new LocalizableText("plugin-throws", List.of(extension, String.valueOf(thrown), detail),
                    extension + " failed " + thrown + " times in a row, the last time with " + detail
                            + ". Update the plug-in, or ask its publisher."));
        if (!threw && thrown + late >= TOO_MANY && now - begun >= LATE_FOR_NANOS)
            return Optional.of(new LocalizableText("plugin-late", List.of(extension, String.valueOf(late), detail),
                    extension + " answered too late " + late + " times in a row; each answer may take " + detail
                            + " ms. Update the plug-in, or ask its publisher."));
        return Optional.empty();
    }
}
