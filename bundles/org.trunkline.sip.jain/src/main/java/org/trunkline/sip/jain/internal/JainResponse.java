package org.trunkline.sip.jain.internal;

import gov.nist.javax.sip.message.SIPResponse;

import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.port.signaling.WireMessage;
import org.trunkline.sip.jain.internal.wire.Wire;

/** A response as received. */
final class JainResponse extends JainMessage implements IncomingResponse {
    private final SIPResponse response;

    JainResponse(SIPResponse response) {
        super(response);
        this.response = response;
    }

    @Override
    public int status() {
        return response.getStatusCode();
    }

    @Override
    public String reason() {
        String phrase = response.getReasonPhrase();
        return phrase == null ? "" : phrase;
    }

    @Override
    public WireMessage wire() {
        return Wire.received(response);
    }
}
