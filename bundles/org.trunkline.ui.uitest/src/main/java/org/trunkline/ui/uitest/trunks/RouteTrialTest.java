package org.trunkline.ui.uitest.trunks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;

import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.ui.PlatformUI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.schema.Secret;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.uitest.Desk;

/** The view Try route. */
class RouteTrialTest {
    private final FakeNode node = new FakeNode();
    private ServiceRegistration<Node> registration;

    @BeforeEach
    void begin() throws NodeUnavailableException {
        node.subscribers().create(new Subscriber("anna", Secret.of("a-good-one"), "", true, CallHandling.PLAIN, Srtp.OFFER));
        registration = FrameworkUtil.getBundle(RouteTrialTest.class).getBundleContext().registerService(Node.class, node, null);
        Desk.await("the node", () -> PlatformUI.getWorkbench().getService(ActiveNode.class).node().equals(Optional.of(node)));
    }

    @AfterEach
    void end() {
        Desk.ui(() -> Desk.window().getActivePage().hideView(Desk.window().getActivePage().findView(
                "org.trunkline.ui.cdr.routeTrial")));
        registration.unregister();
    }

    @Test
    void theStepsOfANumberAreSaid() {
        Desk.perspective("trunks");
        Desk.command(DeskCommands.TRY_ROUTE, Map.of());
        Combo caller = Desk.field(Combo.class, "caller");
        Desk.await("the callers", () -> caller.getText().equals("Subscriber anna"));
        Desk.command(DeskCommands.TRY_ROUTE, Map.of(DeskCommands.TRY_ROUTE_NUMBER, "070-123 45 67"));
        StyledText said = Desk.find(StyledText.class, "of the result", t -> t.getText().contains("Telia A would be called"));
        Desk.picture("route-trial");
        String text = Desk.ui(() -> said.getText());
        assertTrue(text.contains("Carrier B was passed over: 30 of 30 calls in use."), text);
        assertTrue(text.contains("Telia A would be called first, as 0701234567, from 0850010000."), text);
        assertEquals(Optional.of("anna"), node.trials().asked().getFirst().caller().subscriber());
    }
}
