package org.trunkline.ui.cdr.internal.details;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Finding;
import org.trunkline.domain.cdr.MediaFinding;
import org.trunkline.domain.cdr.PolicyAdvice;
import org.trunkline.domain.cdr.RouteTrial;
import org.trunkline.domain.cdr.Why;
import org.trunkline.ui.Formats;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;

/** Tells a why-record in sentences: {@code Carrier B was passed over: 30 of 30 calls in use.} */
public final class WhyText {
    /** One sentence. @param step number of the candidate, 0 for what is said of the whole call */
    public record Line(int step, Tone tone, String text) {
        public Line {
            requireNonNull(tone);
            requireNonNull(text);
        }
    }

    private static final int FIRST_REDIRECT = 300;

    private final Texts texts;
    private final Formats formats;
    private final StateText states;

    public WhyText(Texts texts, Formats formats, StateText states) {
        this.texts = texts;
        this.formats = formats;
        this.states = states;
    }

    /** At least one sentence: how the call ended. */
    public List<Line> lines(Cdr cdr) {
        var lines = new ArrayList<Line>();
        Why why = cdr.why();
        if (!why.equals(Why.NOTHING)) {
            lines.add(new Line(0, Tone.PLAIN, number(why)));
            lines.add(new Line(0, Tone.PLAIN, why.routePrefix().map(p -> texts.get("why.route", p, trunks(why)))
                    .orElseGet(() -> texts.get(why.candidates().isEmpty() ? "why.nothing-matched" : "why.own"))));
        }
        for (PolicyAdvice advice : why.advice())
            if (advice.verdict() != PolicyAdvice.Verdict.NONE)
                lines.add(new Line(0, tone(advice.verdict()), sentence(advice)));
        List<Candidate> candidates = why.candidates();
        for (int i = 0; i < candidates.size(); i++)
            lines.add(new Line(i + 1, tone(candidates.get(i)), origin(candidates.get(i))
                    + sentence(candidates.get(i), cdr.named(candidates.get(i)))
                    + (wentOn(candidates, i) ? " " + texts.get("why.went-on") : "")));
        lines.add(new Line(0, states.tone(cdr.cause()), ending(cdr)));
        for (MediaFinding finding : MediaFinding.of(cdr))
            lines.add(new Line(0, Tone.BAD, texts.get("why.finding." + code(finding))));
        for (Finding finding : cdr.marks().findings())
            if (!finding.source().equals(Finding.HOUSE)) // ours are told above, for records of earlier versions too
                lines.add(new Line(0, tone(finding.severity()), sentence(finding)));
        if (why.configRevision() > 0)
            lines.add(new Line(0, Tone.PLAIN, texts.get("why.revision", why.configRevision())));
        return lines;
    }

    /** Numbers, trunks, subscribers and routes that the sentences name. */
    public static Set<String> names(Cdr cdr) {
        var names = new LinkedHashSet<String>();
        Why why = cdr.why();
        Collections.addAll(names, why.dialled(), why.normalised());
        why.routePrefix().ifPresent(names::add);
        why.candidates().forEach(c -> Collections.addAll(names, cdr.named(c), c.by()));
        return names;
    }

    /** The same of a call that would go. */
    public static Set<String> names(RouteTrial trial) {
        var names = new LinkedHashSet<String>();
        Collections.addAll(names, trial.to().dialled(), trial.to().normalised());
        trial.routePrefix().ifPresent(names::add);
        trial.steps().forEach(step -> Collections.addAll(names, step.target(), step.by()));
        return names;
    }

    /** Where a call would go, in the words of one that went. */
    public List<Line> lines(RouteTrial trial) {
        var lines = new ArrayList<Line>();
        lines.add(new Line(0, Tone.PLAIN, number(trial.to().dialled(), trial.to().normalised())));
        if (trial.emergency())
            lines.add(new Line(0, Tone.PLAIN, texts.get("trial.emergency")));
        if (trial.routePrefix().isPresent() || !trial.steps().isEmpty())
            lines.add(new Line(0, Tone.PLAIN, trial.routePrefix().map(p -> texts.get("why.route", p, trial.steps().size()))
                    .orElseGet(() -> texts.get("why.own"))));
        for (PolicyAdvice advice : trial.advice())
            lines.add(new Line(0, tone(advice.verdict()), sentence(advice)));
        if (trial.policies() == RouteTrial.Policies.NOT_ASKED)
            lines.add(new Line(0, Tone.OFF, texts.get("trial.not-asked")));
        for (int i = 0; i < trial.steps().size(); i++)
            lines.add(new Line(i + 1, tone(trial.steps().get(i)), sentence(trial.steps().get(i))));
        trial.refusal().ifPresent(r -> lines.add(new Line(0, Tone.WARN, texts.get("trial.refused", states.of(r.cause()),
                SipStatus.text(r.sipStatus())))));
        lines.add(new Line(0, Tone.PLAIN, texts.get("trial.revision", trial.configRevision())));
        return lines;
    }

