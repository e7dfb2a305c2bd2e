package org.trunkline.ui.plugins.internal.desk;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;

import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.IContributor;
import org.eclipse.core.runtime.Platform;
import org.eclipse.ui.IPluginContribution;
import org.eclipse.ui.IViewReference;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.views.IViewDescriptor;
import org.eclipse.ui.views.IViewRegistry;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Views of bundles that come while the desk runs. The workbench reads which there are once, when it opens; perspectives,
 * commands and our own points it hears of by itself. UI thread only.
 */
final class LateViews {
    private static final Logger LOG = LoggerFactory.getLogger(LateViews.class);

    private LateViews() {}

    /** Tells the workbench of them. @return false where some will be there after a restart only */
    static boolean register(IWorkbench workbench, List<Bundle> bundles) {
        boolean all = true;
        for (IConfigurationElement view : Platform.getExtensionRegistry().getConfigurationElementsFor("org.eclipse.ui.views"))
            if (isOf(view.getContributor(), bundles) && List.of("view", "e4view").contains(view.getName())
                    && isUnknown(workbench.getViewRegistry(), view.getAttribute("id")))
                all &= register(workbench.getViewRegistry(), view);
        return all;
    }

    /** Also where it is known of a bundle that is gone: of the version before. */
    private static boolean isUnknown(IViewRegistry registry, String id) {
        IViewDescriptor known = registry.find(id);
        if (known == null)
            return true;
        try {
            Field element = known.getClass().getDeclaredField("element");
            element.setAccessible(true);
            boolean gone = element.get(known) instanceof IConfigurationElement from && !from.isValid();
            Field descriptors = registry.getClass().getDeclaredField("descriptors");
            descriptors.setAccessible(true);
            return gone && descriptors.get(registry) instanceof Map<?, ?> all && all.remove(id) != null;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.info("view {} keeps its old code until a restart: {}", id, e.toString());
            return false;
        }
    }

    private static boolean isOf(IContributor contributor, List<Bundle> bundles) {
        return bundles.stream().anyMatch(bundle -> contributor.getName().equals(bundle.getSymbolicName()));
    }

    /** What its registry does itself at the start; there is no other way to it. */
    private static boolean register(IViewRegistry registry, IConfigurationElement view) {
        try {
            Method create = registry.getClass().getDeclaredMethod("createDescriptor", IConfigurationElement.class, boolean.class);
            create.setAccessible(true);
            create.invoke(registry, view, view.getName().equals("e4view"));
            return true;
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException | RuntimeException e) {
            LOG.info("view {} will be there after a restart: {}", view.getAttribute("id"), e.toString());
            return false;
        }
    }

    /** Whether a view of one of them is open: it keeps its old code until the desk starts again. */
    static boolean open(IWorkbench workbench, List<String> bundles) {
        for (IWorkbenchWindow window : workbench.getWorkbenchWindows())
            for (IWorkbenchPage page : window.getPages())
                for (IViewReference view : page.getViewReferences()) {
                    IViewDescriptor descriptor = workbench.getViewRegistry().find(view.getId());
                    if (descriptor instanceof IPluginContribution from && bundles.contains(from.getPluginId()))
                        return true;
                }
        return false;
    }
}
