package org.trunkline.ui.uitest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.nebula.widgets.nattable.NatTable;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.PlatformUI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.CatalogueEntry;
import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.testkit.node.FakePlugins;
import org.trunkline.testkit.node.PluginSamples;
import org.trunkline.ui.ActiveNode;

/** The area of the plug-ins as an administrator meets it, on a node in memory. */
class PluginsTest {
    private static final String LIST = "org.trunkline.ui.plugins.list";
    private static final String SELECTED = "org.trunkline.ui.plugins.selected";
    /** Of the other table in the area. */
    private static final int COST_COLUMNS = 5;
    private static final String INSTALL = "org.trunkline.ui.plugins.install";
    private static final String FILE = "org.trunkline.ui.plugins.install.file";
    private static final String CRM = "com.example.crm";

    private final FakeNode node = new FakeNode();
    private ServiceRegistration<Node> registration;

    @TempDir
    Path folder;

    @BeforeEach
    void begin() {
        registration = FrameworkUtil.getBundle(PluginsTest.class).getBundleContext().registerService(Node.class, node, null);
        Desk.await("the node", () -> PlatformUI.getWorkbench().getService(ActiveNode.class).node().equals(Optional.of(node)));
        Desk.perspective("plugins");
    }

    @AfterEach
    void end() {
        Desk.theme(false);
        Desk.ui(() -> Arrays.stream(PlatformUI.getWorkbench().getDisplay().getShells())
                .filter(shell -> List.of("Parts for the desk", "Trusted publishers").contains(shell.getText())).forEach(Shell::close));
        registration.unregister();
        Desk.perspective("operations");
    }

    private static void select(String key) {
        Desk.await("the view", () -> Desk.window().getActivePage().findView(LIST) != null);
        var selection = Desk.view(LIST).getSite().getSelectionProvider();
        Desk.ui(() -> selection.setSelection(new StructuredSelection(key)));
    }

    private static void tab(int index) {
        CTabFolder tabs = Desk.find(CTabFolder.class, "of the plug-in",
                f -> f.getItemCount() == 2 && f.getItem(1).getText().equals("Settings"));
        Desk.ui(() -> {
            tabs.setSelection(index);
            tabs.notifyListeners(SWT.Selection, new Event());
        });
    }

