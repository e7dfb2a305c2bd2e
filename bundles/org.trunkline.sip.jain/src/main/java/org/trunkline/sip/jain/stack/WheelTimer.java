package org.trunkline.sip.jain.stack;

import java.time.Duration;
import java.util.Properties;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.stack.SIPStackTimerTask;
import gov.nist.javax.sip.stack.timers.SipTimer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.WheelScheduler;
import org.trunkline.engine.port.Scheduler;

/**
 * The stack's timers in a wheel. Each transaction ticks twice a second for as long as it lives, up to 32 s, so at 500
 * calls a second tens of thousands are set. Loaded by name from the stack's own bundle.
 */
public final class WheelTimer implements SipTimer {
    private static final Logger LOG = LoggerFactory.getLogger(WheelTimer.class);

    private @Nullable WheelScheduler wheel;

    /** One scheduled task, perhaps again and again. */
    private static final class Ticket {
        private final WheelScheduler wheel;
        private final SIPStackTimerTask task;
        private final Duration period;
        private boolean cancelled;
        private Scheduler.@Nullable Timer timer;

        Ticket(WheelScheduler wheel, SIPStackTimerTask task, Duration period) {
            this.wheel = wheel;
            this.task = task;
            this.period = period;
        }

        synchronized void set(Duration delay) {
            if (!cancelled)
                timer = wheel.after(delay, this::run);
        }

        private void run() {
            synchronized (this) {
                if (cancelled)
                    return;
            }
            try {
                task.runTask();
            } catch (RuntimeException e) {
                LOG.debug("a timer of the stack failed", e);
            }
            if (!period.isZero())
                set(period);
        }

        synchronized boolean cancel() {
            boolean first = !cancelled;
            cancelled = true;
            if (timer != null)
                timer.cancel();
            return first;
        }
    }

    /** Before the first transaction; the wheel is not ours to close. */
    public synchronized void turn(WheelScheduler by) {
        wheel = by;
    }

    @Override
    public void start(SipStackImpl stack, Properties properties) {}

    /** The stack calls this last of all and then sleeps a second, for threads that have ended by now. */
    @Override
    public synchronized void stop() {
        wheel = null;
        Thread.currentThread().interrupt(); // it swallows that, and sleeps no longer
    }

    @Override
    public synchronized boolean isStarted() {
        return wheel != null;
    }

    @Override
    public boolean schedule(SIPStackTimerTask task, long delay) {
        return schedule(task, delay, 0);
    }

    @Override
    public boolean scheduleWithFixedDelay(SIPStackTimerTask task, long delay, long period) {
        return schedule(task, delay, period);
    }

    private boolean schedule(SIPStackTimerTask task, long delay, long period) {
        var running = running();
        var ticket = new Ticket(running, task, Duration.ofMillis(period));
        task.setSipTimerTask(ticket);
        ticket.set(Duration.ofMillis(delay));
        return true;
    }

    private synchronized WheelScheduler running() {
        if (wheel == null)
            throw new IllegalStateException("the stack was stopped, or did not start");
        return wheel;
    }

    @Override
    public boolean cancel(SIPStackTimerTask task) {
        task.cleanUpBeforeCancel();
        return task.getSipTimerTask() instanceof Ticket ticket && ticket.cancel();
    }
}
