package org.trunkline.cdr.lucene.internal.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.apache.lucene.document.Document;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class PatientMergesTest {
    private static final int NICE = 18; // behind the name: proc_pid_stat(5)

    /** Of the thread that asks. */
    private static int nice() {
        try {
            String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[NICE - 2]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aMergeStepsBackAndNobodyElse() throws Exception {
        int own = nice();
        assumeTrue(own <= 5);
        var merging = new CompletableFuture<Integer>();
        var config = new IndexWriterConfig().setMergeScheduler(new PatientMerges());
        config.setMergedSegmentWarmer(_ -> merging.complete(nice()));
        try (var directory = new ByteBuffersDirectory(); var writer = new IndexWriter(directory, config);
                var _ = DirectoryReader.open(writer)) { // merged segments are warmed for who reads
            for (int i = 0; i < 3; i++) {
                var document = new Document();
                document.add(new NumericDocValuesField("n", i));
                writer.addDocument(document);
                writer.flush();
            }
            writer.forceMerge(1);
            assertEquals(5, merging.get(60, TimeUnit.SECONDS));
        }
        assertEquals(own, nice());
    }
}
