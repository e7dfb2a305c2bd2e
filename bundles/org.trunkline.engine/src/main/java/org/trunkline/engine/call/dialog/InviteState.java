package org.trunkline.engine.call.dialog;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.port.signaling.Signaling.ClientTransaction;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;
import org.trunkline.engine.port.signaling.Transmission;

/**
 * The INVITE transactions of one leg: the one that opens it, the 2xx that wait for an ACK, the ACKs that the node sent, and
 * the BYE. The mailbox's.
 */
public final class InviteState {
    /** The INVITE that opened the leg, while it has no final response. */
    private @Nullable ServerTransaction server;
    private @Nullable ClientTransaction client;
    private @Nullable OutgoingRequest request;
    private boolean provisional;
    private boolean cancelling;
    private boolean closed;
    /** A client transaction, BYE or a cancelled INVITE, that is still under way after the end. */
    private boolean lingering;

    /** The last 2xx to an INVITE, repeated until its ACK. */
    private @Nullable AckWait ackWait;
    /** The INVITE whose 2xx was acknowledged last; -1 before any. */
    private long acknowledgedCseq = -1;
    /** The last ACK, sent again when the 2xx comes again. */
    private @Nullable Transmission lastAck;
    private long lastAckCseq;
    /** Reasons of a BYE that must wait for an ACK. */
    private @Nullable List<Header> byeWhenAcknowledged;

    // ---- an INVITE of the peer

    public void received(ServerTransaction transaction) {
        server = transaction;
    }

    /** Whether the peer's INVITE has no final response yet. */
    public boolean awaitsAnswer() {
        return server != null;
    }

    public @Nullable ServerTransaction server() {
        return server;
    }

    /** The final response is about to go. @return whom it goes to; null where it went already */
    public @Nullable ServerTransaction answer() {
        var transaction = server;
        server = null;
        return transaction;
    }

    // ---- an INVITE of the node

    public void sending(OutgoingRequest invite) {
        request = invite;
        lingering = true;
        provisional = false;
    }

    public void sent(ClientTransaction transaction) {
        client = transaction;
    }

    /** The INVITE under way; null where none is. */
    public @Nullable ClientTransaction client() {
        return client;
    }

    /** What was sent; null once it was answered. */
    public @Nullable OutgoingRequest request() {
        return request;
    }

    public void forgetRequest() {
        request = null;
    }

    /** A provisional response came. @return whether it is the first */
    public boolean proceeds() {
        boolean first = !provisional;
        provisional = true;
        return first;
    }

    public boolean hasProvisional() {
        return provisional;
    }

    /** It has its final response, or will have none. */
    public void concluded() {
        client = null;
        lingering = false;
    }

    public void cancel() {
        cancelling = true;
    }

    public boolean isCancelled() {
        return cancelling;
    }

    // ---- the end of the dialog

    /** No request goes out on the leg any more. */
    public void close() {
        closed = true;
    }

    /** A BYE is sent, and its answer awaited. */
    public void closing() {
        closed = true;
        lingering = true;
    }

    /** The peer sent BYE: nothing is awaited of it. */
    public void closedByPeer() {
        closed = true;
        lingering = false;
        if (ackWait != null)
            ackWait.stop();
        ackWait = null;
    }

    public boolean isClosed() {
        return closed;
    }

    /** What was awaited after the end came, or will not. */
    public void rest() {
        lingering = false;
    }

    /** Whether something of the leg is still under way. */
    public boolean isUnderWay() {
        return lingering || ackWait != null;
    }

    // ---- ACK

    public void await(AckWait wait) {
        ackWait = wait;
    }

    public @Nullable AckWait ackWait() {
        return ackWait;
    }

    public boolean awaitsAck() {
        return ackWait != null;
    }

    public void acknowledged(long cseq) {
        ackWait = null;
        acknowledgedCseq = cseq;
    }

    public void neverAcknowledged() {
        ackWait = null;
    }

    public long acknowledgedCseq() {
        return acknowledgedCseq;
    }

    /** The INVITE came again after its answer. */
    public void repeatAnswer() {
        if (ackWait != null)
            ackWait.repeatNow();
    }

    /** Keeps a BYE until the dialog allows it (RFC 3261 §15). */
    public void byeWhenAcknowledged(List<Header> reasons) {
        byeWhenAcknowledged = reasons;
    }

    /** @return the reasons of a BYE that waited; null where none did */
    public @Nullable List<Header> takeBye() {
        var reasons = byeWhenAcknowledged;
        byeWhenAcknowledged = null;
        return reasons;
    }

    void acknowledge(long cseq, Transmission ack) {
        lastAck = ack;
        lastAckCseq = cseq;
    }

    /** A 2xx came again: the ACK was lost. */
    public void acknowledgeAgain(long cseq) {
        if (lastAck != null && lastAckCseq == cseq)
            lastAck.again();
    }

    /** No 2xx comes again so late. */
    public void forgetAck() {
        lastAck = null;
    }
}
