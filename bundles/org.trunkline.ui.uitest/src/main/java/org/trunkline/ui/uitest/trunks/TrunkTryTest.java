package org.trunkline.ui.uitest.trunks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.PlatformUI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.uitest.Desk;

/** A trunk that is tried before it is saved. */
class TrunkTryTest {
    private final FakeNode node = new FakeNode();
    private ServiceRegistration<Node> registration;

    @BeforeEach
    void begin() {
        registration = FrameworkUtil.getBundle(TrunkTryTest.class).getBundleContext().registerService(Node.class, node, null);
        Desk.await("the node", () -> PlatformUI.getWorkbench().getService(ActiveNode.class).node().equals(Optional.of(node)));
    }

    @AfterEach
    void end() {
        Desk.ui(() -> Stream.of(Display.getDefault().getShells()).filter(shell -> shell != Desk.window().getShell() && shell.isVisible())
                .forEach(Shell::close)); // a dialog that stays open takes the keys of all that follow
        if (Desk.isOn("Revert"))
            Desk.click(Desk.button("Revert"));
        registration.unregister();
        Desk.perspective("operations");
    }

    @Test
    void itsValuesAreCalledOverAsTheyAreTyped() throws NodeUnavailableException {
        Desk.command(DeskCommands.NEW, Map.of(DeskCommands.NEW_KIND, "trunk"));
        Desk.type(Desk.field(Text.class, "name"), "Telia");
        Desk.type(Desk.field(Text.class, "host"), "sip.telia.example");
        Desk.click(Desk.button("Try"));
        Desk.awaitWords("Name (DNS): leads to 192.0.2.7");
        Desk.click(Desk.button("Test call…"));
        Desk.awaitWords("Calls a number over Telia with the values in the editor, saved or not.");
        Desk.type(Desk.field(Text.class, "test.number"), "+46701234567");
        Desk.picture("test-call-unsaved");
        Desk.click(call());
        Desk.awaitWords("Answered after 800 ms with PCMA");
        assertEquals(List.of("sip.telia.example"), hosts());
        Desk.type(Desk.field(Text.class, "host"), "sip2.telia.example");
        Desk.await("Call", call()::isEnabled);
        Desk.click(call());
        Desk.await("the other host", () -> hosts().equals(List.of("sip.telia.example", "sip2.telia.example")));
        assertEquals(Optional.empty(), node.trunks().find("Telia"));
    }

    /** Of the dialog. */
    private static Button call() {
        return Desk.find(Button.class, "Call", b -> b.getText().equals("Call") && b.getShell() != Desk.window().getShell());
    }

    private List<String> hosts() {
        return node.trials().unsaved().stream().map(trunk -> trunk.peer().host()).toList();
    }
}
