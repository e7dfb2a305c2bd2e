package org.trunkline.node.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Watch;
import org.trunkline.api.plugin.CatalogueEntry;
import org.trunkline.api.plugin.PluginEvent;
import org.trunkline.api.plugin.PluginResult;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.api.plugin.Plugins;
import org.trunkline.api.plugin.Publisher;

/** The plug-ins of whichever part installs them. Calls and the node do not wait for it; watches outlive it. */
final class PluginsWhenReady implements Plugins {
    private final List<Subscription> subscriptions = new ArrayList<>();
    private volatile Optional<Plugins> installed = Optional.empty();

    /** The part came. */
    synchronized void set(Plugins now) {
        installed = Optional.of(now);
        subscriptions.forEach(s -> s.renew(now));
    }

    /** The part went; a newer one that came before stays. */
    synchronized void unset(Plugins gone) {
        if (installed.filter(i -> i == gone).isPresent())
            installed = Optional.empty();
    }

    private Plugins installed() throws NodeUnavailableException {
        return installed.orElseThrow(() -> new NodeUnavailableException("plugins-not-ready", List.of(),
                "plug-ins are not ready yet"));
    }

    /** A watch, made again with each part that comes. */
    private final class Subscription implements Watch {
        private final Function<Plugins, Watch> source;
        private Watch current = () -> {};

        Subscription(Function<Plugins, Watch> source) {
            this.source = source;
        }

        void renew(Plugins plugins) {
            current.close();
            current = source.apply(plugins);
        }

        @Override
        public void close() {
            synchronized (PluginsWhenReady.this) {
                subscriptions.remove(this);
                current.close();
            }
        }
    }

    private synchronized Watch subscribe(Function<Plugins, Watch> source) {
        var subscription = new Subscription(source);
        subscriptions.add(subscription);
        installed.ifPresent(subscription::renew);
        return subscription;
    }

    @Override
    public List<PluginStatus> list() throws NodeUnavailableException {
        return installed().list();
    }

    @Override
    public List<CatalogueEntry> catalogue() throws NodeUnavailableException {
        return installed().catalogue();
    }

    @Override
    public PluginResult install(byte[] archive) throws NodeUnavailableException {
        return installed().install(archive);
    }

    @Override
    public PluginResult installFromCatalogue(String file) throws NodeUnavailableException {
        return installed().installFromCatalogue(file);
    }

    @Override
    public PluginResult update(String id, byte[] archive) throws NodeUnavailableException {
        return installed().update(id, archive);
    }

    @Override
    public PluginResult rollback(String id) throws NodeUnavailableException {
        return installed().rollback(id);
    }

    @Override
    public PluginResult enable(String id, boolean enabled) throws NodeUnavailableException {
        return installed().enable(id, enabled);
    }

    @Override
    public PluginResult configure(String id, Map<String, Optional<String>> settings) throws NodeUnavailableException {
        return installed().configure(id, settings);
    }

    @Override
    public PluginResult remove(String id) throws NodeUnavailableException {
        return installed().remove(id);
    }

    @Override
    public List<Publisher> publishers() throws NodeUnavailableException {
        return installed().publishers();
    }

    @Override
    public PluginResult trust(String certificate, boolean inside) throws NodeUnavailableException {
        return installed().trust(certificate, inside);
    }

    @Override
    public boolean distrust(String fingerprint) throws NodeUnavailableException {
        return installed().distrust(fingerprint);
    }

    @Override
    public Optional<byte[]> deskArchive(String id) throws NodeUnavailableException {
        return installed().deskArchive(id);
    }

    @Override
    public WebReply web(String id, WebRequest request) throws NodeUnavailableException {
        return installed().web(id, request);
    }

    @Override
    public Watch watch(Runnable listener) {
        return subscribe(p -> p.watch(listener));
    }

    @Override
    public Watch events(Consumer<PluginEvent> listener) {
        return subscribe(p -> p.events(listener));
    }
}
