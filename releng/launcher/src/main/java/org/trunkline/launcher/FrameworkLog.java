package org.trunkline.launcher;

import org.apache.felix.framework.Logger;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/**
 * What the framework says of itself, on the console; without what a bundle fails at because it is stopped at that moment, as where
 * the node cannot start and has said why. <b>Threads:</b> any.
 */
@SuppressWarnings("rawtypes") // as the framework has it
class FrameworkLog extends Logger {
    private volatile Bundle framework;

    /** The framework that writes here. */
    void of(Bundle system) {
        framework = system;
    }

    @Override
    protected final void doLog(Bundle bundle, ServiceReference reference, int level, String message, Throwable why) {
        if (!(why instanceof IllegalStateException) || framework == null || framework.getState() != Bundle.STOPPING)
            write(bundle, reference, level, message, why);
    }

    void write(Bundle bundle, ServiceReference reference, int level, String message, Throwable why) {
        super.doLog(bundle, reference, level, message, why);
    }
}
