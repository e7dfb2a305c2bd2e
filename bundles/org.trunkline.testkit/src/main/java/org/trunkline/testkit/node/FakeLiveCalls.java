package org.trunkline.testkit.node;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Watch;
import org.trunkline.api.call.LiveCalls;
import org.trunkline.api.config.SaveResult;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.ConferenceSeat;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.testkit.Samples;

/** Calls that a test sets. */
public final class FakeLiveCalls implements LiveCalls {
    private static final int FIRST = 600;

    private final List<Consumer<List<LiveCall>>> watchers = new CopyOnWriteArrayList<>();
    private final FakeNode node;
    private final List<CallDraft> asked = new CopyOnWriteArrayList<>();
    private final List<String> over = new CopyOnWriteArrayList<>();
    private volatile List<LiveCall> calls = List.of();

    FakeLiveCalls(FakeNode node) {
        this.node = node;
    }

    /** Tells the watchers too. */
    public void set(List<LiveCall> current) {
        calls = List.copyOf(current);
        watchers.forEach(w -> w.accept(calls));
    }

    int watchers() {
        return watchers.size();
    }

    @Override
    public List<LiveCall> list() throws NodeUnavailableException {
        node.reach();
        return calls;
    }

    @Override
    public boolean hangUp(CallId call) throws NodeUnavailableException {
        node.reach();
        var left = calls.stream().filter(c -> !c.id().equals(call)).toList();
        boolean there = left.size() < calls.size();
        if (there)
            set(left);
        return there;
    }

    @Override
    public boolean mute(CallId call, boolean muted) throws NodeUnavailableException {
        node.reach();
        boolean there = calls.stream().anyMatch(c -> c.id().equals(call) && c.conference().filter(seat -> !seat.listensOnly()).isPresent());
        if (there)
            set(calls.stream().map(c -> c.id().equals(call) ? c.in(new ConferenceSeat(c.conference().orElseThrow().room(), false, muted, false))
                    : c).toList());
        return there;
    }

    /** The phones of a subscriber that there is ring. */
    @Override
    public SaveResult<CallId> connect(CallDraft draft) throws NodeUnavailableException {
        node.reach();
        if (!draft.errors().isEmpty())
            return new SaveResult.Rejected<>(draft.errors());
        if (node.subscribers().find(draft.subscriber()).isEmpty())
            return new SaveResult.Rejected<>(List.of(new FieldError("subscriber", "no-such-subscriber", List.of(draft.subscriber()),
                    "there is no subscriber \"" + draft.subscriber() + "\", or it is switched off")));
        asked.add(draft);
        return new SaveResult.Saved<>(Samples.id(FIRST + asked.size()));
    }

    @Override
    public SaveResult<CallId> connectOver(String trunk, CallDraft draft) throws NodeUnavailableException {
        node.reach();
        if (node.trunks().find(trunk).isEmpty())
            return new SaveResult.Rejected<>(List.of(new FieldError("trunk", "no-such-trunk", List.of(trunk), "there is no trunk \"" + trunk + "\"")));
        var outcome = connect(draft);
        if (outcome instanceof SaveResult.Saved)
            over.add(trunk);
        return outcome;
    }

    /** The trunks that were asked for, one for each such call. */
    public List<String> over() {
        return List.copyOf(over);
    }

    /** What was to be connected. */
    public List<CallDraft> asked() {
        return List.copyOf(asked);
    }

    /** The listener answers at once. */
    @Override
    public SaveResult<CallId> listen(CallId call, String subscriber) throws NodeUnavailableException {
        node.reach();
        if (calls.stream().noneMatch(c -> c.id().equals(call)))
            return new SaveResult.Missing<>(call.value());
        if (node.subscribers().find(subscriber).isEmpty())
            return new SaveResult.Rejected<>(List.of(new FieldError("subscriber", "no-such-subscriber", List.of(subscriber),
                    "there is no subscriber \"" + subscriber + "\", or it is switched off")));
        set(calls.stream().map(c -> c.id().equals(call) ? c.heardBy(subscriber) : c).toList());
        return new SaveResult.Saved<>(Samples.id(FIRST));
    }

    @Override
    public boolean stopListening(CallId call) throws NodeUnavailableException {
        node.reach();
        boolean there = calls.stream().anyMatch(c -> c.id().equals(call) && c.listener().isPresent());
        if (there)
            set(calls.stream().map(c -> c.id().equals(call) ? new LiveCall(c.id(), c.direction(), c.state(), c.from(), c.to(), c.trunk(), c.startedAt(),
                    c.answeredAt(), c.legs(), c.conference(), Optional.empty(), c.parkedIn()) : c).toList());
        return there;
    }

    @Override
    public Watch watch(Consumer<List<LiveCall>> listener) {
        watchers.add(listener);
        listener.accept(calls);
        return () -> watchers.remove(listener);
    }
}
