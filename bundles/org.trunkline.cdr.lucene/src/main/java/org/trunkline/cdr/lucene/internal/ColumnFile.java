package org.trunkline.cdr.lucene.internal;

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
import java.util.zip.CRC32C;

/**
 * How {@link SegmentRows} lie in a file: a head of eight longs, what is mapped (figures, figures by facets, times, totals,
 * records by facets, numbers of facets), and what is read (costs, far delays, where the lists begin, texts of facets); then a
 * checksum of what is read, and one of what is mapped.
 */
final class ColumnFile {
    /** The last byte is the version of the shape; read in another order of bytes it is no magic. */
    private static final long MAGIC = 0x544C_434F_4C53_0002L;
    private static final String BETWEEN = "\n";
    /** Bytes that are copied at once. */
    private static final int PIECE = 1 << 20;
    /** Of smaller files all is checked when they are opened. */
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

        /** Bytes that are mapped. */
        long mapped() {
            int each = 2 * Long.BYTES + Integer.BYTES + (narrow == 1 ? Character.BYTES : Integer.BYTES);
            return Math.addExact(Math.multiplyExact(records, each),
                    Math.multiplyExact(totals + LeafTimes.count(size()), Long.BYTES));
        }

        int size() {
            return Math.toIntExact(records);
        }
    }

    private final FileChannel channel;
    private final CRC32C checksum = new CRC32C();
    private final CRC32C mapped = new CRC32C();
    private long at;

    private ColumnFile(FileChannel channel) {
        this.channel = channel;
    }

    private static ByteBuffer room(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    }

    /** @throws IOException if it cannot be read, or is not what was written */
    static SegmentRows read(FileChannel channel) throws IOException {
        return new ColumnFile(channel).rows();
    }

    private SegmentRows rows() throws IOException {
        var head = Head.of(some(Head.BYTES));
        if (head.magic() != MAGIC)
            throw new IOException("it is of another shape");
        int size = head.size();
        boolean few = head.narrow() == 1;
        var figures = map(size, Long.BYTES).asLongBuffer();
        var listed = map(size, Long.BYTES).asLongBuffer();
        var times = map(LeafTimes.count(size), Long.BYTES).asLongBuffer();
        var totals = map(Math.toIntExact(head.totals()), Long.BYTES).asLongBuffer();
        var records = map(size, Integer.BYTES).asIntBuffer();
        var narrow = map(few ? size : 0, Character.BYTES).asCharBuffer();
        var wide = map(few ? 0 : size, Integer.BYTES).asIntBuffer();
        var rest = some(Math.toIntExact(head.rest()));
        long found = checksum.getValue();
        if (some(Long.BYTES).getLong() != found || at + Long.BYTES != channel.size())
            throw new IOException("it is damaged");
        if (channel.size() <= MUCH)
            check(channel, head.mapped());
        long[] costs = longs(rest, Math.toIntExact(head.costs()));
        var far = far(rest, Math.toIntExact(head.far()));
        var begins = new int[Math.toIntExact(head.facets()) + 1];
        for (int i = 0; i < begins.length; i++)
            begins[i] = rest.getInt();
        var facets = List.of(StandardCharsets.UTF_8.decode(rest).toString().split(BETWEEN, -1));
        if (facets.size() != begins.length - 1)
            throw new IOException("facets that name others");
        return new SegmentRows(facets, narrow, wide, figures, new SegmentRows.Lists(begins, records, listed), times, far, costs,
                totals, true);
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

    /** Whether it is of this shape, and not of that of an earlier version. */
    static boolean isOfThisShape(FileChannel channel) throws IOException {
        return channel.size() >= Head.BYTES && Head.of(new ColumnFile(channel).some(Head.BYTES)).magic() == MAGIC;
    }

    /**
     * Whether what is mapped is as it was written. Of hundreds of megabytes it takes longer than the first question of a
     * process may: it is asked later.
     */
    static void check(FileChannel channel) throws IOException {
        check(channel, Head.of(new ColumnFile(channel).some(Head.BYTES)).mapped());
    }

    private static void check(FileChannel channel, long length) throws IOException {
        var sum = new CRC32C();
        var piece = ByteBuffer.allocateDirect(PIECE);
        long at = Head.BYTES;
        for (long end = at + length; at < end;) {
            piece.clear().limit((int) Math.min(PIECE, end - at));
            int read = channel.read(piece, at);
            if (read < 0)
                throw new EOFException();
            at += read;
            sum.update(piece.flip());
        }
        var last = new ColumnFile(channel);
        last.at = channel.size() - Long.BYTES;
        if (last.some(Long.BYTES).getLong() != sum.getValue())
            throw new IOException("it is damaged");
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
                rows.facets().size(), totals.capacity()).bytes(), checksum);
        put(rows.figures());
        put(rows.lists().figures());
        put(rows.times());
        put(totals);
        put(rows.lists().records());
        put(rows.narrow());
        put(rows.wide());
        append(rest, checksum);
        append(room(Long.BYTES).putLong(checksum.getValue()).flip(), checksum);
        append(room(Long.BYTES).putLong(mapped.getValue()).flip(), mapped);
        if (at > MUCH)
            channel.force(false); // for it is not checked before it is used
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
            append(piece.limit(some * bytes), mapped);
        }
    }

    private void append(ByteBuffer bytes, CRC32C sum) throws IOException {
        sum.update(bytes.duplicate());
        at += bytes.remaining();
        while (bytes.hasRemaining())
            channel.write(bytes);
    }
}
