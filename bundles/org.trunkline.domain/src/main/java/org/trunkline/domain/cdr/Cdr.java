package org.trunkline.domain.cdr;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cost.Cost;
import org.trunkline.domain.quality.StreamReport;

/**
 * A call detail record: one for each call, with its legs. Times are UTC with milliseconds.
 *
 * @param trunk the trunk that carried the call, or that it came in on; the outgoing one of a transit call
 * @param route prefix of the route used
 * @param ringingAt first 180 or 183 sent to the caller
 * @param sipStatus status that ended the INVITE towards the caller: 200 where answered
 * @param reason text of the far side's Reason header (RFC 3326) or status line, where it says more than the cause
 */
public record Cdr(CallId id, Direction direction, Party from, Party to, Optional<String> trunk,
        Optional<String> route, Instant startedAt, Optional<Instant> ringingAt, Optional<Instant> answeredAt,
        Instant endedAt, EndedBy endedBy, int sipStatus, Cause cause, Optional<String> reason, List<CdrLeg> legs,
        List<StreamReport> quality, Why why, CallMarks marks) {

    /** @throws IllegalArgumentException if the status is outside 100 to 699 */
    public Cdr {
        requireNonNull(id);
        requireNonNull(direction);
        requireNonNull(from);
        requireNonNull(to);
        requireNonNull(trunk);
        requireNonNull(route);
        requireNonNull(startedAt);
        requireNonNull(ringingAt);
        requireNonNull(answeredAt);
        requireNonNull(endedAt);
        requireNonNull(endedBy);
        requireNonNull(cause);
        requireNonNull(reason);
        legs = List.copyOf(legs);
        quality = List.copyOf(quality);
        requireNonNull(why);
        requireNonNull(marks);
        if (sipStatus < 100 || sipStatus > 699)
            throw new IllegalArgumentException("sipStatus: " + sipStatus);
    }

    /** An ordinary call. */
    public Cdr(CallId id, Direction direction, Party from, Party to, Optional<String> trunk, Optional<String> route,
            Instant startedAt, Optional<Instant> ringingAt, Optional<Instant> answeredAt, Instant endedAt,
            EndedBy endedBy, int sipStatus, Cause cause, Optional<String> reason, List<CdrLeg> legs,
            List<StreamReport> quality, Why why) {
        this(id, direction, from, to, trunk, route, startedAt, ringingAt, answeredAt, endedAt, endedBy, sipStatus,
                cause, reason, legs, quality, why, CallMarks.NONE);
    }

    /** From answer to end; zero where nobody answered. */
    public Duration duration() {
        return answeredAt.map(answered -> Duration.between(answered, endedAt)).filter(d -> !d.isNegative())
                .orElse(Duration.ZERO);
    }

    /** Whole seconds of {@link #duration()}, each one begun counted. */
    public long billedSeconds() {
        return (duration().toMillis() + 999) / 1000;
    }

    /** From the INVITE to the first sign of ringing, or to the answer where none came before. */
    public Optional<Duration> postDialDelay() {
        return ringingAt.or(() -> answeredAt).map(at -> Duration.between(startedAt, at));
    }

    /** The same record with other marks. */
    public Cdr with(CallMarks others) {
        return new Cdr(id, direction, from, to, trunk, route, startedAt, ringingAt, answeredAt, endedAt, endedBy,
                sipStatus, cause, reason, legs, quality, why, others);
    }

    /** Codes of all that was noticed about the call, each once: what its streams tell, then what analysers found. */
    public List<String> findings() {
        return Stream.concat(MediaFinding.of(this).stream().map(MediaFinding::code),
                marks.findings().stream().map(Finding::code)).distinct().toList();
    }

    /** What it cost by the trunk's tariff, where it has one. */
    public Optional<Cost> cost() {
        return marks.cost();
    }

    /** A target as people call it: {@code anna (192.0.2.10:5060)} where it is a phone of a subscriber's. */
    public String named(Candidate candidate) {
        String target = candidate.target();
        var theirs = legs.stream().filter(leg -> leg.side() == LegSide.CALLEE && leg.remoteAddress().equals(target)
                && !target.startsWith(leg.peer() + ':')).toList(); // which is the host itself, of nobody known
        var ended = theirs.stream().filter(leg -> leg.sipStatus() == candidate.sipStatus()).map(CdrLeg::peer).distinct().toList();
        var names = ended.size() == 1 ? ended : theirs.stream().map(CdrLeg::peer).distinct().toList();
        // several accounts of one phone: nobody is better than the wrong one
        return names.size() == 1 ? names.getFirst() + " (" + target + ')' : target;
    }

    public boolean answered() {
        return answeredAt.isPresent();
    }

    /** The lowest MOS of the call's audio streams. */
    public OptionalDouble mos() {
        double lowest = Double.POSITIVE_INFINITY;
        for (var stream : quality)
            if (stream.isAudio() && stream.mos().isPresent())
                lowest = Math.min(lowest, stream.mos().get());
        return lowest == Double.POSITIVE_INFINITY ? OptionalDouble.empty() : OptionalDouble.of(lowest);
    }
}
