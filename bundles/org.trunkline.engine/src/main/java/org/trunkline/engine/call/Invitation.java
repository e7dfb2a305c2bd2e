package org.trunkline.engine.call;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.signaling.IncomingRequest;

/**
 * The INVITE that began a call. The message itself goes once the call is answered: parsed, it would be most of what a live
 * call holds. The final fields are for any thread, the rest is the mailbox's.
 */
final class Invitation {
    final String callId;
    final String fromTag;
    final long cseq;
    final String branch;
    final String requestUri;
    /** It went to a SIPS URI: no leg of the call may go but over TLS (RFC 3261 §26.2.2). */
    final boolean secure;
    final int maxForwards;

    private @Nullable IncomingRequest message;
    private List<String> privacy = List.of();
    private List<String> history = List.of();

    Invitation(IncomingRequest invite) {
        this.message = invite;
        this.callId = invite.callId();
        this.fromTag = invite.fromTag();
        this.cseq = invite.cseq();
        this.branch = invite.branch();
        this.requestUri = invite.requestUri();
        this.secure = SipUri.secure(requestUri);
        this.maxForwards = invite.maxForwards();
    }

    /** @throws IllegalStateException if the call was answered */
    IncomingRequest message() {
        if (message == null)
            throw new IllegalStateException("the call was answered, its INVITE is gone");
        return message;
    }

    List<String> privacy() {
        return message == null ? privacy : message.headers("Privacy");
    }

    List<String> history() {
        return message == null ? history : message.headers("History-Info");
    }

    /** Whether it may go there. */
    boolean allows(Transport transport) {
        return !secure || transport.encrypted();
    }

    /** The call was answered. */
    void forget() {
        privacy = List.copyOf(privacy());
        history = List.copyOf(history());
        message = null;
    }
}
