package org.trunkline.ui.uitest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.eclipse.nebula.widgets.nattable.NatTable;
import org.eclipse.nebula.widgets.nattable.viewport.command.ShowRowInViewportCommand;
import org.eclipse.nebula.widgets.nattable.viewport.command.ViewportSelectRowCommand;
import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.PlatformUI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.api.Page;
import org.trunkline.api.node.Node;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.TableSpec;

/** What tables say of rows that are not seen, and of those taken out of them. */
class TablesTest {
    private static final int LONG = 1500;

    @TempDir
    Path folder;
    private final FakeNode node = new FakeNode();
    private ServiceRegistration<Node> registration;
    private Shell shell;
    private DataTable<Integer> table;

    @BeforeEach
    void begin() {
        registration = FrameworkUtil.getBundle(TablesTest.class).getBundleContext().registerService(Node.class, node, null);
        ActiveNode active = PlatformUI.getWorkbench().getService(ActiveNode.class);
        Desk.await("the node", () -> active.node().equals(Optional.of(node)));
        Desk.ui(() -> {
            shell = new Shell(Desk.window().getShell(), SWT.SHELL_TRIM);
            shell.setLayout(new FillLayout());
            table = new DataTable<>(shell, new TableSpec<>("test.rows", "Rows", List.of(
                    Column.<Integer>of("number", "Number", "The row", i -> "row " + i)
                            .summed(i -> i, sum -> Long.toString(sum))), i -> i), new NodeJobs(active, shell));
            shell.setBounds(240, 160, 760, 420);
            shell.open();
        });
    }

    @AfterEach
    void end() {
        Desk.ui(() -> shell.dispose());
        registration.unregister();
    }

    private void rows(int count, long total) {
        Desk.ui(() -> table.setRows(IntStream.range(0, count).boxed().toList(), total));
    }

    /** Rows that are seen, all of them selected. */
    private void selectedRows(int count) {
        rows(count, count);
        Desk.ui(table::selectAll);
        Desk.await("the selection", () -> table.selectedRows().size() == count);
    }

    private void longResult() {
        Desk.ui(() -> table.setSource((from, offset, limit, sort) -> new Page<>(IntStream.range((int) offset,
                (int) Math.min(LONG, offset + limit)).boxed().toList(), LONG, Optional.empty())));
        Desk.await("the first rows", () -> natTable().getRowCount() > 2);
    }

    private NatTable natTable() {
        return Desk.look(NatTable.class, t -> t.getShell() == shell).orElseThrow();
    }

    private Text filter() {
        return Desk.find(Text.class, "filter", t -> t.getShell() == shell);
    }

    @Test
    void aFilterThatNothingFitsSaysSo() {
        rows(3, 3);
        Desk.type(filter(), "row 7");
        Desk.awaitWords("None of the 3 rows contains “row 7”.");
        Desk.picture("table-filtered");
        rows(3, 3);
        Desk.awaitWords("None of the 3 rows contains “row 7”.");
        rows(8, 8);
        Desk.await("the row that came", () -> !Desk.shows("None of"));
        rows(3, 3);
        Desk.click(button("Clear the filter"));
        assertEquals("", Desk.ui(() -> filter().getText()));
        assertFalse(Desk.shows("None of"));
        assertEquals(4, Desk.ui(() -> natTable().getRowCount()), "three below the head");
    }

    @Test
    void aNameThatComesLaterGetsItsRoom() {
        var names = new HashMap<Integer, String>();
        Desk.ui(() -> {
            for (var old : shell.getChildren())
                old.dispose();
            table = new DataTable<>(shell, new TableSpec<>("test.names", "Rows", List.of(
                    Column.<Integer>of("to", "To", "Who", i -> names.getOrDefault(i, "702")).monospaced(),
                    Column.<Integer>of("more", "More", "The row", i -> "row " + i)), i -> i), new NodeJobs(
                            PlatformUI.getWorkbench().getService(ActiveNode.class), shell));
            shell.layout();
        });
        rows(2, 2);
        int narrow = Desk.ui(() -> natTable().getColumnWidthByPosition(0));
        Desk.ui(() -> {
            names.put(1, "bob  Bob Berg from the second floor");
            table.reword();
        });
        int wide = Desk.ui(() -> natTable().getColumnWidthByPosition(0));
        assertTrue(wide > 3 * narrow, narrow + " before, " + wide + " after");
    }

