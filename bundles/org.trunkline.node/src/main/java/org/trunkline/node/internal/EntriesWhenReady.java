package org.trunkline.node.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.config.SaveResult;
import org.trunkline.engine.port.config.AlreadyUndoneException;
import org.trunkline.engine.port.config.ConfigStore.AuditChange;
import org.trunkline.engine.port.config.PluginEntryStore;
import org.trunkline.node.internal.plugin.RestorableEntries;

/** The entries of plug-ins once their store is there. */
final class EntriesWhenReady implements RestorableEntries {
    private volatile Optional<RestorableEntries> there = Optional.empty();
    private volatile Runnable changed = () -> { };

    /** @param listener told after each change of an entry */
    void listen(Runnable listener) {
        changed = listener;
    }

    void set(Optional<RestorableEntries> now) {
        there = now;
    }

    private RestorableEntries there() throws NodeUnavailableException {
        return there.orElseThrow(() -> new NodeUnavailableException("plugins-not-ready", List.of(), "plug-ins are not ready yet"));
    }

    @Override
    public List<Kind> kinds(String plugin) throws NodeUnavailableException {
        return there().kinds(plugin);
    }

    @Override
    public List<KindStatus> kinds() throws NodeUnavailableException {
        return there().kinds();
    }

    @Override
    public Page<Entry> list(String plugin, String kind, Optional<String> after, int limit) throws NodeUnavailableException {
        return there().list(plugin, kind, after, limit);
    }

    @Override
    public Optional<Entry> find(String plugin, String kind, String key) throws NodeUnavailableException {
        return there().find(plugin, kind, key);
    }

    @Override
    public SaveResult<Entry> create(String plugin, String kind, Map<String, String> values) throws NodeUnavailableException {
        return told(there().create(plugin, kind, values));
    }

    @Override
    public SaveResult<Entry> replace(String plugin, String kind, String key, Map<String, String> values)
            throws NodeUnavailableException {
        return told(there().replace(plugin, kind, key, values));
    }

    @Override
    public SaveResult<Entry> delete(String plugin, String kind, String key) throws NodeUnavailableException {
        return told(there().delete(plugin, kind, key));
    }

    @Override
    public long deleteAll(String plugin, String kind) throws NodeUnavailableException {
        long deleted = there().deleteAll(plugin, kind);
        if (deleted > 0)
            changed.run();
        return deleted;
    }

    @Override
    public SaveResult<AuditChange> restore(PluginEntryStore.Kind kind, Former former, Objections objections)
            throws NodeUnavailableException, AlreadyUndoneException {
        return told(there().restore(kind, former, objections));
    }

    private <T> SaveResult<T> told(SaveResult<T> result) {
        if (result instanceof SaveResult.Saved<T>)
            changed.run();
        return result;
    }

    @Override
    public List<Template> trunkTemplates() throws NodeUnavailableException {
        return there().trunkTemplates();
    }
}
