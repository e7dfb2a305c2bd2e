package org.trunkline.cdr.journal.internal.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;

import org.trunkline.domain.secure.OwnerOnly;

/**
 * Which segments were deleted while an older one stayed, because something in it is held: by that the gap is told from
 * damage. In a file of the folder, {@code dropped}.
 */
final class DroppedSegments {
    private static final int HEX = 16;

    private final Path file;
    private final ConcurrentSkipListSet<Long> bases = new ConcurrentSkipListSet<>();

    DroppedSegments(Path folder) throws IOException {
        file = folder.resolve("dropped");
        if (Files.exists(file))
            for (String line : Files.readAllLines(file))
                if (!line.isBlank())
                    bases.add(Long.parseLong(line.strip(), HEX));
    }

    /** Whether a segment that began there was deleted. */
    boolean has(long base) {
        return bases.contains(base);
    }

    /** Before it is deleted. @param oldest that is kept: what was before it is no gap */
    void add(Collection<Long> dropped, long oldest) throws IOException {
        bases.addAll(dropped);
        bases.headSet(oldest).clear();
        var unfinished = file.resolveSibling(file.getFileName() + ".new");
        var text = bases.stream().map(base -> Long.toString(base, HEX) + "\n").collect(Collectors.joining());
        try (var out = AppendFile.open(unfinished)) {
            out.truncate(0);
            out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
            out.force();
        }
        OwnerOnly.replace(unfinished, file);
    }
}
