package org.trunkline.node.internal.plugin;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.plugin.PluginEntries;
import org.trunkline.engine.port.config.AlreadyUndoneException;
import org.trunkline.engine.port.config.ConfigStore.AuditChange;
import org.trunkline.engine.port.config.PluginEntryStore;

/** Entries of plug-ins whose changes can be taken back. */
public interface RestorableEntries extends PluginEntries {
    /**
     * Makes an entry what it was before a change, checked as any other change, unless there are objections. No other change of
     * entries comes between.
     *
     * @return the entry of the audit; {@link SaveResult.Missing} means that the plug-in does not run
     * @throws AlreadyUndoneException if the change is taken back already
     */
    SaveResult<AuditChange> restore(PluginEntryStore.Kind kind, Former former, Objections objections)
            throws NodeUnavailableException, AlreadyUndoneException;

    /**
     * @param values before the change; empty where the entry was not there
     * @param change id of its entry in the audit
     */
    record Former(String key, Map<String, String> values, long change) {
        public Former {
            requireNonNull(key);
            values = Map.copyOf(values);
        }
    }

    /** What stands against taking a change back. */
    @FunctionalInterface
    interface Objections {
        /** @param now values of the entry; empty where it is not there */
        List<FieldError> to(Map<String, String> now) throws NodeUnavailableException;
    }
}
