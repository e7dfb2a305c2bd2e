package org.trunkline.engine.messaging;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.call.Party;
import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.RandomTokens;
import org.trunkline.engine.Refusals;
import org.trunkline.engine.call.message.HeaderPolicy;
import org.trunkline.engine.call.message.Presentation;
import org.trunkline.engine.call.message.SipUri;
import org.trunkline.engine.call.message.Statuses;
import org.trunkline.engine.messaging.MessageAdmission.Sender;
import org.trunkline.engine.messaging.MessageAdmission.Verdict;
import org.trunkline.engine.messaging.Recipient.Pending;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.engine.port.message.MessageStore.Listed;
import org.trunkline.engine.port.message.NodeMessages;
import org.trunkline.engine.port.message.WaitingMessages;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.engine.port.routing.Directory.RouteRequest;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;

/**
 * Text messages outside calls (RFC 3428): between subscribers, to ring groups, over trunks that take them. A message for a
 * subscriber who is away is stored, then answered 202; it is delivered when a phone registers. A sender is answered 200 only after
 * a phone or trunk took its message. <b>Threads:</b> any.
 */
public final class MessageServer implements WaitingMessages, NodeMessages, Recipient.Events {
    private static final Logger LOG = LoggerFactory.getLogger(MessageServer.class);
    /** A phone is to have the answer to its registration first. */
    static final Duration SETTLED = Duration.ofMillis(500);
    /** Registrations of the last run are known by then, and connections there. */
    static final Duration AFTER_START = Duration.ofSeconds(5);
    private static final Header FULL = new Header("Warning", "399 trunkline \"Too many messages wait for this subscriber\"");

    private final EnginePorts ports;
    private final RandomTokens tokens;
    private final Refusals refusals;
    private final Executor executor;
    private final MessageAdmission admission;
    private final Map<String, Recipient> recipients = new ConcurrentHashMap<>();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder stored = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private AutoCloseable registrations = () -> {};

    /** @param executor runs the mailboxes of recipients, which wait for the store */
    public MessageServer(EnginePorts ports, RandomTokens tokens, Refusals refusals, Executor executor) {
        this.ports = ports;
        this.tokens = tokens;
        this.refusals = refusals;
        this.executor = executor;
        this.admission = new MessageAdmission(ports, refusals);
    }

    /** Delivers what was stored by the last run, and from now on what phones register for. Blocks on the disk. */
    public void start() {
        try {
            ports.messages().counts().forEach((name, count) -> recipients.put(name, recipient(name, count)));
        } catch (StoreException e) {
            LOG.warn("stored messages cannot be read: {}", e.getMessage());
        }
        registrations = ports.directory().onRegistrations(this::registered);
        if (!recipients.isEmpty())
            ports.scheduler().after(AFTER_START, () -> recipients.values().forEach(Recipient::reachable));
    }

    public void stop() throws Exception {
        registrations.close();
    }

    private void registered(String username) {
        var recipient = recipients.get(username);
        if (recipient != null && recipient.stored() > 0)
            ports.scheduler().after(SETTLED, recipient::reachable);
    }

    private Recipient recipient(String username) {
        return recipients.computeIfAbsent(username, name -> recipient(name, 0));
    }

    private Recipient recipient(String username, int waiting) {
        return new Recipient(username, ports, tokens, this, executor, waiting);
    }

    // ---- MESSAGE

    /** A MESSAGE outside dialogs came in. */
    public void message(ServerTransaction transaction, IncomingRequest request) {
        switch (admission.judge(request)) {
            case Verdict.Refused(var refusal) -> respond(transaction, refusal.status(), refusal.headers());
            case Verdict.Taken(Sender sender) -> {
                var decision = ports.directory().route(sender.route(request));
                pass(read(request, sender, decision), decision, sender.subscriber(), outcome -> answer(transaction, outcome));
            }
        }
    }

    private TextMessage read(IncomingRequest request, Sender sender, Decision decision) {
        var now = ports.scheduler().instant().truncatedTo(ChronoUnit.MILLIS);
        var until = MessageAdmission.seconds(request).map(now::plusSeconds);
        return new TextMessage(TextMessage.id(request.callId(), request.fromTag(), Long.toString(request.cseq())), now, until,
                decision.from(), decision.to(), Presentation.of(request, sender.origin().trunk().isPresent()),
                SipUri.secure(request.requestUri()), new TextMessage.Content(MessageAdmission.passed(request),
                        request.body().orElseThrow()));
    }

    @Override
    public void send(NodeMessage notice) {
        var now = ports.scheduler().instant().truncatedTo(ChronoUnit.MILLIS);
        String id = TextMessage.id("node", notice.subscriber(), notice.from(), notice.until().toString(), notice.text());
        var message = new TextMessage(id, now, Optional.of(notice.until()), new Party(notice.from(), Optional.empty(), notice.fromName()),
                Party.of(notice.subscriber()), Presentation.PLAIN, false, new TextMessage.Content(List.of(),
                        new Body("text/plain;charset=utf-8", notice.text().getBytes(StandardCharsets.UTF_8))));
        offer(notice.subscriber(), message, outcome -> {
            if (!outcome.accepted())
                LOG.warn("a message of the node was refused with {}", outcome.status());
        });
    }

