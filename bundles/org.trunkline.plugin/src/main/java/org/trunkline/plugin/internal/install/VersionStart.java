package org.trunkline.plugin.internal.install;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.api.plugin.PluginStatus.Host;
import org.trunkline.api.plugin.PluginStatus.State;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.plugin.internal.archive.ManifestRules;
import org.trunkline.plugin.internal.archive.PluginArchive;
import org.trunkline.plugin.internal.archive.RefusedArchiveException;
import org.trunkline.plugin.internal.install.PluginRecord.Build;
import org.trunkline.plugin.internal.runtime.PluginRuntime.PluginStartException;
import org.trunkline.plugin.internal.runtime.PluginSpec;

/** Starts a version of a plug-in and puts it into the place of the one that runs. Called by the holder of the slot's lock. */
final class VersionStart {
    private static final Logger LOG = LoggerFactory.getLogger(VersionStart.class);

    /** Told when the runtime gave up a version. */
    @FunctionalInterface
    interface GaveUp {
        void told(String id, PluginSlot.Run run, LocalizableText reason);
    }

    private final Installer.Kept kept;
    private final GaveUp gaveUp;

    VersionStart(Installer.Kept kept, GaveUp gaveUp) {
        this.kept = kept;
        this.gaveUp = gaveUp;
    }

    /**
     * Makes a record the one in force: the version starts, the record is saved, then the version is used. A version whose
     * settings are not complete does not start; the one before continues if it runs.
     */
    void bring(PluginSlot slot, PluginRecord record, PluginArchive archive, LocalizableText note)
            throws PluginStartException, RefusedArchiveException, IOException, NodeUnavailableException {
        var about = archive.manifest().about();
        var missing = SettingValues.missing(record, about.settings());
        if (!record.enabled()) {
            save(record);
            slot.stop(State.DISABLED, note, about);
            return;
        }
        if (!missing.isEmpty()) {
            waitForSettings(slot, record, about, String.join(", ", missing));
            return;
        }
        slot.use(started(slot, record, record.current(), archive), about, note);
        LOG.info("plug-in {} {} runs", record.id(), about.version());
    }

    /** As {@link #bring}; where its settings are not complete and the version before does not run, that one is started if it can. */
    void resume(PluginSlot slot, PluginRecord record, PluginArchive archive, LocalizableText note)
            throws PluginStartException, RefusedArchiveException, IOException, NodeUnavailableException {
        if (record.enabled() && record.previous().isPresent()
                && !SettingValues.missing(record, archive.manifest().about().settings()).isEmpty())
            resumeBefore(slot, record, record.previous().get());
        bring(slot, record, archive, note);
    }

    private void resumeBefore(PluginSlot slot, PluginRecord record, Build before) throws NodeUnavailableException {
        try {
            var archive = kept.shelf().verified(record.id(), before);
            boolean runs = slot.run(before).filter(run -> run.spec().host() == kept.trust().host(archive)).isPresent();
            if (!runs && SettingValues.missing(record, archive.manifest().about().settings()).isEmpty())
                useBefore(slot, record, archive);
        } catch (PluginStartException | RefusedArchiveException | IOException e) {
            LOG.warn("plug-in {}: version {} cannot run while its update waits for settings: {}", record.id(), before.version(),
                    e.getMessage());
            slot.stop(State.FAILED, LocalizableText.NOTHING, slot.about());
        }
    }

    private void useBefore(PluginSlot slot, PluginRecord record, PluginArchive before) throws PluginStartException,
            RefusedArchiveException, IOException, NodeUnavailableException {
        slot.use(started(slot, record.proven(), record.previous().orElseThrow(), before), before.manifest().about(), LocalizableText.NOTHING);
    }

    private void waitForSettings(PluginSlot slot, PluginRecord record, PluginAbout about, String missing) throws PluginStartException,
            RefusedArchiveException, IOException, NodeUnavailableException {
        var before = record.previous().flatMap(slot::run);
        if (before.isEmpty()) {
            save(record.proven());
            slot.stop(State.FAILED, new LocalizableText("settings-required", List.of(missing), "Settings without a value: " + missing
                    + ". Set them to start the plug-in"), about);
            return;
        }
        var running = before.get().spec().manifest().about();
        if (SettingValues.missing(record, running.settings()).isEmpty() && !before.get().spec().settings().equals(settings(record, running)))
            useBefore(slot, record, kept.shelf().verified(record.id(), record.previous().get()));
        save(record.proven()); // its trial begins when it runs
        slot.keep(about, new LocalizableText("update-waits", List.of(missing, running.version(), about.version()), "Version "
                + running.version() + " continues: version " + about.version() + " needs values for the settings " + missing
                + ". Set them to start it"));
        LOG.info("plug-in {} {} waits for the settings {}", record.id(), about.version(), missing);
    }

    private PluginSlot.Run started(PluginSlot slot, PluginRecord record, Build build, PluginArchive archive) throws PluginStartException,
            RefusedArchiveException, IOException, NodeUnavailableException {
        var unpacked = kept.folders().unpackingFolder(archive);
        Optional<PluginSlot.Run> run = Optional.empty();
        boolean saved = false;
        try {
            run = Optional.of(slot.start(build, spec(record, archive, unpacked),
                    (which, reason) -> gaveUp.told(record.id(), which, reason), () -> PluginFolders.tryDelete(() -> PluginFolders.delete(unpacked))));
            save(record);
            saved = true;
            return run.get();
        } finally {
            if (!saved)
                run.ifPresentOrElse(PluginSlot::discard, () -> PluginFolders.tryDelete(() -> PluginFolders.delete(unpacked)));
        }
    }

    void save(PluginRecord record) throws NodeUnavailableException {
        if (!kept.state().current().plugin(record.id()).filter(record::equals).isPresent())
            kept.state().save(s -> s.with(record.id(), Optional.of(record)));
    }

    /** What asked to be inside the node, and may not. */
    private Host host(PluginArchive archive) throws PluginStartException {
        var host = kept.trust().host(archive);
        var needs = archive.manifest().about().provides().stream().filter(ManifestRules.INSIDE_ONLY::contains).findFirst();
        if (host == Host.PROCESS && needs.isPresent())
            throw new PluginStartException(new LocalizableText("plugin-inside-only", List.of(needs.get()), needs.get()
                    + " works inside the node only. Trust the publisher of the plug-in for that."));
        return host;
    }

    private PluginSpec spec(PluginRecord record, PluginArchive archive, Path unpacked) throws PluginStartException, IOException,
            RefusedArchiveException {
        return new PluginSpec(archive.manifest(), archive.unpackNodeBundles(unpacked), settings(record, archive.manifest().about()),
                kept.folders().files(record.id()), host(archive));
    }

    private Map<String, String> settings(PluginRecord record, PluginAbout about) throws PluginStartException {
        try {
            return kept.values().open(record, about.settings());
        } catch (GeneralSecurityException e) {
            throw new PluginStartException(new LocalizableText("secret-unreadable", List.of(record.id()), "A secret setting of " + record.id()
                    + " cannot be decrypted with the key of this node. Enter it again"));
        }
    }
}
