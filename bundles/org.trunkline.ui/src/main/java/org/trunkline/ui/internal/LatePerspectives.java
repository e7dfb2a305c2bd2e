package org.trunkline.ui.internal;

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

    /** Tells the workbench of those that it does not know. */
    static void register(IPerspectiveRegistry registry) {
        for (IConfigurationElement element : Platform.getExtensionRegistry().getConfigurationElementsFor("org.eclipse.ui.perspectives")) {
            String id = element.getAttribute("id");
            if (id != null && element.getName().equals("perspective") && registry.findPerspectiveWithId(id) == null)
                register(registry, id, element);
        }
    }

    /** What the registry does itself at the start; there is no other way to it. */
    private static void register(IPerspectiveRegistry registry, String id, IConfigurationElement element) {
        try {
            Constructor<?> made = Class.forName("org.eclipse.ui.internal.registry.PerspectiveDescriptor", true,
                    registry.getClass().getClassLoader()).getDeclaredConstructor(String.class, IConfigurationElement.class);
            made.setAccessible(true);
            Field known = registry.getClass().getDeclaredField("descriptors");
            known.setAccessible(true);
            put((Map<?, ?>) known.get(registry), id, made.newInstance(id, element));
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.info("perspective {} will be there after a restart of the desk: {}", id, e.toString());
        }
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<?, ?> descriptors, String id, Object descriptor) {
        ((Map<Object, Object>) descriptors).put(id, descriptor);
    }
}
