package org.trunkline.ui.uitest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.PlatformUI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.testkit.FakeNode;
import org.trunkline.testkit.Samples;
import org.trunkline.ui.ActiveNode;

/** Nothing ends calls without a question. */
class LeavingTest {
    private static final String LIVE = "org.trunkline.ui.calls.live";
    private static final String WAIT = "Take no new calls and close after the last";

    private final FakeNode node = new FakeNode();
    private ServiceRegistration<Node> registration;

    @BeforeEach
    void begin() {
        registration = FrameworkUtil.getBundle(LeavingTest.class).getBundleContext().registerService(Node.class, node, null);
        Desk.perspective("operations");
        Desk.await("the node", () -> PlatformUI.getWorkbench().getService(ActiveNode.class).node().equals(Optional.of(node)));
    }

    @AfterEach
    void end() {
        registration.unregister();
    }

    /** As the window's close button does. @return whether the desk is still there */
    private static boolean closeWindow() {
        Desk.ui(() -> Desk.window().getShell().close());
        return Desk.ui(() -> PlatformUI.isWorkbenchRunning() && !Desk.window().getShell().isDisposed());
    }

    private static void answer(String words) {
        Shell window = Desk.ui(() -> Desk.window().getShell());
        Desk.click(Desk.find(Button.class, words, b -> b.getText().equals(words) && b.getShell() != window));
        Desk.await("the question's end", () -> Desk.look(Button.class, b -> b.getText().equals(words)
                && b.getShell() != window).isEmpty());
    }

    @Test
    void closingTheWindowAsksWhileThereAreCalls() {
        int calls = Samples.status().callsNow();
        assertTrue(calls > 0, "the sample carries calls");
        assertTrue(closeWindow());
        Desk.awaitWords(calls + " calls are in progress on the embedded node");
        Desk.picture("leaving-question");
        answer("Cancel");
        assertEquals(Optional.empty(), node.drainingThenStop());

        assertTrue(closeWindow());
        answer(WAIT);
        assertEquals(Optional.of(false), node.drainingThenStop());
        Desk.await("the title", () -> Desk.window().getShell().getText().contains("(" + calls + " left)"));

        assertTrue(closeWindow());
        answer("Stay open and take calls again");
        assertEquals(Optional.empty(), node.drainingThenStop());
        Desk.await("the title", () -> Desk.window().getShell().getText().equals("Trunkline"));
    }

    @Test
    void shiftHangsUpAtOnceAndTheSelectionStaysWithItsCall() throws NodeUnavailableException {
        node.calls().set(List.of(Samples.call(1), Samples.call(2)));
        Desk.await("two calls", () -> Desk.look(Label.class, l -> l.getText().equals("2")).isPresent());
        var selection = Desk.view(LIVE).getViewSite().getSelectionProvider();
        Desk.ui(() -> selection.setSelection(new StructuredSelection(Samples.id(2))));
        Desk.await("Hang up", () -> Desk.isOn("Hang up"));
        node.calls().set(List.of(Samples.call(3), Samples.call(4), Samples.call(2), Samples.call(1)));
        Desk.await("four calls", () -> Desk.look(Label.class, l -> l.getText().equals("4")).isPresent());
        Button hangUp = Desk.button("Hang up");
        Desk.ui(() -> {
            var click = new Event();
            click.stateMask = SWT.SHIFT;
            hangUp.notifyListeners(SWT.Selection, click);
        });
        Desk.await("three calls", () -> Desk.look(Label.class, l -> l.getText().equals("3")).isPresent());
        assertFalse(node.calls().list().contains(Samples.call(2)));
    }
}
