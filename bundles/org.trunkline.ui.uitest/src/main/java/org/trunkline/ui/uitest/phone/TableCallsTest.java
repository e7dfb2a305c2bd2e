package org.trunkline.ui.uitest.phone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.eclipse.nebula.widgets.nattable.NatTable;
import org.eclipse.nebula.widgets.nattable.viewport.command.ViewportSelectRowCommand;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.swt.widgets.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.LoggedChange;
import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Route;
import org.trunkline.testkit.FakeDirectory;
import org.trunkline.testkit.Samples;
import org.trunkline.testkit.node.FakeEntries;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.uitest.Desk;

/** Numbers in tables are called from the menu of their cell, with a phone that the test plays. */
class TableCallsTest {
    @RegisterExtension
    final PhoneDesk desk = new PhoneDesk();
    private final FakeNode node = desk.node;
    private final FakePhone phone = desk.phone;

    @BeforeEach
    void begin() throws NodeUnavailableException {
        node.trunks().create(FakeDirectory.trunk("Telia A", "192.0.2.1"));
        node.cdrs().add(Samples.cdr(1));
        PhoneDesk.becomePhoneOfAnna();
    }

    @AfterEach
    void end() {
        edit("trunk", "Telia A"); // as others begin
    }

    private static void edit(String kind, String key) {
        Desk.command(DeskCommands.EDIT, Map.of(DeskCommands.EDIT_KIND, kind, DeskCommands.EDIT_KEY, key));
    }

    @Test
    void entriesOfTheHouse() throws NodeUnavailableException {
        node.numbers().create(new NumberAssignment("+46812345678", "bo"));
        node.ringGroups().create(new RingGroup("sales", Optional.of("600"), List.of("anna", "bo"), RingGroup.Strategy.ALL, 20, Optional.of("+46701234567")));
        node.routes().create(new Route("+46", List.of("Telia A")));
        edit("ring-group", "sales");
        NatTable groups = table("Name", "Number", "Ring order");
        assertEquals(List.of("Call 600", "Call 600 over trunk…", "Message 600"), offers(groups, "Number", "600"));
        called(groups, "Number", "600", "600");
        overTrunk(groups, "If unanswered", "+46701234567", "+46701234567");
        assertEquals(List.of("Call anna", "Call bo", "Call anna over trunk…", "Call bo over trunk…", "Message anna", "Message bo"),
                offers(groups, "Members", "1 anna, 2 bo"));
        edit("number", "+46812345678");
        NatTable numbers = table("Number", "Subscriber");
        overTrunk(numbers, "Number", "+46812345678", "+46812345678");
        called(numbers, "Subscriber", "bo", "bo");
        edit("subscriber", "anna");
        called(table("Username", "Name"), "Username", "anna", "anna");
        edit("route", "+46");
        assertEquals(List.of(), offers(table("Prefix", "Trunks"), "Prefix", "+46"), "a prefix is no number");
        edit("trunk", "Telia A");
        assertEquals(List.of(), offers(table("Name", "State", "Address"), "Name", "Telia A"));
    }

    @Test
    void entriesOfAPlugin() throws NodeUnavailableException {
        String plugin = FakeEntries.DOORS.plugin();
        node.entries().add(new PluginAbout.Field("intercom", "dialled", Map.of("en", "Intercom"), Map.of(), false, false, "", "", "", "", Map.of()));
        node.entries().create(plugin, "door", Map.of("name", "5000", "seconds", "5", "intercom", "8000"));
        node.entries().create(plugin, "door", Map.of("name", "Back", "seconds", "5"));
        node.entries().create(plugin, "door", Map.of("name", "Roof", "seconds", "5", "intercom", "701, 702"));
        edit(plugin + "/door", "Back");
        NatTable doors = table("Name", "Open for (s)");
        assertEquals(List.of("Call 8000", "Call 8000 over trunk…", "Message 8000"), offers(doors, "Name", "5000"), "not a name that looks like a number");
        called(doors, "Intercom", "8000", "8000");
        overTrunk(doors, "Intercom", "8000", "8000");
        assertEquals(List.of(), offers(doors, "Name", "Back"), "without a number");
        assertEquals(List.of(), offers(doors, "Intercom", "701, 702"), "no single number");
    }

    @Test
    void callsOfThePhoneAndItsColleagues() {
        Desk.open("org.trunkline.ui.phone.recent");
        NatTable recent = table("Time", "Call", "Number");
        assertEquals(List.of("Call +46812345678", "Call +46812345678 over trunk…", "Message +46812345678"), offers(recent, "Number", "+46812345678"));
        called(recent, "Number", "+46812345678", "+46812345678");
        overTrunk(recent, "Number", "+46812345678", "+46812345678");
        Desk.command("org.trunkline.ui.phone.colleagues", Map.of());
        Text add = Desk.field(Text.class, "colleague.add");
        Desk.type(add, "bo");
        Desk.ui(() -> add.notifyListeners(SWT.DefaultSelection, new Event()));
        NatTable colleagues = table("Name", "Presence");
        assertEquals(List.of("Call bo", "Call bo over trunk…", "Message bo"), offers(colleagues, "Name", "Bo Bo"));
        overTrunk(colleagues, "Name", "Bo Bo", "bo");
        called(colleagues, "Name", "Bo Bo", "bo");
        choose(colleagues, "Name", "Bo Bo", "Remove from the list");
        Desk.awaitWords("No colleagues yet.");
    }

