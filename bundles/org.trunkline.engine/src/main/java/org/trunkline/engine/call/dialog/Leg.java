package org.trunkline.engine.call.dialog;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.engine.call.message.LocalMessage;
import org.trunkline.engine.call.message.SipUri;
import org.trunkline.engine.call.scope.CallScope;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.routing.Directory.Lease;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.port.signaling.NameAddress;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.Signaling.ClientTransaction;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;
import org.trunkline.engine.port.signaling.Transmission;
import org.trunkline.engine.port.signaling.WireMessage;

/**
 * One side of a call: who it is, its dialog, its INVITEs, its media and what the record shows of it. Written by the call's
 * mailbox only.
 */
public final class Leg implements SessionTimer.Session {
    public final Dialog dialog;
    public final InviteState invite = new InviteState();
    public final LegMedia media;
    public final LegFacts facts;
    public final SessionTimer sessionTimer;

    /** Changes when the leg moves to another call; then side and index do too. */
    private volatile LegOwner owner;
    private volatile int index;
    private LegSide side;
    /** Subscriber or trunk; empty while the caller is not known. */
    private String peer;
    private Optional<Trunk> trunk;
    /** The node itself is at the other end: there is no dialog. */
    private boolean ofNode;
    /** The other end is a user agent in the node: there is a dialog, and no wire. */
    private @Nullable LocalPeer inside;
    /** Set where it is another's. */
    private @Nullable Leg principal;
    /** The number that an application answers here; empty where none does. */
    private String number = "";
    /** Whether the application holds its party for others to take. */
    private boolean parks;
    /** Shown to those whom an application calls from here, instead of its party's name. */
    private String callsAs = "";
    /** Where limits counted this leg. */
    private Optional<Lease> lease = Optional.empty();
    /** The subscriber whose limited calls this leg is one of. */
    private Optional<String> line = Optional.empty();
    /** Asked the other side to transfer it, and hears from there how it goes. */
    private boolean refers;
    /** Whom the leg's owner has sent to take its place, and who may do so by Replaces. */
    private volatile @Nullable Leg heir;

    /** @param dialog of this leg alone */
    Leg(LegOwner owner, int index, LegSide side, String peer, Optional<Trunk> trunk, Dialog dialog, Instant startedAt) {
        this.owner = owner;
        this.index = index;
        this.side = side;
        this.peer = peer;
        this.trunk = trunk;
        this.dialog = dialog;
        this.facts = new LegFacts(startedAt);
        this.media = new LegMedia(owner.scope().sessionId());
        this.sessionTimer = new SessionTimer(this);
    }

    /** The leg of the sender of an INVITE. */
    public static Leg ofCaller(LegOwner call, IncomingRequest message, String called, Instant at) {
        var hop = new Hop(message.source(), message.transport());
        var leg = new Leg(call, 0, LegSide.CALLER, "", Optional.empty(),
                new Dialog(false, false, message.callId(), call.scope().token(), message.to(), message.from(), hop, called), at);
        leg.dialog.establish(message);
        leg.dialog.followRoute(message);
        leg.facts.phone(message);
        return leg;
    }

    /** Nothing is sent on it: an application of the node is there. */
    public static Leg ofNode(LegOwner call, String name, NameAddress address, Hop hop) {
        var scope = call.scope();
        var leg = new Leg(call, scope.nextLeg(), LegSide.CALLEE, name, Optional.empty(),
                new Dialog(true, false, scope.token(), scope.token(), address, address, hop, ""), scope.now());
        leg.ofNode = true;
        return leg;
    }

    /** A callee that is a user agent in the node. @param side whose place it takes */
    public static Leg inside(LegOwner call, String name, LegSide side, NameAddress address, LocalPeer agent) {
        var scope = call.scope();
        var leg = new Leg(call, scope.nextLeg(), side, name, Optional.empty(),
                new Dialog(true, false, scope.token(), scope.token(), address, address, new Hop(LocalMessage.SOURCE, Transport.UDP), ""), scope.now());
        leg.inside = agent;
        return leg;
    }

