package org.trunkline.api.plugin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Watch;

/**
 * The plug-ins of a node. All changes happen while calls go on, and are kept in the audit.
 *
 * <p><b>Threads:</b> any but the UI thread; a change returns when the plug-in runs or was refused, at most after a minute.
 */
public interface Plugins {
    /** Largest archive, in bytes. */
    int MAX_ARCHIVE = 64 << 20;

    /** Installed plug-ins, by id. */
    List<PluginStatus> list() throws NodeUnavailableException;

    /** Archives in the node's catalogue folder, by id, then version. */
    List<CatalogueEntry> catalogue() throws NodeUnavailableException;

    /**
     * Installs a plug-in that is not there yet, and starts it.
     *
     * @param archive a signed JAR (.tlp)
     */
    PluginResult install(byte[] archive) throws NodeUnavailableException;

    /** Installs or updates from the catalogue folder. @param file as in {@link CatalogueEntry#file} */
    PluginResult installFromCatalogue(String file) throws NodeUnavailableException;

    /**
     * Replaces a plug-in by a newer version. The former one goes on until the new one runs, and comes back by itself where
     * the new one fails within a minute.
     */
    PluginResult update(String id, byte[] archive) throws NodeUnavailableException;

    /** Goes back to the version before the last update. */
    PluginResult rollback(String id) throws NodeUnavailableException;

    /** Starts or stops a plug-in; a suspended one is started again. */
    PluginResult enable(String id, boolean enabled) throws NodeUnavailableException;

    /** Changes settings: values by name; a name without a value goes back to its default; names left out stay. */
    PluginResult configure(String id, Map<String, Optional<String>> settings) throws NodeUnavailableException;

    /** Stops a plug-in and deletes its archives, settings and files. */
    PluginResult remove(String id) throws NodeUnavailableException;

    /** Whom the administrator trusts, by name. */
    List<Publisher> publishers() throws NodeUnavailableException;

    /**
     * Trusts a publisher from now on.
     *
     * @param certificate X.509, PEM
     * @param inside whether its plug-ins may run inside the node's process where they ask for it
     */
    PluginResult trust(String certificate, boolean inside) throws NodeUnavailableException;

    /** Trusts a publisher no more; its plug-ins are stopped. @return false where it was not trusted */
    boolean distrust(String fingerprint) throws NodeUnavailableException;

    /** The desk bundles of a plug-in as it is installed: its archive, verified by the node. Empty where it has none. */
    Optional<byte[]> deskArchive(String id) throws NodeUnavailableException;

    /** Asks a plug-in's web resource, as {@code /api/v1/plugins/{id}/web/…} does. */
    WebReply web(String id, WebRequest request) throws NodeUnavailableException;

    /** Told when the list changed, on a thread of the node's. */
    Watch watch(Runnable listener);

    /** Told of what plug-ins publish, on a thread of the node's. */
    Watch events(Consumer<PluginEvent> listener);

    /** @param path below {@code web/}, encoded, with the query */
    record WebRequest(String method, String path, String contentType, byte[] body) {}

    record WebReply(int status, String contentType, byte[] body) {}
}
