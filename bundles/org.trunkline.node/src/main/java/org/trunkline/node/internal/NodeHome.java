package org.trunkline.node.internal;

import org.trunkline.api.settings.Settings;
import org.trunkline.node.internal.settings.LiveSettings;
import org.trunkline.node.internal.settings.NodeSettings;

/**
 * The data folder is ours and the parts are being started. Registered as a service for as long as that holds.
 *
 * @param live settings in effect
 * @param stored all settings, and the way to change them
 */
record NodeHome(LiveSettings live, Settings stored, byte[] secret) {
    /** As they are in effect now. */
    NodeSettings settings() {
        return live.current();
    }

    /** Tells no secret. */
    @Override
    public String toString() {
        return "NodeHome[" + settings().data() + "]";
    }
}
