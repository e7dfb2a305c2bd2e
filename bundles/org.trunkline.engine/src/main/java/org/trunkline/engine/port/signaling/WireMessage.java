package org.trunkline.engine.port.signaling;

import java.net.InetSocketAddress;
import java.time.Instant;

import org.trunkline.domain.config.Transport;

/**
 * A message as it went over the wire, retransmissions included.
 *
 * @param sent true where the node sent it
 * @param localTag the tag of the node's own end, empty where there is none yet
 * @param remoteTag the tag of the other end, empty where there is none yet
 * @param label method, or status and phrase
 * @param bytes the whole message; not copied: never change them
 */
public record WireMessage(Instant at, boolean sent, InetSocketAddress remote, Transport transport, String callId,
        String localTag, String remoteTag, String label, byte[] bytes) {}
