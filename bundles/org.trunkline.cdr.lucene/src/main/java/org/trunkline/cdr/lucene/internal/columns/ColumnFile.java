package org.trunkline.cdr.lucene.internal.columns;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * How {@link SegmentRows} lie in a file: a head of eight longs, what is mapped (figures, figures by facets, times, totals,
 * records by facets, numbers of facets), a checksum of each block of that, and what is read (costs, far delays, where the
 * lists begin, texts of facets); then a checksum of head and what is read.
 */
final class ColumnFile {
    /** The last byte is the version of the shape; read in another order of bytes it is no magic. */
    private static final long MAGIC = 0x544C_434F_4C53_0004L;
    private static final String BETWEEN = "\n";
    /** Bytes that are copied at once. */
    private static final int PIECE = 1 << 20;
    /** Larger files are forced to the disk. */
    private static final long MUCH = 8L << 20;

    /** @param narrow 1 where the numbers of facets are chars @param rest bytes of what is not mapped */
    private record Head(long magic, long records, long narrow, long rest, long costs, long far, long facets, long totals) {
        static final int BYTES = 8 * Long.BYTES;

        static Head of(ByteBuffer in) {
            return new Head(in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong(),
                    in.getLong());
        }

        ByteBuffer bytes() {
            var out = room(BYTES);
            for (long each : new long[] { magic, records, narrow, rest, costs, far, facets, totals })
                out.putLong(each);
            return out.flip();
        }

        int size() {
            return Math.toIntExact(records);
        }
    }

    private final FileChannel channel;
    private final CRC32C checksum = new CRC32C();
    /** Of what was mapped so far, block by block. */
    private final IntStream.Builder sums = IntStream.builder();
    private long at;

    private ColumnFile(FileChannel channel) {
        this.channel = channel;
    }

    private static ByteBuffer room(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    }

    /**
     * @param name for who finds it damaged later
     * @param own whether this process wrote it
     * @throws IOException if it cannot be read, or is not what was written, as far as is looked at now
     */
    static SegmentRows read(FileChannel channel, String name, boolean own) throws IOException {
        return new ColumnFile(channel).rows(name, own);
    }

    private SegmentRows rows(String name, boolean own) throws IOException {
        var head = Head.of(some(Head.BYTES));
        if (head.magic() != MAGIC)
            throw new IOException("it is of another shape");
        int size = head.size();
        boolean few = head.narrow() == 1;
        var mapped = new ByteBuffer[] { map(size, Long.BYTES), map(size, Long.BYTES), map(LeafTimes.count(size), Long.BYTES),
                map(Math.toIntExact(head.totals()), Long.BYTES), map(size, Integer.BYTES),
                map(size, few ? Character.BYTES : Integer.BYTES) };
        int[] each = { Long.BYTES, Long.BYTES, Long.BYTES, Long.BYTES, Integer.BYTES, few ? Character.BYTES : Integer.BYTES };
        var blocks = new ChecksummedBuffer[mapped.length];
        for (int i = 0; i < blocks.length; i++) {
            var sums = new int[ChecksummedBuffer.count(mapped[i].capacity())];
            some(Integer.BYTES * sums.length).asIntBuffer().get(sums);
            blocks[i] = new ChecksummedBuffer(name, mapped[i], each[i], sums, own);
        }
        var rest = some(Math.toIntExact(head.rest()));
        long found = checksum.getValue();
        if (some(Long.BYTES).getLong() != found || at != channel.size())
            throw new IOException("it is damaged");
        blocks[2].lookAtAll(); // small, and read without asking
        blocks[3].lookAtAll();
        long[] costs = longs(rest, Math.toIntExact(head.costs()));
        var far = far(rest, Math.toIntExact(head.far()));
        var begins = new int[Math.toIntExact(head.facets()) + 1];
        for (int i = 0; i < begins.length; i++)
            begins[i] = rest.getInt();
        var facets = List.of(StandardCharsets.UTF_8.decode(rest).toString().split(BETWEEN, -1));
        if (facets.size() != begins.length - 1)
            throw new IOException("facets that name others");
        return new SegmentRows(facets, few ? mapped[5].asCharBuffer() : CharBuffer.allocate(0).asReadOnlyBuffer(),
                few ? IntBuffer.allocate(0).asReadOnlyBuffer() : mapped[5].asIntBuffer(), mapped[0].asLongBuffer(),
                new SegmentRows.Lists(begins, mapped[4].asIntBuffer(), mapped[1].asLongBuffer()), mapped[2].asLongBuffer(), far,
                costs, mapped[3].asLongBuffer(), new SegmentRows.Checks(blocks[5], blocks[0], blocks[4], blocks[1], true));
    }

