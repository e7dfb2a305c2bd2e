package org.trunkline.ui.uitest.pane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.PlatformUI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.look.PaneAction;
import org.trunkline.ui.look.StatePane;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.TableSpec;
import org.trunkline.ui.uitest.Desk;

/** What an empty pane or list offers fits into it. */
class NarrowPaneTest {
    private Optional<Shell> shell = Optional.empty();

    @AfterEach
    void end() {
        Desk.ui(() -> shell.ifPresent(Shell::dispose));
    }

    private static Stream<Control> below(Control control) {
        return control instanceof Composite composite
                ? Stream.concat(Stream.of(control), Stream.of(composite.getChildren()).flatMap(NarrowPaneTest::below))
                : Stream.of(control);
    }

    @Test
    void buttonsOfANarrowPaneTakeSeveralLines() {
        var actions = Stream.of("Add a subscriber", "Add a ring group", "Add a number", "Add a trunk")
                .map(name -> new PaneAction(name, () -> { })).toList();
        Desk.ui(() -> {
            var window = new Shell(Desk.window().getShell());
            shell = Optional.of(window);
            window.setLayout(new FillLayout());
            window.setSize(900, 400);
            new StatePane(window).showEmpty("Nothing is selected in the list above this pane.", actions);
            window.open();
        });
        assertEquals(1, lines());
        Desk.ui(() -> shell.orElseThrow().setSize(330, 400));
        Desk.awaitPainted();
        assertTrue(lines() > 1, "one line of buttons");
        assertEquals(List.of(), cut());
        Desk.ui(() -> shell.orElseThrow().setSize(900, 400));
        Desk.awaitPainted();
        assertEquals(1, lines());
    }

    @Test
    void aButtonBesideAHiddenFilterTakesItsRoom() {
        DataTable<Integer> table = Desk.ui(() -> {
            var window = new Shell(Desk.window().getShell());
            shell = Optional.of(window);
            window.setLayout(new FillLayout());
            window.setSize(900, 200);
            var made = new DataTable<>(window, new TableSpec<>("test.narrow", "Rows", List.of(Column.<Integer>of("number", "Number", "The row",
                    i -> "row " + i)), i -> i), new NodeJobs(PlatformUI.getWorkbench().getService(ActiveNode.class), window));
            for (String name : List.of("Add entry", "Import…"))
                new Button(made.bar(), SWT.PUSH).setText(name);
            made.arrangeBar();
            made.setRows(List.of(1), 1);
            window.open();
            return made;
        });
        Desk.awaitPainted();
        int wide = left();
        Desk.ui(() -> table.state().showEmpty("No rows yet."));
        assertEquals(wide, left(), "where there is room nothing moves");
        Desk.ui(() -> shell.orElseThrow().setSize(330, 200));
        Desk.awaitPainted();
        assertEquals(List.of(), cut());
        assertTrue(left() < wide, "the button is at " + left());
        Desk.ui(() -> shell.orElseThrow().setSize(900, 200));
        Desk.awaitPainted();
        assertEquals(wide, left());
    }

    /** Where the first of the two buttons begins. */
    private int left() {
        return Desk.ui(() -> below(shell.orElseThrow()).filter(b -> b instanceof Button button && button.getText().equals("Add entry"))
                .mapToInt(b -> shell.orElseThrow().toControl(b.toDisplay(0, 0)).x).findFirst().orElseThrow());
    }

    private List<String> cut() {
        return Desk.ui(() -> below(shell.orElseThrow()).filter(Button.class::isInstance).filter(button -> !whole(button))
                .map(button -> ((Button) button).getText()).toList());
    }

    private long lines() {
        return Desk.ui(() -> below(shell.orElseThrow()).filter(Button.class::isInstance).map(b -> b.toDisplay(0, 0).y)
                .distinct().count());
    }

    private boolean whole(Control button) {
        Rectangle window = shell.orElseThrow().getClientArea();
        var at = shell.orElseThrow().toControl(button.toDisplay(0, 0));
        return at.x >= 0 && at.x + button.getSize().x <= window.width && at.y + button.getSize().y <= window.height;
    }
}