    @Test
    void aListThatWasCutSaysOfHowMany() {
        rows(30, 2500);
        Desk.awaitWords("first 30 of 2,500");
        Desk.type(filter(), "row 2");
        Desk.awaitWords("12 of the first 30 of 2,500");
        Desk.type(filter(), "none");
        Desk.awaitWords("None of the first 30 of");
    }

    @Test
    void rowsThatAreNotLoadedAreCopiedToo() {
        longResult();
        press('a');
        press('c');
        Desk.awaitWords("1,500 rows copied.");
        var lines = copied().lines().toList();
        assertEquals(LONG + 1, lines.size());
        assertEquals("Number", lines.getFirst());
        assertEquals("row 1499", lines.getLast());
        Desk.picture("table-copied");
    }

    @Test
    void allThatIsSelectedStaysSoWhenMoreIsLoaded() {
        longResult();
        press('a');
        Desk.ui(() -> natTable().doCommand(new ShowRowInViewportCommand(LONG - 1)));
        Desk.await("the last row", () -> "row 1499".equals(natTable().getDataValueByPosition(0, natTable().getRowCount() - 1)));
        press('c');
        Desk.awaitWords("1,500 rows copied.");
    }

    @Test
    void selectedRowsAreCountedAndAddedUp() {
        selectedRows(4);
        Desk.awaitWords("4 of 4 selected · Number 6");
        Desk.ui(() -> table.deselect());
        Desk.await("the count", () -> !Desk.shows("4 of 4 selected"));
    }

    @Test
    void onlyTheValueOfACellOrAllButIt() {
        rows(4, 4);
        Desk.ui(() -> table.select(2));
        choose("&Not “row 2”");
        Desk.awaitWords("3 of 4");
        Desk.ui(() -> table.select(1));
        choose("Onl&y “row 1”");
        Desk.awaitWords("1 of 4");
        Desk.picture("table-only-value");
        rows(1, 1);
        Desk.awaitWords("None of the 1 rows has the chosen values.");
        rows(4, 4);
        Desk.click(button("Number: row 1 ×"));
        Desk.awaitWords("3 of 4");
        Desk.click(button("Number: not row 2 ×"));
        Desk.await("all rows", () -> natTable().getRowCount() == 5);
    }

    @Test
    void aMenuThatAKeyOpensAsksForTheColumn() {
        rows(4, 4);
        Desk.ui(() -> table.select(2));
        choose(SWT.MENU_KEYBOARD, "&Not the value of", "Number: row 2");
        Desk.awaitWords("3 of 4");
        Desk.ui(() -> table.select(1));
        choose(SWT.MENU_KEYBOARD, "Onl&y the value of", "Number: row 1");
        Desk.awaitWords("1 of 4");
        choose(SWT.MENU_KEYBOARD, "C&olumns", "&Freeze up to", "Number");
        assertTrue(labels().contains("&Unfreeze"));
        choose("Reset layout");
    }

    @Test
    void rowsAreGroupedByAColumn() {
        rows(4, 4);
        Desk.ui(() -> table.select(2));
        choose("&Group by", "Number");
        Desk.find(Button.class, "the groups", b -> b.getText().equals("Grouped by Number ×"));
        assertEquals("▸ row 0  (1)  0", Desk.ui(() -> String.valueOf(natTable().getDataValueByPosition(0, 1))));
        Desk.ui(() -> natTable().doCommand(new ViewportSelectRowCommand(natTable(), 2, false, false)));
        key(SWT.ARROW_RIGHT);
        Desk.await("its row", () -> "row 1".equals(natTable().getDataValueByPosition(0, 3)));
        Desk.picture("table-grouped");
        rows(6, 6);
        assertEquals(8, Desk.ui(() -> natTable().getRowCount()), "six groups, one of them open, below the head");
        key(SWT.ARROW_LEFT);
        Desk.await("the groups alone", () -> natTable().getRowCount() == 7);
        Desk.click(button("Grouped by Number ×"));
        Desk.await("the rows", () -> "row 0".equals(natTable().getDataValueByPosition(0, 1)));
    }

