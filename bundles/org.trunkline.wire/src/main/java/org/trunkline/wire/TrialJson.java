package org.trunkline.wire;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.FieldError;
import org.trunkline.api.ShortText;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.node.Trials;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.RouteTrial;
import org.trunkline.domain.cdr.TestCall;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkTrial;
import org.trunkline.wire.json.Fields;
import org.trunkline.wire.json.In;
import org.trunkline.wire.json.Out;

/** What a call would meet. */
public final class TrialJson {
    private static final String DRAFT = "draft";

    private TrialJson() {}

    public static ObjectNode write(Trials.RouteQuestion question) {
        return new Out().put("number", question.number()).text("subscriber", question.caller().subscriber())
                .text("trunk", question.caller().trunk()).put("callerNumber", question.callerNumber())
                .put("at", question.at()).put("askPolicies", question.askPolicies()).node();
    }

    /** @param now stands where no time is given */
    public static DraftJson.Parsed<Optional<Trials.RouteQuestion>> readQuestion(JsonNode node, Instant now) {
        var errors = new ArrayList<FieldError>();
        var parsed = DraftJson.<Optional<Trials.RouteQuestion>>parse(node, in -> {
            String number = in.text("number", "").strip();
            var subscriber = in.optionalText("subscriber");
            var trunk = in.optionalText("trunk");
            String callerNumber = in.text("callerNumber", "").strip();
            var at = in.optionalText("at").map(text -> instant(text, in, now));
            boolean ask = in.flag("askPolicies", true);
            ShortText.check("number", number, 1, errors);
            ShortText.check("callerNumber", callerNumber, 0, errors);
            if (subscriber.isPresent() && trunk.isPresent())
                errors.add(new FieldError("trunk", "not-both", List.of(), "the caller is a subscriber or a trunk, not both"));
            return errors.isEmpty() ? Optional.of(new Trials.RouteQuestion(number, new Trials.Caller(subscriber, trunk),
                    callerNumber, at.orElse(now), ask)) : Optional.empty();
        });
        errors.addAll(0, parsed.errors());
        return new DraftJson.Parsed<>(parsed.draft(), errors);
    }