    /** @param sender gets no copy where it is a member of the group @param told what became of it, once; any thread */
    private void pass(TextMessage message, Decision decision, Optional<String> sender, Consumer<Outcome> told) {
        switch (decision) {
            case Decision.ToSubscriber to -> offer(to.username(), message, told);
            case Decision.ToGroup to -> {
                var members = new LinkedHashSet<>(to.members());
                sender.ifPresent(members::remove);
                if (members.isEmpty()) {
                    told.accept(new Outcome.Refused(480));
                    return;
                }
                var all = new GroupOutcome(members.size(), told);
                members.forEach(member -> offer(member, message, all));
            }
            case Decision.ToTrunks to -> new TrunkDelivery(ports, tokens, message, to.targets(), outcome -> {
                if (outcome.accepted())
                    delivered.increment();
                told.accept(outcome);
            }).begin();
            case Decision.Refused to -> told.accept(new Outcome.Refused(to.sipStatus()));
            case Decision.PickUp _, Decision.ToApplication _ -> told.accept(new Outcome.Refused(404));
        }
    }

    private void offer(String username, TextMessage message, Consumer<Outcome> told) {
        var counted = new Pending(message, outcome -> {
            if (outcome instanceof Outcome.Stored)
                stored.increment();
            told.accept(outcome);
        });
        if (!recipient(username).offer(counted)) {
            refusals.count("mailbox-full");
            told.accept(new Outcome.Refused(503));
        }
    }

    private void answer(ServerTransaction transaction, Outcome outcome) {
        if (outcome instanceof Outcome.Full)
            refusals.count("messages-full");
        respond(transaction, outcome.status(), switch (outcome) {
            case Outcome.Full _ -> List.of(FULL, new Header("Retry-After", "3600"));
            case Outcome.Refused(int code) when code == 503 -> List.of(new Header("Retry-After", "10"));
            case Outcome.Refused(int code) when code == 405 -> List.of(HeaderPolicy.allowOthersThan("MESSAGE"));
            default -> List.of();
        });
    }

    private void respond(ServerTransaction transaction, int status, List<Header> headers) {
        if (status >= 300 && status != 407)
            refused.increment();
        ports.signaling().respond(transaction, OutgoingResponse.of(status, tokens.next(), headers.toArray(Header[]::new)));
    }

    /** The members of a group together: one that takes it is enough. */
    private static final class GroupOutcome implements Consumer<Outcome> {
        private final Consumer<Outcome> told;
        private int open;
        private boolean all = true;
        private Optional<Outcome> best = Optional.empty();

        GroupOutcome(int members, Consumer<Outcome> told) {
            this.open = members;
            this.told = told;
        }

        @Override
        public void accept(Outcome outcome) {
            synchronized (this) {
                all &= outcome instanceof Outcome.Delivered;
                if (best.isEmpty() || Statuses.better(outcome.status(), best.get().status()))
                    best = Optional.of(outcome);
                if (--open > 0)
                    return;
            }
            var result = best.orElseThrow();
            told.accept(result.accepted() && !all ? new Outcome.Stored() : result);
        }
    }

    // ---- what recipients tell

    @Override
    public void delivered() {
        delivered.increment();
    }

    /** The sender is told where it asked for that, as the recipient would tell it. */
    @Override
    public void settled(String recipient, TextMessage message, boolean wasDelivered) {
        var now = ports.scheduler().instant().truncatedTo(ChronoUnit.MILLIS);
        String id = TextMessage.id("imdn", message.id(), recipient);
        DeliveryNotification.of(message.body(), wasDelivered, id, now).ifPresent(body -> notify(recipient, message, body, id));
    }

    private void notify(String recipient, TextMessage about, Body body, String id) {
        var sender = about.presentation().inbound() ? about.from().normalised() : about.from().dialled();
        var decision = ports.directory().route(new RouteRequest(Optional.of(recipient), Optional.empty(), sender, recipient, ""));
        var notification = new TextMessage(id, ports.scheduler().instant().truncatedTo(ChronoUnit.MILLIS), Optional.empty(),
                decision.from(), decision.to(), Presentation.PLAIN, about.secure(), new TextMessage.Content(List.of(), body));
        pass(notification, decision, Optional.empty(), outcome -> {
            if (!outcome.accepted())
                LOG.debug("the notification about {} was refused with {}", about.id(), outcome.status());
        });
    }

    // ---- for administration

    @Override
    public Figures figures() {
        return new Figures(delivered.sum(), stored.sum(), refused.sum(), recipients.values().stream().mapToLong(Recipient::stored).sum());
    }

    @Override
    public List<Listed> list(Optional<String> recipient, long after, int limit) throws StoreException {
        return ports.messages().list(recipient, after, limit);
    }

    @Override
    public long count(Optional<String> recipient) throws StoreException {
        var counts = ports.messages().counts();
        return recipient.map(name -> (long) counts.getOrDefault(name, 0))
                .orElseGet(() -> counts.values().stream().mapToLong(n -> n).sum());
    }

    @Override
    public boolean delete(long number) throws StoreException {
        return counted(ports.messages().remove(number) ? 1 : 0) > 0;
    }

    @Override
    public long expire(Instant before) throws StoreException {
        return counted(ports.messages().expire(before, ports.scheduler().instant()));
    }

    @Override
    public long erase(Set<String> names) throws StoreException {
        return counted(ports.messages().erase(names));
    }

    @Override
    public void renamed(String from, String to) {
        var moved = recipients.remove(from);
        if (moved == null)
            return;
        var there = recipients.putIfAbsent(to, moved);
        moved.becomes(to);
        if (there != null)
            there.recount();
    }

    private long counted(long deleted) {
        if (deleted > 0)
            for (var recipient : recipients.values())
                if (recipient.stored() > 0)
                    recipient.recount();
        return deleted;
    }
}
