package org.trunkline.cdr.lucene.internal.columns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.cdr.lucene.internal.index.NeighbourMerges;
import org.trunkline.cdr.lucene.internal.index.SearchFixture;
import org.trunkline.testkit.CdrGenerator;

/** What an index of millions would cost, on a small one: merging, columns. */
class IndexMemoryTest {
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final int THREADS = 8;

    @TempDir
    Path dir;

    private SearchFixture fixture() throws Exception {
        var records = new CdrGenerator(1, START, 20);
        return SearchFixture.of(dir, Stream.generate(records::next).limit(400).toList(), START.plusSeconds(3_600));
    }

    @Test
    void segmentsAreMergedUpToASizeAndNoFurther() throws Exception {
        var config = new IndexWriterConfig().setMergePolicy(new NeighbourMerges(500, () -> true))
                .setMergeScheduler(new SerialMergeScheduler());
        try (var directory = new ByteBuffersDirectory(); var writer = new IndexWriter(directory, config)) {
            for (int i = 0; i < 40; i++) {
                for (int n = 0; n < 120; n++)
                    writer.addDocument(new Document());
                writer.commit();
            }
            try (var reader = DirectoryReader.open(writer)) {
                var sizes = reader.leaves().stream().map(leaf -> leaf.reader().maxDoc()).toList();
                assertEquals(40 * 120, reader.maxDoc());
                assertTrue(sizes.size() < 20, "merged: " + sizes);
                assertTrue(sizes.stream().allMatch(size -> size <= 500), "no further: " + sizes);
            }
        }
    }

    @Test
    void theColumnsOfASegmentAreReadOnceHoweverManyWantThem() throws Exception {
        try (var fixture = fixture()) {
            var searchers = fixture.indexer.index().searchers();
            var searcher = searchers.acquire();
            var columns = new Columns(1L << 30);
            var barrier = new CyclicBarrier(THREADS);
            try (var executor = Executors.newFixedThreadPool(THREADS)) {
                for (var leaf : searcher.getIndexReader().leaves()) {
                    Callable<LeafColumns> task = () -> {
                        barrier.await(60, TimeUnit.SECONDS);
                        return columns.of(leaf.reader());
                    };
                    Set<LeafColumns> read = Collections.newSetFromMap(new IdentityHashMap<>());
                    for (var found : executor.invokeAll(Collections.nCopies(THREADS, task)))
                        read.add(found.get());
                    assertEquals(1, read.size());
                }
            } finally {
                searchers.release(searcher);
            }
        }
    }
}
