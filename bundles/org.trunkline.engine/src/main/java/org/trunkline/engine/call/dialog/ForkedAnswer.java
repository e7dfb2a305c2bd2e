package org.trunkline.engine.call.dialog;

import java.util.List;
import java.util.Optional;

import org.trunkline.engine.call.scope.CallScope;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.port.signaling.OutgoingRequest;

/** Somebody else who answered the same INVITE, behind a proxy that forked it: thanked and hung up on. */
public record ForkedAnswer(CallScope scope) implements ResponseTaker {

    public static void acknowledgeAndHangUp(Leg leg, IncomingResponse success) {
        var hop = new Hop(success.source(), success.transport());
        leg.acknowledge(request(leg, success, "ACK", success.cseq(), hop));
        leg.send(request(leg, success, "BYE", success.cseq() + 1, hop), new ForkedAnswer(leg.scope()));
    }

    private static OutgoingRequest request(Leg leg, IncomingResponse success, String method, long cseq, Hop hop) {
        return new OutgoingRequest(method, success.contact().orElse(leg.dialog.remote.uri()), leg.dialog.callId, cseq, leg.dialog.local,
                leg.dialog.localTag, leg.dialog.remote, success.toTag(), 70, success.recordRoutes().reversed(), Optional.empty(), hop,
                List.of(), Optional.empty());
    }

    @Override
    public void response(IncomingResponse response) {
        // nothing depends on it
    }

    @Override
    public void failed(boolean sent) {
        // nothing depends on it
    }
}
