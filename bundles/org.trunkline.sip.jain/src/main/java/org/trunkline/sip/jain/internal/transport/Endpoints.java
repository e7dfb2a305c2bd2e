package org.trunkline.sip.jain.internal.transport;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TooManyListenersException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.SipException;
import javax.sip.SipListener;
import javax.sip.SipProvider;

import gov.nist.javax.sip.SipProviderImpl;
import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.stack.SIPMessageValve;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.border.BorderStatus;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.WheelScheduler;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.Standing;
import org.trunkline.sip.jain.internal.guard.Screen;
import org.trunkline.sip.jain.internal.guard.SourceGuard;
import org.trunkline.sip.jain.internal.tls.Handshakes;
import org.trunkline.sip.jain.internal.tls.LocalAddresses;
import org.trunkline.sip.jain.internal.tls.Ports;
import org.trunkline.sip.jain.internal.tls.SecureListener;
import org.trunkline.sip.jain.internal.tls.SignalingException;
import org.trunkline.sip.jain.internal.tls.SipSettings;
import org.trunkline.sip.jain.internal.tls.TlsNetwork;
import org.trunkline.sip.jain.internal.wire.BorderLimits;
import org.trunkline.sip.jain.stack.HopRouter;
import org.trunkline.sip.jain.stack.QuietStackLogger;
import org.trunkline.sip.jain.stack.SilentServerLogger;
import org.trunkline.sip.jain.stack.WheelTimer;

