package org.trunkline.node.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Watch;
import org.trunkline.api.call.LiveCalls;
import org.trunkline.api.config.SaveResult;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.ConferenceSeat;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.engine.port.Calls;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.application.NodeCall;
import org.trunkline.node.internal.nodecall.ConnectedCalls;
import org.trunkline.node.internal.nodecall.ListenedCalls;
import org.trunkline.node.internal.routing.NamedRecords;

/**
 * The calls in progress, told to watchers at most four times a second: a change after a quiet moment at once, those
 * that follow together.
 */
final class LiveCallsFeed implements LiveCalls {
    private static final Logger LOG = LoggerFactory.getLogger(LiveCallsFeed.class);
    private static final int MOST = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Calls calls;
    private final Scheduler scheduler;
    private final Watchers<List<LiveCall>> watchers;
    private final Function<String, Optional<String>> names;
    private final ConnectedCalls connected;
    private final ListenedCalls listened;
    private final AutoCloseable changes;
    private final AtomicBoolean pausing = new AtomicBoolean();
    private volatile boolean changed;
    private volatile boolean closed;

    /** @param connected places those that are asked for @param listened places those to listeners @param names what is known now of a number, for callers without a display name; takes no time */
    LiveCallsFeed(Calls calls, Scheduler scheduler, Watchers<List<LiveCall>> watchers,
            ConnectedCalls connected, ListenedCalls listened, Function<String, Optional<String>> names) {
        this.calls = calls;
        this.connected = connected;
        this.listened = listened;
        listened.onChange(this::changed);
        this.names = names;
        this.scheduler = scheduler;
        this.watchers = watchers;
        changes = calls.onChange(this::changed);
    }

    @Override
    public List<LiveCall> list() {
        var all = calls.snapshot();
        var seats = seats();
        var listeners = listened.listeners();
        return (all.size() <= MOST ? all : all.subList(0, MOST)).stream().map(this::named)
                .map(call -> Optional.ofNullable(seats.get(call.id())).map(call::in).orElse(call))
                .map(call -> Optional.ofNullable(listeners.get(call.id())).map(call::heardBy).orElse(call)).toList();
    }

    private Map<CallId, ConferenceSeat> seats() {
        var mixes = calls.mixes();
        if (mixes.isEmpty())
            return Map.of();
        var seats = new HashMap<CallId, ConferenceSeat>();
        for (var mix : mixes)
            if (!mix.name().startsWith(NodeCall.MIXES)) // who listens to a call is in no conference
                for (var member : mix.members())
                    seats.put(member.call(), new ConferenceSeat(mix.name().substring(mix.name().indexOf('/') + 1), !member.speaks(), member.muted(),
                        member.speaking()));
        return seats;
    }

    private LiveCall named(LiveCall it) {
        var from = NamedRecords.named(it.from(), names);
        return from == it.from() ? it : new LiveCall(it.id(), it.direction(), it.state(), from, it.to(), it.trunk(),
                it.startedAt(), it.answeredAt(), it.legs(), it.conference(), it.listener(), it.parkedIn());
    }

    @Override
    public boolean hangUp(CallId call) {
        return calls.hangUp(call);
    }

    @Override
    public boolean mute(CallId call, boolean muted) {
        boolean there = calls.mute(call, muted);
        if (there)
            changed();
        return there;
    }

    @Override
    public SaveResult<CallId> connect(CallDraft draft) throws NodeUnavailableException {
        return connected.connect(draft, Optional.empty());
    }

    @Override
    public SaveResult<CallId> connectOver(String trunk, CallDraft draft) throws NodeUnavailableException {
        return connected.connect(draft, Optional.of(trunk));
    }

    @Override
    public SaveResult<CallId> listen(CallId call, String subscriber) throws NodeUnavailableException {
        return listened.listen(call, subscriber);
    }

    @Override
    public boolean stopListening(CallId call) {
        return listened.stop(call);
    }

    /** Empty also where the call ends meanwhile. Waits for the call's thread. */
    Optional<Calls.SoFar> soFar(CallId call) {
        try {
            return calls.soFar(call).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .map(it -> new Calls.SoFar(NamedRecords.named(it.record(), names), it.ladder()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (TimeoutException e) {
            return Optional.empty(); // it ended before it could say
        } catch (ExecutionException e) {
            LOG.error("{}: the record so far cannot be read", call, e.getCause());
            return Optional.empty();
        }
    }

    @Override
    public Watch watch(Consumer<List<LiveCall>> listener) {
        return watchers.add(listener, list());
    }

    /** Each second: what is measured of a call changes without the call's doing. */
    void pulse() {
        if (calls.count() > 0)
            changed();
    }

    /** On a call's own thread: must cost next to nothing. */
    private void changed() {
        changed = true;
        if (!watchers.isEmpty() && pausing.compareAndSet(false, true))
            scheduler.after(Duration.ZERO, this::tell);
    }

    private void tell() {
        if (closed)
            return;
        if (!changed) {
            pausing.set(false);
            if (changed && pausing.compareAndSet(false, true)) // came between the two lines above
                scheduler.after(Duration.ZERO, this::tell);
            return;
        }
        changed = false;
        watchers.tell(list());
        scheduler.after(PAUSE, this::tell);
    }

    void close() {
        closed = true;
        try {
            changes.close();
        } catch (Exception e) { // a boundary: the interface allows any
            LOG.warn("stopping", e);
        }
    }
}
