package org.trunkline.cdr.journal.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.engine.port.RecordCare;

/**
 * Retention and erasure. The file {@code generation} counts how often records were changed, and is part of the journal's
 * name for those who follow it; an erasure that was asked for is noted beside it until it is done.
 */
final class JournalCare implements RecordCare {
    private static final Logger LOG = LoggerFactory.getLogger(JournalCare.class);
    private static final int READ = 2_000;

    private final CdrJournal journal;
    private final SegmentFolder folder;
    private final LadderStore ladders;
    private final Path generationFile;
    private final Path asked;
    private volatile long generation;

    JournalCare(CdrJournal journal, SegmentFolder folder, LadderStore ladders, Path dir) throws IOException {
        this.journal = journal;
        this.folder = folder;
        this.ladders = ladders;
        generationFile = dir.resolve("generation");
        asked = dir.resolve("erasure");
        generation = Files.exists(generationFile) ? Long.parseLong(Files.readString(generationFile).strip()) : 0;
    }

    /** What follows the journal's name: nothing until records were changed. */
    String suffix() {
        return generation == 0 ? "" : "-" + generation;
    }

    /** Finishes what the end of the process interrupted. */
    void resume() throws IOException {
        if (!Files.exists(asked))
            return;
        LOG.info("an erasure is finished that the last stop interrupted");
        erase(Files.readString(asked));
    }

    @Override
    public List<Cdr> find(String number, int limit) throws IOException {
        var found = new ArrayList<Cdr>();
        try (var cursor = journal.from(0)) {
            for (var some = cursor.next(READ); !some.isEmpty() && found.size() < limit; some = cursor.next(READ))
                some.stream().map(e -> e.cdr()).filter(c -> Anonymous.concerns(c, number))
                        .limit(limit - found.size()).forEach(found::add);
        }
        return found;
    }

    @Override
    public synchronized Outcome erase(String number) throws IOException {
        if (number.isBlank())
            throw new IllegalArgumentException("no number");
        write(asked, number);
        journal.rollNow();
        var outcome = change(folder.closed(), c -> Anonymous.concerns(c, number) ? Anonymous.without(c, number) : c);
        changed(outcome.records() > 0);
        Files.deleteIfExists(asked);
        return outcome;
    }

    @Override
    public synchronized Outcome anonymise(Instant before) throws IOException {
        var old = new ArrayList<Long>();
        for (long base : folder.closed())
            if (folder.lastWritten(base).isBefore(before))
                old.add(base);
        var outcome = change(old, Anonymous::cut);
        changed(outcome.records() > 0);
        return outcome;
    }

    private Outcome change(List<Long> bases, UnaryOperator<Cdr> how) throws IOException {
        long records = 0;
        long read = 0;
        for (long base : bases) {
            var changed = new SegmentRewriter(folder, base).rewrite(how);
            for (int i = 0; i < changed.records().size(); i++)
                if (changed.ladders().get(i) != 0)
                    ladders.blank(changed.ladders().get(i), changed.records().get(i).id());
            records += changed.records().size();
            read += changed.read();
        }
        return new Outcome(records, read);
    }

    @Override
    public synchronized int drop(Instant recordsBefore, Instant laddersBefore) throws IOException {
        int dropped = 0;
        for (long base : folder.closed()) {
            if (!folder.lastWritten(base).isBefore(recordsBefore))
                break;
            folder.remove(base);
            dropped++;
        }
        changed(dropped > 0);
        return dropped + ladders.drop(laddersBefore);
    }

    private void changed(boolean any) throws IOException {
        if (!any)
            return;
        write(generationFile, String.valueOf(generation + 1));
        generation++;
        journal.tell();
    }

    private static void write(Path file, String text) throws IOException {
        var unfinished = file.resolveSibling(file.getFileName() + ".new");
        try (var out = AppendFile.open(unfinished)) {
            out.truncate(0);
            out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
            out.force();
        }
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
