package org.trunkline.cdr.journal.internal.follow;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.port.record.RecordStage.Trouble;

/** Why a consumer takes no records, told once in the log. <b>Threads:</b> any may ask; one says. */
final class ConsumerTrouble {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerTrouble.class);

    private final String consumer;
    private final InstantSource clock;
    private volatile Optional<Trouble> now = Optional.empty();

    ConsumerTrouble(String consumer, InstantSource clock) {
        this.consumer = consumer;
        this.clock = clock;
    }

    Optional<Trouble> now() {
        return now;
    }

    void failed(Throwable e) {
        String why = e.getMessage() == null || e.getMessage().isBlank() || !(e instanceof Exception) ? e.toString() : e.getMessage();
        if (now.isEmpty())
            LOG.error("{} does not accept records: {}. They stay in the journal and are delivered again", consumer, why,
                    e instanceof RuntimeException || e instanceof Error ? e : null);
        Instant since = now.map(Trouble::since).orElseGet(clock::instant);
        now = Optional.of(new Trouble("consumer-stopped", since, consumer + " does not accept call records: " + why
                + ". The records stay in the journal and are delivered again within a minute.", List.of(why)));
    }

    void over() {
        if (now.isEmpty())
            return;
        LOG.info("{} accepts records again; no record was lost", consumer);
        now = Optional.empty();
    }
}
