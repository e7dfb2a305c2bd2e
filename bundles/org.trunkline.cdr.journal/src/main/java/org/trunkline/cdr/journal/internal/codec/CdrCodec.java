package org.trunkline.cdr.journal.internal.codec;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Attribute;
import org.trunkline.domain.cdr.CallMarks;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Origin;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Candidate.Verdict;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.domain.cdr.Finding;
import org.trunkline.domain.cdr.PolicyAdvice;
import org.trunkline.domain.cdr.Why;
import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.cost.Cost;
import org.trunkline.domain.quality.StreamReport;

/**
 * A record as bytes. Times keep milliseconds, jitter and round trips microseconds, MOS and R three decimals.
 * The first byte is the shape: with or without a cost.
 */
public final class CdrCodec {
    private static final int PLAIN = 2;
    private static final int WITH_COST = 3;

    private static final Codes<Direction> DIRECTIONS =
            new Codes<>(List.of(Direction.INTERNAL, Direction.INBOUND, Direction.OUTBOUND, Direction.TRANSIT));
    private static final Codes<EndedBy> ENDED_BY =
            new Codes<>(List.of(EndedBy.CALLER, EndedBy.CALLEE, EndedBy.NODE, EndedBy.ADMIN));
    private static final Codes<LegSide> SIDES = StreamCodec.SIDES;
    private static final Codes<Verdict> VERDICTS =
            new Codes<>(List.of(Verdict.CHOSEN, Verdict.PASSED_OVER, Verdict.FAILED, Verdict.LOST));
    private static final Codes<Reason> REASONS = new Codes<>(List.of(Reason.NONE, Reason.DISABLED, Reason.DOWN,
            Reason.CALLS_CAP, Reason.CPS_CAP, Reason.REFUSED, Reason.TIMEOUT, Reason.TRANSPORT_ERROR,
            Reason.ANSWERED_ELSEWHERE, Reason.CANCELLED, Reason.NOT_NEEDED, Reason.INVALID_NUMBER,
            Reason.FORWARDED, Reason.DO_NOT_DISTURB, Reason.NOT_REGISTERED, Reason.LOOP,
            Reason.NOT_ENCRYPTED));
    private static final Codes<Origin> ORIGINS = new Codes<>(List.of(Origin.DIALLED, Origin.FORWARD_ALWAYS,
            Origin.FORWARD_BUSY, Origin.FORWARD_NO_ANSWER, Origin.FORWARD_UNREACHABLE, Origin.GROUP,
            Origin.GROUP_FALLBACK, Origin.REDIRECT, Origin.TRANSFER, Origin.PICKUP, Origin.RETRIEVE));
    private static final Codes<PolicyAdvice.Verdict> ADVICE_VERDICTS = new Codes<>(List.of(PolicyAdvice.Verdict.NONE,
            PolicyAdvice.Verdict.CHANGED, PolicyAdvice.Verdict.REJECTED, PolicyAdvice.Verdict.HANDED_OVER,
            PolicyAdvice.Verdict.LATE, PolicyAdvice.Verdict.FAILED, PolicyAdvice.Verdict.INVALID));
    /** Bit of the byte of marks: routing policies were asked. */
    private static final int ADVICE = 4;
    /** Bit of the byte of marks: analysers found something. */
    private static final int FINDINGS = 5;
    /** Bit of the byte of marks: plug-ins added fields. */
    private static final int ATTRIBUTES = 6;
    /** Of a leg's first byte: rang and was answered with the call; ended with it and as it. */
    private static final int SAME_TIMES = 32;
    private static final int SAME_END = 64;
    /** Of the byte of optional fields: the call was forwarded, transferred or an emergency call. */
    private static final int MORE = 128;
    private static final Codes<Cause> CAUSES = new Codes<>(List.of(Cause.NORMAL, Cause.BUSY, Cause.NO_ANSWER, Cause.CANCELLED,
            Cause.DECLINED, Cause.NOT_FOUND, Cause.NOT_REGISTERED, Cause.NO_ROUTE, Cause.INVALID_NUMBER,
            Cause.FORBIDDEN, Cause.CALLS_CAP, Cause.CPS_CAP, Cause.TRUNK_DOWN, Cause.FAILED, Cause.TIMEOUT,
            Cause.MEDIA_UNAVAILABLE, Cause.MEDIA_TIMEOUT, Cause.SESSION_EXPIRED, Cause.LOOP, Cause.OVERLOAD,
            Cause.HUNG_UP_BY_ADMIN, Cause.INTERRUPTED, Cause.INTERNAL_ERROR, Cause.CONSENT_EXPIRED,
            Cause.HANDSHAKE_TIMEOUT));

