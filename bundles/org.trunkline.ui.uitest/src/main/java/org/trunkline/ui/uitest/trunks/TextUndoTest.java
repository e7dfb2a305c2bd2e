package org.trunkline.ui.uitest.trunks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;

import org.eclipse.nebula.widgets.nattable.NatTable;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.PlatformUI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.domain.config.Trunk;
import org.trunkline.testkit.Samples;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.uitest.Desk;
import org.trunkline.ui.uitest.Keys;

/** Ctrl+Z in a text field, and beside it; what Tab does to the next one. */
class TextUndoTest {
    private final FakeNode node = new FakeNode();
    private ServiceRegistration<Node> registration;

    @BeforeEach
    void begin() throws NodeUnavailableException {
        node.trunks().create(Trunk.of("Telia", "sip.telia.example"));
        node.changeLog().add(Samples.change(7, System.getProperty("user.name") + " (desk)"));
        registration = FrameworkUtil.getBundle(TextUndoTest.class).getBundleContext().registerService(Node.class, node, null);
        Desk.await("the node", () -> PlatformUI.getWorkbench().getService(ActiveNode.class).node().equals(Optional.of(node)));
        Desk.command(DeskCommands.EDIT, Map.of(DeskCommands.EDIT_KIND, "trunk", DeskCommands.EDIT_KEY, "Telia"));
        Desk.awaitWords("Trunk Telia");
        Keys.begin();
    }

    @AfterEach
    void end() {
        if (Desk.isOn("Revert"))
            Desk.click(Desk.button("Revert"));
        registration.unregister();
    }

    @Test
    void aTextFieldUndoesWhatWasTypedAndATableTakesTheLastChangeBack() {
        Text host = Desk.field(Text.class, "host");
        Desk.ui(() -> {
            host.setFocus();
            host.setSelection(host.getText().length());
        });
        Keys.type("abc");
        Desk.await("the letters", () -> host.getText().equals("sip.telia.exampleabc"));
        Keys.press('z', SWT.CTRL);
        Desk.await("the text before", () -> host.getText().equals("sip.telia.example"));
        Keys.press('y', SWT.CTRL);
        Desk.await("the letters again", () -> host.getText().equals("sip.telia.exampleabc"));
        Keys.press('z', SWT.CTRL);
        assertEquals(0, node.changeLog().taken().size());

        NatTable table = Desk.find(NatTable.class, "of the trunks", t -> t.isVisible() && t.getRowCount() == 2);
        Desk.ui(() -> {
            table.setFocus();
        });
        Keys.press('z', SWT.CTRL);
        Desk.awaitWords("Host: sip.old.example");
        Desk.click(Desk.button("Keep"));
    }

    @Test
    void whatIsTypedAfterTabReplacesWhatStoodThere() {
        Text host = Desk.field(Text.class, "host");
        Text port = Desk.field(Text.class, "port");
        Desk.ui(() -> {
            host.setFocus();
        });
        Keys.press(SWT.TAB);
        Desk.await("the port with the keyboard", port::isFocusControl);
        Keys.type("5070");
        Desk.await("the new port", () -> port.getText().equals("5070"));
    }
}
