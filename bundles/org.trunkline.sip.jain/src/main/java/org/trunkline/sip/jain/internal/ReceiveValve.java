package org.trunkline.sip.jain.internal;

import javax.sip.SipStack;
import javax.sip.message.Response;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPMessageValve;

/** Sees every message before the transactions do, retransmissions included, and tells the ladder. */
final class ReceiveValve implements SIPMessageValve {
    private final JainSignaling signaling;

    ReceiveValve(JainSignaling signaling) {
        this.signaling = signaling;
    }

    @Override
    public boolean processRequest(SIPRequest request, MessageChannel channel) {
        if (JainSignaling.belongsToCall(request.getMethod(), request.getToTag() != null))
            signaling.note(Wire.received(request));
        return true;
    }

    @Override
    public boolean processResponse(Response response, MessageChannel channel) {
        var received = (SIPResponse) response;
        if (JainSignaling.belongsToCall(received.getCSeq().getMethod(), false))
            signaling.note(Wire.received(received));
        return true;
    }

    @Override
    public void init(SipStack stack) {}

    @Override
    public void destroy() {}
}
