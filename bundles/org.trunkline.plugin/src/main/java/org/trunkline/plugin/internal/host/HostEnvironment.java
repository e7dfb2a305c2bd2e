package org.trunkline.plugin.internal.host;

import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

import org.osgi.framework.BundleContext;
import org.trunkline.plugin.internal.guard.House;
import org.trunkline.plugin.internal.guard.Patience;
import org.trunkline.plugin.internal.link.ExtensionTypes;
import org.trunkline.plugin.internal.link.Shapes;

/**
 * What the processes of all plug-ins share.
 *
 * @param parts found when first needed
 * @param scheduler for delays; nothing may wait on it
 */
public record HostEnvironment(BundleContext context, Supplier<ChildParts> parts, House house, ExtensionTypes types,
        Shapes shapes, ScheduledExecutorService scheduler, Patience patience) {}
