package org.trunkline.sip.jain.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import gov.nist.javax.sip.stack.ConnectionOrientedMessageChannel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bounds that TCP and TLS share: so many connections and no more, none that nobody uses. <b>Threads:</b> any. */
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    /** A connection that has said nothing yet, or never came up. */
    private static final Duration FIRST_WORD = Duration.ofSeconds(30);
    /** Phones keep theirs alive every two minutes at most (RFC 5626 §4.4.1). */
    private static final Duration SILENCE = Duration.ofMinutes(10);

    /** One that knows when it was of use. */
    interface Used {
        boolean isOver(long now);
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

    /** @param used when it was last of use; 0 for never */
    static boolean isOver(long opened, long used, long now) {
        return used == 0 ? now - opened > FIRST_WORD.toNanos() : now - used > SILENCE.toNanos();
    }

    int count() {
        return (int) each().count();
    }

    private Stream<ConnectionOrientedMessageChannel> each() {
        return Stream.concat(incoming.values().stream(), all.values().stream()).distinct();
    }

    /** Takes in what comes until the socket is closed. */
    void accept(ServerSocket listening, BooleanSupplier running, Taker taker) {
        while (running.getAsBoolean()) {
            try {
                var socket = listening.accept();
                if (admits(socket.getInetAddress()))
                    taker.take(socket);
                else
                    socket.close();
            } catch (IOException e) {
                if (listening.isClosed())
                    return;
                LOG.debug("a connection was lost before it was taken: {}", e.getMessage());
            }
        }
    }

    private boolean admits(InetAddress source) {
        if (count() < most)
            return !screen.drops(source);
        full();
        return false;
    }

    void full() {
        screen.guard().refusals().count("connections-full");
    }

    /** Ends connections that nobody uses, those that the node opened too. */
    void reap(long now) {
        each().filter(channel -> channel instanceof Used used && used.isOver(now)).toList().forEach(this::end);
    }

    /** Closes it, and nobody finds it any more. */
    void end(ConnectionOrientedMessageChannel channel) {
        channel.close();
        incoming.values().removeIf(other -> other == channel); // the stack's equals() compares closed sockets
        all.values().removeIf(other -> other == channel);
    }
}