    private void key(int code) {
        Desk.ui(() -> {
            var event = new Event();
            event.keyCode = code;
            natTable().notifyListeners(SWT.KeyDown, event);
        });
    }

    @Test
    void columnsStayWhileTheOthersScroll() {
        rows(2, 2);
        choose("&Freeze up to “Number”");
        choose("&Unfreeze");
        var labels = labels();
        assertFalse(labels.contains("&Unfreeze"), labels::toString);
        choose("&Freeze up to “Number”");
        assertTrue(labels().contains("&Unfreeze"));
        choose("Reset layout");
        assertFalse(labels().contains("&Unfreeze"));
    }

    @Test
    void rowsAreCopiedAsMarkdown() {
        selectedRows(2);
        choose("Markdown");
        Desk.awaitWords("2 rows copied.");
        assertEquals("| Number |\n| --- |\n| row 0 |\n| row 1 |\n", copied());
    }

    /** An entry of the menu that the pointer opens on the first cell, or of a menu in it. */
    private void choose(String... path) {
        choose(SWT.MENU_MOUSE, path);
    }

    /** @param opened by the pointer or a key */
    private void choose(int opened, String... path) {
        Desk.ui(() -> {
            var event = new Event();
            event.detail = opened;
            var at = natTable().toDisplay(20, natTable().getClientArea().height / 2);
            event.x = at.x;
            event.y = at.y;
            natTable().notifyListeners(SWT.MenuDetect, event);
            Menu menu = natTable().getMenu();
            for (int i = 0; i < path.length - 1; i++)
                menu = sub(menu, path[i]);
            item(menu, path[path.length - 1]).orElseThrow().notifyListeners(SWT.Selection, new Event());
        });
    }

    private static Menu sub(Menu menu, String label) {
        menu.notifyListeners(SWT.Show, new Event());
        return Stream.of(menu.getItems()).filter(item -> item.getText().equals(label)).findFirst().orElseThrow().getMenu();
    }

    private List<String> labels() {
        return Desk.ui(() -> items(natTable().getMenu()).map(MenuItem::getText).toList());
    }

    private static Stream<MenuItem> items(Menu menu) {
        menu.notifyListeners(SWT.Show, new Event());
        return Stream.of(menu.getItems()).flatMap(item -> item.getMenu() == null ? Stream.of(item) : items(item.getMenu()));
    }

    private static Optional<MenuItem> item(Menu menu, String label) {
        return items(menu).filter(item -> item.getText().equals(label)).findFirst();
    }

    @Test
    void anExportThatFailedIsDoneAgain() throws Exception {
        rows(3, 3);
        Path file = folder.resolve("not there").resolve("rows.csv");
        Desk.ui(() -> table.export(file));
        Desk.awaitWords("Not exported.");
        rows(4, 4);
        Desk.awaitWords("Not exported.");
        Desk.picture("table-not-exported");
        Files.createDirectory(file.getParent());
        Desk.click(button("Try again"));
        Desk.awaitWords("4 rows written to " + file);
        assertEquals(List.of("Number", "row 0", "row 1", "row 2", "row 3"), Files.readAllLines(file));
        Desk.click(button("Close"));
        assertFalse(Desk.shows("written to"));
    }

    /** With Ctrl. */
    private void press(char letter) {
        Desk.ui(() -> {
            var event = new Event();
            event.keyCode = letter;
            event.stateMask = SWT.MOD1;
            natTable().notifyListeners(SWT.KeyDown, event);
        });
    }

    private Button button(String text) {
        return Desk.find(Button.class, text, b -> b.getShell() == shell && b.getText().equals(text));
    }

    private String copied() {
        return Desk.ui(() -> {
            var clipboard = new Clipboard(shell.getDisplay());
            try {
                return String.valueOf(clipboard.getContents(TextTransfer.getInstance()));
            } finally {
                clipboard.dispose();
            }
        });
    }
}
