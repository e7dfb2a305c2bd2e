package org.trunkline.sip.jain.internal.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Consumer;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.config.Transport;
import org.trunkline.sip.jain.internal.tls.CertificateNames;
import org.trunkline.sip.jain.internal.web.WebSocketStream;

/** A connection to a peer, which one of both opened. <b>Threads:</b> any; who sends waits for the one before. */
final class Connection implements Flow, WebSocketStream.Out {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final byte[] PONG = {'\r', '\n'};

    private final Socket socket;
    private final InetSocketAddress peer;
    private final Transport transport;
    private final boolean incoming;
    private final Consumer<Connection> broken;
    private final ConnectionLiveness life = new ConnectionLiveness();

    /** @param incoming whether the peer opened it @param broken told where one of the node's own takes nothing any more */
    Connection(Socket socket, Transport transport, boolean incoming, Consumer<Connection> broken) {
        this.socket = socket;
        this.peer = (InetSocketAddress) socket.getRemoteSocketAddress();
        this.transport = transport;
        this.incoming = incoming;
        this.broken = broken;
    }

    @Override
    public Transport transport() {
        return transport;
    }

    InetSocketAddress peer() {
        return peer;
    }

    boolean incoming() {
        return incoming;
    }

    ConnectionLiveness life() {
        return life;
    }

    Socket socket() {
        return socket;
    }

    boolean isOpen() {
        return !socket.isClosed() && !life.finished();
    }

    @Override
    public void send(byte[] bytes, InetSocketAddress target, Consumer<IOException> lost) throws IOException {
        try {
            send(transport.isWebSocket() ? WebSocketStream.frame(bytes) : bytes);
            if (!incoming)
                life.used();
        } catch (IOException e) {
            if (!incoming)
                broken.accept(this); // the next request opens another
            throw e;
        }
    }

    /** As it is: a message with its frame, where there are frames. */
    @Override
    public synchronized void send(byte[] bytes) throws IOException {
        if (!isOpen())
            throw new IOException("the connection is closed");
        life.send(() -> socket.getOutputStream().write(bytes));
    }

    @Override
    public synchronized void sendLast(byte[] frame) throws IOException {
        send(frame);
        life.finish();
    }

    /** RFC 5626 §4.4.1: the pong to a ping. */
    void pong() throws IOException {
        life.used();
        send(PONG, peer, _ -> {});
    }

    /** Takes no further message, but reads to the end: closing with bytes unread would take the last answer back. */
    void finish() {
        life.finish();
        if (!incoming) {
            broken.accept(this);
            return;
        }
        try {
            socket.shutdownOutput();
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("closed already: {}", e.getMessage());
        }
    }

    @Override
    public List<String> certificateNames() {
        if (!(socket instanceof SSLSocket tls) || socket.isClosed())
            return List.of();
        try {
            return tls.getSession().getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? CertificateNames.of(certificate) : List.of();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    /** TLS would wait to say goodbye, behind what is stuck. */
    void abort() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            LOG.debug("closed already: {}", e.getMessage());
        }
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("closed already: {}", e.getMessage());
        }
    }
}
