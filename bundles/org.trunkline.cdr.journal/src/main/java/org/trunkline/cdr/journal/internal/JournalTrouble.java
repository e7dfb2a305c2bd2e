package org.trunkline.cdr.journal.internal;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.port.record.RecordStage.Trouble;

/** What keeps the journal from being written, told once in the log. <b>Threads:</b> any. */
final class JournalTrouble {
    private static final Logger LOG = LoggerFactory.getLogger(JournalTrouble.class);

    private final Path folder;
    private final InstantSource clock;
    private volatile Optional<Trouble> now = Optional.empty();
    /** Forcing what is there already says nothing of a disk that takes no more. */
    private volatile boolean writing;

    JournalTrouble(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    Optional<Trouble> now() {
        return now;
    }

    void cannotWrite(Throwable e) {
        writing = true;
        begun(e);
    }

    void wrote() {
        if (writing)
            writing = false;
    }

    void cannotForce(Throwable e) {
        begun(e);
    }

    void forced() {
        if (now.isPresent() && !writing)
            over();
    }

    private synchronized void over() {
        LOG.info("the journal can be written again; no record was lost");
        now = Optional.empty();
    }

    private synchronized void begun(Throwable e) {
        boolean full = String.valueOf(e.getMessage()).contains("No space left");
        if (now.isEmpty())
            LOG.error("the journal {} cannot be written: {}. Records wait in memory, calls continue; {}", folder, e.toString(),
                    full ? "free disk space" : "check the disk");
        var since = now.map(Trouble::since).orElseGet(clock::instant);
        now = Optional.of(full
                ? new Trouble("disk-full", since, "The disk of " + folder
                        + " is full. Records wait in memory. Free some space.")
                : new Trouble("journal-stalled", since, "The journal " + folder + " cannot be written: "
                        + words(e) + ". Records wait in memory. Check the disk.", List.of(words(e))));
    }

    /** Its message, else what its class is called: {@code closed channel}. */
    private static String words(Throwable e) {
        String message = e.getMessage();
        return message != null && !message.isBlank() ? message : e.getClass().getSimpleName().replaceFirst("Exception$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
