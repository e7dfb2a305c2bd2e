package org.trunkline.engine.call;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.engine.Reach;
import org.trunkline.engine.port.routing.Directory.Lease;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.IncomingMessage;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.port.signaling.NameAddress;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.port.signaling.Signaling.ClientTransaction;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;
import org.trunkline.engine.port.signaling.Transmission;
import org.trunkline.engine.sdp.SessionDescription;

/**
 * One side of a call: its dialog (RFC 3261 §12) and what its record will say. Written by the call's mailbox only.
 */
final class Leg {
    /** Changes when the leg moves to another call; then side and index do too. */
    volatile Call call;
    volatile int index;
    LegSide side;
    /** Subscriber or trunk; empty while the caller is not known. */
    String peer;
    Optional<Trunk> trunk;
    final String callId;
    final String localTag;
    final Instant startedAt;

    /** Whether the node opened the dialog. */
    private final boolean opened;
    /** The node itself is at the other end: there is no dialog. */
    private boolean ofNode;

    NameAddress local;
    NameAddress remote;
    String remoteTag = "";
    /** Tag of the last early dialog of an INVITE without an answer. */
    volatile String earlyTag = "";
    String remoteTarget = "";
    List<String> routes = List.of();
    /** Read by others than the mailbox too. */
    volatile Hop hop;
    String contactUser;
    long localCseq;
    long remoteCseq;

    /** Where limits counted this leg. */
    Optional<Lease> lease = Optional.empty();

    /** The subscriber whose limited calls this leg is one of. */
    private Optional<String> line = Optional.empty();
    /** The dialog of a callee that has not answered, where it said something of its media. */
    Optional<EarlyDialog> early = Optional.empty();

    /** The INVITE that opened the leg, while it has no final response. */
    @Nullable ServerTransaction invitedBy;
    @Nullable ClientTransaction inviting;
    @Nullable OutgoingRequest invite;
    boolean provisional;
    boolean cancelling;
    boolean closed;
    /** A client transaction, BYE or a cancelled INVITE, that is still under way after the end. */
    boolean lingering;

    /** Those of the last INVITE, which its ACK has again (RFC 3261 §13.2.2.4). */
    List<Header> credentials = List.of();

    /** The last 2xx to an INVITE, repeated until its ACK. */
    @Nullable AckWait ackWait;
    /** The INVITE whose 2xx was acknowledged last; -1 before any. */
    long acknowledgedCseq = -1;
    /** The last ACK, sent again when the 2xx comes again. */
    @Nullable Transmission lastAck;
    long lastAckCseq;
    /** Reasons of a BYE that must wait for an ACK. */
    @Nullable List<Header> byeWhenAcknowledged;

    Optional<Instant> ringingAt = Optional.empty();
    Optional<Instant> answeredAt = Optional.empty();
    Optional<Instant> endedAt = Optional.empty();
    int sipStatus;
    Optional<String> codec = Optional.empty();
    Optional<String> userAgent = Optional.empty();
    CallState state = CallState.ROUTING;
    boolean holds;
    boolean knowsUpdate;
    boolean knowsRefer;
    /** Asked the other side to transfer it, and hears from there how it goes. */
    boolean refers;

    /** Whom the leg's owner has sent to take its place, and who may do so by Replaces. */
    volatile @Nullable Leg heir;

    /** The session description that the leg was told last. */
    final Told told;
    /** What the leg said last of the media it wants. */
    Optional<SessionDescription> described = Optional.empty();
    final LegSecurity security = new LegSecurity();

    final SessionTimer sessionTimer;

    Leg(Call call, int index, LegSide side, String peer, Optional<Trunk> trunk, String callId, String localTag,
            NameAddress local, NameAddress remote, Hop hop, String contactUser, Instant startedAt) {
        this.call = call;
        this.index = index;
        this.side = side;
        this.opened = side == LegSide.CALLEE;
        this.peer = peer;
        this.trunk = trunk;
        this.callId = callId;
        this.localTag = localTag;
        this.local = local;
        this.remote = remote;
        this.hop = hop;
        this.contactUser = SipUri.escape(contactUser); // it came unescaped, and may hold a line break
        this.startedAt = startedAt;
        this.told = new Told(call.sessionId());
        this.sessionTimer = new SessionTimer(this);
    }

    /** Nothing is sent on it: an application of the node is there. */
    Leg ofNode() {
        ofNode = true;
        return this;
    }

    boolean isOfNode() {
        return ofNode;
    }

    /** The dialog as its UAS sees it (RFC 3261 §12.1.1). */
    void establish(IncomingRequest request) {
        remoteTag = request.fromTag();
        remoteCseq = request.cseq();
        routes = request.recordRoutes();
        request.contact().ifPresent(this::target);
        userAgent = request.header("User-Agent");
        notePeer(request);
    }

    /** The dialog as its UAC sees it (RFC 3261 §12.1.2). */
    void establish(IncomingResponse response) {
        if (early.filter(dialog -> !dialog.tag().equals(response.toTag())).isPresent())
            remoteCseq = 0; // another fork, which counts for itself
        remoteTag = response.toTag();
        routes = response.recordRoutes().reversed();
        response.contact().ifPresent(this::target);
        response.header("User-Agent").or(() -> response.header("Server")).ifPresent(name -> userAgent = Optional.of(name));
        notePeer(response);
        followRoute(response);
    }

