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
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.schema.Secret;
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
        node.subscribers().create(new Subscriber("owner", Secret.of("a-good-one"), "Olle Owner", true, CallHandling.PLAIN, Srtp.OFFER));
        node.numbers().create(new NumberAssignment(READ, "owner"));
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
        Desk.await("the owner", () -> found().contains("Subscriber owner"));
        assertEquals("Subscriber owner", found().getFirst());
        Desk.picture("find-number");
        Keys.press(SWT.CR);
        Desk.awaitWords("Subscriber owner");
        assertTrue(Desk.ui(() -> list().isEmpty()));
    }

    @Test
    void everythingIsFoundInGroupsAndChosenWithArrows() {
        find("telia");
        Desk.await("trunk, calls, and the way to all calls", () -> found().containsAll(List.of(Busy.TRUNK, "Calls that match telia")));
        Desk.picture("find-groups");
        assertEquals(Busy.TRUNK, found().getFirst());
        Keys.press(SWT.ARROW_DOWN);
        Desk.await("the first chosen", () -> chosen().isPresent());
        Keys.press(SWT.ESC);
        Desk.await("a closed list", () -> Desk.ui(() -> list().isEmpty()));
        assertEquals("telia", Desk.ui(() -> ((Text) Keys.focus().orElseThrow()).getText()));
        Desk.ui(() -> ((Text) Keys.focus().orElseThrow()).setText("guide"));
        Desk.await("a guide or a view", () -> found().contains("Guides"));
    }

    @Test
    void anotherTextThrowsAwayWhatWasFound() {
        find("telia");
        Desk.await("the trunk", () -> found().contains(Busy.TRUNK));
        Desk.ui(() -> ((Text) Keys.focus().orElseThrow()).setText("zzzz"));
        Desk.await("nothing of the former", () -> found().equals(List.of("Calls that match zzzz")));
        Keys.press(SWT.CR);
        Desk.await("Call Records", () -> Desk.window().getActivePage().getPerspective().getId().endsWith("records"));
    }

    @Test
    void aDoubleClickOnANumberGoesToItsOwner() throws NodeUnavailableException {
        var call = Samples.call(1);
        node.numbers().create(new NumberAssignment(call.from().normalised(), "owner"));
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
        Desk.awaitWords("Subscriber owner");
    }

    @Test
    void namesInWhyAreLinks() {
        Records.open(node, Busy.CALLS);
        Busy.selectFirst();
        StyledText facts = Desk.find(StyledText.class, "facts of the call", t -> t.getText().contains("Call id"));
        Desk.await("an underlined number", () -> Stream.of(facts.getStyleRanges()).anyMatch(range -> range.underline));
    }
}
