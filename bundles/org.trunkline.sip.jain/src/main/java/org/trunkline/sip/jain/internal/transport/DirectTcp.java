package org.trunkline.sip.jain.internal.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

import gov.nist.core.HostPort;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import gov.nist.javax.sip.stack.TCPMessageChannel;
import gov.nist.javax.sip.stack.TCPMessageProcessor;

import org.trunkline.sip.jain.internal.guard.Screen;

/**
 * TCP with bounds ({@link Connections}). Answers go back over the connection that the request came on and nowhere else;
 * the stack would connect to whatever address a Via names.
 */
final class DirectTcp extends TCPMessageProcessor {
    private final Connections connections;

    DirectTcp(InetAddress address, SIPTransactionStack stack, int port, Screen screen, int most) {
        super(address, stack, port);
        connections = new Connections(incomingMessageChannels, messageChannels, screen, most);
    }

    @Override
    public void run() {
        connections.accept(sock, () -> isRunning, socket -> {
            socket.setTcpNoDelay(true);
            var channel = new Channel(socket);
            incomingMessageChannels.put(channel.getKey(), channel);
            channel.begin();
        });
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
        String key = MessageChannel.getKey(host, port, "TCP");
        var known = messageChannels.get(key);
        if (known != null)
            return known;
        var channel = new Outgoing(host, port);
        messageChannels.put(key, channel);
        return channel;
    }

    /** A connection that the node opens with the first message. */
    private final class Outgoing extends TCPMessageChannel implements Connections.Used {
        private final Life life = new Life();

        Outgoing(InetAddress host, int port) throws IOException {
            super(host, port, DirectTcp.this.sipStack, DirectTcp.this);
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
        protected synchronized void sendMessage(byte[] message, boolean isClient) throws IOException {
            connections.send(this, () -> super.sendMessage(message, isClient));
        }

        @Override
        public synchronized void sendMessage(byte[] message, InetAddress address, int port, boolean retry)
                throws IOException {
            connections.send(this, () -> super.sendMessage(message, address, port, retry));
        }
    }

    /** A connection that somebody opened to the node. */
    final class Channel extends TCPMessageChannel implements Connections.Used {
        private final Life life = new Life();

        Channel(Socket socket) throws IOException {
            super(socket, DirectTcp.this.sipStack, DirectTcp.this, "sip-tcp-" + socket.getPort());
        }

        void begin() {
            connections.read(this, myClientInputStream, parser());
        }

        /** The thread that the superclass's constructor starts has nothing to do. */
        @Override
        public void run() {}

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

        @Override
        public void sendMessage(byte[] message, InetAddress address, int port, boolean retry) throws IOException {
            answer(message);
        }
    }
}
