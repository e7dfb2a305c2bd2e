package org.trunkline.cdr.journal.internal.segment;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

import org.trunkline.cdr.journal.internal.codec.ByteSink;

/**
 * One entry as it lies in a segment: length of the payload, type, checksum of all but itself, sequence number, payload.
 *
 * @param sequence of this record, or of the last one before an entry that is none
 * @param start where the payload begins in the array read
 */
public record Frame(Type type, long sequence, int start, int length) {
    public static final int HEAD = 17;
    /** Longer is no entry but damage. */
    static final int MAX_PAYLOAD = 4 << 20;
    private static final int CRC_AT = 5;
    private static final int SEQUENCE_AT = 9;

    /** What an entry is; the code is on disk. */
    public enum Type {
        /** A call that goes on: its record should the node die. */
        OPEN(1),
        /** A finished call. */
        ENDED(2),
        /** A call that the node's death ended, closed at the next start. */
        INTERRUPTED(3),
        /** The node lived at this time. */
        HEARTBEAT(4),
        /** SIP messages, in the ladders' own segments. */
        LADDER(5),
        /** Words of the segment; at its beginning, twice. */
        WORDS(6);

        private final int code;

        Type(int code) {
            this.code = code;
        }

        public boolean isRecord() {
            return this == ENDED || this == INTERRUPTED;
        }

        static Optional<Type> of(int code) {
            return switch (code) {
                case 1 -> Optional.of(OPEN);
                case 2 -> Optional.of(ENDED);
                case 3 -> Optional.of(INTERRUPTED);
                case 4 -> Optional.of(HEARTBEAT);
                case 5 -> Optional.of(LADDER);
                case 6 -> Optional.of(WORDS);
                default -> Optional.empty();
            };
        }
    }

    int size() {
        return HEAD + length;
    }

    public static void write(Type type, long sequence, byte[] payload, int length, ByteSink out) {
        var head = ByteBuffer.allocate(HEAD).putInt(length).put((byte) type.code).putInt(0).putLong(sequence);
        var crc = new CRC32C();
        crc.update(head.array(), 0, CRC_AT);
        crc.update(head.array(), SEQUENCE_AT, HEAD - SEQUENCE_AT);
        crc.update(payload, 0, length);
        head.putInt(CRC_AT, (int) crc.getValue());
        out.raw(head.array());
        out.raw(payload, length);
    }

    /** The entry at an index of the bytes, if it is whole and its checksum right. */
    public static Optional<Frame> at(byte[] bytes, int index) {
        if (bytes.length - index < HEAD)
            return Optional.empty();
        var head = ByteBuffer.wrap(bytes, index, HEAD);
        int length = head.getInt();
        var type = Type.of(head.get());
        int expected = head.getInt();
        long sequence = head.getLong();
        if (type.isEmpty() || length < 0 || length > bytes.length - index - HEAD || sequence < 0)
            return Optional.empty();
        var crc = new CRC32C();
        crc.update(bytes, index, CRC_AT);
        crc.update(bytes, index + SEQUENCE_AT, HEAD - SEQUENCE_AT + length);
        return (int) crc.getValue() == expected ? Optional.of(new Frame(type.get(), sequence, index + HEAD, length))
                : Optional.empty();
    }

    /** Bytes needed to see the whole entry at the index, as its head says; {@link #HEAD} where even that is cut off. */
    public static int needed(byte[] bytes, int index) {
        if (bytes.length - index < HEAD)
            return HEAD;
        int length = ByteBuffer.wrap(bytes, index, Integer.BYTES).getInt();
        boolean possible = length >= 0 && length <= MAX_PAYLOAD && Type.of(bytes[index + Integer.BYTES]).isPresent();
        return possible ? HEAD + length : HEAD;
    }
}
