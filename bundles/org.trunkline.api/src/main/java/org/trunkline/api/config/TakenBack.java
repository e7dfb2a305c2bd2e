package org.trunkline.api.config;

import java.util.List;

/**
 * What taking a change back did.
 *
 * @param changes that it made, one for each entry, as the log has them now
 * @param restart names of the settings that it changed and that wait for a restart of the node
 */
public record TakenBack(List<LoggedChange> changes, List<String> restart) {
    public TakenBack {
        changes = List.copyOf(changes);
        restart = List.copyOf(restart);
    }
}
