package org.trunkline.testkit.node;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Watch;
import org.trunkline.api.plugin.CatalogueEntry;
import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.api.plugin.PluginEvent;
import org.trunkline.api.plugin.PluginResult;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.api.plugin.PluginStatus.Signed;
import org.trunkline.api.plugin.PluginStatus.State;
import org.trunkline.api.plugin.Plugins;
import org.trunkline.api.plugin.Publisher;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.testkit.Samples;

/**
 * Plug-ins in memory: one that runs, one that is suspended, and a catalogue. Archives are those of {@link #archive}.
 * <b>Threads:</b> any; watchers are called on the thread of the change.
 */
public final class FakePlugins implements Plugins {
    private static final String WORD = "plugin";
    /** Fingerprint of a publisher that is not trusted yet. */
    private static final String STRANGER = "a1".repeat(32);

    private final FakeNode node;
    private final SortedMap<String, PluginStatus> installed = new TreeMap<>();
    private final List<CatalogueEntry> catalogue = new ArrayList<>();
    private final SortedMap<String, Publisher> trusted = new TreeMap<>();
    private final Map<String, byte[]> desk = new HashMap<>();
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private final List<Consumer<PluginEvent>> listeners = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    FakePlugins(FakeNode node) {
        this.node = node;
        for (var status : List.of(PluginSamples.crm(), PluginSamples.suspended()))
            installed.put(status.id(), status);
        catalogue.addAll(List.of(PluginSamples.offered(), PluginSamples.broken()));
        trusted.put(PluginSamples.publisher().fingerprint(), PluginSamples.publisher());
        desk.put(PluginSamples.crm().id(), archive(PluginSamples.crm().id(), "1.4.0"));
    }

    /** What the fake takes for a sound archive. Others it refuses as {@code not-an-archive}. */
    public static byte[] archive(String id, String version) {
        return (WORD + " " + id + " " + version).getBytes(StandardCharsets.UTF_8);
    }

    /** Puts a plug-in as it is into the list and tells. */
    public synchronized void put(PluginStatus status) {
        installed.put(status.id(), status);
        tell();
    }

    /** Puts an archive into the catalogue folder. */
    public synchronized void offer(CatalogueEntry entry) {
        catalogue.add(entry);
    }

    /** What {@link #deskArchive} hands out from now on. */
    public synchronized void putDesk(String id, byte[] archive) {
        desk.put(id, archive.clone());
    }

    /** Tells those that listen to events of plug-ins. */
    public void publish(PluginEvent event) {
        listeners.forEach(l -> l.accept(event));
    }

    /** Requests that web resources got: {@code id method path}. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** How many watch. */
    public int watchers() {
        return watchers.size() + listeners.size();
    }

    void tell() {
        watchers.forEach(Runnable::run);
    }

    private static PluginResult refused(String field, String code, List<String> args, String message) {
        return new PluginResult.Refused(List.of(new FieldError(field, code, args, message)));
    }

    @Override
    public synchronized List<PluginStatus> list() throws NodeUnavailableException {
        node.reach();
        return List.copyOf(installed.values());
    }

    @Override
    public synchronized List<CatalogueEntry> catalogue() throws NodeUnavailableException {
        node.reach();
        return List.copyOf(catalogue);
    }

    @Override
    public synchronized PluginResult install(byte[] archive) throws NodeUnavailableException {
        node.reach();
        var about = read(archive);
        if (about.isEmpty())
            return refused("archive", "not-an-archive", List.of(), "This file is not a plug-in archive");
        return installed.containsKey(about.get().id())
                ? refused("id", "already-installed", List.of(about.get().id()), about.get().id() + " is already installed: update it")
                : start(about.get(), Signed.TRUSTED, PluginSamples.PUBLISHER);
    }

    private static Optional<PluginAbout> read(byte[] archive) {
        var words = new String(archive, StandardCharsets.UTF_8).split(" ");
        return words.length == 3 && words[0].equals(WORD) ? Optional.of(about(words[1], words[2])) : Optional.empty();
    }

