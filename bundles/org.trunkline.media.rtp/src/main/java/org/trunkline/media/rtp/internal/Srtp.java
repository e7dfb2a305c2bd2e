package org.trunkline.media.rtp.internal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.trunkline.engine.port.SrtpKeys;
import org.trunkline.engine.port.SrtpKeys.Suite;

/**
 * SRTP and SRTCP with one side (RFC 3711, RFC 7714). Packets are changed in place; their buffer
 * needs room for {@link #OVERHEAD} more. Touched by the relay loop only; makes nothing for a packet.
 */
final class Srtp {
    /** Tag and index of RTCP, of the suite that has the most. */
    static final int OVERHEAD = GaloisTransform.TAG + 4;
    private static final int SOURCES = 4;
    /** A number that came back under a key would undo the encryption, so what was sent is not forgotten. */
    private static final int MOST_SENT = 256;

    private final SrtpKeys keys;
    private final int tagOctets;
    private final Direction out;
    private final Direction in;
    private byte[] scratch = new byte[2048];

    private static final class Direction {
        final SrtpTransform rtp;
        final SrtpTransform rtcp;
        final boolean sends;
        SrtpStream[] streams = new SrtpStream[SOURCES];
        final SrtpStream reports = new SrtpStream(0);
        int rtcpSent;
        private int next;
        private int used;

        Direction(Suite suite, byte[] master, boolean sends) {
            this.sends = sends;
            rtp = SrtpTransform.of(suite, master, 0);
            rtcp = SrtpTransform.of(suite, master, 3);
        }

        /** @return -1 where the source is new */
        int find(int ssrc) {
            for (int i = 0; i < used; i++)
                if (streams[i].ssrc == ssrc)
                    return i;
            return -1;
        }

        /** @return null where there is no room: of those received the oldest is forgotten for the new one */
        @Nullable SrtpStream add(int ssrc) {
            if (sends && used == streams.length && used < MOST_SENT)
                streams = Arrays.copyOf(streams, 2 * used);
            else if (sends && used == streams.length)
                return null;
            int at = sends ? used : next;
            next = (at + 1) % SOURCES;
            used = Math.max(used, at + 1);
            return streams[at] = new SrtpStream(ssrc);
        }

        @Nullable SrtpStream streamOf(int ssrc) {
            int at = find(ssrc);
            return at < 0 ? add(ssrc) : streams[at];
        }
    }

    Srtp(SrtpKeys keys) {
        this(keys, null);
    }

    private Srtp(SrtpKeys keys, @Nullable Srtp former) {
        this.keys = keys;
        tagOctets = keys.suite().tagOctets();
        boolean goesOn = former != null && former.keys.suite() == keys.suite();
        out = goesOn && MessageDigest.isEqual(keys.sending(), former.keys.sending()) ? former.out
                : new Direction(keys.suite(), keys.sending(), true);
        in = goesOn && MessageDigest.isEqual(keys.receiving(), former.keys.receiving()) ? former.in
                : new Direction(keys.suite(), keys.receiving(), false);
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

    /**
     * Encrypts an RTP packet.
     *
     * @return false where it is none, has no room, or bears a number that was sent: two texts under one number would tell
     *         each other, and with GCM the key that signs; the other side would drop it as replayed
     */
    boolean protect(ByteBuffer packet) {
        int length = packet.limit();
        int from = header(packet, length);
        if (from < 0 || packet.capacity() < length + tagOctets)
            return false;
        int ssrc = packet.getInt(8);
        var stream = out.streamOf(ssrc);
        if (stream == null)
            return false;
        long index = stream.index(packet.getShort(2) & 0xFFFF);
        if (stream.replayed(index))
            return false;
        stream.seen(index);
        byte[] bytes = copied(packet, length);
        out.rtp.seal(bytes, from, length, ssrc, index);
        put(packet, bytes, length + tagOctets);
        return true;
    }

    /** Whether the RTP packet comes from who has the key, and not for the second time; changes nothing. */
    boolean authentic(ByteBuffer packet) {
        return index(packet) >= 0;
    }

    private long index(ByteBuffer packet) {
        int length = packet.limit() - tagOctets;
        int from = header(packet, length);
        if (from < 0)
            return -1;
        int ssrc = packet.getInt(8);
        int at = in.find(ssrc);
        int sequence = packet.getShort(2) & 0xFFFF;
        long index = at < 0 ? sequence : in.streams[at].index(sequence);
        if (at >= 0 && in.streams[at].replayed(index))
            return -1;
        byte[] bytes = copied(packet, packet.limit());
        return in.rtp.isGenuine(bytes, from, length, ssrc, index) ? index : -1;
    }

    /** Decrypts an RTP packet. @return false where it is forged, replayed or none */
    boolean unprotect(ByteBuffer packet) {
        long index = index(packet);
        if (index < 0)
            return false;
        int ssrc = packet.getInt(8);
        var stream = in.streamOf(ssrc); // only now: a stranger's packets make no room for themselves
        if (stream != null)
            stream.seen(index);
        int length = packet.limit() - tagOctets;
        in.rtp.open(scratch, header(packet, length), length, ssrc, index);
        put(packet, scratch, length);
        return true;
    }

    /** Encrypts a compound RTCP packet (RFC 3711 §3.4). */
    boolean protectRtcp(ByteBuffer packet) {
        int length = packet.limit();
        if (length < SrtpTransform.RTCP_HEADER || packet.capacity() < length + OVERHEAD)
            return false;
        byte[] bytes = copied(packet, length);
        out.rtcpSent = out.rtcpSent + 1 & ~SrtpTransform.ENCRYPTED;
        put(packet, bytes, out.rtcp.sealReport(bytes, length, packet.getInt(4), out.rtcpSent));
        return true;
    }

    /** Whether the report, and then the scratch array has it, comes from who has the key, and not for the second time. */
    boolean authenticRtcp(ByteBuffer packet) {
        int length = packet.limit();
        int at = in.rtcp.wordAt(length);
        if (at < 0)
            return false;
        int word = packet.getInt(at);
        return !in.reports.replayed(word & ~SrtpTransform.ENCRYPTED)
                && in.rtcp.isGenuineReport(copied(packet, length), length, packet.getInt(4), word);
    }

    /** Decrypts a compound RTCP packet. */
    boolean unprotectRtcp(ByteBuffer packet) {
        if (!authenticRtcp(packet))
            return false;
        int length = packet.limit();
        int word = packet.getInt(in.rtcp.wordAt(length));
        in.reports.seen(word & ~SrtpTransform.ENCRYPTED);
        put(packet, scratch, in.rtcp.openReport(scratch, length, packet.getInt(4), word));
        return true;
    }

    /** Tells no key. */
    @Override
    public String toString() {
        return keys.toString();
    }
}