/** The stack with its listening points: one provider for each address. */
public final class Endpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);
    private static final int SOCKET_BUFFER_BYTES = 4 << 20;
    private static final Duration REAP = Duration.ofSeconds(10);
    private static final int CONNECT_TIMEOUT_MS = 5_000;

    private record Endpoint(InetAddress address, SipProvider provider, Optional<DirectUdp.Processor> datagrams) {}

    private final SipStackImpl stack;
    private final SipSettings settings;
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final LocalAddresses locals = new LocalAddresses();
    private final DirectUdp udp;
    private final Ports ports;
    private final TlsNetwork tls;
    private final Handshakes handshakes;
    private final SecureListener secure;
    private final SourceGuard guard;
    private volatile Function<InetAddress, Standing> standing = _ -> Standing.STRANGER;
    private volatile Supplier<Set<InetSocketAddress>> calling = Set::of;
    private volatile Consumer<List<String>> tlsOpened = _ -> {};
    private final WheelScheduler wheel;
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
        var screen = new Screen(settings.limits(), guard);
        handshakes = new Handshakes(guard, wheel, settings.limits().handshakes());
        udp = new DirectUdp(settings.threads(), screen, settings.limits().connections(), handshakes);
        try {
            stack = new IndexedStack(properties(settings, ports.plain()), tls);
            ((WheelTimer) stack.getTimer()).turn(wheel);
            stack.setMessageParserFactory(new WireParser(screen, settings.limits().parse()));
            stack.setMessageProcessorFactory(udp);
        } catch (SipException e) {
            throw new SignalingException("sip-stack", "jain-sip", List.of(),
                    "The SIP stack does not start: " + e.getMessage(), e);
        }
        secure = new SecureListener(stack, tls, ports);
    }

    /** How full the stack is. */
    public List<BorderStatus.Table> tables() {
        return List.of(new BorderStatus.Table("connections", udp.connections(), settings.limits().connections()),
                handshakes.table());
    }

    public BorderLimits limits() {
        return settings.limits();
    }

    /** Of TCP and TLS, that others began. */
    public int streamServers() {
        return stack.getServerTransactionTableSize();
    }

    /** Of TCP and TLS, that the node began. */
    public int streamClients() {
        return stack.getClientTransactionTableSize();
    }

    public SourceGuard guard() {
        return guard;
    }

    /** Who knows the trunks and the registered. */
    public void standing(Function<InetAddress, Standing> known) {
        standing = known;
    }

    /** Who knows the peers of calls in progress: over their connections these may be silent. */
    public void calling(Supplier<Set<InetSocketAddress>> known) {
        calling = known;
    }

    /** Opens the sockets; messages come from now on. */
    public void open(SipListener listener, SIPMessageValve valve, Inbox.Desk desk, DirectUdp.Quick quick) throws SignalingException {
        stack.sipMessageValves.add(valve);
        secure.allow();
        var opening = Transport.UDP;
        try {
            for (InetAddress address : settings.addresses()) {
                SipProvider provider = null;
                for (Transport transport : ports.spoken()) {
                    opening = transport;
                    ListeningPoint point = stack.createListeningPoint(address.getHostAddress(), ports.of(transport),
                            transport.token());
                    if (provider == null)
                        provider = stack.createSipProvider(point);
                    else
                        provider.addListeningPoint(point);
                }
                ((SipProviderImpl) provider).setAutomaticDialogSupportEnabled(false);
                provider.addSipListener(listener);
                endpoints.add(new Endpoint(address, provider, udp.on(address)));
            }
            udp.desk(desk, quick);
            stack.start();
            reapLater();
        } catch (SipException | InvalidArgumentException | TooManyListenersException e) {
            close();
            LOG.warn("SIP over {} does not listen", opening.token(), e); // taken since it was probed, or something else
            throw Ports.inUse(settings.addresses().getFirst(), opening, ports.of(opening), e);
        }
    }

    private void reapLater() {
        wheel.after(REAP, () -> {
            Thread.ofVirtual().name("sip-tcp-reap").start(() -> {
                reap(System.nanoTime());
                readCertificate();
                locals.forgetOld(System.nanoTime());
            });
            reapLater();
        });
    }

    /** Reads the files of TLS where they changed; with the first certificate the TLS ports are opened. */
    public synchronized void readCertificate() {
        if (closed)
            return; // a listening point would wake the stack up again
        tls.readAgain();
        if (secure.open(endpoints.stream().map(Endpoint::provider).toList()))
            tlsOpened.accept(listening(Transport.TLS).toList());
    }

    /** @param told where the node listens over TLS, when it begins to after {@link #open} */
    public void whenTlsOpens(Consumer<List<String>> told) {
        tlsOpened = told;
    }

    /** Ends connections that nobody uses. */
    void reap(long now) {
        udp.reap(now, calling);
    }

    /** Whether a connection to there is open. */
    boolean connected(Hop hop) {
        return udp.connected(hop);
    }

    /** A request to there got no answer. @param now in nanoseconds of the system */
    public void unanswered(Hop hop, long now) {
        udp.unanswered(hop, now);
    }

    /** Whether it speaks TCP. */
    public boolean streams() {
        return settings.transports().contains(Transport.TCP);
    }

    /** Those spoken now. */
    public Set<Transport> transports() {
        return ports.spoken();
    }

    /** The provider that reaches this peer. */
    public Optional<SipProvider> provider(Hop hop) {
        return endpoint(hop.address().getAddress()).map(Endpoint::provider);
    }

    /** The UDP socket that reaches this peer. */
    public DirectUdp.Processor datagrams(Hop hop) throws IOException {
        for (var each : endpoints)
            if (reaches(each.address(), hop.address().getAddress()) && each.datagrams().isPresent())
                return each.datagrams().get();
        throw new IOException("the node has no UDP socket that reaches " + hop.text());
    }

    /** Timers of transactions. */
    public WheelScheduler wheel() {
        return wheel;
    }

    private Optional<Endpoint> endpoint(InetAddress peer) {
        for (var each : endpoints)
            if (reaches(each.address(), peer))
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
        InetAddress bound = endpoint(peer).map(Endpoint::address).orElse(settings.addresses().getFirst());
        return locals.local(bound, ports.of(transport), peer);
    }

    /** The node's certificates and its peers'. */
    public TlsNetwork tls() {
        return tls;
    }

    /** Whether a Via names this node. */
    public boolean isOwn(String host, int port) {
        if (port != ports.plain() && port != ports.of(Transport.TLS))
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

    private Stream<String> listening(Transport transport) {
        return settings.addresses().stream().map(address -> transport.token() + ' '
                + Hop.shown(new InetSocketAddress(address, ports.of(transport))));
    }

    public boolean hurried() {
        return udp.hurried();
    }

    /** There is no time for new calls. */
    public boolean full() {
        return udp.full();
    }

    public void close() {
        synchronized (this) {
            closed = true;
        }
        wheel.close();
        stack.stop();
    }

    private static Properties properties(SipSettings settings, int port) {
        var p = new Properties();
        p.setProperty("javax.sip.STACK_NAME", "trunkline-" + port);
        p.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
        p.setProperty("javax.sip.ROUTER_PATH", HopRouter.class.getName());
        p.setProperty("javax.sip.USE_ROUTER_FOR_ALL_URIS", "true");
        String own = "gov.nist.javax.sip.";
        p.setProperty(own + "AUTOMATIC_DIALOG_ERROR_HANDLING", "false");
        p.setProperty(own + "STACK_LOGGER", QuietStackLogger.class.getName());
        p.setProperty(own + "SERVER_LOGGER", SilentServerLogger.class.getName());
        p.setProperty(own + "TIMER_CLASS_NAME", WheelTimer.class.getName());
        p.setProperty(own + "THREAD_POOL_SIZE", String.valueOf(settings.threads()));
        p.setProperty(own + "REENTRANT_LISTENER", "true");
        // the stack cuts off heads of half of it without a word; the screen answers before
        p.setProperty(own + "MAX_MESSAGE_SIZE", String.valueOf(4 * settings.limits().messageBytes()));
        p.setProperty(own + "RECEIVE_UDP_BUFFER_SIZE", String.valueOf(SOCKET_BUFFER_BYTES));
        p.setProperty(own + "SEND_UDP_BUFFER_SIZE", String.valueOf(SOCKET_BUFFER_BYTES));
        p.setProperty(own + "LINGER_TIMER", "1");
        p.setProperty(own + "DELIVER_UNSOLICITED_NOTIFY", "true");
        p.setProperty(own + "CONNECTION_TIMEOUT", String.valueOf(CONNECT_TIMEOUT_MS));
        p.setProperty(own + "CANCEL_CLIENT_TRANSACTION_CHECKED", "false"); // the engine knows whether to
        p.setProperty(own + "MAX_FORK_TIME_SECONDS", "0");
        p.setProperty(own + "SSL_HANDSHAKE_TIMEOUT", String.valueOf(CONNECT_TIMEOUT_MS));
        return p;
    }
}
