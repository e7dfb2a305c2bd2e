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
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.domain.cdr.TestCall;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.engine.port.Calls.SoFar;

/** Reads what a test call came to from its record and messages. */
final class TestCallResult {
    private static final int MOST_STEPS = 60;
    private static final int FINAL = 200;

    private TestCallResult() {}

    static TestCall begun(CallId id, TestCallDraft draft, Instant at) {
        return new TestCall(id, draft.trunk(), draft.number(), at, List.of(), Optional.empty(), Optional.empty(), List.of(), Optional.empty());
    }

    static TestCall of(TestCallDraft draft, Instant at, SoFar whole, boolean ended) {
        var cdr = whole.record();
        var entries = whole.ladder().entries();
        var begun = entries.isEmpty() ? cdr.startedAt() : entries.getFirst().at();
        var steps = entries.stream().limit(MOST_STEPS).map(entry -> new TestCall.Step(entry.label(), entry.sent(),
                Duration.between(begun, entry.at()))).toList();
        var answered = cdr.answeredAt().map(then -> nonNegative(Duration.between(begun, then)));
        var codec = cdr.legs().stream().filter(leg -> leg.side() == LegSide.CALLEE).flatMap(leg -> leg.codec().stream()).findFirst();
        return new TestCall(cdr.id(), draft.trunk(), draft.number(), at, steps, answered, codec, cdr.quality(),
                ended ? Optional.of(end(cdr, entries, answered, codec)) : Optional.empty());
    }

    private static Duration nonNegative(Duration time) {
        return time.isNegative() ? Duration.ZERO : time;
    }

    private static TestCall.End end(Cdr cdr, List<LadderEntry> entries, Optional<Duration> answered, Optional<String> codec) {
        if (answered.isEmpty())
            return new TestCall.End(false, cdr.sipStatus(), cdr.cause(), failed(cdr, entries));
        String ms = String.valueOf(answered.get().toMillis());
        String name = codec.orElse("?");
        long sent = packets(cdr, LegSide.CALLER);
        long received = packets(cdr, LegSide.CALLEE);
        if (cdr.cause() != Cause.NORMAL)
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

    private static long packets(Cdr cdr, LegSide from) {
        return cdr.quality().stream().filter(stream -> stream.from() == from && stream.isAudio()).mapToLong(StreamReport::packets).sum();
    }

    private static LocalizableText failed(Cdr cdr, List<LadderEntry> entries) {
        boolean refused = entries.stream().anyMatch(entry -> !entry.sent() && status(entry) >= FINAL);
        String reason = cdr.reason().map(text -> " (" + text + ")").orElse("");
        int status = cdr.legs().stream().filter(leg -> leg.side() == LegSide.CALLEE).mapToInt(CdrLeg::sipStatus).max().orElse(cdr.sipStatus());
        if (refused)
            return new LocalizableText("test-call-refused", List.of(String.valueOf(status), cdr.cause().code(), reason),
                    "the trunk answered " + status + ": " + words(cdr.cause()) + reason);
        return new LocalizableText("test-call-failed", List.of(cdr.cause().code()), "no answer of the trunk: " + words(cdr.cause()));
    }

    private static int status(LadderEntry entry) {
        return Character.isDigit(entry.label().charAt(0)) ? Integer.parseInt(entry.label().substring(0, 3)) : 0;
    }

    private static String words(Cause cause) {
        return cause.code().replace('-', ' ');
    }
}
