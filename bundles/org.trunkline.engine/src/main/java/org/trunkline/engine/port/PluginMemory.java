package org.trunkline.engine.port;

/**
 * A part of the node that keeps something for plug-ins outside their folders, such as an offset. Registered as a service;
 * told when a plug-in is removed. <b>Threads:</b> any.
 */
@FunctionalInterface
public interface PluginMemory {
    /**
     * Deletes all that is kept for a plug-in. It has ended before; an update does not call this.
     *
     * @param plugin its id
     */
    void forget(String plugin);
}
