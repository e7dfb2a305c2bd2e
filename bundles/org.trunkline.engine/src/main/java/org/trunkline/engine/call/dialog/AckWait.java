package org.trunkline.engine.call.dialog;

import java.util.function.Consumer;

import org.trunkline.engine.call.scope.CallScope;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.Transmission;

/** A 2xx to an INVITE that waits for its ACK (RFC 3261 §13.3.1.4). */
public final class AckWait extends Repetition {
    public final long cseq;
    /** Whether this ACK confirms the dialog. */
    public final boolean initial;
    public final Consumer<IncomingRequest> onAck;

    public AckWait(CallScope call, long cseq, boolean initial, Transmission response, Consumer<IncomingRequest> onAck,
            Runnable giveUp) {
        super(call, T2, response, giveUp);
        this.cseq = cseq;
        this.initial = initial;
        this.onAck = onAck;
    }
}
