package org.trunkline.examples.g729;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Refuses the start without the library, so that the state of the plug-in says why. */
public final class LibraryCheck implements BundleActivator {
    /** @throws IllegalStateException if the system has no bcg729 */
    @Override
    public void start(BundleContext context) {
        Bcg729.load();
    }

    @Override
    public void stop(BundleContext context) {}
}
