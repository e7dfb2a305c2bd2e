package org.trunkline.plugin.internal.runtime;

import java.util.Optional;
import java.util.function.Consumer;

import org.trunkline.api.plugin.PluginStatus.Cost;
import org.trunkline.domain.part.LocalizableText;

/** Runs plug-ins: inside the node behind the guard, or in a process each. <b>Threads:</b> any but those of calls. */
public interface PluginRuntime extends AutoCloseable {
    /**
     * Starts a version of a plug-in without using its extensions yet: its bundles are resolved and active, its process is
     * up, all interfaces that it names are offered. Returns within 20 s.
     *
     * @param stopped told once, on a thread of the runtime's, when the plug-in was given up: it failed three times, or did
     *        something that is not tried again
     */
    RunningPlugin start(PluginSpec spec, Consumer<LocalizableText> stopped) throws PluginStartException;

    /** Stops all. */
    @Override
    void close();

    /** A version of a plug-in that runs. */
    interface RunningPlugin extends AutoCloseable {
        /**
         * Puts the extensions of this version into use. With a former version, each extension takes the place of the former's
         * of the same interface in one step: no call to it is lost, and calls under way end with the version they began with.
         */
        void use(Optional<RunningPlugin> former);

        Cost cost();

        /** How often its process was started again. */
        int restarts();

        /** What keeps it from working at the moment; nothing where it works. */
        LocalizableText trouble();

        /** Why its process was started again the last time; nothing where it was not. */
        LocalizableText lastFailure();

        /** Interfaces that it names and does not offer at the moment; nothing where it offers all. */
        LocalizableText missing();

        /** Takes its extensions out of use, waits for calls under way up to their budgets, and stops it. Again does nothing. */
        @Override
        void close();
    }

    /** A plug-in could not be started; the reason is for an administrator. */
    final class PluginStartException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient LocalizableText reason;

        public PluginStartException(LocalizableText reason) {
            super(reason.message());
            this.reason = reason;
        }

        public LocalizableText reason() {
            return reason;
        }
    }
}
