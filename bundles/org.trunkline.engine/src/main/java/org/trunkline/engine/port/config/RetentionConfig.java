package org.trunkline.engine.port.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

import org.trunkline.domain.config.LegalHold;
import org.trunkline.domain.config.Retention;

/** What is kept of calls, and for how long. @param retention empty where nobody has changed what the node was started with */
public record RetentionConfig(List<LegalHold> holds, Optional<Retention> retention) {
    public static final RetentionConfig AS_STARTED = new RetentionConfig(List.of(), Optional.empty());

    public RetentionConfig {
        holds = List.copyOf(holds);
        requireNonNull(retention);
    }
}
