package org.trunkline.engine.messaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.format.CpimMessage;
import org.trunkline.domain.format.DeliveryReport;
import org.trunkline.domain.format.FileMessage;
import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.Refusals;
import org.trunkline.engine.call.message.HeaderPolicy;
import org.trunkline.engine.call.message.RequestOrigin;
import org.trunkline.engine.call.message.SipUri;
import org.trunkline.engine.call.message.Statuses;
import org.trunkline.engine.port.routing.Directory.AuthRequest;
import org.trunkline.engine.port.routing.Directory.AuthResult;
import org.trunkline.engine.port.routing.Directory.RouteRequest;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingRequest;

/** Which MESSAGE requests are taken at all: well formed, of a known type and size, from a subscriber or a trunk that may. */
final class MessageAdmission {
    static final String COMPOSING = "application/im-iscomposing+xml";
    private static final List<String> TYPES = List.of("text/plain", CpimMessage.TYPE, COMPOSING, DeliveryReport.TYPE, FileMessage.TYPE);
    private static final Header ACCEPT = new Header("Accept", String.join(", ", TYPES));
    private static final Header PLAIN = new Header("Accept-Encoding", "identity");
    /** Bytes of a body: over UDP as RFC 3428 §8 wants it, over a connection as the border allows. */
    static final int MOST_UDP = 1300;
    static final int MOST = 65_536;
    private static final int LONGEST_SECONDS = 10;
    private static final String METHOD = "MESSAGE";

    private final EnginePorts ports;
    private final SenderRates rates;
    private final Refusals refusals;

    MessageAdmission(EnginePorts ports, Refusals refusals) {
        this.ports = ports;
        this.rates = new SenderRates(ports.scheduler());
        this.refusals = refusals;
    }

    /** @param status to answer with */
    record Refusal(int status, List<Header> headers) {
        private static Refusal of(int status, Header... headers) {
            return new Refusal(status, List.of(headers));
        }
    }

    /** Who sends: whom to ask the directory as. */
    record Sender(Optional<String> subscriber, RequestOrigin origin) {
        RouteRequest route(IncomingRequest request) {
            return new RouteRequest(subscriber, origin.trunk().map(Trunk::name), origin.called(), origin.identity(request),
                    request.from().displayName());
        }

        String key() {
            return subscriber.orElseGet(() -> "trunk " + origin.trunk().map(Trunk::name).orElse(""));
        }
    }

    sealed interface Verdict {
        record Taken(Sender sender) implements Verdict {}

        record Refused(Refusal refusal) implements Verdict {}
    }

    Verdict judge(IncomingRequest request) {
        var origin = RequestOrigin.of(request, ports.directory());
        if (origin.trunk().isPresent() && !origin.trunk().get().peer().messages())
            return new Verdict.Refused(Refusal.of(405, HeaderPolicy.allowOthersThan(METHOD)));
        var bad = unsound(request);
        if (bad.isPresent())
            return new Verdict.Refused(bad.get());
        if (origin.trunk().isPresent())
            return limited(new Sender(Optional.empty(), origin), SenderRates.TRUNK);
        return switch (authenticated(request)) {
            case AuthResult.Granted(String username) -> limited(new Sender(Optional.of(username), origin), SenderRates.SUBSCRIBER);
            case AuthResult.Challenged(List<String> challenges) -> new Verdict.Refused(new Refusal(407,
                    challenges.stream().map(value -> new Header("Proxy-Authenticate", value)).toList()));
            case AuthResult.Denied() -> new Verdict.Refused(Refusal.of(403));
            case AuthResult.Mismatched() -> new Verdict.Refused(Refusal.of(400));
        };
    }

    private Verdict limited(Sender sender, int perSecond) {
        if (rates.take(sender.key(), perSecond))
            return new Verdict.Taken(sender);
        refusals.count("message-rate");
        return new Verdict.Refused(Refusal.of(503, new Header("Retry-After", "2")));
    }

    private AuthResult authenticated(IncomingRequest request) {
        var credentials = new ArrayList<>(request.headers("Proxy-Authorization"));
        credentials.addAll(request.headers("Authorization"));
        byte[] body = request.body().map(Body::bytes).orElse(new byte[0]);
        return ports.directory().authenticate(new AuthRequest(METHOD, request.requestUri(), credentials, body, request.source(),
                request.header("User-Agent").orElse("")));
    }

    private Optional<Refusal> unsound(IncomingRequest request) {
        if (SipUri.secure(request.requestUri()) && !request.transport().encrypted())
            return refused(480, Statuses.SIPS_NOT_ALLOWED);
        if (request.looped())
            return refused(482);
        if (request.maxForwards() <= 0)
            return refused(483);
        var unsupported = HeaderPolicy.unsupported(request);
        if (!unsupported.isEmpty())
            return refused(420, new Header("Unsupported", String.join(", ", unsupported)));
        if (SipUri.parse(request.requestUri()).isEmpty())
            return refused(416);
        return request.body().isEmpty() || seconds(request).filter(seconds -> seconds < 0).isPresent() ? refused(400)
                : unsound(request, request.body().get());
    }

    private Optional<Refusal> unsound(IncomingRequest request, Body body) {
        if (!TYPES.contains(body.mediaType()))
            return refused(415, ACCEPT);
        if (request.header("Content-Encoding").filter(coding -> !coding.strip().equalsIgnoreCase("identity")).isPresent())
            return refused(415, ACCEPT, PLAIN);
        if (body.bytes().length <= (request.transport() == Transport.UDP ? MOST_UDP : MOST))
            return Optional.empty();
        refusals.count("message-size");
        return refused(513);
    }

    private static Optional<Refusal> refused(int status, Header... headers) {
        return Optional.of(Refusal.of(status, headers));
    }

    /** Of an Expires header; -1 for nonsense. */
    static Optional<Long> seconds(IncomingRequest request) {
        return request.header("Expires").map(String::strip).map(text -> text.isEmpty() || text.length() > LONGEST_SECONDS
                || !text.chars().allMatch(c -> c >= '0' && c <= '9') ? -1L : Long.parseLong(text));
    }

    /** What of its headers goes with a message. */
    static List<Header> passed(IncomingRequest request) {
        var passed = new ArrayList<Header>(1);
        for (String name : List.of("Subject", "Date", "Content-Disposition", "Content-Language"))
            request.header(name).ifPresent(value -> passed.add(new Header(name, value)));
        return passed;
    }
}
