package org.trunkline.sip.jain.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

import gov.nist.core.HostPort;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import gov.nist.javax.sip.stack.TCPMessageChannel;
import gov.nist.javax.sip.stack.TCPMessageProcessor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TCP with bounds: so many connections and no more, none that stays silent. Answers go back over the connection that
 * the request came on and nowhere else; the stack would connect to whatever address a Via names.
 */
final class DirectTcp extends TCPMessageProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(DirectTcp.class);

    private final Connections connections;

    DirectTcp(InetAddress address, SIPTransactionStack stack, int port, Screen screen, int most) {
        super(address, stack, port);
        connections = new Connections(incomingMessageChannels, messageChannels, screen, most);
    }

    @Override
    public void run() {
        connections.accept(sock, () -> isRunning, socket -> {
            socket.setTcpNoDelay(true);
            var channel = new Channel(socket, sipStack, this);
            incomingMessageChannels.put(channel.getKey(), channel);
        });
    }

    Connections connections() {
        return connections;
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
        var channel = new Outgoing(host, port, sipStack, this);
        messageChannels.put(key, channel);
        return channel;
    }

    /** A connection that the node opens with the first message. One that does not come up is forgotten at once. */
    private static final class Outgoing extends TCPMessageChannel implements Connections.Used {
        private final long opened = System.nanoTime();
        private volatile long used;
        private final DirectTcp processor;

        Outgoing(InetAddress host, int port, SIPTransactionStack stack, DirectTcp processor) throws IOException {
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
        protected synchronized void sendMessage(byte[] message, boolean isClient) throws IOException {
            try {
                super.sendMessage(message, isClient);
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
    static final class Channel extends TCPMessageChannel implements Connections.Used {
        private final long opened = System.nanoTime();
        /** No value here: the thread that the superclass starts may be ahead of the constructor. */
        private volatile long used;
        private volatile boolean finished;

        Channel(Socket socket, SIPTransactionStack stack, DirectTcp processor) throws IOException {
            super(socket, stack, processor, "sip-tcp-" + socket.getPort());
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

        /** Reads on to the end, so that the last answer arrives: closing with bytes unread would take it back. */
        void finish() {
            finished = true;
            try {
                var socket = mySock;
                if (socket != null)
                    socket.shutdownOutput();
            } catch (IOException e) {
                LOG.debug("closed already: {}", e.getMessage());
            }
        }

        boolean finished() {
            return finished;
        }

        synchronized void write(byte[] bytes) throws IOException {
            var out = myClientOutputStream;
            if (mySock == null || out == null)
                throw new IOException("the connection is closed");
            out.write(bytes);
            out.flush();
        }
    }
}
