package org.trunkline.sip.jain.internal;

import gov.nist.javax.sip.message.SIPResponse;

import org.trunkline.engine.port.signaling.IncomingResponse;

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
}
