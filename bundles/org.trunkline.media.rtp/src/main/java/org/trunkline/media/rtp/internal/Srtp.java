package org.trunkline.media.rtp.internal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

import org.jspecify.annotations.Nullable;
import org.trunkline.engine.port.SrtpKeys;

/**
 * SRTP and SRTCP with one side (RFC 3711, AES counter mode and HMAC-SHA1). Packets are changed in place; their buffer
 * needs room for {@link #OVERHEAD} more. Touched by the relay loop only; makes nothing for a packet.
 */
final class Srtp {
    /** Tag and index of RTCP. */
    static final int OVERHEAD = 14;
    private static final int RTCP_TAG = 10;
    private static final int RTCP_INDEX = 4;
    private static final int RTCP_HEADER = 8;
    private static final int ENCRYPTED = 0x8000_0000;
    private static final int SOURCES = 4;

    private final SrtpKeys keys;
    private final int tagOctets;
    private final Direction out;
    private final Direction in;
    private byte[] scratch = new byte[2048];

    private static final class Direction {
        final SrtpSession rtp;
        final SrtpSession rtcp;
        final SrtpStream[] streams = new SrtpStream[SOURCES];
        final SrtpStream reports = new SrtpStream();
        int rtcpSent;
        private int next;
        private int used;

        Direction(byte[] master) {
            rtp = new SrtpSession(master, 0);
            rtcp = new SrtpSession(master, 3);
            for (int i = 0; i < SOURCES; i++)
                streams[i] = new SrtpStream();
        }

        /** @return -1 where the source is new */
        int find(int ssrc) {
            for (int i = 0; i < used; i++)
                if (streams[i].ssrc == ssrc)
                    return i;
            return -1;
        }

        /** Makes room by forgetting the oldest. */
        int add(int ssrc) {
            int at = next;
            next = (next + 1) % SOURCES;
            used = Math.max(used, at + 1);
            streams[at].begin(ssrc);
            return at;
        }
    }

    Srtp(SrtpKeys keys) {
        this(keys, null);
    }

    private Srtp(SrtpKeys keys, @Nullable Srtp former) {
        this.keys = keys;
        tagOctets = keys.suite().tagOctets();
        out = former != null && MessageDigest.isEqual(keys.sending(), former.keys.sending()) ? former.out
                : new Direction(keys.sending());
        in = former != null && MessageDigest.isEqual(keys.receiving(), former.keys.receiving()) ? former.in
                : new Direction(keys.receiving());
    }

    /** A direction whose key stayed goes on counting: the other side does too. */
    Srtp changed(SrtpKeys to) {
        return keys.equals(to) ? this : new Srtp(to, this);
    }

    private byte[] copied(ByteBuffer packet, int length) {
        if (scratch.length < length + OVERHEAD)
            scratch = new byte[length + OVERHEAD];
        packet.get(0, scratch, 0, length);
        return scratch;
    }

    private static void put(ByteBuffer packet, byte[] bytes, int length) {
        packet.clear().limit(length);
        packet.put(0, bytes, 0, length);
    }

    /** Where the payload begins, -1 where the packet is too short for what its header says. */
    private static int header(ByteBuffer packet, int length) {
        if (length < 12 || (packet.get(0) & 0xC0) != 0x80)
            return -1;
        int header = 12 + 4 * (packet.get(0) & 0x0F);
        if ((packet.get(0) & 0x10) != 0) {
            if (length < header + 4)
                return -1;
            header += 4 + 4 * (packet.getShort(header + 2) & 0xFFFF);
        }
        return header <= length ? header : -1;
    }

