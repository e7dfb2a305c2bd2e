package org.trunkline.cdr.lucene.internal.columns;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Values of a mapped file with a checksum of each block, which is asked when the block is first looked at: all of them take
 * longer than the first question of a process may, and none is counted wrong. <b>Threads:</b> any; two may ask the same.
 */
public final class ChecksummedBuffer {
    /** The file is not as it was written. */
    public static final class DamagedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String file;

        DamagedException(String file) {
            super(file + " is damaged");
            this.file = file;
        }

        public String file() {
            return file;
        }
    }

    static final int BYTES = 1 << 16;

    private final String file;
    private final ByteBuffer mapped;
    private final int[] sums;
    private final int shift;
    private final boolean[] sure;

    /**
     * @param each bytes of a value
     * @param sure whether it was written by this process
     */
    ChecksummedBuffer(String file, ByteBuffer mapped, int each, int[] sums, boolean sure) {
        this(file, mapped, each, sums, new boolean[sums.length]);
        Arrays.fill(this.sure, sure);
    }

    private ChecksummedBuffer(String file, ByteBuffer mapped, int each, int[] sums, boolean[] sure) {
        this.file = file;
        this.mapped = mapped;
        this.sums = sums;
        this.sure = sure;
        shift = Integer.numberOfTrailingZeros(BYTES / each);
    }

    /** Of values in memory. */
    static ChecksummedBuffer of(Buffer values, int each) {
        var sure = new boolean[count((long) values.capacity() * each)];
        Arrays.fill(sure, true);
        return new ChecksummedBuffer("", ByteBuffer.allocate(0), each, new int[0], sure);
    }

    static int count(long bytes) {
        return Math.toIntExact((bytes + BYTES - 1) / BYTES);
    }

    static int sum(ByteBuffer bytes) {
        var sum = new CRC32C();
        sum.update(bytes);
        return (int) sum.getValue();
    }

    /** Before a value is read. @throws DamagedException if it is not what was written */
    void look(int at) {
        int block = at >> shift;
        if (!sure[block])
            check(block);
    }

    /** The same before some that follow each other are. */
    void look(int from, int count) {
        for (int block = from >> shift; count > 0 && block <= from + count - 1 >> shift; block++)
            if (!sure[block])
                check(block);
    }

    /** The same before any is. */
    void lookAtAll() {
        for (int block = 0; block < sure.length; block++)
            if (!sure[block])
                check(block);
    }

    private void check(int block) {
        int from = block * BYTES;
        if (sum(mapped.slice(from, Math.min(BYTES, mapped.capacity() - from))) != sums[block])
            throw new DamagedException(file);
        sure[block] = true;
    }
}
