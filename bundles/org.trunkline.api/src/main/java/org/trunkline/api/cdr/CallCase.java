package org.trunkline.api.cdr;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.ConfigHistory;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;

/**
 * All that a node knows of one call.
 *
 * @param madeAt with milliseconds
 * @param node where it comes from
 * @param configuration entries that decided the call, as they were and as they are
 */
public record CallCase(Instant madeAt, String node, Cdr record, Ladder ladder,
        List<ConfigHistory.Then> configuration) {
    public CallCase {
        madeAt = madeAt.truncatedTo(ChronoUnit.MILLIS);
        requireNonNull(node);
        requireNonNull(record);
        requireNonNull(ladder);
        configuration = List.copyOf(configuration);
    }

    /** Collects all data of a call. @return empty if the record does not exist */
    public static Optional<CallCase> of(CallId call, String node, CdrSearch cdrs, ConfigHistory history, Instant now)
            throws NodeUnavailableException {
        var found = cdrs.find(call);
        if (found.isEmpty())
            return Optional.empty();
        var ladder = cdrs.ladder(call).orElseGet(() -> new Ladder(call, List.of()));
        return Optional.of(new CallCase(now, node, found.get(), ladder, CaseConfiguration.read(history, found.get())));
    }
}
