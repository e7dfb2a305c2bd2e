package org.trunkline.sip.jain.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Semaphore;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

import gov.nist.core.HostPort;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import gov.nist.javax.sip.stack.TLSMessageChannel;
import gov.nist.javax.sip.stack.TLSMessageProcessor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TLS with the same bounds as TCP ({@link Connections}); who shakes hands slowly keeps nobody else waiting. */
final class DirectTls extends TLSMessageProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(DirectTls.class);
    private static final int HANDSHAKE_MS = 5_000;
    /** A handshake is the dearest thing a stranger can ask for. */
    private static final int HANDSHAKES_AT_ONCE = 64;
    private final Screen screen;
    private final Connections connections;
    private final Semaphore handshakes = new Semaphore(HANDSHAKES_AT_ONCE);

    DirectTls(InetAddress address, SIPTransactionStack stack, int port, Screen screen, int most) {
        super(address, stack, port);
        this.screen = screen;
        connections = new Connections(incomingMessageChannels, messageChannels, screen, most);
    }

    @Override
    public void run() {
        connections.accept(sock, () -> isRunning, this::accept);
    }

    Connections connections() {
        return connections;
    }

    private void accept(Socket socket) throws IOException {
        if (!handshakes.tryAcquire()) {
            connections.full();
            socket.close();
            return;
        }
        Thread.ofVirtual().name("sip-tls-handshake").start(() -> {
            try {
                greet((SSLSocket) socket);
            } finally {
                handshakes.release();
            }
        });
    }

    private void greet(SSLSocket socket) {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(HANDSHAKE_MS);
            socket.startHandshake();
            socket.setSoTimeout(0);
            // who is in needs no other handshake, which costs the node more than the peer (CVE-2011-1473)
            socket.getSession().invalidate();
            socket.setEnableSessionCreation(false);
            var channel = new Channel(socket, sipStack, this);
            incomingMessageChannels.put(channel.getKey(), channel);
        } catch (IOException e) {
            screen.guard().refusals().count("tls-handshake");
            LOG.debug("{} did not get through the TLS handshake: {}", socket.getInetAddress(), e.getMessage());
            close(socket);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("the connection was gone already: {}", e.getMessage());
        }
    }

    @Override
    public synchronized MessageChannel createMessageChannel(HostPort target) throws IOException {
        return createMessageChannel(target.getInetAddress(), target.getPort());
    }

    @Override
    public synchronized MessageChannel createMessageChannel(InetAddress host, int port) throws IOException {
        String key = MessageChannel.getKey(host, port, "TLS");
        var known = messageChannels.get(key);
        if (known != null)
            return known;
        var channel = new Outgoing(host, port, sipStack, this);
        messageChannels.put(key, channel);
        return channel;
    }

    /** A connection that the node opens with the first message. One that does not come up is forgotten at once. */
    private static final class Outgoing extends TLSMessageChannel implements Connections.Used {
        private final long opened = System.nanoTime();
        private volatile long used;
        private final DirectTls processor;

        Outgoing(InetAddress host, int port, SIPTransactionStack stack, DirectTls processor) throws IOException {
            super(host, port, stack, processor);
            this.processor = processor;
            isCached = true;
        }

        @Override
        public boolean isOver(long now) {
            return Connections.isOver(opened, used, now);
        }

        @Override
        public void processMessage(SIPMessage message) throws Exception {
            used = System.nanoTime();
            super.processMessage(message);
        }

        @Override
        protected synchronized void sendMessage(byte[] message, boolean retry) throws IOException {
            try {
                super.sendMessage(message, retry);
                used = System.nanoTime();
            } catch (IOException e) {
                processor.connections.end(this);
                throw e;
            }
        }

        @Override
        public synchronized void sendMessage(byte[] message, InetAddress address, int port, boolean retry)
                throws IOException {
            try {
                super.sendMessage(message, address, port, retry);
                used = System.nanoTime();
            } catch (IOException e) {
                processor.connections.end(this);
                throw e;
            }
        }
    }

    /** A connection that somebody opened to the node. */
    static final class Channel extends TLSMessageChannel implements Connections.Used {
        private final long opened = System.nanoTime();
        /** No value here: the thread that the superclass starts may be ahead of the constructor. */
        private volatile long used;

        Channel(SSLSocket socket, SIPTransactionStack stack, DirectTls processor) throws IOException {
            super(socket, stack, processor, "sip-tls-" + socket.getPort());
        }

        /** The handshake is over; the stack would begin another. The superclass's constructor starts this. */
        @Override
        public void run() {
            setHandshakeCompleted(true);
            super.run();
        }

        /** Names in the certificate that the peer proved to be its own; none where it showed none. */
        List<String> names() {
            if (!(mySock instanceof SSLSocket socket))
                return List.of(); // closed
            try {
                return socket.getSession().getPeerCertificates()[0] instanceof X509Certificate certificate
                        ? CertificateNames.of(certificate) : List.of();
            } catch (SSLPeerUnverifiedException e) {
                return List.of();
            }
        }

        @Override
        public boolean isOver(long now) {
            return Connections.isOver(opened, used, now);
        }

        @Override
        public void processMessage(SIPMessage message) throws Exception {
            used = System.nanoTime();
            super.processMessage(message);
        }

        /** RFC 5626 §4.4.1: the pong to a ping. */
        @Override
        public void sendSingleCLRF() throws Exception {
            used = System.nanoTime();
            write(new byte[] {'\r', '\n'});
        }

        @Override
        protected void sendMessage(byte[] message, boolean isClient) throws IOException {
            write(message);
        }

        /** Back over this connection and nowhere else, whatever a Via says. */
        @Override
        public void sendMessage(byte[] message, InetAddress address, int port, boolean retry) throws IOException {
            write(message);
        }

        synchronized void write(byte[] bytes) throws IOException {
            if (mySock == null)
                throw new IOException("the connection is closed");
            var out = mySock.getOutputStream();
            out.write(bytes);
            out.flush();
        }
    }
}
