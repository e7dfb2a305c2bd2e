package org.trunkline.ui.table.paint;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.AccessibleName;

/** The line above a table: its filter, buttons of the view, how many rows there are. UI thread only. */
public final class TableBar {
    private static final int FILTER_WIDTH = 180;
    private static final int COUNT_WIDTH = 150;

    private final Composite bar;
    private final Text filter;
    private final Composite values;
    private final Label count;
    private boolean offered = true; // the filter
    private boolean quiet;

    /** @param filterChanged at every letter @param leave where Arrow down goes from the filter */
    public TableBar(Composite parent, Texts texts, Runnable filterChanged, Runnable leave) {
        bar = new Composite(parent, SWT.NONE);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(bar);
        filter = filterField(texts, filterChanged, leave);
        values = new Composite(bar, SWT.NONE);
        GridDataFactory.swtDefaults().exclude(true).applyTo(values);
        values.setVisible(false);
        count = new Label(bar, SWT.RIGHT);
        GridDataFactory.swtDefaults().hint(COUNT_WIDTH, SWT.DEFAULT).align(SWT.END, SWT.CENTER).grab(true, false)
                .applyTo(count);
        bar.addListener(SWT.Resize, e -> fit());
        arrange();
    }

    private Text filterField(Texts texts, Runnable filterChanged, Runnable leave) {
        var field = new Text(bar, SWT.SEARCH | SWT.ICON_SEARCH | SWT.ICON_CANCEL);
        field.setMessage(texts.get("table.filter"));
        field.setToolTipText(texts.get("table.filter.tip"));
        GridDataFactory.swtDefaults().hint(FILTER_WIDTH, SWT.DEFAULT).applyTo(field);
        AccessibleName.of(field, texts.get("table.filter"));
        field.addListener(SWT.Modify, e -> filterChanged.run());
        field.addListener(SWT.KeyDown, e -> {
            if (e.keyCode == SWT.ARROW_DOWN) {
                leave.run();
                e.doit = false;
            } else if (e.keyCode == SWT.ESC) {
                field.setText("");
            }
        });
        return field;
    }

    /** A button for each value that cuts the list; a click takes it away. @param labels as many as there are */
    public void showValues(List<String> labels, String tip, IntConsumer takeAway) {
        for (var child : values.getChildren())
            child.dispose();
        for (int i = 0; i < labels.size(); i++) {
            int index = i;
            var button = new Button(values, SWT.PUSH | SWT.FLAT);
            button.setText(labels.get(i).replace("&", "&&") + " ×");
            button.setToolTipText(tip);
            button.addListener(SWT.Selection, e -> takeAway.accept(index));
        }
        GridLayoutFactory.fillDefaults().numColumns(Math.max(1, labels.size())).spacing(4, 0).applyTo(values);
        values.setVisible(!labels.isEmpty());
        ((GridData) values.getLayoutData()).exclude = labels.isEmpty();
        bar.layout(true, true);
    }

    /** Where a view puts its own controls; then {@link #arrange}. */
    public Composite composite() {
        return bar;
    }

    public void arrange() {
        GridLayoutFactory.swtDefaults().numColumns(bar.getChildren().length).margins(4, 3).applyTo(bar);
        count.moveBelow(bar.getChildren()[bar.getChildren().length - 1]);
        var data = (GridData) count.getLayoutData();
        data.grabExcessHorizontalSpace = Stream.of(bar.getChildren()).noneMatch(this::isWide);
        data.widthHint = room();
        bar.layout(true);
    }

    /** Something that wants all there is: then the count takes no more than it needs. */
    private boolean isWide(Control control) {
        return control != count && control.getLayoutData() instanceof GridData data && data.grabExcessHorizontalSpace;
    }

    private int room() {
        int needed = count.computeSize(SWT.DEFAULT, SWT.DEFAULT).x;
        return ((GridData) count.getLayoutData()).grabExcessHorizontalSpace ? Math.max(COUNT_WIDTH, needed) : needed;
    }

    public void hide() {
        bar.setVisible(false);
        ((GridData) bar.getLayoutData()).exclude = true;
        bar.getParent().layout(true);
    }

    public String filter() {
        return filter.getText();
    }

    public void clearFilter() {
        filter.setText("");
    }

    /** Nothing where the table has none. */
    public void focusFilter() {
        if (filter.getVisible())
            filter.setFocus();
    }

    public void showFilter(boolean shown) {
        if (offered == shown)
            return;
        offered = shown;
        filter.setVisible(shown);
        ((GridData) filter.getLayoutData()).exclude = !shown;
        bar.layout(true);
    }

    /** Hides the filter where there is nothing to filter; its room stays, so that nothing beside it moves, unless that needs the room. */
    public void quiet(boolean now) {
        quiet = now;
        if (offered)
            filter.setVisible(!now);
        fit();
    }

    private void fit() {
        var data = (GridData) filter.getLayoutData();
        if (!offered || bar.getSize().x == 0)
            return;
        boolean before = data.exclude;
        data.exclude = false;
        data.exclude = quiet && bar.computeSize(SWT.DEFAULT, SWT.DEFAULT).x > bar.getSize().x;
        if (data.exclude != before)
            bar.layout(true);
    }

    public void showCount(String text) {
        if (text.equals(count.getText()))
            return;
        count.setText(text);
        int room = room();
        var data = (GridData) count.getLayoutData();
        if (data.widthHint < room) {
            data.widthHint = room;
            bar.layout(true);
        }
    }
}
