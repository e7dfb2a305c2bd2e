package org.trunkline.sip.jain.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.config.TlsCertificate;

/** The stack's sockets. Those of TLS are for 1.3 and 1.2, and let nobody in whose certificate is not in order. */
final class TlsNetwork extends PlainNetwork {
    static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private static final Logger LOG = LoggerFactory.getLogger(TlsNetwork.class);

    private final SSLContext context;
    private final TlsSettings settings;
    private final TlsPeers peers = new TlsPeers();
    private volatile TlsIdentity identity;
    private List<Object> files;

    /** @throws IOException in words for an admin */
    TlsNetwork(TlsSettings settings) throws IOException {
        this.settings = settings;
        files = settings.files();
        identity = TlsIdentity.read(settings);
        try {
            context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new TlsKeys(() -> identity.keys())},
                    new TrustManager[] {new PeerTrust(() -> identity.trust(), peers)}, null);
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be had: " + e.getMessage(), e);
        }
    }

    /**
     * Reads the files again where one has changed: handshakes from now on show and believe what they say, connections stay.
     * What cannot be used changes nothing. @return whether it did
     */
    synchronized boolean readAgain() {
        var now = settings.files();
        if (now.equals(files))
            return false;
        files = now;
        try {
            identity = TlsIdentity.read(settings);
            LOG.info("TLS: {} was read again, good until {}", settings.certificate(), own().validUntil());
            return true;
        } catch (IOException e) {
            LOG.warn("TLS goes on with the certificate it had: {}", e.getMessage());
            return false;
        }
    }

    TlsCertificate own() {
        return CertificateNames.describe(identity.own());
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

    /** The stack shakes hands; the name given here is the one that the certificate must bear, and that SNI says. */
    @Override
    public SSLSocket createSSLSocket(InetAddress address, int port, @Nullable InetAddress from) throws IOException {
        var plain = connected(address, port, from);
        String name = peers.expectedAt(new InetSocketAddress(address, port));
        return (SSLSocket) context.getSocketFactory().createSocket(plain, name, port, true);
    }

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
