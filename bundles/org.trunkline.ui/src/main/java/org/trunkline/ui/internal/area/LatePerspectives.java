package org.trunkline.ui.internal.area;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.Map;

import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.Platform;
import org.eclipse.ui.IPerspectiveRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Perspectives of bundles that come while the desk runs. The workbench reads which there are once, when it opens, and hears
 * only of those that go. UI thread only.
 */
final class LatePerspectives {
    private static final Logger LOG = LoggerFactory.getLogger(LatePerspectives.class);

    private LatePerspectives() {}

    /** Tells the workbench of those that it does not know, and that those whose bundle is gone are gone. */
    static void register(IPerspectiveRegistry registry) {
        try {
            Map<Object, Object> known = known(registry);
            known.values().removeIf(LatePerspectives::isGone);
            for (IConfigurationElement element : Platform.getExtensionRegistry()
                    .getConfigurationElementsFor("org.eclipse.ui.perspectives"))
                if (element.getName().equals("perspective") && element.getAttribute("id") != null)
                    add(registry, known, element.getAttribute("id"), element);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.info("perspectives of new bundles will be there after a restart of the desk: {}", e.toString());
        }
    }

    /** What the registry does itself at the start; there is no other way to it. */
    private static void add(IPerspectiveRegistry registry, Map<Object, Object> known, String id, IConfigurationElement element)
            throws ReflectiveOperationException {
        if (known.containsKey(id))
            return;
        Constructor<?> made = Class.forName("org.eclipse.ui.internal.registry.PerspectiveDescriptor", true,
                registry.getClass().getClassLoader()).getDeclaredConstructor(String.class, IConfigurationElement.class);
        made.setAccessible(true);
        known.put(id, made.newInstance(id, element));
    }

    @SuppressWarnings("unchecked")
    private static Map<Object, Object> known(IPerspectiveRegistry registry) throws ReflectiveOperationException {
        Field descriptors = registry.getClass().getDeclaredField("descriptors");
        descriptors.setAccessible(true);
        return (Map<Object, Object>) descriptors.get(registry);
    }

    private static boolean isGone(Object descriptor) {
        try {
            Field element = descriptor.getClass().getDeclaredField("configElement");
            element.setAccessible(true);
            return element.get(descriptor) instanceof IConfigurationElement from && !from.isValid();
        } catch (ReflectiveOperationException e) {
            return false; // one that is not from a bundle
        }
    }
}
