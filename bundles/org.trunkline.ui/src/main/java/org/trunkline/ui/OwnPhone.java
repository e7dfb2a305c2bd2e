package org.trunkline.ui;

import java.util.Optional;

/** The phone of this desk, for bundles that do not have it: an OSGi service. <b>Threads:</b> any; nothing here waits. */
public interface OwnPhone {
    /** The subscriber whose account calls; empty where this desk is no phone of a node. */
    Optional<String> ownUser();

    /** Whether the node of that account knows the phone now, so that it can be rung. */
    boolean isRegistered();
}
