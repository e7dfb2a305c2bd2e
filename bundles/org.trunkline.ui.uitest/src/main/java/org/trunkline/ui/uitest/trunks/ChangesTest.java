package org.trunkline.ui.uitest.trunks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.eclipse.ui.PlatformUI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.api.config.LoggedChange;
import org.trunkline.api.node.Node;
import org.trunkline.testkit.Samples;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.testkit.node.FakeSettings;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.uitest.Desk;

/** The view Changes, and the key that takes the last one back. */
class ChangesTest {
    private static final String ME = System.getProperty("user.name") + " (desk)";

    private final FakeNode node = new FakeNode();
    private ServiceRegistration<Node> registration;

    @BeforeEach
    void begin() {
        node.changeLog().add(Samples.change(7, ME));
        node.changeLog().add(Samples.change(8, "bob"));
        registration = FrameworkUtil.getBundle(ChangesTest.class).getBundleContext().registerService(Node.class, node, null);
        Desk.await("the node", () -> PlatformUI.getWorkbench().getService(ActiveNode.class).node().equals(Optional.of(node)));
        Desk.perspective("trunks");
        Desk.command("org.trunkline.ui.changes", Map.of());
        Desk.awaitWords("Select a change to see its fields");
    }

    @AfterEach
    void end() {
        Desk.ui(() -> Desk.window().getActivePage().hideView(Desk.window().getActivePage().findView(
                "org.trunkline.ui.trunks.changes")));
        registration.unregister();
    }

    @Test
    void myLastChangeIsTakenBackAfterAQuestionThatNamesIt() {
        Desk.picture("changes");
        Desk.command("org.eclipse.ui.edit.undo", Map.of());
        Desk.awaitWords("trunk Telia A\nHost: sip.old.example → sip.telia.example");
        Desk.click(Desk.button("Take back all 3"));
        Desk.await("the change to be taken back", () -> !node.changeLog().taken().isEmpty());
        assertEquals(List.of("7 together"), node.changeLog().taken());
    }

    @Test
    void oneOfSeveralChangesIsTakenBackAlone() {
        Desk.command("org.eclipse.ui.edit.undo", Map.of());
        Desk.awaitWords("trunk Telia A\nHost: sip.old.example → sip.telia.example");
        Desk.click(Desk.button("Take back"));
        Desk.await("the change to be taken back", () -> !node.changeLog().taken().isEmpty());
        assertEquals(List.of("7"), node.changeLog().taken());
    }

    @Test
    void aSettingIsNamedByItsLabelAndTakenBack() {
        node.changeLog().add(new LoggedChange(9, 12, Samples.START, ME, "change", "settings", Optional.of(new LoggedChange.Key("settings",
                FakeSettings.PORT)), List.of(new LoggedChange.Field(FakeSettings.PORT, "5060", "5070")), false, "", 1,
                OptionalLong.empty(), OptionalLong.empty()));
        Desk.command("org.eclipse.ui.edit.undo", Map.of());
        Desk.awaitWords("node settings\nSIP port: 5060 → 5070");
        Desk.click(Desk.button("Take back"));
        Desk.await("the change to be taken back", () -> !node.changeLog().taken().isEmpty());
        assertEquals(List.of("9"), node.changeLog().taken());
    }
}
