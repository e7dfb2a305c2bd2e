package org.trunkline.sip.jain.internal.transport;

import java.text.ParseException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.sip.jain.internal.wire.Arrival;

/** Parses datagrams and hands them on. <b>Threads:</b> one. */
final class DatagramReader {
    private static final Logger LOG = LoggerFactory.getLogger(DatagramReader.class);

    private final UdpSocket socket;
    private final WireParser parser;
    private final Reception reception;

    DatagramReader(UdpSocket socket, WireParser parser, Reception reception) {
        this.socket = socket;
        this.parser = parser;
        this.reception = reception;
    }

    void read(Arrival arrival) {
        try {
            var message = parser.parse(arrival.head().index(), true);
            if (message.isPresent())
                reception.take(message.get(), socket, arrival.source());
        } catch (ParseException e) {
            LOG.debug("not read: {}", e.getMessage());
            Reception.refuse(arrival.bytes(), socket, arrival.source());
        }
    }
}
