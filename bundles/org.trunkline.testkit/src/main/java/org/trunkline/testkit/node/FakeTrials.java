package org.trunkline.testkit.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Trials;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.PolicyAdvice;
import org.trunkline.domain.cdr.RouteTrial;
import org.trunkline.domain.cdr.TestCall;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkTrial;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.testkit.Samples;

/** Tries over trunk Telia A what any trial asks for. */
public final class FakeTrials implements Trials {
    private final FakeNode node;
    private final List<RouteQuestion> asked = new ArrayList<>();
    private final List<TestCallDraft> placed = new ArrayList<>();
    private final Map<CallId, TestCall> calls = new LinkedHashMap<>();
    private final List<Trunk> unsaved = new ArrayList<>();
    private Optional<String> read = Optional.of("+46701234567");

    FakeTrials(FakeNode node) {
        this.node = node;
    }

    /** The node knows no country: numbers stay as dialled. */
    public synchronized void withoutCountry() {
        read = Optional.empty();
    }

    public synchronized List<RouteQuestion> asked() {
        return List.copyOf(asked);
    }

    /** Test calls, oldest first. */
    public synchronized List<TestCallDraft> placed() {
        return List.copyOf(placed);
    }

    @Override
    public synchronized RouteTrial route(RouteQuestion question) throws NodeUnavailableException {
        node.reach();
        asked.add(question);
        return new RouteTrial(Direction.OUTBOUND, Party.of(question.caller().subscriber().orElse("anonymous")),
                new Party(question.number(), read, ""), false, 12, Optional.of("+46"), List.of(
                        new RouteTrial.Step(RouteTrial.Kind.TRUNK, "Carrier B", RouteTrial.Outcome.PASSED_OVER, "", "",
                                Candidate.Reason.CALLS_CAP, 30, 30, Candidate.Origin.DIALLED, ""),
                        new RouteTrial.Step(RouteTrial.Kind.TRUNK, "Telia A", RouteTrial.Outcome.FIRST, "0701234567",
                                "0850010000", Candidate.Reason.NONE, 0, 0, Candidate.Origin.DIALLED, "")),
                question.askPolicies() ? RouteTrial.Policies.ASKED : RouteTrial.Policies.NOT_ASKED, question.askPolicies()
                        ? List.of(new PolicyAdvice("acme.costs", PolicyAdvice.Verdict.CHANGED, "cheaper", 3)) : List.of(),
                Optional.empty());
    }

    /** The peer refuses the password. */
    @Override
    public SaveResult<TrunkTrial> trunk(Trunk draft) throws NodeUnavailableException {
        node.reach();
        var errors = EntryKind.TRUNK.check(draft, Set.of());
        if (!errors.isEmpty())
            return new SaveResult.Rejected<>(errors);
        return new SaveResult.Saved<>(new TrunkTrial(List.of(new TrunkTrial.Step(TrunkTrial.Check.DNS, TrunkTrial.Verdict.OK,
                new LocalizableText("trial-resolved", List.of("192.0.2.7"), "leads to 192.0.2.7"), "", Duration.ofMillis(3)),
                new TrunkTrial.Step(TrunkTrial.Check.REGISTER, TrunkTrial.Verdict.FAILED, new LocalizableText("credentials-refused",
                        List.of("401", "Unauthorized"), "credentials refused"), "registration.password", Duration.ofMillis(9)))));
    }

    /** Answered after 800 ms, and heard; a number that begins with 9 is busy. */
    @Override
    public synchronized SaveResult<TestCall> call(TestCallDraft draft) throws NodeUnavailableException {
        node.reach();
        if (node.trunks().find(draft.trunk()).isEmpty())
            return new SaveResult.Rejected<>(List.of(new FieldError("trunk", "no-such-trunk", List.of(draft.trunk()),
                    "there is no trunk \"" + draft.trunk() + "\"")));
        if (draft.voice().isPresent() && node.subscribers().find(draft.voice().get()).isEmpty())
            return new SaveResult.Rejected<>(List.of(new FieldError("voice", "no-such-subscriber", draft.voice().stream().toList(),
                    "there is no subscriber \"" + draft.voice().get() + "\", or it is switched off")));
        return new SaveResult.Saved<>(placed(draft.trunk(), draft));
    }

    /** The same. */
    @Override
    public synchronized SaveResult<TestCall> call(Trunk draft, TestCallDraft call) throws NodeUnavailableException {
        node.reach();
        var errors = EntryKind.TRUNK.check(draft, Set.of());
        if (!errors.isEmpty())
            return new SaveResult.Rejected<>(errors);
        unsaved.add(draft);
        return new SaveResult.Saved<>(placed(draft.name() + "/unsaved", call));
    }

    /** Trunks that were called over without being saved. */
    public synchronized List<Trunk> unsaved() {
        return List.copyOf(unsaved);
    }

    private TestCall placed(String trunk, TestCallDraft draft) {
        placed.add(draft);
        var id = Samples.id(calls.size() + 500);
        boolean busy = draft.number().startsWith("9");
        calls.put(id, new TestCall(id, trunk, draft.number(), Samples.START, List.of(
                new TestCall.Step("INVITE", true, Duration.ZERO), new TestCall.Step("100 Trying", false, Duration.ofMillis(12)),
                new TestCall.Step(busy ? "486 Busy Here" : "200 OK", false, Duration.ofMillis(800))),
                busy ? Optional.empty() : Optional.of(Duration.ofMillis(800)), busy ? Optional.empty() : Optional.of("PCMA"), List.of(),
                Optional.of(busy ? new TestCall.End(false, 486, Cause.BUSY,
                        new LocalizableText("test-call-refused", List.of("486", "busy", ""), "the trunk answered 486: busy"))
                        : new TestCall.End(true, 200, Cause.NORMAL, new LocalizableText("test-call-heard",
                                List.of("800", "PCMA", "500", "498"), "answered after 800 ms")))));
        return calls.get(id);
    }

    @Override
    public synchronized Optional<TestCall> testCall(CallId id) throws NodeUnavailableException {
        node.reach();
        return Optional.ofNullable(calls.get(id));
    }
}
