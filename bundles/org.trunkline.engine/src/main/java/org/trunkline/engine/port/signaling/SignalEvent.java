package org.trunkline.engine.port.signaling;

import org.trunkline.engine.port.signaling.Signaling.ClientTransaction;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;

/** What the signalling adapter tells the engine. REGISTER goes to {@link RegisterHandler} instead. */
public sealed interface SignalEvent {
    /** A request other than ACK and CANCEL, in a server transaction of its own: answer it exactly once. */
    record Request(ServerTransaction transaction, IncomingRequest request) implements SignalEvent {}

    /** An ACK to a 2xx; stray ones too. */
    record Ack(IncomingRequest request) implements SignalEvent {}

    /**
     * A CANCEL that matches an INVITE's transaction; one that matches none was answered 481 by the adapter.
     *
     * @param invite the INVITE to cancel, not yet answered
     * @param transaction of the CANCEL itself, to be answered 200
     */
    record Cancel(ServerTransaction invite, ServerTransaction transaction, IncomingRequest request)
            implements SignalEvent {}

    /** A response in a client transaction; of a 2xx to INVITE only the first. */
    record Response(ClientTransaction transaction, IncomingResponse response) implements SignalEvent {}

    /** A 2xx to an INVITE whose transaction is over: sent again, or from another branch of a fork. */
    record LateSuccess(IncomingResponse response) implements SignalEvent {}

    /** Timer B or F ran out. */
    record NoResponse(ClientTransaction transaction) implements SignalEvent {}

    /** The request could not be sent. */
    record NotSent(ClientTransaction transaction, String problem) implements SignalEvent {}
}
