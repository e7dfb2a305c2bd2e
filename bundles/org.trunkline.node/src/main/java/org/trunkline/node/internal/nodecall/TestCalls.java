package org.trunkline.node.internal.nodecall;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.ShortText;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Trials;
import org.trunkline.api.node.Trials.Sound;
import org.trunkline.api.node.Trials.TestCallDraft;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.TestCall;
import org.trunkline.domain.config.Names;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.engine.directory.trunk.SipUris;
import org.trunkline.engine.port.Calls.SoFar;
import org.trunkline.engine.port.application.ApplicationCommand;
import org.trunkline.engine.port.application.ApplicationEvent;
import org.trunkline.engine.port.application.NodeCall;
import org.trunkline.engine.port.application.NodeCall.Target;
import org.trunkline.engine.port.application.NodeCalls;
import org.trunkline.engine.port.application.NodeCalls.Outcome;
import org.trunkline.engine.port.application.NodeCalls.Refusal;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.media.Audio;
import org.trunkline.engine.port.signaling.Header;

/** Test calls over trunks, and what became of the last ones. <b>Threads:</b> any. */
public final class TestCalls {
    private static final Logger LOG = LoggerFactory.getLogger(TestCalls.class);
    private static final Audio TONE = new Audio.Tone("test");
    /** Of ten seconds each: more than a test call lasts. */
    private static final int TURNS = 7;
    private static final int LOOK_MS = 1_000;