    private static PluginAbout about(String id, String version) {
        return id.equals(PluginSamples.crm().id()) ? PluginSamples.crm(version) : new PluginAbout(id, version,
                Map.of("en", id), Map.of(), List.of("RoutingPolicy"), List.of(), PluginAbout.Limits.DEFAULT, false, false, List.of());
    }

    private PluginResult start(PluginAbout about, Signed signed, String publisher) {
        return kept(new PluginStatus(about, publisher, signed, State.RUNNING, LocalizableText.NOTHING, Samples.START,
                PluginStatus.Host.PROCESS, Optional.empty(), Map.of(), List.of(), PluginStatus.Cost.NONE, 0));
    }

    private PluginResult kept(PluginStatus status) {
        put(status);
        return new PluginResult.Done(status);
    }

    @Override
    public synchronized PluginResult installFromCatalogue(String file) throws NodeUnavailableException {
        node.reach();
        var entry = catalogue.stream().filter(e -> e.file().equals(file)).findFirst();
        if (entry.isEmpty())
            return new PluginResult.Missing(file);
        if (entry.get().about().isEmpty())
            return refused("archive", entry.get().refused().code(), entry.get().refused().args(), entry.get().refused().message());
        var about = entry.get().about().get();
        if (entry.get().signed() == Signed.UNKNOWN_PUBLISHER && trusted.values().stream().noneMatch(p -> p.name().equals(entry.get().publisher())))
            return refused("archive", "unknown-publisher", List.of(entry.get().publisher(), STRANGER, entry.get().certificate()),
                    "The publisher " + entry.get().publisher() + " is not trusted");
        return installed.containsKey(about.id()) ? updated(installed.get(about.id()), about)
                : start(about, Signed.TRUSTED, entry.get().publisher());
    }

    @Override
    public synchronized PluginResult update(String id, byte[] archive) throws NodeUnavailableException {
        node.reach();
        var about = read(archive);
        if (!installed.containsKey(id))
            return new PluginResult.Missing(id);
        if (about.isEmpty())
            return refused("archive", "not-an-archive", List.of(), "This file is not a plug-in archive");
        if (!about.get().id().equals(id))
            return refused("id", "other-plugin", List.of(about.get().id(), id), "The archive contains " + about.get().id() + ", not " + id);
        return updated(installed.get(id), about.get());
    }

    private PluginResult updated(PluginStatus now, PluginAbout about) {
        if (about.version().compareTo(now.about().version()) <= 0)
            return refused("version", "not-newer", List.of(about.version(), now.about().version()), "Version " + about.version()
                    + " is not newer than the installed version " + now.about().version() + "; to go back, use roll back");
        return kept(version(now, about, Optional.of(now.about().version())));
    }

    private static PluginStatus version(PluginStatus p, PluginAbout about, Optional<String> previous) {
        return new PluginStatus(about, p.publisher(), p.signed(), State.RUNNING, LocalizableText.NOTHING, Samples.START, p.host(), previous,
                p.settings(), p.secretsSet(), p.cost(), 0);
    }

    @Override
    public synchronized PluginResult rollback(String id) throws NodeUnavailableException {
        return change(id, p -> p.previous().isEmpty()
                ? refused("version", "no-previous", List.of(id), "There is no earlier version of " + id + " to go back to")
                : kept(version(p, about(id, p.previous().get()), Optional.empty())));
    }

    @FunctionalInterface
    private interface Change {
        PluginResult of(PluginStatus status) throws NodeUnavailableException;
    }

    private PluginResult change(String id, Change change) throws NodeUnavailableException {
        node.reach();
        var status = installed.get(id);
        return status == null ? new PluginResult.Missing(id) : change.of(status);
    }

    @Override
    public synchronized PluginResult enable(String id, boolean enabled) throws NodeUnavailableException {
        return change(id, p -> kept(state(p, enabled ? State.RUNNING : State.DISABLED)));
    }

