package org.trunkline.ui.uitest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.PlatformUI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.api.node.Node;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskCommands;

/** From a new subscriber to all that its phone needs. */
class PhoneCardTest {
    private final FakeNode node = new FakeNode();
    private ServiceRegistration<Node> registration;

    @BeforeEach
    void begin() {
        registration = FrameworkUtil.getBundle(PhoneCardTest.class).getBundleContext().registerService(Node.class, node, null);
        Desk.await("the node", () -> PlatformUI.getWorkbench().getService(ActiveNode.class).node().equals(Optional.of(node)));
    }

    @AfterEach
    void end() {
        Desk.ui(() -> List.of(Display.getDefault().getShells()).stream().filter(s -> s.getText().startsWith("Phone card of"))
                .forEach(Shell::close));
        if (Desk.isOn("Revert"))
            Desk.click(Desk.button("Revert"));
        registration.unregister();
    }

    private static String field(String name) {
        return Desk.ui(() -> Desk.look(Text.class, t -> name.equals(t.getData("field"))).map(Text::getText).orElse(""));
    }

    @Test
    void theCardOfANewSubscriberShowsThePasswordJustTyped() {
        Desk.command(DeskCommands.NEW, Map.of(DeskCommands.NEW_KIND, "subscriber"));
        Desk.type(Desk.field(Text.class, "username"), "anna");
        Desk.type(Desk.field(Text.class, "password"), "correct & horse");
        Desk.await("Save", () -> Desk.isOn("Save"));
        Desk.click(Desk.button("Save"));
        Desk.click(Desk.button("Phone card…"));
        Desk.await("the card", () -> field("card.password").equals("correct & horse"));
        assertEquals(List.of("192.0.2.10", "5060", "UDP", "anna"), List.of(field("card.server"), field("card.port"),
                field("card.transport"), field("card.user")));
        Desk.awaitWords("The password is shown this once.");
        Desk.awaitWords("https://192.0.2.10:8060/provision/token-anna/yealink/phone.cfg");
        Desk.picture("phone-card");
        Desk.click(Desk.button("Copy all"));
        assertTrue(Desk.ui(PhoneCardTest::clipboard).contains("Password: correct & horse"));

        var listener = Desk.find(Combo.class, "the listeners", c -> List.of(c.getItems()).contains("192.0.2.10:5061 TLS"));
        Desk.ui(() -> {
            listener.select(1);
            listener.notifyListeners(SWT.Selection, new Event());
        });
        Desk.await("the card of TLS", () -> field("card.port").equals("5061") && field("card.transport").equals("TLS"));
        assertEquals("correct & horse", field("card.password"));
        Desk.click(Desk.button("Close"));
    }

    private static String clipboard() {
        var clipboard = new Clipboard(Display.getDefault());
        try {
            return String.valueOf(clipboard.getContents(TextTransfer.getInstance()));
        } finally {
            clipboard.dispose();
        }
    }
}
