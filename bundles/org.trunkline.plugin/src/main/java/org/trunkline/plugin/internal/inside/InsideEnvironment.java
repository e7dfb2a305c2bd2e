package org.trunkline.plugin.internal.inside;

import java.util.concurrent.ScheduledExecutorService;

import org.osgi.framework.BundleContext;
import org.trunkline.plugin.internal.guard.House;
import org.trunkline.plugin.internal.guard.Patience;
import org.trunkline.plugin.internal.link.ExtensionTypes;
import org.trunkline.plugin.internal.link.Shapes;

/** What all plug-ins inside the node share. @param scheduler for short work */
public record InsideEnvironment(BundleContext context, House house, PluginWalls walls, ExtensionTypes types, Shapes shapes,
        ScheduledExecutorService scheduler, Patience patience) {}