    public boolean isOfNode() {
        return ofNode;
    }

    /** What it sends goes to a user agent in the node. */
    public void isInside(LocalPeer agent) {
        inside = agent;
    }

    public boolean isInside() {
        return inside != null;
    }

    // ---- who it is

    /** The call that it belongs to. <b>Threads:</b> any. */
    public LegOwner owner() {
        return owner;
    }

    /** Of that call. <b>Threads:</b> any. */
    public CallScope scope() {
        return owner.scope();
    }

    /** Its number in that call. <b>Threads:</b> any. */
    public int index() {
        return index;
    }

    public LegSide side() {
        return side;
    }

    /** It speaks from another side of the call from now on. */
    public void side(LegSide now) {
        side = now;
    }

    public String peer() {
        return peer;
    }

    public Optional<Trunk> trunk() {
        return trunk;
    }

    public boolean isTrunk() {
        return trunk.isPresent();
    }

    /** The caller is known now. */
    public void isOf(String subscriber) {
        peer = subscriber;
    }

    public void isOf(Trunk known) {
        peer = known.name();
        trunk = Optional.of(known);
        dialog.ofTrunk();
    }

    /** Whether one and the same subscriber or trunk is at the other end of both. */
    public boolean sameOwner(Leg other) {
        return peer.equals(other.peer) && trunk.map(Trunk::name).equals(other.trunk.map(Trunk::name));
    }

    /** The dialog as its UAC sees it (RFC 3261 §12.1.2). */
    public void establish(IncomingResponse response) {
        dialog.establish(response);
        facts.phone(response);
    }

    /** An application answers this number here. */
    public void answersFor(String called) {
        number = called;
    }

    /** Whose calls it is one of, for those who watch them: a subscriber's, or those of an application's number. */
    public String watchedAs() {
        return number.isEmpty() ? peer : number;
    }

    /** Whether an application is at the other end. */
    public boolean isOfApplication() {
        return !number.isEmpty();
    }

    /** The application holds its party for others to take. */
    public void parks() {
        parks = true;
    }

    /** Its party is somebody else's now. */
    public void applicationLeaves() {
        number = "";
        parks = false;
    }

    /** The slot where the application holds its party for others to take; empty where it does not. */
    public Optional<String> parkedIn() {
        return parks && !facts.isEnded() ? Optional.of(number) : Optional.empty();
    }

    /** @param name of the caller in calls from here; empty for that of its party */
    public void callsAs(String name) {
        callsAs = name;
    }

    public String callsAs() {
        return callsAs;
    }

    /** It transfers others with the rights of that leg. */
    public void actsFor(Leg other) {
        principal = other;
    }

    /** Whose rights count. */
    public Leg principal() {
        return principal == null ? this : principal;
    }

    // ---- its call

    /**
     * Runs in the mailbox of the leg's call, in that of its new one where it moved meanwhile.
     *
     * @return false where the mailbox is full
     */
    public boolean offer(Consumer<LegOwner> task) {
        var now = owner;
        return now.scope().offer(() -> runOrFollow(now, task));
    }

    public void post(Consumer<LegOwner> task) {
        var now = owner;
        now.scope().post(() -> runOrFollow(now, task));
    }

    private void runOrFollow(LegOwner then, Consumer<LegOwner> task) {
        if (owner == then)
            task.accept(then);
        else
            post(task);
    }

    /** Becomes a leg of another call. Called by the mailbox of the one it leaves. */
    public void move(LegOwner to, LegSide newSide) {
        sessionTimer.stop();
        line.ifPresent(subscriber -> {
            to.scope().count(subscriber);
            scope().countNoMore(subscriber);
        });
        side = newSide;
        index = to.scope().nextLeg();
        owner = to;
    }

    // ---- limits

    public void count(Lease granted) {
        lease = Optional.of(granted);
    }

    /** What became of it, for the trunk's figures. */
    public void outcome(int status, boolean answered) {
        lease.ifPresent(counted -> counted.outcome(status, answered));
    }

