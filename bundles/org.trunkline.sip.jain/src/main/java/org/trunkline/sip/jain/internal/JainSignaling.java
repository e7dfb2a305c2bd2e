package org.trunkline.sip.jain.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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

import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.message.Request;

import gov.nist.javax.sip.message.SIPRequest;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.border.BorderStatus;
import org.trunkline.domain.config.TlsCertificate;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.Header;
import org.trunkline.engine.port.Hop;
import org.trunkline.engine.port.OutgoingRequest;
import org.trunkline.engine.port.OutgoingResponse;
import org.trunkline.engine.port.SignalEvent;
import org.trunkline.engine.port.Signaling;
import org.trunkline.engine.port.Standing;
import org.trunkline.engine.port.Transmission;
import org.trunkline.engine.port.WireMessage;

/** SIP transactions over jain-sip, whose own dialogs are off. */
final class JainSignaling implements Signaling, Inbox.Desk {
    private static final Logger LOG = LoggerFactory.getLogger(JainSignaling.class);
    private static final int DEFAULT_PORT = 5060;
    private static final int DEFAULT_TLS_PORT = 5061;
    /** Outside a dialog these belong to no call, and so to no ladder. */
    private static final Set<String> NO_CALL = Set.of(Request.REGISTER, Request.OPTIONS, Request.SUBSCRIBE,
            Request.PUBLISH, Request.NOTIFY, Request.MESSAGE);
    private static final byte[] AUTHORIZATION = Ascii.bytes("authorization:");
    private static final SentNotice UNNOTED = message -> {};

    private final Endpoints endpoints;
    private final UdpTransactions udp;
    private final Targets targets;
    private final LargeRequests larges = new LargeRequests(InstantSource.system());
    private volatile @Nullable Handler handler;

    JainSignaling(Endpoints endpoints) {
        this(endpoints, new JndiNames());
    }

    JainSignaling(Endpoints endpoints, NameService names) {
        this.endpoints = endpoints;
        endpoints.standing(source -> handler().map(h -> h.standing(source)).orElse(Standing.STRANGER));
        this.udp = new UdpTransactions(this, endpoints);
        this.targets = new Targets(names, endpoints.transports(), InstantSource.system(),
                () -> ThreadLocalRandom.current().nextLong());
        endpoints.guard().tables(() -> Stream.of(udp.tables(), endpoints.tables(),
                List.of(new BorderStatus.Table("failed-targets", targets.failedNow(), 0))).flatMap(List::stream).toList());
    }

    /** Opens the sockets; messages come from now on. */
    void open() throws SignalingException {
        var registrations = new Registrations(this);
        var listener = new JainListener(this, endpoints, registrations);
        endpoints.open(listener, new ReceiveValve(this, listener), this,
                new DatagramRegistrations(this, endpoints.guard(), endpoints.scan()));
    }

