package org.trunkline.plugin.internal.hosting;

import org.trunkline.api.plugin.PluginStatus.Host;

/** The contracts kept by a plug-in in a process of its own. */
class ProcessContractsTest extends HostedExtensions {
    ProcessContractsTest() {
        super(Host.PROCESS);
    }
}
