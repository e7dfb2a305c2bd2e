package org.trunkline.bench;

import java.nio.file.Path;
import java.util.Optional;

/** How many records a second go through journal, store and index, on H2 and on PostgreSQL. */
final class StoreIntake {
    private static final double TARGET = 25_000;

    private final Path work;
    private final int count;
    private final Figures figures;

    StoreIntake(Path work, int count, Figures figures) {
        this.work = work;
        this.count = count;
        this.figures = figures;
    }

    void run(Optional<String> postgres) throws Exception {
        measure("H2", "");
        if (postgres.isPresent())
            measure("PostgreSQL", postgres.get());
    }

    private void measure(String name, String url) throws Exception {
        var folder = work.resolve("store-" + name);
        RecordsBench.delete(folder);
        try (var all = new Parts(folder)) {
            all.openIndex();
            all.openStore(url);
            var calls = new Intake(1, RecordsBench.START, 100, 10).next(count);
            Intake.put(all, calls.subList(0, count / 3)); // warm
            Intake.await(all, count / 3);
            var watch = new Stopwatch();
            Intake.put(all, calls.subList(count / 3, count));
            Intake.await(all, count);
            int measured = count - count / 3;
            figures.atLeast("ingest through journal, " + name + " store and index", measured / watch.seconds(), "records/s",
                    TARGET, watch.cpu(measured) + " a record");
        }
        RecordsBench.delete(folder);
    }
}
