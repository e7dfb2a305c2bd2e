package org.trunkline.node.internal.nodecall;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.ShortText;
import org.trunkline.api.config.AuditSubject;
import org.trunkline.api.config.Author;
import org.trunkline.api.config.SaveResult;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.engine.port.Calls;
import org.trunkline.engine.port.application.ApplicationCommand;
import org.trunkline.engine.port.application.ApplicationEvent;
import org.trunkline.engine.port.application.NodeCall;
import org.trunkline.engine.port.application.NodeCall.Target;
import org.trunkline.engine.port.application.NodeCalls;
import org.trunkline.engine.port.application.NodeCalls.Outcome;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.engine.port.media.Unheard;

/**
 * Calls that an administrator listens to. The phones of a subscriber ring; the one that answers hears a mix of both sides, to which it
 * adds nothing. Both sides hear the consent tone meanwhile, and the audit says who listened to which call and how long. <b>Threads:</b> any.
 */
public final class ListenedCalls {
    /** At once. */
    public static final int MOST = 10;
    private static final Logger LOG = LoggerFactory.getLogger(ListenedCalls.class);
    private static final Duration LONGEST = Duration.ofHours(4);
    private static final int LOOK_MS = 2_000;
    private static final int LONGEST_NAME = 24;

    private final NodeCalls engine;
    private final Calls calls;
    private final CallAudit audit;
    private final InstantSource clock;
    private final Executor executor;
    /** By the call that is listened to. */
    private final Map<CallId, Session> sessions = new HashMap<>();
    private volatile Runnable changed = () -> {};

    /** @param store keeps the audit @param executor may wait for it */
    public ListenedCalls(NodeCalls engine, Calls calls, ConfigStore store, InstantSource clock, Executor executor) {
        this.engine = engine;
        this.calls = calls;
        this.audit = new CallAudit(store);
        this.clock = clock;
        this.executor = executor;
    }

    /** Called when a call gets or loses its listener: note it and return. */
    public void onChange(Runnable listener) {
        changed = listener;
    }

    /** The subscriber who listens to each call now. */
    public Map<CallId, String> listeners() {
        synchronized (sessions) {
            if (sessions.isEmpty())
                return Map.of();
            var heard = new HashMap<CallId, String>();
            sessions.forEach((call, session) -> {
                if (session.isListening())
                    heard.put(call, session.subscriber);
            });
            return heard;
        }
    }

    /**
     * Rings the phones of the listener.
     *
     * @return the call to them
     * @throws NodeUnavailableException if the node takes no calls now
     */
    public SaveResult<CallId> listen(CallId call, String subscriber) throws NodeUnavailableException {
        var errors = new ArrayList<FieldError>();
        ShortText.check("subscriber", subscriber, 1, errors);
        var live = calls.snapshot().stream().filter(it -> it.id().equals(call)).findFirst();
        if (live.isEmpty())
            return new SaveResult.Missing<>(call.value());
        if (errors.isEmpty() && live.get().legs().stream().anyMatch(leg -> leg.peer().equals(subscriber)))
            errors.add(new FieldError("subscriber", "listener-in-call", List.of(subscriber), "\"" + subscriber + "\" is in this call: choose another listener"));
        if (errors.isEmpty())
            unheard(call).ifPresent(why -> errors.add(error(why)));
        if (!errors.isEmpty())
            return new SaveResult.Rejected<>(errors);
        var session = new Session(call, subscriber, Author.current().orElse(CallAudit.WHO));
        synchronized (sessions) {
            if (sessions.containsKey(call))
                return new SaveResult.Rejected<>(List.of(new FieldError("call", "call-listened", List.of(),
                        "this call has a listener already: end that first")));
            if (sessions.size() >= MOST)
                throw new NodeUnavailableException("busy", List.of(), "The node has as many listeners as it can take: end one first");
            sessions.put(call, session);
        }
        return place(session, live.get());
    }

    private SaveResult<CallId> place(Session session, LiveCall live) throws NodeUnavailableException {
        boolean placed = false;
        try {
            String shown = "Listen: " + name(live.from().normalised()) + " / " + name(live.to().normalised());
            var outcome = engine.place(new NodeCall(new Target.PhonesOf(session.subscriber, shown), NodeCall.CODECS, List.of(), LONGEST), session);
            return switch (outcome) {
                case Outcome.Refused refused -> NodeCallErrors.of(refused, "subscriber", session.subscriber, "");
                case Outcome.Placed(var id, var handle, var ended) -> {
                    placed = true;
                    ended.whenComplete((_, _) -> session.over());
                    session.placed(handle);
                    session.note("rings " + session.subscriber);
                    yield new SaveResult.Saved<>(id);
                }
            };
        } finally {
            if (!placed)
                forget(session);
        }
    }

