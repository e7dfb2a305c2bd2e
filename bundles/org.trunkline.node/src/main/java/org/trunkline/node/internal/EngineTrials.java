package org.trunkline.node.internal;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Trials;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.RouteTrial;
import org.trunkline.domain.cdr.TestCall;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkRegistration;
import org.trunkline.domain.config.TrunkTrial;
import org.trunkline.engine.call.CallEngine;
import org.trunkline.engine.directory.trunk.TrunkProbe;
import org.trunkline.engine.port.routing.Directory.RouteRequest;
import org.trunkline.node.internal.config.Configurations;
import org.trunkline.node.internal.nodecall.TestCalls;

/** Trials by the engine that carries the calls. */
final class EngineTrials implements Trials {
    private static final int AT_ONCE = 4;
    /** What is wrong with other fields of a draft does not keep it from being tried. */
    private static final Set<String> NEEDED = Set.of("host", "port", "transport", "registration.username");

    private final CallEngine engine;
    private final TrunkProbe probe;
    private final Configurations configurations;
    private final TestCalls calls;
    private final Semaphore places = new Semaphore(AT_ONCE);

    EngineTrials(CallEngine engine, TrunkProbe probe, Configurations configurations, TestCalls calls) {
        this.engine = engine;
        this.probe = probe;
        this.configurations = configurations;
        this.calls = calls;
    }

    @Override
    public RouteTrial route(RouteQuestion question) {
        var caller = question.caller();
        String shown = question.callerNumber().isEmpty() ? caller.subscriber().orElse("anonymous") : question.callerNumber();
        return engine.tryRoute(new RouteRequest(caller.subscriber(), caller.trunk(), question.number(), shown, ""),
                question.at(), question.askPolicies());
    }

    @Override
    public SaveResult<TrunkTrial> trunk(Trunk draft) throws NodeUnavailableException {
        List<FieldError> wrong = EntryKind.TRUNK.check(draft, Set.of("registration.password")).stream()
                .filter(e -> NEEDED.contains(e.field())).toList();
        if (!wrong.isEmpty())
            return new SaveResult.Rejected<>(wrong);
        if (!places.tryAcquire())
            throw new NodeUnavailableException("busy", List.of(), "Other trunks are being tried: try again in a moment");
        try {
            return new SaveResult.Saved<>(probe.run(EntryKind.TRUNK.tidy(draft), password(draft)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeUnavailableException("node-stopping", List.of(), "The node was stopping", e);
        } finally {
            places.release();
        }
    }

    @Override
    public SaveResult<TestCall> call(TestCallDraft draft) throws NodeUnavailableException {
        return calls.call(draft);
    }

    @Override
    public Optional<TestCall> testCall(CallId id) {
        return calls.find(id);
    }

    /** A kept password goes to nobody but the peer and for the user that it was given for. */
    private Optional<String> password(Trunk draft) {
        var given = draft.registration().flatMap(r -> r.password().given());
        var saved = configurations.current().trunks().stream().filter(t -> t.name().equals(draft.name()))
                .filter(t -> t.peer().host().equalsIgnoreCase(draft.peer().host())
                        && t.registration().map(TrunkRegistration::username).equals(draft.registration()
                                .map(TrunkRegistration::username))).findFirst();
        return given.or(() -> saved.map(t -> configurations.current().trunkPasswords().get(t.name())));
    }
}
