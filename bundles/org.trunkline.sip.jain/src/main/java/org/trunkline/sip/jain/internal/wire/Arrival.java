package org.trunkline.sip.jain.internal.wire;

import java.net.InetSocketAddress;

/**
 * A datagram that passed the screen.
 *
 * @param bytes its own, and as long as it is
 * @param head what the screen read in them; nobody else's
 */
public record Arrival(byte[] bytes, InetSocketAddress source, HeaderValidator head) {}
