package org.trunkline.plugin.internal.guard;

import java.util.function.Consumer;

import org.trunkline.plugin.internal.link.ExtensionMethod;

/** Carries calls to an extension, wherever it runs. <b>Threads:</b> any; waits until the deadline at most. */
public interface Carrier {
    /**
     * @param arguments null for none
     * @param deadline as {@link System#nanoTime}
     * @param afterwards told the outcome, without a value, of a call that was {@linkplain Outcome.Late late and running};
     *        on another thread, perhaps before this method returns
     */
    Outcome carry(ExtensionMethod method, Object[] arguments, long deadline, Consumer<Outcome> afterwards);

    /** Since when the longest call under way runs, as {@link System#nanoTime}; {@link Long#MAX_VALUE} for none. */
    long oldestCall();
}
