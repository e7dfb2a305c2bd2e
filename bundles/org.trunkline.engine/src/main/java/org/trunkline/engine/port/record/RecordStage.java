package org.trunkline.engine.port.record;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far records have come at one stage of their way: journal, store, index. Registered as a service by each, for
 * status and alarms. <b>Threads:</b> any; never blocks.
 */
public interface RecordStage {
    /** {@code journal}, {@code store} or {@code index}. */
    String name();

    /** {@link RecordLog.Entry#sequence} of the last record durable here. */
    long sequence();

    /** What keeps it from going on, while it does. */
    Optional<Trouble> trouble();

    /**
     * @param code for translation: {@code disk-full}, {@code journal-stalled}, {@code store-down}, {@code index-rebuilding}, …
     * @param message in English: names the thing and the way out
     * @param args values for the translated text, after the stage's name
     */
    record Trouble(String code, Instant since, String message, List<String> args) {
        public Trouble(String code, Instant since, String message) {
            this(code, since, message, List.of());
        }

        public Trouble {
            requireNonNull(code);
            requireNonNull(since);
            requireNonNull(message);
            args = List.copyOf(args);
        }
    }
}
