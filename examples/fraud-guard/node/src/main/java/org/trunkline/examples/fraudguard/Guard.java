package org.trunkline.examples.fraudguard;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.domain.call.LiveLeg;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.cost.Amount;
import org.trunkline.examples.fraudguard.OutgoingCalls.Payer;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.PluginContext;
import org.trunkline.spi.config.EntryStore;
import org.trunkline.spi.http.HttpResource;
import org.trunkline.spi.quality.CallAnalyser;
import org.trunkline.spi.quality.CallFinding;
import org.trunkline.spi.quality.CallFinding.Severity;
import org.trunkline.spi.routing.RoutingAdvice;
import org.trunkline.spi.routing.RoutingPolicy;
import org.trunkline.spi.routing.RoutingQuestion;

/**
 * Refuses calls beyond a subscriber's limits, adds up what ended calls cost, and says which calls must end. A call to a
 * trunk that a subscriber forwards or transfers is charged to that subscriber, not to the caller.
 */
@Component(service = { RoutingPolicy.class, CallAnalyser.class, HttpResource.class, Guard.class })
public final class Guard implements RoutingPolicy, CallAnalyser, HttpResource {
    private static final Set<Direction> TO_TRUNKS = Set.of(Direction.OUTBOUND, Direction.TRANSIT);

    private final Limits limits;
    private final EntryStore entries;
    /** Of subscribers that have limits of their own. */
    private volatile Map<String, Limits> own = Map.of();
    private final Ledger ledger;
    private final OutgoingCalls outgoing = new OutgoingCalls();
    private final InstantSource clock;
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    /** Estimates of calls in progress, as last seen. */
    private final Map<String, Amount> running = new ConcurrentHashMap<>();

    @Activate
    public Guard(@Reference PluginContext context, @Reference EntryStore entries) throws IOException {
        this(context, entries, InstantSource.system());
    }

    Guard(PluginContext context, EntryStore entries, InstantSource clock) throws IOException {
        this.entries = entries;
        this.clock = clock;
        limits = Limits.of(context.settings());
        ledger = new Ledger(context.folder(), clock.instant());
    }

    /** Reads the limits of single subscribers. It asks the node, so that it is not for the way of a call. */
    void readLimits() {
        var read = new HashMap<String, Limits>();
        for (var entry : entries.entries(SubscriberLimits.KIND))
            read.put(entry.getOrDefault(SubscriberLimits.SUBSCRIBER, ""), limits.with(entry));
        own = Map.copyOf(read);
    }

    private Limits of(String subscriber) {
        return own.getOrDefault(subscriber, limits);
    }

    @Override
    public RoutingAdvice advise(RoutingQuestion question) {
        if (question.direction() != Direction.OUTBOUND || question.subscriber().isEmpty())
            return RoutingAdvice.none();
        var subscriber = question.subscriber().get();
        var reason = limits.blocks(question.to().normalised()) ? Optional.of("destination is blocked")
                : outgoing.count(subscriber, question.call()) >= of(subscriber).concurrent()
                        ? Optional.of("too many calls at once, limit " + of(subscriber).concurrent())
                : overspent(subscriber, running.getOrDefault(subscriber, Amount.ZERO));
        if (reason.isEmpty()) {
            outgoing.add(question.call(), new Payer(subscriber, question.to().normalised()), clock.instant());
            return RoutingAdvice.none();
        }
        refused.incrementAndGet();
        return new RoutingAdvice.Reject(Cause.FORBIDDEN, "fraud guard: " + reason.get());
    }

    private Optional<String> overspent(String subscriber, Amount more) {
        var now = clock.instant();
        var allowed = of(subscriber);
        if (ledger.lastHour(subscriber, now).plus(more).compareTo(allowed.hourly()) >= 0)
            return Optional.of("hourly spend limit " + allowed.hourly() + " reached");
        if (ledger.lastDay(subscriber, now).plus(more).compareTo(allowed.daily()) >= 0)
            return Optional.of("daily spend limit " + allowed.daily() + " reached");
        return Optional.empty();
    }

