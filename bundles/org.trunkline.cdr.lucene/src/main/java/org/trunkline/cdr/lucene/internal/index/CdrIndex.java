package org.trunkline.cdr.lucene.internal.index;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.store.NRTCachingDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.cdr.lucene.internal.columns.Columns;
import org.trunkline.cdr.lucene.internal.columns.IndexFields;
import org.trunkline.domain.secure.OwnerOnly;
import org.trunkline.engine.port.record.RecordLog;

/**
 * The index's files and its writer. How far the journal is indexed is part of each commit, so that after a crash each
 * record is there once.
 */
public final class CdrIndex implements AutoCloseable {
    /** The index cannot be used, and must not be touched. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final String code;

        RefusedException(String code, String message) {
            super(message);
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    /** @param journal its id @param position where to go on reading it @param sequence of the last record indexed */
    record Offset(String journal, long position, long sequence) {}

    /** Opens a folder for Lucene. The seam at which tests fill the disk. */
    @FunctionalInterface
    interface Storage {
        Storage DISK = FSDirectory::open;

        Directory open(Path folder) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(CdrIndex.class);
    private static final String SHAPE = "shape";
    private static final String JOURNAL = "journal";
    private static final String POSITION = "position";
    private static final String SEQUENCE = "sequence";
    private static final double BUFFER_MB = 48;
    /** What an earlier process left to be merged is not merged while this one starts: it took half of its first question. */
    static final long SETTLE_MS = 10_000;
    /** Segments up to this size stay in memory until the next commit: most are merged before. */
    private static final double SMALL_MB = 2;

    private final Directory directory;
    private final IndexWriter writer;
    private final Numbers numbers;
    private final Columns columns;
    private final SearcherManager searchers;
    /** Whether segments may be merged. */
    private final AtomicBoolean settled;
    private final long opened = System.nanoTime();
    private Offset committed;

    private CdrIndex(Directory directory, IndexWriter writer, Numbers numbers, Columns columns, Offset committed,
            AtomicBoolean settled) throws IOException {
        this.settled = settled;
        this.directory = directory;
        this.writer = writer;
        this.numbers = numbers;
        this.columns = columns;
        this.committed = committed;
        searchers = new SearcherManager(writer, new SearcherFactory() {
            @Override
            public IndexSearcher newSearcher(IndexReader reader, IndexReader previous) throws IOException {
                numbers.refresh(); // now, before anybody sees the records: so all their numbers are known
                var searcher = new IndexSearcher(reader);
                searcher.setQueryCache(null); // what is found is kept by HitCache
                return searcher;
            }
        });
    }

    /**
     * Opens the index, or begins a new one where there is none, it is damaged, of an older shape, or of another
     * journal. Where it is of this journal before records were changed, its {@link #committed} says so.
     *
     * @throws RefusedException if it is of a newer version, or open elsewhere
     */
    static CdrIndex open(Path folder, Storage storage, RecordLog log, Columns columns)
            throws IOException, RefusedException {
        OwnerOnly.folder(folder);
        OwnerOnly.folder(numbersOf(folder));
        var directory = storage.open(folder);
        try {
            var begin = new Offset(log.id(), log.first(), 0);
            try {
                var offset = offset(folder, directory, log);
                if (offset.isPresent())
                    return open(folder, storage, directory, columns, offset.get(), false);
                LOG.info("the index in {} is built from the journal", folder);
            } catch (CorruptIndexException | IndexFormatTooOldException | NoSuchFileException e) {
                LOG.warn("the index in {} is damaged ({}); it is rebuilt from the journal", folder, e.toString());
                empty(directory);
            }
            return open(folder, storage, directory, columns, begin, true);
        } catch (LockObtainFailedException e) {
            directory.close();
            throw new RefusedException("index-locked", "The index in %s is open in another process: stop that process first."
                    .formatted(folder));
        } catch (IndexFormatTooNewException e) {
            directory.close();
            throw newer(folder, "Lucene " + e.getVersion());
        } catch (IOException | RefusedException e) {
            directory.close();
            throw e;
        }
    }

    /** Beside the index, for Lucene wants a folder for itself. */
    static Path numbersOf(Path folder) {
        return folder.resolveSibling(folder.getFileName() + "-numbers");
    }

    static Path columnsOf(Path folder) {
        return folder.resolveSibling(folder.getFileName() + "-columns");
    }

    private static CdrIndex open(Path folder, Storage storage, Directory directory, Columns columns, Offset offset,
            boolean begin) throws IOException {
        var settled = new AtomicBoolean(begin);
        var writer = writer(directory, begin ? OpenMode.CREATE : OpenMode.APPEND, columns, settled);
        Optional<Numbers> numbers = Optional.empty();
        try {
            numbers = Optional.of(Numbers.open(numbersOf(folder), storage, begin));
            return new CdrIndex(directory, writer, numbers.get(), columns, offset, settled);
        } catch (IOException e) {
            writer.rollback();
            if (numbers.isPresent())
                numbers.get().close();
            throw e;
        }
    }