    private static Instant instant(String text, Fields in, Instant fallback) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            in.wrong("at", "not-a-time", "at \"" + text + "\" is not an ISO 8601 time such as 2026-01-31T08:00:00Z", text);
            return fallback;
        }
    }

    public static ObjectNode write(RouteTrial trial) {
        var out = new Out().put("direction", trial.direction());
        CallJson.writeParty(out, "from", trial.from());
        CallJson.writeParty(out, "to", trial.to());
        out.put("emergency", trial.emergency())
                .put("configRevision", trial.configRevision()).text("routePrefix", trial.routePrefix())
                .list("steps", trial.steps(), TrialJson::step).put("policies", trial.policies())
                .list("advice", trial.advice(), CdrJson::writeAdvice);
        trial.refusal().ifPresent(r -> out.put("sipStatus", r.sipStatus()).put("cause", r.cause().code()));
        return out.node();
    }

    private static ObjectNode step(RouteTrial.Step step) {
        return new Out().put("kind", step.kind()).put("target", step.target()).put("outcome", step.outcome())
                .put("called", step.called()).put("caller", step.caller()).put("reason", step.reason())
                .put("used", step.used()).put("limit", step.limit()).put("origin", step.origin()).put("by", step.by()).node();
    }

    public static RouteTrial readTrial(JsonNode node) {
        var in = new In(node);
        return new RouteTrial(in.word("direction", Direction.class), CallJson.readParty(in, "from"),
                CallJson.readParty(in, "to"), in.flag("emergency"), in.integer("configRevision"),
                in.optionalText("routePrefix"), in.list("steps", TrialJson::readStep),
                in.word("policies", RouteTrial.Policies.class), in.list("advice", CdrJson::readAdvice),
                in.has("sipStatus") ? Optional.of(new RouteTrial.Refusal(in.small("sipStatus"), Cause.ofCode(in.text("cause"))))
                        : Optional.empty());
    }

    private static RouteTrial.Step readStep(In in) {
        return new RouteTrial.Step(in.word("kind", RouteTrial.Kind.class), in.text("target"),
                in.word("outcome", RouteTrial.Outcome.class), in.text("called"), in.text("caller"),
                in.word("reason", Candidate.Reason.class), in.integer("used"), in.integer("limit"),
                in.word("origin", Candidate.Origin.class), in.text("by"));
    }

    public static ObjectNode write(TrunkTrial trial) {
        return new Out().list("steps", trial.steps(), s -> new Out().put("check", s.check()).put("verdict", s.verdict())
                .said("said", s.said()).put("field", s.field()).millis("tookMs", s.took()).node()).node();
    }

    public static TrunkTrial readTrunkTrial(JsonNode node) {
        return new TrunkTrial(new In(node).list("steps", in -> new TrunkTrial.Step(in.word("check", TrunkTrial.Check.class),
                in.word("verdict", TrunkTrial.Verdict.class), in.said("said"), in.text("field"), in.millis("tookMs"))));
    }

    public static ObjectNode write(Trials.TestCallDraft draft) {
        return new Out().put("trunk", draft.trunk()).put("number", draft.number()).put("caller", draft.caller())
                .texts("codecs", draft.codecs()).texts("headers", draft.headers()).put("sound", draft.sound())
                .put("seconds", draft.seconds()).text("voice", draft.voice()).node();
    }

    /** A test call over a trunk that is not saved. */
    public static ObjectNode write(Trunk draft, Trials.TestCallDraft call) {
        var node = write(call);
        node.remove("trunk");
        node.set(DRAFT, ConfigJson.writeDraft(EntryKind.TRUNK, draft));
        return node;
    }

    /** A test call, over a saved trunk or over one as it would be saved. */
    public record TestCallRequest(Trials.TestCallDraft call, Optional<Trunk> draft) {
        public TestCallRequest {
            requireNonNull(call);
            requireNonNull(draft);
        }
    }

    /** Errors of a trunk have its fields' names. */
    public static DraftJson.Parsed<TestCallRequest> readTestCallRequest(JsonNode node) {
        var errors = new ArrayList<FieldError>();
        var parsed = DraftJson.parse(node, in -> {
            boolean given = node.hasNonNull(DRAFT);
            var trunk = ConfigJson.readDraft(EntryKind.TRUNK, in.node(DRAFT), Optional.empty());
            if (given)
                errors.addAll(trunk.errors());
            return new TestCallRequest(new Trials.TestCallDraft(in.text("trunk", "").strip(), in.text("number", "").strip(),
                    in.text("caller", "").strip(), in.texts("codecs"), in.texts("headers"),
                    in.word("sound", Trials.Sound.class, Trials.Sound.TONE), in.integer("seconds", Trials.TestCallDraft.SECONDS),
                    in.optionalText("voice")),
                    Optional.of(trunk.draft()).filter(_ -> given));
        });
        check(parsed.draft(), errors);
        errors.removeIf(error -> parsed.errors().stream().anyMatch(known -> known.field().equals(error.field())));
        errors.addAll(0, parsed.errors());
        return new DraftJson.Parsed<>(parsed.draft(), errors);
    }

    private static void check(TestCallRequest request, List<FieldError> errors) {
        var call = request.call();
        if (request.draft().isEmpty())
            ShortText.check("trunk", call.trunk(), 1, errors);
        else if (!call.trunk().isEmpty())
            errors.add(new FieldError("trunk", "not-both", List.of(), "a saved trunk is named, or one that is not saved is given, not both"));
        ShortText.check("number", call.number(), 1, errors);
        ShortText.check("caller", call.caller(), 0, errors);
        call.voice().ifPresent(subscriber -> ShortText.check("voice", subscriber, 1, errors));
        for (int i = 0; i < call.codecs().size(); i++)
            ShortText.check("codecs[" + i + "]", call.codecs().get(i), 1, errors);
        for (int i = 0; i < call.headers().size(); i++)
            if (call.headers().get(i).chars().anyMatch(Character::isISOControl))
                errors.add(new FieldError("headers[" + i + "]", "control-character", List.of(), "headers contains a control character"));
    }

    public static ObjectNode write(TestCall call) {
        var out = new Out().put("id", call.id().value()).put("trunk", call.trunk()).put("number", call.number())
                .put("startedAt", call.startedAt())
                .list("steps", call.steps(), s -> new Out().put("label", s.label()).put("sent", s.sent()).millis("afterMs", s.after()).node())
                .millis("answeredAfterMs", call.answeredAfter()).text("codec", call.codec())
                .list("streams", call.streams(), CdrJson::writeStream);
        call.end().ifPresent(end -> out.put("ok", end.ok()).put("sipStatus", end.sipStatus()).put("cause", end.cause().code())
                .said("said", end.said()));
        return out.node();
    }

    public static TestCall readTestCall(JsonNode node) {
        var in = new In(node);
        return new TestCall(new CallId(in.text("id")), in.text("trunk"), in.text("number"), in.instant("startedAt"),
                in.list("steps", s -> new TestCall.Step(s.text("label"), s.flag("sent"), s.millis("afterMs"))),
                in.optionalMillis("answeredAfterMs"), in.optionalText("codec"), in.list("streams", CdrJson::readStream),
                in.has("ok") ? Optional.of(new TestCall.End(in.flag("ok"), in.small("sipStatus"), Cause.ofCode(in.text("cause")),
                        in.said("said"))) : Optional.empty());
    }
}
