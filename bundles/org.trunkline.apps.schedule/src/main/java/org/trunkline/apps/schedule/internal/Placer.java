package org.trunkline.apps.schedule.internal;

import static java.time.Duration.ofMinutes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.call.LiveCalls.CallDraft;
import org.trunkline.api.config.Author;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Node;
import org.trunkline.domain.call.CallId;

/** Places calls that became due, and remembers which could not be placed. One thread at a time. */
final class Placer {
    /** A call that comes later than this is of no use to anybody. */
    static final Duration LATEST = ofMinutes(5);
    /** A node that is full has room again soon. */
    private static final Duration PATIENCE = ofMinutes(1);
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final Node node;
    private final List<Due> waiting = new ArrayList<>();
    private final Map<String, Failure> failures = new HashMap<>();

    private record Due(ScheduledCall call, String subscriber, Instant at) {}

    /** @param why one line in English */
    record Failure(ScheduledCall call, String subscriber, Instant at, String why) {}

    Placer(Node node) {
        this.node = node;
    }

    /** @param calls that there are now @param looked when it was looked last */
    void look(List<ScheduledCall> calls, Instant looked, Instant now) {
        failures.values().removeIf(failure -> !calls.contains(failure.call()) || failure.at().plus(REMEMBERED).isBefore(now));
        var after = looked.isBefore(now.minus(LATEST)) ? now.minus(LATEST) : looked;
        for (var call : calls)
            call.due(after, now).ifPresent(at -> {
                failures.remove(call.name());
                call.subscribers().forEach(subscriber -> waiting.add(new Due(call, subscriber, at)));
            });
        waiting.removeIf(due -> !calls.contains(due.call()) || placed(due, now));
    }

    /** @return whether there is nothing more to do for it */
    private boolean placed(Due due, Instant now) {
        try {
            var outcome = Author.as("scheduled call " + due.call().name(), () -> node.calls().connect(new CallDraft(due.subscriber(), due.call().number())));
            if (outcome instanceof SaveResult.Rejected<CallId>(var errors))
                failed(due, errors.stream().map(FieldError::message).collect(Collectors.joining("; ")));
            return true;
        } catch (NodeUnavailableException e) {
            if (now.isBefore(due.at().plus(PATIENCE)))
                return false;
            failed(due, String.valueOf(e.getMessage()));
            return true;
        }
    }

    private void failed(Due due, String why) {
        failures.put(due.call().name(), new Failure(due.call(), due.subscriber(), due.at(), why));
    }

    /** Of each call the last, until it is placed again, changed, or a day has passed. */
    List<Failure> failures() {
        return List.copyOf(failures.values());
    }
}
