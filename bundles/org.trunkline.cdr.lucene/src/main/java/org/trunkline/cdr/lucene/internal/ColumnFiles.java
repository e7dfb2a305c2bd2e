package org.trunkline.cdr.lucene.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

import org.apache.lucene.index.SegmentReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is counted of large segments, in files of their own, as it lies in memory: a node that starts reads ten million
 * records in the time in which the index gives the values of a few hundred thousand. Ten bytes a record. What is not
 * there, damaged or of another shape is read from the index, and written again. <b>Threads:</b> any.
 */
final class ColumnFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ColumnFiles.class);
    private static final String SUFFIX = ".columns";
    private static final String UNFINISHED = ".new";
    /** The last byte is the version of the shape; read in another order of bytes it is no magic. */
    private static final long MAGIC = 0x544C_434F_4C53_0001L;
    private static final String BETWEEN = "\n";
    /** Magic, then how many records, bytes of facets, far delays, costs and facets; and whether those have narrow numbers. */
    private static final int HEAD = 7;

    private final Path folder;
    /** Those used since the last sweep: some are of segments that are not committed yet. */
    private final Set<String> used = ConcurrentHashMap.newKeySet();

    /** @param folder made when something is written */
    ColumnFiles(Path folder) {
        this.folder = folder;
    }

    SegmentRows of(SegmentReader reader) throws IOException {
        String id = id(reader.getSegmentInfo().info.getId());
        used.add(id);
        var known = read(id).filter(rows -> rows.size() == reader.maxDoc());
        if (known.isPresent())
            return known.get();
        var rows = SegmentRows.of(reader);
        write(id, rows);
        return rows;
    }

    static String id(byte[] id) {
        return HexFormat.of().formatHex(id);
    }

    Optional<SegmentRows> read(String id) {
        try (var channel = FileChannel.open(folder.resolve(id + SUFFIX), StandardOpenOption.READ); var arena = Arena.ofConfined()) {
            var file = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
            long end = file.byteSize() - Long.BYTES;
            if (end < HEAD * Long.BYTES || checksum(file.asSlice(0, end)) != file.get(ValueLayout.JAVA_LONG_UNALIGNED, end)
                    || file.get(ValueLayout.JAVA_LONG_UNALIGNED, 0) != MAGIC)
                throw new IOException("it is damaged, or of another shape");
            return Optional.of(new In(file).rows());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
            LOG.debug("the columns of segment {} are read from the index: {}", id, e.toString());
            return Optional.empty();
        }
    }

    /** Not forced to the disk: the checksum tells. Where it cannot be written, it is not. */
    void write(String id, SegmentRows rows) {
        var file = folder.resolve(id + SUFFIX);
        var unfinished = folder.resolve(id + SUFFIX + UNFINISHED);
        try (var arena = Arena.ofConfined()) {
            CdrIndex.makeFolder(folder);
            try (var channel = FileChannel.open(unfinished, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                var all = new Out(arena, rows).all().asByteBuffer();
                while (all.hasRemaining())
                    channel.write(all);
            }
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.debug("the columns of segment {} are not kept: {}", id, e.toString());
            delete(unfinished);
        }
    }

    /** Deletes those of segments that are gone. @param ids of all that were committed */
    void sweep(Set<String> ids) {
        var young = Set.copyOf(used);
        used.removeAll(young);
        try (var files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (var file : files) {
                String id = file.getFileName().toString().replace(SUFFIX, "");
                if (!ids.contains(id) && !young.contains(id))
                    delete(file);
            }
        } catch (NoSuchFileException e) {
            // nothing was large enough yet
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("{} is not swept: {}", folder, e.toString());
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("{} is not deleted: {}", file, e.toString());
        }
    }

    private static long checksum(MemorySegment bytes) {
        var crc = new CRC32C();
        crc.update(bytes.asByteBuffer());
        return crc.getValue();
    }

    /** A file to be. */
    private static final class Out {
        private final MemorySegment file;
        private long at;

        Out(Arena arena, SegmentRows rows) {
            byte[] facets = String.join(BETWEEN, rows.facets()).getBytes(StandardCharsets.UTF_8);
            long size = (HEAD + 1L + rows.costs().length + rows.size()) * Long.BYTES + facets.length
                    + 2L * Integer.BYTES * rows.far().size() + (long) Integer.BYTES * rows.wide().length
                    + (long) Character.BYTES * rows.narrow().length;
            file = arena.allocate(size, Long.BYTES);
            boolean narrow = rows.wide().length == 0;
            longs(MAGIC, rows.size(), facets.length, rows.far().size(), rows.costs().length,
                    rows.facets().size(), narrow ? 1 : 0);
            longs(rows.figures());
            longs(rows.costs());
            rows.far().forEach((doc, delay) -> ints(doc, delay));
            ints(rows.wide());
            MemorySegment.copy(rows.narrow(), 0, file, ValueLayout.JAVA_CHAR_UNALIGNED, at, rows.narrow().length);
            at += (long) Character.BYTES * rows.narrow().length;
            MemorySegment.copy(facets, 0, file, ValueLayout.JAVA_BYTE, at, facets.length);
            at += facets.length;
        }

        private void longs(long... values) {
            MemorySegment.copy(values, 0, file, ValueLayout.JAVA_LONG_UNALIGNED, at, values.length);
            at += (long) Long.BYTES * values.length;
        }

        private void ints(int... values) {
            MemorySegment.copy(values, 0, file, ValueLayout.JAVA_INT_UNALIGNED, at, values.length);
            at += (long) Integer.BYTES * values.length;
        }

        MemorySegment all() {
            longs(checksum(file.asSlice(0, at)));
            return file;
        }
    }

    /** A file whose checksum is right. */
    private static final class In {
        private final MemorySegment file;
        private long at;

        In(MemorySegment file) {
            this.file = file;
        }

        SegmentRows rows() {
            long[] head = longs(HEAD);
            int size = Math.toIntExact(head[1]);
            boolean narrow = head[6] == 1;
            long[] figures = longs(size);
            long[] costs = longs(Math.toIntExact(head[4]));
            var far = far(Math.toIntExact(head[3]));
            int[] wide = ints(narrow ? 0 : size);
            var narrows = new char[narrow ? size : 0];
            MemorySegment.copy(file, ValueLayout.JAVA_CHAR_UNALIGNED, at, narrows, 0, narrows.length);
            at += (long) Character.BYTES * narrows.length;
            byte[] text = file.asSlice(at, head[2]).toArray(ValueLayout.JAVA_BYTE);
            var facets = List.of(new String(text, StandardCharsets.UTF_8).split(BETWEEN, -1));
            if (facets.size() != head[5])
                throw new IllegalArgumentException("facets that name others");
            return new SegmentRows(facets, narrows, wide, figures, far, costs);
        }

        private Map<Integer, Integer> far(int count) {
            var far = new HashMap<Integer, Integer>();
            int[] pairs = ints(2 * count);
            for (int i = 0; i < count; i++)
                far.put(pairs[2 * i], pairs[2 * i + 1]);
            return far;
        }

        private long[] longs(int count) {
            var values = new long[count];
            MemorySegment.copy(file, ValueLayout.JAVA_LONG_UNALIGNED, at, values, 0, count);
            at += (long) Long.BYTES * count;
            return values;
        }

        private int[] ints(int count) {
            var values = new int[count];
            MemorySegment.copy(file, ValueLayout.JAVA_INT_UNALIGNED, at, values, 0, count);
            at += (long) Integer.BYTES * count;
            return values;
        }
    }
}
