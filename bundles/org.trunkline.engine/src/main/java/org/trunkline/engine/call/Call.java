package org.trunkline.engine.call;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.routing.Directory.RouteRequest;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.SignalEvent;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;
import org.trunkline.engine.port.signaling.Transmission;

/**
 * One call with its legs, from the INVITE to the written record. Everything but {@link #snapshot}, {@link #offer} and
 * {@link #ladder} is the mailbox's.
 */
final class Call {
    private static final Logger LOG = LoggerFactory.getLogger(Call.class);
    private static final int MAILBOX = 64;

    final CallId id;
    final Invitation invite;
    final Leg caller;
    final Legs legs;
    final CallLadder ladder;
    final CallRecord record;
    final Ringback ringback = new Ringback(this);
    final Search search = new Search(this, ringback);
    final Conversation conversation;

    private final Switchboard board;
    private final Mailbox mailbox;
    private final List<Search> searches = new ArrayList<>(1);
    final LegTrade trade = new LegTrade(this);
    final CallMedia media = new CallMedia(this);
    final Clearing clearing = new Clearing(this);
    final Ending ending = new Ending(this);
    private Presentation presentation = Presentation.PLAIN;
    private Optional<RouteRequest> asked = Optional.empty();
    private Optional<HandedCall> handed = Optional.empty();
    private volatile @Nullable LiveCall snapshot;

    Call(Switchboard board, CallId id, SignalEvent.Request begin) {
        this.board = board;
        this.id = id;
        var message = begin.request();
        this.invite = new Invitation(message);
        this.mailbox = new Mailbox(MAILBOX, board.executor(), this::failedByBug);
        this.record = new CallRecord(this, now());
        this.ladder = new CallLadder(id, board.ports().records());
        String called = SipUri.parse(invite.requestUri).map(SipUri::user).orElse("");
        this.caller = Leg.ofCaller(this, message, called, board.token(), record.startedAt());
        caller.invite.received(begin.transaction());
        begin.transaction().own(caller);
        legs = new Legs(this, caller);
        conversation = new Conversation(this);
        searches.add(search);
    }

    void begin() {
        long posted = board.backlog().posted();
        offer(() -> {
            board.backlog().begun(posted);
            new Intake(this).run();
        });
    }

    /** For what a peer sent. @return false where the mailbox is full */
    boolean offer(Runnable event) {
        boolean here = board.direct() && !legs.mayWait() && !ports().signaling().hurried();
        return here ? mailbox.offerHere(event) : mailbox.offer(event);
    }

    void post(Runnable task) {
        mailbox.post(task);
    }

    EnginePorts ports() {
        return board.ports();
    }

    Instant now() {
        return board.ports().scheduler().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    Scheduler.Timer after(Duration delay, Runnable task) {
        return board.ports().scheduler().after(delay, () -> mailbox.post(task));
    }

    void resolve(String host, int port, Transport transport, Consumer<Optional<Hop>> found) {
        board.ports().signaling().resolve(host, port, transport, here(found));
    }

    /** The name says the transport too. */
    void resolve(String host, Transport otherwise, Consumer<Optional<Hop>> found) {
        board.ports().signaling().resolve(host, otherwise, here(found));
    }

    private Consumer<Optional<Hop>> here(Consumer<Optional<Hop>> found) {
        var mine = Thread.currentThread();
        return hop -> {
            if (Thread.currentThread() == mine)
                found.accept(hop);
            else
                mailbox.post(() -> found.accept(hop));
        };
    }

    Lines lines() {
        return board.lines();
    }

    String local(Hop towards) {
        return board.ports().signaling().local(towards);
    }

    Switchboard board() {
        return board;
    }

    /** All searches made for this call: the caller's, and those of transfers. */
    List<Search> searches() {
        return searches;
    }

    /** What the caller wants, and how it is shown to others. */
    void asks(RouteRequest request, Presentation shown) {
        asked = Optional.of(request);
        presentation = shown;
    }

    /** Where the caller wants to go, as the directory was asked. */
    Optional<RouteRequest> asked() {
        return asked;
    }

    Presentation presentation() {
        return presentation;
    }

    /** An application has the call, or had it. */
    Optional<HandedCall> handed() {
        return handed;
    }

    void handTo(HandedCall application) {
        handed = Optional.of(application);
    }

    void useTrunk(Trunk trunk) {
        record.trunk(trunk.name());
    }

    long sessionId() {
        return board.sessionId();
    }

    // ---- towards the caller, before the answer

    Transmission respond(ServerTransaction transaction, Leg leg, int status, List<Header> headers,
            Optional<Body> body) {
        boolean contact = status > 100 && status < 300;
        return ports().signaling().respond(transaction, new OutgoingResponse(status, "",
                status == 100 ? "" : leg.dialog.localTag, contact ? Optional.of(leg.dialog.contactUser) : Optional.empty(),
                headers, body));
    }

    void answered(Leg callee, IncomingResponse response) {
        for (var leg : legs.all())
            if (leg != callee && leg.side() == LegSide.CALLEE && !leg.facts.isAnswered())
                leg.release();
        conversation.answering.answered(callee, response);
    }

    void finalStatus(boolean answered) {
        board.table().finalStatus(answered);
    }

    // ---- the end

    void finish(Cause cause, EndedBy by, Optional<String> reason) {
        ending.finish(cause, by, reason);
    }

    /** Writes the record of an ended call as soon as nothing is under way any more. */
    void settle() {
        ending.settle();
    }

    boolean over() {
        return ending.over();
    }

    void mediaSilent(Duration since) {
        if (!over() && caller.facts.isAnswered()) {
            LOG.debug("{} media silent for {}", id, since);
            clearing.end(Cause.MEDIA_TIMEOUT, EndedBy.NODE, 408);
        }
    }

    void sessionExpired(Leg leg) {
        LOG.debug("{} session of leg {} not refreshed", id, leg.index());
        clearing.end(Cause.SESSION_EXPIRED, EndedBy.NODE, 408);
    }

    void refresh(Leg leg) {
        if (!over())
            conversation.offers.refresh(leg);
    }

    /** A defect of the engine costs this call only. */
    private void failedByBug(Throwable bug) {
        try {
            LOG.error("{} ended by a defect", id, bug);
            clearing.end(Cause.INTERNAL_ERROR, EndedBy.NODE, 500);
        } catch (RuntimeException | Error second) {
            LOG.error("{} could not be ended in order", id, second);
        } finally {
            ending.broken();
        }
    }

    // ---- for others to see

    /** A leg is over and the call goes on, perhaps: who watches its subscriber shall see that. */
    void left(Leg leg) {
        if (!over() && !leg.isTrunk())
            board.watchers().changed(this);
    }

    void publish(CallState state) {
        record.state(state);
        snapshot = record.live();
        board.table().seen(this);
    }

    /** As last published, with what the relay measures now. <b>Threads:</b> any. */
    Optional<LiveCall> measured() {
        return snapshot().map(live -> CallRecord.measured(live, media.relay().map(MediaBridge::reports).orElse(List.of())));
    }

    /** As last published. <b>Threads:</b> any. */
    Optional<LiveCall> snapshot() {
        return Optional.ofNullable(snapshot);
    }

    /** The INVITE came again after its answer. */
    void repeatAnswer() {
        caller.invite.repeatAnswer();
    }
}
