package org.trunkline.plugin.internal.web;

import java.util.function.Consumer;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Watch;
import org.trunkline.api.plugin.PluginEvent;
import org.trunkline.api.plugin.Plugins.WebReply;
import org.trunkline.api.plugin.Plugins.WebRequest;

/**
 * Web resources and events of the plug-ins that run: an OSGi service, of which the installer knows no more than this.
 * <b>Threads:</b> any.
 */
public interface PluginWeb {
    /** Asks the resource that the path names. An unknown plug-in or resource is answered with 404. */
    WebReply handle(String plugin, WebRequest request) throws NodeUnavailableException;

    /** Told of what plug-ins publish, on a thread of the node's. */
    Watch events(Consumer<PluginEvent> listener);
}
