package org.trunkline.apps.schedule.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.Author;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Node;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.TestCall;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.part.PartWarning;

/** Has probes called, and remembers which failed last. One thread at a time. */
final class Prober {
    /** Trunks register first. */
    static final Duration FIRST = Duration.ofMinutes(1);

    private final Node node;
    private Map<Probe, State> states = new HashMap<>();
    private boolean begun;

    private static final class State {
        private Instant next;
        private Optional<CallId> calls = Optional.empty();
        private Optional<PartWarning> failure = Optional.empty();

        State(Instant next) {
            this.next = next;
        }
    }

    Prober(Node node) {
        this.node = node;
    }

    /** @param probes there are now: one that is new or changed is called at once, but for those of the start */
    void look(List<Probe> probes, Instant now) {
        var kept = new HashMap<Probe, State>();
        for (var probe : probes)
            if (probe.enabled())
                kept.put(probe, states.getOrDefault(probe, new State(begun ? now : now.plus(FIRST))));
        states = kept;
        begun = true;
        states.forEach((probe, state) -> look(probe, state, now));
    }

    private void look(Probe probe, State state, Instant now) {
        try {
            if (state.calls.isPresent())
                ended(probe, state, node.trials().testCall(state.calls.get()));
            else if (!now.isBefore(state.next))
                call(probe, state, now);
        } catch (NodeUnavailableException e) {
            return; // other test calls are in progress, or the node takes no calls: it is tried at the next look
        }
    }

    private void call(Probe probe, State state, Instant now) throws NodeUnavailableException {
        var outcome = Author.as("probe " + probe.name(), () -> node.trials().call(probe.draft()));
        state.next = now.plus(probe.every());
        if (outcome instanceof SaveResult.Saved<TestCall>(var placed))
            state.calls = Optional.of(placed.id());
        else if (outcome instanceof SaveResult.Rejected<TestCall>(var errors))
            state.failure = Optional.of(failed(probe, new LocalizableText("", List.of(),
                    errors.stream().map(FieldError::message).collect(Collectors.joining("; ")))));
    }

    private static void ended(Probe probe, State state, Optional<TestCall> call) {
        if (call.isPresent() && call.get().end().isEmpty())
            return;
        state.calls = Optional.empty();
        call.flatMap(TestCall::end).ifPresent(end -> state.failure = end.ok() ? Optional.empty() : Optional.of(failed(probe, end.said())));
    }

    private static PartWarning failed(Probe probe, LocalizableText why) {
        return new PartWarning("probe-failed", probe.name(), List.of(probe.draft().number(), probe.draft().trunk(), why.message()),
                "Probe " + probe.name() + ": " + probe.draft().number() + " over " + probe.draft().trunk() + ": " + why.message(),
                why.code().isEmpty() ? LocalizableText.NOTHING : why);
    }

    /** Of each probe, whether its last call failed. */
    List<PartWarning> warnings() {
        return states.values().stream().flatMap(state -> state.failure.stream()).toList();
    }
}
