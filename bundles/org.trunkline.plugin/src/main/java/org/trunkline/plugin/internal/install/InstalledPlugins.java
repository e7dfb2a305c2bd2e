package org.trunkline.plugin.internal.install;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Watch;
import org.trunkline.api.config.AuditSubject;
import org.trunkline.api.plugin.CatalogueEntry;
import org.trunkline.api.plugin.PluginEvent;
import org.trunkline.api.plugin.PluginResult;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.api.plugin.Plugins;
import org.trunkline.api.plugin.Publisher;
import org.trunkline.domain.part.PartFailure;
import org.trunkline.engine.WheelScheduler;
import org.trunkline.engine.port.PluginMemory;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.engine.secret.SecretBox;
import org.trunkline.plugin.internal.archive.ManifestRules;
import org.trunkline.plugin.internal.archive.RefusedArchiveException;
import org.trunkline.plugin.internal.runtime.PluginRuntime;
import org.trunkline.plugin.internal.web.PluginWeb;

/** The plug-ins of this node, kept in its data folder. They start in the background: calls and the node do not wait. */
@Component(service = Plugins.class, immediate = true, configurationPid = "org.trunkline.plugin",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class InstalledPlugins implements Plugins {
    private static final Logger LOG = LoggerFactory.getLogger(InstalledPlugins.class);
    private static final int LONGEST_SUBJECT = 255;
    private static final String SPI = "org.trunkline.spi";

    /** PID org.trunkline.plugin. */
    public @interface Config {
        /** Folder of all that the node keeps. */
        String dataDir();

        /** Folder of archives that are offered. */
        String catalogue();

        /** Whether plug-ins without a trusted signature may run. */
        boolean developer() default false;
    }

    /** What there is around them. @param spi version of the package org.trunkline.spi @param executor a thread for each task */
    record Ports(PluginRuntime runtime, Installer.Audit audit, PluginWeb web, Scheduler scheduler, Executor executor,
            Version spi, Consumer<PartFailure> failed) {}

    /** @param data folder of all that the node keeps */
    record Settings(Path data, Path catalogue, boolean developer) {}

    private final StateKeeper state;
    private final Trust trust;
    private final ArchiveShelf shelf;
    private final Catalogue catalogue;
    private final Installer installer;
    private final Listeners listeners;
    private final PluginWeb web;
    private final List<Runnable> own;
    private final List<PluginMemory> memories = new CopyOnWriteArrayList<>();

    @Activate
    public InstalledPlugins(BundleContext context, @Reference PluginRuntime runtime, @Reference ConfigStore store,
            @Reference PluginWeb web, Config config) throws IOException {
        this(context, runtime, store, web, config, new WheelScheduler(),
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("plugins-", 0).factory()));
    }

    private InstalledPlugins(BundleContext context, PluginRuntime runtime, ConfigStore store, PluginWeb web, Config config,
            WheelScheduler scheduler, ExecutorService executor) throws IOException {
        this(new Ports(runtime, (who, action, subject, detail) -> note(store, who, action, subject, detail), web, scheduler,
                executor, spi(context), failure -> context.registerService(PartFailure.class, failure, null)),
                new Settings(Path.of(config.dataDir()), Path.of(config.catalogue()), config.developer()),
                List.of(scheduler::close, executor::shutdown));
    }

    /** Without a framework around it. @throws IOException if the folder cannot be used */
    static InstalledPlugins start(Ports ports, Settings settings) throws IOException {
        return new InstalledPlugins(ports, settings, List.of());
    }

    private InstalledPlugins(Ports ports, Settings settings, List<Runnable> own) throws IOException {
        var folders = folders(ports, settings.data().resolve("plugins"));
        this.own = own;
        web = ports.web();
        listeners = new Listeners(ports.executor());
        state = new StateKeeper(new StateFile(folders.state()));
        trust = new Trust(state, settings.developer(), ports.scheduler());
        shelf = new ArchiveShelf(folders, new ManifestRules(ports.spi()), trust);
        catalogue = new Catalogue(settings.catalogue(), shelf, trust);
        installer = new Installer(new Installer.Surroundings(ports.runtime(), ports.scheduler(), ports.executor(), ports.audit(),
                listeners::tell, this::forget), new Installer.Kept(state, folders, shelf, trust,
                new SettingValues(new SecretBox(settings.data().resolve("secret.key")))));
        state.unreadable().ifPresent(why -> ports.failed().accept(new PartFailure("plugins-unreadable", state.path(),
                List.of(state.path(), why), "Plug-ins do not start because " + state.path() + " cannot be read (" + why
                        + "). Restore it from a backup, or delete it and install the plug-ins again; then restart the node")));
        if (settings.developer())
            LOG.warn("Developer mode: plug-ins run without a trusted signature (trunkline.plugins.developer=yes)");
        installer.supervision().startAll();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addMemory(PluginMemory memory) {
        memories.add(memory);
    }

    void removeMemory(PluginMemory memory) {
        memories.remove(memory);
    }

    private void forget(String plugin) {
        memories.forEach(memory -> memory.forget(plugin));
    }

    private static PluginFolders folders(Ports ports, Path folder) throws IOException {
        try {
            return new PluginFolders(folder);
        } catch (IOException e) {
            ports.failed().accept(new PartFailure("plugins-folder", folder.toString(), List.of(folder.toString(),
                    String.valueOf(e.getMessage())), "Plug-ins do not start because the folder " + folder + " cannot be used: " + e.getMessage()));
            throw e;
        }
    }

    /** The version that this node offers to plug-ins. */
    private static Version spi(BundleContext context) {
        return context.getBundle().adapt(BundleWiring.class).getRequiredWires("osgi.wiring.package").stream()
                .map(wire -> wire.getCapability().getAttributes()).filter(a -> SPI.equals(a.get("osgi.wiring.package")))
                .map(a -> (Version) a.get("version")).findFirst().orElseThrow();
    }

    /** The change is done: a full disk must not undo it. */
    private static void note(ConfigStore store, String who, String action, String subject, String detail) {
        try {
            store.note(who, action, subject.substring(0, Math.min(subject.length(), LONGEST_SUBJECT)), detail);
        } catch (StoreException e) {
            LOG.warn("{}: {} by {} is missing in the audit: {}", subject, action, who, e.getMessage());
        }
    }

    @Override
    public List<PluginStatus> list() throws NodeUnavailableException {
        state.check();
        return installer.list();
    }

    @Override
    public List<CatalogueEntry> catalogue() throws NodeUnavailableException {
        try {
            return catalogue.list(state.current());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static NodeUnavailableException unreadable(IOException e) {
        return new NodeUnavailableException("archive-unreadable", List.of(String.valueOf(e.getMessage())),
                "the archive cannot be read: " + e.getMessage(), e);
    }

    @Override
    public PluginResult install(byte[] archive) throws NodeUnavailableException {
        return installer.install(archive);
    }

    @Override
    public PluginResult installFromCatalogue(String file) throws NodeUnavailableException {
        try {
            var archive = catalogue.read(file);
            if (archive.isEmpty())
                return new PluginResult.Missing(file);
            var id = catalogue.id(file).filter(i -> installer.record(i).isPresent());
            return id.isPresent() ? installer.update(id.get(), archive.get()) : installer.install(archive.get());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public PluginResult update(String id, byte[] archive) throws NodeUnavailableException {
        return installer.update(id, archive);
    }

    @Override
    public PluginResult rollback(String id) throws NodeUnavailableException {
        return installer.rollback(id);
    }

    @Override
    public PluginResult enable(String id, boolean enabled) throws NodeUnavailableException {
        return installer.enable(id, enabled);
    }

    @Override
    public PluginResult configure(String id, Map<String, Optional<String>> settings) throws NodeUnavailableException {
        return installer.configure(id, settings);
    }

    @Override
    public PluginResult remove(String id) throws NodeUnavailableException {
        return installer.remove(id);
    }

    @Override
    public List<Publisher> publishers() throws NodeUnavailableException {
        state.check();
        return trust.publishers();
    }

    private static String subject(Publisher publisher) {
        return new AuditSubject(AuditSubject.PUBLISHER, publisher.name()).text();
    }

    @Override
    public PluginResult trust(String certificate, boolean inside) throws NodeUnavailableException {
        try {
            var publisher = trust.trust(certificate, inside);
            installer.audit("trust", subject(publisher), publisher.fingerprint() + (inside ? ", inside" : ""));
            installer.supervision().restartOf(publisher.fingerprint());
            listeners.tell();
            return new PluginResult.Trusted(publisher);
        } catch (RefusedArchiveException e) {
            return new PluginResult.Refused(e.errors());
        }
    }

    @Override
    public boolean distrust(String fingerprint) throws NodeUnavailableException {
        var known = trust.distrust(fingerprint);
        known.ifPresent(publisher -> {
            installer.audit("distrust", subject(publisher), publisher.fingerprint());
            installer.supervision().stopOf(publisher.fingerprint());
            listeners.tell();
        });
        return known.isPresent();
    }

    @Override
    public Optional<byte[]> deskArchive(String id) throws NodeUnavailableException {
        var record = installer.record(id).filter(PluginRecord::enabled).filter(it -> !installer.waits(it));
        if (record.isEmpty())
            return Optional.empty();
        var build = record.get().current();
        try {
            boolean desk = shelf.verified(id, build).manifest().about().desk();
            return desk ? Optional.of(shelf.bytes(id, build)) : Optional.empty();
        } catch (RefusedArchiveException e) {
            var first = e.errors().getFirst();
            throw new NodeUnavailableException(first.code(), first.args(), first.message(), e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public WebReply web(String id, WebRequest request) throws NodeUnavailableException {
        return web.handle(id, request);
    }

    @Override
    public Watch watch(Runnable listener) {
        return listeners.add(listener);
    }

    @Override
    public Watch events(Consumer<PluginEvent> listener) {
        return web.events(listener);
    }

    @Deactivate
    public void stop() {
        installer.close();
        own.forEach(Runnable::run);
    }
}
