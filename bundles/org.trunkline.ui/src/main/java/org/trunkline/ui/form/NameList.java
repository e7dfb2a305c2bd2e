package org.trunkline.ui.form;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.NativeLook;

/**
 * Names one below the other: trunks of a route and members of a ring group, whose order counts, or the ring groups of a
 * subscriber, which can be opened. Any can be added and taken out. UI thread only.
 */
final class NameList {
    private static final int LINES = 5;

    private final Composite box;
    private final Composite column;
    private final org.eclipse.swt.widgets.List list;
    private final Combo choice;
    private final Button add;
    private final Texts texts;
    private final Runnable changed;
    private final BiFunction<String, List<Offer>, String> line;
    /** Buttons beside the list, each with what it needs to be on. */
    private final List<Runnable> enabling = new ArrayList<>();
    private List<String> names = List.of();
    private List<Offer> offers = List.of();

    /** Where the order counts: names can be moved. */
    static NameList ordered(Composite parent, Texts texts, Runnable changed) {
        var made = new NameList(parent, texts, changed, (name, offers) -> name);
        made.button("order.up", () -> made.move(-1), () -> made.at() > 0);
        made.button("order.down", () -> made.move(1), () -> made.at() >= 0 && made.at() < made.names.size() - 1);
        made.button("order.remove", made::remove, () -> made.at() >= 0);
        made.list.addListener(SWT.KeyDown, e -> {
            if (e.stateMask == SWT.ALT && (e.keyCode == SWT.ARROW_UP || e.keyCode == SWT.ARROW_DOWN)) {
                made.move(e.keyCode == SWT.ARROW_UP ? -1 : 1);
                e.doit = false;
            }
        });
        made.enable();
        return made;
    }

    /** Of names with an entry of their own. @param line what the list shows of a name @param open shows its entry */
    static NameList linked(Composite parent, Texts texts, Runnable changed,
            BiFunction<String, List<Offer>, String> line, Consumer<String> open) {
        var made = new NameList(parent, texts, changed, line);
        Runnable opening = () -> open.accept(made.names.get(made.at()));
        made.button("order.open", opening, () -> made.at() >= 0);
        made.button("order.remove", made::remove, () -> made.at() >= 0);
        made.list.addListener(SWT.DefaultSelection, e -> {
            if (made.at() >= 0)
                opening.run();
        });
        made.enable();
        return made;
    }

    private NameList(Composite parent, Texts texts, Runnable changed, BiFunction<String, List<Offer>, String> line) {
        this.texts = texts;
        this.changed = changed;
        this.line = line;
        box = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).applyTo(box);
        list = new org.eclipse.swt.widgets.List(box, SWT.BORDER | SWT.SINGLE | SWT.V_SCROLL | SWT.H_SCROLL);
        GridDataFactory.fillDefaults().hint(260, LINES * list.getItemHeight()).applyTo(list);
        list.addListener(SWT.Selection, e -> enable());
        list.addListener(SWT.KeyDown, e -> {
            if (e.keyCode == SWT.DEL)
                remove();
        });
        column = new Composite(box, SWT.NONE);
        GridLayoutFactory.fillDefaults().applyTo(column);
        GridDataFactory.fillDefaults().align(SWT.FILL, SWT.BEGINNING).applyTo(column);
        choice = NativeLook.of(new Combo(box, SWT.READ_ONLY));
        GridDataFactory.fillDefaults().hint(200, SWT.DEFAULT).applyTo(choice);
        choice.addListener(SWT.Selection, e -> enable());
        add = make(box, "order.add", this::add);
    }

    private void button(String key, Runnable action, BooleanSupplier on) {
        Button button = make(column, key, action);
        enabling.add(() -> button.setEnabled(on.getAsBoolean()));
    }

    private Button make(Composite parent, String key, Runnable action) {
        var button = NativeLook.of(new Button(parent, SWT.PUSH));
        button.setText(texts.get(key));
        GridDataFactory.fillDefaults().applyTo(button);
        button.addListener(SWT.Selection, e -> action.run());
        return button;
    }

    Control control() {
        return box;
    }

    /** Where the caret goes. */
    Control first() {
        return list;
    }

    void offer(List<Offer> now) {
        if (offers.equals(now))
            return;
        offers = now;
        String before = choice.getText();
        choice.setItems(offers.stream().map(Offer::name).toArray(String[]::new));
        choice.setText(before);
        show(at());
    }

    String text() {
        return String.join("\n", names);
    }

    void set(String lines) {
        boolean same = text().equals(lines);
        names = lines.lines().toList();
        show(same ? at() : -1);
    }

    private int at() {
        return list.getSelectionIndex();
    }

    /** Brings the list up to the names. */
    private void show(int selected) {
        String[] lines = names.stream().map(n -> line.apply(n, offers)).toArray(String[]::new);
        if (!List.of(list.getItems()).equals(List.of(lines)))
            list.setItems(lines);
        list.deselectAll();
        if (selected >= 0)
            list.setSelection(selected);
        suggest();
        enable();
    }

    private boolean addable() {
        return choice.getSelectionIndex() >= 0 && !names.contains(choice.getText());
    }

    private void add() {
        if (addable())
            change(Stream.concat(names.stream(), Stream.of(choice.getText())).toList(), names.size());
    }

    /** The next name that is not in the list yet. */
    private void suggest() {
        for (int i = 0; i < choice.getItemCount() && !addable(); i++)
            if (!names.contains(choice.getItem(i)))
                choice.select(i);
    }

    private void remove() {
        int at = at();
        if (at < 0)
            return;
        var left = new ArrayList<>(names);
        left.remove(at);
        change(left, Math.min(at, left.size() - 1));
    }

    private void move(int by) {
        int at = at();
        int to = at + by;
        if (at < 0 || to < 0 || to >= names.size())
            return;
        var moved = new ArrayList<>(names);
        moved.add(to, moved.remove(at));
        change(moved, to);
    }

    private void change(List<String> now, int selected) {
        names = now;
        show(selected);
        changed.run();
    }

    private void enable() {
        enabling.forEach(Runnable::run);
        add.setEnabled(addable());
    }
}
