package org.trunkline.ui.uitest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.nebula.widgets.nattable.NatTable;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
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
import org.trunkline.api.Watch;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.PluginEntries;
import org.trunkline.testkit.node.FakeEntries;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.testkit.node.PluginSamples;
import org.trunkline.ui.ActiveNode;

/** A kind of entry that a plug-in brought, among the house's own, on a node in memory. */
class AddedKindsTest {
    private static final String ENTRIES = "org.trunkline.ui.trunks.entries";
    private static final String CRM = FakeEntries.DOORS.plugin();
    private static final String SAVE = "org.eclipse.ui.file.save";

    private final FakeNode node = new FakeNode();
    private ServiceRegistration<Node> registration;

    @BeforeEach
    void begin() {
        registration = FrameworkUtil.getBundle(AddedKindsTest.class).getBundleContext().registerService(Node.class, node, null);
        Desk.await("the node", () -> PlatformUI.getWorkbench().getService(ActiveNode.class).node().equals(Optional.of(node)));
        Desk.perspective("trunks");
    }

    @AfterEach
    void end() {
        Desk.theme(false);
        if (Desk.isOn("Revert"))
            Desk.click(Desk.button("Revert"));
        choose("Trunks");
        registration.unregister();
        Desk.perspective("operations");
    }

    /** A row of the list of kinds, by its words. */
    private static Optional<TableItem> kind(String name) {
        return Desk.look(Table.class, table -> table.getItemCount() > 4 && table.getItem(0).getText().equals("Trunks"))
                .flatMap(table -> List.of(table.getItems()).stream().filter(item -> item.getText().equals(name)).findFirst());
    }

    static void choose(String name) {
        Desk.await("the kind " + name, () -> kind(name).isPresent());
        var view = Desk.view("org.trunkline.ui.trunks.kinds").getSite().getSelectionProvider();
        Desk.ui(() -> view.setSelection(new StructuredSelection(kind(name).orElseThrow().getData())));
    }

    static void select(String key) {
        var selection = Desk.view(ENTRIES).getSite().getSelectionProvider();
        Desk.ui(() -> selection.setSelection(new StructuredSelection(key)));
    }