    private static PluginStatus state(PluginStatus p, State state) {
        return new PluginStatus(p.about(), p.publisher(), p.signed(), state, LocalizableText.NOTHING, Samples.START, p.host(), p.previous(),
                p.settings(), p.secretsSet(), p.cost(), 0);
    }

    @Override
    public synchronized PluginResult configure(String id, Map<String, Optional<String>> settings) throws NodeUnavailableException {
        return change(id, p -> configured(p, settings));
    }

    private PluginResult configured(PluginStatus p, Map<String, Optional<String>> settings) {
        var fields = new HashMap<String, PluginAbout.Field>();
        p.about().settings().forEach(f -> fields.put(f.name(), f));
        var errors = new ArrayList<FieldError>();
        var values = new TreeMap<>(p.settings());
        var secrets = new ArrayList<>(p.secretsSet());
        settings.forEach((name, value) -> {
            var field = fields.get(name);
            if (field == null) {
                errors.add(new FieldError(name, "unknown-field", List.of(name), "There is no setting \"" + name + "\""));
            } else if (field.required() && value.filter(v -> !v.isBlank()).isEmpty() && field.defaultValue().isEmpty()) {
                errors.add(new FieldError(name, "required", List.of(), name + " is required"));
            } else if (field.secret()) {
                secrets.remove(name);
                value.ifPresent(_ -> secrets.add(name));
            } else {
                values.remove(name);
                value.ifPresent(v -> values.put(name, v));
            }
        });
        return errors.isEmpty() ? kept(new PluginStatus(p.about(), p.publisher(), p.signed(), p.state(), p.reason(), p.since(),
                p.host(), p.previous(), values, secrets, p.cost(), p.restarts())) : new PluginResult.Refused(errors);
    }

    @Override
    public synchronized PluginResult remove(String id) throws NodeUnavailableException {
        return change(id, p -> {
            installed.remove(id);
            tell();
            return new PluginResult.Done(p);
        });
    }

    @Override
    public synchronized List<Publisher> publishers() throws NodeUnavailableException {
        node.reach();
        return List.copyOf(trusted.values());
    }

    @Override
    public synchronized PluginResult trust(String certificate, boolean inside) throws NodeUnavailableException {
        node.reach();
        if (!certificate.strip().startsWith("-----BEGIN CERTIFICATE-----"))
            return refused("certificate", "not-a-certificate", List.of(), "This is not an X.509 certificate in PEM form");
        var publisher = new Publisher("CN=Someone Else", STRANGER, Samples.START.plusSeconds(31_536_000), inside);
        trusted.put(publisher.fingerprint(), publisher);
        tell();
        return new PluginResult.Trusted(publisher);
    }

    @Override
    public synchronized boolean distrust(String fingerprint) throws NodeUnavailableException {
        node.reach();
        var gone = Optional.ofNullable(trusted.remove(fingerprint));
        gone.ifPresent(publisher -> {
            UnaryOperator<PluginStatus> stopped = p -> p.publisher().equals(publisher.name()) ? state(p, State.DISABLED) : p;
            installed.replaceAll((_, p) -> stopped.apply(p));
            tell();
        });
        return gone.isPresent();
    }

    @Override
    public synchronized Optional<byte[]> deskArchive(String id) throws NodeUnavailableException {
        node.reach();
        return Optional.ofNullable(desk.get(id)).filter(_ -> installed.containsKey(id)).map(byte[]::clone);
    }

    /** Answers what it was asked, as {@code method path body}. */
    @Override
    public WebReply web(String id, WebRequest request) throws NodeUnavailableException {
        node.reach();
        asked.add(id + " " + request.method() + " " + request.path());
        return list().stream().anyMatch(p -> p.id().equals(id)) ? new WebReply(200, "text/plain;charset=utf-8",
                (request.method() + " " + request.path() + " " + new String(request.body(), StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8)) : new WebReply(404, "application/problem+json",
                        "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"detail\":\"There is no such plug-in\"}"
                                .getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Watch watch(Runnable listener) {
        watchers.add(listener);
        return () -> watchers.remove(listener);
    }

    @Override
    public Watch events(Consumer<PluginEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