    private CdrCodec() {}

    public static void write(Cdr cdr, ByteSink out) {
        boolean plain = isPlain(cdr);
        out.u8(cdr.cost().isPresent() ? WITH_COST : PLAIN);
        CallIdBits.write(cdr.id(), out);
        long start = cdr.startedAt().toEpochMilli();
        out.signed(start - CallIdBits.millis(cdr.id()));
        out.u8(DIRECTIONS.code(cdr.direction()) | ENDED_BY.code(cdr.endedBy()) << 4);
        out.u8(CAUSES.code(cdr.cause()));
        out.number(cdr.sipStatus());
        out.u8(bit(cdr.from().number(), 0) | bit(cdr.to().number(), 1) | bit(cdr.trunk(), 2) | bit(cdr.route(), 3)
                | bit(cdr.ringingAt(), 4) | bit(cdr.answeredAt(), 5) | bit(cdr.reason(), 6)
                | (plain ? 0 : MORE));
        write(cdr.from(), out);
        write(cdr.to(), out);
        cdr.trunk().ifPresent(out::word);
        cdr.route().ifPresent(out::text);
        cdr.ringingAt().ifPresent(at -> time(at, start, out));
        cdr.answeredAt().ifPresent(at -> time(at, start, out));
        time(cdr.endedAt(), start, out);
        cdr.reason().ifPresent(out::word);
        out.number(cdr.legs().size());
        cdr.legs().forEach(leg -> write(leg, cdr, out));
        out.number(cdr.quality().size());
        cdr.quality().forEach(stream -> StreamCodec.write(stream, out));
        write(cdr.why(), out);
        if (!plain)
            writeMore(cdr, out);
        cdr.cost().ifPresent(cost -> {
            out.word(cost.currency());
            out.number(cost.amount().micros());
        });
    }

    /** But for its cost. */
    private static boolean isPlain(Cdr cdr) {
        boolean plain = cdr.marks().equals(CallMarks.NONE) || cdr.marks().with(Optional.empty()).equals(CallMarks.NONE);
        plain &= cdr.why().advice().isEmpty();
        for (var candidate : cdr.why().candidates())
            plain &= candidate.origin() == Origin.DIALLED && candidate.by().isEmpty();
        return plain;
    }

    private static void writeMore(Cdr cdr, ByteSink out) {
        var marks = cdr.marks();
        out.u8((marks.emergency() ? 1 : 0) | bit(marks.continues(), 1) | bit(marks.continuedAs(), 2)
                | bit(marks.transferredBy(), 3) | (cdr.why().advice().isEmpty() ? 0 : 1 << ADVICE)
                | (marks.findings().isEmpty() ? 0 : 1 << FINDINGS) | (marks.attributes().isEmpty() ? 0 : 1 << ATTRIBUTES));
        marks.continues().ifPresent(call -> CallIdBits.write(call, out));
        marks.continuedAs().ifPresent(call -> CallIdBits.write(call, out));
        marks.transferredBy().ifPresent(out::text);
        for (var candidate : cdr.why().candidates()) {
            out.u8(ORIGINS.code(candidate.origin()));
            out.text(candidate.by());
        }
        if (!cdr.why().advice().isEmpty())
            write(cdr.why().advice(), out);
        if (!marks.findings().isEmpty())
            FindingCodec.write(marks.findings(), out);
        if (!marks.attributes().isEmpty())
            AttributeCodec.write(marks.attributes(), out);
    }

