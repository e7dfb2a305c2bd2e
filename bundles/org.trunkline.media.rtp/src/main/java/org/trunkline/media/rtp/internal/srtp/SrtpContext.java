package org.trunkline.media.rtp.internal.srtp;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

import org.trunkline.engine.port.media.SrtpKeys;
import org.trunkline.engine.port.media.SrtpKeys.Suite;

/**
 * SRTP and SRTCP with one side (RFC 3711, RFC 7714). Packets are changed in place; their buffer
 * needs room for {@link #OVERHEAD} more. Touched by the relay loop only; makes no objects for a packet, but for those of the JDK's GCM.
 */
public final class SrtpContext {
    /** Tag and index of RTCP, of the suite that has the most. */
    public static final int OVERHEAD = GaloisTransform.TAG + 4;
    /** A call has a key for each suite it tries; more come only of a side that makes a new one each time. */
    private static final int MOST_KEYS = 8;

    private final SrtpKeys keys;
    private final int tagOctets;
    private final List<Direction> outs;
    private final List<Direction> ins;
    private final Direction out;
    private final Direction in;
    private byte[] scratch = new byte[2048];

    /** What is counted under one key. */
    private static final class Direction {
        final Suite suite;
        final byte[] master;
        final SrtpTransform rtp;
        final SrtpTransform rtcp;
        final SrtpSources streams;
        /** Received: each source counts its own (RFC 3711 §3.2.3). */
        final SrtpSources reports = new SrtpSources(false);
        /** All the same: what is sent has one count. */
        int rtcpSent;

        Direction(Suite suite, byte[] master, boolean sends) {
            this.suite = suite;
            this.master = master;
            streams = new SrtpSources(sends);
            rtp = SrtpTransform.of(suite, master, 0);
            rtcp = SrtpTransform.of(suite, master, 3);
        }

        boolean isOf(Suite suite, byte[] master) {
            return this.suite == suite && MessageDigest.isEqual(this.master, master);
        }
    }

    public SrtpContext(SrtpKeys keys) {
        this(keys, List.of(), List.of());
    }

    private SrtpContext(SrtpKeys keys, List<Direction> formerOut, List<Direction> formerIn) {
        this.keys = keys;
        tagOctets = keys.suite().tagOctets();
        outs = with(keys.suite(), keys.sending(), true, formerOut);
        ins = with(keys.suite(), keys.receiving(), false, formerIn);
        out = outs.getLast();
        in = ins.getLast();
    }

    /** The last of them has the key. */
    private static List<Direction> with(Suite suite, byte[] master, boolean sends, List<Direction> former) {
        var all = new ArrayList<>(former);
        var known = all.stream().filter(it -> it.isOf(suite, master)).findFirst();
        known.ifPresent(all::remove);
        if (known.isEmpty() && all.size() == MOST_KEYS)
            all.removeFirst();
        all.add(known.orElseGet(() -> new Direction(suite, master, sends)));
        return List.copyOf(all);
    }

    /** A key that stays, or comes back, goes on counting: the other side does too, and no number may be sent twice. */
    public SrtpContext changed(SrtpKeys to) {
        return keys.equals(to) ? this : new SrtpContext(to, outs, ins);
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
    public boolean protect(ByteBuffer packet) {
        int length = packet.limit();
        int from = header(packet, length);
        if (from < 0 || packet.capacity() < length + tagOctets)
            return false;
        int ssrc = packet.getInt(8);
        var stream = out.streams.of(ssrc);
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
    public boolean authentic(ByteBuffer packet) {
        return index(packet) >= 0;
    }

    private long index(ByteBuffer packet) {
        int length = packet.limit() - tagOctets;
        int from = header(packet, length);
        if (from < 0)
            return -1;
        int ssrc = packet.getInt(8);
        var stream = in.streams.known(ssrc);
        int sequence = packet.getShort(2) & 0xFFFF;
        long index = stream == null ? sequence : stream.index(sequence);
        if (stream != null && stream.replayed(index))
            return -1;
        byte[] bytes = copied(packet, packet.limit());
        return in.rtp.isGenuine(bytes, from, length, ssrc, index) ? index : -1;
    }

    /** Decrypts an RTP packet. @return false where it is forged, replayed or none */
    public boolean unprotect(ByteBuffer packet) {
        long index = index(packet);
        if (index < 0)
            return false;
        int ssrc = packet.getInt(8);
        var stream = in.streams.of(ssrc); // only now: a stranger's packets make no room for themselves
        if (stream != null)
            stream.seen(index);
        int length = packet.limit() - tagOctets;
        in.rtp.open(scratch, header(packet, length), length, ssrc, index);
        put(packet, scratch, length);
        return true;
    }

    /** Encrypts a compound RTCP packet (RFC 3711 §3.4). */
    public boolean protectRtcp(ByteBuffer packet) {
        int length = packet.limit();
        if (length < SrtpTransform.RTCP_HEADER || packet.capacity() < length + OVERHEAD)
            return false;
        byte[] bytes = copied(packet, length);
        out.rtcpSent = out.rtcpSent + 1 & ~SrtpTransform.ENCRYPTED;
        put(packet, bytes, out.rtcp.sealReport(bytes, length, packet.getInt(4), out.rtcpSent));
        return true;
    }

    /** Whether the report, and then the scratch array has it, comes from who has the key, and not for the second time. */
    public boolean authenticRtcp(ByteBuffer packet) {
        int length = packet.limit();
        int at = in.rtcp.wordAt(length);
        if (at < 0)
            return false;
        int word = packet.getInt(at);
        var stream = in.reports.known(packet.getInt(4));
        return (stream == null || !stream.replayed(word & ~SrtpTransform.ENCRYPTED))
                && in.rtcp.isGenuineReport(copied(packet, length), length, packet.getInt(4), word);
    }

    /** Decrypts a compound RTCP packet. */
    public boolean unprotectRtcp(ByteBuffer packet) {
        if (!authenticRtcp(packet))
            return false;
        int length = packet.limit();
        int word = packet.getInt(in.rtcp.wordAt(length));
        var stream = in.reports.of(packet.getInt(4));
        if (stream != null)
            stream.seen(word & ~SrtpTransform.ENCRYPTED);
        put(packet, scratch, in.rtcp.openReport(scratch, length, packet.getInt(4), word));
        return true;
    }

    /** Tells no key. */
    @Override
    public String toString() {
        return keys.toString();
    }
}
