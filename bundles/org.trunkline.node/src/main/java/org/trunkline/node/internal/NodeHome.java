package org.trunkline.node.internal;

import org.trunkline.node.internal.settings.NodeSettings;

/** The data folder is ours and the parts are being started. Registered as a service for as long as that holds. */
record NodeHome(NodeSettings settings, byte[] secret) {
    /** Tells no secret. */
    @Override
    public String toString() {
        return "NodeHome[" + settings.data() + "]";
    }
}
