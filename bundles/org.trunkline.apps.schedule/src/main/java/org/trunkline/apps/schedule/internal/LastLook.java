package org.trunkline.apps.schedule.internal;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;

import org.trunkline.domain.secure.OwnerOnly;

/** Until when calls were looked for, in a file: a node that is started again places what became due meanwhile, and nothing twice. */
final class LastLook {
    private final Path file;

    LastLook(Path file) {
        this.file = file;
    }

    /** @return now where nothing can be told, or the clock was set back */
    Instant read(Instant now) {
        try {
            var then = Files.exists(file) ? Instant.parse(Files.readString(file).strip()) : now;
            return then.isAfter(now) ? now : then;
        } catch (IOException | DateTimeException e) {
            return now; // a call too few is better than one twice
        }
    }

    void write(Instant now) throws IOException {
        OwnerOnly.folder(file.getParent());
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, now.toString());
        Files.move(fresh, file, ATOMIC_MOVE, REPLACE_EXISTING);
    }
}
