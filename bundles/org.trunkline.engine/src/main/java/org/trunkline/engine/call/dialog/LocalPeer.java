package org.trunkline.engine.call.dialog;

import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;

/**
 * The other end of a leg where that is in the node: it gets what the leg would send, and nothing is on a wire. Called by the
 * mailbox of the leg's call, in which it answers later, never before it returns.
 */
public interface LocalPeer {
    void response(ServerTransaction transaction, OutgoingResponse response);

    /** A request other than ACK. */
    void request(OutgoingRequest request, ResponseTaker taker);

    void acknowledged(OutgoingRequest ack);
}
