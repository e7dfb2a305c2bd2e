package org.trunkline.engine.messaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.port.signaling.NameAddress;
import org.trunkline.engine.port.signaling.OutgoingRequest;

/** One MESSAGE that the node sends; the owner of its transaction. <b>Threads:</b> any. */
public final class OutboundMessage {
    private static final int FORWARDS = 70;

    private final EnginePorts ports;
    private final Optional<String> trunk;
    private final Consumer<Integer> result;
    private final OutgoingRequest request;
    private boolean authorized;

    /**
     * Where one goes.
     *
     * @param routes with angle brackets, next first
     * @param trunk whose account answers challenges
     */
    record Target(String uri, NameAddress from, NameAddress to, List<String> routes, Hop hop, Optional<String> trunk) {}

    /** @param tag of From @param result told the final status once, 0 where there was none */
    OutboundMessage(EnginePorts ports, TextMessage message, String callId, String tag, Target target, List<Header> headers,
            Consumer<Integer> result) {
        this.ports = ports;
        this.trunk = target.trunk();
        this.result = result;
        this.request = new OutgoingRequest("MESSAGE", target.uri(), callId, 1, target.from(), tag, target.to(), "", FORWARDS,
                target.routes(), Optional.empty(), target.hop(), headers, Optional.of(message.body()));
    }

    void send() {
        ports.signaling().send(request, this);
    }

    /** A response came. */
    public void answered(IncomingResponse response) {
        int status = response.status();
        if (status < 200)
            return;
        var credentials = authorized ? Optional.<Header>empty() : credentials(response);
        if (credentials.isPresent()) {
            authorized = true;
            ports.signaling().send(again(credentials.get()), this);
        } else {
            result.accept(status);
        }
    }

    private Optional<Header> credentials(IncomingResponse response) {
        boolean proxy = response.status() == 407;
        if (trunk.isEmpty() || !proxy && response.status() != 401)
            return Optional.empty();
        return ports.directory().credentials(trunk.get(), request.method(), request.requestUri(),
                response.headers(proxy ? "Proxy-Authenticate" : "WWW-Authenticate"))
                .map(value -> new Header(proxy ? "Proxy-Authorization" : "Authorization", value));
    }

    private OutgoingRequest again(Header credentials) {
        var headers = new ArrayList<>(request.headers());
        headers.add(credentials);
        return new OutgoingRequest(request.method(), request.requestUri(), request.callId(), request.cseq() + 1, request.from(),
                request.fromTag(), request.to(), "", FORWARDS, request.routes(), Optional.empty(), request.hop(), headers,
                request.body());
    }

    /** No response came in time, or it could not be sent. */
    public void failed() {
        result.accept(0);
    }
}
