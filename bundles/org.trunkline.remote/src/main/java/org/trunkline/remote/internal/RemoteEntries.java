package org.trunkline.remote.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.plugin.PluginEntries;
import org.trunkline.wire.EntryJson;

/** Entries of plug-ins on a node elsewhere. */
record RemoteEntries(HttpLink link) implements PluginEntries {
    private RemoteCatalog<Entry, Map<String, String>> of(String plugin, String kind) {
        return new RemoteCatalog<>(link, "/plugins/" + HttpLink.encode(plugin) + "/entries/" + HttpLink.encode(kind),
                EntryJson::readEntry, EntryJson::write);
    }

    @Override
    public List<Kind> kinds(String plugin) throws NodeUnavailableException {
        return link.get("/plugins/" + HttpLink.encode(plugin) + "/entries", EntryJson::readKinds);
    }

    @Override
    public List<KindStatus> kinds() throws NodeUnavailableException {
        return link.get("/entry-kinds", EntryJson::readStatuses);
    }

    @Override
    public Page<Entry> list(String plugin, String kind, Optional<String> after, int limit) throws NodeUnavailableException {
        return of(plugin, kind).list(after, limit);
    }

    @Override
    public Optional<Entry> find(String plugin, String kind, String key) throws NodeUnavailableException {
        return of(plugin, kind).find(key);
    }

    @Override
    public SaveResult<Entry> create(String plugin, String kind, Map<String, String> values) throws NodeUnavailableException {
        var result = of(plugin, kind).create(values);
        return result instanceof SaveResult.Missing<Entry> ? new SaveResult.Missing<>(kind) : result;
    }

    @Override
    public SaveResult<Entry> replace(String plugin, String kind, String key, Map<String, String> values)
            throws NodeUnavailableException {
        return of(plugin, kind).replace(key, values);
    }

    @Override
    public SaveResult<Entry> delete(String plugin, String kind, String key) throws NodeUnavailableException {
        return of(plugin, kind).delete(key);
    }

    @Override
    public long deleteAll(String plugin, String kind) throws NodeUnavailableException {
        var reply = link.send("DELETE", "/plugins/" + HttpLink.encode(plugin) + "/entries/" + HttpLink.encode(kind), Optional.empty());
        if (!reply.ok())
            throw link.refused(reply);
        return link.decode(reply.body(), EntryJson::readDeleted);
    }

    @Override
    public List<Template> trunkTemplates() throws NodeUnavailableException {
        return link.get("/trunk-templates", EntryJson::readTemplates);
    }
}
