package org.trunkline.engine.call.record;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.domain.call.LiveLeg;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.CallMarks;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.PolicyAdvice;
import org.trunkline.domain.cdr.Why;
import org.trunkline.domain.config.Tariff;
import org.trunkline.domain.cost.Cost;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.dialog.Legs;
import org.trunkline.engine.call.media.CallMedia;
import org.trunkline.engine.call.scope.CallScope;
import org.trunkline.engine.port.routing.Directory.Decision;

/** What a call's record and live view will say, gathered as it goes. */
public final class CallRecord {
    private static final int MOST_ADVICE = 50;

    private final CallScope call;
    private final Legs legs;
    private final CallMedia media;
    private final Supplier<List<Candidate>> tried;
    private final Instant startedAt;
    private Instant endedAt;
    private CallState state = CallState.ROUTING;
    private Optional<String> trunk = Optional.empty();
    private Optional<Instant> ringingAt = Optional.empty();
    private Optional<Instant> answeredAt = Optional.empty();
    private int sipStatus = 500;
    private boolean emergency;
    private Optional<CallId> continues = Optional.empty();
    private Optional<CallId> continuedAs = Optional.empty();
    private Optional<String> transferredBy = Optional.empty();
    private List<Candidate> considered = List.of();
    private List<PolicyAdvice> advice = List.of();
    private Map<Integer, CdrLeg> given = Map.of();
    private final CalledNumbers called = new CalledNumbers();
    private int trunkLeg;
    private Direction direction = Direction.OUTBOUND;
    private Party from = Party.of("");
    private Party to = Party.of("");
    private String dialled = "";
    private Optional<String> route = Optional.empty();
    private long revision;
    private Cause cause = Cause.INTERNAL_ERROR;
    private EndedBy endedBy = EndedBy.NODE;
    private Optional<String> reason = Optional.empty();
    private boolean finished;

    /** @param tried whom the call tried to reach, in that order */
    public CallRecord(CallScope call, Legs legs, CallMedia media, Supplier<List<Candidate>> tried) {
        this.call = call;
        this.legs = legs;
        this.media = media;
        this.tried = tried;
        this.startedAt = legs.caller().facts.startedAt();
        this.endedAt = startedAt;
    }

    public void dialled(String called, String caller, String callerName) {
        dialled = called;
        from = new Party(caller, Optional.empty(), callerName);
        to = Party.of(called);
    }

    /** Until the directory has decided. */
    public void likely(Direction guess) {
        direction = guess;
    }

    public void trunk(String name) {
        trunk = Optional.of(name);
    }

    /** A leg is opened to a trunk. @param number that it calls, before the rules of the trunk */
    public void trunk(Leg leg, String number) {
        trunk(leg.peer());
        trunkLeg = leg.index();
        if (!number.equals(to.normalised()))
            called.put(trunkLeg, number);
    }

    /** An emergency number was called, now or before. */
    public void emergency(boolean called) {
        emergency |= called;
    }

    public boolean emergency() {
        return emergency;
    }

    public void continues(CallId before) {
        continues = Optional.of(before);
    }

    public void continuedAs(CallId next) {
        continuedAs = Optional.of(next);
    }

    public void transferredBy(String peer) {
        transferredBy = Optional.of(peer);
    }

    public Instant startedAt() {
        return startedAt;
    }

    public Instant endedAt() {
        return endedAt;
    }

    /** The first time counts. */
    public void rings(Instant at) {
        if (ringingAt.isEmpty())
            ringingAt = Optional.of(at);
    }

    public Optional<Instant> ringingAt() {
        return ringingAt;
    }

    public void answered(Instant at) {
        answeredAt = Optional.of(at);
        sipStatus = 200;
    }

    /** What the caller was told in the end. */
    public void status(int status) {
        sipStatus = status;
    }

    public CallState state() {
        return state;
    }

    public void state(CallState now) {
        state = now;
    }

    /** Both numbers, read by the rules of the caller. */
    public void read(Decision decision) {
        direction = decision.direction();
        from = decision.from();
        to = decision.to();
        revision = call.ports().directory().revision();
    }

    public void decided(Decision decision) {
        read(decision);
        Optional<String> taken = switch (decision) { // by way of a local: Tycho's compiler writes wrong frames else
            case Decision.ToTrunks trunks -> Optional.of(trunks.prefix());
            case Decision.Refused refused -> refused.prefix();
            case Decision.ToSubscriber _, Decision.ToGroup _, Decision.ToApplication _, Decision.PickUp _ ->
                Optional.empty();
        };
        route = taken;
    }

    /** The call goes on to somewhere else than was dialled: where it goes decides its direction. */
    public void forwarded(Decision decision) {
        Direction next = switch (decision) {
            case Decision.ToTrunks to -> {
                route = Optional.of(to.prefix());
                yield to.direction();
            }
            case Decision.ToSubscriber to -> to.direction();
            case Decision.ToGroup to -> to.direction();
            case Decision.ToApplication to -> to.direction();
            case Decision.PickUp _, Decision.Refused _ -> direction;
        };
        if (next == Direction.OUTBOUND)
            direction = direction == Direction.INBOUND ? Direction.TRANSIT
                    : direction == Direction.INTERNAL ? Direction.OUTBOUND : direction;
    }

