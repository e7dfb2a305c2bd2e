package org.trunkline.node.internal.nodecall;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.node.Trials.TestCallDraft;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.domain.cdr.TestCall;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.engine.port.Calls.SoFar;

/** Reads what a test call came to from its record and messages. */
final class TestCallResult {
    private static final int MOST_STEPS = 60;
    private static final int FINAL = 200;
    private static final int TIMEOUT = 408;
    private static final int TERMINATED = 487;
    /** Digits of one. */
    private static final int STATUS = 3;

    private TestCallResult() {}

    static TestCall begun(CallId id, TestCallDraft draft, Instant at) {
        return new TestCall(id, draft.trunk(), draft.number(), at, List.of(), Optional.empty(), Optional.empty(), List.of(), Optional.empty());
    }

    static TestCall of(TestCallDraft draft, Instant at, SoFar whole, boolean ended) {
        var cdr = whole.record();
        boolean spoken = draft.voice().isPresent();
        var there = spoken ? TrunkSide.opposite(whole, draft.trunk()) : TrunkSide.of(whole);
        var begun = there.entries().isEmpty() ? cdr.startedAt() : there.entries().getFirst().at();
        var steps = there.entries().stream().limit(MOST_STEPS).map(entry -> new TestCall.Step(entry.label(), entry.sent(),
                Duration.between(begun, entry.at()))).toList();
        var answered = there.answeredAt().map(then -> nonNegative(Duration.between(begun, then)));
        return new TestCall(cdr.id(), draft.trunk(), draft.number(), at, steps, answered, there.codec(), there.streams(),
                ended ? Optional.of(end(cdr, there, answered, spoken)) : Optional.empty());
    }

    private static Duration nonNegative(Duration time) {
        return time.isNegative() ? Duration.ZERO : time;
    }

    private static TestCall.End end(Cdr cdr, TrunkSide there, Optional<Duration> answered, boolean spoken) {
        if (answered.isEmpty())
            return new TestCall.End(false, cdr.sipStatus(), unanswered(cdr, there), failed(cdr, there));
        String ms = String.valueOf(answered.get().toMillis());
        String name = there.codec().orElse("?");
        long sent = packets(there, LegSide.CALLER);
        long received = packets(there, LegSide.CALLEE);
        if (cdr.cause() != Cause.NORMAL && !(spoken && cdr.cause() == Cause.HUNG_UP_BY_ADMIN))
            return new TestCall.End(false, cdr.sipStatus(), cdr.cause(), new LocalizableText("test-call-broken", List.of(ms, cdr.cause().code()),
                    "answered after " + ms + " ms, then ended: " + words(cdr.cause())));
        if (received == 0)
            return new TestCall.End(false, cdr.sipStatus(), cdr.cause(), new LocalizableText("test-call-silent",
                    List.of(ms, name, String.valueOf(sent)), "answered after " + ms + " ms with " + name + "; " + sent
                            + " packets sent, none came back: check the media address, NAT and firewall"));
        return new TestCall.End(true, cdr.sipStatus(), cdr.cause(), new LocalizableText("test-call-heard",
                List.of(ms, name, String.valueOf(sent), String.valueOf(received)), "answered after " + ms + " ms with " + name + "; "
                        + sent + " packets sent, " + received + " received"));
    }

    private static long packets(TrunkSide there, LegSide from) {
        return there.streams().stream().filter(stream -> stream.from() == from && stream.isAudio()).mapToLong(StreamReport::packets).sum();
    }

    private static LocalizableText failed(Cdr cdr, TrunkSide there) {
        if (!there.reached())
            return new LocalizableText("test-call-phone", List.of(cdr.cause().code()), "the phone that should speak was not answered: " + words(cdr.cause()));
        boolean cancelled = cancelled(there); // then 487 is no refusal
        var refusal = there.entries().stream().filter(entry -> !cancelled && !entry.sent() && status(entry) >= FINAL).map(LadderEntry::label)
                .reduce((_, last) -> last);
        String reason = cdr.reason().map(text -> " (" + text + ")").orElse("");
        if (refusal.isPresent() && cdr.cause() == Cause.NORMAL) { // the phone hung up, and the cause is its own
            String phrase = refusal.get().substring(STATUS).strip();
            return new LocalizableText("test-call-refused", List.of(String.valueOf(there.status()), phrase, ""),
                    "the trunk answered " + there.status() + ": " + phrase);
        }
        if (refusal.isPresent())
            return new LocalizableText("test-call-refused", List.of(String.valueOf(there.status()), cdr.cause().code(), reason),
                    "the trunk answered " + there.status() + ": " + words(cdr.cause()) + reason);
        var cause = unanswered(cdr, there);
        if (cause == Cause.NORMAL)
            return there.entries().isEmpty() ? uncalled()
                    : new LocalizableText("test-call-left", List.of(), "the phone hung up before the trunk answered");
        return new LocalizableText("test-call-failed", List.of(cause.code()), "no answer of the trunk: " + words(cause));
    }

    private static LocalizableText uncalled() {
        return new LocalizableText("test-call-uncalled", List.of(),
                "the trunk was not called: it is at a limit, its host cannot be found, or the phone hung up first");
    }

    /** A phone that hears a trunk fail hangs up, and then that is the cause of the record. */
    private static Cause unanswered(Cdr cdr, TrunkSide there) {
        if (cdr.cause() != Cause.NORMAL)
            return cdr.cause();
        return switch (there.status()) {
            case 0, TERMINATED -> Cause.NORMAL;
            case TIMEOUT -> cancelled(there) ? Cause.NO_ANSWER : Cause.TIMEOUT;
            default -> cancelled(there) ? Cause.NORMAL : Cause.FAILED;
        };
    }

    private static boolean cancelled(TrunkSide there) {
        return there.entries().stream().anyMatch(entry -> entry.sent() && entry.label().equals("CANCEL"));
    }

    private static int status(LadderEntry entry) {
        return Character.isDigit(entry.label().charAt(0)) ? Integer.parseInt(entry.label().substring(0, STATUS)) : 0;
    }

    private static String words(Cause cause) {
        return cause.code().replace('-', ' ');
    }
}
