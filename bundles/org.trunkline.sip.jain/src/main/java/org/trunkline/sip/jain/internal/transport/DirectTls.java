package org.trunkline.sip.jain.internal.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

import gov.nist.core.HostPort;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import gov.nist.javax.sip.stack.TLSMessageChannel;
import gov.nist.javax.sip.stack.TLSMessageProcessor;

import org.trunkline.sip.jain.internal.guard.Screen;
import org.trunkline.sip.jain.internal.tls.CertificateNames;
import org.trunkline.sip.jain.internal.tls.Handshakes;

/** TLS with the same bounds as TCP ({@link Connections}); who shakes hands slowly keeps nobody else waiting. */
public final class DirectTls extends TLSMessageProcessor {
    private final Connections connections;
    private final Handshakes handshakes;

    DirectTls(InetAddress address, SIPTransactionStack stack, int port, Screen screen, int most, Handshakes handshakes) {
        super(address, stack, port);
        connections = new Connections(incomingMessageChannels, messageChannels, screen, most);
        this.handshakes = handshakes;
    }

    @Override
    public void run() {
        connections.accept(sock, () -> isRunning, socket -> handshakes.with((SSLSocket) socket, this::begin));
    }

    private void begin(SSLSocket socket) throws IOException {
        var channel = new Channel(socket);
        incomingMessageChannels.put(channel.getKey(), channel);
        channel.begin();
    }

    Connections connections() {
        return connections;
    }

    private MessageParser parser() {
        return sipStack.getMessageParserFactory().createMessageParser(sipStack);
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
        var channel = new Outgoing(host, port);
        messageChannels.put(key, channel);
        return channel;
    }

    /** A connection that the node opens with the first message. */
    private final class Outgoing extends TLSMessageChannel implements Connections.Used {
        private final Life life = new Life();

        Outgoing(InetAddress host, int port) throws IOException {
            super(host, port, DirectTls.this.sipStack, DirectTls.this);
            isCached = true;
        }

        @Override
        public Life life() {
            return life;
        }

        @Override
        public Socket socket() throws IOException {
            return Connections.open(mySock);
        }

        @Override
        public void run() {
            connections.read(this, myClientInputStream, parser());
        }

        /** No request of ours shall still go this way: the next opens another. */
        @Override
        public void finish() {
            life.finish();
            connections.end(this);
        }

        @Override
        public void processMessage(SIPMessage message) throws Exception {
            life.heard();
            super.processMessage(message);
        }

        @Override
        protected synchronized void sendMessage(byte[] message, boolean retry) throws IOException {
            connections.send(this, () -> super.sendMessage(message, retry));
        }

        @Override
        public synchronized void sendMessage(byte[] message, InetAddress address, int port, boolean retry)
                throws IOException {
            connections.send(this, () -> super.sendMessage(message, address, port, retry));
        }
    }

    /** A connection that somebody opened to the node. */
    public final class Channel extends TLSMessageChannel implements Connections.Used {
        private final Life life = new Life();

        Channel(SSLSocket socket) throws IOException {
            super(socket, DirectTls.this.sipStack, DirectTls.this, "sip-tls-" + socket.getPort());
        }

        /** The handshake is over; the stack would begin another. */
        void begin() {
            setHandshakeCompleted(true);
            connections.read(this, myClientInputStream, parser());
        }

        /** The thread that the superclass's constructor starts has nothing to do. */
        @Override
        public void run() {}

        /** Names in the certificate that the peer proved to be its own; none where it showed none. */
        public List<String> names() {
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
        public Life life() {
            return life;
        }

        @Override
        public Socket socket() throws IOException {
            return Connections.open(mySock);
        }

        @Override
        public void processMessage(SIPMessage message) throws Exception {
            life.heard();
            super.processMessage(message);
        }

        /** RFC 5626 §4.4.1: the pong to a ping. */
        @Override
        public void sendSingleCLRF() throws Exception {
            life.used();
            answer(new byte[] {'\r', '\n'});
        }

        @Override
        protected void sendMessage(byte[] message, boolean isClient) throws IOException {
            answer(message);
        }

        /** Back over this connection and nowhere else, whatever a Via says. */
        @Override
        public void sendMessage(byte[] message, InetAddress address, int port, boolean retry) throws IOException {
            answer(message);
        }
    }
}
