package org.trunkline.cdr.lucene.internal.columns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.apache.lucene.index.SegmentReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.secure.OwnerOnly;
import org.trunkline.query.record.Facets;

/**
 * What is counted of large segments, in files of their own that are mapped: a node that starts counts ten million records
 * in the time in which the index gives the values of a few hundred thousand, and they take no heap. Twenty-two bytes a
 * record. What is not there, damaged or of another shape is read from the index, and written again. <b>Threads:</b> any.
 */
public final class ColumnFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ColumnFiles.class);
    private static final String SUFFIX = ".columns";
    private static final String UNFINISHED = ".new";

    private final Path folder;
    /** Those used since the last sweep: some are of segments that are not committed yet. */
    private final Set<String> used = ConcurrentHashMap.newKeySet();

    /** Those that were damaged: not looked at again, should they not go away. */
    private final Set<String> damaged = ConcurrentHashMap.newKeySet();

    /** @param folder made when something is written */
    public ColumnFiles(Path folder) {
        this.folder = folder;
    }

    /** @param facets reads their texts */
    SegmentRows of(SegmentReader reader, Function<String, Facets> facets) throws IOException {
        String id = id(reader.getSegmentInfo().info.getId());
        used.add(id);
        var known = damaged.contains(id) ? Optional.<SegmentRows>empty()
                : read(id, false).filter(rows -> rows.size() == reader.maxDoc());
        if (known.isPresent())
            return known.get();
        var rows = SegmentRows.of(reader);
        write(id, rows, SegmentTotals.of(new LeafColumns(rows, facets)).longs());
        return read(id, true).orElse(rows); // it takes no memory of ours there
    }

    static String id(byte[] id) {
        return HexFormat.of().formatHex(id);
    }

    /** @param own whether this process wrote it just now: what a disk makes of it is not asked */
    Optional<SegmentRows> read(String id, boolean own) {
        try (var channel = FileChannel.open(folder.resolve(id + SUFFIX), StandardOpenOption.READ)) {
            return Optional.of(ColumnFile.read(channel, id, own));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IndexOutOfBoundsException | BufferUnderflowException | IllegalArgumentException
                | ArithmeticException | ChecksummedBuffer.DamagedException e) {
            LOG.debug("the columns of segment {} are read from the index: {}", id, e.toString());
            return Optional.empty();
        }
    }

    /** Of a segment whose columns were not what was written: they are read from the index again. */
    void damaged(String id) {
        LOG.warn("the columns of segment {} in {} are damaged: they are read from the index again", id, folder);
        damaged.add(id);
        delete(folder.resolve(id + SUFFIX));
    }

    /** Small ones are not forced to the disk: the checksum tells. Where it cannot be written, it is not. */
    void write(String id, SegmentRows rows, LongBuffer totals) {
        var unfinished = folder.resolve(id + SUFFIX + UNFINISHED);
        try {
            OwnerOnly.folder(folder);
            try (var channel = FileChannel.open(unfinished, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                ColumnFile.write(channel, rows, totals);
            }
            Files.move(unfinished, folder.resolve(id + SUFFIX), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.debug("the columns of segment {} cannot be stored: {}", id, e.toString());
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
            LOG.debug("{} cannot be cleaned up: {}", folder, e.toString());
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("{} is not deleted: {}", file, e.toString());
        }
    }
}
