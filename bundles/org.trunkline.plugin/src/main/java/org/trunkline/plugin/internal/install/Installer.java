package org.trunkline.plugin.internal.install;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.Author;
import org.trunkline.api.plugin.PluginResult;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.api.plugin.PluginStatus.State;
import org.trunkline.domain.part.Said;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.plugin.internal.archive.PluginArchive;
import org.trunkline.plugin.internal.archive.RefusedArchiveException;
import org.trunkline.plugin.internal.archive.SettingRules;
import org.trunkline.plugin.internal.install.PluginRecord.Build;
import org.trunkline.plugin.internal.runtime.PluginRuntime;
import org.trunkline.plugin.internal.runtime.PluginRuntime.PluginStartException;
import org.trunkline.plugin.internal.runtime.PluginSpec;

/**
 * Changes plug-ins while calls continue: a new version runs before the former one ends, and is on trial for a minute. One
 * change at a time for each plug-in. <b>Threads:</b> any; changes block.
 */
final class Installer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Installer.class);
    private static final Duration TRIAL = Duration.ofMinutes(1);
    private static final int PATIENCE_SECONDS = 60;
    private static final int STOP_SECONDS = 4;
    private static final int STARTED_AT_ONCE = 2;
    private static final String NODE = "node";
    private static final String ADMINISTRATOR = "admin";

    /** An audit entry. */
    @FunctionalInterface
    interface Audit {
        void note(String who, String action, String subject, String detail);
    }

    /** @param executor a thread for each task @param removed told of a plug-in that was removed, by its id */
    record Surroundings(PluginRuntime runtime, Scheduler scheduler, Executor executor, Audit audit, Runnable changed,
            Consumer<String> removed) {}

    private final Surroundings around;
    private final StateKeeper state;
    private final PluginFolders folders;
    private final ArchiveShelf shelf;
    private final Trust trust;
    private final SettingValues values;
    private final SortedMap<String, PluginSlot> slots = new ConcurrentSkipListMap<>();
    private final Semaphore starting = new Semaphore(STARTED_AT_ONCE);
    private volatile boolean closed;

    Installer(Surroundings around, StateKeeper state, PluginFolders folders, ArchiveShelf shelf, Trust trust,
            SettingValues values) {
        this.around = around;
        this.state = state;
        this.folders = folders;
        this.shelf = shelf;
        this.trust = trust;
        this.values = values;
        state.current().plugins().values().forEach(record -> {
            slots.put(record.id(), slot(record));
            delete(() -> folders.forgetRuns(record));
        });
    }

    private PluginSlot slot(PluginRecord record) {
        return new PluginSlot(around.runtime(), around.scheduler(), PluginSlot.unknown(record));
    }

    /** Starts what was installed, in the background. */
    void startAll() {
        slots.forEach((id, _) -> around.executor().execute(() -> {
            starting.acquireUninterruptibly();
            try {
                restart(id);
            } finally {
                starting.release();
            }
        }));
    }

    List<PluginStatus> list() {
        var list = new ArrayList<PluginStatus>();
        slots.forEach((id, slot) -> state.current().plugin(id).ifPresent(record -> list.add(status(slot, record))));
        return list;
    }

    Optional<PluginRecord> record(String id) {
        return state.current().plugin(id);
    }

    private PluginStatus status(PluginSlot slot, PluginRecord record) {
        return slot.status(record, trust.signed(record.current().fingerprint()));
    }

    /** What can go wrong with a change, each told in its own way. */
    @FunctionalInterface
    private interface Change {
        PluginResult make(PluginSlot slot, PluginRecord record) throws RefusedArchiveException, PluginStartException,
                IOException, NodeUnavailableException;
    }

    private PluginResult change(String id, Change change) throws NodeUnavailableException {
        state.check();
        var slot = Optional.ofNullable(slots.get(id));
        return slot.isEmpty() ? new PluginResult.Missing(id) : alone(slot.get(), () -> {
            var record = state.current().plugin(id);
            return record.isEmpty() ? new PluginResult.Missing(id) : change.make(slot.get(), record.get());
        });
    }

    @FunctionalInterface
    private interface Work {
        PluginResult make() throws RefusedArchiveException, PluginStartException, IOException, NodeUnavailableException;
    }

    private PluginResult alone(PluginSlot slot, Work work) throws NodeUnavailableException {
        if (!locked(slot))
            return refused("id", "busy", List.of(slot.about().id()), "Another change of " + slot.about().id()
                    + " is under way. Try again later");
        try {
            return told(work);
        } finally {
            slot.lock().unlock();
            around.changed().run();
        }
    }

    private static boolean locked(PluginSlot slot) {
        try {
            return slot.lock().tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static PluginResult told(Work work) throws NodeUnavailableException {
        try {
            return work.make();
        } catch (RefusedArchiveException e) {
            return new PluginResult.Refused(e.errors());
        } catch (PluginStartException e) {
            return refused("archive", e.reason().code().isEmpty() ? "cannot-start" : e.reason().code(), e.reason().args(),
                    e.reason().message());
        } catch (IOException e) {
            throw StateKeeper.notSaved(e);
        }
    }

    static PluginResult.Refused refused(String field, String code, List<String> args, String message) {
        return new PluginResult.Refused(List.of(new FieldError(field, code, args, message)));
    }

    /** Under the name of whoever asked. */
    void audit(String action, String subject, String detail) {
        around.audit().note(Author.current().orElse(ADMINISTRATOR), action, subject, detail);
    }

    PluginResult install(byte[] bytes) throws NodeUnavailableException {
        state.check();
        return told(() -> {
            try (var staged = shelf.stage(bytes)) {
                return install(staged);
            }
        });
    }

    private PluginResult install(ArchiveShelf.Staged staged) throws NodeUnavailableException {
        var about = staged.archive().manifest().about();
        var fresh = new PluginSlot(around.runtime(), around.scheduler(), about);
        if (slots.putIfAbsent(about.id(), fresh) != null)
            return refused("id", "already-installed", List.of(about.id()), about.id() + " is installed already: update it");
        boolean done = false;
        try {
            var result = alone(fresh, () -> {
                var record = PluginRecord.first(about.id(), staged.keep());
                bring(fresh, record, shelf.verified(about.id(), record.current()), Said.NOTHING);
                audit("install", "plugin " + about.id(), about.version());
                return done(fresh, about.id());
            });
            done = result instanceof PluginResult.Done;
            return result;
        } finally {
            if (!done) {
                slots.remove(about.id());
                delete(() -> folders.deleteAll(about.id()));
            }
        }
    }

    private PluginResult done(PluginSlot slot, String id) {
        return new PluginResult.Done(status(slot, state.current().plugin(id).orElseThrow()));
    }

    @FunctionalInterface
    private interface Deletion {
        void run() throws IOException;
    }

    /** What stays on the disk does no harm. */
    private static void delete(Deletion deletion) {
        try {
            deletion.run();
        } catch (IOException e) {
            LOG.warn("files of a plug-in were not deleted: {}", e.getMessage());
        }
    }

    /** Makes a record the one in force: the version starts, the record is saved, then the version is used. */
    private void bring(PluginSlot slot, PluginRecord record, PluginArchive archive, Said note)
            throws PluginStartException, RefusedArchiveException, IOException, NodeUnavailableException {
        var about = archive.manifest().about();
        var missing = SettingValues.missing(record, about.settings());
        if (!record.enabled() || !missing.isEmpty()) {
            save(record);
            slot.stop(record.enabled() ? State.FAILED : State.DISABLED, record.enabled() ? new Said("settings-required",
                    List.of(String.join(", ", missing)), "Settings without a value: " + String.join(", ", missing) + ". Set them to start the plug-in") : note, about);
            return;
        }
        slot.use(started(slot, record, archive), about, note);
        LOG.info("plug-in {} {} runs", record.id(), about.version());
    }

    private PluginSlot.Run started(PluginSlot slot, PluginRecord record, PluginArchive archive) throws PluginStartException,
            RefusedArchiveException, IOException, NodeUnavailableException {
        var unpacked = folders.unpackingFolder(archive);
        Optional<PluginSlot.Run> run = Optional.empty();
        boolean saved = false;
        try {
            run = Optional.of(slot.start(spec(record, archive, unpacked),
                    (which, reason) -> gaveUp(record.id(), which, reason), () -> delete(() -> PluginFolders.delete(unpacked))));
            save(record);
            saved = true;
            return run.get();
        } finally {
            if (!saved)
                run.ifPresentOrElse(PluginSlot::discard, () -> delete(() -> PluginFolders.delete(unpacked)));
        }
    }

    private void save(PluginRecord record) throws NodeUnavailableException {
        if (!state.current().plugin(record.id()).filter(record::equals).isPresent())
            state.save(s -> s.with(record.id(), Optional.of(record)));
    }

    private PluginSpec spec(PluginRecord record, PluginArchive archive, Path unpacked) throws PluginStartException, IOException,
            RefusedArchiveException {
        try {
            return new PluginSpec(archive.manifest(), archive.unpackNodeBundles(unpacked),
                    values.open(record, archive.manifest().about().settings()), folders.files(record.id()), trust.host(archive));
        } catch (GeneralSecurityException e) {
            throw new PluginStartException(new Said("secret-unreadable", List.of(record.id()), "A secret setting of " + record.id()
                    + " cannot be decrypted with the key of this node. Enter it again"));
        }
    }

    PluginResult update(String id, byte[] bytes) throws NodeUnavailableException {
        return change(id, (slot, record) -> {
            try (var staged = shelf.stage(bytes)) {
                var wrong = notAnUpdate(staged, record);
                return wrong.isPresent() ? wrong.get() : update(slot, record, staged);
            }
        });
    }

    private Optional<PluginResult> notAnUpdate(ArchiveShelf.Staged staged, PluginRecord record) {
        var about = staged.archive().manifest().about();
        var installed = record.current().version();
        if (!about.id().equals(record.id()))
            return Optional.of(refused("id", "other-plugin", List.of(about.id(), record.id()),
                    "The archive holds " + about.id() + ", not " + record.id()));
        int newer = new Version(about.version()).compareTo(new Version(installed));
        boolean again = newer == 0 && trust.developer() && !staged.sha256().equals(record.current().sha256());
        return newer > 0 || again ? Optional.empty() : Optional.of(refused("version", "not-newer",
                List.of(about.version(), installed), "Version " + about.version() + " is not newer than the installed version "
                        + installed + "; to go back, use roll back"));
    }

    private PluginResult update(PluginSlot slot, PluginRecord record, ArchiveShelf.Staged staged) throws RefusedArchiveException,
            PluginStartException, IOException, NodeUnavailableException {
        var build = staged.keep();
        boolean done = false;
        try {
            bring(slot, record.updated(build), shelf.verified(record.id(), build), Said.NOTHING);
            done = true;
        } finally {
            if (!done)
                delete(() -> folders.deleteBuild(record.id(), build.folder()));
        }
        record.previous().filter(p -> !p.folder().equals(build.folder())).ifPresent(p -> delete(() ->
                folders.deleteBuild(record.id(), p.folder())));
        audit("update", "plugin " + record.id(), record.current().version() + " to " + build.version());
        around.scheduler().after(TRIAL, () -> around.executor().execute(() -> proven(record.id(), build)));
        return done(slot, record.id());
    }

    private void proven(String id, Build build) {
        inBackground(id, (slot, record) -> {
            if (record.trial() && record.current().equals(build))
                save(record.proven());
            return done(slot, id);
        });
    }

    /** A change that nobody waits for. What goes wrong is the state of the plug-in. */
    private void inBackground(String id, Change change) {
        if (closed)
            return;
        try {
            if (change(id, change) instanceof PluginResult.Refused(var errors))
                LOG.warn("plug-in {}: {}", id, errors.getFirst().message());
        } catch (NodeUnavailableException e) {
            LOG.warn("plug-in {}: {}", id, e.getMessage());
        }
    }

    /** The runtime stopped it. */
    private void gaveUp(String id, PluginSlot.Run run, Said reason) {
        around.executor().execute(() -> inBackground(id, (slot, record) -> {
            if (slot.runs(run))
                suspend(slot, record, reason);
            return done(slot, id);
        }));
    }

    private void suspend(PluginSlot slot, PluginRecord record, Said reason) throws NodeUnavailableException {
        LOG.warn("plug-in {} {} was stopped: {}", record.id(), record.current().version(), reason.message());
        slot.stop(State.SUSPENDED, reason, slot.about());
        around.audit().note(NODE, "suspend", "plugin " + record.id(), reason.message());
        if (record.trial() && record.previous().isPresent())
            backByItself(slot, record, reason);
    }

    private void backByItself(PluginSlot slot, PluginRecord record, Said reason) throws NodeUnavailableException {
        var failed = record.current().version();
        var back = record.back();
        var note = rolledBack(failed, reason, back.current().version());
        try {
            bring(slot, back, shelf.verified(record.id(), back.current()), note);
            delete(() -> folders.deleteBuild(record.id(), record.current().folder()));
            around.audit().note(NODE, "roll back", "plugin " + record.id(), failed + " to " + back.current().version());
        } catch (RefusedArchiveException | PluginStartException | IOException e) {
            LOG.error("plug-in {}: version {} cannot be started again: {}", record.id(), back.current().version(), e.getMessage());
        }
    }

    /** The code and the values of the reason follow, so that a desk says it in its own language. */
    private static Said rolledBack(String failed, Said reason, String back) {
        return new Said("rolled-back", Stream.concat(Stream.of(failed, reason.message(), back, reason.code()),
                reason.args().stream()).toList(), "Version " + back + " runs again, because version " + failed + " failed: "
                        + reason.message());
    }

    PluginResult rollback(String id) throws NodeUnavailableException {
        return change(id, (slot, record) -> {
            if (record.previous().isEmpty())
                return refused("version", "no-previous", List.of(id), "There is no earlier version of " + id + " to go back to");
            var back = record.back();
            bring(slot, back, shelf.verified(id, back.current()), Said.NOTHING);
            delete(() -> folders.deleteBuild(id, record.current().folder()));
            audit("roll back", "plugin " + id, record.current().version() + " to " + back.current().version());
            return done(slot, id);
        });
    }

    PluginResult enable(String id, boolean enabled) throws NodeUnavailableException {
        return change(id, (slot, record) -> {
            if (enabled && record.enabled() && slot.runs())
                return done(slot, id);
            var next = record.enabled(enabled);
            if (enabled) {
                bring(slot, next, shelf.verified(id, record.current()), Said.NOTHING);
            } else {
                save(next);
                slot.stop(State.DISABLED, Said.NOTHING, slot.about());
            }
            audit(enabled ? "enable" : "disable", "plugin " + id, record.current().version());
            return done(slot, id);
        });
    }

    PluginResult configure(String id, Map<String, Optional<String>> changes) throws NodeUnavailableException {
        return change(id, (slot, record) -> {
            if (changes.isEmpty())
                return done(slot, id);
            var archive = shelf.verified(id, record.current());
            var fields = archive.manifest().about().settings();
            var errors = new ArrayList<>(SettingRules.check(fields, changes));
            var next = values.change(record, fields, changes);
            for (var name : SettingValues.missing(next, fields))
                if (changes.containsKey(name))
                    errors.add(new FieldError(name, "required", List.of(name), name + " must have a value"));
            if (!errors.isEmpty())
                return new PluginResult.Refused(errors);
            bring(slot, next, archive, Said.NOTHING);
            audit("configure", "plugin " + id, String.join(", ", changes.keySet().stream().sorted().toList()));
            return done(slot, id);
        });
    }

    PluginResult remove(String id) throws NodeUnavailableException {
        return change(id, (slot, record) -> {
            var last = status(slot, record);
            state.save(s -> s.with(id, Optional.empty()));
            slot.stop(State.DISABLED, Said.NOTHING, slot.about());
            slots.remove(id);
            delete(() -> folders.deleteAll(id));
            around.removed().accept(id);
            audit("remove", "plugin " + id, record.current().version());
            return new PluginResult.Done(last);
        });
    }

    /** After a publisher was trusted or is trusted no more, and at the start of the node. */
    private void restart(String id) {
        inBackground(id, (slot, kept) -> {
            var crashed = kept.trial() && kept.previous().isPresent() && !slot.runs();
            var record = crashed ? kept.back() : kept;
            var note = crashed ? rolledBack(kept.current().version(), new Said("node-ended", List.of(),
                    "The node ended within a minute of the update"), record.current().version()) : Said.NOTHING;
            try {
                var archive = shelf.verified(id, record.current());
                if (!slot.runs() || slot.host().filter(h -> h != trust.host(archive)).isPresent())
                    bring(slot, record, archive, note);
            } catch (RefusedArchiveException e) {
                slot.stop(State.FAILED, e.said(), slot.about());
            } catch (PluginStartException e) {
                slot.stop(State.FAILED, e.reason(), slot.about());
            } catch (IOException e) {
                slot.stop(State.FAILED, new Said("archive-unreadable", List.of(String.valueOf(e.getMessage())),
                        "The archive cannot be read: " + e.getMessage()), slot.about());
            }
            return done(slot, id);
        });
    }

    /** Plug-ins of a publisher, in the background. */
    void restartOf(String fingerprint) {
        ids(fingerprint).forEach(id -> around.executor().execute(() -> restart(id)));
    }

    /** Plug-ins of a publisher who is trusted no more. */
    void stopOf(String fingerprint) {
        var reason = new Said("publisher-not-trusted", List.of(), "Its publisher is not trusted any more");
        ids(fingerprint).forEach(id -> inBackground(id, (slot, _) -> {
            slot.stop(State.FAILED, reason, slot.about());
            return done(slot, id);
        }));
    }

    private List<String> ids(String fingerprint) {
        return state.current().plugins().values().stream().filter(r -> r.current().fingerprint().equals(fingerprint))
                .map(PluginRecord::id).toList();
    }

    /** The node ends in good order: what is on trial has not failed. */
    @Override
    public void close() {
        closed = true;
        state.current().plugins().values().stream().filter(PluginRecord::trial).forEach(record -> {
            try {
                save(record.proven());
            } catch (NodeUnavailableException e) {
                LOG.warn("plug-in {}: {}", record.id(), e.getMessage());
            }
        });
        stopAll();
    }

    private void stopAll() {
        var ending = new CountDownLatch(slots.size());
        slots.values().forEach(slot -> around.executor().execute(() -> {
            slot.stop(State.STARTING, Said.NOTHING, slot.about());
            ending.countDown();
        }));
        try {
            if (!ending.await(STOP_SECONDS, TimeUnit.SECONDS))
                LOG.warn("{} plug-ins have not stopped within {} s", ending.getCount(), STOP_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
