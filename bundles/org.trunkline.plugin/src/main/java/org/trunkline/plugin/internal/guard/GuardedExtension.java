package org.trunkline.plugin.internal.guard;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.trunkline.domain.part.LocalizableText;
import org.trunkline.plugin.internal.link.ExtensionMethod;
import org.trunkline.plugin.internal.link.ExtensionType;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.ExtensionFailedException;
import org.trunkline.spi.ExtensionFailedException.Reason;
import org.trunkline.spi.call.CallEvent;

/**
 * One extension of one version of a plug-in, behind the guard: each call has a deadline, is counted, and ends with an
 * answer, an {@link ExtensionException} or an {@link ExtensionFailedException}, whatever the plug-in does.
 *
 * <p><b>Threads:</b> any.
 */
public final class GuardedExtension {
    private static final int CLOSED = 1 << 31;

    /**
     * What the extensions of a plug-in share.
     *
     * @param failedTooOften may be told several times, on threads that call or are called
     * @param restarted whether the plug-in was started again because it failed
     */
    public record Owner(String plugin, OwnCalls calls, Consumer<LocalizableText> failedTooOften, Patience patience,
            boolean restarted) {}

    private final String plugin;
    private final OwnCalls calls;
    private final ExtensionType type;
    private final int ranking;
    private final long budgetMillis;
    private final long graceNanos;
    private final Carrier carrier;
    private final CallCounts counts;
    private final FailureStreak streak;
    /** Calls under way of one moment that may be late before no more are begun. */
    private final int mostOverdue;
    private final AtomicInteger overdue = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile Reason closedFor = Reason.GONE;

    /** @param millis budget that its interface says @param counts shared by the extensions of this type of the plug-in */
    public GuardedExtension(Owner owner, ExtensionType type, int ranking, long millis, Carrier carrier,
            CallCounts counts) {
        plugin = owner.plugin();
        calls = owner.calls();
        this.type = type;
        this.ranking = ranking;
        budgetMillis = owner.patience().budgetMillis().applyAsLong(millis);
        graceNanos = owner.patience().grace().toNanos();
        this.carrier = carrier;
        this.counts = counts;
        mostOverdue = Math.max(2, type.terms().concurrency() / 2);
        streak = new FailureStreak(type.name(), owner.failedTooOften());
        if (owner.restarted())
            streak.suspect(System.nanoTime());
    }

    public ExtensionType type() {
        return type;
    }

    public int ranking() {
        return ranking;
    }

    public long budgetMillis() {
        return budgetMillis;
    }

    String plugin() {
        return plugin;
    }

    /** Announces a call; {@link #leave} ends it. @return false where no more calls are taken */
    boolean enter() {
        while (true) {
            int count = underWay.get();
            if (count < 0)
                return false;
            if (underWay.compareAndSet(count, count + 1))
                return true;
        }
    }

    void leave() {
        underWay.decrementAndGet();
    }

    /** Takes no more calls; those under way go on. */
    public void close(Reason why) {
        closedFor = why;
        underWay.getAndUpdate(count -> count | CLOSED);
    }

    /** Takes calls again. */
    public void open() {
        underWay.getAndUpdate(count -> count & ~CLOSED);
    }

    Reason closedFor() {
        return closedFor;
    }

    /** Waits for the calls under way. @param until as {@link System#nanoTime} */
    public void awaitIdle(long until) {
        while ((underWay.get() & ~CLOSED) != 0 && System.nanoTime() < until)
            LockSupport.parkNanos(MILLISECONDS.toNanos(2));
    }

    /** Whether a call runs longer than its budget and a second; {@link LocalizableText#NOTHING} where none does. */
    public LocalizableText stuck(long now) {
        long since = carrier.oldestCall();
        if (since == Long.MAX_VALUE || now - since < MILLISECONDS.toNanos(budgetMillis) + graceNanos)
            return LocalizableText.NOTHING;
        return new LocalizableText("plugin-hangs", List.of(type.name(), String.valueOf(budgetMillis)), type.name()
                + " did not answer a call: it hangs or loops; an answer may take " + budgetMillis
                + " ms. Update the plug-in, or ask its publisher.");
    }

    Object call(ExtensionMethod method, Object[] arguments) throws ExtensionException {
        if (arguments != null && arguments.length == 1 && arguments[0] instanceof CallEvent event)
            calls.see(event);
        long begun = System.nanoTime();
        if (overdue.get() >= mostOverdue || !streak.mayAsk(begun))
            throw new ExtensionFailedException(plugin, Reason.LATE,
                    plugin + ": " + type.name() + " was not asked: its last answers came too late");
        var outcome = carrier.carry(method, arguments, begun + MILLISECONDS.toNanos(budgetMillis), this::endedLate);
        long now = System.nanoTime();
        if (!(outcome instanceof Outcome.Gone))
            counts.ended(now - begun);
        switch (outcome) {
            case Outcome.Answered(var value) -> {
                streak.succeeded();
                return value;
            }
            case Outcome.Declared(var message, var retryable) -> {
                if (method.declares()) {
                    streak.succeeded();
                    throw new ExtensionException(message, retryable);
                }
                throw failed(message, now);
            }
            case Outcome.Failed(var how) -> throw failed(how, now);
            case Outcome.TooLarge(var how) -> {
                counts.failed();
                streak.tooLarge(how);
                throw unusable(how);
            }
            case Outcome.Late(var running) -> {
                if (running)
                    overdue.incrementAndGet();
                counts.late();
                streak.late(budgetMillis, now);
                throw new ExtensionFailedException(plugin, Reason.LATE,
                        plugin + ": " + type.name() + " did not answer within " + budgetMillis + " ms");
            }
            case Outcome.Gone() -> throw gone(plugin, type, Reason.GONE);
        }
    }

    /** A call that was late has ended; its caller has gone on. */
    private void endedLate(Outcome outcome) {
        overdue.decrementAndGet();
        if (outcome instanceof Outcome.TooLarge(var how))
            streak.tooLarge(how);
    }

    private ExtensionFailedException failed(String how, long now) {
        counts.failed();
        streak.failed(how, now);
        return unusable(how);
    }

    private ExtensionFailedException unusable(String how) {
        return new ExtensionFailedException(plugin, Reason.FAILED, plugin + ": " + type.name() + " failed: " + how);
    }

    static ExtensionFailedException gone(String plugin, ExtensionType type, Reason reason) {
        return new ExtensionFailedException(plugin, reason, plugin + ": " + type.name()
                + (reason == Reason.SUSPENDED ? " is suspended" : " is not available now"));
    }
}
