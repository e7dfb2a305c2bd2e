package org.trunkline.node.internal.status;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Alarm.Severity;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.api.plugin.Plugins;

/** Plug-ins that should run and do not. The subject of an alarm is the id of the plug-in. */
public final class PluginAlarms {
    private PluginAlarms() {}

    public static void raise(Plugins plugins, Alarms alarms) {
        try {
            for (PluginStatus status : plugins.list())
                raise(status, alarms);
        } catch (NodeUnavailableException e) {
            // not there yet, or unreadable, which is an alarm of its own
        }
    }

    private static void raise(PluginStatus status, Alarms alarms) {
        String title = status.about().title();
        switch (status.state()) {
            case SUSPENDED -> alarms.raise("plugin-suspended", Severity.WARNING, status.id(), "Plug-in " + title
                    + " was stopped: " + status.reason().message(), status.reason(), title);
            case FAILED -> alarms.raise("plugin-failed", Severity.WARNING, status.id(), "Plug-in " + title + " is not running: "
                    + status.reason().message(), status.reason(), title);
            case STARTING, RUNNING, DISABLED -> { }
        }
    }
}
