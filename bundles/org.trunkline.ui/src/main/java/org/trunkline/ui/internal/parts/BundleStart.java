package org.trunkline.ui.internal.parts;

import java.util.function.Consumer;

import org.eclipse.core.runtime.Platform;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops bundles by name, for this run alone. Its log is set up where it is first used: off the UI thread. */
public final class BundleStart implements Consumer<String> {
    private static final Logger LOG = LoggerFactory.getLogger(BundleStart.class);

    @Override
    public void accept(String name) {
        Bundle bundle = Platform.getBundle(name);
        if (bundle == null) {
            LOG.info("{} is not part of this desk", name);
            return;
        }
        try {
            bundle.start(Bundle.START_TRANSIENT);
        } catch (BundleException e) {
            LOG.error("{} did not start", bundle.getSymbolicName(), e);
        }
    }

    public void stop(String name) {
        Bundle bundle = Platform.getBundle(name);
        if (bundle == null)
            return;
        try {
            bundle.stop(Bundle.STOP_TRANSIENT);
        } catch (BundleException e) {
            LOG.error("{} did not stop", bundle.getSymbolicName(), e);
        }
    }
}