    void notePeer(IncomingMessage message) {
        knowsUpdate |= message.lists("Allow", "UPDATE");
        knowsRefer |= message.lists("Allow", "REFER");
    }

    void target(String uri) {
        remoteTarget = uri;
    }

    /**
     * Where later requests of the dialog go. Behind a NAT, or over a connection, back to where the peer's messages come
     * from; else the first route or the remote target, where that is an address. Names would have to be looked up for
     * each request, and lead to where the peer already is; a private address may be one that the peer has elsewhere, while
     * the way back over UDP works.
     */
    void followRoute(IncomingMessage message) {
        hop = hop(message, routes.isEmpty() ? remoteTarget : unbracketed(routes.getFirst()), trunk.isPresent());
    }

    /** @param next first route or remote target */
    static Hop hop(IncomingMessage message, String next, boolean trunk) {
        var source = message.source();
        var back = new Hop(source, message.transport());
        var uri = SipUri.parse(next);
        if (uri.isEmpty() || message.transport() != Transport.UDP)
            return back;
        try {
            var address = InetAddress.ofLiteral(uri.get().host());
            boolean itself = address.equals(source.getAddress());
            boolean elsewhere = Reach.of(address) != Reach.NETWORK && Reach.follows(source.getAddress(), address);
            return itself || trunk && elsewhere
                    ? new Hop(new InetSocketAddress(address, uri.get().port() == 0 ? 5060 : uri.get().port()), Transport.UDP)
                    : back;
        } catch (IllegalArgumentException e) {
            return back; // a name
        }
    }

    static String unbracketed(String value) {
        int open = value.indexOf('<');
        int close = value.indexOf('>', open + 1);
        return open < 0 || close < 0 ? value : value.substring(open + 1, close);
    }

    /** The next request of the dialog. */
    OutgoingRequest request(String method, List<Header> headers, Optional<Body> body) {
        boolean names = !method.equals("BYE");
        return request(method, ++localCseq, names, headers, body);
    }

    /** The ACK to a 2xx to the INVITE of that number. */
    OutgoingRequest ack(long cseq, Optional<Body> body) {
        return request("ACK", cseq, false, credentials, body);
    }

    private OutgoingRequest request(String method, long cseq, boolean contact, List<Header> headers,
            Optional<Body> body) {
        boolean ringing = remoteTag.isEmpty() && early.isPresent();
        String uri = ringing ? early.get().target() : remoteTarget.isEmpty() ? remote.uri() : remoteTarget;
        return new OutgoingRequest(method, uri, callId, cseq, local, localTag, remote,
                ringing ? early.get().tag() : remoteTag, 70, ringing ? early.get().routes() : routes,
                contact ? Optional.of(contactUser) : Optional.empty(), hop, headers, body);
    }

    /**
     * Runs in the mailbox of the leg's call, in that of its new one where it moved meanwhile.
     *
     * @return false where the mailbox is full
     */
    boolean offer(Consumer<Call> task) {
        var owner = call;
        return owner.offer(() -> runOrFollow(owner, task));
    }

    void post(Consumer<Call> task) {
        var owner = call;
        owner.post(() -> runOrFollow(owner, task));
    }

    private void runOrFollow(Call owner, Consumer<Call> task) {
        if (call == owner)
            task.accept(owner);
        else
            post(task);
    }

    /** Becomes a leg of another call. Called by the mailbox of the one it leaves. */
    void move(Call to, LegSide newSide) {
        sessionTimer.stop();
        line.ifPresent(subscriber -> {
            to.lines().take(subscriber, to);
            call.lines().free(subscriber, call);
        });
        side = newSide;
        index = to.legs.nextIndex();
        call = to;
    }

    /** How long a request of ours waits that crossed one of the peer's: longer where the Call-ID is ours (RFC 3261 §14.1). */
    Duration glarePause() {
        return Duration.ofMillis(opened ? 2500 : 1000);
    }

    /** Whether one and the same subscriber or trunk is at the other end of both. */
    boolean sameOwner(Leg other) {
        return peer.equals(other.peer) && trunk.map(Trunk::name).equals(other.trunk.map(Trunk::name));
    }

    boolean dialog() {
        return !remoteTag.isEmpty();
    }

    void ended(Instant at, int status) {
        if (endedAt.isEmpty())
            endedAt = Optional.of(at);
        if (sipStatus < 200)
            sipStatus = status;
    }

    /** Counts the leg among the calls of its subscriber, where those are limited. */
    void takeLine(String subscriber) {
        line = Optional.of(subscriber);
        call.lines().take(subscriber, call);
    }

    void release() {
        lease.ifPresent(Lease::release);
        lease = Optional.empty();
        line.ifPresent(subscriber -> call.lines().free(subscriber, call));
        line = Optional.empty();
    }

    static List<Header> with(List<Header> headers, Header... more) {
        var all = new ArrayList<>(headers);
        all.addAll(List.of(more));
        return all;
    }
}
