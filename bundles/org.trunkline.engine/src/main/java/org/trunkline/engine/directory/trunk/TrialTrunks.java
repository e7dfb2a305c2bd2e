package org.trunkline.engine.directory.trunk;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.config.Names;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkLimits;
import org.trunkline.domain.config.TrunkRegistration;
import org.trunkline.domain.schema.Secret;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.routing.Directory.Admission;
import org.trunkline.engine.port.routing.Directory.Lease;

/**
 * Trunks that are not configuration, each for the one call that tries it. Only who opened one knows its name: no route, no
 * caller and no list leads to it. <b>Threads:</b> any.
 */
public final class TrialTrunks {
    /** At the end of their names, and of no saved trunk's: those have no slash. */
    public static final String MARK = "/unsaved";
    /** As long as the name of a saved trunk at most, so that it fits where those do. */
    private static final int LONGEST_NAME = 64;
    /** The BYE may still be challenged (RFC 3261 timer F). */
    private static final Duration LINGER = Duration.ofSeconds(32);
    /** Where no call uses it. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final Scheduler scheduler;
    private final Map<String, Trial> trials = new ConcurrentHashMap<>();

    public TrialTrunks(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * What is tried.
     *
     * @param state counts the call
     * @param limits that it counts by
     * @param serviceRoute of the registration, where there is one
     */
    public record Values(Trunk trunk, Optional<String> password, TrunkState state, TrunkLimits limits, List<String> serviceRoute) {
        public Values {
            requireNonNull(trunk);
            requireNonNull(password);
            requireNonNull(state);
            requireNonNull(limits);
            serviceRoute = List.copyOf(serviceRoute);
        }

        /** Tells no password. */
        @Override
        public String toString() {
            return "Values[" + trunk.name() + "]";
        }
    }

    /** A trunk while it is tried: until no call uses it any more, whichever call its leg is in by then. */
    public final class Trial {
        private final Values values;
        private final Runnable whenGone;
        private final AtomicBoolean gone = new AtomicBoolean();
        // written under the lock
        private int calls;
        private boolean over;
        private Scheduler.Timer removal;

        private Trial(Values values, Runnable whenGone) {
            this.values = values;
            this.whenGone = whenGone;
            removal = scheduler.after(LONGEST, this::remove);
        }

        public String name() {
            return values.trunk().name();
        }

        public Trunk trunk() {
            return values.trunk();
        }

        public Optional<String> password() {
            return values.password();
        }

        public List<String> serviceRoute() {
            return values.serviceRoute();
        }

        public synchronized Admission admit() {
            if (over)
                return new Admission.Refused(Reason.DISABLED, 0, 0);
            var admission = values.state().admitTrial(values.limits());
            if (!(admission instanceof Admission.Granted(var lease)))
                return admission;
            calls++;
            removal.cancel();
            return new Admission.Granted(new TrialLease(lease));
        }

        /** The trunk takes no other call, and is gone soon after the one that it has. */
        public synchronized void end() {
            over = true;
            removeLater();
        }

        private synchronized void released() {
            calls--;
            removeLater();
        }

        private void removeLater() {
            removal.cancel();
            if (calls == 0)
                removal = scheduler.after(over ? LINGER : LONGEST, this::remove);
        }

        /** Whether nothing but late requests of its call needs it. */
        private synchronized boolean isFree() {
            return over && calls == 0;
        }

        private void remove() {
            synchronized (this) {
                if (calls > 0)
                    return; // admitted while the timer ran
                over = true;
                removal.cancel();
            }
            trials.remove(name(), this);
            if (gone.compareAndSet(false, true))
                whenGone.run();
        }

        private final class TrialLease implements Lease {
            private final Lease counted;
            private final AtomicBoolean released = new AtomicBoolean();

            TrialLease(Lease counted) {
                this.counted = counted;
            }

            @Override
            public void outcome(int sipStatus, boolean answered) {
                counted.outcome(sipStatus, answered);
            }

            @Override
            public void release() {
                counted.release();
                if (released.compareAndSet(false, true))
                    released();
            }
        }
    }

    /** @param whenGone run once, on any thread @return empty while a call over another trunk of this name is in progress */
    public Optional<Trial> open(Values wanted, Runnable whenGone) {
        var trunk = named(wanted.trunk());
        var values = new Values(trunk, wanted.password(), wanted.state(), wanted.limits(), wanted.serviceRoute());
        var opened = new AtomicBoolean();
        var former = new AtomicReference<Optional<Trial>>(Optional.empty());
        var now = trials.compute(trunk.name(), (_, known) -> {
            opened.set(known == null || known.isFree());
            former.set(Optional.ofNullable(known).filter(_ -> opened.get()));
            return opened.get() ? new Trial(values, whenGone) : known;
        });
        former.get().ifPresent(Trial::remove);
        return Optional.of(now).filter(_ -> opened.get());
    }

    /** Enabled, and without the password. */
    private static Trunk named(Trunk draft) {
        String name = Names.isTrunkName(draft.name()) ? draft.name() : draft.peer().host();
        return new Trunk(shortened(name) + MARK, draft.peer(), true, draft.registration().map(account -> new TrunkRegistration(account.username(),
                Secret.KEPT, account.expiresSeconds())), draft.security(), draft.limits(), draft.numbers(), draft.tariff());
    }

    private static String shortened(String name) {
        int end = Math.min(name.length(), LONGEST_NAME - MARK.length());
        return name.substring(0, Character.isHighSurrogate(name.charAt(end - 1)) ? end - 1 : end);
    }

    public Optional<Trial> find(String name) {
        return Optional.ofNullable(trials.get(name));
    }
}
