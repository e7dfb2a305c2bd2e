package org.trunkline.ui.plugins.internal.desk;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.api.plugin.PluginStatus.State;

/**
 * Parts that the desk offers its user, and those that it removes: they follow the state of their plug-in and what the user
 * answered for its version. They stay while it starts, when what it has may not be known yet, and while an update of it
 * waits, when what it has is that of the update.
 *
 * @param removed ids of plug-ins
 */
record PartsPlan(List<PluginStatus> offered, List<String> removed) {
    private static final String UPDATE_WAITS = "update-waits";

    PartsPlan {
        offered = List.copyOf(offered);
        removed = List.copyOf(removed);
    }

    /**
     * @param installed on the node
     * @param present plug-ins whose parts came from the node
     * @param answer of the user, empty where there is none
     */
    static PartsPlan of(List<PluginStatus> installed, List<String> present, Function<PluginStatus, Optional<Boolean>> answer) {
        List<PluginStatus> wanted = installed.stream().filter(status -> answer.apply(status).orElse(true)).toList();
        return new PartsPlan(wanted.stream().filter(PartsPlan::runs).toList(), present.stream().filter(id -> wanted.stream()
                .noneMatch(status -> status.id().equals(id) && (status.state() == State.STARTING || waits(status) || runs(status)))).toList());
    }

    /** Without its plug-in a part has nothing to show. */
    private static boolean runs(PluginStatus status) {
        return status.about().desk() && (status.state() == State.RUNNING || status.state() == State.STARTING) && !waits(status);
    }

    /** Whether the version before the installed one runs. */
    private static boolean waits(PluginStatus status) {
        return status.state() == State.RUNNING && status.reason().code().equals(UPDATE_WAITS);
    }
}
