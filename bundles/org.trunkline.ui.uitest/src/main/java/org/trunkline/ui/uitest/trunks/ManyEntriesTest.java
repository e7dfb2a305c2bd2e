package org.trunkline.ui.uitest.trunks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.nebula.widgets.nattable.NatTable;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
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
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.schema.Secret;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.uitest.Desk;

/** Several entries edited at once, and an entry that gets another name. */
class ManyEntriesTest {
    private final FakeNode node = new FakeNode();
    private ServiceRegistration<Node> registration;

    @BeforeEach
    void begin() throws NodeUnavailableException {
        for (String name : List.of("anna", "bert"))
            node.subscribers().create(new Subscriber(name, Secret.of("a-good-one"), "", true, CallHandling.PLAIN, Srtp.OFFER));
        for (int i = 0; i < 5; i++)
            node.numbers().create(new NumberAssignment("+468684000" + i, i == 0 ? "bert" : "anna"));
        node.trunks().create(Trunk.of("Telia", "sip.telia.example"));
        node.routes().create(new Route("+46", List.of("Telia")));
        registration = FrameworkUtil.getBundle(ManyEntriesTest.class).getBundleContext().registerService(Node.class, node, null);
        Desk.await("the node", () -> PlatformUI.getWorkbench().getService(ActiveNode.class).node().equals(Optional.of(node)));
    }

    @AfterEach
    void end() {
        Desk.ui(() -> Stream.of(Display.getDefault().getShells()).filter(shell -> shell != Desk.window().getShell() && shell.isVisible())
                .forEach(Shell::close)); // a dialog that stays open takes the keys of all that follow
        if (Desk.isOn("Revert"))
            Desk.click(Desk.button("Revert"));
        registration.unregister();
    }

    private static void edit(String kind, String key) {
        Desk.command(DeskCommands.EDIT, Map.of(DeskCommands.EDIT_KIND, kind, DeskCommands.EDIT_KEY, key));
    }

    private static void await(String what, Asked asked) {
        Desk.await(what, (BooleanSupplier) () -> {
            try {
                return asked.now();
            } catch (NodeUnavailableException e) {
                return false;
            }
        });
    }

    private interface Asked {
        boolean now() throws NodeUnavailableException;
    }

    @Test
    void theSameValueForAllSelectedNumbersIsOneChange() throws NodeUnavailableException {
        edit("number", "+4686840003");
        Desk.awaitWords("Number +4686840003");
        Desk.find(NatTable.class, "of the numbers", t -> t.isVisible() && t.getRowCount() == 6);
        var selection = Desk.ui(() -> Desk.view("org.trunkline.ui.trunks.entries").getSite().getSelectionProvider());
        Desk.ui(() -> selection.setSelection(new StructuredSelection(List.of("+4686840000", "+4686840001", "+4686840002",
                "+4686840003", "+4686840004"))));
        Desk.command("org.trunkline.ui.trunks.editMany", Map.of());
        Button box = Desk.find(Button.class, "to tick", b -> "subscriber".equals(b.getData("change")));
        Desk.ui(() -> {
            box.setSelection(true);
            box.notifyListeners(SWT.Selection, new Event());
        });
        Combo owner = Desk.find(Combo.class, "of the subscriber", c -> c.getShell() == box.getShell() && "subscriber".equals(c.getData("field")));
        Desk.ui(() -> owner.setText("nobody"));
        Desk.awaitWords("Nothing can be changed. +4686840000: Subscriber: Subscriber nobody does not exist.");
        Desk.ui(() -> owner.setText("bert"));
        Desk.awaitWords("1 of them has these values already.");
        Desk.picture("edit-many");
        Desk.click(Desk.button("Change 4 numbers"));
        await("the numbers", () -> node.numbers().list(Optional.empty(), 10).items().stream().allMatch(n -> n.subscriber().equals("bert")));
        assertEquals(5, node.numbers().list(Optional.empty(), 10).total());
    }