    private final NodeCalls engine;
    private final Function<CallId, CompletableFuture<Optional<SoFar>>> live;
    private final TrialOpener trunks;
    private final CallAudit audit;
    private final InstantSource clock;
    private final Semaphore places = new Semaphore(Trials.MAX_TEST_CALLS);
    private final Map<CallId, Run> runs = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<CallId, Run> eldest) {
            return size() > Trials.REMEMBERED_TEST_CALLS;
        }
    };

    /** @param live tells how far a call has come @param trunks those that are not saved @param store keeps the audit */
    public TestCalls(NodeCalls engine, Function<CallId, CompletableFuture<Optional<SoFar>>> live, TrialOpener trunks, ConfigStore store,
            InstantSource clock) {
        this.engine = engine;
        this.live = live;
        this.trunks = trunks;
        this.audit = new CallAudit(store);
        this.clock = clock;
    }

    /** A call as it was asked for, and its end. */
    private record Run(TestCallDraft draft, Instant startedAt, CompletableFuture<SoFar> ended) {}

    /** By an administrator: noted in the audit. @throws NodeUnavailableException if the node takes no calls now */
    public SaveResult<TestCall> call(TestCallDraft draft) throws NodeUnavailableException {
        var errors = errors(draft);
        if (draft.trunk().isEmpty())
            errors.add(new FieldError("trunk", "required", List.of(), "trunk is needed"));
        else if (!Names.isTrunkName(draft.trunk()))
            errors.add(NodeCallErrors.noTrunk("trunk", draft.trunk()));
        return errors.isEmpty() ? place(draft, "", () -> {}) : new SaveResult.Rejected<>(errors);
    }

    /**
     * The same over a trunk that is not saved. The audit says where it leads to, which nothing else keeps.
     *
     * @param password of its registration
     * @param draft whose trunk is not looked at
     */
    public SaveResult<TestCall> call(Trunk trunk, Optional<String> password, TestCallDraft draft) throws NodeUnavailableException {
        var errors = errors(draft);
        if (!errors.isEmpty())
            return new SaveResult.Rejected<>(errors);
        var trial = trunks.open(trunk, password).orElseThrow(() -> new NodeUnavailableException("trunk-in-trial", List.of(),
                "A test call over these values is still in progress: end it first"));
        boolean placed = false;
        try {
            var result = place(new TestCallDraft(trial.name(), draft.number(), draft.caller(), draft.codecs(), draft.headers(), draft.sound(),
                    draft.seconds(), draft.voice()), " over values that are not saved, at " + address(trunk.peer()), trial::end);
            placed = result instanceof SaveResult.Saved;
            return result;
        } finally {
            if (!placed)
                trial.end();
        }
    }

    /** As it is written in a URI; DNS chooses the port where there is none. */
    private static String address(TrunkPeer peer) {
        String host = SipUris.host(peer.host());
        return peer.port() == 0 ? host : host + ':' + peer.port();
    }

    /** @param over what the audit adds @param ended run once the call that was placed is over */
    private SaveResult<TestCall> place(TestCallDraft draft, String over, Runnable ended) throws NodeUnavailableException {
        if (!places.tryAcquire())
            throw new NodeUnavailableException("busy", List.of(), "Other test calls are in progress: try again in a moment");
        boolean placed = false;
        try {
            var result = placeNow(draft, over, () -> {
                places.release();
                ended.run();
            });
            placed = result instanceof SaveResult.Saved;
            return result;
        } finally {
            if (!placed)
                places.release();
        }
    }

    private SaveResult<TestCall> placeNow(TestCallDraft draft, String over, Runnable ended) throws NodeUnavailableException {
        var holder = draft.voice().isPresent() ? new Connector(draft.number()) : new Player(draft.sound() == Sound.TONE);
        var now = clock.instant();
        return switch (engine.place(wanted(draft), holder)) {
            case Outcome.Refused refused -> refused.why() == Refusal.NO_SUBSCRIBER
                    ? NodeCallErrors.of(refused, "voice", draft.voice().orElse(""), draft.number())
                    : NodeCallErrors.of(refused, "trunk", draft.trunk(), draft.number());
            case Outcome.Placed placed -> {
                holder.placed(placed.handle());
                synchronized (runs) {
                    runs.put(placed.id(), new Run(draft, now, placed.ended()));
                }
                audit.placed(EntryKind.TRUNK.subject(draft.trunk()),
                        draft.voice().map(who -> "test call with the voice of " + who + ',').orElse("test call"), placed.id(), over);
                placed.ended().whenComplete((_, _) -> ended.run());
                yield new SaveResult.Saved<>(TestCallResult.begun(placed.id(), draft, now));
            }
        };
    }

    private static NodeCall wanted(TestCallDraft draft) {
        var over = new Target.OverTrunk(draft.trunk(), draft.number(), draft.caller(), "");
        var codecs = draft.codecs().isEmpty() ? TestCallDraft.CODECS : draft.codecs();
        return draft.voice().isPresent() ? new NodeCall(new Target.VoiceOverTrunk(draft.voice().get(), over), codecs, headers(draft), ConnectedCalls.ALONE)
                : new NodeCall(over, codecs, headers(draft), Duration.ofSeconds(draft.seconds()));
    }

    /** As far as it has come; empty where it is not remembered. */
    public Optional<TestCall> find(CallId id) {
        Run run;
        synchronized (runs) {
            run = runs.get(id);
        }
        if (run == null)
            return Optional.empty();
        if (!run.ended().isDone()) {
            var now = soFar(id);
            if (now.isPresent())
                return Optional.of(TestCallResult.of(run.draft(), run.startedAt(), now.get(), false));
        }
        return Optional.of(run.ended().isDone() ? TestCallResult.of(run.draft(), run.startedAt(), run.ended().join(), true)
                : TestCallResult.begun(id, run.draft(), run.startedAt()));
    }

    private Optional<SoFar> soFar(CallId id) {
        try {
            return live.apply(id).get(LOOK_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("{} cannot be looked at now", id, e);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    // ---- what was asked for

    private static List<FieldError> errors(TestCallDraft draft) {
        var errors = new ArrayList<FieldError>();
        ShortText.check("number", draft.number(), 1, errors);
        ShortText.check("caller", draft.caller(), 0, errors);
        draft.voice().ifPresent(subscriber -> ShortText.check("voice", subscriber, 1, errors));
        if (draft.seconds() < 1 || draft.seconds() > TestCallDraft.MAX_SECONDS)
            errors.add(new FieldError("seconds", "out-of-range", List.of(String.valueOf(draft.seconds()), "1",
                    String.valueOf(TestCallDraft.MAX_SECONDS)), "seconds must be 1 to " + TestCallDraft.MAX_SECONDS));
        for (int i = 0; i < draft.codecs().size(); i++)
            if (!TestCallDraft.CODECS.contains(draft.codecs().get(i)) || draft.codecs().indexOf(draft.codecs().get(i)) < i)
                errors.add(new FieldError("codecs[" + i + "]", "test-call-codec", List.of(draft.codecs().get(i)),
                        "codecs are PCMA, PCMU, G722 and opus, each once, not \"" + draft.codecs().get(i) + "\""));
        if (draft.headers().size() > TestCallDraft.MAX_HEADERS)
            errors.add(new FieldError("headers", "too-many", List.of(String.valueOf(draft.headers().size()), String.valueOf(TestCallDraft.MAX_HEADERS)),
                    "at most " + TestCallDraft.MAX_HEADERS + " headers can be added"));
        for (int i = 0; i < draft.headers().size(); i++) {
            String field = "headers[" + i + "]";
            var parts = draft.headers().get(i).split(":", 2);
            var problem = parts.length < 2 ? Optional.of("write a header as \"Name: value\"") : NodeCall.problem(parts[0].strip(), parts[1].strip());
            problem.ifPresent(why -> errors.add(new FieldError(field, "test-call-header", List.of(parts[0].strip()), why)));
        }
        return errors;
    }

    private static List<Header> headers(TestCallDraft draft) {
        return draft.headers().stream().map(line -> line.split(":", 2)).map(parts -> new Header(parts[0].strip(), parts[1].strip())).toList();
    }

    /** Plays to the far side as soon as it answers. */
    private static final class Player extends Commander {
        private final boolean tone;

        Player(boolean tone) {
            this.tone = tone;
        }

        @Override
        public void on(ApplicationEvent event) {
            if (tone && event instanceof ApplicationEvent.Answered)
                command(new ApplicationCommand.Play("tone", TONE, TURNS));
        }
    }
}