    private ByteBuffer map(int count, int bytes) throws IOException {
        long length = (long) count * bytes;
        if (at + length > channel.size())
            throw new EOFException();
        var found = channel.map(MapMode.READ_ONLY, at, length).order(ByteOrder.nativeOrder());
        at += length;
        return found;
    }

    private ByteBuffer some(int bytes) throws IOException {
        if (at + bytes > channel.size())
            throw new EOFException();
        var read = room(bytes);
        while (read.hasRemaining())
            if (channel.read(read, at + read.position()) < 0)
                throw new EOFException();
        at += bytes;
        checksum.update(read.flip());
        return read.flip();
    }

    private static long[] longs(ByteBuffer in, int count) {
        var values = new long[count];
        for (int i = 0; i < count; i++)
            values[i] = in.getLong();
        return values;
    }

    private static Map<Integer, Integer> far(ByteBuffer in, int count) {
        var far = new HashMap<Integer, Integer>();
        for (int i = 0; i < count; i++)
            far.put(in.getInt(), in.getInt());
        return far;
    }

    static void write(FileChannel channel, SegmentRows rows, LongBuffer totals) throws IOException {
        new ColumnFile(channel).put(rows, totals);
    }

    private void put(SegmentRows rows, LongBuffer totals) throws IOException {
        byte[] facets = String.join(BETWEEN, rows.facets()).getBytes(StandardCharsets.UTF_8);
        int[] begins = rows.lists().begins();
        var rest = room(Long.BYTES * rows.costs().length + 2 * Integer.BYTES * rows.far().size()
                + Integer.BYTES * begins.length + facets.length);
        for (long cost : rows.costs())
            rest.putLong(cost);
        rows.far().forEach((doc, delay) -> rest.putInt(doc).putInt(delay));
        for (int begin : begins)
            rest.putInt(begin);
        rest.put(facets).flip();
        boolean few = rows.wide().capacity() == 0;
        append(new Head(MAGIC, rows.size(), few ? 1 : 0, rest.limit(), rows.costs().length, rows.far().size(),
                rows.facets().size(), totals.capacity()).bytes());
        put(rows.figures());
        put(rows.lists().figures());
        put(rows.times());
        put(totals);
        put(rows.lists().records());
        put(rows.narrow());
        put(rows.wide());
        int[] all = sums.build().toArray();
        var blocks = room(Integer.BYTES * all.length);
        blocks.asIntBuffer().put(all);
        append(blocks);
        append(rest);
        append(room(Long.BYTES).putLong(checksum.getValue()).flip());
        if (at > MUCH)
            channel.force(false); // to count it again would take a while
    }

    private void put(LongBuffer values) throws IOException {
        pieces(values.capacity(), Long.BYTES, (piece, from, count) -> piece.asLongBuffer().put(0, values, from, count));
    }

    private void put(IntBuffer values) throws IOException {
        pieces(values.capacity(), Integer.BYTES, (piece, from, count) -> piece.asIntBuffer().put(0, values, from, count));
    }

    private void put(CharBuffer values) throws IOException {
        pieces(values.capacity(), Character.BYTES, (piece, from, count) -> piece.asCharBuffer().put(0, values, from, count));
    }

    /** Copies values into a piece. */
    @FunctionalInterface
    private interface Copy {
        void into(ByteBuffer piece, int from, int count);
    }

    /** There may be hundreds of millions of bytes. */
    private void pieces(int count, int bytes, Copy copy) throws IOException {
        var piece = room(PIECE);
        for (int from = 0; from < count; from += PIECE / bytes) {
            int some = Math.min(PIECE / bytes, count - from);
            copy.into(piece.clear(), from, some);
            piece.limit(some * bytes);
            for (int block = 0; block < piece.limit(); block += ChecksummedBuffer.BYTES)
                sums.add(ChecksummedBuffer.sum(piece.slice(block, Math.min(ChecksummedBuffer.BYTES, piece.limit() - block))));
            write(piece);
        }
    }

    private void append(ByteBuffer bytes) throws IOException {
        checksum.update(bytes.duplicate());
        write(bytes);
    }

    private void write(ByteBuffer bytes) throws IOException {
        at += bytes.remaining();
        while (bytes.hasRemaining())
            channel.write(bytes);
    }
}
