package org.trunkline.cdr.lucene.internal.index;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.trunkline.spi.record.RecordBatch.Entry;

/** Adds records to the index; where there is much to do, half of it beside. One thread calls. */
final class RecordWriting implements AutoCloseable {
    private final RecordDocument documents = new RecordDocument();
    private final RecordDocument otherDocuments = new RecordDocument();
    private final ExecutorService helper = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("cdr-index-helper").factory());

    /** For callers that write on their own thread. */
    RecordDocument documents() {
        return documents;
    }

    /** @param many so many are shared */
    void add(CdrIndex index, List<Entry> entries, int many) throws IOException {
        int some = entries.size() < many ? entries.size() : entries.size() / 2;
        var rest = entries.subList(some, entries.size());
        var helped = rest.isEmpty() ? Optional.<Future<?>>empty() : Optional.<Future<?>>of(helper.submit(() -> {
            write(index, rest, otherDocuments);
            return null;
        }));
        try {
            write(index, entries.subList(0, some), documents);
        } finally {
            if (helped.isPresent())
                await(helped.get());
        }
    }

    private static void write(CdrIndex index, List<Entry> entries, RecordDocument documents) throws IOException {
        for (var entry : entries)
            index.writer().addDocument(documents.of(entry, index.numbers()));
    }

    private static void await(Future<?> helped) throws IOException {
        try {
            helped.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does but the end of the process
        }
    }

    @Override
    public void close() {
        helper.shutdown();
    }
}