    private PluginEntries.Entry entry(String key) {
        try {
            return node.entries().find(CRM, "door", key).orElse(new PluginEntries.Entry("", Map.of(), List.of()));
        } catch (NodeUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anEntryIsMadeCheckedAndChangedInTheFormOfTheHouse() {
        choose("Doors");
        Desk.awaitWords("No entries yet: Doors.");
        Desk.click(Desk.button("Add entry"));
        Desk.awaitWords("Doors: new entry");
        Desk.type(Desk.field(Text.class, "name"), "Front");
        Desk.type(Desk.field(Text.class, "pin"), "4711");
        Desk.type(Desk.field(Text.class, "seconds"), "61");
        Desk.awaitWords("61 is not between 1 and 60 s.");
        Desk.picture("added-kind-wrong");
        assertFalse(Desk.isOn("Save"));
        Desk.type(Desk.field(Text.class, "seconds"), "9");
        Desk.await("Save", () -> Desk.isOn("Save"));
        Desk.command(SAVE, Map.of());
        Desk.awaitWords("Doors: Front");
        Desk.await("the door", () -> entry("Front").secretsSet().equals(List.of("pin")));
        assertEquals(Map.of("name", "Front", "seconds", "9", "locked", "false"), entry("Front").values());
        Desk.await("its count", () -> kind("Doors").filter(item -> item.getText(1).equals("1")).isPresent());
        Desk.theme(true);
        Desk.picture("added-kind-dark");
    }

    @Test
    void theSameValueIsSetInAllSelectedEntries() throws NodeUnavailableException {
        for (String name : List.of("Back", "Front", "Gate"))
            node.entries().create(CRM, "door", Map.of("name", name, "seconds", name.equals("Gate") ? "9" : "5"));
        choose("Doors");
        Text seconds = secondsOf(List.of("Back", "Front", "Gate"));
        Desk.type(seconds, "61");
        Desk.awaitWords("Nothing can be changed. Back: Open for: 61 is not between 1 and 60.");
        Desk.type(seconds, "9");
        Desk.awaitWords("1 of them has these values already. They are changed one after the other until one fails.");
        Desk.picture("added-kind-edit-many");
        Desk.click(Desk.button("Change 2 entries"));
        Desk.await("the doors", () -> List.of("Back", "Front", "Gate").stream().allMatch(name -> entry(name).values().get("seconds").equals("9")));
        Desk.await("the dialog to close", seconds::isDisposed);
    }

    /** Opens the window that changes entries together, with the field of the seconds ticked. */
    private static Text secondsOf(List<String> doors) {
        Desk.find(NatTable.class, "of the doors", t -> t.isVisible() && t.getRowCount() == doors.size() + 1);
        var selection = Desk.view(ENTRIES).getSite().getSelectionProvider();
        Desk.ui(() -> selection.setSelection(new StructuredSelection(doors)));
        Desk.command("org.trunkline.ui.trunks.editMany", Map.of());
        Button box = Desk.find(Button.class, "to tick", b -> "seconds".equals(b.getData("change")));
        Desk.ui(() -> {
            box.setSelection(true);
            box.notifyListeners(SWT.Selection, new Event());
        });
        return Desk.find(Text.class, "of the seconds", t -> t.getShell() == box.getShell() && "seconds".equals(t.getData("field")));
    }

    /** Cancel ends the change where it is; the window says how far it came, and changes the rest. */
    @Test
    void aCancelledChangeCanBeTriedForTheRest() throws NodeUnavailableException {
        for (String name : List.of("Back", "Front"))
            node.entries().create(CRM, "door", Map.of("name", name, "seconds", "5"));
        choose("Doors");
        Text seconds = secondsOf(List.of("Back", "Front"));
        Desk.type(seconds, "9");
        Desk.await("the plan", () -> Desk.isOn("Change 2 entries"));
        var first = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (Watch _ = node.watchConfiguration(() -> {
            first.countDown();
            await(go);
        })) {
            Desk.click(Desk.button("Change 2 entries"));
            await(first);
            assertFalse(Desk.ui(seconds::isEnabled));
            assertFalse(Desk.isOn("Change 2 entries"));
            Desk.click(Desk.find(Button.class, "to cancel", b -> b.getText().equals("Cancel") && b.getShell() == seconds.getShell()));
            go.countDown();
            Desk.awaitWords("Cancelled. 1 entry was changed. 1 of them has these values already.");
        } finally {
            go.countDown();
        }
        assertEquals("5", entry("Front").values().get("seconds"));
        Desk.await("the rest", () -> Desk.isOn("Change 1 entry"));
        Desk.click(Desk.button("Change 1 entry"));
        Desk.await("the dialog to close", seconds::isDisposed);
        assertEquals("9", entry("Front").values().get("seconds"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void entriesOfAPluginThatIsGoneAreToldAndDeletedTogether() throws NodeUnavailableException {
        for (String name : List.of("Front", "Back", "Gate"))
            node.entries().create(CRM, "door", Map.of("name", name));
        node.entries().away(true);
        node.plugins().remove(CRM);
        choose("door (not running)");
        Desk.awaitWords("3 entries of the plug-in " + CRM + ", which is not installed.");
        select("Gate");
        Desk.await("what it is", () -> Desk.look(Text.class, t -> "name".equals(t.getData("field")) && t.getText().equals("Gate")
                && !t.isEnabled()).isPresent());
        Desk.await("Delete", () -> Desk.isOn("Delete"));
        Desk.picture("added-kind-away");
        Desk.click(Desk.button("Delete all…"));
        Desk.awaitWords("Delete 3 entries of the plug-in " + CRM + "? This cannot be undone.");
        Desk.picture("added-kind-delete-all");
        Desk.click(Desk.find(Button.class, "of the question", b -> b.getText().equals("Delete")
                && b.getParent().getChildren()[0] instanceof Text question && (question.getStyle() & SWT.READ_ONLY) != 0
                && question.getText().startsWith("Delete 3")));
        Desk.await("its end", () -> kind("door (not running)").isEmpty());
        assertEquals(0, node.entries().list(CRM, "door", Optional.empty(), 10).total());
    }

    @Test
    void aPluginThatStartsAgainHasItsFormBack() throws NodeUnavailableException {
        node.entries().create(CRM, "door", Map.of("name", "Front"));
        node.entries().away(true);
        node.plugins().put(PluginSamples.crm()); // the desk looks again
        choose("door (not running)");
        Desk.awaitWords("1 entry of the plug-in CRM connector, which does not run.");
        node.entries().away(false);
        node.plugins().put(PluginSamples.crm());
        Desk.await("its own words", () -> kind("Doors").isPresent());
        Desk.button("Add entry");
    }
}
