package org.trunkline.sip.jain.internal.transport;

import java.io.IOException;
import java.text.ParseException;
import java.util.Optional;

import gov.nist.javax.sip.message.SIPMessage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.sip.jain.internal.guard.Screen;

/** Reads the messages of connections, each connection's on a virtual thread. <b>Threads:</b> any. */
final class ConnectionReader {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionReader.class);

    private final Screen screen;
    private final WireParser parser;
    private final Reception reception;

    ConnectionReader(Screen screen, WireParser parser, Reception reception) {
        this.screen = screen;
        this.parser = parser;
        this.reception = reception;
    }

    /** Begins to read; at the end the connection is taken out of its table. */
    void read(Connection connection, Connections table) {
        Thread.ofVirtual().name("sip-connection").start(() -> {
            try {
                read(connection, new MessageStream(connection.socket().getInputStream(), screen.mostHead()));
            } catch (IOException | RuntimeException e) { // a border: what a message does ends this connection alone
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
                take(connection, head.get(), body);
        }
    }

    /** What stands on a connection after a message of unknown length is nobody's, so the connection ends. */
    private boolean passes(Connection connection, byte[] head) {
        boolean dropped = connection.life().finished() || screen.drops(connection.peer().getAddress());
        if (!dropped && screen.passes(head, connection.peer(), (bytes, target) -> Reception.send(connection, bytes, target)))
            return true;
        if (dropped || !screen.inStep())
            connection.finish();
        return false;
    }

    private void take(Connection connection, byte[] head, byte[] body) {
        connection.life().heard();
        try {
            Optional<SIPMessage> message = parser.parse(head, false);
            if (message.isEmpty())
                return;
            if (body.length > 0)
                message.get().setMessageContent(body);
            reception.take(message.get(), connection, connection.peer());
        } catch (ParseException e) {
            LOG.debug("not read: {}", e.getMessage());
            Reception.refuse(head, connection, connection.peer());
        }
    }
}
