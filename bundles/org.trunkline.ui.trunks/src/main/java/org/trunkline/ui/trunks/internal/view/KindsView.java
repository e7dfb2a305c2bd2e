package org.trunkline.ui.trunks.internal.view;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.layout.TableColumnLayout;
import org.eclipse.jface.viewers.ArrayContentProvider;
import org.eclipse.jface.viewers.ColumnLabelProvider;
import org.eclipse.jface.viewers.ColumnPixelData;
import org.eclipse.jface.viewers.ColumnWeightData;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.jface.viewers.TableViewer;
import org.eclipse.jface.viewers.TableViewerColumn;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.trunks.internal.model.Entries;
import org.trunkline.ui.trunks.internal.model.Kind;
import org.trunkline.ui.view.DeskView;

/** Trunks, numbers, subscribers, routes, with how many there are. */
public final class KindsView extends DeskView {
    static final String ID = "org.trunkline.ui.trunks.kinds";
    private static final int COUNT_WIDTH = 64;

    private final Texts texts = Texts.of(Kind.class);
    private final Formats formats = Formats.ofPreferences();
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private Optional<TableViewer> viewer = Optional.empty();
    private Optional<Job> counting = Optional.empty();

    @Override
    protected void create(Composite parent) {
        var box = new Composite(parent, SWT.NONE);
        var layout = new TableColumnLayout();
        box.setLayout(layout);
        var list = new TableViewer(box, SWT.SINGLE | SWT.FULL_SELECTION);
        list.setContentProvider(ArrayContentProvider.getInstance());
        layout.setColumnData(column(list, SWT.LEFT, k -> texts.get("kind." + k.code() + ".many")).getColumn(),
                new ColumnWeightData(1));
        layout.setColumnData(column(list, SWT.RIGHT, k -> Optional.ofNullable(counts.get(k)).map(formats::count)
                .orElse("")).getColumn(), new ColumnPixelData(COUNT_WIDTH));
        list.setInput(Kind.values());
        viewer = Optional.of(list);
        select(list);
        watchNode(node -> node.watchConfiguration(() -> UiThread.post(box, this::count)));
        until(active().watchNode(node -> UiThread.post(box, this::count)));
        UiThread.post(box, () -> {
            if (list.getSelection().isEmpty())
                list.setSelection(new StructuredSelection(Kind.TRUNK));
        });
    }

    private interface Words {
        String of(Kind kind);
    }

    private static TableViewerColumn column(TableViewer list, int style, Words words) {
        var column = new TableViewerColumn(list, style);
        column.setLabelProvider(new ColumnLabelProvider() {
            @Override
            public String getText(Object element) {
                return element instanceof Kind kind ? words.of(kind) : "";
            }
        });
        return column;
    }

    private void count() {
        counting.ifPresent(Job::cancel);
        if (!active().state().up()) {
            counts.clear(); // not 0: nobody knows
            viewer.ifPresent(v -> v.refresh());
            return;
        }
        counting = Optional.of(jobs().read(texts.get("kinds.counting"), (node, monitor) -> {
            var found = new EnumMap<Kind, Long>(Kind.class);
            for (Kind kind : Kind.values())
                found.put(kind, Entries.count(node, kind));
            return found;
        }, found -> {
            counts.putAll(found);
            viewer.ifPresent(v -> v.refresh());
        }, failure -> sayError(failure.message())));
    }

    void select(Kind kind) {
        onceFilled(() -> viewer.ifPresent(v -> v.setSelection(new StructuredSelection(kind), true)));
    }

    @Override
    public void setFocus() {
        viewer.ifPresent(v -> v.getControl().setFocus());
    }
}