    @Override
    public List<CallFinding> analyse(Cdr record) throws ExtensionException {
        var payer = outgoing.payer(record.id()).or(() -> payer(record));
        outgoing.remove(record.id());
        if (payer.isEmpty() || !TO_TRUNKS.contains(record.direction()) || !record.answered())
            return List.of();
        var subscriber = payer.get().subscriber();
        var cost = record.cost().map(c -> c.amount()).orElseGet(() -> limits.estimate(payer.get().number(), record.duration()));
        try {
            ledger.add(subscriber, record.endedAt(), cost);
        } catch (IOException e) {
            throw new ExtensionException("The spend of " + subscriber + " cannot be kept: " + e.getMessage(), true, e);
        }
        return overspent(subscriber, Amount.ZERO).map(reason -> List.of(new CallFinding("spend-limit", Severity.PROBLEM,
                LocalizedText.of("The subscriber reached a spend limit", "Anknytningen nådde en kostnadsgräns", "分机达到费用限额",
                        "Ekstensi mencapai batas biaya")))).orElse(List.of());
    }

    /** Of a call that was routed before this plug-in started: its why-record names who sent it on. A call from a trunk to a trunk that nobody sent on is nobody's. */
    private static Optional<Payer> payer(Cdr record) {
        var sentOnBy = record.why().candidates().stream().filter(target -> target.verdict() == Candidate.Verdict.CHOSEN)
                .map(Candidate::by).filter(by -> !by.isEmpty() && record.trunk().filter(by::equals).isEmpty()).findFirst();
        return sentOnBy.or(() -> record.direction() == Direction.OUTBOUND
                ? record.legs().stream().filter(leg -> leg.side() == LegSide.CALLER).map(CdrLeg::peer).findFirst()
                        .or(() -> Optional.of(record.from().dialled()))
                : Optional.empty()).map(subscriber -> new Payer(subscriber, record.to().normalised()));
    }

    /** Which of these calls take their subscriber beyond a limit. The longest are named first. */
    List<CallId> toEnd(List<LiveCall> calls) {
        var now = clock.instant();
        var payers = new HashMap<CallId, Payer>();
        var bySubscriber = new HashMap<String, Amount>();
        for (var call : calls)
            outgoing.payer(call.id()).or(() -> payer(call)).filter(_ -> TO_TRUNKS.contains(call.direction())).ifPresent(payer -> {
                payers.put(call.id(), payer);
                if (call.answeredAt().isPresent())
                    bySubscriber.merge(payer.subscriber(), estimate(call, payer, now), Amount::plus);
            });
        outgoing.compare(calls.stream().map(LiveCall::id).collect(Collectors.toSet()), payers, now);
        running.keySet().retainAll(bySubscriber.keySet());
        running.putAll(bySubscriber);
        var beyond = calls.stream().filter(call -> call.answeredAt().isPresent() && payers.containsKey(call.id()))
                .filter(call -> isBeyond(payers.get(call.id()).subscriber(), bySubscriber)).map(LiveCall::id).sorted().toList();
        ended.addAndGet(beyond.size());
        return beyond;
    }

    private boolean isBeyond(String subscriber, Map<String, Amount> bySubscriber) {
        return overspent(subscriber, bySubscriber.get(subscriber)).isPresent();
    }

    /** Of a call that was routed before this plug-in started. */
    private static Optional<Payer> payer(LiveCall call) {
        if (call.direction() != Direction.OUTBOUND)
            return Optional.empty();
        var caller = call.legs().stream().filter(leg -> leg.side() == LegSide.CALLER).map(LiveLeg::peer).findFirst();
        return Optional.of(new Payer(caller.orElse(call.from().dialled()), call.to().normalised()));
    }

    private Amount estimate(LiveCall call, Payer payer, Instant now) {
        var length = Duration.between(call.answeredAt().orElse(now), now);
        return limits.estimate(payer.number(), length.isNegative() ? Duration.ZERO : length);
    }

    @Override
    public String name() {
        return "summary";
    }

    /** What the tile shows: counts, and the subscriber that spent most. */
    @Override
    public Reply handle(Call call) {
        if (!call.path().isEmpty())
            return Reply.notFound();
        if (!call.method().equals("GET"))
            return new Reply(405, "text/plain", new byte[0]);
        var most = ledger.lastDay(clock.instant()).entrySet().stream().max(Map.Entry.comparingByValue());
        return Reply.json("{\"refused\":" + refused + ",\"ended\":" + ended + ",\"highest\":\""
                + most.map(m -> m.getValue().toString()).orElse("0") + "\",\"subscriber\":\""
                + most.map(m -> m.getKey().replaceAll("[\"\\\\\\p{Cntrl}]", "")).orElse("") + "\"}");
    }
}
