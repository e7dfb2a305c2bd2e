package org.trunkline.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;

/**
 * Writes a ladder as a classic pcap file that Wireshark and sngrep open. The messages are those on the wire; the IP and
 * UDP headers around them are made up from the addresses, TCP messages included, since a ladder keeps no segments.
 */
public final class PcapWriter {
    private static final int MAGIC_MICROSECONDS = 0xA1B2C3D4;
    private static final int LINKTYPE_RAW = 101;
    private static final int UDP = 17;
    private static final int UDP_HEADER = 8;
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int MAX_PAYLOAD = 65_535 - IPV4_HEADER - UDP_HEADER;

    private PcapWriter() {}

    public static void write(Ladder ladder, OutputStream out) throws IOException {
        var header = ByteBuffer.allocate(24);
        header.putInt(MAGIC_MICROSECONDS).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0).putInt(65_575)
                .putInt(LINKTYPE_RAW);
        out.write(header.array());
        var endpoints = new WireAddresses(ladder);
        for (LadderEntry entry : ladder.entries())
            writePacket(entry, endpoints, out);
    }

    private static void writePacket(LadderEntry entry, WireAddresses endpoints, OutputStream out) throws IOException {
        WireAddresses.Endpoint remote = endpoints.remote(entry);
        WireAddresses.Endpoint node = endpoints.node(entry, remote);
        byte[] packet = entry.sent() ? packet(node, remote, entry.message()) : packet(remote, node, entry.message());
        Instant at = entry.at();
        var header = ByteBuffer.allocate(16);
        header.putInt((int) at.getEpochSecond()).putInt(at.getNano() / 1000).putInt(packet.length)
                .putInt(packet.length);
        out.write(header.array());
        out.write(packet);
    }

    private static byte[] packet(WireAddresses.Endpoint from, WireAddresses.Endpoint to, String message) {
        byte[] whole = message.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(whole.length, MAX_PAYLOAD);
        boolean v4 = from.address().length == 4;
        int ipHeader = v4 ? IPV4_HEADER : IPV6_HEADER;
        int udpLength = UDP_HEADER + length;
        var packet = ByteBuffer.allocate(ipHeader + udpLength).order(ByteOrder.BIG_ENDIAN);
        if (v4)
            packet.put((byte) 0x45).put((byte) 0).putShort((short) (ipHeader + udpLength)).putInt(0x4000) // DF
                    .put((byte) 64).put((byte) UDP).putShort((short) 0);
        else
            packet.putInt(0x6000_0000).putShort((short) udpLength).put((byte) UDP).put((byte) 64);
        packet.put(from.address()).put(to.address());
        if (v4)
            packet.putShort(10, checksum(packet.array(), 0, IPV4_HEADER, 0));
        packet.putShort((short) from.port()).putShort((short) to.port()).putShort((short) udpLength)
                .putShort((short) 0).put(whole, 0, length);
        int addresses = ipHeader - 2 * from.address().length;
        // the pseudo header: both addresses, which stand right before the UDP header, protocol and length
        short sum = checksum(packet.array(), addresses, packet.capacity() - addresses, UDP + udpLength);
        packet.putShort(ipHeader + 6, sum == 0 ? (short) 0xFFFF : sum);
        return packet.array();
    }

    /** Ones' complement sum of RFC 1071. */
    static short checksum(byte[] bytes, int offset, int length, long initial) {
        long sum = initial;
        for (int i = 0; i < length; i++) {
            int octet = bytes[offset + i] & 0xFF;
            sum += (i & 1) == 0 ? octet << 8 : octet;
        }
        while (sum >> 16 != 0)
            sum = (sum & 0xFFFF) + (sum >> 16);
        return (short) ~sum;
    }
}
