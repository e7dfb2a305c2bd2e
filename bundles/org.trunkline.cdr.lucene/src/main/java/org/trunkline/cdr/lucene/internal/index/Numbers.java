package org.trunkline.cdr.lucene.internal.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Weight;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.trunkline.cdr.lucene.internal.columns.SearchBudget;
import org.trunkline.cdr.lucene.internal.match.IndexedNumbers;
import org.trunkline.cdr.lucene.internal.match.NumberGrams;
import org.trunkline.query.value.NumberForms;
import org.trunkline.query.value.NumberPattern;

/**
 * All numbers that occur, each once, with their grams: a number by any part is found here, and its records by the whole
 * number. Most calls are between numbers known already, so that their records cost no grams. It may know numbers that no
 * record has, never the other way round: so it is refreshed before records are shown, and committed before them. <b>Threads:</b> any.
 */
public final class Numbers implements IndexedNumbers, AutoCloseable {
    /** Where more match, walking over the records' columns takes less than seeking each number. */
    static final int MOST = 10_000;
    private static final String NUMBER = "number";
    private static final String GRAMS = "grams";
    private static final double BUFFER_MB = 16;
    /** Those known to be there; of two that want the same place the later one stays. */
    private static final int KNOWN = 1 << 19;
    private static final FieldType TOKENS = new FieldType();

    static {
        TOKENS.setIndexOptions(IndexOptions.DOCS);
        TOKENS.setOmitNorms(true);
        TOKENS.setTokenized(true);
        TOKENS.freeze();
    }

    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    /** Hashes, so that who chooses the numbers he calls cannot choose these. */
    private final long seed = RandomGenerator.getDefault().nextLong() | 1;
    private final long[] known = new long[KNOWN];

    private Numbers(Directory directory, OpenMode mode) throws IOException {
        this.directory = directory;
        var config = new IndexWriterConfig();
        config.setOpenMode(mode);
        config.setRAMBufferSizeMB(BUFFER_MB);
        config.setCommitOnClose(false);
        config.setMergePolicy(new TieredMergePolicy().setForceMergeDeletesPctAllowed(0));
        config.setMergeScheduler(new PatientMerges());
        writer = new IndexWriter(directory, config);
        searchers = new SearcherManager(writer, null);
    }

    /** What the last commit said of itself; empty where there is none. */
    static Map<String, String> committed(Path folder) throws IOException {
        if (!Files.isDirectory(folder))
            return Map.of();
        try (var directory = FSDirectory.open(folder)) {
            return SegmentInfos.readLatestCommit(directory).getUserData();
        } catch (IndexNotFoundException _) {
            return Map.of();
        }
    }

    /** @param begin whether to forget what is there */
    static Numbers open(Path folder, CdrIndex.Storage storage, boolean begin) throws IOException {
        var directory = storage.open(folder);
        try {
            if (begin)
                CdrIndex.empty(directory);
            return new Numbers(directory, begin ? OpenMode.CREATE : OpenMode.APPEND);
        } catch (IOException e) {
            directory.close();
            throw e;
        }
    }

    /** @param number as {@link NumberForms} writes it */
    void add(String number) throws IOException {
        long hash = hash(number);
        int place = place(hash);
        if (known[place] == hash)
            return;
        var doc = new Document();
        doc.add(new StringField(NUMBER, number, Field.Store.NO));
        doc.add(new BinaryDocValuesField(NUMBER, new BytesRef(number)));
        doc.add(new Field(GRAMS, new GramStream().of(number), TOKENS));
        writer.updateDocument(new Term(NUMBER, number), doc);
        known[place] = hash;
    }

    /** Those that no record has any more; while none is added. */
    void forget(List<String> numbers) throws IOException {
        for (String number : numbers) {
            int place = place(hash(number));
            known[place] = 0;
            writer.deleteDocuments(new Term(NUMBER, number));
        }
    }

    /** Begins to write again what has something taken out of it. */
    void purge() throws IOException {
        writer.forceMergeDeletes(false);
    }

    private static int place(long hash) {
        return (int) (hash >>> 40) & KNOWN - 1;
    }

    private long hash(String number) {
        long hash = seed;
        for (int i = 0; i < number.length(); i++)
            hash = (hash ^ number.charAt(i)) * 0x9E3779B97F4A7C15L + (hash >>> 29);
        return hash ^ hash >>> 32;
    }

    @Override
    public Optional<List<BytesRef>> matching(NumberPattern pattern) throws IOException {
        var searcher = searchers.acquire();
        try {
            var weight = searcher.createWeight(searcher.rewrite(NumberGrams.query(pattern, GRAMS)), ScoreMode.COMPLETE_NO_SCORES, 1);
            var found = new ArrayList<BytesRef>();
            for (var leaf : searcher.getIndexReader().leaves())
                if (!SearchBudget.areReached() && !collect(leaf, weight, pattern, found))
                    return Optional.empty();
            found.sort(null); // as terms lie
            return Optional.of(found);
        } finally {
            searchers.release(searcher);
        }
    }

    private static boolean collect(LeafReaderContext leaf, Weight weight, NumberPattern pattern, List<BytesRef> found)
            throws IOException {
        var scorer = weight.scorer(leaf);
        if (scorer == null)
            return true;
        var live = leaf.reader().getLiveDocs();
        var numbers = DocValues.getBinary(leaf.reader(), NUMBER);
        var docs = scorer.iterator();
        boolean sure = NumberGrams.sure(pattern);
        int seen = 0;
        for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
            if (++seen % SearchBudget.VALUES == 0 && SearchBudget.areReached())
                break;
            if (live != null && !live.get(doc) || !numbers.advanceExact(doc))
                continue;
            var number = numbers.binaryValue();
            if (!sure && !pattern.matches(number.utf8ToString()))
                continue;
            if (found.size() == MOST)
                return false;
            found.add(BytesRef.deepCopyOf(number));
        }
        return true;
    }

    void refresh() throws IOException {
        searchers.maybeRefreshBlocking();
    }

    void commit(Map<String, String> data) throws IOException {
        writer.setLiveCommitData(new HashMap<>(data).entrySet());
        writer.commit();
    }

    /** Ends writing; what is there is found still. */
    void stop() throws IOException {
        writer.rollback();
    }

    @Override
    public void close() throws IOException {
        try (directory; var _ = searchers) {
            stop();
        }
    }

    /** For tests: how many there are. */
    int count() throws IOException {
        IndexSearcher searcher = searchers.acquire();
        try {
            return searcher.getIndexReader().numDocs();
        } finally {
            searchers.release(searcher);
        }
    }
}
