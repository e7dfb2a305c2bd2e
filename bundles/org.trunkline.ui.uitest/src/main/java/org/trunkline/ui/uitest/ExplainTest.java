package org.trunkline.ui.uitest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.eclipse.nebula.widgets.nattable.NatTable;
import org.eclipse.nebula.widgets.nattable.viewport.command.ViewportSelectRowCommand;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Listener;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.PartInitException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.alert.AlertStatus;
import org.trunkline.api.config.ConfigHistory;
import org.trunkline.api.config.SavedSearchDraft;
import org.trunkline.api.node.Node;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.quality.StreamSeries;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.node.FakeNode;

/** Exports, what is told of one call, case files and saved searches as a user meets them, on a node in memory. */
class ExplainTest {
    private static final int CALLS = 60;
    private static final int LADDER_TAB = 2;
    private static final int QUALITY_TAB = 3;
    private static final int RELATED_TAB = 5;
    private static final String LIMIT = "Maximum calls";
    private static final int CONFIGURATION_TAB = 6;

    @TempDir
    Path folder;
    private final FakeNode node = new FakeNode();
    private final List<Cdr> calls = new ArrayList<>();
    private ServiceRegistration<Node> registration;

    @BeforeEach
    void begin() throws Exception {
        var generator = new CdrGenerator(5, Instant.now().minus(Duration.ofMinutes(20)), 0.1);
        for (int i = 0; i < CALLS; i++) {
            Cdr cdr = generator.next();
            var ladder = CdrGenerator.ladder(cdr);
            node.cdrs().add(new Ladder(ladder.call(), ladder.entries(), course(cdr)));
            node.cdrs().add(cdr);
            calls.add(cdr);
            cdr.trunk().ifPresent(t -> node.past(new ConfigHistory.Then("trunk " + t, 3, Instant.now(), "admin",
                    Map.of("name", t, "maxCalls", "30"), Map.of("name", t, "maxCalls", "60"))));
        }
        node.savedSearches().create(new SavedSearchDraft("Busy on Telia", "cause:busy", 3600, "noc", true, true,
                Optional.of(new SavedSearchDraft.Alert(3, 5, 15, Optional.empty(), Optional.empty(),
                        List.of("noc@example.com")))));
        node.savedSearches().create(new SavedSearchDraft("All calls", "", 86_400, "noc", true, true, Optional.empty()));
        node.alerts().set(List.of(status(4)));
        registration = FrameworkUtil.getBundle(ExplainTest.class).getBundleContext().registerService(Node.class, node, null);
        Records.open(node, CALLS);
        view("org.trunkline.ui.cdr.details");
    }

    @AfterEach
    void end() {
        registration.unregister();
        Desk.perspective("operations");
    }

    private static AlertStatus status(int matches) {
        return new AlertStatus("Busy on Telia", AlertStatus.State.RAISED, Instant.now(), matches, List.of(), LocalizableText.NOTHING,
                Optional.empty(), Optional.of(new AlertStatus.Delivery(Instant.now(), true, LocalizableText.NOTHING, false)));
    }

    /** Two minutes, a bad half of one in the middle. */
    private static List<StreamSeries> course(Cdr cdr) {
        return Stream.of(LegSide.values()).map(side -> new StreamSeries(side, 0, cdr.startedAt(), StreamSeries.FIRST_STEP,
                IntStream.range(0, 24).mapToObj(i -> {
                    boolean bad = side == LegSide.CALLEE && i > 9 && i < 16;
                    return new StreamSeries.Sample(250, bad ? 0.08 : 0, Duration.ofMillis(bad ? 35 : 3 + i % 3),
                            Optional.of(bad ? 55.0 : 92.0), Optional.of(Duration.ofMillis(bad ? 180 : 40)));
                }).toList())).toList();
    }