    private static void write(List<PolicyAdvice> advice, ByteSink out) {
        out.number(advice.size());
        for (var each : advice) {
            out.word(each.policy());
            out.u8(ADVICE_VERDICTS.code(each.verdict()));
            out.text(each.reason()); // it may name a person
            out.number(each.tookMillis());
        }
    }

    private static List<PolicyAdvice> advice(ByteSource in) {
        var advice = new ArrayList<PolicyAdvice>();
        for (int n = in.count(); n > 0; n--)
            advice.add(new PolicyAdvice(in.text(), ADVICE_VERDICTS.constant(in.u8()), in.text(), in.number()));
        return advice;
    }

    private static Cdr more(Cdr plain, ByteSource in) {
        int has = in.u8();
        var continues = (has & 2) == 0 ? Optional.<CallId>empty() : Optional.of(CallIdBits.read(in));
        var continuedAs = (has & 4) == 0 ? Optional.<CallId>empty() : Optional.of(CallIdBits.read(in));
        var marks = new CallMarks((has & 1) != 0, continues, continuedAs, text(has, 3, in));
        var candidates = new ArrayList<Candidate>();
        for (var c : plain.why().candidates())
            candidates.add(new Candidate(c.target(), c.verdict(), c.reason(), c.used(), c.limit(), c.sipStatus(),
                    ORIGINS.constant(in.u8()), in.text()));
        var advice = (has & 1 << ADVICE) == 0 ? List.<PolicyAdvice>of() : advice(in);
        var findings = (has & 1 << FINDINGS) == 0 ? List.<Finding>of() : FindingCodec.read(in);
        var attributes = (has & 1 << ATTRIBUTES) == 0 ? List.<Attribute>of() : AttributeCodec.read(in);
        return new Cdr(plain.id(), plain.direction(), plain.from(), plain.to(), plain.trunk(), plain.route(),
                plain.startedAt(), plain.ringingAt(), plain.answeredAt(), plain.endedAt(), plain.endedBy(),
                plain.sipStatus(), plain.cause(), plain.reason(), plain.legs(), plain.quality(),
                plain.why().with(candidates).withAdvice(advice), marks.with(findings).withAttributes(attributes));
    }

    /** The id alone, for those who only count. */
    public static CallId readId(ByteSource in) {
        in.u8();
        return CallIdBits.read(in);
    }

    public static Cdr read(ByteSource in) {
        int shape = in.u8();
        if (shape != PLAIN && shape != WITH_COST)
            throw new IllegalArgumentException("record shape " + shape);
        var id = CallIdBits.read(in);
        long start = CallIdBits.millis(id) + in.signed();
        int both = in.u8();
        var cause = CAUSES.constant(in.u8());
        int status = in.integer();
        int has = in.u8();
        var from = party(has, 0, in);
        var to = party(has, 1, in);
        var trunk = text(has, 2, in);
        var route = text(has, 3, in);
        var ringing = time(has, 4, start, in);
        var answered = time(has, 5, start, in);
        var ended = time(start, in);
        var reason = text(has, 6, in);
        var legs = new ArrayList<CdrLeg>();
        for (int n = in.count(); n > 0; n--)
            legs.add(leg(start, ringing, answered, ended, status, in));
        var quality = new ArrayList<StreamReport>();
        for (int n = in.count(); n > 0; n--)
            quality.add(StreamCodec.read(in));
        var plain = new Cdr(id, DIRECTIONS.constant(both & 15), from, to, trunk, route, Instant.ofEpochMilli(start),
                ringing, answered, ended, ENDED_BY.constant(both >> 4), status, cause, reason, legs, quality, why(in));
        var whole = (has & MORE) == 0 ? plain : more(plain, in);
        return shape == PLAIN ? whole : priced(whole, in);
    }

    private static Cdr priced(Cdr it, ByteSource in) {
        String currency = in.text();
        var cost = new Cost(new Amount(in.number()), currency);
        return it.with(it.marks().with(Optional.of(cost)));
    }

    private static void write(Party party, ByteSink out) {
        out.text(party.dialled());
        party.number().ifPresent(out::numberText);
        out.text(party.displayName());
    }

