package org.trunkline.node.internal;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

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
import org.trunkline.engine.directory.LiveDirectory;
import org.trunkline.engine.directory.trunk.TrunkProbe;
import org.trunkline.engine.port.routing.Directory.RouteRequest;
import org.trunkline.node.internal.config.Configurations;
import org.trunkline.node.internal.nodecall.TestCalls;

/** Trials by the engine that carries the calls. */
final class EngineTrials implements Trials {
    private static final int AT_ONCE = 4;
    /** What is wrong with other fields of a draft does not keep it from being tried. */
    private static final Set<String> NEEDED = Set.of("host", "port", "transport", "registration.username");
    private static final Set<String> SECRET = Set.of("registration.password");
    /** What a call needs no more than its other fields: a trunk that is tried is given one. */
    private static final String NAME = "name";

    private final CallEngine engine;
    private final TrunkProbe probe;
    private final LiveDirectory directory;
    private final Configurations configurations;
    private final TestCalls calls;
    private final Semaphore places = new Semaphore(AT_ONCE);

    EngineTrials(CallEngine engine, TrunkProbe probe, LiveDirectory directory, Configurations configurations, TestCalls calls) {
        this.engine = engine;
        this.probe = probe;
        this.directory = directory;
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
        var wrong = Stream.concat(EntryKind.TRUNK.check(draft, SECRET).stream().filter(e -> NEEDED.contains(e.field())),
                otherCertificate(draft).stream()).toList();
        if (!wrong.isEmpty())
            return new SaveResult.Rejected<>(wrong);
        if (!places.tryAcquire())
            throw new NodeUnavailableException("busy", List.of(), "Other trunks are being tried: try again in a moment");
        try (var _ = directory.expectCertificate(draft)) {
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
    public SaveResult<TestCall> call(Trunk draft, TestCallDraft call) throws NodeUnavailableException {
        var wrong = Stream.concat(EntryKind.TRUNK.check(draft, SECRET).stream().filter(e -> !e.field().equals(NAME)),
                otherCertificate(draft).stream()).toList();
        return wrong.isEmpty() ? calls.call(EntryKind.TRUNK.tidy(draft), password(draft), call) : new SaveResult.Rejected<>(wrong);
    }

    @Override
    public Optional<TestCall> testCall(CallId id) {
        return calls.find(id);
    }

    /** What the certificate at an address must be is the same for all requests there: a saved trunk's is not given up for a trial. */
    private Optional<FieldError> otherCertificate(Trunk draft) {
        var others = configurations.current().trunks().stream().filter(t -> draft.peer().mayUseTls() && t.peer().mayUseTls()
                && !t.certificateName().equalsIgnoreCase(draft.certificateName())).toList();
        if (others.isEmpty())
            return Optional.empty();
        var addresses = directory.resolve(draft);
        return others.stream().filter(t -> t.peer().host().equalsIgnoreCase(draft.peer().host())
                || !Collections.disjoint(directory.addresses(t), addresses)).findFirst()
                .map(t -> new FieldError("security.certificateName", "certificate-of-saved", List.of(t.name(), t.certificateName()),
                        "trunk \"" + t.name() + "\" has the same host or address and asks for the certificate of " + t.certificateName()
                                + ": save the new name to try it"));
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
