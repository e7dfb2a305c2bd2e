package org.trunkline.remote.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Watch;
import org.trunkline.api.plugin.CatalogueEntry;
import org.trunkline.api.plugin.PluginEvent;
import org.trunkline.api.plugin.PluginResult;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.api.plugin.Plugins;
import org.trunkline.api.plugin.Publisher;

/** Plug-ins of a node elsewhere: not over the admin API yet. */
record RemotePlugins(Link link) implements Plugins {
    private NodeUnavailableException notYet() {
        return new NodeUnavailableException("plugins-not-ready", List.of(), "plug-ins are not ready yet");
    }

    @Override
    public List<PluginStatus> list() throws NodeUnavailableException {
        throw notYet();
    }

    @Override
    public List<CatalogueEntry> catalogue() throws NodeUnavailableException {
        throw notYet();
    }

    @Override
    public PluginResult install(byte[] archive) throws NodeUnavailableException {
        throw notYet();
    }

    @Override
    public PluginResult installFromCatalogue(String file) throws NodeUnavailableException {
        throw notYet();
    }

    @Override
    public PluginResult update(String id, byte[] archive) throws NodeUnavailableException {
        throw notYet();
    }

    @Override
    public PluginResult rollback(String id) throws NodeUnavailableException {
        throw notYet();
    }

    @Override
    public PluginResult enable(String id, boolean enabled) throws NodeUnavailableException {
        throw notYet();
    }

    @Override
    public PluginResult configure(String id, Map<String, Optional<String>> settings) throws NodeUnavailableException {
        throw notYet();
    }

    @Override
    public PluginResult remove(String id) throws NodeUnavailableException {
        throw notYet();
    }

    @Override
    public List<Publisher> publishers() throws NodeUnavailableException {
        throw notYet();
    }

    @Override
    public PluginResult trust(String certificate, boolean inside) throws NodeUnavailableException {
        throw notYet();
    }

    @Override
    public boolean distrust(String fingerprint) throws NodeUnavailableException {
        throw notYet();
    }

    @Override
    public Optional<byte[]> deskArchive(String id) throws NodeUnavailableException {
        throw notYet();
    }

    @Override
    public WebReply web(String id, WebRequest request) throws NodeUnavailableException {
        throw notYet();
    }

    @Override
    public Watch watch(Runnable listener) {
        return () -> {};
    }

    @Override
    public Watch events(Consumer<PluginEvent> listener) {
        return () -> {};
    }
}
