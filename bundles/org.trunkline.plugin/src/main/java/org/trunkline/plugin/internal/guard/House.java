package org.trunkline.plugin.internal.guard;

import java.util.Optional;

import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.ApiSessions;
import org.trunkline.api.plugin.EntryReader;
import org.trunkline.plugin.internal.web.PluginEvents;
import org.trunkline.spi.call.CallControl;

/** What of the node plug-ins reach; each part may come and go. <b>Threads:</b> any. */
public interface House {
    Optional<Node> node();

    Optional<ApiSessions> sessions();

    Optional<PluginEvents> events();

    Optional<CallControl> control();

    /** Reads the entries of plug-ins' own kinds. */
    Optional<EntryReader> entries();
}
