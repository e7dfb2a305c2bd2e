package org.trunkline.engine.directory.trunk;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.signaling.OutOfDialog;
import org.trunkline.engine.port.signaling.OutOfDialog.Outcome;

/**
 * Asks one trunk by OPTIONS how it is, for as long as the trunk is configured. Each request carries the host name, so
 * that it is resolved anew: a peer that moved is found again. <b>Threads:</b> any.
 */
final class OptionsWatch {
    private static final Logger LOG = LoggerFactory.getLogger(OptionsWatch.class);
    /** Well below timer F: half a minute without a word is too long to send callers there. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** After a first failure, and after a call that got no answer. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Trunk trunk;
    private final TrunkState state;
    private final OutOfDialog sender;
    private final Scheduler scheduler;
    private final String from;
    private Scheduler.@Nullable Timer timer;
    private long asked;
    private boolean waiting;
    private boolean closed;
    private long cseq;

    /** @param from URI of the node for From */
    OptionsWatch(Trunk trunk, TrunkState state, OutOfDialog sender, Scheduler scheduler, String from) {
        this.trunk = trunk;
        this.state = state;
        this.sender = sender;
        this.scheduler = scheduler;
        this.from = from;
    }

    /** @param delay before the first request, so that many trunks do not ask at once */
    synchronized void start(Duration delay) {
        plan(delay);
    }

    /** A call got no answer: ask now rather than at the next turn. */
    synchronized void suspect() {
        if (!waiting)
            plan(Duration.ZERO);
    }

    synchronized void close() {
        closed = true;
        cancel();
    }

    private void cancel() {
        if (timer != null)
            timer.cancel();
        timer = null;
    }

    private void plan(Duration delay) {
        cancel();
        if (!closed)
            timer = scheduler.after(delay, this::ask);
    }

    private void ask() {
        long mine;
        synchronized (this) {
            if (closed)
                return;
            mine = ++asked;
            waiting = true;
            cseq++;
            cancel();
            timer = scheduler.after(PATIENCE, () -> answer(mine, new Outcome.NoAnswer()));
        }
        String uri = SipUris.of(trunk);
        sender.send(new OutOfDialog.Request("OPTIONS", trunk.peer().host(), trunk.peer().port(), trunk.peer().transport(), uri, from, uri,
                Optional.empty(), OptionalInt.empty(), Optional.empty(), cseq, Map.of("Accept", "application/sdp")),
                outcome -> answer(mine, outcome));
    }

    private synchronized void answer(long mine, Outcome outcome) {
        boolean late = mine != asked || !waiting;
        switch (outcome) {
            case Outcome.Answered answered when !TrunkState.isFailure(answered.status()) -> alive(answered);
            case Outcome.Answered answered -> fail(late, answered.said());
            case Outcome.NoAnswer() -> fail(late, new LocalizableText("no-answer-to", List.of("OPTIONS"), "no answer to OPTIONS"));
            case Outcome.NotSent(LocalizableText problem) -> fail(late, problem);
        }
    }

    /** Even an answer that comes late shows that the trunk lives. */
    private void alive(Outcome.Answered answered) {
        if (closed)
            return;
        waiting = false;
        if (state.health() == TrunkState.Health.DOWN)
            LOG.info("trunk {} is up again", trunk.name());
        state.alive(answered.roundTrip());
        plan(Duration.ofSeconds(trunk.limits().optionsSeconds()));
    }

    private void fail(boolean late, LocalizableText why) {
        if (late || closed)
            return;
        waiting = false;
        boolean wasDown = state.health() == TrunkState.Health.DOWN;
        int failures = state.failed(why);
        if (!wasDown && failures >= TrunkState.FAILURES_TO_DOWN)
            LOG.warn("trunk {} is down: {}", trunk.name(), why.message());
        plan(failures < TrunkState.FAILURES_TO_DOWN ? AGAIN : Duration.ofSeconds(trunk.limits().optionsSeconds()));
    }
}
