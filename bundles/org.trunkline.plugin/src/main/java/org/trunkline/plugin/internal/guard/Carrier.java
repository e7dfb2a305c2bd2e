package org.trunkline.plugin.internal.guard;

import org.trunkline.plugin.internal.link.ExtensionMethod;

/** Carries calls to an extension, wherever it runs. <b>Threads:</b> any; waits until the deadline at most. */
public interface Carrier {
    /**
     * @param arguments null for none
     * @param deadline as {@link System#nanoTime}
     */
    Outcome carry(ExtensionMethod method, Object[] arguments, long deadline);

    /** Since when the longest call under way runs, as {@link System#nanoTime}; {@link Long#MAX_VALUE} for none. */
    long oldestCall();
}
