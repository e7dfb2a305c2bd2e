package org.trunkline.plugin.internal.install;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.plugin.PluginStatus.State;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.plugin.internal.archive.PluginArchive;
import org.trunkline.plugin.internal.archive.RefusedArchiveException;
import org.trunkline.plugin.internal.install.PluginRecord.Build;
import org.trunkline.plugin.internal.runtime.PluginRuntime.PluginStartException;

/**
 * What the node does with plug-ins unasked: starts them with itself, suspends those that failed, takes back a version that
 * fails on trial. <b>Threads:</b> any; works in the background.
 */
final class Supervision {
    private static final Logger LOG = LoggerFactory.getLogger(Supervision.class);
    private static final int STARTED_AT_ONCE = 2;
    private static final String NODE = "node";

    private final Installer.Surroundings around;
    private final Installer.Kept kept;
    private final SerialChanges changes;
    private final VersionStart versions;
    private final Semaphore starting = new Semaphore(STARTED_AT_ONCE);

    Supervision(Installer.Surroundings around, Installer.Kept kept, SerialChanges changes) {
        this.around = around;
        this.kept = kept;
        this.changes = changes;
        versions = new VersionStart(kept, this::gaveUp);
    }

    VersionStart versions() {
        return versions;
    }

    /** Starts what was installed, in the background. */
    void startAll() {
        kept.state().current().plugins().keySet().forEach(id -> around.executor().execute(() -> {
            starting.acquireUninterruptibly();
            try {
                restart(id);
            } finally {
                starting.release();
            }
        }));
    }

    /** A version on trial has lasted; it goes back where it has lost what it offered. */
    void proven(String id, Build build) {
        changes.inBackground(id, (slot, record) -> {
            boolean onTrial = record.trial() && record.current().equals(build);
            var missing = slot.missing();
            if (onTrial && !missing.isEmpty() && record.previous().isPresent())
                suspend(slot, record, missing);
            else if (onTrial)
                versions.save(record.proven());
            return kept.done(slot, id);
        });
    }

    /** The runtime stopped it. */
    private void gaveUp(String id, PluginSlot.Run run, LocalizableText reason) {
        around.executor().execute(() -> changes.inBackground(id, (slot, record) -> {
            if (slot.runs(run))
                suspend(slot, record, reason);
            return kept.done(slot, id);
        }));
    }

    private void suspend(PluginSlot slot, PluginRecord record, LocalizableText reason) throws NodeUnavailableException {
        LOG.warn("plug-in {} {} was stopped: {}", record.id(), record.current().version(), reason.message());
        slot.stop(State.SUSPENDED, reason, slot.about());
        around.audit().note(NODE, "suspend", Installer.subject(record.id()), reason.message());
        if (record.trial() && record.previous().isPresent())
            backByItself(slot, record, reason);
    }

    private void backByItself(PluginSlot slot, PluginRecord record, LocalizableText reason) throws NodeUnavailableException {
        var failed = record.current().version();
        var back = record.back();
        var note = rolledBack(failed, reason, back.current().version());
        try {
            versions.bring(slot, back, kept.shelf().verified(record.id(), back.current()), note);
            PluginFolders.tryDelete(() -> kept.folders().deleteBuild(record.id(), record.current().folder()));
            around.audit().note(NODE, "roll back", Installer.subject(record.id()), failed + " to " + back.current().version());
        } catch (RefusedArchiveException | PluginStartException | IOException e) {
            LOG.error("plug-in {}: version {} cannot be started again: {}", record.id(), back.current().version(), e.getMessage());
        }
    }

    /** The code and the values of the reason follow, so that a desk says it in its own language. */
    private static LocalizableText rolledBack(String failed, LocalizableText reason, String back) {
        return new LocalizableText("rolled-back", Stream.concat(Stream.of(failed, reason.message(), back, reason.code()),
                reason.args().stream()).toList(), "Version " + back + " runs again because version " + failed + " failed: "
                        + reason.message());
    }

    /** After a publisher was trusted or is trusted no more, and at the start of the node. */
    private void restart(String id) {
        changes.inBackground(id, (slot, current) -> {
            var crashed = current.trial() && current.previous().isPresent() && !slot.runs();
            var record = crashed ? current.back() : current;
            var note = crashed ? rolledBack(current.current().version(), new LocalizableText("node-ended", List.of(),
                    "The node ended within a minute of the update"), record.current().version()) : LocalizableText.NOTHING;
            try {
                var archive = kept.shelf().verified(id, record.current());
                if (!slot.runs() || slot.host().filter(h -> h != kept.trust().host(archive)).isPresent())
                    resume(slot, record, archive, note);
            } catch (RefusedArchiveException e) {
                slot.stop(State.FAILED, e.said(), slot.about());
            } catch (IOException e) {
                slot.stop(State.FAILED, new LocalizableText("archive-unreadable", List.of(String.valueOf(e.getMessage())),
                        "The archive cannot be read: " + e.getMessage()), slot.about());
            }
            return kept.done(slot, id);
        });
    }

    /** What cannot start shows its settings: a wrong value may be the reason. */
    private void resume(PluginSlot slot, PluginRecord record, PluginArchive archive, LocalizableText note) throws RefusedArchiveException,
            IOException, NodeUnavailableException {
        try {
            versions.resume(slot, record, archive, note);
        } catch (PluginStartException e) {
            boolean inForce = slot.about().version().equals(record.current().version());
            slot.stop(State.FAILED, e.reason(), inForce ? archive.manifest().about() : slot.about());
        }
    }

    /** Plug-ins of a publisher, in the background. */
    void restartOf(String fingerprint) {
        ids(fingerprint).forEach(id -> around.executor().execute(() -> restart(id)));
    }

    /** Plug-ins of a publisher who is trusted no more. */
    void stopOf(String fingerprint) {
        var reason = new LocalizableText("publisher-not-trusted", List.of(), "Its publisher is no longer trusted");
        ids(fingerprint).forEach(id -> changes.inBackground(id, (slot, _) -> {
            slot.stop(State.FAILED, reason, slot.about());
            return kept.done(slot, id);
        }));
    }

    private List<String> ids(String fingerprint) {
        return kept.state().current().plugins().values().stream().filter(r -> r.current().fingerprint().equals(fingerprint))
                .map(PluginRecord::id).toList();
    }
}
