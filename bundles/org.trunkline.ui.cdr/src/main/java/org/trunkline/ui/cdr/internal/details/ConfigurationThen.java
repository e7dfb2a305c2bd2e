package org.trunkline.ui.cdr.internal.details;

import java.util.List;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.ConfigHistory;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.export.CaseConfiguration;

/** Which entries of the configuration a call met. */
public final class ConfigurationThen {
    private ConfigurationThen() {}

    /** As the audit names them; some may not exist. */
    static List<String> subjects(Cdr cdr) {
        return CaseConfiguration.subjects(cdr);
    }

    /** Those of them that the node knows. */
    public static List<ConfigHistory.Then> read(ConfigHistory history, Cdr cdr) throws NodeUnavailableException {
        return CaseConfiguration.read(history, cdr);
    }
}
