package org.trunkline.sip.jain.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.part.Listening;
import org.trunkline.domain.part.PartFailure;
import org.trunkline.engine.component.Registrations;
import org.trunkline.engine.port.signaling.Border;
import org.trunkline.engine.port.signaling.OutOfDialog;
import org.trunkline.engine.port.signaling.Signaling;
import org.trunkline.sip.jain.internal.resolve.ChosenNames;
import org.trunkline.sip.jain.internal.resolve.DnsNames;
import org.trunkline.sip.jain.internal.resolve.NameService;
import org.trunkline.sip.jain.internal.tls.SignalingException;
import org.trunkline.sip.jain.internal.tls.SipSettings;
import org.trunkline.sip.jain.internal.tls.TlsSettings;
import org.trunkline.sip.jain.internal.transport.Endpoints;
import org.trunkline.sip.jain.internal.wire.BorderLimits;

/** Opens the SIP sockets and offers signalling, or the reason why they cannot be opened. */
@Component(service = {}, immediate = true, configurationPid = "org.trunkline.sip.jain",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class SipComponent {
    private static final Logger LOG = LoggerFactory.getLogger(SipComponent.class);

    /** PID {@code org.trunkline.sip.jain}. */
    public @interface Config {
        /** Addresses to listen on, separated by commas; 0.0.0.0 for all of IPv4, :: for all. */
        String bindAddress() default "127.0.0.1";

        /** UDP and TCP port, 1 to 65535; 0 for any free one. */
        int port() default 5060;

        /** Udp, tcp or both. */
        String transports() default "udp,tcp";

        /** Who is asked for trunks' names, address:port; empty for the name servers of the system. */
        String nameServer() default "";

        /** Threads that parse datagrams, 1 to 16; with one, messages keep their order. */
        int threads() default 1;

        /** Longer requests are answered 513; 2,048 to 65,535. */
        int messageBytes() default 16_384;

        /** Of one message, 32 to 4,096. */
        int headers() default 256;

        /** Of one header, 256 to 65,535. */
        int headerBytes() default 8192;

        /** A message that takes longer to read is refused. */
        int parseMillis() default 500;

        /** Requests a second outside dialogs from one source that is no trunk; four times as many at once. */
        int newPerSecond() default 500;

        /** Wrong passwords a minute until a stranger is dropped; ten times as many where phones are registered. */
        int failures() default 20;

        /** Challenges a minute that a stranger may leave unanswered. */
        int challenges() default 300;

        /** How long a source is dropped, 0 for never. */
        int blockSeconds() default 600;

        /** TCP and TLS connections, each. */
        int connections() default 4000;

        /** Transactions of all transports, in and out each, until new calls are refused. */
        int transactions() default 50_000;

        /** TLS handshakes at once, 8 to 4,096; half of them for strangers. */
        int handshakes() default 64;

        /** Parts of User-Agent whose senders are dropped at once, separated by commas. */
        String scanners() default "friendly-scanner,sipvicious,sundayddr,sip-scan,pplsip,vaxsipuseragent";

        /** Port of SIP over TLS, 1 to 65535; 0 for any free one. */
        int tlsPort() default 5061;

        /** Port of WebSockets, 0 for any free one; negative for none. */
        int wsPort() default -1;

        /** The same of secure WebSockets, with the certificate of TLS. */
        int wssPort() default -1;

        /** Origins of the pages that may open WebSockets, separated by commas; empty for all. */
        String wsOrigins() default "";

        /**
         * PEM or PKCS #12 files of what the node shows: the first that is there. Others may come while it runs: then it begins
         * to speak TLS. None for no TLS.
         */
        String[] tlsCertificate() default {};

        /** PEM file of its key, PKCS #8; where there is none it stands in the certificate's file. */
        String tlsKey() default "";

        /** Of a PKCS #12 file. */
        String tlsPassword() default "";

        /** PEM file of the authorities to believe; where there is none, those of the Java runtime. */
        String tlsAuthorities() default "";
    }

    private final Optional<Endpoints> endpoints;
    private final Registrations registrations;
    private final ChosenNames names;
    private final BundleContext context;
    private final Map<Transport, Shown> listeners = new EnumMap<>(Transport.class);
    /** The ports of WebSockets as they are set: those that others have are tried again. */
    private Map<Transport, Integer> web = Map.of();
    /** Why some are not open. */
    private List<PartFailure> failures = List.of();
    private Registrations trouble;
    private boolean closed;

    /** Where a transport is spoken, as the node is told, so that a port that is closed is withdrawn. */
    private record Shown(List<String> addresses, Registrations services) {}

    @Activate
    public SipComponent(BundleContext context, Config config) {
        this.context = context;
        registrations = new Registrations(context);
        trouble = new Registrations(context);
        names = new ChosenNames(names(config));
        Optional<Endpoints> opened = Optional.empty();
        try {
            var sockets = new Endpoints(settings(config));
            web = web(config);
            sockets.againAndAgain(() -> openWebSockets(sockets));
            var signaling = new JainSignaling(sockets, names);
            signaling.open();
            opened = Optional.of(sockets);
            openWebSockets(sockets); // before the node is there: its first status names all listeners
            registrations.add(Signaling.class, signaling);
            registrations.add(Border.class, sockets.guard());
            registrations.add(OutOfDialog.class, new OwnRequests(signaling));
        } catch (SignalingException e) {
            registrations.add(PartFailure.class, e.failure());
        }
        endpoints = opened;
    }

    private static NameService names(Config config) {
        return config.nameServer().isEmpty() ? DnsNames.ofSystem() : DnsNames.of(config.nameServer(), DnsNames.PATIENCE);
    }

    /** What is spoken now, where that is not what was told before. TLS, and ports that others had, come later. */
    private void listening(Endpoints sockets) {
        for (var transport : Transport.values()) {
            var addresses = sockets.listeningTo(transport);
            var before = listeners.get(transport);
            if (before != null && before.addresses().equals(addresses))
                continue;
            var services = new Registrations(context);
            addresses.forEach(address -> services.add(Listening.class, new Listening(Listening.SIP, address)));
            listeners.put(transport, new Shown(addresses, services));
            if (before != null)
                before.services().close();
        }
    }

    /** All else works without them: a port that others have is an alarm until it is free, or another is set. */
    private synchronized void openWebSockets(Endpoints sockets) {
        if (closed)
            return;
        var now = new ArrayList<PartFailure>();
        for (var transport : List.of(Transport.WS, Transport.WSS))
            try {
                sockets.web(transport, Optional.ofNullable(web.get(transport)));
            } catch (SignalingException e) {
                now.add(e.failure());
            }
        tell(now);
        listening(sockets);
    }

    private void tell(List<PartFailure> now) {
        if (now.equals(failures))
            return;
        trouble.close();
        trouble = new Registrations(context);
        now.forEach(failure -> trouble.add(PartFailure.class, failure));
        failures = List.copyOf(now);
    }

    /** Name servers, files of certificates and ports of WebSockets can change while the node runs; all else waits for the next start. */
    @Modified
    synchronized void modified(Config config) {
        names.use(names(config));
        try {
            var tls = tls(config);
            endpoints.ifPresent(open -> open.tls().use(tls));
        } catch (SignalingException e) {
            LOG.error("{} The certificate files of before stay in use.", e.getMessage());
        }
        try {
            web = web(config);
            endpoints.ifPresent(this::openWebSockets);
        } catch (SignalingException e) {
            tell(List.of(e.failure()));
        }
    }

    @Deactivate
    public synchronized void close() {
        closed = true;
        listeners.values().forEach(shown -> shown.services().close());
        listeners.clear();
        trouble.close();
        registrations.close();
        endpoints.ifPresent(Endpoints::close);
    }

    private static SipSettings settings(Config config) throws SignalingException {
        if (config.port() < 0 || config.port() > 65535)
            throw wrong("port", String.valueOf(config.port()), "0 to 65535");
        if (config.threads() < 1 || config.threads() > 16)
            throw wrong("threads", String.valueOf(config.threads()), "1 to 16");
        var transports = EnumSet.noneOf(Transport.class);
        for (String name : config.transports().split(","))
            try {
                transports.add(plain(name));
            } catch (IllegalArgumentException e) {
                throw wrong("transports", name, "udp, tcp");
            }
        var addresses = new ArrayList<InetAddress>();
        for (String name : config.bindAddress().split(","))
            try {
                addresses.add(InetAddress.getByName(name.strip()));
            } catch (UnknownHostException e) {
                throw wrong("bindAddress", name, "an address of this machine");
            }
        return new SipSettings(addresses, config.port(), transports, config.threads(), limits(config),
                tls(config), origins(config));
    }

    private static Transport plain(String name) {
        var transport = Transport.valueOf(name.strip().toUpperCase(Locale.ROOT));
        if (transport != Transport.UDP && transport != Transport.TCP)
            throw new IllegalArgumentException("has its own setting");
        return transport;
    }

    private static BorderLimits limits(Config c) throws SignalingException {
        int block = inRange("blockSeconds", c.blockSeconds(), 0, 604_800);
        return new BorderLimits(inRange("messageBytes", c.messageBytes(), 2048, 65_535),
                inRange("headers", c.headers(), 32, 4096), inRange("headerBytes", c.headerBytes(), 256, 65_535),
                Duration.ofMillis(inRange("parseMillis", c.parseMillis(), 1, 60_000)),
                inRange("newPerSecond", c.newPerSecond(), 1, 1_000_000),
                inRange("failures", c.failures(), 1, 1_000_000), inRange("challenges", c.challenges(), 1, 1_000_000),
                Duration.ofSeconds(block), BorderLimits.DEFAULT.sources(),
                inRange("connections", c.connections(), 1, 65_535),
                inRange("transactions", c.transactions(), 100, 1_000_000),
                inRange("handshakes", c.handshakes(), 8, 4096),
                Stream.of(c.scanners().toLowerCase(Locale.ROOT).split(",")).map(String::strip)
                        .filter(part -> !part.isEmpty()).toList());
    }

    private static int inRange(String field, int value, int min, int max) throws SignalingException {
        if (value < min || value > max)
            throw wrong(field, String.valueOf(value), min + " to " + max);
        return value;
    }

    private static TlsSettings tls(Config config) throws SignalingException {
        if (config.tlsPort() < 0 || config.tlsPort() > 65535)
            throw wrong("tlsPort", String.valueOf(config.tlsPort()), "0 to 65535");
        var files = Stream.of(config.tlsCertificate()).map(SipComponent::path).flatMap(Optional::stream).toList();
        return new TlsSettings(config.tlsPort(), files, path(config.tlsKey()), config.tlsPassword(),
                path(config.tlsAuthorities()));
    }

    private static Map<Transport, Integer> web(Config config) throws SignalingException {
        var ports = new EnumMap<Transport, Integer>(Transport.class);
        webPort("wsPort", config.wsPort()).ifPresent(port -> ports.put(Transport.WS, port));
        webPort("wssPort", config.wssPort()).ifPresent(port -> ports.put(Transport.WSS, port));
        return ports;
    }

    private static List<String> origins(Config config) {
        return Stream.of(config.wsOrigins().toLowerCase(Locale.ROOT).split(",")).map(String::strip).filter(origin -> !origin.isEmpty()).toList();
    }

    private static Optional<Integer> webPort(String field, int port) throws SignalingException {
        if (port > 65_535)
            throw wrong(field, String.valueOf(port), "0 to 65535, or -1 for none");
        return port < 0 ? Optional.empty() : Optional.of(port);
    }

    private static Optional<Path> path(String text) {
        return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
    }

    private static SignalingException wrong(String field, String value, String allowed) {
        return new SignalingException("sip-setting", field, List.of(field, value, allowed),
                "SIP setting " + field + " is " + value + "; allowed: " + allowed + '.', null);
    }
}
