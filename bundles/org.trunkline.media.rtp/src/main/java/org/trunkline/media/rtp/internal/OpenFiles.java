package org.trunkline.media.rtp.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** How many files, sockets among them, this process may have open. */
final class OpenFiles {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String LINE = "Max open files";

    private OpenFiles() {}

    /** Empty where it is not limited or not known. */
    static OptionalInt limit() {
        try {
            return limit(Files.readAllLines(LIMITS));
        } catch (IOException e) {
            return OptionalInt.empty(); // not Linux
        }
    }

    /** The soft limit: the JVM has raised it to the hard one. */
    static OptionalInt limit(List<String> limits) {
        for (var line : limits) {
            if (line.startsWith(LINE)) {
                var soft = line.substring(LINE.length()).strip().split("\\s+")[0];
                return soft.matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(soft)) : OptionalInt.empty();
            }
        }
        return OptionalInt.empty();
    }
}
