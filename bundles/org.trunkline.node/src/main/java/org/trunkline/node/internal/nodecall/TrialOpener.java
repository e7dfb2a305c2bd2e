package org.trunkline.node.internal.nodecall;

import java.util.Optional;

import org.trunkline.domain.config.Trunk;
import org.trunkline.engine.directory.trunk.TrialTrunks;

/** Opens trunks that are not saved, each for one call. */
@FunctionalInterface
public interface TrialOpener {
    /** @return empty while a call over another one of its name is in progress */
    Optional<TrialTrunks.Trial> open(Trunk trunk, Optional<String> password);
}
