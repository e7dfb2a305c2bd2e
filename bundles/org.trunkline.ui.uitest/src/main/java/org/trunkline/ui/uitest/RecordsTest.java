package org.trunkline.ui.uitest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.nebula.widgets.nattable.NatTable;
import org.eclipse.nebula.widgets.nattable.viewport.command.ViewportSelectRowCommand;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeItem;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.PlatformUI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.ActiveNode;

/** Call Records and Quality as a user meets them, on a node in memory. */
class RecordsTest {
    private static final int CALLS = 60;
    private static final String SEARCH = "org.trunkline.ui.cdr.search";
    private static final int LADDER_TAB = 2;
    private static final int WHY_TAB = 4;

    private final FakeNode node = new FakeNode();
    private final CdrGenerator generator = new CdrGenerator(5, Instant.now().minus(Duration.ofMinutes(20)), 0.1);
    private ServiceRegistration<Node> registration;

    @BeforeEach
    void begin() {
        for (int i = 0; i < CALLS; i++)
            add(generator.next());
        registration = FrameworkUtil.getBundle(RecordsTest.class).getBundleContext().registerService(Node.class, node, null);
        Records.open(node, CALLS);
    }

    @AfterEach
    void end() {
        registration.unregister();
        Desk.perspective("operations");
    }

    private void add(Cdr cdr) {
        node.cdrs().add(CdrGenerator.ladder(cdr));
        node.cdrs().add(cdr);
    }

    @Test
    void aSelectedCallShowsItsFactsItsLadderAndWhy() {
        selectFirst();
        Desk.find(StyledText.class, "facts of the call", t -> t.getText().contains("Call id"));
        Desk.picture("records-summary");

        tab(LADDER_TAB);
        StyledText message = Desk.find(StyledText.class, "first message", t -> t.getText().startsWith("INVITE sip:"));
        Control ladder = canvas("LadderCanvas");
        Desk.await("the last message", () -> { // the ladder of the call shown before may still be there
            press(ladder, SWT.END);
            return message.getText().startsWith("SIP/2.0 ");
        });
        Desk.picture("records-ladder");

        tab(WHY_TAB);
        Desk.find(StyledText.class, "why", t -> t.getText().contains("Decided with configuration revision 12"));
        Desk.picture("records-why");
        tab(0);
    }

    @Test
    void aClickOnAFacetWritesIntoTheSearch() {
        Tree facets = Desk.find(Tree.class, "facets", t -> t.getItemCount() > 3);
        Desk.await("values", () -> value(facets, "Direction", "Inbound").isPresent());
        click(facets, value(facets, "Direction", "Inbound").orElseThrow());
        Desk.await("the clause", () -> Records.query().equals("direction:inbound"));
        Desk.await("its mark", () -> value(facets, "Direction", "Inbound").filter(TreeItem::getChecked).isPresent());
        assertTrue(Desk.ui(() -> value(facets, "Direction", "Outbound").isPresent()), "others stay, to be added");
        Desk.picture("records-facet");
        click(facets, value(facets, "Direction", "Inbound").orElseThrow());
        Desk.await("no clause", () -> Records.query().isEmpty());
    }

    @Test
    void aSearchNotUnderstoodSaysWhereAndWhatWouldWork() {
        Records.search("nonsense:x");
        Desk.awaitWords("Query error at character 1: There is no field \"nonsense\"");
        Desk.awaitWords("<a>x</a> instead");
        Desk.picture("records-not-understood");
        Records.search("");
        Desk.await("no complaint", () -> !Desk.shows("Query error"));
    }

    @Test
    void aSearchOpenedWhileTheNodeIsAwaySaysWhy() {
        ActiveNode active = PlatformUI.getWorkbench().getService(ActiveNode.class);
        node.outage(Optional.of("The node at 192.0.2.10 does not answer."));
        Desk.await("the node away", () -> !active.state().up());
        Desk.ui(() -> {
            var page = Desk.window().getActivePage();
            page.hideView(page.findViewReference(SEARCH));
            try {
                page.showView(SEARCH);
            } catch (PartInitException e) {
                throw new IllegalStateException(e);
            }
        });
        Desk.awaitWords("The node at 192.0.2.10 does not answer.");
        node.outage(Optional.empty());
        active.retry();
        Desk.awaitWords(CALLS + " calls");
    }