    /** Counts the leg among the calls of its subscriber, where those are limited. */
    public void takeLine(String subscriber) {
        line = Optional.of(subscriber);
        scope().count(subscriber);
    }

    public void release() {
        lease.ifPresent(Lease::release);
        lease = Optional.empty();
        line.ifPresent(scope()::countNoMore);
        line = Optional.empty();
    }

    // ---- transfers

    public boolean refers() {
        return refers;
    }

    public void refersOther() {
        refers = true;
    }

    /** <b>Threads:</b> any. */
    public Optional<Leg> heir() {
        return Optional.ofNullable(heir);
    }

    public void heir(Leg leg) {
        heir = leg;
    }

    // ---- signalling

    /** Sends a request to the peer, in a transaction. */
    public ClientTransaction send(OutgoingRequest request, ResponseTaker owner) {
        if (inside != null) {
            inside.request(request, owner);
            return () -> owner;
        }
        var sent = scope().ports().signaling().send(followed(request), owner);
        note(sent.wire());
        return sent;
    }

    /** Sends the ACK to the 2xx to the INVITE of that number. */
    public void acknowledge(long cseq, Optional<Body> body) {
        invite.acknowledge(cseq, acknowledge(dialog.ack(cseq, body)));
    }

    Transmission acknowledge(OutgoingRequest ack) {
        if (inside != null) {
            inside.acknowledged(ack);
            return () -> {};
        }
        var sent = scope().ports().signaling().acknowledge(followed(ack));
        note(sent.wire());
        return sent;
    }

    /**
     * A phone that lost its connection and registered over another is reached there: its dialogs survive (RFC 5626 §3.1). A
     * flow that is still registered is kept, and a new dialog goes over the flow that was chosen for it.
     */
    private OutgoingRequest followed(OutgoingRequest request) {
        var now = request.hop();
        if (now.transport() == Transport.UDP || request.toTag().isEmpty() || isTrunk() || peer.isEmpty())
            return request;
        var target = SipUri.parse(request.requestUri());
        var flows = scope().ports().directory().contacts(peer).stream()
                .filter(contact -> contact.destination().isPresent() && SipUri.parse(contact.uri()).equals(target))
                .map(contact -> new Hop(contact.destination().get(), Transport.of(contact.transport()))).toList();
        return flows.isEmpty() || flows.contains(now) ? request : request.sentTo(flows.getFirst());
    }

    private void note(Optional<WireMessage> sent) {
        sent.ifPresent(message -> owner().passed(this, message));
    }

    /** Answers a request of the peer. */
    public Transmission respond(ServerTransaction transaction, int status, List<Header> headers, Optional<Body> body) {
        boolean contact = status > 100 && status < 300;
        var response = new OutgoingResponse(status, "", status == 100 ? "" : dialog.localTag,
                contact ? Optional.of(dialog.contactUser) : Optional.empty(), headers, body, dialog.focus());
        if (inside != null) {
            inside.response(transaction, response);
            return () -> {};
        }
        var sent = scope().ports().signaling().respond(transaction, response);
        note(sent.wire());
        return sent;
    }

    public void respond(ServerTransaction transaction, int status, Header... headers) {
        respond(transaction, status, List.of(headers), Optional.empty());
    }

    // ---- the session

    /** What its administrator wants of SRTP. */
    public Srtp srtp() {
        if (inside != null)
            return Srtp.NEVER;
        if (trunk.isPresent())
            return trunk.get().security().srtp();
        return peer.isEmpty() ? Srtp.OFFER : scope().ports().directory().srtp(peer);
    }

    @Override
    public Scheduler.Timer after(Duration delay, Runnable task) {
        return scope().after(delay, task);
    }

    @Override
    public void refreshSession() {
        post(call -> call.refresh(this));
    }

    @Override
    public void sessionExpired() {
        post(call -> call.sessionExpired(this));
    }

    public static List<Header> with(List<Header> headers, Header... more) {
        var all = new ArrayList<>(headers);
        all.addAll(List.of(more));
        return all;
    }
}