    @Test
    void callsOfAllNodesAndChanges() {
        Desk.command("org.trunkline.ui.allNodes", Map.of());
        Desk.click(Desk.find(Button.class, "search", b -> b.getText().equals("Search") && b.getParent().getChildren()[0] instanceof Text));
        NatTable calls = table("Node", "Time", "From", "To");
        called(calls, "From", "+46701234567", "+46701234567");
        overTrunk(calls, "To", "+46812345678", "+46812345678");
        node.changeLog().add(new LoggedChange(9, 12, Samples.START, "anna", "change", "number +46812345678",
                Optional.of(new LoggedChange.Key("number", "+46812345678")), List.of(new LoggedChange.Field("subscriber", "anna", "bo")), false, "", 1,
                OptionalLong.empty(), OptionalLong.empty()));
        Desk.perspective("trunks");
        Desk.command("org.trunkline.ui.changes", Map.of());
        NatTable changes = table("When", "Who");
        overTrunk(changes, "Entry", "number +46812345678", "+46812345678");
        called(table("Field", "Before", "After"), "After", "bo", "bo");
        Desk.perspective("phone");
        Desk.ui(() -> {
            var page = Desk.window().getActivePage();
            page.hideView(page.findView("org.trunkline.ui.cdr.allNodes"));
        });
    }

    private void called(NatTable table, String head, String cell, String number) {
        int before = phone.state().lines().size();
        choose(table, head, cell, "Call " + number);
        Desk.await("the call", () -> phone.state().lines().size() == before + 1);
        assertEquals(number, phone.state().lines().getLast().number());
    }

    private void overTrunk(NatTable table, String head, String cell, String number) {
        choose(table, head, cell, "Call " + number + " over trunk…");
        Text field = Desk.field(Text.class, "over.number");
        assertEquals(number, Desk.ui(() -> field.getText()));
        Desk.ui(() -> field.getShell().close());
    }

    private static NatTable table(String... heads) {
        return Desk.find(NatTable.class, "with " + List.of(heads), t -> t.getColumnCount() >= heads.length
                && IntStream.range(0, heads.length).allMatch(i -> heads[i].equals(t.getDataValueByPosition(i, 0))));
    }

    private static void choose(NatTable table, String head, String cell, String label) {
        awaitCell(table, head, cell);
        Desk.ui(() -> items(open(table, head, cell)).filter(item -> plain(item).equals(label)).findFirst().orElseThrow()
                .notifyListeners(SWT.Selection, new Event()));
    }

    /** Calls and messages in the menu of a cell. */
    private static List<String> offers(NatTable table, String head, String cell) {
        awaitCell(table, head, cell);
        return Desk.ui(() -> items(open(table, head, cell)).map(TableCallsTest::plain).filter(label -> label.startsWith("Call") || label.startsWith("Message"))
                .filter(label -> !label.equals("Call from its phones…")).toList());
    }

    private static String plain(MenuItem item) {
        return item.getText().replace("&", "");
    }

    private static void awaitCell(NatTable table, String head, String cell) {
        Desk.await(cell + " in " + head, () -> row(table, column(table, head), cell).isPresent());
    }

    private static int column(NatTable table, String head) {
        return first(table.getColumnCount(), i -> head.equals(table.getDataValueByPosition(i, 0))).orElseThrow();
    }

    /** A number may have its name beside it. */
    private static OptionalInt row(NatTable table, int column, String cell) {
        return first(table.getRowCount(), i -> String.valueOf(table.getDataValueByPosition(column, i)) instanceof String shown
                && (shown.equals(cell) || shown.startsWith(cell + "  ")));
    }

    /** The menu that the pointer opens on a cell. */
    private static Menu open(NatTable table, String head, String cell) {
        int column = column(table, head);
        int row = row(table, column, cell).orElseThrow();
        table.doCommand(new ViewportSelectRowCommand(table, row, false, false));
        var bounds = table.getBoundsByPosition(column, row);
        var at = table.toDisplay(bounds.x + bounds.width / 2, bounds.y + bounds.height / 2);
        var event = new Event();
        event.detail = SWT.MENU_MOUSE;
        event.x = at.x;
        event.y = at.y;
        table.notifyListeners(SWT.MenuDetect, event);
        Menu menu = table.getMenu();
        menu.notifyListeners(SWT.Show, new Event());
        return menu;
    }

    private static OptionalInt first(int count, IntPredicate which) {
        return IntStream.range(0, count).filter(which).findFirst();
    }

    private static Stream<MenuItem> items(Menu menu) {
        return Stream.of(menu.getItems());
    }
}
