package org.trunkline.apps.schedule.internal;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.Watch;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.EntryReader;

/** The scheduled calls of a node, read again when its configuration changed. <b>Threads:</b> one at a time. */
public final class CallEntries implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallEntries.class);
    /** Changes are noticed at once; a store that was away is not. */
    private static final Duration READ_EVERY = Duration.ofSeconds(30);

    private final EntryReader entries;
    private final Watch changes;
    private volatile boolean changed = true;
    private Instant read = Instant.EPOCH;

    public CallEntries(EntryReader entries, Node node) {
        this.entries = entries;
        changes = node.watchConfiguration(() -> changed = true);
    }

    /** All of them, where they may have changed since they were read last. */
    public Optional<List<ScheduledCall>> changed(Instant now) {
        if (!changed && !passed(READ_EVERY, read, now))
            return Optional.empty();
        changed = false;
        read = now;
        var all = new ArrayList<ScheduledCall>();
        for (var entry : entries.entries(CallKind.OWNER, CallKind.KIND))
            try {
                all.add(ScheduledCall.of(entry));
            } catch (DateTimeException | NumberFormatException e) { // a time zone that this Java does not know
                LOG.warn("The scheduled call {} is not placed: {}", entry.get(CallKind.NAME), e.getMessage());
            }
        return Optional.of(all);
    }

    /** They are read again at the next question. */
    public void again() {
        changed = true;
    }

    /** Also where the clock was set back as far. */
    static boolean passed(Duration time, Instant since, Instant now) {
        return Duration.between(since, now).abs().compareTo(time) >= 0;
    }

    @Override
    public void close() {
        changes.close();
    }
}