    private static Party party(int has, int bit, ByteSource in) {
        String dialled = in.text();
        return new Party(dialled, text(has, bit, in), in.text());
    }

    private static void write(CdrLeg leg, Cdr cdr, ByteSink out) {
        long start = cdr.startedAt().toEpochMilli();
        boolean sameTimes = leg.ringingAt().equals(cdr.ringingAt()) && leg.answeredAt().equals(cdr.answeredAt());
        boolean sameEnd = leg.endedAt().equals(cdr.endedAt()) && leg.sipStatus() == cdr.sipStatus();
        out.u8(SIDES.code(leg.side()) | bit(leg.ringingAt(), 1) | bit(leg.answeredAt(), 2) | bit(leg.codec(), 3)
                | bit(leg.userAgent(), 4) | (sameTimes ? SAME_TIMES : 0) | (sameEnd ? SAME_END : 0));
        if (cdr.trunk().filter(leg.peer()::equals).isPresent())
            out.word(leg.peer());
        else
            out.text(leg.peer()); // it may name a person
        out.hexAndWord(leg.sipCallId());
        out.address(leg.remoteAddress());
        out.text(leg.transport());
        time(leg.startedAt(), start, out);
        if (!sameTimes) {
            leg.ringingAt().ifPresent(at -> time(at, start, out));
            leg.answeredAt().ifPresent(at -> time(at, start, out));
        }
        if (!sameEnd) {
            time(leg.endedAt(), start, out);
            out.number(leg.sipStatus());
        }
        leg.codec().ifPresent(out::text);
        leg.userAgent().ifPresent(out::word);
    }

    private static CdrLeg leg(long start, Optional<Instant> ringing, Optional<Instant> answered, Instant ended, int status,
            ByteSource in) {
        int has = in.u8();
        boolean sameTimes = (has & SAME_TIMES) != 0;
        boolean sameEnd = (has & SAME_END) != 0;
        return new CdrLeg(SIDES.constant(has & 1), in.text(), in.text(), in.text(), in.text(), time(start, in),
                sameTimes ? ringing : time(has, 1, start, in), sameTimes ? answered : time(has, 2, start, in),
                sameEnd ? ended : time(start, in), sameEnd ? status : in.integer(), text(has, 3, in), text(has, 4, in));
    }

    private static void write(Why why, ByteSink out) {
        out.number(why.configRevision());
        out.u8(bit(why.routePrefix(), 0));
        why.routePrefix().ifPresent(out::text);
        out.text(why.dialled());
        out.text(why.normalised());
        out.number(why.candidates().size());
        for (var candidate : why.candidates()) {
            out.address(candidate.target());
            out.u8(VERDICTS.code(candidate.verdict()) | REASONS.code(candidate.reason()) << 2);
            out.number(candidate.used());
            out.number(candidate.limit());
            out.number(candidate.sipStatus());
        }
    }

    private static Why why(ByteSource in) {
        long revision = in.number();
        var prefix = text(in.u8(), 0, in);
        String dialled = in.text();
        String normalised = in.text();
        List<Candidate> candidates = new ArrayList<>();
        for (int n = in.count(); n > 0; n--) {
            String target = in.text();
            int both = in.u8();
            candidates.add(new Candidate(target, VERDICTS.constant(both & 3), REASONS.constant(both >> 2),
                    in.number(), in.number(), in.integer()));
        }
        return Why.byDialPlan(revision, prefix, dialled, normalised, candidates);
    }

    private static int bit(Optional<?> value, int bit) {
        return value.isPresent() ? 1 << bit : 0;
    }

    private static Optional<String> text(int has, int bit, ByteSource in) {
        return (has >> bit & 1) == 0 ? Optional.empty() : Optional.of(in.text());
    }

    private static Optional<Instant> time(int has, int bit, long start, ByteSource in) {
        return (has >> bit & 1) == 0 ? Optional.empty() : Optional.of(time(start, in));
    }

    private static void time(Instant at, long start, ByteSink out) {
        out.signed(at.toEpochMilli() - start);
    }

    private static Instant time(long start, ByteSource in) {
        return Instant.ofEpochMilli(start + in.signed());
    }
}
