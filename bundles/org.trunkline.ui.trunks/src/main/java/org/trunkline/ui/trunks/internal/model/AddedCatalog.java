package org.trunkline.ui.trunks.internal.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.core.runtime.NullProgressMonitor;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.config.Catalog;
import org.trunkline.api.config.EntryFilter;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.plugin.PluginEntries;
import org.trunkline.api.plugin.PluginEntries.Entry;
import org.trunkline.ui.CatalogPages;

/** The entries of a kind of a plug-in. */
record AddedCatalog(PluginEntries entries, AddedKind kind, AddedForm form) implements Catalog<Entry, Map<String, String>> {
    private String plugin() {
        return kind.about().plugin();
    }

    private String name() {
        return kind.about().kind();
    }

    @Override
    public Page<Entry> list(Optional<String> after, int limit) throws NodeUnavailableException {
        return entries.list(plugin(), name(), after, limit);
    }

    /** By the key alone: the plug-in's other fields are not known to be names. */
    @Override
    public Page<Entry> search(EntryFilter filter, int limit) throws NodeUnavailableException {
        return filter.of(CatalogPages.all(this, new NullProgressMonitor()).stream(), entry -> List.of(entry.key()), limit);
    }

    @Override
    public Optional<Entry> find(String key) throws NodeUnavailableException {
        return entries.find(plugin(), name(), key);
    }

    @Override
    public SaveResult<Entry> create(Map<String, String> draft) throws NodeUnavailableException {
        var result = entries.create(plugin(), name(), draft);
        return result instanceof SaveResult.Missing<Entry> ? away() : worded(result);
    }

    @Override
    public SaveResult<Entry> replace(String key, Map<String, String> draft) throws NodeUnavailableException {
        var result = entries.replace(plugin(), name(), key, draft);
        return result instanceof SaveResult.Missing<Entry> && find(key).isPresent() ? away() : worded(result);
    }

    /** A change is checked by the plug-in, so that it must run. */
    private SaveResult<Entry> away() {
        return new SaveResult.Rejected<>(List.of(new FieldError("", "plugin-away", List.of(kind.plugin()),
                "The plug-in " + kind.plugin() + " does not run, so nothing was changed")));
    }

    private SaveResult<Entry> worded(SaveResult<Entry> result) {
        return result instanceof SaveResult.Rejected<Entry>(var errors) ? new SaveResult.Rejected<>(form.worded(errors)) : result;
    }

    @Override
    public SaveResult<Entry> delete(String key) throws NodeUnavailableException {
        return entries.delete(plugin(), name(), key);
    }

    /** What the plug-in says against an entry is only known once it is saved. */
    @Override
    public List<FieldError> check(Optional<String> key, Map<String, String> draft) throws NodeUnavailableException {
        String wanted = draft.getOrDefault(kind.about().key(), "");
        return key.isEmpty() && !wanted.isEmpty() && find(wanted).isPresent()
                ? List.of(new FieldError(kind.about().key(), "taken", List.of(wanted), wanted + " is taken")) : List.of();
    }
}