    private static void view(String id) {
        Desk.ui(() -> {
            try {
                return Desk.window().getActivePage().showView(id);
            } catch (PartInitException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void allCallsFoundAreExported() throws Exception {
        var file = folder.resolve("calls.csv");
        view("org.trunkline.ui.cdr.search");
        Desk.command("org.trunkline.ui.cdr.export", Map.of("org.trunkline.ui.cdr.export.file", file.toString()));
        Desk.awaitWords(CALLS + " calls written to " + file);
        assertEquals(CALLS + 1, Files.readAllLines(file).size());
        Desk.picture("records-exported");
    }

    @Test
    void bothLegsRelatedCallsAndTheConfigurationAreShown() {
        selectFirst();
        tab(LADDER_TAB);
        Desk.find(NatTable.class, "what differs between the two INVITEs", ExplainTest::showsTheStartLines);
        Desk.picture("records-both-legs");
        tab(CONFIGURATION_TAB);
        NatTable then = Desk.find(NatTable.class, "the trunk as it was", t -> t.isVisible()
                && rowOf(t, row -> cell(t, 1, row).equals(LIMIT)).isPresent());
        int limit = Desk.ui(() -> rowOf(then, row -> cell(then, 1, row).equals(LIMIT))).orElseThrow();
        assertEquals("30 60", Desk.ui(() -> cell(then, 2, limit) + " " + cell(then, 3, limit)));
        assertTrue(Desk.ui(() -> cell(then, 0, limit)).startsWith("trunk "));
        Desk.picture("records-configuration");

        tab(RELATED_TAB);
        NatTable related = Desk.find(NatTable.class, "counted searches", t -> t.isVisible()
                && rowOf(t, row -> countsNumber(t, row)).isPresent()); // all rows are counted at once
        int number = Desk.ui(() -> rowOf(related, row -> countsNumber(related, row))).orElseThrow();
        String query = Desk.ui(() -> cell(related, 2, number));
        assertEquals(found(query), Desk.ui(() -> cell(related, 1, number)));
        Desk.picture("records-related");
        Desk.ui(() -> {
            related.doCommand(new ViewportSelectRowCommand(related, number, false, false));
            Rectangle row = related.getBoundsByPosition(0, number);
            var click = new Event();
            click.x = row.x + 4;
            click.y = row.y + row.height / 2;
            click.button = 1;
            related.notifyListeners(SWT.MouseDoubleClick, click);
        });
        Desk.await("its calls", () -> Records.query().equals(query));
        Desk.awaitWords(found(query) + " call");
        Records.search("");
        Desk.awaitWords(CALLS + " calls,");
        pickFirst();
        tab(0);
    }

    @Test
    void theQualityOverACallIsDrawnAndReadOut() {
        Records.search("cause:normal");
        Desk.awaitWords("(100%)"); // of them were answered
        selectFirst();
        tab(QUALITY_TAB);
        Canvas chart = Desk.find(Canvas.class, "the course of the call", c -> c.isVisible()
                && c.getClass().getSimpleName().equals("ChartCanvas"));
        Desk.await("words for the bad time", () -> {
            for (int i = 0; i < 12; i++) {
                var right = new Event();
                right.keyCode = SWT.ARROW_RIGHT;
                chart.notifyListeners(SWT.KeyDown, right);
            }
            return String.valueOf(chart.getToolTipText()).contains("From the callee: MOS 2.8 bad, 8.0% lost, jitter up to 35 ms");
        });
        Desk.find(StyledText.class, "the worst step", t -> t.getText().contains("Worst from 0:50 to 0:55: 8.0% lost"));
        Desk.picture("records-quality-course");
        Desk.theme(true);
        Desk.awaitPainted();
        Desk.picture("records-quality-course-dark");
        Desk.theme(false);
        tab(0);
    }

    @Test
    void aCaseFileOpensAgainWithoutItsNode() {
        selectFirst();
        var file = folder.resolve("one.case.zip");
        Desk.command("org.trunkline.ui.cdr.case.save", Map.of("org.trunkline.ui.cdr.case.save.file", file.toString(),
                "org.trunkline.ui.cdr.case.save.pseudonyms", "true"));
        Desk.awaitWords("keep its key");
        assertTrue(Files.exists(folder.resolve("one.case-key.json")));
        registration.unregister();
        Desk.command("org.trunkline.ui.cdr.case.open", Map.of("org.trunkline.ui.cdr.case.open.file", file.toString()));
        Desk.awaitWords("Numbers and names are pseudonyms");
        Desk.picture("case-file");
        registration = FrameworkUtil.getBundle(ExplainTest.class).getBundleContext().registerService(Node.class, node, null);
    }

    @Test
    void aPageForACustomerSaysWhichFileItReplaces() throws Exception {
        selectFirst();
        var proposed = Path.of(customerFile());
        Files.createFile(proposed);
        try {
            Desk.command("org.trunkline.ui.cdr.case.customer", Map.of());
            Desk.awaitWords("This file exists. Save replaces it.");
            closeCustomerDialog();
        } finally {
            Files.delete(proposed);
        }
    }

    private static String customerFile() {
        Desk.command("org.trunkline.ui.cdr.case.customer", Map.of());
        Text name = Desk.find(Text.class, "the file", t -> "file".equals(t.getData("field")));
        String file = Desk.ui(() -> name.getText());
        closeCustomerDialog();
        return file;
    }

    private static void closeCustomerDialog() {
        Text name = Desk.find(Text.class, "the file", t -> "file".equals(t.getData("field")));
        Desk.ui(() -> name.getShell().close());
        Desk.await("the dialog is closed", name::isDisposed);
    }

    @Test
    void aCustomerGetsOnePageInTheLanguageChosen() throws Exception {
        selectFirst();
        var file = folder.resolve("page.html");
        Desk.command("org.trunkline.ui.cdr.case.customer", Map.of());
        Text name = Desk.find(Text.class, "the file", t -> "file".equals(t.getData("field")));
        Combo language = Desk.find(Combo.class, "the language", c -> "language".equals(c.getData("field")));
        Combo format = Desk.find(Combo.class, "the format", c -> "format".equals(c.getData("field")));
        assertEquals("English", Desk.ui(() -> language.getText()));
        assertTrue(Desk.ui(() -> name.getText()).endsWith(".pdf"));
        Desk.ui(() -> {
            format.select(1);
            format.notifyListeners(SWT.Selection, new Event());
            return format;
        });
        assertTrue(Desk.ui(() -> name.getText()).endsWith(".html"), "the name follows the format");
        Desk.ui(() -> {
            language.select(1);
            name.setText(file.toString());
        });
        Desk.picture("case-file-customer");
        press(Desk.find(Button.class, "save", b -> b.getText().equals("Save") && b.getShell() == name.getShell()));
        Desk.await("it is written, and the question closed", name::isDisposed);
        var page = Files.readString(file);
        assertTrue(page.contains("<html lang=\"sv\">") && calls.stream().anyMatch(c -> page.contains(c.id().value())), page);
    }

    @Test
    void aSavedSearchIsMadeAndAnAlertAcknowledged() throws Exception {
        view("org.trunkline.ui.cdr.saved");
        NatTable table = Desk.find(NatTable.class, "saved searches", t -> t.isVisible() && t.getRowCount() == 3);
        Desk.ui(() -> table.doCommand(new ViewportSelectRowCommand(table, 2, false, false)));
        Button acknowledge = Desk.find(Button.class, "acknowledge", b -> b.isVisible() && b.getText().equals("Acknowledge")
                && b.isEnabled());
        Desk.picture("saved-searches");
        assertEquals(List.of(), Desk.ui(() -> Desk.all().stream().filter(c -> c instanceof Button
                && (c.getStyle() & SWT.CHECK) != 0 && c.getData("org.eclipse.e4.ui.css.disabled") == null)
                .map(c -> ((Button) c).getText()).toList()), "the theme's style sheet hides their ticks");
        press(acknowledge);
        Desk.await("somebody knows", () -> state() == AlertStatus.State.ACKNOWLEDGED);

        Text query = Desk.find(Text.class, "its search", t -> t.getText().equals("cause:busy"));
        Desk.ui(() -> query.setSelection(0, 5));
        node.alerts().set(List.of(status(5)));
        Desk.command("org.eclipse.ui.file.refresh", Map.of());
        Desk.await("what fits now", () -> "5 in 5 min, at least 3".equals(table.getDataValueByPosition(2, 2)));
        assertEquals("cause", Desk.ui(() -> query.getSelectionText()), "what is marked stays so when it is read again");

        press(Desk.find(Button.class, "new", b -> b.isVisible() && b.getText().equals("New")));
        Text name = Desk.find(Text.class, "its name", t -> t.isVisible() && t.isEnabled()
                && t.getToolTipText() != null && t.getToolTipText().startsWith("Unique on the node"));
        Desk.ui(() -> name.setText("bad/name"));
        Desk.awaitWords("1 to 64 characters without a slash");
        Desk.ui(() -> name.setText("Mine"));
        press(Desk.find(Button.class, "save", b -> b.isVisible() && b.getText().equals("Save") && b.isEnabled()));
        Desk.await("it is kept", () -> kept("Mine"));
        assertFalse(node.savedSearches().find("Mine").orElseThrow().shared());
        var chosen = Desk.view("org.trunkline.ui.cdr.saved").getViewSite().getSelectionProvider();
        Desk.await("it is the one chosen, to be tried at once", () -> String.valueOf(chosen.getSelection()).contains("Mine"));
    }

    @Test
    void aSearchIsSavedAsItIsTyped() {
        StyledText query = Desk.find(StyledText.class, "the query", t -> t.isVisible() && t.getEditable()
                && (t.getStyle() & SWT.SINGLE) != 0);
        Desk.ui(() -> query.setText("cause:normal duration:>1s"));
        Menu menu = shownBy(Desk.button("Saved"));
        Desk.ui(() -> {
            Stream.of(menu.getItems()).filter(i -> i.getText().equals("Save this search…")).findFirst().orElseThrow()
                    .notifyListeners(SWT.Selection, new Event());
            menu.setVisible(false);
        });
        Desk.find(Text.class, "the query in the form", t -> t.isVisible() && t.getText().equals("cause:normal duration:>1s"));
        Desk.ui(() -> {
            var page = Desk.window().getActivePage();
            page.hideView(page.findView("org.trunkline.ui.cdr.saved")); // it stands before what other tests look at
        });
    }

    private static Menu shownBy(Button button) {
        var shown = new AtomicReference<Menu>();
        Listener seen = e -> {
            if (e.widget instanceof Menu menu)
                shown.set(menu);
        };
        Desk.ui(() -> Display.getCurrent().addFilter(SWT.Show, seen));
        press(button);
        Desk.await("the menu", () -> shown.get() != null);
        Desk.ui(() -> Display.getCurrent().removeFilter(SWT.Show, seen));
        return shown.get();
    }

    /** Of the same message on both legs. */
    private static boolean showsTheStartLines(NatTable table) {
        return table.getColumnCount() == 3 && table.getRowCount() > 2
                && String.valueOf(table.getDataValueByPosition(1, 1)).startsWith("INVITE sip:")
                && String.valueOf(table.getDataValueByPosition(2, 1)).startsWith("INVITE sip:");
    }

    /** The first row below the header. */
    private static Optional<Integer> rowOf(NatTable table, IntPredicate fits) {
        return IntStream.range(1, table.getRowCount()).filter(fits).boxed().findFirst();
    }

    private static String cell(NatTable table, int column, int row) {
        return String.valueOf(table.getDataValueByPosition(column, row));
    }

    /** Whether the row is of one number alone, and how many calls it has is known. */
    private static boolean countsNumber(NatTable table, int row) {
        return table.getColumnCount() == 3 && cell(table, 2, row).startsWith("number:")
                && !cell(table, 2, row).contains(" AND ") && cell(table, 1, row).matches("[0-9]+");
    }

    /** How many calls have the number of {@code number:"+46..."}. */
    private String found(String query) {
        String number = query.replaceAll("number:|\"", "");
        return String.valueOf(calls.stream().filter(c -> c.from().normalised().equals(number)
                || c.to().normalised().equals(number)).count());
    }

    private AlertStatus.State state() {
        try {
            return node.alerts().list().getFirst().state();
        } catch (NodeUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean kept(String name) {
        try {
            return node.savedSearches().find(name).isPresent();
        } catch (NodeUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void tilesShowHowManyAndWhen() {
        Desk.perspective("operations");
        view("org.trunkline.ui.cdr.tiles");
        Desk.find(Canvas.class, "a tile", c -> c.isVisible() && c.getToolTipText() != null
                && c.getToolTipText().startsWith("All calls\n"));
        Desk.picture("tiles");
    }

    private static void press(Button button) {
        Desk.ui(() -> button.notifyListeners(SWT.Selection, new Event()));
    }

    private static void selectFirst() {
        pickFirst();
        Desk.find(StyledText.class, "facts of the call", t -> t.getText().contains("Call id"));
    }

    private static void pickFirst() {
        NatTable table = Desk.find(NatTable.class, "calls", t -> t.getRowCount() > 4);
        Desk.ui(() -> {
            table.setFocus();
            table.doCommand(new ViewportSelectRowCommand(table, 1, false, false));
        });
    }

    private static void tab(int index) {
        CTabFolder tabs = Desk.find(CTabFolder.class, "of the call",
                f -> f.getItemCount() > CONFIGURATION_TAB && f.getItem(LADDER_TAB).getText().equals("Ladder"));
        Desk.ui(() -> {
            tabs.setSelection(index);
            tabs.notifyListeners(SWT.Selection, new Event());
        });
    }
}
