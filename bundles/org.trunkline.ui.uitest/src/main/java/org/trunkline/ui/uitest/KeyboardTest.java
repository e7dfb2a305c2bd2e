package org.trunkline.ui.uitest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import org.eclipse.nebula.widgets.nattable.NatTable;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Link;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.Tree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.domain.border.BlockedSource;
import org.trunkline.domain.config.Trunk;
import org.trunkline.testkit.Samples;
import org.trunkline.testkit.node.FakeNode;

/** The desk without a mouse. */
class KeyboardTest {
    private static final List<String> AREAS = List.of("operations", "trunks", "records", "quality");
    private static final int MOST_STEPS = 150;
    /** Presses after which nothing new is taken for once around. */
    private static final int SAME = 12;

    private final FakeNode node = new FakeNode();
    private ServiceRegistration<Node> registration;

    @BeforeEach
    void begin() throws Exception {
        Busy.fill(node);
        registration = FrameworkUtil.getBundle(KeyboardTest.class).getBundleContext().registerService(Node.class, node,
                null);
        Desk.perspective("operations");
        Desk.awaitWords("Calls now: 2");
        Keys.begin();
    }

    @AfterEach
    void end() {
        registration.unregister();
        Desk.perspective("operations");
    }

    /** GTK gives the keyboard to no control then, and no key of the desk has an effect. */
    @Test
    void theKeyboardStaysWhenItsControlGoesAway() {
        Desk.ui(() -> {
            var control = new Text(Desk.window().getShell(), SWT.BORDER);
            control.setBounds(0, 0, 50, 20);
            control.moveAbove(null);
            assertTrue(control.setFocus());
            control.dispose();
        });
        Desk.await("a control with the keyboard", () -> Keys.focus().isPresent());
        open(AREAS.indexOf("records"));
    }

    /** What Tab does not come to is not there for many people. */
    @Test
    void tabReachesAllThatTakesInput() {
        var missed = new ArrayList<String>();
        for (int i = 0; i < AREAS.size(); i++) {
            String area = AREAS.get(i);
            open(i);
            List<Control> there = Desk.ui(KeyboardTest::takingInput);
            Set<Control> reached = walk();
            Desk.ui(() -> {
                var still = new HashSet<>(takingInput()); // a page may have given way to another meanwhile
                there.stream().filter(still::contains).filter(c -> !reached.contains(c)).map(Keys::name)
                        .forEach(name -> missed.add(area + ": " + name));
            });
        }
        assertEquals("", String.join("\n", missed));
    }

    private static List<Control> takingInput() {
        return Desk.all().stream().filter(KeyboardTest::takesInput).toList();
    }

    private static void open(int area) {
        Keys.press('1' + area, SWT.CTRL);
        Desk.await(AREAS.get(area), () -> Desk.window().getActivePage().getPerspective().getId()
                .endsWith(AREAS.get(area)));
        Busy.awaitFilled(AREAS.get(area), Busy.TRUNKS);
        Desk.awaitPainted();
    }

    /** Once around: as often as nothing new is reached. */
    private static Set<Control> walk() {
        var reached = new LinkedHashSet<Control>();
        int old = 0;
        for (int step = 0; step < MOST_STEPS && old < SAME; step++)
            old = tab().filter(reached::add).isPresent() ? 0 : old + 1;
        return reached;
    }

    /** One press, and where it leads; the same where it leads nowhere. */
    private static Optional<Control> tab() {
        Keys.press(SWT.TAB);
        return Keys.focus();
    }

    private static void tabTo(String what, Predicate<Control> which) {
        for (int step = 0; step < MOST_STEPS; step++) {
            Optional<Control> now = tab();
            if (Desk.ui(() -> now.filter(which).isPresent()))
                return;
        }
        throw new AssertionError("Tab never comes to " + what);
    }

    private static boolean takesInput(Control control) {
        return control.isEnabled() && control.getSize().x > 0 && switch (control) {
            case NatTable table -> true;
            case Text text -> true;
            case Combo combo -> true;
            case Tree tree -> true;
            case Table table -> true;
            case Button button -> !button.getText().isEmpty(); // without words: for the mouse alone, keys do it too
            case Link link -> link.getText().contains("<a");
            default -> false;
        };
    }

    @Test
    void aCallIsFoundAndHungUp() throws NodeUnavailableException {
        open(0);
        Button hangUp = Desk.button("Hang up");
        Composite view = Desk.ui(() -> hangUp.getParent().getParent());
        tabTo("the calls", c -> c instanceof NatTable && isIn(view, c));
        Keys.press(SWT.ARROW_DOWN);
        Desk.await("a selected call", hangUp::isEnabled);
        Desk.picture("keyboard-calls");
        int before = node.calls().list().size();
        Keys.press(SWT.DEL, SWT.CTRL);
        Shell window = Desk.ui(hangUp::getShell);
        Button answer = Desk.find(Button.class, "the answer", b -> b.getText().equals("Hang up") && b.getShell() != window);
        tabTo("the answer", c -> c == answer);
        Keys.press(' ');
        Desk.await("the end of it", () -> calls() == before - 1);
    }

