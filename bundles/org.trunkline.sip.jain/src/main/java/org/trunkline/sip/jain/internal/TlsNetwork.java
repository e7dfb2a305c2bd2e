package org.trunkline.sip.jain.internal;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

import gov.nist.core.net.NetworkLayer;
import gov.nist.javax.sip.SipStackImpl;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.config.TlsCertificate;

/** The stack's sockets. Those of TLS are for 1.3 and 1.2, and let nobody in whose certificate is not in order. */
final class TlsNetwork implements NetworkLayer {
    static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");
    private static final int CONNECT_TIMEOUT_MS = 5_000;

    private final SSLContext context;
    private final TlsCertificate own;
    private final TlsPeers peers = new TlsPeers();

    /** @throws IOException in words for an admin */
    TlsNetwork(TlsSettings settings) throws IOException {
        var identity = TlsIdentity.read(settings);
        own = CertificateNames.describe(identity.own());
        try {
            context = SSLContext.getInstance("TLS");
            context.init(identity.keys(), new TrustManager[] {new PeerTrust(identity.trust(), peers)}, null);
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be had: " + e.getMessage(), e);
        }
    }

    TlsCertificate own() {
        return own;
    }

    TlsPeers peers() {
        return peers;
    }

    /** The runtime's choice for {@link #PROTOCOLS}; the stack's own list is of another age. */
    List<String> ciphers() {
        return Arrays.asList(context.getDefaultSSLParameters().getCipherSuites());
    }

    @Override
    public SSLServerSocket createSSLServerSocket(int port, int backlog, InetAddress address) throws IOException {
        var socket = (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(address, port), backlog);
        return socket;
    }

    @Override
    public SSLSocket createSSLSocket(InetAddress address, int port) throws IOException {
        return createSSLSocket(address, port, null);
    }

    /** The stack shakes hands; the name given here is the one that the certificate must bear, and that SNI says. */
    @Override
    public SSLSocket createSSLSocket(InetAddress address, int port, @Nullable InetAddress from) throws IOException {
        var plain = connected(address, port, from);
        String name = peers.expectedAt(new InetSocketAddress(address, port));
        return (SSLSocket) context.getSocketFactory().createSocket(plain, name, port, true);
    }

    private static Socket connected(InetAddress address, int port, @Nullable InetAddress from) throws IOException {
        var socket = new Socket();
        try {
            if (from != null)
                socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(address, port), CONNECT_TIMEOUT_MS);
            return socket;
        } catch (IOException e) {
            socket.close();
            // what the stack expects where nobody answers
            throw e instanceof SocketException ? e : new SocketException(e.getMessage());
        }
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
        return new ServerSocket(port, backlog, address);
    }

    @Override
    public Socket createSocket(InetAddress address, int port) throws IOException {
        return connected(address, port, null);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, @Nullable InetAddress from) throws IOException {
        return connected(address, port, from);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, @Nullable InetAddress from, int fromPort)
            throws IOException {
        return connected(address, port, from);
    }

    @Override
    public DatagramSocket createDatagramSocket() throws SocketException {
        return new DatagramSocket();
    }

    @Override
    public DatagramSocket createDatagramSocket(int port, InetAddress address) throws SocketException {
        return new DatagramSocket(port, address);
    }

    @Override
    public void setSipStack(SipStackImpl stack) {}

    /** Empty without TLS. */
    static Optional<TlsNetwork> of(Optional<TlsSettings> settings) throws SignalingException {
        if (settings.isEmpty())
            return Optional.empty();
        try {
            return Optional.of(new TlsNetwork(settings.get()));
        } catch (IOException e) {
            String file = settings.get().certificate().toString();
            throw new SignalingException("tls-certificate", file, List.of(file, String.valueOf(e.getMessage())),
                    "TLS cannot be offered: " + e.getMessage(), e);
        }
    }
}
