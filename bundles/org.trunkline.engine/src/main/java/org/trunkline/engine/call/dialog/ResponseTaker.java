package org.trunkline.engine.call.dialog;

import org.trunkline.engine.call.scope.CallScope;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.port.signaling.Signaling.ClientTransaction;

/** Who waits for what comes of a request; the owner of a client transaction. Called by the call's mailbox. */
public interface ResponseTaker {
    /** Of the call that it belongs to: what comes is put into that mailbox. */
    CallScope scope();

    void response(IncomingResponse response);

    /** It was asked once more, with credentials: what comes now comes of that. */
    default void sentAgain(ClientTransaction again) {}

    /** Nothing came: no final response in time, or the request could not be sent. */
    void failed(boolean sent);
}
