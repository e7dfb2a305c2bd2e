package org.trunkline.cdr.journal.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Attribute;
import org.trunkline.domain.cdr.CallMarks;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.cdr.Finding;
import org.trunkline.domain.cdr.PolicyAdvice;
import org.trunkline.domain.cdr.Why;
import org.trunkline.engine.port.record.Person;

/** Records without what names a person. Nothing is said that was not there, so that a record keeps its place in the journal. */
public final class Anonymous {
    private static final String GONE = "";

    private Anonymous() {}

    /** Without this person, and without what else is known of them. */
    static Cdr without(Cdr cdr, Person person) {
        return disguised(cdr, person, _ -> GONE);
    }

    /** With something in the place of this person's numbers and names. */
    public static Cdr disguised(Cdr cdr, Person person, UnaryOperator<String> as) {
        var theirs = new HashSet<>(person.names());
        boolean from = person.is(cdr.from());
        boolean to = person.is(cdr.to());
        if (from)
            theirs.addAll(List.of(cdr.from().dialled(), cdr.from().normalised()));
        if (to)
            theirs.addAll(List.of(cdr.to().dialled(), cdr.to().normalised()));
        return changed(cdr, from, to, it -> theirs.contains(it) ? as.apply(it) : it);
    }

    /** With something in the place of every number and name. @param as leaves the names of trunks */
    public static Cdr disguised(Cdr cdr, UnaryOperator<String> as) {
        var all = new HashSet<>(Set.of(cdr.from().dialled(), cdr.from().normalised()));
        all.addAll(List.of(cdr.to().dialled(), cdr.to().normalised(), cdr.why().dialled(), cdr.why().normalised()));
        cdr.legs().stream().map(CdrLeg::peer).filter(peer -> !isTrunk(cdr, peer)).forEach(all::add);
        cdr.marks().transferredBy().filter(by -> !isTrunk(cdr, by)).ifPresent(all::add);
        cdr.why().candidates().stream().map(Candidate::target).filter(it -> !isTrunk(cdr, it)).forEach(all::add);
        return changed(cdr, true, true, it -> all.contains(it) ? as.apply(it) : it);
    }

    private static Cdr changed(Cdr cdr, boolean from, boolean to, UnaryOperator<String> text) {
        var why = cdr.why();
        List<Candidate> candidates = why.candidates().stream().map(c -> new Candidate(
                isAddress(c.target()) ? GONE : text.apply(c.target()), c.verdict(), c.reason(), c.used(), c.limit(),
                c.sipStatus(), c.origin(), isTrunk(cdr, c.by()) ? c.by() : GONE)).toList();
        return new Cdr(cdr.id(), cdr.direction(), party(cdr.from(), from, text), party(cdr.to(), to, text), cdr.trunk(),
                cdr.route(), cdr.startedAt(), cdr.ringingAt(), cdr.answeredAt(), cdr.endedAt(), cdr.endedBy(),
                cdr.sipStatus(), cdr.cause(), cdr.reason(), cdr.legs().stream().map(leg -> leg(cdr, leg, text)).toList(),
                cdr.quality(), new Why(why.configRevision(), why.routePrefix(), text.apply(why.dialled()),
                        text.apply(why.normalised()), candidates, why.advice().stream().map(Anonymous::silent).toList()),
                new CallMarks(cdr.marks().emergency(), cdr.marks().continues(), cdr.marks().continuedAs(),
                        cdr.marks().transferredBy().filter(by -> isTrunk(cdr, by)), cdr.cost(),
                        cdr.marks().findings().stream().map(Anonymous::silent).toList(),
                        cdr.marks().attributes().stream().filter(Attribute::isOurs).toList()));
    }

    private static Finding silent(Finding found) {
        return found.source().equals(Finding.HOUSE) ? found : found.saying(GONE);
    }

    /** A policy's own words may name anybody. */
    private static PolicyAdvice silent(PolicyAdvice advice) {
        return new PolicyAdvice(advice.policy(), advice.verdict(), GONE, advice.tookMillis());
    }

    /** A number that is gone is none: "" would be another's number. */
    private static Party party(Party party, boolean theirs, UnaryOperator<String> text) {
        return theirs ? new Party(text.apply(party.dialled()), party.number().map(text).filter(n -> !n.isEmpty()), GONE)
                : party;
    }

    /** A trunk's address and program are the carrier's, all others may be a person's. */
    private static CdrLeg leg(Cdr cdr, CdrLeg leg, UnaryOperator<String> text) {
        boolean trunk = isTrunk(cdr, leg.peer());
        return new CdrLeg(leg.side(), trunk ? leg.peer() : text.apply(leg.peer()), GONE,
                trunk ? leg.remoteAddress() : GONE, leg.transport(), leg.startedAt(), leg.ringingAt(), leg.answeredAt(),
                leg.endedAt(), leg.sipStatus(), leg.codec(), trunk ? leg.userAgent() : Optional.empty());
    }

    private static boolean isAddress(String target) {
        return target.indexOf(':') >= 0 || target.indexOf('@') >= 0;
    }

    private static boolean isTrunk(Cdr cdr, String name) {
        return cdr.trunk().filter(name::equals).isPresent();
    }
}
