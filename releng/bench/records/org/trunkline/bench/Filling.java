package org.trunkline.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Puts all records into journal and index, and the same into PostgreSQL. What an earlier run put there is passed over:
 * the records are the same each time.
 */
final class Filling {
    private static final int PIECE = 100_000;
    private static final int TIMED = 400_000;
    private static final double TARGET = 80_000;

    private final Path work;
    private final int count;
    private final Parts parts;
    private final Figures figures;
    private final Intake intake;

    Filling(Path work, int count, Parts parts, Figures figures) {
        this.work = work;
        this.count = count;
        this.parts = parts;
        this.figures = figures;
        intake = Intake.of(count);
    }

    void run(Optional<Postgres> peer) throws Exception {
        parts.openIndex();
        if (peer.isPresent())
            peer.get().create();
        int warm = Math.min(count / 4, PIECE);
        int timed = Math.min(count / 2, TIMED);
        for (int at = 0; at < count;) {
            int some = Math.min(count - at, at == 0 ? warm : at == warm ? timed : PIECE);
            boolean measured = at == warm;
            var calls = intake.next(some);
            own(calls, at, measured);
            if (peer.isPresent())
                other(peer.get(), calls, at, measured);
            if (peer.isPresent() && at == 0 && peer.get().count() == some)
                peer.get().index(); // from here on into the indexed table
            else if (peer.isPresent() && measured && count > 2 * timed)
                peer.get().dropIndexes(); // all of it would take hours
            at += some;
        }
        if (peer.isPresent())
            index(peer.get());
        sizes(peer);
    }

    private void own(List<Intake.Call> calls, int at, boolean measured) {
        int known = (int) Math.clamp(parts.log().lastSequence() - at, 0, calls.size());
        var watch = new Stopwatch();
        Intake.put(parts, calls.subList(known, calls.size()));
        Intake.await(parts, at + calls.size());
        if (measured && known == 0)
            figures.atLeast("ingest through journal and index, all findable", calls.size() / watch.seconds(), "records/s",
                    TARGET, watch.cpu(calls.size()) + " a record");
    }

    private void other(Postgres peer, List<Intake.Call> calls, int at, boolean measured) throws Exception {
        int known = (int) Math.clamp(peer.count() - at, 0, calls.size());
        var watch = new Stopwatch();
        for (var call : calls.subList(known, calls.size()))
            peer.add(call.cdr());
        peer.flush();
        if (measured && known == 0)
            figures.say("  PostgreSQL, into the indexed table", calls.size() / watch.seconds(), "records/s", "");
    }

    private void index(Postgres peer) throws Exception {
        var watch = new Stopwatch();
        peer.dropIndexes();
        peer.index();
        figures.say("  PostgreSQL, making its indexes at the end", watch.seconds(), "s", "");
    }

    private void sizes(Optional<Postgres> peer) throws Exception {
        parts.closeIndex(); // commits
        parts.openIndex();
        long index = bytes(work.resolve("data/index")) + bytes(work.resolve("data/index-numbers"))
                + bytes(work.resolve("data/index-columns"));
        figures.atMost("index", (double) index / count, "bytes/record", 110,
                peer.isPresent() ? "PostgreSQL %.0f".formatted((double) peer.get().bytes() / count) : "");
        figures.atMost("journal", (double) bytes(work.resolve("data/journal")) / count, "bytes/record", 200, "");
    }

    private static long bytes(Path folder) throws IOException {
        if (!Files.isDirectory(folder))
            return 0; // too few for it
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> {
                try {
                    return Files.size(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }).sum();
        }
    }
}
