package org.trunkline.cdr.journal.internal;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.CallMarks;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.cdr.Why;

/** Records without what names a person. Nothing becomes longer, so that a record keeps its place in the journal. */
final class Anonymous {
    private static final int CUT = 4;
    private static final String GONE = "";

    private Anonymous() {}

    /** Whether a number, as it was dialled or normalised, takes part in the call. */
    static boolean concerns(Cdr cdr, String number) {
        return is(cdr.from(), number) || is(cdr.to(), number);
    }

    private static boolean is(Party party, String number) {
        return party.dialled().equals(number) || party.normalised().equals(number);
    }

    /** Without this number, and without what else is known of whoever had it. */
    static Cdr without(Cdr cdr, String number) {
        boolean from = is(cdr.from(), number);
        boolean to = is(cdr.to(), number);
        return changed(cdr, from ? party -> erased() : UnaryOperator.identity(),
                to ? party -> erased() : UnaryOperator.identity());
    }

    private static Party erased() {
        return new Party("", Optional.empty(), "");
    }

    /** Numbers without their last digits, and no names. */
    static Cdr cut(Cdr cdr) {
        UnaryOperator<Party> party = it -> new Party(cut(it.dialled()), it.number().map(Anonymous::cut), "");
        return changed(cdr, party, party);
    }

    static String cut(String number) {
        int end = Math.max(0, number.length() - CUT);
        return number.substring(0, end) + "*".repeat(number.length() - end);
    }


    private static Cdr changed(Cdr cdr, UnaryOperator<Party> from, UnaryOperator<Party> to) {
        var newFrom = from.apply(cdr.from());
        var newTo = to.apply(cdr.to());
        UnaryOperator<String> text = it -> it.equals(cdr.from().dialled()) ? newFrom.dialled()
                : it.equals(cdr.from().normalised()) ? newFrom.normalised()
                : it.equals(cdr.to().dialled()) ? newTo.dialled()
                : it.equals(cdr.to().normalised()) ? newTo.normalised() : it;
        var why = cdr.why();
        List<Candidate> candidates = why.candidates().stream().map(c -> new Candidate(
                isAddress(c.target()) ? GONE : text.apply(c.target()), c.verdict(), c.reason(), c.used(), c.limit(),
                c.sipStatus(), c.origin(), isTrunk(cdr, c.by()) ? c.by() : "")).toList();
        return new Cdr(cdr.id(), cdr.direction(), newFrom, newTo, cdr.trunk(), cdr.route(), cdr.startedAt(),
                cdr.ringingAt(), cdr.answeredAt(), cdr.endedAt(), cdr.endedBy(), cdr.sipStatus(), cdr.cause(),
                cdr.reason(), cdr.legs().stream().map(leg -> leg(cdr, leg, text)).toList(), cdr.quality(),
                new Why(why.configRevision(), why.routePrefix(), text.apply(why.dialled()), text.apply(why.normalised()),
                        candidates),
                new CallMarks(cdr.marks().emergency(), cdr.marks().continues(), cdr.marks().continuedAs(), Optional.empty()));
    }

    /** A trunk's address and program are the carrier's, all others may be a person's. */
    private static CdrLeg leg(Cdr cdr, CdrLeg leg, UnaryOperator<String> text) {
        boolean trunk = isTrunk(cdr, leg.peer());
        return new CdrLeg(leg.side(), text.apply(leg.peer()), "", trunk ? leg.remoteAddress() : GONE, leg.transport(),
                leg.startedAt(), leg.ringingAt(), leg.answeredAt(), leg.endedAt(), leg.sipStatus(), leg.codec(),
                trunk ? leg.userAgent() : Optional.empty());
    }

    private static boolean isAddress(String target) {
        return target.indexOf(':') >= 0 || target.indexOf('@') >= 0;
    }

    private static boolean isTrunk(Cdr cdr, String name) {
        return cdr.trunk().filter(name::equals).isPresent();
    }
}