    @Test
    void aSearchThatFindsNothingIsTakenBack() {
        Records.search("trunk:nobody");
        Desk.awaitWords("No calls match this search.");
        Desk.click(Desk.button("Clear the search"));
        Desk.await("no query", () -> Records.query().isEmpty());
        Desk.awaitWords(CALLS + " calls");
    }

    @Test
    void newCallsComeByThemselves() {
        add(generator.next());
        Desk.awaitWords((CALLS + 1) + " calls");
    }

    @Test
    void anOutageIsToldAndEnds() {
        node.outage(Optional.of("The index is being rebuilt."));
        Records.search("cause:busy");
        Desk.awaitWords("The index is being rebuilt.");
        Desk.picture("records-outage");
        node.outage(Optional.empty());
        Records.search("");
        Desk.awaitWords(CALLS + " calls");
    }

    @Test
    void aBarOfAChartLeadsToItsCalls() {
        Desk.perspective("quality");
        Desk.awaitWords("ASR ");
        Control chart = canvas("ChartCanvas");
        Desk.await("the calls behind the first bar", () -> {
            if (!chart.isVisible())
                return true;
            press(chart, SWT.HOME);
            press(chart, SWT.CR);
            return false;
        });
        assertTrue(Desk.ui(() -> Desk.window().getActivePage().getPerspective().getId().endsWith("records")));
        Desk.find(Combo.class, "the time of the bar", c -> c.getText().equals("As in the query"));
        assertTrue(Records.query().matches("started:\\[\\S+Z TO \\S+Z}"), Records.query());
        Desk.picture("records-of-a-bar");
    }

    @Test
    void enterLeadsFromTheQueryToTheFirstRowEachTime() {
        for (String query : List.of("direction:inbound", "direction:outbound")) {
            Keys.begin();
            Keys.press('k', SWT.CTRL);
            Desk.await("the search box", () -> Keys.isSearchBox(Display.getCurrent().getFocusControl()));
            Keys.type(query);
            Keys.press(SWT.CR);
            Desk.await("the first row", () -> Display.getCurrent().getFocusControl() instanceof NatTable table
                    && table.getRowCount() > 1 && Records.query().equals(query)
                    && String.valueOf(table.getCellByPosition(0, 1).getDisplayMode()).startsWith("SELECT"));
        }
    }

    @Test
    void escapeTakesTheSearchBackAndThenLeadsToTheRows() {
        Records.search("direction:inbound");
        Desk.await("the clause", () -> Records.query().equals("direction:inbound"));
        Keys.begin();
        Desk.ui(() -> Desk.look(StyledText.class, t -> (t.getStyle() & SWT.SINGLE) != 0).orElseThrow().setFocus());
        Keys.press(SWT.ESC);
        Desk.await("all calls", () -> Records.query().isEmpty() && Desk.shows(CALLS + " calls"));
        assertTrue(Desk.ui(() -> Display.getCurrent().getFocusControl() instanceof StyledText), "another query can be typed");
        Keys.press(SWT.ESC);
        Desk.await("the rows", () -> Display.getCurrent().getFocusControl() instanceof NatTable);
    }

    @Test
    void downLeadsFromTheQueryToTheRows() {
        Keys.begin();
        Desk.ui(() -> Desk.look(StyledText.class, t -> (t.getStyle() & SWT.SINGLE) != 0).orElseThrow().setFocus());
        Keys.press(SWT.ARROW_DOWN);
        Desk.await("the rows", () -> Display.getCurrent().getFocusControl() instanceof NatTable);
    }