    UdpTransactions udp() {
        return udp;
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
    public boolean busy() {
        var taker = handler;
        return udp.full() || taker != null && taker.overloaded();
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
        int real = port != 0 ? port : transport == Transport.TLS ? DEFAULT_TLS_PORT : DEFAULT_PORT;
        String plain = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (isLiteral(plain)) {
            result.accept(hop(plain, real, transport));
            return;
        }
        int asked = port == Services.standard(transport) ? 0 : port; // as good as none
        find(new Targets.Name(plain, asked, transport), result);
    }

    private void find(Targets.Name name, Consumer<Optional<Hop>> result) {
        Thread.ofVirtual().name("sip-resolve").start(() -> result.accept(first(name)));
    }

    @Override
    public void resolve(String host, Transport otherwise, Consumer<Optional<Hop>> result) {
        if (isLiteral(host))
            resolve(host, 0, otherwise, result);
        else
            find(new Targets.Name(host, 0, otherwise, true), result);
    }

    /** The best target that an address of the node reaches. */
    private Optional<Hop> first(Targets.Name name) {
        var hops = targets.find(name);
        for (var hop : hops)
            if (hop.transport() == Transport.TLS)
                expect(hop, name.host());
        return hops.stream().filter(hop -> endpoints.provider(hop).isPresent()).findFirst()
                .or(() -> hops.stream().findFirst());
    }

    @Override
    public boolean failed(Hop hop) {
        return targets.failed(hop);
    }

    Targets targets() {
        return targets;
    }

    private void expect(Hop hop, String host) {
        endpoints.tls().ifPresent(tls -> tls.peers().expect(hop.address(),
                handler().map(h -> h.certificateName(host)).orElse(host)));
    }

    private static boolean isLiteral(String host) {
        if (host.indexOf(':') >= 0)
            return true;
        for (int i = 0; i < host.length(); i++)
            if (host.charAt(i) != '.' && (host.charAt(i) < '0' || host.charAt(i) > '9'))
                return false;
        return !host.isEmpty();
    }

    /** Asks nobody, unlike {@link InetAddress#getByName}, which takes "300.1.1.1" for a name: the caller may be the thread that reads. */
    private Optional<Hop> hop(String literal, int port, Transport transport) {
        try {
            var hop = new Hop(new InetSocketAddress(InetAddress.ofLiteral(literal), port), transport);
            if (transport == Transport.TLS)
                expect(hop, literal);
            return Optional.of(hop);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<TlsCertificate> certificate() {
        return endpoints.tls().map(TlsNetwork::own);
    }

    @Override
    public Optional<TlsCertificate> certificateOf(String name) {
        return endpoints.tls().flatMap(tls -> tls.peers().shownBy(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public ClientTransaction send(OutgoingRequest request, Object owner) {
        if (request.hop().transport() == Transport.UDP)
            return sendDatagram(request, owner);
        var client = stream(request, owner);
        start(client);
        return client;
    }

    private JainTransactions.Client stream(OutgoingRequest request, Object owner) {
        var notice = belongsToCall(request.method(), !request.toTag().isEmpty()) ? (SentNotice) this::note : UNNOTED;
        try {
            return new JainTransactions.Client(new WireRequest(request, local(request.hop()), Tokens.branch(), notice), owner);
        } catch (ParseException e) {
            throw new IllegalArgumentException(request.method() + ' ' + request.requestUri() + ": " + e.getMessage(), e);
        }
    }

    private ClientTransaction sendDatagram(OutgoingRequest request, Object owner) {
        try {
            var client = udp.prepare(request, owner);
            if (client.datagram.message().bytes().length <= LargeRequests.LARGEST_DATAGRAM || !endpoints.streams())
                return udp.send(client);
            var large = new Large(owner);
            Thread.ofVirtual().name("sip-large-send").start(() -> sendLarge(large, client));
            return large;
        } catch (IOException e) {
            ClientTransaction failed = () -> owner;
            notSent(failed, String.valueOf(e.getMessage()));
            return failed;
        }
    }

    /** A request that went over TCP, or over UDP after all. */
    private static final class Large implements ClientTransaction {
        private final Object owner;
        private volatile @Nullable ClientTransaction sent;

        Large(Object owner) {
            this.owner = owner;
        }

        @Override
        public Object owner() {
            return owner;
        }
    }

    /** RFC 3261 §18.1.1: over TCP, and where nobody takes it there, over UDP. */
    private void sendLarge(Large large, UdpClient datagram) {
        var peer = datagram.request.hop().address();
        if (larges.takes(peer)) {
            try {
                var client = stream(over(Transport.TCP, datagram.request), large.owner);
                large.sent = client;
                startOrThrow(client);
                return;
            } catch (SipException e) {
                LOG.debug("{} does not take a large request over TCP: {}", datagram.request.hop().text(), reason(e));
                larges.failed(peer);
            }
        }
        try {
            large.sent = datagram;
            udp.send(datagram);
        } catch (IOException e) {
            notSent(large, String.valueOf(e.getMessage()));
        }
    }

    private static OutgoingRequest over(Transport transport, OutgoingRequest r) {
        return new OutgoingRequest(r.method(), r.requestUri(), r.callId(), r.cseq(), r.from(), r.fromTag(), r.to(),
                r.toTag(), r.maxForwards(), r.routes(), r.contactUser(), new Hop(r.hop().address(), transport), r.headers(),
                r.body());
    }

    private void notSent(ClientTransaction transaction, String problem) {
        if (transaction.owner() instanceof OwnRequests.Pending pending)
            pending.notSent(problem);
        else
            deliver(new SignalEvent.NotSent(transaction, problem));
    }

    /** A connection may take seconds to come up, so that waits on a thread of its own. */
    private void start(JainTransactions.Client client) {
        Thread.ofVirtual().name("sip-connection-send").start(() -> startNow(client));
    }

    private void startNow(JainTransactions.Client client) {
        try {
            startOrThrow(client);
        } catch (SipException e) {
            notSent(client, reason(e));
        }
    }

    private void startOrThrow(JainTransactions.Client client) throws SipException {
        var transaction = providerTo(client.request.source().hop()).getNewClientTransaction(client.request);
        transaction.setApplicationData(client);
        client.transaction = transaction;
        transaction.sendRequest();
    }

    private static String reason(SipException e) {
        Throwable deepest = e;
        while (deepest.getCause() != null)
            deepest = deepest.getCause();
        return String.valueOf(deepest.getMessage());
    }

    private SipProvider providerTo(Hop hop) throws SipException {
        return endpoints.provider(hop)
                .orElseThrow(() -> new SipException("the node has no address that reaches " + hop.text()));
    }

    @Override
    public void cancel(ClientTransaction invite, List<Header> headers) {
        switch (invite instanceof Large large ? large.sent : invite) {
            case UdpClient client -> {
                try {
                    udp.cancel(client, cancelOf(client.request, headers));
                } catch (IOException e) {
                    LOG.debug("CANCEL to {} not sent: {}", client.request.hop().text(), e.getMessage());
                }
            }
            case JainTransactions.Client client -> cancel(client, cancelOf(client.request.source(), headers));
            case null, default -> LOG.debug("nothing to cancel");
        }
    }

    private static OutgoingRequest cancelOf(OutgoingRequest invite, List<Header> headers) {
        return new OutgoingRequest(Request.CANCEL, invite.requestUri(), invite.callId(), invite.cseq(), invite.from(),
                invite.fromTag(), invite.to(), invite.toTag(), invite.maxForwards(), invite.routes(), Optional.empty(),
                invite.hop(), headers, Optional.empty());
    }

    private void cancel(JainTransactions.Client invite, OutgoingRequest cancel) {
        try {
            var wire = new WireRequest(cancel, local(cancel.hop()), invite.request.getTopmostVia().getBranch(),
                    this::note);
            wire.setInviteTransaction((gov.nist.javax.sip.stack.SIPTransaction) invite.transaction);
            start(new JainTransactions.Client(wire, OwnRequests.NOBODY));
        } catch (ParseException e) {
            throw new IllegalArgumentException("CANCEL " + cancel.requestUri(), e);
        }
    }

    @Override
    public Transmission acknowledge(OutgoingRequest ack) {
        try {
            if (ack.hop().transport() == Transport.UDP)
                return udp.sendOnce(ack);
            var wire = new WireRequest(ack, local(ack.hop()), Tokens.branch(), this::note);
            Transmission sending = () -> sendStateless(wire);
            sending.again();
            return sending;
        } catch (ParseException e) {
            throw new IllegalArgumentException("ACK " + ack.requestUri(), e);
        } catch (IOException e) {
            LOG.debug("ACK to {} not sent: {}", ack.hop().text(), e.getMessage());
            return () -> {};
        }
    }

    private void sendStateless(WireRequest wire) {
        try {
            providerTo(wire.source().hop()).sendRequest(wire);
        } catch (SipException e) {
            LOG.debug("{} to {} not sent: {}", wire.getMethod(), wire.source().hop().text(), reason(e));
        }
    }

    @Override
    public Transmission respond(ServerTransaction transaction, OutgoingResponse response) {
        if (response.status() >= 200)
            judge(((Served) transaction).request, response);
        return transaction instanceof UdpServer datagram ? datagram.answer(response)
                : respond((JainTransactions.Server) transaction, response);
    }

    private Transmission respond(JainTransactions.Server server, OutgoingResponse response) {
        WireResponse wire;
        try {
            wire = new WireResponse(server.request, response,
                    endpoints.local(Wire.source(server.request).getAddress(), Wire.transport(server.request)));
        } catch (ParseException e) {
            throw new IllegalArgumentException("response " + response.status(), e);
        }
        server.answered |= response.status() >= 200;
        server.lastResponse = wire;
        try {
            noteAnswer(server, wire);
            if (server.transaction.isPresent())
                server.transaction.get().sendResponse(wire);
            else
                server.provider.sendResponse(wire);
        } catch (SipException | javax.sip.InvalidArgumentException e) {
            LOG.debug("{} not sent: {}", response.status(), e.getMessage());
        }
        return () -> again(server, wire);
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

    private void again(JainTransactions.Server server, WireResponse wire) {
        try {
            noteAnswer(server, wire);
            server.provider.sendResponse(wire);
        } catch (SipException e) {
            LOG.debug("{} not sent again: {}", wire.getStatusCode(), reason(e));
        }
    }

    private void noteAnswer(JainTransactions.Server server, WireResponse wire) {
        if (belongsToCall(server.request.getMethod(), server.request.getToTag() != null))
            note(wire.wire());
    }

    @Override
    public void drop(ServerTransaction transaction) {
        switch (transaction) {
            case UdpServer datagram -> datagram.drop();
            case JainTransactions.Server server -> server.transaction.ifPresent(JainSignaling::terminate);
            default -> throw new IllegalArgumentException(transaction.toString());
        }
    }

    private static void terminate(javax.sip.ServerTransaction given) {
        try {
            given.terminate();
        } catch (javax.sip.ObjectInUseException e) {
            LOG.debug("transaction still in use: {}", e.getMessage());
        }
    }
}
