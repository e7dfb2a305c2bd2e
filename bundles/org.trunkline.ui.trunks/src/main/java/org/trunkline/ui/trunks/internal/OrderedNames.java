package org.trunkline.ui.trunks.internal;

import java.util.ArrayList;
import java.util.List;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.trunkline.ui.NativeLook;
import org.trunkline.ui.Texts;

/** Names in order, trunks of a route or members of a ring group: add, take out, move up and down. */
final class OrderedNames {
    private static final int LINES = 5;

    private final Composite box;
    private final org.eclipse.swt.widgets.List list;
    private final Combo choice;
    private final Runnable changed;
    private final List<Button> buttons = new ArrayList<>();

    OrderedNames(Composite parent, Texts texts, Runnable changed) {
        this.changed = changed;
        box = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).applyTo(box);
        list = new org.eclipse.swt.widgets.List(box, SWT.BORDER | SWT.SINGLE | SWT.V_SCROLL);
        GridDataFactory.fillDefaults().hint(260, LINES * list.getItemHeight()).applyTo(list);
        list.addListener(SWT.Selection, e -> enable());
        var column = new Composite(box, SWT.NONE);
        GridLayoutFactory.fillDefaults().applyTo(column);
        button(column, texts.get("order.up"), () -> move(-1));
        button(column, texts.get("order.down"), () -> move(1));
        button(column, texts.get("order.remove"), this::remove);
        choice = NativeLook.of(new Combo(box, SWT.READ_ONLY));
        GridDataFactory.fillDefaults().hint(200, SWT.DEFAULT).applyTo(choice);
        choice.addListener(SWT.Selection, e -> enable());
        button(box, texts.get("order.add"), this::add);
        list.addListener(SWT.KeyDown, e -> {
            if (e.stateMask == SWT.ALT && (e.keyCode == SWT.ARROW_UP || e.keyCode == SWT.ARROW_DOWN)) {
                move(e.keyCode == SWT.ARROW_UP ? -1 : 1);
                e.doit = false;
            } else if (e.keyCode == SWT.DEL) {
                remove();
            }
        });
        enable();
    }

    private void button(Composite parent, String label, Runnable action) {
        var button = NativeLook.of(new Button(parent, SWT.PUSH));
        button.setText(label);
        GridDataFactory.fillDefaults().applyTo(button);
        button.addListener(SWT.Selection, e -> action.run());
        buttons.add(button);
    }

    Control control() {
        return box;
    }

    /** Where the caret goes. */
    Control first() {
        return list;
    }

    void offer(List<String> names) {
        if (List.of(choice.getItems()).equals(names))
            return;
        String before = choice.getText();
        choice.setItems(names.toArray(String[]::new));
        choice.setText(before);
        suggest();
        enable();
    }

    String text() {
        return String.join("\n", list.getItems());
    }

    void set(String lines) {
        if (!text().equals(lines))
            list.setItems(lines.lines().toArray(String[]::new));
        suggest();
        enable();
    }

    private void add() {
        if (choice.getSelectionIndex() < 0 || list.indexOf(choice.getText()) >= 0)
            return;
        list.add(choice.getText());
        list.setSelection(list.getItemCount() - 1);
        suggest();
        changed();
    }

    /** The next name that is not in the list yet. */
    private void suggest() {
        boolean fresh = choice.getSelectionIndex() >= 0 && list.indexOf(choice.getText()) < 0;
        for (int i = 0; i < choice.getItemCount() && !fresh; i++)
            if (list.indexOf(choice.getItem(i)) < 0) {
                choice.select(i);
                fresh = true;
            }
    }

    private void remove() {
        int at = list.getSelectionIndex();
        if (at < 0)
            return;
        list.remove(at);
        list.setSelection(Math.min(at, list.getItemCount() - 1));
        changed();
    }

    private void move(int by) {
        int at = list.getSelectionIndex();
        int to = at + by;
        if (at < 0 || to < 0 || to >= list.getItemCount())
            return;
        String moved = list.getItem(at);
        list.remove(at);
        list.add(moved, to);
        list.setSelection(to);
        changed();
    }

    private void changed() {
        enable();
        changed.run();
    }

    private void enable() {
        int at = list.getSelectionIndex();
        buttons.get(0).setEnabled(at > 0);
        buttons.get(1).setEnabled(at >= 0 && at < list.getItemCount() - 1);
        buttons.get(2).setEnabled(at >= 0);
        if (buttons.size() > 3)
            buttons.get(3).setEnabled(choice.getSelectionIndex() >= 0 && list.indexOf(choice.getText()) < 0);
    }
}