    /** What routing policies said of a decision. */
    public void advised(List<PolicyAdvice> given) {
        if (given.isEmpty())
            return;
        var all = new ArrayList<>(advice);
        all.addAll(given);
        advice = List.copyOf(all.subList(0, Math.min(all.size(), MOST_ADVICE)));
    }

    public Party from() {
        return from;
    }

    public Party to() {
        return to;
    }

    public void considered(Candidate candidate) {
        if (considered.isEmpty())
            considered = new ArrayList<>(2);
        considered.add(candidate);
    }

    public void finish(Instant at, Cause cause, EndedBy by, Optional<String> reason) {
        this.endedAt = at;
        this.cause = cause;
        this.endedBy = by;
        this.reason = reason;
        this.finished = true;
    }

    public boolean finished() {
        return finished;
    }

    public Cdr ended() {
        return cdr(endedAt, endedBy, cause, reason, cost());
    }

    /** By the prices now: what is changed later changes no record. */
    private Optional<Cost> cost() {
        return tariff().flatMap(tariff -> paid().entrySet().stream().map(number -> tariff.of(number.getKey(), number.getValue()))
                .reduce((one, other) -> new Cost(one.amount().plus(other.amount()), one.currency())));
    }

    /** How long the trunk's legs were answered, by the number called: others may have talked before, or all of the time. */
    private SortedMap<String, Duration> paid() {
        var paid = new TreeMap<String, Duration>();
        if (answeredAt.isPresent()) {
            var whole = Duration.between(answeredAt.get(), endedAt);
            shown(endedAt).tailMap(1).forEach((index, leg) -> leg.answeredAt().filter(_ -> trunk.filter(leg.peer()::equals).isPresent())
                    .ifPresent(from -> paid.merge(called.get(index, to.normalised()), Duration.between(from, leg.endedAt()), Duration::plus)));
            paid.replaceAll((_, time) -> min(time, whole));
        }
        return paid;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private Optional<Tariff> tariff() {
        boolean out = direction == Direction.OUTBOUND || direction == Direction.TRANSIT;
        return out ? trunk.flatMap(call.ports().directory()::tariff) : Optional.empty();
    }

    /** Of the number that the trunk was called with last; empty where nothing is paid. */
    public Optional<Tariff> prices() {
        return tariff().map(tariff -> tariff.only(called.get(trunkLeg, to.normalised())));
    }

    /** What would be the record if the node died now. */
    public Cdr soFar() {
        return soFar(answeredAt.orElse(startedAt));
    }

    /** What would be the record if the node had died at this time. */
    public Cdr soFar(Instant at) {
        return cdr(at, EndedBy.NODE, Cause.INTERRUPTED, Optional.empty(), Optional.empty());
    }

    private Cdr cdr(Instant end, EndedBy by, Cause cause, Optional<String> reason, Optional<Cost> cost) {
        var candidates = new ArrayList<>(considered);
        candidates.addAll(tried.get());
        var why = new Why(revision, route, dialled, to.normalised(), candidates, advice);
        return new Cdr(call.id, direction, from, to, trunk, route, startedAt, ringingAt, answeredAt, end, by,
                sipStatus, cause, reason, List.copyOf(shown(end).values()), media.reports(), why,
                new CallMarks(emergency, continues, continuedAs, transferredBy, cost, List.of(), List.of()));
    }

    /** By index, those that were given away too. */
    private SortedMap<Integer, CdrLeg> shown(Instant end) {
        var shown = new TreeMap<>(given);
        legs.all().forEach(leg -> shown.put(leg.index(), leg(leg, end)));
        return shown;
    }

    /** A leg goes to another call; this record keeps what it was here. */
    public void gave(Leg leg) {
        if (given.isEmpty())
            given = new TreeMap<>();
        given.put(leg.index(), leg(leg, call.now()));
    }

    private static CdrLeg leg(Leg leg, Instant end) {
        return new CdrLeg(leg.side(), leg.peer().isEmpty() ? leg.dialog.hop().address().getHostString() : leg.peer(), leg.dialog.callId,
                leg.dialog.hop().shown(), leg.dialog.hop().transport().token(), leg.facts.startedAt(), leg.facts.ringingAt(),
                leg.facts.answeredAt(), leg.facts.endedAt().orElse(end), leg.facts.sipStatus(), leg.media.codec(),
                leg.facts.userAgent());
    }

    public Ladder ladder(CallLadder ladder) {
        return new Ladder(call.id, ladder.entries(), media.series());
    }

    LiveCall live() {
        var shown = new ArrayList<LiveLeg>(2);
        for (var leg : legs.all())
            if (leg.side() == LegSide.CALLER || !leg.facts.isEnded())
                shown.add(new LiveLeg(leg.side(), leg.peer(), leg.dialog.hop().shown(), leg.facts.state(), leg.media.codec(), Optional.empty()));
        var live = new LiveCall(call.id, direction, state, from, to, trunk, startedAt, answeredAt, shown);
        for (var leg : legs.all()) { // a stream would cost each call a kilobyte
            var slot = leg.parkedIn();
            if (slot.isPresent())
                return live.parkedIn(slot.get());
        }
        return live;
    }
}
