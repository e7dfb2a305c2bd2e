package org.trunkline.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.signaling.AdmissionSnapshot;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.SignalEvent;
import org.trunkline.engine.port.signaling.Signaling;
import org.trunkline.engine.port.signaling.Transmission;
import org.trunkline.engine.port.signaling.WireMessage;

/** A network that is a list: tests read what the engine sent and say what comes back. */
public final class FakeSignaling implements Signaling {
    public static final String LOCAL = "192.0.2.1:5060";

    private final InstantSource clock;
    private final List<SentRequest> requests = new ArrayList<>();
    private final List<SentRequest> acks = new ArrayList<>();
    private final List<SentRequest> cancels = new ArrayList<>();
    private final List<String> unreachable = new ArrayList<>();
    private Optional<Handler> handler = Optional.empty();
    private AdmissionSnapshot admission = AdmissionSnapshot.NOTHING;

    public FakeSignaling(InstantSource clock) {
        this.clock = clock;
    }

    /** A request that the engine sent. */
    public static final class SentRequest implements ClientTransaction {
        public final OutgoingRequest request;
        private final Object owner;
        /** How often it was sent again. */
        public int again;
        private List<Header> cancelHeaders = List.of();
        private Optional<WireMessage> wire = Optional.empty();

        SentRequest(OutgoingRequest request, Object owner) {
            this.request = request;
            this.owner = owner;
        }

        @Override
        public Object owner() {
            return owner;
        }

        @Override
        public Optional<WireMessage> wire() {
            return wire;
        }

        public Optional<String> header(String name) {
            return request.headers().stream().filter(h -> h.name().equalsIgnoreCase(name)).map(Header::value)
                    .findFirst();
        }

        public String body() {
            return request.body().map(Body::text).orElse("");
        }

        @Override
        public String toString() {
            return request.method() + ' ' + request.requestUri();
        }
    }

    /** A request that the engine received, and what it answered. */
    public static final class Received implements ServerTransaction {
        public final FakeRequest request;
        public final List<OutgoingResponse> responses = new ArrayList<>();
        private Optional<Object> owner = Optional.empty();
        public boolean dropped;
        /** How often the last response was sent again. */
        public int again;

        Received(FakeRequest request) {
            this.request = request;
        }

        @Override
        public Optional<Object> owner() {
            return owner;
        }

        @Override
        public void own(Object owner) {
            this.owner = Optional.of(owner);
        }

        public List<Integer> statuses() {
            return responses.stream().map(OutgoingResponse::status).toList();
        }

        public OutgoingResponse last() {
            return responses.getLast();
        }

        /** The node's tag, from the last response that had one. */
        public String toTag() {
            return responses.stream().map(OutgoingResponse::toTag).filter(tag -> !tag.isEmpty()).reduce("", (a, b) -> b);
        }

        public Optional<String> header(String name) {
            return last().headers().stream().filter(h -> h.name().equalsIgnoreCase(name)).map(Header::value).findFirst();
        }

        public String body() {
            return last().body().map(Body::text).orElse("");
        }
    }

    // ---- what tests do

    /** A request comes in. ACK has no transaction: the result stays empty. */
    public Received receive(FakeRequest request) {
        var received = new Received(request);
        request.arrivesAt(clock.instant());
        told().on(request.method().equals("ACK") ? new SignalEvent.Ack(request)
                : new SignalEvent.Request(received, request));
        return received;
    }

    /** A CANCEL comes in for that INVITE. */
    public Received cancel(Received invite) {
        return cancel(invite, invite.request.cancel());
    }

    /** The same with a Reason. */
    public Received cancel(Received invite, String reason) {
        return cancel(invite, invite.request.cancel().header("Reason", reason));
    }

    private Received cancel(Received invite, FakeRequest request) {
        var received = new Received(request);
        request.arrivesAt(clock.instant());
        told().on(new SignalEvent.Cancel(invite, received, request));
        return received;
    }

    /** A response comes in. */
    public void respond(SentRequest to, FakeResponse response) {
        response.arrivesAt(clock.instant());
        told().on(new SignalEvent.Response(to, response));
    }

    public void respond(SentRequest to, int status) {
        respond(to, FakeResponse.to(to.request, status));
    }

    public void respond(SentRequest to, int status, String sdp) {
        respond(to, FakeResponse.to(to.request, status).sdp(sdp));
    }

