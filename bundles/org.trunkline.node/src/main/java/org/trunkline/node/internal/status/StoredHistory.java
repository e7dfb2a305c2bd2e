package org.trunkline.node.internal.status;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.ConfigHistory;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.StoreException;

/** Past configuration, from the audit. */
public record StoredHistory(ConfigStore store) implements ConfigHistory {
    @Override
    public Optional<Then> at(long revision, String subject) throws NodeUnavailableException {
        try {
            var then = store.past(subject, revision);
            var now = store.past(subject, Long.MAX_VALUE);
            if (now.isEmpty())
                return Optional.empty();
            return Optional.of(new Then(subject, then.map(ConfigStore.PastEntry::revision).orElse(0L),
                    then.map(ConfigStore.PastEntry::at).orElse(Instant.EPOCH),
                    then.map(ConfigStore.PastEntry::who).orElse(""),
                    then.map(ConfigStore.PastEntry::fields).orElse(Map.of()), now.get().fields()));
        } catch (StoreException e) {
            throw new NodeUnavailableException("audit-unreadable", List.of(String.valueOf(e.getMessage())),
                    "The audit cannot be read: " + e.getMessage(), e);
        }
    }
}
