package org.trunkline.sip.jain.internal;

import java.io.IOException;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

import javax.sip.message.Request;

import gov.nist.javax.sip.message.SIPRequest;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.border.BorderStatus;
import org.trunkline.domain.config.TlsCertificate;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.part.Said;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.SignalEvent;
import org.trunkline.engine.port.signaling.Signaling;
import org.trunkline.engine.port.signaling.Standing;
import org.trunkline.engine.port.signaling.Transmission;
import org.trunkline.engine.port.signaling.WireMessage;
import org.trunkline.sip.jain.internal.resolve.DnsNames;
import org.trunkline.sip.jain.internal.resolve.NameService;
import org.trunkline.sip.jain.internal.resolve.Resolver;
import org.trunkline.sip.jain.internal.resolve.Targets;
import org.trunkline.sip.jain.internal.tls.SignalingException;
import org.trunkline.sip.jain.internal.transaction.LargeRequests;
import org.trunkline.sip.jain.internal.transaction.Served;
import org.trunkline.sip.jain.internal.transaction.TransactionRoom;
import org.trunkline.sip.jain.internal.transport.Endpoints;
import org.trunkline.sip.jain.internal.transport.Inbox;
import org.trunkline.sip.jain.internal.wire.Ascii;
import org.trunkline.sip.jain.internal.wire.HeaderLines;
import org.trunkline.sip.jain.internal.wire.Wire;

/** SIP transactions over jain-sip, whose own dialogs are off. */
public final class JainSignaling implements Signaling, Inbox.Desk {
    private static final Logger LOG = LoggerFactory.getLogger(JainSignaling.class);
    /** Outside a dialog these belong to no call, and so to no ladder. */
    private static final Set<String> NO_CALL = Set.of(Request.REGISTER, Request.OPTIONS, Request.SUBSCRIBE,
            Request.PUBLISH, Request.NOTIFY, Request.MESSAGE);
    private static final Optional<String> OVERLOAD = Optional.of(Inbox.OVERLOAD);
    private static final Optional<String> FULL = Optional.of(TransactionRoom.FULL);
    private static final byte[] AUTHORIZATION = Ascii.bytes("authorization:");

    private final Endpoints endpoints;
    private final UdpTransactions udp;
    private final Targets targets;
    private final Resolver resolver;
    private final StreamTransactions streams;
    private final LargeSending larges;
    private volatile @Nullable Handler handler;

    public JainSignaling(Endpoints endpoints) {
        this(endpoints, DnsNames.ofSystem());
    }

    public JainSignaling(Endpoints endpoints, NameService names) {
        this.endpoints = endpoints;
        endpoints.standing(source -> handler().map(h -> h.standing(source)).orElse(Standing.STRANGER));
        endpoints.calling(() -> handler().map(Handler::connected).orElse(Set.of()));
        this.udp = new UdpTransactions(this, endpoints);
        this.targets = new Targets(names, endpoints::transports, InstantSource.system(),
                () -> ThreadLocalRandom.current().nextLong());
        this.resolver = new Resolver(endpoints, targets,
                host -> handler().map(h -> h.certificateName(host)).orElse(host));
        this.streams = new StreamTransactions(this, endpoints);
        this.larges = new LargeSending(this, streams);
        endpoints.guard().tables(() -> Stream.of(udp.tables(), streams.tables(), endpoints.tables(),
                List.of(new BorderStatus.Table("failed-targets", targets.failedNow(), 0))).flatMap(List::stream).toList());
    }

    /** Opens the sockets; messages come from now on. */
    public void open() throws SignalingException {
        var registrations = new Registrations(this);
        var door = new Door(this, endpoints);
        var listener = new JainListener(this, endpoints, registrations, door);
        endpoints.open(listener, new ReceiveValve(this, listener, door), this,
                new DatagramRegistrations(this, endpoints.guard()));
    }

    public UdpTransactions udp() {
        return udp;
    }

    public StreamTransactions streams() {
        return streams;
    }

    @Override
    public AutoCloseable attach(Handler it) {
        handler = it;
        return () -> {
            if (handler == it)
                handler = null;
        };
    }

    Optional<Handler> handler() {
        return Optional.ofNullable(handler);
    }

    /** @return false where nobody takes it */
    boolean deliver(SignalEvent event) {
        var taker = handler;
        if (taker == null)
            return false;
        taker.on(event);
        return true;
    }

    @Override
    public boolean emergency(String requestUri) {
        var taker = handler;
        return taker != null && taker.emergency(requestUri);
    }

    @Override
    public Optional<String> busy() {
        return busy(udp.serversFull());
    }

    /** The same for who calls over a connection. */
    Optional<String> busyStreams() {
        return endpoints.full() ? OVERLOAD : busy(streams.serversFull());
    }

    private Optional<String> busy(boolean full) {
        if (full || udp.clientsFull() || streams.clientsFull())
            return FULL;
        var taker = handler;
        return taker != null && taker.overloaded() ? OVERLOAD : Optional.empty();
    }

    @Override
    public boolean behind() {
        var taker = handler;
        return taker != null && taker.behind();
    }

    @Override
    public boolean knows(String transaction) {
        return udp.knows(transaction);
    }

