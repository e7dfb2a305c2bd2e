package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * A search of call records kept under a name.
 *
 * @param name unique, as a trunk's
 * @param query in the query language; empty for all
 * @param last how far back from now it looks; empty for all times
 * @param owner who made it, as they call themselves
 * @param shared whether others see it in their lists
 * @param tile whether dashboards show it
 */
public record SavedSearch(String name, String query, Optional<Duration> last, String owner, boolean shared,
        boolean tile, Optional<AlertRule> alert) {
    public SavedSearch {
        requireNonNull(name);
        requireNonNull(query);
        requireNonNull(last);
        requireNonNull(owner);
        requireNonNull(alert);
    }
}
