package org.trunkline.ui.plugins.internal.desk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

import org.eclipse.core.runtime.Platform;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.ui.Formats;

/** Installs parts of plug-ins into the desk and keeps them in its workspace. Not on the UI thread. */
final class DeskParts {
    /** System property, {@code yes}: archives without a signature are taken too; the same as of a node. */
    private static final String DEVELOPER = "trunkline.plugins.developer";
    static final String BUNDLE = "org.trunkline.ui.plugins";
    private static final Logger LOG = LoggerFactory.getLogger(DeskParts.class);

    private final PartsFolder folder;
    private final PartsMemory memory;
    private final DeskBundles bundles;
    private final InstantSource clock;

    DeskParts(PartsFolder folder, PartsMemory memory, DeskBundles bundles, InstantSource clock) {
        this.folder = folder;
        this.memory = memory;
        this.bundles = bundles;
        this.clock = clock;
    }

    static DeskParts ofWorkspace() {
        var bundle = Platform.getBundle(BUNDLE);
        return new DeskParts(new PartsFolder(Platform.getStateLocation(bundle).toPath().resolve("parts")),
                PartsMemory.ofWorkspace(), new DeskBundles(bundle.getBundleContext()), InstantSource.system());
    }

    private static boolean inDeveloperMode() {
        return List.of("yes", "true").contains(System.getProperty(DEVELOPER, "no"));
    }

    PartsMemory memory() {
        return memory;
    }

    PartsFolder folder() {
        return folder;
    }

    DeskBundles bundles() {
        return bundles;
    }

    /** An archive from a node that is verified, but not yet accepted. */
    record Offer(Path staged, DeskArchive archive) {}

    /** Verifies an archive that is not here yet. @throws ArchiveProblem where it cannot be used; nothing is left then */
    Offer verify(String plugin, byte[] content) throws ArchiveProblem, IOException {
        Path staged = folder.stage(content);
        try {
            DeskArchive archive = DeskArchive.read(staged);
            if (!archive.id().equals(plugin))
                throw new ArchiveProblem("archive.other-plugin", archive.id(), plugin);
            if (archive.publisher().isEmpty() && !inDeveloperMode())
                throw new ArchiveProblem("archive.unsigned");
            archive.checkNew(clock.instant(), Formats.ofPreferences());
            return new Offer(staged, archive);
        } catch (ArchiveProblem | IOException e) {
            Files.deleteIfExists(staged);
            throw e;
        }
    }

    void drop(Offer offer) {
        try {
            Files.deleteIfExists(offer.staged());
        } catch (IOException e) {
            LOG.warn("{} could not be deleted: {}", offer.staged(), e.getMessage());
        }
    }

    /** The user has accepted it and its publisher. */
    void accept(Offer offer, String node) throws BundleException, IOException {
        DeskArchive archive = offer.archive();
        archive.publisher().ifPresent(p -> memory.trust(p.fingerprint(), p.subject()));
        try {
            bundles.install(archive);
            folder.keep(offer.staged(), archive.id());
            memory.cameFrom(archive.id(), node);
            memory.problem(archive.id(), "");
            LOG.info("parts of {} {} for the desk are installed", archive.id(), archive.version());
        } finally {
            drop(offer);
        }
    }

    void remove(String plugin) throws IOException {
        bundles.remove(plugin);
        folder.delete(plugin);
        memory.gone(plugin);
        LOG.info("parts of {} for the desk are removed", plugin);
    }

    /** At the start of the desk: verifies again what is kept, and installs it. What the framework kept itself is replaced. */
    void restore() {
        try {
            bundles.remove("");
            for (Path file : folder.files())
                restore(file);
        } catch (IOException e) {
            LOG.error("the parts of plug-ins cannot be read", e);
        }
    }

    private void restore(Path file) {
        try {
            DeskArchive archive = DeskArchive.read(file);
            boolean accepted = archive.publisher().map(PublisherCertificate::fingerprint).map(memory::trusts)
                    .orElse(inDeveloperMode());
            if (accepted && file.getFileName().toString().equals(archive.id() + ".tlp"))
                bundles.install(archive);
            else
                LOG.warn("{} is not installed: its publisher is not accepted on this desk", file.getFileName());
        } catch (ArchiveProblem e) {
            LOG.warn("{} is not installed: {}", file.getFileName(), e.key());
        } catch (IOException | BundleException e) {
            LOG.warn("{} is not installed: {}", file.getFileName(), e.getMessage());
        }
    }
}
