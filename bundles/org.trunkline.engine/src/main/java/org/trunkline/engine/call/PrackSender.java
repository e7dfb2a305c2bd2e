package org.trunkline.engine.call;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.port.signaling.OutgoingRequest;

/**
 * Acknowledges the reliable provisional responses of a callee (RFC 3262 §4), whatever the caller knows of them. Each
 * early dialog of a fork counts for itself.
 */
final class PrackSender implements ResponseTaker {
    /** Early dialogs of one INVITE: a proxy rings a handful of phones. */
    private static final int MOST_FORKS = 32;

    private final Leg leg;
    private final Map<String, Long> acknowledged = new HashMap<>(2);

    PrackSender(Leg leg) {
        this.leg = leg;
    }

    /** @return false where the response came before, or one before it is missing: it will come again then */
    boolean isNext(IncomingResponse response) {
        long rseq = response.header("RSeq").map(PrackSender::number).orElse(-1L);
        var last = acknowledged.get(response.toTag());
        if (rseq < 0 || last != null && rseq != last + 1 || last == null && acknowledged.size() >= MOST_FORKS)
            return false;
        acknowledged.put(response.toTag(), rseq);
        return true;
    }

    /** @param answer where the response offered something */
    void acknowledge(IncomingResponse response, Optional<Body> answer) {
        long rseq = response.header("RSeq").map(PrackSender::number).orElseThrow();
        var headers = List.of(new Header("RAck", rseq + " " + response.cseq() + " INVITE"));
        InDialogRequest.send(leg, new OutgoingRequest("PRACK",
                response.contact().orElse(leg.dialog.remote.uri()), leg.dialog.callId, leg.dialog.nextCseq(), leg.dialog.local, leg.dialog.localTag,
                leg.dialog.remote, response.toTag(), 70, response.recordRoutes().reversed(), Optional.empty(), leg.dialog.hop(),
                headers, answer), this);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            return -1; // no RSeq: nothing to acknowledge
        }
    }

    @Override
    public CallScope scope() {
        return leg.scope();
    }

    /** A callee that refuses the PRACK says so by its final response too. */
    @Override
    public void response(IncomingResponse response) {
        // nothing depends on it
    }

    @Override
    public void failed(boolean sent) {
        // the INVITE has its own timers
    }
}
