package org.trunkline.engine.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.domain.call.LiveLeg;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.media.MediaBridge;
import org.trunkline.engine.port.Calls;
import org.trunkline.engine.port.application.Applications;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.media.Unheard;
import org.trunkline.engine.port.routing.Directory;

/** The calls that somebody may see: their callers are known. <b>Threads:</b> any. */
final class CallTable {
    private static final Logger LOG = LoggerFactory.getLogger(CallTable.class);

    private final Map<CallId, CallCore> calls = new ConcurrentHashMap<>();
    private final AtomicLong total = new AtomicLong();
    private final List<Runnable> changeListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Boolean>> endListeners = new CopyOnWriteArrayList<>();
    private final Object empty = new Object();
    private final Directory directory;
    private final Applications applications;
    private final Consumer<CallCore> watched;

    /** @param watched told of each change, by the call's mailbox */
    CallTable(Directory directory, Applications applications, Consumer<CallCore> watched) {
        this.directory = directory;
        this.applications = applications;
        this.watched = watched;
    }

    // ---- for calls

    void seen(CallCore call) {
        if (!call.over() && calls.putIfAbsent(call.id, call) == null)
            total.incrementAndGet();
        watched.accept(call);
        for (var listener : changeListeners)
            listener.run();
    }

    void finalStatus(boolean answered) {
        for (var listener : endListeners)
            listener.accept(answered);
    }

    void recorded(CallCore call) {
        if (!calls.remove(call.id, call))
            total.incrementAndGet(); // refused before anybody could see it
        for (var listener : changeListeners)
            listener.run();
        if (calls.isEmpty()) {
            synchronized (empty) {
                empty.notifyAll();
            }
        }
    }

    /** A caller's leg went to another call, and with it all that is to be known of this one. */
    void vanished(CallCore call) {
        calls.remove(call.id);
        watched.accept(call);
    }

    /** One that somebody may see. */
    Optional<CallCore> find(CallId id) {
        return Optional.ofNullable(calls.get(id));
    }

    /** The call that rings longest for somebody whose calls this subscriber may take. @param of only that one's */
    Optional<CallCore> ringing(String subscriber, Optional<String> of) {
        return calls.values().stream().filter(call -> call.view.snapshot().stream().flatMap(live -> live.legs().stream())
                .anyMatch(leg -> leg.side() == LegSide.CALLEE && mayTake(subscriber, leg.peer(), of)
                        && (leg.state() == CallState.RINGING || leg.state() == CallState.EARLY_MEDIA)))
                .min(Comparator.comparing(call -> call.id));
    }

    /**
     * Tells of the calls that a subscriber is in, as if they had changed; those of all applications for a number of one, which live calls
     * do not name.
     */
    void tellOf(String name) {
        boolean ofApplication = applications.owner(name).isPresent();
        of(leg -> leg.peer().equals(name) || ofApplication && leg.peer().indexOf(':') > 0).forEach(call -> call.post(() -> watched.accept(call)));
    }

    /** Calls with such a leg when they were last published. */
    private List<CallCore> of(Predicate<LiveLeg> which) {
        return calls.values().stream().filter(call -> call.view.snapshot().stream().flatMap(live -> live.legs().stream()).anyMatch(which))
                .toList();
    }

    boolean mayTake(String subscriber, String ringing, Optional<String> of) {
        return of.filter(name -> !name.equals(ringing)).isEmpty() && directory.mayPickUp(subscriber, ringing);
    }

    // ---- for administration

    public List<LiveCall> snapshot() {
        var all = new ArrayList<LiveCall>(calls.size());
        for (var call : calls.values())
            call.view.measured().ifPresent(all::add);
        all.sort(Comparator.comparing(LiveCall::id));
        return all;
    }

    public int count() {
        return calls.size();
    }

    public long total() {
        return total.get();
    }

    public boolean hangUp(CallId id) {
        var call = calls.get(id);
        if (call == null)
            return false;
        call.post(() -> call.life.end(Cause.HUNG_UP_BY_ADMIN, EndedBy.ADMIN, 480));
        return true;
    }

    public CompletableFuture<Optional<Calls.SoFar>> soFar(CallId id) {
        var call = calls.get(id);
        if (call == null)
            return CompletableFuture.completedFuture(Optional.empty());
        return CompletableFuture.supplyAsync(() -> calls.containsKey(id)
                ? Optional.of(new Calls.SoFar(call.record.soFar(call.now()), call.record.ladder(call.ladder))) : Optional.empty(), call::post);
    }

    public CompletableFuture<Optional<Unheard>> unheard(CallId id) {
        var call = calls.get(id);
        return call == null ? CompletableFuture.completedFuture(Optional.of(new Unheard(Unheard.Why.GONE)))
                : CompletableFuture.supplyAsync(() -> unheard(call), call::post);
    }

    private static Optional<Unheard> unheard(CallCore call) {
        if (call.over())
            return Optional.of(new Unheard(Unheard.Why.GONE));
        if (!call.caller.facts.isAnswered())
            return Optional.of(new Unheard(Unheard.Why.NOT_ANSWERED));
        return call.media.relay().map(MediaBridge::unheard).orElse(Optional.of(new Unheard(Unheard.Why.NO_SOUND)));
    }

    public CompletableFuture<Optional<MediaSession.Listening>> listen(CallId id, String mix, Runnable ended) {
        var call = calls.get(id);
        return call == null ? CompletableFuture.completedFuture(Optional.empty())
                : CompletableFuture.supplyAsync(() -> listen(call, mix, ended), call::post);
    }

    private static Optional<MediaSession.Listening> listen(CallCore call, String mix, Runnable ended) {
        if (unheard(call).isPresent())
            return Optional.empty();
        try {
            return Optional.of(call.media.relay().orElseThrow().listen(mix, ended));
        } catch (MediaUnavailableException e) {
            LOG.debug("{} cannot be listened to: {}", call.id, e.getMessage());
            return Optional.empty();
        }
    }

    /** Ends every call, and waits for their records at most so long. */
    public void endAll(Duration patience) {
        for (var call : calls.values())
            call.post(() -> call.life.end(Cause.INTERRUPTED, EndedBy.NODE, 503));
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (empty) {
            long left = deadline - System.nanoTime();
            while (!calls.isEmpty() && left > 0) {
                try {
                    empty.wait(Math.max(1, left / 1_000_000));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
                left = deadline - System.nanoTime();
            }
        }
    }

    public AutoCloseable onChange(Runnable listener) {
        changeListeners.add(listener);
        return () -> changeListeners.remove(listener);
    }

    public AutoCloseable onEnded(Consumer<Boolean> listener) {
        endListeners.add(listener);
        return () -> endListeners.remove(listener);
    }
}
