package org.trunkline.sip.jain.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.stack.ConnectionOrientedMessageChannel;
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
    /** A connection that has said nothing yet. */
    private static final Duration FIRST_WORD = Duration.ofSeconds(30);
    /** Phones keep theirs alive every two minutes at most (RFC 5626 §4.4.1). */
    private static final Duration SILENCE = Duration.ofMinutes(10);

    private final Screen screen;
    private final int most;

    DirectTcp(InetAddress address, SIPTransactionStack stack, int port, Screen screen, int most) {
        super(address, stack, port);
        this.screen = screen;
        this.most = most;
    }

    @Override
    public void run() {
        while (isRunning) {
            try {
                accept(sock.accept());
            } catch (IOException e) {
                if (sock.isClosed())
                    return;
                LOG.debug("a connection was lost before it was taken: {}", e.getMessage());
            }
        }
    }

    private void accept(Socket socket) throws IOException {
        boolean full = connections() >= most;
        if (full)
            screen.guard().refusals().count("connections-full");
        if (full || screen.drops(socket.getInetAddress())) {
            socket.close();
            return;
        }
        socket.setTcpNoDelay(true);
        var channel = new Channel(socket, sipStack, this);
        incomingMessageChannels.put(channel.getKey(), channel);
    }

    /** Those that the node opened too; the stack keeps incoming ones in both maps. */
    int connections() {
        return incomingMessageChannels.size()
                + (int) messageChannels.values().stream().filter(channel -> !(channel instanceof Channel)).count();
    }

    /** Ends connections that nobody uses. */
    void reap() {
        long now = System.nanoTime();
        for (ConnectionOrientedMessageChannel each : incomingMessageChannels.values())
            if (each instanceof Channel channel && channel.idle(now))
                channel.close();
    }

    /** A connection that somebody opened to the node. */
    static final class Channel extends TCPMessageChannel {
        private final long opened = System.nanoTime();
        private volatile long heard;
        private volatile boolean finished;

        Channel(Socket socket, SIPTransactionStack stack, DirectTcp processor) throws IOException {
            super(socket, stack, processor, "sip-tcp-" + socket.getPort());
        }

        boolean idle(long now) {
            return heard == 0 ? now - opened > FIRST_WORD.toNanos() : now - heard > SILENCE.toNanos();
        }

        @Override
        public void processMessage(SIPMessage message) throws Exception {
            heard = System.nanoTime();
            super.processMessage(message);
        }

        /** RFC 5626 §4.4.1: the pong to a ping. */
        @Override
        public void sendSingleCLRF() throws Exception {
            heard = System.nanoTime();
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
