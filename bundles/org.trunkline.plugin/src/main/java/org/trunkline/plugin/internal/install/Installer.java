package org.trunkline.plugin.internal.install;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.AuditSubject;
import org.trunkline.api.config.Author;
import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.api.plugin.PluginResult;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.api.plugin.PluginStatus.State;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.plugin.internal.archive.RefusedArchiveException;
import org.trunkline.plugin.internal.archive.SettingRules;
import org.trunkline.plugin.internal.runtime.PluginRuntime;
import org.trunkline.plugin.internal.runtime.PluginRuntime.PluginStartException;

/**
 * Changes plug-ins while calls continue: a new version runs before the former one ends, and is on trial for a minute. One
 * change at a time for each plug-in. <b>Threads:</b> any; changes block.
 */
final class Installer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Installer.class);
    private static final Duration TRIAL = Duration.ofMinutes(1);
    private static final int STOP_SECONDS = 4;
    private static final String ADMINISTRATOR = "admin";

    /** An audit entry. */
    @FunctionalInterface
    interface Audit {
        void note(String who, String action, String subject, String detail);
    }

    /** @param executor a thread for each task @param removed told of a plug-in that was removed, by its id */
    record Surroundings(PluginRuntime runtime, Scheduler scheduler, Executor executor, Audit audit, Runnable changed,
            Consumer<String> removed) {}

    /** What is kept of plug-ins on the disk. */
    record Kept(StateKeeper state, PluginFolders folders, ArchiveShelf shelf, Trust trust, SettingValues values) {
        PluginStatus status(PluginSlot slot, PluginRecord record) {
            return slot.status(record, trust.signed(record.current().fingerprint()));
        }

        PluginResult done(PluginSlot slot, String id) {
            return new PluginResult.Done(status(slot, state.current().plugin(id).orElseThrow()));
        }
    }

    private final Surroundings around;
    private final Kept kept;
    private final StateKeeper state;
    private final PluginFolders folders;
    private final ArchiveShelf shelf;
    private final SerialChanges changes;
    private final Supervision supervision;
    private final VersionStart versions;

    Installer(Surroundings around, Kept kept) {
        this.around = around;
        this.kept = kept;
        state = kept.state();
        folders = kept.folders();
        shelf = kept.shelf();
        changes = new SerialChanges(state, around.changed());
        supervision = new Supervision(around, kept, changes);
        versions = supervision.versions();
        state.current().plugins().values().forEach(record -> {
            changes.add(record.id(), slot(PluginSlot.unknown(record)));
            PluginFolders.tryDelete(() -> folders.forgetRuns(record));
        });
    }

    private PluginSlot slot(PluginAbout about) {
        return new PluginSlot(around.runtime(), around.scheduler(), about);
    }

    /** What happens to plug-ins without being asked for here. */
    Supervision supervision() {
        return supervision;
    }

    List<PluginStatus> list() {
        var list = new ArrayList<PluginStatus>();
        changes.forEach((slot, record) -> list.add(kept.status(slot, record)));
        return list;
    }

    Optional<PluginRecord> record(String id) {
        return state.current().plugin(id);
    }

    /** What the audit calls a plug-in. */
    static String subject(String id) {
        return new AuditSubject(AuditSubject.PLUGIN, id).text();
    }

    /** Under the name of the user who asked. */
    void audit(String action, String subject, String detail) {
        around.audit().note(Author.current().orElse(ADMINISTRATOR), action, subject, detail);
    }

    PluginResult install(byte[] bytes) throws NodeUnavailableException {
        state.check();
        return SerialChanges.told(() -> {
            try (var staged = shelf.stage(bytes)) {
                return install(staged);
            }
        });
    }

    private PluginResult install(ArchiveShelf.Staged staged) throws NodeUnavailableException {
        var about = staged.archive().manifest().about();
        var fresh = slot(about);
        if (!changes.add(about.id(), fresh))
            return SerialChanges.refused("id", "already-installed", List.of(about.id()), about.id() + " is already installed: update it");
        boolean done = false;
        try {
            var result = changes.alone(fresh, () -> {
                folders.deleteAll(about.id()); // of one that was removed: perhaps of another publisher
                var record = PluginRecord.first(about.id(), staged.keep());
                versions.bring(fresh, record, shelf.verified(about.id(), record.current()), LocalizableText.NOTHING);
                audit("install", subject(about.id()), about.version());
                return kept.done(fresh, about.id());
            });
            done = result instanceof PluginResult.Done;
            return result;
        } finally {
            if (!done) {
                changes.remove(about.id());
                PluginFolders.tryDelete(() -> folders.deleteAll(about.id()));
            }
        }
    }

    PluginResult update(String id, byte[] bytes) throws NodeUnavailableException {
        return changes.change(id, (slot, record) -> {
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
            return Optional.of(SerialChanges.refused("id", "other-plugin", List.of(about.id(), record.id()),
                    "The archive contains " + about.id() + ", not " + record.id()));
        var other = shelf.otherPublisher(staged.archive(), record.current());
        if (other.isPresent())
            return Optional.of(new PluginResult.Refused(List.of(other.get())));
        int newer = new Version(about.version()).compareTo(new Version(installed));
        boolean again = newer == 0 && kept.trust().developer() && !staged.sha256().equals(record.current().sha256());
        return newer > 0 || again ? Optional.empty() : Optional.of(SerialChanges.refused("version", "not-newer",
                List.of(about.version(), installed), "Version " + about.version() + " is not newer than the installed version "
                        + installed + "; to go back, use roll back"));
    }

    private PluginResult update(PluginSlot slot, PluginRecord record, ArchiveShelf.Staged staged) throws RefusedArchiveException,
            PluginStartException, IOException, NodeUnavailableException {
        var build = staged.keep();
        var next = neverRan(slot, record) ? record.replaced(build) : record.updated(build);
        boolean done = false;
        try {
            versions.bring(slot, next, shelf.verified(record.id(), build), LocalizableText.NOTHING);
            done = true;
        } finally {
            if (!done)
                PluginFolders.tryDelete(() -> folders.deleteBuild(record.id(), build.folder()));
        }
        record.builds().filter(former -> !next.has(former)).forEach(former -> PluginFolders.tryDelete(() ->
                folders.deleteBuild(record.id(), former.folder())));
        audit("update", subject(record.id()), record.current().version() + " to " + build.version());
        watch(record.id(), build);
        return kept.done(slot, record.id());
    }

    /** An update that waited for settings. */
    private static boolean neverRan(PluginSlot slot, PluginRecord record) {
        return slot.waits(record) || record.previous().isPresent() && !SettingValues.missing(record, slot.about().settings()).isEmpty();
    }

    /** Whether the version in force is not the one that runs. */
    boolean waits(PluginRecord record) {
        return changes.slot(record.id()).filter(slot -> slot.waits(record)).isPresent();
    }

    private void watch(String id, PluginRecord.Build build) {
        around.scheduler().after(TRIAL, () -> around.executor().execute(() -> supervision.proven(id, build)));
    }

    PluginResult rollback(String id) throws NodeUnavailableException {
        return changes.change(id, (slot, record) -> {
            if (record.previous().isEmpty())
                return SerialChanges.refused("version", "no-previous", List.of(id), "There is no earlier version of " + id + " to go back to");
            var back = record.back();
            versions.bring(slot, back, shelf.verified(id, back.current()), LocalizableText.NOTHING);
            PluginFolders.tryDelete(() -> folders.deleteBuild(id, record.current().folder()));
            audit("roll back", subject(id), record.current().version() + " to " + back.current().version());
            return kept.done(slot, id);
        });
    }

    PluginResult enable(String id, boolean enabled) throws NodeUnavailableException {
        return changes.change(id, (slot, record) -> {
            if (enabled && record.enabled() && slot.runs())
                return kept.done(slot, id);
            var next = record.enabled(enabled);
            if (enabled) {
                versions.resume(slot, next, shelf.verified(id, record.current()), LocalizableText.NOTHING);
            } else {
                versions.save(next);
                slot.stop(State.DISABLED, LocalizableText.NOTHING, slot.about());
            }
            audit(enabled ? "enable" : "disable", subject(id), record.current().version());
            return kept.done(slot, id);
        });
    }

    PluginResult configure(String id, Map<String, Optional<String>> wanted) throws NodeUnavailableException {
        return changes.change(id, (slot, record) -> {
            if (wanted.isEmpty())
                return kept.done(slot, id);
            var archive = shelf.verified(id, record.current());
            var fields = archive.manifest().about().settings();
            var errors = new ArrayList<>(SettingRules.check(fields, wanted));
            var next = kept.values().change(record, fields, wanted);
            for (var name : SettingValues.missing(next, fields))
                if (wanted.containsKey(name))
                    errors.add(new FieldError(name, "required", List.of(name), name + " must have a value"));
            if (!errors.isEmpty())
                return new PluginResult.Refused(errors);
            boolean begins = slot.waits(record);
            versions.bring(slot, begins ? next.onTrial() : next, archive, LocalizableText.NOTHING);
            if (begins)
                watch(id, record.current());
            audit("configure", subject(id), String.join(", ", wanted.keySet().stream().sorted().toList()));
            return kept.done(slot, id);
        });
    }

    PluginResult remove(String id) throws NodeUnavailableException {
        return changes.change(id, (slot, record) -> {
            var last = kept.status(slot, record);
            state.save(s -> s.with(id, Optional.empty()));
            slot.stop(State.DISABLED, LocalizableText.NOTHING, slot.about());
            changes.remove(id);
            PluginFolders.tryDelete(() -> folders.deleteAll(id));
            around.removed().accept(id);
            audit("remove", subject(id), record.current().version());
            return new PluginResult.Done(last);
        });
    }

    /** The node ends in good order: what is on trial has not failed. */
    @Override
    public void close() {
        changes.close();
        state.current().plugins().values().stream().filter(PluginRecord::trial).forEach(record -> {
            try {
                versions.save(record.proven());
            } catch (NodeUnavailableException e) {
                LOG.warn("plug-in {}: {}", record.id(), e.getMessage());
            }
        });
        stopAll();
    }

    private void stopAll() {
        var all = changes.all();
        var ending = new CountDownLatch(all.size());
        all.forEach(slot -> around.executor().execute(() -> {
            slot.stop(State.STARTING, LocalizableText.NOTHING, slot.about());
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