    /** A 2xx comes again, or from another branch of a fork. */
    public void respondLate(FakeResponse response) {
        response.arrivesAt(clock.instant());
        told().on(new SignalEvent.LateSuccess(response));
    }

    /** Timer B or F runs out. */
    public void timeOut(SentRequest request) {
        told().on(new SignalEvent.NoResponse(request));
    }

    /** The same INVITE came again and was absorbed by its transaction. */
    public void repeat(FakeRequest request) {
        request.arrivesAt(clock.instant());
        told().passed(request.wire());
    }

    /** Requests to this host fail at once. */
    public void unreachable(String host) {
        unreachable.add(host);
    }

    public List<SentRequest> requests() {
        return requests;
    }

    public List<SentRequest> requests(String method) {
        return requests.stream().filter(sent -> sent.request.method().equals(method)).toList();
    }

    public SentRequest last(String method) {
        var all = requests(method);
        if (all.isEmpty())
            throw new AssertionError("no " + method + " was sent, only " + requests);
        return all.getLast();
    }

    public List<SentRequest> acks() {
        return acks;
    }

    /** The INVITEs that were cancelled. */
    public List<SentRequest> cancels() {
        return cancels;
    }

    /** What its CANCEL said. */
    public List<Header> cancelHeaders(SentRequest invite) {
        return invite.cancelHeaders;
    }

    private Handler told() {
        return handler.orElseThrow(() -> new AssertionError("nobody listens"));
    }

    // ---- Signaling

    @Override
    public void admission(AdmissionSnapshot snapshot) {
        admission = snapshot;
    }

    /** What the engine published last. */
    public AdmissionSnapshot admission() {
        return admission;
    }

    @Override
    public AutoCloseable attach(Handler handler) {
        this.handler = Optional.of(handler);
        return () -> this.handler = Optional.empty();
    }

    @Override
    public String local(Hop towards) {
        return LOCAL;
    }

    @Override
    public void resolve(String host, int port, Transport transport, Consumer<Optional<Hop>> result) {
        try {
            var address = InetAddress.ofLiteral(host);
            result.accept(Optional.of(new Hop(new InetSocketAddress(address, port == 0 ? 5060 : port), transport)));
        } catch (IllegalArgumentException e) {
            result.accept(Optional.empty());
        }
    }

    @Override
    public ClientTransaction send(OutgoingRequest request, Object owner) {
        var sent = new SentRequest(request.sentFrom(LOCAL), owner);
        requests.add(sent);
        sent.wire = Optional.of(wire(sent.request));
        if (unreachable.contains(request.hop().address().getHostString()))
            told().on(new SignalEvent.NotSent(sent, "refused"));
        return sent;
    }

    @Override
    public void cancel(ClientTransaction invite, List<Header> headers) {
        cancels.add((SentRequest) invite);
        ((SentRequest) invite).cancelHeaders = headers;
    }

    @Override
    public Transmission acknowledge(OutgoingRequest ack) {
        var sent = new SentRequest(ack.sentFrom(LOCAL), this);
        acks.add(sent);
        return transmission(() -> sent.again++, wire(sent.request));
    }

    @Override
    public Transmission respond(ServerTransaction transaction, OutgoingResponse response) {
        var received = (Received) transaction;
        received.responses.add(response);
        var request = received.request;
        return transmission(() -> received.again++, new WireMessage(clock.instant(), true, request.source(), request.transport(), request.callId(),
                response.toTag(), request.fromTag(), Integer.toString(response.status()),
                ("SIP/2.0 " + response.status() + "\r\nCSeq: " + request.cseq() + ' ' + request.method() + "\r\n\r\n"
                        + response.body().map(Body::text).orElse("")).getBytes(UTF_8)));
    }

    private static Transmission transmission(Runnable again, WireMessage wire) {
        return new Transmission() {
            @Override
            public void again() {
                again.run();
            }

            @Override
            public Optional<WireMessage> wire() {
                return Optional.of(wire);
            }
        };
    }

    @Override
    public void drop(ServerTransaction transaction) {
        ((Received) transaction).dropped = true;
    }

    private WireMessage wire(OutgoingRequest request) {
        return new WireMessage(clock.instant(), true, request.hop().address(), request.hop().transport(),
                request.callId(), request.fromTag(), request.toTag(), request.method(),
                (request.method() + ' ' + request.requestUri() + " SIP/2.0\r\nCSeq: " + request.cseq() + "\r\n\r\n"
                        + request.body().map(Body::text).orElse("")).getBytes(UTF_8));
    }
}
