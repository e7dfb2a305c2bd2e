package org.trunkline.cdr.journal.internal.segment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

import org.trunkline.cdr.journal.internal.codec.ByteSink;

/**
 * The first 64 bytes of a segment. Magic and version stay where they are in every version to come.
 *
 * @param journal names the journal over all its segments
 * @param base position of the segment's first byte in the journal
 * @param sequence of the last record before it
 * @param beginning length of what it begins with and was made with; 0 where nobody noted it
 * @param beginningCrc checksum of that
 */
public record SegmentHeader(int version, UUID journal, long base, long sequence, int beginning, int beginningCrc) {
    public static final int SIZE = 64;
    public static final int VERSION = 1;
    private static final int CRC_AT = SIZE - Integer.BYTES;

    public static SegmentHeader of(UUID journal, long base, long sequence, ByteSink beginning) {
        return new SegmentHeader(VERSION, journal, base, sequence, beginning.size(),
                crc(beginning.array(), beginning.size()));
    }

    /** Whether the segment is whole as it was made: its first bytes after the header are these. */
    boolean isFollowedBy(byte[] bytes) {
        return beginning == 0 || bytes.length >= beginning && beginningCrc == crc(bytes, beginning);
    }

    /** Of the same place, for records that were changed since. */
    SegmentHeader rewritten() {
        return new SegmentHeader(VERSION, journal, base, sequence, 0, 0);
    }

    ByteBuffer write(String magic) {
        var buffer = ByteBuffer.allocate(SIZE);
        buffer.put(magic.getBytes(StandardCharsets.US_ASCII)).putInt(version)
                .putLong(journal.getMostSignificantBits()).putLong(journal.getLeastSignificantBits())
                .putLong(base).putLong(sequence).putInt(beginning).putInt(beginningCrc);
        buffer.putInt(CRC_AT, crc(buffer.array(), CRC_AT));
        return buffer.clear();
    }

    /** Empty where it is damaged; of a newer version only the version is true. */
    static Optional<SegmentHeader> read(byte[] bytes, String magic) {
        byte[] expected = magic.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length < SIZE || !Arrays.equals(bytes, 0, expected.length, expected, 0, expected.length))
            return Optional.empty();
        var buffer = ByteBuffer.wrap(bytes).position(expected.length);
        int version = buffer.getInt();
        if (version <= VERSION && buffer.getInt(CRC_AT) != crc(bytes, CRC_AT))
            return Optional.empty();
        return Optional.of(new SegmentHeader(version, new UUID(buffer.getLong(), buffer.getLong()), buffer.getLong(),
                buffer.getLong(), buffer.getInt(), buffer.getInt()));
    }

    private static int crc(byte[] bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
