package org.trunkline.sip.jain.internal.transport;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;

/** Takes messages that came in, each with the flow that it came on. <b>Threads:</b> any. */
public interface Receiver {
    void request(SIPRequest request, Flow flow);

    void response(SIPResponse response, Flow flow);
}
