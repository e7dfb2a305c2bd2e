package org.trunkline.sip.jain.internal.transport;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.border.BorderStatus;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.WheelScheduler;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.SourceTrust;
import org.trunkline.sip.jain.internal.guard.IngressFilter;
import org.trunkline.sip.jain.internal.guard.SourceGuard;
import org.trunkline.sip.jain.internal.tls.AdvertisedAddresses;
import org.trunkline.sip.jain.internal.tls.Handshakes;
import org.trunkline.sip.jain.internal.tls.PlainNetwork;
import org.trunkline.sip.jain.internal.tls.Ports;
import org.trunkline.sip.jain.internal.tls.SecureListener;
import org.trunkline.sip.jain.internal.tls.SignalingException;
import org.trunkline.sip.jain.internal.tls.SipSettings;
import org.trunkline.sip.jain.internal.tls.TlsNetwork;
import org.trunkline.sip.jain.internal.web.WebSocketHandshake;
import org.trunkline.sip.jain.internal.wire.BorderLimits;

/** The node's sockets: where it listens, and how it reaches each peer. <b>Threads:</b> any. */
public final class Endpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);
    private static final Duration REAP = Duration.ofSeconds(10);

    private final SipSettings settings;
    private final AdvertisedAddresses locals = new AdvertisedAddresses();
    private final Ports ports;
    private final TlsNetwork tls;
    private final Handshakes handshakes;
    private final SecureListener secure;
    private final SourceGuard guard;
    private final IngressFilter screen;
    private final WireParser parser;
    private final WheelScheduler wheel;
    private final List<UdpSocket> datagrams = new CopyOnWriteArrayList<>();
    private final Map<Transport, StreamTransport> streams = new ConcurrentHashMap<>();
    private volatile Function<InetAddress, SourceTrust> standing = _ -> SourceTrust.STRANGER;
    private volatile Supplier<Set<InetSocketAddress>> calling = Set::of;
    private volatile Runnable again = () -> {};
    private boolean closed;

    public Endpoints(SipSettings wanted) throws SignalingException {
        this(wanted, new WheelScheduler());
    }

    /** @param wheel for the timers of all transactions, closed with the sockets */
    public Endpoints(SipSettings wanted, WheelScheduler wheel) throws SignalingException {
        this.wheel = wheel;
        settings = wanted;
        tls = TlsNetwork.of(settings.tls());
        ports = new Ports(settings);
        if (tls.ready())
            ports.addTls();
        guard = new SourceGuard(settings.limits(), InstantSource.system(), source -> standing.apply(source));
        screen = new IngressFilter(settings.limits(), guard);
        parser = new WireParser(screen, settings.limits().parse());
        handshakes = new Handshakes(guard, wheel, settings.limits().handshakes());
        secure = new SecureListener(tls, ports);
    }

    /** How full they are. */
    public List<BorderStatus.Table> tables() {
        int open = streams.values().stream().mapToInt(it -> it.connections().count()).sum();
        return List.of(new BorderStatus.Table("connections", open, settings.limits().connections()), handshakes.table());
    }

    public BorderLimits limits() {
        return settings.limits();
    }

    public SourceGuard guard() {
        return guard;
    }

    /** Who knows the trunks and the registered. */
    public void standing(Function<InetAddress, SourceTrust> known) {
        standing = known;
    }

    /** Who knows the peers of calls in progress: over their connections these may be silent. */
    public void calling(Supplier<Set<InetSocketAddress>> known) {
        calling = known;
    }

    // ---- opening and closing

    /** Opens the sockets; messages come from now on. */
    public void open(Receiver receiver, Inbox.AdmissionPolicy admission, UdpSocket.Quick quick) throws SignalingException {
        var reception = new Reception(receiver);
        var reader = new ConnectionReader(screen, parser, reception);
        var upgrade = new WebSocketHandshake(settings.origins());
        streams.put(Transport.TCP, stream(Transport.TCP, new Tcp(), reader));
        streams.put(Transport.TLS, stream(Transport.TLS, new Tls(true), reader));
        streams.put(Transport.WS, stream(Transport.WS, new Web(new Tcp(), upgrade::greet), reader));
        streams.put(Transport.WSS, stream(Transport.WSS, new Web(new Tls(false), socket -> {
            Handshakes.tls(socket);
            upgrade.greet(socket);
        }), reader));
        var opening = Transport.UDP;
        try {
            for (var transport : ports.spoken()) {
                opening = transport;
                listen(transport);
            }
            for (var socket : datagrams)
                socket.start(settings.threads(), parser, admission, quick, reception);
            reapLater();
        } catch (IOException e) {
            close();
            LOG.warn("SIP over {} does not listen", opening.token(), e); // taken since it was probed, or something else
            throw Ports.inUse(settings.addresses().getFirst(), opening, ports.of(opening), e);
        }
    }

    private StreamTransport stream(Transport transport, StreamTransport.Sockets sockets, ConnectionReader reader) {
        return new StreamTransport(sockets, new Connections(transport, screen, settings.limits().connections()), reader);
    }

    private void listen(Transport transport) throws IOException {
        for (var address : settings.addresses())
            if (transport == Transport.UDP)
                datagrams.add(new UdpSocket(address, ports.of(transport), screen));
            else
                stream(transport).listen(address, ports.of(transport));
    }

    private StreamTransport stream(Transport transport) throws IOException {
        var found = streams.get(transport);
        if (found == null)
            throw new IOException("the sockets are not open");
        return found;
    }

    private static final class Tcp implements StreamTransport.Sockets {
        @Override
        public ServerSocket listen(InetAddress address, int port) throws IOException {
            return PlainNetwork.listen(address, port);
        }

        @Override
        public Socket connect(InetSocketAddress peer, InetAddress from) throws IOException {
            return PlainNetwork.connect(peer, from);
        }

        @Override
        public void accepted(Socket socket, Connections.Taker taker) throws IOException {
            taker.take(socket);
        }
    }

    /** Who shakes hands slowly keeps nobody else waiting. */
    private final class Tls implements StreamTransport.Sockets {
        private final boolean asks;

        /** @param asks for certificates */
        Tls(boolean asks) {
            this.asks = asks;
        }

        @Override
        public ServerSocket listen(InetAddress address, int port) throws IOException {
            return tls.listen(address, port, asks);
        }

        @Override
        public Socket connect(InetSocketAddress peer, InetAddress from) throws IOException {
            return tls.connect(peer, from);
        }

        @Override
        public void accepted(Socket socket, Connections.Taker taker) {
            handshakes.with(socket, Handshakes::tls, taker::take);
        }
    }

    /** WebSockets, which phones open. */
    private final class Web implements StreamTransport.Sockets {
        private final StreamTransport.Sockets below;
        private final Handshakes.Greeting greeting;

        Web(StreamTransport.Sockets below, Handshakes.Greeting greeting) {
            this.below = below;
            this.greeting = greeting;
        }

        @Override
        public ServerSocket listen(InetAddress address, int port) throws IOException {
            return below.listen(address, port);
        }

        @Override
        public Socket connect(InetSocketAddress peer, InetAddress from) throws IOException {
            throw new IOException("the WebSocket of " + Hop.shown(peer) + " is closed");
        }

        @Override
        public void accepted(Socket socket, Connections.Taker taker) {
            handshakes.with(socket, greeting, taker::take);
        }
    }

    private void reapLater() {
        wheel.after(REAP, () -> {
            Thread.ofVirtual().name("sip-tcp-reap").start(() -> {
                reap(System.nanoTime());
                readCertificate();
                locals.forgetOld(System.nanoTime());
                again.run();
            });
            reapLater();
        });
    }

    /** Reads the files of TLS where they changed; with the first certificate the TLS ports are opened. */
    public synchronized void readCertificate() {
        if (closed)
            return;
        tls.readAgain();
        secure.open(this::listenToTls);
    }

    private void listenToTls() throws IOException {
        try {
            listen(Transport.TLS);
        } catch (IOException e) {
            stream(Transport.TLS).stopListening();
            throw e;
        }
    }

    /**
     * Opens a port for WebSockets or for secure ones, or closes it; connections stay. Does nothing where it is so already, and for
     * secure ones without a certificate.
     *
     * @param wanted 0 for any free one, empty for none
     * @throws SignalingException where others have the port: then all is as before
     */
    public synchronized void web(Transport transport, Optional<Integer> wanted) throws SignalingException {
        if (closed || !ports.web(transport, wanted))
            return;
        try {
            stream(transport).stopListening();
            if (wanted.isPresent())
                listen(transport);
        } catch (IOException e) { // taken since it was probed, or something else
            streams.get(transport).stopListening();
            int port = ports.of(transport);
            ports.without(transport);
            throw Ports.inUse(settings.addresses().getFirst(), transport, port, e);
        }
    }

    /** @param task done every ten seconds from {@link #open} on, when TLS may have come */
    public void againAndAgain(Runnable task) {
        again = task;
    }

    /** Ends connections that nobody uses. @param now in nanoseconds of the system */
    void reap(long now) {
        streams.values().forEach(it -> it.connections().reap(now, calling));
    }

    public void close() {
        synchronized (this) {
            closed = true;
        }
        wheel.close();
        streams.values().forEach(StreamTransport::close);
        datagrams.forEach(UdpSocket::close);
    }

    // ---- the way to a peer

    /** Whether a connection to there is open. */
    public boolean connected(Hop hop) {
        var stream = streams.get(hop.transport());
        return stream != null && stream.connections().to(hop.address()) != null;
    }

    /** A request to there got no answer. @param now in nanoseconds of the system */
    public void unanswered(Hop hop, long now) {
        var stream = streams.get(hop.transport());
        if (stream != null)
            stream.connections().unanswered(hop.address(), now);
    }

    /** Whether it speaks TCP. */
    public boolean streams() {
        return settings.transports().contains(Transport.TCP);
    }

    /** Those spoken now. */
    public Set<Transport> transports() {
        return ports.spoken();
    }

    /** The UDP socket that reaches this peer. */
    public UdpSocket datagrams(Hop hop) throws IOException {
        for (var each : datagrams)
            if (reaches(each.address(), hop.address().getAddress()))
                return each;
        throw new IOException("the node has no UDP socket that reaches " + hop.text());
    }

    /** The connection to this peer, opened where there is none: that may take seconds. */
    public Flow connection(Hop hop) throws IOException {
        var from = address(hop.address().getAddress())
                .orElseThrow(() -> new IOException("the node has no address that reaches " + hop.text()));
        return stream(hop.transport()).to(hop.address(), from);
    }

    /** Whether one of the node's addresses reaches it. */
    public boolean reaches(Hop hop) {
        return address(hop.address().getAddress()).isPresent();
    }

    /** Timers of transactions. */
    public WheelScheduler wheel() {
        return wheel;
    }

    private Optional<InetAddress> address(InetAddress peer) {
        for (var each : settings.addresses())
            if (reaches(each, peer))
                return Optional.of(each);
        return Optional.empty();
    }

    private static boolean reaches(InetAddress from, InetAddress to) {
        boolean sameFamily = from instanceof Inet4Address == to instanceof Inet4Address;
        return sameFamily || from.isAnyLocalAddress() && !(from instanceof Inet4Address);
    }

    /** @return {@code host:port} of the node as that peer sees it */
    public String local(InetAddress peer) {
        return local(peer, Transport.UDP);
    }

    /** The same for one transport: TLS has a port of its own. */
    public String local(InetAddress peer, Transport transport) {
        InetAddress bound = address(peer).orElse(settings.addresses().getFirst());
        return locals.local(bound, ports.of(transport), peer);
    }

    /** The node's certificates and its peers'. */
    public TlsNetwork tls() {
        return tls;
    }

    /** Whether a Via names this node. */
    public boolean isOwn(String host, int port) {
        if (!ports.isOne(port))
            return false;
        String plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        for (InetAddress address : settings.addresses())
            if (address.getHostAddress().equals(plain)
                    || address.isAnyLocalAddress() && locals.isLocal(plain))
                return true;
        return false;
    }

    /** {@code udp 192.0.2.10:5060}, one for each socket. */
    public List<String> listening() {
        return ports.spoken().stream().flatMap(this::listening).toList();
    }

    /** The same for one transport; none where it is not spoken. */
    public List<String> listeningTo(Transport transport) {
        return ports.spoken().contains(transport) ? listening(transport).toList() : List.of();
    }

    private Stream<String> listening(Transport transport) {
        return settings.addresses().stream().map(address -> transport.token() + ' '
                + Hop.shown(new InetSocketAddress(address, ports.of(transport))));
    }

    public boolean hurried() {
        for (var socket : datagrams)
            if (socket.hurried())
                return true;
        return false;
    }

    /** There is no time for new calls. */
    public boolean full() {
        for (var socket : datagrams)
            if (socket.full())
                return true;
        return false;
    }
}
