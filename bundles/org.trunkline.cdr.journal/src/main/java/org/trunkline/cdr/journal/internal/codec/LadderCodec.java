package org.trunkline.cdr.journal.internal.codec;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;

/**
 * The SIP messages of a call, packed, with a dictionary of what SIP messages always say. Version 1 was deflated, which
 * cost more than all else that is done with a record. Not safe for threads: the writer has one of its own.
 */
public final class LadderCodec {
    private static final int DEFLATED = 1;
    private static final int VERSION = 2;
    /** Longer ladders are cut: a call that sends for days must not fill memory. */
    static final int MAX_BYTES = 4 << 20;

    /** Part of the format: a change needs a new version. The commonest last. */
    private static final byte[] DICTIONARY = """
            Session-Expires: 1800;refresher=uac\r
            Min-SE: 90\r
            Supported: timer, replaces, 100rel\r
            P-Asserted-Identity: <sip:+\r
            Proxy-Authenticate: Digest realm="\r
            WWW-Authenticate: Digest realm="", nonce="", algorithm=SHA-256, qop="auth"\r
            Reason: Q.850;cause=16;text="Normal call clearing"\r
            SIP/2.0 486 Busy Here\r
            SIP/2.0 487 Request Terminated\r
            SIP/2.0 183 Session Progress\r
            SIP/2.0 401 Unauthorized\r
            CSeq: 1 CANCEL\r
            CSeq: 2 BYE\r
            BYE sip:\r
            Content-Type: application/sdp\r
            a=rtpmap:9 G722/8000\r
            a=rtpmap:0 PCMU/8000\r
            a=rtpmap:8 PCMA/8000\r
            a=rtpmap:101 telephone-event/8000\r
            a=fmtp:101 0-15\r
            a=ptime:20\r
            a=sendrecv\r
            v=0\r
            o=- \r
            s=-\r
            c=IN IP4 127.0.0.1\r
            t=0 0\r
            m=audio  RTP/AVP 8 0 101\r
            Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, UPDATE, INFO, PRACK, REFER, NOTIFY\r
            User-Agent: \r
            SIP/2.0 100 Trying\r
            SIP/2.0 180 Ringing\r
            ACK sip:\r
            INVITE sip:@127.0.0.1:5060;transport=udp SIP/2.0\r
            SIP/2.0 200 OK\r
            Via: SIP/2.0/UDP 127.0.0.1:5060;rport;branch=z9hG4bK;received=\r
            Max-Forwards: 70\r
            From: "" <sip:+@>;tag=\r
            To: <sip:+@127.0.0.1>;tag=\r
            Call-ID: \r
            CSeq: 1 INVITE\r
            Contact: <sip:@127.0.0.1:5060>\r
            Content-Length: 0\r
            """.getBytes(StandardCharsets.US_ASCII);

    private static final Packer PACKER = new Packer(DICTIONARY);

    private final Packer packer = new Packer(DICTIONARY);
    private final ByteSink plain = new ByteSink(16 << 10);

    public LadderCodec() {
        plain.raw(DICTIONARY);
    }

    /** Writes version, plain length, packed bytes. */
    public void write(Ladder ladder, ByteSink out) {
        plain.clear(DICTIONARY.length);
        CallIdBits.write(ladder.call(), plain);
        long start = ladder.entries().isEmpty() ? 0 : ladder.entries().getFirst().at().toEpochMilli();
        plain.number(start);
        long last = start;
        for (var entry : ladder.entries()) {
            if (plain.size() + entry.message().length() > MAX_BYTES)
                break;
            plain.u8(1 | (entry.sent() ? 2 : 0));
            plain.signed(entry.at().toEpochMilli() - last);
            last = entry.at().toEpochMilli();
            plain.number(entry.leg());
            plain.text(entry.remoteAddress());
            plain.text(entry.transport());
            plain.text(entry.label());
            plain.number(entry.retransmissions());
            byte[] message = entry.message().getBytes(StandardCharsets.UTF_8);
            plain.number(message.length);
            plain.raw(message);
        }
        plain.u8(0);
        if (!ladder.quality().isEmpty())
            SeriesCodec.write(ladder.quality(), plain);
        out.u8(VERSION);
        out.number(plain.size() - DICTIONARY.length);
        packer.pack(plain.array(), plain.size(), out);
    }

    /** @throws DataFormatException if the bytes are no ladder */
    public static Ladder read(byte[] bytes) throws DataFormatException {
        var in = new ByteSource(bytes, 0, bytes.length);
        int version = in.u8();
        if (version != VERSION && version != DEFLATED)
            throw new DataFormatException("ladder shape " + version);
        long length = in.number();
        if (length < 0 || length > 2L * MAX_BYTES)
            throw new DataFormatException("ladder of " + length + " bytes");
        byte[] plain = version == VERSION ? PACKER.unpack(in, (int) length) : inflate(bytes, (int) length);
        return entries(new ByteSource(plain, 0, plain.length));
    }

    private static byte[] inflate(byte[] bytes, int length) throws DataFormatException {
        int head = 1 + Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 6) / 7);
        var plain = new byte[length];
        try (var inflater = new Inflater(true)) {
            inflater.setDictionary(DICTIONARY);
            inflater.setInput(bytes, head, bytes.length - head);
            int size = 0;
            while (size < plain.length) {
                int more = inflater.inflate(plain, size, plain.length - size);
                if (more == 0)
                    throw new DataFormatException("ladder cut off at " + size + " of " + length);
                size += more;
            }
        }
        return plain;
    }

    private static Ladder entries(ByteSource in) {
        var id = CallIdBits.read(in);
        long at = in.number();
        var entries = new ArrayList<LadderEntry>();
        for (int flags = in.u8(); flags != 0; flags = in.u8()) {
            at += in.signed();
            int leg = in.integer();
            String address = in.text();
            String transport = in.text();
            String label = in.text();
            int retransmissions = in.integer();
            String message = new String(in.raw(in.count()), StandardCharsets.UTF_8);
            entries.add(new LadderEntry(Instant.ofEpochMilli(at), leg, (flags & 2) != 0, address, transport, label,
                    retransmissions, message));
        }
        return new Ladder(id, entries, in.isAtEnd() ? List.of() : SeriesCodec.read(in));
    }
}
