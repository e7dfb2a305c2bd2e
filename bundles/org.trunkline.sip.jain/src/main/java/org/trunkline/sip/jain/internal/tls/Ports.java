package org.trunkline.sip.jain.internal.tls;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;

import org.trunkline.domain.config.Transport;

/**
 * Which transport has which port. TLS may come later than the others, with the node's first certificate; WebSockets come and
 * go with the settings. <b>Threads:</b> any; only one at a time changes them.
 */
public final class Ports {
    private static final int MOST_TRIES = 100;
    /** Above those that the system gives to sockets without a port, as Linux is set up. */
    private static final int NEVER_GIVEN = 61_000;
    private static final int MOST_PORT = 65_535;

    private final SipSettings settings;
    private final IntSupplier candidates;
    private final int plain;
    /** The ports of WebSockets as they were asked for: 0 is any. */
    private final Map<Transport, Integer> asked = new EnumMap<>(Transport.class);
    private volatile Map<Transport, Integer> ports;

    /**
     * Without TLS.
     *
     * @throws SignalingException where others have a port, or the address is not this machine's
     */
    public Ports(SipSettings settings) throws SignalingException {
        this(settings, () -> ThreadLocalRandom.current().nextInt(NEVER_GIVEN, MOST_PORT + 1));
    }

    /** @param candidates ports to try where any free one was asked for */
    Ports(SipSettings settings, IntSupplier candidates) throws SignalingException {
        this.settings = settings;
        this.candidates = candidates;
        plain = settings.port() == 0 ? freePort(Set.of()) : settings.port();
        var chosen = new EnumMap<Transport, Integer>(Transport.class);
        for (var transport : settings.transports())
            chosen.put(transport, plain);
        for (var transport : chosen.keySet())
            probe(transport, plain);
        ports = chosen;
    }

    /** @throws SignalingException where others have the port: then all is as before */
    public void addTls() throws SignalingException {
        int wanted = settings.tls().port();
        int port = wanted == 0 ? freePort(taken()) : wanted;
        probe(Transport.TLS, port);
        var more = new EnumMap<>(ports);
        more.put(Transport.TLS, port);
        ports = more;
    }

    /**
     * A port for a kind of WebSocket, or none. Secure ones come with TLS.
     *
     * @param wanted 0 for any free one
     * @return whether it is another than before
     * @throws SignalingException where others have it: then all is as before
     */
    public boolean web(Transport transport, Optional<Integer> wanted) throws SignalingException {
        if (transport == Transport.WSS && !ports.containsKey(Transport.TLS) || wanted.equals(Optional.ofNullable(asked.get(transport))))
            return false;
        var next = new EnumMap<>(ports);
        next.remove(transport);
        if (wanted.isPresent()) {
            int port = wanted.get() == 0 ? freePort(taken()) : wanted.get();
            probe(transport, port);
            next.put(transport, port);
            asked.put(transport, wanted.get());
        } else {
            asked.remove(transport);
        }
        ports = next;
        return true;
    }

    /** One that could not be opened after all. */
    public void without(Transport transport) {
        asked.remove(transport);
        var fewer = new EnumMap<>(ports);
        fewer.remove(transport);
        ports = fewer;
    }

    /** In their own order. */
    public Set<Transport> spoken() {
        return ports.keySet();
    }

    /** Where this transport listens; that of UDP and TCP for one that does not. */
    public int of(Transport transport) {
        return ports.getOrDefault(transport, plain);
    }

    /** Whether a transport listens there. */
    public boolean isOne(int port) {
        return port == plain || ports.containsValue(port);
    }

    /** That of UDP and TCP. */
    public int plain() {
        return plain;
    }

    /** Ports of the other transports, which may not be open yet. */
    private Set<Integer> taken() {
        var taken = new HashSet<>(ports.values());
        taken.add(plain);
        return taken;
    }

    /** One for all transports, which nobody is given by chance before it is used. */
    private int freePort(Set<Integer> taken) throws SignalingException {
        var address = settings.addresses().getFirst();
        for (int tries = 1;; tries++)
            try (var socket = new ServerSocket()) {
                int port = candidates.getAsInt();
                if (taken.contains(port))
                    throw new BindException("port " + port + " is that of another transport");
                socket.bind(new InetSocketAddress(address, port));
                new DatagramSocket(new InetSocketAddress(address, port)).close();
                return port;
            } catch (IOException e) {
                if (tries == MOST_TRIES)
                    throw noAddress(address.getHostAddress(), e);
            }
    }

    /** Asks for the port before the stack does: its own failure says less, and leaves threads behind. */
    private void probe(Transport transport, int port) throws SignalingException {
        for (var address : settings.addresses())
            try {
                switch (transport) {
                    case UDP -> new DatagramSocket(new InetSocketAddress(address, port)).close();
                    case TCP, TLS, WS, WSS -> {
                        try (var socket = new ServerSocket()) {
                            socket.setReuseAddress(true);
                            socket.bind(new InetSocketAddress(address, port));
                        }
                    }
                }
            } catch (BindException e) {
                throw inUse(address, transport, port, e);
            } catch (IOException e) {
                throw noAddress(address.getHostAddress(), e);
            }
    }

    public static SignalingException inUse(InetAddress address, Transport transport, int number, Exception cause) {
        String port = String.valueOf(number);
        String host = address.getHostAddress();
        if (cause.getMessage() != null && cause.getMessage().contains("assign")) // "Cannot assign requested address"
            return noAddress(host, cause);
        return new SignalingException("sip-port-in-use", port, List.of(port, host), "SIP port " + transport.token() + ' '
                + port + " is in use on " + host + ". Choose another with "
                + setting(transport) + ", or stop the program that uses it.", cause);
    }

    private static String setting(Transport transport) {
        return switch (transport) {
            case UDP, TCP -> "--sip-port";
            case TLS -> "trunkline.tls.port";
            case WS, WSS -> "trunkline." + transport.token() + ".port";
        };
    }

    private static SignalingException noAddress(String host, Exception cause) {
        return new SignalingException("sip-address", host, List.of(host), "SIP cannot listen on " + host + ": "
                + cause.getMessage() + ". Choose an address of this machine with --bind.", cause);
    }
}
