package org.trunkline.ui.cdr.internal.search;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeColumn;
import org.eclipse.swt.widgets.TreeItem;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.api.cdr.SearchPart;
import org.trunkline.query.QueryText;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;

/** How many of the calls found have which value; a click asks for the value, or no longer. UI thread. */
final class FacetTree {
    private static final List<CdrField> ORDER = List.of(CdrField.TRUNK, CdrField.CAUSE, CdrField.STATUS,
            CdrField.DIRECTION, CdrField.CODEC);
    private static final int SHOWN = 12;
    private static final int LEAST_COUNT = 44;
    private static final int LEAST_NAME = 60;
    private static final int SCROLL_BAR = 18;

    /** @param field its name in searches */
    private record Value(String field, String value) {}

    private final Texts texts;
    private final Formats formats;
    private final BiFunction<CdrField, String, String> wording;
    private final Tree tree;
    private final TreeColumn names;
    private final TreeColumn counts;
    private final Map<String, TreeItem> roots = new LinkedHashMap<>();
    private final BiConsumer<String, String> toggle;
    private boolean changed;
    private int nameAsks = LEAST_NAME;
    private int countAsks = LEAST_COUNT;

    /** @param wording of a value of a field, for people */
    FacetTree(Composite parent, Texts texts, Formats formats, BiFunction<CdrField, String, String> wording,
            BiConsumer<String, String> toggle, BiConsumer<String, String> exclude) {
        this.texts = texts;
        this.formats = formats;
        this.wording = wording;
        this.toggle = toggle;
        tree = new Tree(parent, SWT.CHECK | SWT.SINGLE | SWT.FULL_SELECTION | SWT.V_SCROLL);
        names = new TreeColumn(tree, SWT.LEFT);
        counts = new TreeColumn(tree, SWT.RIGHT);
        tree.addListener(SWT.Resize, e -> share());
        for (CdrField field : ORDER)
            roots.put(field.fieldName(), root(texts.get("facet." + field.fieldName())));
        tree.addListener(SWT.Selection, e -> {
            if (e.detail == SWT.CHECK)
                toggle((TreeItem) e.item);
        });
        tree.addListener(SWT.DefaultSelection, e -> toggle((TreeItem) e.item));
        tree.addListener(SWT.MouseUp, this::clicked);
        tree.addListener(SWT.MouseMove, this::hovered);
        menu(exclude);
    }

    private TreeItem root(String label) {
        var item = new TreeItem(tree, SWT.NONE);
        item.setText(0, label);
        return item;
    }

    /** The fields of plug-ins whose values are counted, after the house's own. */
    void use(List<AddedColumn> fields) {
        roots.entrySet().removeIf(root -> {
            boolean other = ORDER.stream().noneMatch(own -> own.fieldName().equals(root.getKey()));
            if (other)
                root.getValue().dispose();
            return other;
        });
        fields.forEach(field -> roots.put(field.name(), root(field.label())));
    }

    private void menu(BiConsumer<String, String> exclude) {
        var menu = new Menu(tree);
        var item = new MenuItem(menu, SWT.PUSH);
        item.setText(texts.get("facet.exclude"));
        item.addListener(SWT.Selection, e -> {
            for (TreeItem chosen : tree.getSelection())
                if (chosen.getData() instanceof Value(String field, String value))
                    exclude.accept(field, value);
        });
        menu.addListener(SWT.Show, e -> item.setEnabled(tree.getSelectionCount() > 0
                && tree.getSelection()[0].getData() instanceof Value));
        tree.setMenu(menu);
    }

    /** Width in which every name and count can be read. */
    int asks() {
        return nameAsks + countAsks + SCROLL_BAR;
    }

    private void measure() {
        names.pack();
        counts.pack();
        nameAsks = Math.max(nameAsks, names.getWidth());
        countAsks = Math.max(countAsks, counts.getWidth());
        share();
    }

    private void share() {
        counts.setWidth(countAsks);
        names.setWidth(Math.max(LEAST_NAME, tree.getClientArea().width - countAsks));
    }

    Tree control() {
        return tree;
    }

    /** Updates in place, so that nothing flickers or jumps while calls come in. */
    void show(CdrSummary summary, String query) {
        update(() -> ORDER.forEach(field -> show(field.fieldName(), summary.facets().getOrDefault(field, List.of()), query,
                value -> wording.apply(field, value))));
    }

    /** The same of a field of a plug-in. */
    void show(SearchPart.AttributeFacet counts, String query) {
        if (roots.containsKey(counts.name()))
            update(() -> show(counts.name(), counts.values(), query, value -> value));
    }

    private void update(Runnable work) {
        tree.setRedraw(false);
        changed = false;
        work.run();
        if (changed)
            measure();
        tree.setRedraw(true);
    }

    private void show(String field, List<CdrSummary.Count> values, String query, UnaryOperator<String> words) {
        TreeItem root = roots.get(field);
        List<String> asked = new QueryText(query).values(field);
        boolean first = root.getItemCount() == 0;
        int shown = Math.min(SHOWN, values.size());
        while (root.getItemCount() > shown)
            root.getItem(root.getItemCount() - 1).dispose();
        for (int i = 0; i < shown; i++) {
            TreeItem item = i < root.getItemCount() ? root.getItem(i) : new TreeItem(root, SWT.NONE);
            fill(item, field, values.get(i), words, asked);
        }
        root.setText(1, values.size() > SHOWN ? texts.get("facet.more", values.size() - SHOWN) : "");
        root.setChecked(!asked.isEmpty());
        root.setGrayed(!asked.isEmpty());
        if (first)
            root.setExpanded(true);
    }

    private void fill(TreeItem item, String field, CdrSummary.Count count, UnaryOperator<String> words, List<String> asked) {
        String name = count.value().isEmpty() ? texts.get("facet.none") : words.apply(count.value());
        String number = formats.count(count.count());
        changed |= !name.equals(item.getText(0)) || number.length() != item.getText(1).length();
        if (!name.equals(item.getText(0)))
            item.setText(0, name);
        if (!number.equals(item.getText(1)))
            item.setText(1, number);
        item.setData(new Value(field, count.value()));
        item.setChecked(asked.contains(count.value()));
    }

    private void clicked(Event e) {
        TreeItem item = tree.getItem(new Point(e.x, e.y));
        // a click on the box itself has told already
        if (e.button == 1 && item != null && e.x >= item.getTextBounds(0).x)
            toggle(item);
    }

    private void toggle(TreeItem item) {
        if (item.getData() instanceof Value(String field, String value)) {
            if (!value.isEmpty())
                toggle.accept(field, value);
        } else
            item.setChecked(item.getGrayed());
    }

    private void hovered(Event e) {
        TreeItem item = tree.getItem(new Point(e.x, e.y));
        String tip = item != null && item.getData() instanceof Value(String field, String value) ? texts.get(
                item.getChecked() ? "facet.remove.tip" : "facet.add.tip", QueryText.clause(field, List.of(value)))
                : "";
        if (!tip.equals(tree.getToolTipText()))
            tree.setToolTipText(tip);
    }
}
