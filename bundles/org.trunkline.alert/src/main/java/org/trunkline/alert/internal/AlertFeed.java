package org.trunkline.alert.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

import org.trunkline.engine.port.config.AlertMemory;
import org.trunkline.spi.record.RecordBatch;
import org.trunkline.spi.record.RecordConsumer;
import org.trunkline.spi.record.ReplacedRecords;

/**
 * Brings the journal's records to the alerts, each once: its offset is kept in one transaction with what the alerts
 * counted. <b>Threads:</b> the follower's.
 */
final class AlertFeed implements RecordConsumer {
    /** Between two writes while no record fits an alert: those may come again. */
    private static final Duration KEEP = Duration.ofMinutes(1);

    private record Offset(String journal, long position) {}

    private final AlertBoard board;
    private final StandingSearches searches;
    private final AlertKeeper keeper;
    private final InstantSource clock;
    private Optional<Offset> at;
    private Instant kept = Instant.MIN;

    AlertFeed(AlertBoard board, StandingSearches searches, AlertKeeper keeper, InstantSource clock) {
        this.board = board;
        this.searches = searches;
        this.keeper = keeper;
        this.clock = clock;
        at = keeper.take(AlertMemory.OFFSET, "").flatMap(text -> KeptText.of(text).first("at", 2,
                value -> new Offset(value[1], Long.parseLong(value[0]))));
    }

    @Override
    public String name() {
        return "alerts";
    }

    @Override
    public Optional<String> journal() {
        return at.map(Offset::journal);
    }

    /** Of another journal nothing is known: all its records may come, and those that ended within the time of an alert count. */
    @Override
    public Optional<Long> position(String journal) {
        if (at.filter(it -> !it.journal().equals(journal)).isPresent()) {
            at = Optional.empty();
            board.beginAgain();
        }
        return at.map(Offset::position);
    }

    @Override
    public void consume(RecordBatch batch) {
        keeper.together(() -> {
            boolean found = searches.offer(batch.entries());
            at = Optional.of(new Offset(batch.journal(), batch.next()));
            if (found || !clock.instant().isBefore(kept.plus(KEEP)))
                keep();
        });
    }

    /** What was counted stays counted. */
    @Override
    public void replaced(ReplacedRecords change) {
        if (change.last())
            keeper.together(() -> {
                at = at.map(it -> new Offset(change.journal(), it.position()));
                keep();
            });
    }

    private void keep() {
        kept = clock.instant();
        keeper.put(AlertMemory.OFFSET, "", this::text, false);
    }

    private String text() {
        var text = new KeptText();
        at.ifPresent(it -> text.add("at", it.position(), it.journal()));
        return text.toString();
    }
}
