package org.trunkline.ui.uitest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.eclipse.nebula.widgets.nattable.NatTable;
import org.eclipse.nebula.widgets.nattable.viewport.command.ViewportSelectRowCommand;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.ToolBar;
import org.eclipse.swt.widgets.ToolItem;
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
import org.trunkline.testkit.FakeNode;
import org.trunkline.ui.uitest.guest.BrokenTab;
import org.trunkline.ui.uitest.guest.GuestPerspective;

/** A bundle that is not ours adds an area and a tab while the desk runs. */
class DoorsTest {
    private static final String NAME = "com.example.guest";
    private static final String MANIFEST = """
            Manifest-Version: 1.0
            Bundle-ManifestVersion: 2
            Bundle-Name: Guest of the house
            Bundle-SymbolicName: com.example.guest;singleton:=true
            Bundle-Version: 1.0.0
            Require-Bundle: org.eclipse.ui,org.eclipse.core.runtime,org.trunkline.ui
            Import-Package: org.trunkline.api.node,org.trunkline.api.cdr,org.trunkline.domain.cdr

            """;
    private static final String PLUGIN = """
            <?xml version="1.0" encoding="UTF-8"?>
            <?eclipse version="3.4"?>
            <plugin>
               <extension point="org.eclipse.ui.perspectives">
                  <perspective id="com.example.guest.perspective" name="Guests" class="%s"/>
               </extension>
               <extension point="org.trunkline.ui.areas">
                  <area id="com.example.guest" perspective="com.example.guest.perspective" order="25" key="7"/>
               </extension>
               <extension point="org.trunkline.ui.recordTabs">
                  <tab id="com.example.guest.tab" label="Broken" order="15" class="%s"/>
               </extension>
            </plugin>
            """.formatted(GuestPerspective.class.getName(), BrokenTab.class.getName());

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
        guest = context.installBundle("test:" + NAME, new ByteArrayInputStream(jar()));
        guest.start();
    }

    @AfterEach
    void end() throws BundleException {
        Desk.perspective("operations");
        if (guest.getState() != Bundle.UNINSTALLED)
            guest.uninstall();
        registration.unregister();
    }

    private static byte[] jar() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(bytes)) {
            entry(out, "META-INF/MANIFEST.MF", MANIFEST.getBytes(StandardCharsets.UTF_8));
            entry(out, "plugin.xml", PLUGIN.getBytes(StandardCharsets.UTF_8));
            for (Class<?> type : new Class<?>[] {GuestPerspective.class, BrokenTab.class}) {
                String file = type.getName().replace('.', '/') + ".class";
                try (var in = Objects.requireNonNull(type.getClassLoader().getResourceAsStream(file))) {
                    entry(out, file, in.readAllBytes());
                }
            }
        }
        return bytes.toByteArray();
    }

    private static void entry(ZipOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.write(content);
    }

    private static Optional<ToolBar> areas() {
        return Desk.look(ToolBar.class, bar -> bar.getItemCount() > 3 && bar.getItem(0).getText().strip().equals("Operations"));
    }

    private static boolean hasArea(String name) {
        return areas().filter(bar -> Arrays.stream(bar.getItems()).map(ToolItem::getText).anyMatch(t -> t.strip().equals(name)))
                .isPresent();
    }

    @Test
    void itsAreaStandsAmongOursAndGoesWithIt() throws BundleException {
        Desk.await("the area", () -> hasArea("Guests"));
        assertTrue(Desk.ui(() -> areas().orElseThrow().getItem(2).getText().strip().equals("Guests")), "by its order");
        Desk.command("org.trunkline.ui.area", Map.of("org.trunkline.ui.area.key", "7"));
        Desk.await("its perspective", () -> Desk.window().getActivePage().getPerspective().getId()
                .equals("com.example.guest.perspective"));
        Desk.picture("doors-area");
        Desk.command("org.trunkline.ui.area", Map.of("org.trunkline.ui.area.key", "1"));
        Desk.await("Operations", () -> Desk.window().getActivePage().getPerspective().getId().endsWith("operations"));
        guest.uninstall();
        Desk.await("the area's end", () -> !hasArea("Guests"));
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