    @Test
    void aFieldIsEditedInItsCellWithTheChecksOfTheForm() throws NodeUnavailableException {
        edit("number", "+4686840003");
        Desk.awaitWords("Number +4686840003");
        NatTable numbers = Desk.find(NatTable.class, "of the numbers", t -> t.isVisible() && t.getRowCount() == 6
                && "Number".equals(t.getDataValueByPosition(0, 0)));
        Desk.ui(() -> key(numbers, SWT.F2));
        Combo cell = Desk.find(Combo.class, "in the cell", c -> c.getParent() == numbers);
        Desk.await("what is offered", () -> cell.getItemCount() == 2 && cell.getText().equals("anna"));
        Desk.picture("edit-cell");
        Desk.ui(() -> {
            cell.setText("nobody");
            cell.notifyListeners(SWT.DefaultSelection, new Event());
        });
        Desk.await("why not", () -> String.valueOf(cell.getToolTipText()).contains("Subscriber nobody does not exist.")
                && cell.isEnabled());
        Desk.ui(() -> {
            cell.setText("bert");
            cell.notifyListeners(SWT.DefaultSelection, new Event());
        });
        await("the change", () -> node.numbers().find("+4686840003").orElseThrow().subscriber().equals("bert"));
        Desk.await("the field to close", cell::isDisposed);
        assertEquals("anna", node.numbers().find("+4686840002").orElseThrow().subscriber());
    }

    @Test
    void tabGoesOnToTheNextCellOfTheRow() throws NodeUnavailableException {
        NatTable groups = oneRingGroup();
        Desk.ui(() -> key(groups, SWT.F2));
        Text number = Desk.find(Text.class, "the number's cell", t -> t.getParent() == groups);
        Desk.ui(() -> {
            number.setText("601");
            var tab = new Event();
            tab.detail = SWT.TRAVERSE_TAB_NEXT;
            number.notifyListeners(SWT.Traverse, tab);
        });
        Combo strategy = Desk.find(Combo.class, "the next cell", c -> c.getParent() == groups && "strategy".equals(c.getData("field")));
        await("the number", () -> node.ringGroups().find("sales").orElseThrow().number().equals(Optional.of("601")));
        Desk.await("the row to be read again", () -> shows(groups, "601"));
        Desk.ui(() -> {
            var back = new Event();
            back.detail = SWT.TRAVERSE_TAB_PREVIOUS;
            strategy.notifyListeners(SWT.Traverse, back);
        });
        Text before = Desk.find(Text.class, "the cell before", t -> t.getParent() == groups);
        assertTrue(strategy.isDisposed());
        assertEquals("601", Desk.ui(() -> before.getText()));
    }

    /** The table with the group {@code sales}, whose number is 600. */
    private NatTable oneRingGroup() throws NodeUnavailableException {
        node.ringGroups().create(new RingGroup("sales", Optional.of("600"), List.of("anna"), RingGroup.Strategy.ALL, 20, Optional.empty()));
        edit("ring-group", "sales");
        Desk.awaitWords("Ring group sales");
        return Desk.find(NatTable.class, "of the ring groups", t -> t.isVisible() && t.getRowCount() == 2
                && "sales".equals(t.getDataValueByPosition(0, 1)));
    }

    private static boolean shows(NatTable table, String text) {
        return IntStream.range(0, table.getColumnCount()).anyMatch(column -> text.equals(table.getDataValueByPosition(column, 1)));
    }

    @Test
    void theFieldMovesWithItsRow() throws NodeUnavailableException {
        NatTable groups = oneRingGroup();
        Desk.ui(() -> key(groups, SWT.F2));
        Text number = Desk.find(Text.class, "the number's cell", t -> t.getParent() == groups);
        Desk.ui(() -> number.setText("602"));
        node.ringGroups().create(new RingGroup("office", Optional.of("500"), List.of("anna"), RingGroup.Strategy.ALL, 20, Optional.empty()));
        Desk.await("the field over its row", () -> groups.getRowCount() == 3
                && groups.getRowPositionByY(number.getLocation().y + number.getSize().y / 2) == 2);
        assertEquals("602", Desk.ui(() -> number.getText()), "what is typed stays");
    }

    private static void key(NatTable table, int code) {
        var event = new Event();
        event.keyCode = code;
        table.notifyListeners(SWT.KeyDown, event);
    }

    @Test
    void theRoutesOfATrunkFollowItsNewName() throws NodeUnavailableException {
        edit("trunk", "Telia");
        Desk.awaitWords("Trunk Telia");
        Desk.type(Desk.field(Text.class, "name"), "Telia Stockholm");
        Desk.await("Save", () -> Desk.isOn("Save"));
        Desk.click(Desk.button("Save"));
        Desk.awaitWords("Trunk Telia Stockholm");
        await("the route", () -> node.routes().find("+46").orElseThrow().trunks().equals(List.of("Telia Stockholm")));
        assertEquals(Optional.empty(), node.trunks().find("Telia"));
    }
}
