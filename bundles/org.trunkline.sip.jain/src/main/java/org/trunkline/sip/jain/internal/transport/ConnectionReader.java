package org.trunkline.sip.jain.internal.transport;

import java.io.IOException;
import java.text.ParseException;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.sip.jain.internal.guard.IngressFilter;
import org.trunkline.sip.jain.internal.web.WebSocketStream;

/** Reads the messages of connections, each connection's on a virtual thread. <b>Threads:</b> any. */
final class ConnectionReader {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionReader.class);

    private final IngressFilter screen;
    private final WireParser parser;
    private final Reception reception;

    ConnectionReader(IngressFilter screen, WireParser parser, Reception reception) {
        this.screen = screen;
        this.parser = parser;
        this.reception = reception;
    }

    /** Begins to read; at the end the connection is taken out of its table. */
    void read(Connection connection, Connections table) {
        Thread.ofVirtual().name("sip-connection").start(() -> {
            try {
                var in = connection.socket().getInputStream();
                if (connection.transport().isWebSocket())
                    read(connection, new WebSocketStream(in, 2 * screen.mostHead(), connection));
                else
                    read(connection, new MessageStream(in, screen.mostHead()));
            } catch (IOException | RuntimeException e) { // a boundary: what a message does ends this connection alone
                LOG.debug("{} is gone: {}", connection.peer(), e.toString());
            } finally {
                table.end(connection);
            }
        });
    }

    private void read(Connection connection, MessageStream stream) throws IOException {
        for (var head = stream.head(); head.isPresent(); head = stream.head()) {
            if (head.get().length == 0) {
                connection.pong();
                continue;
            }
            boolean sound = passes(connection, head.get());
            if (connection.life().finished()) {
                stream.drain();
                return;
            }
            byte[] body = stream.body(screen.bodyLength());
            if (sound)
                take(connection, head.get(), Optional.of(body));
        }
    }

    /** Each of its messages has its own end (RFC 7118 §5.1). */
    private void read(Connection connection, WebSocketStream stream) throws IOException {
        for (var message = stream.message(); message.isPresent(); message = stream.message()) {
            byte[] bytes = message.get();
            if (screen.drops(connection.peer().getAddress(), false))
                return;
            if (isPing(bytes))
                connection.pong();
            else if (screen.passesWhole(bytes, connection.peer(), (answer, target) -> Reception.send(connection, answer, target)))
                take(connection, bytes, Optional.empty());
        }
    }

    /** Line ends alone, as some phones send them over WebSockets too. */
    private static boolean isPing(byte[] bytes) {
        for (byte each : bytes)
            if (each != '\r' && each != '\n')
                return false;
        return true;
    }

    /** What stands on a connection after a message of unknown length is nobody's, so the connection ends. */
    private boolean passes(Connection connection, byte[] head) {
        boolean dropped = connection.life().finished() || screen.drops(connection.peer().getAddress(), false);
        if (!dropped && screen.passes(head, connection.peer(), (bytes, target) -> Reception.send(connection, bytes, target)))
            return true;
        if (dropped || !screen.inStep())
            connection.finish();
        return false;
    }

    /** @param body what follows the head; empty where it is with it */
    private void take(Connection connection, byte[] head, Optional<byte[]> body) {
        connection.life().heard();
        try {
            var message = parser.parse(screen.index(), body.isEmpty());
            if (message.isEmpty())
                return;
            body.filter(it -> it.length > 0).ifPresent(message.get()::setMessageContent);
            reception.take(message.get(), connection, connection.peer());
        } catch (ParseException e) {
            LOG.debug("not read: {}", e.getMessage());
            Reception.refuse(head, connection, connection.peer());
        }
    }
}
