package org.trunkline.engine.directory.trunk;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkLimits;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.engine.port.routing.Directory.Admission;
import org.trunkline.engine.port.routing.Directory.Lease;

/**
 * What changes about a trunk while it is configured: its two counters, each for itself, its health, its answer ratio.
 * Outlives changes of the configuration. <b>Threads:</b> any.
 */
public final class TrunkState {
    /** Health as OPTIONS tells it. */
    enum Health {
        UP, DOWN, UNKNOWN
    }

    /** Failures in a row that make a trunk DOWN; a lone lost datagram does not. */
    static final int FAILURES_TO_DOWN = 2;
    private static final Duration ASR_WINDOW = Duration.ofMinutes(5);
    private static final long ASR_KEPT_MS = 1_000;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int SERVICE_UNAVAILABLE = 503;

    private final InstantSource clock;
    private final CallRate rate;
    private final RollingRatio answered;
    private final Runnable suspicion;
    private volatile int calls; // written under the lock
    private volatile Health health = Health.UNKNOWN;
    private Instant since;
    private LocalizableText detail = LocalizableText.NOTHING;
    private Optional<Duration> rtt = Optional.empty();
    private int failures;
    private Optional<Boolean> registered = Optional.empty();
    private LocalizableText registration = LocalizableText.NOTHING;
    private volatile List<String> serviceRoute = List.of();

    private volatile double lastAsr = Double.NaN;
    private volatile long asrAt = Long.MIN_VALUE;

    /** @param suspicion run when a call out got no answer at all: time to ask the trunk how it is */
    public TrunkState(InstantSource clock, Runnable suspicion) {
        this.clock = clock;
        this.rate = new CallRate(clock);
        this.answered = new RollingRatio(clock, ASR_WINDOW);
        this.suspicion = suspicion;
        this.since = clock.instant();
    }

    public synchronized Admission admit(Trunk trunk, boolean outward) {
        var refusal = refusal(trunk, outward);
        if (refusal.isPresent())
            return refusal.get();
        return new Admission.Granted(counted(trunk.limits(), true));
    }

    /** Takes a call out that tries other values of the trunk, whatever its health: it counts, but says nothing of the trunk as it is saved. */
    synchronized Admission admitTrial(TrunkLimits limits) {
        var refusal = full(limits);
        return refusal.isPresent() ? refusal.get() : new Admission.Granted(counted(limits, false));
    }

    private CountedCall counted(TrunkLimits limits, boolean tells) {
        rate.add(limits.maxCallsPerSecond());
        calls++;
        return new CountedCall(tells);
    }

    /** Why a call would be refused now. Counts nothing. */
    public synchronized Optional<Admission.Refused> refusal(Trunk trunk, boolean outward) {
        if (!trunk.enabled())
            return Optional.of(new Admission.Refused(Reason.DISABLED, 0, 0));
        if (outward && health == Health.DOWN)
            return Optional.of(new Admission.Refused(Reason.DOWN, 0, 0));
        return full(trunk.limits());
    }

    private Optional<Admission.Refused> full(TrunkLimits limits) {
        if (limits.maxCalls() > 0 && calls >= limits.maxCalls())
            return Optional.of(new Admission.Refused(Reason.CALLS_CAP, calls, limits.maxCalls()));
        int most = limits.maxCallsPerSecond();
        return rate.isFull(most) ? Optional.of(new Admission.Refused(Reason.CPS_CAP, most, most)) : Optional.empty();
    }

    /** An emergency call counts, and is refused by nothing. */
    public synchronized Lease admitEmergency() {
        calls++;
        return new CountedCall(true);
    }

    private final class CountedCall implements Lease {
        private final boolean tells;
        private final AtomicBoolean released = new AtomicBoolean();
        private final AtomicBoolean reported = new AtomicBoolean();

        /** @param tells whether its outcome is one of the trunk's figures */
        CountedCall(boolean tells) {
            this.tells = tells;
        }

        @Override
        public void outcome(int sipStatus, boolean wasAnswered) {
            if (!tells || !reported.compareAndSet(false, true))
                return;
            answered.add(wasAnswered);
            if (isFailure(sipStatus))
                suspicion.run();
        }

        @Override
        public void release() {
            if (released.compareAndSet(false, true)) {
                synchronized (TrunkState.this) {
                    calls--;
                }
            }
        }
    }

    /** Anything a peer says shows that it lives, except that it is overloaded or that a proxy got no word from it. */
    static boolean isFailure(int sipStatus) {
        return sipStatus == 0 || sipStatus == REQUEST_TIMEOUT || sipStatus == SERVICE_UNAVAILABLE;
    }

    synchronized void alive(Duration roundTrip) {
        failures = 0;
        rtt = Optional.of(roundTrip);
        become(Health.UP, LocalizableText.NOTHING);
    }

    /** @return failures in a row */
    synchronized int failed(LocalizableText why) {
        failures++;
        if (failures >= FAILURES_TO_DOWN)
            become(Health.DOWN, why);
        return failures;
    }

    /** OPTIONS are no longer sent: what they said is worth nothing now. */
    synchronized void unwatched() {
        failures = 0;
        rtt = Optional.empty();
        become(Health.UNKNOWN, LocalizableText.NOTHING);
    }

    synchronized void registered(Optional<Boolean> state, LocalizableText why) {
        registered = state;
        registration = why;
        if (!state.orElse(false))
            serviceRoute = List.of();
    }

    /** Registered, with the way that requests are to take (RFC 3608 §6.3). */
    synchronized void registered(List<String> by) {
        registered(Optional.of(true), LocalizableText.NOTHING);
        serviceRoute = List.copyOf(by);
    }

    public List<String> serviceRoute() {
        return serviceRoute;
    }

    private void become(Health now, LocalizableText why) {
        if (health != now) {
            health = now;
            since = clock.instant();
        }
        detail = why;
    }

    /** For each call: takes no lock, but for the ratio once a second. */
    public TrunkUse use() {
        long now = clock.millis();
        if (now >= asrAt + ASR_KEPT_MS || asrAt == Long.MIN_VALUE) {
            asrAt = now;
            lastAsr = answered.ratio().orElse(Double.NaN);
        }
        return new TrunkUse(calls, health == Health.DOWN, lastAsr);
    }

    synchronized Health health() {
        return health;
    }

    public synchronized TrunkFigures figures(Trunk trunk) {
        return new TrunkFigures(trunk, health == Health.UP, health == Health.DOWN, since, detail, registered,
                registration, calls, rate.lastSecond(), rtt, answered.ratio(), serviceRoute);
    }
}
