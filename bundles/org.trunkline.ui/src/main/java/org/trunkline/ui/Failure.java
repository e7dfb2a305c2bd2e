package org.trunkline.ui;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** Why something could not be shown or done, in a sentence. */
public record Failure(String message, Instant since, Exception cause) {
    public Failure {
        requireNonNull(message);
        requireNonNull(since);
        requireNonNull(cause);
    }
}