    private int calls() {
        try {
            return node.calls().list().size();
        } catch (NodeUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isIn(Composite box, Control control) {
        for (Control c = control; c != null; c = c.getParent())
            if (c == box)
                return true;
        return false;
    }

    @Test
    void whatIsFilteredComesBackWithEscape() {
        open(0);
        tabTo("the filter", c -> c instanceof Text text && "Filter".equals(text.getMessage()));
        Keys.type("0812");
        Desk.await("the letters", () -> filter().equals("0812"));
        Keys.press(SWT.ESC);
        Desk.await("all of them", () -> filter().isEmpty());
    }

    @Test
    void aTrunkIsMadeAndSaved() {
        open(1);
        Keys.press('n', SWT.CTRL);
        Desk.awaitWords("New trunk");
        Desk.await("the caret in its name", () -> isField("name"));
        Keys.type("nordic");
        tabTo("its host", c -> "host".equals(c.getData("field")));
        Keys.type("192.0.2.77");
        Desk.await("Save", () -> Desk.look(Button.class, b -> b.getText().equals("Save") && b.isEnabled()).isPresent());
        Keys.press('s', SWT.CTRL);
        Desk.await("the trunk", () -> trunk("nordic").filter(t -> t.peer().host().equals("192.0.2.77")).isPresent());
        Desk.awaitWords("Trunk nordic");
        Desk.picture("keyboard-trunk");
    }

    private static boolean isField(String name) {
        Control now = Display.getCurrent().getFocusControl();
        return now != null && name.equals(now.getData("field"));
    }

    private Optional<Trunk> trunk(String name) {
        try {
            return node.trunks().find(name);
        } catch (NodeUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aSourceIsUnblocked() {
        node.blocked(List.of(Samples.blocked()));
        open(0);
        quickly("Blocked sources");
        Button unblock = Desk.button("Unblock");
        Composite view = Desk.ui(() -> unblock.getParent().getParent());
        tabTo("the sources", c -> c instanceof NatTable && isIn(view, c));
        Keys.press(SWT.ARROW_DOWN);
        Desk.await("a selected source", unblock::isEnabled);
        tabTo("the button", c -> c == unblock);
        Desk.picture("keyboard-blocked");
        Keys.press(' ');
        Desk.await("nobody blocked", () -> blocked().isEmpty());
        quickly("Alarms");
    }

    @Test
    void aWaitingMessageIsDeletedAfterAQuestion() {
        node.messages().add(Samples.waiting(7, "anna"));
        open(0);
        quickly("Waiting messages");
        Button delete = Desk.button("Delete");
        Composite view = Desk.ui(() -> delete.getParent().getParent());
        tabTo("the messages", c -> c instanceof NatTable && isIn(view, c));
        Keys.press(SWT.ARROW_DOWN);
        Desk.await("a selected message", delete::isEnabled);
        Desk.picture("waiting-messages");
        Desk.clickAndConfirm(delete, "Delete");
        Desk.await("no message waiting", () -> waiting() == 0);
        quickly("Alarms");
    }

    private long waiting() {
        try {
            return node.messages().waiting(Optional.empty(), Optional.empty(), 1).total();
        } catch (NodeUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    private List<BlockedSource> blocked() {
        try {
            return node.blockedSources();
        } catch (NodeUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theNodeIsToldToTakeNoCallsAndToTakeThemAgain() {
        open(0);
        tabTo("health", c -> c instanceof NatTable table && table.getColumnCount() > 1
                && "Component".equals(table.getDataValueByPosition(0, 0)));
        quickly("Refuse new calls");
        Desk.await("no new calls", () -> node.drainingThenStop().equals(Optional.of(false)));
        quickly("Accept new calls again");
        Desk.await("calls again", () -> node.drainingThenStop().isEmpty());
    }

    /** Finds a command or a view by its name, and does it. */
    private static void quickly(String name) {
        Keys.press('p', SWT.CTRL, SWT.SHIFT);
        Desk.await("Quick Access", () -> isPopup(Display.getCurrent().getActiveShell()));
        Keys.type(name.toLowerCase(Locale.ROOT));
        Desk.find(Table.class, "of what is found", t -> isPopup(t.getShell()) && t.getSelectionCount() == 1
                && t.getSelection()[0].getText(1).startsWith(name));
        Keys.press(SWT.CR);
        Desk.await("it closes", () -> !isPopup(Display.getCurrent().getActiveShell()));
    }

    private static boolean isPopup(Shell shell) {
        return shell != null && shell != Desk.window().getShell();
    }

    private static String filter() {
        return Display.getCurrent().getFocusControl() instanceof Text text ? text.getText() : "no field";
    }
}
