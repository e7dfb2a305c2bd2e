package org.trunkline.plugin.internal.guard;

import org.trunkline.plugin.internal.runtime.PluginRuntime.RunningPlugin;

/** A plug-in that runs, as the runtime looks after it. */
public interface LivePlugin extends RunningPlugin {
    ExtensionSet extensions();

    /**
     * Looks whether the plug-in keeps its limits; ten times a second, returns at once.
     *
     * @param awake false where the node itself was not running just before
     */
    void watch(long now, boolean awake);

    /** Whether it was closed or given up. */
    boolean isOver();
}
