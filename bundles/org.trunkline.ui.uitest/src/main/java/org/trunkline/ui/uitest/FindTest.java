package org.trunkline.ui.uitest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.nebula.widgets.nattable.NatTable;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableItem;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.PlatformUI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.testkit.Samples;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.ActiveNode;

/** The search box that finds everything, by the keyboard; and the ways from a number to its owner. */
class FindTest {
    /** As the node of the test reads whatever is dialled. */
    private static final String READ = "+46701234567";

    private final FakeNode node = new FakeNode();
    private ServiceRegistration<Node> registration;

    @BeforeEach
    void begin() throws NodeUnavailableException {
        Busy.fill(node);
        assertEquals(Optional.of("anna"), node.numbers().find(READ).map(NumberAssignment::subscriber));
        registration = FrameworkUtil.getBundle(FindTest.class).getBundleContext().registerService(Node.class, node, null);
        Desk.perspective("operations");
        Desk.await("the node", () -> PlatformUI.getWorkbench().getService(ActiveNode.class).node().equals(Optional.of(node)));
        Keys.begin();
    }

    @AfterEach
    void end() {
        registration.unregister();
        Desk.perspective("operations");
    }

    private static void find(String text) {
        Keys.press('k', SWT.CTRL);
        Desk.await("the caret in the box", () -> Keys.focus().filter(Text.class::isInstance).isPresent());
        Keys.type(text);
    }

    /** Of the box: a key from the window system goes to the list while that lies over it, under a test's display. */
    private static void key(int key) {
        Desk.ui(() -> {
            Text field = field();
            var event = new Event();
            event.keyCode = key;
            field.notifyListeners(key == SWT.CR ? SWT.DefaultSelection : SWT.KeyDown, event);
        });
    }

    private static Text field() {
        return Desk.ui(() -> Desk.look(Text.class, t -> t.getMessage().startsWith("Search or go to")).orElseThrow());
    }

    private static String text() {
        return Desk.ui(() -> field().getText());
    }

    /** Titles in the list, as far as it has come. */
    private static List<String> found() {
        return Desk.ui(() -> list().map(table -> Stream.of(table.getItems()).map(item -> item.getText(1)).toList()).orElse(List.of()));
    }

    private static Optional<Table> list() {
        return Desk.look(Table.class, t -> t.getColumnCount() == 3 && !t.getShell().getText().equals(Desk.window().getShell().getText()));
    }

    private static Optional<String> chosen() {
        return Desk.ui(() -> list().map(Table::getSelection).filter(s -> s.length == 1).map(s -> s[0]).map(TableItem::getText));
    }

    @Test
    void aNumberAsItIsWrittenLeadsToItsOwner() {
        find("070-123 45 67");
        Desk.await("the owner", () -> found().contains("Subscriber anna"));
        assertEquals("Subscriber anna", found().getFirst());
        Desk.picture("find-number");
        key(SWT.CR);
        Desk.awaitWords("Subscriber anna");
        assertTrue(Desk.ui(() -> list().isEmpty()));
    }

    @Test
    void everythingIsFoundInGroupsAndChosenWithArrows() {
        find("telia");
        Desk.await("trunk, calls, and the way to all calls", () -> found().containsAll(List.of(Busy.TRUNK, "Calls that match telia")));
        Desk.picture("find-groups");
        assertEquals(Busy.TRUNK, found().getFirst());
        key(SWT.ARROW_DOWN);
        Desk.await("the first chosen", () -> chosen().isPresent());
        key(SWT.ESC);
        Desk.await("a closed list", () -> Desk.ui(() -> list().isEmpty()));
        assertEquals("telia", text());
        Desk.type(field(), "guide");
        Desk.await("a guide or a view", () -> found().contains("Guides"));
    }

    @Test
    void anotherTextThrowsAwayWhatWasFound() {
        find("telia");
        Desk.await("the trunk", () -> found().contains(Busy.TRUNK));
        Desk.type(field(), "zzzz");
        Desk.await("nothing of the former", () -> found().equals(List.of("Calls that match zzzz")));
        key(SWT.CR);
        Desk.await("Call Records", () -> Desk.window().getActivePage().getPerspective().getId().endsWith("records"));
    }

    @Test
    void aDoubleClickOnANumberGoesToItsOwner() throws NodeUnavailableException {
        var call = Samples.call(1);
        assertEquals(READ, call.from().normalised());
        NatTable table = Desk.find(NatTable.class, "live calls", t -> t.getColumnCount() > 1
                && "State".equals(t.getDataValueByPosition(0, 0)));
        Desk.ui(() -> {
            node.calls().set(List.of(call));
            return true;
        });
        Desk.await("one call", () -> table.getRowCount() == 2);
        Desk.ui(() -> {
            var cell = table.getBoundsByPosition(1, 1);
            var click = new Event();
            click.button = 1;
            click.x = cell.x + 5;
            click.y = cell.y + 5;
            table.notifyListeners(SWT.MouseDoubleClick, click);
        });
        Desk.awaitWords("Subscriber anna");
    }

    @Test
    void namesInWhyAreLinks() {
        Records.open(node, Busy.CALLS);
        Busy.selectFirst();
        StyledText facts = Desk.find(StyledText.class, "facts of the call", t -> t.getText().contains("Call id"));
        Desk.await("an underlined number", () -> Stream.of(facts.getStyleRanges()).anyMatch(range -> range.underline));
    }
}
