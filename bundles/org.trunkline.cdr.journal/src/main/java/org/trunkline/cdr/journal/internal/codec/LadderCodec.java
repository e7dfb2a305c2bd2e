package org.trunkline.cdr.journal.internal.codec;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;

import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;

import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/**
 * The SIP messages of a call, packed by LZ4: deflate makes them a third smaller and takes three times as long. Not safe for
 * threads: the writer has one of its own.
 */
public final class LadderCodec {
    private static final int VERSION = 1;
    /** Longer ladders are cut: a call that sends for days must not fill memory. */
    static final int MAX_BYTES = 4 << 20;

    private static final LZ4Factory LZ4 = LZ4Factory.fastestJavaInstance();

    private final LZ4Compressor packer = LZ4.fastCompressor();
    private final ByteSink plain = new ByteSink(16 << 10);

    /** Writes version, plain length, packed length, packed bytes; what follows them is not read. */
    public void write(Ladder ladder, ByteSink out) {
        plain.clear();
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
        out.number(plain.size());
        byte[] packed = new byte[packer.maxCompressedLength(plain.size())];
        int size = packer.compress(plain.array(), 0, plain.size(), packed, 0);
        out.number(size);
        out.raw(packed, size);
    }

    /** @throws DataFormatException if the bytes are no ladder */
    public static Ladder read(byte[] bytes) throws DataFormatException {
        var in = new ByteSource(bytes, 0, bytes.length);
        int version = in.u8();
        if (version != VERSION)
            throw new DataFormatException("ladder shape " + version);
        long length = in.number();
        if (length < 0 || length > 2L * MAX_BYTES)
            throw new DataFormatException("ladder of " + length + " bytes");
        byte[] plain = unpacked(in.raw(in.count()), (int) length);
        return entries(new ByteSource(plain, 0, plain.length));
    }

    private static byte[] unpacked(byte[] packed, int length) throws DataFormatException {
        var plain = new byte[length];
        try {
            int size = LZ4.safeDecompressor().decompress(packed, plain);
            if (size != length)
                throw new DataFormatException("ladder cut off at " + size + " of " + length);
            return plain;
        } catch (LZ4Exception e) {
            throw new DataFormatException("ladder of " + length + " bytes cannot be unpacked: " + e.getMessage());
        }
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