    /** Even a writer that begins anew would read what is damaged. */
    static void empty(Directory directory) throws IOException {
        try (var _ = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
            for (String file : directory.listAll())
                if (!file.equals(IndexWriter.WRITE_LOCK_NAME))
                    directory.deleteFile(file);
        }
    }

    private static IndexWriter writer(Directory directory, OpenMode mode, Columns columns, AtomicBoolean settled)
            throws IOException {
        var config = new IndexWriterConfig();
        config.setOpenMode(mode);
        config.setIndexSort(IndexFields.ORDER);
        config.setRAMBufferSizeMB(BUFFER_MB);
        config.setCommitOnClose(false); // a commit without its offset would index records twice
        config.setMergePolicy(new NeighbourMerges(settled::get));
        config.setMergedSegmentWarmer(columns::warm);
        config.setMergeScheduler(new PatientMerges());
        return new IndexWriter(new NRTCachingDirectory(directory, SMALL_MB, SMALL_MB * NeighbourMerges.FACTOR), config);
    }

    /** Empty where a new index is to be made. */
    private static Optional<Offset> offset(Path folder, Directory directory, RecordLog log)
            throws IOException, RefusedException {
        try {
            var data = SegmentInfos.readLatestCommit(directory).getUserData(); // the segments are opened by the writer
            int shape = Integer.parseInt(data.getOrDefault(SHAPE, "0"));
            if (shape > IndexFields.SHAPE)
                throw newer(folder, "shape " + shape);
            var offset = new Offset(data.getOrDefault(JOURNAL, ""), Long.parseLong(data.getOrDefault(POSITION, "0")),
                    Long.parseLong(data.getOrDefault(SEQUENCE, "0")));
            boolean usable = shape == IndexFields.SHAPE
                    && (offset.journal().equals(log.id()) || log.changedSince(offset.journal()).isPresent())
                    && offset.position() <= log.end() && areAllIn(Numbers.committed(numbersOf(folder)), offset);
            return usable ? Optional.of(offset) : Optional.empty();
        } catch (IndexNotFoundException _) {
            return Optional.empty();
        }
    }

    /** Whether the numbers of all records up to there are. */
    private static boolean areAllIn(Map<String, String> numbers, Offset offset) {
        return numbers.getOrDefault(JOURNAL, "").equals(offset.journal())
                && Long.parseLong(numbers.getOrDefault(SEQUENCE, "-1")) >= offset.sequence();
    }

    private static RefusedException newer(Path folder, String what) {
        return new RefusedException("index-newer", ("The index in %s was written by a newer Trunkline (%s). Start "
                + "that version, or delete the folder: the node rebuilds it from the journal. Nothing was changed.")
                .formatted(folder, what));
    }

    Offset committed() {
        return committed;
    }

    IndexWriter writer() {
        return writer;
    }

    public Numbers numbers() {
        return numbers;
    }

    /** What was written before the call is found after it. */
    void refresh() throws IOException {
        searchers.maybeRefreshBlocking();
    }

    /** Some time after it was opened: what an earlier process did not come to. @return whether that is done */
    boolean settle() throws IOException {
        if (settled.get())
            return true;
        if (System.nanoTime() - opened < TimeUnit.MILLISECONDS.toNanos(SETTLE_MS))
            return false;
        settled.set(true);
        purge();
        writer.maybeMerge();
        return true;
    }

    /** Begins to write again what has something taken out of it. */
    void purge() throws IOException {
        writer.forceMergeDeletes(false);
        numbers.purge();
    }

    public SearcherManager searchers() {
        return searchers;
    }

    void commit(Offset offset) throws IOException {
        Map<String, String> data = new HashMap<>();
        data.put(SHAPE, Integer.toString(IndexFields.SHAPE));
        data.put(JOURNAL, offset.journal());
        data.put(POSITION, Long.toString(offset.position()));
        data.put(SEQUENCE, Long.toString(offset.sequence()));
        numbers.commit(data);
        writer.setLiveCommitData(data.entrySet());
        writer.commit();
        committed = offset;
        columns.committed(SegmentInfos.readLatestCommit(directory));
    }

    /** Ends writing, as a crash would: what is not committed is read from the journal again. It can still be searched. */
    void stop() {
        try {
            writer.rollback();
        } catch (IOException e) {
            LOG.warn("the index did not close cleanly: {}", e.toString());
        }
        try {
            numbers.stop();
        } catch (IOException e) {
            LOG.warn("the file of numbers did not close cleanly: {}", e.toString());
        }
    }

    @Override
    public void close() {
        try {
            searchers.close();
        } catch (IOException e) {
            LOG.debug("searchers: {}", e.toString());
        }
        stop();
        try {
            numbers.close();
            directory.close();
        } catch (IOException e) {
            LOG.debug("directory: {}", e.toString());
        }
    }
}
