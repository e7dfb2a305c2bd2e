package org.trunkline.ui.uitest.trunks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;

import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.PlatformUI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.api.node.Node;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.testkit.node.FakeSettings;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.uitest.Desk;

/** The form of the node's settings. */
class SettingsTest {
    private static final String SAVE = "Saves all changes, or none if one is wrong";
    private static final String REVERT = "Discards what was typed";
    private static final String VIEW = "org.trunkline.ui.trunks.settings";

    private final FakeNode node = new FakeNode();
    private ServiceRegistration<Node> registration;

    @BeforeEach
    void begin() {
        registration = FrameworkUtil.getBundle(SettingsTest.class).getBundleContext().registerService(Node.class, node, null);
        Desk.await("the node", () -> PlatformUI.getWorkbench().getService(ActiveNode.class).node().equals(Optional.of(node)));
        Desk.command("org.trunkline.ui.settings", Map.of());
        Desk.awaitWords("Calls and numbers");
    }

    /** What is typed and not saved would open a question that nobody answers. */
    @AfterEach
    void end() {
        if (isOn(REVERT))
            Desk.click(button(REVERT));
        Desk.ui(() -> {
            var page = Desk.window().getActivePage();
            page.hideView(page.findView(VIEW));
        });
        registration.unregister();
    }

    /** The editor beside it has a button of the same name. */
    private static Button button(String tip) {
        return Desk.find(Button.class, tip, b -> tip.equals(b.getToolTipText()));
    }

    private static boolean isOn(String tip) {
        return Desk.ui(() -> Desk.look(Button.class, b -> tip.equals(b.getToolTipText()) && b.isEnabled()).isPresent());
    }

    private String stored(String name) throws Exception {
        return node.settings().report().find(name).orElseThrow().value();
    }

    @Test
    void aSettingIsFoundChangedSavedAndReset() throws Exception {
        Desk.picture("settings");
        assertFalse(Desk.ui(() -> Desk.field(Text.class, FakeSettings.GIVEN).isEnabled()), "given at start");
        Desk.type(Desk.field(Text.class, FakeSettings.PORT), "70000");
        Desk.awaitWords("65535");
        assertFalse(isOn(SAVE));
        Desk.type(Desk.field(Text.class, FakeSettings.PORT), "5070");
        Desk.type(Desk.field(Text.class, FakeSettings.REGION), "SE");
        Desk.await("Save", () -> isOn(SAVE));
        Desk.click(button(SAVE));
        Desk.awaitWords("After a restart of the node: SIP port");
        assertEquals("5070 SE", stored(FakeSettings.PORT) + " " + stored(FakeSettings.REGION));
        assertTrue(Desk.isOn("Restart the node now"));
        Desk.picture("settings-saved");

        Desk.type(Desk.find(Text.class, "the search", text -> "Search settings".equals(text.getMessage())), "country");
        Desk.await("only the country", () -> Desk.look(Text.class, text -> FakeSettings.PORT.equals(text.getData("field"))).isEmpty());
        Desk.click(Desk.button("Reset to defaults"));
        Desk.await("Save", () -> isOn(SAVE));
        Desk.click(button(SAVE));
        Desk.await("the default", () -> !isOn(SAVE));
        Desk.await("the country of before", () -> {
            try {
                return stored(FakeSettings.REGION).isEmpty() && stored(FakeSettings.PORT).equals("5070");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
