package org.trunkline.sip.jain.internal.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.text.ParseException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.stack.ConnectionOrientedMessageChannel;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.SourceKey;
import org.trunkline.sip.jain.internal.guard.Screen;
import org.trunkline.sip.jain.internal.tls.KeepAlive;

/**
 * What TCP and TLS share: so many connections and no more, from one source a part of them, none that nobody uses; and
 * their messages read each on a virtual thread, where the stack takes two of the platform's and a queue without a bound.
 * <b>Threads:</b> any.
 */
public final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    /** From one source that is no trunk: others shall get in too. */
    private static final int SHARE = 4;
    /** Of the system, where it has no descriptor left. */
    private static final String NO_FILES = "Too many open files";
    /** Before another try where there is nothing to take a connection with. */
    private static final long BREATH_NANOS = 10_000_000;

    /** A channel of ours. */
    public interface Used {
        Life life();

        Socket socket() throws IOException;

        /** Sends what the stack did not ask for. */
        default void answer(byte[] bytes) throws IOException {
            synchronized (this) {
                life().send(() -> socket().getOutputStream().write(bytes));
            }
        }

        /** Hears nothing any more, but reads to the end: closing with bytes unread would take the last answer back. */
        default void finish() {
            life().finish();
            try {
                socket().shutdownOutput();
            } catch (IOException e) {
                LOG.debug("closed already: {}", e.getMessage());
            }
        }
    }

    /** Takes a connection that may come in. */
    interface Taker {
        void take(Socket socket) throws IOException;
    }

    private final Map<String, ConnectionOrientedMessageChannel> incoming;
    /** The stack keeps incoming ones here too. */
    private final Map<String, ConnectionOrientedMessageChannel> all;
    private final Screen screen;
    private final int most;

    Connections(Map<String, ConnectionOrientedMessageChannel> incoming, Map<String, ConnectionOrientedMessageChannel> all,
            Screen screen, int most) {
        this.incoming = incoming;
        this.all = all;
        this.screen = screen;
        this.most = most;
    }

    /** @throws IOException where it is closed, or not open yet */
    static Socket open(@Nullable Socket socket) throws IOException {
        if (socket == null)
            throw new IOException("the connection is closed");
        return socket;
    }

    /** Whether one to there is open. @param key as the stack makes it, by the port that a Via says where it has no rport */
    boolean has(String key, InetSocketAddress peer) {
        return all.containsKey(key) || each().anyMatch(channel -> channel instanceof Used used && leads(used, peer));
    }

    private static boolean leads(Used channel, InetSocketAddress peer) {
        try {
            return peer.equals(peer(channel)) && !channel.socket().isClosed();
        } catch (IOException e) {
            return false;
        }
    }

    int count() {
        return (int) each().count();
    }

    private Stream<ConnectionOrientedMessageChannel> each() {
        return Stream.concat(incoming.values().stream(), all.values().stream()).distinct();
    }

    // ---- what comes in

    /** Takes in what comes until the socket is closed. A border: without this thread nobody gets in any more. */
    void accept(ServerSocket listening, BooleanSupplier running, Taker taker) {
        while (running.getAsBoolean() && !listening.isClosed()) {
            try {
                take(listening.accept(), taker);
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    noteShortage(e.getMessage());
                    LOG.debug("no connection could be taken: {}", e.getMessage());
                    LockSupport.parkNanos(BREATH_NANOS); // no descriptor is free, say
                }
            } catch (RuntimeException | Error e) {
                LOG.warn("a connection was lost for want of means: {}", e.toString());
                LockSupport.parkNanos(BREATH_NANOS);
            }
        }
    }

    /** Whether it was for want of descriptors; the system says so in its words. */
    private void noteShortage(@Nullable String why) {
        if (why != null && why.contains(NO_FILES))
            refuse("files-full");
    }

    private void take(Socket socket, Taker taker) {
        boolean taken = false;
        try {
            if (admits(socket.getInetAddress())) {
                KeepAlive.on(socket);
                taker.take(socket);
                taken = true;
            }
        } catch (IOException e) {
            LOG.debug("{} was gone before it was taken: {}", socket.getInetAddress(), e.getMessage());
        } finally {
            if (!taken)
                close(socket);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("closed already: {}", e.getMessage());
        }
    }

    private boolean admits(InetAddress source) {
        if (screen.drops(source))
            return false;
        if (incoming.size() + all.size() >= most / SHARE && full(source))
            return false;
        return screen.guard().admits(source);
    }

    private boolean full(InetAddress source) {
        var known = each().toList();
        if (known.size() >= most) {
            refuse("connections-full");
            return true;
        }
        var key = SourceKey.of(source);
        long same = known.stream().filter(channel -> key.equals(SourceKey.of(channel.getPeerPacketSourceAddress()))).count();
        boolean full = same >= Math.max(1, most / SHARE) && !screen.guard().trusts(source);
        if (full)
            refuse("source-connections");
        return full;
    }

    void refuse(String counted) {
        screen.guard().refusals().count(counted);
    }

    // ---- what is said

    /** Begins to read. @param in of the channel */
    void read(ConnectionOrientedMessageChannel channel, InputStream in, MessageParser parser) {
        Thread.ofVirtual().name("sip-connection").start(() -> {
            try {
                read(channel, new MessageStream(in, screen.mostHead()), parser);
            } catch (Exception e) { // a border: the stack's own, or what a message does to it, ends this connection alone
                LOG.debug("{}:{} is gone: {}", channel.getPeerAddress(), channel.getPeerPort(), e.toString());
            } finally {
                end(channel);
            }
        });
    }

    private void read(ConnectionOrientedMessageChannel channel, MessageStream stream, MessageParser parser)
            throws Exception {
        for (var head = stream.head(); head.isPresent(); head = stream.head()) {
            if (head.get().length == 0) {
                channel.sendSingleCLRF();
                continue;
            }
            var message = parsed(channel, head.get(), parser);
            if (((Used) channel).life().finished()) {
                stream.drain();
                return;
            }
            byte[] body = stream.body(screen.bodyLength());
            if (message != null) {
                if (body.length > 0)
                    message.setMessageContent(body);
                channel.processMessage(message);
            }
        }
    }

    private static @Nullable SIPMessage parsed(ConnectionOrientedMessageChannel channel,
            byte[] head, MessageParser parser) {
        try {
            return parser.parseSIPMessage(head, false, false, channel);
        } catch (ParseException e) {
            LOG.trace("refused: {}", e.getMessage());
            return null;
        }
    }

    /** Sends over a connection that the node opened; one that does not take it is forgotten at once. */
    void send(ConnectionOrientedMessageChannel channel, Life.Sending sending) throws IOException {
        try {
            ((Used) channel).life().send(sending);
            ((Used) channel).life().used();
        } catch (IOException e) {
            noteShortage(e.getMessage());
            end(channel);
            throw e;
        }
    }

    // ---- what ends

    /**
     * Ends connections that nobody uses, those that the node opened too.
     *
     * @param calling peers of calls in progress, asked for where somebody is silent
     */
    void reap(long now, Supplier<Set<InetSocketAddress>> calling) {
        var over = each().filter(channel -> channel instanceof Used used && used.life().isOver(now)
                && !(used.life().isSilent() && awaited(channel))).toList();
        var inCalls = over.stream().anyMatch(channel -> ((Used) channel).life().isSilent()) ? calling.get()
                : Set.<InetSocketAddress>of();
        over.stream().filter(channel -> !(((Used) channel).life().isSilent() && isIncoming(channel)
                && inCalls.contains(peer((Used) channel)))).forEach(channel -> {
                    if (((Used) channel).life().isStuck())
                        abort(((Used) channel));
                    end(channel);
                });
    }

    private static @Nullable SocketAddress peer(Used channel) {
        try {
            return channel.socket().getRemoteSocketAddress();
        } catch (IOException e) {
            return null; // closed
        }
    }

    /**
     * A request got no answer: where its connection is one that the node opened, and nothing at all came over it meanwhile, it is
     * dead, and the next request opens another; the system would go on sending for a quarter of an hour.
     */
    void unanswered(String key, long now) {
        var channel = all.get(key);
        if (channel instanceof Used used && used.life().isDeaf(now)
                && incoming.values().stream().noneMatch(other -> other == channel))
            end(channel);
    }

    /** A phone that registered over it is called over it, if only once a day; behind a NAT there is no other way. */
    private boolean awaited(ConnectionOrientedMessageChannel channel) {
        return isIncoming(channel) && screen.guard().knows(channel.getPeerPacketSourceAddress());
    }

    private boolean isIncoming(ConnectionOrientedMessageChannel channel) {
        return incoming.values().stream().anyMatch(other -> other == channel);
    }

    /** TLS would wait to say goodbye, behind what is stuck. */
    private void abort(Used channel) {
        refuse("connection-stuck");
        try {
            channel.socket().setSoLinger(true, 0);
        } catch (IOException e) {
            LOG.debug("closed already: {}", e.getMessage());
        }
    }

    /** Nobody finds it any more, and it is closed: in this order, so that nobody finds one that its peer knows to be closed. */
    void end(ConnectionOrientedMessageChannel channel) {
        incoming.values().removeIf(other -> other == channel); // the stack's equals() compares closed sockets
        all.values().removeIf(other -> other == channel);
        channel.close();
    }
}
