package org.trunkline.engine.call.dialog;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.config.Transport;
import org.trunkline.engine.AddressScope;
import org.trunkline.engine.call.message.SipUri;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.IncomingMessage;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.port.signaling.NameAddress;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.sdp.SessionDescription;

/**
 * The dialog of one leg (RFC 3261 §12): its tags, numbers, route and remote target, and what its peer understands.
 * <b>Threads:</b> written by the call's mailbox only; {@link #hop} and {@link #earlyTag} are read by others too.
 */
public final class Dialog {
    public final String callId;
    public final String localTag;
    public final NameAddress local;
    public final NameAddress remote;
    public final String contactUser;

    /** Whether the node opened the dialog. */
    private final boolean opened;
    /** Whether a trunk is the peer: its addresses elsewhere are believed. */
    private boolean trunk;
    private String remoteTag = "";
    /** Tag of the last early dialog of an INVITE without an answer. */
    private volatile String earlyTag = "";
    /** The dialog with a callee that has not answered, if it described its media. */
    private Optional<EarlyDialog> early = Optional.empty();
    private String remoteTarget = "";
    private List<String> routes = List.of();
    private volatile Hop hop;
    private long localCseq;
    private long remoteCseq;
    /** Those of the last INVITE, which its ACK repeats (RFC 3261 §13.2.2.4). */
    private List<Header> credentials = List.of();
    /** Whether the node is a conference here (RFC 4579 §4). */
    private boolean focus;
    private boolean knowsUpdate;
    private boolean knowsRefer;

    /**
     * @param opened whether the node opens it
     * @param trunk whether a trunk is called
     */
    Dialog(boolean opened, boolean trunk, String callId, String localTag, NameAddress local, NameAddress remote, Hop hop,
            String contactUser) {
        this.opened = opened;
        this.trunk = trunk;
        this.callId = callId;
        this.localTag = localTag;
        this.local = local;
        this.remote = remote;
        this.hop = hop;
        this.contactUser = SipUri.escape(contactUser); // it came unescaped, and may hold a line break
    }

    /** @param now whether the node is a conference in this dialog from now on (RFC 4579 §5.1) */
    public void focus(boolean now) {
        focus = now;
    }

    boolean focus() {
        return focus;
    }

    /** The dialog as its UAS sees it (RFC 3261 §12.1.1). */
    void establish(IncomingRequest request) {
        remoteTag = request.fromTag();
        remoteCseq = request.cseq();
        routes = request.recordRoutes();
        request.contact().ifPresent(this::target);
        notePeer(request);
    }

    /** The dialog as its UAC sees it (RFC 3261 §12.1.2). */
    void establish(IncomingResponse response) {
        if (early.filter(dialog -> !dialog.tag().equals(response.toTag())).isPresent())
            remoteCseq = 0; // another fork, which counts for itself
        remoteTag = response.toTag();
        routes = response.recordRoutes().reversed();
        response.contact().ifPresent(this::target);
        notePeer(response);
        followRoute(response);
    }

    /** A trunk is the peer, as is known now. */
    void ofTrunk() {
        trunk = true;
    }

    public boolean isEstablished() {
        return !remoteTag.isEmpty();
    }

    // ---- the peer

    public String remoteTag() {
        return remoteTag;
    }

    /** The peer's tag, of an early dialog while there is no other. <b>Threads:</b> any. */
    public String knownTag() {
        return remoteTag.isEmpty() ? earlyTag : remoteTag;
    }

    public void noteEarlyTag(String tag) {
        earlyTag = tag;
    }

    public Optional<EarlyDialog> early() {
        return early;
    }

    /** A callee described its media before it answered. */
    public void begin(IncomingResponse response, SessionDescription described, boolean agreed) {
        early = Optional.of(EarlyDialog.of(remote.uri(), response, described, agreed));
    }

    /** It describes its media again. */
    public void describeEarly(SessionDescription now) {
        early = early.map(dialog -> dialog.described(now));
    }

    public void forgetEarly() {
        early = Optional.empty();
    }

    /** Reads what the peer understands. */
    public void notePeer(IncomingMessage message) {
        knowsUpdate |= message.lists("Allow", "UPDATE");
        knowsRefer |= message.lists("Allow", "REFER");
    }

    public boolean knowsUpdate() {
        return knowsUpdate;
    }

    public boolean knowsRefer() {
        return knowsRefer;
    }

    public long remoteCseq() {
        return remoteCseq;
    }

    /** A request came in order. */
    public void received(IncomingRequest request) {
        remoteCseq = request.cseq();
    }

    // ---- where it goes

    public Hop hop() {
        return hop;
    }

    public void target(String uri) {
        remoteTarget = uri;
    }

    /** Takes the remote target and the way back from a message that may change both (RFC 3261 §12.2). */
    void refresh(IncomingMessage message) {
        message.contact().ifPresent(this::target);
        followRoute(message);
    }

    /**
     * Where later requests of the dialog go. Behind a NAT, or over a connection, back to where the peer's messages come
     * from; else the first route or the remote target, where that is an address. Names would have to be looked up for
     * each request, and lead to where the peer already is; a private address may be one that the peer has elsewhere, while
     * the way back over UDP works.
     */
    public void followRoute(IncomingMessage message) {
        hop = hop(message, routes.isEmpty() ? remoteTarget : unbracketed(routes.getFirst()), trunk);
    }

    /** @param next first route or remote target */
    public static Hop hop(IncomingMessage message, String next, boolean trunk) {
        var source = message.source();
        var back = new Hop(source, message.transport());
        var uri = SipUri.parse(next);
        if (uri.isEmpty() || message.transport() != Transport.UDP)
            return back;
        try {
            var address = InetAddress.ofLiteral(uri.get().host());
            boolean itself = address.equals(source.getAddress());
            boolean elsewhere = AddressScope.of(address) != AddressScope.NETWORK && AddressScope.follows(source.getAddress(), address);
            return itself || trunk && elsewhere
                    ? new Hop(new InetSocketAddress(address, uri.get().port() == 0 ? 5060 : uri.get().port()), Transport.UDP)
                    : back;
        } catch (IllegalArgumentException e) {
            return back; // a name
        }
    }

    public static String unbracketed(String value) {
        int open = value.indexOf('<');
        int close = value.indexOf('>', open + 1);
        return open < 0 || close < 0 ? value : value.substring(open + 1, close);
    }

    /** How long a request of ours waits that crossed one of the peer's: longer where the Call-ID is ours (RFC 3261 §14.1). */
    public Duration glarePause() {
        return Duration.ofMillis(opened ? 2500 : 1000);
    }

    // ---- requests of the node

    /** The number of the next request. */
    public long nextCseq() {
        return ++localCseq;
    }

    public void credentials(List<Header> headers) {
        credentials = headers;
    }

    /** The next request of the dialog. */
    OutgoingRequest request(String method, List<Header> headers, Optional<Body> body) {
        boolean names = !method.equals("BYE");
        return request(method, nextCseq(), names, headers, body);
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
                contact ? Optional.of(contactUser) : Optional.empty(), hop, headers, body, focus);
    }
}
