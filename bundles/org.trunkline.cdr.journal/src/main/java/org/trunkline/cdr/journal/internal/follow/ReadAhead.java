package org.trunkline.cdr.journal.internal.follow;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import org.trunkline.engine.port.record.RecordLog;

/** Reads the next batch while a consumer is busy with the one before, one ahead at most. One thread. */
final class ReadAhead implements AutoCloseable {
    /** @param last number of the last record in the journal before it was read */
    record Batch(List<RecordLog.Entry> entries, long last) {}

    private final RecordLog log;
    private final RecordLog.Cursor cursor;
    private final int most;
    private final String name;
    private Optional<FutureTask<Batch>> begun = Optional.empty();

    /** @param most records of a batch @param name of the thread that reads */
    ReadAhead(RecordLog log, RecordLog.Cursor cursor, int most, String name) {
        this.log = log;
        this.cursor = cursor;
        this.most = most;
        this.name = name;
    }

    /** Begins to read what {@link #next} then returns. */
    void begin() {
        var task = new FutureTask<>(this::read);
        begun = Optional.of(task);
        Thread.ofVirtual().name(name).start(task);
    }

    /** The next batch; empty at the end. */
    Batch next() throws IOException, InterruptedException {
        if (begun.isEmpty())
            return read();
        var batch = result(begun.get());
        begun = Optional.empty();
        return batch;
    }

    private Batch read() throws IOException {
        long last = log.lastSequence();
        return new Batch(cursor.next(most), last);
    }

    private static Batch result(FutureTask<Batch> task) throws IOException, InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException bug -> throw bug;
                case Error error -> throw error;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** Returns once nothing reads: the cursor may be closed. */
    @Override
    public void close() {
        boolean interrupted = false;
        for (var task = begun; task.isPresent() && !task.get().isDone();)
            try {
                result(task.get());
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (IOException | RuntimeException e) {
                // nobody wants it any more; the next cursor meets it again
            }
        if (interrupted)
            Thread.currentThread().interrupt();
    }
}