    /** Tells the ladder, for messages of calls. */
    void note(WireMessage message) {
        var taker = handler;
        if (taker != null)
            taker.passed(message);
    }

    void noteSent(Hop hop, SIPRequest request) {
        note(new WireMessage(Instant.now(), true, hop.address(), hop.transport(), request.getCallId().getCallId(),
                Wire.tag(request.getFrom().getTag()), Wire.tag(request.getTo().getTag()), request.getMethod(),
                request.encodeAsBytes(hop.transport().token())));
    }

    static boolean belongsToCall(String method, boolean inDialog) {
        return inDialog || !NO_CALL.contains(method);
    }

    @Override
    public boolean hurried() {
        return endpoints.hurried();
    }

    @Override
    public String local(Hop towards) {
        return endpoints.local(towards.address().getAddress(), towards.transport());
    }

    @Override
    public void resolve(String host, int port, Transport transport, Consumer<Optional<Hop>> result) {
        resolver.resolve(host, port, transport, result);
    }

    @Override
    public void resolve(String host, Transport otherwise, Consumer<Optional<Hop>> result) {
        resolver.resolve(host, otherwise, result);
    }

    @Override
    public boolean failed(Hop hop) {
        return targets.failed(hop);
    }

    Targets targets() {
        return targets;
    }

    @Override
    public Optional<Said> certificateTrouble() {
        return endpoints.tls().trouble();
    }

    @Override
    public Optional<TlsCertificate> certificate() {
        return endpoints.tls().own();
    }

    @Override
    public Optional<TlsCertificate> certificateOf(String name) {
        return endpoints.tls().peers().shownBy(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public ClientTransaction send(OutgoingRequest request, Object owner) {
        if (request.hop().transport() == Transport.UDP)
            return sendDatagram(request, owner);
        var client = streams.client(request, owner);
        streams.start(client);
        return client;
    }

    private ClientTransaction sendDatagram(OutgoingRequest request, Object owner) {
        try {
            var client = udp.prepare(request, owner);
            if (client.datagram.message().bytes().length <= LargeRequests.LARGEST_DATAGRAM || !endpoints.streams())
                return udp.send(client);
            return larges.begin(client, owner);
        } catch (IOException e) {
            ClientTransaction failed = () -> owner;
            notSent(failed, OwnRequests.notSent(e.getMessage()));
            return failed;
        }
    }

    void notSent(ClientTransaction transaction, Said problem) {
        if (transaction.owner() instanceof OwnRequests.Pending pending)
            pending.notSent(problem);
        else
            deliver(new SignalEvent.NotSent(transaction, problem.message()));
    }

    @Override
    public void cancel(ClientTransaction invite, List<Header> headers) {
        switch (invite instanceof LargeSending.Large large ? large.sent() : invite) {
            case UdpClient client -> {
                try {
                    udp.cancel(client, cancelOf(client.request, headers));
                } catch (IOException e) {
                    LOG.debug("CANCEL to {} not sent: {}", client.request.hop().text(), e.getMessage());
                }
            }
            case JainTransactions.Client client -> streams.cancel(client, cancelOf(client.request.source(), headers));
            case null, default -> LOG.debug("nothing to cancel");
        }
    }

    private static OutgoingRequest cancelOf(OutgoingRequest invite, List<Header> headers) {
        return new OutgoingRequest(Request.CANCEL, invite.requestUri(), invite.callId(), invite.cseq(), invite.from(),
                invite.fromTag(), invite.to(), invite.toTag(), invite.maxForwards(), invite.routes(), Optional.empty(),
                invite.hop(), headers, Optional.empty());
    }

    @Override
    public Transmission acknowledge(OutgoingRequest ack) {
        try {
            if (ack.hop().transport() == Transport.UDP)
                return udp.out().once(ack);
            return streams.acknowledge(ack);
        } catch (ParseException e) {
            throw new IllegalArgumentException("ACK " + ack.requestUri(), e);
        } catch (IOException e) {
            LOG.debug("ACK to {} not sent: {}", ack.hop().text(), e.getMessage());
            return () -> {};
        }
    }

    @Override
    public Transmission respond(ServerTransaction transaction, OutgoingResponse response) {
        if (response.status() >= 200)
            judge(((Served) transaction).request, response);
        return transaction instanceof UdpServer datagram ? datagram.answer(response)
                : streams.respond((JainTransactions.Server) transaction, response);
    }

    /** Guessing shows in the answers that it gets. */
    private void judge(SIPRequest request, OutgoingResponse response) {
        boolean stale = false;
        for (var header : response.headers())
            stale |= header.value().contains("stale=true");
        byte[] head = Wire.head(request);
        endpoints.guard().answered(Wire.source(request).getAddress(), response.status(), stale,
                () -> Ascii.contains(head, 0, HeaderLines.endOfHead(head), AUTHORIZATION));
    }

    @Override
    public void drop(ServerTransaction transaction) {
        switch (transaction) {
            case UdpServer datagram -> datagram.drop();
            case JainTransactions.Server server -> streams.drop(server);
            default -> throw new IllegalArgumentException(transaction.toString());
        }
    }
}