    @Test
    void altAndDownOfferFormerSearches() {
        Records.search("direction:inbound");
        Desk.await("the clause", () -> Records.query().equals("direction:inbound"));
        Records.search("");
        Desk.await("all calls", () -> Records.query().isEmpty() && Desk.shows(CALLS + " calls"));
        queryKey(SWT.ARROW_DOWN, SWT.ALT);
        Desk.picture("records-history");
        queryKey(SWT.ARROW_DOWN, SWT.NONE);
        queryKey(SWT.CR, SWT.NONE);
        Desk.await("the latest search but this one", () -> Records.query().equals("direction:inbound"));
    }

    /** As the window system gives it; one that is posted goes past the list of searches. */
    private static void queryKey(int key, int mask) {
        Desk.ui(() -> {
            var query = Desk.look(StyledText.class, t -> (t.getStyle() & SWT.SINGLE) != 0).orElseThrow();
            query.setFocus();
            var event = new Event();
            event.keyCode = key;
            event.stateMask = mask;
            query.notifyListeners(SWT.KeyDown, event);
        });
    }

    @Test
    void aBarAboveTheCallsWritesItsTimeIntoTheSearch() {
        Records.search("direction:inbound");
        Desk.await("the clause", () -> Records.query().equals("direction:inbound"));
        Control histogram = canvas("HistogramCanvas");
        Desk.await("its time", () -> {
            press(histogram, SWT.HOME);
            press(histogram, SWT.CR);
            return Records.query().matches("direction:inbound AND started:\\[\\S+Z TO \\S+Z}");
        });
        Desk.find(Combo.class, "the time", c -> c.getText().equals("As in the query"));
        Desk.picture("records-narrowed");
    }

    @Test
    void anActionOnASelectedCallIsACommandThatAKeyCanBeBoundTo() {
        selectFirst();
        Desk.command("org.trunkline.ui.cdr.copyId", Map.of());
        Desk.await("the id on the clipboard", () -> found(Desk.ui(RecordsTest::copied)));
    }

    private boolean found(String id) {
        try {
            return id.matches("[0-9A-Z]{20}") && node.cdrs().find(new CallId(id)).isPresent();
        } catch (NodeUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String copied() {
        var clipboard = new Clipboard(PlatformUI.getWorkbench().getDisplay());
        try {
            return String.valueOf(clipboard.getContents(TextTransfer.getInstance()));
        } finally {
            clipboard.dispose();
        }
    }

    private static void selectFirst() {
        NatTable table = Desk.find(NatTable.class, "calls", t -> t.getRowCount() > 1);
        Desk.ui(() -> {
            table.setFocus();
            table.doCommand(new ViewportSelectRowCommand(table, 1, false, false));
        });
    }

    private static void tab(int index) {
        CTabFolder tabs = Desk.find(CTabFolder.class, "of the call",
                f -> f.getItemCount() > WHY_TAB && f.getItem(LADDER_TAB).getText().equals("Ladder"));
        Desk.ui(() -> {
            tabs.setSelection(index);
            tabs.notifyListeners(SWT.Selection, new Event());
        });
    }

    private static Control canvas(String name) {
        return Desk.find(Canvas.class, name, c -> c.getClass().getSimpleName().equals(name));
    }

    private static void press(Control control, int key) {
        Desk.ui(() -> {
            var event = new Event();
            event.keyCode = key;
            control.notifyListeners(SWT.KeyDown, event);
        });
    }

    private static Optional<TreeItem> value(Tree tree, String facet, String value) {
        return Desk.ui(() -> Arrays.stream(tree.getItems()).filter(i -> i.getText().equals(facet))
                .flatMap(i -> Arrays.stream(i.getItems())).filter(i -> i.getText().equals(value)).findFirst());
    }

    private static void click(Tree tree, TreeItem item) {
        Desk.ui(() -> {
            var event = new Event();
            event.item = item;
            event.detail = SWT.CHECK;
            tree.notifyListeners(SWT.Selection, event);
        });
    }
}
