package org.trunkline.sip.jain.internal.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.config.TlsCertificate;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.part.PartFailure;
import org.trunkline.domain.tls.ReloadableKeys;
import org.trunkline.domain.tls.UnusableCertificate;

/** Sockets of TLS 1.3 and 1.2, which let nobody in whose certificate is not in order. */
public final class TlsNetwork {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private static final Logger LOG = LoggerFactory.getLogger(TlsNetwork.class);

    private volatile TlsSettings settings;
    private final TlsPeers peers = new TlsPeers();
    private volatile Optional<TlsIdentity> identity = Optional.empty();
    private Optional<Path> authorities = Optional.empty();
    private List<Object> marks;
    private volatile Optional<LocalizableText> trouble = Optional.empty();
    /** Made with the first certificate: it costs a tenth of a second. */
    private volatile Optional<SSLContext> context = Optional.empty();

    /** @throws IOException in words for an admin, where there are files that cannot be used */
    TlsNetwork(TlsSettings settings) throws IOException {
        this.settings = settings;
        marks = settings.marks();
        var found = settings.found();
        if (found.isPresent())
            take(found.get());
    }

    private void take(TlsSettings.Found files) throws IOException {
        if (authorities.isPresent() && files.authorities().isEmpty()) // or all that Java knows would be believed
            throw new UnusableCertificate(gone(authorities.get().toString()));
        identity = Optional.of(TlsIdentity.read(files));
        authorities = files.authorities();
        if (context.isEmpty())
            context = Optional.of(context());
    }

    private SSLContext context() throws IOException {
        try {
            var made = SSLContext.getInstance("TLS");
            made.init(new KeyManager[] {new ReloadableKeys(() -> identity.orElseThrow().keys())},
                    new TrustManager[] {new PeerTrust(() -> identity.orElseThrow().trust(), peers)}, null);
            return made;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS is not available: " + e.getMessage(), e);
        }
    }

    private static LocalizableText gone(String file) {
        return new LocalizableText("file-gone", List.of(file), file + " no longer exists");
    }

    /** Why the files are not used as they are now. */
    public Optional<LocalizableText> trouble() {
        return trouble;
    }

    /** Whether there is a certificate. */
    public boolean ready() {
        return context.isPresent();
    }

    /** Looks for other files from now on; the port stays. They are read within some seconds, as files that changed. */
    public synchronized void use(TlsSettings next) {
        if (next.equals(settings))
            return;
        settings = next;
        marks = List.of();
    }

    /**
     * Reads the files again where one has changed: handshakes from now on show and believe what they say, connections stay.
     * What cannot be used changes nothing. @return whether it did
     */
    public synchronized boolean readAgain() {
        var now = settings.marks();
        if (now.equals(marks))
            return false;
        marks = now;
        var found = settings.found();
        if (found.isEmpty() && !ready()) {
            trouble = Optional.empty();
            return false; // a key alone, so far
        }
        try {
            take(found.orElseThrow(() -> new UnusableCertificate(gone(String.valueOf(settings.certificates())))));
            LOG.info("TLS: {} was read, valid until {}", found.get().certificate(), identity.orElseThrow().own().getNotAfter()
                    .toInstant());
            trouble = Optional.empty();
            return true;
        } catch (IOException e) {
            trouble = Optional.of(UnusableCertificate.said(e));
            LOG.warn(ready() ? "TLS keeps using the previous certificate: {}" : "TLS is not available yet: {}", e.getMessage());
            return false;
        }
    }

    /** What the node shows; empty before the first. */
    public Optional<TlsCertificate> own() {
        return identity.map(it -> CertificateNames.describe(it.own()));
    }

    public TlsPeers peers() {
        return peers;
    }

    private SSLContext ready(String what) throws IOException {
        return context.orElseThrow(() -> new IOException("the node has no certificate, so no " + what));
    }

    /** @param asks each peer for a certificate, and admits it without one: browsers refuse to open a WebSocket to a server that asks */
    public SSLServerSocket listen(InetAddress address, int port, boolean asks) throws IOException {
        var socket = (SSLServerSocket) ready("TLS").getServerSocketFactory().createServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.setEnabledProtocols(PROTOCOLS);
            socket.setWantClientAuth(asks);
            socket.bind(new InetSocketAddress(address, port), PlainNetwork.BACKLOG);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** With the handshake behind it. The name expected there is the one that the certificate must bear, and that SNI says. */
    public SSLSocket connect(InetSocketAddress peer, InetAddress from) throws IOException {
        var sockets = ready("TLS").getSocketFactory();
        var plain = PlainNetwork.connect(peer, from);
        try {
            var socket = (SSLSocket) sockets.createSocket(plain, peers.expectedAt(peer), peer.getPort(), true);
            socket.setEnabledProtocols(PROTOCOLS);
            socket.setSoTimeout(PlainNetwork.PATIENCE_MS);
            socket.startHandshake();
            socket.setSoTimeout(0);
            return socket;
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    /** @throws SignalingException where there are files that cannot be used */
    public static TlsNetwork of(TlsSettings settings) throws SignalingException {
        try {
            return new TlsNetwork(settings);
        } catch (IOException e) {
            String file = settings.found().map(found -> found.certificate().toString()).orElse("");
            var why = UnusableCertificate.said(e);
            throw new SignalingException(new PartFailure("tls-certificate", file, List.of(file, why.message()),
                    "TLS is not available: " + why.message(), why), e);
        }
    }
}
