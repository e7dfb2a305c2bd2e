package org.trunkline.engine.call;

import org.trunkline.engine.port.IncomingResponse;

/** Who waits for what comes of a request; the owner of a client transaction. Called by the call's mailbox. */
interface ResponseTaker {
    Call call();

    void response(IncomingResponse response);

    /** Nothing came: no final response in time, or the request could not be sent. */
    void failed(boolean sent);
}