    private static String name(String party) {
        return party.length() <= LONGEST_NAME ? party : party.substring(0, LONGEST_NAME);
    }

    /** @return false where nobody listens to the call */
    public boolean stop(CallId call) {
        Session session;
        synchronized (sessions) {
            session = sessions.get(call);
        }
        if (session == null)
            return false;
        session.hangUp();
        return true;
    }

    private void forget(Session session) {
        synchronized (sessions) {
            sessions.remove(session.call, session);
        }
    }

    private Optional<Unheard> unheard(CallId call) {
        try {
            return calls.unheard(call).get(LOOK_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new Unheard(Unheard.Why.GONE));
        } catch (TimeoutException e) {
            return Optional.of(new Unheard(Unheard.Why.GONE)); // it ended before it could say
        } catch (ExecutionException e) {
            LOG.error("{}: whether it can be listened to cannot be found out", call, e.getCause());
            return Optional.of(new Unheard(Unheard.Why.GONE));
        }
    }

    private static FieldError error(Unheard unheard) {
        return switch (unheard.why()) {
            case GONE -> new FieldError("call", "call-gone", List.of(), "the call has ended");
            case NOT_ANSWERED -> new FieldError("call", "call-not-answered", List.of(), "the call is not answered yet: try again when it is");
            case NODE_IS_A_SIDE -> new FieldError("call", "call-with-node", List.of(),
                    "one side of this call is the node itself or an application: only calls between two parties can be listened to");
            case NO_SOUND -> new FieldError("call", "call-without-sound", List.of(), "the call has no sound now: it is on hold, or has video only");
            case CODEC -> new FieldError("call", "call-codec", List.of(unheard.detail()),
                    "the node does not decode the sound of this call (" + unheard.detail() + "): PCMA, PCMU, G.722 and Opus can be listened to");
        };
    }

    /** One listener. */
    private final class Session extends Commander {
        private final CallId call;
        private final String subscriber;
        private final String who;
        private Optional<MediaSession.Listening> listening = Optional.empty();
        private Optional<Instant> since = Optional.empty();
        private boolean over;
        /** Audit entries are written in their order. */
        private CompletableFuture<Void> notes = CompletableFuture.completedFuture(null);

        Session(CallId call, String subscriber, String who) {
            this.call = call;
            this.subscriber = subscriber;
            this.who = who;
        }

        synchronized boolean isListening() {
            return since.isPresent() && !over;
        }

        synchronized void note(String what) {
            notes = notes.thenRunAsync(() -> audit.note(who, "listen", new AuditSubject(AuditSubject.CALL, call.value()).text(), what), executor);
        }

        @Override
        public void on(ApplicationEvent event) {
            switch (event) {
                case ApplicationEvent.Answered _ -> begin();
                case ApplicationEvent.CommandFailed _ -> hangUp();
                case ApplicationEvent.HungUp _ -> over();
                default -> { } // what the listener presses or says is of no interest
            }
        }

        private void begin() {
            command(new ApplicationCommand.Join("listen", call.value(), false, false, 2));
            calls.listen(call, NodeCall.MIXES + '/' + call.value(), this::hangUp).whenComplete((found, failure) -> {
                if (failure != null)
                    LOG.error("{} cannot be listened to", call, failure);
                if (found == null || found.isEmpty() || !begun(found.get()))
                    hangUp();
            });
        }

        /** @return false where the listener has gone meanwhile */
        private boolean begun(MediaSession.Listening now) {
            synchronized (this) {
                if (!over) {
                    listening = Optional.of(now);
                    since = Optional.of(clock.instant());
                }
            }
            if (!isListening()) {
                now.close();
                return false;
            }
            note(subscriber + " listens");
            changed.run();
            return true;
        }

        void hangUp() {
            command(new ApplicationCommand.HangUp("end", Cause.NORMAL));
        }

        /** The listener is gone. Again does nothing. */
        void over() {
            Optional<MediaSession.Listening> ending;
            Optional<Instant> from;
            synchronized (this) {
                if (over)
                    return;
                over = true;
                ending = listening;
                from = since;
            }
            ending.ifPresent(MediaSession.Listening::close);
            note(from.map(at -> subscriber + " listened from " + seconds(at) + " to " + seconds(clock.instant()))
                    .orElse(subscriber + " heard nothing"));
            forget(this);
            changed.run();
        }

        private static Instant seconds(Instant at) {
            return at.truncatedTo(ChronoUnit.SECONDS);
        }
    }
}
