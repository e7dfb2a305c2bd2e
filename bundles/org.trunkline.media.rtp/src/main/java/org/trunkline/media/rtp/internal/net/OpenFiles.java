package org.trunkline.media.rtp.internal.net;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

import org.trunkline.domain.border.BorderStatus;

/** How many files, sockets among them, this process may have open, and has. <b>Threads:</b> any. */
public final class OpenFiles {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String LINE = "Max open files";

    private static final File OPEN = new File("/proc/self/fd");
    /** Counting takes as long as there are files. */
    private static final long FRESH_NANOS = 5_000_000_000L;

    private final LongSupplier nanos;
    private long countedAt;
    private Optional<BorderStatus.Table> counted = Optional.empty();

    /** @param nanos a clock such as {@link System#nanoTime()} */
    public OpenFiles(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** As it was a few seconds ago at most; empty where the system does not tell. */
    public synchronized Optional<BorderStatus.Table> table() {
        long now = nanos.getAsLong();
        if (counted.isEmpty() || now - countedAt >= FRESH_NANOS) {
            countedAt = now;
            var open = OPEN.list();
            counted = open == null ? Optional.empty()
                    : Optional.of(new BorderStatus.Table("open-files", open.length, limit().orElse(0)));
        }
        return counted;
    }

    /** Empty where it is not limited or not known. */
    public static OptionalInt limit() {
        try {
            return limit(Files.readAllLines(LIMITS));
        } catch (IOException e) {
            return OptionalInt.empty(); // not Linux
        }
    }

    /** The soft limit: the JVM has raised it to the hard one. */
    public static OptionalInt limit(List<String> limits) {
        for (var line : limits) {
            if (line.startsWith(LINE)) {
                var soft = line.substring(LINE.length()).strip().split("\\s+")[0];
                return soft.matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(soft)) : OptionalInt.empty();
            }
        }
        return OptionalInt.empty();
    }
}
