package org.trunkline.cdr.journal.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The first 64 bytes of a segment. Magic and version stay where they are in every version to come.
 *
 * @param journal names the journal over all its segments
 * @param base position of the segment's first byte in the journal
 * @param sequence of the last record before it
 */
record SegmentHeader(int version, UUID journal, long base, long sequence) {
    static final int SIZE = 64;
    static final int VERSION = 1;
    private static final int CRC_AT = SIZE - Integer.BYTES;

    ByteBuffer write(String magic) {
        var buffer = ByteBuffer.allocate(SIZE);
        buffer.put(magic.getBytes(StandardCharsets.US_ASCII)).putInt(version)
                .putLong(journal.getMostSignificantBits()).putLong(journal.getLeastSignificantBits())
                .putLong(base).putLong(sequence);
        buffer.putInt(CRC_AT, crc(buffer.array()));
        return buffer.clear();
    }

    /** Empty where it is damaged; of a newer version only the version is true. */
    static Optional<SegmentHeader> read(byte[] bytes, String magic) {
        byte[] expected = magic.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length < SIZE || !Arrays.equals(bytes, 0, expected.length, expected, 0, expected.length))
            return Optional.empty();
        var buffer = ByteBuffer.wrap(bytes).position(expected.length);
        int version = buffer.getInt();
        if (version <= VERSION && buffer.getInt(CRC_AT) != crc(bytes))
            return Optional.empty();
        return Optional.of(new SegmentHeader(version, new UUID(buffer.getLong(), buffer.getLong()), buffer.getLong(),
                buffer.getLong()));
    }

    private static int crc(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes, 0, CRC_AT);
        return (int) crc.getValue();
    }
}
