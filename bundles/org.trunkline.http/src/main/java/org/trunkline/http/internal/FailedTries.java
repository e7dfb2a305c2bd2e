package org.trunkline.http.internal;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts wrong tokens for each address. Only those who fail are slowed: a right token is always let in, so nobody can
 * lock an administrator out. <b>Threads:</b> any.
 */
final class FailedTries {
    private static final int ALLOWED = 10;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MAX_ADDRESSES = 1000;

    private record Tries(Instant since, int count) {}

    private final Map<InetAddress, Tries> tries = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Tries> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    /** Notes one more. @return how long to wait, where there were too many */
    synchronized Optional<Duration> failed(InetAddress address, Instant now) {
        var before = tries.get(address);
        var current = before == null || !now.isBefore(before.since.plus(WINDOW)) ? new Tries(now, 1)
                : new Tries(before.since, before.count + 1);
        tries.put(address, current);
        return current.count <= ALLOWED ? Optional.empty()
                : Optional.of(Duration.between(now, current.since.plus(WINDOW)));
    }
}
