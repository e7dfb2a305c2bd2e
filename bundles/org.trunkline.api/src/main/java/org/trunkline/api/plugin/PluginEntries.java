package org.trunkline.api.plugin;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.config.SaveResult;

/**
 * Entries of the kinds that plug-ins brought, and templates of trunks. The node stores entries with their audit, whether
 * the plug-in runs or not; changes are checked by it, so it must run then. <b>Threads:</b> any but the UI thread.
 */
public interface PluginEntries {
    /** Most entries of one kind. */
    int MOST = 10_000;
    /** Most entries of a page. */
    int MAX_LIMIT = 1_000;

    /** The kinds of a plug-in that runs, by name. */
    List<Kind> kinds(String plugin) throws NodeUnavailableException;

    /** By key. @param after "next" of the page before @param limit up to {@link #MAX_LIMIT} */
    Page<Entry> list(String plugin, String kind, Optional<String> after, int limit) throws NodeUnavailableException;

    Optional<Entry> find(String plugin, String kind, String key) throws NodeUnavailableException;

    /** @param values by field, secrets in clear; {@link SaveResult.Missing} means that the kind does not exist */
    SaveResult<Entry> create(String plugin, String kind, Map<String, String> values) throws NodeUnavailableException;

    /** @param values all of them; a secret left out is kept */
    SaveResult<Entry> replace(String plugin, String kind, String key, Map<String, String> values)
            throws NodeUnavailableException;

    SaveResult<Entry> delete(String plugin, String kind, String key) throws NodeUnavailableException;

    /** By provider, then id; at most 2,000. */
    List<Template> trunkTemplates() throws NodeUnavailableException;

    /**
     * A kind of entry.
     *
     * @param kind as in paths
     * @param label plural, by language
     * @param key name of the field that identifies an entry
     */
    record Kind(String plugin, String kind, Map<String, String> label, String key, List<PluginAbout.Field> fields) {
        public Kind {
            requireNonNull(plugin);
            requireNonNull(kind);
            label = Map.copyOf(label);
            requireNonNull(key);
            fields = List.copyOf(fields);
        }
    }

    /** @param values by field, secrets left out @param secretsSet names of secrets that have a value */
    record Entry(String key, Map<String, String> values, List<String> secretsSet) {
        public Entry {
            requireNonNull(key);
            values = Map.copyOf(values);
            secretsSet = List.copyOf(secretsSet);
        }
    }

    /**
     * A template of a trunk.
     *
     * @param country ISO 3166-1 code; empty for international
     * @param source where the data comes from, with its date
     * @param trunk values by JSON path; {@code {name}} is replaced with an answer
     */
    record Template(String id, String plugin, String provider, String country, String source, Map<String, String> trunk,
            List<PluginAbout.Field> asked) {
        public Template {
            requireNonNull(id);
            requireNonNull(plugin);
            requireNonNull(provider);
            requireNonNull(country);
            requireNonNull(source);
            trunk = Map.copyOf(trunk);
            asked = List.copyOf(asked);
        }
    }
}
