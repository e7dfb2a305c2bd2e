package org.trunkline.ui.uitest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

import org.eclipse.nebula.widgets.nattable.NatTable;
import org.eclipse.nebula.widgets.nattable.viewport.command.ViewportSelectRowCommand;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Event;
import org.eclipse.ui.PlatformUI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.api.node.Node;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.node.FakeNode;

/** A bundle that is not ours adds an area and a tab while the desk runs. */
class DoorsTest {
    private final FakeNode node = new FakeNode();
    private ServiceRegistration<Node> registration;
    private Bundle guest;

    @BeforeEach
    void begin() throws IOException, BundleException {
        var generator = new CdrGenerator(5, Instant.now().minus(Duration.ofMinutes(20)), 0.1);
        for (int i = 0; i < 5; i++) {
            var cdr = generator.next();
            node.cdrs().add(CdrGenerator.ladder(cdr));
            node.cdrs().add(cdr);
        }
        var context = FrameworkUtil.getBundle(DoorsTest.class).getBundleContext();
        registration = context.registerService(Node.class, node, null);
        guest = context.installBundle("test:guest", new ByteArrayInputStream(Guest.bundle()));
        guest.start();
    }

    @AfterEach
    void end() throws BundleException {
        Desk.perspective("operations");
        if (guest.getState() != Bundle.UNINSTALLED)
            guest.uninstall();
        registration.unregister();
    }

    @Test
    void itsAreaStandsAmongOursAndGoesWithIt() throws BundleException {
        Desk.await("the area", () -> Guest.hasArea("Guests"));
        assertTrue(Desk.ui(() -> Guest.areas().orElseThrow().getItem(2).getText().strip().equals("Guests")), "by its order");
        Desk.command("org.trunkline.ui.area", Map.of("org.trunkline.ui.area.key", "7"));
        Desk.await("its perspective", () -> Desk.window().getActivePage().getPerspective().getId()
                .equals("com.example.guest.perspective"));
        Desk.picture("doors-area");
        Desk.command("org.trunkline.ui.area", Map.of("org.trunkline.ui.area.key", "1"));
        Desk.await("Operations", () -> Desk.window().getActivePage().getPerspective().getId().endsWith("operations"));
        guest.uninstall();
        Desk.await("the area's end", () -> !Guest.hasArea("Guests"));
    }

    @Test
    void aTabThatFailsSaysSoInItsOwnPlace() {
        Records.open(node, 5);
        NatTable table = Desk.find(NatTable.class, "calls", t -> t.getRowCount() > 1);
        Desk.ui(() -> {
            table.setFocus();
            table.doCommand(new ViewportSelectRowCommand(table, 1, false, false));
        });
        CTabFolder tabs = Desk.find(CTabFolder.class, "of the call", f -> index(f, "Broken") >= 0);
        choose(tabs, "Broken");
        Desk.awaitWords("Guest of the house (com.example.guest) failed here: NoClassDefFoundError: com/example/Gone");
        Desk.picture("doors-broken-tab");
        choose(tabs, "Summary");
        Desk.find(StyledText.class, "facts of the call", t -> t.getText().contains("Call id"));
    }

    private static int index(CTabFolder tabs, String text) {
        return IntStream.range(0, tabs.getItemCount()).filter(i -> tabs.getItem(i).getText().equals(text)).findFirst().orElse(-1);
    }

    private static void choose(CTabFolder tabs, String text) {
        Desk.ui(() -> {
            tabs.setSelection(index(tabs, text));
            tabs.notifyListeners(SWT.Selection, new Event());
        });
    }

    @Test
    void aPreferencePageThatIsNotOursStays() {
        assertTrue(Desk.ui(() -> Arrays.stream(PlatformUI.getWorkbench().getPreferenceManager().getRootSubNodes())
                .anyMatch(page -> page.getId().equals("org.trunkline.ui.uitest.page"))));
        assertTrue(Desk.ui(() -> Arrays.stream(PlatformUI.getWorkbench().getPreferenceManager().getRootSubNodes())
                .noneMatch(page -> page.getId().equals("org.eclipse.ui.preferencePages.Workbench"))), "the platform's own go");
    }
}
