package org.trunkline.ui.plugins.internal.desk;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.IStartup;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.PlatformUI;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.NodeWatch;
import org.trunkline.ui.plugins.internal.desk.DeskParts.Offer;

/**
 * Follows which plug-ins of the node have parts for the desk: asks once for each version, installs what is wanted, and
 * removes the parts of plug-ins that no longer run, and those that the user removes. All on one thread of its own, but for the question.
 */
public final class DeskOffers implements IStartup {
    private static final Logger LOG = LoggerFactory.getLogger(DeskOffers.class);

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("desk-plugin-parts").factory());
    private final Set<String> asking = new HashSet<>(); // the thread's alone
    /** Not fetched again until the user wants it, or the desk starts again. */
    private final Set<String> refused = new HashSet<>();

    @Override
    public void earlyStartup() {
        IWorkbench workbench = PlatformUI.getWorkbench();
        DeskParts parts = DeskParts.ofWorkspace();
        ActiveNode active = workbench.getService(ActiveNode.class);
        AtomicReference<Runnable> again = new AtomicReference<>(() -> { });
        parts.memory().onChange(() -> thread.execute(() -> {
            refused.clear();
            again.get().run();
        }));
        new NodeWatch(active, node -> { // as long as the desk runs
            again.set(() -> look(workbench, parts, node));
            thread.execute(again.get());
            return node.plugins().watch(() -> thread.execute(() -> look(workbench, parts, node)));
        });
    }

    private void look(IWorkbench workbench, DeskParts parts, Node node) {
        try {
            PartsPlan plan = PartsPlan.of(node.plugins().list(), parts.memory().from(node.name(), parts.folder().plugins()),
                    status -> parts.memory().answer(node.name(), status.id(), status.about().version()));
            for (String plugin : plan.removed())
                remove(workbench, parts, plugin);
            for (PluginStatus status : plan.offered())
                offer(workbench, parts, node, status);
        } catch (NodeUnavailableException e) {
            LOG.debug("the plug-ins of {} cannot be listed: {}", node.name(), e.getMessage());
        } catch (IOException | RuntimeException e) {
            LOG.warn("the parts of plug-ins for the desk", e);
        }
    }

    private void offer(IWorkbench workbench, DeskParts parts, Node node, PluginStatus status)
            throws NodeUnavailableException, IOException {
        String version = status.about().version();
        boolean there = parts.bundles().of(status.id()).stream().anyMatch(b -> b.getLocation().contains("/" + version + "/"));
        Optional<Boolean> answer = parts.memory().answer(node.name(), status.id(), version);
        if (there || refused.contains(status.id() + " " + version) || !asking.add(status.id() + " " + version))
            return;
        boolean asked = false;
        try {
            Optional<byte[]> content = node.plugins().deskArchive(status.id());
            if (content.isEmpty())
                return;
            Offer offer = parts.verify(status.id(), content.get());
            boolean known = offer.archive().publisher().filter(p -> parts.memory().trusts(p.fingerprint())).isPresent();
            asked = answer.isEmpty() || !known;
            if (asked)
                ask(workbench, parts, node.name(), status, offer, known);
            else
                install(workbench, parts, node.name(), offer);
        } catch (ArchiveProblem e) {
            refused.add(status.id() + " " + version);
            LOG.warn("the parts of {} {} for the desk are refused: {}", status.id(), version, e.key());
            parts.memory().problem(status.id(), OfferDialog.refused(e));
        } finally {
            if (!asked)
                asking.remove(status.id() + " " + version);
        }
    }

    private void ask(IWorkbench workbench, DeskParts parts, String node, PluginStatus status, Offer offer, boolean known) {
        show(workbench, () -> OfferDialog.ask(workbench, status, offer.archive().publisher(), known,
                wanted -> thread.execute(() -> {
                    asking.remove(status.id() + " " + status.about().version());
                    parts.memory().answered(node, status.id(), status.about().version(), wanted);
                    if (wanted)
                        install(workbench, parts, node, offer);
                    else
                        parts.drop(offer);
                })));
    }

    private static void install(IWorkbench workbench, DeskParts parts, String node, Offer offer) {
        List<String> before = parts.bundles().of(offer.archive().id()).stream().map(Bundle::getSymbolicName).toList();
        try {
            parts.accept(offer, node);
        } catch (BundleException | IOException e) {
            LOG.warn("parts of {} {} are not installed", offer.archive().id(), offer.archive().version(), e);
            show(workbench, () -> OfferDialog.failed(workbench, offer.archive().id(), String.valueOf(e.getMessage())));
            return;
        }
        List<Bundle> now = parts.bundles().of(offer.archive().id());
        show(workbench, () -> {
            boolean stale = LateViews.open(workbench, before);
            if (!LateViews.register(workbench, now) || stale)
                OfferDialog.restart(workbench, offer.archive().id());
        });
    }

    private static void remove(IWorkbench workbench, DeskParts parts, String plugin) throws IOException {
        List<String> before = parts.bundles().of(plugin).stream().map(Bundle::getSymbolicName).toList();
        parts.remove(plugin);
        show(workbench, () -> {
            if (LateViews.open(workbench, before))
                OfferDialog.restart(workbench, plugin);
        });
    }

    private static void show(IWorkbench workbench, Runnable question) {
        Display display = workbench.getDisplay();
        if (!display.isDisposed())
            display.asyncExec(() -> {
                if (!workbench.isClosing())
                    question.run();
            });
    }
}
