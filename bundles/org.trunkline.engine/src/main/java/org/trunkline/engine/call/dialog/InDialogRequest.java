package org.trunkline.engine.call.dialog;

import java.util.List;
import java.util.Optional;

import org.trunkline.engine.call.scope.CallScope;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.port.signaling.Signaling.ClientTransaction;

/**
 * A request within a dialog. A carrier may want to know who that is at any of them, not only at the INVITE that began the
 * call: then it is sent once more, with the trunk's account (RFC 3261 §22.2, §22.3).
 */
public final class InDialogRequest implements ResponseTaker {
    private final Leg leg;
    private final OutgoingRequest request;
    private final ResponseTaker taker;
    private boolean authorized;

    private InDialogRequest(Leg leg, OutgoingRequest request, ResponseTaker taker) {
        this.leg = leg;
        this.request = request;
        this.taker = taker;
    }

    public static ClientTransaction send(Leg leg, String method, List<Header> headers, Optional<Body> body, ResponseTaker taker) {
        return send(leg, leg.dialog.request(method, headers, body), taker);
    }

    public static ClientTransaction send(Leg leg, OutgoingRequest request, ResponseTaker taker) {
        return leg.send(request, !leg.isTrunk() ? taker : new InDialogRequest(leg, request, taker));
    }

    /** The header that answers a challenge; empty where the trunk has no account, or did not challenge. */
    public static Optional<Header> credentials(Leg leg, OutgoingRequest request, IncomingResponse refusal) {
        boolean proxy = refusal.status() == 407;
        if (!leg.isTrunk() || !proxy && refusal.status() != 401)
            return Optional.empty();
        return leg.scope().ports().directory()
                .credentials(leg.trunk().get().name(), request.method(), request.requestUri(),
                        refusal.headers(proxy ? "Proxy-Authenticate" : "WWW-Authenticate"))
                .map(value -> new Header(proxy ? "Proxy-Authorization" : "Authorization", value));
    }

    @Override
    public CallScope scope() {
        return taker.scope();
    }

    @Override
    public void response(IncomingResponse response) {
        boolean needless = leg.owner().over() && !request.method().equals("BYE");
        var credentials = authorized || needless ? Optional.<Header>empty() : credentials(leg, request, response);
        credentials.ifPresentOrElse(this::sendAgain, () -> taker.response(response));
    }

    private void sendAgain(Header credentials) {
        authorized = true;
        if (request.method().equals("INVITE"))
            leg.dialog.credentials(List.of(credentials));
        taker.sentAgain(leg.send(new OutgoingRequest(request.method(), request.requestUri(),
                request.callId(), leg.dialog.nextCseq(), request.from(), request.fromTag(), request.to(), request.toTag(),
                request.maxForwards(), request.routes(), request.contactUser(), request.hop(),
                Leg.with(request.headers(), credentials), request.body(), request.focus()), this));
    }

    @Override
    public void failed(boolean sent) {
        taker.failed(sent);
    }
}
