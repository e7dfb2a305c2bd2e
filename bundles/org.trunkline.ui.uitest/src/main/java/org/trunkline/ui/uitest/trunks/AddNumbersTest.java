package org.trunkline.ui.uitest.trunks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Control;
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
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.schema.Secret;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.uitest.Desk;
import org.trunkline.ui.uitest.Keys;

/** Many numbers in one step. */
class AddNumbersTest {
    private final FakeNode node = new FakeNode();
    private ServiceRegistration<Node> registration;

    @BeforeEach
    void begin() throws NodeUnavailableException {
        node.subscribers().create(new Subscriber("anna", Secret.of("a-good-one"), "", true, CallHandling.PLAIN, Srtp.OFFER));
        node.numbers().create(new NumberAssignment("+4686840099", "anna"));
        registration = FrameworkUtil.getBundle(AddNumbersTest.class).getBundleContext().registerService(Node.class, node, null);
        Desk.await("the node", () -> PlatformUI.getWorkbench().getService(ActiveNode.class).node().equals(Optional.of(node)));
        Desk.command(DeskCommands.EDIT, Map.of(DeskCommands.EDIT_KIND, "number", DeskCommands.EDIT_KEY, "+4686840099"));
    }

    @AfterEach
    void end() {
        Desk.ui(() -> Stream.of(Display.getDefault().getShells()).filter(shell -> shell != Desk.window().getShell() && shell.isVisible())
                .forEach(Shell::close)); // a dialog that stays open takes the keys of all that follow
        registration.unregister();
    }

    @Test
    void escapeClosesItFromEachField() {
        for (boolean inLines : new boolean[] {true, false}) {
            Desk.click(Desk.button("Add many…"));
            Text lines = Desk.find(Text.class, "of the numbers", t -> "numbers".equals(t.getData("field")));
            Combo owner = Desk.find(Combo.class, "of the subscriber", c -> "owner".equals(c.getData("field")));
            Desk.await("who there is", () -> owner.getItemCount() == 1);
            Control field = inLines ? lines : owner;
            Desk.ui(() -> {
                lines.getShell().forceActive();
                field.setFocus();
            });
            Desk.await("the caret in it", field::isFocusControl);
            Keys.type("46");
            Desk.await("what is typed", () -> lines.getText().equals(inLines ? "46" : "") && owner.getText().equals(inLines ? "" : "46"));
            Keys.press(SWT.ESC);
            Desk.await("it closes", lines::isDisposed);
        }
    }

    @Test
    void aRangeIsAddedAsAWholeOrNotAtAll() throws NodeUnavailableException {
        Desk.click(Desk.button("Add many…"));
        Text lines = Desk.find(Text.class, "of the numbers", t -> "numbers".equals(t.getData("field")));
        Combo owner = Desk.find(Combo.class, "of the subscriber", c -> "owner".equals(c.getData("field")));
        Desk.ui(() -> owner.setText("anna"));
        Desk.type(lines, "+4686840000-099");
        Desk.awaitWords("100 numbers, +4686840000 to +4686840099.");
        Desk.picture("add-numbers");
        Desk.click(Desk.button("Add all"));
        Desk.awaitWords("Nothing was added. +4686840099: +4686840099 is already in use.");
        assertEquals(1, node.numbers().list(Optional.empty(), 1).total());
        Button add = Desk.button("Add all");
        assertTrue(Desk.ui(() -> add.isEnabled()), "the other number may be gone by now");
        Desk.type(lines, "+4686840000–098");
        Desk.click(Desk.button("Add all"));
        Desk.await("the numbers", () -> {
            try {
                return node.numbers().list(Optional.empty(), 1).total() == 100;
            } catch (NodeUnavailableException e) {
                return false;
            }
        });
    }
}
