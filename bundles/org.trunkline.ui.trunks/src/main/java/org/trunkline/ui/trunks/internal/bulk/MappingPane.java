package org.trunkline.ui.trunks.internal.bulk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.ScrolledComposite;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.trunkline.export.entry.ColumnMapping;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.look.NativeLook;

/** The columns of a file, each with the field that it holds, to be changed. UI thread only. */
final class MappingPane {
    private static final int HEIGHT = 110;
    private static final int NAME_WIDTH = 150;

    private final ScrolledComposite scroll;

    /**
     * @param paths of all fields
     * @param label of a field
     * @param none what stands for a column that is not imported
     * @param changed told of the mapping that was chosen
     */
    MappingPane(Composite parent, List<String> head, ColumnMapping guess, List<String> paths, UnaryOperator<String> label,
            String none, Consumer<ColumnMapping> changed) {
        scroll = new ScrolledComposite(parent, SWT.V_SCROLL | SWT.BORDER);
        scroll.setExpandHorizontal(true);
        scroll.setExpandVertical(true);
        GridDataFactory.fillDefaults().grab(true, false).hint(SWT.DEFAULT, HEIGHT).applyTo(scroll);
        var page = new Composite(scroll, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(4).margins(8, 6).spacing(8, 4).applyTo(page);
        var items = new ArrayList<>(List.of(none));
        paths.forEach(path -> items.add(named(path, paths, label)));
        var combos = new ArrayList<Combo>();
        for (int i = 0; i < head.size(); i++) {
            String name = head.get(i);
            var title = new Label(page, SWT.NONE);
            title.setText(name.replace("&", "&&"));
            title.setToolTipText(name);
            GridDataFactory.swtDefaults().hint(NAME_WIDTH, SWT.DEFAULT).applyTo(title);
            var combo = NativeLook.of(new Combo(page, SWT.READ_ONLY));
            combo.setItems(items.toArray(String[]::new));
            combo.select(guess.paths().get(i).map(path -> paths.indexOf(path) + 1).orElse(0));
            combo.setData("column", name);
            AccessibleName.of(combo, name);
            GridDataFactory.fillDefaults().grab(true, false).applyTo(combo);
            combos.add(combo);
            combo.addListener(SWT.Selection, _ -> changed.accept(new ColumnMapping(combos.stream().map(c ->
                    c.getSelectionIndex() > 0 ? Optional.of(paths.get(c.getSelectionIndex() - 1)) : Optional.<String>empty()).toList())));
        }
        scroll.setContent(page);
        scroll.setMinSize(page.computeSize(SWT.DEFAULT, SWT.DEFAULT));
    }

    /** With its name in the API where two fields are called the same. */
    private static String named(String path, List<String> paths, UnaryOperator<String> label) {
        String own = label.apply(path);
        boolean alone = paths.stream().filter(other -> label.apply(other).equals(own)).count() == 1;
        return alone ? own : own + " (" + path + ")";
    }

    Control control() {
        return scroll;
    }
}
