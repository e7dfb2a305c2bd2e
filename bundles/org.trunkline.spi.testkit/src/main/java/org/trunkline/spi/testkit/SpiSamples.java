package org.trunkline.spi.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.CallMarks;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.domain.cdr.LadderSteps;
import org.trunkline.domain.cdr.Why;
import org.trunkline.spi.alert.AlertNotice;
import org.trunkline.spi.record.RecordBatch;
import org.trunkline.spi.routing.Destination;
import org.trunkline.spi.routing.RouteCandidate;
import org.trunkline.spi.routing.RoutingQuestion;
import org.trunkline.spi.routing.TrunkLoad;

/** Values to call extensions with. */
public final class SpiSamples {
    /** 2026-01-31T08:00:00Z. */
    public static final Instant START = Instant.parse("2026-01-31T08:00:00Z");
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private SpiSamples() {}

    /** Distinct ids that sort by n. @param n 0 to 1,048,575 */
    public static CallId id(int n) {
        var digits = new StringBuilder("01KG9WRJ5X000000");
        for (int shift = 15; shift >= 0; shift -= 5)
            digits.append(DIGITS.charAt(n >> shift & 31));
        return new CallId(digits.toString());
    }

    /** A subscriber's number. @param number E.164 with the plus */
    public static Party party(String number) {
        return new Party(number.substring(1), Optional.of(number), "");
    }

    /** A trunk that is up and has made half of its attempts good. @param limit 0 for no limit */
    public static RouteCandidate candidate(String trunk, String number, int calls, int limit) {
        return new RouteCandidate(trunk, number, "+4686840100", new TrunkLoad(calls, limit, true, 0.5));
    }

    /** The subscriber {@code anna}, +4686840100, calls a number that the dial plan would send to these trunks. */
    public static RoutingQuestion outbound(String number, List<RouteCandidate> candidates) {
        return question(Direction.OUTBOUND, number, new Destination.Trunks(Optional.of("+"), candidates), 0);
    }

    /** The subscriber {@code anna}, +4686840100, calls. @param others calls that she has in progress */
    public static RoutingQuestion question(Direction direction, String number, Destination destination, int others) {
        return new RoutingQuestion(id(1), START, direction, party("+4686840100"), party(number), Optional.of("anna"),
                Optional.empty(), destination, others, List.of());
    }

    /** A call of {@code anna} to +46701234567 through {@code Telia}, answered after 2 s, that lasted as long as given. */
    public static Cdr answered(int n, Duration length) {
        var answer = START.plusSeconds(2);
        return record(n, "+46701234567", Optional.of(answer), answer.plus(length), 200, Cause.NORMAL);
    }

    /** The same call, refused as busy. */
    public static Cdr busy(int n) {
        return record(n, "+46701234567", Optional.empty(), START.plusSeconds(1), 486, Cause.BUSY);
    }

    /** Answered and busy ones, of several lengths. @param first n of the first of them */
    public static List<Cdr> records(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(n -> n % 3 == 0 ? busy(n) : answered(n, Duration.ofSeconds(n * 7L % 600))).toList();
    }

    private static Cdr record(int n, String to, Optional<Instant> answered, Instant ended, int status, Cause cause) {
        return new Cdr(id(n), Direction.OUTBOUND, party("+4686840100"), party(to), Optional.of("Telia"),
                Optional.of("+46"), START, Optional.empty(), answered, ended, EndedBy.CALLER, status, cause,
                Optional.empty(), List.of(), List.of(), Why.NOTHING, CallMarks.NONE);
    }

    /** Consecutive records of the journal {@code test}. @param position of the first of them */
    public static RecordBatch batch(long position, List<Cdr> records) {
        var entries = new ArrayList<RecordBatch.Entry>();
        for (int i = 0; i < records.size(); i++)
            entries.add(new RecordBatch.Entry(position + i + 1, position + i, records.get(i), LadderSteps.NONE));
        return new RecordBatch("test", entries, position + records.size());
    }

    /** The alert {@code Busy trunk}, with three matching calls. */
    public static AlertNotice notice(AlertNotice.State state) {
        return new AlertNotice("Busy trunk", state, START, 3, "cause:calls-cap", List.of(id(1), id(2), id(3)),
                "3 calls in the last 10 minutes matched the saved search",
                new AlertNotice.Message("m-1", START, false, 3, Duration.ofMinutes(10)));
    }
}