    private String sentence(RouteTrial.Step step) {
        var candidate = new Candidate(step.target(), Candidate.Verdict.PASSED_OVER, step.reason(), step.used(), step.limit(), 0,
                step.origin(), step.by());
        String said = switch (step.outcome()) {
            case PASSED_OVER -> sentence(candidate, step.target());
            case FIRST -> texts.get("trial.first", step.target(), step.called(), step.caller());
            case THEN -> texts.get("trial.then", step.target(), step.called(), step.caller());
        };
        return origin(candidate) + said;
    }

    private static Tone tone(RouteTrial.Step step) {
        return switch (step.outcome()) {
            case FIRST -> Tone.OK;
            case THEN -> Tone.OFF;
            case PASSED_OVER -> Tone.WARN;
        };
    }

    /** {@code The policy fraud-guard rejected the call: spent too much.} */
    String sentence(PolicyAdvice advice) {
        String policy = advice.policy().equals(PolicyAdvice.DIAL_PLAN) ? texts.get("why.policy.dial-plan")
                : texts.get("why.policy", advice.policy());
        String said = texts.get("why.advice." + advice.verdict().code(), policy, formats.count(advice.tookMillis()));
        return advice.reason().isEmpty() ? said : said + " " + texts.get("why.advice.reason", advice.reason());
    }

    /** {@code Warning from acme.ears: Echo was heard.} */
    private String sentence(Finding finding) {
        return texts.get("why.said." + code(finding.severity()), finding.source(), finding.in(formats.locale()));
    }

    private static Tone tone(Finding.Severity severity) {
        return switch (severity) {
            case INFO -> Tone.PLAIN;
            case WARNING -> Tone.WARN;
            case PROBLEM -> Tone.BAD;
        };
    }

    private static Tone tone(PolicyAdvice.Verdict verdict) {
        return switch (verdict) {
            case NONE -> Tone.OFF;
            case CHANGED, HANDED_OVER -> Tone.PLAIN;
            case REJECTED -> Tone.WARN;
            case LATE, FAILED, INVALID -> Tone.BAD;
        };
    }

    /** What led the call to this target, where nobody dialled it. */
    private String origin(Candidate c) {
        var key = "why.origin." + code(c.origin());
        return c.origin() == Candidate.Origin.DIALLED || !texts.has(key) ? "" : texts.get(key, c.by()) + " ";
    }

    /** Whether another target was looked at because this one failed. */
    private static boolean wentOn(List<Candidate> candidates, int index) {
        return candidates.get(index).verdict() == Candidate.Verdict.FAILED
                && candidates.subList(index + 1, candidates.size()).stream()
                        .anyMatch(c -> c.reason() != Candidate.Reason.NOT_NEEDED);
    }

    private static int trunks(Why why) {
        return why.candidates().size();
    }

    private String number(Why why) {
        return number(why.dialled(), why.normalised());
    }

    private String number(String dialled, String normalised) {
        return dialled.equals(normalised) ? texts.get("why.number", dialled)
                : texts.get("why.number.rewritten", dialled, normalised);
    }

    private String ending(Cdr cdr) {
        String end = texts.get(cdr.answered() ? "why.ended.answered" : "why.ended.unanswered",
                states.of(cdr.cause()), SipStatus.text(cdr.sipStatus()), states.of(cdr.endedBy()),
                formats.duration(cdr.duration()));
        return cdr.reason().filter(r -> !r.equals(SipStatus.text(cdr.sipStatus()))).map(r -> end + " " + texts.get("why.ended.reason", r)).orElse(end);
    }

    /** @param target as it is called */
    String sentence(Candidate c, String target) {
        String verdict = "why." + code(c.verdict());
        String exact = verdict + "." + code(c.reason());
        String status = c.sipStatus() >= FIRST_REDIRECT ? ".status" : c.sipStatus() > 0 ? ".ok" : "";
        for (String key : List.of(exact + status, exact, verdict + status, verdict))
            if (texts.has(key))
                return texts.get(key, target, formats.count(c.used()), formats.count(c.limit()),
                        SipStatus.text(c.sipStatus()), code(c.reason()));
        return target + ": " + code(c.verdict()) + ", " + code(c.reason());
    }

    private static Tone tone(Candidate candidate) {
        return switch (candidate.verdict()) {
            case CHOSEN -> candidate.sipStatus() >= 300 ? Tone.WARN : Tone.OK;
            case PASSED_OVER -> candidate.reason() == Candidate.Reason.NOT_NEEDED ? Tone.OFF : Tone.WARN;
            case FAILED -> Tone.BAD;
            case LOST -> Tone.OFF;
        };
    }

    private static String code(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
