package org.trunkline.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.domain.cdr.PolicyAdvice;
import org.trunkline.domain.cdr.Why;

/** The texts of a case file that is made where there is no desk: in English. The desk writes them in its own language. */
public final class CaseText {
    private static final double MILLIS = 1000;

    private CaseText() {}

    /** Every message in full, each under a line that says when and between whom. */
    public static String ladder(Ladder ladder, Cdr cdr) {
        var text = new StringBuilder();
        for (LadderEntry entry : ladder.entries()) {
            String peer = entry.leg() >= 0 && entry.leg() < cdr.legs().size() && !cdr.legs().get(entry.leg()).peer().isEmpty()
                    ? cdr.legs().get(entry.leg()).peer() : entry.remoteAddress();
            long since = Duration.between(ladder.entries().getFirst().at(), entry.at()).toMillis();
            text.append("---- ").append(entry.at()).append(String.format(Locale.ROOT, "  +%.3f  ", since / MILLIS))
                    .append(entry.sent() ? "node → " + peer : peer + " → node").append("  ").append(entry.transport())
                    .append(' ').append(entry.remoteAddress());
            if (entry.retransmissions() > 0)
                text.append("  ×").append(entry.retransmissions() + 1);
            text.append('\n').append(entry.message().replace("\r\n", "\n")).append('\n');
        }
        return text.toString();
    }

    /** Why the call went where it went. */
    public static List<String> why(Cdr cdr) {
        var lines = new ArrayList<String>();
        Why why = cdr.why();
        if (!why.equals(Why.NOTHING)) {
            lines.add(why.dialled().equals(why.normalised()) ? "The number " + why.dialled() + " was used as dialled."
                    : "The dialled number " + why.dialled() + " was read as " + why.normalised() + ".");
            lines.add(why.routePrefix().map(prefix -> "Route " + prefix + " matches. Considered in this order:")
                    .orElse(why.candidates().isEmpty() ? "No route and no subscriber matches the number."
                            : "The number belongs to a subscriber of the node. Considered in this order:"));
        }
        for (PolicyAdvice advice : why.advice())
            if (advice.verdict() != PolicyAdvice.Verdict.NONE)
                lines.add(sentence(advice));
        for (int i = 0; i < why.candidates().size(); i++)
            lines.add((i + 1) + ". " + sentence(cdr, why.candidates().get(i)));
        lines.add(cdr.answered() ? "The call was answered and lasted " + cdr.duration().toSeconds() + " s. It was ended by: "
                + word(cdr.endedBy()) + "." : "The call was not answered. Cause: " + cdr.cause().code() + ". The caller received "
                        + cdr.sipStatus() + ".");
        cdr.reason().ifPresent(reason -> lines.add("Reason from the far end: " + reason + "."));
        if (why.configRevision() > 0)
            lines.add("Decided with configuration revision " + why.configRevision() + ".");
        return lines;
    }

    private static String sentence(PolicyAdvice advice) {
        String verdict = "Policy " + advice.policy() + switch (advice.verdict()) {
            case NONE -> " gave no advice";
            case CHANGED -> " changed the targets";
            case REJECTED -> " rejected the call";
            case HANDED_OVER -> " handed the call to an application";
            case LATE -> " answered too late (" + advice.tookMillis() + " ms); its advice was not used";
            case FAILED -> " failed; its advice was not used";
            case INVALID -> " gave invalid advice, which was not used";
        };
        return verdict + (advice.reason().isEmpty() ? "." : ": " + advice.reason() + ".");
    }

    private static String sentence(Cdr cdr, Candidate c) {
        var text = new StringBuilder(cdr.named(c)).append(switch (c.verdict()) {
            case CHOSEN -> " answered the call";
            case PASSED_OVER -> " was passed over";
            case FAILED -> " was tried without success";
            case LOST -> " also rang";
        });
        if (c.reason() != Candidate.Reason.NONE)
            text.append(": ").append(word(c.reason()).replace('-', ' '));
        if (c.limit() > 0)
            text.append(", ").append(c.used()).append(" of ").append(c.limit()).append(" in use");
        if (c.sipStatus() > 0)
            text.append(", it answered ").append(c.sipStatus());
        if (c.origin() != Candidate.Origin.DIALLED)
            text.append(" (").append(word(c.origin()).replace('-', ' ')).append(c.by().isEmpty() ? "" : ", " + c.by())
                    .append(')');
        return text.append('.').toString();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