    private PluginStatus crm() {
        try {
            return node.plugins().list().stream().filter(p -> p.id().equals(CRM)).findFirst().orElseThrow();
        } catch (NodeUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theSelectedOneSaysWhatItMayDoAndWhatItCosts() {
        select(CRM);
        tab(0);
        Desk.awaitWords("CRM connector 1.4.0");
        Desk.awaitWords("Connect to crm.example:443");
        Desk.awaitWords("12.5 ms CPU per second");
        Desk.picture("plugins-light");
        Desk.theme(true);
        Desk.picture("plugins-dark");
    }

    @Test
    void aSuspendedOneSaysWhyAndStartsAgain() {
        select("org.example.least-loaded");
        tab(0);
        Desk.awaitWords("Suspended: ");
        Desk.picture("plugins-suspended");
        Desk.click(Desk.button("Enable"));
        Desk.awaitWords("Least-loaded routing is enabled.");
        Desk.button("Disable");
    }

    @Test
    void aRefusedArchiveSaysWhyAndChangesNothing() throws IOException, NodeUnavailableException {
        var before = node.plugins().list();
        Desk.command(INSTALL, Map.of(FILE, Files.writeString(folder.resolve("crm.tlp"), "broken").toString()));
        Desk.awaitWords("crm.tlp is not installed: This file is not a plug-in archive.");
        Desk.picture("plugins-refused");
        assertEquals(before, node.plugins().list());
    }

    @Test
    void anArchiveOfWhatIsThereUpdatesIt() throws IOException {
        Desk.command(INSTALL, Map.of(FILE, Files.write(folder.resolve("crm.tlp"), FakePlugins.archive(CRM, "1.5.0")).toString()));
        Desk.awaitWords("CRM connector 1.5.0 is installed and runs.");
        select(CRM);
        Desk.button("Roll back to 1.4.0");
    }

    @Test
    void oneOfTheCatalogueIsInstalledAndRemovedAndOfferedAgain() {
        node.plugins().offer(new CatalogueEntry("fair-1.0.0.tlp", Optional.of(new PluginAbout("org.example.fair", "1.0.0",
                Map.of("en", "Fair routing"), Map.of(), List.of("RoutingPolicy"), List.of(), PluginAbout.Limits.DEFAULT, false,
                false, List.of())), PluginStatus.Signed.TRUSTED, PluginSamples.PUBLISHER, "", LocalizableText.NOTHING));
        node.plugins().put(PluginSamples.crm()); // the desk looks again
        select("file:fair-1.0.0.tlp");
        Desk.awaitWords("Fair routing 1.0.0");
        Button install = Desk.button("Install");
        var off = new AtomicBoolean();
        Desk.ui(() -> install.addListener(SWT.Hide, e -> install.getDisplay().asyncExec(() -> {
            if (!install.getParent().isEnabled())
                off.set(true);
        })));
        Desk.click(install);
        Desk.awaitWords("Fair routing 1.0.0 is installed and runs.");
        Desk.await("Disable", () -> Desk.isOn("Disable"));
        assertTrue(off.get(), "a second click would have met the button that came in the place of Install");
        Desk.click(Desk.button("Remove…"));
        Desk.click(Desk.button("Remove"));
        Desk.awaitWords("Fair routing is removed.");
        select("file:fair-1.0.0.tlp");
        Desk.await("Install", () -> Desk.isOn("Install") && Desk.shows("Fair routing 1.0.0"));
    }

    @Test
    void aPublisherIsTrustedNoMoreAndItsPluginsStop() {
        Desk.click(Desk.button("Trusted publishers…"));
        Desk.await("a publisher", () -> Desk.isOn("Remove publisher…"));
        Desk.click(Desk.button("Remove publisher…"));
        Desk.awaitWords("CRM connector");
        Desk.awaitWords("They stay installed, with their settings.");
        Desk.picture("plugins-publishers");
        Desk.click(Desk.button("Remove publisher"));
        Desk.awaitWords("is not trusted any more.");
        assertEquals(PluginStatus.State.DISABLED, crm().state());
    }

    @Test
    void itIsRemovedByKeyboardAlone() {
        select("org.example.least-loaded");
        tab(0);
        Desk.awaitWords("Suspended: ");
        key(SWT.DEL);
        Desk.await("the question", () -> Desk.isOn("Remove"));
        Desk.picture("plugins-remove");
        Desk.click(Desk.button("Remove"));
        Desk.awaitWords("Least-loaded routing is removed.");
        select(CRM);
        Desk.awaitWords("CRM connector 1.4.0");
        key(SWT.CR);
        Desk.await("its details", () -> Desk.window().getActivePage().getActivePart() == Desk.view(SELECTED));
    }

    /** To the list. */
    private static void key(int code) {
        NatTable list = Desk.find(NatTable.class, "of the plug-ins", table -> table.getColumnCount() > COST_COLUMNS);
        var event = new Event();
        event.keyCode = code;
        Desk.ui(() -> list.notifyListeners(SWT.KeyDown, event));
    }

    @Test
    void settingsAreCheckedAndSaved() {
        select(CRM);
        tab(1);
        Text server = Desk.field(Text.class, "server");
        Desk.type(server, "crm");
        Desk.awaitWords("crm is not an address such as https://crm.example.");
        Desk.picture("plugins-settings-wrong");
        Desk.type(server, "https://new.example");
        Desk.await("Save", () -> Desk.isOn("Save"));
        Desk.click(Desk.button("Save"));
        Desk.awaitWords("The settings of CRM connector are saved.");
        assertEquals("https://new.example", crm().settings().get("server"));
        Desk.picture("plugins-settings");
    }
}