    /** Encrypts an RTP packet. @return false where it is none, or has no room */
    boolean protect(ByteBuffer packet) {
        int length = packet.limit();
        int from = header(packet, length);
        if (from < 0 || packet.capacity() < length + tagOctets)
            return false;
        int ssrc = packet.getInt(8);
        int at = out.find(ssrc);
        var stream = out.streams[at < 0 ? out.add(ssrc) : at];
        long index = stream.index(packet.getShort(2) & 0xFFFF);
        stream.seen(index);
        byte[] bytes = copied(packet, length);
        out.rtp.crypt(bytes, from, length, ssrc, index);
        System.arraycopy(out.rtp.tag(bytes, length, (int) (index >>> 16)), 0, bytes, length, tagOctets);
        put(packet, bytes, length + tagOctets);
        return true;
    }

    /** Whether the RTP packet comes from who has the key, and not for the second time; changes nothing. */
    boolean authentic(ByteBuffer packet) {
        return index(packet) >= 0;
    }

    private long index(ByteBuffer packet) {
        int length = packet.limit() - tagOctets;
        if (header(packet, length) < 0)
            return -1;
        int at = in.find(packet.getInt(8));
        int sequence = packet.getShort(2) & 0xFFFF;
        long index = at < 0 ? sequence : in.streams[at].index(sequence);
        if (at >= 0 && in.streams[at].replayed(index))
            return -1;
        byte[] bytes = copied(packet, packet.limit());
        return SrtpSession.same(in.rtp.tag(bytes, length, (int) (index >>> 16)), bytes, length, tagOctets) ? index : -1;
    }

    /** Decrypts an RTP packet. @return false where it is forged, replayed or none */
    boolean unprotect(ByteBuffer packet) {
        long index = index(packet);
        if (index < 0)
            return false;
        int ssrc = packet.getInt(8);
        int at = in.find(ssrc);
        in.streams[at < 0 ? in.add(ssrc) : at].seen(index); // a stranger's packets make no room for themselves
        int length = packet.limit() - tagOctets;
        in.rtp.crypt(scratch, header(packet, length), length, ssrc, index);
        put(packet, scratch, length);
        return true;
    }

    /** Encrypts a compound RTCP packet (RFC 3711 §3.4). */
    boolean protectRtcp(ByteBuffer packet) {
        int length = packet.limit();
        if (length < RTCP_HEADER || packet.capacity() < length + OVERHEAD)
            return false;
        byte[] bytes = copied(packet, length);
        out.rtcpSent = out.rtcpSent + 1 & 0x7FFF_FFFF;
        out.rtcp.crypt(bytes, RTCP_HEADER, length, packet.getInt(4), out.rtcpSent);
        int word = out.rtcpSent | ENCRYPTED;
        for (int i = 0; i < RTCP_INDEX; i++)
            bytes[length + i] = (byte) (word >>> 24 - 8 * i);
        int signed = length + RTCP_INDEX;
        System.arraycopy(out.rtcp.tag(bytes, signed), 0, bytes, signed, RTCP_TAG);
        put(packet, bytes, signed + RTCP_TAG);
        return true;
    }

    private int rtcpIndex(ByteBuffer packet) {
        int signed = packet.limit() - RTCP_TAG;
        if (signed < RTCP_HEADER + RTCP_INDEX)
            return -1;
        int index = packet.getInt(signed - RTCP_INDEX) & ~ENCRYPTED;
        if (in.reports.replayed(index))
            return -1;
        byte[] bytes = copied(packet, packet.limit());
        return SrtpSession.same(in.rtcp.tag(bytes, signed), bytes, signed, RTCP_TAG) ? index : -1;
    }

    boolean authenticRtcp(ByteBuffer packet) {
        return rtcpIndex(packet) >= 0;
    }

    /** Decrypts a compound RTCP packet. */
    boolean unprotectRtcp(ByteBuffer packet) {
        int index = rtcpIndex(packet);
        if (index < 0)
            return false;
        in.reports.seen(index);
        int length = packet.limit() - RTCP_TAG - RTCP_INDEX;
        if ((packet.getInt(length) & ENCRYPTED) != 0)
            in.rtcp.crypt(scratch, RTCP_HEADER, length, packet.getInt(4), index);
        put(packet, scratch, length);
        return true;
    }

    /** Tells no key. */
    @Override
    public String toString() {
        return keys.toString();
    }
}
