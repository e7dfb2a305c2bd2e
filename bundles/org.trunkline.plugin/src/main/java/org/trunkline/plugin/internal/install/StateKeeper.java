package org.trunkline.plugin.internal.install;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;

/** The state in force, which is on the disk before anybody sees it. <b>Threads:</b> any. */
final class StateKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(StateKeeper.class);

    private final StateFile file;
    private final Optional<String> unreadable;
    private volatile PluginState current;

    /** A file that cannot be read stays as it is, and nothing is changed. */
    StateKeeper(StateFile file) {
        this.file = file;
        var found = PluginState.NOTHING;
        Optional<String> problem = Optional.empty();
        try {
            found = file.read();
        } catch (IOException e) {
            problem = Optional.of(String.valueOf(e.getMessage()));
            LOG.error("Plug-ins do not start because {} cannot be read: {}", file.path(), e.getMessage());
        }
        current = found;
        unreadable = problem;
    }

    /** Why the file cannot be used. */
    Optional<String> unreadable() {
        return unreadable;
    }

    String path() {
        return file.path().toString();
    }

    /** @throws NodeUnavailableException if the file cannot be read */
    void check() throws NodeUnavailableException {
        if (unreadable.isPresent())
            throw new NodeUnavailableException("plugins-unreadable", List.of(path(), unreadable.get()), "The plug-ins cannot be"
                    + " changed because " + path() + " cannot be read (" + unreadable.get()
                    + "). Restore the file from a backup, or delete it and install the plug-ins again; then restart the node");
    }

    PluginState current() {
        return current;
    }

    /** @throws NodeUnavailableException if it could not be written; nothing changed then */
    synchronized void save(UnaryOperator<PluginState> change) throws NodeUnavailableException {
        check();
        var next = change.apply(current);
        try {
            file.write(next);
        } catch (IOException e) {
            LOG.error("plug-ins: not saved: {}", e.getMessage());
            throw notSaved(e);
        }
        current = next;
    }

    static NodeUnavailableException notSaved(IOException e) {
        return new NodeUnavailableException("not-saved", List.of(String.valueOf(e.getMessage())),
                "nothing was saved: " + e.getMessage(), e);
    }
}
