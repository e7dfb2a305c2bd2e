package org.trunkline.ui.uitest.trunks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.PlatformUI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.schema.Secret;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.uitest.Desk;

/** A file of entries: exported, previewed and imported. */
class ImportTest {
    private static final String IMPORT = "org.trunkline.ui.trunks.import";
    private static final String EXPORT = "org.trunkline.ui.trunks.export";

    private final FakeNode node = new FakeNode();
    private ServiceRegistration<Node> registration;

    @TempDir
    Path folder;

    @BeforeEach
    void begin() throws NodeUnavailableException {
        for (String name : new String[] {"anna", "bert"})
            node.subscribers().create(new Subscriber(name, Secret.of("a-good-one"), "", true, CallHandling.PLAIN, Srtp.OFFER));
        for (int i = 0; i < 5; i++)
            node.numbers().create(new NumberAssignment("+468684000" + i, "anna"));
        registration = FrameworkUtil.getBundle(ImportTest.class).getBundleContext().registerService(Node.class, node, null);
        Desk.await("the node", () -> PlatformUI.getWorkbench().getService(ActiveNode.class).node().equals(Optional.of(node)));
        Desk.command(DeskCommands.EDIT, Map.of(DeskCommands.EDIT_KIND, "number", DeskCommands.EDIT_KEY, "+4686840000"));
    }

    @AfterEach
    void end() {
        Desk.ui(() -> Stream.of(Display.getDefault().getShells()).filter(shell -> shell != Desk.window().getShell() && shell.isVisible())
                .forEach(Shell::close)); // a dialog that stays open takes the keys of all that follow
        registration.unregister();
    }

    private static Map<String, String> of(String command, Path file) {
        return Map.of(command + ".kind", "number", command + ".file", file.toString());
    }

    @Test
    void whatWasExportedHasNothingToImport() throws Exception {
        Path file = folder.resolve("numbers.xlsx");
        Desk.command(EXPORT, of(EXPORT, file));
        Desk.await("the file", () -> Files.exists(file));
        Desk.command(IMPORT, of(IMPORT, file));
        Desk.awaitWords("0 new, 0 changed, 5 unchanged, 0 with errors. There is nothing to import.");
    }

    @Test
    void aColumnIsMappedAndTheRowsArePreviewedAndImported() throws Exception {
        Path file = Files.writeString(folder.resolve("numbers.csv"),
                "Nummer;\u00c4gare\n+46 8 684 00 00;bert\n+4686840001;anna\n+4686840009;nobody\n");
        Desk.command(IMPORT, of(IMPORT, file));
        Desk.awaitWords("0 new, 0 changed, 2 unchanged, 1 with errors.");
        Combo owner = Desk.find(Combo.class, "of the column", c -> "\u00c4gare".equals(c.getData("column")));
        Desk.ui(() -> {
            owner.select(owner.indexOf("Subscriber"));
            owner.notifyListeners(SWT.Selection, new Event());
        });
        Desk.awaitWords("0 new, 1 changed, 1 unchanged, 1 with errors.");
        Desk.picture("import-error");
        assertFalse(Desk.isOn("Import 0"));

        Desk.ui(() -> Desk.button("Cancel").getShell().close());
        Files.writeString(file, "Nummer;Subscriber\n+46 8 684 00 00;bert\n+4686840001;anna\n+4686840009;anna\n");
        Desk.command(IMPORT, of(IMPORT, file));
        Desk.awaitWords("1 new, 1 changed, 1 unchanged, 0 with errors. All are imported in one step, or none.");
        Desk.picture("import-ready");
        Desk.click(Desk.button("Import 2"));
        Desk.await("the numbers", () -> total() == 6);
        assertEquals("bert", node.numbers().find("+4686840000").orElseThrow().subscriber());
    }

    @Test
    void whatChangedSinceThePreviewIsPreviewedAgain() throws Exception {
        Path file = Files.writeString(folder.resolve("numbers.csv"), "number,subscriber\n+4686840000,bert\n");
        Desk.command(IMPORT, of(IMPORT, file));
        Desk.awaitWords("0 new, 1 changed, 0 unchanged, 0 with errors.");
        node.numbers().delete("+4686840000");
        Desk.click(Desk.button("Import 1"));
        Desk.awaitWords("Nothing was changed: the entries are not as previewed any more. Check the preview. 1 new, 0 changed");
        assertEquals(4, total());
        Desk.click(Desk.button("Import 1"));
        Desk.await("the number", () -> total() == 5);
    }

    private long total() {
        try {
            return node.numbers().list(Optional.empty(), 1).total();
        } catch (NodeUnavailableException e) {
            return -1;
        }
    }

    @Test
    void aFileThatIsNoTableSaysWhichLine() throws Exception {
        Path file = Files.writeString(folder.resolve("numbers.csv"), "number,subscriber\n\"+4686840000,anna\n");
        Desk.command(IMPORT, of(IMPORT, file));
        Desk.awaitWords("Line 2: a quotation mark opens a cell and does not end it.");
    }
}
