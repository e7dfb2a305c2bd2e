package org.trunkline.plugin.internal.hosting;

import org.trunkline.api.plugin.PluginStatus.Host;

/** The contracts kept by a plug-in inside the node. */
class InsideContractsTest extends HostedExtensions {
    InsideContractsTest() {
        super(Host.INSIDE);
    }
}
