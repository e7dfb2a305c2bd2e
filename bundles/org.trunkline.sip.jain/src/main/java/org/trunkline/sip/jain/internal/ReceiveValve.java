package org.trunkline.sip.jain.internal;

import javax.sip.ServerTransaction;
import javax.sip.SipStack;
import javax.sip.message.Request;
import javax.sip.message.Response;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPMessageValve;

import org.trunkline.engine.port.signaling.SignalEvent;
import org.trunkline.sip.jain.internal.transport.DirectUdp;
import org.trunkline.sip.jain.internal.wire.Wire;

/** Sees every message before the stack does, retransmissions included: tells the ladder, and keeps what came over UDP. */
final class ReceiveValve implements SIPMessageValve {
    private final JainSignaling signaling;
    private final UdpTransactions.Taker taker;
    private final Door door;

    ReceiveValve(JainSignaling signaling, UdpTransactions.Taker taker, Door door) {
        this.door = door;
        this.signaling = signaling;
        this.taker = taker;
    }

    @Override
    public boolean processRequest(SIPRequest request, MessageChannel channel) {
        boolean ofCall = JainSignaling.belongsToCall(request.getMethod(), request.getToTag() != null);
        if (ofCall)
            signaling.note(Wire.received(request));
        if (channel instanceof DirectUdp.Channel datagrams) {
            signaling.udp().request(request, datagrams.processor(), taker);
            return false;
        }
        if (request.getMethod().equals(Request.ACK)
                || !(channel.getSIPStack().findTransaction(request, true) instanceof ServerTransaction known))
            return !door.turnsAway(request, channel);
        if (ofCall)
            noteRepeated(known);
        return true;
    }

    /** The request came again, so the stack repeats its last answer. */
    private void noteRepeated(ServerTransaction known) {
        if (known.getApplicationData() instanceof JainTransactions.Server server) {
            var last = server.lastResponse;
            if (last != null)
                signaling.note(last.wire());
        }
    }

    @Override
    public boolean processResponse(Response response, MessageChannel channel) {
        var received = (SIPResponse) response;
        if (JainSignaling.belongsToCall(received.getCSeq().getMethod(), false))
            signaling.note(Wire.received(received));
        if (channel instanceof DirectUdp.Channel)
            return !signaling.udp().response(received) && stray(received);
        return channel.getSIPStack().findTransaction(received.getTransactionId(), false) != null || stray(received);
    }

    /** The stack would look at each transaction there is, and in overload most responses are late. */
    private boolean stray(SIPResponse response) {
        if (response.getStatusCode() / 100 == 2 && response.getCSeq().getMethod().equals(Request.INVITE))
            signaling.deliver(new SignalEvent.LateSuccess(new JainResponse(response)));
        return false;
    }

    @Override
    public void init(SipStack stack) {}

    @Override
    public void destroy() {}
}
